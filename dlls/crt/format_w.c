/* printf for wide characters: the engine, and its output to a stream. */
#include "format.h"

#include "locale_data.h"
#include "stream.h"

static const char digit_pairs[201] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546"
    "4748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293"
    "949596979899";

#define CHAR    wchar_t
#define NAME(x) x##_w
#define WIDE    1
#include "format_core.h"

static int flush_stream(struct sink_w *s)
{
    size_t count = s->next - s->start;

    s->flushed += count;
    s->next = s->start;
    if (stream_write_wide(s->target, s->start, count))
        s->failed = 1;
    return 1;
}

int format_to_stream_w(FILE *f, uint64_t options, const wchar_t *format, void *locale, va_list args)
{
    wchar_t chunk[512];
    struct sink_w s = {chunk, chunk, chunk + ARRAY_LEN(chunk), flush_stream, 0, f, 0};

    CRT_REQUIRE(f && format, EINVAL, -1);
    stream_lock(f);
    int gathered = stream_begin_gather(f);
    int result = format_w(&s, options, format, locale, args);
    if (s.next > s.start)
        flush_stream(&s);
    if (s.failed || stream_end_gather(f, gathered))
        result = -1;
    stream_unlock(f);
    return result;
}
