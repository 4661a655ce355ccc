#ifndef BAILEY_CRT_FORMAT_H
#define BAILEY_CRT_FORMAT_H

#include "crt.h"

/* The option bits of the __stdio_common_* functions (public corecrt_stdio_config.h). */
enum {
    OPT_LEGACY_NULL = 1, /* vsnprintf does not terminate what does not fit */
    OPT_STANDARD_SNPRINTF = 2,
    OPT_LEGACY_WIDE = 4, /* %s in a wide function is wide */
    OPT_LEGACY_MSVCRT = 8,
    OPT_THREE_DIGITS = 16,
    /* of the scanf functions */
    OPT_SCAN_SECURE = 1,
    OPT_SCAN_LEGACY_WIDE = 2,
    OPT_SCAN_LEGACY_MSVCRT = 4,
    /* private to this DLL */
    OPT_POSITIONAL = 0x10000, /* %1$d is known */
    OPT_CHECKED = 0x20000,    /* a bad format calls the invalid parameter handler */
};

#ifdef CRT_MSVCRT
#    define OPT_DEFAULT (OPT_LEGACY_WIDE | OPT_LEGACY_MSVCRT | OPT_THREE_DIGITS)
#else
#    define OPT_DEFAULT OPT_LEGACY_WIDE
#endif

/* Where formatted text goes. `flush` empties [start, next) and makes room; 0 ends the output. */
struct sink_a {
    char *start, *next, *end;
    int (*flush)(struct sink_a *);
    uint64_t flushed;
    void *target;
    int failed;
};

struct sink_w {
    wchar_t *start, *next, *end;
    int (*flush)(struct sink_w *);
    uint64_t flushed;
    void *target;
    int failed;
};

/* The count of characters made, or -1 (bad format where it is checked, failed output, bad text). */
int format_a(struct sink_a *sink, uint64_t options, const char *format, void *locale, va_list args);
int format_w(struct sink_w *sink, uint64_t options, const wchar_t *format, void *locale,
             va_list args);

/* Into memory. *total gets how many characters there would be without a limit. */
int format_to_buffer_a(char *to, size_t count, uint64_t *total, uint64_t options,
                       const char *format, void *locale, va_list args);
int format_to_buffer_w(wchar_t *to, size_t count, uint64_t *total, uint64_t options,
                       const wchar_t *format, void *locale, va_list args);

int format_to_stream_a(FILE *f, uint64_t options, const char *format, void *locale, va_list args);
int format_to_stream_w(FILE *f, uint64_t options, const wchar_t *format, void *locale,
                       va_list args);

/* A floating number as text without padding: digits in `text` (of at least FLOAT_TEXT + precision
 * characters where the precision is above 1000), its length returned. `sign` gets '-' or 0. */
struct float_format {
    char conversion; /* a e f g, or a capital */
    int precision;   /* negative: the default */
    int alternate;
    int exponent_digits; /* 2 or 3 */
    int old_specials;    /* 1.#INF and kin */
    char point;
};
enum { FLOAT_TEXT = 1500 };
/* Zeros that follow the digits but were not stored (for precisions beyond any digit), and where. */
struct float_text {
    char text[FLOAT_TEXT];
    int length;
    int zeros_at, zeros;
    int negative;
    int special; /* not a number: '0' does not pad it */
};
void format_float(struct float_text *to, double value, const struct float_format *how);

extern int crt_count_output; /* %n is allowed */

#endif
