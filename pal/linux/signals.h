/* signals.h - which host signals the PAL uses for itself. */
#ifndef PAL_LINUX_SIGNALS_H
#define PAL_LINUX_SIGNALS_H

#include <signal.h>

/* "Look at your wanted word." The seal cannot tell a process of the session from any other of the
 * user's, so it is a signal that a process ignores unless it has asked for it. */
#define PAL_SIGNAL            SIGURG
#define PAL_SIGNAL_STACK_SIZE (32 * 1024) /* an AVX-512 frame and the handlers */

#endif
