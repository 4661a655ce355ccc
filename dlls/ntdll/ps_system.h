/*
 * ps_system.h - threads of the library OS's own: not in the program's sight, not counted, no TEB
 * lists, no DllMain. They may use Ke, Ob and the heap, and are never suspended by the program.
 */
#ifndef BAILEY_PS_SYSTEM_H
#define BAILEY_PS_SYSTEM_H

#include "nt.h"

/* Starts one that runs entry(argument), which does not return. */
NTSTATUS ps_create_system_thread(void (*entry)(void *), void *argument);

#endif
