/* The narrow character, line and block functions of stdio. */
#include "stream.h"

#include <io.h>

#undef getc
#undef putc
#undef getchar
#undef putchar
#undef _fgetc_nolock
#undef _fputc_nolock
#undef _getc_nolock
#undef _putc_nolock

#define LOCKED(f, type, expression)        \
    do {                                   \
        stream_lock(f);                    \
        type locked_result = (expression); \
        stream_unlock(f);                  \
        return locked_result;              \
    } while (0)

int fgetc(FILE *f)
{
    CRT_REQUIRE(f, EINVAL, EOF);
    LOCKED(f, int, stream_getc(f));
}

int fputc(int c, FILE *f)
{
    CRT_REQUIRE(f, EINVAL, EOF);
    LOCKED(f, int, stream_putc(c, f));
}

int getc(FILE *f)
{
    return fgetc(f);
}

int putc(int c, FILE *f)
{
    return fputc(c, f);
}

int getchar(void)
{
    return fgetc(__acrt_iob_func(0));
}

int putchar(int c)
{
    return fputc(c, __acrt_iob_func(1));
}

int _fgetchar(void)
{
    return getchar();
}

int _fputchar(int c)
{
    return putchar(c);
}

int _fgetc_nolock(FILE *f)
{
    return stream_getc(f);
}

int _fputc_nolock(int c, FILE *f)
{
    return stream_putc(c, f);
}

int _getc_nolock(FILE *f)
{
    return stream_getc(f);
}

int _putc_nolock(int c, FILE *f)
{
    return stream_putc(c, f);
}

int ungetc(int c, FILE *f)
{
    CRT_REQUIRE(f, EINVAL, EOF);
    LOCKED(f, int, stream_ungetc(c, f));
}

int _ungetc_nolock(int c, FILE *f)
{
    return stream_ungetc(c, f);
}

static char *get_line(char *line, int size, FILE *f)
{
    char *to = line, *end = line + size - 1;

    while (to < end) {
        if (f->_cnt <= 0) {
            int c = stream_getc(f);
            if (c == EOF) {
                if (to == line || (f->_flag & _IOERR))
                    return NULL;
                break;
            }
            *to++ = (char)c;
            if (c == '\n')
                break;
            continue;
        }
        size_t part = end - to < f->_cnt ? end - to : f->_cnt;
        char *lf = memchr(f->_ptr, '\n', part);
        if (lf)
            part = lf + 1 - f->_ptr;
        memcpy(to, f->_ptr, part);
        to += part;
        f->_ptr += part;
        f->_cnt -= (int)part;
        if (lf)
            break;
    }
    *to = 0;
    return line;
}

char *fgets(char *line, int size, FILE *f)
{
    CRT_REQUIRE(f && (line || !size) && size >= 0, EINVAL, NULL);
    if (!size)
        return NULL;
    LOCKED(f, char *, get_line(line, size, f));
}

char *gets(char *line)
{
    FILE *f = __acrt_iob_func(0);
    char *to = line;
    int c;

    CRT_REQUIRE(line, EINVAL, NULL);
    stream_lock(f);
    while ((c = stream_getc(f)) != EOF && c != '\n')
        *to++ = (char)c;
    stream_unlock(f);
    if (c == EOF && to == line)
        return NULL;
    *to = 0;
    return line;
}

char *gets_s(char *line, size_t size)
{
    FILE *f = __acrt_iob_func(0);
    size_t used = 0;
    int c;

    CRT_REQUIRE(line && size, EINVAL, NULL);
    stream_lock(f);
    while ((c = stream_getc(f)) != EOF && c != '\n')
        if (used < size)
            line[used++] = (char)c;
    stream_unlock(f);
    if (c == EOF && !used)
        return NULL;
    if (used == size) {
        line[0] = 0;
        crt_invalid(ERANGE);
        return NULL;
    }
    line[used] = 0;
    return line;
}

int fputs(const char *text, FILE *f)
{
    CRT_REQUIRE(f && text, EINVAL, EOF);
    size_t size = strlen(text);
    stream_lock(f);
    int gathered = stream_begin_gather(f);
    size_t done = stream_write(f, text, size);
    stream_end_gather(f, gathered);
    stream_unlock(f);
    return done == size ? 0 : EOF;
}

int puts(const char *text)
{
    FILE *f = __acrt_iob_func(1);

    CRT_REQUIRE(text, EINVAL, EOF);
    size_t size = strlen(text);
    stream_lock(f);
    int gathered = stream_begin_gather(f);
    int result = stream_write(f, text, size) == size ? stream_putc('\n', f) : EOF;
    stream_end_gather(f, gathered);
    stream_unlock(f);
    return result == EOF ? EOF : 0;
}

size_t _fwrite_nolock(const void *data, size_t size, size_t count, FILE *f)
{
    size_t total;

    if (!size || !count)
        return 0;
    CRT_REQUIRE(f && data && !__builtin_mul_overflow(size, count, &total), EINVAL, 0);
    int gathered = total > 1 ? stream_begin_gather(f) : 0;
    size_t done = stream_write(f, data, total);
    if (stream_end_gather(f, gathered))
        return 0;
    return done == total ? count : done / size;
}

size_t fwrite(const void *data, size_t size, size_t count, FILE *f)
{
    if (!size || !count)
        return 0;
    CRT_REQUIRE(f, EINVAL, 0);
    LOCKED(f, size_t, _fwrite_nolock(data, size, count, f));
}

size_t _fread_nolock(void *data, size_t size, size_t count, FILE *f)
{
    size_t total;

    if (!size || !count)
        return 0;
    CRT_REQUIRE(f && data && !__builtin_mul_overflow(size, count, &total), EINVAL, 0);
    if (f->_cnt < 0)
        f->_cnt = 0;
    return stream_read(f, data, total) / size;
}

size_t fread(void *data, size_t size, size_t count, FILE *f)
{
    if (!size || !count)
        return 0;
    CRT_REQUIRE(f, EINVAL, 0);
    LOCKED(f, size_t, _fread_nolock(data, size, count, f));
}

size_t _fread_nolock_s(void *data, size_t room, size_t size, size_t count, FILE *f)
{
    if (!size || !count)
        return 0;
    CRT_REQUIRE(f && data, EINVAL, 0);
    if (count > room / size) {
        memset(data, 0, room);
        crt_invalid(ERANGE);
        return 0;
    }
    return _fread_nolock(data, size, count, f);
}

size_t fread_s(void *data, size_t room, size_t size, size_t count, FILE *f)
{
    if (!size || !count)
        return 0;
    CRT_REQUIRE(f, EINVAL, 0);
    LOCKED(f, size_t, _fread_nolock_s(data, room, size, count, f));
}

int _getw(FILE *f)
{
    int value;

    return fread(&value, sizeof(value), 1, f) == 1 ? value : EOF;
}

int _putw(int value, FILE *f)
{
    return fwrite(&value, sizeof(value), 1, f) == 1 ? value : EOF;
}
