/* ctype.c - GetStringType and FoldString. */
#include "nls_private.h"
#include "nls_tables.h"

static WORD type_of(DWORD type, WCHAR c)
{
    if (type == CT_CTYPE1)
        return NLS_LOOKUP(nls_ctype1, c);
    return type == CT_CTYPE2 ? NLS_LOOKUP(nls_ctype2, c) : NLS_LOOKUP(nls_ctype3, c);
}

BOOL WINAPI GetStringTypeW(DWORD type, LPCWCH text, int count, LPWORD types)
{
    if (!text || !types || (const void *)text == (void *)types)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (type != CT_CTYPE1 && type != CT_CTYPE2 && type != CT_CTYPE3)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (count < 0)
        count = (int)wcslen(text) + 1;
    for (int i = 0; i < count; i++)
        types[i] = type_of(type, text[i]);
    return TRUE;
}

BOOL WINAPI GetStringTypeExW(LCID locale, DWORD type, LPCWCH text, int count, LPWORD types)
{
    return GetStringTypeW(type, text, count, types);
}

BOOL WINAPI GetStringTypeA(LCID locale, DWORD type, LPCSTR text, int size, LPWORD types)
{
    int count;
    WCHAR *wide;
    BOOL ok;

    if (!text || !types)
        return nls_fail(ERROR_INVALID_PARAMETER);
    wide = nls_widen(text, size, &count);
    if (!wide)
        return nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    ok = GetStringTypeW(type, wide, count, types);
    nls_free(wide);
    return ok;
}

BOOL WINAPI GetStringTypeExA(LCID locale, DWORD type, LPCSTR text, int size, LPWORD types)
{
    return GetStringTypeA(locale, type, text, size, types);
}

/* Digits of any script become ASCII; characters of the compatibility zone their plain forms. */
static WCHAR fold_char(DWORD flags, WCHAR c)
{
    static const WORD zeros[] = {0x0660, 0x06f0, 0x0966, 0x09e6, 0x0a66, 0x0ae6,
                                 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50,
                                 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0xff10};
    WCHAR plain[8];
    LONG count = 8;

    if (flags & MAP_FOLDDIGITS) {
        for (SIZE_T i = 0; i < sizeof zeros / sizeof *zeros; i++)
            if (c >= zeros[i] && c < zeros[i] + 10)
                return '0' + c - zeros[i];
        if (c == 0xb2 || c == 0xb3)
            return '0' + c - 0xb0;
        if (c == 0xb9)
            return '1';
    }
    if (flags & MAP_FOLDCZONE && (c >= 0xf900 || (c >= 0x3000 && c < 0x3400)))
        if (NT_SUCCESS(RtlNormalizeString(NormalizationKC, &c, 1, plain, &count)) && count == 1)
            return plain[0];
    return c;
}

static int fold(DWORD flags, const WCHAR *from, int count, WCHAR *to, int room)
{
    NORM_FORM form = flags & MAP_COMPOSITE ? NormalizationD : NormalizationC;
    LONG made = count * 3;
    WCHAR *text;

    if (flags & MAP_EXPAND_LIGATURES)
        form = flags & MAP_COMPOSITE ? NormalizationKD : NormalizationKC;
    text = nls_allocate(made * sizeof *text);
    if (!text)
        return nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    if (flags & (MAP_COMPOSITE | MAP_PRECOMPOSED | MAP_EXPAND_LIGATURES)) {
        RtlNormalizeString(form, from, count, text, &made);
    } else {
        memcpy(text, from, count * sizeof *text);
        made = count;
    }
    for (LONG i = 0; i < made && i < (room ? room : made); i++) {
        WCHAR c = fold_char(flags, text[i]);

        if (room)
            to[i] = c;
    }
    nls_free(text);
    if (room && made > room)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    return made;
}

int WINAPI FoldStringW(DWORD flags, LPCWCH from, int count, LPWSTR to, int room)
{
    if (!from || !count || room < 0 || (room && !to) || from == to)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (!flags ||
        flags & ~(DWORD)(MAP_FOLDCZONE | MAP_PRECOMPOSED | MAP_COMPOSITE | MAP_FOLDDIGITS |
                         MAP_EXPAND_LIGATURES) ||
        (flags & MAP_PRECOMPOSED && flags & (MAP_COMPOSITE | MAP_EXPAND_LIGATURES)) ||
        (flags & MAP_COMPOSITE && flags & MAP_EXPAND_LIGATURES))
        return nls_fail(ERROR_INVALID_FLAGS);
    if (count < 0)
        count = (int)wcslen(from) + 1;
    return fold(flags, from, count, to, room);
}
