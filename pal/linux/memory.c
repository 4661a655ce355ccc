/*
 * memory.c - the guest's address space.
 *
 * Every call is held to guest_low..guest_high, so the guest can neither lose nor change the host's
 * own memory through the PAL. Memory is accounted as the host accounts it: writable private memory
 * counts against its limit, as NT's commitment does.
 */
#include "fault_injection.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include "thread.h"
#include <sys/mman.h>

#ifndef MAP_FIXED_NOREPLACE
#    define MAP_FIXED_NOREPLACE 0x100000
#endif

#define PAGE_MASK 0xfffull
#define ALL_PROT  (PAL_PROT_READ | PAL_PROT_WRITE | PAL_PROT_EXEC)
#define ALL_FLAGS (PAL_MAP_REPLACE | PAL_MAP_PRIVATE | PAL_MAP_HUGE)

_Static_assert(PAL_PROT_READ == PROT_READ && PAL_PROT_WRITE == PROT_WRITE &&
                   PAL_PROT_EXEC == PROT_EXEC,
               "protections are passed on as they are");

static int in_range(uint64_t address, uint64_t size)
{
    return size != 0 && ((address | size) & PAGE_MASK) == 0 && address >= pal_guest_low &&
           address < pal_guest_high && size <= pal_guest_high - address;
}

static PalStatus map(uint64_t address, uint64_t size, uint32_t prot, uint32_t flags,
                     long host_flags, int fd, uint64_t offset)
{
    if (!in_range(address, size) || (prot & ~ALL_PROT) || (flags & ~ALL_FLAGS))
        return PAL_STATUS_INVALID_PARAMETER;
    long result = pal_inject(PAL_INJECT_MAP);
    if (result < 0)
        return pal_status(result);
    host_flags |= flags & PAL_MAP_REPLACE ? MAP_FIXED : MAP_FIXED_NOREPLACE;
    result = host_call6(SYS_mmap, (long)address, (long)size, prot, host_flags, fd, (long)offset);
    if (result == -EEXIST)
        return PAL_STATUS_CONFLICTING_ADDRESS;
    if (result == -EACCES || result == -EPERM)
        return PAL_STATUS_ACCESS_DENIED;
    if (result < 0 && result > -4096)
        return pal_status(result);
    if ((uint64_t)result != address) { /* a kernel before 4.17 takes the address for a hint */
        host_call2(SYS_munmap, result, (long)size);
        return PAL_STATUS_CONFLICTING_ADDRESS;
    }
    if (flags & PAL_MAP_HUGE)
        host_call3(SYS_madvise, (long)address, (long)size, MADV_HUGEPAGE);
    return PAL_OK;
}

PalStatus pal_memory_map(PalAddress address, uint64_t size, uint32_t prot, uint32_t flags)
{
    return map(address, size, prot, flags, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

PalStatus pal_memory_map_file(PalAddress address, uint64_t size, uint32_t prot, uint32_t flags,
                              PalHandle file, uint64_t offset)
{
    struct pal_handle handle;
    if (!pal_handle_get(file, &handle))
        return PAL_STATUS_INVALID_HANDLE;
    if (handle.fd < 0 || (offset & PAGE_MASK) || offset > INT64_MAX)
        return PAL_STATUS_INVALID_PARAMETER;
    if (handle.flags & PAL_HANDLE_NO_DATA)
        return PAL_STATUS_ACCESS_DENIED;
    return map(address, size, prot, flags, flags & PAL_MAP_PRIVATE ? MAP_PRIVATE : MAP_SHARED,
               handle.fd, offset);
}

PalStatus pal_memory_protect(PalAddress address, uint64_t size, uint32_t prot)
{
    if (!in_range(address, size) || (prot & ~ALL_PROT))
        return PAL_STATUS_INVALID_PARAMETER;
    return pal_status(host_call3(SYS_mprotect, (long)address, (long)size, prot));
}

PalStatus pal_memory_unmap(PalAddress address, uint64_t size)
{
    if (!in_range(address, size))
        return PAL_STATUS_INVALID_PARAMETER;
    return pal_status(host_call2(SYS_munmap, (long)address, (long)size));
}

PalStatus pal_memory_discard(PalAddress address, uint64_t size)
{
    if (!in_range(address, size))
        return PAL_STATUS_INVALID_PARAMETER;
    return pal_status(host_call3(SYS_madvise, (long)address, (long)size, MADV_DONTNEED));
}

PalStatus pal_memory_flush(PalAddress address, uint64_t size)
{
    if (!in_range(address, size))
        return PAL_STATUS_INVALID_PARAMETER;
    long result;
    do
        result = host_call3(SYS_msync, (long)address, (long)size, MS_SYNC);
    while (result == -EINTR && !pal_thread_wanted());
    return pal_status(result);
}

PalStatus pal_memory_object(uint64_t size, PalHandle *object)
{
    PalHandle handle;
    guest_probe(object, sizeof *object);
    if (size == 0 || size > INT64_MAX)
        return PAL_STATUS_INVALID_PARAMETER;
    long fd = pal_inject(PAL_INJECT_OPEN);
    if (fd == 0)
        fd = host_call2(SYS_memfd_create, (long)"bailey", MFD_CLOEXEC);
    if (fd < 0)
        return pal_status(fd);
    long result = host_call2(SYS_ftruncate, fd, (long)size);
    PalStatus status = result < 0 ? pal_status(result)
                                  : pal_handle_insert(PAL_HANDLE_MEMORY, (int)fd, NULL, &handle);
    if (status < 0) {
        host_call1(SYS_close, fd);
        return status;
    }
    *object = handle;
    return PAL_OK;
}
