/*
 * io_pipe_name.c - the names of the session's pipes and mailslots, waiting for an instance, and
 * NtCreateNamedPipeFile.
 */
#include "io_pipe.h"
#include "ob_private.h"
#include "ps_session.h"

void pipe_names_lock(void)
{
    ke_enter();
    arena_lock(&arena->pipe_lock);
}

void pipe_names_unlock(void)
{
    arena_unlock(&arena->pipe_lock);
    ke_leave();
}

PIPE_NAME *pipe_find_name(const UNICODE_STRING *text, BOOLEAN mailslot)
{
    for (arena_ptr at = arena->pipes; at; at = ARENA_AT(PIPE_NAME, at)->next) {
        PIPE_NAME *name = ARENA_AT(PIPE_NAME, at);
        if (name->mailslot == mailslot &&
            io_equal_fold(name->text, name->length / 2, text->Buffer, text->Length / 2))
            return name;
    }
    return NULL;
}

/* Without text it stands in no list. */
PIPE_NAME *pipe_make_name(const UNICODE_STRING *text, BOOLEAN mailslot)
{
    PIPE_NAME *name = arena_alloc(sizeof *name + text->Length);
    if (!name)
        return NULL;
    name->mailslot = mailslot;
    name->length = text->Length;
    __builtin_memcpy(name->text, text->Buffer, text->Length);
    if (text->Length) {
        name->listed = TRUE;
        name->next = arena->pipes;
        arena->pipes = ARENA_OF(name);
    }
    return name;
}

static void unlist(PIPE_NAME *name)
{
    for (arena_ptr *link = &arena->pipes; *link; link = &ARENA_AT(PIPE_NAME, *link)->next)
        if (*link == ARENA_OF(name)) {
            *link = name->next;
            break;
        }
    name->listed = FALSE;
}

void pipe_name_changed(PIPE_NAME *name)
{
    InterlockedIncrement(&name->changes);
    if (name->waiters)
        pal_word_wake((ULONG_PTR)&name->changes, INT32_MAX, 1);
}

void pipe_remove_instance(IO_PIPE *pipe)
{
    PIPE_NAME *name = ARENA_AT(PIPE_NAME, pipe->name);
    for (arena_ptr *link = &name->instances; *link; link = &ARENA_AT(IO_PIPE, *link)->next)
        if (*link == ARENA_OF(pipe)) {
            *link = pipe->next;
            name->count--;
            break;
        }
    if (!name->instances && name->listed)
        unlist(name);
    pipe_name_changed(name);
}

NTSTATUS io_pipe_each(NTSTATUS (*call)(PVOID context, const WCHAR *name, ULONG length,
                                       ULONG instances, ULONG maximum),
                      PVOID context)
{
    NTSTATUS status = STATUS_SUCCESS;
    pipe_names_lock();
    for (arena_ptr at = arena->pipes; at && !status; at = ARENA_AT(PIPE_NAME, at)->next) {
        PIPE_NAME *name = ARENA_AT(PIPE_NAME, at);
        if (!name->mailslot)
            status = call(context, name->text, name->length, name->count, name->maximum);
    }
    pipe_names_unlock();
    return status;
}

static void drop_name(PIPE_NAME *name)
{
    if (--name->references)
        return;
    if (name->listed)
        unlist(name);
    arena_free(name, sizeof *name + name->length);
}

void pipe_free(IO_PIPE *pipe)
{
    pipe_drop_data(&pipe->queues[0]);
    pipe_drop_data(&pipe->queues[1]);
    pipe_names_lock();
    drop_name(ARENA_AT(PIPE_NAME, pipe->name));
    pipe_names_unlock();
    arena_free(pipe, sizeof *pipe);
}

/* ---- waiting for an instance that listens */

static BOOLEAN one_listens(const PIPE_NAME *name)
{
    for (arena_ptr at = name->instances; at; at = ARENA_AT(IO_PIPE, at)->next)
        if (ARENA_AT(IO_PIPE, at)->state == PIPE_LISTENING)
            return TRUE;
    return FALSE;
}

/* The caller holds a reference. */
static NTSTATUS wait_for_instance(PIPE_NAME *name, int64_t deadline)
{
    NTSTATUS status = STATUS_PENDING;
    while (status == STATUS_PENDING) {
        LONG seen = name->changes;
        pipe_names_lock();
        if (!name->listed)
            status = STATUS_OBJECT_NAME_NOT_FOUND;
        else if (one_listens(name))
            status = STATUS_SUCCESS;
        pipe_names_unlock();
        if (status == STATUS_PENDING &&
            ps_word_wait(&name->changes, (ULONG)seen, deadline) == PAL_STATUS_TIMEOUT)
            status = STATUS_IO_TIMEOUT;
    }
    return status;
}

NTSTATUS io_pipe_wait(const FILE_PIPE_WAIT_FOR_BUFFER *wait, ULONG size)
{
    const ULONG fixed = offsetof(FILE_PIPE_WAIT_FOR_BUFFER, Name);
    if (size < fixed || wait->NameLength > size - fixed || wait->NameLength > 0xfffe)
        return STATUS_INVALID_PARAMETER;
    UNICODE_STRING text = {(USHORT)wait->NameLength, (USHORT)wait->NameLength, (WCHAR *)wait->Name};
    pipe_names_lock();
    PIPE_NAME *name = pipe_find_name(&text, FALSE);
    if (name)
        name->references++;
    pipe_names_unlock();
    if (!name)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    LARGE_INTEGER timeout = {.QuadPart =
                                 wait->TimeoutSpecified ? wait->Timeout.QuadPart : name->timeout};
    InterlockedIncrement(&name->waiters);
    NTSTATUS status = wait_for_instance(name, ke_deadline(&timeout));
    InterlockedDecrement(&name->waiters);
    pipe_names_lock();
    drop_name(name);
    pipe_names_unlock();
    return status;
}

/* ---- making one */

typedef struct PIPE_MAKING {
    ULONG access, share, disposition, options;
    ULONG message, read_mode, no_wait, maximum, in_quota, out_quota;
    int64_t timeout;
    UNICODE_STRING text;
} PIPE_MAKING;

static NTSTATUS check(const PIPE_MAKING *m)
{
    if (!(m->share & (FILE_SHARE_READ | FILE_SHARE_WRITE)) ||
        m->share & ~(ULONG)(FILE_SHARE_READ | FILE_SHARE_WRITE) || m->maximum == 0 ||
        m->timeout > 0 || m->message > 1 || (m->read_mode && !m->message) || m->no_wait > 1)
        return STATUS_INVALID_PARAMETER;
    if (m->disposition != FILE_OPEN && m->disposition != FILE_CREATE &&
        m->disposition != FILE_OPEN_IF)
        return STATUS_INVALID_PARAMETER;
    return STATUS_SUCCESS;
}

static UCHAR configuration_of(ULONG share)
{
    return share == FILE_SHARE_WRITE  ? PIPE_INBOUND
           : share == FILE_SHARE_READ ? PIPE_OUTBOUND
                                      : PIPE_DUPLEX;
}

static NTSTATUS name_for(const PIPE_MAKING *m, PIPE_NAME **result, BOOLEAN *created)
{
    PIPE_NAME *name = m->text.Length ? pipe_find_name(&m->text, FALSE) : NULL;
    *created = !name;
    *result = name;
    if (name) {
        if (m->disposition == FILE_CREATE)
            return STATUS_ACCESS_DENIED;
        if (name->message != m->message || name->configuration != configuration_of(m->share))
            return STATUS_ACCESS_DENIED;
        return name->count >= name->maximum ? STATUS_INSTANCE_NOT_AVAILABLE : STATUS_SUCCESS;
    }
    if (m->disposition == FILE_OPEN)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    *result = name = pipe_make_name(&m->text, FALSE);
    if (!name)
        return STATUS_INSUFFICIENT_RESOURCES;
    name->message = (UCHAR)m->message;
    name->configuration = configuration_of(m->share);
    name->maximum = m->maximum;
    name->timeout = m->timeout;
    return STATUS_SUCCESS;
}

/* Under the names' lock. */
static NTSTATUS make_instance(const PIPE_MAKING *m, IO_PIPE **result, BOOLEAN *created)
{
    PIPE_NAME *name;
    IO_PIPE *pipe = arena_alloc(sizeof *pipe);
    NTSTATUS status = pipe ? name_for(m, &name, created) : STATUS_INSUFFICIENT_RESOURCES;
    if (status) {
        if (pipe)
            arena_free(pipe, sizeof *pipe);
        return status;
    }
    pipe->references = 1;
    pipe->name = ARENA_OF(name);
    pipe->state = PIPE_LISTENING;
    pipe->message = name->message;
    pipe->configuration = name->configuration;
    pipe->read_mode[PIPE_SERVER] = (UCHAR)m->read_mode;
    pipe->no_wait[PIPE_SERVER] = (UCHAR)m->no_wait;
    pipe->process[PIPE_SERVER] = ps_process->id;
    pipe->queues[PIPE_SERVER].quota = m->in_quota;
    pipe->queues[PIPE_CLIENT].quota = m->out_quota;
    /* Clients take the instance that was made first. */
    arena_ptr *link = &name->instances;
    while (*link)
        link = &ARENA_AT(IO_PIPE, *link)->next;
    *link = ARENA_OF(pipe);
    name->count++;
    name->references++;
    pipe_name_changed(name);
    *result = pipe;
    return STATUS_SUCCESS;
}

static NTSTATUS make(const PIPE_MAKING *m, IO_FILE **file, BOOLEAN *created)
{
    IO_PIPE *pipe = NULL;
    NTSTATUS status = check(m);
    if (status)
        return status;
    pipe_names_lock();
    status = make_instance(m, &pipe, created);
    pipe_names_unlock();
    if (status)
        return status;
    *file = pipe_new_file(pipe, PIPE_SERVER, m->access, m->share, m->options);
    if (*file)
        return STATUS_SUCCESS;
    pipe_names_lock();
    pipe_remove_instance(pipe);
    pipe_names_unlock();
    pipe_free(pipe);
    return STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS NTAPI NtCreateNamedPipeFile(HANDLE *handle, ULONG access,
                                     const OBJECT_ATTRIBUTES *attributes, IO_STATUS_BLOCK *io,
                                     ULONG share, ULONG disposition, ULONG options, ULONG type,
                                     ULONG read_mode, ULONG completion, ULONG instances,
                                     ULONG in_quota, ULONG out_quota, const LARGE_INTEGER *timeout)
{
    IO_PATH path;
    IO_FILE *file;
    BOOLEAN created;
    NTSTATUS status = io_path_of(attributes, &path);
    if (status)
        return status;
    if (path.target != IO_TO_PIPE || path.pipe_server)
        return STATUS_OBJECT_NAME_INVALID;
    if (path.rest.Length && path.rest.Buffer[0] == '\\')
        path.rest.Buffer++, path.rest.Length -= 2;
    PIPE_MAKING m = {.access = ob_map_access(OB_FILE, access),
                     .share = share,
                     .disposition = disposition,
                     .options = options,
                     .message = type & 1, /* 2: remote clients are refused; there are none */
                     .read_mode = read_mode,
                     .no_wait = completion,
                     .maximum = instances,
                     .in_quota = in_quota,
                     .out_quota = out_quota,
                     .timeout = timeout ? timeout->QuadPart : -500000,
                     .text = path.rest};
    status = make(&m, &file, &created);
    if (status)
        return status;
    status = ob_create_handle(file, m.access, attributes->Attributes, handle);
    if (status)
        io_file_ops.last_close(file);
    ob_dereference(file);
    if (!status) {
        io->Status = status;
        io->Information = created ? FILE_CREATED : FILE_OPENED;
    }
    return status;
}
