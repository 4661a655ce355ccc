/* What many cases about files need. */
#ifndef CONFORMANCE_FILES_H
#define CONFORMANCE_FILES_H

#include "conformance.h"

#define SHARE_ALL  (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)
#define READ_WRITE (GENERIC_READ | GENERIC_WRITE)

/* CreateFileW with everything shared and no flags. */
__attribute__((unused)) static HANDLE open_file(const WCHAR *name, DWORD access, DWORD disposition)
{
    return CreateFileW(name, access, SHARE_ALL, NULL, disposition, FILE_ATTRIBUTE_NORMAL, NULL);
}

/* Makes a file with these bytes, closed again. */
__attribute__((unused)) static void make_file(const WCHAR *name, const char *content)
{
    HANDLE file = open_file(name, GENERIC_WRITE, CREATE_ALWAYS);
    DWORD written = 0;
    REQUIRE(file != INVALID_HANDLE_VALUE);
    REQUIRE(WriteFile(file, content, lstrlenA(content), &written, NULL));
    REQUIRE(CloseHandle(file));
}

/* The first bytes of a file as a string; "(none)" where it cannot be opened. */
__attribute__((unused)) static const char *content_of(const WCHAR *name)
{
    static char text[256];
    DWORD size = 0;
    HANDLE file = open_file(name, GENERIC_READ, OPEN_EXISTING);
    if (file == INVALID_HANDLE_VALUE)
        return "(none)";
    REQUIRE(ReadFile(file, text, sizeof text - 1, &size, NULL));
    text[size] = 0;
    CloseHandle(file);
    return text;
}

__attribute__((unused)) static int exists(const WCHAR *name)
{
    return GetFileAttributesW(name) != INVALID_FILE_ATTRIBUTES;
}

__attribute__((unused)) static long long size_of(HANDLE file)
{
    LARGE_INTEGER size = {.QuadPart = -1};
    GetFileSizeEx(file, &size);
    return size.QuadPart;
}

__attribute__((unused)) static long long position_of(HANDLE file)
{
    LARGE_INTEGER zero = {.QuadPart = 0}, position = {.QuadPart = -1};
    SetFilePointerEx(file, zero, &position, FILE_CURRENT);
    return position.QuadPart;
}

#endif
