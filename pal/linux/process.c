/* process.c - the end of this process. Children are not made in this version. */
#include "process.h"
#include "host_call.h"
#include "pal.h"
#include "terminal.h"
#include <stddef.h>

static void (*at_end)(void);

void pal_process_at_end(void (*hook)(void))
{
    at_end = hook;
}

PalStatus pal_process_create(const PalProcessStart *start, PalHandle *process, uint32_t *id)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

static int exit_status(uint32_t status)
{
    int low = (int)(status & 0xff);
    return low == 0 && status != 0 ? 255 : low;
}

PalStatus pal_process_end(PalHandle process, uint32_t status)
{
    static volatile int ending;
    if (process != 0)
        return PAL_STATUS_INVALID_HANDLE;
    if (__atomic_exchange_n(&ending, 1, __ATOMIC_ACQ_REL) == 0) {
        pal_terminal_restore();
        if (at_end)
            at_end();
        host_call1(SYS_exit_group, exit_status(status));
    }
    for (;;) /* another thread ends the process; this one goes with it */
        host_call4(SYS_ppoll, 0, 0, 0, 0);
}
