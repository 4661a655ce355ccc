/* Opening, closing and duplicating descriptors. */
#include "fd.h"

#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <sys/stat.h>

static int umask_bits;
extern int _fmode;

static DWORD access_of(int flags)
{
    switch (flags & (_O_RDONLY | _O_WRONLY | _O_RDWR)) {
    case _O_RDONLY:
        return GENERIC_READ;
    case _O_WRONLY:
        return GENERIC_WRITE;
    case _O_RDWR:
        return GENERIC_READ | GENERIC_WRITE;
    }
    return 0;
}

static DWORD disposition_of(int flags)
{
    switch (flags & (_O_CREAT | _O_EXCL | _O_TRUNC)) {
    case 0:
    case _O_EXCL:
        return OPEN_EXISTING;
    case _O_CREAT:
        return OPEN_ALWAYS;
    case _O_CREAT | _O_EXCL:
    case _O_CREAT | _O_TRUNC | _O_EXCL:
        return CREATE_NEW;
    case _O_TRUNC:
    case _O_TRUNC | _O_EXCL:
        return TRUNCATE_EXISTING;
    }
    return CREATE_ALWAYS;
}

static DWORD share_of(int share, DWORD access, int *ok)
{
    *ok = 1;
    switch (share) {
    case _SH_DENYRW:
        return 0;
    case _SH_DENYWR:
        return FILE_SHARE_READ;
    case _SH_DENYRD:
        return FILE_SHARE_WRITE;
    case _SH_DENYNO:
        return FILE_SHARE_READ | FILE_SHARE_WRITE;
    case _SH_SECURE:
        return access == GENERIC_READ ? FILE_SHARE_READ : 0;
    }
    *ok = 0;
    return 0;
}

static HANDLE open_handle(const wchar_t *path, int flags, DWORD access, DWORD share, int permission)
{
    DWORD attributes = FILE_ATTRIBUTE_NORMAL;
    SECURITY_ATTRIBUTES inherit = {sizeof(inherit), NULL, !(flags & _O_NOINHERIT)};

    if ((flags & _O_CREAT) && !((permission & ~umask_bits) & _S_IWRITE))
        attributes = FILE_ATTRIBUTE_READONLY;
    if (flags & _O_TEMPORARY) {
        attributes |= FILE_FLAG_DELETE_ON_CLOSE;
        access |= DELETE;
        share |= FILE_SHARE_DELETE;
    }
    if (flags & _O_SHORT_LIVED)
        attributes |= FILE_ATTRIBUTE_TEMPORARY;
    if (flags & _O_SEQUENTIAL)
        attributes |= FILE_FLAG_SEQUENTIAL_SCAN;
    else if (flags & _O_RANDOM)
        attributes |= FILE_FLAG_RANDOM_ACCESS;
    return CreateFileW(path, access, share, &inherit, disposition_of(flags), attributes, NULL);
}

/* Text that will be written at the end goes before a Ctrl-Z that marks the old end. */
static void drop_ctrl_z(struct fd *fd)
{
    char last;
    DWORD done;
    LARGE_INTEGER at;

    at.QuadPart = -1;
    if (SetFilePointerEx((HANDLE)fd->handle, at, &at, FILE_END) &&
        ReadFile((HANDLE)fd->handle, &last, 1, &done, NULL) && done == 1 && last == 26 &&
        SetFilePointerEx((HANDLE)fd->handle, at, NULL, FILE_BEGIN))
        SetEndOfFile((HANDLE)fd->handle);
    fd_seek(fd, 0, SEEK_SET);
}

static void write_bom(struct fd *fd)
{
    static const char utf8[] = "\xef\xbb\xbf", utf16[] = "\xff\xfe";
    DWORD done;

    if (fd->mode == FD_UTF8)
        WriteFile((HANDLE)fd->handle, utf8, 3, &done, NULL);
    else if (fd->mode == FD_UTF16)
        WriteFile((HANDLE)fd->handle, utf16, 2, &done, NULL);
}

/* A byte order mark in the file decides over the encoding that was asked for. */
static void choose_encoding(struct fd *fd, int flags, DWORD access)
{
    unsigned char mark[3];
    DWORD done = 0;
    LARGE_INTEGER size;

    if (flags & (_O_U16TEXT | _O_WTEXT))
        fd->mode = FD_UTF16;
    else if (flags & _O_U8TEXT)
        fd->mode = FD_UTF8;
    else
        return;
    if ((fd->flags & (FD_DEV | FD_PIPE)) || !GetFileSizeEx((HANDLE)fd->handle, &size))
        return;
    if (size.QuadPart == 0) {
        if (access & GENERIC_WRITE)
            write_bom(fd);
        return;
    }
    if (!(access & GENERIC_READ) || !ReadFile((HANDLE)fd->handle, mark, 3, &done, NULL))
        return;
    if (done == 3 && mark[0] == 0xef && mark[1] == 0xbb && mark[2] == 0xbf) {
        fd->mode = FD_UTF8;
    } else if (done >= 2 && mark[0] == 0xff && mark[1] == 0xfe) {
        fd->mode = FD_UTF16;
        fd_seek(fd, 2, SEEK_SET);
    } else {
        if (flags & _O_WTEXT)
            fd->mode = FD_ANSI;
        fd_seek(fd, 0, SEEK_SET);
    }
}

int crt_wsopen(int *number, const wchar_t *path, int flags, int share, int permission)
{
    DWORD access = access_of(flags);
    int ok;
    DWORD sharing = share_of(share, access, &ok);

    *number = -1;
    CRT_REQUIRE(path && ok && access, EINVAL, EINVAL);
    int fd_number = fd_allocate();
    if (fd_number < 0)
        return errno;
    /* Looking for a mark or a Ctrl-Z takes the right to read; without it the file opens all the
     * same. */
    DWORD wanted = access;
    if (access == GENERIC_WRITE && (flags & (_O_WTEXT | _O_U8TEXT | _O_U16TEXT)))
        wanted |= GENERIC_READ;
    HANDLE handle = open_handle(path, flags, wanted, sharing, permission);
    if (handle == INVALID_HANDLE_VALUE && wanted != access)
        handle = open_handle(path, flags, wanted = access, sharing, permission);
    if (handle == INVALID_HANDLE_VALUE) {
        DWORD error = GetLastError();
        fd_slot(fd_number)->flags = 0;
        crt_set_error(error);
        return errno;
    }
    unsigned bits = 0;
    DWORD type = GetFileType(handle);
    if (type == FILE_TYPE_CHAR)
        bits |= FD_DEV;
    else if (type == FILE_TYPE_PIPE)
        bits |= FD_PIPE;
    if (flags & _O_NOINHERIT)
        bits |= FD_NOINHERIT;
    if (flags & _O_APPEND)
        bits |= FD_APPEND;
    if (!(flags & (_O_BINARY | _O_TEXT | _O_WTEXT | _O_U8TEXT | _O_U16TEXT)))
        flags |= _fmode & (_O_BINARY | _O_TEXT) ? _fmode & (_O_BINARY | _O_TEXT) : _O_TEXT;
    if (!(flags & _O_BINARY))
        bits |= FD_TEXT;
    fd_set(fd_number, handle, bits);
    struct fd *fd = fd_slot(fd_number);
    if ((bits & FD_TEXT) && !(bits & (FD_DEV | FD_PIPE))) {
        if ((flags & _O_RDWR) && !(flags & (_O_TRUNC | _O_EXCL)))
            drop_ctrl_z(fd);
        choose_encoding(fd, flags, wanted);
    }
    *number = fd_number;
    return 0;
}

errno_t _wsopen_s(int *number, const wchar_t *path, int flags, int share, int permission)
{
    CRT_REQUIRE(number, EINVAL, EINVAL);
    return crt_wsopen(number, path, flags, share, permission);
}

errno_t _sopen_s(int *number, const char *path, int flags, int share, int permission)
{
    wchar_t buffer[CRT_PATH];

    CRT_REQUIRE(number, EINVAL, EINVAL);
    *number = -1;
    CRT_REQUIRE(path, EINVAL, EINVAL);
    wchar_t *wide = crt_wide_path(path, buffer);
    if (!wide)
        return errno;
    errno_t error = crt_wsopen(number, wide, flags, share, permission);
    crt_wide_done(wide, buffer);
    return error;
}

errno_t _wsopen_dispatch(const wchar_t *path, int flags, int share, int permission, int *number,
                         int secure)
{
    return _wsopen_s(number, path, flags, share, permission);
}

errno_t _sopen_dispatch(const char *path, int flags, int share, int permission, int *number,
                        int secure)
{
    return _sopen_s(number, path, flags, share, permission);
}

static int permission_argument(int flags, va_list args)
{
    return flags & _O_CREAT ? va_arg(args, int) : 0;
}

int _open(const char *path, int flags, ...)
{
    int number;
    va_list args;

    va_start(args, flags);
    _sopen_s(&number, path, flags, _SH_DENYNO, permission_argument(flags, args));
    va_end(args);
    return number;
}

int _wopen(const wchar_t *path, int flags, ...)
{
    int number;
    va_list args;

    va_start(args, flags);
    crt_wsopen(&number, path, flags, _SH_DENYNO, permission_argument(flags, args));
    va_end(args);
    return number;
}

int _sopen(const char *path, int flags, int share, ...)
{
    int number;
    va_list args;

    va_start(args, share);
    _sopen_s(&number, path, flags, share, permission_argument(flags, args));
    va_end(args);
    return number;
}

int _wsopen(const wchar_t *path, int flags, int share, ...)
{
    int number;
    va_list args;

    va_start(args, share);
    crt_wsopen(&number, path, flags, share, permission_argument(flags, args));
    va_end(args);
    return number;
}

int _creat(const char *path, int permission)
{
    return _open(path, _O_CREAT | _O_TRUNC | _O_RDWR, permission);
}

int _wcreat(const wchar_t *path, int permission)
{
    return _wopen(path, _O_CREAT | _O_TRUNC | _O_RDWR, permission);
}

int _umask(int bits)
{
    int old = umask_bits;

    umask_bits = bits & (_S_IREAD | _S_IWRITE);
    return old;
}

errno_t _umask_s(int bits, int *old)
{
    CRT_REQUIRE(old && !(bits & ~(_S_IREAD | _S_IWRITE)), EINVAL, EINVAL);
    *old = _umask(bits);
    return 0;
}

int _close(int number)
{
    struct fd *fd = fd_get(number);
    int result = 0;

    if (!fd)
        return -1;
    fd_lock(fd);
    HANDLE handle = (HANDLE)fd->handle;
    /* Standard output and error may share one handle; it is closed with the last of them. */
    int shared = (number == 1 || number == 2) && fd_peek(3 - number) &&
                 fd_peek(3 - number)->handle == fd->handle;
    fd_release(number);
    if (!shared && handle != (HANDLE)-2 && handle != INVALID_HANDLE_VALUE && !CloseHandle(handle))
        result = crt_last_error();
    fd_unlock(fd);
    return result;
}

static int duplicate(int from, int to)
{
    struct fd *source = fd_slot(from), *target = fd_slot(to);
    HANDLE copy, self = GetCurrentProcess();

    if (!DuplicateHandle(self, (HANDLE)source->handle, self, &copy, 0, TRUE, DUPLICATE_SAME_ACCESS))
        return crt_last_error();
    fd_set(to, copy, source->flags & ~(FD_NOINHERIT | FD_EOF));
    target->mode = source->mode;
    return 0;
}

int _dup(int number)
{
    if (!fd_get(number))
        return -1;
    int copy = fd_allocate();
    if (copy < 0)
        return -1;
    if (duplicate(number, copy)) {
        fd_slot(copy)->flags = 0;
        return -1;
    }
    return copy;
}

int _dup2(int from, int to)
{
    if (!fd_get(from))
        return -1;
    CRT_REQUIRE(to >= 0 && to < FD_MAX, EBADF, -1);
    if (from == to)
        return 0;
    if (!fd_slot(to) && !fd_grow(to))
        return -1;
    if (fd_peek(to))
        _close(to);
    return duplicate(from, to);
}

int _pipe(int *numbers, unsigned size, int mode)
{
    SECURITY_ATTRIBUTES inherit = {sizeof(inherit), NULL, !(mode & _O_NOINHERIT)};
    HANDLE ends[2];

    CRT_REQUIRE(numbers && !(mode & ~(_O_NOINHERIT | _O_BINARY | _O_TEXT)), EINVAL, -1);
    numbers[0] = numbers[1] = -1;
    if (!CreatePipe(&ends[0], &ends[1], &inherit, size))
        return crt_last_error();
    unsigned bits = FD_PIPE | (mode & _O_NOINHERIT ? FD_NOINHERIT : 0);
    if (!(mode & _O_BINARY) && ((mode & _O_TEXT) || !(_fmode & _O_BINARY)))
        bits |= FD_TEXT;
    int made[2] = {fd_allocate(), -1};
    if (made[0] >= 0)
        made[1] = fd_allocate();
    if (made[1] < 0) {
        if (made[0] >= 0)
            fd_slot(made[0])->flags = 0;
        CloseHandle(ends[0]);
        CloseHandle(ends[1]);
        return -1;
    }
    for (int i = 0; i < 2; i++) {
        fd_set(made[i], ends[i], bits);
        numbers[i] = made[i];
    }
    return 0;
}
