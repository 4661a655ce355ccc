/* Virtual memory and sections by their NT services. */
#include "nt.h"

#define SELF GetCurrentProcess()

static NTSTATUS allocate(void **base, SIZE_T size, ULONG type, ULONG protection)
{
    SIZE_T rounded = size;
    NTSTATUS status = NtAllocateVirtualMemory(SELF, base, 0, &rounded, type, protection);
    if (status == 0)
        CHECK_EQ(rounded & 4095, 0);
    return status;
}

CASE(allocation_rounds_base_and_size)
{
    char *base = NULL, *reserved;
    SIZE_T size = 5000;
    REQUIRE(allocate((void **)&base, 0x20000, MEM_RESERVE, PAGE_READWRITE) == 0);
    reserved = base;
    base += 0x1234;
    CHECK_STATUS(
        NtAllocateVirtualMemory(SELF, (void **)&base, 0, &size, MEM_COMMIT, PAGE_READWRITE), 0);
    CHECK_PTR(base, reserved + 0x1000);
    CHECK_EQ(size, 0x2000);
}

CASE(allocation_statuses)
{
    WINE_DIFFERS("Wine gives other statuses");
    void *base = NULL, *at;
    REQUIRE(allocate(&base, 0x20000, MEM_RESERVE, PAGE_READWRITE) == 0);
    at = base;
    CHECK_STATUS(allocate(&at, 0x1000, MEM_RESERVE, PAGE_READWRITE), STATUS_CONFLICTING_ADDRESSES);
    at = (char *)base + 0x1f000;
    CHECK_STATUS(allocate(&at, 0x2000, MEM_COMMIT, PAGE_READWRITE), STATUS_CONFLICTING_ADDRESSES);
    at = NULL;
    CHECK_STATUS(allocate(&at, 0x1000, MEM_COMMIT, 0), STATUS_INVALID_PAGE_PROTECTION);
    CHECK_STATUS(allocate(&at, 0x1000, MEM_COMMIT, 0x3), STATUS_INVALID_PAGE_PROTECTION);
    CHECK_STATUS(allocate(&at, 0, MEM_COMMIT, PAGE_READWRITE), STATUS_INVALID_PARAMETER_4);
    CHECK_STATUS(allocate(&at, 0x1000, 0x3, PAGE_READWRITE), STATUS_INVALID_PARAMETER_5);
    CHECK_STATUS(allocate(&at, 0x1000, 0, PAGE_READWRITE), STATUS_INVALID_PARAMETER_5);
}

CASE(free_statuses)
{
    WINE_DIFFERS("Wine gives other statuses");
    void *base = NULL, *at;
    SIZE_T size = 0;
    REQUIRE(allocate(&base, 0x20000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) == 0);
    at = (char *)base + 0x1000;
    CHECK_STATUS(NtFreeVirtualMemory(SELF, &at, &size, MEM_RELEASE), STATUS_FREE_VM_NOT_AT_BASE);
    size = 0x40000;
    at = base;
    CHECK_STATUS(NtFreeVirtualMemory(SELF, &at, &size, MEM_RELEASE), STATUS_UNABLE_TO_FREE_VM);
    size = 0;
    CHECK_STATUS(NtFreeVirtualMemory(SELF, &at, &size, 0), STATUS_INVALID_PARAMETER_4);
    CHECK_STATUS(NtFreeVirtualMemory(SELF, &at, &size, MEM_RELEASE), 0);
    CHECK_EQ(size, 0x20000);
    CHECK_STATUS(NtFreeVirtualMemory(SELF, &at, &size, MEM_RELEASE), STATUS_MEMORY_NOT_ALLOCATED);
}

CASE(part_of_an_allocation_can_be_released)
{
    WINE_DIFFERS("Wine releases only the whole");
    MEMORY_BASIC_INFORMATION info;
    char *base = NULL, *at;
    SIZE_T size = 0x10000;
    REQUIRE(allocate((void **)&base, 0x30000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) == 0);
    base[0] = 1;
    base[0x2ffff] = 2;
    at = base + 0x10000;
    CHECK_STATUS(NtFreeVirtualMemory(SELF, (void **)&at, &size, MEM_RELEASE), 0);
    CHECK_STATUS(NtQueryVirtualMemory(SELF, base + 0x10000, 0, &info, sizeof info, NULL), 0);
    CHECK_EQ(info.State, MEM_FREE);
    CHECK_STATUS(NtQueryVirtualMemory(SELF, base + 0x20000, 0, &info, sizeof info, NULL), 0);
    CHECK_EQ(info.State, MEM_COMMIT);
    CHECK_EQ(base[0] + base[0x2ffff], 3);
}

CASE(protection_rounds_and_reports)
{
    WINE_DIFFERS("Wine gives another status");
    char *base = NULL, *at;
    SIZE_T size = 2;
    ULONG old = 0;
    REQUIRE(allocate((void **)&base, 0x4000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) == 0);
    at = base + 0xfff;
    CHECK_STATUS(NtProtectVirtualMemory(SELF, (void **)&at, &size, PAGE_READONLY, &old), 0);
    CHECK_PTR(at, base);
    CHECK_EQ(size, 0x2000);
    CHECK_EQ(old, PAGE_READWRITE);
    size = 0x10000;
    CHECK_STATUS(NtProtectVirtualMemory(SELF, (void **)&at, &size, PAGE_READONLY, &old),
                 STATUS_CONFLICTING_ADDRESSES);
    size = 0x1000;
    CHECK_STATUS(NtProtectVirtualMemory(SELF, (void **)&at, &size, 0x77, &old),
                 STATUS_INVALID_PAGE_PROTECTION);
}

CASE(query_statuses_and_mapped_names)
{
    MEMORY_BASIC_INFORMATION info;
    union {
        UNICODE_STRING name;
        char space[1024];
    } file;
    SIZE_T size = 0;
    CHECK_STATUS(NtQueryVirtualMemory(SELF, NULL, 0, &info, 8, &size), STATUS_INFO_LENGTH_MISMATCH);
    CHECK_STATUS(
        NtQueryVirtualMemory(SELF, (void *)0xffff800000000000, 0, &info, sizeof info, &size),
        STATUS_INVALID_PARAMETER);
    CHECK_STATUS(NtQueryVirtualMemory(SELF, GetModuleHandleW(NULL), 2, &file, sizeof file, &size),
                 0);
    int length = file.name.Length / 2;
    CHECK(length > 14);
    CHECK_WSTR(file.name.Buffer + length - 14, L"\\nt_memory.exe");
}

static HANDLE new_section(SIZE_T size, ULONG protection)
{
    LARGE_INTEGER length = {.QuadPart = (LONGLONG)size};
    HANDLE section = NULL;
    CHECK_STATUS(
        NtCreateSection(&section, SECTION_ALL_ACCESS, NULL, &length, protection, SEC_COMMIT, NULL),
        0);
    return section;
}

static NTSTATUS map(HANDLE section, char **base, LONGLONG offset, SIZE_T *size, ULONG protection)
{
    LARGE_INTEGER at = {.QuadPart = offset};
    return NtMapViewOfSection(section, SELF, (void **)base, 0, 0, &at, size, 2, 0, protection);
}

CASE(section_views)
{
    char *first = NULL, *second = NULL;
    SIZE_T size = 0;
    HANDLE section = new_section(0x18000, PAGE_READWRITE);
    CHECK_STATUS(map(section, &first, 0, &size, PAGE_READWRITE), 0);
    CHECK_EQ(size, 0x18000);
    size = 100;
    CHECK_STATUS(map(section, &second, 0x10000, &size, PAGE_READONLY), 0);
    CHECK_EQ(size, 0x1000);
    first[0x10000] = 5;
    CHECK_EQ(second[0], 5);
    CHECK_STATUS(NtUnmapViewOfSection(SELF, second + 10), 0);
    CHECK_STATUS(NtUnmapViewOfSection(SELF, second), STATUS_NOT_MAPPED_VIEW);
}

CASE(section_statuses)
{
    WINE_DIFFERS("Wine gives other statuses");
    char *base = NULL;
    SIZE_T size = 0x20000;
    HANDLE section = new_section(0x18000, PAGE_READONLY);
    CHECK_STATUS(map(section, &base, 0, &size, PAGE_READONLY), STATUS_INVALID_VIEW_SIZE);
    size = 0;
    CHECK_STATUS(map(section, &base, 0x1000, &size, PAGE_READONLY), STATUS_MAPPED_ALIGNMENT);
    CHECK_STATUS(map(section, &base, 0, &size, PAGE_READWRITE), STATUS_SECTION_PROTECTION);
    base = (char *)0x10001000;
    CHECK_STATUS(map(section, &base, 0, &size, PAGE_READONLY), STATUS_MAPPED_ALIGNMENT);
    LARGE_INTEGER zero = {.QuadPart = 0};
    CHECK_STATUS(NtCreateSection(&section, SECTION_ALL_ACCESS, NULL, &zero, PAGE_READWRITE,
                                 SEC_COMMIT, NULL),
                 STATUS_INVALID_PARAMETER_4);
}

CASE(section_information)
{
    struct {
        PVOID base;
        ULONG attributes;
        LARGE_INTEGER size;
    } info;
    HANDLE section = new_section(0x1234, PAGE_READWRITE);
    CHECK_STATUS(NtQuerySection(section, 0, &info, sizeof info, NULL), 0);
    CHECK_EQ(info.size.QuadPart, 0x2000);
    CHECK_EQ(info.attributes, SEC_COMMIT);
    CHECK_STATUS(NtQuerySection(section, 0, &info, 4, NULL), STATUS_INFO_LENGTH_MISMATCH);
}

CASE(image_section)
{
    WCHAR path[MAX_PATH];
    char *base = NULL;
    SIZE_T size = 0;
    HANDLE section = NULL;
    REQUIRE(GetModuleFileNameW(NULL, path, MAX_PATH));
    HANDLE file = CreateFileW(path, GENERIC_READ | GENERIC_EXECUTE, FILE_SHARE_READ, NULL,
                              OPEN_EXISTING, 0, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    REQUIRE(NtCreateSection(&section, SECTION_ALL_ACCESS, NULL, NULL, PAGE_EXECUTE_READ, SEC_IMAGE,
                            file) == 0);
    NTSTATUS status = map(section, &base, 0, &size, PAGE_EXECUTE_READ);
    CHECK(status == STATUS_SUCCESS || status == STATUS_IMAGE_NOT_AT_BASE);
    REQUIRE(base);
    CHECK(base != (char *)GetModuleHandleW(NULL));
    CHECK_EQ(*(WORD *)base, IMAGE_DOS_SIGNATURE);
    CHECK_EQ(size, RtlImageNtHeader(base)->OptionalHeader.SizeOfImage);
    MEMORY_BASIC_INFORMATION info;
    CHECK(VirtualQuery(base, &info, sizeof info));
    CHECK_EQ(info.Type, MEM_IMAGE);
}

CASE(text_is_no_image)
{
    DWORD done;
    HANDLE section;
    HANDLE file = CreateFileW(L"a", GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE, 0, NULL,
                              CREATE_NEW, 0, NULL);
    REQUIRE(WriteFile(file, "MZ and then nothing of the kind at all, but long enough to look", 64,
                      &done, NULL));
    NTSTATUS status = NtCreateSection(&section, SECTION_ALL_ACCESS, NULL, NULL, PAGE_EXECUTE_READ,
                                      SEC_IMAGE, file);
    CHECK(status == (NTSTATUS)STATUS_INVALID_IMAGE_NOT_MZ ||
          status == (NTSTATUS)STATUS_INVALID_IMAGE_PROTECT ||
          status == (NTSTATUS)STATUS_INVALID_IMAGE_FORMAT);
}
