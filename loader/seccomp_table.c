/*
 * seccomp_table.c - the system calls that the PAL makes, and what is asked of their arguments. It
 * is as short as the PAL's sources allow: who adds a system call there adds it here.
 */
#include "seccomp_table.h"
#include "../pal/linux/pass.h"
#include "../pal/linux/signals.h"
#include <asm/ioctls.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#ifndef SYS_epoll_pwait2
#    define SYS_epoll_pwait2 441
#endif
#ifndef SYS_futex_waitv
#    define SYS_futex_waitv 449
#endif

#ifndef PR_SET_VMA
#    define PR_SET_VMA 0x53564d41
#endif

#define LOW(n)  (offsetof(struct seccomp_data, args) + 8 * (n))
#define HIGH(n) (LOW(n) + 4)

#define LOAD(offset)          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define AND(mask)             BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask)
#define EQUAL(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define ABOVE(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, value, yes, no)

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
/* Segments behind FS of 32-bit programs: written in the newer form, nothing else. */
static const struct sock_filter check_modify_ldt[] = {
    LOAD(LOW(0)),
    EQUAL(0x11, TO_ALLOW, TO_REFUSE),
};
/* Eight bytes do for the attributes' text, and neither for a capability nor an entry of an ACL. */
static const struct sock_filter check_fsetxattr[] = {
    LOAD(HIGH(3)),          EQUAL(0, 0, TO_REFUSE), LOAD(LOW(3)),
    ABOVE(9, TO_REFUSE, 0), LOAD(LOW(4)),           EQUAL(0, TO_ALLOW, TO_REFUSE),
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
    EQUAL(FIONREAD, TO_ALLOW, 0),
    EQUAL(TIOCOUTQ, TO_ALLOW, 0),
    EQUAL(SIOCGIFCONF, TO_ALLOW, 0), /* these tell about interfaces, to who has a socket */
    EQUAL(SIOCGIFFLAGS, TO_ALLOW, 0),
    EQUAL(SIOCGIFNETMASK, TO_ALLOW, 0),
    EQUAL(SIOCGIFMTU, TO_ALLOW, 0),
    EQUAL(SIOCGIFHWADDR, TO_ALLOW, 0),
    EQUAL(SIOCGIFINDEX, TO_ALLOW, TO_REFUSE),
};
static const struct sock_filter check_fcntl[] = {
    LOAD(LOW(1)),
    EQUAL(F_GETFL, TO_ALLOW, 0),
    EQUAL(F_SETFD, TO_ALLOW, 0),
    EQUAL(F_DUPFD_CLOEXEC, TO_ALLOW, 0),
    EQUAL(F_SETFL, TO_ALLOW, TO_REFUSE),
};
/* Threads of this process, in the same namespaces; a child that will be another execution. */
#define CHILD_FLAGS  (CLONE_VM | CLONE_VFORK | SIGCHLD)
#define THREAD_FLAGS (CLONE_VM | CLONE_THREAD | CLONE_SIGHAND)
#define NEW_FLAGS                                                                                 \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | \
     CLONE_NEWNET | CLONE_PTRACE | CLONE_UNTRACED)
static const struct sock_filter check_clone_child[] = {
    LOAD(LOW(0)),
    EQUAL(CHILD_FLAGS, TO_ALLOW, 0),
    AND(THREAD_FLAGS | NEW_FLAGS),
    EQUAL(THREAD_FLAGS, TO_ALLOW, TO_REFUSE),
};
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
/* Without waiting, as the PAL takes locks. */
static const struct sock_filter check_flock[] = {
    LOAD(LOW(1)),
    EQUAL(LOCK_EX | LOCK_NB, TO_ALLOW, TO_REFUSE),
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
/* The PAL's signal alone: children have this filter too, so it cannot name a process; and nobody
 * dies of that one. */
static const struct sock_filter check_tgkill[] = {
    LOAD(LOW(2)),
    EQUAL(PAL_SIGNAL, TO_ALLOW, TO_REFUSE),
};
/* Bailey's own program, which Landlock sees to. */
static const struct sock_filter check_execveat[] = {
    LOAD(LOW(4)),
    EQUAL(AT_EMPTY_PATH, TO_ALLOW, TO_REFUSE),
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

/* The session's box of descriptors: a pair of local sockets that are connected to each other, and
 * messages by way of it. */
static const struct sock_filter check_socketpair[] = {
    LOAD(LOW(0)),
    EQUAL(1 /* AF_UNIX */, 0, TO_REFUSE),
    LOAD(LOW(1)),
    EQUAL(SOCK_SEQPACKET | SOCK_CLOEXEC, TO_ALLOW, TO_REFUSE),
};
static const struct sock_filter check_send[] = {
    LOAD(LOW(0)),
    EQUAL(PAL_PASS_SEND, TO_ALLOW, TO_REFUSE),
};
static const struct sock_filter check_receive[] = {
    LOAD(LOW(0)),
    EQUAL(PAL_PASS_RECEIVE, TO_ALLOW, TO_REFUSE),
};

/* ---- the table */

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

const struct rule seccomp_rules[] = {
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
    {SYS_sendmsg, IF_NO_NET, sizeof check_send / sizeof *check_send, check_send},
    NET(recvmsg),
    {SYS_recvmsg, IF_NO_NET, sizeof check_receive / sizeof *check_receive, check_receive},
    NET(shutdown),
    NET(bind),
    NET(listen),
    NET(getsockname),
    NET(getpeername),
    {SYS_socketpair, IF_CHILD, sizeof check_socketpair / sizeof *check_socketpair,
     check_socketpair},
    NET(setsockopt),
    NET(getsockopt),
    {SYS_getsockopt, IF_NO_NET, sizeof check_send / sizeof *check_send, check_send},
    {SYS_clone, IF_CHILD, sizeof check_clone_child / sizeof *check_clone_child, check_clone_child},
    {SYS_clone, IF_NO_CHILD, sizeof check_clone / sizeof *check_clone, check_clone},
    CALL(exit),
    CALL(uname),
    CHECKED(fcntl, check_fcntl),
    CHECKED(flock, check_flock),
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
    CHECKED(modify_ldt, check_modify_ldt),
    CHECKED(prctl, check_prctl),
    CALL(arch_prctl),
    CALL(gettid),
    CHECKED(fsetxattr, check_fsetxattr),
    CALL(fgetxattr),
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
    {SYS_execveat, IF_CHILD, sizeof check_execveat / sizeof *check_execveat, check_execveat},
    CALL(statx),
    CALL(rseq),
    CALL(epoll_pwait2),
    CALL(futex_waitv),
};
const unsigned seccomp_rule_count = sizeof seccomp_rules / sizeof *seccomp_rules;
