/* program.h - the program to run: finding its file and judging it. */
#ifndef BAILEY_PROGRAM_H
#define BAILEY_PROGRAM_H

#include <limits.h>

struct program {
    int fd;
    char path[PATH_MAX];      /* absolute */
    char directory[PATH_MAX]; /* the one that it lies in */
};

struct install;

/* Opens the program: the name as given, else with ".exe" where it has no extension; a bare name
 * that the current directory has not is looked for among Bailey's own programs
 * (C:\Windows\System32). Ends the command with 126 or 127 and a line if there is none. current: the
 * absolute current directory. */
void program_open(struct program *program, const char *name, const char *current,
                  const struct install *install);
/* Reads its headers, and ends the command with 126 and a line if it cannot run here. To be called
 * behind the seal. */
void program_check(const struct program *program, const struct install *install);

#endif
