/*
 * handle.c - the handle table: a static array that is touched as far as it is used, a free list
 * whose links lie in the free entries, and a mark up to which entries were ever used.
 */
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include "thread.h"
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>

#define GENERATIONS 0xfffu

struct pal_handle_entry pal_handle_table[PAL_HANDLE_LIMIT];

static uint32_t first_unused = 1; /* index 0 is no handle */
static uint64_t free_list;        /* index | count of changes << 32, against reuse in between */

static uint64_t pack(unsigned kind, unsigned flags, int fd, uint32_t generation)
{
    return (uint32_t)fd | (uint64_t)kind << 32 | (uint64_t)flags << 40 | (uint64_t)generation << 48;
}

static uint32_t take_free(void)
{
    uint64_t head = __atomic_load_n(&free_list, __ATOMIC_ACQUIRE);
    while ((uint32_t)head) {
        uint64_t word = __atomic_load_n(&pal_handle_table[(uint32_t)head].word, __ATOMIC_ACQUIRE);
        uint64_t next = (uint32_t)word | ((head >> 32) + 1) << 32;
        if (__atomic_compare_exchange_n(&free_list, &head, next, 0, __ATOMIC_ACQ_REL,
                                        __ATOMIC_ACQUIRE))
            return (uint32_t)head;
    }
    uint32_t index = __atomic_load_n(&first_unused, __ATOMIC_RELAXED);
    while (index < PAL_HANDLE_LIMIT)
        if (__atomic_compare_exchange_n(&first_unused, &index, index + 1, 0, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED))
            return index;
    return 0;
}

static void give_free(uint32_t index, uint32_t generation)
{
    struct pal_handle_entry *entry = &pal_handle_table[index];
    uint64_t head = __atomic_load_n(&free_list, __ATOMIC_ACQUIRE), next;
    do {
        __atomic_store_n(&entry->word, pack(PAL_HANDLE_FREE, 0, (int)(uint32_t)head, generation),
                         __ATOMIC_RELEASE);
        next = index | ((head >> 32) + 1) << 32;
    } while (!__atomic_compare_exchange_n(&free_list, &head, next, 0, __ATOMIC_ACQ_REL,
                                          __ATOMIC_ACQUIRE));
}

PalStatus pal_handle_insert_flags(unsigned kind, unsigned flags, int fd, void *object,
                                  PalHandle *handle)
{
    uint32_t index = take_free();
    if (!index)
        return PAL_STATUS_INSUFFICIENT;
    struct pal_handle_entry *entry = &pal_handle_table[index];
    uint32_t generation = (uint32_t)(entry->word >> 48) & GENERATIONS;
    entry->object = object;
    __atomic_store_n(&entry->word, pack(kind, flags, fd, generation), __ATOMIC_RELEASE);
    *handle = index | generation << PAL_HANDLE_INDEX_BITS;
    return PAL_OK;
}

PalStatus pal_handle_insert(unsigned kind, int fd, void *object, PalHandle *handle)
{
    return pal_handle_insert_flags(kind, 0, fd, object, handle);
}

void *pal_handle_object(PalHandle handle, unsigned kind)
{
    struct pal_handle copy;
    if (!pal_handle_get(handle, &copy) || copy.kind != kind)
        return NULL;
    return pal_handle_table[PAL_HANDLE_INDEX(handle)].object;
}

void pal_handle_add_flags(PalHandle handle, unsigned flags)
{
    uint64_t *word = &pal_handle_table[PAL_HANDLE_INDEX(handle)].word;
    uint64_t old = __atomic_load_n(word, __ATOMIC_ACQUIRE);
    while (old >> 48 == handle >> PAL_HANDLE_INDEX_BITS && (uint8_t)(old >> 32) != PAL_HANDLE_FREE)
        if (__atomic_compare_exchange_n(word, &old, old | (uint64_t)flags << 40, 0,
                                        __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
            return;
}

/* Descriptors 0 to 2 stay taken for ever, or a later file would become the host's own stderr. The
 * stand-in is something that can neither be read nor written. */
static void close_descriptor(int fd)
{
    if (fd > 2) {
        host_call1(SYS_close, fd);
        return;
    }
    long nothing = host_call4(SYS_openat, AT_FDCWD, (long)"/", O_PATH | O_CLOEXEC, 0);
    if (nothing < 0 || nothing == fd) {
        host_call1(SYS_close, fd);
        return;
    }
    host_call3(SYS_dup3, nothing, fd, O_CLOEXEC);
    host_call1(SYS_close, nothing);
}

PalStatus pal_handle_close(PalHandle handle)
{
    uint32_t index = PAL_HANDLE_INDEX(handle);
    struct pal_handle_entry *entry = &pal_handle_table[index];
    struct pal_handle copy;
    uint64_t word = __atomic_load_n(&entry->word, __ATOMIC_ACQUIRE);
    if (!pal_handle_get(handle, &copy))
        return PAL_STATUS_INVALID_HANDLE;
    /* Of two that close at once one wins; the entry is free for others only when all is read. */
    if (!__atomic_compare_exchange_n(&entry->word, &word, word & 0xffff000000000000, 0,
                                     __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return PAL_STATUS_INVALID_HANDLE;
    void *object = entry->object;
    entry->object = NULL;
    give_free(index, ((uint32_t)(word >> 48) + 1) & GENERATIONS);
    if (copy.fd >= 0)
        close_descriptor(copy.fd);
    if (copy.kind == PAL_HANDLE_THREAD)
        pal_thread_handle_closed(object);
    return PAL_OK;
}

unsigned pal_type_of_mode(int fd, unsigned mode)
{
    struct termios terminal;
    switch (mode & S_IFMT) {
    case S_IFREG:
        return PAL_TYPE_FILE;
    case S_IFDIR:
        return PAL_TYPE_DIRECTORY;
    case S_IFLNK:
        return PAL_TYPE_SYMLINK;
    case S_IFIFO:
        return PAL_TYPE_PIPE;
    case S_IFSOCK:
        return PAL_TYPE_SOCKET;
    case S_IFCHR:
        return fd >= 0 && host_call3(SYS_ioctl, fd, TCGETS, (long)&terminal) == 0
                   ? PAL_TYPE_TERMINAL
                   : PAL_TYPE_DEVICE;
    default:
        return PAL_TYPE_DEVICE;
    }
}

PalStatus pal_handle_adopt_standard(int fd, PalHandle *handle)
{
    struct stat facts;
    *handle = 0;
    long result = host_call2(SYS_fstat, fd, (long)&facts);
    if (result == -EBADF || (host_call3(SYS_fcntl, fd, F_GETFL, 0) & O_PATH))
        return PAL_OK;
    if (result < 0)
        return pal_status(result);
    return pal_handle_insert_flags(pal_type_of_mode(fd, facts.st_mode), PAL_HANDLE_STANDARD, fd,
                                   NULL, handle);
}
