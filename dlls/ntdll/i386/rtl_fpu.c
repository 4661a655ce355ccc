/*
 * rtl_fpu.c - the x87 state from FXSAVE's form to FNSAVE's and back ("Intel 64 and IA-32
 * Architectures Software Developer's Manual", volume 1, 8.1.10 and 10.5.1). FXSAVE keeps one bit
 * for each register, empty or not; FNSAVE two, which the register's contents tell.
 */
#include "rtl_fpu.h"

enum { TAG_VALID, TAG_ZERO, TAG_SPECIAL, TAG_EMPTY };

static ULONG tag_of(const UCHAR value[10])
{
    USHORT exponent;
    ULONG64 mantissa;
    __builtin_memcpy(&mantissa, value, 8);
    __builtin_memcpy(&exponent, value + 8, 2);
    exponent &= 0x7fff;
    if (exponent == 0)
        return mantissa ? TAG_SPECIAL : TAG_ZERO;
    return exponent == 0x7fff || !(mantissa >> 63) ? TAG_SPECIAL : TAG_VALID;
}

/* Registers are kept from the stack's top on, tags by their own numbers. */
static ULONG full_tags(const UCHAR fxsave[512])
{
    ULONG top = fxsave[3] >> 3 & 7, tags = 0;
    for (ULONG number = 0; number < 8; number++) {
        const UCHAR *value = fxsave + 32 + ((number - top) & 7) * 16;
        ULONG tag = fxsave[4] >> number & 1 ? tag_of(value) : TAG_EMPTY;
        tags |= tag << number * 2;
    }
    return tags;
}

void rtl_fpu_from_fxsave(FLOATING_SAVE_AREA *to, const UCHAR fxsave[512])
{
    USHORT word[8];
    __builtin_memcpy(word, fxsave, sizeof word);
    to->ControlWord = 0xffff0000 | word[0];
    to->StatusWord = 0xffff0000 | word[1];
    to->TagWord = 0xffff0000 | full_tags(fxsave);
    __builtin_memcpy(&to->ErrorOffset, fxsave + 8, 4);
    to->ErrorSelector = word[6] | (ULONG)(word[3] & 0x7ff) << 16;
    __builtin_memcpy(&to->DataOffset, fxsave + 16, 4);
    to->DataSelector = 0xffff0000;
    __builtin_memcpy(&to->DataSelector, fxsave + 20, 2);
    for (int i = 0; i < 8; i++)
        __builtin_memcpy(to->RegisterArea + i * 10, fxsave + 32 + i * 16, 10);
    to->Cr0NpxState = 0;
}

void rtl_fpu_to_fxsave(UCHAR fxsave[512], const FLOATING_SAVE_AREA *from)
{
    UCHAR tags = 0;
    for (int number = 0; number < 8; number++)
        if ((from->TagWord >> number * 2 & 3) != TAG_EMPTY)
            tags |= (UCHAR)(1 << number);
    USHORT opcode = (USHORT)(from->ErrorSelector >> 16 & 0x7ff);
    __builtin_memcpy(fxsave, &from->ControlWord, 2);
    __builtin_memcpy(fxsave + 2, &from->StatusWord, 2);
    fxsave[4] = tags, fxsave[5] = 0;
    __builtin_memcpy(fxsave + 6, &opcode, 2);
    __builtin_memcpy(fxsave + 8, &from->ErrorOffset, 4);
    __builtin_memcpy(fxsave + 12, &from->ErrorSelector, 2);
    __builtin_memcpy(fxsave + 16, &from->DataOffset, 4);
    __builtin_memcpy(fxsave + 20, &from->DataSelector, 2);
    for (int i = 0; i < 8; i++)
        __builtin_memcpy(fxsave + 32 + i * 16, from->RegisterArea + i * 10, 10);
}
