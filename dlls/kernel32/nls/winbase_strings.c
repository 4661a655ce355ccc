/*
 * winbase_strings.c - the lstr functions and MulDiv.
 *
 * Windows' lstr functions swallow access violations; these do so where the pointer is in the first
 * 64 KiB, where nothing is ever mapped.
 */
#include "nls_private.h"

static BOOL is_low(const void *p)
{
    return (ULONG_PTR)p < 0x10000;
}

int WINAPI lstrlenA(LPCSTR s)
{
    return is_low(s) ? 0 : (int)strlen(s);
}

int WINAPI lstrlenW(LPCWSTR s)
{
    return is_low(s) ? 0 : (int)wcslen(s);
}

LPSTR WINAPI lstrcpyA(LPSTR to, LPCSTR from)
{
    if (is_low(to) || is_low(from))
        return NULL;
    return memmove(to, from, strlen(from) + 1);
}

LPWSTR WINAPI lstrcpyW(LPWSTR to, LPCWSTR from)
{
    if (is_low(to) || is_low(from))
        return NULL;
    return memmove(to, from, (wcslen(from) + 1) * sizeof *to);
}

LPSTR WINAPI lstrcatA(LPSTR to, LPCSTR from)
{
    return is_low(to) || is_low(from) ? NULL : strcat(to, from);
}

LPWSTR WINAPI lstrcatW(LPWSTR to, LPCWSTR from)
{
    return is_low(to) || is_low(from) ? NULL : wcscat(to, from);
}

LPSTR WINAPI lstrcpynA(LPSTR to, LPCSTR from, int room)
{
    int i = 0;

    if (is_low(to) || is_low(from))
        return NULL;
    for (; i < room - 1 && from[i]; i++)
        to[i] = from[i];
    if (room > 0)
        to[i] = 0;
    return to;
}

LPWSTR WINAPI lstrcpynW(LPWSTR to, LPCWSTR from, int room)
{
    int i = 0;

    if (is_low(to) || is_low(from))
        return NULL;
    for (; i < room - 1 && from[i]; i++)
        to[i] = from[i];
    if (room > 0)
        to[i] = 0;
    return to;
}

/* NULL sorts before every text. */
static int with_null(const void *a, const void *b, int *order)
{
    *order = a ? 1 : b ? -1 : 0;
    return !a || !b;
}

int WINAPI lstrcmpW(LPCWSTR a, LPCWSTR b)
{
    int order;

    if (with_null(a, b, &order))
        return order;
    return CompareStringW(GetThreadLocale(), 0, a, -1, b, -1) - CSTR_EQUAL;
}

int WINAPI lstrcmpiW(LPCWSTR a, LPCWSTR b)
{
    int order;

    if (with_null(a, b, &order))
        return order;
    return CompareStringW(GetThreadLocale(), NORM_IGNORECASE, a, -1, b, -1) - CSTR_EQUAL;
}

int WINAPI lstrcmpA(LPCSTR a, LPCSTR b)
{
    int order;

    if (with_null(a, b, &order))
        return order;
    return CompareStringA(GetThreadLocale(), 0, a, -1, b, -1) - CSTR_EQUAL;
}

int WINAPI lstrcmpiA(LPCSTR a, LPCSTR b)
{
    int order;

    if (with_null(a, b, &order))
        return order;
    return CompareStringA(GetThreadLocale(), NORM_IGNORECASE, a, -1, b, -1) - CSTR_EQUAL;
}

/* Rounds to the nearest, halves away from zero; -1 for a division by zero and for what is no int.
 */
int WINAPI MulDiv(int a, int b, int divisor)
{
    LONGLONG product = (LONGLONG)a * b, half, result;

    if (!divisor)
        return -1;
    if (divisor < 0) {
        product = -product;
        half = -(LONGLONG)divisor;
    } else {
        half = divisor;
    }
    result = (product + (product < 0 ? -(half / 2) : half / 2)) / half;
    return result > 0x7fffffff || result < -0x7fffffff ? -1 : (int)result;
}
