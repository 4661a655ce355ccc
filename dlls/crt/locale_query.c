/* The functions by which libraries look at the current locale's parts. */
#include "locale_data.h"

int ___mb_cur_max_func(void)
{
    return crt_loc()->mb_cur_max;
}

int ___mb_cur_max_l_func(_locale_t locale)
{
    return crt_loc_of(locale)->mb_cur_max;
}

unsigned ___lc_codepage_func(void)
{
    return crt_loc()->codepage;
}

unsigned ___lc_collate_cp_func(void)
{
    return crt_loc()->collate_cp;
}

unsigned long *___lc_handle_func(void)
{
    return crt_loc()->lc_handle;
}

/* One pointer a category; NULL stands for the C locale. */
wchar_t **___lc_locale_name_func(void)
{
    static wchar_t *names[CRT_CATEGORIES];
    struct crt_locdata *data = crt_loc();

    for (int i = 0; i < CRT_CATEGORIES; i++)
        names[i] = data->wnames[i][0] ? data->wnames[i] : NULL;
    return names;
}

extern int __setlc_active, __unguarded_readlc_active;

int ___setlc_active_func(void)
{
    return __setlc_active;
}

int *___unguarded_readlc_active_add_func(void)
{
    return &__unguarded_readlc_active;
}

static LCID lcid_or_default(LCID lcid)
{
    return lcid ? lcid : GetUserDefaultLCID();
}

int __crtGetStringTypeW(DWORD unused, DWORD kind, const wchar_t *text, int count, WORD *types)
{
    return GetStringTypeW(kind, text, count, types);
}

int __crtLCMapStringW(LCID lcid, DWORD flags, const wchar_t *text, int count, wchar_t *to,
                      int to_count)
{
    return LCMapStringW(lcid_or_default(lcid), flags, text, count, to, to_count);
}

int __crtLCMapStringA(LCID lcid, DWORD flags, const char *text, int count, char *to, int to_count,
                      int codepage, int strict)
{
    return LCMapStringA(lcid_or_default(lcid), flags, text, count, to, to_count);
}

int __crtCompareStringW(LCID lcid, DWORD flags, const wchar_t *a, int a_count, const wchar_t *b,
                        int b_count)
{
    return CompareStringW(lcid_or_default(lcid), flags, a, a_count, b, b_count);
}

int __crtCompareStringA(LCID lcid, DWORD flags, const char *a, int a_count, const char *b,
                        int b_count)
{
    return CompareStringA(lcid_or_default(lcid), flags, a, a_count, b, b_count);
}

int __crtGetLocaleInfoW(LCID lcid, LCTYPE type, wchar_t *to, int count)
{
    return GetLocaleInfoW(lcid_or_default(lcid), type, to, count);
}
