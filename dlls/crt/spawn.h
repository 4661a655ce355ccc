#ifndef BAILEY_CRT_SPAWN_H
#define BAILEY_CRT_SPAWN_H

#include "crt.h"

/* Starts a program. `mode` as for _spawn; arguments and environment end with NULL (environment
 * NULL: the caller's own). The exit code for _P_WAIT, the process handle for _P_NOWAIT, 0 for
 * _P_DETACH; -1 with errno. `search` looks along PATH. */
intptr_t crt_spawn(int mode, const wchar_t *path, const wchar_t *const *args,
                   const wchar_t *const *env, int search);

/* Arrays of strings made wide; free with crt_free_wide_list. */
wchar_t **crt_wide_list(const char *const *list);
void crt_free_wide_list(wchar_t **list);

#endif
