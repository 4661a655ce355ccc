/* geo.c - countries: what the locale table knows of them. */
#include "locale.h"

static const GEOID user_geo = 244;

GEOID WINAPI GetUserGeoID(GEOCLASS class)
{
    return class == GEOCLASS_NATION   ? user_geo
           : class == GEOCLASS_REGION ? 39070
                                      : GEOID_NOT_AVAILABLE;
}

int WINAPI GetUserDefaultGeoName(LPWSTR to, int room)
{
    if (room && room < 3)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    if (room)
        wcscpy(to, L"US");
    return 3;
}

static const struct locale *locale_in(GEOID geo)
{
    const struct locale *locale, *first = NULL;

    for (unsigned i = 0; (locale = locale_at(i)); i++)
        if (locale->geo == geo && !locale->neutral && locale->id != LOCALE_INVARIANT &&
            (!first || locale->id < first->id))
            first = locale;
    return first;
}

static void put_number(WCHAR *to, unsigned value)
{
    WCHAR text[12];
    int count = 0;

    do {
        text[count++] = (WCHAR)('0' + value % 10);
        value /= 10;
    } while (value);
    while (count)
        *to++ = text[--count];
    *to = 0;
}

static PCWSTR geo_text(const struct locale *locale, GEOTYPE type, WCHAR *number)
{
    switch (type) {
    case GEO_NATION:
        put_number(number, (unsigned)locale->geo);
        return number;
    case GEO_ISO2:
        return locale->iso_country;
    case GEO_ISO3:
        return locale->iso_country3;
    case GEO_FRIENDLYNAME:
    case GEO_OFFICIALNAME:
        return locale->country;
    case GEO_RFC1766:
        return locale->name;
    case GEO_LCID:
        put_number(number, locale->id);
        return number;
    }
    return NULL;
}

int WINAPI GetGeoInfoW(GEOID geo, GEOTYPE type, LPWSTR to, int room, LANGID language)
{
    const struct locale *locale = locale_in(geo);
    WCHAR number[12];
    PCWSTR text;
    int count;

    if (!locale || room < 0)
        return nls_fail(ERROR_INVALID_PARAMETER);
    text = geo_text(locale, type, number);
    if (!text)
        return nls_fail(ERROR_INVALID_FLAGS);
    count = (int)wcslen(text) + 1;
    if (!room)
        return count;
    if (count > room)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    memcpy(to, text, count * sizeof *to);
    return count;
}

int WINAPI GetGeoInfoA(GEOID geo, GEOTYPE type, LPSTR to, int room, LANGID language)
{
    WCHAR text[80];
    int count = GetGeoInfoW(geo, type, text, 80, language);

    return count ? WideCharToMultiByte(CP_ACP, 0, text, count, to, room, NULL, NULL) : 0;
}

BOOL WINAPI EnumSystemGeoID(GEOCLASS class, GEOID parent, GEO_ENUMPROC callback)
{
    const struct locale *locale;

    if (!callback)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (class != GEOCLASS_NATION)
        return nls_fail(ERROR_INVALID_FLAGS);
    for (unsigned i = 0; (locale = locale_at(i)); i++)
        if (!locale->neutral && locale_in(locale->geo) == locale && !callback(locale->geo))
            break;
    return TRUE;
}
