/* Positions, lengths and locks of open descriptors. */
#include "fd.h"

#include <io.h>
#include <sys/locking.h>

int64_t fd_seek(struct fd *fd, int64_t offset, int origin)
{
    LARGE_INTEGER move, at;

    move.QuadPart = offset;
    if (!SetFilePointerEx((HANDLE)fd->handle, move, &at, origin))
        return crt_last_error();
    fd->flags &= ~FD_EOF;
    fd->utf8_count = 0;
    return at.QuadPart;
}

__int64 _lseeki64(int number, __int64 offset, int origin)
{
    struct fd *fd = fd_get(number);

    if (!fd)
        return -1;
    CRT_REQUIRE(origin >= SEEK_SET && origin <= SEEK_END, EINVAL, -1);
    fd_lock(fd);
    int64_t at = fd_seek(fd, offset, origin);
    fd_unlock(fd);
    return at;
}

long _lseek(int number, long offset, int origin)
{
    int64_t at = _lseeki64(number, offset, origin);

    if (at > LONG_MAX) {
        errno = EINVAL;
        return -1;
    }
    return (long)at;
}

long _tell(int number)
{
    return _lseek(number, 0, SEEK_CUR);
}

__int64 _telli64(int number)
{
    return _lseeki64(number, 0, SEEK_CUR);
}

__int64 _filelengthi64(int number)
{
    struct fd *fd = fd_get(number);
    LARGE_INTEGER size;

    if (!fd)
        return -1;
    if (!GetFileSizeEx((HANDLE)fd->handle, &size))
        return crt_last_error();
    return size.QuadPart;
}

long _filelength(int number)
{
    int64_t size = _filelengthi64(number);

    if (size > LONG_MAX) {
        errno = EOVERFLOW;
        return -1;
    }
    return (long)size;
}

int _eof(int number)
{
    int64_t at = _lseeki64(number, 0, SEEK_CUR);
    int64_t size = at < 0 ? -1 : _filelengthi64(number);

    return size < 0 ? -1 : at >= size;
}

errno_t _chsize_s(int number, __int64 size)
{
    struct fd *fd = fd_get(number);
    errno_t error = 0;

    if (!fd)
        return EBADF;
    CRT_REQUIRE(size >= 0, EINVAL, EINVAL);
    fd_lock(fd);
    int64_t at = fd_seek(fd, 0, SEEK_CUR);
    if (at < 0 || fd_seek(fd, size, SEEK_SET) < 0) {
        error = errno;
    } else {
        if (!SetEndOfFile((HANDLE)fd->handle)) {
            crt_last_error();
            error = errno;
        }
        fd_seek(fd, at, SEEK_SET);
    }
    fd_unlock(fd);
    return error;
}

int _chsize(int number, long size)
{
    errno_t error = _chsize_s(number, size);

    if (error)
        errno = error;
    return error ? -1 : 0;
}

int _commit(int number)
{
    struct fd *fd = fd_get(number);

    if (!fd)
        return -1;
    if (FlushFileBuffers((HANDLE)fd->handle))
        return 0;
    crt_last_error();
    errno = EBADF;
    return -1;
}

int _locking(int number, int mode, long size)
{
    struct fd *fd = fd_get(number);

    if (!fd)
        return -1;
    CRT_REQUIRE(size >= 0 && mode >= _LK_UNLCK && mode <= _LK_NBRLCK, EINVAL, -1);
    int64_t at = _telli64(number);
    if (at < 0)
        return -1;
    int tries = mode == _LK_LOCK || mode == _LK_RLCK ? 10 : 1;
    for (int i = 0; i < tries; i++) {
        if (i)
            Sleep(1000);
        BOOL done = mode == _LK_UNLCK
                        ? UnlockFile((HANDLE)fd->handle, (DWORD)at, (DWORD)(at >> 32), size, 0)
                        : LockFile((HANDLE)fd->handle, (DWORD)at, (DWORD)(at >> 32), size, 0);
        if (done)
            return 0;
    }
    crt_last_error();
    if (tries > 1)
        errno = EDEADLOCK;
    return -1;
}
