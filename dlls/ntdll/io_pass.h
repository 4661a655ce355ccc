/*
 * io_pass.h - files, pipes and sockets of the host for processes that already run.
 *
 * The session keeps the host's side (pal_handle_pass) until each process that was given a handle
 * has taken it, or the last handle is gone.
 */
#ifndef BAILEY_IO_PASS_H
#define BAILEY_IO_PASS_H

#include "io_private.h"

/* A process that has none gets a handle to the object: what stands behind it is kept for it. A file
 * or directory that can be opened again by its record needs that not. */
NTSTATUS io_pass_to(IO_FILE *file);
/* This process's PAL handle of what is kept; 0 where it cannot be had. */
PalHandle io_pass_take(IO_FILE *file);
/* One that has yet to take it will not. */
void io_pass_forgo(IO_FILE *file);
void io_pass_drop(IO_FILE *file);

#endif
