/* rtl_functiontable.h - the two halves of the search for unwind data. */
#ifndef BAILEY_RTL_FUNCTIONTABLE_H
#define BAILEY_RTL_FUNCTIONTABLE_H

#include "rtl_unwind.h"

/* The entry that covers offset, in a table sorted by address. */
const RUNTIME_FUNCTION *rtl_search_functions(const RUNTIME_FUNCTION *functions, ULONG count,
                                             ULONG offset);
/* The same for code outside every module, by what the program has registered; *base is written
 * where an entry or its table is found. */
PRUNTIME_FUNCTION rtl_lookup_dynamic(ULONG64 pc, PDWORD64 base);

#endif
