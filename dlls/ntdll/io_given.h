/* io_given.h - this process's PAL handles of other processes' file objects. */
#ifndef BAILEY_IO_GIVEN_H
#define BAILEY_IO_GIVEN_H

#include "io_private.h"

/* 0: it has none. */
PalHandle io_given_find(const IO_FILE *file);
/* Takes over the PAL handle. */
NTSTATUS io_given_add(IO_FILE *file, PalHandle pal);
/* One of a process's handles to the object has been closed: this process's PAL handle goes if that
 * was the last of its own. */
void io_given_close(IO_FILE *file);
/* A file object behind which the host has a pipe or a socket, which each process must be given. */
BOOLEAN io_is_host_stream(const OB_HEADER *object);
/* A child's standard handle of that index. */
void io_given_standard(int index, HANDLE handle);

#endif
