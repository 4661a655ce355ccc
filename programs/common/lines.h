/*
 * lines.h - lines of a file or pipe, one at a time, as they come.
 *
 * What a program has printed is flushed before it waits for more, and the program ends when nobody
 * reads its output any longer.
 */
#ifndef BAILEY_LINES_H
#define BAILEY_LINES_H

#include "program.h"

typedef struct LINES {
    HANDLE from;
    size_t longest; /* a longer line comes in pieces; 0: lines have no limit but memory */
    ULONGLONG next; /* where the next line starts in what has been read so far */
    char *bytes;    /* [start, end) is still to be given out, no line end before `scanned` */
    size_t room, start, end, scanned;
    BOOL decode, began, is_wide, ended, opened;
    unsigned char rest[4]; /* of a UTF-16 text: what is no whole character yet */
    size_t rest_size;
} LINES;

typedef struct LINE {
    const char *bytes; /* until the next call */
    size_t size;       /* without CR and LF */
    size_t whole;      /* with them */
    ULONGLONG offset;
    BOOL cut; /* its end has not come yet */
} LINE;

/* decode: what begins with UTF-16's mark becomes bytes of the console's code page. */
void lines_of(LINES *lines, HANDLE from, BOOL decode);
/* The same of a file; FALSE: GetLastError() says why. A directory is no file. */
BOOL lines_open(LINES *lines, const WCHAR *path, BOOL decode);
void lines_close(LINES *lines);
BOOL lines_next(LINES *lines, LINE *line);

#endif
