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

/* Jumps to the three ends of the filter, which lie behind everything else; resolved at last. */
#define TO_ALLOW  255
#define TO_REFUSE 254 /* EPERM */
#define TO_ABSENT 253 /* ENOSYS */

/* ---- checks of arguments: their last jump goes to one of the ends either way */

/* open: no set-user-id files, and no emptying of a file that is opened for reading (which Landlock
 * before version 3 does not see). */
static const struct sock_filter check_open[] = {
    LOAD(LOW(3)),
    AND(06000),
    EQUAL(0, 0, TO_REFUSE),
    LOAD(LOW(2)),
    AND(O_ACCMODE | O_TRUNC),
    EQUAL(O_TRUNC, TO_REFUSE, TO_ALLOW),
};
static const struct sock_filter check_fchmod[] = {
    LOAD(LOW(1)),
    AND(06000),
    EQUAL(0, TO_ALLOW, TO_REFUSE),
};
/* Times are set on descriptors, never on a name: Landlock does not look at those. */
static const struct sock_filter check_utimensat[] = {
    LOAD(LOW(1)),
    EQUAL(0, 0, TO_REFUSE),
    LOAD(HIGH(1)),
    EQUAL(0, TO_ALLOW, TO_REFUSE),
};
static const struct sock_filter check_ioctl[] = {
    LOAD(LOW(1)),
    EQUAL(TCGETS, TO_ALLOW, 0),
    EQUAL(TCSETS, TO_ALLOW, 0),
    EQUAL(TIOCGWINSZ, TO_ALLOW, 0),
    EQUAL(FIONREAD, TO_ALLOW, TO_REFUSE),
};
static const struct sock_filter check_fcntl[] = {
    LOAD(LOW(1)),
    EQUAL(F_GETFL, TO_ALLOW, 0),
    EQUAL(F_SETFL, TO_ALLOW, TO_REFUSE),
};
/* Threads of this process, in the same namespaces. */
#define THREAD_FLAGS (CLONE_VM | CLONE_THREAD | CLONE_SIGHAND)
#define NEW_FLAGS                                                                                 \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | \
     CLONE_NEWNET | CLONE_PTRACE | CLONE_UNTRACED)
static const struct sock_filter check_clone[] = {
    LOAD(LOW(0)),
    AND(THREAD_FLAGS | NEW_FLAGS),
    EQUAL(THREAD_FLAGS, TO_ALLOW, TO_REFUSE),
};
static const struct sock_filter check_prctl[] = {
    LOAD(LOW(0)),
    EQUAL(PR_SET_NAME, TO_ALLOW, 0),
    EQUAL(PR_SET_VMA, TO_ALLOW, TO_REFUSE),
};
/* No hardware poison. */
static const struct sock_filter check_madvise[] = {
    LOAD(LOW(2)),
    ABOVE(100, TO_REFUSE, TO_ALLOW),
};
/* The calling process or thread only. */
static const struct sock_filter check_own_pid[] = {
    LOAD(LOW(0)),
    EQUAL(0, TO_ALLOW, TO_REFUSE),
};
static const struct sock_filter check_setpriority[] = {
    LOAD(LOW(0)),
    EQUAL(0, 0, TO_REFUSE),
    LOAD(LOW(1)),
    EQUAL(0, TO_ALLOW, TO_REFUSE),
};
/* Limits are read, not set. */
static const struct sock_filter check_prlimit[] = {
    LOAD(LOW(0)),           EQUAL(0, 0, TO_REFUSE), LOAD(LOW(2)),
    EQUAL(0, 0, TO_REFUSE), LOAD(HIGH(2)),          EQUAL(0, TO_ALLOW, TO_REFUSE),
};
/* The number is put in when the filter is made. */
static struct sock_filter check_tgkill[] = {
    LOAD(LOW(0)),
    EQUAL(0, TO_ALLOW, TO_REFUSE),
};
#define IS_INTERNET \
    LOAD(LOW(0)), EQUAL(2 /* AF_INET */, 1, 0), EQUAL(10 /* AF_INET6 */, 0, TO_REFUSE)
static const struct sock_filter check_socket[] = {
    IS_INTERNET,
    LOAD(LOW(1)),
    AND(0xf),
    EQUAL(1 /* stream */, TO_ALLOW, 0),
    EQUAL(2 /* datagram */, TO_ALLOW, TO_REFUSE),
};
/* Where ports are limited: Landlock knows those of TCP alone. */
static const struct sock_filter check_socket_tcp[] = {
    IS_INTERNET,
    LOAD(LOW(1)),
    AND(0xf),
    EQUAL(1 /* stream */, TO_ALLOW, TO_REFUSE),
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

#define PROGRAM_SIZE 240 /* the ends are within a jump from everywhere */

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

/* The end that a segment leads to, 0 if it has a check. */
static uint8_t end_of(const struct segment *segment)
{
    if (!segment->rule)
        return TO_ABSENT;
    return segment->rule->check ? 0 : TO_ALLOW;
}

/* Where the search among segments first..end goes on; the code for it is written if there is any.
 */
static uint8_t emit_tree(struct builder *b, unsigned first, unsigned end);

static void emit_node(struct builder *b, unsigned first, unsigned end)
{
    unsigned middle = first + (end - first) / 2, node = b->size;
    struct sock_filter branch = ABOVE(b->segments[middle].start, 0, 0);
    emit(b, &branch, 1);
    uint8_t below = emit_tree(b, first, middle);
    unsigned distance = b->size - node - 1;
    uint8_t above = emit_tree(b, middle, end);
    b->code[node].jf = below;
    b->code[node].jt = above ? above : (uint8_t)distance;
}

static uint8_t emit_tree(struct builder *b, unsigned first, unsigned end)
{
    uint8_t leaf = end - first == 1 ? end_of(&b->segments[first]) : 0;
    if (leaf)
        return leaf;
    if (b->size >= PROGRAM_SIZE)
        return TO_ABSENT; /* refused when it is complete */
    const struct rule *rule = b->segments[first].rule;
    if (end - first == 1)
        emit(b, rule->check, rule->check_size);
    else
        emit_node(b, first, end);
    return 0;
}

static uint8_t resolve(uint8_t jump, unsigned at, unsigned size)
{
    static const uint8_t order[] = {
        [255 - TO_ALLOW] = 0, [255 - TO_REFUSE] = 1, [255 - TO_ABSENT] = 2};
    return jump < TO_ABSENT ? jump : (uint8_t)(size + order[255 - jump] - at - 1);
}

static void emit_ends(struct builder *b)
{
    static const struct sock_filter ends[] = {
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    };
    for (unsigned i = 0; i < b->size; i++) {
        struct sock_filter *code = &b->code[i];
        if (BPF_CLASS(code->code) != BPF_JMP)
            continue;
        code->jt = resolve(code->jt, i, b->size);
        code->jf = resolve(code->jf, i, b->size);
    }
    emit(b, ends, sizeof ends / sizeof *ends);
}

long seccomp_apply(const struct policy *policy)
{
    static struct builder b;
    static const struct sock_filter start[] = {
        LOAD(offsetof(struct seccomp_data, arch)),
        EQUAL(AUDIT_ARCH_X86_64, 0, TO_ABSENT),
        LOAD(offsetof(struct seccomp_data, nr)),
    };
    check_tgkill[1].k = (uint32_t)getpid();
    b.size = b.segment_count = 0;
    find_segments(&b, policy);
    emit(&b, start, sizeof start / sizeof *start);
    emit_tree(&b, 0, b.segment_count);
    if (b.size > PROGRAM_SIZE - 3)
        return -E2BIG;
    emit_ends(&b);
    struct sock_fprog program = {(unsigned short)b.size, b.code};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0 ? -errno : 0;
}
