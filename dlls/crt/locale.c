/* setlocale and the locale objects. Data is immutable once published, counted, and shared. */
#include "locale_data.h"

static struct lconv c_lconv = {
    .decimal_point = ".",
    .thousands_sep = "",
    .grouping = "",
    .int_curr_symbol = "",
    .currency_symbol = "",
    .mon_decimal_point = "",
    .mon_thousands_sep = "",
    .mon_grouping = "",
    .positive_sign = "",
    .negative_sign = "",
    .int_frac_digits = CHAR_MAX,
    .frac_digits = CHAR_MAX,
    .p_cs_precedes = CHAR_MAX,
    .p_sep_by_space = CHAR_MAX,
    .n_cs_precedes = CHAR_MAX,
    .n_sep_by_space = CHAR_MAX,
    .p_sign_posn = CHAR_MAX,
    .n_sign_posn = CHAR_MAX,
    ._W_decimal_point = L".",
    ._W_thousands_sep = L"",
    ._W_int_curr_symbol = L"",
    ._W_currency_symbol = L"",
    ._W_mon_decimal_point = L"",
    ._W_mon_thousands_sep = L"",
    ._W_positive_sign = L"",
    ._W_negative_sign = L"",
};

#define ROW(b)                                                                            \
    (b), (b) + 1, (b) + 2, (b) + 3, (b) + 4, (b) + 5, (b) + 6, (b) + 7, (b) + 8, (b) + 9, \
        (b) + 10, (b) + 11, (b) + 12, (b) + 13, (b) + 14, (b) + 15
#define LETTERS(b)                                                                                \
    (b) + 1, (b) + 2, (b) + 3, (b) + 4, (b) + 5, (b) + 6, (b) + 7, (b) + 8, (b) + 9, (b) + 10,    \
        (b) + 11, (b) + 12, (b) + 13, (b) + 14, (b) + 15, (b) + 16, (b) + 17, (b) + 18, (b) + 19, \
        (b) + 20, (b) + 21, (b) + 22, (b) + 23, (b) + 24, (b) + 25, (b) + 26
#define HIGH ROW(0x80), ROW(0x90), ROW(0xa0), ROW(0xb0), ROW(0xc0), ROW(0xd0), ROW(0xe0), ROW(0xf0)

static const unsigned char c_lower[256] = {ROW(0),        ROW(0x10), ROW(0x20), ROW(0x30), 0x40,
                                           LETTERS(0x60), 0x5b,      0x5c,      0x5d,      0x5e,
                                           0x5f,          ROW(0x60), ROW(0x70), HIGH};
static const unsigned char c_upper[256] = {
    ROW(0),        ROW(0x10), ROW(0x20), ROW(0x30), ROW(0x40), ROW(0x50), 0x60,
    LETTERS(0x40), 0x7b,      0x7c,      0x7d,      0x7e,      0x7f,      HIGH};

struct crt_locdata crt_c_locale = {
    .pctype = crt_c_types + 1,
    .mb_cur_max = 1,
    .codepage = 0,
    .lconv = &c_lconv,
    .lower = c_lower,
    .upper = c_upper,
    .decimal = ".",
    .wdecimal = '.',
    .names = {"C", "C", "C", "C", "C", "C"},
#ifdef CRT_MSVCRT
    .lc_clike = 1,
    .pclmap = c_lower,
    .pcumap = c_upper,
#endif
};

struct crt_locdata *crt_global_locale = &crt_c_locale;
int crt_locale_changed;
static int per_thread_default;

int __mb_cur_max = 1;
unsigned __lc_codepage;
unsigned __lc_collate_cp;
LCID __lc_handle[CRT_CATEGORIES];
int __setlc_active, __unguarded_readlc_active;
extern const unsigned short *_pctype;

struct crt_locdata *crt_loc_slow(void)
{
    struct crt_thread *self = crt_self();

    return self->locale ? self->locale->data : crt_global_locale;
}

static void hold(struct crt_locdata *data)
{
    if (data->refs)
        InterlockedIncrement(&data->refs);
}

void crt_release_locdata(struct crt_locdata *data)
{
    if (!data || !data->refs || InterlockedDecrement(&data->refs))
        return;
    crt_free_time_names(data->time);
    crt_free_lconv(data);
    free(data);
}

void crt_release_thread_locale(struct crt_thread *self)
{
    if (!self->locale)
        return;
    crt_release_locdata(self->locale->data);
    free(self->locale);
    self->locale = NULL;
}

static int set_category(struct crt_locdata *data, int category, const char *spec)
{
    unsigned codepage;

    if (!crt_resolve_locale(spec, data->wnames[category], data->names[category], &codepage))
        return 0;
    data->lc_handle[category] =
        data->wnames[category][0] ? LocaleNameToLCID(data->wnames[category], 0) : 0;
    if (category == LC_CTYPE)
        data->codepage = codepage;
    if (category == LC_COLLATE)
        data->collate_cp = codepage;
    return 1;
}

static const char *const category_names[] = {"LC_ALL",      "LC_COLLATE", "LC_CTYPE",
                                             "LC_MONETARY", "LC_NUMERIC", "LC_TIME"};

/* "LC_CTYPE=...;LC_TIME=...": what setlocale itself returns when the categories differ. */
static int set_composite(struct crt_locdata *data, int wanted, const char *spec)
{
    char text[96];

    while (*spec) {
        const char *equals = strchr(spec, '='), *end = strchr(spec, ';');
        if (!end)
            end = spec + strlen(spec);
        if (!equals || equals > end || (size_t)(end - equals) > sizeof(text))
            return 0;
        memcpy(text, equals + 1, end - equals - 1);
        text[end - equals - 1] = 0;
        for (int i = 1; i < CRT_CATEGORIES; i++)
            if (!strncmp(spec, category_names[i], equals - spec) &&
                (wanted == LC_ALL || wanted == i) && !set_category(data, i, text))
                return 0;
        spec = *end ? end + 1 : end;
    }
    return 1;
}

/* A changed copy of `base`, with one reference; NULL when the locale is not known. */
static struct crt_locdata *derive(const struct crt_locdata *base, int category, const char *spec)
{
    struct crt_locdata *data = calloc(1, sizeof(*data));
    int ok = 1;

    if (!data)
        return NULL;
    memcpy(data->names, base->names, sizeof(data->names));
    memcpy(data->wnames, base->wnames, sizeof(data->wnames));
    memcpy(data->lc_handle, base->lc_handle, sizeof(data->lc_handle));
    data->codepage = base->codepage;
    data->collate_cp = base->collate_cp;
    data->refs = 1;
    if (!strncmp(spec, "LC_", 3))
        ok = set_composite(data, category, spec);
    else
        for (int i = LC_MIN + 1; ok && i <= LC_MAX; i++)
            if (category == LC_ALL || category == i)
                ok = set_category(data, i, spec);
    if (!ok) {
        free(data);
        return NULL;
    }
    crt_make_ctype(data);
    crt_make_lconv(data);
    return data;
}

static char *locale_text(const struct crt_locdata *data, int category)
{
    static char text[CRT_CATEGORIES * 110];
    int same = 1;

    if (category != LC_ALL)
        return (char *)data->names[category];
    for (int i = 2; i < CRT_CATEGORIES; i++)
        same &= !strcmp(data->names[1], data->names[i]);
    if (same)
        return (char *)data->names[1];
    text[0] = 0;
    for (int i = 1; i < CRT_CATEGORIES; i++) {
        if (i > 1)
            strcat(text, ";");
        strcat(text, category_names[i]);
        strcat(text, "=");
        strcat(text, data->names[i]);
    }
    return text;
}

/* The variables that old programs read instead of calling a function. */
static void publish(struct crt_locdata *data)
{
    crt_global_locale = data;
    __mb_cur_max = data->mb_cur_max;
    __lc_codepage = data->codepage;
    __lc_collate_cp = data->collate_cp;
    memcpy(__lc_handle, data->lc_handle, sizeof(__lc_handle));
    _pctype = data->pctype;
}

char *setlocale(int category, const char *spec)
{
    struct crt_thread *self = crt_self();
    int own = self->own_locale ? self->own_locale == _ENABLE_PER_THREAD_LOCALE : per_thread_default;

    CRT_REQUIRE(category >= LC_MIN && category <= LC_MAX, EINVAL, NULL);
    struct crt_locdata *old = crt_loc();
    if (!spec)
        return locale_text(old, category);
    /* The common case, "C" where it is "C" already, makes nothing. */
    if (old == &crt_c_locale && !strcmp(spec, "C"))
        return "C";
    struct crt_locdata *data = derive(old, category, spec);
    if (!data)
        return NULL;
    crt_lock(CRT_LOCK_LOCALE);
    if (own) {
        if (!self->locale)
            self->locale = calloc(1, sizeof(*self->locale));
        if (self->locale) {
            crt_release_locdata(self->locale->data);
            self->locale->data = data;
        }
    } else {
        /* The old data stays: another thread may be reading it. */
        publish(data);
    }
    crt_locale_changed = 1;
    crt_unlock(CRT_LOCK_LOCALE);
    return locale_text(data, category);
}

wchar_t *_wsetlocale(int category, const wchar_t *spec)
{
    static wchar_t text[CRT_CATEGORIES * 110];
    char narrow[CRT_CATEGORIES * 110];

    if (spec && !WideCharToMultiByte(CP_ACP, 0, spec, -1, narrow, sizeof(narrow), NULL, NULL))
        return NULL;
    char *result = setlocale(category, spec ? narrow : NULL);
    if (!result)
        return NULL;
    MultiByteToWideChar(CP_ACP, 0, result, -1, text, ARRAY_LEN(text));
    return text;
}

int _configthreadlocale(int mode)
{
    struct crt_thread *self = crt_self();
    int old = self->own_locale == _ENABLE_PER_THREAD_LOCALE ? _ENABLE_PER_THREAD_LOCALE
                                                            : _DISABLE_PER_THREAD_LOCALE;

    switch (mode) {
    case 0:
        break;
    case _ENABLE_PER_THREAD_LOCALE:
        if (self->own_locale != mode && crt_locale_changed && !self->locale) {
            self->locale = calloc(1, sizeof(*self->locale));
            if (!self->locale)
                return -1;
            self->locale->data = crt_global_locale;
            hold(crt_global_locale);
        }
        self->own_locale = mode;
        break;
    case _DISABLE_PER_THREAD_LOCALE:
        crt_release_thread_locale(self);
        self->own_locale = mode;
        break;
    case _ENABLE_PER_THREAD_LOCALE_GLOBAL:
    case _DISABLE_PER_THREAD_LOCALE_GLOBAL:
        per_thread_default = mode == _ENABLE_PER_THREAD_LOCALE_GLOBAL;
        break;
    default:
        crt_invalid(EINVAL);
        return -1;
    }
    return old;
}

static _locale_t wrap(struct crt_locdata *data)
{
    struct crt_locale *locale = data ? calloc(1, sizeof(*locale)) : NULL;

    if (locale) {
        locale->data = data;
        locale->mb = &crt_mb;
        locale->refs = 1;
    }
    return (_locale_t)locale;
}

_locale_t _create_locale(int category, const char *spec)
{
    if (category < LC_MIN || category > LC_MAX || !spec)
        return NULL;
    return wrap(derive(&crt_c_locale, category, spec));
}

_locale_t _wcreate_locale(int category, const wchar_t *spec)
{
    char narrow[256];

    if (!spec || !WideCharToMultiByte(CP_ACP, 0, spec, -1, narrow, sizeof(narrow), NULL, NULL))
        return NULL;
    return _create_locale(category, narrow);
}

_locale_t _get_current_locale(void)
{
    struct crt_locdata *data = crt_loc();

    hold(data);
    return wrap(data);
}

void _free_locale(_locale_t locale)
{
    if (locale) {
        crt_release_locdata(((struct crt_locale *)locale)->data);
        free(locale);
    }
}

struct lconv *localeconv(void)
{
    return crt_loc()->lconv;
}

int __lconv_init(void)
{
    c_lconv.int_frac_digits = c_lconv.frac_digits = c_lconv.p_cs_precedes = (char)UCHAR_MAX;
    c_lconv.p_sep_by_space = c_lconv.n_cs_precedes = c_lconv.n_sep_by_space = (char)UCHAR_MAX;
    c_lconv.p_sign_posn = c_lconv.n_sign_posn = (char)UCHAR_MAX;
    return 0;
}
