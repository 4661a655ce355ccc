/* xstateapi.c - contexts that carry extended processor state (winbase.h). */
#include "nt_exception.h"
#include "nt_error.h"

typedef struct CONTEXT_EXTENSION CONTEXT_EXTENSION;

NTSTATUS NTAPI RtlGetExtendedContextLength2(ULONG flags, PULONG length, ULONG64 mask);
NTSTATUS NTAPI RtlInitializeExtendedContext2(PVOID buffer, ULONG flags, CONTEXT_EXTENSION **out,
                                             ULONG64 mask);
PCONTEXT NTAPI RtlLocateLegacyContext(CONTEXT_EXTENSION *extension, PULONG length);
PVOID NTAPI RtlLocateExtendedFeature(CONTEXT_EXTENSION *extension, ULONG feature, PULONG length);
ULONG64 NTAPI RtlGetExtendedFeaturesMask(CONTEXT_EXTENSION *extension);
VOID NTAPI RtlSetExtendedFeaturesMask(CONTEXT_EXTENSION *extension, ULONG64 mask);

static BOOL has_xstate(const CONTEXT *context)
{
    return (context->ContextFlags & CONTEXT_XSTATE) == CONTEXT_XSTATE;
}

static CONTEXT_EXTENSION *extension_of(PCONTEXT context)
{
    return (CONTEXT_EXTENSION *)(context + 1);
}

BOOL WINAPI InitializeContext2(PVOID buffer, DWORD flags, PCONTEXT *context, PDWORD length,
                               ULONG64 mask)
{
    CONTEXT_EXTENSION *extension;
    ULONG needed;
    NTSTATUS status = RtlGetExtendedContextLength2(flags, &needed, mask);

    if (status < 0)
        return set_last_nt_error(status);
    if (!buffer || *length < needed) {
        *length = needed;
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    }
    status = RtlInitializeExtendedContext2(buffer, flags, &extension, mask);
    if (status < 0)
        return set_last_nt_error(status);
    *context = RtlLocateLegacyContext(extension, NULL);
    return TRUE;
}

BOOL WINAPI InitializeContext(PVOID buffer, DWORD flags, PCONTEXT *context, PDWORD length)
{
    return InitializeContext2(buffer, flags, context, length, ~0ull);
}

DWORD64 WINAPI GetEnabledXStateFeatures(void)
{
    return RtlGetEnabledExtendedFeatures(~0ull);
}

BOOL WINAPI GetXStateFeaturesMask(PCONTEXT context, PDWORD64 mask)
{
    *mask = (context->ContextFlags & CONTEXT_FLOATING_POINT) == CONTEXT_FLOATING_POINT
                ? XSTATE_MASK_LEGACY
                : 0;
    if (has_xstate(context))
        *mask |= RtlGetExtendedFeaturesMask(extension_of(context));
    return TRUE;
}

BOOL WINAPI SetXStateFeaturesMask(PCONTEXT context, DWORD64 mask)
{
    if (mask & XSTATE_MASK_LEGACY)
        context->ContextFlags |= CONTEXT_FLOATING_POINT;
    if (has_xstate(context))
        RtlSetExtendedFeaturesMask(extension_of(context), mask);
    else if (mask & ~XSTATE_MASK_LEGACY)
        return fail_with(ERROR_INVALID_PARAMETER);
    return TRUE;
}

PVOID WINAPI LocateXStateFeature(PCONTEXT context, DWORD feature, PDWORD length)
{
    switch (feature) {
    case XSTATE_LEGACY_FLOATING_POINT:
        if (length)
            *length = offsetof(XSAVE_FORMAT, XmmRegisters);
        return &context->FltSave;
    case XSTATE_LEGACY_SSE:
        if (length)
            *length = sizeof(context->FltSave.XmmRegisters);
        return &context->FltSave.XmmRegisters;
    }
    if (!has_xstate(context))
        return NULL;
    return RtlLocateExtendedFeature(extension_of(context), feature, length);
}
