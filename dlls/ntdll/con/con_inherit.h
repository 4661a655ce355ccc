/* con_inherit.h - what Ps asks of the console. */
#ifndef BAILEY_CON_INHERIT_H
#define BAILEY_CON_INHERIT_H

#include "../ps.h"

/* PROCESS_PARAMETERS.ConsoleHandle of a process to be */
#define CONSOLE_DETACHED  ((HANDLE)(LONG_PTR)-1)
#define CONSOLE_NEW       ((HANDLE)(LONG_PTR)-2)
#define CONSOLE_NO_WINDOW ((HANDLE)(LONG_PTR)-3)

/* A child's console and group: its parent's, unless the parameters say otherwise. */
void con_inherit(KPROCESS *child, const KPROCESS *parent, const PROCESS_PARAMETERS *parameters);
/* The terminal for a child none of whose standard streams is it; 0 where it has another console, or
 * there is none. What the creator chose so, the child takes by con_terminal_given. */
PalHandle con_terminal_for(const KPROCESS *child);
void con_terminal_given(PalHandle terminal);
/* The process ends: the terminal gets back what it had, if nobody else of the session needs it. */
void con_process_end(void);

#endif
