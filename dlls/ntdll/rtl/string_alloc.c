/* string_alloc.c - counted strings that own memory of the process heap, and their conversions. */
#include "nt.h"
#include "rtl_proto.h"

static PVOID allocate_text(SIZE_T size)
{
    return RtlAllocateHeap(peb_self()->ProcessHeap, 0, size);
}

static VOID free_text(PVOID text)
{
    if (text)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, text);
}

/* Makes room for size bytes and their terminator; *max is the new or present size of the buffer. */
static NTSTATUS room(PVOID *buffer, USHORT *max, SIZE_T size, SIZE_T unit, BOOLEAN allocate)
{
    if (size + unit > 0xffff)
        return STATUS_INVALID_PARAMETER_2;
    if (!allocate)
        return size + (unit == 1) > *max ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
    *buffer = allocate_text(size + unit);
    if (!*buffer)
        return STATUS_NO_MEMORY;
    *max = (USHORT)(size + unit);
    return STATUS_SUCCESS;
}

static VOID terminate_wide(PUNICODE_STRING s)
{
    if (s->Length + 2 <= s->MaximumLength)
        s->Buffer[s->Length / 2] = 0;
}

typedef NTSTATUS(NTAPI *widen_fn)(PWSTR, ULONG, PULONG, PCSTR, ULONG);
typedef NTSTATUS(NTAPI *narrow_fn)(PCHAR, ULONG, PULONG, PCWSTR, ULONG);

static NTSTATUS widen(widen_fn convert, PUNICODE_STRING to, const STRING *from, BOOLEAN allocate)
{
    ULONG size;
    PVOID buffer = to->Buffer;
    NTSTATUS status;

    if (allocate || convert == RtlMultiByteToUnicodeN)
        RtlMultiByteToUnicodeSize(&size, from->Buffer, from->Length);
    else
        size = from->Length * 2;
    if (convert != RtlMultiByteToUnicodeN)
        size = from->Length * 2;
    status = room(&buffer, &to->MaximumLength, size, 2, allocate);
    if (!NT_SUCCESS(status))
        return status;
    to->Buffer = buffer;
    status = convert(to->Buffer, size, &size, from->Buffer, from->Length);
    to->Length = (USHORT)size;
    terminate_wide(to);
    return status;
}

NTSTATUS NTAPI RtlAnsiStringToUnicodeString(PUNICODE_STRING to, PCANSI_STRING from,
                                            BOOLEAN allocate)
{
    return widen(RtlMultiByteToUnicodeN, to, from, allocate);
}

NTSTATUS NTAPI RtlOemStringToUnicodeString(PUNICODE_STRING to, const STRING *from, BOOLEAN allocate)
{
    return widen(RtlOemToUnicodeN, to, from, allocate);
}

ULONG NTAPI RtlAnsiStringToUnicodeSize(const STRING *from)
{
    ULONG size;

    RtlMultiByteToUnicodeSize(&size, from->Buffer, from->Length);
    return size + 2;
}

ULONG NTAPI RtlOemStringToUnicodeSize(const STRING *from)
{
    return from->Length * 2 + 2;
}

static ULONG narrow_size(narrow_fn convert, PCUNICODE_STRING from)
{
    CHAR buffer[64];
    ULONG total = 0, used;

    for (ULONG i = 0; i < from->Length / 2u; i++) {
        ULONG count = from->Buffer[i] - 0xd800u < 0x400 && i + 1 < from->Length / 2u ? 2 : 1;

        convert(buffer, sizeof buffer, &used, from->Buffer + i, count * 2);
        total += used;
        i += count - 1;
    }
    return total;
}

static NTSTATUS narrow(narrow_fn convert, PSTRING to, PCUNICODE_STRING from, BOOLEAN allocate)
{
    ULONG size = narrow_size(convert, from), used = 0;
    PVOID buffer = to->Buffer;
    NTSTATUS status = room(&buffer, &to->MaximumLength, size, 1, allocate);

    if (status == STATUS_BUFFER_OVERFLOW && to->MaximumLength) {
        convert(to->Buffer, to->MaximumLength - 1, &used, from->Buffer, from->Length);
        to->Length = (USHORT)used;
        to->Buffer[used] = 0;
    }
    if (!NT_SUCCESS(status))
        return status;
    to->Buffer = buffer;
    status = convert(to->Buffer, size, &used, from->Buffer, from->Length);
    to->Length = (USHORT)used;
    to->Buffer[used] = 0;
    return status;
}

NTSTATUS NTAPI RtlUpcaseUnicodeToMultiByteN(PCHAR, ULONG, PULONG, PCWSTR, ULONG);
NTSTATUS NTAPI RtlUpcaseUnicodeToOemN(PCHAR, ULONG, PULONG, PCWSTR, ULONG);

NTSTATUS NTAPI RtlUnicodeStringToAnsiString(PANSI_STRING to, PCUNICODE_STRING from,
                                            BOOLEAN allocate)
{
    return narrow(RtlUnicodeToMultiByteN, to, from, allocate);
}

NTSTATUS NTAPI RtlUnicodeStringToOemString(POEM_STRING to, PCUNICODE_STRING from, BOOLEAN allocate)
{
    return narrow(RtlUnicodeToOemN, to, from, allocate);
}

NTSTATUS NTAPI RtlUpcaseUnicodeStringToAnsiString(PANSI_STRING to, PCUNICODE_STRING from,
                                                  BOOLEAN allocate)
{
    return narrow(RtlUpcaseUnicodeToMultiByteN, to, from, allocate);
}

NTSTATUS NTAPI RtlUpcaseUnicodeStringToOemString(PSTRING to, PCUNICODE_STRING from,
                                                 BOOLEAN allocate)
{
    return narrow(RtlUpcaseUnicodeToOemN, to, from, allocate);
}

NTSTATUS NTAPI RtlUnicodeStringToUTF8String(PSTRING to, PCUNICODE_STRING from, BOOLEAN allocate)
{
    return narrow(RtlUnicodeToUTF8N, to, from, allocate);
}

ULONG NTAPI RtlUnicodeStringToAnsiSize(PCUNICODE_STRING from)
{
    return narrow_size(RtlUnicodeToMultiByteN, from) + 1;
}

ULONG NTAPI RtlUnicodeStringToOemSize(PCUNICODE_STRING from)
{
    return narrow_size(RtlUnicodeToOemN, from) + 1;
}

/* These two count no terminator: with allocate the buffer is as long as the text. */
static NTSTATUS map(WCHAR(NTAPI *map_char)(WCHAR), PUNICODE_STRING to, PCUNICODE_STRING from,
                    BOOLEAN allocate)
{
    if (allocate) {
        to->Buffer = allocate_text(from->Length ? from->Length : 2);
        if (!to->Buffer)
            return STATUS_NO_MEMORY;
        to->MaximumLength = from->Length;
    } else if (from->Length > to->MaximumLength) {
        return STATUS_BUFFER_OVERFLOW;
    }
    for (USHORT i = 0; i < from->Length / 2; i++)
        to->Buffer[i] = map_char(from->Buffer[i]);
    to->Length = from->Length;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUpcaseUnicodeString(PUNICODE_STRING to, PCUNICODE_STRING from, BOOLEAN allocate)
{
    return map(RtlUpcaseUnicodeChar, to, from, allocate);
}

NTSTATUS NTAPI RtlDowncaseUnicodeString(PUNICODE_STRING to, PCUNICODE_STRING from, BOOLEAN allocate)
{
    return map(RtlDowncaseUnicodeChar, to, from, allocate);
}

VOID NTAPI RtlFreeUnicodeString(PUNICODE_STRING s)
{
    free_text(s->Buffer);
    memset(s, 0, sizeof *s);
}

VOID NTAPI RtlFreeAnsiString(PANSI_STRING s)
{
    free_text(s->Buffer);
    memset(s, 0, sizeof *s);
}

VOID NTAPI RtlFreeOemString(POEM_STRING s)
{
    RtlFreeAnsiString(s);
}

BOOLEAN NTAPI RtlCreateUnicodeString(PUNICODE_STRING to, PCWSTR from)
{
    SIZE_T size = wcslen(from) * 2 + 2;

    if (size > 0xfffe || !(to->Buffer = allocate_text(size)))
        return FALSE;
    memcpy(to->Buffer, from, size);
    to->Length = (USHORT)(size - 2);
    to->MaximumLength = (USHORT)size;
    return TRUE;
}

BOOLEAN NTAPI RtlCreateUnicodeStringFromAsciiz(PUNICODE_STRING to, LPCSTR from)
{
    ANSI_STRING s;

    return NT_SUCCESS(RtlInitAnsiStringEx(&s, from)) &&
           NT_SUCCESS(RtlAnsiStringToUnicodeString(to, &s, TRUE));
}

/* flags: 1 adds a terminator, 2 allocates even for an empty string (with 1). */
NTSTATUS NTAPI RtlDuplicateUnicodeString(ULONG flags, PCUNICODE_STRING from, PUNICODE_STRING to)
{
    SIZE_T size = from ? from->Length : 0, extra = flags & 1 ? 2 : 0;

    if (!to || flags & ~3u || flags == 2 || (from && (size & 1 || (size && !from->Buffer))))
        return STATUS_INVALID_PARAMETER;
    if (!size && flags != 3) {
        memset(to, 0, sizeof *to);
        return STATUS_SUCCESS;
    }
    if (size + extra > 0xfffe)
        return STATUS_NAME_TOO_LONG;
    to->Buffer = allocate_text(size + extra);
    if (!to->Buffer)
        return STATUS_NO_MEMORY;
    if (size)
        memcpy(to->Buffer, from->Buffer, size);
    to->Length = (USHORT)size;
    to->MaximumLength = (USHORT)(size + extra);
    terminate_wide(to);
    return STATUS_SUCCESS;
}
