/*
 * RtlVirtualUnwind: one frame up by the unwind codes. The codes of a prologue that has run only in
 * part are undone as far as it has run; chained entries lie outside it and are undone in full.
 */
#include "rtl_epilog.h"

#define MAX_CHAIN 32 /* as deep as Windows follows chained entries */

struct unwinder {
    PCONTEXT context;
    PKNONVOLATILE_CONTEXT_POINTERS pointers;
    ULONG64 frame; /* the establisher frame */
    BOOLEAN machine_frame;
};

static ULONG64 *integer_register(PCONTEXT context, ULONG number)
{
    return &context->Rax + number;
}

static void restore_integer(struct unwinder *u, ULONG number, ULONG64 address)
{
    *integer_register(u->context, number) = *(ULONG64 *)(ULONG_PTR)address;
    if (u->pointers)
        u->pointers->IntegerContext[number] = (ULONG64 *)(ULONG_PTR)address;
}

static void restore_xmm(struct unwinder *u, ULONG number, ULONG64 address)
{
    __builtin_memcpy(&u->context->Xmm0 + number, (void *)(ULONG_PTR)address, sizeof(M128A));
    if (u->pointers)
        u->pointers->FloatingContext[number] = (M128A *)(ULONG_PTR)address;
}

static ULONG slot_count(const UNWIND_CODE *code, ULONG version)
{
    static const UCHAR counts[] = {
        [UWOP_PUSH_NONVOL] = 1,     [UWOP_ALLOC_LARGE] = 2,    [UWOP_ALLOC_SMALL] = 1,
        [UWOP_SET_FPREG] = 1,       [UWOP_SAVE_NONVOL] = 2,    [UWOP_SAVE_NONVOL_FAR] = 3,
        [UWOP_EPILOG] = 1,          [UWOP_SPARE] = 3,          [UWOP_SAVE_XMM128] = 2,
        [UWOP_SAVE_XMM128_FAR] = 3, [UWOP_PUSH_MACHFRAME] = 1,
    };
    if (code->op == UWOP_ALLOC_LARGE && code->info)
        return 3;
    if (code->op == UWOP_EPILOG && version < 2)
        return 2; /* a form of version 1 that no compiler has used */
    return code->op < ARRAYSIZE(counts) ? counts[code->op] : 1;
}

static void undo_machine_frame(struct unwinder *u, ULONG error_code)
{
    const MACHINE_FRAME *machine = (const MACHINE_FRAME *)(u->context->Rsp + (error_code ? 8 : 0));
    u->context->Rip = machine->rip;
    u->context->Rsp = machine->rsp;
    u->machine_frame = TRUE;
}

static void undo(struct unwinder *u, const UNWIND_INFO *info, const UNWIND_CODE *code)
{
    ULONG operand = code[1].value; /* of the slots that follow; unused where there are none */
    ULONG wide = operand | (ULONG)code[2].value << 16;

    switch (code->op) {
    case UWOP_PUSH_NONVOL:
        restore_integer(u, code->info, u->context->Rsp);
        u->context->Rsp += 8;
        break;
    case UWOP_ALLOC_LARGE:
        u->context->Rsp += code->info ? wide : operand * 8;
        break;
    case UWOP_ALLOC_SMALL:
        u->context->Rsp += code->info * 8 + 8;
        break;
    case UWOP_SET_FPREG:
        u->context->Rsp =
            *integer_register(u->context, info->frame_register) - info->frame_offset * 16;
        break;
    case UWOP_SAVE_NONVOL:
        restore_integer(u, code->info, u->frame + operand * 8);
        break;
    case UWOP_SAVE_NONVOL_FAR:
        restore_integer(u, code->info, u->frame + wide);
        break;
    case UWOP_SAVE_XMM128:
        restore_xmm(u, code->info, u->frame + operand * 16);
        break;
    case UWOP_SAVE_XMM128_FAR:
        restore_xmm(u, code->info, u->frame + wide);
        break;
    case UWOP_PUSH_MACHFRAME:
        undo_machine_frame(u, code->info);
        break;
    }
}

static void undo_codes(struct unwinder *u, const UNWIND_INFO *info, ULONG64 offset)
{
    for (ULONG i = 0; i < info->code_count; i += slot_count(&info->codes[i], info->version)) {
        if (offset >= info->codes[i].offset && info->codes[i].op != UWOP_EPILOG)
            undo(u, info, &info->codes[i]);
    }
}

/* The frame register counts from the moment at which the prologue has set it. */
static ULONG64 establisher_frame(const UNWIND_INFO *info, PCONTEXT context, ULONG64 offset)
{
    BOOLEAN set = offset >= info->prolog_size || (info->flags & UNW_FLAG_CHAININFO);
    ULONG i = 0;

    if (!info->frame_register)
        return context->Rsp;
    for (; !set && i < info->code_count; i += slot_count(&info->codes[i], info->version))
        set = info->codes[i].op == UWOP_SET_FPREG && offset >= info->codes[i].offset;
    return set ? *integer_register(context, info->frame_register) - info->frame_offset * 16
               : context->Rsp;
}

PEXCEPTION_ROUTINE NTAPI RtlVirtualUnwind(DWORD type, DWORD64 base, DWORD64 control_pc,
                                          PRUNTIME_FUNCTION function, PCONTEXT context,
                                          PVOID *handler_data, PDWORD64 frame,
                                          PKNONVOLATILE_CONTEXT_POINTERS pointers)
{
    const UNWIND_INFO *info = (const UNWIND_INFO *)(base + function->UnwindData);
    ULONG64 offset = control_pc - (base + function->BeginAddress);
    struct unwinder u = {.context = context, .pointers = pointers};

    u.frame = *frame = establisher_frame(info, context, offset);
    if (rtl_unwind_epilog(base, control_pc, function, info, context, pointers))
        return NULL;

    undo_codes(&u, info, offset);
    for (int depth = 0; (info->flags & UNW_FLAG_CHAININFO) && depth < MAX_CHAIN; depth++) {
        const RUNTIME_FUNCTION *chained = (const RUNTIME_FUNCTION *)unwind_info_tail(info);
        info = (const UNWIND_INFO *)(base + chained->UnwindData);
        offset = ~0ull;
        undo_codes(&u, info, offset);
    }
    if (!u.machine_frame) {
        context->Rip = *(ULONG64 *)context->Rsp;
        context->Rsp += 8;
    }
    if (offset < info->prolog_size || !(info->flags & type))
        return NULL;
    *handler_data = (PVOID)(unwind_info_tail(info) + 1);
    return (PEXCEPTION_ROUTINE)(base + *unwind_info_tail(info));
}
