/* watch.h - reading a directory's changes; called by pal_file_read. */
#ifndef PAL_LINUX_WATCH_H
#define PAL_LINUX_WATCH_H

#include "pal.h"

PalStatus pal_watch_read(PalHandle stream, void *buffer, uint64_t size, uint64_t *done);

#endif
