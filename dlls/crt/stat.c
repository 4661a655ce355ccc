/* The _stat and _fstat families: one worker, and a copy into each of the four layouts. */
#include "crt.h"

#include <io.h>
#include <sys/stat.h>

#include "fd.h"
#include "file_time.h"

#undef _stat
#undef _wstat
#undef _fstat
#undef _stati64
#undef _wstati64
#undef _fstati64
#undef stat
#undef fstat
#undef wstat

static int is_program(const wchar_t *path)
{
    static const wchar_t *const extensions[] = {L".exe", L".com", L".bat", L".cmd"};
    size_t length = wcslen(path);

    for (unsigned i = 0; length >= 4 && i < ARRAY_LEN(extensions); i++)
        if (!_wcsicmp(path + length - 4, extensions[i]))
            return 1;
    return 0;
}

static unsigned short mode_of(DWORD attributes, const wchar_t *path)
{
    int directory = (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    unsigned mode = directory ? _S_IFDIR | _S_IEXEC : _S_IFREG;

    mode |= attributes & FILE_ATTRIBUTE_READONLY ? _S_IREAD : _S_IREAD | _S_IWRITE;
    if (path && !directory && is_program(path))
        mode |= _S_IEXEC;
    return (unsigned short)(mode | (mode & 0700) >> 3 | (mode & 0700) >> 6);
}

static void fill(struct _stat64 *to, DWORD attributes, int64_t size, const FILETIME *written,
                 const FILETIME *read, const FILETIME *made, const wchar_t *path)
{
    memset(to, 0, sizeof(*to));
    to->st_mode = mode_of(attributes, path);
    to->st_nlink = 1;
    to->st_size = attributes & FILE_ATTRIBUTE_DIRECTORY ? 0 : size;
    to->st_mtime = seconds_of(written);
    to->st_atime = read->dwHighDateTime ? seconds_of(read) : to->st_mtime;
    to->st_ctime = made->dwHighDateTime ? seconds_of(made) : to->st_mtime;
}

static int drive_of(const wchar_t *path)
{
    wchar_t current[CRT_PATH];

    if (path[0] && path[1] == ':')
        return (path[0] | 32) - 'a';
    if (GetCurrentDirectoryW(CRT_PATH, current) && current[1] == ':')
        return (current[0] | 32) - 'a';
    return 0;
}

static int stat_path(const wchar_t *path, struct _stat64 *to)
{
    WIN32_FILE_ATTRIBUTE_DATA data;
    size_t length = wcslen(path);

    if (wcspbrk(path, L"?*")) {
        crt_set_error(ERROR_FILE_NOT_FOUND);
        return -1;
    }
    /* "dir\" is no name to Windows' C runtime unless it is a root. */
    int root = (length == 1) || (length == 3 && path[1] == ':');
    if (!is_ucrt && length && !root && (path[length - 1] == '\\' || path[length - 1] == '/')) {
        crt_set_error(ERROR_FILE_NOT_FOUND);
        return -1;
    }
    if (!GetFileAttributesExW(path, GetFileExInfoStandard, &data)) {
        crt_last_error();
        if (errno == EINVAL)
            errno = ENOENT;
        return -1;
    }
    fill(to, data.dwFileAttributes, (int64_t)data.nFileSizeHigh << 32 | data.nFileSizeLow,
         &data.ftLastWriteTime, &data.ftLastAccessTime, &data.ftCreationTime, path);
    to->st_dev = to->st_rdev = drive_of(path);
    return 0;
}

static int stat_fd(int number, struct _stat64 *to)
{
    struct fd *fd = fd_get(number);
    BY_HANDLE_FILE_INFORMATION info;
    DWORD waiting;

    if (!fd)
        return -1;
    if (fd->flags & (FD_DEV | FD_PIPE)) {
        memset(to, 0, sizeof(*to));
        to->st_mode = fd->flags & FD_DEV ? _S_IFCHR : _S_IFIFO;
        to->st_nlink = 1;
        to->st_dev = to->st_rdev = number;
        if ((fd->flags & FD_PIPE) &&
            PeekNamedPipe((HANDLE)fd->handle, NULL, 0, NULL, &waiting, NULL))
            to->st_size = waiting;
        return 0;
    }
    if (!GetFileInformationByHandle((HANDLE)fd->handle, &info))
        return crt_last_error();
    fill(to, info.dwFileAttributes, (int64_t)info.nFileSizeHigh << 32 | info.nFileSizeLow,
         &info.ftLastWriteTime, &info.ftLastAccessTime, &info.ftCreationTime, NULL);
    to->st_nlink = (short)info.nNumberOfLinks;
    return 0;
}

static int stat_wide(const wchar_t *path, struct _stat64 *to)
{
    CRT_REQUIRE(path, EINVAL, -1);
    return stat_path(path, to);
}

static int stat_narrow(const char *path, struct _stat64 *to)
{
    wchar_t buffer[CRT_PATH];

    CRT_REQUIRE(path, EINVAL, -1);
    wchar_t *wide = crt_wide_path(path, buffer);
    int result = wide ? stat_path(wide, to) : -1;
    crt_wide_done(wide, buffer);
    return result;
}

/* A size that does not fit is an error; so are times of 32 bits after 2038. */
#define COPY(to, from)                         \
    do {                                       \
        (to)->st_dev = (from).st_dev;          \
        (to)->st_ino = 0;                      \
        (to)->st_mode = (from).st_mode;        \
        (to)->st_nlink = (from).st_nlink;      \
        (to)->st_uid = (to)->st_gid = 0;       \
        (to)->st_rdev = (from).st_rdev;        \
        (to)->st_size = (from).st_size;        \
        (to)->st_atime = (from).st_atime;      \
        (to)->st_mtime = (from).st_mtime;      \
        (to)->st_ctime = (from).st_ctime;      \
        if ((to)->st_size != (from).st_size) { \
            errno = EOVERFLOW;                 \
            return -1;                         \
        }                                      \
    } while (0)

#define STAT(name, type, argument, worker) \
    int name(argument what, type *to)      \
    {                                      \
        struct _stat64 all;                \
        CRT_REQUIRE(to, EINVAL, -1);       \
        if (worker(what, &all))            \
            return -1;                     \
        COPY(to, all);                     \
        return 0;                          \
    }

/* Names of msvcrt: _stat has 32-bit times and sizes on i386, 64-bit times and 32-bit sizes here. */
STAT(_stat64, struct _stat64, const char *, stat_narrow)
STAT(_wstat64, struct _stat64, const wchar_t *, stat_wide)
STAT(_fstat64, struct _stat64, int, stat_fd)
STAT(_stat64i32, struct _stat64i32, const char *, stat_narrow)
STAT(_wstat64i32, struct _stat64i32, const wchar_t *, stat_wide)
STAT(_fstat64i32, struct _stat64i32, int, stat_fd)
STAT(_stat32, struct _stat32, const char *, stat_narrow)
STAT(_wstat32, struct _stat32, const wchar_t *, stat_wide)
STAT(_fstat32, struct _stat32, int, stat_fd)
STAT(_stat32i64, struct _stat32i64, const char *, stat_narrow)
STAT(_wstat32i64, struct _stat32i64, const wchar_t *, stat_wide)
STAT(_fstat32i64, struct _stat32i64, int, stat_fd)
