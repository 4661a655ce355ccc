/* runs.h - sorted parts of the input in temporary files, and their merging. */
#ifndef BAILEY_RUNS_H
#define BAILEY_RUNS_H

#include "records.h"

typedef struct RUN {
    HANDLE file; /* vanishes when it is closed */
    char *buffer;
    size_t at, end;
    RECORD first; /* of what is still to be merged; bytes NULL: there is no more */
} RUN;

/* All: FALSE, GetLastError() says why. */
BOOL run_create(RUN *run);
BOOL run_write(RUN *run, const RECORD *record);
/* The run comes behind those that are there; takes it over. Many become one. */
BOOL runs_add(RUN *run);
size_t runs_count(void);
/* Equal records come in the order of their runs. */
BOOL runs_merge(void (*take)(const RECORD *record));

int compare_records(const RECORD *a, const RECORD *b);

#endif
