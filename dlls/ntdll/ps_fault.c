/*
 * ps_fault.c - a fault as the host tells it, on the thread's fault stack, becomes a Windows
 * exception on the thread's own stack.
 */
#include "mm.h"
#include "nt_exception.h"
#include "ps_divide.h"
#include "ps_private.h"
#include "rtl_xstate.h"

void ps_from_context(const PalContext *from, CONTEXT *to, ULONG flags)
{
    to->ContextFlags = flags;
    if ((flags & CONTEXT_CONTROL) == CONTEXT_CONTROL) {
        to->Rip = from->rip, to->Rsp = from->rsp, to->EFlags = (DWORD)from->rflags;
        to->SegCs = from->cs, to->SegSs = from->ss;
    }
    if ((flags & CONTEXT_INTEGER) == CONTEXT_INTEGER) {
        to->Rax = from->rax, to->Rcx = from->rcx, to->Rdx = from->rdx, to->Rbx = from->rbx;
        to->Rbp = from->rbp, to->Rsi = from->rsi, to->Rdi = from->rdi;
        to->R8 = from->r8, to->R9 = from->r9, to->R10 = from->r10, to->R11 = from->r11;
        to->R12 = from->r12, to->R13 = from->r13, to->R14 = from->r14, to->R15 = from->r15;
    }
    if ((flags & CONTEXT_SEGMENTS) == CONTEXT_SEGMENTS)
        to->SegDs = from->ds, to->SegEs = from->es, to->SegFs = from->fs, to->SegGs = from->gs;
    if ((flags & CONTEXT_FLOATING_POINT) == CONTEXT_FLOATING_POINT) {
        __builtin_memcpy(&to->FltSave, from->xstate, sizeof to->FltSave);
        to->MxCsr = to->FltSave.MxCsr;
    }
    if ((flags & CONTEXT_DEBUG_REGISTERS) == CONTEXT_DEBUG_REGISTERS)
        to->Dr0 = to->Dr1 = to->Dr2 = to->Dr3 = to->Dr6 = to->Dr7 = 0;
}

void ps_to_context(const CONTEXT *from, PalContext *to)
{
    ULONG flags = from->ContextFlags;
    if ((flags & CONTEXT_CONTROL) == CONTEXT_CONTROL)
        to->rip = from->Rip, to->rsp = from->Rsp, to->rflags = (from->EFlags & 0x250dd5) | 0x202;
    if ((flags & CONTEXT_INTEGER) == CONTEXT_INTEGER) {
        to->rax = from->Rax, to->rcx = from->Rcx, to->rdx = from->Rdx, to->rbx = from->Rbx;
        to->rbp = from->Rbp, to->rsi = from->Rsi, to->rdi = from->Rdi;
        to->r8 = from->R8, to->r9 = from->R9, to->r10 = from->R10, to->r11 = from->R11;
        to->r12 = from->R12, to->r13 = from->R13, to->r14 = from->R14, to->r15 = from->R15;
    }
    if ((flags & CONTEXT_FLOATING_POINT) == CONTEXT_FLOATING_POINT)
        __builtin_memcpy(to->xstate, &from->FltSave, sizeof from->FltSave);
}

/* What the host cannot tell apart: instructions that user mode may not execute, and quotients that
 * do not fit. */
static void refine(PalFault *fault, const PalContext *context)
{
    static const UCHAR privileged[] = {0xf4, 0xfa, 0xfb, 0xe4, 0xe5, 0xe6, 0xe7, 0xec,
                                       0xed, 0xee, 0xef, 0x6c, 0x6d, 0x6e, 0x6f};
    static const UCHAR privileged_0f[] = {0x06, 0x08, 0x09, 0x20, 0x21, 0x22,
                                          0x23, 0x30, 0x32, 0x33, 0x35};
    const UCHAR *code = (const UCHAR *)(ULONG_PTR)context->rip;
    if (fault->code == (ULONG)STATUS_INTEGER_DIVIDE_BY_ZERO && ps_divide_overflows(context))
        fault->code = (ULONG)STATUS_INTEGER_OVERFLOW;
    if (fault->code != (ULONG)STATUS_ACCESS_VIOLATION || fault->parameter[1] != UINT64_MAX)
        return;
    if (code[0] >= 0x40 && code[0] <= 0x4f)
        code++;
    BOOLEAN found = FALSE;
    for (ULONG i = 0; i < sizeof privileged && !found; i++)
        found = code[0] == privileged[i];
    for (ULONG i = 0; i < sizeof privileged_0f && !found; i++)
        found = code[0] == 0x0f && code[1] == privileged_0f[i];
    if (found || (code[0] == 0x0f && code[1] == 0x01 && (code[2] & 0xc0) != 0xc0)) {
        fault->code = (ULONG)STATUS_PRIVILEGED_INSTRUCTION;
        fault->parameter_count = 0;
    }
}

static void fill_record(EXCEPTION_RECORD *record, const PalFault *fault, const PalContext *context)
{
    __builtin_memset(record, 0, sizeof *record);
    record->ExceptionCode = fault->code;
    record->ExceptionAddress = (PVOID)(ULONG_PTR)context->rip;
    record->NumberParameters = fault->parameter_count;
    for (ULONG i = 0; i < fault->parameter_count; i++)
        record->ExceptionInformation[i] = fault->parameter[i];
    if (fault->code == 0xC0000409) { /* __fastfail: its code is in ecx, and nobody may continue */
        record->ExceptionFlags = EXCEPTION_NONCONTINUABLE;
        record->NumberParameters = 1;
        record->ExceptionInformation[0] = (ULONG)context->rcx;
    }
}

void ki_fault(PalThreadArea *area)
{
    PalContext *context = &area->context;
    if (mm_fault(&area->fault, context)) {
        area->in_fault = 0;
        ki_resume(context);
    }
    refine(&area->fault, context);
    if (area->fault.code == (ULONG)STATUS_BREAKPOINT &&
        ((UCHAR *)(ULONG_PTR)context->rip)[0] == 0xcd)
        context->rip += 3; /* int 2d: Windows skips the byte that follows it */
    EXCEPTION_RECORD record;
    fill_record(&record, &area->fault, context);
    ULONG64 frame = rtl_push_exception(context, &record);
    area->in_fault = 0;
    if (area->pending && area->defer == 0)
        ke_leave_slow();
    ki_enter_dispatcher((void *)(ULONG_PTR)frame);
}
