/*
 * Extended processor state, and contexts from and to the PAL's form. A CONTEXT with CONTEXT_XSTATE
 * is followed by a CONTEXT_EX, which says where the XSAVE header and the features lie; that area
 * leaves the legacy 512 bytes out, for they are in the CONTEXT itself.
 */
#include "rtl_unwind.h"
#include "rtl_xstate.h"

#define LEGACY_SIZE   512
#define HEADER_SIZE   64
#define FEATURE_LIMIT 8 /* AVX, MPX, AVX-512: what contexts carry */
#define FEATURES      (XSTATE_MASK_AVX | XSTATE_MASK_AVX512)

typedef struct CONTEXT_CHUNK {
    LONG offset; /* from the CONTEXT_EX */
    ULONG length;
} CONTEXT_CHUNK;

typedef struct CONTEXT_EXTENSION {
    CONTEXT_CHUNK all, legacy, xstate;
    ULONG64 reserved;
} CONTEXT_EXTENSION;

static struct {
    volatile LONG known;
    ULONG64 mask;
    struct {
        ULONG offset, size;
    } feature[FEATURE_LIMIT];
} layout;

static void cpuid(ULONG leaf, ULONG subleaf, ULONG out[4])
{
    __asm__("cpuid"
            : "=a"(out[0]), "=b"(out[1]), "=c"(out[2]), "=d"(out[3])
            : "a"(leaf), "c"(subleaf));
}

static void learn_layout(void)
{
    ULONG out[4], low, high;

    cpuid(1, 0, out);
    if (out[2] & 1u << 27) { /* OSXSAVE */
        __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
        layout.mask = low & FEATURES;
    }
    for (ULONG i = 2; i < FEATURE_LIMIT; i++) {
        if (!(layout.mask >> i & 1))
            continue;
        cpuid(13, i, out);
        layout.feature[i].size = out[0];
        layout.feature[i].offset = out[1];
        if (out[0] + out[1] > XSAVE_AREA_MAX)
            layout.mask &= ~(1ull << i);
    }
    __atomic_store_n(&layout.known, 1, __ATOMIC_RELEASE);
}

ULONG64 rtl_xstate_features(void)
{
    if (!__atomic_load_n(&layout.known, __ATOMIC_ACQUIRE))
        learn_layout();
    return layout.mask;
}

static ULONG area_size(ULONG64 mask)
{
    ULONG size = LEGACY_SIZE + HEADER_SIZE;
    for (ULONG i = 2; i < FEATURE_LIMIT; i++) {
        if ((mask >> i & 1) && layout.feature[i].offset + layout.feature[i].size > size)
            size = layout.feature[i].offset + layout.feature[i].size;
    }
    return size;
}

static void copy_features(UCHAR *to_area, const UCHAR *from_area, ULONG64 mask)
{
    for (ULONG i = 2; i < FEATURE_LIMIT; i++) {
        if (mask >> i & 1)
            __builtin_memcpy(to_area + layout.feature[i].offset,
                             from_area + layout.feature[i].offset, layout.feature[i].size);
    }
}

static UCHAR *xstate_of(const CONTEXT_EXTENSION *extension)
{
    return (UCHAR *)extension + extension->xstate.offset;
}

void rtl_xstate_to_area(PCONTEXT context, UCHAR *area)
{
    const CONTEXT_EXTENSION *extension = (const CONTEXT_EXTENSION *)(context + 1);
    const UCHAR *xstate = xstate_of(extension);
    XSAVE_AREA *out = (XSAVE_AREA *)area;
    ULONG64 mask = *(const ULONG64 *)xstate & rtl_xstate_features();

    __builtin_memcpy(&out->LegacyState, &context->FltSave, LEGACY_SIZE);
    out->LegacyState.MxCsr = context->MxCsr;
    __builtin_memset(&out->Header, 0, sizeof(out->Header));
    out->Header.Mask = mask | XSTATE_MASK_LEGACY;
    copy_features(area, xstate - LEGACY_SIZE, mask);
}

void rtl_context_from_pal(PCONTEXT context, const PalContext *from)
{
    __builtin_memset(context, 0, sizeof(*context));
    context->ContextFlags = CONTEXT_FULL | CONTEXT_SEGMENTS;
    __builtin_memcpy(&context->Rax, &from->rax, 16 * sizeof(ULONG64)); /* both in encoding order */
    context->Rip = from->rip;
    context->EFlags = (ULONG)from->rflags;
    context->SegCs = from->cs, context->SegSs = from->ss;
    context->SegDs = from->ds, context->SegEs = from->es;
    context->SegFs = from->fs, context->SegGs = from->gs;
    __builtin_memcpy(&context->FltSave, from->xstate, LEGACY_SIZE);
    context->MxCsr = context->FltSave.MxCsr;
}

void rtl_context_to_pal(PalContext *to, const CONTEXT *context)
{
    if ((context->ContextFlags & CONTEXT_CONTROL) == CONTEXT_CONTROL) {
        to->rip = context->Rip;
        to->rsp = context->Rsp;
        to->rflags = context->EFlags;
    }
    if ((context->ContextFlags & CONTEXT_INTEGER) == CONTEXT_INTEGER) {
        ULONG64 rsp = to->rsp;
        __builtin_memcpy(&to->rax, &context->Rax, 16 * sizeof(ULONG64));
        to->rsp = rsp;
    }
    if ((context->ContextFlags & CONTEXT_FLOATING_POINT) == CONTEXT_FLOATING_POINT) {
        __builtin_memcpy(to->xstate, &context->FltSave, LEGACY_SIZE);
        ((XSAVE_FORMAT *)to->xstate)->MxCsr = context->MxCsr;
    }
}

/* The chunks of a CONTEXT_EX that stands right behind its CONTEXT. */
static void describe(CONTEXT_EXTENSION *extension, const UCHAR *xstate, ULONG xstate_size)
{
    LONG legacy = -(LONG)sizeof(CONTEXT);
    ULONG end = xstate ? (ULONG)(xstate - (UCHAR *)extension) + xstate_size
                       : (ULONG)sizeof(CONTEXT_EXTENSION);
    extension->legacy = (CONTEXT_CHUNK){legacy, sizeof(CONTEXT)};
    extension->all = (CONTEXT_CHUNK){legacy, sizeof(CONTEXT) + end};
    extension->xstate.offset = xstate ? (LONG)(xstate - (UCHAR *)extension) : 25;
    extension->xstate.length = xstate ? xstate_size : 0;
    extension->reserved = 0;
}

/* Of the extended state only what is in use: the rest is as after a reset, and takes no room. */
ULONG64 rtl_push_exception(const PalContext *from, const EXCEPTION_RECORD *record)
{
    ULONG64 mask =
        rtl_xstate_features() & from->xstate_mask & ((const XSAVE_AREA *)from->xstate)->Header.Mask;
    ULONG size = mask ? area_size(mask) - LEGACY_SIZE : 0;
    UCHAR *xstate = (UCHAR *)(ULONG_PTR)((from->rsp - size) & ~63ull);
    KI_EXCEPTION_FRAME *frame = (KI_EXCEPTION_FRAME *)(ULONG_PTR)((ULONG64)xstate & ~63ull) - 1;

    rtl_context_from_pal(&frame->context, from);
    frame->record = *record;
    frame->machine = (MACHINE_FRAME){from->rip, from->cs, from->rflags, from->rsp, from->ss};
    if (mask) {
        frame->context.ContextFlags |= CONTEXT_XSTATE;
        __builtin_memset(xstate, 0, HEADER_SIZE);
        *(ULONG64 *)xstate = mask;
        copy_features(xstate - LEGACY_SIZE, from->xstate, *(ULONG64 *)xstate);
    }
    describe((CONTEXT_EXTENSION *)&frame->context_ex, mask ? xstate : NULL, size);
    return (ULONG64)frame;
}

ULONG64 NTAPI RtlGetEnabledExtendedFeatures(ULONG64 mask)
{
    ULONG64 features = rtl_xstate_features();
    return mask & (features ? features | XSTATE_MASK_LEGACY : 0);
}

#define IS_CONTEXT(flags)   (((flags)&CONTEXT_AMD64) != 0)
#define WANTS_XSTATE(flags) (((flags)&CONTEXT_XSTATE) == CONTEXT_XSTATE)

static NTSTATUS check_flags(ULONG flags)
{
    if (!IS_CONTEXT(flags))
        return STATUS_INVALID_PARAMETER;
    return WANTS_XSTATE(flags) && !rtl_xstate_features() ? STATUS_NOT_SUPPORTED : STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlGetExtendedContextLength2(ULONG flags, PULONG length, ULONG64 mask)
{
    NTSTATUS status = check_flags(flags);
    if (status)
        return status;
    *length = sizeof(CONTEXT) + sizeof(CONTEXT_EXTENSION) + 15;
    if (WANTS_XSTATE(flags))
        *length += area_size(layout.mask & mask) - LEGACY_SIZE + 63 - 15;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlGetExtendedContextLength(ULONG flags, PULONG length)
{
    return RtlGetExtendedContextLength2(flags, length, ~0ull);
}

NTSTATUS NTAPI RtlInitializeExtendedContext2(PVOID buffer, ULONG flags, CONTEXT_EXTENSION **out,
                                             ULONG64 mask)
{
    PCONTEXT context = (PCONTEXT)(ULONG_PTR)(((ULONG_PTR)buffer + 15) & ~15ull);
    CONTEXT_EXTENSION *extension = (CONTEXT_EXTENSION *)(context + 1);
    NTSTATUS status = check_flags(flags);
    UCHAR *xstate = NULL;

    if (status)
        return status;
    context->ContextFlags = flags;
    if (WANTS_XSTATE(flags)) {
        xstate = (UCHAR *)(ULONG_PTR)(((ULONG_PTR)(extension + 1) + 63) & ~63ull);
        __builtin_memset(xstate, 0, HEADER_SIZE);
    }
    describe(extension, xstate, area_size(rtl_xstate_features() & mask) - LEGACY_SIZE);
    *out = extension;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlInitializeExtendedContext(PVOID buffer, ULONG flags, CONTEXT_EXTENSION **out)
{
    return RtlInitializeExtendedContext2(buffer, flags, out, ~0ull);
}

PCONTEXT NTAPI RtlLocateLegacyContext(CONTEXT_EXTENSION *extension, PULONG length)
{
    if (length)
        *length = extension->legacy.length;
    return (PCONTEXT)((UCHAR *)extension + extension->legacy.offset);
}

PVOID NTAPI RtlLocateExtendedFeature(CONTEXT_EXTENSION *extension, ULONG feature, PULONG length)
{
    ULONG end;
    if (feature < 2 || feature >= FEATURE_LIMIT || !(rtl_xstate_features() >> feature & 1))
        return NULL;
    end = layout.feature[feature].offset + layout.feature[feature].size - LEGACY_SIZE;
    if (end > extension->xstate.length)
        return NULL;
    if (length)
        *length = layout.feature[feature].size;
    return xstate_of(extension) - LEGACY_SIZE + layout.feature[feature].offset;
}

ULONG64 NTAPI RtlGetExtendedFeaturesMask(CONTEXT_EXTENSION *extension)
{
    return *(ULONG64 *)xstate_of(extension) & ~XSTATE_MASK_LEGACY;
}

VOID NTAPI RtlSetExtendedFeaturesMask(CONTEXT_EXTENSION *extension, ULONG64 mask)
{
    *(ULONG64 *)xstate_of(extension) = mask & rtl_xstate_features();
}
