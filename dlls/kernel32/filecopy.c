/*
 * filecopy.c - CopyFile and its kin.
 */
#include "file_names.h"

#define CHUNK (1u << 20)

typedef struct COPY {
    HANDLE from, to;
    LPPROGRESS_ROUTINE progress;
    LPVOID context;
    LPBOOL cancel;
    LARGE_INTEGER size, done;
    BOOL quiet;
} COPY;

/* FALSE: the caller wants no more; the last error says so. */
static BOOL report(COPY *copy, DWORD reason)
{
    if (copy->cancel && *copy->cancel)
        return fail_with(ERROR_REQUEST_ABORTED);
    if (!copy->progress || copy->quiet)
        return TRUE;
    switch (copy->progress(copy->size, copy->done, copy->size, copy->done, 1, reason, copy->from,
                           copy->to, copy->context)) {
    case PROGRESS_CONTINUE:
        return TRUE;
    case PROGRESS_QUIET:
        copy->quiet = TRUE;
        return TRUE;
    default:
        return fail_with(ERROR_REQUEST_ABORTED);
    }
}

static BOOL copy_data(COPY *copy)
{
    DWORD chunk = copy->size.QuadPart < CHUNK ? (DWORD)copy->size.QuadPart + 1 : CHUNK, got, put;
    char *buffer = k32_heap(chunk);
    BOOL good = buffer != NULL && report(copy, CALLBACK_STREAM_SWITCH);
    while (good) {
        good = ReadFile(copy->from, buffer, chunk, &got, NULL);
        if (!good || got == 0)
            break;
        good = WriteFile(copy->to, buffer, got, &put, NULL);
        copy->done.QuadPart += put;
        good = good && report(copy, CALLBACK_CHUNK_FINISHED);
    }
    k32_heap_free(buffer);
    return good;
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

BOOL WINAPI CopyFileExW(LPCWSTR from, LPCWSTR to, LPPROGRESS_ROUTINE progress, LPVOID context,
                        LPBOOL cancel, DWORD flags)
{
    COPY copy = {.progress = progress, .context = context, .cancel = cancel};
    DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    copy.from = CreateFileW(from, GENERIC_READ, share, NULL, OPEN_EXISTING,
                            FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (copy.from == INVALID_HANDLE_VALUE)
        return FALSE;
    copy.to = CreateFileW(to, GENERIC_WRITE | DELETE | FILE_WRITE_ATTRIBUTES, 0, NULL,
                          flags & COPY_FILE_FAIL_IF_EXISTS ? CREATE_NEW : CREATE_ALWAYS,
                          FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    if (copy.to == INVALID_HANDLE_VALUE) {
        NtClose(copy.from);
        return FALSE;
    }
    BOOL good = GetFileSizeEx(copy.from, &copy.size) && copy_data(&copy);
    DWORD error = teb_self()->LastErrorValue;
    if (good)
        copy_facts(&copy);
    else
        remove_handle(copy.to);
    NtClose(copy.to);
    NtClose(copy.from);
    return good ? TRUE : fail_with(error);
}

BOOL WINAPI CopyFileW(LPCWSTR from, LPCWSTR to, BOOL fail_if_exists)
{
    return CopyFileExW(from, to, NULL, NULL, NULL, fail_if_exists ? COPY_FILE_FAIL_IF_EXISTS : 0);
}
