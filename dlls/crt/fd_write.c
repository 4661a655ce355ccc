/* _write: bytes as they are, or text with CR before every LF, in three encodings. */
#include "fd.h"

#include <io.h>

static int write_all(struct fd *fd, const char *data, DWORD size, DWORD *written)
{
    DWORD done = 0;

    if (!WriteFile((HANDLE)fd->handle, data, size, &done, NULL))
        return 0;
    *written = done;
    return 1;
}

/* Each writes one buffer's worth: consumes from [data, end), returns how much it consumed, and puts
 * what to write into `out`. */
enum { CHUNK = 4096 };

static size_t pack_ansi(const char *data, const char *end, char *out, DWORD *size)
{
    const char *p = data;
    char *to = out;

    while (p < end && to < out + CHUNK - 1) {
        size_t room = out + CHUNK - 1 - to, left = end - p;
        const char *lf = memchr(p, '\n', left < room ? left : room);
        size_t plain = lf ? (size_t)(lf - p) : left < room ? left : room;
        memcpy(to, p, plain);
        to += plain;
        p += plain;
        if (lf) {
            *to++ = '\r';
            *to++ = '\n';
            p++;
        }
    }
    *size = (DWORD)(to - out);
    return p - data;
}

static size_t pack_utf16(const char *data, const char *end, char *out, DWORD *size)
{
    const wchar_t *p = (const wchar_t *)data, *last = (const wchar_t *)end;
    wchar_t *to = (wchar_t *)out, *limit = to + CHUNK / 2 - 1;

    while (p < last && to < limit) {
        if (*p == '\n')
            *to++ = '\r';
        *to++ = *p++;
    }
    *size = (DWORD)((char *)to - out);
    return (const char *)p - data;
}

static size_t pack_utf8(const char *data, const char *end, char *out, DWORD *size)
{
    const wchar_t *p = (const wchar_t *)data, *last = (const wchar_t *)end;
    wchar_t text[CHUNK / 4];
    int count = 0;

    while (p < last && count < (int)ARRAY_LEN(text) - 2) {
        if (*p == '\n')
            text[count++] = '\r';
        text[count++] = *p++;
    }
    /* A pair is not to be torn apart; a lone high surrogate at the very end goes as it is. */
    if (p < last && (p[-1] & 0xfc00) == 0xd800 && count > 1) {
        count--;
        p--;
    }
    *size = WideCharToMultiByte(CP_UTF8, 0, text, count, out, CHUNK, NULL, NULL);
    return (const char *)p - data;
}

static int write_text(struct fd *fd, const char *data, unsigned size)
{
    char out[CHUNK];
    const char *p = data, *end = data + size;

    if (fd->mode != FD_ANSI && (size & 1)) {
        crt_invalid(EINVAL);
        return -1;
    }
    while (p < end) {
        DWORD length, done;
        size_t used = fd->mode == FD_ANSI    ? pack_ansi(p, end, out, &length)
                      : fd->mode == FD_UTF16 ? pack_utf16(p, end, out, &length)
                                             : pack_utf8(p, end, out, &length);
        if (!write_all(fd, out, length, &done))
            return p > data ? (int)(p - data) : -2;
        if (done < length)
            return (int)(p - data) + (int)(done < used ? done : used);
        p += used;
    }
    return (int)size;
}

static int failed_write(void)
{
    DWORD error = GetLastError();

    crt_set_error(error);
    if (error == ERROR_ACCESS_DENIED)
        errno = EBADF;
    return -1;
}

int fd_write(int number, const void *buffer, unsigned size)
{
    struct fd *fd = fd_get(number);
    int result;

    if (!fd)
        return -1;
    if (!size)
        return 0;
    CRT_REQUIRE(buffer, EINVAL, -1);
    fd_lock(fd);
    if (fd->flags & FD_APPEND)
        fd_seek(fd, 0, SEEK_END);
    if (fd->flags & FD_TEXT) {
        result = write_text(fd, buffer, size);
        if (result == -2)
            result = failed_write();
    } else {
        DWORD done;
        result = write_all(fd, buffer, size, &done) ? (int)done : failed_write();
    }
    if (result == 0) {
        /* Ctrl-Z as the first character to a device is taken, and means nothing more. */
        if ((fd->flags & FD_DEV) && *(const char *)buffer == 26) {
            fd_unlock(fd);
            return 0;
        }
        errno = ENOSPC;
        crt_self()->doserr = 0;
        result = -1;
    }
    fd_unlock(fd);
    return result;
}

int _write(int number, const void *buffer, unsigned size)
{
    return fd_write(number, buffer, size);
}
