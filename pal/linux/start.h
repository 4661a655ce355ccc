/*
 * start.h - from the `bailey` command into the guest.
 */
#ifndef PAL_LINUX_START_H
#define PAL_LINUX_START_H

#include "pal.h"

/* What the command has found out. Descriptors become the PAL's. -1: none. */
struct pal_start {
    int host_directory, system_directory, profile_directory, share_directory;
    int program;
    char **arguments; /* the program's name first; NULL-terminated */
    char **environment;
    const char *program_path;      /* absolute */
    const char *current_directory; /* absolute */
    const char *profile_path;      /* absolute, or NULL */
    uint32_t flags;                /* PAL_BOOT_* */
};

/* Prepares memory, signals and handles: before the seal. Returns NULL, or why it cannot be. */
const char *pal_start_prepare(const struct pal_start *start);
/* Maps ntdll from the system directory and runs the guest: after the seal. Returns only on failure:
 * why, a line without a full stop. */
const char *pal_start_run(void);

#endif
