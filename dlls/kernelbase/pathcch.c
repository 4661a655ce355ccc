/* pathcch.h: canonical and combined paths. */
#include "pathcch.h"

/* Where segments begin that ".." may take away; a share's name may go, two backslashes stay. */
static SIZE_T fixed_part(const WCHAR *path)
{
    const WCHAR *root;

    if (PathIsUNCEx(path, &root))
        return (SIZE_T)(root - path);
    return SUCCEEDED(PathCchSkipRoot(path, &root)) ? (SIZE_T)(root - path) : 0;
}

/* Removes "." and ".." segments, and where trim is set dots at the end. A backslash belongs to the
 * segment behind it, so a relative path that loses its first segment keeps the next one's. */
static void normalize(WCHAR *path, BOOL trim)
{
    SIZE_T start = fixed_part(path), in = start, out = start;
    BOOL slash = start && path[start - 1] == '\\';
    BOOL first = TRUE;

    while (path[in] || (in > start && path[in - 1] == '\\' && !first)) {
        SIZE_T end = in, count;

        while (path[end] && path[end] != '\\')
            end++;
        count = end - in;
        if (count == 2 && path[in] == '.' && path[in + 1] == '.') {
            while (out > start && path[--out] != '\\')
                continue;
        } else if (!(count == 1 && path[in] == '.')) {
            if (!first && !(out == start && slash))
                path[out++] = '\\';
            memmove(path + out, path + in, count * sizeof(WCHAR));
            out += count;
            first = FALSE;
        }
        if (!path[end])
            break;
        in = end + 1;
    }
    while (trim && out > start && path[out - 1] == '.')
        out--;
    path[out] = 0;
}

static HRESULT check_flags(ULONG *flags)
{
    const ULONG enable = PATHCCH_FORCE_ENABLE_LONG_NAME_PROCESS;
    const ULONG disable = PATHCCH_FORCE_DISABLE_LONG_NAME_PROCESS;

    if (*flags & PATHCCH_DO_NOT_NORMALIZE_SEGMENTS && *flags & PATHCCH_ALLOW_LONG_PATHS &&
        *flags & PATHCCH_ENSURE_IS_EXTENDED_LENGTH_PATH)
        return E_INVALIDARG;
    if ((*flags & (enable | disable)) == (enable | disable))
        return E_INVALIDARG;
    if (*flags & (enable | disable) && !(*flags & PATHCCH_ALLOW_LONG_PATHS))
        return E_INVALIDARG;
    if (*flags & PATHCCH_ENSURE_IS_EXTENDED_LENGTH_PATH)
        *flags |= PATHCCH_ALLOW_LONG_PATHS;
    return S_OK;
}

/* Puts \\?\ before a drive and \\?\UNC before a share. */
static SIZE_T extend(WCHAR *path)
{
    SIZE_T count = lstrlenW(path) + 1;
    BOOL unc = path[0] == '\\' && path[1] == '\\';
    SIZE_T shift = unc ? 6 : 4;

    if (path_starts(path, L"\\\\?\\") || (!unc && path[1] != ':'))
        return count - 1;
    memmove(path + shift, path, count * sizeof(WCHAR));
    memcpy(path, unc ? L"\\\\?\\UNC\\" : L"\\\\?\\", (unc ? 8 : 4) * sizeof(WCHAR));
    return count - 1 + shift;
}

HRESULT WINAPI PathAllocCanonicalize(PCWSTR in, ULONG flags, PWSTR *result)
{
    SIZE_T count, limit;
    HRESULT error = check_flags(&flags);
    const WCHAR *root;
    WCHAR *path;

    if (result)
        *result = NULL;
    if (!in || !result || FAILED(error))
        return E_INVALIDARG;
    count = lstrlenW(in);
    limit = flags & PATHCCH_ALLOW_LONG_PATHS ? PATHCCH_MAX_CCH : MAX_PATH;
    if (count >= PATHCCH_MAX_CCH)
        return RESULT_TOO_LONG;
    path = LocalAlloc(LMEM_ZEROINIT, (count + 16) * sizeof(WCHAR));
    if (!path)
        return E_OUTOFMEMORY;
    memcpy(path, in, count * sizeof(WCHAR));
    normalize(path, !(flags & PATHCCH_DO_NOT_NORMALIZE_SEGMENTS));
    count = lstrlenW(path);
    if (!count)
        path[count++] = '\\';
    else if (path[count - 1] == ':' &&
             (count == 2 || (count == 6 && path_starts(path, L"\\\\?\\"))))
        path[count++] = '\\';
    path[count] = 0;
    if (flags & PATHCCH_ENSURE_TRAILING_SLASH && path[count - 1] != '\\')
        path[count++] = '\\';
    path[count] = 0;
    if (flags & PATHCCH_ENSURE_IS_EXTENDED_LENGTH_PATH)
        count = extend(path);
    else if (path_starts(path, L"\\\\?\\UNC\\") && count < MAX_PATH + 6)
        memmove(path + 2, path + 8, (count - 7) * sizeof(WCHAR));
    else if (path_starts(path, L"\\\\?\\") && path[5] == ':' && count < MAX_PATH + 4 &&
             SUCCEEDED(PathCchSkipRoot(path, &root)))
        memmove(path, path + 4, (count - 3) * sizeof(WCHAR));
    count = lstrlenW(path);
    if (count >= MAX_PATH && flags & PATHCCH_ALLOW_LONG_PATHS &&
        !(flags & PATHCCH_FORCE_ENABLE_LONG_NAME_PROCESS))
        count = extend(path);
    if (count >= limit) {
        LocalFree(path);
        return RESULT_TOO_LONG;
    }
    *result = path;
    return S_OK;
}

/* Takes a result that PathAlloc... made into the caller's room. */
static HRESULT take(HRESULT result, WCHAR *path, WCHAR *out, SIZE_T room)
{
    SIZE_T count;

    if (FAILED(result)) {
        *out = 0;
        return result;
    }
    count = lstrlenW(path);
    if (count < room) {
        memcpy(out, path, (count + 1) * sizeof(WCHAR));
    } else {
        *out = 0;
        result = count >= MAX_PATH ? RESULT_TOO_LONG : RESULT_NO_ROOM;
    }
    LocalFree(path);
    return result;
}

HRESULT WINAPI PathCchCanonicalizeEx(PWSTR out, SIZE_T room, PCWSTR in, ULONG flags)
{
    WCHAR *path = NULL;
    HRESULT result;

    if (!out || !room)
        return E_INVALIDARG;
    result = PathAllocCanonicalize(in, flags, &path);
    return take(result, path, out, room);
}

HRESULT WINAPI PathCchCanonicalize(PWSTR out, SIZE_T room, PCWSTR in)
{
    return PathCchCanonicalizeEx(out, room, in, 0);
}

static BOOL has_root(const WCHAR *path)
{
    const WCHAR *end;

    return SUCCEEDED(PathCchSkipRoot(path, &end));
}

/* An absolute second path wins; one that starts with a backslash keeps the first one's root. */
HRESULT WINAPI PathAllocCombine(PCWSTR in, PCWSTR more, ULONG flags, PWSTR *result)
{
    const WCHAR *root = in;
    SIZE_T keep, count;
    WCHAR *joined;
    HRESULT error;

    if (result)
        *result = NULL;
    if ((!in && !more) || !result)
        return E_INVALIDARG;
    if (!in || !more)
        return PathAllocCanonicalize(in ? in : more, flags, result);
    if (has_root(more) && !(more[0] == '\\' && more[1] != '\\'))
        return PathAllocCanonicalize(more, flags, result);
    keep = lstrlenW(in);
    if (*more == '\\' && more[1] != '\\') {
        keep = SUCCEEDED(PathCchSkipRoot(in, &root)) ? (SIZE_T)(root - in) : 0;
        more++;
    }
    count = lstrlenW(more);
    joined = LocalAlloc(LMEM_ZEROINIT, (keep + count + 2) * sizeof(WCHAR));
    if (!joined)
        return E_OUTOFMEMORY;
    memcpy(joined, in, keep * sizeof(WCHAR));
    if (keep && joined[keep - 1] != '\\' && count)
        joined[keep++] = '\\';
    memcpy(joined + keep, more, count * sizeof(WCHAR));
    error = PathAllocCanonicalize(joined, flags, result);
    LocalFree(joined);
    return error;
}

HRESULT WINAPI PathCchCombineEx(PWSTR out, SIZE_T room, PCWSTR in, PCWSTR more, ULONG flags)
{
    WCHAR *path = NULL;
    HRESULT result;

    if (!out || !room)
        return E_INVALIDARG;
    result = PathAllocCombine(in, more, flags, &path);
    return take(result, path, out, room);
}

HRESULT WINAPI PathCchCombine(PWSTR out, SIZE_T room, PCWSTR in, PCWSTR more)
{
    return PathCchCombineEx(out, room, in, more, 0);
}

HRESULT WINAPI PathCchAppendEx(PWSTR path, SIZE_T room, PCWSTR more, ULONG flags)
{
    WCHAR *joined = NULL;
    HRESULT result;

    if (!path || !room)
        return E_INVALIDARG;
    /* Unlike in PathCchCombine, one backslash at the front only separates. */
    if (more && more[0] == '\\' && more[1] != '\\')
        more++;
    result = PathAllocCombine(path, more, flags, &joined);
    if (FAILED(result))
        return result;
    if ((SIZE_T)lstrlenW(joined) >= room) {
        LocalFree(joined);
        return RESULT_NO_ROOM;
    }
    memcpy(path, joined, (lstrlenW(joined) + 1) * sizeof(WCHAR));
    LocalFree(joined);
    return S_OK;
}

HRESULT WINAPI PathCchAppend(PWSTR path, SIZE_T room, PCWSTR more)
{
    return PathCchAppendEx(path, room, more, 0);
}
