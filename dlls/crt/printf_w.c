/* wprintf and its relatives. */
#include "format.h"

#define CHAR    wchar_t
#define NAME(x) x##_w
#include "printf_core.h"

STREAM_FUNCTIONS(wprintf, vwprintf, fwprintf, vfwprintf, 0)
STREAM_FUNCTIONS(wprintf_s, vwprintf_s, fwprintf_s, vfwprintf_s, OPT_CHECKED)
STREAM_FUNCTIONS(_wprintf_p, _vwprintf_p, _fwprintf_p, _vfwprintf_p, POSITIONAL)
STREAM_FUNCTIONS_L(_wprintf_l, _vwprintf_l, _fwprintf_l, _vfwprintf_l, 0)
STREAM_FUNCTIONS_L(_wprintf_s_l, _vwprintf_s_l, _fwprintf_s_l, _vfwprintf_s_l, OPT_CHECKED)
STREAM_FUNCTIONS_L(_wprintf_p_l, _vwprintf_p_l, _fwprintf_p_l, _vfwprintf_p_l, POSITIONAL)

/* The exported swprintf and vswprintf of msvcrt.dll take no size. */
UNSIZED_FUNCTIONS(_swprintf, _vswprintf)
UNSIZED_FUNCTIONS_L(__swprintf_l, __vswprintf_l)
BUFFER_FUNCTIONS(swprintf_s, vswprintf_s, print_checked, OPT_CHECKED)
BUFFER_FUNCTIONS_L(_swprintf_s_l, _vswprintf_s_l, print_checked, OPT_CHECKED)
BUFFER_FUNCTIONS(_swprintf_p, _vswprintf_p, print_checked, POSITIONAL)
BUFFER_FUNCTIONS_L(_swprintf_p_l, _vswprintf_p_l, print_checked, POSITIONAL)

BUFFER_FUNCTIONS(_swprintf_c, _vswprintf_c, print_to, 0)
BUFFER_FUNCTIONS_L(_swprintf_c_l, _vswprintf_c_l, print_to, 0)
BUFFER_FUNCTIONS(_snwprintf, _vsnwprintf, print_to, OPT_LEGACY_NULL)
BUFFER_FUNCTIONS_L(_snwprintf_l, _vsnwprintf_l, print_to, OPT_LEGACY_NULL)
TRUNCATE_FUNCTIONS(_snwprintf_s, _vsnwprintf_s)
TRUNCATE_FUNCTIONS_L(_snwprintf_s_l, _vsnwprintf_s_l)

COUNT_FUNCTIONS(_scwprintf, _vscwprintf)
COUNT_FUNCTIONS_L(_scwprintf_l, _vscwprintf_l, 0)
COUNT_FUNCTIONS_L(_scwprintf_p_l, _vscwprintf_p_l, POSITIONAL)

int __stdio_common_vfwprintf(uint64_t options, FILE *f, const wchar_t *format, _locale_t locale,
                             va_list args)
{
    return format_to_stream_w(f, options & 0xffff, format, locale, args);
}

int __stdio_common_vfwprintf_s(uint64_t options, FILE *f, const wchar_t *format, _locale_t locale,
                               va_list args)
{
    return format_to_stream_w(f, (options & 0xffff) | OPT_CHECKED, format, locale, args);
}

int __stdio_common_vfwprintf_p(uint64_t options, FILE *f, const wchar_t *format, _locale_t locale,
                               va_list args)
{
    return format_to_stream_w(f, (options & 0xffff) | POSITIONAL, format, locale, args);
}

int __stdio_common_vswprintf(uint64_t options, wchar_t *to, size_t count, const wchar_t *format,
                             _locale_t locale, va_list args)
{
    if (!to)
        count = 0;
    return print_to(to, count, options & 0xffff, format, locale, args);
}

int __stdio_common_vswprintf_s(uint64_t options, wchar_t *to, size_t count, const wchar_t *format,
                               _locale_t locale, va_list args)
{
    return print_checked(to, count, (options & 0xffff) | OPT_CHECKED, format, locale, args);
}

int __stdio_common_vswprintf_p(uint64_t options, wchar_t *to, size_t count, const wchar_t *format,
                               _locale_t locale, va_list args)
{
    return print_checked(to, count, (options & 0xffff) | POSITIONAL, format, locale, args);
}

int __stdio_common_vsnwprintf_s(uint64_t options, wchar_t *to, size_t size, size_t limit,
                                const wchar_t *format, _locale_t locale, va_list args)
{
    return print_truncated(to, size, limit, (options & 0xffff) | OPT_CHECKED, format, locale, args);
}
