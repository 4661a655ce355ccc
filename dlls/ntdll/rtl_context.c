/* Going on with a CONTEXT: NtContinue and RtlRestoreContext, wholly in user mode. */
#include "rtl_unwind.h"
#include "rtl_xstate.h"
#include "thread.h"

void rtl_restore_registers(PCONTEXT context, void *xsave_area) __attribute__((noreturn));
void rtl_enter_consolidated(KI_EXCEPTION_FRAME *frame, PEXCEPTION_RECORD record, PVOID callback)
    __attribute__((noreturn));
NTSTATUS NTAPI NtTestAlert(void);

/* What longjmp restores (setjmp.h's _JUMP_BUFFER). */
struct jump_buffer {
    ULONG64 frame, rbx, rsp, rbp, rsi, rdi, r12, r13, r14, r15, rip;
    ULONG mxcsr;
    USHORT fpcsr, spare;
    M128A xmm[10]; /* 6 to 15 */
};

#define HAS(context, flag) (((context)->ContextFlags & (flag)) == (flag))

static void merge(PCONTEXT into, const CONTEXT *from)
{
    if (HAS(from, CONTEXT_CONTROL)) {
        into->Rip = from->Rip;
        into->Rsp = from->Rsp;
        into->EFlags = from->EFlags;
    }
    if (HAS(from, CONTEXT_INTEGER)) {
        into->Rax = from->Rax, into->Rcx = from->Rcx, into->Rdx = from->Rdx;
        into->Rbx = from->Rbx, into->Rbp = from->Rbp, into->Rsi = from->Rsi;
        __builtin_memcpy(&into->Rdi, &from->Rdi, 9 * sizeof(ULONG64)); /* to R15 */
    }
    if (HAS(from, CONTEXT_FLOATING_POINT)) {
        into->MxCsr = from->MxCsr;
        into->FltSave = from->FltSave;
    }
}

/* The stack may be nearly full (a goroutine of Go has 4 KiB left for an exception and all that
 * handles it): what is large is elsewhere, or in functions that are seldom called. */
__attribute__((noreturn, noinline)) static void resume_with_xstate(PCONTEXT context)
{
    UCHAR *area = bailey_self()->area.context.xstate; /* no fault is being handled */
    _Static_assert(sizeof((PalContext *)0)->xstate >= XSAVE_AREA_MAX, "room for it");
    rtl_xstate_to_area(context, area);
    rtl_restore_registers(context, area);
}

__attribute__((noreturn, noinline)) static void resume_partly(const CONTEXT *context)
{
    CONTEXT whole;
    RtlCaptureContext(&whole);
    merge(&whole, context);
    rtl_restore_registers(&whole, NULL);
}

void rtl_resume(PCONTEXT context)
{
    if (!HAS(context, CONTEXT_FULL))
        resume_partly(context);
    if (HAS(context, CONTEXT_XSTATE) && rtl_xstate_features())
        resume_with_xstate(context);
    rtl_restore_registers(context, NULL);
}

NTSTATUS NTAPI NtContinue(PCONTEXT context, BOOLEAN test_alert)
{
    if (test_alert)
        NtTestAlert();
    rtl_resume(context);
}

static void take_jump_buffer(PCONTEXT context, const struct jump_buffer *buffer)
{
    context->Rbx = buffer->rbx;
    context->Rsp = buffer->rsp;
    context->Rbp = buffer->rbp;
    context->Rsi = buffer->rsi;
    context->Rdi = buffer->rdi;
    context->R12 = buffer->r12;
    context->R13 = buffer->r13;
    context->R14 = buffer->r14;
    context->R15 = buffer->r15;
    context->Rip = buffer->rip;
    context->MxCsr = context->FltSave.MxCsr = buffer->mxcsr;
    context->FltSave.ControlWord = buffer->fpcsr;
    __builtin_memcpy(&context->Xmm6, buffer->xmm, sizeof(buffer->xmm));
}

void rtl_consolidate(PCONTEXT context, PEXCEPTION_RECORD record)
{
    KI_EXCEPTION_FRAME frame;
    frame.context = *context;
    frame.machine = (MACHINE_FRAME){.rip = context->Rip, .rsp = context->Rsp};
    rtl_enter_consolidated(&frame, record, (PVOID)record->ExceptionInformation[0]);
}

VOID __cdecl RtlRestoreContext(PCONTEXT context, PEXCEPTION_RECORD record)
{
    if (record && record->ExceptionCode == (DWORD)STATUS_LONGJUMP && record->NumberParameters >= 1)
        take_jump_buffer(context, (const struct jump_buffer *)record->ExceptionInformation[0]);
    else if (record && record->ExceptionCode == (DWORD)STATUS_UNWIND_CONSOLIDATE &&
             record->NumberParameters >= 1)
        rtl_consolidate(context, record);
    rtl_resume(context);
}
