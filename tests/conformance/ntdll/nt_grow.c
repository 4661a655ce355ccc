/* Views of files that grow: mapped with MEM_RESERVE and larger than the file, as databases do. */
#include "../files.h"
#include "nt.h"

#define SELF       GetCurrentProcess()
#define VIEW       0x100000
#define VIEW_UNMAP 2

static HANDLE file;

static char *map_growing(SIZE_T size, ULONG protection)
{
    HANDLE section = NULL;
    char *base = NULL;
    make_file(L"a", "start");
    file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK_STATUS(NtCreateSection(&section, SECTION_ALL_ACCESS, NULL, NULL, PAGE_READWRITE,
                                 SEC_RESERVE, file),
                 0);
    CHECK_STATUS(NtMapViewOfSection(section, SELF, (void **)&base, 0, 0, NULL, &size, VIEW_UNMAP,
                                    MEM_RESERVE, protection),
                 0);
    CloseHandle(section);
    REQUIRE(base);
    return base;
}

static ULONG state_of(const char *address)
{
    MEMORY_BASIC_INFORMATION info = {0};
    CHECK(VirtualQuery(address, &info, sizeof info));
    return info.State;
}

CASE(only_what_the_file_has_is_there)
{
    WINE_DIFFERS("Wine has no views larger than their section");
    char *base = map_growing(VIEW, PAGE_READWRITE);
    CHECK_EQ(memcmp(base, "start", 6), 0);
    CHECK_EQ(state_of(base), MEM_COMMIT);
    CHECK_EQ(state_of(base + 0x1000), MEM_RESERVE);
    CHECK_EQ(probe_read(base + 0x1000), (DWORD)STATUS_ACCESS_VIOLATION);
    CHECK_EQ(size_of(file), 5);
}

CASE(committing_pages_makes_the_file_longer)
{
    WINE_DIFFERS("Wine has no views larger than their section");
    char *base = map_growing(VIEW, PAGE_READWRITE);
    CHECK_PTR(VirtualAlloc(base + 0x2000, 0x1000, MEM_COMMIT, PAGE_READWRITE), base + 0x2000);
    CHECK(size_of(file) >= 0x3000);
    CHECK_EQ(base[0x2fff], 0);
    lstrcpyA(base + 0x2000, "later");
    CHECK_PTR(VirtualAlloc(base, 0x1000, MEM_COMMIT, PAGE_READWRITE), base);
    CHECK_STR(base, "start");
    CHECK(UnmapViewOfFile(base));
    char text[6];
    DWORD done;
    SetFilePointer(file, 0x2000, NULL, FILE_BEGIN);
    CHECK(ReadFile(file, text, 6, &done, NULL));
    CHECK_STR(text, "later");
    CHECK_EQ(probe_read(base), (DWORD)STATUS_ACCESS_VIOLATION);
}

CASE(what_is_written_past_the_old_end_shows_in_the_view)
{
    WINE_DIFFERS("Wine has no views larger than their section");
    char *base = map_growing(VIEW, PAGE_READONLY);
    DWORD done;
    CHECK_PTR(VirtualAlloc(base + 0x5000, 0x1000, MEM_COMMIT, PAGE_READONLY), base + 0x5000);
    SetFilePointer(file, 0x5000, NULL, FILE_BEGIN);
    CHECK(WriteFile(file, "written", 8, &done, NULL));
    CHECK_STR(base + 0x5000, "written");
    CHECK_EQ(probe_write(base + 0x5000), (DWORD)STATUS_ACCESS_VIOLATION);
    CHECK_PTR(VirtualAlloc(base + 0x6000, 0x1000, MEM_COMMIT, PAGE_READWRITE), NULL);
}

CASE(without_the_wish_to_grow_a_view_ends_with_its_section)
{
    HANDLE section = NULL;
    char *base = NULL;
    SIZE_T size = VIEW;
    make_file(L"a", "start");
    file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK_STATUS(
        NtCreateSection(&section, SECTION_ALL_ACCESS, NULL, NULL, PAGE_READWRITE, SEC_COMMIT, file),
        0);
    CHECK_STATUS(NtMapViewOfSection(section, SELF, (void **)&base, 0, 0, NULL, &size, VIEW_UNMAP, 0,
                                    PAGE_READWRITE),
                 STATUS_INVALID_VIEW_SIZE);
}
