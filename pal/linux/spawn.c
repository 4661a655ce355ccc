/*
 * spawn.c - making a child: this program once more, behind the seal that its creator has.
 *
 * The child is a fresh execution, so that nothing of the creator's memory is in it, and the
 * creator's size does not matter: until the exec it borrows the creator's memory, as vfork has it,
 * and touches its own stack frames alone. Every descriptor is closed by the exec but those that the
 * state names.
 */
#include "spawn.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "pass.h"
#include "status.h"
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SIGSET_SIZE 8 /* the kernel's */

struct spawn {
    int state_fd;
    int program; /* this program's own file */
    const struct child_state *state;
    const struct child_handle *handles;
    int standard[3];    /* -1: closed */
    volatile int error; /* set by the child where it fails before the exec */
    char state_text[16];
};

/* The descriptor of a directory that this process was started with. */
static int fd_of(PalHandle handle)
{
    struct pal_handle copy;
    return handle && pal_handle_get(handle, &copy) ? copy.fd : -1;
}

static int can_be_given(const struct pal_handle *copy)
{
    return copy->fd >= 0 && (copy->kind < PAL_HANDLE_MEMORY || copy->kind == PAL_HANDLE_MEMORY);
}

static int keep(int fd)
{
    return fd < 0 ? 0 : (int)host_call3(SYS_fcntl, fd, F_SETFD, 0);
}

/* ---- in the child, before the exec */

static int place_standard(const struct spawn *s)
{
    int source[3];
    for (int i = 0; i < 3; i++) {
        int fd = s->standard[i] < 0 ? s->state->host_directory : s->standard[i];
        source[i] = (int)host_call3(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 3);
        if (source[i] < 0)
            return source[i];
    }
    for (int i = 0; i < 3; i++) {
        int result = (int)host_call3(SYS_dup3, source[i], i, 0);
        if (result < 0)
            return result;
    }
    return 0;
}

static void become(struct spawn *s)
{
    static const char *const environment[] = {NULL};
    const struct child_state *state = s->state;
    const char *arguments[] = {"bailey", CHILD_OPTION, s->state_text, NULL};
    int error = place_standard(s);
    const int kept[] = {state->arena,
                        state->host_directory,
                        state->system_directory,
                        state->profile_directory,
                        state->share_directory,
                        state->program,
                        s->state_fd,
                        state->has_box ? PAL_PASS_SEND : -1,
                        state->has_box ? PAL_PASS_RECEIVE : -1};
    for (unsigned i = 0; i < sizeof kept / sizeof *kept && error >= 0; i++)
        error = keep(kept[i]);
    for (uint32_t i = 0; i < state->handle_count && error >= 0; i++)
        error = keep(s->handles[i].fd);
    if (error >= 0)
        error = (int)host_call5(SYS_execveat, s->program, (long)"", (long)arguments,
                                (long)environment, AT_EMPTY_PATH);
    s->error = error;
    host_call1(SYS_exit_group, 127);
}

/* ---- in the creator */

/* Signals wait: a handler must not run in two processes on one stack. */
static long __attribute__((noinline)) fork_and_become(struct spawn *s)
{
    uint64_t all = ~0ull, old;
    host_call4(SYS_rt_sigprocmask, SIG_SETMASK, (long)&all, (long)&old, SIGSET_SIZE);
    long id = host_call5(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
    if (id == 0)
        become(s);
    host_call4(SYS_rt_sigprocmask, SIG_SETMASK, (long)&old, 0, SIGSET_SIZE);
    return id > 0 && s->error < 0 ? s->error : id;
}

static void fill_state(struct child_state *state, const PalProcessStart *start, int program)
{
    const PalBoot *boot = pal_start_boot();
    memset(state, 0, offsetof(struct child_state, profile_path));
    state->magic = CHILD_MAGIC;
    state->flags = boot->flags;
    state->arena = pal_start_arena();
    state->host_directory = fd_of(boot->host_directory);
    state->system_directory = fd_of(boot->system_directory);
    state->profile_directory = fd_of(boot->profile_directory);
    state->share_directory = fd_of(boot->share_directory);
    state->program = program;
    pal_pass_prepare();
    state->has_box = (uint32_t)pal_pass_is_there();
    state->handle_count = start->handle_count;
    state->boot_data_size = (uint32_t)start->boot_data_size;
    state->processor_count = boot->processor_count;
    state->physical_memory = boot->physical_memory;
    state->session_memory_size = boot->session_memory_size;
    memcpy(state->host_name, (const char *)boot->host_name, sizeof state->host_name);
    memcpy(state->user_name, (const char *)boot->user_name, sizeof state->user_name);
    snprintf(state->profile_path, sizeof state->profile_path, "%s",
             (const char *)boot->profile_path);
}

static PalStatus find_handles(const PalProcessStart *start, struct child_handle *handles)
{
    const PalHandle *given = (const PalHandle *)start->handles;
    for (uint32_t i = 0; i < start->handle_count; i++) {
        struct pal_handle copy;
        if (!pal_handle_get(given[i], &copy) || !can_be_given(&copy))
            return PAL_STATUS_INVALID_HANDLE;
        /* Its file status flags are now also the child's: neither changes them from here on. */
        uint8_t shared =
            copy.kind == PAL_TYPE_FILE || copy.kind == PAL_TYPE_DIRECTORY ? 0 : PAL_HANDLE_STANDARD;
        handles[i] = (struct child_handle){copy.fd, copy.kind, copy.flags | shared, 0};
    }
    return PAL_OK;
}

static PalStatus find_standard(const PalProcessStart *start, struct spawn *s,
                               struct child_state *state)
{
    for (int i = 0; i < 3; i++) {
        s->standard[i] = -1;
        if (!start->standard[i])
            continue;
        s->standard[i] = fd_of(start->standard[i]);
        if (s->standard[i] < 0)
            return PAL_STATUS_INVALID_HANDLE;
        state->standard |= 1u << i;
    }
    return PAL_OK;
}

/* One memory file with everything, mapped to be filled; *size is what was mapped. */
static PalStatus make_state(const PalProcessStart *start, struct spawn *s, uint64_t *size,
                            void **mapped)
{
    uint64_t handles_at = (sizeof(struct child_state) + 7) & ~7ull;
    uint64_t data_at = handles_at + start->handle_count * sizeof(struct child_handle);
    *size = data_at + start->boot_data_size;
    struct pal_handle program;
    if (!pal_handle_get(start->program, &program) || program.fd < 0)
        return PAL_STATUS_INVALID_HANDLE;
    long fd = host_call2(SYS_memfd_create, (long)"bailey-child", MFD_CLOEXEC);
    if (fd < 0)
        return pal_status(fd);
    s->state_fd = (int)fd;
    snprintf(s->state_text, sizeof s->state_text, "%d", s->state_fd);
    long result = host_call2(SYS_ftruncate, fd, (long)*size);
    if (result >= 0)
        result = host_call6(SYS_mmap, 0, (long)*size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (result < 0 && result > -4096)
        return pal_status(result);
    *mapped = (void *)result;
    struct child_state *state = *mapped;
    struct child_handle *handles = (struct child_handle *)((char *)*mapped + handles_at);
    s->state = state, s->handles = handles;
    fill_state(state, start, program.fd);
    PalStatus status = find_handles(start, handles);
    if (status >= 0)
        status = find_standard(start, s, state);
    if (status >= 0)
        memcpy((char *)*mapped + data_at, (const void *)start->boot_data, start->boot_data_size);
    return status;
}

PalStatus pal_process_create(const PalProcessStart *start, uint32_t *id)
{
    PalProcessStart wanted = *start;
    struct spawn s = {.state_fd = -1};
    void *mapped = NULL;
    uint64_t size = 0;
    guest_probe(id, sizeof *id);
    if (wanted.size != sizeof wanted || wanted.handle_count > PAL_PROCESS_HANDLES ||
        wanted.boot_data_size > PAL_PROCESS_DATA)
        return PAL_STATUS_INVALID_PARAMETER;
    for (uint32_t i = 0; i < wanted.handle_count; i++) /* a fault comes here, not later */
        (void)((const volatile PalHandle *)wanted.handles)[i];
    for (uint64_t i = 0; i < wanted.boot_data_size; i++)
        (void)((const volatile char *)wanted.boot_data)[i];
    s.program =
        (int)host_call4(SYS_openat, AT_FDCWD, (long)"/proc/self/exe", O_PATH | O_CLOEXEC, 0);
    if (s.program < 0)
        return pal_status(s.program);
    PalStatus status = make_state(&wanted, &s, &size, &mapped);
    long child = status < 0 ? 0 : fork_and_become(&s);
    if (mapped)
        host_call2(SYS_munmap, (long)mapped, (long)size);
    if (s.state_fd >= 0)
        host_call1(SYS_close, s.state_fd);
    host_call1(SYS_close, s.program);
    if (status < 0 || child < 0)
        return status < 0 ? status : pal_status(child);
    *id = (uint32_t)child;
    return PAL_OK;
}
