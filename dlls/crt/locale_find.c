/*
 * From the text that setlocale takes to a system locale and a code page. Accepted: "C", "POSIX",
 * "", "LANGUAGE[_COUNTRY][.CODEPAGE]" with English names, their three-letter forms or ISO codes,
 * "xx-YY" names, and ".CODEPAGE" alone (number, ACP, OCP, utf8, utf-8).
 */
#include "locale_data.h"

struct search {
    wchar_t language[64], country[64];
    wchar_t found[86];
};

static int same_info(const wchar_t *locale, LCTYPE type, const wchar_t *text)
{
    wchar_t value[96];

    return GetLocaleInfoEx(locale, type, value, ARRAY_LEN(value)) && !_wcsicmp(value, text);
}

static int matches(const wchar_t *name, const struct search *search)
{
    const wchar_t *country = search->country, *language = search->language;

    if (!same_info(name, LOCALE_SENGLISHLANGUAGENAME, language) &&
        !same_info(name, LOCALE_SISO639LANGNAME, language) &&
        !same_info(name, LOCALE_SABBREVLANGNAME, language))
        return 0;
    return !*country || same_info(name, LOCALE_SENGLISHCOUNTRYNAME, country) ||
           same_info(name, LOCALE_SISO3166CTRYNAME, country) ||
           same_info(name, LOCALE_SABBREVCTRYNAME, country);
}

static BOOL CALLBACK try_locale(LPWSTR name, DWORD flags, LPARAM parameter)
{
    struct search *search = (void *)parameter;

    /* A neutral locale has no country to print. */
    if (!wcschr(name, '-') || !matches(name, search))
        return TRUE;
    wcscpy(search->found, name);
    return FALSE;
}

static void widen(wchar_t *to, const char *from, size_t length)
{
    for (size_t i = 0; i < length; i++)
        to[i] = (unsigned char)from[i];
    to[length] = 0;
}

static int parse_codepage(const char *text, const wchar_t *locale, unsigned *codepage)
{
    DWORD number;

    if (!_stricmp(text, "utf8") || !_stricmp(text, "utf-8")) {
        *codepage = CP_UTF8;
        return 1;
    }
    if (!*text || !_stricmp(text, "ACP") || !_stricmp(text, "OCP")) {
        LCTYPE type = _stricmp(text, "OCP") ? LOCALE_IDEFAULTANSICODEPAGE : LOCALE_IDEFAULTCODEPAGE;
        if (!GetLocaleInfoEx(locale, type | LOCALE_RETURN_NUMBER, (wchar_t *)&number, 2))
            return 0;
        *codepage = number ? number : CP_UTF8;
        return 1;
    }
    *codepage = 0;
    for (; *text >= '0' && *text <= '9'; text++)
        *codepage = *codepage * 10 + (*text - '0');
    return !*text && *codepage && *codepage != CP_UTF7 && IsValidCodePage(*codepage);
}

/* "English_United States.1252" */
static void print_name(char *name, const wchar_t *locale, unsigned codepage)
{
    char digits[12];
    wchar_t text[96];
    size_t used = 0;
    static const LCTYPE parts[] = {LOCALE_SENGLISHLANGUAGENAME, LOCALE_SENGLISHCOUNTRYNAME};

    for (int i = 0; i < 2; i++) {
        if (!GetLocaleInfoEx(locale, parts[i], text, ARRAY_LEN(text)))
            continue;
        if (i)
            name[used++] = '_';
        for (const wchar_t *p = text; *p && used < 80; p++)
            name[used++] = (char)*p;
    }
    name[used++] = '.';
    strcpy(name + used, codepage == CP_UTF8 ? "utf8" : _ultoa(codepage, digits, 10));
}

static int find_by_words(struct search *search, const char *spec, size_t length)
{
    const char *under = memchr(spec, '_', length);
    size_t language = under ? (size_t)(under - spec) : length;

    if (language >= 64 || length - language >= 64)
        return 0;
    widen(search->language, spec, language);
    if (under)
        widen(search->country, under + 1, length - language - 1);
    EnumSystemLocalesEx(try_locale, LOCALE_ALL, (LPARAM)search, NULL);
    return search->found[0] != 0;
}

int crt_resolve_locale(const char *spec, wchar_t *wname, char *name, unsigned *codepage)
{
    struct search search = {0};

    if (!strcmp(spec, "C") || !_stricmp(spec, "POSIX")) {
        wname[0] = 0;
        strcpy(name, "C");
        *codepage = 0;
        return 1;
    }
    const char *dot = strchr(spec, '.');
    size_t length = dot ? (size_t)(dot - spec) : strlen(spec);
    int verbatim = 0;
    if (length == 0) {
        if (!GetUserDefaultLocaleName(search.found, ARRAY_LEN(search.found)))
            return 0;
    } else if (length < ARRAY_LEN(search.found) && !memchr(spec, '_', length)) {
        widen(search.found, spec, length);
        verbatim = IsValidLocaleName(search.found) && (length == 2 || memchr(spec, '-', length));
        if (!verbatim)
            search.found[0] = 0;
    }
    if (!search.found[0] && !find_by_words(&search, spec, length))
        return 0;
    if (!parse_codepage(dot ? dot + 1 : "", search.found, codepage))
        return 0;
    if (strlen(spec) >= 96)
        return 0;
    wcscpy(wname, search.found);
    if (verbatim)
        strcpy(name, spec);
    else
        print_name(name, search.found, *codepage);
    return 1;
}
