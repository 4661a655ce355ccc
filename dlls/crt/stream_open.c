/* fopen and kin. */
#include "stream.h"

#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <sys/stat.h>

#include "fd.h"

extern int _commode, _fmode;

static const wchar_t *skip_spaces(const wchar_t *p)
{
    while (*p == ' ')
        p++;
    return p;
}

static int encoding_flags(const wchar_t *p, int *flags)
{
    static const struct {
        const wchar_t *name;
        int flag;
    } names[] = {{L"UTF-8", _O_U8TEXT}, {L"UTF-16LE", _O_U16TEXT}, {L"UNICODE", _O_WTEXT}};

    p = skip_spaces(p);
    if (wcsncmp(p, L"ccs", 3))
        return 0;
    p = skip_spaces(p + 3);
    if (*p++ != '=')
        return 0;
    p = skip_spaces(p);
    for (unsigned i = 0; i < ARRAY_LEN(names); i++) {
        size_t length = wcslen(names[i].name);
        if (!_wcsnicmp(p, names[i].name, length)) {
            *flags = (*flags & ~(_O_TEXT | _O_BINARY)) | names[i].flag;
            return !*skip_spaces(p + length);
        }
    }
    return 0;
}

static int first_letter(wchar_t letter, int *flags, int *stream_flags)
{
    switch (letter) {
    case 'r':
        *flags = _O_RDONLY;
        *stream_flags = _IOREAD;
        return 1;
    case 'w':
        *flags = _O_WRONLY | _O_CREAT | _O_TRUNC;
        *stream_flags = _IOWRT;
        return 1;
    case 'a':
        *flags = _O_WRONLY | _O_CREAT | _O_APPEND;
        *stream_flags = _IOWRT;
        return 1;
    }
    return 0;
}

static int more_letter(wchar_t letter, int *flags, int *stream_flags)
{
    switch (letter) {
    case '+':
        *flags = (*flags & ~(_O_RDONLY | _O_WRONLY)) | _O_RDWR;
        *stream_flags = _IORW;
        return 1;
    case 't':
        *flags |= _O_TEXT;
        return !(*flags & _O_BINARY);
    case 'b':
        *flags |= _O_BINARY;
        return !(*flags & _O_TEXT);
    case 'c':
        *stream_flags |= STREAM_COMMIT;
        return 1;
    case 'n':
        *stream_flags &= ~STREAM_COMMIT;
        return 1;
    case 'N':
        *flags |= _O_NOINHERIT;
        return 1;
    case 'S':
        *flags |= _O_SEQUENTIAL;
        return 1;
    case 'R':
        *flags |= _O_RANDOM;
        return 1;
    case 'T':
        *flags |= _O_SHORT_LIVED;
        return 1;
    case 'D':
        *flags |= _O_TEMPORARY;
        return 1;
    case 'x':
        *flags |= _O_EXCL;
        return (*flags & _O_TRUNC) != 0;
    case ' ':
        return 1;
    }
    return 0;
}

int open_mode_flags(const wchar_t *mode, int *flags, int *stream_flags)
{
    int commit = 0;

    mode = skip_spaces(mode);
    if (!first_letter(*mode++, flags, stream_flags))
        return 0;
    for (; *mode && *mode != ','; mode++) {
        if (*mode == 'c')
            commit = 1;
        if (!more_letter(*mode, flags, stream_flags))
            return 0;
    }
    if (commit || (_commode & 0x4000))
        *stream_flags |= STREAM_COMMIT;
    return !*mode || encoding_flags(mode + 1, flags);
}

/* `f` NULL: a new stream. It comes locked, and leaves unlocked. */
FILE *stream_open(const wchar_t *path, const wchar_t *mode, int share, FILE *f)
{
    int flags, stream_flags, number;

    CRT_REQUIRE(path && mode && open_mode_flags(mode, &flags, &stream_flags), EINVAL, NULL);
    if (!*path) {
        errno = is_ucrt ? EINVAL : ENOENT;
        return NULL;
    }
    if (crt_wsopen(&number, path, flags, share, _S_IREAD | _S_IWRITE))
        return NULL;
    if (!f)
        f = stream_allocate();
    if (!f) {
        _close(number);
        return NULL;
    }
    f->_file = number;
    f->_flag = stream_flags;
    stream_unlock(f);
    return f;
}

FILE *_wfsopen(const wchar_t *path, const wchar_t *mode, int share)
{
    return stream_open(path, mode, share, NULL);
}

FILE *_wfopen(const wchar_t *path, const wchar_t *mode)
{
    return stream_open(path, mode, _SH_DENYNO, NULL);
}

/* A mode string is ASCII by nature; 0 when it is too long to be one. */
static int widen_mode(const char *mode, wchar_t *wide, size_t count)
{
    for (size_t i = 0; mode && i < count; i++)
        if (!(wide[i] = (unsigned char)mode[i]))
            return 1;
    return 0;
}

static FILE *open_narrow(const char *path, const char *mode, int share, FILE *f)
{
    wchar_t buffer[CRT_PATH], wide_mode[64];

    CRT_REQUIRE(path && mode && widen_mode(mode, wide_mode, 64), EINVAL, NULL);
    wchar_t *wide = crt_wide_path(path, buffer);
    FILE *result = wide ? stream_open(wide, wide_mode, share, f) : NULL;
    crt_wide_done(wide, buffer);
    return result;
}

FILE *_fsopen(const char *path, const char *mode, int share)
{
    return open_narrow(path, mode, share, NULL);
}

FILE *fopen(const char *path, const char *mode)
{
    return open_narrow(path, mode, _SH_DENYNO, NULL);
}

errno_t fopen_s(FILE **result, const char *path, const char *mode)
{
    CRT_REQUIRE(result, EINVAL, EINVAL);
    *result = NULL;
    CRT_REQUIRE(path && mode, EINVAL, EINVAL);
    *result = open_narrow(path, mode, _SH_SECURE, NULL);
    return *result ? 0 : errno;
}

errno_t _wfopen_s(FILE **result, const wchar_t *path, const wchar_t *mode)
{
    CRT_REQUIRE(result, EINVAL, EINVAL);
    *result = NULL;
    CRT_REQUIRE(path && mode, EINVAL, EINVAL);
    *result = stream_open(path, mode, _SH_SECURE, NULL);
    return *result ? 0 : errno;
}

FILE *_wfdopen(int number, const wchar_t *mode)
{
    int flags, stream_flags;
    struct fd *fd = fd_get(number);

    if (!fd)
        return NULL;
    CRT_REQUIRE(mode && open_mode_flags(mode, &flags, &stream_flags), EINVAL, NULL);
    FILE *f = stream_allocate();
    if (!f)
        return NULL;
    if (flags & _O_APPEND)
        fd->flags |= FD_APPEND;
    f->_file = number;
    f->_flag = stream_flags;
    stream_unlock(f);
    return f;
}

FILE *_fdopen(int number, const char *mode)
{
    wchar_t wide_mode[64];

    CRT_REQUIRE(mode && widen_mode(mode, wide_mode, 64), EINVAL, NULL);
    return _wfdopen(number, wide_mode);
}

int stream_close(FILE *f)
{
    int result = EOF;

    if (!(f->_flag & (_IOREAD | _IOWRT | _IORW)))
        return EOF;
    result = stream_flush(f);
    if (f->_flag & _IOMYBUF)
        free(f->_base);
    if (_close(f->_file) < 0)
        result = EOF;
    free(f->_tmpfname);
    stream_free(f);
    return result;
}

int fclose(FILE *f)
{
    CRT_REQUIRE(f, EINVAL, EOF);
    stream_lock(f);
    int result = stream_close(f);
    stream_unlock(f);
    return result;
}

int _fclose_nolock(FILE *f)
{
    return stream_close(f);
}

static FILE *prepare_reopen(FILE *f)
{
    stream_lock(f);
    if (f->_flag & (_IOREAD | _IOWRT | _IORW)) {
        stream_close(f);
        f->_flag = _IORW;
    }
    return f;
}

FILE *_wfreopen(const wchar_t *path, const wchar_t *mode, FILE *f)
{
    CRT_REQUIRE(path && mode && f, EINVAL, NULL);
    FILE *result = stream_open(path, mode, _SH_DENYNO, prepare_reopen(f));
    if (!result) {
        f->_flag = 0;
        stream_unlock(f);
    }
    return result;
}

FILE *freopen(const char *path, const char *mode, FILE *f)
{
    CRT_REQUIRE(path && mode && f, EINVAL, NULL);
    FILE *result = open_narrow(path, mode, _SH_DENYNO, prepare_reopen(f));
    if (!result) {
        f->_flag = 0;
        stream_unlock(f);
    }
    return result;
}

errno_t freopen_s(FILE **result, const char *path, const char *mode, FILE *f)
{
    CRT_REQUIRE(result, EINVAL, EINVAL);
    *result = freopen(path, mode, f);
    return *result ? 0 : errno;
}

errno_t _wfreopen_s(FILE **result, const wchar_t *path, const wchar_t *mode, FILE *f)
{
    CRT_REQUIRE(result, EINVAL, EINVAL);
    *result = _wfreopen(path, mode, f);
    return *result ? 0 : errno;
}
