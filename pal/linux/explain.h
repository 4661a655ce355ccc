/*
 * explain.h - for --explain: which names were refused.
 *
 * Off by default; then a refusal costs one comparison.
 */
#ifndef PAL_LINUX_EXPLAIN_H
#define PAL_LINUX_EXPLAIN_H

#include <stddef.h>

extern int pal_explain_enabled;

void pal_explain_record(int base, const char *text, int write);

/* Notes that the host refused a name below a directory's descriptor. Any thread. */
static inline void pal_explain_refusal(int base, const char *text, int write)
{
    if (__builtin_expect(pal_explain_enabled, 0))
        pal_explain_record(base, text, write);
}

/* Calls visit with each name that was refused, once, in order; returns how many did not fit. */
size_t pal_explain_each(void (*visit)(const char *path, int write));

#endif
