/* locale.c - the locales: finding one, names and identifiers, the defaults of user and system. */
#include "locale.h"

static const struct locale locales[] = {
// clang-format off
#include "locale_table.inc"
    // clang-format on
};

enum { COUNT = sizeof locales / sizeof *locales };

/* The locale of user, system and interface alike. */
static const LCID default_id = 0x0409;

const struct locale *locale_at(unsigned index)
{
    return index < COUNT ? &locales[index] : NULL;
}

const struct locale *locale_by_id(LCID id)
{
    switch (LANGIDFROMLCID(id)) {
    case LOCALE_NEUTRAL:
    case LOCALE_USER_DEFAULT:
    case LOCALE_SYSTEM_DEFAULT:
    case LOCALE_CUSTOM_DEFAULT:
    case LOCALE_CUSTOM_UI_DEFAULT:
        id = default_id;
    }
    for (int i = 0; i < COUNT; i++)
        if (locales[i].id == (id & 0xffff))
            return &locales[i];
    return NULL;
}

const struct locale *locale_by_name(PCWSTR name)
{
    int low = 0, high = COUNT;

    if (!name || !_wcsicmp(name, LOCALE_NAME_SYSTEM_DEFAULT))
        return locale_by_id(default_id);
    while (low < high) {
        int middle = (low + high) / 2, order = _wcsicmp(locales[middle].name, name);

        if (!order)
            return &locales[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

LCID WINAPI GetUserDefaultLCID(void)
{
    return default_id;
}

LCID WINAPI GetSystemDefaultLCID(void)
{
    return default_id;
}

LANGID WINAPI GetUserDefaultLangID(void)
{
    return (LANGID)default_id;
}

LANGID WINAPI GetSystemDefaultLangID(void)
{
    return (LANGID)default_id;
}

LANGID WINAPI GetUserDefaultUILanguage(void)
{
    return (LANGID)default_id;
}

LANGID WINAPI GetSystemDefaultUILanguage(void)
{
    return (LANGID)default_id;
}

LCID WINAPI GetThreadLocale(void)
{
    TEB_FULL *teb = teb_self();

    if (!teb->CurrentLocale)
        teb->CurrentLocale = default_id;
    return teb->CurrentLocale;
}

LCID WINAPI ConvertDefaultLocale(LCID id)
{
    const struct locale *locale = locale_by_id(id);

    if (!locale)
        return id;
    if (locale->neutral && locale_by_id(MAKELANGID(PRIMARYLANGID(id), SUBLANG_DEFAULT)))
        return MAKELANGID(PRIMARYLANGID(id), SUBLANG_DEFAULT);
    return locale->id | (id & 0xf0000);
}

BOOL WINAPI SetThreadLocale(LCID id)
{
    id = ConvertDefaultLocale(id);
    if (!locale_by_id(id))
        return nls_fail(ERROR_INVALID_PARAMETER);
    teb_self()->CurrentLocale = id;
    return TRUE;
}

LANGID WINAPI GetThreadUILanguage(void)
{
    return GetUserDefaultUILanguage();
}

LANGID WINAPI SetThreadUILanguage(LANGID id)
{
    return id ? id : GetThreadUILanguage();
}

BOOL WINAPI IsValidLocale(LCID id, DWORD flags)
{
    return locale_by_id(id) != NULL;
}

BOOL WINAPI IsValidLocaleName(LPCWSTR name)
{
    return locale_by_name(name) != NULL;
}

BOOL WINAPI IsValidLanguageGroup(LGRPID group, DWORD flags)
{
    return group >= LGRPID_WESTERN_EUROPE && group <= LGRPID_ARMENIAN;
}

static int copy_name(PCWSTR name, WCHAR *to, int room)
{
    int count = (int)wcslen(name) + 1;

    if (!room)
        return count;
    if (count > room)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    memcpy(to, name, count * sizeof *to);
    return count;
}

int WINAPI LCIDToLocaleName(LCID id, LPWSTR to, int room, DWORD flags)
{
    const struct locale *locale = locale_by_id(id);

    if (!locale || room < 0 || (room && !to) || flags & ~(DWORD)LOCALE_ALLOW_NEUTRAL_NAMES)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (locale->neutral && !(flags & LOCALE_ALLOW_NEUTRAL_NAMES))
        locale = locale_by_id(ConvertDefaultLocale(id));
    return copy_name(locale->name, to, room);
}

LCID WINAPI LocaleNameToLCID(LPCWSTR name, DWORD flags)
{
    const struct locale *locale = locale_by_name(name);

    if (!locale || flags & ~(DWORD)LOCALE_ALLOW_NEUTRAL_NAMES)
        return (LCID)nls_fail(ERROR_INVALID_PARAMETER);
    if (locale->neutral && !(flags & LOCALE_ALLOW_NEUTRAL_NAMES))
        return ConvertDefaultLocale(locale->id);
    return locale->id;
}

int WINAPI GetUserDefaultLocaleName(LPWSTR to, int room)
{
    if (!to || room < 0)
        return nls_fail(ERROR_INVALID_PARAMETER);
    return room ? copy_name(locale_by_id(default_id)->name, to, room)
                : nls_fail(ERROR_INSUFFICIENT_BUFFER);
}

int WINAPI GetSystemDefaultLocaleName(LPWSTR to, int room)
{
    return GetUserDefaultLocaleName(to, room);
}

/* The locale itself, or that of the longest part of its name that is one. */
int WINAPI ResolveLocaleName(LPCWSTR name, LPWSTR to, int room)
{
    WCHAR part[LOCALE_NAME_MAX_LENGTH];
    const struct locale *locale;
    WCHAR *dash;

    if (room < 0 || (room && !to) || (name && wcslen(name) >= LOCALE_NAME_MAX_LENGTH))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (!name)
        return GetUserDefaultLocaleName(to, room);
    wcscpy(part, name);
    while (!(locale = locale_by_name(part))) {
        dash = wcsrchr(part, '-');
        if (!dash)
            return copy_name(L"", to, room);
        *dash = 0;
    }
    if (locale->neutral)
        locale = locale_by_id(ConvertDefaultLocale(locale->id));
    return copy_name(locale->name, to, room);
}

BOOL WINAPI EnumSystemLocalesEx(LOCALE_ENUMPROCEX callback, DWORD flags, LPARAM param,
                                LPVOID reserved)
{
    if (!callback || reserved)
        return nls_fail(ERROR_INVALID_PARAMETER);
    for (int i = 0; i < COUNT; i++) {
        DWORD kind = locales[i].neutral ? LOCALE_NEUTRALDATA : LOCALE_WINDOWS | LOCALE_SPECIFICDATA;

        if (flags && !(flags & kind))
            continue;
        if (!callback((LPWSTR)locales[i].name, kind, param))
            break;
    }
    return TRUE;
}

static void hex_id(LCID id, char *to)
{
    for (int i = 0; i < 8; i++)
        to[i] = "0123456789abcdef"[id >> (28 - 4 * i) & 15];
    to[8] = 0;
}

BOOL WINAPI EnumSystemLocalesA(LOCALE_ENUMPROCA callback, DWORD flags)
{
    char text[9];

    if (!callback)
        return nls_fail(ERROR_INVALID_PARAMETER);
    for (int i = 0; i < COUNT; i++) {
        hex_id(locales[i].id, text);
        if (!locales[i].neutral && locales[i].id != LOCALE_INVARIANT && !callback(text))
            break;
    }
    return TRUE;
}

BOOL WINAPI EnumSystemLocalesW(LOCALE_ENUMPROCW callback, DWORD flags)
{
    char text[9];
    WCHAR wide[9];

    if (!callback)
        return nls_fail(ERROR_INVALID_PARAMETER);
    for (int i = 0; i < COUNT; i++) {
        hex_id(locales[i].id, text);
        for (int k = 0; k < 9; k++)
            wide[k] = text[k];
        if (!locales[i].neutral && locales[i].id != LOCALE_INVARIANT && !callback(wide))
            break;
    }
    return TRUE;
}
