#include "files.h"

CASE(create_new_refuses_an_existing_file)
{
    make_file(L"a", "x");
    CHECK_NO_FILE(open_file(L"a", GENERIC_WRITE, CREATE_NEW), ERROR_FILE_EXISTS);
    CHECK_STR(content_of(L"a"), "x");
}

CASE(create_new_makes_a_file)
{
    SetLastError(77);
    HANDLE file = open_file(L"a", GENERIC_WRITE, CREATE_NEW);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK_EQ(size_of(file), 0);
    CHECK(exists(L"a"));
}

CASE(create_always_empties_and_says_so)
{
    make_file(L"a", "content");
    SetLastError(77);
    HANDLE file = open_file(L"a", GENERIC_WRITE, CREATE_ALWAYS);
    CHECK_LAST_ERROR(ERROR_ALREADY_EXISTS);
    CHECK_EQ(size_of(file), 0);
    SetLastError(77);
    CHECK(open_file(L"b", GENERIC_WRITE, CREATE_ALWAYS) != INVALID_HANDLE_VALUE);
    CHECK_LAST_ERROR(0);
}

CASE(open_always_keeps_and_says_so)
{
    make_file(L"a", "content");
    SetLastError(77);
    HANDLE file = open_file(L"a", GENERIC_WRITE, OPEN_ALWAYS);
    CHECK_LAST_ERROR(ERROR_ALREADY_EXISTS);
    CHECK_EQ(size_of(file), 7);
    SetLastError(77);
    CHECK(open_file(L"b", GENERIC_WRITE, OPEN_ALWAYS) != INVALID_HANDLE_VALUE);
    CHECK_LAST_ERROR(0);
}

CASE(open_existing_needs_the_file)
{
    CHECK_NO_FILE(open_file(L"none", GENERIC_READ, OPEN_EXISTING), ERROR_FILE_NOT_FOUND);
    CHECK_NO_FILE(open_file(L"none\\file", GENERIC_READ, OPEN_EXISTING), ERROR_PATH_NOT_FOUND);
    CHECK_NO_FILE(open_file(L"none\\file", GENERIC_WRITE, CREATE_ALWAYS), ERROR_PATH_NOT_FOUND);
    make_file(L"a", "");
    CHECK_NO_FILE(open_file(L"a\\file", GENERIC_READ, OPEN_EXISTING), ERROR_PATH_NOT_FOUND);
}

CASE(truncate_existing_needs_write_access)
{
    WINE_DIFFERS("Wine opens it");
    make_file(L"a", "content");
    CHECK_NO_FILE(open_file(L"a", GENERIC_READ, TRUNCATE_EXISTING), ERROR_INVALID_PARAMETER);
    CHECK_NO_FILE(open_file(L"none", GENERIC_WRITE, TRUNCATE_EXISTING), ERROR_FILE_NOT_FOUND);
    HANDLE file = open_file(L"a", GENERIC_WRITE, TRUNCATE_EXISTING);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK_EQ(size_of(file), 0);
}

CASE(bad_disposition_is_refused)
{
    CHECK_NO_FILE(open_file(L"a", GENERIC_WRITE, 0), ERROR_INVALID_PARAMETER);
    CHECK_NO_FILE(open_file(L"a", GENERIC_WRITE, 6), ERROR_INVALID_PARAMETER);
}

CASE(empty_and_bad_names)
{
    CHECK_NO_FILE(open_file(L"", GENERIC_READ, OPEN_EXISTING), ERROR_PATH_NOT_FOUND);
    CHECK_NO_FILE(open_file(L"a*b", GENERIC_READ, OPEN_EXISTING), ERROR_INVALID_NAME);
    CHECK_NO_FILE(open_file(L"a?b", GENERIC_WRITE, CREATE_ALWAYS), ERROR_INVALID_NAME);
    CHECK_NO_FILE(open_file(L"a<b", GENERIC_WRITE, CREATE_ALWAYS), ERROR_INVALID_NAME);
    CHECK_NO_FILE(open_file(L"a|b", GENERIC_WRITE, CREATE_ALWAYS), ERROR_INVALID_NAME);
    CHECK_NO_FILE(open_file(L"a\"b", GENERIC_WRITE, CREATE_ALWAYS), ERROR_INVALID_NAME);
}

CASE(directory_needs_backup_semantics)
{
    REQUIRE(CreateDirectoryW(L"d", NULL));
    CHECK_NO_FILE(open_file(L"d", GENERIC_READ, OPEN_EXISTING), ERROR_ACCESS_DENIED);
    CHECK_NO_FILE(open_file(L"d", GENERIC_WRITE, CREATE_ALWAYS), ERROR_ACCESS_DENIED);
    CHECK_NO_FILE(open_file(L"d", GENERIC_WRITE, CREATE_NEW), ERROR_FILE_EXISTS);
    HANDLE directory = CreateFileW(L"d", GENERIC_READ, SHARE_ALL, NULL, OPEN_EXISTING,
                                   FILE_FLAG_BACKUP_SEMANTICS, NULL);
    CHECK(directory != INVALID_HANDLE_VALUE);
    CHECK(CloseHandle(directory));
}

CASE(trailing_backslash_on_a_file)
{
    WINE_DIFFERS("Wine opens it");
    make_file(L"a", "x");
    CHECK_NO_FILE(open_file(L"a\\", GENERIC_READ, OPEN_EXISTING), ERROR_INVALID_NAME);
}

CASE(read_handle_cannot_write)
{
    WINE_DIFFERS("Wine's SetEndOfFile gives the host's error");
    DWORD done = 7;
    char byte = 'b';
    make_file(L"a", "x");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK_FAILS(WriteFile(file, &byte, 1, &done, NULL), ERROR_ACCESS_DENIED);
    CHECK_EQ(done, 0);
    CHECK_FAILS(SetEndOfFile(file), ERROR_ACCESS_DENIED);
    CloseHandle(file);
    file = open_file(L"a", GENERIC_WRITE, OPEN_EXISTING);
    CHECK_FAILS(ReadFile(file, &byte, 1, &done, NULL), ERROR_ACCESS_DENIED);
}

CASE(zero_access_handle_only_asks)
{
    BY_HANDLE_FILE_INFORMATION info;
    char byte;
    DWORD done;
    make_file(L"a", "abc");
    HANDLE file = CreateFileW(L"a", 0, 0, NULL, OPEN_EXISTING, 0, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK(GetFileInformationByHandle(file, &info));
    CHECK_EQ(info.nFileSizeLow, 3);
    CHECK_FAILS(ReadFile(file, &byte, 1, &done, NULL), ERROR_ACCESS_DENIED);
    /* Such a handle takes no part in sharing. */
    HANDLE other = CreateFileW(L"a", READ_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(other != INVALID_HANDLE_VALUE);
}

CASE(append_access_writes_at_the_end)
{
    DWORD done;
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", FILE_APPEND_DATA, OPEN_EXISTING);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    CHECK(WriteFile(file, "de", 2, &done, NULL));
    SetFilePointer(file, 1, NULL, FILE_BEGIN);
    CHECK(WriteFile(file, "f", 1, &done, NULL));
    CloseHandle(file);
    CHECK_STR(content_of(L"a"), "abcdef");
}

CASE(append_access_ignores_the_overlapped_offset)
{
    OVERLAPPED at = {.Offset = 1};
    DWORD done;
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", FILE_APPEND_DATA | SYNCHRONIZE, OPEN_EXISTING);
    CHECK(WriteFile(file, "X", 1, &done, &at));
    CloseHandle(file);
    CHECK_STR(content_of(L"a"), "abcX");
}

CASE(names_ignore_case)
{
    make_file(L"MixedCase.Txt", "x");
    CHECK_STR(content_of(L"mixedcase.txt"), "x");
    CHECK_STR(content_of(L"MIXEDCASE.TXT"), "x");
    CHECK_NO_FILE(open_file(L"MIXEDcase.txt", GENERIC_WRITE, CREATE_NEW), ERROR_FILE_EXISTS);
}

CASE(names_keep_their_case)
{
    WIN32_FIND_DATAW data;
    make_file(L"MixedCase.Txt", "x");
    make_file(L"mixedcase.TXT", "y");
    HANDLE find = FindFirstFileW(L"MIXEDCASE.TXT", &data);
    REQUIRE(find != INVALID_HANDLE_VALUE);
    CHECK_WSTR(data.cFileName, L"MixedCase.Txt");
    CHECK_FAILS(FindNextFileW(find, &data), ERROR_NO_MORE_FILES);
    CHECK(FindClose(find));
}

CASE(names_beyond_ascii_ignore_case)
{
    make_file(L"\u00c4rger \u0416\u03a9.txt", "x");
    CHECK_STR(content_of(L"\u00e4RGER \u0436\u03c9.TXT"), "x");
}

CASE(trailing_dots_and_blanks_go)
{
    make_file(L"name", "x");
    CHECK_STR(content_of(L"name."), "x");
    CHECK_STR(content_of(L"name..."), "x");
    CHECK_STR(content_of(L"name  "), "x");
    CHECK_STR(content_of(L"name. ."), "x");
}

CASE(forward_slashes_separate)
{
    REQUIRE(CreateDirectoryW(L"d", NULL));
    make_file(L"d/f", "x");
    CHECK_STR(content_of(L"d\\f"), "x");
    CHECK_STR(content_of(L".//d///f"), "x");
    CHECK_STR(content_of(L"d/../d/./f"), "x");
}

CASE(nul_device)
{
    char byte;
    DWORD done = 7;
    HANDLE file = open_file(L"NUL", READ_WRITE, OPEN_EXISTING);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK_EQ(GetFileType(file), FILE_TYPE_CHAR);
    CHECK(WriteFile(file, "abc", 3, &done, NULL));
    CHECK_EQ(done, 3);
    CHECK(ReadFile(file, &byte, 1, &done, NULL));
    CHECK_EQ(done, 0);
    CloseHandle(file);
    file = open_file(L"nul", GENERIC_WRITE, CREATE_ALWAYS);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK_EQ(GetFileType(file), FILE_TYPE_CHAR);
    CHECK(!exists(L"\\\\?\\nul"));
}

CASE(extended_path_is_taken_literally)
{
    WCHAR path[MAX_PATH + 20] = L"\\\\?\\";
    DWORD length = GetCurrentDirectoryW(MAX_PATH, path + 4);
    REQUIRE(length);
    lstrcatW(path, L"\\file");
    make_file(L"file", "x");
    CHECK_STR(content_of(path), "x");
    path[4 + length] = '/';
    CHECK_STR(content_of(path), "(none)");
}

CASE(long_paths_work_with_the_prefix)
{
    static WCHAR path[2000] = L"\\\\?\\";
    DWORD length = 4 + GetCurrentDirectoryW(MAX_PATH, path + 4);
    for (int level = 0; level < 4; level++) {
        path[length++] = '\\';
        for (int i = 0; i < 100; i++)
            path[length++] = 'a' + level;
        REQUIRE(CreateDirectoryW(path, NULL));
    }
    lstrcatW(path, L"\\f");
    make_file(path, "deep");
    CHECK_STR(content_of(path), "deep");
    CHECK(DeleteFileW(path));
}

CASE(component_of_255_is_the_longest)
{
    WINE_DIFFERS("Wine says that it is not found");
    static WCHAR path[700] = L"\\\\?\\";
    DWORD length = 4 + GetCurrentDirectoryW(MAX_PATH, path + 4);
    path[length++] = '\\';
    for (int i = 0; i < 255; i++)
        path[length + i] = 'n';
    make_file(path, "x");
    CHECK(exists(path));
    path[length + 255] = 'n';
    CHECK_NO_FILE(open_file(path, GENERIC_WRITE, CREATE_NEW), ERROR_INVALID_NAME);
}

CASE(ansi_open_finds_the_same_file)
{
    make_file(L"caf\u00e9", "x");
    HANDLE file = CreateFileA("caf\xe9", GENERIC_READ, SHARE_ALL, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
}

CASE(read_only_file_refuses_write_access)
{
    WINE_DIFFERS("Wine goes by the host's rights, which root passes");
    HANDLE file = CreateFileW(L"a", GENERIC_WRITE, SHARE_ALL, NULL, CREATE_NEW,
                              FILE_ATTRIBUTE_READONLY, NULL);
    DWORD done;
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, "x", 1, &done, NULL));
    CloseHandle(file);
    CHECK_NO_FILE(open_file(L"a", GENERIC_WRITE, OPEN_EXISTING), ERROR_ACCESS_DENIED);
    CHECK_NO_FILE(open_file(L"a", GENERIC_WRITE, CREATE_ALWAYS), ERROR_ACCESS_DENIED);
    CHECK_STR(content_of(L"a"), "x");
    CHECK(SetFileAttributesW(L"a", FILE_ATTRIBUTE_NORMAL));
    CHECK(open_file(L"a", GENERIC_WRITE, OPEN_EXISTING) != INVALID_HANDLE_VALUE);
}

CASE(reopen_file_gives_other_access)
{
    char byte = 0;
    DWORD done;
    make_file(L"a", "x");
    HANDLE file = open_file(L"a", GENERIC_WRITE, OPEN_EXISTING);
    HANDLE again = ReOpenFile(file, GENERIC_READ, SHARE_ALL, 0);
    REQUIRE(again != INVALID_HANDLE_VALUE);
    CHECK(ReadFile(again, &byte, 1, &done, NULL));
    CHECK_EQ(byte, 'x');
}

CASE(file_pointers_are_the_handles_own)
{
    char byte = 0;
    DWORD done;
    make_file(L"a", "abc");
    HANDLE first = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    HANDLE second = open_file(L"a", GENERIC_READ, OPEN_EXISTING), copy;
    REQUIRE(DuplicateHandle(GetCurrentProcess(), first, GetCurrentProcess(), &copy, 0, FALSE,
                            DUPLICATE_SAME_ACCESS));
    CHECK(ReadFile(first, &byte, 1, &done, NULL));
    CHECK_EQ(position_of(second), 0);
    CHECK_EQ(position_of(copy), 1);
}
