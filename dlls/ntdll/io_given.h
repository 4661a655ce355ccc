/* io_given.h - PAL handles of file objects that another process has opened. */
#ifndef BAILEY_IO_GIVEN_H
#define BAILEY_IO_GIVEN_H

#include "io_private.h"
#include "ob_private.h"

/* This process's. 0: it has none. */
PalHandle io_given_find(const IO_FILE *file);
/* Takes over the PAL handle. The one that this process has from now on: that, or one that another
 * thread was quicker with; 0: there is no memory. */
PalHandle io_given_add(IO_FILE *file, PalHandle pal);
/* One of the table's handles to the object has been closed: its process's PAL handle goes if that
 * was the last. */
void io_given_close(IO_FILE *file, OB_TABLE *table);
/* A child's standard handle of that index. */
void io_given_standard(int index, HANDLE handle);
/* A living process, referenced, that has a PAL handle of the file: *pal. NULL: there is none. */
KPROCESS *io_given_holder(IO_FILE *file, PalHandle *pal);

#endif
