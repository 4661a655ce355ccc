/*
 * filepath.c - paths: full, long, short and final names, the current, temporary and system
 * directories, searching.
 */
#include "file_names.h"

DWORD WINAPI GetFullPathNameW(LPCWSTR name, DWORD size, LPWSTR buffer, LPWSTR *part)
{
    ULONG needed;
    NTSTATUS status =
        RtlGetFullPathName_UEx(name, size > 0x7fff ? 0xfffe : size * 2, buffer, part, &needed);
    if (status) {
        set_last_nt_error(status);
        return 0;
    }
    return needed / 2;
}

/* A path that is given back in the same form: from a wide function with one name argument. */
typedef struct NAMED {
    const WCHAR *name;
    DWORD(WINAPI *function)(LPCWSTR, LPWSTR, DWORD);
} NAMED;

static DWORD run_named(void *context, WCHAR *buffer, DWORD size)
{
    NAMED *named = context;
    return named->function(named->name, buffer, size);
}

static DWORD run_full(void *context, WCHAR *buffer, DWORD size)
{
    return GetFullPathNameW(context, size, buffer, NULL);
}

DWORD WINAPI GetFullPathNameA(LPCSTR name, DWORD size, LPSTR buffer, LPSTR *part)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    if (name && !text)
        return 0;
    DWORD count = k32_narrow_path(run_full, text, buffer, size);
    k32_wide_end(&wide);
    if (part) {
        *part = NULL;
        if (count && count < size)
            for (DWORD i = 0; i < count; i++)
                if (buffer[i] == '\\')
                    *part = i + 1 < count ? buffer + i + 1 : NULL;
    }
    return count;
}

/* Replaces each component by the name that the directory has for it. */
DWORD WINAPI GetLongPathNameW(LPCWSTR name, LPWSTR buffer, DWORD size)
{
    WIN32_FIND_DATAW data;
    DWORD count, at = 0, start;
    if (!name) {
        fail_with(ERROR_INVALID_PARAMETER);
        return 0;
    }
    if (GetFileAttributesW(name) == INVALID_FILE_ATTRIBUTES)
        return 0;
    count = k32_count(name);
    WCHAR *out = k32_heap((count + MAX_PATH) * 4 * sizeof(WCHAR) + 64);
    WCHAR *part = k32_heap((count + 2) * sizeof(WCHAR));
    if (!out || !part)
        goto done;
    for (start = 0; start < count;) {
        DWORD end = start;
        while (end < count && name[end] != '\\' && name[end] != '/')
            end++;
        DWORD used = end - start;
        BOOL plain = used == 0 || name[start] == '.' || (used == 2 && name[start + 1] == ':') ||
                     (used == 1 && name[start] == '?');
        __builtin_memcpy(part, name, end * sizeof(WCHAR));
        part[end] = 0;
        HANDLE find = plain ? INVALID_HANDLE_VALUE : FindFirstFileW(part, &data);
        if (find != INVALID_HANDLE_VALUE) {
            FindClose(find);
            used = k32_count(data.cFileName);
            __builtin_memcpy(out + at, data.cFileName, used * sizeof(WCHAR));
        } else {
            __builtin_memcpy(out + at, name + start, used * sizeof(WCHAR));
        }
        at += used;
        if (end < count)
            out[at++] = name[end];
        start = end + 1;
    }
    at = k32_give(out, at, buffer, size);
done:
    k32_heap_free(out);
    k32_heap_free(part);
    return at;
}

/* No short names are kept: a name is its own. */
DWORD WINAPI GetShortPathNameW(LPCWSTR name, LPWSTR buffer, DWORD size)
{
    if (!name) {
        fail_with(ERROR_INVALID_PARAMETER);
        return 0;
    }
    if (GetFileAttributesW(name) == INVALID_FILE_ATTRIBUTES)
        return 0;
    return k32_give(name, k32_count(name), buffer, size);
}

static DWORD named_a(DWORD(WINAPI *function)(LPCWSTR, LPWSTR, DWORD), LPCSTR name, LPSTR buffer,
                     DWORD size)
{
    K32_WIDE wide;
    NAMED named = {k32_wide(&wide, name), function};
    if (name && !named.name)
        return 0;
    DWORD result = k32_narrow_path(run_named, &named, buffer, size);
    k32_wide_end(&wide);
    return result;
}

DWORD WINAPI GetLongPathNameA(LPCSTR name, LPSTR buffer, DWORD size)
{
    return named_a(GetLongPathNameW, name, buffer, size);
}

DWORD WINAPI GetShortPathNameA(LPCSTR name, LPSTR buffer, DWORD size)
{
    return named_a(GetShortPathNameW, name, buffer, size);
}

DWORD WINAPI GetCurrentDirectoryW(DWORD size, LPWSTR buffer)
{
    return RtlGetCurrentDirectory_U(buffer ? size * sizeof(WCHAR) : 0, buffer) / sizeof(WCHAR);
}

BOOL WINAPI SetCurrentDirectoryW(LPCWSTR name)
{
    UNICODE_STRING path;
    if (!name)
        return fail_with(ERROR_INVALID_NAME);
    RtlInitUnicodeString(&path, name);
    return nt_result(RtlSetCurrentDirectory_U(&path));
}

static DWORD run_current(void *context, WCHAR *buffer, DWORD size)
{
    (void)context;
    return GetCurrentDirectoryW(size, buffer);
}

DWORD WINAPI GetCurrentDirectoryA(DWORD size, LPSTR buffer)
{
    return k32_narrow_path(run_current, NULL, buffer, buffer ? size : 0);
}

BOOL WINAPI SetCurrentDirectoryA(LPCSTR name)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    BOOL result = (text || !name) && SetCurrentDirectoryW(text);
    k32_wide_end(&wide);
    return result;
}

/* ---- fixed directories */

static const WCHAR windows[] = L"C:\\Windows";
static const WCHAR system32[] = L"C:\\Windows\\System32";

UINT WINAPI GetWindowsDirectoryW(LPWSTR buffer, UINT size)
{
    return k32_give(windows, sizeof windows / 2 - 1, buffer, size);
}

UINT WINAPI GetSystemWindowsDirectoryW(LPWSTR buffer, UINT size)
{
    return GetWindowsDirectoryW(buffer, size);
}

UINT WINAPI GetSystemDirectoryW(LPWSTR buffer, UINT size)
{
    return k32_give(system32, sizeof system32 / 2 - 1, buffer, size);
}

UINT WINAPI GetWindowsDirectoryA(LPSTR buffer, UINT size)
{
    return k32_narrow(windows, sizeof windows / 2 - 1, buffer, buffer ? size : 0);
}

UINT WINAPI GetSystemWindowsDirectoryA(LPSTR buffer, UINT size)
{
    return GetWindowsDirectoryA(buffer, size);
}

UINT WINAPI GetSystemDirectoryA(LPSTR buffer, UINT size)
{
    return k32_narrow(system32, sizeof system32 / 2 - 1, buffer, buffer ? size : 0);
}

/* There are no 32-bit DLLs beside the 64-bit ones. */
UINT WINAPI GetSystemWow64DirectoryW(LPWSTR buffer, UINT size)
{
    (void)buffer, (void)size;
    return (UINT)fail_with(ERROR_CALL_NOT_IMPLEMENTED);
}

UINT WINAPI GetSystemWow64DirectoryA(LPSTR buffer, UINT size)
{
    (void)buffer, (void)size;
    return (UINT)fail_with(ERROR_CALL_NOT_IMPLEMENTED);
}

/* ---- temporary files */

DWORD WINAPI GetTempPathW(DWORD size, LPWSTR buffer)
{
    static const WCHAR *const variables[] = {L"TMP", L"TEMP", L"USERPROFILE"};
    WCHAR value[MAX_PATH], full[MAX_PATH + 4];
    DWORD count = 0;
    for (int i = 0; i < 3 && !count; i++) {
        count = GetEnvironmentVariableW(variables[i], value, MAX_PATH);
        if (count >= MAX_PATH)
            count = 0;
    }
    count = GetFullPathNameW(count ? value : windows, MAX_PATH, full, NULL);
    if (!count || count >= MAX_PATH)
        return 0;
    if (full[count - 1] != '\\')
        full[count++] = '\\';
    return k32_give(full, count, buffer, size);
}

DWORD WINAPI GetTempPath2W(DWORD size, LPWSTR buffer)
{
    return GetTempPathW(size, buffer);
}

static DWORD run_temp(void *context, WCHAR *buffer, DWORD size)
{
    (void)context;
    return GetTempPathW(size, buffer);
}

DWORD WINAPI GetTempPathA(DWORD size, LPSTR buffer)
{
    return k32_narrow_path(run_temp, NULL, buffer, buffer ? size : 0);
}

DWORD WINAPI GetTempPath2A(DWORD size, LPSTR buffer)
{
    return GetTempPathA(size, buffer);
}

/* directory\PPPxxxx.TMP */
static BOOL put_temp_name(LPCWSTR directory, LPCWSTR prefix, UINT number, WCHAR out[MAX_PATH])
{
    static const char digits[] = "0123456789ABCDEF";
    DWORD at = k32_count(directory), shift = 12;
    if (at > MAX_PATH - 14)
        return fail_with(ERROR_BUFFER_OVERFLOW);
    __builtin_memcpy(out, directory, at * sizeof(WCHAR));
    if (at && out[at - 1] != '\\' && out[at - 1] != '/')
        out[at++] = '\\';
    for (int i = 0; prefix && i < 3 && prefix[i]; i++)
        out[at++] = prefix[i];
    while (shift && !(number >> shift & 15))
        shift -= 4;
    for (;; shift -= 4) {
        out[at++] = (WCHAR)digits[number >> shift & 15];
        if (!shift)
            break;
    }
    __builtin_memcpy(out + at, L".tmp", 5 * sizeof(WCHAR));
    return TRUE;
}

UINT WINAPI GetTempFileNameW(LPCWSTR directory, LPCWSTR prefix, UINT unique, LPWSTR out)
{
    static volatile LONG next;
    if (!directory || !out)
        return (UINT)fail_with(ERROR_INVALID_PARAMETER);
    if (unique & 0xffff)
        return put_temp_name(directory, prefix, unique & 0xffff, out) ? unique & 0xffff : 0;
    DWORD bits = GetFileAttributesW(directory);
    if (bits == INVALID_FILE_ATTRIBUTES || !(bits & FILE_ATTRIBUTE_DIRECTORY))
        return (UINT)fail_with(ERROR_DIRECTORY);
    LARGE_INTEGER now;
    NtQuerySystemTime(&now);
    UINT start = (UINT)(now.QuadPart >> 16) + (UINT)InterlockedExchangeAdd(&next, 7) * 31;
    for (UINT i = 0; i < 0xffff; i++) {
        UINT number = (start + i) & 0xffff;
        if (!number)
            continue;
        if (!put_temp_name(directory, prefix, number, out))
            return 0;
        HANDLE file =
            CreateFileW(out, GENERIC_READ, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
        if (file != INVALID_HANDLE_VALUE) {
            NtClose(file);
            return number;
        }
        DWORD error = teb_self()->LastErrorValue;
        if (error != ERROR_FILE_EXISTS && error != ERROR_SHARING_VIOLATION)
            return 0;
    }
    return (UINT)fail_with(ERROR_FILE_EXISTS);
}

UINT WINAPI GetTempFileNameA(LPCSTR directory, LPCSTR prefix, UINT unique, LPSTR out)
{
    K32_WIDE wide[2];
    WCHAR result[MAX_PATH];
    WCHAR *text = k32_wide(&wide[0], directory), *start = k32_wide(&wide[1], prefix);
    UINT number = text ? GetTempFileNameW(text, start, unique, result) : 0;
    if (number && k32_narrow(result, k32_count(result), out, MAX_PATH) >= MAX_PATH)
        number = (UINT)fail_with(ERROR_BUFFER_OVERFLOW);
    k32_wide_end(&wide[0]);
    k32_wide_end(&wide[1]);
    return number;
}
