/* Narrow strings. */
#include "locale_data.h"

#include <ctype.h>

#define CHAR           char
#define UCHAR          unsigned char
#define LENGTH(s)      strlen(s)
#define N(a, b)        a
#define LOWER(c, data) ((data)->lower[c])
#define UPPER(c, data) ((data)->upper[c])

/* Sets of more than a few characters are tested by a bit map. */
#include "str_core.h"

size_t __strncnt(const char *text, size_t count)
{
    return strnlen(text, count);
}

void *_memccpy(void *to, const void *from, int c, size_t count)
{
    char *stop = memchr(from, c, count);
    size_t part = stop ? (size_t)(stop - (const char *)from) + 1 : count;

    memcpy(to, from, part);
    return stop ? (char *)to + part : NULL;
}

static int compare_memory(const void *left, const void *right, size_t count,
                          const struct crt_locdata *data)
{
    const unsigned char *a = left, *b = right;

    for (; count; count--, a++, b++)
        if (data->lower[*a] != data->lower[*b])
            return data->lower[*a] - data->lower[*b];
    return 0;
}

int _memicmp(const void *a, const void *b, size_t count)
{
    CRT_REQUIRE((a && b) || !count, EINVAL, _NLSCMPERROR);
    return compare_memory(a, b, count, crt_loc());
}

int _memicmp_l(const void *a, const void *b, size_t count, _locale_t locale)
{
    CRT_REQUIRE((a && b) || !count, EINVAL, _NLSCMPERROR);
    return compare_memory(a, b, count, crt_loc_of(locale));
}

errno_t memcpy_s(void *to, size_t size, const void *from, size_t count)
{
    if (!count)
        return 0;
    CRT_REQUIRE(to, EINVAL, EINVAL);
    if (!from || size < count) {
        errno_t error = from ? ERANGE : EINVAL;
        memset(to, 0, size);
        crt_invalid(error);
        return error;
    }
    memcpy(to, from, count);
    return 0;
}

errno_t memmove_s(void *to, size_t size, const void *from, size_t count)
{
    if (!count)
        return 0;
    CRT_REQUIRE(to && from, EINVAL, EINVAL);
    CRT_REQUIRE(size >= count, ERANGE, ERANGE);
    memmove(to, from, count);
    return 0;
}

void _swab(char *from, char *to, int count)
{
    for (; count > 1; count -= 2, from += 2, to += 2) {
        char low = from[0], high = from[1];
        to[0] = high;
        to[1] = low;
    }
}
