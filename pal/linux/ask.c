/*
 * ask.c - answers to other processes of the session, which are given in a signal handler.
 *
 * Memory is read and written by way of the arena's file: to the kernel a bad address is an error,
 * to this process it would be a fault.
 */
#include "ask.h"
#include "guest.h"
#include "host_call.h"
#include "pass.h"
#include "status.h"
#include "thread.h"
#include <linux/futex.h>

static const PalBoot *boot;
static int arena;

void pal_ask_prepare(const PalBoot *start, int arena_file)
{
    arena = arena_file;
    boot = start;
}

static PalStatus copy(PalLife *life, long number)
{
    if (!boot)
        return PAL_STATUS_INVALID_REQUEST;
    uint64_t at = life->asked_buffer - boot->arena_base, size = life->asked_size;
    life->facts[0] = 0;
    if (at >= boot->arena_size || size > boot->arena_size - at)
        return PAL_STATUS_INVALID_PARAMETER;
    if (life->asked_address < pal_guest_low || life->asked_address >= pal_guest_high ||
        size > pal_guest_high - life->asked_address)
        return PAL_STATUS_ACCESS_VIOLATION;
    long done = host_call4(number, arena, (long)life->asked_address, (long)size, (long)at);
    if (done < 0)
        return pal_status(done);
    life->facts[0] = (uint64_t)done;
    return PAL_OK;
}

void pal_ask_facts(PalLife *life)
{
    PalHostInfo host = {.size = sizeof host};
    int64_t cpu = 0, kernel = 0;
    pal_clock_query(PAL_CLOCK_PROCESS_CPU, &cpu);
    pal_clock_query(PAL_CLOCK_PROCESS_KERNEL, &kernel);
    pal_host_query(&host);
    life->facts[0] = (uint64_t)cpu, life->facts[1] = (uint64_t)kernel;
    life->facts[2] = host.resident, life->facts[3] = host.resident_peak;
}

static PalStatus answer(PalLife *life)
{
    switch (life->question) {
    case PAL_ASK_KEEP:
        return pal_pass_keep(life->asked_stream, life->asked_tag);
    case PAL_ASK_CLOSE:
        return pal_handle_close(life->asked_stream);
    case PAL_ASK_READ:
        return copy(life, SYS_pwrite64);
    case PAL_ASK_WRITE:
        return copy(life, SYS_pread64);
    case PAL_ASK_FACTS:
        pal_ask_facts(life);
        return PAL_OK;
    default:
        return PAL_STATUS_INVALID_PARAMETER;
    }
}

void pal_ask_answer(PalLife *life)
{
    uint32_t asked = PAL_ASKED_WAITS;
    if (!__atomic_compare_exchange_n(&life->asked, &asked, PAL_ASKED_STARTED, 0, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE))
        return;
    life->answer = answer(life);
    __atomic_store_n(&life->asked, PAL_ASKED_NOTHING, __ATOMIC_RELEASE);
    host_call3(SYS_futex, (long)&life->asked, FUTEX_WAKE, 1);
}
