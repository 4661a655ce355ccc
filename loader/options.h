/* options.h - the command line. */
#ifndef BAILEY_OPTIONS_H
#define BAILEY_OPTIONS_H

#include "policy.h"

struct options {
    const char *profile; /* NAME or DIR, NULL: the default one */
    int ephemeral;
    int explain;
    struct policy policy;
    char **program; /* the program's name and its arguments, NULL-terminated */
};

/* Ends the command where the line is wrong, asks for help, or for what this version has not.
 * current: the absolute current directory. */
void options_read(struct options *options, int argc, char **argv, const char *current);

#endif
