/*
 * spawn.h - what a picoprocess hands to a child of its own: a memory file that names descriptors
 * which the child has inherited. Both are the same program, so the layout is nobody else's.
 */
#ifndef PAL_LINUX_SPAWN_H
#define PAL_LINUX_SPAWN_H

#include "pal.h"
#include <limits.h>

#define CHILD_OPTION "--picoprocess" /* followed by the memory file's descriptor */
#define CHILD_MAGIC  0x6c696863u

struct child_handle {
    int32_t fd;
    uint8_t kind, flags;
    uint16_t reserved;
};

/* Followed by child_handle[handle_count] and the boot data. -1: no such descriptor. */
struct child_state {
    uint32_t magic;
    uint32_t flags; /* PAL_BOOT_* */
    int32_t arena, host_directory, system_directory, profile_directory, share_directory, program;
    uint32_t standard; /* bit i: the standard stream i is open */
    uint32_t has_box;  /* pass.h */
    uint32_t reserved;
    uint32_t handle_count;
    uint32_t processor_count;
    uint32_t boot_data_size;
    uint64_t physical_memory;
    uint64_t session_memory_size;
    char host_name[64], user_name[64];
    char profile_path[PATH_MAX];
};

/* start.c: the block that this process was started with, and the arena's descriptor. */
const PalBoot *pal_start_boot(void);
int pal_start_arena(void);
/* child.c: lays out the guest from what the creator left in that descriptor. NULL, or why it cannot
 * be. pal_start_run follows. */
const char *pal_start_child(int state);

#endif
