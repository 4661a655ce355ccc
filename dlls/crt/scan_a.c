/* scanf for narrow characters. */
#include "scan.h"

#include <ctype.h>

#include "locale_data.h"
#include "number.h"
#include "stream.h"

#define CHAR               char
#define INT                int
#define END                EOF
#define WIDE               0
#define NAME(x)            x##_a
#define IS_SPACE(c)        isspace(c)
#define GET_STREAM(f)      stream_getc(f)
#define UNGET_STREAM(c, f) stream_ungetc(c, f)

/* The headers define these inline; the .spec gives them their names. */
#define vfscanf crt_vfscanf
#define vscanf  crt_vscanf
#define vsscanf crt_vsscanf
#include "scan_core.h"
#include "scanf_core.h"

SCAN_STREAM(scanf, vscanf, fscanf, vfscanf, 0)
SCAN_STREAM(scanf_s, vscanf_s, fscanf_s, vfscanf_s, OPT_SCAN_SECURE)
SCAN_STREAM_L(_scanf_l, _fscanf_l, 0)
SCAN_STREAM_L(_scanf_s_l, _fscanf_s_l, OPT_SCAN_SECURE)
SCAN_TEXT(sscanf, vsscanf, 0)
SCAN_TEXT(sscanf_s, vsscanf_s, OPT_SCAN_SECURE)
SCAN_TEXT_L(_sscanf_l, 0)
SCAN_TEXT_L(_sscanf_s_l, OPT_SCAN_SECURE)
SCAN_COUNTED(_snscanf, 0)
SCAN_COUNTED(_snscanf_s, OPT_SCAN_SECURE)
SCAN_COUNTED_L(_snscanf_l, 0)
SCAN_COUNTED_L(_snscanf_s_l, OPT_SCAN_SECURE)

int __stdio_common_vfscanf(uint64_t options, FILE *f, const char *format, _locale_t locale,
                           va_list args)
{
    return scan_stream(f, options, format, locale, args);
}

int __stdio_common_vsscanf(uint64_t options, const char *text, size_t count, const char *format,
                           _locale_t locale, va_list args)
{
    return scan_text_from(text, count, options, format, locale, args);
}
