/* Setting files' times. */
#include "crt.h"

#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <sys/utime.h>

#include "fd.h"
#include "file_time.h"

#undef _utime
#undef _wutime
#undef _futime

static int set_times(int number, int64_t read, int64_t written, int now)
{
    struct fd *fd = fd_get(number);
    FILETIME access, write;

    if (!fd)
        return -1;
    if (now) {
        GetSystemTimeAsFileTime(&access);
        write = access;
    } else {
        access = filetime_of(read);
        write = filetime_of(written);
    }
    if (SetFileTime((HANDLE)fd->handle, NULL, &access, &write))
        return 0;
    crt_last_error();
    errno = EINVAL;
    return -1;
}

static int set_by_path(const wchar_t *path, int64_t read, int64_t written, int now)
{
    int number;

    CRT_REQUIRE(path, EINVAL, -1);
    if (crt_wsopen(&number, path, _O_RDWR | _O_BINARY, _SH_DENYNO, 0))
        return -1;
    int result = set_times(number, read, written, now);
    int saved = errno;
    _close(number);
    errno = saved;
    return result;
}

#define UTIME(futime, utime, wutime, type)                                                       \
    int futime(int number, struct type *times)                                                   \
    {                                                                                            \
        return set_times(number, times ? times->actime : 0, times ? times->modtime : 0, !times); \
    }                                                                                            \
    int wutime(const wchar_t *path, struct type *times)                                          \
    {                                                                                            \
        return set_by_path(path, times ? times->actime : 0, times ? times->modtime : 0, !times); \
    }                                                                                            \
    int utime(const char *path, struct type *times)                                              \
    {                                                                                            \
        wchar_t buffer[CRT_PATH];                                                                \
        CRT_REQUIRE(path, EINVAL, -1);                                                           \
        wchar_t *wide = crt_wide_path(path, buffer);                                             \
        int result = wide ? wutime(wide, times) : -1;                                            \
        crt_wide_done(wide, buffer);                                                             \
        return result;                                                                           \
    }

UTIME(_futime64, _utime64, _wutime64, __utimbuf64)
UTIME(_futime32, _utime32, _wutime32, __utimbuf32)
