/*
 * placeholder.c - VirtualAlloc2: reservations that are split, replaced and joined again, and where
 * memory shall be.
 */
#include "conformance.h"

#ifndef MEM_PRESERVE_PLACEHOLDER
#    define MEM_COALESCE_PLACEHOLDERS 1u
#    define MEM_PRESERVE_PLACEHOLDER  2u
#endif
#ifndef MEM_RESERVE_PLACEHOLDER
#    define MEM_REPLACE_PLACEHOLDER 0x4000u
#    define MEM_RESERVE_PLACEHOLDER 0x40000u
#endif

#define GRAIN 0x10000u

struct requirements {
    void *low, *high; /* MEM_ADDRESS_REQUIREMENTS */
    SIZE_T alignment;
};

struct parameter {
    ULONG64 type; /* MEM_EXTENDED_PARAMETER */
    union {
        void *pointer;
        ULONG64 number;
    } value;
};

typedef void *(WINAPI *ALLOCATE)(HANDLE, void *, SIZE_T, ULONG, ULONG, struct parameter *, ULONG);
typedef void *(WINAPI *MAP)(HANDLE, HANDLE, void *, ULONG64, SIZE_T, ULONG, ULONG,
                            struct parameter *, ULONG);
typedef BOOL(WINAPI *UNMAP)(HANDLE, void *, ULONG);

static ALLOCATE allocate;
static MAP map;
static UNMAP unmap;

static void find_functions(void)
{
    WINE_DIFFERS("VirtualAlloc2 has no placeholders, and no requirements");
    HMODULE base = LoadLibraryA("kernelbase.dll");
    allocate = (ALLOCATE)(void *)GetProcAddress(base, "VirtualAlloc2");
    map = (MAP)(void *)GetProcAddress(base, "MapViewOfFile3");
    unmap = (UNMAP)(void *)GetProcAddress(base, "UnmapViewOfFile2");
    REQUIRE(allocate && map && unmap);
}

static char *reserve(SIZE_T size)
{
    find_functions();
    char *at =
        allocate(NULL, NULL, size, MEM_RESERVE | MEM_RESERVE_PLACEHOLDER, PAGE_NOACCESS, NULL, 0);
    REQUIRE(at);
    return at;
}

static MEMORY_BASIC_INFORMATION query(const void *at)
{
    MEMORY_BASIC_INFORMATION info = {0};
    CHECK_EQ(VirtualQuery(at, &info, sizeof info), sizeof info);
    return info;
}

CASE(placeholders_are_split)
{
    char *at = reserve(4 * GRAIN);
    CHECK_EQ(query(at).RegionSize, 4 * GRAIN);
    CHECK_EQ(query(at).State, MEM_RESERVE);
    CHECK(VirtualFree(at + GRAIN, GRAIN, MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER));
    CHECK_PTR(query(at).AllocationBase, at);
    CHECK_EQ(query(at).RegionSize, GRAIN);
    CHECK_PTR(query(at + GRAIN).AllocationBase, at + GRAIN);
    CHECK_EQ(query(at + GRAIN).RegionSize, GRAIN);
    CHECK_PTR(query(at + 2 * GRAIN).AllocationBase, at + 2 * GRAIN);
    CHECK_EQ(query(at + 2 * GRAIN).RegionSize, 2 * GRAIN);
    CHECK(VirtualFree(at, 0, MEM_RELEASE));
    CHECK(VirtualFree(at + GRAIN, 0, MEM_RELEASE));
    CHECK(VirtualFree(at + 2 * GRAIN, 0, MEM_RELEASE));
    CHECK_EQ(query(at).State, MEM_FREE);
}

CASE(placeholders_are_not_committed)
{
    char *at = reserve(2 * GRAIN);
    CHECK(!VirtualAlloc(at, GRAIN, MEM_COMMIT, PAGE_READWRITE));
    CHECK(!VirtualAlloc(at, GRAIN, MEM_RESERVE, PAGE_READWRITE));
    CHECK_EQ(probe_read(at), STATUS_ACCESS_VIOLATION);
    CHECK(VirtualFree(at, 0, MEM_RELEASE));
}

CASE(placeholders_are_replaced_whole)
{
    char *at = reserve(2 * GRAIN);
    CHECK_FAILS(allocate(NULL, at, GRAIN, MEM_RESERVE | MEM_COMMIT | MEM_REPLACE_PLACEHOLDER,
                         PAGE_READWRITE, NULL, 0),
                ERROR_INVALID_ADDRESS);
    CHECK_PTR(allocate(NULL, at, 2 * GRAIN, MEM_RESERVE | MEM_COMMIT | MEM_REPLACE_PLACEHOLDER,
                       PAGE_READWRITE, NULL, 0),
              at);
    at[0] = at[2 * GRAIN - 1] = 1;
    CHECK(VirtualFree(at, 2 * GRAIN, MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER));
    CHECK_EQ(query(at).State, MEM_RESERVE);
    CHECK_EQ(probe_read(at), STATUS_ACCESS_VIOLATION);
    CHECK(VirtualFree(at, 0, MEM_RELEASE));
}

CASE(only_placeholders_are_replaced)
{
    find_functions();
    char *at = VirtualAlloc(NULL, GRAIN, MEM_RESERVE, PAGE_READWRITE);
    REQUIRE(at);
    CHECK_FAILS(allocate(NULL, at, GRAIN, MEM_RESERVE | MEM_COMMIT | MEM_REPLACE_PLACEHOLDER,
                         PAGE_READWRITE, NULL, 0),
                ERROR_INVALID_ADDRESS);
    CHECK(VirtualFree(at, 0, MEM_RELEASE));
}

CASE(placeholders_are_joined)
{
    char *at = reserve(3 * GRAIN);
    CHECK(VirtualFree(at, GRAIN, MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER));
    CHECK_EQ(query(at).RegionSize, GRAIN);
    CHECK(VirtualFree(at, 3 * GRAIN, MEM_RELEASE | MEM_COALESCE_PLACEHOLDERS));
    CHECK_EQ(query(at).RegionSize, 3 * GRAIN);
    CHECK_PTR(query(at + 2 * GRAIN).AllocationBase, at);
    CHECK(VirtualFree(at, 0, MEM_RELEASE));
}

/* What a ring buffer does: the same pages twice, side by side. */
CASE(a_section_lies_there_twice)
{
    char *at = reserve(2 * GRAIN);
    HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, GRAIN, NULL);
    REQUIRE(section);
    CHECK(VirtualFree(at, GRAIN, MEM_RELEASE | MEM_PRESERVE_PLACEHOLDER));
    CHECK_PTR(map(section, NULL, at, 0, GRAIN, MEM_REPLACE_PLACEHOLDER, PAGE_READWRITE, NULL, 0),
              at);
    CHECK_PTR(
        map(section, NULL, at + GRAIN, 0, GRAIN, MEM_REPLACE_PLACEHOLDER, PAGE_READWRITE, NULL, 0),
        at + GRAIN);
    at[5] = 'x';
    CHECK_EQ(at[GRAIN + 5], 'x');
    CHECK(unmap(GetCurrentProcess(), at, MEM_PRESERVE_PLACEHOLDER));
    CHECK_EQ(query(at).State, MEM_RESERVE);
    CHECK_PTR(allocate(NULL, at, GRAIN, MEM_RESERVE | MEM_COMMIT | MEM_REPLACE_PLACEHOLDER,
                       PAGE_READWRITE, NULL, 0),
              at);
    CHECK_EQ(at[5], 0);
    CHECK_EQ(at[GRAIN + 5], 'x');
    CHECK(VirtualFree(at, 0, MEM_RELEASE));
    CHECK(UnmapViewOfFile(at + GRAIN));
    CloseHandle(section);
}

CASE(addresses_as_required)
{
    find_functions();
    struct requirements wish = {.alignment = 0x1000000};
    struct parameter parameter = {1, {&wish}};
    char *at = allocate(NULL, NULL, GRAIN, MEM_RESERVE, PAGE_READWRITE, &parameter, 1);
    REQUIRE(at);
    CHECK_EQ((ULONG_PTR)at % 0x1000000, 0);
    CHECK(VirtualFree(at, 0, MEM_RELEASE));
    wish = (struct requirements){.low = (void *)0x300000000, .high = (void *)0x3ffffffff};
    at = allocate(NULL, NULL, GRAIN, MEM_RESERVE, PAGE_READWRITE, &parameter, 1);
    REQUIRE(at);
    CHECK((ULONG_PTR)at >= 0x300000000 && (ULONG_PTR)at + GRAIN <= 0x400000000);
    CHECK(VirtualFree(at, 0, MEM_RELEASE));
}

CASE(requirements_must_make_sense)
{
    find_functions();
    struct requirements wish = {.alignment = 0x1000};
    struct parameter parameter = {1, {&wish}};
    CHECK_FAILS(allocate(NULL, NULL, GRAIN, MEM_RESERVE, PAGE_READWRITE, &parameter, 1),
                ERROR_INVALID_PARAMETER);
    wish.alignment = 0x30000;
    CHECK_FAILS(allocate(NULL, NULL, GRAIN, MEM_RESERVE, PAGE_READWRITE, &parameter, 1),
                ERROR_INVALID_PARAMETER);
    wish = (struct requirements){.low = (void *)0x300001000};
    CHECK_FAILS(allocate(NULL, NULL, GRAIN, MEM_RESERVE, PAGE_READWRITE, &parameter, 1),
                ERROR_INVALID_PARAMETER);
}

/* A base and requirements exclude each other; but those that require nothing do no harm (GraalVM's
 * native images give them). */
CASE(a_base_and_requirements)
{
    char *at = reserve(GRAIN);
    struct requirements wish = {.alignment = GRAIN};
    struct parameter parameter = {1, {&wish}};
    CHECK_FAILS(allocate(NULL, at, GRAIN, MEM_RESERVE | MEM_REPLACE_PLACEHOLDER, PAGE_NOACCESS,
                         &parameter, 1),
                ERROR_INVALID_PARAMETER);
    wish.alignment = 0;
    CHECK_PTR(allocate(NULL, at, GRAIN, MEM_RESERVE | MEM_REPLACE_PLACEHOLDER, PAGE_NOACCESS,
                       &parameter, 1),
              at);
    CHECK(VirtualFree(at, 0, MEM_RELEASE));
}
