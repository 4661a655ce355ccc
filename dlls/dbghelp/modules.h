#ifndef DBGHELP_MODULES_H
#define DBGHELP_MODULES_H

#include "nt_error.h"
#include <dbghelp.h>

/* A module of this process that holds an address: its base and its size. */
BOOL find_module(ULONG64 address, BYTE **base, ULONG *size);
/* The export that is nearest below an address, with the distance; NULL if there is none. */
const char *nearest_export(ULONG64 address, ULONG64 *start);
/* Whether SymInitialize was called for a process; sets the last error if not. */
BOOL known_process(HANDLE process);

#endif
