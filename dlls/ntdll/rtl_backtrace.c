/* The call stack as a list of return addresses. */
#include "rtl_exception.h"

ULONG NTAPI RtlWalkFrameChain(PVOID *callers, ULONG count, ULONG flags)
{
    CONTEXT context;
    RtlCaptureContext(&context);
    return rtl_walk(&context, (flags >> 8) & 0xff, count, callers);
}

WORD NTAPI RtlCaptureStackBackTrace(DWORD skip, DWORD count, PVOID *out, PDWORD hash)
{
    CONTEXT context;
    DWORD sum = 0;
    ULONG found;

    RtlCaptureContext(&context);
    found = rtl_walk(&context, skip, count < 0xffff ? count : 0xffff, out);
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
    rtl_walk(&context, 1, 2, out);
    *address = out[0];
    *caller = out[1];
}
