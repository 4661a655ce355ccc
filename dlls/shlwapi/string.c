/* shlwapi.h: strings in wide characters. */
#include "shlwapi_private.h"

LPWSTR WINAPI StrChrW(LPCWSTR text, WCHAR c)
{
    for (; text && *text; text++)
        if (*text == c)
            return (LPWSTR)text;
    return NULL;
}

LPWSTR WINAPI StrChrIW(LPCWSTR text, WCHAR c)
{
    for (; text && *text; text++)
        if (char_lower(*text) == char_lower(c))
            return (LPWSTR)text;
    return NULL;
}

LPWSTR WINAPI StrRChrW(LPCWSTR text, LPCWSTR end, WCHAR c)
{
    const WCHAR *found = NULL;

    if (!text)
        return NULL;
    for (; end ? text < end : *text != 0; text++)
        if (*text == c)
            found = text;
    return (LPWSTR)found;
}

LPWSTR WINAPI StrRChrIW(LPCWSTR text, LPCWSTR end, WCHAR c)
{
    const WCHAR *found = NULL;

    if (!text)
        return NULL;
    for (; end ? text < end : *text != 0; text++)
        if (char_lower(*text) == char_lower(c))
            found = text;
    return (LPWSTR)found;
}

static int compare(const WCHAR *a, const WCHAR *b, int count, BOOL ignore_case)
{
    for (; count; a++, b++, count--) {
        WCHAR left = ignore_case ? char_lower(*a) : *a, right = ignore_case ? char_lower(*b) : *b;

        if (left != right)
            return left < right ? -1 : 1;
        if (!left)
            break;
    }
    return 0;
}

int WINAPI StrCmpNW(LPCWSTR a, LPCWSTR b, int count)
{
    return CompareStringW(LOCALE_USER_DEFAULT, 0, a, min(lstrlenW(a), count), b,
                          min(lstrlenW(b), count)) -
           CSTR_EQUAL;
}

int WINAPI StrCmpNIW(LPCWSTR a, LPCWSTR b, int count)
{
    return CompareStringW(LOCALE_USER_DEFAULT, NORM_IGNORECASE, a, min(lstrlenW(a), count), b,
                          min(lstrlenW(b), count)) -
           CSTR_EQUAL;
}

int WINAPI StrCmpW(LPCWSTR a, LPCWSTR b)
{
    return CompareStringW(LOCALE_USER_DEFAULT, 0, a, -1, b, -1) - CSTR_EQUAL;
}

int WINAPI StrCmpIW(LPCWSTR a, LPCWSTR b)
{
    return CompareStringW(LOCALE_USER_DEFAULT, NORM_IGNORECASE, a, -1, b, -1) - CSTR_EQUAL;
}

int WINAPI StrCmpCW(LPCWSTR a, LPCWSTR b)
{
    return compare(a, b, -1, FALSE);
}

int WINAPI StrCmpICW(LPCWSTR a, LPCWSTR b)
{
    return compare(a, b, -1, TRUE);
}

int WINAPI StrCmpNCW(LPCWSTR a, LPCWSTR b, int count)
{
    return compare(a, b, count, FALSE);
}

int WINAPI StrCmpNICW(LPCWSTR a, LPCWSTR b, int count)
{
    return compare(a, b, count, TRUE);
}

LPWSTR WINAPI StrStrW(LPCWSTR text, LPCWSTR part)
{
    int count = part ? lstrlenW(part) : 0;

    for (; count && text && *text; text++)
        if (!compare(text, part, count, FALSE))
            return (LPWSTR)text;
    return NULL;
}

LPWSTR WINAPI StrStrIW(LPCWSTR text, LPCWSTR part)
{
    int count = part ? lstrlenW(part) : 0;

    for (; count && text && *text; text++)
        if (!compare(text, part, count, TRUE))
            return (LPWSTR)text;
    return NULL;
}

LPWSTR WINAPI StrRStrIW(LPCWSTR text, LPCWSTR end, LPCWSTR part)
{
    int count = part ? lstrlenW(part) : 0;
    const WCHAR *found = NULL;

    if (!text || !count)
        return NULL;
    if (!end)
        end = text + lstrlenW(text);
    for (; text < end; text++)
        if (!compare(text, part, count, TRUE))
            found = text;
    return (LPWSTR)found;
}

int WINAPI StrSpnW(LPCWSTR text, LPCWSTR set)
{
    int count = 0;

    while (text && set && text[count] && StrChrW(set, text[count]))
        count++;
    return count;
}

int WINAPI StrCSpnW(LPCWSTR text, LPCWSTR set)
{
    int count = 0;

    while (text && set && text[count] && !StrChrW(set, text[count]))
        count++;
    return count;
}

LPWSTR WINAPI StrPBrkW(LPCWSTR text, LPCWSTR set)
{
    for (; text && *text; text++)
        if (StrChrW(set, *text))
            return (LPWSTR)text;
    return NULL;
}

BOOL WINAPI StrTrimW(LPWSTR text, LPCWSTR set)
{
    int start, end;
    BOOL trimmed;

    if (!text || !*text)
        return FALSE;
    start = StrSpnW(text, set);
    end = lstrlenW(text);
    trimmed = start || StrChrW(set, text[end - 1]);
    while (end > start && StrChrW(set, text[end - 1]))
        end--;
    memmove(text, text + start, (end - start) * sizeof(WCHAR));
    text[end - start] = 0;
    return trimmed;
}

LPWSTR WINAPI StrDupW(LPCWSTR text)
{
    SIZE_T size = text ? (lstrlenW(text) + 1) * sizeof(WCHAR) : sizeof(WCHAR);
    WCHAR *copy = LocalAlloc(LMEM_ZEROINIT, size);

    if (copy && text)
        memcpy(copy, text, size);
    return copy;
}

LPWSTR WINAPI StrCatBuffW(LPWSTR to, LPCWSTR from, int room)
{
    int count = lstrlenW(to);

    if (room > count + 1)
        lstrcpynW(to + count, from, room - count);
    return to;
}

LPWSTR WINAPI StrCpyNW(LPWSTR to, LPCWSTR from, int room)
{
    if (to && room > 0)
        lstrcpynW(to, from ? from : L"", room);
    return to;
}

BOOL WINAPI StrToInt64ExW(LPCWSTR text, STIF_FLAGS flags, LONGLONG *value)
{
    BOOL negative = FALSE, hex = FALSE, found = FALSE;
    ULONGLONG sum = 0;

    if (!text || !value)
        return FALSE;
    while (*text == ' ' || *text == '\t' || *text == '\n')
        text++;
    if (*text == '-' || *text == '+')
        negative = *text++ == '-';
    if (flags & STIF_SUPPORT_HEX && text[0] == '0' && (text[1] | 32) == 'x') {
        hex = TRUE;
        negative = FALSE;
        text += 2;
    }
    for (;; text++) {
        WCHAR c = *text;
        int digit = c >= '0' && c <= '9'                        ? c - '0'
                    : hex && (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                                : -1;
        if (digit < 0)
            break;
        sum = sum * (hex ? 16 : 10) + digit;
        found = TRUE;
    }
    *value = negative ? -(LONGLONG)sum : (LONGLONG)sum;
    return found;
}

BOOL WINAPI StrToIntExW(LPCWSTR text, STIF_FLAGS flags, int *value)
{
    LONGLONG wide = 0;
    BOOL found = value && StrToInt64ExW(text, flags, &wide);

    if (value)
        *value = (int)wide;
    return found;
}

int WINAPI StrToIntW(LPCWSTR text)
{
    int value = 0;

    if (!text || (*text != '-' && (*text < '0' || *text > '9')))
        return 0;
    StrToIntExW(text, 0, &value);
    return value;
}

HRESULT WINAPI SHStrDupW(LPCWSTR text, LPWSTR *copy)
{
    SIZE_T size;

    if (!copy)
        return E_INVALIDARG;
    *copy = NULL;
    if (!text)
        return E_INVALIDARG;
    size = (lstrlenW(text) + 1) * sizeof(WCHAR);
    *copy = HeapAlloc(GetProcessHeap(), 0, size); /* the task allocator's heap */
    if (!*copy)
        return E_OUTOFMEMORY;
    memcpy(*copy, text, size);
    return S_OK;
}
