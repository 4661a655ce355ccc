/* signals.h - which host signals the PAL uses for itself. */
#ifndef PAL_LINUX_SIGNALS_H
#define PAL_LINUX_SIGNALS_H

#include <signal.h>

#define PAL_SIGNAL            (SIGRTMIN + 3) /* "look at your wanted word" */
#define PAL_SIGNAL_STACK_SIZE (32 * 1024)    /* an AVX-512 frame and the handlers */

#endif
