/*
 * filesearch.c - SearchPath, GetFinalPathNameByHandle, and the old functions on file handles.
 */
#include "file_names.h"

/* The directories that a program's own files are looked for in, separated by semicolons. */
static WCHAR *default_path(void)
{
    static const WCHAR fixed[] = L";C:\\Windows\\System32;C:\\Windows\\System;C:\\Windows;";
    static const WCHAR dot[] = L";.";
    DWORD value = GetEnvironmentVariableW(L"PATH", NULL, 0), at = 0;
    const UNICODE_STRING *image = &peb_self()->ProcessParameters->ImagePathName;
    DWORD own = image->Length / 2;
    while (own && image->Buffer[own - 1] != '\\')
        own--;
    WCHAR *path = k32_heap((own + sizeof fixed / 2 + sizeof dot / 2 + value + 4) * sizeof(WCHAR));
    if (!path)
        return NULL;
    __builtin_memcpy(path, image->Buffer, own * sizeof(WCHAR));
    at = own;
    __builtin_memcpy(path + at, dot, sizeof dot);
    at += sizeof dot / 2 - 1;
    __builtin_memcpy(path + at, fixed, sizeof fixed);
    at += sizeof fixed / 2 - 1;
    if (value)
        GetEnvironmentVariableW(L"PATH", path + at, value);
    return path;
}

DWORD WINAPI SearchPathW(LPCWSTR path, LPCWSTR name, LPCWSTR extension, DWORD size, LPWSTR buffer,
                         LPWSTR *part)
{
    if (!name || !*name) {
        fail_with(ERROR_INVALID_PARAMETER);
        return 0;
    }
    WCHAR *own = path ? NULL : default_path();
    if (!path && !own)
        return 0;
    ULONG result =
        RtlDosSearchPath_U(path ? path : own, name, extension,
                           buffer ? (size > 0x7fff ? 0xfffe : size * 2) : 0, buffer, part);
    k32_heap_free(own);
    if (!result)
        fail_with(ERROR_FILE_NOT_FOUND);
    return result / 2;
}

typedef struct SEARCHED {
    const WCHAR *path, *name, *extension;
} SEARCHED;

static DWORD run(void *context, WCHAR *buffer, DWORD size)
{
    SEARCHED *s = context;
    return SearchPathW(s->path, s->name, s->extension, size, buffer, NULL);
}

DWORD WINAPI SearchPathA(LPCSTR path, LPCSTR name, LPCSTR extension, DWORD size, LPSTR buffer,
                         LPSTR *part)
{
    K32_WIDE wide[3];
    SEARCHED s = {k32_wide(&wide[0], path), k32_wide(&wide[1], name),
                  k32_wide(&wide[2], extension)};
    DWORD count = k32_narrow_path(run, &s, buffer, buffer ? size : 0);
    if (part && count && count < size) {
        *part = NULL;
        for (DWORD i = 0; i < count; i++)
            if (buffer[i] == '\\')
                *part = buffer + i + 1;
    }
    for (int i = 0; i < 3; i++)
        k32_wide_end(&wide[i]);
    return count;
}

/* "\Device\HarddiskVolume1\..." and its drive. */
static DWORD put_final(const UNICODE_STRING *name, DWORD flags, WCHAR *out)
{
    static const WCHAR device[] = L"\\Device\\HarddiskVolume";
    static const WCHAR guid[] = L"\\\\?\\Volume{00000000-0000-0000-0000-00000000000";
    const DWORD prefix = sizeof device / 2; /* with the digit */
    DWORD rest = name->Length / 2 - prefix, at = 0;
    const WCHAR *path = name->Buffer + prefix;
    WCHAR digit = name->Buffer[prefix - 1];
    switch (flags & 7) {
    case VOLUME_NAME_NT:
        __builtin_memcpy(out, name->Buffer, name->Length);
        return name->Length / 2;
    case VOLUME_NAME_NONE:
        break;
    case VOLUME_NAME_GUID:
        at = sizeof guid / 2 - 1;
        __builtin_memcpy(out, guid, sizeof guid);
        out[at++] = digit;
        out[at++] = '}';
        break;
    default:
        __builtin_memcpy(out, L"\\\\?\\", 8);
        out[4] = digit == '1' ? 'C' : 'Z';
        out[5] = ':';
        at = 6;
    }
    __builtin_memcpy(out + at, path, rest * sizeof(WCHAR));
    return at + rest;
}

DWORD WINAPI GetFinalPathNameByHandleW(HANDLE file, LPWSTR buffer, DWORD size, DWORD flags)
{
    ULONG needed = 0, room = 1024;
    if (flags & ~(FILE_NAME_OPENED | 7) || (flags & 7) > 4) {
        fail_with(ERROR_INVALID_PARAMETER);
        return 0;
    }
    UNICODE_STRING *name = k32_heap(room);
    if (!name)
        return 0;
    NTSTATUS status = NtQueryObject(file, 1 /* ObjectNameInformation */, name, room, &needed);
    if (status == STATUS_BUFFER_OVERFLOW || status == STATUS_INFO_LENGTH_MISMATCH) {
        k32_heap_free(name);
        name = k32_heap(needed);
        if (!name)
            return 0;
        status = NtQueryObject(file, 1, name, needed, &needed);
    }
    DWORD result = 0;
    if (!status && name->Length < 48)
        status = STATUS_INVALID_PARAMETER; /* not on a disk */
    WCHAR *out = status ? NULL : k32_heap(name->Length + 160);
    if (out) {
        DWORD count = put_final(name, flags, out);
        result = k32_give(out, count, buffer, size);
        if (result > count)
            fail_with(ERROR_NOT_ENOUGH_MEMORY);
    } else if (status) {
        set_last_nt_error(status);
    }
    k32_heap_free(out);
    k32_heap_free(name);
    return result;
}

typedef struct FINAL {
    HANDLE file;
    DWORD flags;
} FINAL;

static DWORD run_final(void *context, WCHAR *buffer, DWORD size)
{
    FINAL *final = context;
    return GetFinalPathNameByHandleW(final->file, buffer, size, final->flags);
}

DWORD WINAPI GetFinalPathNameByHandleA(HANDLE file, LPSTR buffer, DWORD size, DWORD flags)
{
    FINAL final = {file, flags};
    return k32_narrow_path(run_final, &final, buffer, size);
}

/* ---- 16-bit heritage */

HFILE WINAPI _lopen(LPCSTR name, int mode)
{
    static const DWORD access[] = {GENERIC_READ, GENERIC_WRITE, GENERIC_READ | GENERIC_WRITE, 0};
    static const DWORD share[] = {FILE_SHARE_READ | FILE_SHARE_WRITE, 0, FILE_SHARE_READ,
                                  FILE_SHARE_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE};
    DWORD sharing = (DWORD)mode >> 4 & 7;
    if ((mode & 3) == 3 || sharing > 4) {
        fail_with(ERROR_INVALID_PARAMETER);
        return HFILE_ERROR;
    }
    return (HFILE)(LONG_PTR)CreateFileA(name, access[mode & 3], share[sharing], NULL, OPEN_EXISTING,
                                        FILE_ATTRIBUTE_NORMAL, NULL);
}

HFILE WINAPI _lcreat(LPCSTR name, int attributes)
{
    return (HFILE)(LONG_PTR)CreateFileA(name, GENERIC_READ | GENERIC_WRITE,
                                        FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, CREATE_ALWAYS,
                                        (DWORD)attributes & 7, NULL);
}

HFILE WINAPI _lclose(HFILE file)
{
    return CloseHandle((HANDLE)(LONG_PTR)file) ? 0 : HFILE_ERROR;
}

UINT WINAPI _lread(HFILE file, LPVOID buffer, UINT size)
{
    DWORD done;
    return ReadFile((HANDLE)(LONG_PTR)file, buffer, size, &done, NULL) ? done : (UINT)HFILE_ERROR;
}

/* Writing nothing cuts the file off at its pointer. */
UINT WINAPI _lwrite(HFILE file, LPCCH buffer, UINT size)
{
    DWORD done = 0;
    HANDLE handle = (HANDLE)(LONG_PTR)file;
    BOOL good = size ? WriteFile(handle, buffer, size, &done, NULL) : SetEndOfFile(handle);
    return good ? done : (UINT)HFILE_ERROR;
}

long WINAPI _hread(HFILE file, LPVOID buffer, long size)
{
    return (long)_lread(file, buffer, (UINT)size);
}

long WINAPI _hwrite(HFILE file, LPCCH buffer, long size)
{
    return (long)_lwrite(file, buffer, (UINT)size);
}

LONG WINAPI _llseek(HFILE file, LONG offset, int origin)
{
    return (LONG)SetFilePointer((HANDLE)(LONG_PTR)file, offset, NULL, (DWORD)origin);
}

UINT WINAPI SetHandleCount(UINT count)
{
    return count; /* there has been no limit since Windows NT */
}
