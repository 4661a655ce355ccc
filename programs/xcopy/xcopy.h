/* xcopy.h - xcopy's options and what they let through. */
#ifndef BAILEY_XCOPY_H
#define BAILEY_XCOPY_H

#include "program.h"

typedef struct OPTIONS {
    BOOL archive, archive_clear, date, have_date, prompt, tree, empty, go_on;
    BOOL quiet, full_names, list_only, into, hidden, read_only, keep_attributes, update;
    BOOL structure, overwrite, ask_overwrite, wait, links;
    FILETIME since;   /* /d:m-d-y */
    WCHAR **excluded; /* /exclude: texts */
    size_t excluded_count;
} OPTIONS;

extern OPTIONS option;

/* Fills `option` and the two names; ends the program with 4 where the line is wrong. */
void read_options(int count, WCHAR **words, const WCHAR **from, const WCHAR **to);
/* TRUE if a file is to be copied over what is at `to`, as far as options on files say. */
BOOL is_wanted(const WIN32_FIND_DATAW *from, const WCHAR *to);
/* TRUE if one of the texts of /exclude: is part of the path. */
BOOL is_excluded(const WCHAR *path);
/* Asks until there is an answer, which is one of `keys` (upper case). */
WCHAR ask_key(const WCHAR *question, const WCHAR *keys);

#endif
