/* printf for narrow characters: the engine, and its output to a stream. */
#include "format.h"

#include "locale_data.h"
#include "stream.h"

int crt_count_output = !is_ucrt;

static const char digit_pairs[201] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546"
    "4748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293"
    "949596979899";

#define CHAR    char
#define NAME(x) x##_a
#define WIDE    0
#include "format_core.h"

static int flush_stream(struct sink_a *s)
{
    size_t size = s->next - s->start;

    s->flushed += size;
    s->next = s->start;
    if (stream_write(s->target, s->start, size) != size)
        s->failed = 1;
    return 1;
}

int format_to_stream_a(FILE *f, uint64_t options, const char *format, void *locale, va_list args)
{
    char chunk[1024];
    struct sink_a s = {chunk, chunk, chunk + sizeof(chunk), flush_stream, 0, f, 0};

    CRT_REQUIRE(f && format, EINVAL, -1);
    stream_lock(f);
    int gathered = stream_begin_gather(f);
    int result = format_a(&s, options, format, locale, args);
    if (s.next > s.start)
        flush_stream(&s);
    if (s.failed || stream_end_gather(f, gathered))
        result = -1;
    stream_unlock(f);
    return result;
}

int _set_printf_count_output(int value)
{
    int old = crt_count_output;

    crt_count_output = value != 0;
    return old;
}

int _get_printf_count_output(void)
{
    return crt_count_output;
}
