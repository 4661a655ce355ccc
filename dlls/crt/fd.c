/*
 * The table of descriptors. The standard ones take their handles on first use; what a parent passed
 * in STARTUPINFO.lpReserved2 (count, flag bytes, handles) is taken with the first of them.
 */
#include "fd.h"

#include <fcntl.h>
#include <io.h>

#include "heap.h"

#define FREE_FD                             \
    {                                       \
        .handle = -1, .pending = NO_PENDING \
    }

static struct fd first_block[FD_BLOCK] = {[0 ... FD_BLOCK - 1] = FREE_FD};
static volatile LONG inherited;

struct fd *__pioinfo[FD_MAX / FD_BLOCK] = {first_block};
struct fd __badioinfo = FREE_FD;

int crt_is_static_block(const void *block)
{
    return block == first_block;
}

size_t crt_static_block_size(const void *block)
{
    return sizeof(first_block);
}

struct fd *fd_slot(int number)
{
    if (number < 0 || number >= FD_MAX)
        return NULL;
    struct fd *block = __pioinfo[number / FD_BLOCK];
    return block ? &block[number % FD_BLOCK] : NULL;
}

static unsigned type_flags(HANDLE handle)
{
    DWORD type = GetFileType(handle) & ~FILE_TYPE_REMOTE;

    return type == FILE_TYPE_CHAR ? FD_DEV : type == FILE_TYPE_PIPE ? FD_PIPE : 0;
}

static void take_inherited(void)
{
    STARTUPINFOW info;
    int count;

    GetStartupInfoW(&info);
    if (info.cbReserved2 < sizeof(int) || !info.lpReserved2)
        return;
    memcpy(&count, info.lpReserved2, sizeof(count));
    if (count < 0 || count > FD_BLOCK ||
        info.cbReserved2 < sizeof(int) + count * (1 + sizeof(HANDLE)))
        return;
    const BYTE *flags = info.lpReserved2 + sizeof(int);
    const BYTE *handles = flags + count;
    for (int i = 0; i < count; i++) {
        HANDLE handle;
        memcpy(&handle, handles + i * sizeof(handle), sizeof(handle));
        if (!(flags[i] & FD_OPEN) || handle == INVALID_HANDLE_VALUE || handle == (HANDLE)-2 ||
            (!(flags[i] & FD_PIPE) && GetFileType(handle) == FILE_TYPE_UNKNOWN))
            continue;
        first_block[i].handle = (intptr_t)handle;
        first_block[i].std_tried = 1;
        first_block[i].flags = flags[i];
    }
}

static void take_standard(int number)
{
    static const DWORD names[] = {STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};
    struct fd *fd = &first_block[number];

    crt_lock(CRT_LOCK_FDS);
    if (!inherited) {
        take_inherited();
        inherited = 1;
    }
    if (!fd->std_tried) {
        HANDLE handle = GetStdHandle(names[number]);
        fd->std_tried = 1;
        if (handle && handle != INVALID_HANDLE_VALUE) {
            fd->handle = (intptr_t)handle;
            fd->flags = FD_OPEN | FD_TEXT | type_flags(handle);
        } else {
            /* A program without a console: the stream exists and every operation on it fails. */
            fd->handle = -2;
            fd->flags = FD_OPEN | FD_TEXT | FD_DEV;
        }
    }
    crt_unlock(CRT_LOCK_FDS);
}

struct fd *fd_peek(int number)
{
    struct fd *fd = fd_slot(number);

    if (!fd)
        return NULL;
    if (__builtin_expect(number < 3 && !fd->std_tried, 0))
        take_standard(number);
    else if (__builtin_expect(!inherited && !(fd->flags & FD_OPEN), 0))
        take_standard(0);
    return fd->flags & FD_OPEN ? fd : NULL;
}

struct fd *fd_get(int number)
{
    struct fd *fd = fd_peek(number);

    if (!fd) {
        crt_self()->doserr = 0;
        if (number == -2)
            errno = EBADF;
        else
            crt_invalid(EBADF);
    }
    return fd;
}

void fd_lock(struct fd *fd)
{
    if (!fd->lock_made) {
        crt_lock(CRT_LOCK_FDS);
        if (!fd->lock_made) {
            InitializeCriticalSectionEx(&fd->lock, 0, CRITICAL_SECTION_NO_DEBUG_INFO);
            fd->lock_made = 1;
        }
        crt_unlock(CRT_LOCK_FDS);
    }
    EnterCriticalSection(&fd->lock);
}

void fd_unlock(struct fd *fd)
{
    LeaveCriticalSection(&fd->lock);
}

static struct fd *add_block(int at)
{
    struct fd *block = calloc(FD_BLOCK, sizeof(*block));

    for (int i = 0; block && i < FD_BLOCK; i++) {
        block[i].handle = -1;
        block[i].pending = NO_PENDING;
    }
    __pioinfo[at] = block;
    return block;
}

int fd_grow(int number)
{
    crt_lock(CRT_LOCK_FDS);
    struct fd *block = __pioinfo[number / FD_BLOCK];
    if (!block)
        block = add_block(number / FD_BLOCK);
    crt_unlock(CRT_LOCK_FDS);
    return block != NULL;
}

int fd_allocate(void)
{
    int number = 0;

    for (int i = 0; i < 3; i++)
        fd_peek(i);
    crt_lock(CRT_LOCK_FDS);
    for (; number < FD_MAX; number++) {
        if (!__pioinfo[number / FD_BLOCK] && !add_block(number / FD_BLOCK)) {
            number = FD_MAX;
            break;
        }
        struct fd *fd = fd_slot(number);
        if (!(fd->flags & FD_OPEN)) {
            fd->flags = FD_OPEN;
            fd->handle = -1;
            fd->pending = NO_PENDING;
            fd->mode = FD_ANSI;
            fd->utf8_count = 0;
            break;
        }
    }
    crt_unlock(CRT_LOCK_FDS);
    if (number < FD_MAX)
        return number;
    errno = EMFILE;
    crt_self()->doserr = 0;
    return -1;
}

/* The process's standard handles follow descriptors 0 to 2, for children and for Win32 callers. */
static void follow_standard(int number, HANDLE handle)
{
    static const DWORD names[] = {STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};

    if (number >= 0 && number < 3 && crt_app_type != 2)
        SetStdHandle(names[number], handle);
}

void fd_set(int number, HANDLE handle, unsigned flags)
{
    struct fd *fd = fd_slot(number);

    follow_standard(number, handle);
    fd->handle = (intptr_t)handle;
    fd->pending = NO_PENDING;
    fd->flags = FD_OPEN | flags;
    fd->std_tried = 1;
}

void fd_release(int number)
{
    struct fd *fd = fd_slot(number);

    follow_standard(number, NULL);
    fd->handle = -1;
    fd->flags = 0;
    fd->mode = FD_ANSI;
    fd->utf8_count = 0;
}

void *fd_inheritance(WORD *size)
{
    int count = FD_BLOCK;

    while (count > 0 && !(first_block[count - 1].flags & FD_OPEN))
        count--;
    *size = (WORD)(sizeof(int) + count * (1 + sizeof(HANDLE)));
    BYTE *block = malloc(*size);
    if (!block)
        return NULL;
    memcpy(block, &count, sizeof(count));
    for (int i = 0; i < count; i++) {
        struct fd *fd = fd_peek(i);
        HANDLE handle = INVALID_HANDLE_VALUE;
        BYTE flags = 0;
        if (fd && !(fd->flags & FD_NOINHERIT) && fd->handle != -2) {
            handle = (HANDLE)fd->handle;
            flags = fd->flags;
        }
        block[sizeof(int) + i] = flags;
        memcpy(block + sizeof(int) + count + i * sizeof(handle), &handle, sizeof(handle));
    }
    return block;
}

intptr_t _get_osfhandle(int number)
{
    struct fd *fd = fd_get(number);

    return fd ? fd->handle : -1;
}

int _open_osfhandle(intptr_t handle, int flags)
{
    DWORD type = GetFileType((HANDLE)handle);

    if (type == FILE_TYPE_UNKNOWN && GetLastError() != NO_ERROR)
        return crt_last_error();
    if (type == FILE_TYPE_UNKNOWN) {
        errno = EBADF;
        return -1;
    }
    int number = fd_allocate();
    if (number < 0)
        return -1;
    unsigned bits = type_flags((HANDLE)handle);
    if (flags & _O_APPEND)
        bits |= FD_APPEND;
    if (flags & (_O_TEXT | _O_U16TEXT | _O_U8TEXT | _O_WTEXT))
        bits |= FD_TEXT;
    if (flags & _O_NOINHERIT)
        bits |= FD_NOINHERIT;
    fd_set(number, (HANDLE)handle, bits);
    fd_slot(number)->mode = flags & (_O_U16TEXT | _O_WTEXT) ? FD_UTF16
                            : flags & _O_U8TEXT             ? FD_UTF8
                                                            : FD_ANSI;
    return number;
}

int _isatty(int number)
{
    struct fd *fd = fd_get(number);

    return fd ? fd->flags & FD_DEV : 0;
}

int _setmode(int number, int mode)
{
    struct fd *fd = fd_get(number);

    if (!fd)
        return -1;
    int old = !(fd->flags & FD_TEXT) ? _O_BINARY
              : fd->mode == FD_UTF16 ? _O_WTEXT
              : fd->mode == FD_UTF8  ? _O_U8TEXT
                                     : _O_TEXT;
    switch (mode) {
    case _O_BINARY:
        fd->flags &= ~FD_TEXT;
        fd->mode = FD_ANSI;
        break;
    case _O_TEXT:
    case _O_WTEXT:
    case _O_U16TEXT:
    case _O_U8TEXT:
        fd->flags |= FD_TEXT;
        fd->mode = mode == _O_TEXT ? FD_ANSI : mode == _O_U8TEXT ? FD_UTF8 : FD_UTF16;
        break;
    default:
        crt_invalid(EINVAL);
        return -1;
    }
    return old;
}
