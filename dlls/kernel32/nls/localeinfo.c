/* localeinfo.c - GetLocaleInfo: names from the locale table, customs from the format lists. */
#include "locale.h"

// clang-format off
#include "locale_formats.h"
// clang-format on

enum {
    TYPES = sizeof format_types / sizeof *format_types,
    FORMATS = sizeof formats / sizeof *formats,
    MODIFIERS = LOCALE_NOUSEROVERRIDE | LOCALE_USE_CP_ACP | LOCALE_RETURN_NUMBER |
                LOCALE_RETURN_GENITIVE_NAMES | LOCALE_ALLOW_NEUTRAL_NAMES,
};

static PCWSTR values_of(const struct locale *locale)
{
    SIZE_T language = wcscspn(locale->name, L"-");

    for (int i = 0; i < FORMATS; i++)
        if (!_wcsicmp(formats[i].name, locale->name))
            return formats[i].values;
    for (int i = 0; language && i < FORMATS; i++)
        if (!_wcsnicmp(formats[i].name, locale->name, language) && formats[i].name[language] == '-')
            return formats[i].values;
    return formats[0].values;
}

BOOL locale_format(const struct locale *locale, LCTYPE type, PCWSTR *value, int *count)
{
    PCWSTR line = values_of(locale);

    for (int i = 0; i < TYPES; i++) {
        SIZE_T size = wcscspn(line, L"\n");

        if (format_types[i] == type) {
            *value = line;
            *count = (int)size;
            return TRUE;
        }
        line += size + 1;
    }
    return FALSE;
}

void locale_text(const struct locale *locale, LCTYPE type, WCHAR *to, int room)
{
    PCWSTR value = L"";
    int count = 0;

    locale_format(locale, type, &value, &count);
    count = min(count, room - 1);
    memcpy(to, value, count * sizeof *to);
    to[count] = 0;
}

int locale_number(const struct locale *locale, LCTYPE type)
{
    PCWSTR value;
    int count, number = 0;

    if (locale_format(locale, type, &value, &count))
        for (int i = 0; i < count && value[i] >= '0' && value[i] <= '9'; i++)
            number = number * 10 + value[i] - '0';
    return number;
}

/* Numbers in decimal, or with four or eight hexadecimal digits. */
static void put_number(WCHAR *to, unsigned value, unsigned base, int digits)
{
    WCHAR text[12];
    int count = 0;

    do {
        text[count++] = (WCHAR) "0123456789abcdef"[value % base];
        value /= base;
    } while (value || count < digits);
    while (count)
        *to++ = text[--count];
    *to = 0;
}

static BOOL number_of(const struct locale *l, LCTYPE type, unsigned *value)
{
    switch (type) {
    case LOCALE_ILANGUAGE:
    case LOCALE_IDEFAULTLANGUAGE:
        *value = l->neutral ? ConvertDefaultLocale(l->id) : l->id;
        return TRUE;
    case LOCALE_IDIALINGCODE:
    case LOCALE_IDEFAULTCOUNTRY:
        *value = l->telephone;
        return TRUE;
    case LOCALE_IDEFAULTCODEPAGE:
        *value = l->oem;
        return TRUE;
    case LOCALE_IDEFAULTANSICODEPAGE:
        *value = l->ansi;
        return TRUE;
    case LOCALE_IDEFAULTMACCODEPAGE:
        *value = l->ansi == 1252 ? 10000 : 2;
        return TRUE;
    case LOCALE_IDEFAULTEBCDICCODEPAGE:
        *value = 37;
        return TRUE;
    case LOCALE_IGEOID:
        *value = (unsigned)l->geo;
        return TRUE;
    case LOCALE_INEUTRAL:
        *value = (unsigned)l->neutral;
        return TRUE;
    }
    return FALSE;
}

static BOOL is_hex(LCTYPE type)
{
    return type == LOCALE_ILANGUAGE || type == LOCALE_IDEFAULTLANGUAGE;
}

/* "Language (Country)", the country left out where there is none. */
static void put_display(WCHAR *to, PCWSTR language, PCWSTR country, int neutral)
{
    wcscpy(to, language);
    if (neutral)
        return;
    wcscat(to, L" (");
    wcscat(to, country);
    wcscat(to, L")");
}

static BOOL name_of(const struct locale *l, LCTYPE type, WCHAR *to)
{
    PCWSTR text = NULL;

    switch (type) {
    case LOCALE_SNAME:
    case LOCALE_SSORTLOCALE:
        text = l->name;
        break;
    case LOCALE_SLOCALIZEDLANGUAGENAME:
    case LOCALE_SENGLISHLANGUAGENAME:
        text = l->language;
        break;
    case LOCALE_SLOCALIZEDCOUNTRYNAME:
    case LOCALE_SENGLISHCOUNTRYNAME:
        text = l->country;
        break;
    case LOCALE_SNATIVELANGUAGENAME:
        text = l->native_language;
        break;
    case LOCALE_SNATIVECOUNTRYNAME:
        text = l->native_country;
        break;
    case LOCALE_SABBREVLANGNAME:
        text = l->abbreviation;
        break;
    case LOCALE_SABBREVCTRYNAME:
    case LOCALE_SISO3166CTRYNAME2:
        text = l->iso_country3;
        break;
    case LOCALE_SISO3166CTRYNAME:
        text = l->iso_country;
        break;
    case LOCALE_SISO639LANGNAME2:
        text = l->iso_language3;
        break;
    case LOCALE_SCONSOLEFALLBACKNAME:
        text = l->name[0] ? l->name : L"en-US";
        break;
    case LOCALE_SSCRIPTS:
        text = l->ansi == 1251 ? L"Cyrl;" : l->ansi == 1253 ? L"Grek;" : L"Latn;";
        break;
    case LOCALE_SOPENTYPELANGUAGETAG:
        text = l->abbreviation;
        break;
    case LOCALE_SSORTNAME:
        text = L"Default";
        break;
    }
    if (text)
        wcscpy(to, text);
    return text != NULL;
}

static BOOL composed_name(const struct locale *l, LCTYPE type, WCHAR *to)
{
    switch (type) {
    case LOCALE_SLOCALIZEDDISPLAYNAME:
    case LOCALE_SENGLISHDISPLAYNAME:
        put_display(to, l->language, l->country, l->neutral);
        return TRUE;
    case LOCALE_SNATIVEDISPLAYNAME:
        put_display(to, l->native_language, l->native_country, l->neutral);
        return TRUE;
    case LOCALE_SISO639LANGNAME:
        wcscpy(to, l->name[0] ? l->name : L"iv");
        to[wcscspn(to, L"-")] = 0;
        return TRUE;
    case LOCALE_SPARENT:
        wcscpy(to, l->name);
        if (wcsrchr(to, '-'))
            *wcsrchr(to, '-') = 0;
        else
            *to = 0;
        return TRUE;
    case LOCALE_SKEYBOARDSTOINSTALL:
        put_number(to, l->id, 16, 4);
        wcscat(to, L":");
        put_number(to + 5, l->id, 16, 8);
        return TRUE;
    }
    return FALSE;
}

/* Unicode ranges and code pages of Latin text, as LOCALESIGNATURE. */
static const DWORD latin_signature[8] = {0x2f,       0x80000000, 0, 0x80000000,
                                         0x000001ff, 0xffff0000, 1, 0x80000000};

static BOOL is_number(LCTYPE type)
{
    static const USHORT more[] = {0x54, 0x55, 0x56, 0x57, 0x52, 0x53, 0x70, 0x71,
                                  0x74, 0x75, 0x5b, 0x1a, 0x1b, 0x1c, 0x19, 0x11,
                                  0x12, 0xd,  0x1,  0x5,  0x9,  0xa,  0xb};

    for (SIZE_T i = 0; i < sizeof more / sizeof *more; i++)
        if (more[i] == type)
            return TRUE;
    return (type >= 0x21 && type <= 0x27) || type == 0x1004 || type == 0x1005 ||
           (type >= 0x1009 && type <= 0x100d) || (type >= 0x1010 && type <= 0x1012) ||
           type == 0x1014;
}

static int answer(const void *data, int count, WCHAR *to, int room)
{
    if (!room)
        return count;
    if (count > room)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    memcpy(to, data, count * sizeof *to);
    return count;
}

static int answer_number(const struct locale *locale, LCTYPE type, WCHAR *to, int room)
{
    unsigned value;

    if (!is_number(type))
        return nls_fail(ERROR_INVALID_FLAGS);
    if (!number_of(locale, type, &value))
        value = (unsigned)locale_number(locale, type);
    return answer(&value, 2, to, room);
}

static int get_info(const struct locale *locale, LCTYPE type, WCHAR *to, int room)
{
    WCHAR text[160];
    unsigned value;
    PCWSTR line;
    int count;

    if (type & LOCALE_RETURN_NUMBER)
        return answer_number(locale, type & ~(LCTYPE)MODIFIERS, to, room);
    type &= ~(LCTYPE)MODIFIERS;
    if (type == LOCALE_FONTSIGNATURE)
        return answer(latin_signature, 16, to, room);
    if (number_of(locale, type, &value)) {
        put_number(text, value, is_hex(type) ? 16 : 10, is_hex(type) ? 4 : 1);
        return answer(text, (int)wcslen(text) + 1, to, room);
    }
    if (name_of(locale, type, text) || composed_name(locale, type, text))
        return answer(text, (int)wcslen(text) + 1, to, room);
    if (!locale_format(locale, type, &line, &count))
        return nls_fail(ERROR_INVALID_FLAGS);
    if (room && count + 1 > room)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    if (room) {
        memcpy(to, line, count * sizeof *to);
        to[count] = 0;
    }
    return count + 1;
}

int WINAPI GetLocaleInfoEx(LPCWSTR name, LCTYPE type, LPWSTR to, int room)
{
    const struct locale *locale = locale_by_name(name);

    if (!locale || room < 0 || (room && !to))
        return nls_fail(ERROR_INVALID_PARAMETER);
    return get_info(locale, type, to, room);
}

int WINAPI GetLocaleInfoW(LCID id, LCTYPE type, LPWSTR to, int room)
{
    const struct locale *locale = locale_by_id(id);

    if (!locale || room < 0 || (room && !to))
        return nls_fail(ERROR_INVALID_PARAMETER);
    return get_info(locale, type, to, room);
}

int WINAPI GetLocaleInfoA(LCID id, LCTYPE type, LPSTR to, int room)
{
    const struct locale *locale = locale_by_id(id);
    WCHAR text[160];
    int count;

    if (!locale || room < 0 || (room && !to))
        return nls_fail(ERROR_INVALID_PARAMETER);
    count = get_info(locale, type, text, sizeof text / sizeof *text);
    if (!count)
        return 0;
    if (type & LOCALE_RETURN_NUMBER || (type & ~(LCTYPE)MODIFIERS) == LOCALE_FONTSIGNATURE) {
        int size = count * (int)sizeof *text;

        if (room && size > room)
            return nls_fail(ERROR_INSUFFICIENT_BUFFER);
        if (room)
            memcpy(to, text, size);
        return size;
    }
    return WideCharToMultiByte(type & LOCALE_USE_CP_ACP || !locale->ansi ? CP_ACP : locale->ansi, 0,
                               text, count, to, room, NULL, NULL);
}
