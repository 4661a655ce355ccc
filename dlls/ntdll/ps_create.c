/*
 * ps_create.c - starting a process: its object, handles and parameters are laid out in the arena by
 * the creator, the host starts a picoprocess on them.
 */
#include "io_pass.h"
#include "con/con_inherit.h"
#include "ldr.h"
#include "mm_section.h"
#include "ob_private.h"
#include "pe_image.h"
#include "ps_job.h"
#include "ps_private.h"
#include "ps_session.h"
#include "se_private.h"

#define IMAGE_SUBSYSTEM_DRIVER 1

struct creation {
    const BAILEY_PROCESS_OPTIONS *options;
    const PROCESS_PARAMETERS *parameters;
    KPROCESS *parent;
    KPROCESS *process;
    KTHREAD *thread;
    OB_TABLE *table;
    PalHandle program;
    HANDLE standard[3];
    PalHandle *handles; /* heap: what the child is given, and the objects they belong to */
    arena_ptr *files;
    ULONG file_count;
};

/* ---- the image */

static int32_t read_image(void *cookie, uint64_t offset, void *buffer, uint64_t size)
{
    uint64_t done = 0;
    PalStatus status = pal_file_read(*(PalHandle *)cookie, offset, buffer, size, &done);
    return status < 0 ? status : done == size ? 0 : STATUS_END_OF_FILE;
}

/* Only what the creator must hear at once; the rest is the loader's in the child. */
static NTSTATUS check_image(PalHandle file, uint64_t size)
{
    struct pe_image image;
    struct pe_source source = {.cookie = &file, .read = read_image};
    enum pe_error error = pe_parse(&source, size, PE_MACHINE_ANY, &image);
    if (error != PE_OK)
        return STATUS_INVALID_IMAGE_NOT_MZ;
    if (image.is_dll || image.subsystem == IMAGE_SUBSYSTEM_DRIVER)
        return STATUS_INVALID_IMAGE_FORMAT;
    return image.machine == PE_MACHINE_AMD64 ? STATUS_SUCCESS
                                             : STATUS_IMAGE_MACHINE_TYPE_MISMATCH_EXE;
}

static NTSTATUS open_program(struct creation *c)
{
    PalFileInfo info;
    NTSTATUS status = io_open_image(c->options->image, &c->program, &info);
    if (!status)
        status =
            info.type == PAL_TYPE_FILE ? check_image(c->program, info.size) : STATUS_ACCESS_DENIED;
    return status;
}

/* ---- objects */

static NTSTATUS find_parent(struct creation *c)
{
    if (!c->options->parent) {
        ob_reference_object(ps_process);
        c->parent = ps_process;
        return STATUS_SUCCESS;
    }
    NTSTATUS status = ob_reference(c->options->parent, OB_PROCESS, PROCESS_CREATE_PROCESS,
                                   (void **)&c->parent, NULL);
    if (!status && c->parent->ended)
        status = STATUS_PROCESS_IS_TERMINATING;
    return status;
}

static NTSTATUS make_objects(struct creation *c)
{
    KPROCESS *p = c->process = ob_create(OB_PROCESS);
    KTHREAD *t = c->thread = ob_create(OB_THREAD);
    c->table = ob_table_create();
    if (!p || !t || !c->table)
        return STATUS_INSUFFICIENT_RESOURCES;
    p->header.dispatcher.kind = t->header.dispatcher.kind = KE_NOTIFICATION;
    p->id = ps_new_thread_id();
    p->parent_id = c->parent->id;
    p->affinity = c->parent->affinity;
    p->creator = arena_owner;
    p->life.bell = (ULONG_PTR)&arena->bell;
    con_inherit(p, c->parent, c->parameters);
    p->exit_status = t->exit_status = STATUS_PENDING;
    p->active_threads = 1;
    p->handle_table = ARENA_OF(c->table);
    c->table->process = ARENA_OF(p);
    pal_clock_query(PAL_CLOCK_SYSTEM, &p->create_time);
    t->id = ps_new_thread_id();
    t->process_id = p->id;
    t->process = ARENA_OF(p);
    t->create_time = p->create_time;
    t->held = c->options->suspended;
    c->table = NULL; /* the process's */
    return STATUS_SUCCESS;
}

/* ---- handles */

static OB_TABLE *table_of(const KPROCESS *process)
{
    return ARENA_AT(OB_TABLE, process->handle_table);
}

static const HANDLE *own_standard(const PROCESS_PARAMETERS *p, int index)
{
    return index == 0 ? &p->StandardInput : index == 1 ? &p->StandardOutput : &p->StandardError;
}

/* The streams that the child shall have: by value where it inherits them, else by a handle of its
 * own where the options ask for that. */
static NTSTATUS give_standard(struct creation *c)
{
    OB_TABLE *to = table_of(c->process);
    for (int i = 0; i < 3; i++) {
        HANDLE handle = *own_standard(c->parameters, i);
        OB_ENTRY *own = (LONG_PTR)handle > 0 ? ob_entry(table_of(c->parent), handle) : NULL;
        OB_ENTRY *its = own ? ob_entry(to, handle) : NULL;
        c->standard[i] = handle;
        if (!own || !own->object || (its && its->object == own->object) ||
            !c->options->push_standard)
            continue;
        NTSTATUS status =
            ob_table_insert(to, ARENA_AT(void, own->object), own->access, &c->standard[i]);
        if (status)
            return status;
    }
    return STATUS_SUCCESS;
}

static BOOLEAN is_collected(const struct creation *c, arena_ptr object)
{
    for (ULONG i = 0; i < c->file_count; i++)
        if (c->files[i] == object)
            return TRUE;
    return FALSE;
}

/* The PAL handles behind the child's file objects. */
static NTSTATUS collect_files(struct creation *c)
{
    OB_TABLE *table = table_of(c->process);
    ULONG room = table->count > 0 ? (ULONG)table->count : 1;
    if (room >= PAL_PROCESS_HANDLES)
        return STATUS_INSUFFICIENT_RESOURCES;
    c->handles = ldr_alloc((room + 1) * sizeof *c->handles);
    c->files = ldr_alloc(room * sizeof *c->files);
    if (!c->handles || !c->files)
        return STATUS_NO_MEMORY;
    for (ULONG i = 0; i < table->used; i++) {
        arena_ptr object = ob_entry(table, (HANDLE)(ULONG_PTR)((i + 1) * 4))->object;
        if (!object || ARENA_AT(OB_HEADER, object)->type != OB_FILE || is_collected(c, object))
            continue;
        IO_FILE *file = ARENA_AT(IO_FILE, object);
        BOOLEAN own = c->parent == ps_process || ob_table_has(ob_table(), file);
        PalHandle pal = own ? io_handle(file) : 0;
        if (!pal && c->parent != ps_process) { /* taken from where the session keeps it */
            NTSTATUS status = io_pass_to(file);
            if (status)
                return status;
        }
        if (!pal)
            continue; /* there is none behind it, or none can be had */
        file->shared = TRUE;
        c->handles[c->file_count] = pal;
        c->files[c->file_count++] = object;
    }
    return STATUS_SUCCESS;
}

/* A child of the same console that has no stream of the terminal's is given it as the last handle.
 */
static ULONG terminal_of(struct creation *c)
{
    for (int i = 0; i < 3; i++) {
        OB_ENTRY *entry = ob_entry(table_of(c->process), c->standard[i]);
        if (entry && entry->object && ARENA_AT(OB_HEADER, entry->object)->type == OB_FILE &&
            ARENA_AT(IO_FILE, entry->object)->kind == IO_CONSOLE)
            return 0;
    }
    c->handles[c->file_count] = con_terminal_for(c->process);
    return c->handles[c->file_count] != 0;
}

static PalHandle stream_of(const struct creation *c, int index)
{
    OB_TABLE *table = table_of(c->process);
    OB_ENTRY *entry = ob_entry(table, c->standard[index]);
    for (ULONG i = 0; entry && entry->object && i < c->file_count; i++)
        if (c->files[i] == entry->object)
            return c->handles[i];
    return 0;
}

/* ---- parameters */

static void put_string(PS_START *start, enum ps_string which, ULONG *at, const void *text,
                       ULONG size)
{
    start->strings[which] = *at;
    start->sizes[which] = size;
    if (size)
        __builtin_memcpy((char *)start + *at, text, size);
    *at = (*at + size + 7) & ~7u;
}

static NTSTATUS write_start(struct creation *c)
{
    const PROCESS_PARAMETERS *p = c->parameters;
    const UNICODE_STRING *strings[] = {
        &p->ImagePathName, &p->CommandLine, &p->CurrentDirectory.DosPath,
        &p->WindowTitle,   &p->DesktopInfo, &p->ShellInfo,
        &p->RuntimeData};
    ULONG size = (sizeof(PS_START) + 7) & ~7u, at = size;
    for (ULONG i = 0; i < PS_ENVIRONMENT; i++)
        size += (strings[i]->Length + 7u) & ~7u;
    size += ((ULONG)p->EnvironmentSize + 7) & ~7u;
    size += c->file_count * sizeof(arena_ptr);
    PS_START *start = arena_alloc(size);
    if (!start)
        return STATUS_INSUFFICIENT_RESOURCES;
    start->size = size;
    for (ULONG i = 0; i < PS_ENVIRONMENT; i++)
        put_string(start, i, &at, strings[i]->Buffer, strings[i]->Length);
    put_string(start, PS_ENVIRONMENT, &at, p->Environment, (ULONG)p->EnvironmentSize);
    start->files = at, start->file_count = c->file_count;
    __builtin_memcpy((char *)start + at, c->files, c->file_count * sizeof(arena_ptr));
    __builtin_memcpy(start->numbers, &p->StartingX, sizeof start->numbers);
    start->console_flags = p->ConsoleFlags, start->group_id = p->ProcessGroupId;
    for (int i = 0; i < 3; i++)
        start->standard[i] = (ULONG_PTR)c->standard[i];
    c->process->start = ARENA_OF(start);
    return STATUS_SUCCESS;
}

/* ---- all of it */

static NTSTATUS start_host(struct creation *c)
{
    PS_BOOT boot = {ARENA_OF(c->process), ARENA_OF(c->thread)};
    PalProcessStart start = {
        .size = sizeof start,
        .handle_count = c->file_count + terminal_of(c),
        .handles = (ULONG_PTR)c->handles,
        .program = c->program,
        .boot_data = (ULONG_PTR)&boot,
        .boot_data_size = sizeof boot,
    };
    uint32_t host_id;
    for (int i = 0; i < 3; i++)
        start.standard[i] = stream_of(c, i);
    /* The child's own references, before it can drop them. */
    ob_reference_object(c->process);
    ob_reference_object(c->thread);
    ps_list_process(c->process);
    ps_list_thread(c->process, c->thread);
    NTSTATUS status = ps_job_enter(c->process, c->parent);
    if (!status)
        status = pal_process_create(&start, &host_id);
    if (status)
        ps_never_started(c->process);
    else
        c->process->host_id = host_id;
    return status;
}

static NTSTATUS create(struct creation *c)
{
    const BAILEY_PROCESS_OPTIONS *o = c->options;
    NTSTATUS status = find_parent(c);
    if (!status)
        status = open_program(c);
    if (!status)
        status = make_objects(c);
    if (!status)
        status = o->token ? se_assign(c->process, o->token) : se_inherit(c->process, c->parent);
    if (!status)
        status = ob_table_inherit(table_of(c->parent), table_of(c->process), o->inherit, o->list,
                                  o->list_count);
    if (!status)
        status = give_standard(c);
    if (!status)
        status = collect_files(c);
    if (!status)
        status = write_start(c);
    if (!status)
        status = ps_remember_image(c->process, &c->parameters->ImagePathName);
    return status ? status : start_host(c);
}

static NTSTATUS make_handles(struct creation *c, HANDLE *process, HANDLE *thread, CLIENT_ID *id)
{
    NTSTATUS status =
        ob_create_handle(c->process, PROCESS_ALL_ACCESS, c->options->process_attributes, process);
    if (!status)
        status =
            ob_create_handle(c->thread, THREAD_ALL_ACCESS, c->options->thread_attributes, thread);
    id->UniqueProcess = (HANDLE)(ULONG_PTR)c->process->id;
    id->UniqueThread = (HANDLE)(ULONG_PTR)c->thread->id;
    return status;
}

NTSTATUS NTAPI BaileyCreateProcess(const BAILEY_PROCESS_OPTIONS *options,
                                   const PROCESS_PARAMETERS *parameters, HANDLE *process,
                                   HANDLE *thread, CLIENT_ID *id)
{
    struct creation c = {.options = options, .parameters = parameters};
    NTSTATUS status = create(&c);
    if (!status)
        status = make_handles(&c, process, thread, id);
    if (c.program)
        pal_handle_close(c.program);
    if (c.parent)
        ob_dereference(c.parent);
    if (c.process)
        ob_dereference(c.process);
    if (c.thread)
        ob_dereference(c.thread);
    ldr_free(c.handles);
    ldr_free(c.files);
    return status;
}
