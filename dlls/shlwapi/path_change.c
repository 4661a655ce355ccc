/* shlwapi.h: making and changing paths, in buffers of MAX_PATH characters. */
#include "shlwapi_private.h"

LPWSTR WINAPI PathAddBackslashW(LPWSTR path)
{
    int count = path ? lstrlenW(path) : MAX_PATH;

    if (count >= MAX_PATH - 1 && !(path && count < MAX_PATH && path[count - 1] == '\\'))
        return NULL;
    if (count && path[count - 1] != '\\') {
        path[count++] = '\\';
        path[count] = 0;
    }
    return path + count;
}

LPWSTR WINAPI PathRemoveBackslashW(LPWSTR path)
{
    int count;

    if (!path)
        return NULL;
    count = lstrlenW(path);
    if (!count)
        return path;
    if (path[count - 1] != '\\')
        return path + count;
    if (!PathIsRootW(path))
        path[count - 1] = 0;
    return path + count - 1;
}

BOOL WINAPI PathAddExtensionW(LPWSTR path, LPCWSTR extension)
{
    if (!path || *PathFindExtensionW(path))
        return FALSE;
    if (!extension)
        extension = L".exe";
    if (lstrlenW(path) + lstrlenW(extension) >= MAX_PATH)
        return FALSE;
    lstrcatW(path, extension);
    return TRUE;
}

void WINAPI PathRemoveExtensionW(LPWSTR path)
{
    if (path)
        *PathFindExtensionW(path) = 0;
}

BOOL WINAPI PathRenameExtensionW(LPWSTR path, LPCWSTR extension)
{
    WCHAR *place;

    if (!path || !extension)
        return FALSE;
    place = PathFindExtensionW(path);
    if (place - path + lstrlenW(extension) >= MAX_PATH)
        return FALSE;
    lstrcpyW(place, extension);
    return TRUE;
}

BOOL WINAPI PathRemoveFileSpecW(LPWSTR path)
{
    WCHAR *cut = path, *at = path;

    if (!path)
        return FALSE;
    if (*at == '\\')
        cut = ++at;
    if (*at == '\\')
        cut = ++at;
    for (; *at; at++) {
        if (*at == '\\')
            cut = at;
        else if (*at == ':') {
            cut = ++at;
            if (*at == '\\')
                cut++;
            else
                at--;
        }
    }
    if (!*cut)
        return FALSE;
    *cut = 0;
    return TRUE;
}

void WINAPI PathStripPathW(LPWSTR path)
{
    WCHAR *name = path ? PathFindFileNameW(path) : NULL;

    if (name && name != path)
        memmove(path, name, (lstrlenW(name) + 1) * sizeof(WCHAR));
}

BOOL WINAPI PathStripToRootW(LPWSTR path)
{
    if (!path)
        return FALSE;
    while (!PathIsRootW(path))
        if (!PathRemoveFileSpecW(path))
            return FALSE;
    return TRUE;
}

LPWSTR WINAPI PathBuildRootW(LPWSTR root, int drive)
{
    if (root && drive >= 0 && drive < 26) {
        root[0] = (WCHAR)('A' + drive);
        root[1] = ':';
        root[2] = '\\';
        root[3] = 0;
    }
    return root;
}

void WINAPI PathQuoteSpacesW(LPWSTR path)
{
    int count = path ? lstrlenW(path) : 0;

    if (!path || !StrChrW(path, ' ') || count + 3 > MAX_PATH)
        return;
    memmove(path + 1, path, count * sizeof(WCHAR));
    path[0] = '"';
    path[count + 1] = '"';
    path[count + 2] = 0;
}

void WINAPI PathUnquoteSpacesW(LPWSTR path)
{
    int count = path ? lstrlenW(path) : 0;

    if (count < 2 || path[0] != '"' || path[count - 1] != '"')
        return;
    memmove(path, path + 1, (count - 2) * sizeof(WCHAR));
    path[count - 2] = 0;
}

void WINAPI PathRemoveBlanksW(LPWSTR path)
{
    if (path)
        StrTrimW(path, L" ");
}

void WINAPI PathRemoveArgsW(LPWSTR path)
{
    WCHAR *arguments;

    if (!path)
        return;
    arguments = PathGetArgsW(path);
    if (*arguments)
        arguments[-1] = 0;
    else if (arguments > path && arguments[-1] == ' ')
        arguments[-1] = 0;
}

/* Removes "." and ".."; a path that comes out empty is a backslash. */
BOOL WINAPI PathCanonicalizeW(LPWSTR out, LPCWSTR in)
{
    WCHAR made[MAX_PATH];
    int count = 0, root = 0;

    if (out)
        *out = 0;
    if (!out || !in)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (lstrlenW(in) >= MAX_PATH)
        return fail_with(ERROR_FILENAME_EXCED_RANGE);
    if (in[0] == '\\') {
        made[count++] = *in++;
        if (*in == '\\')
            made[count++] = *in++;
        root = count;
    } else if (in[0] && in[1] == ':') {
        made[count++] = *in++;
        made[count++] = *in++;
        root = count;
        if (*in == '\\') {
            made[count++] = *in++;
            root = count;
        }
    }
    while (*in) {
        const WCHAR *end = in;

        while (*end && *end != '\\')
            end++;
        if (end - in == 2 && in[0] == '.' && in[1] == '.') {
            if (count > root && made[count - 1] == '\\')
                count--;
            while (count > root && made[count - 1] != '\\')
                count--;
            if (count > root && !*end)
                count--;
        } else if (!(end - in == 1 && in[0] == '.')) {
            memcpy(made + count, in, (end - in) * sizeof(WCHAR));
            count += (int)(end - in);
            if (*end)
                made[count++] = '\\';
        } else if (!*end && count > root && made[count - 1] == '\\') {
            count--;
        }
        in = *end ? end + 1 : end;
    }
    if (!count)
        made[count++] = '\\';
    if (count == 2 && made[1] == ':')
        made[count++] = '\\';
    memcpy(out, made, count * sizeof(WCHAR));
    out[count] = 0;
    return TRUE;
}

LPWSTR WINAPI PathCombineW(LPWSTR out, LPCWSTR folder, LPCWSTR file)
{
    WCHAR joined[MAX_PATH + 2] = L"";
    BOOL from_root = FALSE, use_folder;

    if (!out || (!folder && !file)) {
        if (out)
            *out = 0;
        return NULL;
    }
    use_folder = folder && *folder && (!file || !*file || PathIsRelativeW(file) || *file == '\\');
    if (use_folder && file && *file == '\\') {
        from_root = !PathIsUNCW(file);
        use_folder = from_root;
    }
    if (use_folder && lstrlenW(folder) >= MAX_PATH)
        goto too_long;
    if (use_folder)
        lstrcpyW(joined, folder);
    if (from_root) {
        PathStripToRootW(joined);
        file++;
    }
    if (file && *file) {
        int count = lstrlenW(joined);

        if (count && joined[count - 1] != '\\')
            joined[count++] = '\\';
        if (count + lstrlenW(file) >= MAX_PATH)
            goto too_long;
        lstrcpyW(joined + count, file);
    }
    return PathCanonicalizeW(out, joined) ? out : NULL;
too_long:
    *out = 0;
    return NULL;
}

BOOL WINAPI PathAppendW(LPWSTR path, LPCWSTR more)
{
    if (!path || !more)
        return FALSE;
    if (!PathIsUNCW(more))
        while (*more == '\\')
            more++;
    return PathCombineW(path, path, more) != NULL;
}

/* From one file or folder to another; FALSE where they share nothing. */
BOOL WINAPI PathRelativePathToW(LPWSTR out, LPCWSTR from, DWORD from_kind, LPCWSTR to,
                                DWORD to_kind)
{
    WCHAR start[MAX_PATH], target[MAX_PATH], made[MAX_PATH] = L"";
    const WCHAR *rest;
    int shared;

    if (!out || !from || !to)
        return FALSE;
    *out = 0;
    lstrcpynW(start, from, MAX_PATH);
    lstrcpynW(target, to, MAX_PATH);
    if (!(from_kind & FILE_ATTRIBUTE_DIRECTORY))
        PathRemoveFileSpecW(start);
    shared = PathCommonPrefixW(start, target, NULL);
    if (!shared)
        return FALSE;
    rest = start + shared;
    if (*rest == '\\')
        rest++;
    if (!*rest)
        lstrcpyW(made, L".");
    for (BOOL first = TRUE; rest && *rest; first = FALSE) {
        if (lstrlenW(made) + 3 >= MAX_PATH)
            return FALSE;
        lstrcatW(made, first ? L".." : L"\\..");
        rest = PathFindNextComponentW(rest);
    }
    rest = target + shared;
    if (*rest == '\\')
        rest++;
    if (*rest) {
        if (lstrlenW(made) + lstrlenW(rest) + 1 >= MAX_PATH)
            return FALSE;
        lstrcatW(made, L"\\");
        lstrcatW(made, rest);
    }
    lstrcpyW(out, made);
    return TRUE;
}
