/*
 * Wide characters on streams: in binary and Unicode text modes units of two bytes, in ANSI text
 * mode the locale's multibyte form.
 */
#include "stream.h"

#include "fd.h"
#include "locale_data.h"

#undef getwc
#undef putwc
#undef getwchar
#undef putwchar
#undef _fgetwc_nolock
#undef _fputwc_nolock
#undef _getwc_nolock
#undef _putwc_nolock

int stream_is_raw_wide(FILE *f)
{
    struct fd *fd = fd_peek(f->_file);

    return !fd || !(fd->flags & FD_TEXT) || fd->mode != FD_ANSI;
}

static wint_t get_raw(FILE *f)
{
    wchar_t c;

    if (f->_cnt >= 2) {
        memcpy(&c, f->_ptr, 2);
        f->_ptr += 2;
        f->_cnt -= 2;
        return c;
    }
    int low = stream_getc(f);
    if (low == EOF)
        return WEOF;
    int high = stream_getc(f);
    return high == EOF ? WEOF : (wint_t)(low | high << 8);
}

wint_t stream_getwc(FILE *f)
{
    unsigned *state = &stream_ext(f)->mb;
    const struct crt_locdata *data = crt_loc();
    wchar_t wide;

    if (stream_is_raw_wide(f))
        return get_raw(f);
    if (*state & 0x80000000u) {
        crt_mbrtowc(&wide, "", 0, state, data);
        return wide;
    }
    *state = 0;
    for (;;) {
        int c = stream_getc(f);
        if (c == EOF) {
            *state = 0;
            return WEOF;
        }
        char byte = (char)c;
        size_t used = crt_mbrtowc(&wide, &byte, 1, state, data);
        if (used == (size_t)-1) {
            f->_flag |= _IOERR;
            return WEOF;
        }
        if (used != (size_t)-2)
            return wide;
    }
}

wint_t stream_putwc(wchar_t c, FILE *f)
{
    char bytes[8];

    if (stream_is_raw_wide(f)) {
        if (f->_cnt >= 2 && (f->_flag & _IOWRT)) {
            memcpy(f->_ptr, &c, 2);
            f->_ptr += 2;
            f->_cnt -= 2;
            return c;
        }
        return stream_write(f, &c, 2) == 2 ? c : WEOF;
    }
    int size = crt_wcrtomb(bytes, c, &stream_ext(f)->mb, crt_loc());
    if (size < 0) {
        f->_flag |= _IOERR;
        return WEOF;
    }
    return stream_write(f, bytes, size) == (size_t)size ? c : WEOF;
}

wint_t stream_ungetwc(wint_t c, FILE *f)
{
    char bytes[8];
    unsigned state = 0;
    int size = 2;

    if (c == WEOF)
        return WEOF;
    if (stream_is_raw_wide(f)) {
        bytes[0] = (char)c;
        bytes[1] = (char)(c >> 8);
    } else {
        size = crt_wcrtomb(bytes, c, &state, crt_loc());
        if (size <= 0)
            return WEOF;
    }
    stream_get_buffer(f);
    if (f->_cnt < 0)
        f->_cnt = 0;
    /* At the very start of an empty buffer there is room to be made. */
    if (!f->_cnt && f->_ptr - f->_base < size && f->_bufsiz >= size)
        f->_ptr = f->_base + size;
    if (f->_ptr - f->_base < size ||
        !((f->_flag & _IOREAD) || ((f->_flag & _IORW) && !(f->_flag & _IOWRT))))
        return WEOF;
    f->_ptr -= size;
    f->_cnt += size;
    memcpy(f->_ptr, bytes, size);
    f->_flag &= ~_IOEOF;
    f->_flag |= _IOREAD;
    return c;
}

int stream_write_wide(FILE *f, const wchar_t *text, size_t count)
{
    if (stream_is_raw_wide(f))
        return stream_write(f, text, count * 2) == count * 2 ? 0 : -1;
    for (size_t i = 0; i < count; i++)
        if (stream_putwc(text[i], f) == WEOF && (f->_flag & _IOERR))
            return -1;
    return 0;
}

#define LOCKED(f, type, expression)        \
    do {                                   \
        stream_lock(f);                    \
        type locked_result = (expression); \
        stream_unlock(f);                  \
        return locked_result;              \
    } while (0)

wint_t fgetwc(FILE *f)
{
    CRT_REQUIRE(f, EINVAL, WEOF);
    LOCKED(f, wint_t, stream_getwc(f));
}

wint_t fputwc(wchar_t c, FILE *f)
{
    CRT_REQUIRE(f, EINVAL, WEOF);
    LOCKED(f, wint_t, stream_putwc(c, f));
}

wint_t ungetwc(wint_t c, FILE *f)
{
    CRT_REQUIRE(f, EINVAL, WEOF);
    LOCKED(f, wint_t, stream_ungetwc(c, f));
}

wint_t getwc(FILE *f)
{
    return fgetwc(f);
}

wint_t putwc(wchar_t c, FILE *f)
{
    return fputwc(c, f);
}

wint_t getwchar(void)
{
    return fgetwc(__acrt_iob_func(0));
}

wint_t putwchar(wchar_t c)
{
    return fputwc(c, __acrt_iob_func(1));
}

wint_t _fgetwchar(void)
{
    return getwchar();
}

wint_t _fputwchar(wchar_t c)
{
    return putwchar(c);
}

wint_t _fgetwc_nolock(FILE *f)
{
    return stream_getwc(f);
}

wint_t _fputwc_nolock(wchar_t c, FILE *f)
{
    return stream_putwc(c, f);
}

wint_t _getwc_nolock(FILE *f)
{
    return stream_getwc(f);
}

wint_t _putwc_nolock(wchar_t c, FILE *f)
{
    return stream_putwc(c, f);
}

wint_t _ungetwc_nolock(wint_t c, FILE *f)
{
    return stream_ungetwc(c, f);
}

static wchar_t *get_line(wchar_t *line, int count, FILE *f)
{
    int used = 0;

    while (used < count - 1) {
        wint_t c = stream_getwc(f);
        if (c == WEOF) {
            if (!used || (f->_flag & _IOERR))
                return NULL;
            break;
        }
        line[used++] = c;
        if (c == '\n')
            break;
    }
    line[used] = 0;
    return line;
}

wchar_t *fgetws(wchar_t *line, int count, FILE *f)
{
    CRT_REQUIRE(f && (line || !count) && count >= 0, EINVAL, NULL);
    if (!count)
        return NULL;
    LOCKED(f, wchar_t *, get_line(line, count, f));
}

static wchar_t *get_line_plain(wchar_t *line, size_t count)
{
    FILE *f = __acrt_iob_func(0);
    size_t used = 0;
    wint_t c;

    stream_lock(f);
    while ((c = stream_getwc(f)) != WEOF && c != '\n')
        if (used < count)
            line[used++] = c;
    stream_unlock(f);
    if (c == WEOF && !used)
        return NULL;
    if (used == count) {
        line[0] = 0;
        crt_invalid(ERANGE);
        return NULL;
    }
    line[used] = 0;
    return line;
}

wchar_t *_getws(wchar_t *line)
{
    CRT_REQUIRE(line, EINVAL, NULL);
    return get_line_plain(line, (size_t)-1);
}

wchar_t *_getws_s(wchar_t *line, size_t count)
{
    CRT_REQUIRE(line && count, EINVAL, NULL);
    return get_line_plain(line, count);
}

int fputws(const wchar_t *text, FILE *f)
{
    CRT_REQUIRE(f && text, EINVAL, EOF);
    stream_lock(f);
    int gathered = stream_begin_gather(f);
    int result = stream_write_wide(f, text, wcslen(text));
    stream_end_gather(f, gathered);
    stream_unlock(f);
    return result ? EOF : 0;
}

int _putws(const wchar_t *text)
{
    FILE *f = __acrt_iob_func(1);

    CRT_REQUIRE(text, EINVAL, EOF);
    stream_lock(f);
    int gathered = stream_begin_gather(f);
    int result = stream_write_wide(f, text, wcslen(text)) || stream_write_wide(f, L"\n", 1);
    stream_end_gather(f, gathered);
    stream_unlock(f);
    return result ? EOF : 0;
}
