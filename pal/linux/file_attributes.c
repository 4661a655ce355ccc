/*
 * file_attributes.c - 16 bits that are kept with a file in the extended attribute that Samba and
 * Wine use as well.
 *
 * The sticky bit says that they are there, so nothing is asked for files that have none. On a
 * directory that others may write to that bit says who may remove entries; such ones are not
 * marked, and always asked.
 */
#include "file.h"
#include "host_call.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/xattr.h>
#include <string.h>
#include <sys/syscall.h>

#define NAME      "user.DOSATTRIB"
#define TEXT_SIZE 64 /* Samba's has more behind the number */

static int marks(const struct statx *facts)
{
    unsigned format = facts->stx_mode & S_IFMT;
    return format == S_IFREG || (format == S_IFDIR && !(facts->stx_mode & (S_IWGRP | S_IWOTH)));
}

static unsigned digit_of(char c)
{
    return c >= '0' && c <= '9'   ? (unsigned)(c - '0')
           : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
           : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                  : 16;
}

static uint32_t read_text(const char *text, long size)
{
    uint32_t value = 0;
    if (size < 3 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X'))
        return 0;
    for (long i = 2; i < size && digit_of(text[i]) < 16; i++)
        value = value << 4 | digit_of(text[i]);
    return value & 0xffff;
}

uint32_t pal_kept_attributes(int base, const char *text, const struct statx *facts)
{
    char value[TEXT_SIZE];
    unsigned format = facts->stx_mode & S_IFMT;
    if ((format != S_IFREG && format != S_IFDIR) || (marks(facts) && !(facts->stx_mode & S_ISVTX)))
        return 0;
    long fd = base;
    if (*text)
        fd = host_call4(SYS_openat, base, (long)text, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
                        0);
    if (fd < 0)
        return 0;
    long size = host_call4(SYS_fgetxattr, fd, (long)NAME, (long)value, sizeof value);
    if (*text)
        host_call1(SYS_close, fd);
    return size < 0 ? 0 : read_text(value, size);
}

static long put_text(char *text, uint32_t value)
{
    long size = 2;
    int shift = 12;
    text[0] = '0';
    text[1] = 'x';
    while (shift && !(value >> shift))
        shift -= 4;
    for (; shift >= 0; shift -= 4)
        text[size++] = "0123456789abcdef"[value >> shift & 15];
    return size;
}

long pal_keep_attributes(int fd, uint32_t attributes)
{
    char text[8];
    struct statx facts;
    long result = pal_statx(fd, "", AT_EMPTY_PATH, &facts);
    if (result < 0)
        return result;
    long mode = facts.stx_mode & 01777, size = put_text(text, attributes);
    int closed = !(mode & S_IWUSR); /* one that nobody may write takes no attribute either */
    if (closed)
        result = host_call2(SYS_fchmod, fd, mode | S_IWUSR);
    if (result == 0)
        result = host_call5(SYS_fsetxattr, fd, (long)NAME, (long)text, size, 0);
    long wanted = result == 0 && marks(&facts) ? mode | S_ISVTX : mode;
    if (wanted != mode || closed) {
        long changed = host_call2(SYS_fchmod, fd, wanted);
        result = result ? result : changed;
    }
    return result;
}
