/* profile.h - a profile (.ini) file read into memory, and what is asked of it. */
#ifndef KERNEL32_PROFILE_H
#define KERNEL32_PROFILE_H

#include "nls_private.h"

/* One file as text. Lines stay as they are, so that a file that is written keeps its comments. */
struct profile {
    WCHAR *text; /* terminated */
    SIZE_T count;
    BOOL utf16; /* how it was stored, and is again */
    WCHAR path[MAX_PATH];
};

/* A part of the text. */
struct span {
    const WCHAR *at;
    SIZE_T count;
};

/* Reads a file; a name without a path is in the Windows directory. A file that is not there is an
   empty one where `create`, else the call fails. */
BOOL profile_open(struct profile *profile, LPCWSTR name, BOOL create);
BOOL profile_save(const struct profile *profile);
void profile_close(struct profile *profile);
/* Puts text in place of a part. */
BOOL profile_replace(struct profile *profile, struct span old, const WCHAR *text, SIZE_T count);

/* The next line from *at, without its end; FALSE at the end of the text. */
BOOL profile_line(const WCHAR **at, struct span *line);
/* Whether a line is a section's head; its name. */
BOOL profile_head(struct span line, struct span *name);
/* The lines of a section, without its head. */
BOOL profile_section(const struct profile *profile, LPCWSTR name, struct span *lines);
/* A line's key and value; the value is NULL where there is no `=`. Comments have no key. */
BOOL profile_entry(struct span line, struct span *key, struct span *value);
BOOL profile_equal(struct span span, LPCWSTR name);

#endif
