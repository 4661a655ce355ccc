/*
 * url.c - kinds of URLs, and those of files.
 * Links: crt -lshlwapi
 */
#include "conformance.h"
#include <shlwapi.h>

CASE(kinds)
{
    CHECK(UrlIsW(L"http://host/", URLIS_URL));
    CHECK(UrlIsW(L"x-y+z.1:rest", URLIS_URL));
    CHECK(!UrlIsW(L"C:\\path", URLIS_URL));
    CHECK(!UrlIsW(L"plain", URLIS_URL));
    CHECK(UrlIsW(L"file:///C:/x", URLIS_FILEURL));
    CHECK(UrlIsW(L"FILE:///C:/x", URLIS_FILEURL));
    CHECK(!UrlIsW(L"http://host/", URLIS_FILEURL));
    CHECK(UrlIsW(L"mailto:me", URLIS_OPAQUE));
    CHECK(!UrlIsW(L"http://host/", URLIS_OPAQUE));
    CHECK(UrlIsW(L"http://host/dir/", URLIS_DIRECTORY));
    CHECK(!UrlIsW(L"http://host/file", URLIS_DIRECTORY));
    CHECK(UrlIsA("file:///C:/x", URLIS_FILEURL));
    CHECK(PathIsURLW(L"ftp://host"));
    CHECK(!PathIsURLW(L"\\\\server\\share"));
}

static void path_is(const WCHAR *url, const WCHAR *wanted)
{
    WCHAR path[MAX_PATH] = L"";
    DWORD size = MAX_PATH;
    CHECK_EQ(PathCreateFromUrlW(url, path, &size, 0), S_OK);
    CHECK_WSTR(path, wanted);
    CHECK_EQ(size, lstrlenW(wanted));
}

CASE(paths_from_urls)
{
    path_is(L"file:///C:/dir/file.txt", L"C:\\dir\\file.txt");
    path_is(L"file:///c:/a%20b/%7ex", L"c:\\a b\\~x");
    path_is(L"file://server/share/x", L"\\\\server\\share\\x");
    path_is(L"file:///C|/dir", L"C:\\dir");
    path_is(L"file://C:/dir", L"C:\\dir");
    path_is(L"file:C:/dir", L"C:\\dir");
}

CASE(no_path_from_others)
{
    WCHAR path[MAX_PATH];
    DWORD size = MAX_PATH;
    CHECK_EQ(PathCreateFromUrlW(L"http://host/x", path, &size, 0), E_INVALIDARG);
    size = 3;
    CHECK_EQ(PathCreateFromUrlW(L"file:///C:/dir", path, &size, 0), E_POINTER);
    CHECK_EQ(size, 7);
}

CASE(urls_from_paths)
{
    WCHAR url[MAX_PATH];
    DWORD size = MAX_PATH;
    CHECK_EQ(UrlCreateFromPathW(L"C:\\a b\\c#d%.txt", url, &size, 0), S_OK);
    CHECK_WSTR(url, L"file:///C:/a%20b/c%23d%25.txt");
    size = MAX_PATH;
    CHECK_EQ(UrlCreateFromPathW(L"\\\\server\\share\\x", url, &size, 0), S_OK);
    CHECK_WSTR(url, L"file://server/share/x");
    size = MAX_PATH;
    CHECK_EQ(UrlCreateFromPathW(L"http://host/", url, &size, 0), S_FALSE);
    CHECK_WSTR(url, L"http://host/");
}
