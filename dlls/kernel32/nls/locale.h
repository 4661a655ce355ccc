/* locale.h - the locale table and what is read from it. All of it is constant. */
#ifndef KERNEL32_LOCALE_H
#define KERNEL32_LOCALE_H

#include "nls_private.h"

struct locale {
    LCID id;
    int neutral; /* a language without a region */
    PCWSTR name, language, country, abbreviation, iso_language3, iso_country, iso_country3;
    UINT ansi, oem, telephone;
    GEOID geo;
    PCWSTR native_language, native_country;
};

/* By name (without case; NULL is the user's) or by identifier, user and system defaults included;
   NULL where there is no such locale. */
const struct locale *locale_by_name(PCWSTR name);
const struct locale *locale_by_id(LCID id);
/* In the order of names; NULL at the end. */
const struct locale *locale_at(unsigned index);

/* A value that depends on the locale's customs: the characters up to *count. FALSE where the type
   is none of these. Locales that have none of their own take those of their language's main
   region, and else the invariant ones. */
BOOL locale_format(const struct locale *locale, LCTYPE type, PCWSTR *value, int *count);
/* The same as a terminated copy, cut off at room. */
void locale_text(const struct locale *locale, LCTYPE type, WCHAR *to, int room);
int locale_number(const struct locale *locale, LCTYPE type);

#endif
