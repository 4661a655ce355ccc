/*
 * address_wait.c - RtlWaitOnAddress and its wakes.
 *
 * Sleepers sleep on the aligned 32-bit word that holds the address (for 8 bytes on their bucket's
 * count of wakes, since the host compares 32 bits only). The bucket of an address counts its
 * sleepers, so that a wake for nobody costs no host call.
 */
#include "../ps.h"

#define BUCKETS 256

struct bucket {
    volatile LONG sleepers;
    volatile LONG narrow; /* of them, those on 1 or 2 bytes: several may share a word */
    volatile LONG wide;   /* those on 8 bytes */
    volatile LONG wakes;
};

static struct bucket buckets[BUCKETS];

static struct bucket *bucket_of(const volatile void *address)
{
    ULONG_PTR key = (ULONG_PTR)address >> 2;
    return &buckets[(key ^ key >> 8 ^ key >> 17) % BUCKETS];
}

LONGLONG rtl_deadline(const LARGE_INTEGER *timeout)
{
    int64_t now;
    if (!timeout || timeout->QuadPart == INT64_MIN)
        return PAL_FOREVER;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    if (timeout->QuadPart > 0) {
        int64_t system;
        pal_clock_query(PAL_CLOCK_SYSTEM, &system);
        if (timeout->QuadPart <= system)
            return now;
        return timeout->QuadPart - system < PAL_FOREVER - now ? now + (timeout->QuadPart - system)
                                                              : PAL_FOREVER;
    }
    return -timeout->QuadPart < PAL_FOREVER - now ? now - timeout->QuadPart : PAL_FOREVER;
}

static BOOLEAN same(const volatile void *address, const void *compare, SIZE_T size)
{
    switch (size) {
    case 1:
        return *(const volatile UCHAR *)address == *(const UCHAR *)compare;
    case 2:
        return *(const volatile USHORT *)address == *(const USHORT *)compare;
    case 4:
        return *(const volatile ULONG *)address == *(const ULONG *)compare;
    default:
        return *(const volatile ULONGLONG *)address == *(const ULONGLONG *)compare;
    }
}

/* One sleep; PAL_OK also when the value has changed already. */
static PalStatus sleep(struct bucket *bucket, const volatile void *address, const void *compare,
                       SIZE_T size, LONGLONG deadline)
{
    volatile LONG *word = (volatile LONG *)((ULONG_PTR)address & ~(ULONG_PTR)3);
    LONG seen;
    if (size == 8)
        word = &bucket->wakes;
    seen = *word;
    __asm__ volatile("" ::: "memory");
    if (!same(address, compare, size))
        return PAL_OK;
    return pal_word_wait((ULONG_PTR)word, (uint32_t)seen, 0, deadline);
}

NTSTATUS NTAPI RtlWaitOnAddress(const volatile void *address, const void *compare, SIZE_T size,
                                const LARGE_INTEGER *timeout)
{
    if ((size != 1 && size != 2 && size != 4 && size != 8) || ((ULONG_PTR)address & (size - 1)))
        return STATUS_INVALID_PARAMETER;
    if (!same(address, compare, size))
        return STATUS_SUCCESS;
    struct bucket *bucket =
        bucket_of(size == 8 ? address : (PVOID)(ULONG_PTR)((ULONG_PTR)address & ~3ull));
    LONGLONG deadline = rtl_deadline(timeout);
    PalStatus status;
    InterlockedIncrement(&bucket->sleepers);
    if (size != 4)
        InterlockedIncrement(size == 8 ? &bucket->wide : &bucket->narrow);
    do
        status = sleep(bucket, address, compare, size, deadline);
    while (status == PAL_STATUS_INTERRUPTED ||
           (status == PAL_OK && size != 4 && same(address, compare, size)));
    if (size != 4)
        InterlockedDecrement(size == 8 ? &bucket->wide : &bucket->narrow);
    InterlockedDecrement(&bucket->sleepers);
    return status == PAL_STATUS_TIMEOUT ? STATUS_TIMEOUT : STATUS_SUCCESS;
}

static void wake(const void *address, uint32_t count)
{
    ULONG_PTR word = (ULONG_PTR)address & ~(ULONG_PTR)3;
    struct bucket *bucket = bucket_of((void *)word);
    MemoryBarrier(); /* the caller's store comes before the look at the sleepers */
    if (!bucket->sleepers)
        return;
    if (bucket->wide) {
        InterlockedIncrement(&bucket->wakes);
        pal_word_wake((ULONG_PTR)&bucket->wakes, ~0u, 0);
    }
    if (bucket->sleepers != bucket->wide)
        pal_word_wake(word, bucket->narrow ? ~0u : count, 0);
}

void NTAPI RtlWakeAddressSingle(const void *address)
{
    wake(address, 1);
}

void NTAPI RtlWakeAddressAll(const void *address)
{
    wake(address, ~0u);
}
