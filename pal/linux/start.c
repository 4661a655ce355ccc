/*
 * start.c - lay out the guest's address space, map ntdll and enter it.
 *
 *   0x00007a000000  session arena, 64 MiB, shared memory
 *   0x00007e000000  a 32-bit program's start block, the gate's page at its end
 *   0x000000010000 .. 0x6dffffffffff  what the library OS manages itself
 *   0x6e0000000000  start block: PEB, first TEB, fault stack, PalBoot, arguments, environment
 *   0x6f0000000000  ntdll and the other DLLs of the library OS, at their own bases
 * The host's own program, libraries and stacks lie above 0x700000000000.
 */
#include "start.h"
#include "ask.h"
#include "gate32.h"
#include "layout.h"
#include "spawn.h"
#include "thread.h"
#include "handle.h"
#include "host.h"
#include "pe_image.h"
#include "pal_calls.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#define GUEST_LOW          0x10000ull
#define GUEST_HIGH         0x700000000000ull
#define GUEST_HIGH32       0x7fff0000ull
#define GUEST_HIGH_LARGE32 0xffff0000ull
#define ARENA_BASE         0x7a000000ull
#define ARENA_SIZE         0x4000000ull
#define BLOCK_BASE         (program_width == 32 ? 0x7e000000ull : 0x6e0000000000ull)

uint64_t pal_guest_low = GUEST_LOW, pal_guest_high = GUEST_HIGH;
static int program_width = 64; /* of the program */
static const char *narrow_error;
static PalBoot *boot;
static int system_directory = -1, arena = -1;

void pal_thread_init_first(PalHandle *handle);

static uint64_t strings_size(char **strings, uint32_t *count)
{
    uint64_t size = 0;
    for (*count = 0; strings && strings[*count]; ++*count)
        size += strlen(strings[*count]) + 1;
    return size;
}

static char *copy_strings(char *to, char **strings, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        to = stpcpy(to, strings[i]) + 1;
    return to;
}

static void *map_at(uint64_t address, uint64_t size, int flags, int fd)
{
    void *at = mmap((void *)address, size, PROT_READ | PROT_WRITE,
                    flags | MAP_FIXED_NOREPLACE | MAP_NORESERVE, fd, 0);
    return at == (void *)address ? at : NULL;
}

/* Below the arena in its memory file; sparse. Where files may not be that large there is none. */
#define SESSION_MEMORY (1ull << 40)

/* cpuid is asked as seldom as can be: under a hypervisor each costs as much as many system calls.
 */
static void fill_machine(PalBoot *b, const struct pal_layout *layout)
{
    b->page_size = 4096;
    b->processor_count = layout->processor_count ? layout->processor_count : pal_host_processors();
    b->physical_memory = layout->physical_memory ? layout->physical_memory : pal_host_memory();
    b->process_id = (uint32_t)getpid();
}

static PalStatus adopt(int fd, uint32_t type, PalHandle *handle)
{
    *handle = 0;
    return fd < 0 ? PAL_OK : pal_handle_insert(type, fd, NULL, handle);
}

static int fill_handles(PalBoot *b, const struct pal_layout *layout)
{
    int bad = adopt(layout->host_directory, PAL_TYPE_DIRECTORY, &b->host_directory) |
              adopt(system_directory, PAL_TYPE_DIRECTORY, &b->system_directory) |
              adopt(layout->profile_directory, PAL_TYPE_DIRECTORY, &b->profile_directory) |
              adopt(layout->share_directory, PAL_TYPE_DIRECTORY, &b->share_directory) |
              adopt(layout->program, PAL_TYPE_FILE, &b->program);
    b->session_memory_size = layout->session_memory_size;
    if (b->session_memory_size)
        bad |= adopt(layout->arena, PAL_HANDLE_MEMORY, &b->session_memory);
    return bad;
}

static char *fill_strings(PalBoot *b, const struct pal_layout *layout, char *at)
{
    b->arguments = (PalAddress)at;
    at = copy_strings(at, layout->arguments, b->argument_count);
    b->environment = (PalAddress)at;
    at = copy_strings(at, layout->environment, b->environment_count);
    b->program_path = (PalAddress)at;
    at = stpcpy(at, layout->program_path) + 1;
    b->current_directory = (PalAddress)at;
    at = stpcpy(at, layout->current_directory) + 1;
    b->profile_path = (PalAddress)at;
    at = stpcpy(at, layout->profile_path ? layout->profile_path : "") + 1;
    b->host_name = (PalAddress)at, b->user_name = (PalAddress)(at + 64);
    if (layout->host_name) {
        memcpy(at, layout->host_name, 64);
        memcpy(at + 64, layout->user_name, 64);
    } else {
        pal_host_names(at, at + 64);
    }
    return at + 128;
}

/* The calls of a 32-bit program are in a page of its own. */
static int make_narrow(PalBoot *b, uint64_t page)
{
    static uint64_t calls[PAL_CALL_COUNT];
    narrow_error = pal_gate32_make(page, calls);
    if (narrow_error)
        return 0;
    memcpy((void *)(page - sizeof calls), calls, sizeof calls);
    b->calls = page - sizeof calls;
    return 1;
}

PalBoot *pal_layout_make(const struct pal_layout *layout)
{
    uint32_t argument_count, environment_count;
    uint64_t size = PAL_BLOCK_BOOT + sizeof(PalBoot) +
                    strings_size(layout->arguments, &argument_count) +
                    strings_size(layout->environment, &environment_count) + 3 * 4097 + 2 * 64 +
                    PAL_CALL_COUNT * 8 + layout->handle_count * sizeof(PalHandle) +
                    layout->boot_data_size + 2 * 8;
    int large_addresses;
    program_width = pal_image_width(layout->program, &large_addresses);
    size = (size + (program_width == 32 ? 4096 : 0) + 0xffff) & ~0xffffull;
    uint8_t *block = map_at(BLOCK_BASE, size, MAP_PRIVATE | MAP_ANONYMOUS, -1);
    if (!block || !map_at(ARENA_BASE, ARENA_SIZE, MAP_SHARED, layout->arena))
        return NULL;
    boot = (PalBoot *)(block + PAL_BLOCK_BOOT);
    boot->size = sizeof *boot;
    boot->abi_version = PAL_ABI_VERSION;
    boot->calls = (PalAddress)pal_gate_entries;
    if (program_width == 32 && !make_narrow(boot, (uint64_t)block + size - 4096))
        return NULL;
    boot->flags = layout->flags;
    boot->arena_base = ARENA_BASE, boot->arena_size = ARENA_SIZE;
    boot->guest_low = GUEST_LOW, boot->guest_high = program_width == 64 ? BLOCK_BASE
                                                    : large_addresses   ? GUEST_HIGH_LARGE32
                                                                        : GUEST_HIGH32;
    boot->block = BLOCK_BASE, boot->block_size = size;
    boot->argument_count = argument_count, boot->environment_count = environment_count;
    char *at = fill_strings(boot, layout, (char *)(boot + 1));
    at = (char *)(((uint64_t)at + 7) & ~7ull);
    boot->handles = (PalAddress)at, boot->handle_count = layout->handle_count;
    at += layout->handle_count * sizeof(PalHandle);
    at = (char *)(((uint64_t)at + 7) & ~7ull);
    boot->boot_data = layout->boot_data_size ? (PalAddress)at : 0;
    boot->boot_data_size = layout->boot_data_size;
    fill_machine(boot, layout);
    arena = layout->arena;
    pal_ask_prepare(boot, arena);
    system_directory = layout->system_directory;
    if (program_width == 32)
        system_directory =
            openat(layout->system_directory, "../i386-windows", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fill_handles(boot, layout) < 0 ? NULL : boot;
}

const PalBoot *pal_start_boot(void)
{
    return boot;
}

int pal_start_arena(void)
{
    return arena;
}

/* Where all standard streams are redirected, the terminal is still what a program asks for a
 * password on. It can be opened before the seal alone. */
static int adopt_terminal(PalBoot *to)
{
    struct pal_handle handle;
    for (int i = 0; i < 3; i++)
        if (pal_handle_get(to->standard[i], &handle) && handle.kind == PAL_TYPE_TERMINAL)
            return 1;
    int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    return fd < 0 || pal_handle_insert_flags(PAL_TYPE_TERMINAL, PAL_HANDLE_STANDARD, fd, NULL,
                                             &to->terminal) >= 0;
}

const char *pal_start_prepare(const struct pal_start *start)
{
    struct pal_layout layout = {
        .arena = memfd_create("bailey-session", MFD_CLOEXEC),
        .host_directory = start->host_directory,
        .system_directory = start->system_directory,
        .profile_directory = start->profile_directory,
        .share_directory = start->share_directory,
        .program = start->program,
        .arguments = start->arguments,
        .environment = start->environment,
        .program_path = start->program_path,
        .current_directory = start->current_directory,
        .profile_path = start->profile_path,
        .flags = start->flags,
        .session_memory_size = SESSION_MEMORY,
    };
    if (layout.arena < 0)
        return "there is no memory for it";
    if (ftruncate(layout.arena, (off_t)(ARENA_SIZE + SESSION_MEMORY)) < 0) {
        layout.session_memory_size = 0;
        if (ftruncate(layout.arena, ARENA_SIZE) < 0)
            return "there is no memory for it";
    }
    if (!pal_layout_make(&layout))
        return narrow_error ? narrow_error : "there is no memory for it";
    for (int i = 0; i < 3; i++)
        if (pal_handle_adopt_standard(i, &boot->standard[i]) < 0)
            return "there is no memory for its handles";
    if (!adopt_terminal(boot))
        return "there is no memory for its handles";
    pal_fault_init();
    return NULL;
}

/* ---- ntdll */

/* The headers are read once. */
struct image_file {
    int fd;
    uint32_t head_size;
    uint8_t head[4096];
};

static int32_t read_file(void *cookie, uint64_t offset, void *buffer, uint64_t size)
{
    const struct image_file *file = cookie;
    if (offset + size <= file->head_size) {
        memcpy(buffer, file->head + offset, size);
        return 0;
    }
    return pread(file->fd, buffer, size, (off_t)offset) == (ssize_t)size ? 0 : -1;
}

static int to_prot(uint32_t prot)
{
    return (prot & PE_PROT_READ ? PROT_READ : 0) | (prot & PE_PROT_WRITE ? PROT_WRITE : 0) |
           (prot & PE_PROT_EXEC ? PROT_EXEC : 0);
}

static int32_t map_file(void *cookie, uint64_t address, uint64_t size, uint32_t prot,
                        uint64_t offset)
{
    int anonymous = offset == PE_NO_OFFSET;
    void *at =
        mmap((void *)address, size, to_prot(prot),
             MAP_PRIVATE | MAP_FIXED_NOREPLACE | (anonymous ? MAP_ANONYMOUS : 0),
             anonymous ? -1 : ((struct image_file *)cookie)->fd, anonymous ? 0 : (off_t)offset);
    return at == (void *)address ? 0 : -1;
}

static int32_t protect(void *cookie, uint64_t address, uint64_t size, uint32_t prot)
{
    (void)cookie;
    return mprotect((void *)address, size, to_prot(prot));
}

static const char *map_ntdll(struct pe_image *image)
{
    int fd = openat(system_directory, "ntdll.dll", O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) < 0)
        return "its ntdll.dll cannot be opened: is Bailey installed completely?";
    struct image_file file = {.fd = fd};
    ssize_t head = pread(fd, file.head, sizeof file.head, 0);
    file.head_size = head > 0 ? (uint32_t)head : 0;
    struct pe_source source = {&file, read_file, map_file, protect, NULL, 0};
    enum pe_error error = pe_parse(&source, (uint64_t)st.st_size,
                                   program_width == 64 ? PE_MACHINE_AMD64 : PE_MACHINE_I386, image);
    if (!error)
        error = pe_map(&source, image, image->preferred_base);
    close(fd);
    return error ? "its ntdll.dll is damaged" : NULL;
}

const char *pal_start_run(void)
{
    struct pe_image image;
    uint8_t signal_stack[32 * 1024] __attribute__((aligned(64)));
    const char *error = map_ntdll(&image);
    if (error)
        return error;
    boot->ntdll_base = image.preferred_base;
    boot->ntdll_size = image.image_size;
    pal_fault_init_thread(signal_stack, sizeof signal_stack);
    pal_thread_init_first(&boot->thread);
    if (!boot->thread)
        return "there is no memory for its first thread";
    PalThreadStart first = {
        .size = sizeof first,
        .entry = image.preferred_base + image.entry_rva,
        .argument = (PalAddress)boot,
        .stack = BLOCK_BASE + PAL_BLOCK_BOOT,
        .teb = BLOCK_BASE + PAL_BLOCK_TEB,
        .area = BLOCK_BASE + PAL_BLOCK_AREA,
    };
    /* GS must work from the first instruction on. */
    if (program_width == 64) {
        *(uint64_t *)(first.teb + 0x30) = first.teb;
        *(uint64_t *)(first.teb + 0x60) = BLOCK_BASE + PAL_BLOCK_PEB;
    } else {
        *(uint32_t *)(first.teb + 0x18) = (uint32_t)first.teb;
        *(uint32_t *)(first.teb + 0x30) = (uint32_t)(BLOCK_BASE + PAL_BLOCK_PEB);
    }
    pal_thread_run(&first);
    for (;;)
        pause(); /* the first thread has ended, others go on */
}
