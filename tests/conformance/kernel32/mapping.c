/* File mappings. */
#include "files.h"

static HANDLE pagefile(DWORD protection, DWORD size)
{
    return CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, protection, 0, size, NULL);
}

static MEMORY_BASIC_INFORMATION query(const void *address)
{
    MEMORY_BASIC_INFORMATION info = {0};
    CHECK_EQ(VirtualQuery(address, &info, sizeof info), sizeof info);
    return info;
}

CASE(views_of_one_mapping_are_one_memory)
{
    HANDLE mapping = pagefile(PAGE_READWRITE, 0x20000);
    REQUIRE(mapping);
    char *first = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    char *second = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0x10000, 0);
    REQUIRE(first && second);
    CHECK_EQ((ULONG_PTR)first & 0xffff, 0);
    CHECK_EQ(first[100], 0);
    first[0x10005] = 'x';
    CHECK_EQ(second[5], 'x');
    CHECK_EQ(probe_write(second), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(query(first).Type, MEM_MAPPED);
    CHECK_EQ(query(first).RegionSize, 0x20000);
    CHECK_EQ(query(second).RegionSize, 0x10000);
    CHECK_EQ(query(second).Protect, PAGE_READONLY);
    CHECK(UnmapViewOfFile(first));
    CHECK_FAILS(UnmapViewOfFile(first), ERROR_INVALID_ADDRESS);
    CHECK_EQ(query(first).State, MEM_FREE);
}

CASE(a_view_outlives_its_handles)
{
    HANDLE mapping = pagefile(PAGE_READWRITE, 4096);
    char *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    CloseHandle(mapping);
    CHECK_EQ(probe_write(view), 0);
    CHECK(UnmapViewOfFile(view + 100));
}

CASE(bad_mappings)
{
    HANDLE mapping = pagefile(PAGE_READONLY, 0x20000);
    CHECK_FAILS(pagefile(PAGE_READWRITE, 0), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(pagefile(0, 4096), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(pagefile(PAGE_NOACCESS, 4096), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0), ERROR_ACCESS_DENIED);
    CHECK_FAILS(MapViewOfFile(mapping, FILE_MAP_READ, 0, 4096, 0), ERROR_MAPPED_ALIGNMENT);
    CHECK_FAILS(MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0x20001), ERROR_ACCESS_DENIED);
    CHECK_FAILS(MapViewOfFile(NULL, FILE_MAP_READ, 0, 0, 0), ERROR_INVALID_HANDLE);
}

CASE(named_mapping_is_found_again)
{
    SetLastError(77);
    HANDLE first = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0x3000,
                                      L"Local\\conformance mapping");
    CHECK_LAST_ERROR(0);
    HANDLE again = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0x9000,
                                      L"Local\\conformance mapping");
    CHECK_LAST_ERROR(ERROR_ALREADY_EXISTS);
    char *view = MapViewOfFile(first, FILE_MAP_WRITE, 0, 0, 0);
    char *other = MapViewOfFile(again, FILE_MAP_READ, 0, 0, 0);
    REQUIRE(view && other);
    view[0] = 5;
    CHECK_EQ(other[0], 5);
    CHECK_EQ(query(other).RegionSize, 0x3000);
    CHECK_FAILS(OpenFileMappingW(FILE_MAP_READ, FALSE, L"Local\\never"), ERROR_FILE_NOT_FOUND);
}

CHILD(writes_to_the_mapping)
{
    HANDLE mapping = OpenFileMappingW(FILE_MAP_WRITE, FALSE, L"shared by two");
    REQUIRE(mapping);
    int *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    REQUIRE(view);
    int before = view[0];
    view[0] = 1234;
    ExitProcess(before);
}

CASE(mapping_is_shared_between_processes)
{
    HANDLE mapping =
        CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096, L"shared by two");
    int *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    REQUIRE(view);
    view[0] = 42;
    CHECK_EQ(end_child(start_child("writes_to_the_mapping")), 42);
    CHECK_EQ(view[0], 1234);
}

static HANDLE map_file(const char *content, DWORD protection, DWORD size)
{
    make_file(L"a", content);
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    HANDLE mapping = CreateFileMappingW(file, NULL, protection, 0, size, NULL);
    CloseHandle(file);
    return mapping;
}

CASE(file_view_and_reads_agree)
{
    DWORD done;
    char text[8] = "";
    HANDLE mapping = map_file("abcdef", PAGE_READWRITE, 0);
    REQUIRE(mapping);
    char *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    REQUIRE(view);
    CHECK(memcmp(view, "abcdef\0\0", 8) == 0);
    view[1] = 'X';
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(ReadFile(file, text, 7, &done, NULL));
    CHECK_STR(text, "aXcdef");
    SetFilePointer(file, 3, NULL, FILE_BEGIN);
    CHECK(WriteFile(file, "Y", 1, &done, NULL));
    CHECK_EQ(view[3], 'Y');
    CHECK(FlushViewOfFile(view, 0));
    CHECK_EQ(query(view).RegionSize, 4096);
}

CASE(copy_on_write_stays_private)
{
    HANDLE mapping = map_file("abcdef", PAGE_WRITECOPY, 0);
    REQUIRE(mapping);
    char *view = MapViewOfFile(mapping, FILE_MAP_COPY, 0, 0, 0);
    char *other = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
    REQUIRE(view && other);
    CHECK_EQ(query(view).Protect, PAGE_WRITECOPY);
    view[0] = 'X';
    CHECK_EQ(other[0], 'a');
    CHECK_STR(content_of(L"a"), "abcdef");
    CHECK_FAILS(MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0), ERROR_ACCESS_DENIED);
}

CASE(mapping_larger_than_the_file_extends_it)
{
    HANDLE mapping = map_file("abc", PAGE_READWRITE, 10000);
    REQUIRE(mapping);
    WIN32_FILE_ATTRIBUTE_DATA data;
    CHECK(GetFileAttributesExW(L"a", GetFileExInfoStandard, &data));
    CHECK_EQ(data.nFileSizeLow, 10000);
    CloseHandle(mapping);
    CHECK_FAILS(map_file("abc", PAGE_READONLY, 10000), ERROR_NOT_ENOUGH_MEMORY);
    CHECK_FAILS(map_file("", PAGE_READONLY, 0), ERROR_FILE_INVALID);
}

CASE(mapping_needs_file_access)
{
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK_FAILS(CreateFileMappingW(file, NULL, PAGE_READWRITE, 0, 0, NULL), ERROR_ACCESS_DENIED);
    CHECK(CreateFileMappingW(file, NULL, PAGE_WRITECOPY, 0, 0, NULL) != NULL);
    CloseHandle(file);
    file = open_file(L"a", GENERIC_WRITE, OPEN_EXISTING);
    CHECK_FAILS(CreateFileMappingW(file, NULL, PAGE_READWRITE, 0, 0, NULL), ERROR_ACCESS_DENIED);
}

CASE(mapped_file_cannot_be_cut)
{
    HANDLE mapping = map_file("abcdef", PAGE_READONLY, 0);
    char *view = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
    REQUIRE(view);
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    SetFilePointer(file, 2, NULL, FILE_BEGIN);
    CHECK_FAILS(SetEndOfFile(file), ERROR_USER_MAPPED_FILE);
    UnmapViewOfFile(view);
    CloseHandle(mapping);
    CHECK(SetEndOfFile(file));
}

CASE(view_at_a_chosen_address)
{
    HANDLE mapping = pagefile(PAGE_READWRITE, 0x10000);
    char *base = VirtualAlloc(NULL, 0x10000, MEM_RESERVE, PAGE_NOACCESS);
    CHECK_FAILS(MapViewOfFileEx(mapping, FILE_MAP_WRITE, 0, 0, 0, base), ERROR_INVALID_ADDRESS);
    VirtualFree(base, 0, MEM_RELEASE);
    CHECK_PTR(MapViewOfFileEx(mapping, FILE_MAP_WRITE, 0, 0, 0, base), base);
    CHECK_FAILS(MapViewOfFileEx(mapping, FILE_MAP_WRITE, 0, 0, 0, base + 0x11000),
                ERROR_MAPPED_ALIGNMENT);
}

CASE(reserved_mapping_is_committed_by_hand)
{
    WINE_DIFFERS("Wine lets reserved pages be read");
    HANDLE mapping = pagefile(PAGE_READWRITE | SEC_RESERVE, 0x20000);
    REQUIRE(mapping);
    char *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    char *other = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    REQUIRE(view && other);
    CHECK_EQ(query(view).State, MEM_RESERVE);
    CHECK_EQ(probe_read(view), EXCEPTION_ACCESS_VIOLATION);
    CHECK_PTR(VirtualAlloc(view + 0x2000, 0x1000, MEM_COMMIT, PAGE_READWRITE), view + 0x2000);
    view[0x2000] = 7;
    CHECK_EQ(other[0x2000], 7);
    CHECK_EQ(probe_read(other), EXCEPTION_ACCESS_VIOLATION);
    CHECK_FAILS(VirtualFree(view + 0x2000, 0x1000, MEM_DECOMMIT), ERROR_INVALID_PARAMETER);
}

CASE(protection_inside_a_view)
{
    DWORD old;
    HANDLE mapping = pagefile(PAGE_READWRITE, 0x4000);
    char *view = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
    REQUIRE(view);
    CHECK_FAILS(VirtualProtect(view, 4096, PAGE_READWRITE, &old), ERROR_INVALID_PARAMETER);
    view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    CHECK(VirtualProtect(view, 4096, PAGE_READONLY, &old));
    CHECK_EQ(old, PAGE_READWRITE);
    CHECK_EQ(probe_write(view), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(probe_write(view + 4096), 0);
    CHECK_FAILS(VirtualFree(view, 0, MEM_RELEASE), ERROR_INVALID_PARAMETER);
}

CASE(deleting_a_mapped_file)
{
    HANDLE mapping = map_file("abcdef", PAGE_READONLY, 0);
    char *view = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
    REQUIRE(view);
    CHECK(MoveFileW(L"a", L"b"));
    CHECK_EQ(view[0], 'a');
}
