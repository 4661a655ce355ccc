/* Attributes that are kept with a file: how they travel, and what they stop. */
#include "files.h"

#define HIDDEN   FILE_ATTRIBUTE_HIDDEN
#define SYSTEM   FILE_ATTRIBUTE_SYSTEM
#define ARCHIVE  FILE_ATTRIBUTE_ARCHIVE
#define READONLY FILE_ATTRIBUTE_READONLY

static DWORD listed(const WCHAR *name)
{
    WIN32_FIND_DATAW data;
    HANDLE find = FindFirstFileW(name, &data);
    if (find == INVALID_HANDLE_VALUE)
        return 0;
    FindClose(find);
    return data.dwFileAttributes;
}

static void make_with(const WCHAR *name, DWORD attributes)
{
    make_file(name, "x");
    CHECK(SetFileAttributesW(name, attributes));
}

static HANDLE create(const WCHAR *name, DWORD disposition, DWORD attributes)
{
    return CreateFileW(name, GENERIC_WRITE, 0, NULL, disposition, attributes, NULL);
}

CASE(a_listing_shows_them)
{
    make_with(L"a", HIDDEN | ARCHIVE);
    make_with(L"b", HIDDEN | SYSTEM | READONLY | ARCHIVE);
    make_file(L"c", "x");
    CHECK_EQ(listed(L"a"), HIDDEN | ARCHIVE);
    CHECK_EQ(listed(L"b"), HIDDEN | SYSTEM | READONLY | ARCHIVE);
    CHECK_EQ(listed(L"c"), ARCHIVE);
}

CASE(a_listing_shows_those_of_directories)
{
    REQUIRE(CreateDirectoryW(L"d", NULL) && CreateDirectoryW(L"e", NULL));
    CHECK(SetFileAttributesW(L"d", HIDDEN | SYSTEM));
    CHECK_EQ(listed(L"d"), FILE_ATTRIBUTE_DIRECTORY | HIDDEN | SYSTEM);
    CHECK_EQ(listed(L"e"), FILE_ATTRIBUTE_DIRECTORY);
    CHECK(SetFileAttributesW(L"d", FILE_ATTRIBUTE_NORMAL));
    CHECK_EQ(listed(L"d"), FILE_ATTRIBUTE_DIRECTORY);
}

CASE(a_read_only_directory_still_takes_files)
{
    WINE_DIFFERS("Wine shows no such bit");
    REQUIRE(CreateDirectoryW(L"d", NULL));
    CHECK(SetFileAttributesW(L"d", READONLY));
    CHECK_EQ(GetFileAttributesW(L"d"), FILE_ATTRIBUTE_DIRECTORY | READONLY);
    make_file(L"d\\a", "x");
    CHECK_EQ(GetFileAttributesW(L"d\\a"), ARCHIVE);
}

CASE(a_copy_has_them)
{
    make_with(L"a", HIDDEN | SYSTEM | ARCHIVE);
    REQUIRE(CopyFileW(L"a", L"b", TRUE));
    CHECK_EQ(GetFileAttributesW(L"b"), HIDDEN | SYSTEM | ARCHIVE);
    CHECK_STR(content_of(L"b"), "x");
}

CASE(a_copy_spares_what_is_hidden)
{
    WINE_DIFFERS("Wine empties it");
    make_file(L"a", "new");
    make_with(L"b", HIDDEN);
    CHECK_FAILS(CopyFileW(L"a", L"b", FALSE), ERROR_ACCESS_DENIED);
    CHECK_STR(content_of(L"b"), "x");
}

CASE(a_move_keeps_them)
{
    make_with(L"a", HIDDEN | ARCHIVE);
    make_file(L"c", "y");
    REQUIRE(MoveFileW(L"a", L"b"));
    CHECK_EQ(GetFileAttributesW(L"b"), HIDDEN | ARCHIVE);
    REQUIRE(MoveFileExW(L"b", L"c", MOVEFILE_REPLACE_EXISTING));
    CHECK_EQ(GetFileAttributesW(L"c"), HIDDEN | ARCHIVE);
}

CASE(what_is_hidden_opens_and_goes)
{
    make_with(L"a", HIDDEN | SYSTEM);
    HANDLE file = create(L"a", OPEN_EXISTING, 0);
    CHECK(file != INVALID_HANDLE_VALUE);
    CloseHandle(file);
    CHECK(DeleteFileW(L"a"));
    CHECK_EQ(GetFileAttributesW(L"a"), INVALID_FILE_ATTRIBUTES);
}

CASE(a_new_file_forgets_the_old_ones)
{
    make_with(L"a", HIDDEN | SYSTEM);
    CHECK(DeleteFileW(L"a"));
    make_file(L"a", "y");
    CHECK_EQ(GetFileAttributesW(L"a"), ARCHIVE);
}

CASE(create_always_hides_what_was_there)
{
    WINE_DIFFERS("Wine leaves the attributes alone");
    make_file(L"a", "x");
    HANDLE file = create(L"a", CREATE_ALWAYS, HIDDEN);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CloseHandle(file);
    CHECK_EQ(GetFileAttributesW(L"a"), HIDDEN | ARCHIVE);
    file = create(L"a", CREATE_ALWAYS, HIDDEN);
    CHECK(file != INVALID_HANDLE_VALUE);
}

CASE(create_always_goes_by_each_bit)
{
    WINE_DIFFERS("Wine empties it");
    make_with(L"a", SYSTEM);
    CHECK_NO_FILE(create(L"a", CREATE_ALWAYS, HIDDEN), ERROR_ACCESS_DENIED);
    CHECK(create(L"a", CREATE_ALWAYS, SYSTEM) != INVALID_HANDLE_VALUE);
}

CASE(read_only_comes_and_goes_beside_them)
{
    make_with(L"a", HIDDEN | READONLY | ARCHIVE);
    CHECK_EQ(GetFileAttributesW(L"a"), HIDDEN | READONLY | ARCHIVE);
    CHECK_FAILS(DeleteFileW(L"a"), ERROR_ACCESS_DENIED);
    CHECK(SetFileAttributesW(L"a", SYSTEM | READONLY | ARCHIVE));
    CHECK_EQ(GetFileAttributesW(L"a"), SYSTEM | READONLY | ARCHIVE);
    CHECK(SetFileAttributesW(L"a", HIDDEN | ARCHIVE));
    CHECK_EQ(GetFileAttributesW(L"a"), HIDDEN | ARCHIVE);
    CHECK(DeleteFileW(L"a"));
}

CASE(times_leave_them_alone)
{
    FILETIME written = {0x32345677, 0x01d20000};
    make_with(L"a", HIDDEN | ARCHIVE);
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(SetFileTime(file, NULL, NULL, &written));
    CloseHandle(file);
    CHECK_EQ(GetFileAttributesW(L"a"), HIDDEN | ARCHIVE);
}

CASE(hard_links_share_them)
{
    make_file(L"a", "x");
    REQUIRE(CreateHardLinkW(L"b", L"a", NULL));
    CHECK(SetFileAttributesW(L"b", HIDDEN | ARCHIVE));
    CHECK_EQ(GetFileAttributesW(L"a"), HIDDEN | ARCHIVE);
}

CASE(a_file_is_no_directory)
{
    WINE_DIFFERS("Wine ignores the bit");
    FILE_BASIC_INFO info = {.FileAttributes = FILE_ATTRIBUTE_DIRECTORY};
    make_file(L"a", "x");
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK_FAILS(SetFileInformationByHandle(file, FileBasicInfo, &info, sizeof info),
                ERROR_INVALID_PARAMETER);
}
