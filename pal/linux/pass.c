/*
 * pass.c - descriptors on their way between processes that already run.
 *
 * The session's box is a pair of connected local sockets, which all its processes have. A message
 * lies in it for each stream that is kept there, the stream's descriptor with it; the kernel holds
 * both, whoever dies. To look for one the messages are taken from the head and put at the tail
 * again, up to a mark that was put there first; each goes in a second time before it comes out, so
 * that who is killed in between leaves two rather than none.
 */
#include "pass.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "status.h"
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>

struct note {
    uint64_t tag; /* 0: a mark */
    uint32_t mark;
    uint8_t kind, flags;
    uint16_t reserved;
};

struct letter {
    struct note note;
    int fd; /* -1: none */
};

union control {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
};

static int there;

int pal_pass_is_there(void)
{
    return __atomic_load_n(&there, __ATOMIC_ACQUIRE);
}

void pal_pass_adopt(void)
{
    there = 1;
}

void pal_pass_prepare(void)
{
    static int preparing;
    int pair[2];
    if (pal_pass_is_there() || __atomic_exchange_n(&preparing, 1, __ATOMIC_ACQ_REL))
        return;
    if (host_call4(SYS_socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, (long)pair) < 0)
        return;
    long sends = host_call3(SYS_dup3, pair[0], PAL_PASS_SEND, O_CLOEXEC);
    long receives = host_call3(SYS_dup3, pair[1], PAL_PASS_RECEIVE, O_CLOEXEC);
    host_call1(SYS_close, pair[0]);
    host_call1(SYS_close, pair[1]);
    if (sends == PAL_PASS_SEND && receives == PAL_PASS_RECEIVE)
        __atomic_store_n(&there, 1, __ATOMIC_RELEASE);
}

/* ---- messages */

static long put(const struct letter *letter)
{
    union control control;
    struct iovec data = {(void *)&letter->note, sizeof letter->note};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1};
    if (letter->fd >= 0) {
        memset(&control, 0, sizeof control);
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(&control.header), &letter->fd, sizeof(int));
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
    }
    return host_call3(SYS_sendmsg, PAL_PASS_SEND, (long)&message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* The box's first message; its descriptor is this process's to close. */
static long get(struct letter *letter, int peek)
{
    union control control;
    struct iovec data = {&letter->note, sizeof letter->note};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    letter->fd = -1;
    long result = host_call3(SYS_recvmsg, PAL_PASS_RECEIVE, (long)&message,
                             MSG_DONTWAIT | MSG_CMSG_CLOEXEC | (peek ? MSG_PEEK : 0));
    if (result < 0)
        return result;
    if (message.msg_controllen >= CMSG_LEN(sizeof(int)) && control.header.cmsg_type == SCM_RIGHTS)
        memcpy(&letter->fd, CMSG_DATA(&control.header), sizeof(int));
    return result == sizeof letter->note ? 0 : -EPROTO;
}

static void drop(struct letter *letter)
{
    if (letter->fd >= 0)
        host_call1(SYS_close, letter->fd);
    letter->fd = -1;
}

/* ---- what can be done with the box */

/* Half of the box stays free, so that looking through it cannot fail for want of room. */
static int has_room(void)
{
    int used = 0, room = 0;
    socklen_t size = sizeof room;
    if (host_call3(SYS_ioctl, PAL_PASS_SEND, TIOCOUTQ, (long)&used) < 0 ||
        host_call5(SYS_getsockopt, PAL_PASS_SEND, SOL_SOCKET, SO_SNDBUF, (long)&room, (long)&size) <
            0)
        return 0;
    return used < room / 2;
}

PalStatus pal_pass_keep(PalHandle stream, uint64_t tag)
{
    struct pal_handle copy;
    if (!pal_handle_get(stream, &copy) || copy.fd < 0 || copy.kind > PAL_HANDLE_MEMORY)
        return PAL_STATUS_INVALID_HANDLE;
    if (!pal_pass_is_there() || !has_room())
        return PAL_STATUS_INSUFFICIENT;
    /* From here on its file status flags are not this process's alone. */
    unsigned shared =
        copy.kind == PAL_TYPE_FILE || copy.kind == PAL_TYPE_DIRECTORY ? 0 : PAL_HANDLE_STANDARD;
    pal_handle_add_flags(stream, shared);
    struct letter letter = {{tag, 0, copy.kind, (uint8_t)(copy.flags | shared), 0}, copy.fd};
    long result = put(&letter);
    return result < 0 ? pal_status(result) : PAL_OK;
}

/* Takes the first message out; puts it in again at the end where it stays. */
static long turn(struct letter *letter, int stays)
{
    struct letter out;
    long result = stays ? put(letter) : 0;
    if (result < 0)
        return result;
    result = get(&out, 0);
    drop(&out);
    return result;
}

/* Each message once; *found: the descriptor of the one wanted, -1: none has it. */
static long look_through(uint64_t tag, int remove, struct letter *found)
{
    static uint32_t count;
    struct letter mark = {{0, (uint32_t)host_call1(SYS_gettid, 0) ^ ++count << 22, 0, 0, 0}, -1};
    struct letter letter;
    found->fd = -1;
    long result = put(&mark);
    while (result >= 0 && (result = get(&letter, 1)) >= 0) {
        int is_mark = letter.note.tag == 0;
        int is_it = letter.note.tag == tag;
        result = turn(&letter, !is_mark && !(is_it && remove));
        if (is_it && !remove && found->fd < 0 && result >= 0)
            *found = letter;
        else
            drop(&letter);
        if (is_mark && letter.note.mark == mark.note.mark)
            return 0;
    }
    drop(found);
    return result;
}

static PalStatus take(uint64_t tag, PalHandle *stream)
{
    struct letter found;
    long result = look_through(tag, 0, &found);
    if (result < 0)
        return pal_status(result);
    if (found.fd < 0)
        return PAL_STATUS_NO_SUCH_FILE;
    PalStatus status =
        pal_handle_insert_flags(found.note.kind, found.note.flags, found.fd, NULL, stream);
    if (status < 0)
        drop(&found);
    return status;
}

PalStatus pal_handle_pass(uint32_t operation, uint64_t tag, PalHandle *stream)
{
    struct letter none;
    PalHandle handle = 0;
    PalStatus status = PAL_STATUS_INVALID_PARAMETER;
    if (tag == 0)
        return status;
    if (operation == PAL_PASS_KEEP)
        return pal_pass_keep(*(volatile PalHandle *)stream, tag);
    if (!pal_pass_is_there())
        return PAL_STATUS_NO_SUCH_FILE;
    if (operation == PAL_PASS_TAKE) {
        guest_probe(stream, sizeof *stream);
        status = take(tag, &handle);
        *stream = handle;
    } else if (operation == PAL_PASS_DROP) {
        status = pal_status(look_through(tag, 1, &none));
    }
    return status;
}
