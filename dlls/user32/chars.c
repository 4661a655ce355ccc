/* Upper and lower case, and steps through strings. One character as the pointer's value, as in
 * CharUpperW((LPWSTR)'a'), is what a pointer below 64 KiB means. */
#include "nt.h"
#include <winnls.h>

#define IS_CHARACTER(pointer) ((ULONG_PTR)(pointer) < 0x10000)

static DWORD map_wide(DWORD how, WCHAR *text, DWORD count)
{
    LCMapStringW(LOCALE_USER_DEFAULT, how, text, (int)count, text, (int)count);
    return count;
}

static DWORD map_narrow(DWORD how, char *text, DWORD count)
{
    WCHAR wide[256];

    /* In pieces that are single bytes: the ANSI code page has no others. */
    for (DWORD done = 0; done < count;) {
        int part = (int)min(count - done, ARRAYSIZE(wide));

        MultiByteToWideChar(CP_ACP, 0, text + done, part, wide, part);
        map_wide(how, wide, part);
        WideCharToMultiByte(CP_ACP, 0, wide, part, text + done, part, NULL, NULL);
        done += part;
    }
    return count;
}

static WCHAR *map_text(DWORD how, WCHAR *text)
{
    if (IS_CHARACTER(text)) {
        WCHAR c = (WCHAR)(ULONG_PTR)text;

        map_wide(how, &c, 1);
        return (WCHAR *)(ULONG_PTR)c;
    }
    map_wide(how, text, lstrlenW(text));
    return text;
}

static char *map_text_narrow(DWORD how, char *text)
{
    if (IS_CHARACTER(text)) {
        char c = (char)(ULONG_PTR)text;

        map_narrow(how, &c, 1);
        return (char *)(ULONG_PTR)(BYTE)c;
    }
    map_narrow(how, text, lstrlenA(text));
    return text;
}

LPWSTR WINAPI CharUpperW(LPWSTR text)
{
    return map_text(LCMAP_UPPERCASE, text);
}

LPSTR WINAPI CharUpperA(LPSTR text)
{
    return map_text_narrow(LCMAP_UPPERCASE, text);
}

LPWSTR WINAPI CharLowerW(LPWSTR text)
{
    return map_text(LCMAP_LOWERCASE, text);
}

LPSTR WINAPI CharLowerA(LPSTR text)
{
    return map_text_narrow(LCMAP_LOWERCASE, text);
}

DWORD WINAPI CharUpperBuffW(LPWSTR text, DWORD count)
{
    return map_wide(LCMAP_UPPERCASE, text, count);
}

DWORD WINAPI CharUpperBuffA(LPSTR text, DWORD count)
{
    return map_narrow(LCMAP_UPPERCASE, text, count);
}

DWORD WINAPI CharLowerBuffW(LPWSTR text, DWORD count)
{
    return map_wide(LCMAP_LOWERCASE, text, count);
}

DWORD WINAPI CharLowerBuffA(LPSTR text, DWORD count)
{
    return map_narrow(LCMAP_LOWERCASE, text, count);
}

/* A character with the combining marks that follow it is one step. */
static BOOL combines(WCHAR c)
{
    WORD type = 0;

    GetStringTypeW(CT_CTYPE3, &c, 1, &type);
    return (type & (C3_NONSPACING | C3_DIACRITIC)) && !(type & C3_ALPHA);
}

LPWSTR WINAPI CharNextW(LPCWSTR text)
{
    if (*text) {
        text++;
        while (*text && combines(*text))
            text++;
    }
    return (LPWSTR)text;
}

LPWSTR WINAPI CharPrevW(LPCWSTR start, LPCWSTR text)
{
    while (text > start) {
        text--;
        if (!combines(*text))
            break;
    }
    return (LPWSTR)text;
}

LPSTR WINAPI CharNextExA(WORD page, LPCSTR text, DWORD flags)
{
    if (!*text)
        return (LPSTR)text;
    return (LPSTR)text + (IsDBCSLeadByteEx(page, (BYTE)*text) && text[1] ? 2 : 1);
}

/* Where the last character began is only known from the front. */
LPSTR WINAPI CharPrevExA(WORD page, LPCSTR start, LPCSTR text, DWORD flags)
{
    while (start < text) {
        LPCSTR next = CharNextExA(page, start, 0);

        if (next >= text || next == start)
            break;
        start = next;
    }
    return (LPSTR)start;
}

LPSTR WINAPI CharNextA(LPCSTR text)
{
    return CharNextExA((WORD)GetACP(), text, 0);
}

LPSTR WINAPI CharPrevA(LPCSTR start, LPCSTR text)
{
    return CharPrevExA((WORD)GetACP(), start, text, 0);
}

static BOOL has_type(WCHAR c, WORD wanted)
{
    WORD type = 0;

    return GetStringTypeW(CT_CTYPE1, &c, 1, &type) && type & wanted;
}

static WCHAR widen(char c)
{
    WCHAR wide = 0;

    MultiByteToWideChar(CP_ACP, 0, &c, 1, &wide, 1);
    return wide;
}

BOOL WINAPI IsCharAlphaW(WCHAR c)
{
    return has_type(c, C1_ALPHA);
}

BOOL WINAPI IsCharAlphaA(CHAR c)
{
    return has_type(widen(c), C1_ALPHA);
}

BOOL WINAPI IsCharAlphaNumericW(WCHAR c)
{
    return has_type(c, C1_ALPHA | C1_DIGIT);
}

BOOL WINAPI IsCharAlphaNumericA(CHAR c)
{
    return has_type(widen(c), C1_ALPHA | C1_DIGIT);
}

BOOL WINAPI IsCharUpperW(WCHAR c)
{
    return has_type(c, C1_UPPER);
}

BOOL WINAPI IsCharUpperA(CHAR c)
{
    return has_type(widen(c), C1_UPPER);
}

BOOL WINAPI IsCharLowerW(WCHAR c)
{
    return has_type(c, C1_LOWER);
}

BOOL WINAPI IsCharLowerA(CHAR c)
{
    return has_type(widen(c), C1_LOWER);
}
