/* builtin.h - the interpreter's own commands: each gets what follows its name. */
#ifndef BAILEY_CMD_BUILTIN_H
#define BAILEY_CMD_BUILTIN_H

#include "cmd.h"

struct builtin {
    const WCHAR *name;
    int (*run)(const WCHAR *arguments);
};

int do_set(const WCHAR *text);
int do_cd(const WCHAR *text);
int do_pushd(const WCHAR *text);
int do_popd(const WCHAR *text);
int do_type(const WCHAR *text);
int do_del(const WCHAR *text);
int do_copy(const WCHAR *text);
int do_move(const WCHAR *text);
int do_rename(const WCHAR *text);
int do_mkdir(const WCHAR *text);
int do_rmdir(const WCHAR *text);
int do_dir(const WCHAR *text);
int do_ver(const WCHAR *text);
int do_vol(const WCHAR *text);
int do_date(const WCHAR *text);
int do_time(const WCHAR *text);
int do_verify(const WCHAR *text);
int do_color(const WCHAR *text);
int do_title(const WCHAR *text);
int do_pause(const WCHAR *text);
int do_path(const WCHAR *text);
int do_prompt(const WCHAR *text);
int do_cls(const WCHAR *text);
int do_break(const WCHAR *text);
int do_mklink(const WCHAR *text);
int do_start(const WCHAR *text);
int do_assoc(const WCHAR *text);
int do_ftype(const WCHAR *text);

int change_drive(WCHAR drive);
/* Two lines on the volume of a drive. */
void show_volume(WCHAR drive);
/* Copies a file's bytes to a handle; complains if it cannot be opened. */
int type_file(const WCHAR *path, HANDLE to);

#endif
