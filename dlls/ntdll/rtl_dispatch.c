/*
 * rtl_dispatch.c - from an exception to whoever handles it, frame by frame: the language handlers
 * that the unwind data names (x86-64).
 */
#include "rtl_unwind.h"

/* The handlers of the two frames in rtl_context.S, which keep the dispatcher context of the walk
 * that they belong to. */
EXCEPTION_DISPOSITION rtl_during_exception(PEXCEPTION_RECORD record, ULONG64 frame,
                                           PCONTEXT context, PDISPATCHER_CONTEXT disp)
{
    const DISPATCHER_CONTEXT *inner = *(DISPATCHER_CONTEXT **)(frame + 32);
    if (record->ExceptionFlags & EXCEPTION_UNWIND)
        return ExceptionContinueSearch;
    disp->EstablisherFrame = inner->EstablisherFrame;
    return ExceptionNestedException;
}

EXCEPTION_DISPOSITION rtl_during_unwind(PEXCEPTION_RECORD record, ULONG64 frame, PCONTEXT context,
                                        PDISPATCHER_CONTEXT disp)
{
    ULONG64 target = disp->TargetIp;
    *disp = **(DISPATCHER_CONTEXT **)(frame + 32);
    disp->TargetIp = target;
    return ExceptionCollidedUnwind;
}

/* Offers the exception to one frame. TRUE: the program goes on; FALSE: *caller is the next frame.
 */
static BOOLEAN dispatch_to_frame(PEXCEPTION_RECORD record, PCONTEXT context, CONTEXT *caller,
                                 PDISPATCHER_CONTEXT disp, ULONG64 *nested)
{
    for (;;) {
        ULONG64 frame = disp->EstablisherFrame;
        PVOID data;
        disp->ContextRecord = caller;
        EXCEPTION_DISPOSITION disposition =
            rtl_execute_handler_for_exception(record, frame, context, disp);
        if (frame == *nested) { /* past the frames that the nested exception has seen */
            record->ExceptionFlags &= ~EXCEPTION_NESTED_CALL;
            *nested = 0;
        }
        switch (disposition) {
        case ExceptionContinueExecution:
            if (record->ExceptionFlags & EXCEPTION_NONCONTINUABLE)
                rtl_raise_nested(STATUS_NONCONTINUABLE_EXCEPTION, record);
            return TRUE;
        case ExceptionContinueSearch:
            return FALSE;
        case ExceptionNestedException:
            record->ExceptionFlags |= EXCEPTION_NESTED_CALL;
            if (disp->EstablisherFrame > *nested)
                *nested = disp->EstablisherFrame;
            return FALSE;
        case ExceptionCollidedUnwind: /* the frame at which an older unwinding stands */
            *caller = *disp->ContextRecord;
            caller->Rip = disp->ControlPc;
            RtlVirtualUnwind(UNW_FLAG_NHANDLER, disp->ImageBase, disp->ControlPc,
                             disp->FunctionEntry, caller, &data, &frame, NULL);
            break;
        default:
            rtl_raise_nested(STATUS_INVALID_DISPOSITION, record);
        }
    }
}

BOOLEAN rtl_dispatch_to_frames(PEXCEPTION_RECORD record, PCONTEXT context)
{
    UNWIND_HISTORY_TABLE history = {0};
    DISPATCHER_CONTEXT disp = {.HistoryTable = &history};
    CONTEXT caller = *context;
    ULONG64 nested = 0;

    if (!rtl_frame_is_valid(context->Rsp)) {
        record->ExceptionFlags |= EXCEPTION_STACK_INVALID;
        return FALSE;
    }
    for (;;) {
        ULONG64 rsp = caller.Rsp;
        rtl_unwind_step(UNW_FLAG_EHANDLER, &caller, &disp);
        if (disp.FunctionEntry && !rtl_frame_is_valid(disp.EstablisherFrame)) {
            record->ExceptionFlags |= EXCEPTION_STACK_INVALID;
            return FALSE;
        }
        if (disp.LanguageHandler && dispatch_to_frame(record, context, &caller, &disp, &nested))
            return TRUE;
        if (!caller.Rip || caller.Rsp <= rsp || !rtl_frame_is_valid(caller.Rsp))
            return FALSE;
    }
}

/* Makes *context the caller's of the function that has captured it. */
static void leave_captured_frame(PCONTEXT context)
{
    DISPATCHER_CONTEXT disp = {0};
    rtl_unwind_step(UNW_FLAG_NHANDLER, context, &disp);
}

VOID NTAPI RtlRaiseException(PEXCEPTION_RECORD record)
{
    CONTEXT context;

    RtlCaptureContext(&context);
    leave_captured_frame(&context);
    record->ExceptionAddress = (PVOID)context.Rip;
    NtRaiseException(record, &context, TRUE);
}

VOID NTAPI RtlRaiseStatus(NTSTATUS status)
{
    EXCEPTION_RECORD record = {
        .ExceptionCode = status,
        .ExceptionFlags = EXCEPTION_NONCONTINUABLE,
    };
    CONTEXT context;

    RtlCaptureContext(&context);
    leave_captured_frame(&context);
    record.ExceptionAddress = (PVOID)context.Rip;
    NtRaiseException(&record, &context, TRUE);
}

ULONG rtl_walk(PCONTEXT context, ULONG skip, ULONG count, PVOID *out)
{
    DISPATCHER_CONTEXT disp = {0};
    ULONG found = 0;

    while (found < count) {
        ULONG64 rsp = context->Rsp;
        if (!rtl_frame_is_valid(rsp))
            break;
        rtl_unwind_step(UNW_FLAG_NHANDLER, context, &disp);
        if (!context->Rip || context->Rsp <= rsp)
            break;
        if (skip)
            skip--;
        else
            out[found++] = (PVOID)context->Rip;
    }
    return found;
}
