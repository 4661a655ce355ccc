/* table.h - rows of texts as a table, a list or comma-separated values, as the /fo option says. */
#ifndef BAILEY_TABLE_H
#define BAILEY_TABLE_H

#include "program.h"

#define TABLE_COLUMNS 16

enum table_format { FORMAT_TABLE, FORMAT_LIST, FORMAT_CSV };

typedef struct COLUMN {
    const WCHAR *title;
    int width; /* 0: as wide as its widest text */
    BOOL right;
} COLUMN;

typedef struct TABLE {
    const COLUMN *columns;
    int column_count;
    WCHAR **cells; /* heap, row by row */
    size_t count;  /* of rows */
} TABLE;

/* Copies the texts, one a column. */
void table_add(TABLE *table, const WCHAR *const *cells);
/* header: FALSE for /nh. */
void table_print(const TABLE *table, enum table_format format, BOOL header);
/* "table", "list", "csv" in any case; FALSE: none of them. */
BOOL table_format_of(const WCHAR *name, enum table_format *format);

#endif
