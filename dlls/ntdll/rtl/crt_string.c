/* crt_string.c - the byte string functions that ntdll exports. Letters are those of the C locale.
 */
#pragma GCC optimize( \
    "no-tree-loop-distribute-patterns") /* no calls of these functions by themselves */
#define _CRTIMP
#include "nt.h"

#undef strlen
#undef strcpy
#undef strcmp

static int fold(int c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

size_t strlen(const char *s)
{
    const char *end = s;

    while (*end)
        end++;
    return (size_t)(end - s);
}

size_t strnlen(const char *s, size_t max)
{
    size_t n = 0;

    while (n < max && s[n])
        n++;
    return n;
}

char *strcpy(char *to, const char *from)
{
    char *t = to;

    while ((*t++ = *from++))
        ;
    return to;
}

char *strcat(char *to, const char *from)
{
    strcpy(to + strlen(to), from);
    return to;
}

char *strncpy(char *to, const char *from, size_t count)
{
    size_t i = 0;

    for (; i < count && from[i]; i++)
        to[i] = from[i];
    for (; i < count; i++)
        to[i] = 0;
    return to;
}

char *strncat(char *to, const char *from, size_t count)
{
    char *t = to + strlen(to);

    while (count-- && *from)
        *t++ = *from++;
    *t = 0;
    return to;
}

int strncmp(const char *a, const char *b, size_t count)
{
    for (; count--; a++, b++) {
        if (*a != *b)
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        if (!*a)
            break;
    }
    return 0;
}

int strcmp(const char *a, const char *b)
{
    return strncmp(a, b, (size_t)-1);
}

int _strnicmp(const char *a, const char *b, size_t count)
{
    for (; count--; a++, b++) {
        int difference = fold((unsigned char)*a) - fold((unsigned char)*b);

        if (difference)
            return difference;
        if (!*a)
            break;
    }
    return 0;
}

int _stricmp(const char *a, const char *b)
{
    return _strnicmp(a, b, (size_t)-1);
}

char *strchr(const char *s, int c)
{
    for (;; s++) {
        if (*s == (char)c)
            return (char *)s;
        if (!*s)
            return NULL;
    }
}

char *strrchr(const char *s, int c)
{
    const char *found = NULL;

    do {
        if (*s == (char)c)
            found = s;
    } while (*s++);
    return (char *)found;
}

char *strstr(const char *s, const char *what)
{
    size_t size = strlen(what);

    for (; *s || !size; s++) {
        if (!strncmp(s, what, size))
            return (char *)s;
        if (!*s)
            break;
    }
    return NULL;
}

size_t strcspn(const char *s, const char *set)
{
    size_t n = 0;

    while (s[n] && !strchr(set, s[n]))
        n++;
    return n;
}

size_t strspn(const char *s, const char *set)
{
    size_t n = 0;

    while (s[n] && strchr(set, s[n]))
        n++;
    return n;
}

char *strpbrk(const char *s, const char *set)
{
    s += strcspn(s, set);
    return *s ? (char *)s : NULL;
}

char *_strlwr(char *s)
{
    for (char *p = s; *p; p++)
        *p = (char)fold(*p);
    return s;
}

char *_strupr(char *s)
{
    for (char *p = s; *p; p++)
        if (*p >= 'a' && *p <= 'z')
            *p -= 32;
    return s;
}
