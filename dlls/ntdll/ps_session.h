/*
 * ps_session.h - the processes of a session, and how one that dies is found and put in order.
 *
 * Every process is in the arena's list from its creation until nobody refers to it. The host marks
 * its life (PalLife) when it ends, and rings the session's bell; one of those who sleep, or whoever
 * looks next, runs it down: handles closed, mutants abandoned, its object signalled.
 */
#ifndef BAILEY_PS_SESSION_H
#define BAILEY_PS_SESSION_H

#include "arena_private.h"
#include "ps.h"

/* What a new process is told, in the arena; freed by it. Strings are UTF-16, by offset. */
enum ps_string {
    PS_IMAGE, /* DOS path */
    PS_COMMAND,
    PS_DIRECTORY,
    PS_TITLE,
    PS_DESKTOP,
    PS_SHELL,
    PS_RUNTIME,
    PS_ENVIRONMENT,
    PS_STRINGS
};

typedef struct PS_START {
    ULONG size; /* of all */
    ULONG file_count;
    ULONG files; /* offset of arena_ptr[file_count]: file objects of PalBoot.handles, referenced */
    ULONG strings[PS_STRINGS], sizes[PS_STRINGS]; /* bytes */
    ULONG numbers[9];                             /* StartingX to ShowWindowFlags */
    ULONG console_flags, group_id;
    uint64_t standard[3];
} PS_START;

/* PalBoot.boot_data. */
typedef struct PS_BOOT {
    arena_ptr process, thread;
} PS_BOOT;

/* Enters and removes (from the object's destroy) a process. */
void ps_list_process(KPROCESS *process);
void ps_unlist_process(KPROCESS *process);
/* The process of that number, referenced, or NULL. */
KPROCESS *ps_find_process(ULONG id);
/* The thread of that number, of whichever process, referenced, or NULL. */
KTHREAD *ps_find_thread(ULONG id);
/* The next in the list after that number in no order that means anything, referenced; 0 begins. */
KPROCESS *ps_next_process(ULONG id);

/* Keeps the image's path in the object, for others to see. */
NTSTATUS ps_remember_image(KPROCESS *process, const UNICODE_STRING *path);

/* Enters a thread in its process's list, and takes it out. */
void ps_list_thread(KPROCESS *process, KTHREAD *thread);
void ps_unlist_thread(KPROCESS *process, KTHREAD *thread);

/* This process ends: everything but the host's part. */
void ps_finish(NTSTATUS status);
/* One that was listed, but whose host process could not be made. */
void ps_never_started(KPROCESS *process);
/* Looks whether the process has died, and runs it down if so. */
void ps_look_after(KPROCESS *process);
void ps_look_after_all(void);
/* The same if somebody has died since anybody looked last; else it costs nothing. */
static inline void ps_look(void)
{
    if (arena->bell != arena->bell_seen || arena->orphaned)
        ps_look_after_all();
}
/* Says by which process lock words are owned from now on: this one. */
void ps_set_owner(KPROCESS *process);
/* Has the process that a lock word names died? */
BOOLEAN ps_owner_is_dead(ULONG owner);
/* Asks another process to end. */
NTSTATUS ps_request_end(KPROCESS *process, NTSTATUS status);

/* As pal_word_wait on a shared word, but it also ends (PAL_OK) when a process has died; what has
 * died is run down then. */
PalStatus ps_word_wait(volatile LONG *word, ULONG expected, int64_t deadline);

/* A child's start, NULL in the first process. */
const PS_START *ps_child_start(void);
NTSTATUS ps_child_parameters(PROCESS_PARAMETERS *parameters);

#endif
