/* Enumerating directories, and what wildcards match. */
#include "files.h"

static int found(const WCHAR *pattern, const WCHAR *name)
{
    WIN32_FIND_DATAW data;
    HANDLE find = FindFirstFileW(pattern, &data);
    int count = 0;
    if (find == INVALID_HANDLE_VALUE)
        return 0;
    do {
        count += !name || lstrcmpW(data.cFileName, name) == 0;
    } while (FindNextFileW(find, &data));
    CHECK_LAST_ERROR(ERROR_NO_MORE_FILES);
    FindClose(find);
    return count;
}

static void make_some(void)
{
    const WCHAR *names[] = {L"a", L"a.txt", L"ab.txt", L"abc", L"b.c.d", L"LongerName.html"};
    for (int i = 0; i < 6; i++)
        make_file(names[i], "x");
}

CASE(star_matches_all)
{
    make_some();
    CHECK_EQ(found(L"*", NULL), 8); /* with . and .. */
    CHECK_EQ(found(L"*", L"."), 1);
    CHECK_EQ(found(L"*", L".."), 1);
    CHECK_EQ(found(L"*", L"LongerName.html"), 1);
}

CASE(star_dot_star_matches_names_without_a_dot)
{
    make_some();
    CHECK_EQ(found(L"*.*", NULL), 8);
    CHECK_EQ(found(L"*.*", L"abc"), 1);
}

CASE(star_dot_matches_names_without_extension)
{
    WINE_DIFFERS("Wine takes the pattern as it stands");
    make_some();
    CHECK_EQ(found(L"*.", L"a"), 1);
    CHECK_EQ(found(L"*.", L"abc"), 1);
    CHECK_EQ(found(L"*.", L"a.txt"), 0);
    CHECK_EQ(found(L"*.", L"b.c.d"), 0);
}

CASE(extensions)
{
    make_some();
    CHECK_EQ(found(L"*.txt", NULL), 2);
    CHECK_EQ(found(L"*.TXT", NULL), 2);
    CHECK_EQ(found(L"*.d", L"b.c.d"), 1);
    CHECK_EQ(found(L"*.c", NULL), 0);
    CHECK_EQ(found(L"*c*", NULL), 2);
}

CASE(question_mark_matches_one_or_the_end)
{
    WINE_DIFFERS("Wine's matches exactly one");
    make_some();
    CHECK_EQ(found(L"a?", L"a"), 1);
    CHECK_EQ(found(L"???", L"a"), 1);
    CHECK_EQ(found(L"???", L"abc"), 1);
    CHECK_EQ(found(L"??", L"abc"), 0);
    CHECK_EQ(found(L"a?.txt", NULL), 2);
    CHECK_EQ(found(L"?.txt", NULL), 1);
    CHECK_EQ(found(L"?b.txt", NULL), 1);
    CHECK_EQ(found(L"?bc", L"abc"), 1);
}

CASE(exact_name_gives_its_data)
{
    WIN32_FIND_DATAW data;
    WIN32_FILE_ATTRIBUTE_DATA attributes;
    make_file(L"Name", "four");
    HANDLE find = FindFirstFileW(L"name", &data);
    REQUIRE(find != INVALID_HANDLE_VALUE);
    CHECK_WSTR(data.cFileName, L"Name");
    CHECK_EQ(data.nFileSizeLow, 4);
    CHECK_EQ(data.dwFileAttributes, FILE_ATTRIBUTE_ARCHIVE);
    CHECK(GetFileAttributesExW(L"Name", GetFileExInfoStandard, &attributes));
    CHECK_EQ(CompareFileTime(&data.ftLastWriteTime, &attributes.ftLastWriteTime), 0);
    CHECK_FAILS(FindNextFileW(find, &data), ERROR_NO_MORE_FILES);
    CHECK(FindClose(find));
}

CASE(errors_of_find_first)
{
    WINE_DIFFERS("Wine gives another error for a file as a folder");
    WIN32_FIND_DATAW data;
    CHECK_NO_FILE(FindFirstFileW(L"none", &data), ERROR_FILE_NOT_FOUND);
    CHECK_NO_FILE(FindFirstFileW(L"*.none", &data), ERROR_FILE_NOT_FOUND);
    CHECK_NO_FILE(FindFirstFileW(L"none\\*", &data), ERROR_PATH_NOT_FOUND);
    CHECK_NO_FILE(FindFirstFileW(L"", &data), ERROR_PATH_NOT_FOUND);
    REQUIRE(CreateDirectoryW(L"d", NULL));
    CHECK_NO_FILE(FindFirstFileW(L"d\\", &data), ERROR_FILE_NOT_FOUND);
    HANDLE find = FindFirstFileW(L"d", &data);
    CHECK(find != INVALID_HANDLE_VALUE);
    CHECK_EQ(data.dwFileAttributes, FILE_ATTRIBUTE_DIRECTORY);
    make_file(L"f", "");
    CHECK_NO_FILE(FindFirstFileW(L"f\\*", &data), ERROR_DIRECTORY);
    CHECK_FAILS(FindClose((HANDLE)INVALID_HANDLE_VALUE), ERROR_INVALID_HANDLE);
}

CASE(find_ex_levels)
{
    WIN32_FIND_DATAW data = {.cAlternateFileName = L"x"};
    REQUIRE(CreateDirectoryW(L"d", NULL));
    make_file(L"LongerName.html", "x");
    HANDLE find = FindFirstFileExW(L"Longer*", FindExInfoBasic, &data, FindExSearchNameMatch, NULL,
                                   FIND_FIRST_EX_LARGE_FETCH);
    REQUIRE(find != INVALID_HANDLE_VALUE);
    CHECK_WSTR(data.cFileName, L"LongerName.html");
    CHECK_WSTR(data.cAlternateFileName, L"");
    FindClose(find);
    CHECK_NO_FILE(FindFirstFileExW(L"*", 9, &data, FindExSearchNameMatch, NULL, 0),
                  ERROR_INVALID_PARAMETER);
}

CASE(a_thousand_files_each_once)
{
    static unsigned char seen[1000];
    WIN32_FIND_DATAW data;
    WCHAR name[8] = L"f0000";
    REQUIRE(CreateDirectoryW(L"d", NULL));
    SetCurrentDirectoryW(L"d");
    for (int i = 0; i < 1000; i++) {
        for (int digit = 0, rest = i; digit < 4; digit++, rest /= 10)
            name[4 - digit] = '0' + rest % 10;
        make_file(name, "");
    }
    HANDLE find = FindFirstFileW(L"f*", &data);
    REQUIRE(find != INVALID_HANDLE_VALUE);
    do {
        int number = 0;
        for (int i = 1; i < 5; i++)
            number = number * 10 + data.cFileName[i] - '0';
        seen[number]++;
    } while (FindNextFileW(find, &data));
    for (int i = 0; i < 1000; i++)
        CHECK_EQ(seen[i], 1);
}

CASE(enumeration_is_sorted)
{
    WIN32_FIND_DATAW data;
    WCHAR last[MAX_PATH] = L"";
    const WCHAR *names[] = {L"zeta", L"Alpha", L"mid", L"beta", L"Gamma"};
    for (int i = 0; i < 5; i++)
        make_file(names[i], "");
    HANDLE find = FindFirstFileW(L"*a", &data);
    REQUIRE(find != INVALID_HANDLE_VALUE);
    do {
        CHECK(CompareStringOrdinal(last, -1, data.cFileName, -1, TRUE) == CSTR_LESS_THAN);
        lstrcpyW(last, data.cFileName);
    } while (FindNextFileW(find, &data));
}

CASE(deleting_while_enumerating)
{
    WIN32_FIND_DATAW data;
    int count = 0;
    make_some();
    HANDLE find = FindFirstFileW(L"*", &data);
    REQUIRE(find != INVALID_HANDLE_VALUE);
    do {
        if (!(data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)) {
            CHECK(DeleteFileW(data.cFileName));
            count++;
        }
    } while (FindNextFileW(find, &data));
    FindClose(find);
    CHECK_EQ(count, 6);
    CHECK_EQ(found(L"*", NULL), 2);
}

CASE(ansi_names)
{
    WIN32_FIND_DATAA data;
    make_file(L"caf\u00e9", "");
    HANDLE find = FindFirstFileA("caf*", &data);
    REQUIRE(find != INVALID_HANDLE_VALUE);
    CHECK_STR(data.cFileName, "caf\xe9");
}

CASE(current_directory)
{
    WCHAR before[MAX_PATH], after[MAX_PATH], small[4];
    DWORD length = GetCurrentDirectoryW(MAX_PATH, before);
    CHECK_EQ(length, lstrlenW(before));
    CHECK_EQ(GetCurrentDirectoryW(4, small), length + 1);
    REQUIRE(CreateDirectoryW(L"Sub", NULL));
    make_file(L"Sub\\f", "x");
    CHECK(SetCurrentDirectoryW(L"Sub"));
    CHECK_STR(content_of(L"f"), "x");
    GetCurrentDirectoryW(MAX_PATH, after);
    CHECK_WSTR(after + length, L"\\Sub");
    CHECK(SetCurrentDirectoryW(L".."));
    GetCurrentDirectoryW(MAX_PATH, after);
    CHECK_WSTR(after, before);
    CHECK_FAILS(SetCurrentDirectoryW(L"none"), ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(SetCurrentDirectoryW(L"none\\none"), ERROR_PATH_NOT_FOUND);
    CHECK_FAILS(SetCurrentDirectoryW(L"Sub\\f"), ERROR_DIRECTORY);
    GetCurrentDirectoryW(MAX_PATH, after);
    CHECK_WSTR(after, before);
}

CASE(current_directory_cannot_be_removed)
{
    WINE_DIFFERS("Wine removes it");
    REQUIRE(CreateDirectoryW(L"d", NULL));
    REQUIRE(SetCurrentDirectoryW(L"d"));
    CHECK_FAILS(RemoveDirectoryW(L"..\\d"), ERROR_SHARING_VIOLATION);
}

CASE(change_notification)
{
    HANDLE change = FindFirstChangeNotificationW(L".", FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    REQUIRE(change != INVALID_HANDLE_VALUE);
    CHECK_EQ(WaitForSingleObject(change, 0), WAIT_TIMEOUT);
    make_file(L"a", "x");
    CHECK_EQ(WaitForSingleObject(change, 10000), WAIT_OBJECT_0);
    CHECK(FindNextChangeNotification(change));
    WaitForSingleObject(change, 100);
    CHECK(FindNextChangeNotification(change));
    CHECK(DeleteFileW(L"a"));
    CHECK_EQ(WaitForSingleObject(change, 10000), WAIT_OBJECT_0);
    CHECK(FindCloseChangeNotification(change));
    CHECK_NO_FILE(FindFirstChangeNotificationW(L"none", FALSE, FILE_NOTIFY_CHANGE_FILE_NAME),
                  ERROR_FILE_NOT_FOUND);
}

CASE(directory_changes_are_described)
{
    static char buffer[4096] __attribute__((aligned(8)));
    OVERLAPPED at = {.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL)};
    DWORD done = 0;
    HANDLE directory = CreateFileW(L".", FILE_LIST_DIRECTORY, SHARE_ALL, NULL, OPEN_EXISTING,
                                   FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OVERLAPPED, NULL);
    REQUIRE(directory != INVALID_HANDLE_VALUE);
    REQUIRE(ReadDirectoryChangesW(directory, buffer, sizeof buffer, FALSE,
                                  FILE_NOTIFY_CHANGE_FILE_NAME, NULL, &at, NULL));
    CHECK_EQ(WaitForSingleObject(at.hEvent, 0), WAIT_TIMEOUT);
    make_file(L"new", "x");
    CHECK_EQ(WaitForSingleObject(at.hEvent, 10000), WAIT_OBJECT_0);
    REQUIRE(GetOverlappedResult(directory, &at, &done, FALSE));
    FILE_NOTIFY_INFORMATION *info = (void *)buffer;
    REQUIRE(done >= 12 + 6);
    CHECK_EQ(info->Action, FILE_ACTION_ADDED);
    CHECK_EQ(info->FileNameLength, 6);
    CHECK(memcmp(info->FileName, L"new", 6) == 0);
}
