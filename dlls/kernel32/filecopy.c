/*
 * filecopy.c - CopyFile and its kin.
 */
#include "file_copy.h"

#define CHUNK (1u << 20)

/* FALSE: the caller wants no more; the last error says so. */
static BOOL report(COPY *copy, COPY_STEP step)
{
    if (copy->cancel && *copy->cancel)
        return fail_with(ERROR_REQUEST_ABORTED);
    if (!copy->tell || copy->quiet)
        return TRUE;
    switch (copy->tell(copy, step)) {
    case PROGRESS_CONTINUE:
        return TRUE;
    case PROGRESS_QUIET:
        copy->quiet = TRUE;
        return TRUE;
    case PROGRESS_STOP:
        copy->keep = TRUE;
        return fail_with(ERROR_REQUEST_ABORTED);
    case COPY_PAUSE:
        copy->keep = TRUE;
        return fail_with(ERROR_REQUEST_PAUSED);
    default:
        return fail_with(ERROR_REQUEST_ABORTED);
    }
}

static BOOL copy_data(COPY *copy)
{
    DWORD room = copy->size.QuadPart < CHUNK ? (DWORD)copy->size.QuadPart + 1 : CHUNK, put;
    char *buffer = k32_heap(room);
    BOOL good = buffer != NULL && report(copy, COPY_BEGINS);
    while (good) {
        good = ReadFile(copy->from, buffer, room, &copy->chunk, NULL);
        if (!good || copy->chunk == 0)
            break;
        good =
            report(copy, COPY_CHUNK_BEGINS) && WriteFile(copy->to, buffer, copy->chunk, &put, NULL);
        if (good) {
            copy->done.QuadPart += put;
            good = report(copy, COPY_CHUNK_ENDS);
            copy->chunks++;
        }
    }
    k32_heap_free(buffer);
    return good && report(copy, COPY_ENDS);
}

static void copy_facts(COPY *copy)
{
    FILE_BASIC_INFORMATION basic;
    IO_STATUS_BLOCK io;
    if (NtQueryInformationFile(copy->from, &io, &basic, sizeof basic, FileBasicInformation))
        return;
    basic.CreationTime.QuadPart = basic.LastAccessTime.QuadPart = basic.ChangeTime.QuadPart = 0;
    basic.FileAttributes |= FILE_ATTRIBUTE_NORMAL;
    NtSetInformationFile(copy->to, &io, &basic, sizeof basic, FileBasicInformation);
}

static void remove_handle(HANDLE file)
{
    FILE_DISPOSITION_INFORMATION delete = {TRUE};
    IO_STATUS_BLOCK io;
    NtSetInformationFile(file, &io, &delete, sizeof delete, FileDispositionInformation);
}

/* Whether a copy is taken up where it was stopped is not to be seen in what it makes: it begins
 * anew. */
BOOL k32_copy(COPY *copy, LPCWSTR from, LPCWSTR to, DWORD flags)
{
    DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    copy->from = CreateFileW(from, GENERIC_READ, share, NULL, OPEN_EXISTING,
                             FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (copy->from == INVALID_HANDLE_VALUE)
        return FALSE;
    copy->to = CreateFileW(to, GENERIC_WRITE | DELETE | FILE_WRITE_ATTRIBUTES, 0, NULL,
                           flags & COPY_FILE_FAIL_IF_EXISTS ? CREATE_NEW : CREATE_ALWAYS,
                           FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (copy->to == INVALID_HANDLE_VALUE) {
        NtClose(copy->from);
        return FALSE;
    }
    BOOL good = GetFileSizeEx(copy->from, &copy->size) && copy_data(copy);
    DWORD error = teb_self()->LastErrorValue;
    if (good)
        copy_facts(copy);
    else if (!copy->keep)
        remove_handle(copy->to);
    NtClose(copy->to);
    NtClose(copy->from);
    return good ? TRUE : fail_with(error);
}

typedef struct PROGRESS {
    LPPROGRESS_ROUTINE routine;
    LPVOID context;
} PROGRESS;

static DWORD tell_routine(const COPY *copy, COPY_STEP step)
{
    const PROGRESS *progress = copy->context;
    if (step != COPY_BEGINS && step != COPY_CHUNK_ENDS)
        return PROGRESS_CONTINUE;
    return progress->routine(copy->size, copy->done, copy->size, copy->done, 1,
                             step == COPY_BEGINS ? CALLBACK_STREAM_SWITCH : CALLBACK_CHUNK_FINISHED,
                             copy->from, copy->to, progress->context);
}

BOOL WINAPI CopyFileExW(LPCWSTR from, LPCWSTR to, LPPROGRESS_ROUTINE routine, LPVOID context,
                        LPBOOL cancel, DWORD flags)
{
    PROGRESS progress = {routine, context};
    COPY copy = {.tell = routine ? tell_routine : NULL, .context = &progress, .cancel = cancel};
    return k32_copy(&copy, from, to, flags);
}

BOOL WINAPI CopyFileW(LPCWSTR from, LPCWSTR to, BOOL fail_if_exists)
{
    COPY copy = {0};
    return k32_copy(&copy, from, to, fail_if_exists ? COPY_FILE_FAIL_IF_EXISTS : 0);
}
