/*
 * io_pass.c - what the host has behind a file object, for processes that already run.
 */
#include "io_pass.h"
#include "io_given.h"
#include "ps_ask.h"

static BOOLEAN can_be_opened_again(const IO_FILE *file)
{
    return file->kind != IO_STREAM && file->kind != IO_SOCKET && file->kind != IO_DEVICE &&
           file->kind != IO_TERMINAL;
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
            PS_QUESTION question = {.question = PAL_ASK_KEEP, .stream = pal, .tag = tag};
            status = ps_ask(holder, &question);
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
