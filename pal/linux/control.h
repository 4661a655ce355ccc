/* control.h - what the host's signals say to a process: PAL_CONTROL_*. */
#ifndef PAL_LINUX_CONTROL_H
#define PAL_LINUX_CONTROL_H

#include <signal.h>

#include "pal.h"

/* From now on signals are control events; those that the caller ignores stay ignored. */
void pal_control_catch(void);
/* The stream of events. */
PalStatus pal_control_open(PalHandle *stream);
/* Passes an event to the stream, or does what is done without one. In a signal handler too. */
void pal_control_happened(uint32_t event);

/* The handler of its signals: one that a 32-bit process needs a frame around (gate32.h). */
void pal_on_control(int signal, siginfo_t *info, void *context);
extern void (*pal_control_handler)(int, siginfo_t *, void *);

#endif
