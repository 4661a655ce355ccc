/* shlwapi.h: URLs, what kind they are, and those of files. */
#include "shlwapi_private.h"

#define PATH_ROOM 2084 /* INTERNET_MAX_URL_LENGTH */

/* The length of the scheme before the colon (RFC 3986, 3.1), 0 if there is none. One letter is a
 * drive. */
static ULONG scheme_length(LPCWSTR url)
{
    ULONG i = 0;
    for (;; i++) {
        WCHAR c = char_lower(url[i]);
        BOOL letter = c >= 'a' && c <= 'z';
        BOOL other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        if (!letter && (!other || i == 0))
            break;
    }
    return url[i] == ':' && i > 1 ? i : 0;
}

static BOOL has_scheme(LPCWSTR url, const char *scheme)
{
    ULONG length = scheme_length(url);
    for (ULONG i = 0; i < length; i++)
        if (char_lower(url[i]) != (WCHAR)scheme[i])
            return FALSE;
    return length && scheme[length] == 0;
}

BOOL WINAPI PathIsURLW(LPCWSTR text)
{
    return text && scheme_length(text) != 0;
}

/* What is behind the colon is no path: "mailto:", "about:" ... */
BOOL WINAPI UrlIsOpaqueW(LPCWSTR url)
{
    return url && (has_scheme(url, "mailto") || has_scheme(url, "about") ||
                   has_scheme(url, "javascript") || has_scheme(url, "vbscript"));
}

BOOL WINAPI UrlIsNoHistoryW(LPCWSTR url)
{
    return UrlIsOpaqueW(url);
}

BOOL WINAPI UrlIsW(LPCWSTR url, URLIS kind)
{
    if (!url)
        return FALSE;
    SIZE_T size = wcslen(url);
    switch (kind) {
    case URLIS_URL:
        return PathIsURLW(url);
    case URLIS_OPAQUE:
        return UrlIsOpaqueW(url);
    case URLIS_NOHISTORY:
        return UrlIsNoHistoryW(url);
    case URLIS_FILEURL:
        return has_scheme(url, "file");
    case URLIS_DIRECTORY:
        return size && url[size - 1] == '/';
    case URLIS_HASQUERY:
        return PathIsURLW(url) && wcschr(url, '?') != NULL;
    case URLIS_APPLIABLE:
        return PathIsURLW(url);
    default:
        return FALSE;
    }
}

/* ---- files */

static int digit(WCHAR c)
{
    c = char_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "file:///C:/a%20b" without its scheme: where the path begins, and two backslashes if it is one of
 * another machine. */
static LPCWSTR skip_authority(LPCWSTR url, WCHAR *path, ULONG *length)
{
    LPCWSTR at = url + 5; /* "file:" */
    *length = 0;
    if (at[0] == '/' && at[1] == '/' && at[2] == '/')
        at += 3;
    else if (at[0] == '/' && at[1] == '/' && at[3] == ':')
        at += 2; /* "file://C:/", as some write it */
    else if (at[0] == '/' && at[1] == '/') {
        path[0] = path[1] = '\\';
        *length = 2;
        return at + 2;
    }
    if (at[0] == '/' && at[1] && (at[2] == ':' || at[2] == '|'))
        at++;
    if (at[0] && at[1] != ':' && at[1] != '|' && at > url + 5)
        path[(*length)++] = '\\'; /* from the root of the current drive */
    return at;
}

HRESULT WINAPI PathCreateFromUrlW(LPCWSTR url, LPWSTR out, LPDWORD size, DWORD flags)
{
    WCHAR path[PATH_ROOM];
    ULONG length;
    if (!url || !out || !size || !*size || !has_scheme(url, "file"))
        return E_INVALIDARG;
    LPCWSTR at = skip_authority(url, path, &length);
    for (BOOL first = TRUE; *at && *at != '?' && *at != '#'; at++, first = FALSE) {
        WCHAR c = *at == '/' ? '\\' : *at;
        if (c == '%' && digit(at[1]) >= 0 && digit(at[2]) >= 0) {
            c = (WCHAR)(digit(at[1]) << 4 | digit(at[2]));
            at += 2;
        }
        if (c == '|' && !first && length == 1)
            c = ':';
        if (length == PATH_ROOM - 1)
            return E_INVALIDARG;
        path[length++] = c;
    }
    path[length] = 0;
    if (length >= *size) {
        *size = length + 1;
        return E_POINTER;
    }
    memcpy(out, path, (length + 1) * sizeof(WCHAR));
    *size = length;
    return S_OK;
}

static BOOL plain_in_url(WCHAR c)
{
    return c > 0x20 && c < 0x7f && !wcschr(L"\"#%<>?[]^`{|}", c);
}

HRESULT WINAPI UrlCreateFromPathW(LPCWSTR path, LPWSTR out, LPDWORD size, DWORD flags)
{
    static const WCHAR hex[] = L"0123456789ABCDEF";
    WCHAR url[PATH_ROOM];
    ULONG length = 0;
    if (!path || !out || !size || flags)
        return E_INVALIDARG;
    BOOL is_url = PathIsURLW(path), remote = path[0] == '\\' && path[1] == '\\';
    LPCWSTR head = is_url ? L"" : remote ? L"file:" : path[0] && path[1] == ':' ? L"file:///" : L"";
    while (*head)
        url[length++] = *head++;
    for (; *path; path++) {
        WCHAR c = *path == '\\' && !is_url ? '/' : *path;
        if (length > PATH_ROOM - 4)
            return E_INVALIDARG;
        if (is_url || plain_in_url(c) || c >= 0x80) {
            url[length++] = c;
        } else {
            url[length++] = '%';
            url[length++] = hex[c >> 4];
            url[length++] = hex[c & 15];
        }
    }
    url[length] = 0;
    if (length >= *size) {
        *size = length + 1;
        return E_POINTER;
    }
    memcpy(out, url, (length + 1) * sizeof(WCHAR));
    *size = length;
    return is_url ? S_FALSE : S_OK;
}

/* ---- in the ANSI code page */

static BOOL to_wide(LPCSTR text, WCHAR *wide)
{
    return text && MultiByteToWideChar(CP_ACP, 0, text, -1, wide, PATH_ROOM) != 0;
}

BOOL WINAPI PathIsURLA(LPCSTR text)
{
    WCHAR wide[PATH_ROOM];
    return to_wide(text, wide) && PathIsURLW(wide);
}

BOOL WINAPI UrlIsA(LPCSTR url, URLIS kind)
{
    WCHAR wide[PATH_ROOM];
    return to_wide(url, wide) && UrlIsW(wide, kind);
}

static HRESULT from_wide(HRESULT result, LPCWSTR text, LPSTR out, LPDWORD size)
{
    if (FAILED(result))
        return result;
    DWORD needed = (DWORD)WideCharToMultiByte(CP_ACP, 0, text, -1, NULL, 0, NULL, NULL);
    if (needed > *size) {
        *size = needed;
        return E_POINTER;
    }
    WideCharToMultiByte(CP_ACP, 0, text, -1, out, (int)*size, NULL, NULL);
    *size = needed - 1;
    return result;
}

HRESULT WINAPI PathCreateFromUrlA(LPCSTR url, LPSTR out, LPDWORD size, DWORD flags)
{
    WCHAR wide[PATH_ROOM], path[PATH_ROOM];
    DWORD room = PATH_ROOM;
    if (!to_wide(url, wide) || !out || !size)
        return E_INVALIDARG;
    return from_wide(PathCreateFromUrlW(wide, path, &room, flags), path, out, size);
}

HRESULT WINAPI UrlCreateFromPathA(LPCSTR path, LPSTR out, LPDWORD size, DWORD flags)
{
    WCHAR wide[PATH_ROOM], url[PATH_ROOM];
    DWORD room = PATH_ROOM;
    if (!to_wide(path, wide) || !out || !size)
        return E_INVALIDARG;
    return from_wide(UrlCreateFromPathW(wide, url, &room, flags), url, out, size);
}
