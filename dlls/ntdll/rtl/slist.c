/*
 * slist.c - interlocked singly linked lists, changed at once: 64-bit, 16 bytes, depth and a
 * sequence number in the first half, the address of the first entry in the second; 32-bit, 8 bytes,
 * the address first.
 */
#include "nt.h"

#undef RtlInitializeSListHead
#undef RtlFirstEntrySList
#undef RtlInterlockedPopEntrySList
#undef RtlInterlockedPushEntrySList
#undef RtlInterlockedPushListSListEx
#undef RtlInterlockedFlushSList
#undef RtlQueryDepthSList

#ifdef _WIN64
static BOOLEAN exchange(PSLIST_HEADER head, const SLIST_HEADER *to, SLIST_HEADER *seen)
{
    BOOLEAN done;

    __asm__ volatile("lock cmpxchg16b %1"
                     : "=@ccz"(done), "+m"(*head), "+a"(seen->Alignment), "+d"(seen->Region)
                     : "b"(to->Alignment), "c"(to->Region)
                     : "memory");
    return done;
}

static SLIST_HEADER read_head(PSLIST_HEADER head)
{
    return (SLIST_HEADER){
        {*(volatile ULONGLONG *)&head->Alignment, *(volatile ULONGLONG *)&head->Region}};
}

static PSLIST_ENTRY first_of(const SLIST_HEADER *head)
{
    return (PSLIST_ENTRY)(head->Region & ~15ull);
}

static SLIST_HEADER make(const SLIST_HEADER *old, PSLIST_ENTRY first, LONG more)
{
    SLIST_HEADER head = {{0, (ULONGLONG)first}};

    head.HeaderX64.Depth = (USHORT)(old->HeaderX64.Depth + more);
    head.HeaderX64.Sequence = old->HeaderX64.Sequence + 1;
    head.HeaderX64.Reserved = 1;
    return head;
}

#    define EMPTY    \
        {            \
            {        \
                0, 1 \
            }        \
        }
#    define DEPTH_OF(head) ((head)->HeaderX64.Depth)
#else
static BOOLEAN exchange(PSLIST_HEADER head, const SLIST_HEADER *to, SLIST_HEADER *seen)
{
    return __atomic_compare_exchange_n(&head->Alignment, &seen->Alignment, to->Alignment, FALSE,
                                       __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

static SLIST_HEADER read_head(PSLIST_HEADER head)
{
    return (SLIST_HEADER){.Alignment = __atomic_load_n(&head->Alignment, __ATOMIC_RELAXED)};
}

static PSLIST_ENTRY first_of(const SLIST_HEADER *head)
{
    return head->Next.Next;
}

static SLIST_HEADER make(const SLIST_HEADER *old, PSLIST_ENTRY first, LONG more)
{
    SLIST_HEADER head;

    head.Next.Next = first;
    head.Depth = (WORD)(old->Depth + more);
    head.Sequence = (WORD)(old->Sequence + 1);
    return head;
}

#    define EMPTY          \
        {                  \
            .Alignment = 0 \
        }
#    define DEPTH_OF(head) ((head)->Depth)
#endif

VOID NTAPI RtlInitializeSListHead(PSLIST_HEADER head)
{
    *head = (SLIST_HEADER)EMPTY;
}

PSLIST_ENTRY NTAPI RtlFirstEntrySList(const SLIST_HEADER *head)
{
    return first_of(head);
}

WORD NTAPI RtlQueryDepthSList(PSLIST_HEADER head)
{
    return (WORD)DEPTH_OF(head);
}

PSLIST_ENTRY NTAPI RtlInterlockedPushListSListEx(PSLIST_HEADER head, PSLIST_ENTRY first,
                                                 PSLIST_ENTRY last, DWORD count)
{
    SLIST_HEADER seen = read_head(head), to;

    do {
        last->Next = first_of(&seen);
        to = make(&seen, first, (LONG)count);
    } while (!exchange(head, &to, &seen));
    return first_of(&seen);
}

PSLIST_ENTRY NTAPI RtlInterlockedPushEntrySList(PSLIST_HEADER head, PSLIST_ENTRY entry)
{
    return RtlInterlockedPushListSListEx(head, entry, entry, 1);
}

PSLIST_ENTRY NTAPI RtlInterlockedPopEntrySList(PSLIST_HEADER head)
{
    SLIST_HEADER seen = read_head(head), to;

    do {
        if (!first_of(&seen))
            return NULL;
        to = make(&seen, *(PSLIST_ENTRY volatile *)&first_of(&seen)->Next, -1);
    } while (!exchange(head, &to, &seen));
    return first_of(&seen);
}

PSLIST_ENTRY NTAPI RtlInterlockedFlushSList(PSLIST_HEADER head)
{
    SLIST_HEADER seen = read_head(head), to;

    do {
        if (!first_of(&seen))
            return NULL;
        to = make(&seen, NULL, -(LONG)DEPTH_OF(&seen));
    } while (!exchange(head, &to, &seen));
    return first_of(&seen);
}
