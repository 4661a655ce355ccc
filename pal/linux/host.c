/*
 * host.c - facts about the host. /proc is out of reach behind the seal, so its two files are opened
 * before; where there is no /proc the numbers come from system calls that know less.
 */
#include "host.h"
#include "clock.h"
#include "host_call.h"
#include "pal.h"
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

static int memory_file = -1, resident_file = -1;

void pal_host_init(void)
{
    memory_file =
        (int)host_call4(SYS_openat, AT_FDCWD, (long)"/proc/meminfo", O_RDONLY | O_CLOEXEC, 0);
    resident_file =
        (int)host_call4(SYS_openat, AT_FDCWD, (long)"/proc/self/statm", O_RDONLY | O_CLOEXEC, 0);
}

uint32_t pal_host_processors(void)
{
    static volatile uint32_t processors; /* what the start saw: threads may be bound later */
    unsigned long mask[1024 / (8 * sizeof(long))];
    if (processors)
        return processors;
    long size = host_call3(SYS_sched_getaffinity, 0, sizeof mask, (long)mask);
    uint32_t count = 0;
    for (long i = 0; i < size / (long)sizeof *mask; i++)
        count += (uint32_t)__builtin_popcountl(mask[i]);
    return processors = count ? count : 1;
}

uint64_t pal_host_memory(void)
{
    struct sysinfo info;
    return host_call1(SYS_sysinfo, (long)&info) < 0 ? 0 : (uint64_t)info.totalram * info.mem_unit;
}

/* The text of a small file of /proc, zero-terminated; empty if it cannot be had. */
static const char *read_text(int file, char *buffer, size_t size)
{
    long done = file < 0 ? 0 : host_call4(SYS_pread64, file, (long)buffer, (long)size - 1, 0);
    buffer[done < 0 ? 0 : done] = 0;
    return buffer;
}

static uint64_t available_memory(const struct sysinfo *info)
{
    char buffer[512];
    const char *line = strstr(read_text(memory_file, buffer, sizeof buffer), "MemAvailable:");
    if (line)
        return strtoull(line + 13, NULL, 10) * 1024;
    return ((uint64_t)info->freeram + info->bufferram) * info->mem_unit;
}

static uint64_t resident_memory(uint64_t peak)
{
    char buffer[128];
    const char *text = strchr(read_text(resident_file, buffer, sizeof buffer), ' ');
    return text ? strtoull(text, NULL, 10) * (uint64_t)getpagesize() : peak;
}

static void copy_name(char *to, const char *from, size_t size)
{
    size_t count = strnlen(from, size - 1);
    while (count && from[count] && ((unsigned char)from[count] & 0xc0) == 0x80)
        count--; /* no half of a UTF-8 sequence */
    memcpy(to, from, count);
    memset(to + count, 0, size - count);
}

static const char *user_name(void)
{
    const char *name = getenv("USER");
    if (!name || !*name)
        name = getenv("LOGNAME");
    if (!name || !*name)
        name = host_call1(SYS_geteuid, 0) == 0 ? "root" : "user";
    return name;
}

void pal_host_names(char host_name[64], char user[64])
{
    struct utsname names;
    uname(&names);
    copy_name(host_name, names.nodename, 64);
    copy_name(user, user_name(), 64);
}

PalStatus pal_host_query(PalHostInfo *info)
{
    PalHostInfo facts;
    struct sysinfo memory;
    struct rusage usage;
    struct timespec since_boot;
    int64_t now;
    if (info->size < sizeof facts)
        return PAL_STATUS_INVALID_PARAMETER;
    memset(&facts, 0, sizeof facts);
    host_call1(SYS_sysinfo, (long)&memory);
    getrusage(RUSAGE_SELF, &usage);
    clock_gettime(CLOCK_BOOTTIME, &since_boot);
    pal_clock_query(PAL_CLOCK_SYSTEM, &now);
    facts.size = sizeof facts;
    facts.processor_count = pal_host_processors();
    facts.physical_memory = (uint64_t)memory.totalram * memory.mem_unit;
    facts.available_memory = available_memory(&memory);
    facts.resident_peak = (uint64_t)usage.ru_maxrss * 1024;
    facts.resident = resident_memory(facts.resident_peak);
    facts.boot_time = now - since_boot.tv_sec * PAL_SECOND - since_boot.tv_nsec / 100;
    pal_host_names(facts.host_name, facts.user_name);
    *info = facts;
    return PAL_OK;
}
