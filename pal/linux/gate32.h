/*
 * gate32.h - 32-bit processes: the way from compatibility mode into the PAL.
 *
 * The guest calls addresses in one page below 4 GiB, where far jumps change to 64-bit mode. A
 * thread's TEB is behind FS by an entry of the process's LDT; the host's own thread pointer waits
 * in GS, which 32-bit Windows code does not use.
 */
#ifndef PAL_LINUX_GATE32_H
#define PAL_LINUX_GATE32_H

#include <signal.h>
#include <stdint.h>

/* Where that page is; 0 in a 64-bit process. */
extern uint64_t pal_gate32_page;

/* The width of the program in an image file, 64 where it cannot be told; *large_addresses: it can
 * use those above 2 GiB. Nothing is checked. */
int pal_image_width(int fd, int *large_addresses);
/* Writes the page and the table of PAL_CALL_COUNT addresses in it. NULL, or why there can be none.
 */
const char *pal_gate32_make(uint64_t page, uint64_t *calls);
/* Gives the calling thread an FS whose base is its TEB, and GS; 0: no entry is left. */
int pal_gate32_enter_thread(uint64_t teb);
void pal_gate32_leave_thread(void);

/* gate.S */
void pal_enter_guest32(uint64_t entry, uint64_t argument, uint64_t stack);
extern char pal_gate32[], pal_gate32_faulted[];
void pal_on_fault(int signal, siginfo_t *info, void *context);
void pal_on_fault32(int signal, siginfo_t *info, void *context);
void pal_on_wanted(int signal, siginfo_t *info, void *context);
void pal_on_wanted32(int signal, siginfo_t *info, void *context);
void pal_on_child(int signal);
void pal_on_child32(int signal);
void pal_on_control32(int signal, siginfo_t *info, void *context);

#endif
