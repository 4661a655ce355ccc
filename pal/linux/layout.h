/* layout.h - the start block and the arena of a new picoprocess, first or child (start.c). */
#ifndef PAL_LINUX_LAYOUT_H
#define PAL_LINUX_LAYOUT_H

#include "pal.h"

struct pal_layout {
    int arena, host_directory, system_directory, profile_directory, share_directory, program;
    char **arguments, **environment; /* NULL: none */
    const char *program_path, *current_directory, *profile_path;
    const char *host_name, *user_name; /* NULL: ask the host */
    uint32_t flags;
    uint32_t processor_count; /* 0: ask the host */
    uint64_t physical_memory;
    uint64_t session_memory_size;
    uint32_t handle_count;
    uint64_t boot_data_size;
};

/* Maps both and fills the boot structure but for handles, boot data and standard streams. Takes
 * over the descriptors. NULL: there is no memory. */
PalBoot *pal_layout_make(const struct pal_layout *layout);
/* The guest's fault handlers (fault.c). */
void pal_fault_init(void);

#endif
