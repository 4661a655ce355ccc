/*
 * file_copy.h - what CopyFileEx and CopyFile2 share.
 */
#ifndef BAILEY_KERNEL32_FILE_COPY_H
#define BAILEY_KERNEL32_FILE_COPY_H

#include "file_names.h"

#ifndef ERROR_REQUEST_PAUSED
#    define ERROR_REQUEST_PAUSED 3050
#endif
#define COPY_PAUSE                                                                 \
    4 /* COPYFILE2_PROGRESS_PAUSE; the other answers are those of PROGRESS_ROUTINE \
       */

typedef enum COPY_STEP { COPY_BEGINS, COPY_CHUNK_BEGINS, COPY_CHUNK_ENDS, COPY_ENDS } COPY_STEP;

typedef struct COPY COPY;
struct COPY {
    HANDLE from, to;
    /* Hears of each step, answers PROGRESS_... or COPY_PAUSE; NULL: nobody asks. */
    DWORD (*tell)(const COPY *copy, COPY_STEP step);
    LPVOID context; /* tell's own */
    LPBOOL cancel;  /* or NULL; looked at before each step */
    LARGE_INTEGER size, done;
    LONGLONG chunks; /* that were written */
    DWORD chunk;     /* bytes in the one at hand */
    BOOL quiet, keep;
};

/* Copies content, times and attributes. FALSE with a last error: the target is gone again, unless
 * `tell` answered PROGRESS_STOP or COPY_PAUSE. `flags`: COPY_FILE_FAIL_IF_EXISTS counts. */
BOOL k32_copy(COPY *copy, LPCWSTR from, LPCWSTR to, DWORD flags);

#endif
