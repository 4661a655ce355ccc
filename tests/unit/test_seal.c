/*
 * test_seal.c - behind the seal a child tries what it must not be able to do, by raw system calls
 * as a hostile program would, and what it must still be able to do.
 */
#include "support.h"
#include "handle.h"
#include "pass.h"
#include "seal.h"
#include "signals.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char here[4096], outside[4200];
static pid_t parent;

static int seal_default(void)
{
    struct policy policy = {0};
    policy_add_path(&policy, "granted", GRANT_READ | GRANT_WRITE, -1);
    policy_add_path(&policy, "readable", GRANT_READ, -1);
    policy_add_path(&policy, "/dev/null", GRANT_WRITE | GRANT_FILE, -1);
    return seal_apply(&policy) == NULL;
}

#define REFUSED(call, error)                                                                   \
    do {                                                                                       \
        errno = 0;                                                                             \
        long result_ = (long)(call);                                                           \
        if (result_ != -1 || errno != (error)) {                                               \
            printf("# %s:%d: %s: %ld, errno %d\n", __FILE__, __LINE__, #call, result_, errno); \
            return 1;                                                                          \
        }                                                                                      \
    } while (0)
#define ALLOWED(call)                                                            \
    do {                                                                         \
        if ((long)(call) < 0) {                                                  \
            printf("# %s:%d: %s: errno %d\n", __FILE__, __LINE__, #call, errno); \
            return 1;                                                            \
        }                                                                        \
    } while (0)

static int try_files(void *argument)
{
    char buffer[1024];
    if (!seal_default())
        return 2;
    REFUSED(open("/etc/passwd", O_RDONLY), EACCES);
    REFUSED(open(outside, O_RDONLY), EACCES);
    REFUSED(open(outside, O_WRONLY | O_TRUNC), EACCES);
    REFUSED(open("granted/../secret", O_RDONLY), EACCES);
    REFUSED(open("granted/link", O_RDONLY), EACCES); /* a link that leads outside */
    REFUSED(open(".", O_RDONLY | O_DIRECTORY), EACCES);
    REFUSED(open("readable/file", O_WRONLY), EACCES);
    REFUSED(open("readable/new", O_WRONLY | O_CREAT, 0666), EACCES);
    REFUSED(syscall(SYS_mkdirat, AT_FDCWD, "readable/dir", 0777), EACCES);
    REFUSED(syscall(SYS_unlinkat, AT_FDCWD, "readable/file", 0), EACCES);
    REFUSED(syscall(SYS_unlinkat, AT_FDCWD, outside, 0), EACCES);
    REFUSED(syscall(SYS_renameat2, AT_FDCWD, "secret", AT_FDCWD, "granted/s", 0), EACCES);
    REFUSED(syscall(SYS_renameat2, AT_FDCWD, "granted/file", AT_FDCWD, "out", 0), EACCES);
    errno = 0; /* a link would carry the file in: EXDEV or EACCES, as the version has it */
    if (syscall(SYS_linkat, AT_FDCWD, "secret", AT_FDCWD, "granted/s", 0) != -1)
        return 1;
    ALLOWED(open("granted/file", O_RDWR));
    ALLOWED(open("granted/new", O_RDWR | O_CREAT | O_TRUNC, 0666));
    ALLOWED(syscall(SYS_mkdirat, AT_FDCWD, "granted/dir", 0777));
    ALLOWED(syscall(SYS_renameat2, AT_FDCWD, "granted/new", AT_FDCWD, "granted/dir/moved", 0));
    ALLOWED(syscall(SYS_symlinkat, "x", AT_FDCWD, "granted/soft"));
    int directory = open("granted", O_RDONLY | O_DIRECTORY);
    ALLOWED(syscall(SYS_getdents64, directory, buffer, sizeof buffer));
    ALLOWED(open("readable/file", O_RDONLY));
    ALLOWED(open("/dev/null", O_RDWR));
    return 0;
}

static int try_attributes(void *argument)
{
    struct timespec times[2] = {{1, 0}, {1, 0}};
    if (!seal_default())
        return 2;
    REFUSED(syscall(SYS_chmod, "secret", 0777), ENOSYS);
    REFUSED(syscall(SYS_fchmodat, AT_FDCWD, "secret", 0777), ENOSYS);
    REFUSED(syscall(SYS_fchownat, AT_FDCWD, "secret", 0, 0, 0), ENOSYS);
    REFUSED(syscall(SYS_utimensat, AT_FDCWD, "secret", times, 0), EPERM);
    REFUSED(syscall(SYS_setxattr, "secret", "user.x", "y", 1, 0), ENOSYS);
    REFUSED(syscall(SYS_truncate, "secret", 0), ENOSYS);
    REFUSED(open("granted/suid", O_WRONLY | O_CREAT, 04755), EPERM);
    REFUSED(syscall(SYS_mknodat, AT_FDCWD, "granted/node", S_IFIFO | 0666, 0), ENOSYS);
    int fd = open("granted/file", O_RDWR);
    REFUSED(fchmod(fd, 04755), EPERM);
    REFUSED(fchmod(fd, 02755), EPERM);
    ALLOWED(fchmod(fd, 0644));
    REFUSED(syscall(SYS_fsetxattr, fd, "security.capability", times, 20, 0), EPERM);
    REFUSED(syscall(SYS_fsetxattr, fd, "user.DOSATTRIB", "0x2", 3, 1), EPERM);
    REFUSED(syscall(SYS_getxattr, "secret", "user.DOSATTRIB", times, 8), ENOSYS);
    ALLOWED(syscall(SYS_utimensat, fd, NULL, times, 0));
    return 0;
}

static int try_processes(void *argument)
{
    static const char *const program[] = {"/bin/true", NULL};
    struct rlimit limit = {1, 1};
    char byte;
    struct {
        void *at;
        size_t size;
    } local = {&byte, 1};
    if (!seal_default())
        return 2;
    REFUSED(syscall(SYS_kill, parent, SIGTERM), ENOSYS);
    REFUSED(syscall(SYS_tgkill, parent, parent, SIGTERM), EPERM);
    REFUSED(syscall(SYS_tkill, parent, SIGTERM), ENOSYS);
    REFUSED(syscall(SYS_rt_sigqueueinfo, parent, SIGTERM, NULL), ENOSYS);
    REFUSED(syscall(SYS_pidfd_open, parent, 0), ENOSYS);
    REFUSED(syscall(SYS_ptrace, PTRACE_ATTACH, parent, 0, 0), ENOSYS);
    REFUSED(syscall(SYS_process_vm_readv, parent, &local, 1, &local, 1, 0), ENOSYS);
    REFUSED(syscall(SYS_execve, program[0], program, NULL), ENOSYS);
    REFUSED(syscall(SYS_execveat, AT_FDCWD, program[0], program, NULL, 0), ENOSYS);
    REFUSED(syscall(SYS_fork), ENOSYS);
    REFUSED(syscall(SYS_vfork), ENOSYS);
    REFUSED(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0), EPERM);
    REFUSED(syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0), EPERM);
    REFUSED(syscall(SYS_clone3, NULL, 0), ENOSYS);
    REFUSED(syscall(SYS_unshare, CLONE_NEWUSER), ENOSYS);
    REFUSED(setpriority(PRIO_PROCESS, (id_t)parent, 10), EPERM);
    REFUSED(setpriority(PRIO_USER, 0, 10), EPERM);
    REFUSED(syscall(SYS_sched_setaffinity, parent, 0, NULL), EPERM);
    REFUSED(syscall(SYS_prlimit64, parent, RLIMIT_NOFILE, &limit, NULL), EPERM);
    REFUSED(syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, &limit, NULL), EPERM);
    ALLOWED(syscall(SYS_prlimit64, 0, RLIMIT_NOFILE, NULL, &limit));
    ALLOWED(syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), PAL_SIGNAL));
    return 0;
}

/* With children, still nothing but what Landlock lets be executed. */
static int try_children(void *argument)
{
    int pair[2];
    struct policy policy = {.child = 1};
    static const char *const program[] = {"/bin/true", NULL};
    policy_add_path(&policy, "granted", GRANT_READ | GRANT_WRITE, -1);
    policy_add_path(&policy, "/proc/self/exe", GRANT_READ | GRANT_EXECUTE | GRANT_FILE, -1);
    if (seal_apply(&policy) != NULL)
        return 2;
    int file = open("/bin/true", O_PATH);
    ALLOWED(file);
    REFUSED(syscall(SYS_execve, program[0], program, NULL), ENOSYS);
    REFUSED(syscall(SYS_execveat, AT_FDCWD, program[0], program, NULL, 0), EPERM);
    REFUSED(syscall(SYS_execveat, file, "", program, NULL, AT_EMPTY_PATH), EACCES);
    REFUSED(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0), EPERM);
    REFUSED(syscall(SYS_clone, CLONE_VM | CLONE_VFORK | CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0),
            EPERM);
    REFUSED(syscall(SYS_tgkill, parent, parent, SIGTERM), EPERM);
    REFUSED(syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), EPERM);
    REFUSED(syscall(SYS_socketpair, AF_INET, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), EPERM);
    ALLOWED(syscall(SYS_socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair));
    REFUSED(syscall(SYS_sendmsg, pair[0], NULL, 0), EPERM);
    REFUSED(syscall(SYS_sendmsg, PAL_PASS_RECEIVE, NULL, 0), EPERM);
    REFUSED(syscall(SYS_recvmsg, PAL_PASS_SEND, NULL, 0), EPERM);
    REFUSED(syscall(SYS_sendmsg, PAL_PASS_SEND, NULL, 0), EBADF);
    REFUSED(syscall(SYS_connect, pair[0], NULL, 0), ENOSYS);
    return 0;
}

static int try_kernel(void *argument)
{
    int pair[2];
    if (!seal_default())
        return 2;
    REFUSED(syscall(SYS_socket, AF_INET, SOCK_STREAM, 0), ENOSYS);
    REFUSED(syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0), ENOSYS);
    REFUSED(syscall(SYS_socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), ENOSYS);
    REFUSED(syscall(SYS_sendmsg, 0, NULL, 0), EPERM);
    REFUSED(syscall(SYS_recvmsg, 0, NULL, 0), EPERM);
    REFUSED(syscall(SYS_getsockopt, 0, SOL_SOCKET, SO_TYPE, pair, NULL), EPERM);
    REFUSED(syscall(SYS_mount, "x", "/", "tmpfs", 0, NULL), ENOSYS);
    REFUSED(syscall(SYS_bpf, 0, NULL, 0), ENOSYS);
    REFUSED(syscall(SYS_io_uring_setup, 1, NULL), ENOSYS);
    REFUSED(syscall(SYS_userfaultfd, 0), ENOSYS);
    REFUSED(syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0), ENOSYS);
    REFUSED(syscall(SYS_keyctl, 0, 0, 0, 0, 0), ENOSYS);
    REFUSED(syscall(SYS_add_key, "user", "x", "y", 1, 0), ENOSYS);
    REFUSED(syscall(SYS_personality, 0), ENOSYS);
    REFUSED(syscall(SYS_openat2, AT_FDCWD, "granted/file", NULL, 0), ENOSYS);
    REFUSED(syscall(SYS_ioctl, 0, 0x5412 /* TIOCSTI */, "x"), EPERM);
    REFUSED(syscall(SYS_fcntl, 0, F_SETOWN, parent), EPERM);
    REFUSED(prctl(PR_SET_SECCOMP, 0, 0, 0, 0), EPERM);
    REFUSED(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), EPERM);
    REFUSED(madvise(NULL, 4096, 100 /* MADV_HWPOISON */), EPERM);
    REFUSED(syscall(0x40000000 | SYS_getpid), ENOSYS); /* x32 */
    REFUSED(syscall(4000), ENOSYS);
    REFUSED(syscall(-1), ENOSYS);
    if (prctl(PR_SET_NAME, "x") < 0)
        return 1;
    return 0;
}

/* The 32-bit entry to the kernel has other numbers: 20 is getpid there. */
static int try_int80(void *argument)
{
    long result = 20;
    if (!seal_default())
        return 2;
    __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
    return result == -ENOSYS ? 0 : 1;
}

static void *thread_main(void *argument)
{
    *(int *)argument = 1;
    return NULL;
}

static int try_ordinary_work(void *argument)
{
    pthread_t thread;
    int ran = 0, ends[2];
    struct stat facts;
    if (!seal_default())
        return 2;
    if (pthread_create(&thread, NULL, thread_main, &ran) != 0 || pthread_join(thread, NULL) != 0 ||
        !ran)
        return 1;
    void *memory =
        mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || munmap(memory, 1 << 20) < 0)
        return 1;
    ALLOWED(stat("granted/file", &facts));
    ALLOWED(pipe2(ends, O_CLOEXEC));
    ALLOWED(syscall(SYS_memfd_create, "x", MFD_CLOEXEC));
    ALLOWED(nanosleep(&(struct timespec){0, 1000}, NULL));
    free(malloc(10 << 20));
    return 0;
}

static long open_socket(int family, int type)
{
    return syscall(SYS_socket, family, type, 0);
}

static int try_net(void *argument)
{
    struct policy policy = {.net = NET_CONNECT};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (seal_apply(&policy))
        return 2;
    ALLOWED(open_socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC));
    REFUSED(open_socket(AF_UNIX, SOCK_STREAM), EPERM);
    REFUSED(open_socket(AF_NETLINK, SOCK_RAW), EPERM);
    REFUSED(open_socket(AF_INET, SOCK_RAW), EPERM);
    long stream = open_socket(AF_INET, SOCK_STREAM);
    ALLOWED(stream);
    if (landlock_version() >= 4)
        REFUSED(bind((int)stream, (struct sockaddr *)&address, sizeof address), EACCES);
    return 0;
}

static int try_port(void *argument)
{
    struct policy policy = {.ports = {{1, NET_CONNECT}}, .port_count = 1};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (landlock_version() < 4)
        return seal_apply(&policy) ? 0 : 1;
    if (seal_apply(&policy))
        return 2;
    REFUSED(open_socket(AF_INET, SOCK_DGRAM), EPERM);
    int stream = (int)open_socket(AF_INET, SOCK_STREAM);
    address.sin_port = htons(2);
    REFUSED(connect(stream, (struct sockaddr *)&address, sizeof address), EACCES);
    address.sin_port = htons(1);
    REFUSED(connect(stream, (struct sockaddr *)&address, sizeof address), ECONNREFUSED);
    return 0;
}

static int try_all(void *argument)
{
    struct policy policy = {.all = 1};
    if (seal_apply(&policy))
        return 2;
    ALLOWED(open("/etc/passwd", O_RDONLY));
    REFUSED(syscall(SYS_kill, parent, 0), ENOSYS);
    REFUSED(syscall(SYS_mount, "x", "/", "tmpfs", 0, NULL), ENOSYS);
    return 0;
}

static int try_missing_directory(void *argument)
{
    struct policy policy = {0};
    policy_add_path(&policy, "/no/such/directory", GRANT_READ, -1);
    const char *error = seal_apply(&policy);
    return error && strstr(error, "/no/such/directory") ? 0 : 1;
}

static int (*const attempts[])(void *) = {
    try_files,  try_attributes, try_processes,         try_children,
    try_kernel, try_int80,      try_ordinary_work,     try_net,
    try_port,   try_all,        try_missing_directory,
};
static unsigned next_attempt;

static void attempt(void **state)
{
    assert_int_equal(in_child(attempts[next_attempt++], NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"files outside are out of reach", attempt, NULL, NULL, NULL},
        {"attributes are changed through descriptors alone", attempt, NULL, NULL, NULL},
        {"other processes are out of reach", attempt, NULL, NULL, NULL},
        {"children are picoprocesses alone", attempt, NULL, NULL, NULL},
        {"the rest of the kernel is out of reach", attempt, NULL, NULL, NULL},
        {"the 32-bit entry is closed", attempt, NULL, NULL, NULL},
        {"ordinary work goes on", attempt, NULL, NULL, NULL},
        {"the network opens by direction", attempt, NULL, NULL, NULL},
        {"the network opens by port", attempt, NULL, NULL, NULL},
        {"all still filters system calls", attempt, NULL, NULL, NULL},
        {"a grant of what is not there is an error", attempt, NULL, NULL, NULL},
    };
    void *scratch;
    cmocka_set_message_output(CM_OUTPUT_TAP);
    if (landlock_version() == 0) {
        printf("1..0 # SKIP the kernel has no Landlock\n");
        return 0;
    }
    parent = getpid();
    if (enter_scratch(&scratch) < 0 || !getcwd(here, sizeof here) || mkdir("granted", 0777) < 0 ||
        mkdir("readable", 0777) < 0 || symlink("../secret", "granted/link") < 0)
        return 1;
    snprintf(outside, sizeof outside, "%s/secret", here);
    write_text("secret", "s");
    write_text("granted/file", "f");
    write_text("readable/file", "r");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    leave_scratch(&scratch);
    return failed;
}
