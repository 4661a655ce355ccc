/*
 * _read. Text mode turns CR LF into LF and ends at Ctrl-Z. A CR at the end of what was read needs
 * one more byte: a file is read on and, if need be, positioned back; a pipe or device keeps the
 * byte in `pending`.
 */
#include "fd.h"

#include <io.h>

static int is_end(DWORD error)
{
    return error == ERROR_BROKEN_PIPE || error == ERROR_HANDLE_EOF;
}

/* -1 on an error (errno set), else the count. */
static int read_raw(struct fd *fd, void *buffer, unsigned size)
{
    DWORD done = 0;

    if (ReadFile((HANDLE)fd->handle, buffer, size, &done, NULL))
        return (int)done;
    DWORD error = GetLastError();
    if (is_end(error))
        return 0;
    crt_set_error(error);
    if (error == ERROR_ACCESS_DENIED)
        errno = EBADF;
    return -1;
}

static int read_binary(struct fd *fd, char *buffer, unsigned size)
{
    int taken = 0;

    if ((fd->flags & (FD_DEV | FD_PIPE)) && fd->pending != NO_PENDING && size) {
        *buffer++ = fd->pending;
        fd->pending = NO_PENDING;
        size--;
        taken = 1;
        if (fd->flags & FD_PIPE)
            return taken;
    }
    int got = read_raw(fd, buffer, size);
    return got < 0 ? got : got + taken;
}

/* The byte after a final CR. Returns 1 if it is LF and taken, else leaves it to be read next. */
static int takes_lf(struct fd *fd, unsigned *raw)
{
    char next;

    if (read_raw(fd, &next, 1) != 1)
        return 0;
    if (next == '\n') {
        ++*raw;
        return 1;
    }
    if (fd->flags & (FD_DEV | FD_PIPE))
        fd->pending = next;
    else
        fd_seek(fd, -1, SEEK_CUR);
    return 0;
}

static int read_text(struct fd *fd, char *buffer, unsigned size, unsigned *raw)
{
    int got = read_binary(fd, buffer, size);

    *raw = got > 0 ? got : 0;
    if (got <= 0)
        return got;
    if (buffer[0] == '\n')
        fd->flags |= FD_CRLF;
    char *to = buffer, *from = buffer, *end = buffer + got;
    while (from < end) {
        char *stop = from;
        while (stop < end && *stop != '\r' && *stop != 26)
            stop++;
        if (to != from)
            memmove(to, from, stop - from);
        to += stop - from;
        from = stop;
        if (from == end)
            break;
        if (*from == 26) {
            if (fd->flags & FD_DEV)
                *to++ = *from++;
            else
                fd->flags |= FD_EOF;
            if (fd->flags & FD_EOF)
                break;
        } else if (from + 1 < end) {
            if (from[1] == '\n')
                from++;
            *to++ = *from++;
        } else {
            from++;
            *to++ = takes_lf(fd, raw) ? '\n' : '\r';
        }
    }
    return (int)(to - buffer);
}

/* UTF-16 text: the same rules on units of two bytes. */
static int squeeze_wide(struct fd *fd, wchar_t *text, int count)
{
    int to = 0;

    for (int from = 0; from < count; from++) {
        if (text[from] == 26) {
            fd->flags |= FD_EOF;
            break;
        }
        if (text[from] == '\r' && from + 1 < count && text[from + 1] == '\n')
            continue;
        text[to++] = text[from];
    }
    return to;
}

static int read_utf16(struct fd *fd, char *buffer, unsigned size, unsigned *raw)
{
    wchar_t next;
    int got = read_raw(fd, buffer, size & ~1u);

    *raw = got > 0 ? got : 0;
    if (got <= 0)
        return got;
    if (got & 1)
        got += read_raw(fd, buffer + got, 1) == 1;
    int count = got / 2;
    wchar_t *text = (wchar_t *)buffer;
    if (text[count - 1] == '\r' && read_raw(fd, &next, 2) == 2) {
        if (next == '\n') {
            text[count - 1] = '\n';
            *raw += 2;
        } else if (!(fd->flags & (FD_DEV | FD_PIPE))) {
            fd_seek(fd, -2, SEEK_CUR);
        }
    }
    return squeeze_wide(fd, text, count) * 2;
}

/* How many bytes at the end are the start of a character that is not complete. */
static int unfinished(const unsigned char *bytes, int count)
{
    for (int back = 1; back <= 3 && back <= count; back++) {
        unsigned char c = bytes[count - back];
        if (c >= 0xc0) {
            int length = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
            return length > back ? back : 0;
        }
        if (c < 0x80)
            return 0;
    }
    return 0;
}

static int read_utf8(struct fd *fd, char *buffer, unsigned size, unsigned *raw)
{
    unsigned char bytes[4096];
    unsigned room = size / 2 < sizeof(bytes) ? size / 2 : sizeof(bytes);
    unsigned held = fd->utf8_count;

    *raw = 0;
    if (room <= held)
        room = held + 1;
    memcpy(bytes, fd->utf8, held);
    int got = read_raw(fd, bytes + held, room - held);
    if (got <= 0)
        return got;
    *raw = got;
    int count = got + held, tail = unfinished(bytes, count);
    if (tail == count) {
        memcpy(fd->utf8, bytes, tail);
        fd->utf8_count = (unsigned char)tail;
        return read_utf8(fd, buffer, size, raw);
    }
    if (tail && !(fd->flags & (FD_DEV | FD_PIPE))) {
        fd_seek(fd, -tail, SEEK_CUR);
        *raw -= tail;
        fd->utf8_count = 0;
    } else {
        memcpy(fd->utf8, bytes + count - tail, tail);
        fd->utf8_count = (unsigned char)tail;
    }
    count -= tail;
    if (bytes[count - 1] == '\r' && !tail && takes_lf(fd, raw))
        bytes[count - 1] = '\n';
    int units = MultiByteToWideChar(CP_UTF8, 0, (char *)bytes, count, (wchar_t *)buffer, size / 2);
    return squeeze_wide(fd, (wchar_t *)buffer, units) * 2;
}

int fd_read(int number, void *buffer, unsigned size, unsigned *raw)
{
    struct fd *fd = fd_get(number);
    unsigned consumed = 0;
    int result;

    if (!fd)
        return -1;
    CRT_REQUIRE(size <= INT_MAX, EINVAL, -1);
    if (!size || (fd->flags & FD_EOF))
        return 0;
    CRT_REQUIRE(buffer, EINVAL, -1);
    fd_lock(fd);
    if (!(fd->flags & FD_TEXT)) {
        result = read_binary(fd, buffer, size);
        consumed = result > 0 ? result : 0;
    } else if (fd->mode == FD_ANSI) {
        result = read_text(fd, buffer, size, &consumed);
    } else if (size & 1) {
        crt_invalid(EINVAL);
        result = -1;
    } else {
        result = fd->mode == FD_UTF16 ? read_utf16(fd, buffer, size, &consumed)
                                      : read_utf8(fd, buffer, size, &consumed);
    }
    fd_unlock(fd);
    if (raw)
        *raw = consumed;
    return result;
}

int _read(int number, void *buffer, unsigned size)
{
    return fd_read(number, buffer, size, NULL);
}
