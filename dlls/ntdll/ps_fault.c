/*
 * ps_fault.c - a fault as the host tells it, on the thread's fault stack, becomes a Windows
 * exception on the thread's own stack.
 */
#include "mm.h"
#include "ps_divide.h"
#include "ps_private.h"
#include "rtl_exception.h"

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
    if (context->width == 64 && code[0] >= 0x40 && code[0] <= 0x4f)
        code++; /* REX */
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
