/*
 * string.c - counted strings that need no memory: initialising, copying, comparing, hashing.
 * A UNICODE_STRING's sizes are in bytes; its terminating zero, where there is one, is not counted.
 */
#include "nt.h"
#include "rtl_proto.h"

enum { MAX_SIZE = 0xfffc };

VOID NTAPI RtlInitUnicodeString(PUNICODE_STRING to, PCWSTR from)
{
    SIZE_T size = from ? wcslen(from) * 2 : 0;

    if (size > MAX_SIZE)
        size = MAX_SIZE;
    to->Length = (USHORT)size;
    to->MaximumLength = from ? (USHORT)(size + 2) : 0;
    to->Buffer = (PWSTR)from;
}

NTSTATUS NTAPI RtlInitUnicodeStringEx(PUNICODE_STRING to, PCWSTR from)
{
    if (from && wcslen(from) * 2 > MAX_SIZE)
        return STATUS_NAME_TOO_LONG;
    RtlInitUnicodeString(to, from);
    return STATUS_SUCCESS;
}

VOID NTAPI RtlInitString(PSTRING to, PCSZ from)
{
    SIZE_T size = from ? strlen(from) : 0;

    if (size > 0xfffe)
        size = 0xfffe;
    to->Length = (USHORT)size;
    to->MaximumLength = from ? (USHORT)(size + 1) : 0;
    to->Buffer = (PCHAR)from;
}

VOID NTAPI RtlInitAnsiString(PANSI_STRING to, PCSZ from)
{
    RtlInitString(to, from);
}

NTSTATUS NTAPI RtlInitAnsiStringEx(PANSI_STRING to, PCSZ from)
{
    if (from && strlen(from) > 0xfffe)
        return STATUS_NAME_TOO_LONG;
    RtlInitString(to, from);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlInitStringEx(PSTRING to, PCSZ from)
{
    return RtlInitAnsiStringEx(to, from);
}

VOID NTAPI RtlCopyUnicodeString(PUNICODE_STRING to, PCUNICODE_STRING from)
{
    USHORT size = from ? from->Length : 0;

    if (size > to->MaximumLength)
        size = to->MaximumLength;
    if (size)
        memmove(to->Buffer, from->Buffer, size);
    to->Length = size;
    if (from && size + 2 <= to->MaximumLength)
        to->Buffer[size / 2] = 0;
}

VOID NTAPI RtlCopyString(PSTRING to, const STRING *from)
{
    to->Length = from ? min(from->Length, to->MaximumLength) : 0;
    if (to->Length)
        memmove(to->Buffer, from->Buffer, to->Length);
}

static NTSTATUS append(PUNICODE_STRING to, PCWSTR from, SIZE_T size)
{
    if (to->Length + size > to->MaximumLength)
        return STATUS_BUFFER_TOO_SMALL;
    memmove((char *)to->Buffer + to->Length, from, size);
    to->Length += (USHORT)size;
    if (to->Length + 2 <= to->MaximumLength)
        to->Buffer[to->Length / 2] = 0;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAppendUnicodeToString(PUNICODE_STRING to, PCWSTR from)
{
    return from ? append(to, from, wcslen(from) * 2) : STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAppendUnicodeStringToString(PUNICODE_STRING to, PCUNICODE_STRING from)
{
    return from->Length ? append(to, from->Buffer, from->Length) : STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAppendAsciizToString(PSTRING to, PCSZ from)
{
    SIZE_T size = from ? strlen(from) : 0;

    if (to->Length + size > to->MaximumLength)
        return STATUS_BUFFER_TOO_SMALL;
    memmove(to->Buffer + to->Length, from, size);
    to->Length += (USHORT)size;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAppendStringToString(PSTRING to, const STRING *from)
{
    if (to->Length + from->Length > to->MaximumLength)
        return STATUS_BUFFER_TOO_SMALL;
    memmove(to->Buffer + to->Length, from->Buffer, from->Length);
    to->Length += from->Length;
    return STATUS_SUCCESS;
}

LONG NTAPI RtlCompareUnicodeStrings(PCWCH a, SIZE_T a_count, PCWCH b, SIZE_T b_count, BOOLEAN fold)
{
    SIZE_T count = a_count < b_count ? a_count : b_count;

    for (SIZE_T i = 0; i < count; i++) {
        WCHAR x = a[i], y = b[i];

        if (x == y)
            continue;
        if (fold) {
            x = RtlUpcaseUnicodeChar(x);
            y = RtlUpcaseUnicodeChar(y);
        }
        if (x != y)
            return x - y;
    }
    return a_count == b_count ? 0 : a_count < b_count ? -1 : 1;
}

LONG NTAPI RtlCompareUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN fold)
{
    LONG order = RtlCompareUnicodeStrings(a->Buffer, a->Length / 2, b->Buffer, b->Length / 2, fold);

    return order && min(a->Length, b->Length) == 0 ? a->Length - b->Length : order;
}

BOOLEAN NTAPI RtlEqualUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN fold)
{
    return a->Length == b->Length && !RtlCompareUnicodeString(a, b, fold);
}

BOOLEAN NTAPI RtlPrefixUnicodeString(PCUNICODE_STRING a, PCUNICODE_STRING b, BOOLEAN fold)
{
    return a->Length <= b->Length &&
           !RtlCompareUnicodeStrings(a->Buffer, a->Length / 2, b->Buffer, a->Length / 2, fold);
}

CHAR NTAPI RtlUpperChar(CHAR c);

LONG NTAPI RtlCompareString(const STRING *a, const STRING *b, BOOLEAN fold)
{
    USHORT count = min(a->Length, b->Length);

    for (USHORT i = 0; i < count; i++) {
        UCHAR x = (UCHAR)a->Buffer[i], y = (UCHAR)b->Buffer[i];

        if (fold) {
            x = (UCHAR)RtlUpperChar((CHAR)x);
            y = (UCHAR)RtlUpperChar((CHAR)y);
        }
        if (x != y)
            return x - y;
    }
    return a->Length - b->Length;
}

BOOLEAN NTAPI RtlEqualString(const STRING *a, const STRING *b, BOOLEAN fold)
{
    return a->Length == b->Length && !RtlCompareString(a, b, fold);
}

BOOLEAN NTAPI RtlPrefixString(const STRING *a, const STRING *b, BOOLEAN fold)
{
    STRING start = {a->Length, a->Length, b->Buffer};

    return a->Length <= b->Length && !RtlCompareString(a, &start, fold);
}

NTSTATUS NTAPI RtlHashUnicodeString(PCUNICODE_STRING s, BOOLEAN fold, ULONG algorithm, PULONG hash)
{
    ULONG value = 0;

    if (!s || !hash || algorithm > 1)
        return STATUS_INVALID_PARAMETER;
    for (USHORT i = 0; i < s->Length / 2; i++)
        value = value * 65599 + (fold ? RtlUpcaseUnicodeChar(s->Buffer[i]) : s->Buffer[i]);
    *hash = value;
    return STATUS_SUCCESS;
}

/* flags: 1 from the end, 2 characters that are not in the set, 4 without case. The position is
   that after the character, or, from the end, that of the character; in bytes. */
NTSTATUS NTAPI RtlFindCharInUnicodeString(ULONG flags, PCUNICODE_STRING s, PCUNICODE_STRING set,
                                          PUSHORT position)
{
    int count = s->Length / 2, back = flags & 1;

    *position = 0;
    for (int i = back ? count - 1 : 0; back ? i >= 0 : i < count; i += back ? -1 : 1) {
        int found = 0;

        for (int k = 0; k < set->Length / 2 && !found; k++)
            found = s->Buffer[i] == set->Buffer[k] ||
                    (flags & 4 &&
                     RtlUpcaseUnicodeChar(s->Buffer[i]) == RtlUpcaseUnicodeChar(set->Buffer[k]));
        if (found == !(flags & 2)) {
            *position = (USHORT)((back ? i : i + 1) * 2);
            return STATUS_SUCCESS;
        }
    }
    return STATUS_NOT_FOUND;
}
