/*
 * ps.h - the process and its threads as the NT services see them.
 */
#ifndef BAILEY_PS_H
#define BAILEY_PS_H

#include "ob.h"
#include "pal.h"

/* What the host told at the start; valid for ever. */
extern const PalBoot *pal_boot;

/* The object of a thread, in the arena. */
typedef struct KTHREAD {
    OB_HEADER header; /* KE_NOTIFICATION, set when the thread has ended */
    ULONG id;
    ULONG process_id;
    ULONG exit_status;
    volatile ULONG ended;
    volatile ULONG wait_word; /* futex: 1 while waiting; the waker stores the result */
    volatile LONG lock;
    arena_ptr owned_mutant;  /* the one that it took while it had none: under that one's lock */
    arena_ptr owned_mutants; /* further ones, under lock */
    arena_ptr process;       /* KPROCESS */
    uint64_t local;          /* BAILEY_THREAD in its own process */
    int64_t create_time, exit_time;
    LONG priority;
    ULONG wait_block_count; /* room in wait_blocks */
    ULONG queued_blocks;    /* of them in use */
    uint64_t affinity;
    arena_ptr wait_blocks; /* KE_WAIT_BLOCK[MAXIMUM_WAIT_OBJECTS] */
    uint64_t kernel_time, user_time;
    arena_ptr next;              /* in its process's list */
    volatile ULONG alerted;      /* somebody has: the next alertable wait ends */
    volatile arena_ptr io_waits; /* PIPE_REQUEST that it sleeps on, of io_pipe */
    arena_ptr io_pipe;
    arena_ptr token;     /* SE_TOKEN that it impersonates, referenced; under lock */
    volatile ULONG held; /* 1: a process's first thread that has not been let go yet */
} KTHREAD;

typedef struct KPROCESS {
    OB_HEADER header; /* KE_NOTIFICATION, set when the process has ended */
    ULONG id;
    ULONG exit_status;
    volatile ULONG ended;
    volatile LONG active_threads;
    int64_t create_time, exit_time;
    arena_ptr handle_table;
    arena_ptr next;  /* in the session's list */
    ULONG parent_id; /* 0: the session's first */
    volatile uint32_t host_id;
    PalLife life;
    volatile LONG down;         /* ps_rundown.c: who runs it down */
    volatile LONG count;        /* 1: it is one of the arena's process_count */
    volatile uint64_t affinity; /* processors that its threads may use; 0: all */
    ULONG priority_class;       /* as it was set, 0: normal */
    volatile LONG64 committed;  /* bytes of private memory */
    volatile LONG mapped;       /* its program is; before, its memory means nothing */
    volatile arena_ptr order;   /* MM_ORDER while it has not been let go, see mm_remote.c */
    volatile ULONG knocks;      /* grows with what its first thread shall look at until then */
    volatile LONG threads_lock;
    arena_ptr threads; /* KTHREAD list */
    arena_ptr start;   /* PS_START until it has read it */
    arena_ptr image;   /* its DOS path, image_size bytes */
    ULONG image_size;
    ULONG creator;                   /* as lock words name it */
    ULONG group;                     /* control events can be sent to it alone */
    arena_ptr console;               /* CON_CONSOLE, CON_NONE, or 0: the session's own */
    arena_ptr job;                   /* PS_JOB, referenced */
    volatile arena_ptr token;        /* SE_TOKEN, referenced, once somebody has asked for it */
    uint64_t kernel_time, user_time; /* when it has ended */
    volatile LONG io_ended;          /* PIPE_REQUEST list: what its thread shall deliver */
    volatile LONG io_changes;        /* grows with it; that thread sleeps on it */
    volatile LONG io_sleeps;
} KPROCESS;

extern KPROCESS *ps_process; /* the current one */

#endif
