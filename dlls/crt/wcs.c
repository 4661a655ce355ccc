/* Wide strings. */
#include "locale_data.h"

#include <wctype.h>

static inline wchar_t lower(wchar_t c, const struct crt_locdata *data)
{
    if (c < 128 || crt_is_c(data, LC_CTYPE))
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    struct crt_locale locale = {(struct crt_locdata *)data, NULL, 0};
    return _towlower_l(c, (_locale_t)&locale);
}

static inline wchar_t upper(wchar_t c, const struct crt_locdata *data)
{
    if (c < 128 || crt_is_c(data, LC_CTYPE))
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    struct crt_locale locale = {(struct crt_locdata *)data, NULL, 0};
    return _towupper_l(c, (_locale_t)&locale);
}

#define CHAR           wchar_t
#define UCHAR          wchar_t
#define LENGTH(s)      wcslen(s)
#define N(a, b)        b
#define LOWER(c, data) lower(c, data)
#define UPPER(c, data) upper(c, data)
#define wcstok         crt_wcstok_old
#include "str_core.h"

/* The UCRT's own wcstok has the third parameter of the standard. */
wchar_t *crt_wcstok(wchar_t *text, const wchar_t *set, wchar_t **next)
{
    if (!next)
        return crt_wcstok_old(text, set);
    if (!text && !*next)
        return NULL;
    return wcstok_s(text, set, next);
}

size_t __wcsncnt(const wchar_t *text, size_t count)
{
    return wcsnlen(text, count);
}

errno_t wmemcpy_s(wchar_t *to, size_t size, const wchar_t *from, size_t count)
{
    if (!count)
        return 0;
    CRT_REQUIRE(to, EINVAL, EINVAL);
    if (!from || size < count) {
        errno_t error = from ? ERANGE : EINVAL;
        memset(to, 0, size * sizeof(*to));
        crt_invalid(error);
        return error;
    }
    memcpy(to, from, count * sizeof(*to));
    return 0;
}

errno_t wmemmove_s(wchar_t *to, size_t size, const wchar_t *from, size_t count)
{
    if (!count)
        return 0;
    CRT_REQUIRE(to && from, EINVAL, EINVAL);
    CRT_REQUIRE(size >= count, ERANGE, ERANGE);
    memmove(to, from, count * sizeof(*to));
    return 0;
}
