#ifndef BAILEY_BENCH_H
#define BAILEY_BENCH_H

/*
 * Frame of the two benchmark programs, native.c and windows.c, which do the same work by the means
 * of their system. `prog NAME` does the work called NAME for about a fifth of a second in the
 * current directory and prints nanoseconds for one operation; `prog` lists the names.
 */

struct bench {
    const char *name;
    void (*prepare)(void);         /* not timed; may be NULL */
    void (*work)(unsigned rounds); /* does the operation that often */
};

/* Nanoseconds on a clock that does not step. */
double bench_clock(void);

int bench_main(int argc, char **argv, const struct bench *table, unsigned count);

/* Work that both programs do by the C library alone (common.c). The compiler's own library may have
 * static versions of these two; the pointers lead to the system's. */
extern int (*bench_sprintf_call)(char *text, const char *format, ...);
extern double (*bench_strtod_call)(const char *text, char **end);
void bench_sprintf(unsigned rounds);
void bench_strtod(unsigned rounds);
void bench_qsort(unsigned rounds);
void bench_memcpy(unsigned rounds);
void bench_strlen(unsigned rounds);

#define BENCH_COMMON                                                                       \
    {"sprintf", 0, bench_sprintf}, {"strtod", 0, bench_strtod}, {"qsort", 0, bench_qsort}, \
        {"memcpy", 0, bench_memcpy},                                                       \
    {                                                                                      \
        "strlen", 0, bench_strlen                                                          \
    }

#define BENCH_FILES 1000 /* files in the folder "many" */

#endif
