/*
 * rtl_context.c - going on with a CONTEXT, and what KiUserExceptionDispatcher finds on the stack,
 * for i386. The vector state is in ExtendedRegisters, in FXSAVE's form; AVX's upper halves are not
 * in such a CONTEXT and stay as they are.
 */
#include "../rtl_exception.h"
#include "../ps_private.h"
#include "../rtl_xstate.h"
#include "rtl_fpu.h"

NTSTATUS NTAPI NtTestAlert(void);
void rtl_capture(PCONTEXT context);
void rtl_restore_registers(const CONTEXT *context) __attribute__((noreturn));

#define HAS(context, flag) (((context)->ContextFlags & (flag)) == (flag))

typedef struct EXCEPTION_FRAME {
    ULONG record_address, context_address;
    EXCEPTION_RECORD record;
    CONTEXT context;
} EXCEPTION_FRAME;

ULONG64 rtl_push_exception(const PalContext *from, const EXCEPTION_RECORD *record)
{
    EXCEPTION_FRAME *frame =
        (EXCEPTION_FRAME *)(((ULONG_PTR)from->rsp - sizeof(EXCEPTION_FRAME)) & ~(ULONG_PTR)15);
    frame->record_address = (ULONG)(ULONG_PTR)&frame->record;
    frame->context_address = (ULONG)(ULONG_PTR)&frame->context;
    frame->record = *record;
    ps_from_context(from, &frame->context,
                    CONTEXT_FULL | CONTEXT_FLOATING_POINT | CONTEXT_DEBUG_REGISTERS |
                        CONTEXT_EXTENDED_REGISTERS);
    return (ULONG_PTR)frame;
}

static void restore_floating_point(const CONTEXT *context)
{
    if (HAS(context, CONTEXT_EXTENDED_REGISTERS)) {
        UCHAR area[512] __attribute__((aligned(16)));
        __builtin_memcpy(area, context->ExtendedRegisters, sizeof area);
        __asm__ volatile("fxrstor %0" : : "m"(area));
    } else if (HAS(context, CONTEXT_FLOATING_POINT)) {
        __asm__ volatile("frstor %0" : : "m"(context->FloatSave));
    }
}

static void merge(PCONTEXT into, const CONTEXT *from)
{
    if (HAS(from, CONTEXT_CONTROL))
        into->Eip = from->Eip, into->Esp = from->Esp, into->Ebp = from->Ebp,
        into->EFlags = from->EFlags;
    if (HAS(from, CONTEXT_INTEGER)) {
        into->Eax = from->Eax, into->Ecx = from->Ecx, into->Edx = from->Edx;
        into->Ebx = from->Ebx, into->Esi = from->Esi, into->Edi = from->Edi;
    }
}

void rtl_resume(PCONTEXT context)
{
    restore_floating_point(context);
    if (HAS(context, CONTEXT_CONTROL) && HAS(context, CONTEXT_INTEGER))
        rtl_restore_registers(context);
    CONTEXT whole;
    rtl_capture(&whole);
    merge(&whole, context);
    rtl_restore_registers(&whole);
}

/* Contexts of 32-bit programs carry none. */
ULONG64 rtl_xstate_features(void)
{
    return 0;
}

NTSTATUS NTAPI NtContinue(PCONTEXT context, BOOLEAN test_alert)
{
    if (test_alert)
        NtTestAlert();
    rtl_resume(context);
}
