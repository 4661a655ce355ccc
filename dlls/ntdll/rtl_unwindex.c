/*
 * RtlUnwindEx: the second phase. Every frame from the caller's up to the target has its handler
 * called with EXCEPTION_UNWINDING; then the target's registers are restored and the program goes on
 * at the target address.
 *
 * When a handler raises an exception or unwinds itself, the new walk meets the frame of
 * rtl_execute_handler_for_unwind, whose handler answers ExceptionCollidedUnwind and hands over the
 * old walk's dispatcher context: the new walk goes on from there.
 */
#include "rtl_unwind.h"

BOOLEAN rtl_frame_is_valid(ULONG64 frame)
{
    const TEB_FULL *teb = teb_self();
    ULONG64 low = (ULONG64)teb->NtTib.StackLimit;
    /* Below the limit lie the guard pages: an overflow is dispatched from there. */
    if ((ULONG64)teb->DeallocationStack && (ULONG64)teb->DeallocationStack < low)
        low = (ULONG64)teb->DeallocationStack;
    return !(frame & 7) && frame >= low && frame < (ULONG64)teb->NtTib.StackBase;
}

void rtl_unwind_step(ULONG handler_type, PCONTEXT context, PDISPATCHER_CONTEXT disp)
{
    disp->ControlPc = context->Rip;
    disp->ScopeIndex = 0;
    disp->LanguageHandler = NULL;
    disp->FunctionEntry =
        RtlLookupFunctionEntry(context->Rip, &disp->ImageBase, disp->HistoryTable);
    if (disp->FunctionEntry) {
        disp->LanguageHandler =
            RtlVirtualUnwind(handler_type, disp->ImageBase, context->Rip, disp->FunctionEntry,
                             context, &disp->HandlerData, &disp->EstablisherFrame, NULL);
    } else {
        disp->EstablisherFrame = context->Rsp;
        context->Rip = *(ULONG64 *)context->Rsp;
        context->Rsp += 8;
    }
}

/* Calls the frame's handler; again for each older unwinding that it turns out to interrupt. On
 * return *current is the frame's context, *caller the next one's. */
static void unwind_frame(PEXCEPTION_RECORD record, ULONG64 target, CONTEXT *current,
                         CONTEXT *caller, PDISPATCHER_CONTEXT disp)
{
    for (;;) {
        if (disp->EstablisherFrame == target)
            record->ExceptionFlags |= EXCEPTION_TARGET_UNWIND;
        disp->ContextRecord = current;
        switch (rtl_execute_handler_for_unwind(record, disp->EstablisherFrame, current, disp)) {
        case ExceptionContinueSearch:
            record->ExceptionFlags &= ~EXCEPTION_COLLIDED_UNWIND;
            return;
        case ExceptionCollidedUnwind: {
            ULONG64 frame;
            PVOID data;
            *current = *disp->ContextRecord;
            current->Rip = disp->ControlPc;
            *caller = *current;
            RtlVirtualUnwind(UNW_FLAG_NHANDLER, disp->ImageBase, disp->ControlPc,
                             disp->FunctionEntry, caller, &data, &frame, NULL);
            record->ExceptionFlags |= EXCEPTION_COLLIDED_UNWIND;
            break;
        }
        default:
            rtl_raise_nested(STATUS_INVALID_DISPOSITION, record);
        }
    }
}

/* Walks from *current to the frame `target`; FALSE where the stack has ended before. */
static BOOLEAN walk(PEXCEPTION_RECORD record, ULONG64 target, PDISPATCHER_CONTEXT disp,
                    CONTEXT *current)
{
    CONTEXT caller;

    for (;;) {
        caller = *current;
        rtl_unwind_step(UNW_FLAG_UHANDLER, &caller, disp);
        if (disp->FunctionEntry) {
            if (target && disp->EstablisherFrame > target)
                rtl_raise_nested(STATUS_INVALID_UNWIND_TARGET, record);
            if (!rtl_frame_is_valid(disp->EstablisherFrame))
                rtl_raise_nested(STATUS_BAD_STACK, record);
            if (disp->LanguageHandler)
                unwind_frame(record, target, current, &caller, disp);
        }
        if (disp->FunctionEntry && disp->EstablisherFrame == target)
            return TRUE;
        if (!caller.Rip || !rtl_frame_is_valid(caller.Rsp))
            return FALSE;
        *current = caller;
    }
}

VOID NTAPI RtlUnwindEx(PVOID target_frame, PVOID target_ip, PEXCEPTION_RECORD record,
                       PVOID return_value, PCONTEXT context, PUNWIND_HISTORY_TABLE history)
{
    DISPATCHER_CONTEXT disp = {.TargetIp = (ULONG64)target_ip, .HistoryTable = history};
    EXCEPTION_RECORD own_record = {.ExceptionCode = STATUS_UNWIND};
    BOOLEAN arrived;

    RtlCaptureContext(context);
    rtl_unwind_step(UNW_FLAG_NHANDLER, context, &disp); /* this function's own frame */
    if (!record) {
        own_record.ExceptionAddress = (PVOID)context->Rip;
        record = &own_record;
    }
    record->ExceptionFlags |= EXCEPTION_UNWINDING | (target_frame ? 0 : EXCEPTION_EXIT_UNWIND);
    context->Rax = (ULONG64)return_value;

    arrived = walk(record, (ULONG64)target_frame, &disp, context);
    if (!arrived && target_frame)
        NtRaiseException(record, context, FALSE);
    context->Rax = (ULONG64)return_value;
    if (arrived && record->ExceptionCode != (DWORD)STATUS_UNWIND_CONSOLIDATE)
        context->Rip = (ULONG64)target_ip;
    RtlRestoreContext(context, record);
    __builtin_unreachable();
}

VOID NTAPI RtlUnwind(PVOID target_frame, PVOID target_ip, PEXCEPTION_RECORD record,
                     PVOID return_value)
{
    CONTEXT context;
    RtlUnwindEx(target_frame, target_ip, record, return_value, &context, NULL);
}
