/*
 * io_given.c - PAL handles of file objects that another process has opened: those that this one was
 * given at its start, and those that it took or opened later.
 *
 * A PAL handle is a process's own, a file object the session's. The opener's is in the object; each
 * other process finds its own here, and closes it with the last of its handles to the object. The
 * entries lie in the arena, so that others can ask who has one.
 */
#include "io_given.h"
#include "io_pass.h"
#include "ps_ask.h"
#include "ps_session.h"

struct given {
    struct given *next_here; /* in its process's own table */
    IO_FILE *file;
    PalHandle pal;
    arena_ptr process; /* KPROCESS */
    arena_ptr next;    /* of the file's */
};

#define BUCKETS 64

static struct given *table[BUCKETS];
static KE_LOCK lock;

static struct given **bucket(const IO_FILE *file)
{
    return &table[(ARENA_OF(file) >> 6) % BUCKETS];
}

static struct given *find(const IO_FILE *file)
{
    struct given *g = *bucket(file);
    while (g && (g->file != file || !g->pal))
        g = g->next_here;
    return g;
}

PalHandle io_given_find(const IO_FILE *file)
{
    ke_lock(&lock);
    const struct given *g = find(file);
    PalHandle pal = g ? g->pal : 0;
    ke_unlock(&lock);
    return pal;
}

static void list(IO_FILE *file, struct given *g)
{
    arena_lock(&arena->given_lock);
    g->next = file->given;
    file->given = ARENA_OF(g);
    arena_unlock(&arena->given_lock);
}

PalHandle io_given_add(IO_FILE *file, PalHandle pal)
{
    struct given *g = arena_alloc(sizeof *g), *other;
    if (!g) {
        pal_handle_close(pal);
        return 0;
    }
    *g = (struct given){NULL, file, pal, ARENA_OF(ps_process), 0};
    file->shared = TRUE;
    ke_lock(&lock);
    other = find(file);
    if (!other) {
        g->next_here = *bucket(file);
        *bucket(file) = g;
        list(file, g);
    }
    PalHandle result = other ? other->pal : pal;
    ke_unlock(&lock);
    if (other) {
        pal_handle_close(pal);
        arena_free(g, sizeof *g);
    }
    return result;
}

/* Takes a process's entry off the file's list. */
static struct given *unlink_of(IO_FILE *file, arena_ptr process)
{
    struct given *found = NULL;
    ke_enter();
    arena_lock(&arena->given_lock);
    for (arena_ptr *at = &file->given; *at && !found; at = &ARENA_AT(struct given, *at)->next)
        if (ARENA_AT(struct given, *at)->process == process) {
            found = ARENA_AT(struct given, *at);
            *at = found->next;
            break;
        }
    arena_unlock(&arena->given_lock);
    ke_leave();
    return found;
}

static PalHandle take(IO_FILE *file)
{
    ke_lock(&lock);
    struct given *found = find(file), **at = bucket(file);
    while (found && *at != found)
        at = &(*at)->next_here;
    if (found)
        *at = found->next_here;
    ke_unlock(&lock);
    if (!found)
        return 0;
    PalHandle pal = found->pal;
    unlink_of(file, ARENA_OF(ps_process));
    arena_free(found, sizeof *found);
    return pal;
}

/* A child's standard streams come a second time, as descriptors 0 to 2 of the host: when the
 * program has closed one, nothing shall be left that keeps a pipe's other end waiting. */
static const IO_FILE *standard_files[3];

void io_given_standard(int index, HANDLE handle)
{
    IO_FILE *file;
    if (!handle || io_reference(handle, 0, &file))
        return;
    if (file->shared && (file->kind == IO_STREAM || file->kind == IO_REGULAR))
        standard_files[index] = file;
    ob_dereference(file);
}

static void close_standard(const IO_FILE *file)
{
    for (int i = 0; i < 3; i++)
        if (standard_files[i] == file) {
            standard_files[i] = NULL;
            pal_handle_close(pal_boot->standard[i]);
        }
}

static void close_own(IO_FILE *file)
{
    close_standard(file);
    if (file->socket)
        afd_close(file);
    if (file->process == pal_boot->process_id) {
        PalHandle own = file->pal;
        file->process = 0, file->pal = 0;
        if (own && !file->standard)
            pal_handle_close(own);
        return;
    }
    PalHandle pal = take(file);
    if (pal)
        pal_handle_close(pal);
    else if (file->tag)
        io_pass_forgo(file);
}

/* Another process's handle was closed by this one: because that one has died, and its PAL handles
 * with it, or because DuplicateHandle was told to; then that one is asked to close its own. */
static void close_other(IO_FILE *file, OB_TABLE *table)
{
    KPROCESS *process = ARENA_AT(KPROCESS, table->process);
    struct given *g = unlink_of(file, table->process);
    if (process->ended) {
        if (g)
            arena_free(g, sizeof *g);
        else if (file->process == process->host_id)
            file->process = 0, file->pal = 0;
        else if (file->tag)
            io_pass_forgo(file);
    } else if (g) { /* the entry stays in that process's table, and names nothing */
        PS_QUESTION question = {.question = PAL_ASK_CLOSE, .stream = g->pal};
        g->pal = 0;
        ps_ask(process, &question);
    } else if (file->process == process->host_id && !file->standard) {
        PS_QUESTION question = {.question = PAL_ASK_CLOSE, .stream = file->pal};
        file->process = 0, file->pal = 0;
        ps_ask(process, &question);
    }
}

void io_given_close(IO_FILE *file, OB_TABLE *of)
{
    if (!file->shared || file->kept || ob_table_has(of, file))
        return;
    if (of == ob_table())
        close_own(file);
    else
        close_other(file, of);
}

/* The opener, who stands in the object. */
static KPROCESS *opener(const IO_FILE *file)
{
    KPROCESS *process = NULL;
    for (ULONG id = 0; file->process && (process = ps_next_process(id)); id = process->id) {
        if (process->host_id == file->process && !process->ended)
            return process;
        ob_dereference(process);
    }
    return NULL;
}

KPROCESS *io_given_holder(IO_FILE *file, PalHandle *pal)
{
    KPROCESS *process = opener(file);
    *pal = file->pal;
    if (process && *pal)
        return process;
    if (process)
        ob_dereference(process);
    process = NULL;
    ke_enter();
    arena_lock(&arena->given_lock);
    for (arena_ptr at = file->given; at && !process; at = ARENA_AT(struct given, at)->next) {
        const struct given *g = ARENA_AT(struct given, at);
        KPROCESS *candidate = ARENA_AT(KPROCESS, g->process);
        if (!candidate->ended && g->pal && ob_try_reference(candidate)) {
            process = candidate;
            *pal = g->pal;
        }
    }
    arena_unlock(&arena->given_lock);
    ke_leave();
    return process;
}
