#ifndef BAILEY_CRT_STREAM_H
#define BAILEY_CRT_STREAM_H

#include "crt.h"

/* More flags in FILE._flag beside those of the public header. */
#define STREAM_USERBUF 0x0100 /* setvbuf gave the buffer */
#define STREAM_TEMPBUF 0x1000 /* an unbuffered stream has a buffer for the time of one call */
#define STREAM_COMMIT  0x4000 /* fopen's "c": fflush reaches the disk */

enum { STREAM_BUFFER = 4096, STREAM_MAX = 8192 };

/* What a FILE has beyond the public part; beside the standard streams, behind the others. */
struct stream_ext {
    CRITICAL_SECTION lock;
    unsigned raw;    /* bytes of the file that the buffer's present content was made of */
    unsigned filled; /* what they became */
    unsigned mb;     /* the state of an unfinished multibyte character */
    char small[4];   /* the buffer of an unbuffered stream */
    HANDLE process;  /* of _popen */
};

struct stream {
    FILE file;
    struct stream_ext ext;
};

struct stream_ext *stream_ext(FILE *f);
void stream_lock(FILE *f);
void stream_unlock(FILE *f);

/* A free stream, locked and marked as in use; NULL with EMFILE. */
FILE *stream_allocate(void);
void stream_free(FILE *f);
/* Calls `visit` for each stream in use; returns how many calls returned nonzero. */
int stream_each(int (*visit)(FILE *), int keep_lock);

/* The rest expect the lock held. They return as the standard functions of like name do. */
int stream_flush(FILE *f);
int stream_getc_slow(FILE *f);
int stream_putc_slow(int c, FILE *f);
void stream_get_buffer(FILE *f);
size_t stream_write(FILE *f, const void *data, size_t size);
size_t stream_read(FILE *f, void *data, size_t size);
int64_t stream_tell(FILE *f);
int stream_seek(FILE *f, int64_t offset, int origin);
int stream_close(FILE *f);
int stream_ungetc(int c, FILE *f);
wint_t stream_getwc(FILE *f);
wint_t stream_putwc(wchar_t c, FILE *f);
wint_t stream_ungetwc(wint_t c, FILE *f);
/* Wide text as it goes to the file: 0 when all was written. */
int stream_write_wide(FILE *f, const wchar_t *text, size_t count);
/* Is the stream one whose bytes are UTF-16 units (or binary)? */
int stream_is_raw_wide(FILE *f);

/* For an unbuffered stream: gather the output of one call. Returns what end_gather needs. */
int stream_begin_gather(FILE *f);
int stream_end_gather(FILE *f, int gathered);

static inline int stream_getc(FILE *f)
{
    return --f->_cnt >= 0 ? (unsigned char)*f->_ptr++ : stream_getc_slow(f);
}

static inline int stream_putc(int c, FILE *f)
{
    return --f->_cnt >= 0 ? (unsigned char)(*f->_ptr++ = (char)c) : stream_putc_slow(c, f);
}

FILE *stream_open(const wchar_t *path, const wchar_t *mode, int share, FILE *f);
FILE *stream_open_fd(int number, const wchar_t *mode);

#endif
