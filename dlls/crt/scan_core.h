/* The scanf engine, included once for each width: CHAR, INT (its int type), END (its EOF), WIDE,
 * NAME(x), and IS_SPACE, GET_STREAM, UNGET_STREAM. */
typedef struct NAME(source) SOURCE;

enum { SIZE_NONE, SIZE_HH, SIZE_H, SIZE_L, SIZE_LL, SIZE_LONG_DOUBLE };

struct field {
    int width; /* characters still allowed, or -1 */
    int size, suppress;
    CHAR conversion;
    int wide;      /* the text goes to wchar_t */
    uint64_t room; /* of the secure variants, in characters; else very large */
    uint64_t options;
    const struct crt_locdata *data;
};

static inline INT take(SOURCE *s)
{
    INT c;

    s->taken++;
    if (s->stream)
        return GET_STREAM(s->stream);
    if (s->next >= s->end)
        return END;
#if WIDE
    c = *s->next;
#else
    c = (unsigned char)*s->next;
#endif
    if (!c && s->end == (const CHAR *)UINTPTR_MAX)
        return END;
    s->next++;
    return c;
}

static inline void give_back(SOURCE *s, INT c)
{
    s->taken--;
    if (c == END)
        return;
    if (s->stream)
        UNGET_STREAM(c, s->stream);
    else
        s->next--;
}

/* The next character of a field, END where its width or the input ends. */
static inline INT take_in(SOURCE *s, struct field *field)
{
    if (field->width == 0)
        return END;
    INT c = take(s);
    if (c == END) {
        s->taken--;
        return END;
    }
    if (field->width > 0)
        field->width--;
    return c;
}

static inline void give_back_in(SOURCE *s, struct field *field, INT c)
{
    if (c == END)
        return;
    give_back(s, c);
    if (field->width >= 0)
        field->width++;
}

static INT skip_spaces(SOURCE *s)
{
    INT c;

    do
        c = take(s);
    while (c != END && IS_SPACE(c));
    return c;
}

static int digit_value(INT c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 99;
}

static void store_integer(void *to, int size, uint64_t value)
{
    switch (size) {
    case SIZE_HH:
        *(uint8_t *)to = (uint8_t)value;
        break;
    case SIZE_H:
        *(uint16_t *)to = (uint16_t)value;
        break;
    case SIZE_LL:
        *(uint64_t *)to = value;
        break;
    default:
        *(uint32_t *)to = (uint32_t)value;
        break;
    }
}

/* 1 stored, 0 no match. */
static int scan_integer(SOURCE *s, struct field *field, int base, void *to)
{
    INT c = take_in(s, field);
    int negative = 0, digits = 0;
    uint64_t value = 0;

    if (c == '-' || c == '+') {
        negative = c == '-';
        c = take_in(s, field);
    }
    if (c == '0' && (base == 0 || base == 16)) {
        digits = 1;
        c = take_in(s, field);
        if (c == 'x' || c == 'X') {
            base = 16;
            digits = field->conversion == 'p' || (field->options & OPT_SCAN_LEGACY_MSVCRT) ? 1 : 0;
            c = take_in(s, field);
        } else if (base == 0) {
            base = 8;
        }
    } else if (base == 0) {
        base = 10;
    }
    for (; c != END && digit_value(c) < base; c = take_in(s, field)) {
        value = value * base + digit_value(c);
        digits++;
    }
    give_back_in(s, field, c);
    if (!digits)
        return 0;
    if (!field->suppress)
        store_integer(to, field->size, negative ? -value : value);
    return 1;
}

static void collect(SOURCE *s, struct field *field, INT *c, char *text, int *used, int hex)
{
    while (*c != END && (hex ? digit_value(*c) < 16 : *c >= '0' && *c <= '9')) {
        if (*used < 1000)
            text[(*used)++] = (char)*c;
        *c = take_in(s, field);
    }
}

/* "inf", "infinity", "nan", "nan(...)": letters as they come; strtod judges the result. */
static int collect_word(SOURCE *s, struct field *field, INT *c, char *text, int *used)
{
    static const char *const words[] = {"infinity", "nan"};
    const char *word = (*c | 32) == 'i' ? words[0] : words[1];
    int start = *used;

    for (; *word && *c != END && (*c | 32) == *word; word++) {
        text[(*used)++] = (char)*c;
        *c = take_in(s, field);
    }
    return *used - start == 3 || *used - start == 8;
}

static int scan_float(SOURCE *s, struct field *field, void *to)
{
    char text[1100];
    int used = 0, hex = 0, start;
    INT c = take_in(s, field);

    if (c == '-' || c == '+') {
        text[used++] = (char)c;
        c = take_in(s, field);
    }
    if (is_ucrt && c != END && ((c | 32) == 'i' || (c | 32) == 'n')) {
        int good = collect_word(s, field, &c, text, &used);
        give_back_in(s, field, c);
        if (!good)
            return 0;
        goto store;
    }
    start = used;
    if (c == '0') {
        text[used++] = '0';
        c = take_in(s, field);
        if (is_ucrt && (c == 'x' || c == 'X')) {
            hex = 1;
            text[used++] = 'x';
            start = used;
            c = take_in(s, field);
        }
    }
    collect(s, field, &c, text, &used, hex);
    int digits = used - start;
#if WIDE
    INT point = field->data->wdecimal;
#else
    INT point = (unsigned char)field->data->decimal[0];
#endif
    if (c == point) {
        text[used++] = '.';
        start = used;
        c = take_in(s, field);
        collect(s, field, &c, text, &used, hex);
        digits += used - start;
    }
    if (digits && c != END && (c | 32) == (hex ? 'p' : 'e')) {
        text[used++] = (char)c;
        c = take_in(s, field);
        if (c == '-' || c == '+') {
            text[used++] = (char)c;
            c = take_in(s, field);
        }
        start = used;
        collect(s, field, &c, text, &used, 0);
        if (used == start) {
            give_back_in(s, field, c);
            return 0;
        }
    }
    give_back_in(s, field, c);
    if (!digits)
        return 0;
store:
    text[used] = 0;
    if (field->suppress)
        return 1;
    if (field->size == SIZE_NONE)
        *(float *)to = crt_strtof_c(text);
    else
        *(double *)to = crt_strtod_c(text);
    return 1;
}

/* The target of %s, %c and %[: one character more. 0 when there is no room. */
struct text_target {
    char *narrow;
    wchar_t *wide;
    uint64_t left;
    unsigned state;
};

static int add_text(struct text_target *t, struct field *field, INT c)
{
    if (field->suppress)
        return 1;
    if (t->left == 0)
        return 0;
#if WIDE
    if (t->wide) {
        *t->wide++ = c;
        t->left--;
        return 1;
    }
    char bytes[8];
    int size = crt_wcrtomb(bytes, c, &t->state, field->data);
    if (size < 0 || (uint64_t)size > t->left)
        return 0;
    memcpy(t->narrow, bytes, size);
    t->narrow += size;
    t->left -= size;
#else
    if (t->narrow) {
        *t->narrow++ = (char)c;
        t->left--;
        return 1;
    }
    char byte = (char)c;
    wchar_t wide;
    size_t used = crt_mbrtowc(&wide, &byte, 1, &t->state, field->data);
    if (used == (size_t)-2)
        return 1;
    *t->wide++ = used == (size_t)-1 ? '?' : wide;
    t->left--;
    if (t->state & 0x80000000u && t->left) {
        crt_mbrtowc(t->wide++, "", 0, &t->state, field->data);
        t->left--;
    }
#endif
    return 1;
}

/* Is c in the set that starts behind '[' (and behind '^')? */
static int in_set(const CHAR *set, const CHAR *end, INT c)
{
    for (const CHAR *p = set; p < end; p++) {
        if (p + 2 < end && p[1] == '-') {
            CHAR low = p[0] < p[2] ? p[0] : p[2], high = p[0] < p[2] ? p[2] : p[0];
#if !WIDE
            if (c >= (unsigned char)low && c <= (unsigned char)high)
                return 1;
#else
            if (c >= low && c <= high)
                return 1;
#endif
            p += 2;
        } else if ((CHAR)c == *p) {
            return 1;
        }
    }
    return 0;
}

/* 1 stored, 0 no match, -1 no room. */
static int scan_text(SOURCE *s, struct field *field, void *to, const CHAR *set, const CHAR *set_end,
                     int inverted)
{
    struct text_target t = {field->wide ? NULL : to, field->wide ? to : NULL, field->room, 0};
    int is_char = (field->conversion | 32) == 'c' && !set;
    int count = 0;

    if (is_char && field->width < 0)
        field->width = 1;
    for (;;) {
        INT c = take_in(s, field);
        if (c == END)
            break;
        int fits = is_char ? 1 : set ? in_set(set, set_end, c) != inverted : !IS_SPACE(c);
        if (!fits) {
            give_back_in(s, field, c);
            break;
        }
        count++;
        if (!is_char && !field->suppress && t.left == 1)
            t.left = 0; /* the place of the terminator */
        if (!add_text(&t, field, c)) {
            if (field->room) {
                if (field->wide)
                    *(wchar_t *)to = 0;
                else
                    *(char *)to = 0;
            }
            errno = ENOMEM;
            return -1;
        }
    }
    if (is_char ? field->width > 0 : !count)
        return 0;
    if (!is_char && !field->suppress) {
        if (t.wide)
            *t.wide = 0;
        else
            *t.narrow = 0;
    }
    return 1;
}

static int text_is_wide(const struct field *field, int capital)
{
    if (field->size == SIZE_H || field->size == SIZE_HH)
        return 0;
    if (field->size == SIZE_L || field->size == SIZE_LL)
        return 1;
    if (WIDE && (field->options & OPT_SCAN_LEGACY_WIDE))
        return !capital;
    return capital;
}

static const CHAR *parse_size(const CHAR *p, struct field *field)
{
    for (;;) {
        switch (*p) {
        case 'h':
            field->size = field->size == SIZE_H ? SIZE_HH : SIZE_H;
            p++;
            continue;
        case 'l':
            field->size = field->size == SIZE_L ? SIZE_LL : SIZE_L;
            p++;
            continue;
        case 'w':
            field->size = SIZE_L;
            p++;
            continue;
        case 'L':
        case 'j':
            field->size = SIZE_LL;
            p++;
            continue;
        case 'z':
        case 't':
            field->size = sizeof(void *) == 8 ? SIZE_LL : SIZE_NONE;
            p++;
            continue;
        case 'I':
            if (p[1] == '6' && p[2] == '4') {
                field->size = SIZE_LL;
                p += 3;
            } else if (p[1] == '3' && p[2] == '2') {
                p += 3;
            } else {
                field->size = sizeof(void *) == 8 ? SIZE_LL : SIZE_NONE;
                p++;
            }
            continue;
        }
        return p;
    }
}

static const CHAR *end_of_set(const CHAR *p)
{
    if (*p == ']')
        p++;
    while (*p && *p != ']')
        p++;
    return p;
}

/* Does the conversion skip white space first? */
static int skips(const struct field *field)
{
    return (field->conversion | 32) != 'c' && field->conversion != '[' && field->conversion != 'n';
}

static int scan_field(SOURCE *s, struct field *field, const CHAR *set, const CHAR *set_end,
                      va_list *args)
{
    int inverted = set && *set == '^';
    void *to = field->suppress ? NULL : va_arg(*args, void *);
    int is_text = set || (field->conversion | 32) == 's' || (field->conversion | 32) == 'c';

    field->room = UINT64_MAX;
    if (is_text) {
        field->wide = text_is_wide(field, !set && field->conversion < 'a');
        if ((field->options & OPT_SCAN_SECURE) && !field->suppress)
            field->room = va_arg(*args, unsigned);
        return scan_text(s, field, to, set ? set + inverted : NULL, set_end, inverted);
    }
    switch (field->conversion) {
    case 'd':
    case 'u':
        return scan_integer(s, field, 10, to);
    case 'i':
        return scan_integer(s, field, 0, to);
    case 'o':
        return scan_integer(s, field, 8, to);
    case 'x':
    case 'X':
        return scan_integer(s, field, 16, to);
    case 'p':
        field->size = sizeof(void *) == 8 ? SIZE_LL : SIZE_NONE;
        return scan_integer(s, field, 16, to);
    case 'a':
    case 'A':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
        return scan_float(s, field, to);
    }
    return -1;
}

/* A '%' and what follows. *stored counts; returns the rest of the format, NULL to stop. */
static const CHAR *scan_conversion(SOURCE *s, const CHAR *p, struct field *field, int *stored,
                                   int *ended, va_list *args)
{
    const CHAR *set = NULL, *set_end = NULL;

    if (*p == '*') {
        field->suppress = 1;
        p++;
    }
    if (*p >= '0' && *p <= '9')
        for (field->width = 0; *p >= '0' && *p <= '9'; p++)
            field->width = field->width * 10 + (*p - '0');
    if (field->width == 0)
        field->width = -1;
    p = parse_size(p, field);
    field->conversion = *p;
    if (!*p)
        return NULL;
    p++;
    if (field->conversion == '[') {
        set = p;
        set_end = end_of_set(p + (*p == '^'));
        if (!*set_end)
            return NULL;
        p = set_end + 1;
    }
    if (field->conversion == 'n') {
        if (!field->suppress)
            store_integer(va_arg(*args, void *), field->size, s->taken);
        return p;
    }
    INT c = skips(field) ? skip_spaces(s) : take(s);
    give_back(s, c);
    if (c == END) {
        *ended = 1;
        return NULL;
    }
    int result = scan_field(s, field, set, set_end, args);
    if (result <= 0)
        return NULL;
    if (!field->suppress)
        ++*stored;
    return p;
}

int NAME(scan)(SOURCE *s, uint64_t options, const CHAR *format, void *locale, va_list list)
{
    const struct crt_locdata *data = crt_loc_of(locale);
    int stored = 0, ended = 0;
    const CHAR *p = format;
    va_list args;
    INT c;

    va_copy(args, list);
    while (p && *p) {
#if WIDE
        INT f = *p;
#else
        INT f = (unsigned char)*p;
#endif
        if (IS_SPACE(f)) {
            give_back(s, skip_spaces(s));
            p++;
        } else if (f == '%' && p[1] != '%') {
            struct field field = {.width = -1, .options = options, .data = data};
            p = scan_conversion(s, p + 1, &field, &stored, &ended, &args);
        } else {
            if (f == '%') {
                p++;
                give_back(s, skip_spaces(s));
            }
            c = take(s);
            if (c != f) {
                give_back(s, c);
                ended = c == END;
                break;
            }
            p++;
        }
    }
    va_end(args);
    return ended && !stored ? EOF : stored;
}
