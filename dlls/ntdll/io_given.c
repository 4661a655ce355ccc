/*
 * io_given.c - PAL handles of file objects that another process has opened: those that this one was
 * given at its start, and those that it opened again by their record.
 *
 * A PAL handle is a process's own, a file object the session's. The opener's is in the object; the
 * others are found here, and closed with the last of this process's handles to the object.
 */
#include "io_given.h"
#include "ob_private.h"

struct given {
    struct given *next;
    IO_FILE *file;
    PalHandle pal;
};

#define BUCKETS 64

static struct given *table[BUCKETS];
static KE_LOCK lock;

static struct given **bucket(const IO_FILE *file)
{
    return &table[(ARENA_OF(file) >> 6) % BUCKETS];
}

PalHandle io_given_find(const IO_FILE *file)
{
    PalHandle pal = 0;
    ke_lock(&lock);
    for (struct given *g = *bucket(file); g && !pal; g = g->next)
        if (g->file == file)
            pal = g->pal;
    ke_unlock(&lock);
    return pal;
}

NTSTATUS io_given_add(IO_FILE *file, PalHandle pal)
{
    struct given *g = RtlAllocateHeap(peb_self()->ProcessHeap, 0, sizeof *g);
    if (!g)
        return STATUS_NO_MEMORY;
    *g = (struct given){NULL, file, pal};
    file->shared = TRUE;
    ke_lock(&lock);
    g->next = *bucket(file);
    *bucket(file) = g;
    ke_unlock(&lock);
    return STATUS_SUCCESS;
}

static PalHandle take(const IO_FILE *file)
{
    PalHandle pal = 0;
    struct given *found = NULL;
    ke_lock(&lock);
    for (struct given **link = bucket(file); *link; link = &(*link)->next)
        if ((*link)->file == file) {
            found = *link;
            *link = found->next;
            break;
        }
    ke_unlock(&lock);
    if (found) {
        pal = found->pal;
        RtlFreeHeap(peb_self()->ProcessHeap, 0, found);
    }
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

void io_given_close(IO_FILE *file)
{
    if (!file->shared || file->kept || ob_table_has(ob_table(), file))
        return;
    close_standard(file);
    if (file->socket)
        afd_close(file);
    if (file->process == pal_boot->process_id) {
        PalHandle own = file->pal;
        file->process = 0, file->pal = 0;
        if (own && !file->standard)
            pal_handle_close(own);
    } else {
        PalHandle pal = take(file);
        if (pal)
            pal_handle_close(pal);
    }
}

BOOLEAN io_is_host_stream(const OB_HEADER *object)
{
    const IO_FILE *file = (const IO_FILE *)object;
    return object->type == OB_FILE && (file->kind == IO_STREAM || file->kind == IO_SOCKET);
}
