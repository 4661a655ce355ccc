/*
 * __C_specific_handler: __try, __except and __finally of C, by the scope table that follows the
 * handler's address in the unwind data. A scope with a jump target is an __except (its handler a
 * filter, or 1 for EXCEPTION_EXECUTE_HANDLER); one without is a __finally.
 */
#include "rtl_unwind.h"

typedef LONG (*scope_filter)(PEXCEPTION_POINTERS pointers, PVOID frame);
typedef VOID (*scope_termination)(BOOLEAN abnormal, PVOID frame);

static BOOLEAN covers(const SCOPE_TABLE_AMD64 *table, ULONG i, ULONG64 offset)
{
    return offset >= table->ScopeRecord[i].BeginAddress &&
           offset < table->ScopeRecord[i].EndAddress;
}

static EXCEPTION_DISPOSITION search_scopes(PEXCEPTION_RECORD record, PVOID frame, PCONTEXT context,
                                           PDISPATCHER_CONTEXT disp)
{
    const SCOPE_TABLE_AMD64 *table = disp->HandlerData;
    EXCEPTION_POINTERS pointers = {record, context};
    ULONG64 base = disp->ImageBase;

    for (ULONG i = disp->ScopeIndex; i < table->Count; i++) {
        ULONG handler = table->ScopeRecord[i].HandlerAddress;
        ULONG target = table->ScopeRecord[i].JumpTarget;
        LONG answer = EXCEPTION_EXECUTE_HANDLER;
        if (!target || !covers(table, i, disp->ControlPc - base))
            continue;
        if (handler != 1)
            answer = ((scope_filter)(base + handler))(&pointers, frame);
        if (answer < 0)
            return ExceptionContinueExecution;
        if (answer > 0)
            RtlUnwindEx(frame, (PVOID)(base + target), record,
                        (PVOID)(ULONG_PTR)record->ExceptionCode, disp->ContextRecord,
                        disp->HistoryTable);
    }
    return ExceptionContinueSearch;
}

static void unwind_scopes(PEXCEPTION_RECORD record, PVOID frame, PDISPATCHER_CONTEXT disp)
{
    const SCOPE_TABLE_AMD64 *table = disp->HandlerData;
    ULONG64 base = disp->ImageBase;
    ULONG64 target = disp->TargetIp - base;
    BOOLEAN at_target = (record->ExceptionFlags & EXCEPTION_TARGET_UNWIND) != 0;

    for (ULONG i = disp->ScopeIndex; i < table->Count; i++) {
        ULONG jump = table->ScopeRecord[i].JumpTarget;
        if (!covers(table, i, disp->ControlPc - base))
            continue;
        /* The target may lie within the scope, or be its __except block: it is not left then. */
        if (at_target && covers(table, i, target) && !jump)
            return;
        if (at_target && jump && jump == target)
            return;
        if (!jump) {
            disp->ScopeIndex = i + 1; /* a collided unwind goes on behind this one */
            ((scope_termination)(base + table->ScopeRecord[i].HandlerAddress))(TRUE, frame);
        }
    }
}

EXCEPTION_DISPOSITION NTAPI __C_specific_handler(PEXCEPTION_RECORD record, PVOID frame,
                                                 PCONTEXT context, PDISPATCHER_CONTEXT disp)
{
    if (!(record->ExceptionFlags & EXCEPTION_UNWIND))
        return search_scopes(record, frame, context, disp);
    unwind_scopes(record, frame, disp);
    return ExceptionContinueSearch;
}

/* A goto or return out of a __try block: its __finally blocks run on the way. */
void _local_unwind(PVOID frame, PVOID target)
{
    RtlUnwind(frame, target, NULL, NULL);
}

void __jump_unwind(PVOID frame, PVOID target)
{
    RtlUnwind(frame, target, NULL, NULL);
}
