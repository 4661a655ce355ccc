/* Code page conversions between ANSI and OEM, and string resources. */
#include "nt_error.h"

BOOL WINAPI CharToOemBuffW(LPCWSTR from, LPSTR to, DWORD count)
{
    if (!from || !to)
        return FALSE;
    WideCharToMultiByte(CP_OEMCP, 0, from, (int)count, to, (int)count, NULL, NULL);
    return TRUE;
}

BOOL WINAPI OemToCharBuffW(LPCSTR from, LPWSTR to, DWORD count)
{
    if (!from || !to)
        return FALSE;
    MultiByteToWideChar(CP_OEMCP, MB_PRECOMPOSED | MB_USEGLYPHCHARS, from, (int)count, to,
                        (int)count);
    return TRUE;
}

/* from and to may be the same, so it goes by way of wide characters, in pieces. */
static BOOL convert(UINT from_page, const char *from, UINT to_page, char *to, DWORD count)
{
    WCHAR wide[256];

    if (!from || !to)
        return FALSE;
    for (DWORD done = 0; done < count;) {
        int part = (int)min(count - done, ARRAYSIZE(wide));

        MultiByteToWideChar(from_page, 0, from + done, part, wide, part);
        WideCharToMultiByte(to_page, 0, wide, part, to + done, part, NULL, NULL);
        done += part;
    }
    return TRUE;
}

BOOL WINAPI CharToOemBuffA(LPCSTR from, LPSTR to, DWORD count)
{
    return convert(CP_ACP, from, CP_OEMCP, to, count);
}

BOOL WINAPI OemToCharBuffA(LPCSTR from, LPSTR to, DWORD count)
{
    return convert(CP_OEMCP, from, CP_ACP, to, count);
}

BOOL WINAPI CharToOemA(LPCSTR from, LPSTR to)
{
    return from && CharToOemBuffA(from, to, lstrlenA(from) + 1);
}

BOOL WINAPI OemToCharA(LPCSTR from, LPSTR to)
{
    return from && OemToCharBuffA(from, to, lstrlenA(from) + 1);
}

BOOL WINAPI CharToOemW(LPCWSTR from, LPSTR to)
{
    return from && CharToOemBuffW(from, to, lstrlenW(from) + 1);
}

BOOL WINAPI OemToCharW(LPCSTR from, LPWSTR to)
{
    return from && OemToCharBuffW(from, to, lstrlenA(from) + 1);
}

/* Strings lie in blocks of 16, each with its length before it. */
static const WCHAR *find_string(HINSTANCE module, UINT id, WORD *count)
{
    HRSRC found = FindResourceW(module, MAKEINTRESOURCEW((id >> 4) + 1), (LPCWSTR)RT_STRING);
    HGLOBAL loaded = found ? LoadResource(module, found) : NULL;
    const WCHAR *text = loaded ? LockResource(loaded) : NULL;
    const WCHAR *end = text ? text + SizeofResource(module, found) / sizeof(WCHAR) : NULL;

    if (!text)
        return NULL;
    for (UINT i = 0; i < (id & 15) && text < end; i++)
        text += *text + 1;
    if (text >= end || *text >= end - text)
        return NULL;
    *count = *text;
    return text + 1;
}

int WINAPI LoadStringW(HINSTANCE module, UINT id, LPWSTR buffer, int room)
{
    WORD count = 0;
    const WCHAR *text = find_string(module, id, &count);

    if (!buffer || room < 0)
        return 0;
    if (room == 0) { /* a pointer to the string itself is what is asked for */
        *(const WCHAR **)buffer = text;
        return text ? count : 0;
    }
    if (!text)
        count = 0;
    count = (WORD)min(count, room - 1);
    memcpy(buffer, text, count * sizeof(WCHAR));
    buffer[count] = 0;
    return count;
}

int WINAPI LoadStringA(HINSTANCE module, UINT id, LPSTR buffer, int room)
{
    WORD count = 0;
    const WCHAR *text = find_string(module, id, &count);
    int size;

    if (!buffer || room <= 0)
        return 0;
    size = text && count ? WideCharToMultiByte(CP_ACP, 0, text, count, NULL, 0, NULL, NULL) : 0;
    while (size > room - 1)
        size = WideCharToMultiByte(CP_ACP, 0, text, --count, NULL, 0, NULL, NULL);
    if (size)
        WideCharToMultiByte(CP_ACP, 0, text, count, buffer, room, NULL, NULL);
    buffer[size] = 0;
    return size;
}
