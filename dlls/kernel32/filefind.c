/*
 * filefind.c - FindFirstFile and its kin.
 *
 * A search holds a directory handle and one buffer of entries; the buffer is as large as a search
 * that takes everything can use, and smaller where one name is looked for.
 */
#include "file_names.h"

#define MAGIC       0x46494e44
#define BUFFER_SIZE 32768
#define SMALL_SIZE  1024

typedef struct SEARCH {
    ULONG magic;
    HANDLE directory;
    CRITICAL_SECTION lock;
    BOOL basic; /* no short names wanted */
    BOOL directories_only;
    BOOL ended;
    ULONG at, used, size;
    char buffer[] __attribute__((aligned(8)));
} SEARCH;

static BOOL is_slash(WCHAR c)
{
    return c == '\\' || c == '/';
}

/* What DOS meant by * and ? is not what the NT expression means: "*.*" is everything, a "?" matches
 * nothing at the end of a name too, and ".*" at the end matches names without a dot. */
static ULONG translate(const WCHAR *pattern, ULONG count, WCHAR *out)
{
    if (count == 3 && pattern[0] == '*' && pattern[1] == '.' && pattern[2] == '*') {
        out[0] = '*';
        return 1;
    }
    for (ULONG i = 0; i < count; i++) {
        WCHAR c = pattern[i];
        WCHAR next = i + 1 < count ? pattern[i + 1] : 0;
        if (c == '?')
            c = '>';
        else if (c == '.' && (next == '?' || next == '*'))
            c = '"';
        else if (c == '*' && next == '.' && i + 2 == count)
            c = '<'; /* "*.": names without an extension */
        else if (c == '.' && i + 1 == count && i && pattern[i - 1] == '*')
            c = '"';
        out[i] = c;
    }
    return count;
}

static SEARCH *new_search(ULONG size)
{
    SEARCH *search = k32_heap(sizeof *search + size);
    if (!search)
        return NULL;
    __builtin_memset(search, 0, sizeof *search);
    search->magic = MAGIC;
    search->size = size;
    RtlInitializeCriticalSection(&search->lock);
    return search;
}

static void end_search(SEARCH *search)
{
    search->magic = 0;
    if (search->directory)
        NtClose(search->directory);
    RtlDeleteCriticalSection(&search->lock);
    k32_heap_free(search);
}

static NTSTATUS fill(SEARCH *search, UNICODE_STRING *pattern)
{
    IO_STATUS_BLOCK io;
    NTSTATUS status =
        NtQueryDirectoryFile(search->directory, NULL, NULL, NULL, &io, search->buffer, search->size,
                             FileBothDirectoryInformation, FALSE, pattern, pattern != NULL);
    search->at = 0;
    search->used = status ? 0 : (ULONG)io.Information;
    return status;
}

static void put_time(FILETIME *to, LARGE_INTEGER from)
{
    to->dwLowDateTime = from.LowPart;
    to->dwHighDateTime = (DWORD)from.HighPart;
}

static void put_entry(const FILE_BOTH_DIR_INFORMATION *entry, WIN32_FIND_DATAW *data)
{
    ULONG count = entry->FileNameLength / 2;
    if (count >= MAX_PATH)
        count = MAX_PATH - 1;
    data->dwFileAttributes = entry->FileAttributes;
    put_time(&data->ftCreationTime, entry->CreationTime);
    put_time(&data->ftLastAccessTime, entry->LastAccessTime);
    put_time(&data->ftLastWriteTime, entry->LastWriteTime);
    data->nFileSizeHigh = (DWORD)entry->EndOfFile.HighPart;
    data->nFileSizeLow = entry->EndOfFile.LowPart;
    data->dwReserved0 = entry->FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT ? entry->EaSize : 0;
    data->dwReserved1 = 0;
    __builtin_memcpy(data->cFileName, entry->FileName, count * sizeof(WCHAR));
    data->cFileName[count] = 0;
    data->cAlternateFileName[0] = 0;
}

/* Under the search's lock. */
static NTSTATUS next_entry(SEARCH *search, WIN32_FIND_DATAW *data)
{
    for (;;) {
        if (search->at >= search->used) {
            NTSTATUS status = search->ended ? STATUS_NO_MORE_FILES : fill(search, NULL);
            if (status)
                return status;
        }
        const FILE_BOTH_DIR_INFORMATION *entry =
            (const FILE_BOTH_DIR_INFORMATION *)(search->buffer + search->at);
        search->at = entry->NextEntryOffset ? search->at + entry->NextEntryOffset : search->used;
        if (search->directories_only && !(entry->FileAttributes & FILE_ATTRIBUTE_DIRECTORY))
            continue;
        put_entry(entry, data);
        return STATUS_SUCCESS;
    }
}

/* Splits the NT path into directory (kept in *path) and pattern. */
static BOOL split(UNICODE_STRING *path, const WCHAR *name, UNICODE_STRING *pattern,
                  WCHAR translated[MAX_PATH])
{
    ULONG count = path->Length / 2, at = count, end = k32_count(name);
    if (!end || is_slash(name[end - 1]))
        return fail_with(ERROR_FILE_NOT_FOUND);
    while (at && path->Buffer[at - 1] != '\\')
        at--;
    /* A pattern's trailing dot or space is meant, but making the path full has dropped it. */
    ULONG start = end;
    while (start && !is_slash(name[start - 1]) && !(name[start - 1] == ':' && start == 2))
        start--;
    const WCHAR *last = name + start;
    ULONG last_count = end - start;
    BOOL dots = last_count <= 2 && last[0] == '.' && last[last_count - 1] == '.';
    if (dots || at == count) { /* "dir\." is the directory itself: it is looked for by its name */
        last = path->Buffer + at;
        last_count = count - at;
    }
    if (last_count == 0 || last_count > MAX_PATH - 1)
        return fail_with(last_count ? ERROR_INVALID_NAME : ERROR_FILE_NOT_FOUND);
    pattern->Length = (USHORT)(translate(last, last_count, translated) * 2);
    /* "name." is "name" when no wildcard is about */
    BOOL wild = FALSE;
    for (ULONG i = 0; i < pattern->Length / 2u; i++)
        wild |= translated[i] == '*' || translated[i] == '>' || translated[i] == '<';
    while (
        !wild && pattern->Length > 2 &&
        (translated[pattern->Length / 2 - 1] == '.' || translated[pattern->Length / 2 - 1] == ' '))
        pattern->Length -= 2;
    pattern->Buffer = translated;
    pattern->MaximumLength = wild; /* tells the caller */
    path->Length = (USHORT)(at * 2);
    return TRUE;
}

HANDLE WINAPI FindFirstFileExW(LPCWSTR name, FINDEX_INFO_LEVELS level, LPVOID data,
                               FINDEX_SEARCH_OPS operation, LPVOID filter, DWORD flags)
{
    K32_PATH path;
    WCHAR translated[MAX_PATH];
    UNICODE_STRING pattern;
    IO_STATUS_BLOCK io;
    SEARCH *search = NULL;
    (void)filter, (void)flags;
    if (level > FindExInfoBasic || operation > FindExSearchLimitToDirectories || !name) {
        fail_with(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }
    if (!k32_path(&path, name))
        return INVALID_HANDLE_VALUE;
    if (!split(&path.name, name, &pattern, translated) ||
        !(search = new_search(pattern.MaximumLength ? BUFFER_SIZE : SMALL_SIZE))) {
        k32_path_end(&path);
        return INVALID_HANDLE_VALUE;
    }
    search->basic = level == FindExInfoBasic;
    search->directories_only = operation == FindExSearchLimitToDirectories;
    NTSTATUS status = NtOpenFile(
        &search->directory, FILE_LIST_DIRECTORY | SYNCHRONIZE, &path.attributes, &io,
        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
        FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT | FILE_OPEN_FOR_BACKUP_INTENT);
    k32_path_end(&path);
    if (status == STATUS_OBJECT_NAME_NOT_FOUND)
        status = STATUS_OBJECT_PATH_NOT_FOUND;
    if (!status)
        status = fill(search, &pattern);
    if (!status)
        status = next_entry(search, data);
    search->ended = !pattern.MaximumLength;
    if (!status)
        return search;
    end_search(search);
    if (status == STATUS_NO_MORE_FILES)
        status = STATUS_NO_SUCH_FILE;
    set_last_nt_error(status);
    return INVALID_HANDLE_VALUE;
}

HANDLE WINAPI FindFirstFileW(LPCWSTR name, LPWIN32_FIND_DATAW data)
{
    return FindFirstFileExW(name, FindExInfoStandard, data, FindExSearchNameMatch, NULL, 0);
}

BOOL WINAPI FindNextFileW(HANDLE handle, LPWIN32_FIND_DATAW data)
{
    SEARCH *search = handle;
    if (!handle || handle == INVALID_HANDLE_VALUE || search->magic != MAGIC)
        return fail_with(ERROR_INVALID_HANDLE);
    RtlEnterCriticalSection(&search->lock);
    NTSTATUS status = next_entry(search, data);
    RtlLeaveCriticalSection(&search->lock);
    if (status == STATUS_NO_SUCH_FILE)
        status = STATUS_NO_MORE_FILES;
    return status ? set_last_nt_error(status) : TRUE;
}

BOOL WINAPI FindClose(HANDLE handle)
{
    SEARCH *search = handle;
    if (!handle || handle == INVALID_HANDLE_VALUE || search->magic != MAGIC)
        return fail_with(ERROR_INVALID_HANDLE);
    end_search(search);
    return TRUE;
}

static void narrow(const WIN32_FIND_DATAW *from, WIN32_FIND_DATAA *to)
{
    __builtin_memcpy(to, from, offsetof(WIN32_FIND_DATAA, cFileName));
    if (k32_narrow(from->cFileName, k32_count(from->cFileName), to->cFileName, MAX_PATH) >=
        MAX_PATH)
        to->cFileName[0] = 0;
    to->cAlternateFileName[0] = 0;
}

HANDLE WINAPI FindFirstFileExA(LPCSTR name, FINDEX_INFO_LEVELS level, LPVOID data,
                               FINDEX_SEARCH_OPS operation, LPVOID filter, DWORD flags)
{
    K32_WIDE wide;
    WIN32_FIND_DATAW found;
    WCHAR *text = k32_wide(&wide, name);
    if (name && !text)
        return INVALID_HANDLE_VALUE;
    HANDLE handle = FindFirstFileExW(text, level, &found, operation, filter, flags);
    if (handle != INVALID_HANDLE_VALUE)
        narrow(&found, data);
    k32_wide_end(&wide);
    return handle;
}

HANDLE WINAPI FindFirstFileA(LPCSTR name, LPWIN32_FIND_DATAA data)
{
    return FindFirstFileExA(name, FindExInfoStandard, data, FindExSearchNameMatch, NULL, 0);
}

BOOL WINAPI FindNextFileA(HANDLE handle, LPWIN32_FIND_DATAA data)
{
    WIN32_FIND_DATAW found;
    if (!FindNextFileW(handle, &found))
        return FALSE;
    narrow(&found, data);
    return TRUE;
}

/* A file has one stream, its contents; a directory has none. */
HANDLE WINAPI FindFirstStreamW(LPCWSTR name, STREAM_INFO_LEVELS level, LPVOID data, DWORD flags)
{
    WIN32_FIND_STREAM_DATA *stream = data;
    WIN32_FILE_ATTRIBUTE_DATA facts;
    if (level != FindStreamInfoStandard || flags) {
        fail_with(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }
    if (!GetFileAttributesExW(name, GetFileExInfoStandard, &facts))
        return INVALID_HANDLE_VALUE;
    if (facts.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) {
        fail_with(ERROR_HANDLE_EOF);
        return INVALID_HANDLE_VALUE;
    }
    SEARCH *search = new_search(0);
    if (!search)
        return INVALID_HANDLE_VALUE;
    search->ended = TRUE;
    stream->StreamSize.LowPart = facts.nFileSizeLow;
    stream->StreamSize.HighPart = (LONG)facts.nFileSizeHigh;
    __builtin_memcpy(stream->cStreamName, L"::$DATA", sizeof L"::$DATA");
    return search;
}

BOOL WINAPI FindNextStreamW(HANDLE handle, LPVOID data)
{
    (void)data;
    SEARCH *search = handle;
    if (!handle || handle == INVALID_HANDLE_VALUE || search->magic != MAGIC)
        return fail_with(ERROR_INVALID_HANDLE);
    return fail_with(ERROR_HANDLE_EOF);
}

HANDLE WINAPI FindFirstFileNameW(LPCWSTR name, DWORD flags, LPDWORD length, PWSTR link)
{
    HANDLE file;
    union {
        FILE_NAME_INFORMATION info;
        char room[sizeof(FILE_NAME_INFORMATION) + 4096];
    } u;
    FILE_STANDARD_INFORMATION standard;
    IO_STATUS_BLOCK io;
    NTSTATUS status =
        flags ? STATUS_INVALID_PARAMETER : k32_open(name, FILE_READ_ATTRIBUTES, 0, &file);
    if (!status) {
        status = NtQueryInformationFile(file, &io, &u, sizeof u, FileNameInformation);
        if (!status)
            status = NtQueryInformationFile(file, &io, &standard, sizeof standard,
                                            FileStandardInformation);
        NtClose(file);
    }
    if (!status && standard.NumberOfLinks > 1)
        status = STATUS_NOT_SUPPORTED; /* the host does not say where the others are */
    if (!nt_result(status))
        return INVALID_HANDLE_VALUE;
    DWORD count = u.info.FileNameLength / 2;
    if (*length <= count) {
        *length = count + 1;
        fail_with(ERROR_MORE_DATA);
        return INVALID_HANDLE_VALUE;
    }
    SEARCH *search = new_search(0);
    if (!search)
        return INVALID_HANDLE_VALUE;
    __builtin_memcpy(link, u.info.FileName, count * 2);
    link[count] = 0;
    *length = count + 1;
    return search;
}

BOOL WINAPI FindNextFileNameW(HANDLE handle, LPDWORD length, PWSTR link)
{
    (void)link, (void)length;
    SEARCH *search = handle;
    if (!handle || handle == INVALID_HANDLE_VALUE || search->magic != MAGIC)
        return fail_with(ERROR_INVALID_HANDLE);
    return fail_with(ERROR_HANDLE_EOF);
}
