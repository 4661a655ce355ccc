/*
 * seccomp.c - the system calls that the PAL makes, and no others.
 *
 * The filter is a binary search tree over the call numbers, written out when the process starts.
 * The kernel finds by itself which calls are allowed whatever their arguments (Linux 5.11) and does
 * not run the filter for them. What is not allowed does not exist: ENOSYS; a call with a wrong
 * argument is refused: EPERM.
 */
#include "seal.h"
#include <asm/ioctls.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_epoll_pwait2
#    define SYS_epoll_pwait2 441
#endif
#ifndef SYS_futex_waitv
#    define SYS_futex_waitv 449
#endif

#define LOW(n)  (offsetof(struct seccomp_data, args) + 8 * (n))
#define HIGH(n) (LOW(n) + 4)

#define LOAD(offset)          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define AND(mask)             BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask)
#define EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define ABOVE(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, value, yes, no)
#define ALLOW                 BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE(error)         BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))

/* ---- checks of arguments: they end the filter, and hold no jump out of themselves */

/* open: no set-user-id files, and no emptying of a file that is opened for reading (which Landlock
 * before version 3 does not see). */
static const struct sock_filter check_open[] = {
    LOAD(LOW(3)),         AND(06000), EQUAL(0, 0, 4), LOAD(LOW(2)), AND(O_ACCMODE | O_TRUNC),
    EQUAL(O_TRUNC, 1, 0), ALLOW,      REFUSE(EPERM),
};
static const struct sock_filter check_fchmod[] = {
    LOAD(LOW(1)), AND(06000), EQUAL(0, 0, 1), ALLOW, REFUSE(EPERM),
};
/* Times are set on descriptors, never on a name: Landlock does not look at those. */
static const struct sock_filter check_utimensat[] = {
    LOAD(LOW(1)), EQUAL(0, 0, 3), LOAD(HIGH(1)), EQUAL(0, 0, 1), ALLOW, REFUSE(EPERM),
};
static const struct sock_filter check_ioctl[] = {
    LOAD(LOW(1)),
    EQUAL(TCGETS, 5, 0),
    EQUAL(TCSETS, 4, 0),
    EQUAL(TCSETSW, 3, 0),
    EQUAL(TIOCGWINSZ, 2, 0),
    EQUAL(FIONREAD, 1, 0),
    REFUSE(EPERM),
    ALLOW,
};
static const struct sock_filter check_fcntl[] = {
    LOAD(LOW(1)),
    EQUAL(F_GETFL, 6, 0),
    EQUAL(F_SETFL, 5, 0),
    EQUAL(F_GETFD, 4, 0),
    EQUAL(F_SETFD, 3, 0),
    EQUAL(F_OFD_SETLK, 2, 0),
    EQUAL(F_OFD_GETLK, 1, 0),
    REFUSE(EPERM),
    ALLOW,
};
/* Threads of this process, in the same namespaces. */
#define THREAD_FLAGS (CLONE_VM | CLONE_THREAD | CLONE_SIGHAND)
#define NEW_FLAGS                                                                                 \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | \
     CLONE_NEWNET | CLONE_PTRACE | CLONE_UNTRACED)
static const struct sock_filter check_clone[] = {
    LOAD(LOW(0)), AND(THREAD_FLAGS | NEW_FLAGS), EQUAL(THREAD_FLAGS, 0, 1), ALLOW, REFUSE(EPERM),
};
static const struct sock_filter check_prctl[] = {
    LOAD(LOW(0)), EQUAL(PR_SET_NAME, 2, 0), EQUAL(PR_SET_VMA, 1, 0), REFUSE(EPERM), ALLOW,
};
/* No hardware poison. */
static const struct sock_filter check_madvise[] = {
    LOAD(LOW(2)),
    ABOVE(100, 0, 1),
    REFUSE(EPERM),
    ALLOW,
};
/* The calling process or thread only. */
static const struct sock_filter check_own_pid[] = {
    LOAD(LOW(0)),
    EQUAL(0, 0, 1),
    ALLOW,
    REFUSE(EPERM),
};
static const struct sock_filter check_setpriority[] = {
    LOAD(LOW(0)), EQUAL(0, 0, 3), LOAD(LOW(1)), EQUAL(0, 0, 1), ALLOW, REFUSE(EPERM),
};
/* Limits are read, not set. */
static const struct sock_filter check_prlimit[] = {
    LOAD(LOW(0)),  EQUAL(0, 0, 5), LOAD(LOW(2)), EQUAL(0, 0, 3),
    LOAD(HIGH(2)), EQUAL(0, 0, 1), ALLOW,        REFUSE(EPERM),
};
/* The number is put in when the filter is made. */
static struct sock_filter check_tgkill[] = {
    LOAD(LOW(0)),
    EQUAL(0, 0, 1),
    ALLOW,
    REFUSE(EPERM),
};
static const struct sock_filter check_socket[] = {
    LOAD(LOW(0)), EQUAL(2, 2, 0), EQUAL(10, 1, 0), REFUSE(EPERM), LOAD(LOW(1)),
    AND(0xf),     EQUAL(1, 2, 0), EQUAL(2, 1, 0),  REFUSE(EPERM), ALLOW,
};
/* Where ports are limited: Landlock knows those of TCP alone. */
static const struct sock_filter check_socket_tcp[] = {
    LOAD(LOW(0)), EQUAL(2, 2, 0), EQUAL(10, 1, 0), REFUSE(EPERM), LOAD(LOW(1)),
    AND(0xf),     EQUAL(1, 1, 0), REFUSE(EPERM),   ALLOW,
};

/* ---- the table, in ascending order */

enum net_need { ALWAYS, IF_NET, IF_ANY_PORT, IF_CHOSEN_PORTS };

struct rule {
    int16_t number;
    uint8_t need;
    uint8_t check_size;
    const struct sock_filter *check;
};
#define CALL(name)                  \
    {                               \
        SYS_##name, ALWAYS, 0, NULL \
    }
#define NET(name)                   \
    {                               \
        SYS_##name, IF_NET, 0, NULL \
    }
#define CHECKED(name, of)                              \
    {                                                  \
        SYS_##name, ALWAYS, sizeof of / sizeof *of, of \
    }

static const struct rule rules[] = {
    CALL(read),
    CALL(write),
    CALL(close),
    CALL(fstat),
    CALL(lseek),
    CALL(mmap),
    CALL(mprotect),
    CALL(munmap),
    CALL(brk),
    CALL(rt_sigaction),
    CALL(rt_sigprocmask),
    CALL(rt_sigreturn),
    CHECKED(ioctl, check_ioctl),
    CALL(pread64),
    CALL(pwrite64),
    CALL(readv),
    CALL(writev),
    CALL(sched_yield),
    CALL(mremap),
    CALL(msync),
    CHECKED(madvise, check_madvise),
    CALL(pause),
    CALL(nanosleep),
    CALL(getpid),
    {SYS_socket, IF_ANY_PORT, sizeof check_socket / sizeof *check_socket, check_socket},
    {SYS_socket, IF_CHOSEN_PORTS, sizeof check_socket_tcp / sizeof *check_socket_tcp,
     check_socket_tcp},
    NET(connect),
    NET(sendto),
    NET(recvfrom),
    NET(sendmsg),
    NET(recvmsg),
    NET(shutdown),
    NET(bind),
    NET(listen),
    NET(getsockname),
    NET(getpeername),
    NET(setsockopt),
    NET(getsockopt),
    CHECKED(clone, check_clone),
    CALL(exit),
    CALL(uname),
    CHECKED(fcntl, check_fcntl),
    CALL(fsync),
    CALL(fdatasync),
    CALL(ftruncate),
    CHECKED(fchmod, check_fchmod),
    CALL(getrusage),
    CALL(sysinfo),
    CALL(getuid),
    CALL(geteuid),
    CALL(getegid),
    CALL(getgroups),
    CALL(sigaltstack),
    CALL(fstatfs),
    CHECKED(setpriority, check_setpriority),
    CHECKED(prctl, check_prctl),
    CALL(arch_prctl),
    CALL(gettid),
    CALL(futex),
    CHECKED(sched_setaffinity, check_own_pid),
    CHECKED(sched_getaffinity, check_own_pid),
    CALL(getdents64),
    CALL(set_tid_address),
    CALL(restart_syscall),
    CALL(clock_gettime),
    CALL(clock_getres),
    CALL(clock_nanosleep),
    CALL(exit_group),
    CALL(epoll_ctl),
    CHECKED(tgkill, check_tgkill),
    CALL(inotify_add_watch),
    CALL(inotify_rm_watch),
    CHECKED(openat, check_open),
    CALL(mkdirat),
    CALL(newfstatat),
    CALL(unlinkat),
    CALL(linkat),
    CALL(symlinkat),
    CALL(readlinkat),
    CALL(ppoll),
    CALL(set_robust_list),
    CHECKED(utimensat, check_utimensat),
    CALL(epoll_pwait),
    CALL(fallocate),
    NET(accept4),
    CALL(epoll_create1),
    CALL(dup3),
    CALL(pipe2),
    CALL(inotify_init1),
    CHECKED(prlimit64, check_prlimit),
    CALL(renameat2),
    CALL(getrandom),
    CALL(memfd_create),
    CALL(statx),
    CALL(rseq),
    CALL(epoll_pwait2),
    CALL(futex_waitv),
};
#define RULE_COUNT (sizeof rules / sizeof *rules)

/* ---- the filter */

#define PROGRAM_SIZE 512

/* From `start` on, up to the next segment, a call's number means this. */
struct segment {
    uint32_t start;
    const struct rule *rule; /* NULL: refused */
};

struct builder {
    struct sock_filter code[PROGRAM_SIZE];
    unsigned size;
    struct segment segments[2 * RULE_COUNT + 1];
    unsigned segment_count;
};

static int is_active(const struct rule *rule, const struct policy *policy)
{
    int any_port = policy->all || policy->net;
    switch (rule->need) {
    case IF_NET:
        return any_port || policy->port_count;
    case IF_ANY_PORT:
        return any_port;
    case IF_CHOSEN_PORTS:
        return !any_port && policy->port_count;
    default:
        return 1;
    }
}

static void add_segment(struct builder *b, uint32_t start, const struct rule *rule)
{
    struct segment *last = b->segment_count ? &b->segments[b->segment_count - 1] : NULL;
    if (last && last->start == start) { /* nothing was in between */
        last->rule = rule;
        return;
    }
    b->segments[b->segment_count++] = (struct segment){start, rule};
}

static void find_segments(struct builder *b, const struct policy *policy)
{
    add_segment(b, 0, NULL);
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        if (!is_active(&rules[i], policy))
            continue;
        uint32_t number = (uint32_t)rules[i].number;
        struct segment *last = &b->segments[b->segment_count - 1];
        struct segment *before = b->segment_count > 1 ? last - 1 : NULL;
        if (last->start == number && !rules[i].check && before && before->rule &&
            !before->rule->check)
            b->segment_count--; /* goes on with what was allowed just before */
        else
            add_segment(b, number, &rules[i]);
        add_segment(b, number + 1, NULL);
    }
}

static void emit(struct builder *b, const struct sock_filter *code, unsigned count)
{
    for (unsigned i = 0; i < count && b->size < PROGRAM_SIZE; i++)
        b->code[b->size++] = code[i];
}

static void emit_leaf(struct builder *b, const struct rule *rule)
{
    static const struct sock_filter allow = ALLOW, refuse = REFUSE(ENOSYS);
    if (!rule)
        emit(b, &refuse, 1);
    else if (!rule->check)
        emit(b, &allow, 1);
    else
        emit(b, rule->check, rule->check_size);
}

/* The number is in the accumulator. */
static void emit_tree(struct builder *b, unsigned first, unsigned end)
{
    if (end - first == 1) {
        emit_leaf(b, b->segments[first].rule);
        return;
    }
    unsigned middle = first + (end - first) / 2, node = b->size;
    struct sock_filter branch = ABOVE(b->segments[middle].start, 0, 0);
    emit(b, &branch, 1);
    emit_tree(b, first, middle);
    unsigned distance = b->size - node - 1;
    if (distance > UINT8_MAX)
        b->size = PROGRAM_SIZE; /* too large a filter for this form: refused below */
    else
        b->code[node].jt = (uint8_t)distance;
    emit_tree(b, middle, end);
}

long seccomp_apply(const struct policy *policy)
{
    static struct builder b;
    struct sock_filter start[] = {
        LOAD(offsetof(struct seccomp_data, arch)),
        EQUAL(AUDIT_ARCH_X86_64, 1, 0),
        REFUSE(ENOSYS),
        LOAD(offsetof(struct seccomp_data, nr)),
    };
    check_tgkill[1].k = (uint32_t)getpid();
    b.size = b.segment_count = 0;
    find_segments(&b, policy);
    emit(&b, start, sizeof start / sizeof *start);
    emit_tree(&b, 0, b.segment_count);
    if (b.size >= PROGRAM_SIZE)
        return -E2BIG;
    struct sock_fprog program = {(unsigned short)b.size, b.code};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0 ? -errno : 0;
}
