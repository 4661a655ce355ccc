/* The call stack as a list of return addresses. */
#include "rtl_unwind.h"

/* Fills out with the return addresses above *context's frame; stops where the stack ends. */
static ULONG walk(PCONTEXT context, ULONG skip, ULONG count, PVOID *out)
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

ULONG NTAPI RtlWalkFrameChain(PVOID *callers, ULONG count, ULONG flags)
{
    CONTEXT context;
    RtlCaptureContext(&context);
    return walk(&context, (flags >> 8) & 0xff, count, callers);
}

WORD NTAPI RtlCaptureStackBackTrace(DWORD skip, DWORD count, PVOID *out, PDWORD hash)
{
    CONTEXT context;
    DWORD sum = 0;
    ULONG found;

    RtlCaptureContext(&context);
    found = walk(&context, skip, count < 0xffff ? count : 0xffff, out);
    for (ULONG i = 0; i < found; i++)
        sum += (DWORD)(ULONG_PTR)out[i];
    if (hash)
        *hash = sum;
    return (WORD)found;
}

VOID NTAPI RtlGetCallersAddress(PVOID *address, PVOID *caller)
{
    PVOID out[2] = {NULL, NULL};
    CONTEXT context;

    RtlCaptureContext(&context);
    walk(&context, 1, 2, out);
    *address = out[0];
    *caller = out[1];
}
