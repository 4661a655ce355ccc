/* rtl_epilog.h - whether a code address lies in a function's epilogue, and what is left of it. */
#ifndef BAILEY_RTL_EPILOG_H
#define BAILEY_RTL_EPILOG_H

#include "rtl_unwind.h"

/* Where control_pc is in an epilogue of the function, executes the rest of it on *context and
 * returns TRUE; pointers may be NULL. */
BOOLEAN rtl_unwind_epilog(ULONG64 base, ULONG64 control_pc, const RUNTIME_FUNCTION *function,
                          const UNWIND_INFO *info, PCONTEXT context,
                          PKNONVOLATILE_CONTEXT_POINTERS pointers);
/* The entry that chained ones lead to. */
const RUNTIME_FUNCTION *rtl_primary_entry(ULONG64 base, const RUNTIME_FUNCTION *function);

#endif
