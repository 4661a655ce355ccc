/* scanf for wide characters. */
#include "scan.h"

#include <wctype.h>

#include "locale_data.h"
#include "number.h"
#include "stream.h"

#define CHAR               wchar_t
#define INT                wint_t
#define END                WEOF
#define WIDE               1
#define NAME(x)            x##_w
#define IS_SPACE(c)        (iswspace)(c)
#define GET_STREAM(f)      stream_getwc(f)
#define UNGET_STREAM(c, f) stream_ungetwc(c, f)

/* The headers define these inline; the .spec gives them their names. */
#define vfwscanf crt_vfwscanf
#define vwscanf  crt_vwscanf
#define vswscanf crt_vswscanf
#include "scan_core.h"
#include "scanf_core.h"

SCAN_STREAM(wscanf, vwscanf, fwscanf, vfwscanf, 0)
SCAN_STREAM(wscanf_s, vwscanf_s, fwscanf_s, vfwscanf_s, OPT_SCAN_SECURE)
SCAN_STREAM_L(_wscanf_l, _fwscanf_l, 0)
SCAN_STREAM_L(_wscanf_s_l, _fwscanf_s_l, OPT_SCAN_SECURE)
SCAN_TEXT(swscanf, vswscanf, 0)
SCAN_TEXT(swscanf_s, vswscanf_s, OPT_SCAN_SECURE)
SCAN_TEXT_L(_swscanf_l, 0)
SCAN_TEXT_L(_swscanf_s_l, OPT_SCAN_SECURE)
SCAN_COUNTED(_snwscanf, 0)
SCAN_COUNTED(_snwscanf_s, OPT_SCAN_SECURE)
SCAN_COUNTED_L(_snwscanf_l, 0)
SCAN_COUNTED_L(_snwscanf_s_l, OPT_SCAN_SECURE)

int __stdio_common_vfwscanf(uint64_t options, FILE *f, const wchar_t *format, _locale_t locale,
                            va_list args)
{
    return scan_stream(f, options, format, locale, args);
}

int __stdio_common_vswscanf(uint64_t options, const wchar_t *text, size_t count,
                            const wchar_t *format, _locale_t locale, va_list args)
{
    return scan_text_from(text, count, options, format, locale, args);
}
