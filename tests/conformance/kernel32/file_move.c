#include "files.h"

CASE(move_renames)
{
    make_file(L"a", "abc");
    CHECK(MoveFileW(L"a", L"b"));
    CHECK(!exists(L"a"));
    CHECK_STR(content_of(L"b"), "abc");
    CHECK_FAILS(MoveFileW(L"a", L"c"), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(MoveFileW(L"b", L"none\\c"), ERROR_PATH_NOT_FOUND);
}

CASE(move_does_not_replace_unasked)
{
    make_file(L"a", "abc");
    make_file(L"b", "old");
    CHECK_FAILS(MoveFileW(L"a", L"b"), ERROR_ALREADY_EXISTS);
    CHECK_FAILS(MoveFileExW(L"a", L"b", 0), ERROR_ALREADY_EXISTS);
    CHECK_STR(content_of(L"b"), "old");
    CHECK(MoveFileExW(L"a", L"b", MOVEFILE_REPLACE_EXISTING));
    CHECK_STR(content_of(L"b"), "abc");
    CHECK(!exists(L"a"));
}

CASE(move_changes_the_case_of_a_name)
{
    WINE_DIFFERS("Wine keeps the old name");
    WIN32_FIND_DATAW data;
    make_file(L"name", "abc");
    CHECK(MoveFileW(L"name", L"NAME"));
    HANDLE find = FindFirstFileW(L"name", &data);
    REQUIRE(find != INVALID_HANDLE_VALUE);
    CHECK_WSTR(data.cFileName, L"NAME");
    FindClose(find);
}

CASE(move_onto_itself_succeeds)
{
    make_file(L"a", "abc");
    CHECK(MoveFileExW(L"a", L"a", MOVEFILE_REPLACE_EXISTING));
    CHECK(MoveFileW(L"a", L"a"));
    CHECK_STR(content_of(L"a"), "abc");
}

CASE(move_does_not_replace_a_read_only_file)
{
    WINE_DIFFERS("Wine goes by the host's rights");
    make_file(L"a", "abc");
    make_file(L"b", "old");
    REQUIRE(SetFileAttributesW(L"b", FILE_ATTRIBUTE_READONLY));
    CHECK_FAILS(MoveFileExW(L"a", L"b", MOVEFILE_REPLACE_EXISTING), ERROR_ACCESS_DENIED);
    CHECK(exists(L"a"));
    CHECK_STR(content_of(L"b"), "old");
}

CASE(move_does_not_replace_a_directory)
{
    make_file(L"a", "abc");
    REQUIRE(CreateDirectoryW(L"d", NULL));
    CHECK_FAILS(MoveFileExW(L"a", L"d", MOVEFILE_REPLACE_EXISTING), ERROR_ACCESS_DENIED);
    CHECK_FAILS(MoveFileW(L"a", L"d"), ERROR_ALREADY_EXISTS);
    CHECK(exists(L"d"));
}

CASE(move_renames_directories_with_their_content)
{
    REQUIRE(CreateDirectoryW(L"d", NULL));
    make_file(L"d\\f", "x");
    CHECK(MoveFileW(L"d", L"e"));
    CHECK_STR(content_of(L"e\\f"), "x");
    CHECK(!exists(L"d"));
}

CASE(move_keeps_open_handles)
{
    WINE_DIFFERS("Wine's handle keeps the old name");
    char text[4] = "";
    DWORD done;
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK(MoveFileW(L"a", L"b"));
    CHECK(ReadFile(file, text, 3, &done, NULL));
    CHECK_STR(text, "abc");
    WCHAR path[MAX_PATH] = L"";
    DWORD length = GetFinalPathNameByHandleW(file, path, MAX_PATH, 0);
    REQUIRE(length > 2 && length < MAX_PATH);
    CHECK_WSTR(path + length - 2, L"\\b");
}

CASE(replace_refuses_a_target_that_is_open_unshared)
{
    make_file(L"a", "abc");
    make_file(L"b", "old");
    HANDLE file = CreateFileW(L"b", GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    CHECK_FAILS(MoveFileExW(L"a", L"b", MOVEFILE_REPLACE_EXISTING), ERROR_ACCESS_DENIED);
    CloseHandle(file);
    CHECK(MoveFileExW(L"a", L"b", MOVEFILE_REPLACE_EXISTING));
}

static BOOL rename_by_handle(HANDLE file, const WCHAR *name, BOOL replace)
{
    struct {
        FILE_RENAME_INFO info;
        WCHAR rest[MAX_PATH];
    } buffer = {0};
    buffer.info.ReplaceIfExists = replace;
    buffer.info.FileNameLength = lstrlenW(name) * 2;
    lstrcpyW(buffer.info.FileName, name);
    return SetFileInformationByHandle(file, FileRenameInfo, &buffer.info, sizeof buffer);
}

CASE(rename_by_handle_takes_a_full_path)
{
    WCHAR path[MAX_PATH];
    make_file(L"a", "abc");
    make_file(L"b", "old");
    HANDLE file = open_file(L"a", GENERIC_READ | DELETE, OPEN_EXISTING);
    REQUIRE(GetFullPathNameW(L"b", MAX_PATH, path, NULL));
    CHECK_FAILS(rename_by_handle(file, path, FALSE), ERROR_ALREADY_EXISTS);
    CHECK(rename_by_handle(file, path, TRUE));
    CloseHandle(file);
    CHECK_STR(content_of(L"b"), "abc");
    CHECK(!exists(L"a"));
}

CASE(copy_copies_content_and_attributes)
{
    WIN32_FILE_ATTRIBUTE_DATA first, second;
    make_file(L"a", "abc");
    REQUIRE(SetFileAttributesW(L"a", FILE_ATTRIBUTE_READONLY));
    CHECK(CopyFileW(L"a", L"b", TRUE));
    CHECK_STR(content_of(L"b"), "abc");
    CHECK(GetFileAttributesExW(L"a", GetFileExInfoStandard, &first));
    CHECK(GetFileAttributesExW(L"b", GetFileExInfoStandard, &second));
    CHECK(second.dwFileAttributes & FILE_ATTRIBUTE_READONLY);
    CHECK_EQ(CompareFileTime(&first.ftLastWriteTime, &second.ftLastWriteTime), 0);
}

CASE(copy_fails_if_told_so)
{
    make_file(L"a", "abc");
    make_file(L"b", "longer");
    CHECK_FAILS(CopyFileW(L"a", L"b", TRUE), ERROR_FILE_EXISTS);
    CHECK_STR(content_of(L"b"), "longer");
    CHECK(CopyFileW(L"a", L"b", FALSE));
    CHECK_STR(content_of(L"b"), "abc");
    CHECK_FAILS(CopyFileW(L"none", L"b", FALSE), ERROR_FILE_NOT_FOUND);
    CHECK_STR(content_of(L"b"), "abc");
    CHECK_FAILS(CopyFileW(L"a", L"none\\b", FALSE), ERROR_PATH_NOT_FOUND);
}

static DWORD CALLBACK count_progress(LARGE_INTEGER total, LARGE_INTEGER done, LARGE_INTEGER stream,
                                     LARGE_INTEGER stream_done, DWORD number, DWORD reason,
                                     HANDLE source, HANDLE target, LPVOID data)
{
    LONGLONG *last = data;
    CHECK_EQ(total.QuadPart, 300000);
    CHECK(done.QuadPart >= *last);
    *last = done.QuadPart;
    return PROGRESS_CONTINUE;
}

CASE(copy_ex_reports_progress)
{
    WINE_DIFFERS("Wine calls it with less");
    LONGLONG last = 0;
    LARGE_INTEGER size = {.QuadPart = 300000};
    HANDLE file = open_file(L"a", GENERIC_WRITE, CREATE_NEW);
    SetFilePointerEx(file, size, NULL, FILE_BEGIN);
    REQUIRE(SetEndOfFile(file));
    CloseHandle(file);
    CHECK(CopyFileExW(L"a", L"b", count_progress, &last, NULL, 0));
    CHECK_EQ(last, 300000);
}

CASE(replace_file_keeps_a_backup)
{
    WINE_DIFFERS("Wine fails without a backup name");
    make_file(L"a", "old");
    make_file(L"n", "new");
    CHECK(ReplaceFileW(L"a", L"n", L"backup", 0, NULL, NULL));
    CHECK_STR(content_of(L"a"), "new");
    CHECK_STR(content_of(L"backup"), "old");
    CHECK(!exists(L"n"));
    make_file(L"n", "newer");
    CHECK(ReplaceFileW(L"a", L"n", NULL, 0, NULL, NULL));
    CHECK_STR(content_of(L"a"), "newer");
    CHECK_FAILS(ReplaceFileW(L"none", L"a", NULL, 0, NULL, NULL), ERROR_FILE_NOT_FOUND);
}
