/* pathcch.h: roots, prefixes, backslashes and extensions. */
#include "pathcch.h"

static WCHAR lower(WCHAR c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

BOOL path_starts(const WCHAR *text, const WCHAR *prefix)
{
    while (*prefix && lower(*text) == lower(*prefix)) {
        text++;
        prefix++;
    }
    return !*prefix;
}

static BOOL is_drive(const WCHAR *path)
{
    return lower(path[0]) >= 'a' && lower(path[0]) <= 'z' && path[1] == ':';
}

/* L"Volume{" and a GUID and L"}", 44 characters. */
static BOOL is_volume(const WCHAR *path)
{
    static const WCHAR form[] = L"{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";

    if (!path_starts(path, L"Volume"))
        return FALSE;
    path += 6;
    for (unsigned i = 0; form[i]; i++) {
        BOOL hex =
            (path[i] >= '0' && path[i] <= '9') || (lower(path[i]) >= 'a' && lower(path[i]) <= 'f');

        if (form[i] == 'x' ? !hex : path[i] != form[i])
            return FALSE;
    }
    return TRUE;
}

static const WCHAR *skip_segment(const WCHAR *path)
{
    while (*path && *path != '\\')
        path++;
    return path;
}

static const WCHAR *skip_slash(const WCHAR *path)
{
    return *path == '\\' ? path + 1 : path;
}

/* server\share\ */
static const WCHAR *skip_share(const WCHAR *path)
{
    path = skip_segment(path);
    return *path ? skip_slash(skip_segment(path + 1)) : path;
}

HRESULT WINAPI PathCchSkipRoot(PCWSTR path, PCWSTR *end)
{
    BOOL extended;

    if (!path || !*path || !end)
        return E_INVALIDARG;
    extended = path_starts(path, L"\\\\?\\");
    if (extended && path_starts(path + 4, L"UNC\\"))
        *end = skip_share(path + 8);
    else if (extended && is_volume(path + 4))
        *end = skip_slash(path + 4 + 44);
    else if (extended && is_drive(path + 4))
        *end = skip_slash(path + 6);
    else if (extended)
        return E_INVALIDARG;
    else if (path[0] == '\\' && path[1] == '\\')
        *end = skip_share(path + 2);
    else if (path[0] == '\\')
        *end = path + 1;
    else if (is_drive(path))
        *end = skip_slash(path + 2);
    else
        return E_INVALIDARG;
    return S_OK;
}

BOOL WINAPI PathIsUNCEx(PCWSTR path, PCWSTR *server)
{
    const WCHAR *found = NULL;

    if (path_starts(path, L"\\\\?\\UNC\\"))
        found = path + 8;
    else if (path[0] == '\\' && path[1] == '\\' && path[2] != '?')
        found = path + 2;
    if (server)
        *server = found;
    return found != NULL;
}

BOOL WINAPI PathCchIsRoot(PCWSTR path)
{
    const WCHAR *end, *server;

    if (!path || !*path || FAILED(PathCchSkipRoot(path, &end)) || *end)
        return FALSE;
    /* \\server\share is one, \\server\share\ is not; a drive needs its backslash. */
    if (PathIsUNCEx(path, &server)) {
        const WCHAR *share = skip_segment(server);

        return !*share || !*skip_segment(share + 1) ? share[0] == 0 || share[1] != 0 : FALSE;
    }
    return end[-1] == '\\';
}

static SIZE_T bounded_length(const WCHAR *path, SIZE_T room)
{
    SIZE_T count = 0;

    while (count < room && path[count])
        count++;
    return count;
}

HRESULT WINAPI PathCchStripPrefix(PWSTR path, SIZE_T room)
{
    SIZE_T skip = 4, length;
    BOOL unc;

    if (!path || !room || room > PATHCCH_MAX_CCH)
        return E_INVALIDARG;
    length = bounded_length(path, room);
    if (length == room)
        return E_INVALIDARG;
    unc = path_starts(path, L"\\\\?\\UNC\\");
    if (!unc && !(path_starts(path, L"\\\\?\\") && is_drive(path + 4)))
        return S_FALSE;
    if (unc)
        skip = 6; /* the two backslashes stay */
    memmove(path + (unc ? 2 : 0), path + skip + (unc ? 2 : 0),
            (length - skip - (unc ? 2 : 0) + 1) * sizeof(WCHAR));
    return S_OK;
}

HRESULT WINAPI PathCchStripToRoot(PWSTR path, SIZE_T room)
{
    const WCHAR *end, *server;
    SIZE_T keep;

    if (!path || !*path || !room || room > PATHCCH_MAX_CCH)
        return E_INVALIDARG;
    if (FAILED(PathCchSkipRoot(path, &end)))
        return E_INVALIDARG;
    keep = end - path;
    if (PathIsUNCEx(path, &server) && keep && path[keep - 1] == '\\' &&
        *skip_segment(server) == '\\' && path + keep - 1 > skip_segment(server))
        keep--;
    if (keep >= room)
        return E_INVALIDARG;
    if (!path[keep])
        return S_FALSE;
    path[keep] = 0;
    return S_OK;
}

/* The backslash behind a share's name is not needed, unlike that of a drive. */
static const WCHAR *without_share_slash(const WCHAR *path, const WCHAR *root)
{
    const WCHAR *server;

    if (PathIsUNCEx(path, &server) && root > server + 1 && root[-1] == '\\')
        return root - 1;
    return root;
}

HRESULT WINAPI PathCchAddBackslashEx(PWSTR path, SIZE_T room, PWSTR *end, SIZE_T *left)
{
    SIZE_T length = path ? bounded_length(path, room) : 0;
    BOOL there;

    if (end)
        *end = NULL;
    if (left)
        *left = 0;
    if (!path || length == room)
        return path ? RESULT_NO_ROOM : E_INVALIDARG;
    there = length && path[length - 1] == '\\';
    if (!there && length + 1 >= room)
        return RESULT_NO_ROOM;
    if (!there && length) {
        path[length++] = '\\';
        path[length] = 0;
    }
    if (end)
        *end = path + length;
    if (left)
        *left = room - length;
    return there || !length ? S_FALSE : S_OK;
}

HRESULT WINAPI PathCchAddBackslash(PWSTR path, SIZE_T room)
{
    return PathCchAddBackslashEx(path, room, NULL, NULL);
}

HRESULT WINAPI PathCchRemoveBackslashEx(PWSTR path, SIZE_T room, PWSTR *end, SIZE_T *left)
{
    const WCHAR *root = NULL;
    SIZE_T length;

    if (!path || !room || room > PATHCCH_MAX_CCH)
        return E_INVALIDARG;
    length = bounded_length(path, room);
    if (length == room)
        return E_INVALIDARG;
    if (FAILED(PathCchSkipRoot(path, &root)))
        root = path;
    root = without_share_slash(path, root);
    if (length && path[length - 1] == '\\' && path + length > root) {
        path[--length] = 0;
        if (end)
            *end = path + length;
        if (left)
            *left = room - length;
        return S_OK;
    }
    if (end)
        *end = length && path[length - 1] == '\\' ? path + length - 1 : path + length;
    if (left)
        *left = room - (length && path[length - 1] == '\\' ? length - 1 : length);
    return S_FALSE;
}

HRESULT WINAPI PathCchRemoveBackslash(PWSTR path, SIZE_T room)
{
    return PathCchRemoveBackslashEx(path, room, NULL, NULL);
}

HRESULT WINAPI PathCchFindExtension(PCWSTR path, SIZE_T room, PCWSTR *extension)
{
    SIZE_T length = path ? bounded_length(path, room) : 0, dot;

    if (extension)
        *extension = NULL;
    if (!path || !extension || !room || room > PATHCCH_MAX_CCH || length == room)
        return E_INVALIDARG;
    dot = length;
    for (SIZE_T i = length; i-- && path[i] != '\\' && path[i] != ' ';) {
        if (path[i] == '.') {
            dot = i;
            break;
        }
    }
    *extension = path + dot;
    return S_OK;
}

HRESULT WINAPI PathCchRemoveExtension(PWSTR path, SIZE_T room)
{
    const WCHAR *extension;
    HRESULT result = PathCchFindExtension(path, room, &extension);

    if (FAILED(result))
        return result;
    if (!*extension)
        return S_FALSE;
    path[extension - path] = 0;
    return S_OK;
}

static BOOL is_extension(const WCHAR *extension)
{
    for (SIZE_T i = extension && *extension == '.' ? 1 : 0; extension && extension[i]; i++)
        if (extension[i] == '.' || extension[i] == ' ' || extension[i] == '\\')
            return FALSE;
    return extension != NULL;
}

HRESULT WINAPI PathCchAddExtension(PWSTR path, SIZE_T room, PCWSTR extension)
{
    const WCHAR *found;
    SIZE_T length, count;
    BOOL dot;
    HRESULT result;

    if (!is_extension(extension))
        return E_INVALIDARG;
    result = PathCchFindExtension(path, room, &found);
    if (FAILED(result))
        return result;
    if (*found)
        return S_FALSE;
    length = found - path;
    count = lstrlenW(extension);
    if (!count || (count == 1 && *extension == '.'))
        return S_OK;
    dot = *extension != '.';
    if (length + dot + count >= room)
        return RESULT_NO_ROOM;
    if (dot)
        path[length++] = '.';
    memcpy(path + length, extension, (count + 1) * sizeof(WCHAR));
    return S_OK;
}

HRESULT WINAPI PathCchRenameExtension(PWSTR path, SIZE_T room, PCWSTR extension)
{
    HRESULT result;

    if (!is_extension(extension))
        return E_INVALIDARG;
    result = PathCchRemoveExtension(path, room);
    if (SUCCEEDED(result))
        result = PathCchAddExtension(path, room, extension);
    return result == S_FALSE ? S_OK : result;
}

HRESULT WINAPI PathCchRemoveFileSpec(PWSTR path, SIZE_T room)
{
    const WCHAR *root = NULL;
    SIZE_T length = path ? bounded_length(path, room) : 0, start = 0, at;

    if (!path || !room || room > PATHCCH_MAX_CCH || length == room)
        return E_INVALIDARG;
    if (SUCCEEDED(PathCchSkipRoot(path, &root)))
        start = without_share_slash(path, root) - path;
    at = length;
    while (at > start && path[at - 1] != '\\')
        at--;
    if (at > start && path[at - 1] == '\\')
        at--;
    if (at == length)
        return S_FALSE;
    path[at] = 0;
    return S_OK;
}
