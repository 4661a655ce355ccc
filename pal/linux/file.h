/* file.h - what the file calls share. */
#ifndef PAL_LINUX_FILE_H
#define PAL_LINUX_FILE_H

#include "pal.h"
#include <sys/stat.h>
#ifndef STATX_BASIC_STATS /* musl before 1.2.4 leaves struct statx to the kernel's header */
#    include <linux/stat.h>
#endif

#define PAL_STATX_MASK 0xfffu /* basic facts and the birth time */

/* statx of a descriptor (text "") or a name; 0 or -errno. */
long pal_statx(int base, const char *text, int flags, struct statx *facts);
/* facts as the PAL tells them, but for the attributes. type: PAL_TYPE_*. */
void pal_file_info(const struct statx *facts, unsigned type, PalFileInfo *info);
/* The attributes kept with the file of these facts, an open one (text "") or one by name. */
uint32_t pal_kept_attributes(int base, const char *text, const struct statx *facts);
/* Keeps them; 0 or -errno. The file's mode may be changed for a moment. */
long pal_keep_attributes(int fd, uint32_t attributes);
/* The same from a name's facts, where a terminal cannot be told from other devices. */
unsigned pal_type_of_facts(int fd, const struct statx *facts);

#endif
