/* script.h - a batch file as the program: the command interpreter runs it. */
#ifndef BAILEY_SCRIPT_H
#define BAILEY_SCRIPT_H

#include "install.h"
#include "program.h"

/* TRUE if the name ends in .bat or .cmd. */
int script_is_one(const char *name);
/* Opens the interpreter to run the batch file words[0] with the other words; *program has the batch
 * file's directory. Returns the interpreter's command line in words, static storage. Ends the
 * command as program_open does. */
char **script_open(struct program *program, char **words, const char *current,
                   const struct install *install);

#endif
