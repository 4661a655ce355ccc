/*
 * The printf engine, included once for each width with
 *   CHAR     the character type of the format and of the output
 *   NAME(x)  x with the suffix of the width
 *   WIDE     1 for wchar_t
 */
typedef struct NAME(sink) SINK;

enum { SIZE_NONE, SIZE_HH, SIZE_H, SIZE_L, SIZE_LL, SIZE_WIDE };
enum { FLAG_LEFT = 1, FLAG_SIGN = 2, FLAG_SPACE = 4, FLAG_ALT = 8, FLAG_ZERO = 16 };

struct spec {
    int flags, width, precision, size;
    CHAR conversion;
    uint64_t options;
    const struct crt_locdata *data;
};

/* The arguments: in order, or by number. Each takes slots of 8 bytes (x86-64). */
struct arguments {
    va_list next;
    va_list first;
    int positional; /* 0 not known yet, 1 yes, -1 no */
};

static inline int put(SINK *s, CHAR c)
{
    if (s->next == s->end && !s->flush(s))
        return 0;
    *s->next++ = c;
    return 1;
}

static void put_repeat(SINK *s, CHAR c, int count)
{
    while (count > 0) {
        if (s->next == s->end && !s->flush(s))
            return;
        int room = (int)(s->end - s->next), part = count < room ? count : room;
        for (int i = 0; i < part; i++)
            s->next[i] = c;
        s->next += part;
        count -= part;
    }
}

static void put_own(SINK *s, const CHAR *text, size_t count)
{
    while (count > 0) {
        if (s->next == s->end && !s->flush(s))
            return;
        size_t room = s->end - s->next, part = count < room ? count : room;
        memcpy(s->next, text, part * sizeof(CHAR));
        s->next += part;
        text += part;
        count -= part;
    }
}

/* Text made by this file: ASCII. */
static void put_ascii(SINK *s, const char *text, size_t count)
{
#if WIDE
    while (count--)
        put(s, (unsigned char)*text++);
#else
    put_own(s, text, count);
#endif
}

/* Pads a number: prefix, zeros, digits. */
static void put_number(SINK *s, const struct spec *spec, const char *prefix, int prefix_size,
                       int zeros, const char *digits, int count)
{
    int total = prefix_size + zeros + count, pad = spec->width > total ? spec->width - total : 0;

    if (pad && (spec->flags & (FLAG_ZERO | FLAG_LEFT)) == FLAG_ZERO) {
        zeros += pad;
        pad = 0;
    }
    if (pad && !(spec->flags & FLAG_LEFT))
        put_repeat(s, ' ', pad);
    put_ascii(s, prefix, prefix_size);
    put_repeat(s, '0', zeros);
    put_ascii(s, digits, count);
    if (pad && (spec->flags & FLAG_LEFT))
        put_repeat(s, ' ', pad);
}

static char *decimal_digits(char *end, uint64_t value)
{
    while (value >= 100) {
        uint64_t rest = value / 100;
        memcpy(end -= 2, digit_pairs + (value - rest * 100) * 2, 2);
        value = rest;
    }
    if (value >= 10)
        memcpy(end -= 2, digit_pairs + value * 2, 2);
    else if (value)
        *--end = (char)('0' + value);
    return end;
}

static void put_integer(SINK *s, struct spec *spec, uint64_t value, int negative, int base)
{
    char digits[72], prefix[3], *end = digits + sizeof(digits), *p = end;
    int prefix_size = 0, precision = spec->precision, nonzero = value != 0;

    if (base == 10) {
        p = decimal_digits(end, value);
    } else {
        const char *letters = spec->conversion == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
        int shift = base == 16 ? 4 : 3;
        for (; value; value >>= shift)
            *--p = letters[value & (base - 1)];
    }
    if (precision < 0)
        precision = 1;
    else
        spec->flags &= ~FLAG_ZERO;
    if (spec->conversion == 'd' || spec->conversion == 'i') {
        char sign = negative                   ? '-'
                    : spec->flags & FLAG_SIGN  ? '+'
                    : spec->flags & FLAG_SPACE ? ' '
                                               : 0;
        if (sign)
            prefix[prefix_size++] = sign;
    }
    if ((spec->flags & FLAG_ALT) && base == 8 && precision <= end - p)
        precision = (int)(end - p) + (nonzero || precision == 0);
    if ((spec->flags & FLAG_ALT) && base == 16 && nonzero) {
        prefix[prefix_size++] = '0';
        prefix[prefix_size++] = (char)spec->conversion == 'p' ? 'X' : (char)spec->conversion;
    }
    int zeros = precision > end - p ? precision - (int)(end - p) : 0;
    put_number(s, spec, prefix, prefix_size, zeros, p, (int)(end - p));
}

static void put_padded_own(SINK *s, const struct spec *spec, const CHAR *text, size_t count)
{
    int pad = spec->width > 0 && (size_t)spec->width > count ? spec->width - (int)count : 0;

    if (!(spec->flags & FLAG_LEFT))
        put_repeat(s, spec->flags & FLAG_ZERO ? '0' : ' ', pad);
    put_own(s, text, count);
    if (spec->flags & FLAG_LEFT)
        put_repeat(s, ' ', pad);
}

#if WIDE
/* Narrow text in a wide format: precision counts wide characters. */
static int put_other(SINK *s, const struct spec *spec, const char *text, size_t limit, int counted)
{
    unsigned state = 0;
    wchar_t wide;
    size_t made = 0;

    for (int pass = 0; pass < 2; pass++) {
        const char *p = text;
        size_t n = 0;
        int pad = spec->width > 0 && (size_t)spec->width > made ? spec->width - (int)made : 0;
        if (pass && !(spec->flags & FLAG_LEFT))
            put_repeat(s, spec->flags & FLAG_ZERO ? '0' : ' ', pad);
        while (n < limit) {
            if (counted ? (size_t)(p - text) >= limit : !*p && !(state & 0x80000000u))
                break;
            size_t used = crt_mbrtowc(&wide, p, 8, &state, spec->data);
            if (used == (size_t)-1 || used == (size_t)-2)
                return -1;
            if (used != (size_t)-3)
                p += used ? used : 1;
            n++;
            if (pass)
                put(s, wide);
        }
        made = n;
        state = 0;
        if (pass && (spec->flags & FLAG_LEFT))
            put_repeat(s, ' ', pad);
    }
    return 0;
}
typedef char OTHER;
#    define other_length strnlen
#    define own_length   wcsnlen
#else
/* Wide text in a narrow format: precision counts bytes, and no character is cut. */
static int put_other(SINK *s, const struct spec *spec, const wchar_t *text, size_t limit,
                     int counted)
{
    char bytes[8];
    size_t made = 0, count = 0;
    unsigned state = 0;

    for (;; count++) {
        if (counted ? count >= limit : made >= limit || !text[count])
            break;
        int size = crt_wcrtomb(bytes, text[count], &state, spec->data);
        if (size < 0)
            return -1;
        if (!counted && made + size > limit)
            break;
        made += size;
    }
    int pad = spec->width > 0 && (size_t)spec->width > made ? spec->width - (int)made : 0;
    if (!(spec->flags & FLAG_LEFT))
        put_repeat(s, spec->flags & FLAG_ZERO ? '0' : ' ', pad);
    state = 0;
    for (size_t i = 0; i < count; i++)
        put_own(s, bytes, crt_wcrtomb(bytes, text[i], &state, spec->data));
    if (spec->flags & FLAG_LEFT)
        put_repeat(s, ' ', pad);
    return 0;
}
typedef wchar_t OTHER;
#    define other_length wcsnlen
#    define own_length   strnlen
#endif

/* Does %s or %c of this size mean text of the other width than the format's? */
static int is_other_width(const struct spec *spec, int capital)
{
    int wide;

    if (spec->size == SIZE_H || spec->size == SIZE_HH)
        wide = 0;
    else if (spec->size == SIZE_L || spec->size == SIZE_LL || spec->size == SIZE_WIDE)
        wide = 1;
    else if (WIDE && (spec->options & OPT_LEGACY_WIDE))
        wide = !capital;
    else if (WIDE)
        wide = capital;
    else
        wide = capital;
    return wide != WIDE;
}

static int put_string(SINK *s, const struct spec *spec, const void *text)
{
    size_t limit = spec->precision < 0 ? (size_t)-1 : (size_t)spec->precision;

    if (!text) {
        static const CHAR null_text[] = {'(', 'n', 'u', 'l', 'l', ')'};
        put_padded_own(s, spec, null_text, limit < 6 ? limit : 6);
        return 0;
    }
    if (is_other_width(spec, spec->conversion == 'S'))
        return put_other(s, spec, text, limit, 0);
    size_t count = limit == (size_t)-1
                       ? (WIDE ? wcslen((const wchar_t *)text) : strlen((const char *)text))
                       : own_length(text, limit);
    put_padded_own(s, spec, text, count);
    return 0;
}

static int put_character(SINK *s, const struct spec *spec, int value)
{
    if (is_other_width(spec, spec->conversion == 'C')) {
        OTHER other[2] = {(OTHER)value, 0};
        if (!WIDE && (spec->options & OPT_LEGACY_MSVCRT) == 0 && spec->data->codepage == 0 &&
            (unsigned short)value > 255)
            return 0; /* a character that the locale does not have prints nothing */
        return put_other(s, spec, other, 1, 1);
    }
    CHAR c = (CHAR)value;
    put_padded_own(s, spec, &c, 1);
    return 0;
}

/* %Z: a pointer to a counted string, ANSI_STRING or UNICODE_STRING. */
static int put_counted(SINK *s, const struct spec *spec, const void *argument)
{
    const struct {
        unsigned short size, room;
        void *text;
    } *counted = argument;
    struct spec as_string = *spec;

    if (!counted || !counted->text)
        return put_string(s, spec, NULL);
    int wide = spec->size == SIZE_L || spec->size == SIZE_WIDE;
    if (wide != WIDE)
        return put_other(s, &as_string, counted->text, wide ? counted->size / 2 : counted->size, 1);
    put_padded_own(s, &as_string, counted->text, counted->size / sizeof(CHAR));
    return 0;
}

static void put_float(SINK *s, const struct spec *spec, double value)
{
    struct float_text text;
    struct float_format how = {
        .conversion = (char)spec->conversion,
        .precision = spec->precision,
        .alternate = spec->flags & FLAG_ALT,
        .exponent_digits = spec->options & OPT_THREE_DIGITS ? 3 : 2,
        .old_specials = spec->options & OPT_LEGACY_MSVCRT,
        .point = spec->data->decimal[0],
    };
    struct spec padding = *spec;
    char prefix[3];
    int prefix_size = 0;

    format_float(&text, value, &how);
    if (text.negative || (spec->flags & (FLAG_SIGN | FLAG_SPACE)))
        prefix[prefix_size++] = text.negative ? '-' : spec->flags & FLAG_SIGN ? '+' : ' ';
    if (text.special)
        padding.flags &= ~FLAG_ZERO;
    const char *digits = text.text;
    if (!text.special && (spec->conversion | 32) == 'a') {
        prefix[prefix_size++] = digits[0];
        prefix[prefix_size++] = digits[1];
        digits += 2;
        text.length -= 2;
        text.zeros_at -= 2;
    }
    if (!text.zeros) {
        put_number(s, &padding, prefix, prefix_size, 0, digits, text.length);
        return;
    }
    /* More digits than any double has: the zeros come from no buffer, and no one pads such. */
    put_ascii(s, prefix, prefix_size);
    put_ascii(s, digits, text.zeros_at);
    put_repeat(s, '0', text.zeros);
    put_ascii(s, digits + text.zeros_at, text.length - text.zeros_at);
}

static const CHAR *parse_number(const CHAR *p, int *value)
{
    int number = 0;

    for (; *p >= '0' && *p <= '9'; p++)
        number = number > INT_MAX / 10 - 1 ? INT_MAX / 10 : number * 10 + (*p - '0');
    *value = number;
    return p;
}

/* "N$": the argument with that number next. */
static const CHAR *take_position(const CHAR *p, struct arguments *args)
{
    int number;
    const CHAR *after = parse_number(p, &number);

    if (after == p || *after != '$' || number < 1)
        return p;
    va_copy(args->next, args->first);
    while (--number > 0)
        (void)va_arg(args->next, int64_t);
    return after + 1;
}

static const CHAR *parse_flags(const CHAR *p, struct spec *spec)
{
    for (;; p++) {
        switch (*p) {
        case '-':
            spec->flags |= FLAG_LEFT;
            break;
        case '+':
            spec->flags |= FLAG_SIGN;
            break;
        case ' ':
            spec->flags |= FLAG_SPACE;
            break;
        case '#':
            spec->flags |= FLAG_ALT;
            break;
        case '0':
            spec->flags |= FLAG_ZERO;
            break;
        default:
            return p;
        }
    }
}

static const CHAR *parse_star(const CHAR *p, struct arguments *args, uint64_t options, int *value)
{
    va_list saved;

    if (*p != '*')
        return parse_number(p, value);
    p++;
    if (options & OPT_POSITIONAL) {
        va_copy(saved, args->next);
        const CHAR *after = take_position(p, args);
        *value = va_arg(args->next, int);
        if (after != p)
            va_copy(args->next, saved);
        return after;
    }
    *value = va_arg(args->next, int);
    return p;
}

static const CHAR *parse_size(const CHAR *p, struct spec *spec)
{
    switch (*p) {
    case 'h':
        spec->size = p[1] == 'h' ? SIZE_HH : SIZE_H;
        return p + (p[1] == 'h' ? 2 : 1);
    case 'l':
        spec->size = p[1] == 'l' ? SIZE_LL : SIZE_L;
        return p + (p[1] == 'l' ? 2 : 1);
    case 'I':
        if (p[1] == '6' && p[2] == '4') {
            spec->size = SIZE_LL;
            return p + 3;
        }
        if (p[1] == '3' && p[2] == '2')
            return p + 3;
        spec->size = sizeof(void *) == 8 ? SIZE_LL : SIZE_NONE;
        return p + 1;
    case 'z':
    case 't':
        spec->size = sizeof(void *) == 8 ? SIZE_LL : SIZE_NONE;
        return p + 1;
    case 'j':
        spec->size = SIZE_LL;
        return p + 1;
    case 'w':
        spec->size = SIZE_WIDE;
        return p + 1;
    case 'L':
    case 'T':
        return p + 1;
    }
    return p;
}

static uint64_t take_integer(struct arguments *args, int size, int is_signed, int *negative)
{
    int64_t value;

    if (size == SIZE_LL)
        value = va_arg(args->next, int64_t);
    else if (is_signed)
        value = va_arg(args->next, int);
    else
        value = va_arg(args->next, unsigned);
    if (size == SIZE_H)
        value = is_signed ? (int64_t)(short)value : (int64_t)(unsigned short)value;
    if (size == SIZE_HH)
        value = is_signed ? (int64_t)(signed char)value : (int64_t)(unsigned char)value;
    *negative = is_signed && value < 0;
    return *negative ? -(uint64_t)value : (uint64_t)value;
}

static int store_count(struct arguments *args, const struct spec *spec, uint64_t count)
{
    void *to = va_arg(args->next, void *);

    if (!crt_count_output) {
        crt_invalid(EINVAL);
        return -1;
    }
    switch (spec->size) {
    case SIZE_HH:
        *(char *)to = (char)count;
        break;
    case SIZE_H:
        *(short *)to = (short)count;
        break;
    case SIZE_LL:
        *(int64_t *)to = count;
        break;
    default:
        *(int *)to = (int)count;
        break;
    }
    return 0;
}

/* One conversion. 0, -1 to fail, 1: not a conversion at all. */
static int convert(SINK *s, struct spec *spec, struct arguments *args)
{
    int negative, base = 10;
    uint64_t value;

    switch (spec->conversion) {
    case 'd':
    case 'i':
        value = take_integer(args, spec->size, 1, &negative);
        put_integer(s, spec, value, negative, 10);
        return 0;
    case 'o':
    case 'x':
    case 'X':
        base = spec->conversion == 'o' ? 8 : 16;
        /* fall through */
    case 'u':
        value = take_integer(args, spec->size, 0, &negative);
        put_integer(s, spec, value, 0, base);
        return 0;
    case 'p':
        spec->precision = 2 * sizeof(void *);
        put_integer(s, spec, (uintptr_t)va_arg(args->next, void *), 0, 16);
        return 0;
    case 's':
    case 'S':
        return put_string(s, spec, va_arg(args->next, void *));
    case 'c':
    case 'C':
        return put_character(s, spec, va_arg(args->next, int));
    case 'Z':
        return put_counted(s, spec, va_arg(args->next, void *));
    case 'n':
        return store_count(args, spec, s->flushed + (s->next - s->start));
    case 'a':
    case 'A':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        put_float(s, spec, va_arg(args->next, double));
        return 0;
    }
    return 1;
}

/* From behind the '%' to behind the conversion; NULL when the format ends or output must stop. */
static const CHAR *one_conversion(SINK *s, const CHAR *p, uint64_t options,
                                  const struct crt_locdata *data, struct arguments *args)
{
    struct spec spec = {.precision = -1, .options = options, .data = data};
    const CHAR *start = p;

    if (options & OPT_POSITIONAL)
        p = take_position(p, args);
    p = parse_flags(p, &spec);
    p = parse_star(p, args, options, &spec.width);
    if (spec.width < 0) {
        spec.flags |= FLAG_LEFT;
        spec.width = -spec.width;
    }
    if (*p == '.') {
        p = parse_star(p + 1, args, options, &spec.precision);
        if (spec.precision < 0)
            spec.precision = -1;
    }
    const CHAR *before;
    do {
        before = p;
        p = parse_size(p, &spec);
    } while (p != before);
    if (!*p) {
        if (options & OPT_CHECKED)
            crt_invalid(EINVAL);
        return options & OPT_CHECKED ? NULL : p;
    }
    spec.conversion = *p++;
    int result = convert(s, &spec, args);
    if (result < 0)
        return NULL;
    if (result > 0) {
        if (options & OPT_CHECKED) {
            crt_invalid(EINVAL);
            return NULL;
        }
        /* What is no conversion is printed without its percent sign. */
        put_own(s, start, p - start);
    }
    return p;
}

int NAME(format)(SINK *s, uint64_t options, const CHAR *format, void *locale, va_list list)
{
    const struct crt_locdata *data = crt_loc_of(locale);
    struct arguments args;
    const CHAR *p = format;

    va_copy(args.next, list);
    va_copy(args.first, list);
    for (;;) {
        const CHAR *from = p;
        while (*p && *p != '%')
            p++;
        if (p != from)
            put_own(s, from, p - from);
        if (!*p)
            break;
        if (p[1] == '%') {
            put(s, '%');
            p += 2;
            continue;
        }
        p = one_conversion(s, p + 1, options, data, &args);
        if (!p)
            return -1;
    }
    if (s->failed)
        return -1;
    uint64_t total = s->flushed + (s->next - s->start);
    if (total > INT_MAX) {
        errno = EOVERFLOW;
        return -1;
    }
    return (int)total;
}

/* Past the end of the caller's buffer the characters are only counted. */
enum { SCRATCH = 64 };

static int flush_scratch(SINK *s)
{
    s->flushed += s->next - s->start;
    s->start = s->next = s->target;
    s->end = s->start + SCRATCH;
    return 1;
}

int NAME(format_to_buffer)(CHAR *to, size_t count, uint64_t *total, uint64_t options,
                           const CHAR *format, void *locale, va_list args)
{
    CHAR scratch[SCRATCH];
    SINK s = {to, to, to + (count < INT_MAX ? count : INT_MAX), flush_scratch, 0, scratch, 0};

    int result = NAME(format)(&s, options, format, locale, args);
    *total = s.flushed + (s.next - s.start);
    return result;
}
