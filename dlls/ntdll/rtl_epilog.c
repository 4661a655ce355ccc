/*
 * Epilogues have no unwind codes in version 1 of the unwind data: the ABI fixes their form instead
 * (one addition to rsp, pops, one return or jump), so what is left of one is read off the code.
 * Version 2 says where they are, and the same reading then gives what is left.
 */
#include "rtl_epilog.h"

struct epilog {
    ULONG64 rsp; /* after the stack adjustment */
    ULONG pop_count;
    UCHAR pops[16];
    ULONG extra; /* bytes that a `ret n` drops */
};

const RUNTIME_FUNCTION *rtl_primary_entry(ULONG64 base, const RUNTIME_FUNCTION *function)
{
    for (int depth = 0; depth < 32; depth++) {
        const UNWIND_INFO *info = (const UNWIND_INFO *)(base + function->UnwindData);
        if (!(info->flags & UNW_FLAG_CHAININFO))
            break;
        function = (const RUNTIME_FUNCTION *)unwind_info_tail(info);
    }
    return function;
}

static LONG read_i32(const UCHAR *p)
{
    LONG value;
    __builtin_memcpy(&value, p, sizeof(value));
    return value;
}

/* add rsp, n or lea rsp, n[frame register] */
static const UCHAR *skip_adjustment(const UCHAR *ip, const UNWIND_INFO *info, PCONTEXT context,
                                    struct epilog *epilog)
{
    epilog->rsp = context->Rsp;
    if (ip[0] == 0x48 && ip[1] == 0x83 && ip[2] == 0xc4) {
        epilog->rsp += (signed char)ip[3];
        return ip + 4;
    }
    if (ip[0] == 0x48 && ip[1] == 0x81 && ip[2] == 0xc4) {
        epilog->rsp += read_i32(ip + 3);
        return ip + 7;
    }
    if ((ip[0] & 0xfe) == 0x48 && ip[1] == 0x8d && (ip[2] & 0x38) == 0x20 && info->frame_register &&
        ((ip[0] & 1) << 3 | (ip[2] & 7)) == info->frame_register) {
        ULONG64 frame = (&context->Rax)[info->frame_register];
        const UCHAR *next = ip + ((ip[2] & 7) == 4 ? 4 : 3); /* r12 takes a SIB byte */
        if (ip[2] >> 6 == 1) {
            epilog->rsp = frame + (signed char)next[0];
            return next + 1;
        }
        if (ip[2] >> 6 == 2) {
            epilog->rsp = frame + read_i32(next);
            return next + 4;
        }
    }
    return ip;
}

static const UCHAR *skip_pops(const UCHAR *ip, struct epilog *epilog)
{
    while (epilog->pop_count < 16) {
        int rex = (ip[0] & 0xf0) == 0x40;
        if ((ip[rex] & 0xf8) != 0x58)
            break;
        epilog->pops[epilog->pop_count++] = (ip[rex] & 7) + (rex && (ip[0] & 1) ? 8 : 0);
        ip += rex + 1;
    }
    return ip;
}

/* A jump ends an epilogue only if it leaves the function, or starts it anew. */
static BOOLEAN leaves_function(ULONG64 base, const RUNTIME_FUNCTION *function, ULONG64 target)
{
    const RUNTIME_FUNCTION *primary = rtl_primary_entry(base, function);
    const RUNTIME_FUNCTION *other;
    ULONG64 other_base;

    if (target == base + primary->BeginAddress)
        return TRUE;
    if (target >= base + function->BeginAddress && target < base + function->EndAddress)
        return FALSE;
    other = RtlLookupFunctionEntry(target, &other_base, NULL);
    return !other || other_base != base || rtl_primary_entry(base, other) != primary;
}

static BOOLEAN is_end(const UCHAR *ip, ULONG64 base, const RUNTIME_FUNCTION *function,
                      struct epilog *epilog)
{
    if (ip[0] == 0xc3 || (ip[0] == 0xf3 && ip[1] == 0xc3))
        return TRUE;
    if (ip[0] == 0xc2) {
        epilog->extra = ip[1] | ip[2] << 8;
        return TRUE;
    }
    if (ip[0] == 0xeb)
        return leaves_function(base, function, (ULONG64)ip + 2 + (signed char)ip[1]);
    if (ip[0] == 0xe9)
        return leaves_function(base, function, (ULONG64)ip + 5 + read_i32(ip + 1));
    /* jmp [rip+n]; and any indirect jump that carries the REX.W which marks a tail call */
    if (ip[0] == 0xff && ip[1] == 0x25)
        return TRUE;
    return (ip[0] & 0xf8) == 0x48 && ip[1] == 0xff && (ip[2] & 0x38) == 0x20;
}

static void apply(const struct epilog *epilog, PCONTEXT context,
                  PKNONVOLATILE_CONTEXT_POINTERS pointers)
{
    ULONG64 *stack = (ULONG64 *)epilog->rsp;
    for (ULONG i = 0; i < epilog->pop_count; i++, stack++) {
        (&context->Rax)[epilog->pops[i]] = *stack;
        if (pointers)
            pointers->IntegerContext[epilog->pops[i]] = stack;
    }
    context->Rip = *stack++;
    context->Rsp = (ULONG64)stack + epilog->extra;
}

/* Version 2: the first code has the size of all epilogues, and whether one ends the function; the
 * others have distances from the function's end. */
static BOOLEAN in_listed_epilog(const UNWIND_INFO *info, ULONG from_end)
{
    ULONG size;
    if (!info->code_count || info->codes[0].op != UWOP_EPILOG)
        return FALSE;
    size = info->codes[0].offset;
    if ((info->codes[0].info & 1) && from_end <= size)
        return TRUE;
    for (ULONG i = 1; i < info->code_count && info->codes[i].op == UWOP_EPILOG; i++) {
        ULONG start = info->codes[i].offset | info->codes[i].info << 8;
        if (start && from_end <= start && from_end > start - size)
            return TRUE;
    }
    return FALSE;
}

BOOLEAN rtl_unwind_epilog(ULONG64 base, ULONG64 control_pc, const RUNTIME_FUNCTION *function,
                          const UNWIND_INFO *info, PCONTEXT context,
                          PKNONVOLATILE_CONTEXT_POINTERS pointers)
{
    const UCHAR *ip = (const UCHAR *)control_pc;
    struct epilog epilog = {0};

    if (info->version >= 2 &&
        !in_listed_epilog(info, (ULONG)(base + function->EndAddress - control_pc)))
        return FALSE;
    ip = skip_adjustment(ip, info, context, &epilog);
    ip = skip_pops(ip, &epilog);
    if (!is_end(ip, base, function, &epilog))
        return FALSE;
    apply(&epilog, context, pointers);
    return TRUE;
}
