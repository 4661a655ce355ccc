/*
 * ex_shared_data.c - the page at 0x7ffe0000, made at its first touch, with clocks that tick.
 *
 * The page is mapped twice: for the program without write access, and elsewhere for the ticker. To
 * tick only while somebody looks, the ticker takes the program's access away now and then and stops
 * when nobody faults; the next look faults, sets the clocks and starts it again.
 */
#include "ex_shared_data.h"
#include "../mm_private.h"
#include "../ps_system.h"
#include "../rtl_xstate.h"
#include "../rtl/ex_timezone.h"

#define GRACE        20000 /* how long a look is waited for, 100 ns */
#define TICKS_A_LOOK 8     /* before it asks whether somebody still looks */

static KE_LOCK lock;
static EX_SHARED_DATA *page;  /* the writable alias */
static volatile LONG ticking; /* the program can read the page; slept on while 0 */
static BOOLEAN has_ticker;

static void set_time(EX_TIME *time, int64_t value)
{
    time->High2Time = (LONG)(value >> 32);
    __asm__ volatile("" ::: "memory");
    time->LowPart = (ULONG)value;
    __asm__ volatile("" ::: "memory");
    time->High1Time = (LONG)(value >> 32);
}

static void tick(void)
{
    int64_t interrupt, system;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &interrupt);
    pal_clock_query(PAL_CLOCK_SYSTEM, &system);
    set_time(&page->InterruptTime, interrupt);
    set_time(&page->SystemTime, system);
    set_time(&page->TickCount, interrupt / EX_TICK);
    page->TickCountLowDeprecated = (ULONG)(interrupt / EX_TICK);
}

static void fill_xstate(void)
{
    ULONG out[4];
    uint64_t mask = rtl_xstate_features() | 3;
    page->XState.EnabledFeatures = mask;
    page->XState.Size = 512 + 64;
    if (mask > 3) {
        __asm__("cpuid" : "=a"(out[0]), "=b"(out[1]), "=c"(out[2]), "=d"(out[3]) : "a"(13), "c"(0));
        page->XState.Size = out[1];
    }
    page->XState.AllFeatureSize = page->XState.Size;
    page->XState.Features[0] = (EX_XSTATE_FEATURE){0, 160};
    page->XState.Features[1] = (EX_XSTATE_FEATURE){160, 256};
    for (ULONG i = 2; i < 63; i++)
        if (mask >> i & 1) {
            ex_cpuid(13, i, out);
            page->XState.Features[i] = (EX_XSTATE_FEATURE){out[1], out[0]};
            page->XState.AllFeatures[i] = out[0];
        }
}

static void fill(void)
{
    page->TickCountMultiplier = 1 << 24; /* a tick is a millisecond */
    page->ImageNumberLow = page->ImageNumberHigh = IMAGE_FILE_MACHINE_AMD64;
    __builtin_memcpy(page->NtSystemRoot, L"C:\\Windows", sizeof L"C:\\Windows");
    page->LargePageMinimum = 0x200000;
    page->NtBuildNumber = 19045;
    page->NtProductType = VER_NT_WORKSTATION;
    page->ProductTypeIsValid = TRUE;
    page->NativeProcessorArchitecture = PROCESSOR_ARCHITECTURE_AMD64;
    page->NtMajorVersion = 10;
    ex_processor_features(page->ProcessorFeatures);
    page->Reserved1 = 0x7ffeffff;
    page->Reserved3 = 0x80000000;
    page->SuiteMask = VER_SUITE_TERMINAL | VER_SUITE_SINGLEUSERTS;
    page->MitigationPolicies = 0x0a;
    page->CyclesPerYield = 140;
    page->ActiveConsoleId = 1;
    page->ComPlusPackage = ~0u;
    page->NumberOfPhysicalPages = (ULONG)(pal_boot->physical_memory / MM_PAGE);
    page->TestRetInstruction = 0xc3;
    page->QpcFrequency = 10000000;
    page->SystemCall = 1; /* the fast system call is not there */
    pal_random(&page->Cookie, sizeof page->Cookie);
    page->UnparkedProcessorCount = (USHORT)pal_boot->processor_count;
    page->ActiveProcessorCount = pal_boot->processor_count;
    page->ActiveGroupCount = 1;
    fill_xstate();
}

static BOOLEAN create(void)
{
    PalHandle object;
    EX_SHARED_DATA *alias = mm_allocate(MM_PAGE, MM_GRANULARITY, MM_PAGE, PAGE_READWRITE);
    if (!alias || pal_memory_object(MM_PAGE, &object))
        return FALSE;
    if (pal_memory_map_file((ULONG_PTR)alias, MM_PAGE, PAL_PROT_READ | PAL_PROT_WRITE,
                            PAL_MAP_REPLACE, object, 0) ||
        pal_memory_map_file(MM_SHARED_DATA, MM_PAGE, 0, PAL_MAP_REPLACE, object, 0)) {
        pal_handle_close(object);
        return FALSE;
    }
    pal_handle_close(object); /* the maps keep it */
    page = alias;
    fill();
    return TRUE;
}

static BOOLEAN still_wanted(void)
{
    ke_lock(&lock);
    pal_memory_protect(MM_SHARED_DATA, MM_PAGE, 0);
    ticking = FALSE;
    ke_unlock(&lock);
    int64_t now;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    pal_word_wait((ULONG_PTR)&ticking, FALSE, 0, now + GRACE);
    return ticking;
}

static void update_zone(void)
{
    int64_t now;
    pal_clock_query(PAL_CLOCK_SYSTEM, &now);
    set_time(&page->TimeZoneBias, ex_time_bias(now));
    page->TimeZoneId =
        ex_time_zone()->DaylightDate.Month
            ? (page->TimeZoneBias.LowPart == (ULONG)(ex_time_zone()->Bias * 600000000ll)
                   ? TIME_ZONE_ID_STANDARD
                   : TIME_ZONE_ID_DAYLIGHT)
            : TIME_ZONE_ID_UNKNOWN;
}

static void ticker(void *unused)
{
    volatile LONG never = 0;
    update_zone();
    for (;;) {
        int64_t next;
        pal_clock_query(PAL_CLOCK_MONOTONIC, &next);
        for (int i = 0; i < TICKS_A_LOOK; i++) {
            tick();
            next += ex_tick_period();
            pal_word_wait((ULONG_PTR)&never, 0, 0, next);
        }
        if (!still_wanted())
            while (!ticking)
                pal_word_wait((ULONG_PTR)&ticking, FALSE, 0, PAL_FOREVER);
    }
}

BOOLEAN ex_shared_data_touch(void)
{
    BOOLEAN good = TRUE, start = FALSE;
    ke_lock(&lock);
    if (!page)
        good = create();
    if (good && !ticking) {
        tick();
        good = pal_memory_protect(MM_SHARED_DATA, MM_PAGE, PAL_PROT_READ) == PAL_OK;
        ticking = TRUE;
        start = !has_ticker;
        has_ticker = TRUE;
    }
    ke_unlock(&lock);
    if (!good)
        return FALSE;
    if (!start)
        pal_word_wake((ULONG_PTR)&ticking, 1, 0);
    else if (ps_create_system_thread(ticker, NULL) != STATUS_SUCCESS)
        has_ticker = FALSE; /* the clocks stand; the next fault tries again */
    return TRUE;
}
