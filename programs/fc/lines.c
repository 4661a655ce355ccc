/* lines.c - see lines.h. */
#include "lines.h"
#include <ctype.h>

static void take_text(LINE *line, const char *bytes, size_t size, BOOL expand_tabs)
{
    line->text = need(size * (expand_tabs ? 8 : 1) + 1);
    line->size = 0;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != '\t' || !expand_tabs) {
            line->text[line->size++] = bytes[i];
            continue;
        }
        do {
            line->text[line->size++] = ' ';
        } while (line->size % 8);
    }
}

static void make_key(LINE *line, BOOL squeeze, BOOL ignore_case)
{
    line->key = need(line->size + 1);
    line->key_size = 0;
    for (size_t i = 0; i < line->size; i++) {
        char c = line->text[i];
        BOOL blank = c == ' ' || c == '\t';
        if (squeeze && blank) {
            if (line->key_size && line->key[line->key_size - 1] != ' ')
                line->key[line->key_size++] = ' ';
            continue;
        }
        line->key[line->key_size++] = ignore_case ? (char)toupper((unsigned char)c) : c;
    }
    if (squeeze && line->key_size && line->key[line->key_size - 1] == ' ')
        line->key_size--;
}

LINES split_lines(const char *bytes, size_t size, BOOL squeeze, BOOL expand_tabs, BOOL ignore_case)
{
    LINES result = {0};
    for (size_t at = 0; at < size;) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t next = end ? (size_t)(end - bytes) + 1 : size, length = next - at;
        length -= end != NULL;
        length -= length && bytes[at + length - 1] == '\r';
        if (result.count % 256 == 0)
            result.lines = more(result.lines, (result.count + 256) * sizeof(LINE));
        LINE *line = &result.lines[result.count++];
        take_text(line, bytes + at, length, expand_tabs);
        make_key(line, squeeze, ignore_case);
        at = next;
    }
    return result;
}

void free_lines(LINES *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        free(lines->lines[i].text);
        free(lines->lines[i].key);
    }
    free(lines->lines);
}

BOOL same_line(const LINE *a, const LINE *b)
{
    return a->key_size == b->key_size && memcmp(a->key, b->key, a->key_size) == 0;
}
