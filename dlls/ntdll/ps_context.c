/* ps_context.c - registers from and to CONTEXT, on x86-64. */
#include "nt_exception.h"
#include "ps_private.h"

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

void ps_initial_context(const BAILEY_THREAD *thread, PalContext *context)
{
    __builtin_memset(context, 0, sizeof *context);
    context->rip = (ULONG_PTR)RtlUserThreadStart;
    context->rcx = (ULONG_PTR)thread->start;
    context->rdx = (ULONG_PTR)thread->argument;
    context->rsp = (ULONG_PTR)thread->teb->NtTib.StackBase - 0x88;
    context->rflags = 0x202;
    context->cs = 0x33, context->ss = 0x2b, context->ds = context->es = context->gs = 0x2b;
    context->fs = 0x53;
    context->width = 64;
    context->xstate[0] = 0x7f, context->xstate[1] = 0x02;
    context->xstate[24] = 0x80, context->xstate[25] = 0x1f;
    context->xstate_mask = 3;
}

void ps_change_start(BAILEY_THREAD *thread, const CONTEXT *context)
{
    thread->start = (PVOID)context->Rcx;
    thread->argument = (PVOID)context->Rdx;
}
