/* pattern.c - see pattern.h. A pattern is a row of elements that each match one byte or a place; a
 * star repeats one of them. */
#include "pattern.h"
#include <ctype.h>
#include <string.h>

enum kind { SET, LINE_START, LINE_END, WORD_START, WORD_END };

struct element {
    enum kind kind;
    BOOL star;
    unsigned char set[32]; /* bit n: byte n matches */
};

struct EXPRESSION {
    struct element *elements;
    size_t count;
};

static void add_byte(struct element *e, unsigned char c, BOOL ignore_case)
{
    e->set[c / 8] |= (unsigned char)(1 << c % 8);
    if (ignore_case && c < 128) {
        unsigned char other = (unsigned char)(islower(c) ? toupper(c) : tolower(c));
        e->set[other / 8] |= (unsigned char)(1 << other % 8);
    }
}

static void invert(struct element *e)
{
    for (int i = 0; i < 32; i++)
        e->set[i] = (unsigned char)~e->set[i];
}

/* What stands behind '['; returns where it ends, `text` itself if it never does. */
static const char *take_class(const char *text, const char *end, struct element *e,
                              BOOL ignore_case)
{
    const char *p = text;
    BOOL inverted = p < end && *p == '^';
    p += inverted;
    for (const char *start = p; p < end && (*p != ']' || p == start); p++) {
        if (*p == '\\' && p + 1 < end)
            p++;
        unsigned char from = (unsigned char)*p, to = from;
        if (p + 2 < end && p[1] == '-' && p[2] != ']')
            to = (unsigned char)p[2], p += 2;
        for (int c = from; c <= to; c++)
            add_byte(e, (unsigned char)c, ignore_case);
    }
    if (p >= end)
        return text;
    if (inverted)
        invert(e);
    return p + 1;
}

static const char *take_element(const char *p, const char *start, const char *end,
                                struct element *e, BOOL ignore_case)
{
    char c = *p++;
    if (c == '\\' && p < end) {
        c = *p++;
        if (c == '<' || c == '>')
            e->kind = c == '<' ? WORD_START : WORD_END;
        else
            add_byte(e, (unsigned char)c, ignore_case);
    } else if (c == '^' && p == start + 1) {
        e->kind = LINE_START;
    } else if (c == '$' && p == end) {
        e->kind = LINE_END;
    } else if (c == '.') {
        invert(e);
    } else if (c == '[') {
        const char *after = take_class(p, end, e, ignore_case);
        if (after == p)
            add_byte(e, '[', ignore_case);
        p = after;
    } else {
        add_byte(e, (unsigned char)c, ignore_case);
    }
    return p;
}

EXPRESSION *pattern_make(const char *text, size_t size, BOOL regular, BOOL ignore_case)
{
    EXPRESSION *pattern = need(sizeof *pattern);
    const char *p = text, *end = text + size;
    pattern->elements = calloc(size + 1, sizeof *pattern->elements);
    pattern->count = 0;
    if (!pattern->elements)
        exit(2);
    while (p < end) {
        struct element *e = &pattern->elements[pattern->count];
        if (regular && *p == '*' && p > text && pattern->count && e[-1].kind == SET) {
            e[-1].star = TRUE;
            p++;
            continue;
        }
        if (regular) {
            p = take_element(p, text, end, e, ignore_case);
        } else {
            p += *p == '\\' && p + 1 < end && (p[1] == '\\' || p[1] == '"');
            add_byte(e, (unsigned char)*p++, ignore_case);
        }
        pattern->count++;
    }
    return pattern;
}

static BOOL is_word_byte(const char *line, size_t size, size_t at)
{
    return at < size && (isalnum((unsigned char)line[at]) || line[at] == '_');
}

static BOOL holds(const struct element *e, const char *line, size_t size, size_t at)
{
    BOOL before = at > 0 && is_word_byte(line, size, at - 1);
    switch (e->kind) {
    case LINE_START:
        return at == 0;
    case LINE_END:
        return at == size;
    case WORD_START:
        return !before;
    default:
        return !is_word_byte(line, size, at) && (before || at > 0);
    }
}

static BOOL matches(const struct element *e, char c)
{
    return e->set[(unsigned char)c / 8] >> (unsigned char)c % 8 & 1;
}

/* Marks the elements that can be next at a place, besides those that are marked: what needs no byte
 * is passed. TRUE if the expression can be at its end. */
static BOOL pass_empty(const EXPRESSION *pattern, BOOL *next, const char *line, size_t size,
                       size_t at)
{
    for (size_t i = 0; i < pattern->count; i++) {
        const struct element *e = &pattern->elements[i];
        if (next[i] && (e->kind != SET ? holds(e, line, size, at) : e->star))
            next[i + 1] = TRUE;
    }
    return next[pattern->count];
}

static void take_byte(const EXPRESSION *pattern, BOOL *next, BOOL *after, char c)
{
    memset(after, 0, (pattern->count + 1) * sizeof *after);
    for (size_t i = 0; i < pattern->count; i++) {
        const struct element *e = &pattern->elements[i];
        if (next[i] && e->kind == SET && matches(e, c))
            after[e->star ? i : i + 1] = TRUE;
    }
    memcpy(next, after, (pattern->count + 1) * sizeof *after);
}

/* All ways to match go along the line side by side, so no expression takes long. */
BOOL pattern_find(const EXPRESSION *pattern, const char *line, size_t size, BOOL begin, BOOL end)
{
    BOOL *next = calloc(2 * (pattern->count + 1), sizeof *next), found = FALSE;
    if (!next)
        exit(2);
    for (size_t at = 0; at <= size && !found; at++) {
        if (at == 0 || !begin)
            next[0] = TRUE;
        found = pass_empty(pattern, next, line, size, at) && (!end || at == size);
        if (at < size && !found)
            take_byte(pattern, next, next + pattern->count + 1, line[at]);
    }
    free(next);
    return found;
}

BOOL pattern_looks_regular(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\\' && i + 1 < size) {
            i++;
            if (text[i] == '<' || text[i] == '>')
                return TRUE;
        } else if (strchr(".*^$[", text[i])) {
            return TRUE;
        }
    }
    return FALSE;
}
