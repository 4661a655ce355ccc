/* case.c - one character's case, by the generated tables. */
#include "nt.h"
#include "rtl_proto.h"
#include "nls_tables.h"

WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR c)
{
    if (c < 'a')
        return c;
    if (c <= 'z')
        return c - 32;
    return c < 0x80 ? c : (WCHAR)(c + NLS_LOOKUP(nls_upcase, c));
}

WCHAR NTAPI RtlDowncaseUnicodeChar(WCHAR c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    return (WCHAR)(c + NLS_LOOKUP(nls_downcase, c));
}

CHAR NTAPI RtlUpperChar(CHAR c)
{
    WCHAR wide;
    CHAR upper;
    ULONG used;

    if ((unsigned char)c < 0x80)
        return c >= 'a' && c <= 'z' ? c - 32 : c;
    RtlMultiByteToUnicodeN(&wide, sizeof wide, &used, &c, 1);
    wide = RtlUpcaseUnicodeChar(wide);
    RtlUnicodeToMultiByteN(&upper, 1, &used, &wide, sizeof wide);
    return used == 1 ? upper : c;
}

static WCHAR in_pairs(const uint16_t (*pairs)[2], unsigned count, WCHAR c)
{
    unsigned low = 0, high = count;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (pairs[middle][0] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && pairs[low][0] == c ? pairs[low][1] : 0;
}

WCHAR NTAPI NlsLinguisticCase(WCHAR c, BOOLEAN upper)
{
    WCHAR mapped = upper ? in_pairs(nls_linguistic_up, nls_linguistic_up_count, c)
                         : in_pairs(nls_linguistic_down, nls_linguistic_down_count, c);

    return mapped ? mapped : upper ? RtlUpcaseUnicodeChar(c) : RtlDowncaseUnicodeChar(c);
}
