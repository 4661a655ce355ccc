/*
 * records.h - the lines that sort puts in order. What is more than the memory that they may take is
 * sorted in parts that wait in temporary files.
 */
#ifndef BAILEY_RECORDS_H
#define BAILEY_RECORDS_H

#include "program.h"

typedef struct RECORD {
    char *bytes;
    size_t size;
    WCHAR *key; /* from the column on that counts */
    int key_size;
} RECORD;

extern struct SORTING {
    BOOL reverse, binary, match_case;
    long column;
    size_t memory; /* bytes; 0: a part of what the machine has */
    const WCHAR *folder;
} sorting;

RECORD make_record(const char *bytes, size_t size);
void free_record(RECORD *record);
BOOL same_record(const RECORD *a, const RECORD *b);
/* FALSE: GetLastError() says why a temporary file could not be written or read. */
BOOL add_record(const char *bytes, size_t size);
/* In order; equal ones as they came. */
BOOL give_records(void (*take)(const RECORD *record));

#endif
