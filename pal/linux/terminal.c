/*
 * terminal.c - the terminal behind a stream. Its settings are the caller's: what was changed is put
 * back when the process ends.
 */
#include "terminal.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

/* The kernel's structure is shorter than the library's, which begins with the same members. */
static struct termios original;
static volatile int changed_fd = -1;

static void keep_original(int fd, const struct termios *settings)
{
    static volatile int taken;
    if (__atomic_exchange_n(&taken, 1, __ATOMIC_ACQ_REL))
        return;
    original = *settings;
    __atomic_store_n(&changed_fd, fd, __ATOMIC_RELEASE);
}

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

static PalStatus write_settings(int fd, struct termios *settings, const PalTerminal *wanted)
{
    keep_original(fd, settings);
    set_flag(&settings->c_lflag, ECHO, wanted->echo);
    set_flag(&settings->c_lflag, ICANON, wanted->line);
    set_flag(&settings->c_lflag, ISIG, wanted->signals);
    set_flag(&settings->c_iflag, ICRNL, wanted->line); /* raw input tells Return from Ctrl+J */
    if (!wanted->line) {
        settings->c_cc[VMIN] = 1;
        settings->c_cc[VTIME] = 0;
    }
    return pal_status(host_call3(SYS_ioctl, fd, TCSETS, (long)settings));
}

PalStatus pal_terminal_control(PalHandle stream, uint32_t write, PalTerminal *terminal)
{
    struct pal_handle handle;
    struct termios settings;
    struct winsize size;
    if (!pal_handle_get(stream, &handle))
        return PAL_STATUS_INVALID_HANDLE;
    if (handle.kind != PAL_TYPE_TERMINAL)
        return PAL_STATUS_INVALID_REQUEST;
    memset(&settings, 0, sizeof settings);
    memset(&size, 0, sizeof size);
    long result = host_call3(SYS_ioctl, handle.fd, TCGETS, (long)&settings);
    if (result < 0)
        return pal_status(result);
    if (write) {
        PalTerminal wanted = *terminal;
        return write_settings(handle.fd, &settings, &wanted);
    }
    host_call3(SYS_ioctl, handle.fd, TIOCGWINSZ, (long)&size);
    terminal->columns = size.ws_col ? size.ws_col : 80;
    terminal->rows = size.ws_row ? size.ws_row : 25;
    terminal->echo = (settings.c_lflag & ECHO) != 0;
    terminal->line = (settings.c_lflag & ICANON) != 0;
    terminal->signals = (settings.c_lflag & ISIG) != 0;
    terminal->reserved = 0;
    return PAL_OK;
}
