/* ps_context.c - registers from and to CONTEXT, on i386. */
#include "nt_exception.h"
#include "../ps_private.h"
#include "rtl_fpu.h"

void ps_from_context(const PalContext *from, CONTEXT *to, ULONG flags)
{
    to->ContextFlags = flags;
    if ((flags & CONTEXT_CONTROL) == CONTEXT_CONTROL) {
        to->Eip = (DWORD)from->rip, to->Esp = (DWORD)from->rsp, to->Ebp = (DWORD)from->rbp;
        to->EFlags = (DWORD)from->rflags;
        to->SegCs = from->cs, to->SegSs = from->ss;
    }
    if ((flags & CONTEXT_INTEGER) == CONTEXT_INTEGER) {
        to->Eax = (DWORD)from->rax, to->Ecx = (DWORD)from->rcx, to->Edx = (DWORD)from->rdx;
        to->Ebx = (DWORD)from->rbx, to->Esi = (DWORD)from->rsi, to->Edi = (DWORD)from->rdi;
    }
    if ((flags & CONTEXT_SEGMENTS) == CONTEXT_SEGMENTS)
        to->SegDs = from->ds, to->SegEs = from->es, to->SegFs = from->fs, to->SegGs = from->gs;
    if ((flags & CONTEXT_FLOATING_POINT) == CONTEXT_FLOATING_POINT)
        rtl_fpu_from_fxsave(&to->FloatSave, from->xstate);
    if ((flags & CONTEXT_EXTENDED_REGISTERS) == CONTEXT_EXTENDED_REGISTERS)
        __builtin_memcpy(to->ExtendedRegisters, from->xstate, sizeof to->ExtendedRegisters);
    if ((flags & CONTEXT_DEBUG_REGISTERS) == CONTEXT_DEBUG_REGISTERS)
        to->Dr0 = to->Dr1 = to->Dr2 = to->Dr3 = to->Dr6 = to->Dr7 = 0;
}

void ps_to_context(const CONTEXT *from, PalContext *to)
{
    ULONG flags = from->ContextFlags;
    if ((flags & CONTEXT_CONTROL) == CONTEXT_CONTROL) {
        to->rip = from->Eip, to->rsp = from->Esp, to->rbp = from->Ebp;
        to->rflags = (from->EFlags & 0x250dd5) | 0x202;
    }
    if ((flags & CONTEXT_INTEGER) == CONTEXT_INTEGER) {
        to->rax = from->Eax, to->rcx = from->Ecx, to->rdx = from->Edx;
        to->rbx = from->Ebx, to->rsi = from->Esi, to->rdi = from->Edi;
    }
    if ((flags & CONTEXT_EXTENDED_REGISTERS) == CONTEXT_EXTENDED_REGISTERS)
        __builtin_memcpy(to->xstate, from->ExtendedRegisters, sizeof from->ExtendedRegisters);
    else if ((flags & CONTEXT_FLOATING_POINT) == CONTEXT_FLOATING_POINT)
        rtl_fpu_to_fxsave(to->xstate, &from->FloatSave);
}

/* As Windows has it: the start in eax, its argument in ebx. */
void ps_initial_context(const BAILEY_THREAD *thread, PalContext *context)
{
    __builtin_memset(context, 0, sizeof *context);
    context->rip = (ULONG_PTR)RtlUserThreadStart;
    context->rax = (ULONG_PTR)thread->start;
    context->rbx = (ULONG_PTR)thread->argument;
    context->rsp = (ULONG_PTR)thread->teb->NtTib.StackBase - 0x44;
    context->rflags = 0x202;
    context->cs = 0x23, context->ss = 0x2b, context->ds = context->es = context->gs = 0x2b;
    context->fs = 0x53;
    context->width = 32;
    context->xstate[0] = 0x7f, context->xstate[1] = 0x02;
    context->xstate[24] = 0x80, context->xstate[25] = 0x1f;
    context->xstate_mask = 3;
}

void ps_change_start(BAILEY_THREAD *thread, const CONTEXT *context)
{
    thread->start = (PVOID)context->Eax;
    thread->argument = (PVOID)context->Ebx;
}
