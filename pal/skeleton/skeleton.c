/*
 * The PAL of a host that can do nothing: every call answers "not implemented". It is compiled in
 * every build, so that pal.h is provably complete; a port to another host starts from a copy.
 */
#include "pal.h"

PalStatus pal_thread_create(const PalThreadStart *start, PalHandle *handle)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

void pal_thread_exit(void)
{
    for (;;)
        continue;
}

PalStatus pal_thread_suspend(PalHandle thread)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_thread_resume(PalHandle thread)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_thread_context(PalHandle thread, uint32_t write, PalContext *context)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_thread_interrupt(PalHandle thread)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_thread_schedule(PalHandle thread, int32_t priority, uint64_t affinity)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

void pal_thread_yield(void)
{
}

PalStatus pal_memory_map(PalAddress address, uint64_t size, uint32_t prot, uint32_t flags)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_memory_map_file(PalAddress address, uint64_t size, uint32_t prot, uint32_t flags,
                              PalHandle file, uint64_t offset)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_memory_protect(PalAddress address, uint64_t size, uint32_t prot)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_memory_unmap(PalAddress address, uint64_t size)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_memory_discard(PalAddress address, uint64_t size)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_memory_flush(PalAddress address, uint64_t size)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_memory_object(uint64_t size, PalHandle *object)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_word_wait(PalAddress address, uint32_t expected, uint32_t shared, int64_t deadline)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_word_wait_many(const PalWord *words, uint32_t count, int64_t deadline,
                             uint32_t *index)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_word_wake(PalAddress address, uint32_t count, uint32_t shared)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_clock_query(uint32_t clock, int64_t *value)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_file_open(PalHandle directory, const char *path, uint32_t path_size, uint32_t access,
                        uint32_t disposition, uint32_t options_and_mode, PalHandle *file,
                        PalFileInfo *info)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_handle_close(PalHandle handle)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_file_read(PalHandle file, uint64_t offset, void *buffer, uint64_t size,
                        uint64_t *done)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_file_write(PalHandle file, uint64_t offset, const void *buffer, uint64_t size,
                         uint64_t *done)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_file_query(PalHandle file, const char *path, uint32_t path_size, uint32_t options,
                         PalFileInfo *info)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_file_set(PalHandle file, uint32_t mask, const PalFileInfo *info)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_file_sync(PalHandle file)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_directory_read(PalHandle directory, uint32_t flags, void *buffer, uint64_t size,
                             uint64_t *done)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_file_rename(PalHandle from_directory, const char *from, uint32_t from_size,
                          PalHandle to_directory, const char *to, uint32_t to_size, uint32_t flags)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_file_remove(PalHandle directory, const char *path, uint32_t path_size,
                          uint32_t options)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_file_link(PalHandle file, const char *target, uint32_t target_size,
                        PalHandle directory, const char *path, uint32_t path_size)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_file_name(PalHandle file, const char *path, uint32_t path_size, char *buffer,
                        uint32_t size, uint32_t *done)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_volume_query(PalHandle file, PalVolumeInfo *info)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_pipe_create(PalHandle ends[2])
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_queue_create(PalHandle *queue)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_queue_watch(PalHandle queue, PalHandle stream, uint32_t ready, uint64_t key)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_queue_wait(PalHandle queue, PalReady *reports, uint32_t count, int64_t deadline,
                         uint32_t *done)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_directory_watch(PalHandle directory, uint32_t what, PalHandle *stream)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_terminal_control(PalHandle stream, uint32_t operation, PalTerminal *terminal)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_process_create(const PalProcessStart *start, uint32_t *id)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_process_bind(PalLife *life)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_process_end(uint32_t id, uint32_t status)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_handle_pass(uint32_t operation, uint64_t tag, PalHandle *stream)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_random(void *buffer, uint64_t size)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_host_query(PalHostInfo *info)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_socket_create(PalHandle listener, uint32_t family, uint32_t type, PalSocketName *peer,
                            PalHandle *socket)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_socket_option(PalHandle socket, uint32_t option, uint32_t write,
                            PalSocketValue *value)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}

PalStatus pal_socket_transfer(PalHandle socket, PalTransfer *transfer)
{
    return PAL_STATUS_NOT_IMPLEMENTED;
}
