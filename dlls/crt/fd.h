#ifndef BAILEY_CRT_FD_H
#define BAILEY_CRT_FD_H

#include "crt.h"

/* The flags of a descriptor, as programs that look into __pioinfo know them. */
enum {
    FD_OPEN = 0x01,
    FD_EOF = 0x02, /* a Ctrl-Z was read */
    FD_CRLF = 0x04,
    FD_PIPE = 0x08,
    FD_NOINHERIT = 0x10,
    FD_APPEND = 0x20,
    FD_DEV = 0x40,
    FD_TEXT = 0x80
};

enum fd_mode { FD_ANSI, FD_UTF8, FD_UTF16 };

#define NO_PENDING 10 /* a lookahead of '\n' cannot be: it is delivered at once */

/* One descriptor. The fields up to `lock` are known to programs; 32 of them are one block. */
struct fd {
    intptr_t handle;
    unsigned char flags;
    char pending; /* a character read ahead from a pipe or device, or NO_PENDING */
    int lock_made;
    CRITICAL_SECTION lock;
    unsigned char mode;      /* enum fd_mode, meaningful with FD_TEXT */
    unsigned char std_tried; /* descriptors 0 to 2: the standard handle was looked at */
    unsigned char utf8[4];   /* the start of a character whose rest is still to come */
    unsigned char utf8_count;
};

enum { FD_BLOCK = 32, FD_MAX = 2048 };

/* The descriptor if it is open, else NULL with errno EBADF and the invalid parameter handler run.
 */
struct fd *fd_get(int number);
/* The same without a complaint. */
struct fd *fd_peek(int number);
void fd_lock(struct fd *fd);
void fd_unlock(struct fd *fd);

/* A free descriptor, reserved (FD_OPEN set, the rest zero), or -1 with EMFILE. */
int fd_allocate(void);
void fd_set(int number, HANDLE handle, unsigned flags);
void fd_release(int number);
struct fd *fd_slot(int number);
/* Makes the table reach `number`; 0 with ENOMEM when it cannot. */
int fd_grow(int number);

/* _read, and how many bytes of the file were consumed by what it returned. */
int fd_read(int number, void *buffer, unsigned size, unsigned *raw);
int fd_write(int number, const void *buffer, unsigned size);
int64_t fd_seek(struct fd *fd, int64_t offset, int origin);

/* What a child inherits: the block for STARTUPINFO.lpReserved2, malloc'd; NULL when empty. */
void *fd_inheritance(WORD *size);

/* The modes of fopen and kin into the flags of _open; *stream_flags gets _IOREAD and kin. */
int open_mode_flags(const wchar_t *mode, int *flags, int *stream_flags);

int crt_wsopen(int *number, const wchar_t *path, int flags, int share, int permission);

#endif
