/* process.h - the life and the end of the process. */
#ifndef PAL_LINUX_PROCESS_H
#define PAL_LINUX_PROCESS_H

#include <stdint.h>

/* What is to be done before the process ends by pal_process_end, behind the seal; one hook. */
void pal_process_at_end(void (*hook)(void));
/* Ends the process if another one has asked for it: called by the signal's handler. */
void pal_process_look(void);
/* Tells the session that a child has ended: called by the signal's handler. */
void pal_process_ring(void);
/* What PAL_CONTROL_* does to a process that does not ask for events. */
void pal_process_default(uint32_t event);

#endif
