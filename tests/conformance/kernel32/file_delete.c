#include "files.h"

CASE(delete_removes_the_name)
{
    make_file(L"a", "x");
    CHECK(DeleteFileW(L"A"));
    CHECK(!exists(L"a"));
    CHECK_FAILS(DeleteFileW(L"a"), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(DeleteFileW(L"none\\a"), ERROR_PATH_NOT_FOUND);
}

CASE(delete_refuses_directories_and_read_only_files)
{
    REQUIRE(CreateDirectoryW(L"d", NULL));
    CHECK_FAILS(DeleteFileW(L"d"), ERROR_ACCESS_DENIED);
    make_file(L"r", "x");
    REQUIRE(SetFileAttributesW(L"r", FILE_ATTRIBUTE_READONLY));
    CHECK_FAILS(DeleteFileW(L"r"), ERROR_ACCESS_DENIED);
    CHECK(exists(L"r"));
    REQUIRE(SetFileAttributesW(L"r", FILE_ATTRIBUTE_NORMAL));
    CHECK(DeleteFileW(L"r"));
}

CASE(delete_on_close_removes_at_the_last_close)
{
    HANDLE copy;
    HANDLE file = CreateFileW(L"a", READ_WRITE | DELETE, SHARE_ALL, NULL, CREATE_NEW,
                              FILE_FLAG_DELETE_ON_CLOSE, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    REQUIRE(DuplicateHandle(GetCurrentProcess(), file, GetCurrentProcess(), &copy, 0, FALSE,
                            DUPLICATE_SAME_ACCESS));
    CHECK(exists(L"a"));
    CloseHandle(file);
    CHECK(exists(L"a"));
    CloseHandle(copy);
    CHECK(!exists(L"a"));
}

CASE(delete_on_close_asks_others_to_share_delete)
{
    HANDLE file = CreateFileW(L"a", GENERIC_WRITE, SHARE_ALL, NULL, CREATE_NEW,
                              FILE_FLAG_DELETE_ON_CLOSE, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK_NO_FILE(CreateFileW(L"a", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL),
                  ERROR_SHARING_VIOLATION);
    CHECK(open_file(L"a", GENERIC_READ, OPEN_EXISTING) != INVALID_HANDLE_VALUE);
}

CHILD(is_killed_with_delete_on_close)
{
    HANDLE file = CreateFileW(L"a", GENERIC_WRITE, SHARE_ALL, NULL, CREATE_NEW,
                              FILE_FLAG_DELETE_ON_CLOSE, NULL);
    TerminateProcess(GetCurrentProcess(), file != INVALID_HANDLE_VALUE ? 3 : 4);
}

CASE(delete_on_close_happens_when_the_process_dies)
{
    CHECK_EQ(end_child(start_child("is_killed_with_delete_on_close")), 3);
    CHECK(!exists(L"a"));
}

CASE(an_open_file_outlives_its_name)
{
    char text[4] = "";
    DWORD done;
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK(DeleteFileW(L"a"));
    CHECK(ReadFile(file, text, 3, &done, NULL));
    CHECK_STR(text, "abc");
    CloseHandle(file);
    CHECK(!exists(L"a"));
}

static BOOL set_disposition(HANDLE file, BOOL delete)
{
    FILE_DISPOSITION_INFO info = {delete};
    return SetFileInformationByHandle(file, FileDispositionInfo, &info, sizeof info);
}

CASE(disposition_pending_refuses_new_opens)
{
    WINE_DIFFERS("Wine has no delete-pending state");
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", GENERIC_READ | DELETE, OPEN_EXISTING);
    REQUIRE(set_disposition(file, TRUE));
    CHECK_NO_FILE(open_file(L"a", GENERIC_READ, OPEN_EXISTING), ERROR_ACCESS_DENIED);
    CHECK_NO_FILE(open_file(L"a", GENERIC_WRITE, CREATE_ALWAYS), ERROR_ACCESS_DENIED);
    CloseHandle(file);
    CHECK_NO_FILE(open_file(L"a", GENERIC_READ, OPEN_EXISTING), ERROR_FILE_NOT_FOUND);
}

CASE(disposition_can_be_taken_back)
{
    WINE_DIFFERS("Wine has no delete-pending state");
    FILE_STANDARD_INFO info;
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", GENERIC_READ | DELETE, OPEN_EXISTING);
    REQUIRE(set_disposition(file, TRUE));
    CHECK(GetFileInformationByHandleEx(file, FileStandardInfo, &info, sizeof info));
    CHECK_EQ(info.DeletePending, TRUE);
    REQUIRE(set_disposition(file, FALSE));
    CloseHandle(file);
    CHECK_STR(content_of(L"a"), "abc");
}

CASE(disposition_needs_delete_access)
{
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK_FAILS(set_disposition(file, TRUE), ERROR_ACCESS_DENIED);
}

CASE(directory_goes_by_disposition_when_empty)
{
    REQUIRE(CreateDirectoryW(L"d", NULL));
    make_file(L"d\\f", "x");
    HANDLE directory = CreateFileW(L"d", DELETE | SYNCHRONIZE, SHARE_ALL, NULL, OPEN_EXISTING,
                                   FILE_FLAG_BACKUP_SEMANTICS, NULL);
    REQUIRE(directory != INVALID_HANDLE_VALUE);
    CHECK_FAILS(set_disposition(directory, TRUE), ERROR_DIR_NOT_EMPTY);
    CHECK(DeleteFileW(L"d\\f"));
    CHECK(set_disposition(directory, TRUE));
    CloseHandle(directory);
    CHECK(!exists(L"d"));
}

CASE(remove_directory_refuses_what_is_not_empty)
{
    REQUIRE(CreateDirectoryW(L"d", NULL));
    make_file(L"d\\f", "x");
    CHECK_FAILS(RemoveDirectoryW(L"d"), ERROR_DIR_NOT_EMPTY);
    CHECK_FAILS(RemoveDirectoryW(L"d\\f"), ERROR_DIRECTORY);
    CHECK(DeleteFileW(L"d\\f"));
    CHECK(RemoveDirectoryW(L"d"));
    CHECK_FAILS(RemoveDirectoryW(L"d"), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(RemoveDirectoryW(L"none\\d"), ERROR_PATH_NOT_FOUND);
}

CASE(create_directory_errors)
{
    CHECK(CreateDirectoryW(L"d", NULL));
    CHECK_FAILS(CreateDirectoryW(L"D", NULL), ERROR_ALREADY_EXISTS);
    CHECK_FAILS(CreateDirectoryW(L"none\\d", NULL), ERROR_PATH_NOT_FOUND);
    make_file(L"f", "");
    CHECK_FAILS(CreateDirectoryW(L"f", NULL), ERROR_ALREADY_EXISTS);
    CHECK_FAILS(CreateDirectoryW(L"f\\d", NULL), ERROR_PATH_NOT_FOUND);
    CHECK_FAILS(CreateDirectoryW(L"", NULL), ERROR_PATH_NOT_FOUND);
}

CASE(hard_link_keeps_the_file)
{
    BY_HANDLE_FILE_INFORMATION info;
    make_file(L"a", "abc");
    CHECK(CreateHardLinkW(L"b", L"a", NULL));
    HANDLE file = open_file(L"b", GENERIC_READ, OPEN_EXISTING);
    CHECK(GetFileInformationByHandle(file, &info));
    CHECK_EQ(info.nNumberOfLinks, 2);
    CHECK(DeleteFileW(L"a"));
    CloseHandle(file);
    CHECK_STR(content_of(L"b"), "abc");
    make_file(L"c", "");
    CHECK_FAILS(CreateHardLinkW(L"c", L"b", NULL), ERROR_ALREADY_EXISTS);
    CHECK_FAILS(CreateHardLinkW(L"e", L"none", NULL), ERROR_FILE_NOT_FOUND);
}
