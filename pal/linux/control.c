/*
 * control.c - signals as control events.
 *
 * They go into a pipe, which ntdll's console thread reads. A program that never asks for them has
 * neither handlers nor pipe: the host's defaults hold then, and cost nothing.
 */
#include "control.h"
#include "handle.h"
#include "host_call.h"
#include "process.h"
#include "signals.h"
#include <fcntl.h>
#include <stddef.h>

static const struct {
    int signal;
    uint8_t event;
} events[] = {
    {SIGINT, PAL_CONTROL_INTERRUPT}, {SIGQUIT, PAL_CONTROL_BREAK},
    {SIGHUP, PAL_CONTROL_CLOSE},     {SIGTERM, PAL_CONTROL_SHUTDOWN},
    {SIGWINCH, PAL_CONTROL_RESIZE},  {SIGCONT, PAL_CONTROL_CONTINUE},
};

static PalHandle read_end;
static volatile int write_fd = -1;

void pal_control_happened(uint32_t event)
{
    uint8_t byte = (uint8_t)event;
    int fd = __atomic_load_n(&write_fd, __ATOMIC_ACQUIRE);
    if (fd < 0)
        pal_process_default(event & ~PAL_CONTROL_BY_USER);
    else /* where nobody has read thousands of them, one more is lost */
        host_call3(SYS_write, fd, (long)&byte, 1);
}

void pal_on_control(int signal, siginfo_t *info, void *context)
{
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (events[i].signal == signal)
            pal_control_happened(events[i].event | (info->si_code <= 0 ? PAL_CONTROL_BY_USER : 0));
}

void (*pal_control_handler)(int, siginfo_t *, void *) = pal_on_control;

void pal_control_catch(void)
{
    static volatile int caught;
    struct sigaction action = {.sa_sigaction = pal_control_handler,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    struct sigaction old;
    if (__atomic_exchange_n(&caught, 1, __ATOMIC_ACQ_REL))
        return;
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        sigaction(events[i].signal, &action, &old);
        if (old.sa_handler == SIG_IGN && events[i].event <= PAL_CONTROL_SHUTDOWN)
            sigaction(events[i].signal, &old, NULL);
    }
}

PalStatus pal_control_open(PalHandle *stream)
{
    PalHandle ends[2];
    struct pal_handle end;
    PalStatus status = PAL_OK;
    if (!read_end && (status = pal_pipe_create(ends)) == PAL_OK) {
        pal_handle_get(ends[1], &end);
        host_call3(SYS_fcntl, end.fd, F_SETFL, O_WRONLY | O_NONBLOCK);
        read_end = ends[0];
        __atomic_store_n(&write_fd, end.fd, __ATOMIC_RELEASE);
    }
    pal_control_catch();
    *stream = read_end;
    return status;
}
