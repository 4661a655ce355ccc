/* wcslen, wcsnlen, wcschr, wcsrchr, wcscmp, wcsncmp on UTF-16 units of 2 bytes. */
#include "mem_cpu.h"

typedef unsigned short unit;

static const w16 none;

static inline const unit *align_down(const unit *s)
{
    return (const unit *)((uintptr_t)s & ~(uintptr_t)15);
}

static inline unsigned mask_of(w16 lanes)
{
    return v16_mask((v16)lanes);
}

/* A string at an odd address can be had from a packed structure: it goes by single units. */
static size_t length_odd(const unit *s)
{
    const u16u *p = (const u16u *)s;

    while (*p)
        p++;
    return p - (const u16u *)s;
}

size_t wcslen(const unit *s)
{
    if ((uintptr_t)s & 1)
        return length_odd(s);
    const unit *p = align_down(s);
    unsigned mask = mask_of(*(const w16 *)p == none) >> ((s - p) * 2);

    if (mask)
        return __builtin_ctz(mask) / 2;
    do {
        p += 8;
        mask = mask_of(*(const w16 *)p == none);
    } while (!mask);
    return p + __builtin_ctz(mask) / 2 - s;
}

size_t wcsnlen(const unit *s, size_t limit)
{
    size_t length = 0;

    while (length < limit && s[length])
        length++;
    return length;
}

unit *wcschr(const unit *s, unit c)
{
    int odd = (uintptr_t)s & 1;

    while (odd || ((uintptr_t)s & 15)) {
        if (*s == c)
            return (unit *)s;
        if (!*s++)
            return NULL;
    }
    w16 wanted = (w16){0} + (short)c;
    for (;; s += 8) {
        w16 block = *(const w16 *)s;
        unsigned mask = mask_of((block == none) | (block == wanted));
        if (mask) {
            s += __builtin_ctz(mask) / 2;
            return *s == c ? (unit *)s : NULL;
        }
    }
}

unit *wcsrchr(const unit *s, unit c)
{
    const unit *found = NULL;

    do
        if (*s == c)
            found = s;
    while (*s++);
    return (unit *)found;
}

int wcscmp(const unit *a, const unit *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b ? 0 : *a < *b ? -1 : 1;
}

int wcsncmp(const unit *a, const unit *b, size_t n)
{
    for (; n; n--, a++, b++) {
        if (*a != *b)
            return *a < *b ? -1 : 1;
        if (!*a)
            return 0;
    }
    return 0;
}
