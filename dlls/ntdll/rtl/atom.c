/*
 * atom.c - atom tables: names with numbers from 0xc000 on and counts of their references.
 * Numbers below 0xc000 are integer atoms, which are their own names ("#123") and are not kept.
 */
#include "nt.h"
#include "rtl_proto.h"

enum { FIRST = 0xc000, MAX_ATOMS = 0x4000, MAX_NAME = 255, DEFAULT_BUCKETS = 37 };

struct atom {
    struct atom *next;
    USHORT number;
    USHORT references;
    BOOLEAN pinned;
    WCHAR name[];
};

struct _RTL_ATOM_TABLE {
    RTL_CRITICAL_SECTION lock;
    ULONG buckets;
    struct atom **by_number; /* MAX_ATOMS of them */
    struct atom *chains[];
};

static PVOID allocate(SIZE_T size)
{
    return RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, size);
}

static VOID release(PVOID p)
{
    RtlFreeHeap(peb_self()->ProcessHeap, 0, p);
}

NTSTATUS NTAPI RtlCreateAtomTable(ULONG buckets, PRTL_ATOM_TABLE *table)
{
    PRTL_ATOM_TABLE t;

    if (*table)
        return STATUS_SUCCESS;
    if (!buckets)
        buckets = DEFAULT_BUCKETS;
    t = allocate(sizeof *t + buckets * sizeof t->chains[0]);
    if (!t)
        return STATUS_NO_MEMORY;
    t->by_number = allocate(MAX_ATOMS * sizeof *t->by_number);
    if (!t->by_number) {
        release(t);
        return STATUS_NO_MEMORY;
    }
    t->buckets = buckets;
    RtlInitializeCriticalSection(&t->lock);
    *table = t;
    return STATUS_SUCCESS;
}

static VOID empty(PRTL_ATOM_TABLE t, BOOLEAN all)
{
    for (ULONG i = 0; i < t->buckets; i++) {
        for (struct atom **p = &t->chains[i]; *p;) {
            struct atom *atom = *p;

            if (atom->pinned && !all) {
                p = &atom->next;
                continue;
            }
            *p = atom->next;
            t->by_number[atom->number - FIRST] = NULL;
            release(atom);
        }
    }
}

NTSTATUS NTAPI RtlEmptyAtomTable(PRTL_ATOM_TABLE table, BOOLEAN pinned)
{
    RtlEnterCriticalSection(&table->lock);
    empty(table, pinned);
    RtlLeaveCriticalSection(&table->lock);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlDestroyAtomTable(PRTL_ATOM_TABLE table)
{
    empty(table, TRUE);
    RtlDeleteCriticalSection(&table->lock);
    release(table->by_number);
    release(table);
    return STATUS_SUCCESS;
}

/* An integer atom, as a number in a pointer or as "#123"; 1 with *status set where it is one. */
static int is_integer(PCWSTR name, PUSHORT number, NTSTATUS *status)
{
    ULONG value = 0;

    if ((ULONG_PTR)name >> 16) {
        if (*name++ != '#' || !*name)
            return 0;
        for (; *name >= '0' && *name <= '9'; name++)
            if ((value = value * 10 + (*name - '0')) > 0xffff)
                return 0;
        if (*name)
            return 0;
    } else {
        value = (ULONG)(ULONG_PTR)name;
    }
    *status = value && value < FIRST ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
    if (NT_SUCCESS(*status) && number)
        *number = (USHORT)value;
    return 1;
}

static NTSTATUS chain_of(PRTL_ATOM_TABLE t, PCWSTR name, struct atom ***chain)
{
    UNICODE_STRING s;
    ULONG hash;

    if (!*name)
        return STATUS_OBJECT_NAME_INVALID;
    if (wcslen(name) > MAX_NAME)
        return STATUS_INVALID_PARAMETER;
    RtlInitUnicodeString(&s, name);
    RtlHashUnicodeString(&s, TRUE, 0, &hash);
    *chain = &t->chains[hash % t->buckets];
    return STATUS_SUCCESS;
}

static struct atom *find(struct atom *chain, PCWSTR name)
{
    UNICODE_STRING a, b;

    RtlInitUnicodeString(&a, name);
    for (; chain; chain = chain->next) {
        RtlInitUnicodeString(&b, chain->name);
        if (RtlEqualUnicodeString(&a, &b, TRUE))
            return chain;
    }
    return NULL;
}

static NTSTATUS add(PRTL_ATOM_TABLE t, struct atom **chain, PCWSTR name, PUSHORT number)
{
    SIZE_T size = (wcslen(name) + 1) * sizeof *name;
    struct atom *atom;
    ULONG slot = 0;

    while (slot < MAX_ATOMS && t->by_number[slot])
        slot++;
    atom = slot < MAX_ATOMS ? allocate(sizeof *atom + size) : NULL;
    if (!atom)
        return STATUS_NO_MEMORY;
    memcpy(atom->name, name, size);
    atom->number = (USHORT)(FIRST + slot);
    atom->references = 1;
    atom->next = *chain;
    *chain = t->by_number[slot] = atom;
    *number = atom->number;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAddAtomToAtomTable(PRTL_ATOM_TABLE table, PCWSTR name, PUSHORT number)
{
    struct atom **chain, *atom;
    USHORT made = 0;
    NTSTATUS status;

    if (!table)
        return STATUS_INVALID_PARAMETER;
    if (is_integer(name, number, &status))
        return status;
    status = chain_of(table, name, &chain);
    if (!NT_SUCCESS(status))
        return status;
    RtlEnterCriticalSection(&table->lock);
    atom = find(*chain, name);
    if (atom) {
        atom->references += atom->references < 0xffff;
        made = atom->number;
    } else {
        status = add(table, chain, name, &made);
    }
    RtlLeaveCriticalSection(&table->lock);
    if (NT_SUCCESS(status) && number)
        *number = made;
    return status;
}

NTSTATUS NTAPI RtlLookupAtomInAtomTable(PRTL_ATOM_TABLE table, PCWSTR name, PUSHORT number)
{
    struct atom **chain, *atom;
    NTSTATUS status;

    if (!table)
        return STATUS_INVALID_PARAMETER;
    if (is_integer(name, number, &status))
        return status;
    status = chain_of(table, name, &chain);
    if (!NT_SUCCESS(status))
        return status;
    RtlEnterCriticalSection(&table->lock);
    atom = find(*chain, name);
    status = atom ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND;
    if (atom && number)
        *number = atom->number;
    RtlLeaveCriticalSection(&table->lock);
    return status;
}

static NTSTATUS drop(PRTL_ATOM_TABLE t, USHORT number)
{
    struct atom *atom = t->by_number[number - FIRST], **p;

    if (!atom)
        return STATUS_INVALID_HANDLE;
    if (atom->pinned)
        return STATUS_WAS_LOCKED;
    if (--atom->references)
        return STATUS_SUCCESS;
    if (!NT_SUCCESS(chain_of(t, atom->name, &p)))
        return STATUS_INTERNAL_ERROR;
    while (*p != atom)
        p = &(*p)->next;
    *p = atom->next;
    t->by_number[number - FIRST] = NULL;
    release(atom);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlDeleteAtomFromAtomTable(PRTL_ATOM_TABLE table, USHORT number)
{
    NTSTATUS status;

    if (number < FIRST)
        return number ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
    RtlEnterCriticalSection(&table->lock);
    status = drop(table, number);
    RtlLeaveCriticalSection(&table->lock);
    return status;
}

NTSTATUS NTAPI RtlPinAtomInAtomTable(PRTL_ATOM_TABLE table, USHORT number)
{
    struct atom *atom;

    if (number < FIRST)
        return number ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
    RtlEnterCriticalSection(&table->lock);
    atom = table->by_number[number - FIRST];
    if (atom)
        atom->pinned = TRUE;
    RtlLeaveCriticalSection(&table->lock);
    return atom ? STATUS_SUCCESS : STATUS_INVALID_HANDLE;
}

static VOID integer_name(USHORT number, WCHAR *to)
{
    WCHAR digits[8];
    int count = 0;

    *to++ = '#';
    for (; number; number /= 10)
        digits[count++] = (WCHAR)('0' + number % 10);
    while (count)
        *to++ = digits[--count];
    *to = 0;
}

/* name_size is in bytes: the room, then the name without its terminator. */
NTSTATUS NTAPI RtlQueryAtomInAtomTable(PRTL_ATOM_TABLE table, USHORT number, PULONG references,
                                       PULONG pinned, PWSTR name, PULONG name_size)
{
    WCHAR text[MAX_NAME + 1];
    ULONG size, count = 1, pin = 1;
    struct atom *atom = NULL;

    if (number < FIRST) {
        if (!number)
            return STATUS_INVALID_PARAMETER;
        integer_name(number, text);
    } else {
        RtlEnterCriticalSection(&table->lock);
        atom = table->by_number[number - FIRST];
        if (atom) {
            wcscpy(text, atom->name);
            count = atom->references;
            pin = atom->pinned;
        }
        RtlLeaveCriticalSection(&table->lock);
        if (!atom)
            return STATUS_INVALID_HANDLE;
    }
    if (references)
        *references = count;
    if (pinned)
        *pinned = pin;
    size = (ULONG)wcslen(text) * sizeof *text;
    if (name && name_size) {
        if (*name_size < sizeof *text)
            return STATUS_BUFFER_TOO_SMALL;
        size = min(size, (*name_size - (ULONG)sizeof *text) & ~1u);
        memcpy(name, text, size);
        name[size / sizeof *text] = 0;
    }
    if (name_size)
        *name_size = size;
    return STATUS_SUCCESS;
}
