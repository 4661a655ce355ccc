#include "files.h"

static HANDLE open_shared(DWORD access, DWORD share)
{
    return CreateFileW(L"a", access, share, NULL, OPEN_EXISTING, 0, NULL);
}

/* Whether a second opening may stand beside the first, by the documented rule. */
static int compatible(DWORD access1, DWORD share1, DWORD access2, DWORD share2)
{
    const DWORD rights[] = {GENERIC_READ, GENERIC_WRITE, DELETE};
    const DWORD shares[] = {FILE_SHARE_READ, FILE_SHARE_WRITE, FILE_SHARE_DELETE};
    for (int i = 0; i < 3; i++)
        if (((access1 & rights[i]) && !(share2 & shares[i])) ||
            ((access2 & rights[i]) && !(share1 & shares[i])))
            return 0;
    return 1;
}

static void check_pair(DWORD access1, DWORD share1, DWORD access2, DWORD share2)
{
    HANDLE first = open_shared(access1, share1);
    REQUIRE(first != INVALID_HANDLE_VALUE);
    HANDLE second = open_shared(access2, share2);
    DWORD error = GetLastError();
    if (!CHECK_EQ(second != INVALID_HANDLE_VALUE, compatible(access1, share1, access2, share2))) {
        note("first access", access1);
        note("first share", share1);
        note("second access", access2);
        note("second share", share2);
    }
    if (second == INVALID_HANDLE_VALUE)
        CHECK_EQ(error, ERROR_SHARING_VIOLATION);
    else
        CloseHandle(second);
    CloseHandle(first);
}

CASE(matrix_of_access_and_share_modes)
{
    const DWORD access[] = {GENERIC_READ, GENERIC_WRITE, READ_WRITE, DELETE, GENERIC_READ | DELETE};
    make_file(L"a", "x");
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 5; j++)
            for (DWORD share1 = 0; share1 < 8; share1++)
                for (DWORD share2 = 0; share2 < 8; share2++)
                    check_pair(access[i], share1, access[j], share2);
}

CASE(attribute_access_never_conflicts)
{
    make_file(L"a", "x");
    HANDLE first = open_shared(READ_WRITE, 0);
    CHECK(open_shared(FILE_READ_ATTRIBUTES, 0) != INVALID_HANDLE_VALUE);
    CHECK(open_shared(FILE_WRITE_ATTRIBUTES, 0) != INVALID_HANDLE_VALUE);
    CHECK(open_shared(SYNCHRONIZE | READ_CONTROL, 0) != INVALID_HANDLE_VALUE);
    CHECK(CloseHandle(first));
}

CASE(sharing_ends_with_the_last_handle)
{
    HANDLE copy;
    make_file(L"a", "x");
    HANDLE first = open_shared(GENERIC_READ, 0);
    REQUIRE(DuplicateHandle(GetCurrentProcess(), first, GetCurrentProcess(), &copy, 0, FALSE,
                            DUPLICATE_SAME_ACCESS));
    CloseHandle(first);
    CHECK_NO_FILE(open_shared(GENERIC_READ, SHARE_ALL), ERROR_SHARING_VIOLATION);
    CloseHandle(copy);
    CHECK(open_shared(GENERIC_READ, 0) != INVALID_HANDLE_VALUE);
}

CHILD(opens_for_reading)
{
    HANDLE file = open_shared(GENERIC_READ, SHARE_ALL);
    DWORD error = GetLastError();
    ExitProcess(file != INVALID_HANDLE_VALUE ? 100 : error);
}

CASE(sharing_holds_across_processes)
{
    make_file(L"a", "x");
    HANDLE first = open_shared(READ_WRITE, FILE_SHARE_WRITE);
    CHECK_EQ(end_child(start_child("opens_for_reading")), ERROR_SHARING_VIOLATION);
    CloseHandle(first);
    CHECK_EQ(end_child(start_child("opens_for_reading")), 100);
}

CHILD(dies_with_an_open_file)
{
    HANDLE file = open_shared(READ_WRITE, 0);
    TerminateProcess(GetCurrentProcess(), file != INVALID_HANDLE_VALUE ? 3 : 4);
}

CASE(a_dead_process_shares_everything)
{
    make_file(L"a", "x");
    CHECK_EQ(end_child(start_child("dies_with_an_open_file")), 3);
    CHECK(open_shared(READ_WRITE, 0) != INVALID_HANDLE_VALUE);
}

CASE(delete_needs_share_delete)
{
    make_file(L"a", "x");
    HANDLE file = open_shared(GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE);
    CHECK_FAILS(DeleteFileW(L"a"), ERROR_SHARING_VIOLATION);
    CHECK_FAILS(MoveFileW(L"a", L"b"), ERROR_SHARING_VIOLATION);
    CloseHandle(file);
    CHECK(DeleteFileW(L"a"));
}

CASE(names_in_other_case_share_too)
{
    make_file(L"a", "x");
    HANDLE first = open_shared(GENERIC_READ, 0);
    CHECK(first != INVALID_HANDLE_VALUE);
    CHECK_NO_FILE(CreateFileW(L"A", GENERIC_READ, SHARE_ALL, NULL, OPEN_EXISTING, 0, NULL),
                  ERROR_SHARING_VIOLATION);
}

CASE(hard_links_share_one_file)
{
    make_file(L"a", "x");
    REQUIRE(CreateHardLinkW(L"b", L"a", NULL));
    HANDLE first = open_shared(GENERIC_READ, 0);
    CHECK(first != INVALID_HANDLE_VALUE);
    CHECK_NO_FILE(open_file(L"b", GENERIC_READ, OPEN_EXISTING), ERROR_SHARING_VIOLATION);
}

CASE(create_always_respects_sharing)
{
    make_file(L"a", "keep");
    HANDLE first = open_shared(GENERIC_READ, FILE_SHARE_READ);
    CHECK_NO_FILE(open_file(L"a", GENERIC_WRITE, CREATE_ALWAYS), ERROR_SHARING_VIOLATION);
    CHECK_EQ(size_of(first), 4);
}
