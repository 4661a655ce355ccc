/*
 * Positions. The position of a stream that reads text is exact: where the buffer's content differs
 * in length from the bytes it was made of, those bytes are read again and counted.
 */
#include "stream.h"

#include <io.h>

#include "fd.h"

/* How many bytes of the file at `start` make `wanted` bytes of translated ANSI text. */
static int64_t walk_ansi(struct fd *fd, unsigned raw, unsigned wanted)
{
    unsigned char bytes[512];
    unsigned used = 0, made = 0;
    int after_cr = 0;

    while (used < raw) {
        DWORD got, part = raw - used < sizeof(bytes) ? raw - used : sizeof(bytes);
        if (!ReadFile((HANDLE)fd->handle, bytes, part, &got, NULL) || !got)
            break;
        for (DWORD i = 0; i < got; i++, used++) {
            if (after_cr && bytes[i] == '\n') {
                after_cr = 0;
                continue; /* it was counted with its CR */
            }
            if (made == wanted)
                return used;
            made++;
            after_cr = bytes[i] == '\r';
        }
    }
    return used;
}

static int64_t walk_utf16(struct fd *fd, unsigned raw, unsigned wanted)
{
    wchar_t units[256];
    unsigned used = 0, made = 0;
    int after_cr = 0;

    while (used < raw) {
        DWORD got, part = raw - used < sizeof(units) ? raw - used : sizeof(units);
        if (!ReadFile((HANDLE)fd->handle, units, part, &got, NULL) || got < 2)
            break;
        for (DWORD i = 0; i < got / 2; i++, used += 2) {
            if (after_cr && units[i] == '\n') {
                after_cr = 0;
                continue;
            }
            if (made == wanted)
                return used;
            made += 2;
            after_cr = units[i] == '\r';
        }
    }
    return used;
}

/* UTF-8 made UTF-16: a lead byte makes two bytes, one of a four-byte character four. */
static int64_t walk_utf8(struct fd *fd, unsigned raw, unsigned wanted)
{
    unsigned char bytes[512];
    unsigned used = 0, made = 0;
    int after_cr = 0;

    while (used < raw) {
        DWORD got, part = raw - used < sizeof(bytes) ? raw - used : sizeof(bytes);
        if (!ReadFile((HANDLE)fd->handle, bytes, part, &got, NULL) || !got)
            break;
        for (DWORD i = 0; i < got; i++, used++) {
            if ((bytes[i] & 0xc0) == 0x80)
                continue;
            if (after_cr && bytes[i] == '\n') {
                after_cr = 0;
                continue;
            }
            if (made >= wanted)
                return used;
            made += bytes[i] >= 0xf0 ? 4 : 2;
            after_cr = bytes[i] == '\r';
        }
    }
    return used;
}

static int64_t tell_reading(FILE *f, struct fd *fd, int64_t at)
{
    struct stream_ext *ext = stream_ext(f);
    int direct = !(fd->flags & FD_TEXT) || (fd->mode != FD_UTF8 && ext->raw == ext->filled);

    if (direct || !ext->filled)
        return at - f->_cnt;
    int64_t start = at - ext->raw, used;
    unsigned wanted = (unsigned)(f->_ptr - f->_base);
    if (fd_seek(fd, start, SEEK_SET) < 0)
        return -1;
    used = fd->mode == FD_ANSI    ? walk_ansi(fd, ext->raw, wanted)
           : fd->mode == FD_UTF16 ? walk_utf16(fd, ext->raw, wanted)
                                  : walk_utf8(fd, ext->raw, wanted);
    fd_seek(fd, at, SEEK_SET);
    return start + used;
}

int64_t stream_tell(FILE *f)
{
    if (f->_cnt < 0)
        f->_cnt = 0;
    struct fd *fd = fd_get(f->_file);
    if (!fd)
        return -1;
    int writing = (f->_flag & _IOWRT) && f->_base && f->_ptr > f->_base;
    if (writing && ((fd->flags & FD_APPEND) || ((fd->flags & FD_TEXT) && fd->mode != FD_ANSI)) &&
        stream_flush(f))
        return -1;
    int64_t at = _lseeki64(f->_file, 0, SEEK_CUR);
    if (at < 0)
        return -1;
    if ((f->_flag & _IOREAD) && !(f->_flag & _IOWRT))
        return f->_base ? tell_reading(f, fd, at) : at;
    if (!(f->_flag & (_IOMYBUF | STREAM_USERBUF)) || !f->_base)
        return at;
    at += f->_ptr - f->_base;
    if (fd->flags & FD_TEXT)
        for (char *p = f->_base; p < f->_ptr; p++)
            at += *p == '\n';
    return at;
}

int stream_seek(FILE *f, int64_t offset, int origin)
{
    f->_flag &= ~_IOEOF;
    if (origin == SEEK_CUR) {
        int64_t at = stream_tell(f);
        if (at < 0)
            return -1;
        offset += at;
        origin = SEEK_SET;
    }
    if (offset < 0 && origin == SEEK_SET) {
        errno = EINVAL;
        return -1;
    }
    stream_flush(f);
    if (f->_flag & _IORW)
        f->_flag &= ~(_IOREAD | _IOWRT);
    f->_cnt = 0;
    f->_ptr = f->_base;
    stream_ext(f)->raw = stream_ext(f)->filled = stream_ext(f)->mb = 0;
    return _lseeki64(f->_file, offset, origin) < 0 ? -1 : 0;
}

int _fseeki64(FILE *f, __int64 offset, int origin)
{
    CRT_REQUIRE(f && origin >= SEEK_SET && origin <= SEEK_END, EINVAL, -1);
    stream_lock(f);
    int result = stream_seek(f, offset, origin);
    stream_unlock(f);
    return result;
}

int fseek(FILE *f, long offset, int origin)
{
    return _fseeki64(f, offset, origin);
}

__int64 _ftelli64(FILE *f)
{
    CRT_REQUIRE(f, EINVAL, -1);
    stream_lock(f);
    int64_t at = stream_tell(f);
    stream_unlock(f);
    return at;
}

long ftell(FILE *f)
{
    int64_t at = _ftelli64(f);

    if (at > LONG_MAX) {
        errno = EINVAL;
        return -1;
    }
    return (long)at;
}

int _fseek_nolock(FILE *f, long offset, int origin)
{
    return stream_seek(f, offset, origin);
}

int _fseeki64_nolock(FILE *f, __int64 offset, int origin)
{
    return stream_seek(f, offset, origin);
}

long _ftell_nolock(FILE *f)
{
    return (long)stream_tell(f);
}

__int64 _ftelli64_nolock(FILE *f)
{
    return stream_tell(f);
}

void rewind(FILE *f)
{
    stream_lock(f);
    stream_seek(f, 0, SEEK_SET);
    f->_flag &= ~(_IOEOF | _IOERR);
    stream_unlock(f);
}

int fgetpos(FILE *f, fpos_t *at)
{
    CRT_REQUIRE(f && at, EINVAL, -1);
    *at = _ftelli64(f);
    return *at < 0 ? -1 : 0;
}

int fsetpos(FILE *f, const fpos_t *at)
{
    CRT_REQUIRE(f && at, EINVAL, -1);
    return _fseeki64(f, *at, SEEK_SET);
}
