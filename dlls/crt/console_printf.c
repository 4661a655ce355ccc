/* printf and scanf on the console. */
#include "crt.h"

#include <conio.h>

#include "format.h"
#include "scan.h"

static int print(uint64_t options, const char *format, void *locale, va_list args)
{
    char small[512], *text = small;
    uint64_t total;

    CRT_REQUIRE(format, EINVAL, -1);
    int count = format_to_buffer_a(small, sizeof(small), &total, options, format, locale, args);
    if (count >= (int)sizeof(small)) {
        text = malloc(count + 1);
        if (!text)
            return -1;
        format_to_buffer_a(text, count + 1, &total, options, format, locale, args);
    }
    if (count >= 0) {
        text[count] = 0;
        _cputs(text);
    }
    if (text != small)
        free(text);
    return count;
}

static int print_wide(uint64_t options, const wchar_t *format, void *locale, va_list args)
{
    wchar_t small[512], *text = small;
    uint64_t total;

    CRT_REQUIRE(format, EINVAL, -1);
    int count = format_to_buffer_w(small, ARRAY_LEN(small), &total, options, format, locale, args);
    if (count >= (int)ARRAY_LEN(small)) {
        text = malloc((count + 1) * sizeof(*text));
        if (!text)
            return -1;
        format_to_buffer_w(text, count + 1, &total, options, format, locale, args);
    }
    if (count >= 0) {
        text[count] = 0;
        _cputws(text);
    }
    if (text != small)
        free(text);
    return count;
}

/* One line is read and scanned, as the console gives lines. */
static int scan(uint64_t options, const char *format, void *locale, va_list args)
{
    char line[1024];
    size_t used;

    CRT_REQUIRE(format, EINVAL, EOF);
    if (_cgets_s(line, sizeof(line), &used))
        return EOF;
    struct source_a source = {line, line + used, NULL, 0};
    return scan_a(&source, options, format, locale, args);
}

static int scan_wide(uint64_t options, const wchar_t *format, void *locale, va_list args)
{
    wchar_t line[1024];
    size_t used;

    CRT_REQUIRE(format, EINVAL, EOF);
    if (_cgetws_s(line, ARRAY_LEN(line), &used))
        return EOF;
    struct source_w source = {line, line + used, NULL, 0};
    return scan_w(&source, options, format, locale, args);
}

#define WITH_ARGS(last, expression) \
    {                               \
        va_list args;               \
        va_start(args, last);       \
        int result = (expression);  \
        va_end(args);               \
        return result;              \
    }

#define PRINT(type, how, plain, vplain, plain_l, vplain_l, options)                         \
    int vplain(const type *format, va_list args)                                            \
    {                                                                                       \
        return how((options) | OPT_DEFAULT, format, NULL, args);                            \
    }                                                                                       \
    int vplain_l(const type *format, _locale_t locale, va_list args)                        \
    {                                                                                       \
        return how((options) | OPT_DEFAULT, format, locale, args);                          \
    }                                                                                       \
    int plain(const type *format, ...) WITH_ARGS(format, vplain(format, args)) int plain_l( \
        const type *format, _locale_t locale, ...)                                          \
        WITH_ARGS(locale, vplain_l(format, locale, args))

PRINT(char, print, _cprintf, _vcprintf, _cprintf_l, _vcprintf_l, 0)
PRINT(char, print, _cprintf_p, _vcprintf_p, _cprintf_p_l, _vcprintf_p_l, OPT_POSITIONAL)
PRINT(char, print, _cprintf_s, _vcprintf_s, _cprintf_s_l, _vcprintf_s_l, OPT_CHECKED)
PRINT(wchar_t, print_wide, _cwprintf, _vcwprintf, _cwprintf_l, _vcwprintf_l, 0)
PRINT(wchar_t, print_wide, _cwprintf_p, _vcwprintf_p, _cwprintf_p_l, _vcwprintf_p_l, OPT_POSITIONAL)
PRINT(wchar_t, print_wide, _cwprintf_s, _vcwprintf_s, _cwprintf_s_l, _vcwprintf_s_l, OPT_CHECKED)

#define SCAN(type, how, plain, plain_l, options)                                     \
    int plain(const type *format, ...)                                               \
        WITH_ARGS(format, how((options) | OPT_SCAN_DEFAULT, format, NULL, args)) int \
        plain_l(const type *format, _locale_t locale, ...)                           \
            WITH_ARGS(locale, how((options) | OPT_SCAN_DEFAULT, format, locale, args))

SCAN(char, scan, _cscanf, _cscanf_l, 0)
SCAN(char, scan, _cscanf_s, _cscanf_s_l, OPT_SCAN_SECURE)
SCAN(wchar_t, scan_wide, _cwscanf, _cwscanf_l, 0)
SCAN(wchar_t, scan_wide, _cwscanf_s, _cwscanf_s_l, OPT_SCAN_SECURE)

#define COMMON(name, type, how, options_too)                                       \
    int name(uint64_t options, const type *format, _locale_t locale, va_list args) \
    {                                                                              \
        return how((options & 0xffff) | (options_too), format, locale, args);      \
    }

COMMON(__conio_common_vcprintf, char, print, 0)
COMMON(__conio_common_vcprintf_p, char, print, OPT_POSITIONAL)
COMMON(__conio_common_vcprintf_s, char, print, OPT_CHECKED)
COMMON(__conio_common_vcwprintf, wchar_t, print_wide, 0)
COMMON(__conio_common_vcwprintf_p, wchar_t, print_wide, OPT_POSITIONAL)
COMMON(__conio_common_vcwprintf_s, wchar_t, print_wide, OPT_CHECKED)
COMMON(__conio_common_vcscanf, char, scan, 0)
COMMON(__conio_common_vcwscanf, wchar_t, scan_wide, 0)
