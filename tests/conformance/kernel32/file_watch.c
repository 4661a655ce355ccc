/* Directory change notifications: what is reported, how it is delivered, and what ends it. */
#include "files.h"

#define NAMES (FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME)

static ULONG buffer[1024];
static OVERLAPPED overlapped;

static HANDLE open_directory(DWORD flags)
{
    HANDLE directory = CreateFileW(L".", FILE_LIST_DIRECTORY,
                                   FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                                   OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | flags, NULL);
    REQUIRE(directory != INVALID_HANDLE_VALUE);
    return directory;
}

static HANDLE start(DWORD filter, DWORD size)
{
    HANDLE directory = open_directory(FILE_FLAG_OVERLAPPED);
    overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    REQUIRE(ReadDirectoryChangesW(directory, buffer, size, FALSE, filter, NULL, &overlapped, NULL));
    return directory;
}

static void again(HANDLE directory, DWORD filter)
{
    REQUIRE(ReadDirectoryChangesW(directory, buffer, sizeof buffer, FALSE, filter, NULL,
                                  &overlapped, NULL));
}

static DWORD wait_for_it(HANDLE directory)
{
    DWORD done = 77;
    REQUIRE(WaitForSingleObject(overlapped.hEvent, 5000) == WAIT_OBJECT_0);
    CHECK(GetOverlappedResult(directory, &overlapped, &done, FALSE));
    return done;
}

static const FILE_NOTIFY_INFORMATION *check_change(const FILE_NOTIFY_INFORMATION *info,
                                                   DWORD action, const WCHAR *name)
{
    WCHAR text[64] = {0};
    REQUIRE(info->FileNameLength < sizeof text);
    for (DWORD i = 0; i < info->FileNameLength / sizeof(WCHAR); i++)
        text[i] = info->FileName[i];
    CHECK_EQ(info->Action, action);
    CHECK_WSTR(text, name);
    return (const void *)((const char *)info + info->NextEntryOffset);
}

CASE(a_rename_has_both_names)
{
    WINE_DIFFERS("Wine may report the two names one after the other");
    make_file(L"old", "x");
    HANDLE directory = start(NAMES, sizeof buffer);
    CHECK(MoveFileW(L"old", L"newer"));
    CHECK(wait_for_it(directory) > 0);
    const FILE_NOTIFY_INFORMATION *info = (const void *)buffer;
    CHECK(info->NextEntryOffset && info->NextEntryOffset % 4 == 0);
    info = check_change(info, FILE_ACTION_RENAMED_OLD_NAME, L"old");
    check_change(info, FILE_ACTION_RENAMED_NEW_NAME, L"newer");
    CHECK_EQ(info->NextEntryOffset, 0);
}

CASE(moving_away_removes_and_moving_in_adds)
{
    REQUIRE(CreateDirectoryW(L"d", NULL));
    make_file(L"a", "x");
    HANDLE directory = start(FILE_NOTIFY_CHANGE_FILE_NAME, sizeof buffer);
    CHECK(MoveFileW(L"a", L"d\\a"));
    wait_for_it(directory);
    check_change((const void *)buffer, FILE_ACTION_REMOVED, L"a");
    again(directory, FILE_NOTIFY_CHANGE_FILE_NAME);
    CHECK(MoveFileW(L"d\\a", L"b"));
    wait_for_it(directory);
    check_change((const void *)buffer, FILE_ACTION_ADDED, L"b");
}

CASE(a_deletion_is_told)
{
    make_file(L"a", "x");
    HANDLE directory = start(NAMES, sizeof buffer);
    CHECK(DeleteFileW(L"a"));
    wait_for_it(directory);
    check_change((const void *)buffer, FILE_ACTION_REMOVED, L"a");
}

CASE(attributes_are_modifications)
{
    make_file(L"a", "x");
    HANDLE directory = start(FILE_NOTIFY_CHANGE_ATTRIBUTES, sizeof buffer);
    CHECK(SetFileAttributesW(L"a", FILE_ATTRIBUTE_HIDDEN));
    wait_for_it(directory);
    check_change((const void *)buffer, FILE_ACTION_MODIFIED, L"a");
}

CASE(what_happens_between_requests_is_kept)
{
    HANDLE directory = start(NAMES, sizeof buffer);
    make_file(L"a", "x");
    wait_for_it(directory);
    make_file(L"b", "x");
    again(directory, NAMES);
    wait_for_it(directory);
    check_change((const void *)buffer, FILE_ACTION_ADDED, L"b");
}

CASE(too_small_a_buffer_says_nothing)
{
    WINE_DIFFERS("Wine takes this success for a failure");
    HANDLE directory = start(NAMES, 16);
    make_file(L"a_name_that_has_no_room", "x");
    CHECK_EQ(wait_for_it(directory), 0);
    CHECK_EQ(overlapped.Internal, 0x10c /* STATUS_NOTIFY_ENUM_DIR */);
}

CASE(a_port_is_told)
{
    DWORD done;
    ULONG_PTR key;
    OVERLAPPED *which, own = {0};
    HANDLE directory = open_directory(FILE_FLAG_OVERLAPPED);
    HANDLE port = CreateIoCompletionPort(directory, NULL, 42, 0);
    REQUIRE(port);
    REQUIRE(
        ReadDirectoryChangesW(directory, buffer, sizeof buffer, FALSE, NAMES, NULL, &own, NULL));
    make_file(L"a", "x");
    REQUIRE(GetQueuedCompletionStatus(port, &done, &key, &which, 5000));
    CHECK_EQ(key, 42);
    CHECK_PTR(which, &own);
    CHECK(done > 0);
    check_change((const void *)buffer, FILE_ACTION_ADDED, L"a");
}

static DWORD routine_error, routine_bytes, routine_calls;

static void WINAPI routine(DWORD error, DWORD bytes, OVERLAPPED *which)
{
    routine_error = error;
    routine_bytes = bytes;
    routine_calls += which == &overlapped;
}

CASE(a_routine_is_called)
{
    HANDLE directory = open_directory(FILE_FLAG_OVERLAPPED);
    REQUIRE(ReadDirectoryChangesW(directory, buffer, sizeof buffer, FALSE, NAMES, NULL, &overlapped,
                                  routine));
    make_file(L"a", "x");
    CHECK_EQ(routine_calls, 0);
    CHECK_EQ(SleepEx(5000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(routine_calls, 1);
    CHECK_EQ(routine_error, 0);
    CHECK(routine_bytes > 0);
    check_change((const void *)buffer, FILE_ACTION_ADDED, L"a");
}

CASE(cancelling_ends_it)
{
    DWORD done;
    HANDLE directory = start(NAMES, sizeof buffer);
    CHECK(CancelIoEx(directory, &overlapped));
    REQUIRE(WaitForSingleObject(overlapped.hEvent, 5000) == WAIT_OBJECT_0);
    CHECK_FAILS(GetOverlappedResult(directory, &overlapped, &done, FALSE), ERROR_OPERATION_ABORTED);
    CHECK_FAILS(CancelIoEx(directory, &overlapped), ERROR_NOT_FOUND);
}

CASE(closing_ends_it)
{
    HANDLE directory = start(NAMES, sizeof buffer);
    CHECK(CloseHandle(directory));
    CHECK_EQ(WaitForSingleObject(overlapped.hEvent, 5000), WAIT_OBJECT_0);
    CHECK_EQ(overlapped.InternalHigh, 0);
}

/* ---- with all that is below */

static char told[4000]; /* "+name" and so on, each followed by a blank */

static void tell(const FILE_NOTIFY_INFORMATION *info)
{
    static const char marks[] = "?+-*<>";
    char *to = told + lstrlenA(told);
    *to++ = marks[info->Action < 6 ? info->Action : 0];
    for (DWORD i = 0; i < info->FileNameLength / 2; i++)
        *to++ = (char)info->FileName[i];
    *to++ = ' ';
    *to = 0;
}

/* Starts watching what is here, by names. */
static HANDLE start_tree(DWORD filter)
{
    HANDLE directory = open_directory(FILE_FLAG_OVERLAPPED);
    told[0] = 0;
    overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    REQUIRE(ReadDirectoryChangesW(directory, buffer, sizeof buffer, TRUE, filter, NULL, &overlapped,
                                  NULL));
    return directory;
}

/* All that is told up to a new file that says when. */
static void gather(HANDLE directory, DWORD filter)
{
    static int count;
    WCHAR name[] = L"end0";
    BOOL ended = FALSE;
    name[3] = (WCHAR)('0' + count++);
    make_file(name, "x");
    while (!ended) {
        const FILE_NOTIFY_INFORMATION *info = (void *)buffer;
        REQUIRE(wait_for_it(directory) != 0);
        for (;; info = (void *)((char *)info + info->NextEntryOffset)) {
            ended = info->FileNameLength == 8 && memcmp(info->FileName, name, 8) == 0;
            if (!ended)
                tell(info);
            if (ended || !info->NextEntryOffset)
                break;
        }
        REQUIRE(ReadDirectoryChangesW(directory, buffer, sizeof buffer, TRUE, filter, NULL,
                                      &overlapped, NULL));
    }
}

#define CHECK_TOLD(text)                       \
    do {                                       \
        if (!CHECK(lstrcmpA(told, text) == 0)) \
            note(told, 0);                     \
        told[0] = 0;                           \
    } while (0)

CASE(a_tree_tells_of_what_is_below)
{
    WINE_DIFFERS("Wine watches no subdirectories that are there already");
    CreateDirectoryW(L"a", NULL);
    CreateDirectoryW(L"a\\b", NULL);
    HANDLE directory = start_tree(NAMES);
    make_file(L"a\\one", "1");
    make_file(L"a\\b\\two", "2");
    DeleteFileW(L"a\\b\\two");
    MoveFileW(L"a\\one", L"a\\three");
    gather(directory, NAMES);
    CHECK_TOLD("+a\\one +a\\b\\two -a\\b\\two <a\\one >a\\three ");
    CloseHandle(directory);
}

CASE(a_tree_grows_and_shrinks)
{
    HANDLE directory = start_tree(NAMES);
    CreateDirectoryW(L"new", NULL);
    gather(directory, NAMES);
    CHECK_TOLD("+new ");
    make_file(L"new\\file", "1");
    CreateDirectoryW(L"new\\deep", NULL);
    gather(directory, NAMES);
    CHECK_TOLD("+new\\file +new\\deep ");
    make_file(L"new\\deep\\file", "1");
    gather(directory, NAMES);
    CHECK_TOLD("+new\\deep\\file ");
    DeleteFileW(L"new\\deep\\file");
    RemoveDirectoryW(L"new\\deep");
    gather(directory, NAMES);
    CHECK_TOLD("-new\\deep\\file -new\\deep ");
    CreateDirectoryW(L"new\\deep", NULL); /* the name alone is the same */
    gather(directory, NAMES);
    make_file(L"new\\deep\\again", "1");
    gather(directory, NAMES);
    CHECK_TOLD("+new\\deep +new\\deep\\again ");
    CloseHandle(directory);
}

/* What is made before anybody could look is told all the same, and once. */
CASE(a_tree_that_comes_at_once_is_told)
{
    HANDLE directory = start_tree(NAMES);
    CreateDirectoryW(L"x", NULL);
    CreateDirectoryW(L"x\\y", NULL);
    make_file(L"x\\y\\z", "1");
    Sleep(50);
    gather(directory, NAMES);
    CHECK_TOLD("+x +x\\y +x\\y\\z ");
    CloseHandle(directory);
}

CASE(a_renamed_directory_is_followed)
{
    WINE_DIFFERS("Wine watches no subdirectories that are there already");
    CreateDirectoryW(L"old", NULL);
    CreateDirectoryW(L"old\\sub", NULL);
    CreateDirectoryW(L"other", NULL);
    HANDLE directory = start_tree(NAMES);
    MoveFileW(L"old", L"young");
    gather(directory, NAMES);
    CHECK_TOLD("<old >young ");
    make_file(L"young\\sub\\file", "1");
    gather(directory, NAMES);
    CHECK_TOLD("+young\\sub\\file ");
    MoveFileW(L"young\\sub", L"other\\sub"); /* to another directory */
    gather(directory, NAMES);
    CHECK_TOLD("-young\\sub +other\\sub ");
    DeleteFileW(L"other\\sub\\file");
    gather(directory, NAMES);
    CHECK_TOLD("-other\\sub\\file ");
    CloseHandle(directory);
}

CASE(a_directory_that_leaves_is_left_alone)
{
    WINE_DIFFERS("Wine goes on under the old name");
    WCHAR outside[MAX_PATH];
    CreateDirectoryW(L"top", NULL);
    CreateDirectoryW(L"top\\sub", NULL);
    GetCurrentDirectoryW(MAX_PATH, outside);
    SetCurrentDirectoryW(L"top");
    HANDLE directory = start_tree(NAMES);
    MoveFileW(L"sub", L"..\\gone");
    make_file(L"..\\gone\\file", "1");
    gather(directory, NAMES);
    CHECK_TOLD("-sub ");
    MoveFileW(L"..\\gone", L"back");
    gather(directory, NAMES);
    DeleteFileW(L"back\\file");
    gather(directory, NAMES);
    CHECK_TOLD("+back -back\\file "); /* what it brought is not told */
    CloseHandle(directory);
    SetCurrentDirectoryW(outside);
}

/* Directories are followed though only files are asked for. */
CASE(a_tree_filters_names)
{
    HANDLE directory = start_tree(FILE_NOTIFY_CHANGE_FILE_NAME);
    CreateDirectoryW(L"d", NULL);
    Sleep(50);
    make_file(L"d\\f", "1");
    gather(directory, FILE_NOTIFY_CHANGE_FILE_NAME);
    CHECK_TOLD("+d\\f ");
    CloseHandle(directory);
}

CASE(a_change_notification_of_a_tree)
{
    WINE_DIFFERS("Wine watches no subdirectories that are there already");
    CreateDirectoryW(L"a", NULL);
    HANDLE flat = FindFirstChangeNotificationW(L".", FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    HANDLE tree = FindFirstChangeNotificationW(L".", TRUE, FILE_NOTIFY_CHANGE_FILE_NAME);
    REQUIRE(flat != INVALID_HANDLE_VALUE && tree != INVALID_HANDLE_VALUE);
    make_file(L"a\\file", "1");
    CHECK_EQ(WaitForSingleObject(tree, 5000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(flat, 50), WAIT_TIMEOUT);
    CHECK(FindNextChangeNotification(tree));
    CHECK_EQ(WaitForSingleObject(tree, 50), WAIT_TIMEOUT);
    DeleteFileW(L"a\\file");
    CHECK_EQ(WaitForSingleObject(tree, 5000), WAIT_OBJECT_0);
    FindCloseChangeNotification(tree);
    FindCloseChangeNotification(flat);
}
