/*
 * io_pass.c - what the host has behind a file object, for processes that already run.
 */
#include "io_pass.h"
#include "io_given.h"
#include "ps_session.h"

#define ASK_LIMIT 20000000 /* 100 ns: a process that is stopped does not answer */
#define ASK_STEP  1000000  /* its signal may have been missed after this */

static BOOLEAN can_be_opened_again(const IO_FILE *file)
{
    return file->kind != IO_STREAM && file->kind != IO_SOCKET && file->kind != IO_DEVICE &&
           file->kind != IO_TERMINAL;
}

/* ---- asking another process */

static NTSTATUS wait_for_answer(KPROCESS *process)
{
    PalLife *life = &process->life;
    int64_t now = 0, end;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &end);
    end += ASK_LIMIT;
    while (life->asked != PAL_ASKED_NOTHING) {
        pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
        if (life->word & PAL_LIFE_ENDED)
            return STATUS_PROCESS_IS_TERMINATING;
        if (now > end &&
            InterlockedCompareExchange((volatile LONG *)&life->asked, PAL_ASKED_NOTHING,
                                       PAL_ASKED_WAITS) == PAL_ASKED_WAITS)
            return STATUS_TIMEOUT;
        pal_process_end(process->host_id, 0);
        pal_word_wait((ULONG_PTR)&life->asked, life->asked, 1, now + ASK_STEP);
    }
    return life->answer;
}

NTSTATUS io_pass_ask(KPROCESS *process, PalHandle handle, uint64_t tag)
{
    PalLife *life = &process->life;
    NTSTATUS status = STATUS_PROCESS_IS_TERMINATING;
    if (!life->word || life->word & PAL_LIFE_ENDED)
        return status;
    ke_enter();
    arena_lock(&arena->ask_lock);
    /* Whoever asked before may have died over it. */
    InterlockedCompareExchange((volatile LONG *)&life->asked, PAL_ASKED_NOTHING, PAL_ASKED_WAITS);
    if (life->asked == PAL_ASKED_NOTHING || wait_for_answer(process) >= 0) {
        life->asked_stream = handle;
        life->asked_tag = tag;
        InterlockedExchange((volatile LONG *)&life->asked, PAL_ASKED_WAITS);
        status = wait_for_answer(process);
    }
    arena_unlock(&arena->ask_lock);
    ke_leave();
    return status < 0 || !status ? status : STATUS_UNSUCCESSFUL;
}

/* ---- what is kept */

static void lock(void)
{
    ke_enter();
    arena_lock(&arena->pass_lock);
}

static void unlock(void)
{
    arena_unlock(&arena->pass_lock);
    ke_leave();
}

/* Under the lock. */
static void drop(IO_FILE *file)
{
    uint64_t tag = file->tag;
    file->tag = 0;
    if (tag)
        pal_handle_pass(PAL_PASS_DROP, tag, NULL);
}

void io_pass_drop(IO_FILE *file)
{
    lock();
    drop(file);
    unlock();
}

void io_pass_forgo(IO_FILE *file)
{
    lock();
    if (--file->awaited <= 0)
        drop(file);
    unlock();
}

/* This process's PAL handle, where it has handles to the object. */
static PalHandle own_handle(IO_FILE *file)
{
    return file->process == pal_boot->process_id ? file->pal : io_given_find(file);
}

static NTSTATUS keep(IO_FILE *file)
{
    uint64_t tag = (uint64_t)InterlockedIncrement64(&arena->pass_count);
    PalHandle pal = own_handle(file);
    NTSTATUS status = STATUS_NOT_SUPPORTED;
    if (pal) {
        status = pal_handle_pass(PAL_PASS_KEEP, tag, &pal);
    } else {
        KPROCESS *holder = io_given_holder(file, &pal);
        if (holder) {
            status = io_pass_ask(holder, pal, tag);
            ob_dereference(holder);
        }
    }
    if (status)
        return status;
    lock();
    if (file->tag) /* another one was quicker */
        pal_handle_pass(PAL_PASS_DROP, tag, NULL);
    else
        file->tag = tag;
    unlock();
    return status;
}

NTSTATUS io_pass_to(IO_FILE *file)
{
    NTSTATUS status = STATUS_SUCCESS;
    file->shared = TRUE;
    if (can_be_opened_again(file))
        return status;
    lock();
    file->awaited++;
    BOOLEAN kept = file->tag != 0;
    unlock();
    if (!kept)
        status = keep(file);
    if (status)
        io_pass_forgo(file);
    return status;
}

PalHandle io_pass_take(IO_FILE *file)
{
    PalHandle pal = 0;
    lock();
    NTSTATUS status =
        file->tag ? pal_handle_pass(PAL_PASS_TAKE, file->tag, &pal) : STATUS_NOT_FOUND;
    unlock();
    if (status)
        return 0;
    PalHandle own = io_given_add(file, pal);
    if (own == pal)
        io_pass_forgo(file);
    return own;
}
