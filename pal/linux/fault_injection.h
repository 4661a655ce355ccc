/*
 * fault_injection.h - test builds can make the PAL fail on purpose.
 *
 * Built with -DPAL_FAULT_INJECTION, the environment's BAILEY_FAULT says what shall fail, for
 * example "open:3,map:10,write:ENOSPC@5": the third open, the tenth map, the fifth write with
 * ENOSPC. The default errors are ENOMEM for maps and allocations, EMFILE for opens, ENOSPC for
 * writes, EAGAIN for threads. "open:3+" fails the third and every later one. In other builds none
 * of this exists.
 */
#ifndef PAL_LINUX_FAULT_INJECTION_H
#define PAL_LINUX_FAULT_INJECTION_H

enum pal_fault_kind {
    PAL_INJECT_MAP,
    PAL_INJECT_OPEN,
    PAL_INJECT_READ,
    PAL_INJECT_WRITE,
    PAL_INJECT_ALLOCATE, /* the PAL's own memory */
    PAL_INJECT_THREAD,
    PAL_INJECT_KINDS
};

#ifdef PAL_FAULT_INJECTION
/* 0, or the negative errno that this operation shall fail with. Thread-safe. */
long pal_inject(enum pal_fault_kind kind);
/* Reads BAILEY_FAULT's syntax; NULL: nothing fails. Returns 0 if text is malformed. */
int pal_inject_configure(const char *text);
#else
static inline long pal_inject(enum pal_fault_kind kind)
{
    (void)kind;
    return 0;
}
static inline int pal_inject_configure(const char *text)
{
    (void)text;
    return 1;
}
#endif

#endif
