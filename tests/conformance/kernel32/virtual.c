/* Reserving, committing, protecting and asking about memory. */
#include "conformance.h"

#define KB 1024

static MEMORY_BASIC_INFORMATION query(const void *address)
{
    MEMORY_BASIC_INFORMATION info = {0};
    CHECK_EQ(VirtualQuery(address, &info, sizeof info), sizeof info);
    return info;
}

static char *reserve(SIZE_T size)
{
    char *base = VirtualAlloc(NULL, size, MEM_RESERVE, PAGE_NOACCESS);
    REQUIRE(base);
    return base;
}

static char *commit(char *at, SIZE_T size, DWORD protection)
{
    char *base = VirtualAlloc(at, size, MEM_COMMIT, protection);
    REQUIRE(base);
    return base;
}

CASE(reservations_start_at_64k)
{
    for (int i = 0; i < 4; i++)
        CHECK_EQ((ULONG_PTR)reserve(4096) & 0xffff, 0);
    CHECK_EQ((ULONG_PTR)commit(NULL, 1, PAGE_READWRITE) & 0xffff, 0);
}

CASE(committed_memory_is_zero_and_writable)
{
    char *base = commit(NULL, 10000, PAGE_READWRITE);
    for (int i = 0; i < 3 * 4096; i++)
        CHECK_EQ(base[i], 0);
    base[3 * 4096 - 1] = 1;
    MEMORY_BASIC_INFORMATION info = query(base + 5000);
    CHECK_PTR(info.BaseAddress, base + 4096);
    CHECK_PTR(info.AllocationBase, base);
    CHECK_EQ(info.RegionSize, 2 * 4096);
    CHECK_EQ(info.State, MEM_COMMIT);
    CHECK_EQ(info.Protect, PAGE_READWRITE);
    CHECK_EQ(info.AllocationProtect, PAGE_READWRITE);
    CHECK_EQ(info.Type, MEM_PRIVATE);
}

CASE(reserved_memory_cannot_be_touched)
{
    char *base = reserve(64 * KB);
    CHECK_EQ(probe_read(base), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(probe_information[0], 0);
    CHECK_PTR(probe_information[1], base);
    CHECK_EQ(probe_write(base + 100), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(probe_information[0], 1);
    MEMORY_BASIC_INFORMATION info = query(base);
    CHECK_EQ(info.State, MEM_RESERVE);
    CHECK_EQ(info.Protect, 0);
    CHECK_EQ(info.RegionSize, 64 * KB);
    CHECK_EQ(info.AllocationProtect, PAGE_NOACCESS);
}

CASE(commit_splits_the_region)
{
    char *base = reserve(64 * KB);
    commit(base + 8 * KB, 4 * KB, PAGE_READONLY);
    CHECK_EQ(query(base).RegionSize, 8 * KB);
    CHECK_EQ(query(base).State, MEM_RESERVE);
    CHECK_EQ(query(base + 8 * KB).RegionSize, 4 * KB);
    CHECK_EQ(query(base + 8 * KB).Protect, PAGE_READONLY);
    CHECK_EQ(query(base + 12 * KB).RegionSize, 52 * KB);
    CHECK_PTR(query(base + 12 * KB).AllocationBase, base);
    commit(base + 12 * KB, 4 * KB, PAGE_READONLY);
    CHECK_EQ(query(base + 8 * KB).RegionSize, 8 * KB);
}

CASE(committing_again_keeps_the_content)
{
    char *base = commit(NULL, 8 * KB, PAGE_READWRITE);
    base[0] = 5;
    base[4096] = 6;
    CHECK_PTR(VirtualAlloc(base + 100, 5000, MEM_COMMIT, PAGE_READWRITE), base);
    CHECK_EQ(base[0], 5);
    CHECK_EQ(base[4096], 6);
}

CASE(decommit_forgets)
{
    char *base = commit(NULL, 16 * KB, PAGE_READWRITE);
    base[4096] = 6;
    CHECK(VirtualFree(base + 4096, 4096, MEM_DECOMMIT));
    CHECK_EQ(probe_read(base + 4096), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(query(base + 4096).State, MEM_RESERVE);
    CHECK(VirtualFree(base + 4096, 4096, MEM_DECOMMIT));
    commit(base + 4096, 4096, PAGE_READWRITE);
    CHECK_EQ(base[4096], 0);
    CHECK(VirtualFree(base, 0, MEM_DECOMMIT));
    CHECK_EQ(query(base).State, MEM_RESERVE);
    CHECK_EQ(query(base).RegionSize, 16 * KB);
}

CASE(release_rules)
{
    WINE_DIFFERS("Wine gives another error for free memory");
    char *base = commit(NULL, 128 * KB, PAGE_READWRITE);
    CHECK_FAILS(VirtualFree(base, 4096, MEM_RELEASE), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualFree(base + 4096, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS);
    CHECK_FAILS(VirtualFree(base, 0, MEM_RELEASE | MEM_DECOMMIT), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualFree(base, 0, 0), ERROR_INVALID_PARAMETER);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
    CHECK_EQ(query(base).State, MEM_FREE);
    CHECK_FAILS(VirtualFree(base, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS);
    CHECK_FAILS(VirtualFree(base, 4096, MEM_DECOMMIT), ERROR_INVALID_ADDRESS);
}

CASE(allocating_at_an_address)
{
    char *base = reserve(256 * KB);
    VirtualFree(base, 0, MEM_RELEASE);
    CHECK_PTR(VirtualAlloc(base + 64 * KB + 5000, 4096, MEM_RESERVE, PAGE_READWRITE),
              base + 64 * KB);
    CHECK_EQ(query(base + 64 * KB).RegionSize, 12 * KB);
    CHECK_FAILS(VirtualAlloc(base + 64 * KB, 4096, MEM_RESERVE, PAGE_READWRITE),
                ERROR_INVALID_ADDRESS);
    CHECK_FAILS(VirtualAlloc(base, 128 * KB, MEM_RESERVE, PAGE_READWRITE), ERROR_INVALID_ADDRESS);
    CHECK_FAILS(VirtualAlloc(base + 192 * KB, 4096, MEM_COMMIT, PAGE_READWRITE),
                ERROR_INVALID_ADDRESS);
    CHECK_PTR(VirtualAlloc(base + 192 * KB, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE),
              base + 192 * KB);
}

CASE(bad_arguments)
{
    CHECK_FAILS(VirtualAlloc(NULL, 0, MEM_COMMIT, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualAlloc(NULL, 4096, MEM_COMMIT, 0), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualAlloc(NULL, 4096, MEM_COMMIT, PAGE_READWRITE | PAGE_READONLY),
                ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualAlloc(NULL, 4096, 0, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualAlloc(NULL, 4096, MEM_COMMIT, PAGE_WRITECOPY), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualAlloc(NULL, (SIZE_T)1 << 60, MEM_RESERVE, PAGE_READWRITE),
                ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualAlloc(NULL, (SIZE_T)1 << 46, MEM_COMMIT, PAGE_READWRITE),
                ERROR_NOT_ENOUGH_MEMORY);
}

CASE(reserving_a_terabyte_costs_nothing)
{
    char *base = reserve((SIZE_T)1 << 40);
    commit(base + ((SIZE_T)1 << 39), 4096, PAGE_READWRITE)[0] = 1;
    CHECK_EQ(query(base).RegionSize, (SIZE_T)1 << 39);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
}

CASE(top_down_comes_from_above)
{
    char *low = commit(NULL, 4096, PAGE_READWRITE);
    char *high = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_TOP_DOWN, PAGE_READWRITE);
    CHECK(high > low);
    CHECK((ULONG_PTR)high > 0x100000000);
}

CASE(protect_gives_the_old_protection)
{
    DWORD old = 0;
    char *base = commit(NULL, 16 * KB, PAGE_READWRITE);
    base[0] = 3;
    CHECK(VirtualProtect(base + 100, 1, PAGE_READONLY, &old));
    CHECK_EQ(old, PAGE_READWRITE);
    CHECK_EQ(probe_write(base), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(probe_read(base), 0);
    CHECK_EQ(probe_write(base + 4096), 0);
    CHECK_EQ(query(base).RegionSize, 4096);
    CHECK_EQ(query(base).AllocationProtect, PAGE_READWRITE);
    CHECK(VirtualProtect(base, 8 * KB, PAGE_NOACCESS, &old));
    CHECK_EQ(old, PAGE_READONLY);
    CHECK_EQ(probe_read(base), EXCEPTION_ACCESS_VIOLATION);
    CHECK(VirtualProtect(base, 8 * KB, PAGE_READWRITE, &old));
    CHECK_EQ(base[0], 3);
    CHECK_EQ(query(base).RegionSize, 16 * KB);
}

CASE(protect_across_a_page_edge)
{
    DWORD old = 0;
    char *base = commit(NULL, 16 * KB, PAGE_READWRITE);
    CHECK(VirtualProtect(base + 4095, 2, PAGE_READONLY, &old));
    CHECK_EQ(query(base).RegionSize, 8 * KB);
    CHECK_EQ(query(base).Protect, PAGE_READONLY);
}

CASE(protect_refuses)
{
    DWORD old = 0;
    char *base = reserve(64 * KB);
    CHECK_FAILS(VirtualProtect(base, 4096, PAGE_READWRITE, &old), ERROR_INVALID_ADDRESS);
    commit(base, 4096, PAGE_READWRITE);
    CHECK_FAILS(VirtualProtect(base, 8192, PAGE_READWRITE, &old), ERROR_INVALID_ADDRESS);
    CHECK_FAILS(VirtualProtect(base, 4096, 0, &old), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualProtect(base, 4096, PAGE_READONLY, NULL), ERROR_NOACCESS);
    CHECK_EQ(query(base).Protect, PAGE_READWRITE);
}

CASE(guard_page_fires_once)
{
    char *base = commit(NULL, 8 * KB, PAGE_READWRITE | PAGE_GUARD);
    CHECK_EQ(query(base).Protect, PAGE_READWRITE | PAGE_GUARD);
    CHECK_EQ(probe_write(base + 10), STATUS_GUARD_PAGE_VIOLATION);
    CHECK_PTR(probe_information[1], base + 10);
    CHECK_EQ(probe_write(base + 10), 0);
    CHECK_EQ(query(base).Protect, PAGE_READWRITE);
    CHECK_EQ(query(base).RegionSize, 4096);
    CHECK_EQ(probe_read(base + 4096), STATUS_GUARD_PAGE_VIOLATION);
    CHECK_EQ(probe_read(base + 4096), 0);
}

CASE(execute_needs_the_right)
{
    static const char code[] = {0xc3};
    DWORD old;
    char *base = commit(NULL, 4096, PAGE_READWRITE);
    memcpy(base, code, sizeof code);
    CHECK_EQ(probe_execute(base), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(probe_information[0], 8);
    CHECK_PTR(probe_information[1], base);
    CHECK(VirtualProtect(base, 4096, PAGE_EXECUTE_READ, &old));
    CHECK(FlushInstructionCache(GetCurrentProcess(), base, 4096));
    CHECK_EQ(probe_execute(base), 0);
    CHECK_EQ(probe_write(base), EXCEPTION_ACCESS_VIOLATION);
}

CASE(free_regions_are_reported)
{
    MEMORY_BASIC_INFORMATION info = query(NULL);
    CHECK_EQ(info.State, MEM_FREE);
    CHECK_EQ(info.Protect, PAGE_NOACCESS);
    CHECK_PTR(info.AllocationBase, NULL);
    CHECK(info.RegionSize >= 64 * KB);
    CHECK_FAILS(VirtualQuery((void *)0xfffff00000000000, &info, sizeof info),
                ERROR_INVALID_PARAMETER);
    CHECK_FAILS(VirtualQuery(NULL, &info, 8), ERROR_BAD_LENGTH);
}

CASE(walk_of_the_address_space_ends)
{
    MEMORY_BASIC_INFORMATION info;
    char *at = NULL;
    int regions = 0, images = 0;
    while (VirtualQuery(at, &info, sizeof info) && regions < 100000) {
        CHECK_PTR(info.BaseAddress, at);
        REQUIRE(info.RegionSize);
        at += info.RegionSize;
        regions++;
        images += info.Type == MEM_IMAGE;
    }
    CHECK(regions > 10 && regions < 100000);
    CHECK(images > 3);
    CHECK((ULONG_PTR)at >= 0x7fff00000000);
}

CASE(image_pages_say_so)
{
    MEMORY_BASIC_INFORMATION info = query((void *)image_pages_say_so);
    CHECK_EQ(info.Type, MEM_IMAGE);
    CHECK_EQ(info.Protect, PAGE_EXECUTE_READ);
    CHECK_EQ(info.AllocationProtect, PAGE_EXECUTE_WRITECOPY);
    CHECK_PTR(info.AllocationBase, GetModuleHandleW(NULL));
    CHECK_EQ(query(GetModuleHandleW(NULL)).Protect, PAGE_READONLY);
    CHECK_EQ(query("constant").Protect, PAGE_READONLY);
    CHECK_EQ(probe_write((void *)image_pages_say_so), EXCEPTION_ACCESS_VIOLATION);
}

CASE(reset_keeps_the_memory_usable)
{
    char *base = commit(NULL, 8 * KB, PAGE_READWRITE);
    CHECK_PTR(VirtualAlloc(base, 4096, MEM_RESET, PAGE_NOACCESS), base);
    CHECK_EQ(query(base).Protect, PAGE_READWRITE);
    base[0] = 1;
    CHECK_EQ(base[0], 1);
}

CASE(write_watch_counts_pages)
{
    void *pages[8];
    ULONG_PTR count = 8;
    ULONG size = 0;
    char *base =
        VirtualAlloc(NULL, 16 * KB, MEM_RESERVE | MEM_COMMIT | MEM_WRITE_WATCH, PAGE_READWRITE);
    REQUIRE(base);
    CHECK_EQ(GetWriteWatch(0, base, 16 * KB, pages, &count, &size), 0);
    CHECK_EQ(count, 0);
    CHECK_EQ(size, 4096);
    base[4096] = 1;
    base[12288] = 1;
    count = 8;
    CHECK_EQ(GetWriteWatch(WRITE_WATCH_FLAG_RESET, base, 16 * KB, pages, &count, &size), 0);
    CHECK_EQ(count, 2);
    CHECK_PTR(pages[0], base + 4096);
    CHECK_PTR(pages[1], base + 12288);
    count = 8;
    CHECK_EQ(GetWriteWatch(0, base, 16 * KB, pages, &count, &size), 0);
    CHECK_EQ(count, 0);
}

CASE(io_into_protected_memory_fails_cleanly)
{
    DWORD done;
    char *base = commit(NULL, 4096, PAGE_READONLY);
    HANDLE file = CreateFileW(L"a", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, "abc", 3, &done, NULL));
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    CHECK_FAILS(ReadFile(file, base, 3, &done, NULL), ERROR_NOACCESS);
    CHECK_EQ(base[0], 0);
}

CASE(process_memory_by_handle)
{
    WINE_DIFFERS("Wine reads past the protection");
    SIZE_T done = 77;
    int value = 5, copy = 0;
    char *base = commit(NULL, 8 * KB, PAGE_READWRITE);
    DWORD old;
    CHECK(ReadProcessMemory(GetCurrentProcess(), &value, &copy, sizeof copy, &done));
    CHECK_EQ(copy, 5);
    CHECK_EQ(done, sizeof copy);
    value = 6;
    CHECK(WriteProcessMemory(GetCurrentProcess(), base, &value, sizeof value, &done));
    CHECK_EQ(*(int *)base, 6);
    CHECK(VirtualProtect(base + 4096, 4096, PAGE_NOACCESS, &old));
    CHECK_FAILS(ReadProcessMemory(GetCurrentProcess(), base + 4096, &copy, 4, &done),
                ERROR_PARTIAL_COPY);
    CHECK_EQ(done, 0);
}

/* The records of so many are themselves reserved somewhere. */
CASE(many_reservations_from_the_top)
{
    enum { COUNT = 600 };
    static char *at[COUNT];
    for (int i = 0; i < COUNT; i++) {
        at[i] = VirtualAlloc(NULL, 0x200000, MEM_RESERVE | MEM_TOP_DOWN, PAGE_READWRITE);
        REQUIRE(at[i]);
        REQUIRE(VirtualAlloc(at[i] + 0x100000, 0x1000, MEM_COMMIT, PAGE_READWRITE));
        at[i][0x100000] = (char)i;
    }
    for (int i = 0; i < COUNT; i++) {
        CHECK_EQ(at[i][0x100000], (char)i);
        CHECK(VirtualFree(at[i], 0, MEM_RELEASE));
    }
}
