#ifndef BAILEY_CRT_SCAN_H
#define BAILEY_CRT_SCAN_H

#include "format.h"

#define OPT_SCAN_DEFAULT \
    (is_ucrt ? OPT_SCAN_LEGACY_WIDE : OPT_SCAN_LEGACY_WIDE | OPT_SCAN_LEGACY_MSVCRT)

/* Where input comes from: memory up to `end`, or a locked stream. */
struct source_a {
    const char *next, *end;
    FILE *stream;
    int64_t taken;
};

struct source_w {
    const wchar_t *next, *end;
    FILE *stream;
    int64_t taken;
};

/* The number of fields stored, EOF when the input ended before the first, -1 on a bad format. */
int scan_a(struct source_a *source, uint64_t options, const char *format, void *locale,
           va_list args);
int scan_w(struct source_w *source, uint64_t options, const wchar_t *format, void *locale,
           va_list args);

#endif
