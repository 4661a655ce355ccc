/*
 * io_pipe_queue.c - what is on its way through a pipe. Everything here runs under the instance's
 * lock; user memory is only touched by mm_copy, which a bad address ends without harm.
 */
#include "io_pipe.h"
#include "mm_copy.h"

#define SMALLEST 4096u
#define LARGEST  65536u /* of a chunk of a stream */

static PIPE_CHUNK *first_of(const PIPE_QUEUE *queue)
{
    return ARENA_AT(PIPE_CHUNK, queue->first);
}

void pipe_free_chunk(PIPE_CHUNK *chunk)
{
    arena_free(chunk, chunk->size);
}

static PIPE_CHUNK *new_chunk(PIPE_QUEUE *queue, ULONG data_size)
{
    ULONG size = SMALLEST;
    PIPE_CHUNK *chunk = ARENA_AT(PIPE_CHUNK, queue ? queue->spare : 0);
    if (chunk && data_size <= SMALLEST - sizeof *chunk) {
        queue->spare = 0;
    } else {
        while (size < data_size + sizeof *chunk)
            size *= 2;
        chunk = arena_alloc_dirty(size);
        if (!chunk)
            return NULL;
        chunk->size = size;
    }
    chunk->next = 0;
    chunk->start = chunk->end = 0;
    chunk->serial = 0;
    return chunk;
}

static void append(PIPE_QUEUE *queue, PIPE_CHUNK *chunk)
{
    if (queue->last)
        ARENA_AT(PIPE_CHUNK, queue->last)->next = ARENA_OF(chunk);
    else
        queue->first = ARENA_OF(chunk);
    queue->last = ARENA_OF(chunk);
    queue->count++;
}

static PIPE_CHUNK *remove_first(PIPE_QUEUE *queue)
{
    PIPE_CHUNK *chunk = first_of(queue);
    queue->first = chunk->next;
    if (!queue->first)
        queue->last = 0;
    queue->count--;
    return chunk;
}

static void discard(PIPE_QUEUE *queue, PIPE_CHUNK *chunk)
{
    if (chunk->size == SMALLEST && !queue->spare)
        queue->spare = ARENA_OF(chunk);
    else
        pipe_free_chunk(chunk);
}

static void count_written(PIPE_QUEUE *queue, ULONG size)
{
    queue->queued += size;
    queue->written += size;
}

static void count_taken(PIPE_QUEUE *queue, ULONG size)
{
    queue->queued -= size;
    queue->taken += size;
}

static NTSTATUS put_message(PIPE_QUEUE *queue, const char *buffer, ULONG size, uint64_t serial)
{
    PIPE_CHUNK *chunk = new_chunk(queue, size);
    if (!chunk)
        return STATUS_INSUFFICIENT_RESOURCES;
    if (mm_copy(chunk->data, buffer, size) < size) {
        discard(queue, chunk);
        return STATUS_ACCESS_VIOLATION;
    }
    chunk->end = size;
    chunk->serial = serial;
    append(queue, chunk);
    count_written(queue, size);
    return STATUS_SUCCESS;
}

/* The last chunk where it has room for more of the same write, or of one that is not pending. */
static PIPE_CHUNK *chunk_with_room(PIPE_QUEUE *queue, ULONG size, uint64_t serial)
{
    PIPE_CHUNK *chunk = ARENA_AT(PIPE_CHUNK, queue->last);
    if (chunk && chunk->serial == serial && chunk->end < chunk->size - sizeof *chunk)
        return chunk;
    chunk = new_chunk(queue, size < LARGEST - sizeof *chunk ? size : LARGEST - sizeof *chunk);
    if (chunk) {
        chunk->serial = serial;
        append(queue, chunk);
    }
    return chunk;
}

NTSTATUS pipe_put(PIPE_QUEUE *queue, BOOLEAN message, const char *buffer, ULONG size,
                  uint64_t serial)
{
    if (message)
        return put_message(queue, buffer, size, serial);
    while (size) {
        PIPE_CHUNK *chunk = chunk_with_room(queue, size, serial);
        if (!chunk)
            return STATUS_INSUFFICIENT_RESOURCES;
        ULONG room = (ULONG)(chunk->size - sizeof *chunk - chunk->end);
        ULONG part = size < room ? size : room;
        ULONG copied = (ULONG)mm_copy(chunk->data + chunk->end, buffer, part);
        chunk->end += copied;
        count_written(queue, copied);
        if (copied < part)
            return STATUS_ACCESS_VIOLATION;
        buffer += part;
        size -= part;
    }
    return STATUS_SUCCESS;
}

NTSTATUS pipe_take(PIPE_QUEUE *queue, BOOLEAN message, char *buffer, ULONG size, ULONG *done)
{
    *done = 0;
    while (queue->first) {
        PIPE_CHUNK *chunk = first_of(queue);
        ULONG have = chunk->end - chunk->start, room = size - *done;
        ULONG part = have < room ? have : room;
        if (mm_copy(buffer + *done, chunk->data + chunk->start, part) < part)
            return *done ? STATUS_SUCCESS : STATUS_ACCESS_VIOLATION;
        chunk->start += part;
        *done += part;
        count_taken(queue, part);
        if (chunk->start < chunk->end)
            return message ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
        discard(queue, remove_first(queue));
        if (message || *done == size)
            break;
    }
    return STATUS_SUCCESS;
}

ULONG pipe_look(const PIPE_QUEUE *queue, BOOLEAN message, char *buffer, ULONG size)
{
    ULONG done = 0;
    for (PIPE_CHUNK *chunk = first_of(queue); chunk && done < size;
         chunk = ARENA_AT(PIPE_CHUNK, chunk->next)) {
        ULONG have = chunk->end - chunk->start, part = have < size - done ? have : size - done;
        ULONG copied = (ULONG)mm_copy(buffer + done, chunk->data + chunk->start, part);
        done += copied;
        if (message || copied < part)
            break;
    }
    return done;
}

ULONG pipe_first_size(const PIPE_QUEUE *queue)
{
    const PIPE_CHUNK *chunk = first_of(queue);
    return chunk ? chunk->end - chunk->start : 0;
}

void pipe_take_back(PIPE_QUEUE *queue, uint64_t serial)
{
    ULONG size = 0;
    queue->last = 0;
    for (arena_ptr *link = &queue->first; *link;) {
        PIPE_CHUNK *chunk = ARENA_AT(PIPE_CHUNK, *link);
        if (chunk->serial != serial) {
            queue->last = *link;
            link = &chunk->next;
            continue;
        }
        size += chunk->end - chunk->start;
        *link = chunk->next;
        queue->count--;
        pipe_free_chunk(chunk);
    }
    queue->queued -= size;
    queue->written -= size;
    for (arena_ptr at = queue->writers; at; at = ARENA_AT(PIPE_REQUEST, at)->next) {
        PIPE_REQUEST *later = ARENA_AT(PIPE_REQUEST, at);
        if (later->serial > serial)
            later->until -= size < later->until ? size : later->until;
    }
}

void pipe_drop_data(PIPE_QUEUE *queue)
{
    while (queue->first)
        pipe_free_chunk(remove_first(queue));
    if (queue->spare)
        pipe_free_chunk(ARENA_AT(PIPE_CHUNK, queue->spare));
    queue->spare = 0;
    queue->taken = queue->written;
    queue->queued = 0;
}

/* A reader who waits gets the whole chunk itself where it can take it, else a piece. */
static NTSTATUS give(PIPE_QUEUE *queue, PIPE_REQUEST *reader, BOOLEAN message)
{
    PIPE_CHUNK *chunk = first_of(queue), *piece;
    ULONG have = chunk->end - chunk->start;
    if (have <= reader->size) {
        reader->done = have;
        reader->data = ARENA_OF(remove_first(queue));
        count_taken(queue, have);
        return STATUS_SUCCESS;
    }
    piece = new_chunk(NULL, reader->size);
    if (!piece)
        return STATUS_INSUFFICIENT_RESOURCES;
    __builtin_memcpy(piece->data, chunk->data + chunk->start, reader->size);
    piece->end = reader->size;
    reader->done = reader->size;
    reader->data = ARENA_OF(piece);
    chunk->start += reader->size;
    count_taken(queue, reader->size);
    return message ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

void pipe_settle(IO_PIPE *pipe, ULONG reader, PIPE_ENDED *ended)
{
    PIPE_QUEUE *queue = &pipe->queues[reader];
    while (queue->readers && queue->first) {
        PIPE_REQUEST *request = ARENA_AT(PIPE_REQUEST, queue->readers);
        BOOLEAN lives = !ARENA_AT(KPROCESS, request->process)->ended;
        queue->readers = request->next;
        pipe_end(request, lives ? give(queue, request, pipe->read_mode[reader]) : STATUS_CANCELLED,
                 ended);
    }
    for (arena_ptr *link = &queue->writers; *link;) {
        PIPE_REQUEST *request = ARENA_AT(PIPE_REQUEST, *link);
        if (queue->taken < request->until) {
            link = &request->next;
            continue;
        }
        *link = request->next;
        request->done = request->size;
        pipe_end(request, STATUS_SUCCESS, ended);
    }
}
