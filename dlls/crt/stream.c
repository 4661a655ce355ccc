/* The streams of the process: the table of them, their locks, and the three standard ones. */
#include "stream.h"

#include <io.h>

#undef stdin
#undef stdout
#undef stderr

#define UNLOCKED                                            \
    {                                                       \
        .lock = {.DebugInfo = (void *)-1, .LockCount = -1 } \
    }

enum { IOB_COUNT = _IOB_ENTRIES };

FILE _iob[IOB_COUNT] = {
    {._flag = _IOREAD, ._file = 0},
    {._flag = _IOWRT, ._file = 1},
    {._flag = _IOWRT | _IONBF, ._file = 2},
};
static struct stream_ext iob_ext[IOB_COUNT] = {[0 ... IOB_COUNT - 1] = UNLOCKED};

static FILE **others; /* those beyond _iob; an entry once made stays */
static int other_count, other_capacity;
static int stream_limit = 512;

struct stream_ext *stream_ext(FILE *f)
{
    if (f >= _iob && f < _iob + IOB_COUNT)
        return &iob_ext[f - _iob];
    return &((struct stream *)f)->ext;
}

void stream_lock(FILE *f)
{
    EnterCriticalSection(&stream_ext(f)->lock);
}

void stream_unlock(FILE *f)
{
    LeaveCriticalSection(&stream_ext(f)->lock);
}

void _lock_file(FILE *f)
{
    stream_lock(f);
}

void _unlock_file(FILE *f)
{
    stream_unlock(f);
}

static int in_use(const FILE *f)
{
    return f->_flag & (_IOREAD | _IOWRT | _IORW);
}

static FILE *make_stream(void)
{
    if (IOB_COUNT + other_count >= stream_limit)
        return NULL;
    if (other_count == other_capacity) {
        int capacity = other_capacity ? other_capacity * 2 : 32;
        FILE **bigger = realloc(others, capacity * sizeof(*bigger));
        if (!bigger)
            return NULL;
        others = bigger;
        other_capacity = capacity;
    }
    struct stream *stream = calloc(1, sizeof(*stream));
    if (!stream)
        return NULL;
    InitializeCriticalSectionEx(&stream->ext.lock, 0, CRITICAL_SECTION_NO_DEBUG_INFO);
    others[other_count++] = &stream->file;
    return &stream->file;
}

static void reset(FILE *f)
{
    struct stream_ext *ext = stream_ext(f);

    f->_ptr = f->_base = f->_tmpfname = NULL;
    f->_cnt = f->_bufsiz = f->_charbuf = 0;
    f->_file = -1;
    ext->raw = ext->filled = ext->mb = 0;
    ext->process = NULL;
}

FILE *stream_allocate(void)
{
    FILE *found = NULL;

    crt_lock(CRT_LOCK_STREAMS);
    for (int i = 3; !found && i < IOB_COUNT; i++)
        if (!in_use(&_iob[i]))
            found = &_iob[i];
    for (int i = 0; !found && i < other_count; i++)
        if (!in_use(others[i]))
            found = others[i];
    if (!found)
        found = make_stream();
    if (found) {
        found->_flag = _IORW;
        stream_lock(found);
        reset(found);
    } else {
        errno = EMFILE;
    }
    crt_unlock(CRT_LOCK_STREAMS);
    return found;
}

void stream_free(FILE *f)
{
    reset(f);
    f->_flag = 0;
}

/* When the process ends, a lock may belong to a thread that is gone: such a stream is left alone.
 */
int stream_each(int (*visit)(FILE *), int ending)
{
    int result = 0, total = IOB_COUNT + other_count;

    for (int i = 0; i < total; i++) {
        FILE *f = i < IOB_COUNT ? &_iob[i] : others[i - IOB_COUNT];
        if (!in_use(f))
            continue;
        if (ending ? !TryEnterCriticalSection(&stream_ext(f)->lock) : (stream_lock(f), 0))
            continue;
        if (in_use(f))
            result += visit(f) != 0;
        stream_unlock(f);
    }
    return result;
}

static int flush_if_written(FILE *f)
{
    return f->_flag & _IOWRT ? stream_flush(f) : 0;
}

static int flush_counted(FILE *f)
{
    stream_flush(f);
    return 1;
}

void crt_flush_all_streams(void)
{
    stream_each(flush_if_written, 1);
}

int _flushall(void)
{
    return stream_each(flush_counted, 0);
}

static int close_if_own(FILE *f)
{
    if (f < _iob + 3 && f >= _iob)
        return 0;
    return stream_close(f) == 0;
}

int _fcloseall(void)
{
    return stream_each(close_if_own, 0);
}

static int close_if_temp(FILE *f)
{
    return f->_tmpfname ? stream_close(f) == 0 : 0;
}

void crt_close_temp_files(void)
{
    stream_each(close_if_temp, 1);
}

int _rmtmp(void)
{
    return stream_each(close_if_temp, 0);
}

int fflush(FILE *f)
{
    if (!f)
        return stream_each(flush_if_written, 0) ? EOF : 0;
    stream_lock(f);
    int result = stream_flush(f);
    stream_unlock(f);
    return result;
}

int _fflush_nolock(FILE *f)
{
    return f ? stream_flush(f) : fflush(NULL);
}

#undef __iob_func /* a macro for i386 */
FILE *__iob_func(void)
{
    return _iob;
}

FILE *__acrt_iob_func(unsigned index)
{
    return &_iob[index];
}

FILE **__p__iob(void)
{
    static FILE *first = _iob;

    return &first;
}

int _getmaxstdio(void)
{
    return stream_limit;
}

int _setmaxstdio(int count)
{
    CRT_REQUIRE(count >= IOB_COUNT && count <= STREAM_MAX, EINVAL, -1);
    stream_limit = count;
    return count;
}

int _fileno(FILE *f)
{
    CRT_REQUIRE(f, EINVAL, -1);
    return f->_file;
}

int(feof)(FILE *f)
{
    CRT_REQUIRE(f, EINVAL, 0);
    return f->_flag & _IOEOF;
}

int(ferror)(FILE *f)
{
    CRT_REQUIRE(f, EINVAL, 0);
    return f->_flag & _IOERR;
}

void clearerr(FILE *f)
{
    clearerr_s(f);
}

errno_t clearerr_s(FILE *f)
{
    CRT_REQUIRE(f, EINVAL, EINVAL);
    f->_flag &= ~(_IOEOF | _IOERR);
    return 0;
}
