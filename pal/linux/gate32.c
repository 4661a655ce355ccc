/* gate32.c - making the page of far jumps, and the LDT entries behind FS. */
#include "gate32.h"
#include "control.h"
#include "host_call.h"
#include "pal_calls.h"
#include "thread.h"
#include <asm/ldt.h>
#include <pthread.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#define THUNK_SIZE 16
#define HOST_JUMP  (THUNK_SIZE * PAL_CALL_COUNT)

uint64_t pal_gate32_page;

int pal_image_width(int fd, int *large_addresses)
{
    uint8_t dos[64], head[24];
    uint32_t at;
    uint16_t machine, flags;
    *large_addresses = 0;
    if (pread(fd, dos, sizeof dos, 0) != sizeof dos)
        return 64;
    memcpy(&at, dos + 60, sizeof at);
    if (pread(fd, head, sizeof head, at) != sizeof head || memcmp(head, "PE\0", 4) != 0)
        return 64;
    memcpy(&machine, head + 4, sizeof machine);
    memcpy(&flags, head + 22, sizeof flags);
    *large_addresses = (flags & 0x20) != 0;
    return machine == 0x014c ? 32 : 64;
}

/* mov $number, %eax; ljmp $0x33, $jump */
static void write_thunk(uint8_t *at, uint32_t number, uint32_t jump)
{
    at[0] = 0xb8, at[5] = 0xea, at[10] = 0x33, at[11] = 0;
    memcpy(at + 1, &number, sizeof number);
    memcpy(at + 6, &jump, sizeof jump);
}

const char *pal_gate32_make(uint64_t page, uint64_t *calls)
{
    uint8_t *at = (uint8_t *)page;
    static const uint8_t jump[] = {0xff, 0x25, 0, 0, 0, 0}; /* jmp *(%rip) */
    uint64_t gate = (uint64_t)pal_gate32;
    _Static_assert(HOST_JUMP + 16 <= 4096, "one page");
    if (!(getauxval(AT_HWCAP2) & 2))
        return "32-bit programs need a processor and a kernel that let programs write FS and GS";
    for (uint32_t i = 0; i < PAL_CALL_COUNT; i++) {
        write_thunk(at + i * THUNK_SIZE, i, (uint32_t)page + HOST_JUMP);
        calls[i] = page + i * THUNK_SIZE;
    }
    memcpy(at + HOST_JUMP, jump, sizeof jump);
    memcpy(at + HOST_JUMP + sizeof jump, &gate, sizeof gate);
    if (mprotect(at, 4096, PROT_READ | PROT_EXEC) < 0)
        return "there is no memory for it";
    pal_gate32_page = page;
    pal_control_handler = pal_on_control32;
    return NULL;
}

/* ---- the LDT */

static uint64_t used[LDT_ENTRIES / 64];
static pthread_mutex_t used_mutex = PTHREAD_MUTEX_INITIALIZER;

static int take_entry(void)
{
    int entry = -1;
    pthread_mutex_lock(&used_mutex);
    for (unsigned i = 0; i < LDT_ENTRIES / 64 && entry < 0; i++)
        if (~used[i]) {
            entry = (int)(i * 64) + __builtin_ctzll(~used[i]);
            used[i] |= 1ull << entry % 64;
        }
    pthread_mutex_unlock(&used_mutex);
    return entry;
}

static void give_entry(int entry)
{
    pthread_mutex_lock(&used_mutex);
    used[entry / 64] &= ~(1ull << entry % 64);
    pthread_mutex_unlock(&used_mutex);
}

int pal_gate32_enter_thread(uint64_t teb)
{
    uint64_t host;
    int entry = take_entry();
    if (entry < 0)
        return 0;
    struct user_desc segment = {.entry_number = (unsigned)entry,
                                .base_addr = (unsigned)teb,
                                .limit = 0xfffff,
                                .seg_32bit = 1,
                                .limit_in_pages = 1,
                                .useable = 1};
    if (host_call3(SYS_modify_ldt, 0x11, (long)&segment, sizeof segment) < 0) {
        give_entry(entry);
        return 0;
    }
    __asm__ volatile("rdfsbase %0" : "=r"(host));
    __asm__ volatile("wrgsbase %0" : : "r"(host));
    pal_self.fs = (uint32_t)entry << 3 | 7;
    return 1;
}

void pal_gate32_leave_thread(void)
{
    give_entry((int)(pal_self.fs >> 3));
}
