/*
 * rtl_chain.c - exceptions on i386: each function that handles them has a registration on its
 * stack, in a list from FS:[0] on. Dispatching asks their handlers in order; unwinding calls them
 * once more and takes them off the list.
 */
#include "../rtl_exception.h"

typedef EXCEPTION_DISPOSITION(__cdecl *CHAIN_HANDLER)(PEXCEPTION_RECORD record, PVOID frame,
                                                      PCONTEXT context, PVOID dispatcher);

typedef struct CHAIN_FRAME {
    struct CHAIN_FRAME *next;
    CHAIN_HANDLER handler;
    struct CHAIN_FRAME *about; /* of rtl_call_handler's own: the frame whose handler it calls */
} CHAIN_FRAME;

#define CHAIN_END ((CHAIN_FRAME *)(LONG_PTR)-1)

EXCEPTION_DISPOSITION rtl_call_handler(PEXCEPTION_RECORD record, CHAIN_FRAME *frame,
                                       PCONTEXT context, CHAIN_FRAME **dispatcher,
                                       CHAIN_HANDLER handler, CHAIN_HANDLER guard);

static CHAIN_FRAME *first_frame(void)
{
    return (CHAIN_FRAME *)teb_self()->NtTib.ExceptionList;
}

BOOLEAN rtl_frame_is_valid(ULONG64 frame)
{
    const TEB_FULL *teb = teb_self();
    ULONG_PTR low = (ULONG_PTR)teb->NtTib.StackLimit;
    /* Below the limit lie the guard pages: an overflow is dispatched from there. */
    if (teb->DeallocationStack && (ULONG_PTR)teb->DeallocationStack < low)
        low = (ULONG_PTR)teb->DeallocationStack;
    return !(frame & 3) && frame >= low && frame + 8 <= (ULONG_PTR)teb->NtTib.StackBase;
}

/* An exception in a handler that was asked: frames up to the one asked have had their turn. */
static EXCEPTION_DISPOSITION __cdecl during_exception(PEXCEPTION_RECORD record, PVOID frame,
                                                      PCONTEXT context, PVOID dispatcher)
{
    if (record->ExceptionFlags & EXCEPTION_UNWIND)
        return ExceptionContinueSearch;
    *(CHAIN_FRAME **)dispatcher = ((CHAIN_FRAME *)frame)->about;
    return ExceptionNestedException;
}

/* An unwinding in a handler that was unwinding: it goes on behind that one's frame. */
static EXCEPTION_DISPOSITION __cdecl during_unwind(PEXCEPTION_RECORD record, PVOID frame,
                                                   PCONTEXT context, PVOID dispatcher)
{
    if (!(record->ExceptionFlags & EXCEPTION_UNWIND))
        return ExceptionContinueSearch;
    *(CHAIN_FRAME **)dispatcher = ((CHAIN_FRAME *)frame)->about;
    return ExceptionCollidedUnwind;
}

BOOLEAN rtl_dispatch_to_frames(PEXCEPTION_RECORD record, PCONTEXT context)
{
    CHAIN_FRAME *nested = NULL;
    for (CHAIN_FRAME *frame = first_frame(); frame != CHAIN_END; frame = frame->next) {
        CHAIN_FRAME *dispatcher = NULL;
        if (!rtl_frame_is_valid((ULONG_PTR)frame)) {
            record->ExceptionFlags |= EXCEPTION_STACK_INVALID;
            return FALSE;
        }
        EXCEPTION_DISPOSITION disposition =
            rtl_call_handler(record, frame, context, &dispatcher, frame->handler, during_exception);
        if (frame == nested) {
            record->ExceptionFlags &= ~EXCEPTION_NESTED_CALL;
            nested = NULL;
        }
        switch (disposition) {
        case ExceptionContinueExecution:
            if (record->ExceptionFlags & EXCEPTION_NONCONTINUABLE)
                rtl_raise_nested(STATUS_NONCONTINUABLE_EXCEPTION, record);
            return TRUE;
        case ExceptionContinueSearch:
            break;
        case ExceptionNestedException:
            record->ExceptionFlags |= EXCEPTION_NESTED_CALL;
            if (dispatcher > nested)
                nested = dispatcher;
            break;
        default:
            rtl_raise_nested(STATUS_INVALID_DISPOSITION, record);
        }
    }
    return FALSE;
}

/* ---- raising and unwinding; rtl_context_asm.S captures the caller's registers */

__attribute__((noreturn)) void rtl_raise(PEXCEPTION_RECORD record, PCONTEXT context)
{
    record->ExceptionAddress = (PVOID)context->Eip;
    NtRaiseException(record, context, TRUE);
    __builtin_unreachable();
}

VOID NTAPI RtlRaiseStatus(NTSTATUS status)
{
    EXCEPTION_RECORD record = {
        .ExceptionCode = (DWORD)status,
        .ExceptionFlags = EXCEPTION_NONCONTINUABLE,
    };
    RtlRaiseException(&record);
}

static CHAIN_FRAME *unwind_frame(PEXCEPTION_RECORD record, CHAIN_FRAME *frame, PCONTEXT context)
{
    CHAIN_FRAME *dispatcher = NULL;
    switch (rtl_call_handler(record, frame, context, &dispatcher, frame->handler, during_unwind)) {
    case ExceptionContinueSearch:
        break;
    case ExceptionCollidedUnwind:
        frame = dispatcher;
        break;
    default:
        rtl_raise_nested(STATUS_INVALID_DISPOSITION, record);
    }
    return frame->next;
}

__attribute__((noreturn)) void rtl_unwind(CHAIN_FRAME *target, PEXCEPTION_RECORD given,
                                          ULONG result, PCONTEXT context)
{
    EXCEPTION_RECORD own = {.ExceptionCode = (DWORD)STATUS_UNWIND,
                            .ExceptionAddress = (PVOID)context->Eip};
    PEXCEPTION_RECORD record = given ? given : &own;
    record->ExceptionFlags |= EXCEPTION_UNWINDING | (target ? 0 : EXCEPTION_EXIT_UNWIND);
    context->Eax = result;
    for (CHAIN_FRAME *frame = first_frame(); frame != CHAIN_END && frame != target;) {
        if (target && frame > target)
            rtl_raise_nested(STATUS_INVALID_UNWIND_TARGET, record);
        if (!rtl_frame_is_valid((ULONG_PTR)frame))
            rtl_raise_nested(STATUS_BAD_STACK, record);
        frame = unwind_frame(record, frame, context);
        teb_self()->NtTib.ExceptionList = (PVOID)frame;
    }
    if (first_frame() == target || target == CHAIN_END)
        rtl_resume(context);
    NtRaiseException(record, context, FALSE);
    __builtin_unreachable();
}

/* Functions that keep a frame pointer, as nearly all of Windows' own do. */
ULONG rtl_walk(PCONTEXT context, ULONG skip, ULONG count, PVOID *out)
{
    ULONG found = 0;
    while (found < count && rtl_frame_is_valid(context->Ebp)) {
        const ULONG_PTR *frame = (const ULONG_PTR *)context->Ebp;
        if (frame[0] <= context->Ebp || !frame[1])
            break;
        context->Ebp = frame[0];
        context->Eip = frame[1];
        context->Esp = (ULONG_PTR)(frame + 2);
        if (skip)
            skip--;
        else
            out[found++] = (PVOID)context->Eip;
    }
    return found;
}
