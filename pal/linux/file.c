/*
 * file.c - opening files.
 *
 * One openat and one statx (the type decides how the handle is read later), whatever else is asked
 * for. A handle that needs no data is opened for reading where that is allowed, because times and
 * mode can only be set through a real descriptor; else it is an O_PATH one. Opened so, a pipe or
 * device would notice: those get O_PATH after a look at what they are.
 */
#include "explain.h"
#include "fault_injection.h"
#include "file.h"
#include "guest.h"
#include "handle.h"
#include "host_call.h"
#include "path.h"
#include "status.h"
#include "thread.h"
#include <fcntl.h>
#include <sys/file.h>

#define ALL_ACCESS (PAL_ACCESS_READ | PAL_ACCESS_WRITE | PAL_ACCESS_APPEND | PAL_ACCESS_PATH)
#define ALL_OPTIONS                                                                    \
    (PAL_OPTION_DIRECTORY | PAL_OPTION_NO_FOLLOW | PAL_OPTION_FILE | PAL_OPTION_SYNC | \
     PAL_OPTION_DIRECT | PAL_OPTION_LOCK)

struct request {
    struct pal_path path;
    uint32_t access, disposition, options, mode;
    int data; /* contents will be read or written */
};

static long open_host(const struct request *r, const char *text, int flags)
{
    long fd = pal_inject(PAL_INJECT_OPEN);
    if (fd < 0)
        return fd;
    do
        fd = host_call4(SYS_openat, r->path.base, (long)text, flags, r->mode);
    while (fd == -EINTR && !pal_thread_wanted());
    return fd;
}

static int host_flags(const struct request *r)
{
    static const int dispositions[] = {0, O_CREAT | O_EXCL, O_CREAT, O_TRUNC};
    int flags = O_CLOEXEC | O_NOCTTY;
    int write = (r->access & (PAL_ACCESS_WRITE | PAL_ACCESS_APPEND)) != 0;
    if (r->disposition == PAL_OPEN_TRUNCATE)
        write = 1;
    if (write)
        flags |= r->access & PAL_ACCESS_READ ? O_RDWR : O_WRONLY;
    if (r->access & PAL_ACCESS_APPEND)
        flags |= O_APPEND;
    if (r->options & PAL_OPTION_NO_FOLLOW)
        flags |= O_NOFOLLOW;
    if (r->options & PAL_OPTION_SYNC)
        flags |= O_SYNC;
    if (r->options & PAL_OPTION_DIRECTORY)
        return flags | O_DIRECTORY;
    return flags | dispositions[r->disposition];
}

/* The name to open: an empty path is the directory itself, or the file behind a file's handle. */
static const char *name_of(const struct request *r, char self[PAL_FD_PATH_SIZE])
{
    struct statx facts;
    if (r->path.size)
        return r->path.text;
    if (pal_statx(r->path.base, "", AT_EMPTY_PATH, &facts) == 0 &&
        (facts.stx_mode & S_IFMT) == S_IFDIR)
        return ".";
    pal_fd_path(self, r->path.base);
    return self;
}

/* For attributes alone. */
static long open_path(const struct request *r, const char *name, int flags)
{
    flags &= ~(O_APPEND | O_SYNC);
    if (r->disposition == PAL_OPEN_EXISTING) {
        struct statx facts;
        int follow = flags & O_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0;
        long result = pal_statx(r->path.base, name, follow, &facts);
        if (result < 0)
            return result;
        unsigned format = facts.stx_mode & S_IFMT;
        if (format != S_IFREG && format != S_IFDIR)
            return open_host(r, name, flags | O_PATH);
    }
    long fd = open_host(r, name, flags | O_NONBLOCK);
    if (fd == -EACCES || fd == -EPERM || fd == -ELOOP || fd == -ENXIO)
        fd = open_host(r, name, (flags & ~(O_CREAT | O_EXCL | O_TRUNC)) | O_PATH);
    return fd;
}

static long make_directory(const struct request *r, int flags)
{
    long result;
    if (r->disposition == PAL_OPEN_ALWAYS) {
        result = open_host(r, r->path.text, flags);
        if (result != -ENOENT)
            return result;
    }
    result = host_call3(SYS_mkdirat, r->path.base, (long)r->path.text, r->mode);
    if (result < 0 && !(result == -EEXIST && r->disposition == PAL_OPEN_ALWAYS))
        return result;
    return open_host(r, r->path.text, flags);
}

static long open_file(const struct request *r)
{
    char self[PAL_FD_PATH_SIZE];
    int flags = host_flags(r);
    if ((r->options & PAL_OPTION_DIRECTORY) && r->disposition != PAL_OPEN_EXISTING)
        return make_directory(r, flags);
    const char *name = name_of(r, self);
    if (!r->data)
        return open_path(r, name, flags);
    long fd = open_host(r, name, flags);
    if (fd == -ELOOP && (flags & O_NOFOLLOW) && r->disposition == PAL_OPEN_EXISTING)
        return open_host(r, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd == -EISDIR && r->disposition == PAL_OPEN_ALWAYS && r->access == PAL_ACCESS_READ)
        return open_host(r, name, flags & ~O_CREAT); /* a directory may be opened, not made so */
    return fd;
}

static PalStatus open_status(const struct request *r, long error)
{
    struct statx facts;
    int creates = r->disposition == PAL_OPEN_CREATE_NEW || r->disposition == PAL_OPEN_ALWAYS;
    if (error == -EACCES || error == -EPERM)
        pal_explain_refusal(r->path.base, r->path.text, r->access != PAL_ACCESS_READ || creates);
    if (error == -ENOTDIR && (r->options & PAL_OPTION_DIRECTORY) &&
        pal_statx(r->path.base, r->path.text, 0, &facts) == 0)
        return PAL_STATUS_NOT_A_DIRECTORY;
    return pal_path_status(&r->path, error, creates);
}

static PalStatus check(struct request *r, uint32_t options_and_mode)
{
    r->options = options_and_mode & 0xffff;
    r->mode = options_and_mode >> 16 & 0777;
    r->data = (r->access & ~PAL_ACCESS_PATH) != 0;
    if ((r->access & ~ALL_ACCESS) || (r->options & ~ALL_OPTIONS) ||
        r->disposition > PAL_OPEN_TRUNCATE)
        return PAL_STATUS_INVALID_PARAMETER;
    if (!(r->options & PAL_OPTION_DIRECTORY))
        return PAL_OK;
    if ((r->options & PAL_OPTION_FILE) || r->disposition == PAL_OPEN_TRUNCATE)
        return PAL_STATUS_INVALID_PARAMETER;
    return r->access & (PAL_ACCESS_WRITE | PAL_ACCESS_APPEND) ? PAL_STATUS_IS_A_DIRECTORY : PAL_OK;
}

PalStatus pal_file_open(PalHandle directory, const char *path, uint32_t path_size, uint32_t access,
                        uint32_t disposition, uint32_t options_and_mode, PalHandle *file,
                        PalFileInfo *info)
{
    struct request r;
    struct statx facts;
    PalHandle handle;
    r.access = access;
    r.disposition = disposition;
    PalStatus status = check(&r, options_and_mode);
    if (status == PAL_OK)
        status = pal_path_copy(&r.path, directory, path, path_size);
    if (status < 0)
        return status;
    guest_probe(file, sizeof *file);
    if (info)
        guest_probe(info, sizeof *info);
    long fd = open_file(&r);
    if (fd < 0)
        return open_status(&r, fd);
    long result = r.options & PAL_OPTION_LOCK ? host_call2(SYS_flock, fd, LOCK_EX | LOCK_NB) : 0;
    int locked = result == -EWOULDBLOCK;
    if (result >= 0)
        result = pal_statx((int)fd, "", AT_EMPTY_PATH, &facts);
    unsigned type = result < 0 ? 0 : pal_type_of_facts((int)fd, &facts);
    if (result < 0)
        status = locked ? PAL_STATUS_SHARING_VIOLATION : pal_status(result);
    else if ((r.options & PAL_OPTION_FILE) && type == PAL_TYPE_DIRECTORY)
        status = PAL_STATUS_IS_A_DIRECTORY;
    else
        status =
            pal_handle_insert_flags(type, r.data ? 0 : PAL_HANDLE_NO_DATA, (int)fd, NULL, &handle);
    if (status < 0) {
        host_call1(SYS_close, fd);
        return status;
    }
    if (info)
        pal_file_info(&facts, type, info);
    if (info)
        info->attributes = pal_kept_attributes((int)fd, "", &facts);
    *file = handle;
    return PAL_OK;
}
