/* strcoll, strxfrm and kin: by the system's collation, or by code in the C locale. */
#include "locale_data.h"

enum { WHOLE = -1 };

static int compare_wide(const wchar_t *a, int a_count, const wchar_t *b, int b_count, DWORD flags,
                        const struct crt_locdata *data)
{
    int order = CompareStringEx(data->wnames[LC_COLLATE], flags | SORT_STRINGSORT, a, a_count, b,
                                b_count, NULL, NULL, 0);

    if (!order) {
        errno = EINVAL;
        return _NLSCMPERROR;
    }
    return order - CSTR_EQUAL;
}

static wchar_t *widen(const char *text, int size, int *count, unsigned codepage)
{
    *count = size ? MultiByteToWideChar(codepage, 0, text, size, NULL, 0) : 0;
    wchar_t *wide = malloc((*count + 1) * sizeof(*wide));
    if (wide && *count)
        MultiByteToWideChar(codepage, 0, text, size, wide, *count);
    return wide;
}

static int compare(const char *a, const char *b, size_t limit, DWORD flags,
                   const struct crt_locdata *data)
{
    int a_count, b_count, result = _NLSCMPERROR;

    CRT_REQUIRE(a && b && limit <= INT_MAX, EINVAL, _NLSCMPERROR);
    if (crt_is_c(data, LC_COLLATE))
        return flags ? _strnicmp(a, b, limit) : strncmp(a, b, limit);
    wchar_t *x = widen(a, (int)strnlen(a, limit), &a_count, data->collate_cp);
    wchar_t *y = widen(b, (int)strnlen(b, limit), &b_count, data->collate_cp);
    if (x && y)
        result = compare_wide(x, a_count, y, b_count, flags, data);
    free(x);
    free(y);
    return result;
}

static int compare_w(const wchar_t *a, const wchar_t *b, size_t limit, DWORD flags,
                     const struct crt_locdata *data)
{
    CRT_REQUIRE(a && b && limit <= INT_MAX, EINVAL, _NLSCMPERROR);
    if (crt_is_c(data, LC_COLLATE))
        return flags ? _wcsnicmp(a, b, limit) : wcsncmp(a, b, limit);
    return compare_wide(a, (int)wcsnlen(a, limit), b, (int)wcsnlen(b, limit), flags, data);
}

#define FOLD (NORM_IGNORECASE)

#define COLLATE(type, how, plain, plain_l, fold, fold_l, count, count_l, count_fold, count_fold_l) \
    int plain(const type *a, const type *b)                                                        \
    {                                                                                              \
        return how(a, b, INT_MAX, 0, crt_loc());                                                   \
    }                                                                                              \
    int plain_l(const type *a, const type *b, _locale_t locale)                                    \
    {                                                                                              \
        return how(a, b, INT_MAX, 0, crt_loc_of(locale));                                          \
    }                                                                                              \
    int fold(const type *a, const type *b)                                                         \
    {                                                                                              \
        return how(a, b, INT_MAX, FOLD, crt_loc());                                                \
    }                                                                                              \
    int fold_l(const type *a, const type *b, _locale_t locale)                                     \
    {                                                                                              \
        return how(a, b, INT_MAX, FOLD, crt_loc_of(locale));                                       \
    }                                                                                              \
    int count(const type *a, const type *b, size_t limit)                                          \
    {                                                                                              \
        return how(a, b, limit, 0, crt_loc());                                                     \
    }                                                                                              \
    int count_l(const type *a, const type *b, size_t limit, _locale_t locale)                      \
    {                                                                                              \
        return how(a, b, limit, 0, crt_loc_of(locale));                                            \
    }                                                                                              \
    int count_fold(const type *a, const type *b, size_t limit)                                     \
    {                                                                                              \
        return how(a, b, limit, FOLD, crt_loc());                                                  \
    }                                                                                              \
    int count_fold_l(const type *a, const type *b, size_t limit, _locale_t locale)                 \
    {                                                                                              \
        return how(a, b, limit, FOLD, crt_loc_of(locale));                                         \
    }

COLLATE(char, compare, strcoll, _strcoll_l, _stricoll, _stricoll_l, _strncoll, _strncoll_l,
        _strnicoll, _strnicoll_l)
COLLATE(wchar_t, compare_w, wcscoll, _wcscoll_l, _wcsicoll, _wcsicoll_l, _wcsncoll, _wcsncoll_l,
        _wcsnicoll, _wcsnicoll_l)

/* The sort key is bytes; it is given as narrow text, or one byte in each wide character. */
static size_t transform(void *to, const wchar_t *text, int length, size_t room, int wide,
                        const struct crt_locdata *data)
{
    const wchar_t *locale = data->wnames[LC_COLLATE];
    int size = LCMapStringEx(locale, LCMAP_SORTKEY, text, length, NULL, 0, NULL, NULL, 0);
    unsigned char *key = size ? malloc(size) : NULL;

    if (!key) {
        errno = EINVAL;
        return INT_MAX;
    }
    LCMapStringEx(locale, LCMAP_SORTKEY, text, length, (wchar_t *)key, size, NULL, NULL, 0);
    if ((size_t)size <= room)
        for (int i = 0; i < size; i++) {
            if (wide)
                ((wchar_t *)to)[i] = key[i];
            else
                ((char *)to)[i] = (char)key[i];
        }
    else
        errno = ERANGE;
    free(key);
    return size - 1;
}

size_t _strxfrm_l(char *to, const char *from, size_t count, _locale_t locale)
{
    const struct crt_locdata *data = crt_loc_of(locale);
    int length;

    CRT_REQUIRE(from && (to || !count) && count <= INT_MAX, EINVAL, INT_MAX);
    if (crt_is_c(data, LC_COLLATE)) {
        if (count)
            strncpy(to, from, count);
        return strlen(from);
    }
    wchar_t *wide = widen(from, (int)strlen(from), &length, data->collate_cp);
    size_t result = wide ? transform(to, wide, length, count, 0, data) : INT_MAX;
    free(wide);
    return result;
}

size_t strxfrm(char *to, const char *from, size_t count)
{
    return _strxfrm_l(to, from, count, NULL);
}

size_t _wcsxfrm_l(wchar_t *to, const wchar_t *from, size_t count, _locale_t locale)
{
    const struct crt_locdata *data = crt_loc_of(locale);

    CRT_REQUIRE(from && (to || !count) && count <= INT_MAX, EINVAL, INT_MAX);
    if (crt_is_c(data, LC_COLLATE)) {
        if (count)
            wcsncpy(to, from, count);
        return wcslen(from);
    }
    return transform(to, from, (int)wcslen(from), count, 1, data);
}

size_t wcsxfrm(wchar_t *to, const wchar_t *from, size_t count)
{
    return _wcsxfrm_l(to, from, count, NULL);
}
