/*
 * rtl_environment.c - environment blocks: sorted "NAME=value" strings, an empty one at the end.
 */
#include "nt.h"

static void *heap_alloc(SIZE_T size)
{
    return RtlAllocateHeap(peb_self()->ProcessHeap, 0, size);
}

static SIZE_T length_of(const WCHAR *text)
{
    SIZE_T n = 0;
    while (text[n])
        n++;
    return n;
}

/* In characters, the final zero included. */
static SIZE_T block_length(const WCHAR *block)
{
    const WCHAR *p = block;
    while (*p)
        p += length_of(p) + 1;
    return (SIZE_T)(p - block) + 1;
}

/* <0, 0, >0 as the variable's name stands to name. */
static int compare(const WCHAR *variable, const WCHAR *name, SIZE_T count)
{
    for (SIZE_T i = 0; i < count; i++) {
        WCHAR x = variable[i] == '=' && i > 0 ? 0 : RtlUpcaseUnicodeChar(variable[i]);
        WCHAR y = RtlUpcaseUnicodeChar(name[i]);
        if (x != y || !x)
            return (int)x - (int)y;
    }
    return variable[count] == '=' ? 0 : 1;
}

/* The variable of that name, or NULL; *place is where it would stand. */
static WCHAR *find(WCHAR *block, const WCHAR *name, SIZE_T count, WCHAR **place)
{
    WCHAR *p = block, *first_larger = NULL;
    for (; *p; p += length_of(p) + 1) {
        int order = compare(p, name, count);
        if (order == 0)
            return *place = p;
        if (order > 0 && !first_larger)
            first_larger = p;
    }
    *place = first_larger ? first_larger : p;
    return NULL;
}

NTSTATUS NTAPI RtlQueryEnvironmentVariable(PWSTR block, const WCHAR *name, SIZE_T count,
                                           WCHAR *value, SIZE_T room, SIZE_T *length)
{
    NTSTATUS status = STATUS_VARIABLE_NOT_FOUND;
    WCHAR *place;
    BOOLEAN own = !block;
    if (own) {
        RtlAcquirePebLock();
        block = peb_self()->ProcessParameters->Environment;
    }
    WCHAR *found = block && count ? find(block, name, count, &place) : NULL;
    *length = 0;
    if (found) {
        SIZE_T n = length_of(found + count + 1);
        BOOLEAN fits = n < room;
        *length = fits ? n : n + 1;
        status = fits ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL;
        if (fits)
            __builtin_memcpy(value, found + count + 1, (n + 1) * sizeof(WCHAR));
    }
    if (own)
        RtlReleasePebLock();
    return status;
}

NTSTATUS NTAPI RtlQueryEnvironmentVariable_U(PWSTR block, const UNICODE_STRING *name,
                                             UNICODE_STRING *value)
{
    NTSTATUS status = STATUS_VARIABLE_NOT_FOUND;
    SIZE_T count = name->Length / sizeof(WCHAR);
    WCHAR *place;
    BOOLEAN own = !block;
    if (own) {
        RtlAcquirePebLock();
        block = peb_self()->ProcessParameters->Environment;
    }
    WCHAR *found = block && count ? find(block, name->Buffer, count, &place) : NULL;
    value->Length = 0;
    if (found) {
        SIZE_T n = length_of(found + count + 1);
        value->Length = (USHORT)(n * sizeof(WCHAR));
        status = value->Length > value->MaximumLength ? STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
        if (!status) {
            __builtin_memcpy(value->Buffer, found + count + 1, value->Length);
            if (value->Length + sizeof(WCHAR) <= value->MaximumLength)
                value->Buffer[n] = 0;
        }
    }
    if (own)
        RtlReleasePebLock();
    return status;
}

/* The block with name set to value (NULL: removed), in new memory. */
static WCHAR *rebuilt(WCHAR *block, const WCHAR *name, SIZE_T count, const WCHAR *value,
                      SIZE_T value_count, SIZE_T *size)
{
    WCHAR *place;
    WCHAR *old = find(block, name, count, &place);
    SIZE_T total = block_length(block), before = (SIZE_T)(place - block);
    SIZE_T skipped = old ? length_of(old) + 1 : 0;
    SIZE_T added = value ? count + value_count + 2 : 0;
    *size = (total - skipped + added) * sizeof(WCHAR);
    WCHAR *result = heap_alloc(*size + sizeof(WCHAR)), *out = result;
    if (!result)
        return NULL;
    __builtin_memcpy(out, block, before * sizeof(WCHAR));
    out += before;
    if (value) {
        __builtin_memcpy(out, old ? old : name, count * sizeof(WCHAR));
        out[count] = '=';
        __builtin_memcpy(out + count + 1, value, value_count * sizeof(WCHAR));
        out[count + 1 + value_count] = 0;
        out += added;
    }
    __builtin_memcpy(out, place + skipped, (total - before - skipped) * sizeof(WCHAR));
    result[*size / sizeof(WCHAR)] = 0;
    return result;
}

NTSTATUS NTAPI RtlSetEnvironmentVar(PWSTR *block, const WCHAR *name, SIZE_T count,
                                    const WCHAR *value, SIZE_T value_count)
{
    PROCESS_PARAMETERS *parameters = peb_self()->ProcessParameters;
    NTSTATUS status = STATUS_SUCCESS;
    SIZE_T size;
    if (count == 0)
        return STATUS_INVALID_PARAMETER;
    for (SIZE_T i = 1; i < count; i++)
        if (name[i] == '=')
            return STATUS_INVALID_PARAMETER;
    RtlAcquirePebLock();
    WCHAR **target = block ? block : &parameters->Environment;
    WCHAR *result = rebuilt(*target, name, count, value, value_count, &size);
    if (result) {
        RtlFreeHeap(peb_self()->ProcessHeap, 0, *target);
        *target = result;
        if (!block) {
            parameters->EnvironmentSize = size;
            parameters->EnvironmentVersion++;
        }
    } else {
        status = STATUS_NO_MEMORY;
    }
    RtlReleasePebLock();
    return status;
}

NTSTATUS NTAPI RtlSetEnvironmentVariable(PWSTR *block, const UNICODE_STRING *name,
                                         const UNICODE_STRING *value)
{
    return RtlSetEnvironmentVar(block, name->Buffer, name->Length / sizeof(WCHAR),
                                value ? value->Buffer ? value->Buffer : L"" : NULL,
                                value ? value->Length / sizeof(WCHAR) : 0);
}

struct output {
    WCHAR *text;
    SIZE_T room, used;
};

static void put(struct output *o, const WCHAR *text, SIZE_T count)
{
    for (SIZE_T i = 0; i < count; i++, o->used++)
        if (o->used < o->room)
            o->text[o->used] = text[i];
}

NTSTATUS NTAPI RtlExpandEnvironmentStrings(PWSTR block, const WCHAR *from, SIZE_T count, WCHAR *to,
                                           SIZE_T room, SIZE_T *needed)
{
    struct output o = {to, room, 0};
    SIZE_T i = 0;
    BOOLEAN own = !block;
    if (own) {
        RtlAcquirePebLock();
        block = peb_self()->ProcessParameters->Environment;
    }
    while (i < count) {
        SIZE_T end = i + 1;
        WCHAR *place, *found = NULL;
        if (from[i] == '%') {
            while (end < count && from[end] != '%')
                end++;
            if (end < count && end > i + 1)
                found = find(block, from + i + 1, end - i - 1, &place);
        }
        if (found) {
            WCHAR *value = found + (end - i - 1) + 1;
            put(&o, value, length_of(value));
            i = end + 1;
        } else {
            /* What is no variable stays as it stands; the second '%' may begin another. */
            put(&o, from + i, end - i);
            i = end;
        }
    }
    if (own)
        RtlReleasePebLock();
    put(&o, L"", 1);
    if (needed)
        *needed = o.used;
    if (o.used > room) {
        if (room)
            to[room - 1] = 0;
        return STATUS_BUFFER_TOO_SMALL;
    }
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlExpandEnvironmentStrings_U(PWSTR block, const UNICODE_STRING *from,
                                             UNICODE_STRING *to, ULONG *needed)
{
    SIZE_T count = 0;
    NTSTATUS status =
        RtlExpandEnvironmentStrings(block, from->Buffer, from->Length / sizeof(WCHAR), to->Buffer,
                                    to->MaximumLength / sizeof(WCHAR), &count);
    if (needed)
        *needed = (ULONG)(count * sizeof(WCHAR));
    to->Length = status ? 0 : (USHORT)((count - 1) * sizeof(WCHAR));
    return status;
}

NTSTATUS NTAPI RtlCreateEnvironment(BOOLEAN inherit, PWSTR *block)
{
    NTSTATUS status = STATUS_SUCCESS;
    RtlAcquirePebLock();
    WCHAR *from = inherit ? peb_self()->ProcessParameters->Environment : NULL;
    SIZE_T size = (from ? block_length(from) : 1) * sizeof(WCHAR);
    WCHAR *copy = heap_alloc(size + sizeof(WCHAR));
    if (copy) {
        __builtin_memcpy(copy, from ? from : L"", size);
        copy[size / sizeof(WCHAR)] = 0;
        *block = copy;
    } else {
        status = STATUS_NO_MEMORY;
    }
    RtlReleasePebLock();
    return status;
}

NTSTATUS NTAPI RtlDestroyEnvironment(PWSTR block)
{
    RtlFreeHeap(peb_self()->ProcessHeap, 0, block);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlSetCurrentEnvironment(PWSTR block, PWSTR *old)
{
    PROCESS_PARAMETERS *parameters = peb_self()->ProcessParameters;
    RtlAcquirePebLock();
    WCHAR *previous = parameters->Environment;
    parameters->Environment = block;
    parameters->EnvironmentSize = block_length(block) * sizeof(WCHAR);
    parameters->EnvironmentVersion++;
    RtlReleasePebLock();
    if (old)
        *old = previous;
    else
        RtlDestroyEnvironment(previous);
    return STATUS_SUCCESS;
}
