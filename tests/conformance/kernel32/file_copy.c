#include "files.h"

#ifndef ERROR_REQUEST_PAUSED
#    define ERROR_REQUEST_PAUSED 3050
#endif

#define BIG (3 << 20)

static void make_big(const WCHAR *name)
{
    static char block[65536];
    HANDLE file = open_file(name, GENERIC_WRITE, CREATE_ALWAYS);
    DWORD put;
    for (int i = 0; i < BIG / (int)sizeof block; i++) {
        for (int j = 0; j < (int)sizeof block; j++)
            block[j] = (char)(i * 7 + j * 13);
        REQUIRE(WriteFile(file, block, sizeof block, &put, NULL) && put == sizeof block);
    }
    CloseHandle(file);
}

static int same_content(const WCHAR *a, const WCHAR *b)
{
    static char first[65536], second[65536];
    HANDLE one = open_file(a, GENERIC_READ, OPEN_EXISTING);
    HANDLE two = open_file(b, GENERIC_READ, OPEN_EXISTING);
    DWORD got = 1, other = 1;
    int same = one != INVALID_HANDLE_VALUE && two != INVALID_HANDLE_VALUE;
    while (same && got) {
        same = ReadFile(one, first, sizeof first, &got, NULL) &&
               ReadFile(two, second, sizeof second, &other, NULL) && got == other;
        for (DWORD i = 0; same && i < got; i++)
            same = first[i] == second[i];
    }
    CloseHandle(one);
    CloseHandle(two);
    return same;
}

typedef struct SEEN {
    DWORD answer; /* given when `after` bytes are through */
    LONGLONG after, last;
    int calls, first_reason, calls_after_answer;
    BOOL answered;
} SEEN;

static DWORD CALLBACK progress(LARGE_INTEGER total, LARGE_INTEGER done, LARGE_INTEGER stream_size,
                               LARGE_INTEGER stream_done, DWORD stream, DWORD reason, HANDLE source,
                               HANDLE target, LPVOID data)
{
    SEEN *seen = data;
    if (!seen->calls++)
        seen->first_reason = (int)reason;
    CHECK_EQ(total.QuadPart, BIG);
    CHECK_EQ(stream_size.QuadPart, BIG);
    CHECK_EQ(stream_done.QuadPart, done.QuadPart);
    CHECK_EQ(stream, 1);
    CHECK(done.QuadPart >= seen->last);
    CHECK_EQ(size_of(source), BIG);
    CHECK(size_of(target) >= done.QuadPart);
    seen->last = done.QuadPart;
    if (seen->answered)
        seen->calls_after_answer++;
    if (done.QuadPart < seen->after)
        return PROGRESS_CONTINUE;
    seen->answered = TRUE;
    return seen->answer;
}

CASE(the_content_of_large_files_is_copied)
{
    WINE_DIFFERS("Wine 8 reports no progress");
    SEEN seen = {.after = BIG + 1};
    make_big(L"a");
    CHECK(CopyFileExW(L"a", L"b", progress, &seen, NULL, 0));
    CHECK(same_content(L"a", L"b"));
    CHECK_EQ(seen.first_reason, CALLBACK_STREAM_SWITCH);
    CHECK_EQ(seen.last, BIG);
    CHECK(seen.calls >= 2);
}

CASE(a_cancelled_copy_leaves_nothing)
{
    WINE_DIFFERS("Wine 8 asks nobody");
    SEEN seen = {.answer = PROGRESS_CANCEL, .after = 1};
    make_big(L"a");
    CHECK_FAILS(CopyFileExW(L"a", L"b", progress, &seen, NULL, 0), ERROR_REQUEST_ABORTED);
    CHECK_EQ(seen.calls_after_answer, 0);
    CHECK(!exists(L"b"));
    CHECK(exists(L"a"));
}

CASE(a_stopped_copy_stays)
{
    WINE_DIFFERS("Wine 8 asks nobody");
    SEEN seen = {.answer = PROGRESS_STOP, .after = 1};
    make_big(L"a");
    CHECK_FAILS(CopyFileExW(L"a", L"b", progress, &seen, NULL, COPY_FILE_RESTARTABLE),
                ERROR_REQUEST_ABORTED);
    CHECK_EQ(seen.calls_after_answer, 0);
    CHECK(exists(L"b"));
    CHECK(CopyFileExW(L"a", L"b", NULL, NULL, NULL, COPY_FILE_RESTARTABLE));
    CHECK(same_content(L"a", L"b"));
}

CASE(a_quiet_copy_calls_no_more)
{
    WINE_DIFFERS("Wine 8 reports no progress");
    SEEN seen = {.answer = PROGRESS_QUIET, .after = 0};
    make_big(L"a");
    CHECK(CopyFileExW(L"a", L"b", progress, &seen, NULL, 0));
    CHECK_EQ(seen.calls, 1);
    CHECK(same_content(L"a", L"b"));
}

CASE(a_flag_cancels_too)
{
    WINE_DIFFERS("Wine 8 does not look at the flag");
    BOOL cancel = TRUE;
    make_big(L"a");
    CHECK_FAILS(CopyFileExW(L"a", L"b", NULL, NULL, &cancel, 0), ERROR_REQUEST_ABORTED);
    CHECK(!exists(L"b"));
}

CASE(a_file_is_not_copied_onto_itself)
{
    make_file(L"a", "abc");
    CHECK_FAILS(CopyFileW(L"a", L"a", FALSE), ERROR_SHARING_VIOLATION);
    CHECK_STR(content_of(L"a"), "abc");
    CHECK_FAILS(CopyFileW(L"a", L"A", FALSE), ERROR_SHARING_VIOLATION);
    CHECK_STR(content_of(L"a"), "abc");
}

CASE(what_cannot_be_replaced_stays)
{
    WINE_DIFFERS("Wine goes by the host's rights");
    make_file(L"a", "abc");
    make_file(L"b", "old");
    REQUIRE(CreateDirectoryW(L"d", NULL));
    CHECK_FAILS(CopyFileW(L"d", L"c", FALSE), ERROR_ACCESS_DENIED);
    CHECK_FAILS(CopyFileW(L"a", L"d", FALSE), ERROR_ACCESS_DENIED);
    REQUIRE(SetFileAttributesW(L"b", FILE_ATTRIBUTE_READONLY));
    CHECK_FAILS(CopyFileW(L"a", L"b", FALSE), ERROR_ACCESS_DENIED);
    CHECK_STR(content_of(L"b"), "old");
    CHECK(!exists(L"c"));
}

CASE(an_open_source_is_copied_if_it_is_shared)
{
    make_file(L"a", "abc");
    HANDLE shared = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(CopyFileW(L"a", L"b", TRUE));
    CloseHandle(shared);
    HANDLE alone = CreateFileW(L"a", READ_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK_FAILS(CopyFileW(L"a", L"c", TRUE), ERROR_SHARING_VIOLATION);
    CHECK(!exists(L"c"));
    CloseHandle(alone);
}

CASE(a_move_with_progress_moves)
{
    SEEN seen = {.after = BIG + 1};
    make_big(L"a");
    CHECK(MoveFileWithProgressW(L"a", L"b", progress, &seen, MOVEFILE_COPY_ALLOWED));
    CHECK(!exists(L"a"));
    CHECK(exists(L"b"));
}

typedef HRESULT(WINAPI *COPY_FILE_2)(PCWSTR, PCWSTR, COPYFILE2_EXTENDED_PARAMETERS *);

static COPY_FILE_2 copy_file_2(void)
{
    COPY_FILE_2 copy =
        (COPY_FILE_2)(void *)GetProcAddress(GetModuleHandleW(L"kernel32"), "CopyFile2");
    REQUIRE(copy);
    return copy;
}

typedef struct STEPS {
    int order[64], count;
    LONGLONG bytes, chunks;
    COPYFILE2_MESSAGE_ACTION answer;
} STEPS;

static COPYFILE2_MESSAGE_ACTION CALLBACK note_step(const COPYFILE2_MESSAGE *message, PVOID context)
{
    STEPS *steps = context;
    if (steps->count < 64)
        steps->order[steps->count++] = (int)message->Type;
    if (message->Type == COPYFILE2_CALLBACK_CHUNK_FINISHED) {
        CHECK_EQ(message->Info.ChunkFinished.uliChunkNumber.QuadPart, steps->chunks);
        steps->chunks++;
        steps->bytes += (LONGLONG)message->Info.ChunkFinished.uliChunkSize.QuadPart;
        CHECK_EQ(message->Info.ChunkFinished.uliTotalBytesTransferred.QuadPart, steps->bytes);
        CHECK_EQ(message->Info.ChunkFinished.uliTotalFileSize.QuadPart, BIG);
        return steps->answer;
    }
    return COPYFILE2_PROGRESS_CONTINUE;
}

CASE(copy_2_without_parameters)
{
    WINE_DIFFERS("Wine 8 has no CopyFile2");
    COPY_FILE_2 copy = copy_file_2();
    COPYFILE2_EXTENDED_PARAMETERS fail = {sizeof fail, COPY_FILE_FAIL_IF_EXISTS, NULL, NULL, NULL};
    make_file(L"a", "abc");
    CHECK_EQ(copy(L"a", L"b", NULL), S_OK);
    CHECK_STR(content_of(L"b"), "abc");
    CHECK_EQ(copy(L"none", L"c", NULL), HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
    make_file(L"b", "other");
    CHECK_EQ(copy(L"a", L"b", &fail), HRESULT_FROM_WIN32(ERROR_FILE_EXISTS));
    CHECK_STR(content_of(L"b"), "other");
}

CASE(copy_2_tells_each_step)
{
    WINE_DIFFERS("Wine 8 has no CopyFile2");
    STEPS steps = {.answer = COPYFILE2_PROGRESS_CONTINUE};
    COPYFILE2_EXTENDED_PARAMETERS ask = {sizeof ask, 0, NULL, note_step, &steps};
    make_big(L"a");
    CHECK_EQ(copy_file_2()(L"a", L"b", &ask), S_OK);
    CHECK(same_content(L"a", L"b"));
    CHECK_EQ(steps.bytes, BIG);
    REQUIRE(steps.count >= 4);
    CHECK_EQ(steps.order[0], COPYFILE2_CALLBACK_STREAM_STARTED);
    CHECK_EQ(steps.order[1], COPYFILE2_CALLBACK_CHUNK_STARTED);
    CHECK_EQ(steps.order[2], COPYFILE2_CALLBACK_CHUNK_FINISHED);
    CHECK_EQ(steps.order[steps.count - 1], COPYFILE2_CALLBACK_STREAM_FINISHED);
}

CASE(copy_2_is_cancelled_stopped_and_paused)
{
    WINE_DIFFERS("Wine 8 has no CopyFile2");
    COPY_FILE_2 copy = copy_file_2();
    STEPS cancel = {.answer = COPYFILE2_PROGRESS_CANCEL},
          stop = {.answer = COPYFILE2_PROGRESS_STOP}, pause = {.answer = COPYFILE2_PROGRESS_PAUSE};
    COPYFILE2_EXTENDED_PARAMETERS ask = {sizeof ask, COPY_FILE_RESTARTABLE, NULL, note_step,
                                         &cancel};
    make_big(L"a");
    CHECK_EQ(copy(L"a", L"b", &ask), HRESULT_FROM_WIN32(ERROR_REQUEST_ABORTED));
    CHECK(!exists(L"b"));
    CHECK_EQ(cancel.chunks, 1);
    ask.pvCallbackContext = &stop;
    CHECK_EQ(copy(L"a", L"b", &ask), HRESULT_FROM_WIN32(ERROR_REQUEST_ABORTED));
    CHECK(exists(L"b"));
    ask.pvCallbackContext = &pause;
    CHECK_EQ(copy(L"a", L"b", &ask), HRESULT_FROM_WIN32(ERROR_REQUEST_PAUSED));
    CHECK(exists(L"b"));
    ask.dwCopyFlags |= COPY_FILE_RESUME_FROM_PAUSE;
    ask.pProgressRoutine = NULL;
    CHECK_EQ(copy(L"a", L"b", &ask), S_OK);
    CHECK(same_content(L"a", L"b"));
}
