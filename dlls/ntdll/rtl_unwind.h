/*
 * rtl_unwind.h - unwind data of x86-64 images, and what the exception code shares.
 *
 * Formats: "x64 exception handling" in the Visual C++ documentation and the PE specification's
 * .pdata and .xdata sections. Version 2 of the unwind information adds epilogue codes.
 */
#ifndef BAILEY_RTL_UNWIND_H
#define BAILEY_RTL_UNWIND_H

#include "rtl_exception.h"

enum unwind_op {
    UWOP_PUSH_NONVOL,
    UWOP_ALLOC_LARGE,
    UWOP_ALLOC_SMALL,
    UWOP_SET_FPREG,
    UWOP_SAVE_NONVOL,
    UWOP_SAVE_NONVOL_FAR,
    UWOP_EPILOG,
    UWOP_SPARE,
    UWOP_SAVE_XMM128,
    UWOP_SAVE_XMM128_FAR,
    UWOP_PUSH_MACHFRAME,
};

typedef union UNWIND_CODE {
    struct {
        UCHAR offset; /* end of the prologue's instruction, from the function's start */
        UCHAR op : 4;
        UCHAR info : 4;
    };
    USHORT value;
} UNWIND_CODE;

typedef struct UNWIND_INFO {
    UCHAR version : 3;
    UCHAR flags : 5; /* UNW_FLAG_* */
    UCHAR prolog_size;
    UCHAR code_count;
    UCHAR frame_register : 4;
    UCHAR frame_offset : 4; /* in units of 16 bytes */
    UNWIND_CODE codes[];    /* followed, 4-byte aligned, by a handler's RVA and its data, or by the
                               RUNTIME_FUNCTION that this one is chained to */
} UNWIND_INFO;

/* What follows the unwind codes. */
static inline const ULONG *unwind_info_tail(const UNWIND_INFO *info)
{
    return (const ULONG *)&info->codes[(info->code_count + 1) & ~1];
}

/* ---- what enters KiUserExceptionDispatcher ---- */

typedef struct MACHINE_FRAME {
    ULONG64 rip, cs, rflags, rsp, ss;
} MACHINE_FRAME;

/* The guest stack as KiUserExceptionDispatcher meets it: rsp (16-byte aligned) points to this. The
 * machine frame repeats rip and rsp of `context`; the unwinder goes through it into the code that
 * faulted. Above it (and below context.Rsp) may lie an XSAVE area, which context_ex describes where
 * context.ContextFlags has CONTEXT_XSTATE. */
typedef struct KI_EXCEPTION_FRAME {
    CONTEXT context;
    struct {
        LONG all_offset;
        ULONG all_length;
        LONG legacy_offset;
        ULONG legacy_length;
        LONG xstate_offset;
        ULONG xstate_length;
        ULONG64 reserved;
    } context_ex; /* CONTEXT_EX: offsets are from itself */
    EXCEPTION_RECORD record;
    ULONG64 alignment;
    MACHINE_FRAME machine;
    ULONG64 padding;
} KI_EXCEPTION_FRAME;
NT_OFFSET(KI_EXCEPTION_FRAME, context_ex, 0x4d0);
NT_OFFSET(KI_EXCEPTION_FRAME, record, 0x4f0);
NT_OFFSET(KI_EXCEPTION_FRAME, machine, 0x590);

/* ---- the dispatcher ---- */

/* Calls disp->LanguageHandler in a frame of its own, whose handler tells nested exceptions and
 * collided unwinds to the dispatcher. */
EXCEPTION_DISPOSITION rtl_execute_handler_for_exception(PEXCEPTION_RECORD record, ULONG64 frame,
                                                        PCONTEXT context, PDISPATCHER_CONTEXT disp);
EXCEPTION_DISPOSITION rtl_execute_handler_for_unwind(PEXCEPTION_RECORD record, ULONG64 frame,
                                                     PCONTEXT context, PDISPATCHER_CONTEXT disp);

/* One frame up: like RtlVirtualUnwind for any code address; where there is no unwind data the frame
 * is a leaf's. disp's ControlPc, ImageBase, FunctionEntry, EstablisherFrame, LanguageHandler and
 * HandlerData are filled from *context, which becomes the caller's. */
void rtl_unwind_step(ULONG handler_type, PCONTEXT context, PDISPATCHER_CONTEXT disp);
/* Calls callback(record) in a frame that unwinds into *context, then resumes *context at the
 * address that it answered. */
__attribute__((noreturn)) void rtl_consolidate(PCONTEXT context, PEXCEPTION_RECORD record);

#endif
