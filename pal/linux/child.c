/*
 * child.c - the other side of spawn.c: the guest's address space from what the creator left. It
 * runs behind the seal from its first instruction on.
 */
#include "control.h"
#include "layout.h"
#include "handle.h"
#include "pass.h"
#include "spawn.h"
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int adopt_handles(PalBoot *boot, const struct child_state *state)
{
    const struct child_handle *from =
        (const struct child_handle *)((const char *)state + ((sizeof *state + 7) & ~7ull));
    PalHandle *to = (PalHandle *)boot->handles;
    int bad = 0;
    for (uint32_t i = 0; i < state->handle_count; i++) {
        fcntl(from[i].fd, F_SETFD, FD_CLOEXEC);
        bad |= pal_handle_insert_flags(from[i].kind, from[i].flags, from[i].fd, NULL, &to[i]);
    }
    for (int i = 0; i < 3; i++)
        if (state->standard & 1u << i)
            bad |= pal_handle_adopt_standard(i, &boot->standard[i]);
    memcpy((void *)boot->boot_data, from + state->handle_count, state->boot_data_size);
    return bad;
}

static void close_on_exec(const struct child_state *state)
{
    const int kept[] = {state->arena,
                        state->host_directory,
                        state->system_directory,
                        state->profile_directory,
                        state->share_directory,
                        state->program,
                        state->has_box ? PAL_PASS_SEND : -1,
                        state->has_box ? PAL_PASS_RECEIVE : -1};
    for (unsigned i = 0; i < sizeof kept / sizeof *kept; i++)
        if (kept[i] >= 0)
            fcntl(kept[i], F_SETFD, FD_CLOEXEC);
}

/* The creator blocked them all. */
static void unblock_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

const char *pal_start_child(int fd)
{
    struct stat facts;
    if (fstat(fd, &facts) < 0 || (size_t)facts.st_size < sizeof(struct child_state))
        return "its creator left nothing for it";
    const struct child_state *state =
        mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (state == MAP_FAILED || state->magic != CHILD_MAGIC)
        return "its creator left nothing for it";
    unblock_signals();
    close_on_exec(state);
    if (state->has_box)
        pal_pass_adopt();
    const struct pal_layout layout = {
        .arena = state->arena,
        .host_directory = state->host_directory,
        .system_directory = state->system_directory,
        .profile_directory = state->profile_directory,
        .share_directory = state->share_directory,
        .program = state->program,
        .flags = state->flags,
        .program_path = "",
        .current_directory = "/",
        .profile_path = state->profile_path,
        .host_name = state->host_name,
        .user_name = state->user_name,
        .processor_count = state->processor_count,
        .physical_memory = state->physical_memory,
        .session_memory_size = state->session_memory_size,
        .handle_count = state->handle_count,
        .boot_data_size = state->boot_data_size,
    };
    PalBoot *boot = pal_layout_make(&layout);
    if (!boot)
        return "there is no memory for it";
    if (adopt_handles(boot, state) < 0)
        return "there is no memory for its handles";
    munmap((void *)state, (size_t)facts.st_size);
    pal_fault_init();
    pal_control_catch();
    return NULL;
}
