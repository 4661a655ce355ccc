/* The divisor of a DIV or IDIV instruction (F6 and F7, /6 and /7), found again from its encoding.
 */
#include "ps_divide.h"

struct instruction {
    const UCHAR *p;
    UCHAR rex;
    BOOLEAN word; /* 66 prefix */
    ULONG64 segment;
};

static ULONG64 register_value(const PalContext *context, ULONG number)
{
    return (&context->rax)[number]; /* they stand in encoding order */
}

static LONG read_i32(const UCHAR *p)
{
    LONG value;
    __builtin_memcpy(&value, p, sizeof value);
    return value;
}

static void skip_prefixes(struct instruction *in)
{
    for (;; in->p++) {
        if (*in->p == 0x66)
            in->word = TRUE;
        else if (*in->p == TEB_WIDTH(0x65, 0x64))
            in->segment = (ULONG64)teb_self();
        else if (*in->p != 0x2e && *in->p != 0x36 && *in->p != 0x3e && *in->p != 0x26)
            break;
    }
    if (TEB_WIDTH(1, 0) && (*in->p & 0xf0) == 0x40)
        in->rex = *in->p++;
}

/* The address that ModRM and what follows it name; in->p points to ModRM. */
static ULONG_PTR operand_address(const struct instruction *in, const PalContext *context)
{
    const UCHAR *p = in->p;
    UCHAR mod = p[0] >> 6, rm = p[0] & 7;
    ULONG64 address = in->segment;

    p++;
    if (rm == 4) {
        UCHAR sib = *p++, index = (sib >> 3 & 7) | (in->rex & 2) << 2;
        UCHAR base = sib & 7;
        if (index != 4)
            address += register_value(context, index) << (sib >> 6);
        if (base == 5 && mod == 0)
            return address + read_i32(p);
        address += register_value(context, base | (in->rex & 1) << 3);
    } else if (rm == 5 && mod == 0) {
        return address + TEB_WIDTH((ULONG64)(p + 4), 0) + read_i32(p);
    } else {
        address += register_value(context, rm | (in->rex & 1) << 3);
    }
    if (mod == 1)
        return address + (signed char)*p;
    return mod == 2 ? address + read_i32(p) : address;
}

BOOLEAN ps_divide_overflows(const PalContext *context)
{
    struct instruction in = {.p = (const UCHAR *)(ULONG_PTR)context->rip};
    ULONG64 value = 0;
    ULONG size;
    UCHAR opcode;

    skip_prefixes(&in);
    opcode = *in.p++;
    if ((opcode != 0xf6 && opcode != 0xf7) || (*in.p >> 3 & 7) < 6)
        return FALSE;
    size = opcode == 0xf6 ? 1 : in.rex & 8 ? 8 : in.word ? 2 : 4;
    if (*in.p >> 6 == 3) {
        ULONG number = (*in.p & 7) | (in.rex & 1) << 3;
        if (size == 1 && !in.rex && number >= 4) /* ah, ch, dh, bh */
            value = register_value(context, number - 4) >> 8;
        else
            value = register_value(context, number);
        if (size < 8)
            value &= (1ull << size * 8) - 1;
    } else {
        __builtin_memcpy(&value, (const void *)(ULONG_PTR)operand_address(&in, context), size);
    }
    return value != 0;
}
