/* Directories, file names as objects, and drives. */
#include "crt.h"

#include <direct.h>
#include <io.h>
#include <sys/stat.h>

#define WIDE_CALL(type, name, path, failure, call) \
    wchar_t buffer[CRT_PATH];                      \
    CRT_REQUIRE(path, EINVAL, failure);            \
    wchar_t *wide = crt_wide_path(path, buffer);   \
    if (!wide)                                     \
        return failure;                            \
    type result = call;                            \
    crt_wide_done(wide, buffer);                   \
    return result

static int done(BOOL success)
{
    return success ? 0 : crt_last_error();
}

int _wmkdir(const wchar_t *path)
{
    CRT_REQUIRE(path, EINVAL, -1);
    return done(CreateDirectoryW(path, NULL));
}

int _mkdir(const char *path)
{
    WIDE_CALL(int, _mkdir, path, -1, _wmkdir(wide));
}

int _wrmdir(const wchar_t *path)
{
    CRT_REQUIRE(path, EINVAL, -1);
    return done(RemoveDirectoryW(path));
}

int _rmdir(const char *path)
{
    WIDE_CALL(int, _rmdir, path, -1, _wrmdir(wide));
}

/* "=C:" and kin in the environment keep each drive's current directory. */
int _wchdir(const wchar_t *path)
{
    wchar_t current[CRT_PATH], name[] = L"=?:";

    CRT_REQUIRE(path, EINVAL, -1);
    if (!SetCurrentDirectoryW(path))
        return crt_last_error();
    DWORD length = GetCurrentDirectoryW(CRT_PATH, current);
    if (length && length < CRT_PATH && current[1] == ':') {
        name[1] = towupper(current[0]);
        SetEnvironmentVariableW(name, current);
    }
    return 0;
}

int _chdir(const char *path)
{
    WIDE_CALL(int, _chdir, path, -1, _wchdir(wide));
}

int _wunlink(const wchar_t *path)
{
    CRT_REQUIRE(path, EINVAL, -1);
    return done(DeleteFileW(path));
}

int _wremove(const wchar_t *path)
{
    return _wunlink(path);
}

int _unlink(const char *path)
{
    WIDE_CALL(int, _unlink, path, -1, _wunlink(wide));
}

int remove(const char *path)
{
    return _unlink(path);
}

int _wrename(const wchar_t *from, const wchar_t *to)
{
    CRT_REQUIRE(from && to, EINVAL, -1);
    return done(MoveFileExW(from, to, MOVEFILE_COPY_ALLOWED));
}

int rename(const char *from, const char *to)
{
    CRT_REQUIRE(from && to, EINVAL, -1);
    wchar_t *wide_from = crt_wide(from), *wide_to = crt_wide(to);
    int result = wide_from && wide_to ? _wrename(wide_from, wide_to) : -1;
    int saved = errno;
    free(wide_from);
    free(wide_to);
    errno = saved;
    return result;
}

/* Modes: 0 existence, 2 write, 4 read, 6 both. Only a read-only file refuses. */
int _waccess(const wchar_t *path, int mode)
{
    CRT_REQUIRE(path && !(mode & ~6), EINVAL, -1);
    DWORD attributes = GetFileAttributesW(path);
    if (attributes == INVALID_FILE_ATTRIBUTES)
        return crt_last_error();
    if ((attributes & FILE_ATTRIBUTE_READONLY) && !(attributes & FILE_ATTRIBUTE_DIRECTORY) &&
        (mode & 2)) {
        crt_self()->doserr = ERROR_ACCESS_DENIED;
        errno = EACCES;
        return -1;
    }
    return 0;
}

int _access(const char *path, int mode)
{
    WIDE_CALL(int, _access, path, -1, _waccess(wide, mode));
}

errno_t _waccess_s(const wchar_t *path, int mode)
{
    return _waccess(path, mode) ? errno : 0;
}

errno_t _access_s(const char *path, int mode)
{
    return _access(path, mode) ? errno : 0;
}

int _wchmod(const wchar_t *path, int mode)
{
    CRT_REQUIRE(path, EINVAL, -1);
    DWORD attributes = GetFileAttributesW(path);
    if (attributes == INVALID_FILE_ATTRIBUTES)
        return crt_last_error();
    attributes = mode & _S_IWRITE ? attributes & ~FILE_ATTRIBUTE_READONLY
                                  : attributes | FILE_ATTRIBUTE_READONLY;
    return done(SetFileAttributesW(path, attributes));
}

int _chmod(const char *path, int mode)
{
    WIDE_CALL(int, _chmod, path, -1, _wchmod(wide, mode));
}

/* `drive` 0 is the current one, 1 is A. */
wchar_t *_wgetdcwd(int drive, wchar_t *to, int count)
{
    wchar_t current[CRT_PATH * 4], name[] = L"?:.";

    CRT_REQUIRE(count >= 0 && (!to || count > 0), EINVAL, NULL);
    name[0] = (wchar_t)('A' - 1 + drive);
    if (drive && GetDriveTypeW((wchar_t[]){name[0], ':', '\\', 0}) <= DRIVE_NO_ROOT_DIR) {
        crt_set_error(ERROR_INVALID_DRIVE);
        crt_invalid(EACCES);
        return NULL;
    }
    DWORD length = drive ? GetFullPathNameW(name, ARRAY_LEN(current), current, NULL)
                         : GetCurrentDirectoryW(ARRAY_LEN(current), current);
    if (!length || length >= ARRAY_LEN(current)) {
        crt_last_error();
        return NULL;
    }
    if (!to) {
        size_t room = (size_t)count > length ? (size_t)count : length + 1;
        to = malloc(room * sizeof(*to));
        if (!to)
            return NULL;
    } else if ((int)length >= count) {
        errno = ERANGE;
        return NULL;
    }
    memcpy(to, current, (length + 1) * sizeof(*to));
    return to;
}

wchar_t *_wgetcwd(wchar_t *to, int count)
{
    return _wgetdcwd(0, to, count);
}

char *_getdcwd(int drive, char *to, int size)
{
    CRT_REQUIRE(size >= 0 && (!to || size > 0), EINVAL, NULL);
    wchar_t *wide = _wgetdcwd(drive, NULL, 0);
    char *narrow = wide ? crt_narrow(wide) : NULL;
    free(wide);
    if (!narrow)
        return NULL;
    size_t length = strlen(narrow);
    if (!to) {
        char *grown = length < (size_t)size ? realloc(narrow, size) : narrow;
        return grown ? grown : narrow;
    }
    if (length >= (size_t)size) {
        errno = ERANGE;
        to = NULL;
    } else {
        memcpy(to, narrow, length + 1);
    }
    free(narrow);
    return to;
}

char *_getcwd(char *to, int size)
{
    return _getdcwd(0, to, size);
}

int _getdrive(void)
{
    wchar_t current[CRT_PATH];

    if (!GetCurrentDirectoryW(CRT_PATH, current) || current[1] != ':')
        return 0;
    return towupper(current[0]) - 'A' + 1;
}

int _chdrive(int drive)
{
    wchar_t path[] = L"?:";

    if (drive < 1 || drive > 26) {
        crt_set_error(ERROR_INVALID_DRIVE);
        errno = EACCES;
        return -1;
    }
    path[0] = (wchar_t)('A' - 1 + drive);
    return done(SetCurrentDirectoryW(path));
}

unsigned long _getdrives(void)
{
    return GetLogicalDrives();
}

unsigned _getdiskfree(unsigned drive, struct _diskfree_t *to)
{
    wchar_t path[] = L"?:\\";
    DWORD sectors, bytes, available, total;

    CRT_REQUIRE(to && drive <= 26, EINVAL, ERROR_INVALID_PARAMETER);
    path[0] = (wchar_t)('A' - 1 + drive);
    if (!GetDiskFreeSpaceW(drive ? path : NULL, &sectors, &bytes, &available, &total)) {
        DWORD error = GetLastError();
        crt_set_error(error);
        return error;
    }
    to->total_clusters = total;
    to->avail_clusters = available;
    to->sectors_per_cluster = sectors;
    to->bytes_per_sector = bytes;
    return 0;
}
