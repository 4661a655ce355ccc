/* explain.c - a short list of refused names, in host memory. */
#include "explain.h"
#include "host_call.h"
#include "path.h"
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

#define REFUSAL_COUNT 64
#define NAME_SIZE     1024

int pal_explain_enabled;

static struct refusal {
    volatile int ready;
    int write;
    char name[NAME_SIZE];
} refusals[REFUSAL_COUNT];
static volatile uint32_t taken;

static int is_known(const char *name, int write)
{
    uint32_t count = taken < REFUSAL_COUNT ? taken : REFUSAL_COUNT;
    for (uint32_t i = 0; i < count; i++)
        if (refusals[i].ready && refusals[i].write == write && strcmp(refusals[i].name, name) == 0)
            return 1;
    return 0;
}

void pal_explain_record(int base, const char *text, int write)
{
    char name[NAME_SIZE], self[PAL_FD_PATH_SIZE];
    size_t text_size = strnlen(text, NAME_SIZE);
    pal_fd_path(self, base);
    long size = host_call4(SYS_readlinkat, AT_FDCWD, (long)self, (long)name, NAME_SIZE - 2);
    if (size < 0 || (size_t)size + 1 + text_size >= NAME_SIZE)
        return;
    if (text_size && name[size - 1] != '/')
        name[size++] = '/';
    memcpy(name + size, text, text_size);
    name[(size_t)size + text_size] = 0;
    if (is_known(name, write))
        return;
    uint32_t index = __atomic_fetch_add(&taken, 1, __ATOMIC_ACQ_REL);
    if (index >= REFUSAL_COUNT)
        return;
    refusals[index].write = write;
    strcpy(refusals[index].name, name);
    __atomic_store_n(&refusals[index].ready, 1, __ATOMIC_RELEASE);
}

size_t pal_explain_each(void (*visit)(const char *path, int write))
{
    uint32_t count = taken;
    for (uint32_t i = 0; i < count && i < REFUSAL_COUNT; i++)
        if (__atomic_load_n(&refusals[i].ready, __ATOMIC_ACQUIRE))
            visit(refusals[i].name, refusals[i].write);
    return count > REFUSAL_COUNT ? count - REFUSAL_COUNT : 0;
}
