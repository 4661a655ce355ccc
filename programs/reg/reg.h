/*
 * reg.h - reg.exe: between its files. After Microsoft's documentation of `reg`.
 */
#ifndef BAILEY_REG_EXE_H
#define BAILEY_REG_EXE_H

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

typedef struct PLACE {
    HKEY root;
    const WCHAR *root_name; /* HKEY_LOCAL_MACHINE */
    const WCHAR *path;      /* below it */
} PLACE;

typedef struct OPTIONS {
    PLACE place, other; /* the second key of copy and compare */
    const WCHAR *file;
    const WCHAR *value; /* /v or, for /ve, "" */
    int has_value, all_values, recurse, force;
    int keys_only, data_only, exact, case_sensitive;
    const WCHAR *data, *find;
    DWORD type;
    int has_type, filter_type;
    WCHAR separator; /* of REG_MULTI_SZ; 0: \0 */
    REGSAM view;
} OPTIONS;

/* ---- text.c */

void out(const WCHAR *format, ...);
/* "ERROR: ..." on the standard error; returns 1. */
int fail(const WCHAR *text);
int fail_with(LONG error);
/* HKLM\path; 0: no such root. */
int parse_place(const WCHAR *text, PLACE *place);
const WCHAR *type_name(DWORD type);
int parse_type(const WCHAR *text, DWORD *type);
/* The value's data as query prints it; heap. */
WCHAR *data_text(DWORD type, const BYTE *data, DWORD size);
/* What /d says as bytes; 0: it is no such data. */
int parse_data(const OPTIONS *o, BYTE **data, DWORD *size);
void *allocate(size_t size);
LONG open_place(const PLACE *place, REGSAM access, HKEY *key);

/* A value by number; heap. 0 or a Win32 error. */
typedef struct VALUE {
    WCHAR *name;
    DWORD type, size;
    BYTE *data;
} VALUE;
LONG get_value(HKEY key, DWORD index, VALUE *value);
void free_value(VALUE *value);
/* "Yes" or "No" from the standard input. */
int confirm(const WCHAR *question);

/* ---- the commands: their exit status */

int do_query(const OPTIONS *o);
int do_add(const OPTIONS *o);
int do_delete(const OPTIONS *o);
int do_copy(const OPTIONS *o);
int do_compare(const OPTIONS *o);
int do_export(const OPTIONS *o);
int do_import(const OPTIONS *o);

#define SUCCESS L"The operation completed successfully.\n"

#endif
