/* printf and its narrow relatives. */
#include "format.h"

#define CHAR    char
#define NAME(x) x##_a
#include "printf_core.h"

/* The headers define these inline; the .spec gives them their names. */
#define snprintf  crt_snprintf
#define vsnprintf crt_vsnprintf

STREAM_FUNCTIONS(printf, vprintf, fprintf, vfprintf, 0)
STREAM_FUNCTIONS(printf_s, vprintf_s, fprintf_s, vfprintf_s, OPT_CHECKED)
STREAM_FUNCTIONS(_printf_p, _vprintf_p, _fprintf_p, _vfprintf_p, POSITIONAL)
STREAM_FUNCTIONS_L(_printf_l, _vprintf_l, _fprintf_l, _vfprintf_l, 0)
STREAM_FUNCTIONS_L(_printf_s_l, _vprintf_s_l, _fprintf_s_l, _vfprintf_s_l, OPT_CHECKED)
STREAM_FUNCTIONS_L(_printf_p_l, _vprintf_p_l, _fprintf_p_l, _vfprintf_p_l, POSITIONAL)

UNSIZED_FUNCTIONS(sprintf, vsprintf)
UNSIZED_FUNCTIONS_L(_sprintf_l, _vsprintf_l)
BUFFER_FUNCTIONS(sprintf_s, vsprintf_s, print_checked, OPT_CHECKED)
BUFFER_FUNCTIONS_L(_sprintf_s_l, _vsprintf_s_l, print_checked, OPT_CHECKED)
BUFFER_FUNCTIONS(_sprintf_p, _vsprintf_p, print_checked, POSITIONAL)
BUFFER_FUNCTIONS_L(_sprintf_p_l, _vsprintf_p_l, print_checked, POSITIONAL)

BUFFER_FUNCTIONS(snprintf, vsnprintf, print_to, OPT_STANDARD_SNPRINTF)
BUFFER_FUNCTIONS(_snprintf, _vsnprintf, print_to, OPT_LEGACY_NULL)
BUFFER_FUNCTIONS_L(_snprintf_l, _vsnprintf_l, print_to, OPT_LEGACY_NULL)
BUFFER_FUNCTIONS(_snprintf_c, _vsnprintf_c, print_to, 0)
BUFFER_FUNCTIONS_L(_snprintf_c_l, _vsnprintf_c_l, print_to, 0)
TRUNCATE_FUNCTIONS(_snprintf_s, _vsnprintf_s)
TRUNCATE_FUNCTIONS_L(_snprintf_s_l, _vsnprintf_s_l)

COUNT_FUNCTIONS(_scprintf, _vscprintf)
COUNT_FUNCTIONS_L(_scprintf_l, _vscprintf_l, 0)
COUNT_FUNCTIONS_L(_scprintf_p_l, _vscprintf_p_l, POSITIONAL)

int __stdio_common_vfprintf(uint64_t options, FILE *f, const char *format, _locale_t locale,
                            va_list args)
{
    return format_to_stream_a(f, options & 0xffff, format, locale, args);
}

int __stdio_common_vfprintf_s(uint64_t options, FILE *f, const char *format, _locale_t locale,
                              va_list args)
{
    return format_to_stream_a(f, (options & 0xffff) | OPT_CHECKED, format, locale, args);
}

int __stdio_common_vfprintf_p(uint64_t options, FILE *f, const char *format, _locale_t locale,
                              va_list args)
{
    return format_to_stream_a(f, (options & 0xffff) | POSITIONAL, format, locale, args);
}

int __stdio_common_vsprintf(uint64_t options, char *to, size_t count, const char *format,
                            _locale_t locale, va_list args)
{
    if (!to)
        count = 0;
    return print_to(to, count, options & 0xffff, format, locale, args);
}

int __stdio_common_vsprintf_s(uint64_t options, char *to, size_t count, const char *format,
                              _locale_t locale, va_list args)
{
    return print_checked(to, count, (options & 0xffff) | OPT_CHECKED, format, locale, args);
}

int __stdio_common_vsprintf_p(uint64_t options, char *to, size_t count, const char *format,
                              _locale_t locale, va_list args)
{
    return print_checked(to, count, (options & 0xffff) | POSITIONAL, format, locale, args);
}

int __stdio_common_vsnprintf_s(uint64_t options, char *to, size_t size, size_t limit,
                               const char *format, _locale_t locale, va_list args)
{
    return print_truncated(to, size, limit, (options & 0xffff) | OPT_CHECKED, format, locale, args);
}
