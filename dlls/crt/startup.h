#ifndef BAILEY_CRT_STARTUP_H
#define BAILEY_CRT_STARTUP_H

#include "crt.h"

struct crt_args {
    int count;
    wchar_t **wide;
};

/* Splits a command line by the rules that the documentation of C command-line arguments states;
 * with `expand`, unquoted wildcards become the sorted names of the files that match. The result is
 * one malloc'd array that ends with NULL, NULL when out of memory. */
wchar_t **crt_parse_command_line(const wchar_t *line, int expand, int *count);

extern char **_environ_narrow;
char **crt_narrow_environment(void);

extern char *crt_acmdln;
void crt_startup_attach(void);

#endif
