/* robocopy.h - robocopy: its options, its counts, what is to be done with a file. */
#ifndef BAILEY_ROBOCOPY_H
#define BAILEY_ROBOCOPY_H

#include "program.h"

#define LIST_MAX 128

typedef struct OPTIONS {
    const WCHAR *from, *to;
    const WCHAR *patterns[LIST_MAX], *skip_files[LIST_MAX], *skip_folders[LIST_MAX];
    int pattern_count, skip_file_count, skip_folder_count;
    BOOL tree, empty, purge, list_only, move_files, move_folders, archive, archive_clear;
    BOOL no_header, no_summary, no_folders, no_files, no_progress, no_sizes, no_classes;
    BOOL full_names, times, extras_shown, verbose, quiet_console;
    BOOL skip_newer, skip_older, skip_changed, skip_lonely, skip_extra;
    BOOL same_too, tweaked_too, create, loose_times, no_junctions;
    long retries, wait, levels;
    ULONGLONG largest, smallest; /* bytes; 0: any */
    const WCHAR *log;            /* NULL: none */
    BOOL log_append, also_console;
    DWORD add, remove; /* attributes of what is copied */
} OPTIONS;

extern OPTIONS option;

/* Fills `option`; ends the program with 16 where the line is wrong. */
void read_options(int count, WCHAR **words);
/* The options as the header shows them; heap. */
WCHAR *options_text(void);

typedef struct COUNTS {
    ULONGLONG total, copied, skipped, mismatch, failed, extras;
} COUNTS;

extern COUNTS folders, files, bytes;
extern BOOL fatal; /* an error after which the exit code is 16 */

void print_header(void);
void print_summary(ULONGLONG started);
/* To the log, the console, or both. */
void say(const WCHAR *format, ...);
void open_log(void);

/* Copies what `from` has to `to` and counts it. level: 1 for the root. */
void mirror(const WCHAR *from, const WCHAR *to, long level);

#endif
