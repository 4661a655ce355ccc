/* lines.h - a text as lines that can be compared. */
#ifndef BAILEY_LINES_H
#define BAILEY_LINES_H

#include "program.h"

typedef struct LINE {
    char *text; /* without its end; tabs expanded where that was asked for */
    size_t size;
    char *key; /* what is compared */
    size_t key_size;
} LINE;

typedef struct LINES {
    LINE *lines;
    size_t count;
} LINES;

/* squeeze: runs of blanks count as one, those at the ends not at all. */
LINES split_lines(const char *bytes, size_t size, BOOL squeeze, BOOL expand_tabs, BOOL ignore_case);
void free_lines(LINES *lines);
BOOL same_line(const LINE *a, const LINE *b);

#endif
