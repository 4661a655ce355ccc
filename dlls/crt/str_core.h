/* String functions that differ only in the character, included once for each width with CHAR,
 * UCHAR, LENGTH, N(narrow_name, wide_name), LOWER(c), UPPER(c). */

CHAR *N(strcpy, wcscpy)(CHAR *to, const CHAR *from)
{
    memcpy(to, from, (LENGTH(from) + 1) * sizeof(CHAR));
    return to;
}

CHAR *N(strcat, wcscat)(CHAR *to, const CHAR *from)
{
    memcpy(to + LENGTH(to), from, (LENGTH(from) + 1) * sizeof(CHAR));
    return to;
}

CHAR *N(strncpy, wcsncpy)(CHAR *to, const CHAR *from, size_t count)
{
    size_t i = 0;

    for (; i < count && from[i]; i++)
        to[i] = from[i];
    if (i < count)
        memset(to + i, 0, (count - i) * sizeof(CHAR));
    return to;
}

CHAR *N(strncat, wcsncat)(CHAR *to, const CHAR *from, size_t count)
{
    CHAR *end = to + LENGTH(to);

    for (; count && *from; count--)
        *end++ = *from++;
    *end = 0;
    return to;
}

static int has(const CHAR *set, CHAR c)
{
    for (; *set; set++)
        if (*set == c)
            return 1;
    return 0;
}

size_t N(strspn, wcsspn)(const CHAR *text, const CHAR *set)
{
    size_t i = 0;

    while (text[i] && has(set, text[i]))
        i++;
    return i;
}

size_t N(strcspn, wcscspn)(const CHAR *text, const CHAR *set)
{
    size_t i = 0;

    while (text[i] && !has(set, text[i]))
        i++;
    return i;
}

CHAR *N(strpbrk, wcspbrk)(const CHAR *text, const CHAR *set)
{
    for (; *text; text++)
        if (has(set, *text))
            return (CHAR *)text;
    return NULL;
}

CHAR *N(strstr, wcsstr)(const CHAR *text, const CHAR *wanted)
{
    size_t length = LENGTH(wanted);

    if (!length)
        return (CHAR *)text;
    for (; (text = N(strchr, wcschr)(text, *wanted)); text++)
        if (!N(strncmp, wcsncmp)(text, wanted, length))
            return (CHAR *)text;
    return NULL;
}

CHAR *N(strtok_s, wcstok_s)(CHAR *text, const CHAR *set, CHAR **next)
{
    CRT_REQUIRE(set && next && (text || *next), EINVAL, NULL);
    if (!text)
        text = *next;
    text += N(strspn, wcsspn)(text, set);
    CHAR *end = text + N(strcspn, wcscspn)(text, set);
    *next = *end ? end + 1 : end;
    *end = 0;
    return end == text ? NULL : text;
}

CHAR *N(strtok, wcstok)(CHAR *text, const CHAR *set)
{
    CHAR **next = &crt_self()->N(strtok_next, wcstok_next);

    if (!text && !*next)
        return NULL;
    return N(strtok_s, wcstok_s)(text, set, next);
}

CHAR *N(_strdup, _wcsdup)(const CHAR *text)
{
    if (!text)
        return NULL;
    size_t size = (LENGTH(text) + 1) * sizeof(CHAR);
    CHAR *copy = malloc(size);
    if (copy)
        memcpy(copy, text, size);
    return copy;
}

CHAR *N(_strrev, _wcsrev)(CHAR *text)
{
    CHAR *low = text, *high = text + LENGTH(text);

    while (high > low + 1) {
        CHAR c = *low;
        *low++ = *--high;
        *high = c;
    }
    return text;
}

CHAR *N(_strset, _wcsset)(CHAR *text, N(int, wchar_t) c)
{
    for (CHAR *p = text; *p; p++)
        *p = (CHAR)c;
    return text;
}

CHAR *N(_strnset, _wcsnset)(CHAR *text, N(int, wchar_t) c, size_t count)
{
    for (CHAR *p = text; *p && count; p++, count--)
        *p = (CHAR)c;
    return text;
}

static int compare_folded(const CHAR *a, const CHAR *b, size_t count,
                          const struct crt_locdata *data)
{
    for (; count; count--, a++, b++) {
        int x = LOWER((UCHAR)*a, data), y = LOWER((UCHAR)*b, data);
        if (x != y)
            return x - y;
        if (!x)
            break;
    }
    return 0;
}

int N(_stricmp, _wcsicmp)(const CHAR *a, const CHAR *b)
{
    CRT_REQUIRE(a && b, EINVAL, _NLSCMPERROR);
    return compare_folded(a, b, (size_t)-1, crt_loc());
}

int N(_stricmp_l, _wcsicmp_l)(const CHAR *a, const CHAR *b, _locale_t locale)
{
    CRT_REQUIRE(a && b, EINVAL, _NLSCMPERROR);
    return compare_folded(a, b, (size_t)-1, crt_loc_of(locale));
}

int N(_strnicmp, _wcsnicmp)(const CHAR *a, const CHAR *b, size_t count)
{
    CRT_REQUIRE((a && b) || !count, EINVAL, _NLSCMPERROR);
    return compare_folded(a, b, count, crt_loc());
}

int N(_strnicmp_l, _wcsnicmp_l)(const CHAR *a, const CHAR *b, size_t count, _locale_t locale)
{
    CRT_REQUIRE((a && b) || !count, EINVAL, _NLSCMPERROR);
    return compare_folded(a, b, count, crt_loc_of(locale));
}

#define CASE_FUNCTION(plain, with_locale, secure, secure_with_locale, MAP) \
    CHAR *with_locale(CHAR *text, _locale_t locale)                        \
    {                                                                      \
        const struct crt_locdata *data = crt_loc_of(locale);               \
        CRT_REQUIRE(text, EINVAL, NULL);                                   \
        for (CHAR *p = text; *p; p++)                                      \
            *p = (CHAR)MAP((UCHAR)*p, data);                               \
        return text;                                                       \
    }                                                                      \
    CHAR *plain(CHAR *text)                                                \
    {                                                                      \
        return with_locale(text, NULL);                                    \
    }                                                                      \
    errno_t secure_with_locale(CHAR *text, size_t count, _locale_t locale) \
    {                                                                      \
        CRT_REQUIRE(text &&count, EINVAL, EINVAL);                         \
        if (N(strnlen, wcsnlen)(text, count) == count) {                   \
            *text = 0;                                                     \
            crt_invalid(EINVAL);                                           \
            return EINVAL;                                                 \
        }                                                                  \
        with_locale(text, locale);                                         \
        return 0;                                                          \
    }                                                                      \
    errno_t secure(CHAR *text, size_t count)                               \
    {                                                                      \
        return secure_with_locale(text, count, NULL);                      \
    }

CASE_FUNCTION(N(_strlwr, _wcslwr), N(_strlwr_l, _wcslwr_l), N(_strlwr_s, _wcslwr_s),
              N(_strlwr_s_l, _wcslwr_s_l), LOWER)
CASE_FUNCTION(N(_strupr, _wcsupr), N(_strupr_l, _wcsupr_l), N(_strupr_s, _wcsupr_s),
              N(_strupr_s_l, _wcsupr_s_l), UPPER)

/* The checked copies: on overflow the target is emptied and the invalid parameter handler runs. */
static errno_t refuse(CHAR *to, errno_t error)
{
    *to = 0;
    crt_invalid(error);
    return error;
}

errno_t N(strcpy_s, wcscpy_s)(CHAR *to, size_t size, const CHAR *from)
{
    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    if (!from)
        return refuse(to, EINVAL);
    size_t length = LENGTH(from);
    if (length >= size)
        return refuse(to, ERANGE);
    memmove(to, from, (length + 1) * sizeof(CHAR));
    return 0;
}

errno_t N(strncpy_s, wcsncpy_s)(CHAR *to, size_t size, const CHAR *from, size_t count)
{
    if (!count && !to && !size)
        return 0;
    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    if (!count) {
        *to = 0;
        return 0;
    }
    if (!from)
        return refuse(to, EINVAL);
    size_t length = count == _TRUNCATE ? LENGTH(from) : N(strnlen, wcsnlen)(from, count);
    int truncated = length >= size;
    if (truncated && count != _TRUNCATE)
        return refuse(to, ERANGE);
    if (truncated)
        length = size - 1;
    memmove(to, from, length * sizeof(CHAR));
    to[length] = 0;
    return truncated ? STRUNCATE : 0;
}

errno_t N(strcat_s, wcscat_s)(CHAR *to, size_t size, const CHAR *from)
{
    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    if (!from)
        return refuse(to, EINVAL);
    size_t used = N(strnlen, wcsnlen)(to, size);
    if (used == size)
        return refuse(to, EINVAL);
    size_t length = LENGTH(from);
    if (length >= size - used)
        return refuse(to, ERANGE);
    memmove(to + used, from, (length + 1) * sizeof(CHAR));
    return 0;
}

errno_t N(strncat_s, wcsncat_s)(CHAR *to, size_t size, const CHAR *from, size_t count)
{
    if (!count && !to && !size)
        return 0;
    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    if (!from && count)
        return refuse(to, EINVAL);
    size_t used = N(strnlen, wcsnlen)(to, size);
    if (used == size)
        return refuse(to, EINVAL);
    if (!count)
        return 0;
    size_t length = count == _TRUNCATE ? LENGTH(from) : N(strnlen, wcsnlen)(from, count);
    int truncated = length >= size - used;
    if (truncated && count != _TRUNCATE)
        return refuse(to, ERANGE);
    if (truncated)
        length = size - used - 1;
    memmove(to + used, from, length * sizeof(CHAR));
    to[used + length] = 0;
    return truncated ? STRUNCATE : 0;
}

errno_t N(_strset_s, _wcsset_s)(CHAR *text, size_t size, N(int, wchar_t) c)
{
    CRT_REQUIRE(text && size, EINVAL, EINVAL);
    if (N(strnlen, wcsnlen)(text, size) == size)
        return refuse(text, EINVAL);
    N(_strset, _wcsset)(text, c);
    return 0;
}

errno_t N(_strnset_s, _wcsnset_s)(CHAR *text, size_t size, N(int, wchar_t) c, size_t count)
{
    CRT_REQUIRE(text && size, EINVAL, EINVAL);
    if (N(strnlen, wcsnlen)(text, size) == size)
        return refuse(text, EINVAL);
    N(_strnset, _wcsnset)(text, c, count);
    return 0;
}
