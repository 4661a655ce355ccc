/*
 * compare.c - CompareString and its kin.
 *
 * Two readers run side by side. The first primary difference decides; else the first diacritic one,
 * then the first of form, then the places of hyphens and apostrophes (word sort).
 */
#include "nls_private.h"
#include "collation.h"

enum {
    COMPARE_FLAGS = NORM_IGNORECASE | NORM_IGNORENONSPACE | NORM_IGNORESYMBOLS |
                    SORT_DIGITSASNUMBERS | LINGUISTIC_IGNORECASE | LINGUISTIC_IGNOREDIACRITIC |
                    SORT_STRINGSORT | NORM_IGNOREKANATYPE | NORM_IGNOREWIDTH |
                    NORM_LINGUISTIC_CASING | 0x10000000 /* LOCALE_USE_CP_ACP's neighbour: ignored */
};

struct side {
    struct coll_reader reader;
    struct coll_element element;
    int have;    /* 0 at the end */
    int special; /* the weight of the special that the element is, else 0 */
};

struct verdict {
    int diacritic, form, special;
    int waiting; /* +1 or -1: that side had a special where the other had none */
};

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

/* The next element that has a primary weight; *special says whether a special comes first. */
static void fetch(struct side *s)
{
    s->have = coll_next(&s->reader, &s->element);
    s->special = s->have && s->element.primary == COLL_SPECIAL ? s->element.diacritic : 0;
}

/* Passes over the specials that stand before the next elements. Where one side has one and the
   other has none here, the other decides: with one later on it is the greater, with none the less.
 */
static void step(struct side *a, struct side *b, struct verdict *v)
{
    for (fetch(a), fetch(b); a->special || b->special;) {
        int x = a->special, y = b->special;

        if (!v->special && !v->waiting && x && y)
            v->special = sign(x - y);
        else if (!v->special && !v->waiting)
            v->waiting = x ? 1 : -1;
        else if (!v->special && (v->waiting > 0 ? y : x))
            v->special = -v->waiting;
        if (x)
            fetch(a);
        if (y)
            fetch(b);
    }
}

static int compare(DWORD flags, const WCHAR *a, int a_count, const WCHAR *b, int b_count)
{
    struct side x = {.reader = {.at = a, .end = a + a_count, .flags = flags}};
    struct side y = {.reader = {.at = b, .end = b + b_count, .flags = flags}};
    struct verdict v = {0};

    for (;;) {
        step(&x, &y, &v);
        if (!x.have || !y.have)
            break;
        if (x.element.primary != y.element.primary)
            return sign(x.element.primary - y.element.primary);
        if (!v.diacritic)
            v.diacritic = sign(x.element.diacritic - y.element.diacritic);
        if (!v.form)
            v.form = sign(x.element.form - y.element.form);
    }
    if (x.have || y.have)
        return x.have ? 1 : -1;
    if (v.diacritic || v.form)
        return v.diacritic ? v.diacritic : v.form;
    return v.special ? v.special : v.waiting;
}

int WINAPI CompareStringEx(LPCWSTR locale, DWORD flags, LPCWCH a, int a_count, LPCWCH b,
                           int b_count, LPNLSVERSIONINFO version, LPVOID reserved, LPARAM param)
{
    if (!a || !b || a_count < -1 || b_count < -1)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (locale && !IsValidLocaleName(locale))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (flags & ~(DWORD)COMPARE_FLAGS)
        return nls_fail(ERROR_INVALID_FLAGS);
    if (a_count < 0)
        a_count = (int)wcslen(a);
    if (b_count < 0)
        b_count = (int)wcslen(b);
    if (a_count == b_count && !memcmp(a, b, a_count * sizeof *a))
        return CSTR_EQUAL;
    return CSTR_EQUAL + compare(flags, a, a_count, b, b_count);
}

int WINAPI CompareStringW(LCID locale, DWORD flags, LPCWCH a, int a_count, LPCWCH b, int b_count)
{
    return CompareStringEx(NULL, flags & ~(DWORD)LOCALE_USE_CP_ACP, a, a_count < 0 ? -1 : a_count,
                           b, b_count < 0 ? -1 : b_count, NULL, NULL, 0);
}

int WINAPI CompareStringA(LCID locale, DWORD flags, LPCCH a, int a_size, LPCCH b, int b_size)
{
    int a_count, b_count, result = 0;
    WCHAR *x, *y;

    if (!a || !b)
        return nls_fail(ERROR_INVALID_PARAMETER);
    a_size = a_size < 0 ? (int)strlen(a) : a_size;
    b_size = b_size < 0 ? (int)strlen(b) : b_size;
    x = nls_widen(a, a_size, &a_count);
    y = nls_widen(b, b_size, &b_count);
    if (x && y)
        result = CompareStringW(locale, flags, x, a_size ? a_count : 0, y, b_size ? b_count : 0);
    else
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    nls_free(x);
    nls_free(y);
    return result;
}

int WINAPI CompareStringOrdinal(LPCWCH a, int a_count, LPCWCH b, int b_count, BOOL fold)
{
    LONG order;

    if (!a || !b || a_count < -1 || b_count < -1)
        return nls_fail(ERROR_INVALID_PARAMETER);
    order = RtlCompareUnicodeStrings(a, a_count < 0 ? wcslen(a) : (SIZE_T)a_count, b,
                                     b_count < 0 ? wcslen(b) : (SIZE_T)b_count, fold != 0);
    return CSTR_EQUAL + sign(order);
}

int WINAPI FindStringOrdinal(DWORD flags, LPCWSTR text, int count, LPCWSTR value, int value_count,
                             BOOL fold)
{
    const DWORD ways = FIND_STARTSWITH | FIND_ENDSWITH | FIND_FROMSTART | FIND_FROMEND;
    int last, i, step_by;

    if (!text || !value || count < -1 || value_count < -1)
        return nls_fail(ERROR_INVALID_PARAMETER) - 1;
    if (flags & ~ways || flags & (flags - 1))
        return nls_fail(ERROR_INVALID_FLAGS) - 1;
    count = count < 0 ? (int)wcslen(text) : count;
    value_count = value_count < 0 ? (int)wcslen(value) : value_count;
    SetLastError(ERROR_SUCCESS);
    last = count - value_count;
    step_by = flags & (FIND_ENDSWITH | FIND_FROMEND) ? -1 : 1;
    for (i = step_by > 0 ? 0 : last; i >= 0 && i <= last; i += step_by) {
        if (CompareStringOrdinal(text + i, value_count, value, value_count, fold) == CSTR_EQUAL)
            return i;
        if (flags & (FIND_STARTSWITH | FIND_ENDSWITH))
            break;
    }
    return -1;
}

/* How much of the text at its start equals the value; -1 where it does not. */
static int match(DWORD flags, const WCHAR *text, const WCHAR *end, const WCHAR *value, int count)
{
    struct coll_reader x = {.at = text, .end = end, .flags = flags};
    struct coll_reader y = {.at = value, .end = value + count, .flags = flags};
    struct coll_element a, b;

    while (coll_next(&y, &b))
        if (!coll_next(&x, &a) || a.primary != b.primary || a.diacritic != b.diacritic ||
            a.form != b.form)
            return -1;
    return x.pending_count ? -1 : (int)(x.at - text);
}

int WINAPI FindNLSStringEx(LPCWSTR locale, DWORD flags, LPCWSTR text, int count, LPCWSTR value,
                           int value_count, LPINT found, LPNLSVERSIONINFO version, LPVOID reserved,
                           LPARAM param)
{
    const DWORD ways = FIND_STARTSWITH | FIND_ENDSWITH | FIND_FROMSTART | FIND_FROMEND;
    DWORD way = flags & ways;
    int back, size;

    if (!text || !value || !count || !value_count || count < -1 || value_count < -1)
        return nls_fail(ERROR_INVALID_PARAMETER) - 1;
    if (flags & ~(ways | COMPARE_FLAGS) || way & (way - 1))
        return nls_fail(ERROR_INVALID_FLAGS) - 1;
    count = count < 0 ? (int)wcslen(text) : count;
    value_count = value_count < 0 ? (int)wcslen(value) : value_count;
    back = way == FIND_FROMEND || way == FIND_ENDSWITH;
    SetLastError(ERROR_SUCCESS);
    for (int i = back ? count : 0; i >= 0 && i <= count; i += back ? -1 : 1) {
        size = match(flags & ~ways, text + i, text + count, value, value_count);
        if (size >= 0 && (way != FIND_ENDSWITH || i + size == count)) {
            if (found)
                *found = size;
            return i;
        }
        if (way == FIND_STARTSWITH)
            break;
    }
    return -1;
}

int WINAPI FindNLSString(LCID locale, DWORD flags, LPCWSTR text, int count, LPCWSTR value,
                         int value_count, LPINT found)
{
    return FindNLSStringEx(NULL, flags, text, count, value, value_count, found, NULL, NULL, 0);
}
