/* builtin.h - the interpreter's own commands: each gets what follows its name. */
#ifndef BAILEY_CMD_BUILTIN_H
#define BAILEY_CMD_BUILTIN_H

#include "cmd.h"

struct builtin {
    const WCHAR *name;
    int (*run)(const WCHAR *arguments);
};

int do_type(const WCHAR *text);
int do_del(const WCHAR *text);
int do_copy(const WCHAR *text);
int do_move(const WCHAR *text);
int do_rename(const WCHAR *text);
int do_mkdir(const WCHAR *text);
int do_rmdir(const WCHAR *text);
int do_dir(const WCHAR *text);

#endif
