/*
 * Buffers. While reading, [_ptr, _ptr + _cnt) is what is left; while writing, [_base, _ptr) is what
 * is still to go and _cnt is the room. The getc and putc macros of old headers rely on this.
 */
#include "stream.h"

#include <io.h>

#include "fd.h"

static int has_buffer(const FILE *f)
{
    return f->_flag & (_IOMYBUF | STREAM_USERBUF | _IONBF);
}

static void use_small(FILE *f)
{
    f->_flag |= _IONBF;
    f->_base = f->_ptr = stream_ext(f)->small;
    f->_bufsiz = 2;
}

void stream_get_buffer(FILE *f)
{
    if (f->_base)
        return;
    if (f->_flag & _IONBF) {
        use_small(f);
        return;
    }
    f->_base = malloc(STREAM_BUFFER);
    if (!f->_base) {
        use_small(f);
        return;
    }
    f->_flag |= _IOMYBUF;
    f->_bufsiz = STREAM_BUFFER;
    f->_ptr = f->_base;
}

static int fail(FILE *f)
{
    f->_flag |= _IOERR;
    f->_cnt = 0;
    return EOF;
}

int stream_flush(FILE *f)
{
    int result = 0;

    if ((f->_flag & (_IOREAD | _IOWRT)) == _IOWRT && (f->_flag & (_IOMYBUF | STREAM_USERBUF))) {
        int size = (int)(f->_ptr - f->_base);
        if (size > 0) {
            if (fd_write(f->_file, f->_base, size) == size) {
                if (f->_flag & _IORW)
                    f->_flag &= ~_IOWRT;
            } else {
                f->_flag |= _IOERR;
                result = EOF;
            }
        }
    }
    if (f->_base && !((f->_flag & _IOREAD) && !(f->_flag & _IOWRT) && f->_cnt > 0)) {
        f->_ptr = f->_base;
        f->_cnt = 0;
    }
    if (!result && (f->_flag & STREAM_COMMIT) && _commit(f->_file))
        result = EOF;
    return result;
}

int stream_getc_slow(FILE *f)
{
    struct stream_ext *ext = stream_ext(f);

    f->_cnt = 0;
    if (!(f->_flag & (_IOREAD | _IORW)) || (f->_flag & _IOWRT)) {
        errno = EBADF;
        return fail(f);
    }
    f->_flag |= _IOREAD;
    stream_get_buffer(f);
    f->_ptr = f->_base;
    int size = f->_bufsiz;
    if (f->_flag & _IONBF)
        size = fd_peek(f->_file) && fd_peek(f->_file)->mode != FD_ANSI ? 2 : 1;
    int got = fd_read(f->_file, f->_base, size, &ext->raw);
    if (got <= 0) {
        f->_flag |= got ? _IOERR : _IOEOF;
        f->_cnt = 0;
        ext->raw = ext->filled = 0;
        return EOF;
    }
    ext->filled = got;
    f->_cnt = got - 1;
    return (unsigned char)*f->_ptr++;
}

/* Makes the stream one that writes now. */
static int turn_to_write(FILE *f)
{
    if (!(f->_flag & (_IOWRT | _IORW))) {
        errno = EBADF;
        return fail(f);
    }
    if (f->_flag & _IOREAD) {
        if (!(f->_flag & _IOEOF))
            return fail(f);
        f->_flag &= ~_IOREAD;
        f->_ptr = f->_base;
    }
    f->_flag |= _IOWRT;
    f->_flag &= ~_IOEOF;
    return 0;
}

/* Output to a terminal is written at once, by whatever call makes it. */
static void choose_buffering(FILE *f)
{
    if (f == __acrt_iob_func(1) && !has_buffer(f) && _isatty(f->_file))
        use_small(f);
    stream_get_buffer(f);
}

int stream_putc_slow(int c, FILE *f)
{
    char byte = (char)c;
    int size;

    if (turn_to_write(f))
        return EOF;
    f->_cnt = 0;
    choose_buffering(f);
    if (f->_flag & (_IOMYBUF | STREAM_USERBUF)) {
        size = (int)(f->_ptr - f->_base);
        f->_ptr = f->_base;
        if (size > 0 && fd_write(f->_file, f->_base, size) != size)
            return fail(f);
        f->_cnt = f->_bufsiz - 1;
        *f->_ptr++ = byte;
        return (unsigned char)byte;
    }
    return fd_write(f->_file, &byte, 1) == 1 ? (unsigned char)byte : fail(f);
}

size_t stream_write(FILE *f, const void *data, size_t size)
{
    const char *p = data;
    size_t left = size;

    if (!size)
        return 0;
    if (f->_cnt < 0)
        f->_cnt = 0;
    if (!(f->_flag & _IOWRT) || !f->_base) {
        if (turn_to_write(f))
            return 0;
        f->_cnt = 0;
        choose_buffering(f);
        if (f->_flag & (_IOMYBUF | STREAM_USERBUF))
            f->_cnt = f->_bufsiz - (int)(f->_ptr - f->_base);
    }
    while (left) {
        int buffered = f->_flag & (_IOMYBUF | STREAM_USERBUF);
        size_t room = f->_cnt;
        if (buffered && (room >= left || (room && f->_ptr > f->_base))) {
            size_t part = left < room ? left : room;
            memcpy(f->_ptr, p, part);
            f->_ptr += part;
            f->_cnt -= (int)part;
            p += part;
            left -= part;
            continue;
        }
        int pending = (int)(f->_ptr - f->_base);
        if (buffered && pending > 0) {
            f->_ptr = f->_base;
            f->_cnt = 0;
            if (fd_write(f->_file, f->_base, pending) != pending) {
                fail(f);
                return size - left;
            }
            f->_cnt = f->_bufsiz;
            continue;
        }
        if (buffered && left < (size_t)f->_bufsiz) {
            f->_cnt = f->_bufsiz;
            continue;
        }
        size_t chunk = left < 0x40000000 ? left : 0x40000000;
        if (buffered)
            chunk -= chunk % f->_bufsiz;
        int done = fd_write(f->_file, p, (unsigned)chunk);
        if (done < 0 || (size_t)done != chunk) {
            f->_flag |= _IOERR;
            return size - left + (done > 0 ? done : 0);
        }
        p += chunk;
        left -= chunk;
    }
    return size;
}

size_t stream_read(FILE *f, void *data, size_t size)
{
    char *p = data;
    size_t left = size;

    while (left) {
        if (f->_cnt > 0) {
            size_t part = left < (size_t)f->_cnt ? left : (size_t)f->_cnt;
            memcpy(p, f->_ptr, part);
            f->_ptr += part;
            f->_cnt -= (int)part;
            p += part;
            left -= part;
            continue;
        }
        size_t block = f->_base && f->_bufsiz > 2 ? (size_t)f->_bufsiz : STREAM_BUFFER;
        if (left >= block && (f->_flag & _IOREAD)) {
            /* Straight into the caller's memory; the buffer then holds nothing of the file. */
            size_t chunk = left < 0x40000000 ? left - left % block : 0x40000000;
            int got = fd_read(f->_file, p, (unsigned)chunk, NULL);
            f->_cnt = 0;
            f->_ptr = f->_base;
            stream_ext(f)->raw = stream_ext(f)->filled = 0;
            if (got <= 0) {
                f->_flag |= got ? _IOERR : _IOEOF;
                break;
            }
            p += got;
            left -= got;
            continue;
        }
        int c = stream_getc_slow(f);
        if (c == EOF)
            break;
        *p++ = (char)c;
        left--;
    }
    return size - left;
}

int stream_ungetc(int c, FILE *f)
{
    if (c == EOF || !((f->_flag & _IOREAD) || ((f->_flag & _IORW) && !(f->_flag & _IOWRT))))
        return EOF;
    stream_get_buffer(f);
    if (f->_cnt < 0)
        f->_cnt = 0;
    if (f->_ptr == f->_base) {
        if (f->_cnt)
            return EOF;
        f->_ptr++;
    }
    *--f->_ptr = (char)c;
    f->_cnt++;
    f->_flag &= ~_IOEOF;
    f->_flag |= _IOREAD;
    return (unsigned char)c;
}

int stream_begin_gather(FILE *f)
{
    int standard = f == __acrt_iob_func(1) || f == __acrt_iob_func(2);

    if (!standard || (f->_flag & (_IOMYBUF | STREAM_USERBUF)))
        return 0;
    if (f == __acrt_iob_func(1) && !(f->_flag & _IONBF) && !_isatty(f->_file))
        return 0;
    char *buffer = malloc(STREAM_BUFFER);
    if (!buffer)
        return 0;
    f->_flag = (f->_flag & ~_IONBF) | _IOWRT | _IOMYBUF | STREAM_TEMPBUF;
    f->_base = f->_ptr = buffer;
    f->_bufsiz = f->_cnt = STREAM_BUFFER;
    return 1;
}

int stream_end_gather(FILE *f, int gathered)
{
    if (!gathered)
        return 0;
    int result = stream_flush(f);
    free(f->_base);
    f->_flag = (f->_flag & ~(_IOMYBUF | STREAM_TEMPBUF)) | _IONBF | _IOWRT;
    f->_base = f->_ptr = NULL;
    f->_bufsiz = f->_cnt = 0;
    return result;
}

int _filbuf(FILE *f)
{
    return stream_getc_slow(f);
}

int _flsbuf(int c, FILE *f)
{
    return stream_putc_slow(c, f);
}

void setbuf(FILE *f, char *buffer)
{
    setvbuf(f, buffer, buffer ? _IOFBF : _IONBF, BUFSIZ);
}

int setvbuf(FILE *f, char *buffer, int mode, size_t size)
{
    CRT_REQUIRE(f && (mode == _IONBF || mode == _IOFBF || mode == _IOLBF), EINVAL, -1);
    CRT_REQUIRE(mode == _IONBF || (size >= 2 && size <= INT_MAX), EINVAL, -1);
    stream_lock(f);
    stream_flush(f);
    if (f->_flag & _IOMYBUF)
        free(f->_base);
    f->_flag &= ~(_IOMYBUF | STREAM_USERBUF | _IONBF | STREAM_TEMPBUF);
    f->_base = f->_ptr = NULL;
    f->_cnt = 0;
    int result = 0;
    if (mode == _IONBF) {
        use_small(f);
    } else {
        f->_bufsiz = (int)(size & ~(size_t)1);
        f->_base = buffer ? buffer : malloc(f->_bufsiz);
        f->_flag |= buffer ? STREAM_USERBUF : _IOMYBUF;
        f->_ptr = f->_base;
        if (!f->_base) {
            use_small(f);
            result = -1;
        }
    }
    stream_unlock(f);
    return result;
}

/* The UCRT's own C++ library moves these pointers itself. */
errno_t _get_stream_buffer_pointers(FILE *f, char ***base, char ***next, int **count)
{
    CRT_REQUIRE(f, EINVAL, EINVAL);
    if (base)
        *base = &f->_base;
    if (next)
        *next = &f->_ptr;
    if (count)
        *count = &f->_cnt;
    return 0;
}
