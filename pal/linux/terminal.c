/*
 * terminal.c - the terminal behind a stream. Its settings are the caller's: what was changed is put
 * back when the process ends.
 */
#include "terminal.h"
#include "control.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* The kernel's structure is shorter than the library's, which begins with the same members. */
static struct termios original;
static volatile int changed_fd = -1;

_Static_assert(sizeof(struct termios) <= sizeof(((PalTerminal *)0)->settings), "pal.h");

void pal_terminal_restore(void)
{
    int fd = __atomic_load_n(&changed_fd, __ATOMIC_ACQUIRE);
    if (fd >= 0)
        host_call3(SYS_ioctl, fd, TCSETS, (long)&original);
}

static void set_flag(tcflag_t *flags, tcflag_t bits, uint32_t on)
{
    *flags = on ? *flags | bits : *flags & ~bits;
}

/* Keys come as they are: Return is not Ctrl+J, and Ctrl+Z, Ctrl+S, Ctrl+V are keys. */
static void set_keys(struct termios *settings, const struct termios *from, uint32_t line)
{
    if (line) {
        settings->c_iflag = from->c_iflag;
        for (int i = 0; i < NCCS && i < 19; i++)
            settings->c_cc[i] = from->c_cc[i];
        settings->c_lflag |= from->c_lflag & (IEXTEN | ECHOCTL);
        return;
    }
    settings->c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | ISTRIP | IXON | IXOFF);
    settings->c_lflag &= ~(tcflag_t)IEXTEN;
    settings->c_lflag &= ~(tcflag_t)NOFLSH; /* Ctrl+C is not to overtake what was typed before */
    settings->c_cc[VMIN] = 1;
    settings->c_cc[VTIME] = 0;
    settings->c_cc[VSUSP] = _POSIX_VDISABLE;
    settings->c_cc[VINTR] = 3;
}

static PalStatus write_settings(int fd, const struct termios *now, PalTerminal *terminal)
{
    struct termios settings = *now;
    if (!terminal->kept) {
        memcpy(terminal->settings, now, sizeof *now);
        terminal->kept = 1;
    }
    memcpy(&original, terminal->settings, sizeof original);
    set_flag(&settings.c_lflag, ECHO, terminal->echo);
    set_flag(&settings.c_lflag, ICANON, terminal->line);
    set_flag(&settings.c_lflag, ISIG, terminal->signals);
    set_keys(&settings, &original, terminal->line);
    pal_control_catch();
    __atomic_store_n(&changed_fd, fd, __ATOMIC_RELEASE);
    if (memcmp(&settings, now, sizeof settings) == 0)
        return PAL_OK;
    return pal_status(host_call3(SYS_ioctl, fd, TCSETS, (long)&settings));
}

static PalStatus put_back(int fd, const PalTerminal *terminal)
{
    struct termios settings;
    memcpy(&settings, terminal->settings, sizeof settings);
    __atomic_store_n(&changed_fd, -1, __ATOMIC_RELEASE);
    return terminal->kept ? pal_status(host_call3(SYS_ioctl, fd, TCSETS, (long)&settings)) : PAL_OK;
}

static void read_settings(int fd, const struct termios *settings, PalTerminal *terminal)
{
    struct winsize size;
    memset(&size, 0, sizeof size);
    host_call3(SYS_ioctl, fd, TIOCGWINSZ, (long)&size);
    terminal->columns = size.ws_col ? size.ws_col : 80;
    terminal->rows = size.ws_row ? size.ws_row : 25;
    terminal->echo = (settings->c_lflag & ECHO) != 0;
    terminal->line = (settings->c_lflag & ICANON) != 0;
    terminal->signals = (settings->c_lflag & ISIG) != 0;
}

PalStatus pal_terminal_control(PalHandle stream, uint32_t operation, PalTerminal *terminal)
{
    struct pal_handle handle;
    struct termios settings;
    PalTerminal copy = *terminal;
    PalStatus status = PAL_OK;
    guest_probe(terminal, sizeof *terminal);
    if (operation == PAL_TERMINAL_EVENTS)
        return pal_control_open(&terminal->events);
    if (!pal_handle_get(stream, &handle))
        return PAL_STATUS_INVALID_HANDLE;
    if (handle.kind != PAL_TYPE_TERMINAL)
        return PAL_STATUS_INVALID_REQUEST;
    memset(&settings, 0, sizeof settings);
    long result = host_call3(SYS_ioctl, handle.fd, TCGETS, (long)&settings);
    if (result < 0)
        return pal_status(result);
    if (operation == PAL_TERMINAL_QUERY)
        read_settings(handle.fd, &settings, &copy);
    else if (operation == PAL_TERMINAL_SET)
        status = write_settings(handle.fd, &settings, &copy);
    else if (operation == PAL_TERMINAL_RESTORE)
        status = put_back(handle.fd, &copy);
    else if (operation == PAL_TERMINAL_FORGET)
        __atomic_store_n(&changed_fd, -1, __ATOMIC_RELEASE);
    else
        status = PAL_STATUS_INVALID_PARAMETER;
    if (status >= 0)
        *terminal = copy;
    return status;
}
