/* process.c - a process's life and its end. */
#include "process.h"
#include "ask.h"
#include "control.h"
#include "host_call.h"
#include "pal.h"
#include "signals.h"
#include "terminal.h"
#include "thread.h"
#include <linux/futex.h>
#include <stddef.h>

static void (*at_end)(void);

void pal_process_at_end(void (*hook)(void))
{
    at_end = hook;
}

/* The kernel's list of robust futexes, with one entry: it marks that word and wakes a waiter when
 * the first thread ends, which lives as long as the process. The entry is the host's own; only the
 * word that the offset leads to is the guest's. */
static struct robust_list entry;
static struct robust_list_head robust = {.list = {&entry}};
static PalLife *life;

_Static_assert(PAL_LIFE_ENDED == FUTEX_OWNER_DIED, "pal.h");

PalStatus pal_process_bind(PalLife *where)
{
    if (life)
        return PAL_STATUS_INVALID_REQUEST;
    where->word = (uint32_t)host_call1(SYS_getpid, 0) | FUTEX_WAITERS;
    entry.next = &robust.list;
    robust.futex_offset = (long)((uint64_t)&where->word - (uint64_t)&entry);
    host_call2(SYS_set_robust_list, (long)&robust, sizeof robust);
    __atomic_store_n(&life, where, __ATOMIC_SEQ_CST);
    if (where->end || where->control || where->asked)
        pal_process_look();
    return PAL_OK;
}

void pal_process_ring(void)
{
    PalLife *own = life;
    if (!own || !own->bell)
        return;
    __atomic_add_fetch((uint32_t *)(uintptr_t)own->bell, 1, __ATOMIC_SEQ_CST);
    host_call3(SYS_futex, (long)own->bell, FUTEX_WAKE, 1);
}

void pal_process_look(void)
{
    PalLife *own = life;
    if (own && own->end) {
        pal_ask_facts(own);
        pal_process_end(0, own->end_status);
    }
    if (own && own->asked)
        pal_ask_answer(own);
    uint32_t control = own ? __atomic_exchange_n(&own->control, 0, __ATOMIC_ACQ_REL) : 0;
    for (uint32_t event = 1; control >> event; event++)
        if (control >> event & 1)
            pal_control_happened(event);
}

void pal_process_default(uint32_t event)
{
    PalLife *own = life;
    if (event > PAL_CONTROL_SHUTDOWN || (own && own->ignored >> event & 1))
        return;
    if (own) { /* its creator hears why */
        own->end_status = PAL_CONTROL_STATUS;
        own->end = 1;
    }
    pal_process_end(0, PAL_CONTROL_STATUS);
}

static int exit_status(uint32_t status)
{
    int low = (int)(status & 0xff);
    return low == 0 && status != 0 ? 255 : low;
}

static void end_this(uint32_t status)
{
    static volatile int ending;
    if (__atomic_exchange_n(&ending, 1, __ATOMIC_ACQ_REL) == 0) {
        pal_terminal_restore();
        if (at_end)
            at_end();
        host_call1(SYS_exit_group, exit_status(status));
    }
    for (;;) /* another thread ends the process; this one goes with it */
        host_call4(SYS_ppoll, 0, 0, 0, 0);
}

PalStatus pal_process_end(uint32_t id, uint32_t status)
{
    if (id == 0)
        end_this(status);
    /* A signal that means nothing to whoever did not ask for it. */
    return host_call3(SYS_tgkill, id, id, PAL_SIGNAL) < 0 ? PAL_STATUS_INVALID_PARAMETER : PAL_OK;
}
