/*
 * program.h - what the built-in programs share: output in the console's code page, messages of the
 * system, names with wildcards, options.
 */
#ifndef BAILEY_PROGRAM_H
#define BAILEY_PROGRAM_H

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define PATH_ROOM 4096

/* ---- output: UTF-16 to a console, bytes of its code page elsewhere; \n becomes CR LF */

void print(const WCHAR *format, ...);
void complain(const WCHAR *format, ...);
/* Bytes as they are; TRUE if they were written. What print holds back goes first. */
BOOL put_bytes(const char *bytes, size_t size);
void flush_output(void);
/* TRUE once standard output could not be written: what is printed from then on is dropped. */
BOOL output_is_lost(void);
/* "text\n" of the system for an error code, without its final line end. Static storage. */
const WCHAR *error_text(DWORD error);
/* flush_output, then exit; says why where output was lost to something else than a reader's end. */
void finish(int code) __attribute__((noreturn));

/* ---- memory: never NULL, the program ends where there is none */

void *need(size_t size);
void *more(void *block, size_t size);
WCHAR *text_copy(const WCHAR *text);
/* printf into `room` units; always ends with a zero, what there is no room for is left out. Returns
 * how many units there are. */
size_t set_text(WCHAR *to, size_t room, const WCHAR *form, ...);

/* ---- input */

/* The rest of a file or pipe, with a zero byte after it; NULL: GetLastError() says why. */
char *read_all(HANDLE from, size_t *size);
/* The same of a file by name. */
char *read_file(const WCHAR *path, size_t *size);
BOOL is_console(HANDLE handle);

/* ---- options and names */

/* TRUE if `word` is "/name" or "-name", any case. */
BOOL is_option(const WCHAR *word, const WCHAR *name);
/* TRUE if it begins so; what comes behind is *rest. */
BOOL option_value(const WCHAR *word, const WCHAR *name, const WCHAR **rest);
BOOL wild_match(const WCHAR *pattern, const WCHAR *name); /* '*' and '?', any case */
BOOL has_wildcard(const WCHAR *name);
/* directory + '\' + name, without a double separator. */
void join_path(WCHAR *to, const WCHAR *directory, const WCHAR *name);
/* Where the last part of a path starts. */
WCHAR *last_part(const WCHAR *path);
BOOL is_dots(const WCHAR *name);
BOOL is_directory(const WCHAR *path);
/* Makes a directory and those above it. */
BOOL make_directories(const WCHAR *path);
/* "12/31/2024" and "11:59 PM" style texts are made from this. */
void local_time(const FILETIME *time, SYSTEMTIME *local);
/* A number with commas between thousands. Static storage, four results stay. */
const WCHAR *with_commas(ULONGLONG number);

/* Entries of a directory in order of their names. */
typedef struct LISTING {
    WIN32_FIND_DATAW *entries;
    size_t count;
} LISTING;

/* Of what `pattern` means, without "." and ".."; FALSE: there is nothing. */
BOOL list_directory(const WCHAR *pattern, LISTING *listing);
void free_listing(LISTING *listing);

#endif
