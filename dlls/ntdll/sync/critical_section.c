/*
 * critical_section.c - RTL_CRITICAL_SECTION as Windows documents its fields since Vista.
 *
 * LockCount: bit 0 is 1 while it is free, bit 1 is 1 while no waiter is on its way after a wake,
 * the bits above count waiters downwards from all ones. So -1 is free, -2 owned and nobody waits.
 * LockSemaphore counts wakes not yet taken; sleepers sleep on it.
 */
#include "../ps.h"

#define FREE_BIT   1
#define NOT_WOKEN  2
#define WAITER     4
#define IDLE       (-1)
#define OWNED      (-2)
#define MAX_SPIN   4000
#define SPIN_COUNT 0xffffffu

static inline HANDLE self_id(void)
{
    HANDLE id;
    TEB_READ(id, 0x48, 0x24);
    return id;
}

static inline void own(RTL_CRITICAL_SECTION *section, HANDLE self)
{
    section->OwningThread = self;
    section->RecursionCount = 1;
}

static void sleep(RTL_CRITICAL_SECTION *section)
{
    volatile LONG *tokens = (volatile LONG *)&section->LockSemaphore;
    for (;;) {
        LONG have = *tokens;
        if (have > 0) {
            if (InterlockedCompareExchange(tokens, have - 1, have) == have)
                return;
        } else {
            pal_word_wait((ULONG_PTR)tokens, (uint32_t)have, 0, PAL_FOREVER);
        }
    }
}

static BOOLEAN spin(RTL_CRITICAL_SECTION *section)
{
    ULONG count = (ULONG)section->SpinCount & SPIN_COUNT;
    count = count < MAX_SPIN ? count : MAX_SPIN;
    for (ULONG i = 0; i < count; i++) {
        LONG seen = section->LockCount;
        if ((seen & FREE_BIT) &&
            InterlockedCompareExchange(&section->LockCount, seen & ~FREE_BIT, seen) == seen)
            return TRUE;
        YieldProcessor();
    }
    return FALSE;
}

static __attribute__((noinline)) void enter_slow(RTL_CRITICAL_SECTION *section)
{
    LONG woken = 0; /* NOT_WOKEN once this thread is the one on its way */
    if (spin(section))
        return;
    for (;;) {
        LONG seen = section->LockCount;
        if (seen & FREE_BIT) {
            if (InterlockedCompareExchange(&section->LockCount, (seen & ~FREE_BIT) + woken, seen) ==
                seen)
                return;
        } else if (InterlockedCompareExchange(&section->LockCount, seen - WAITER + woken, seen) ==
                   seen) {
            sleep(section);
            woken = NOT_WOKEN;
        }
    }
}

NTSTATUS NTAPI RtlEnterCriticalSection(RTL_CRITICAL_SECTION *section)
{
    HANDLE self = self_id();
    if (InterlockedCompareExchange(&section->LockCount, OWNED, IDLE) != IDLE) {
        if (section->OwningThread == self) {
            section->RecursionCount++;
            return STATUS_SUCCESS;
        }
        enter_slow(section);
    }
    own(section, self);
    return STATUS_SUCCESS;
}

BOOLEAN NTAPI RtlTryEnterCriticalSection(RTL_CRITICAL_SECTION *section)
{
    HANDLE self = self_id();
    LONG seen = section->LockCount;
    while (seen & FREE_BIT) {
        LONG now = InterlockedCompareExchange(&section->LockCount, seen & ~FREE_BIT, seen);
        if (now == seen) {
            own(section, self);
            return TRUE;
        }
        seen = now;
    }
    if (section->OwningThread != self)
        return FALSE;
    section->RecursionCount++;
    return TRUE;
}

static __attribute__((noinline)) void leave_slow(RTL_CRITICAL_SECTION *section)
{
    for (;;) {
        LONG seen = section->LockCount;
        BOOLEAN wake = seen < OWNED - 1 && (seen & NOT_WOKEN) && (~seen >> 2) > 0;
        LONG next = seen + FREE_BIT + (wake ? WAITER - NOT_WOKEN : 0);
        if (InterlockedCompareExchange(&section->LockCount, next, seen) != seen)
            continue;
        if (wake) {
            InterlockedIncrement((volatile LONG *)&section->LockSemaphore);
            pal_word_wake((ULONG_PTR)&section->LockSemaphore, 1, 0);
        }
        return;
    }
}

NTSTATUS NTAPI RtlLeaveCriticalSection(RTL_CRITICAL_SECTION *section)
{
    if (--section->RecursionCount) {
        if (section->RecursionCount < 0)
            section->RecursionCount = 0; /* left more often than entered: nothing to do */
        return STATUS_SUCCESS;
    }
    section->OwningThread = NULL;
    if (InterlockedCompareExchange(&section->LockCount, IDLE, OWNED) != OWNED)
        leave_slow(section);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlInitializeCriticalSectionEx(RTL_CRITICAL_SECTION *section, ULONG spin_count,
                                              ULONG flags)
{
    const ULONG known =
        RTL_CRITICAL_SECTION_FLAG_NO_DEBUG_INFO | RTL_CRITICAL_SECTION_FLAG_DYNAMIC_SPIN |
        RTL_CRITICAL_SECTION_FLAG_STATIC_INIT | RTL_CRITICAL_SECTION_FLAG_RESOURCE_TYPE |
        RTL_CRITICAL_SECTION_FLAG_FORCE_DEBUG_INFO;
    if (flags & ~known)
        return STATUS_INVALID_PARAMETER_3;
    if (spin_count & ~SPIN_COUNT)
        return STATUS_INVALID_PARAMETER_2;
    section->DebugInfo = (PVOID)(LONG_PTR)-1; /* Windows 8 and later keep none by default */
    section->LockCount = IDLE;
    section->RecursionCount = 0;
    section->OwningThread = NULL;
    section->LockSemaphore = NULL;
    section->SpinCount = pal_boot->processor_count > 1 ? spin_count : 0;
    if (!spin_count && pal_boot->processor_count > 1)
        section->SpinCount = RTL_CRITICAL_SECTION_FLAG_DYNAMIC_SPIN | 2000;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlInitializeCriticalSectionAndSpinCount(RTL_CRITICAL_SECTION *section,
                                                        ULONG spin_count)
{
    return RtlInitializeCriticalSectionEx(section, spin_count & SPIN_COUNT, 0);
}

NTSTATUS NTAPI RtlInitializeCriticalSection(RTL_CRITICAL_SECTION *section)
{
    return RtlInitializeCriticalSectionEx(section, 0, 0);
}

NTSTATUS NTAPI RtlDeleteCriticalSection(RTL_CRITICAL_SECTION *section)
{
    section->DebugInfo = NULL;
    section->LockCount = IDLE;
    section->RecursionCount = 0;
    section->OwningThread = NULL;
    section->LockSemaphore = NULL;
    section->SpinCount = 0;
    return STATUS_SUCCESS;
}

ULONG NTAPI RtlSetCriticalSectionSpinCount(RTL_CRITICAL_SECTION *section, ULONG spin_count)
{
    ULONG old = (ULONG)section->SpinCount & SPIN_COUNT;
    section->SpinCount = pal_boot->processor_count > 1 ? spin_count & SPIN_COUNT : 0;
    return old;
}

BOOLEAN NTAPI RtlIsCriticalSectionLocked(RTL_CRITICAL_SECTION *section)
{
    return !(section->LockCount & FREE_BIT);
}

BOOLEAN NTAPI RtlIsCriticalSectionLockedByThread(RTL_CRITICAL_SECTION *section)
{
    return section->OwningThread == self_id() && section->RecursionCount > 0;
}
