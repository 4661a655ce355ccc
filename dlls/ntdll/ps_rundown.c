/*
 * ps_rundown.c - how a process ends, and how one that was killed is put in order by the others.
 */
#include "con/con_inherit.h"
#include "ob_private.h"
#include "ps_job.h"
#include "ps_private.h"
#include "ps_session.h"

#define POLL_EVERY    10000000 /* 100 ns: one second */
#define KILLED_STATUS 137      /* what a shell says of SIGKILL */

/* KPROCESS.down: these, or who is at it, as lock words name it. */
enum { PS_UP, PS_FINISHED, PS_REAPED, PS_CLAIMED };

static KPROCESS *owner_process(ULONG owner)
{
    return ARENA_AT(KPROCESS, owner << 4);
}

void ps_set_owner(KPROCESS *process)
{
    arena_owner = ARENA_OF(process) >> 4;
}

/* What its threads hold goes to who waits for it; they themselves are ended for all who wait for
 * them. Of this process's own threads none but the caller runs any more. */
static void end_threads(KPROCESS *process)
{
    for (arena_ptr at = process->threads; at; at = ARENA_AT(KTHREAD, at)->next) {
        KTHREAD *thread = ARENA_AT(KTHREAD, at);
        ke_enter();
        if (thread != ke_self())
            ke_cancel_wait(thread);
        ke_abandon_mutants(thread);
        ke_leave();
        if (!thread->ended) {
            thread->exit_status = process->exit_status;
            thread->ended = 1;
            pal_clock_query(PAL_CLOCK_SYSTEM, &thread->exit_time);
        }
        ke_set(&thread->header.dispatcher);
    }
}

/* Each step can be done once more by another process, should this one die of it. */
static void run_down(KPROCESS *process)
{
    if (!process->ended)
        pal_clock_query(PAL_CLOCK_SYSTEM, &process->exit_time);
    process->ended = 1;
    end_threads(process); /* first: a mutant that goes with its last handle is not owned then */
    if (process->handle_table)
        ob_table_run_down(ARENA_AT(OB_TABLE, process->handle_table));
    ps_job_leave(process);
    ke_set(&process->header.dispatcher);
    if (InterlockedExchange(&process->count, 0))
        InterlockedDecrement(&arena->process_count);
}

/* Nobody rings for orphans any more: all who sleep shall watch for themselves. That of the kernel,
 * which wakes one when this process has ended, is not enough: that one may die just then. */
static void leave_orphans(void)
{
    if (ARENA_OF(ps_process) != arena->root ||
        (arena->processes == arena->root && !ps_process->next))
        return;
    arena->orphaned = 1;
    InterlockedIncrement(&arena->bell);
    pal_word_wake((ULONG_PTR)&arena->bell, 0x7fffffff, 1);
}

/* Its own references stay for whoever sees that it has ended: what lock words and the list say of
 * it holds until then. */
void ps_finish(NTSTATUS status)
{
    int64_t cpu = 0, kernel = 0;
    ps_process->exit_status = (ULONG)status;
    pal_clock_query(PAL_CLOCK_PROCESS_CPU, &cpu);
    if (pal_clock_query(PAL_CLOCK_PROCESS_KERNEL, &kernel) != PAL_OK || kernel > cpu)
        kernel = 0;
    ps_process->kernel_time = (uint64_t)kernel;
    ps_process->user_time = (uint64_t)(cpu - kernel);
    con_process_end();
    ps_process->down = (LONG)arena_owner;
    run_down(ps_process);
    ps_process->down = PS_FINISHED;
    leave_orphans();
}

void ps_never_started(KPROCESS *process)
{
    process->down = (LONG)arena_owner;
    run_down(process);
    process->down = PS_FINISHED;
    process->life.word = PAL_LIFE_ENDED;
    ps_look_after(process);
}

/* Before it can say where its life is, a process is looked for by its number. */
static BOOLEAN has_died(const KPROCESS *process)
{
    if (process->life.word)
        return (process->life.word & PAL_LIFE_ENDED) != 0;
    if (!process->host_id)
        return ps_owner_is_dead(process->creator);
    return pal_process_end(process->host_id, 0) == PAL_STATUS_INVALID_PARAMETER &&
           !process->life.word;
}

BOOLEAN ps_owner_is_dead(ULONG owner)
{
    return owner >= PS_CLAIMED && owner != arena_owner && has_died(owner_process(owner));
}

/* Whoever claims a dead process puts it in order; if that one dies too, the next takes over. */
static BOOLEAN claim(KPROCESS *process, LONG seen)
{
    if (seen == PS_REAPED || (seen >= PS_CLAIMED && !ps_owner_is_dead((ULONG)seen)))
        return FALSE;
    return InterlockedCompareExchange(&process->down, (LONG)arena_owner, seen) == seen;
}

/* The list's reference to each. */
static void release_threads(KPROCESS *process)
{
    while (process->threads) {
        KTHREAD *thread = ARENA_AT(KTHREAD, process->threads);
        process->threads = thread->next;
        ob_dereference(thread);
    }
}

void ps_look_after(KPROCESS *process)
{
    LONG seen = process->down;
    if (seen == PS_REAPED || !has_died(process) || !claim(process, seen))
        return;
    if (seen != PS_FINISHED) {
        if (!process->ended)
            process->exit_status = process->life.end    ? process->life.end_status
                                   : process->life.word ? KILLED_STATUS
                                                        : (ULONG)STATUS_DLL_INIT_FAILED;
        /* what it said last: at its end, if that was asked for */
        process->kernel_time = process->life.facts[1];
        if (process->life.facts[0] > process->life.facts[1])
            process->user_time = process->life.facts[0] - process->life.facts[1];
        run_down(process);
        process->header.kept = 1; /* a lock word may name it for a long time yet */
    }
    release_threads(process);
    process->down = PS_REAPED;
    if (ARENA_OF(process) == arena->root) {
        arena->orphaned = 1; /* all who sleep watch for themselves from now on */
        pal_word_wake((ULONG_PTR)&process->life.word, 0x7fffffff, 1);
    }
    ob_dereference(process); /* its own */
}

#define AT_ONCE 16

/* Those of the list that are worth a look, referenced. */
static ULONG collect(KPROCESS **found, LONG *starting)
{
    ULONG count = 0;
    ke_enter();
    arena_lock(&arena->process_lock);
    for (arena_ptr at = arena->processes; at && count < AT_ONCE;
         at = ARENA_AT(KPROCESS, at)->next) {
        KPROCESS *process = ARENA_AT(KPROCESS, at);
        ULONG life = process->life.word;
        if (process == ps_process || process->down == PS_REAPED ||
            (life && !(life & PAL_LIFE_ENDED)) || !ob_try_reference(process))
            continue;
        *starting |= !life;
        found[count++] = process;
    }
    arena_unlock(&arena->process_lock);
    ke_leave();
    return count;
}

void ps_look_after_all(void)
{
    KPROCESS *found[AT_ONCE];
    LONG starting = 0;
    ULONG count;
    arena->bell_seen = arena->bell;
    do {
        count = collect(found, &starting);
        for (ULONG i = 0; i < count; i++) {
            ps_look_after(found[i]);
            ob_dereference(found[i]);
        }
    } while (count == AT_ONCE && !starting);
    arena->starting = starting;
}

PalStatus ps_word_wait(volatile LONG *word, ULONG expected, int64_t deadline)
{
    const KPROCESS *root = ARENA_AT(KPROCESS, arena->root);
    LONG bell = arena->bell;
    ULONG life = root->life.word, count = 2;
    uint32_t index;
    int64_t now = 0;
    ps_look();
    PalWord words[3] = {{(ULONG_PTR)word, expected, 1}, {(ULONG_PTR)&arena->bell, (ULONG)bell, 1}};
    if (root != ps_process && life && !(life & PAL_LIFE_ENDED))
        words[count++] = (PalWord){(ULONG_PTR)&root->life.word, life, 1};
    BOOLEAN limited = FALSE;
    if (arena->orphaned || arena->starting) {
        pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
        limited = deadline > now + POLL_EVERY;
    }
    PalStatus status =
        pal_word_wait_many(words, count, limited ? now + POLL_EVERY : deadline, &index);
    if (status == PAL_STATUS_TIMEOUT && limited) {
        ps_look_after_all();
        return PAL_OK;
    }
    if (status == PAL_OK && index == 2 && root->life.word & PAL_LIFE_ENDED)
        ps_look_after_all();
    ps_look(); /* the bell may have rung for this one, whatever else woke it */
    return status;
}
