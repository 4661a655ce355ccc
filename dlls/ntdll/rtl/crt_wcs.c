/* crt_wcs.c - the wide string functions that ntdll exports; case is that of the upcase table. */
#pragma GCC optimize( \
    "no-tree-loop-distribute-patterns") /* no calls of these functions by themselves */
#define _CRTIMP
#include "nt.h"
#include "rtl_proto.h"

size_t wcslen(const wchar_t *s)
{
    const wchar_t *end = s;

    while (*end)
        end++;
    return (size_t)(end - s);
}

size_t wcsnlen(const wchar_t *s, size_t max)
{
    size_t n = 0;

    while (n < max && s[n])
        n++;
    return n;
}

wchar_t *wcscpy(wchar_t *to, const wchar_t *from)
{
    wchar_t *t = to;

    while ((*t++ = *from++))
        ;
    return to;
}

wchar_t *wcscat(wchar_t *to, const wchar_t *from)
{
    wcscpy(to + wcslen(to), from);
    return to;
}

wchar_t *wcsncpy(wchar_t *to, const wchar_t *from, size_t count)
{
    size_t i = 0;

    for (; i < count && from[i]; i++)
        to[i] = from[i];
    for (; i < count; i++)
        to[i] = 0;
    return to;
}

wchar_t *wcsncat(wchar_t *to, const wchar_t *from, size_t count)
{
    wchar_t *t = to + wcslen(to);

    while (count-- && *from)
        *t++ = *from++;
    *t = 0;
    return to;
}

int wcsncmp(const wchar_t *a, const wchar_t *b, size_t count)
{
    for (; count--; a++, b++) {
        if (*a != *b)
            return *a < *b ? -1 : 1;
        if (!*a)
            break;
    }
    return 0;
}

int wcscmp(const wchar_t *a, const wchar_t *b)
{
    return wcsncmp(a, b, (size_t)-1);
}

/* ntdll's folds ASCII alone. */
static int fold(wchar_t c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

int _wcsnicmp(const wchar_t *a, const wchar_t *b, size_t count)
{
    for (; count--; a++, b++) {
        int difference = fold(*a) - fold(*b);

        if (difference)
            return difference;
        if (!*a)
            break;
    }
    return 0;
}

int _wcsicmp(const wchar_t *a, const wchar_t *b)
{
    return _wcsnicmp(a, b, (size_t)-1);
}

wchar_t *wcschr(const wchar_t *s, wchar_t c)
{
    for (;; s++) {
        if (*s == c)
            return (wchar_t *)s;
        if (!*s)
            return NULL;
    }
}

wchar_t *wcsrchr(const wchar_t *s, wchar_t c)
{
    const wchar_t *found = NULL;

    do {
        if (*s == c)
            found = s;
    } while (*s++);
    return (wchar_t *)found;
}

wchar_t *wcsstr(const wchar_t *s, const wchar_t *what)
{
    size_t count = wcslen(what);

    for (; *s || !count; s++) {
        if (!wcsncmp(s, what, count))
            return (wchar_t *)s;
        if (!*s)
            break;
    }
    return NULL;
}

size_t wcscspn(const wchar_t *s, const wchar_t *set)
{
    size_t n = 0;

    while (s[n] && !wcschr(set, s[n]))
        n++;
    return n;
}

size_t wcsspn(const wchar_t *s, const wchar_t *set)
{
    size_t n = 0;

    while (s[n] && wcschr(set, s[n]))
        n++;
    return n;
}

wchar_t *wcspbrk(const wchar_t *s, const wchar_t *set)
{
    s += wcscspn(s, set);
    return *s ? (wchar_t *)s : NULL;
}

wchar_t *wcstok_s(wchar_t *s, const wchar_t *set, wchar_t **rest)
{
    wchar_t *end;

    s = s ? s : *rest;
    s += wcsspn(s, set);
    if (!*s)
        return *rest = s, NULL;
    end = s + wcscspn(s, set);
    *rest = *end ? end + 1 : end;
    *end = 0;
    return s;
}

wchar_t *_wcslwr(wchar_t *s)
{
    for (wchar_t *p = s; *p; p++)
        *p = (wchar_t)fold(*p);
    return s;
}

wchar_t *_wcsupr(wchar_t *s)
{
    for (wchar_t *p = s; *p; p++)
        if (*p >= 'a' && *p <= 'z')
            *p -= 32;
    return s;
}

#undef iswdigit
#undef iswxdigit
#undef iswspace
#undef iswlower
#undef iswalpha

wint_t towlower(wint_t c)
{
    return c < 0x80 ? (wint_t)fold(c) : RtlDowncaseUnicodeChar(c);
}

wint_t towupper(wint_t c)
{
    return RtlUpcaseUnicodeChar(c);
}

int iswdigit(wint_t c)
{
    return c >= '0' && c <= '9';
}

int iswxdigit(wint_t c)
{
    return iswdigit(c) || (fold(c) >= 'a' && fold(c) <= 'f');
}

int iswspace(wint_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xa0 || c == 0x85;
}

int iswlower(wint_t c)
{
    return RtlUpcaseUnicodeChar(c) != c;
}

int iswalpha(wint_t c)
{
    return RtlUpcaseUnicodeChar(c) != c || RtlDowncaseUnicodeChar(c) != c;
}

int iswctype(wint_t c, wctype_t type)
{
    return (type & 4 && iswdigit(c)) || (type & 8 && iswspace(c)) ||
           (type & 0x80 && iswxdigit(c)) || (type & 0x103 && iswalpha(c));
}
