/* lcmap.c - LCMapString: case, width and kana, character by character, and sort keys. */
#include "nls_private.h"
#include "collation.h"

enum {
    CASES = LCMAP_LOWERCASE | LCMAP_UPPERCASE,
    MAPS = CASES | LCMAP_HIRAGANA | LCMAP_KATAKANA | LCMAP_HALFWIDTH | LCMAP_FULLWIDTH |
           LCMAP_SIMPLIFIED_CHINESE | LCMAP_TRADITIONAL_CHINESE | LCMAP_LINGUISTIC_CASING,
    NORMS = NORM_IGNORECASE | NORM_IGNORENONSPACE | NORM_IGNORESYMBOLS | NORM_IGNOREKANATYPE |
            NORM_IGNOREWIDTH | SORT_STRINGSORT | SORT_DIGITSASNUMBERS | LINGUISTIC_IGNORECASE |
            LINGUISTIC_IGNOREDIACRITIC | NORM_LINGUISTIC_CASING,
};

/* Writes as far as there is room and counts on; `to` may be NULL. */
struct output {
    void *to;
    int room, count;
    BOOL wide;
};

static void put(struct output *o, unsigned value)
{
    if (o->to && o->count < o->room) {
        if (o->wide)
            ((WCHAR *)o->to)[o->count] = (WCHAR)value;
        else
            ((BYTE *)o->to)[o->count] = (BYTE)value;
    }
    o->count++;
}

static int finish(const struct output *o)
{
    return o->to && o->count > o->room ? nls_fail(ERROR_INSUFFICIENT_BUFFER) : o->count;
}

/* Sort keys: weights in bytes from 2 on, levels set apart by 1, a 0 at the end. */
static void put_weight(struct output *o, unsigned weight)
{
    put(o, weight / 254 + 2);
    put(o, weight % 254 + 2);
}

enum level { PRIMARY, DIACRITIC, FORM, SPECIALS, LEVELS };

static unsigned level_byte(const struct coll_element *e, enum level level)
{
    return level == DIACRITIC ? max(e->diacritic, 2) : max(e->form, 2);
}

/* One level; plain weights at the end are left out. */
static void put_level(struct output *o, DWORD flags, const WCHAR *from, int count, enum level level)
{
    struct coll_reader r = {.at = from, .end = from + count, .flags = flags};
    struct coll_element e;
    unsigned position = 0, plain = 0;

    while (coll_next(&r, &e)) {
        if (e.primary == COLL_SPECIAL) {
            if (level == SPECIALS) {
                put_weight(o, position);
                put(o, e.diacritic + 2);
            }
            continue;
        }
        position++;
        if (level == PRIMARY) {
            put_weight(o, e.primary);
        } else if (level != SPECIALS && level_byte(&e, level) == 2) {
            plain++;
        } else if (level != SPECIALS) {
            for (; plain; plain--)
                put(o, 2);
            put(o, level_byte(&e, level));
        }
    }
}

static int sort_key(DWORD flags, const WCHAR *from, int count, void *to, int room)
{
    struct output o = {room ? to : NULL, room, 0, FALSE};

    if (flags & ~(DWORD)(LCMAP_SORTKEY | LCMAP_BYTEREV | NORMS))
        return nls_fail(ERROR_INVALID_FLAGS);
    for (enum level level = PRIMARY; level < LEVELS; level++) {
        put_level(&o, flags, from, count, level);
        put(&o, level == SPECIALS ? 0 : 1);
    }
    return finish(&o);
}

static WCHAR to_katakana(WCHAR c)
{
    return (c >= 0x3041 && c <= 0x3096) || c == 0x309d || c == 0x309e ? c + 0x60 : c;
}

static WCHAR to_hiragana(WCHAR c)
{
    return (c >= 0x30a1 && c <= 0x30f6) || c == 0x30fd || c == 0x30fe ? c - 0x60 : c;
}

/* The full-width character that a half-width one is a form of. */
static WCHAR full_of(WCHAR c)
{
    WCHAR made[4];
    LONG count = 4;

    if (c == ' ')
        return 0x3000;
    if (c > ' ' && c < 0x7f)
        return c + 0xfee0;
    if (c < 0xff61 || c > 0xffee)
        return c;
    if (c == 0xff9e || c == 0xff9f)
        return c == 0xff9e ? 0x309b : 0x309c;
    if (!NT_SUCCESS(RtlNormalizeString(NormalizationKC, &c, 1, made, &count)) || count != 1)
        return c;
    return made[0];
}

/* A half-width letter and its sound mark as one full-width letter; 0 where there is none. */
static WCHAR voiced(WCHAR letter, WCHAR mark)
{
    WCHAR pair[2] = {letter, mark == 0xff9e ? 0x3099 : 0x309a}, made[4];
    LONG count = 4;

    if (mark != 0xff9e && mark != 0xff9f)
        return 0;
    if (!NT_SUCCESS(RtlNormalizeString(NormalizationC, pair, 2, made, &count)) || count != 1)
        return 0;
    return made[0];
}

static BOOL put_half(struct output *o, WCHAR c)
{
    WCHAR parts[4];
    LONG count = 4;

    if (c == 0x3000 || (c > 0xff00 && c < 0xff5f)) {
        put(o, c == 0x3000 ? ' ' : c - 0xfee0u);
        return TRUE;
    }
    for (WCHAR half = 0xff61; half <= 0xff9f; half++) {
        if (full_of(half) == c) {
            put(o, half);
            return TRUE;
        }
    }
    if (c >= 0x30a1 && c <= 0x30fe &&
        NT_SUCCESS(RtlNormalizeString(NormalizationD, &c, 1, parts, &count)) && count == 2 &&
        put_half(o, parts[0])) {
        put(o, parts[1] == 0x3099 ? 0xff9e : 0xff9f);
        return TRUE;
    }
    return FALSE;
}

static BOOL is_word_char(WCHAR c)
{
    WORD type;

    GetStringTypeW(CT_CTYPE1, &c, 1, &type);
    return (type & C1_ALPHA) || c == '\'';
}

static WCHAR map_case(DWORD flags, BOOL turkish, const WCHAR *from, int i)
{
    WCHAR c = from[i];
    BOOL upper = (flags & CASES) == LCMAP_UPPERCASE;

    if (!(flags & CASES))
        return c;
    if ((flags & CASES) == CASES)
        upper = !i || !is_word_char(from[i - 1]);
    if (turkish && flags & LCMAP_LINGUISTIC_CASING) {
        if (upper && c == 'i')
            return 0x130;
        if (!upper && c == 'I')
            return 0x131;
    }
    if (flags & LCMAP_LINGUISTIC_CASING)
        return NlsLinguisticCase(c, (BOOLEAN)upper);
    return upper ? RtlUpcaseUnicodeChar(c) : RtlDowncaseUnicodeChar(c);
}

static BOOL is_dropped(DWORD flags, WCHAR c)
{
    WORD one, three;

    if (!(flags & (NORM_IGNORENONSPACE | NORM_IGNORESYMBOLS)))
        return FALSE;
    GetStringTypeW(CT_CTYPE1, &c, 1, &one);
    GetStringTypeW(CT_CTYPE3, &c, 1, &three);
    return (flags & NORM_IGNORENONSPACE && three & C3_NONSPACING && !(three & C3_ALPHA)) ||
           (flags & NORM_IGNORESYMBOLS && (one & C1_PUNCT || three & C3_SYMBOL));
}

static int map_text(DWORD flags, BOOL turkish, const WCHAR *from, int count, WCHAR *to, int room)
{
    struct output o = {room ? to : NULL, room, 0, TRUE};

    for (int i = 0; i < count; i++) {
        WCHAR c = map_case(flags, turkish, from, i), joined;

        if (is_dropped(flags, c))
            continue;
        if (flags & LCMAP_KATAKANA)
            c = to_katakana(c);
        if (flags & LCMAP_FULLWIDTH) {
            c = full_of(c);
            if (i + 1 < count && (joined = voiced(c, from[i + 1]))) {
                c = joined;
                i++;
            }
        }
        if (flags & LCMAP_HIRAGANA)
            c = to_hiragana(c);
        if (!(flags & LCMAP_HALFWIDTH) || !put_half(&o, c))
            put(&o, c);
    }
    return finish(&o);
}

static int reverse_bytes(const WCHAR *from, int count, WCHAR *to, int room)
{
    for (int i = 0; i < count && i < room; i++)
        to[i] = __builtin_bswap16(from[i]);
    return room && count > room ? nls_fail(ERROR_INSUFFICIENT_BUFFER) : count;
}

static BOOL bad_flags(DWORD flags)
{
    const DWORD kana = LCMAP_HIRAGANA | LCMAP_KATAKANA, width = LCMAP_HALFWIDTH | LCMAP_FULLWIDTH;
    const DWORD chinese = LCMAP_SIMPLIFIED_CHINESE | LCMAP_TRADITIONAL_CHINESE;

    if (!(flags & (MAPS | LCMAP_BYTEREV | NORM_IGNORENONSPACE | NORM_IGNORESYMBOLS)) ||
        flags & ~(DWORD)(MAPS | LCMAP_BYTEREV | NORMS))
        return TRUE;
    return (flags & kana) == kana || (flags & width) == width || (flags & chinese) == chinese ||
           (flags & CASES && flags & (kana | width) && flags & LCMAP_LINGUISTIC_CASING) ||
           (flags & LCMAP_LINGUISTIC_CASING && !(flags & CASES));
}

int WINAPI LCMapStringEx(LPCWSTR locale, DWORD flags, LPCWSTR from, int count, LPWSTR to, int room,
                         LPNLSVERSIONINFO version, LPVOID reserved, LPARAM param)
{
    BOOL turkish = locale && (!_wcsnicmp(locale, L"tr", 2) || !_wcsnicmp(locale, L"az", 2)) &&
                   (!locale[2] || locale[2] == '-');

    if (!from || !count || room < 0 || (room && !to) || count < -1)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (locale && !IsValidLocaleName(locale))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (count < 0)
        count = (int)wcslen(from) + 1;
    if (flags & LCMAP_SORTKEY)
        return sort_key(flags, from, count - (count && !from[count - 1]), to, room);
    if (bad_flags(flags))
        return nls_fail(ERROR_INVALID_FLAGS);
    if (from == to && flags & ~(DWORD)(CASES | LCMAP_LINGUISTIC_CASING))
        return nls_fail(ERROR_INVALID_FLAGS);
    if (flags == LCMAP_BYTEREV)
        return reverse_bytes(from, count, to, room);
    return map_text(flags, turkish, from, count, to, room);
}

int WINAPI LCMapStringW(LCID locale, DWORD flags, LPCWSTR from, int count, LPWSTR to, int room)
{
    WCHAR name[LOCALE_NAME_MAX_LENGTH];

    flags &= ~(DWORD)LOCALE_USE_CP_ACP;
    count = count < 0 ? -1 : count;
    if (!LCIDToLocaleName(locale, name, LOCALE_NAME_MAX_LENGTH, 0))
        name[0] = 0;
    return LCMapStringEx(name, flags, from, count, to, room, NULL, NULL, 0);
}

int WINAPI LCMapStringA(LCID locale, DWORD flags, LPCSTR from, int size, LPSTR to, int room)
{
    int count, made;
    WCHAR *wide, *mapped;

    if (!from || !size || room < 0 || (room && !to))
        return nls_fail(ERROR_INVALID_PARAMETER);
    wide = nls_widen(from, size, &count);
    if (!wide)
        return nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    if (flags & LCMAP_SORTKEY) {
        made = LCMapStringW(locale, flags, wide, count, (WCHAR *)to, room);
        nls_free(wide);
        return made;
    }
    made = LCMapStringW(locale, flags, wide, count, NULL, 0);
    mapped = made ? nls_allocate(made * sizeof *mapped) : NULL;
    if (mapped) {
        LCMapStringW(locale, flags, wide, count, mapped, made);
        made = WideCharToMultiByte(CP_ACP, 0, mapped, made, to, room, NULL, NULL);
    }
    nls_free(mapped);
    nls_free(wide);
    return made;
}
