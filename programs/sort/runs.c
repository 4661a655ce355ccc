/* runs.c - see runs.h. A record in a file is its size and its bytes. */
#include "runs.h"

#define BUFFER   65536
#define RUNS_MAX 32

static RUN runs[RUNS_MAX];
static size_t run_count;

BOOL run_create(RUN *run)
{
    WCHAR folder[PATH_ROOM], path[PATH_ROOM];
    *run = (RUN){.buffer = need(BUFFER)};
    if (sorting.folder)
        set_text(folder, PATH_ROOM, L"%ls", sorting.folder);
    else if (!GetTempPathW(PATH_ROOM, folder))
        return FALSE;
    if (!GetTempFileNameW(folder, L"srt", 0, path))
        return FALSE;
    run->file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                            FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    return run->file != INVALID_HANDLE_VALUE;
}

static BOOL flush(RUN *run)
{
    DWORD done;
    for (size_t at = 0; at < run->end; at += done)
        if (!WriteFile(run->file, run->buffer + at, (DWORD)(run->end - at), &done, NULL))
            return FALSE;
    run->end = 0;
    return TRUE;
}

static BOOL put(RUN *run, const void *bytes, size_t size)
{
    for (const char *from = bytes; size;) {
        size_t part = BUFFER - run->end < size ? BUFFER - run->end : size;
        memcpy(run->buffer + run->end, from, part);
        run->end += part;
        from += part;
        size -= part;
        if (run->end == BUFFER && !flush(run))
            return FALSE;
    }
    return TRUE;
}

BOOL run_write(RUN *run, const RECORD *record)
{
    return put(run, &record->size, sizeof record->size) && put(run, record->bytes, record->size);
}

static BOOL get(RUN *run, void *bytes, size_t size)
{
    for (char *to = bytes; size;) {
        DWORD done = 0;
        if (run->at == run->end) {
            if (!ReadFile(run->file, run->buffer, BUFFER, &done, NULL))
                return FALSE;
            if (!done)
                SetLastError(ERROR_HANDLE_EOF);
            if (!done)
                return FALSE;
            run->at = 0;
            run->end = done;
        }
        size_t part = run->end - run->at < size ? run->end - run->at : size;
        memcpy(to, run->buffer + run->at, part);
        run->at += part;
        to += part;
        size -= part;
    }
    return TRUE;
}

/* TRUE at the end too. */
static BOOL next_record(RUN *run)
{
    size_t size;
    free_record(&run->first);
    if (!get(run, &size, sizeof size))
        return GetLastError() == ERROR_HANDLE_EOF;
    char *bytes = need(size + 1);
    BOOL good = get(run, bytes, size);
    if (good)
        run->first = make_record(bytes, size);
    free(bytes);
    return good;
}

static BOOL rewind_run(RUN *run)
{
    run->at = run->end = 0;
    return SetFilePointer(run->file, 0, NULL, FILE_BEGIN) == 0 && next_record(run);
}

static RUN *smallest(void)
{
    RUN *found = NULL;
    for (size_t i = 0; i < run_count; i++)
        if (runs[i].first.bytes && (!found || compare_records(&runs[i].first, &found->first) < 0))
            found = &runs[i];
    return found;
}

BOOL runs_merge(void (*take)(const RECORD *record))
{
    RUN *run;
    for (size_t i = 0; i < run_count; i++)
        if (!rewind_run(&runs[i]))
            return FALSE;
    while ((run = smallest())) {
        take(&run->first);
        if (!next_record(run))
            return FALSE;
    }
    while (run_count) {
        CloseHandle(runs[--run_count].file);
        free(runs[run_count].buffer);
    }
    return TRUE;
}

static RUN merged;
static BOOL merge_failed;

static void take_merged(const RECORD *record)
{
    merge_failed |= !run_write(&merged, record);
}

BOOL runs_add(RUN *run)
{
    if (!flush(run))
        return FALSE;
    if (run_count == RUNS_MAX) {
        merge_failed = FALSE;
        if (!run_create(&merged) || !runs_merge(take_merged) || merge_failed || !flush(&merged))
            return FALSE;
        runs[run_count++] = merged;
    }
    runs[run_count++] = *run;
    return TRUE;
}

size_t runs_count(void)
{
    return run_count;
}
