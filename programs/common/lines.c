/* lines.c - see lines.h. */
#include "lines.h"

#define PIECE 65536

void lines_of(LINES *lines, HANDLE from, BOOL decode)
{
    *lines = (LINES){.from = from, .decode = decode};
}

BOOL lines_open(LINES *lines, const WCHAR *path, BOOL decode)
{
    if (is_directory(path)) {
        SetLastError(ERROR_ACCESS_DENIED);
        return FALSE;
    }
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return FALSE;
    lines_of(lines, file, decode);
    lines->opened = TRUE;
    return TRUE;
}

void lines_close(LINES *lines)
{
    free(lines->bytes);
    if (lines->opened)
        CloseHandle(lines->from);
    *lines = (LINES){0};
}

static void make_room(LINES *lines, size_t size)
{
    if (lines->start) {
        memmove(lines->bytes, lines->bytes + lines->start, lines->end - lines->start);
        lines->end -= lines->start;
        lines->scanned -= lines->start;
        lines->start = 0;
    }
    if (lines->end + size <= lines->room)
        return;
    lines->room = (lines->room > size ? lines->room : size) * 2;
    lines->bytes = more(lines->bytes, lines->room);
}

/* Half a unit, and the first unit of a pair, wait for what follows. */
static void append_wide(LINES *lines, const unsigned char *bytes, size_t size)
{
    WCHAR units[PIECE / 2 + 4];
    size_t kept = lines->rest_size, count;
    memcpy(units, lines->rest, kept);
    memcpy((char *)units + kept, bytes, size);
    size += kept;
    count = size / 2;
    if (count && !lines->ended && IS_HIGH_SURROGATE(units[count - 1]))
        count--;
    lines->rest_size = size - count * 2;
    memcpy(lines->rest, units + count, lines->rest_size);
    if (!count)
        return;
    UINT page = GetConsoleOutputCP() ? GetConsoleOutputCP() : GetOEMCP();
    make_room(lines, count * 4);
    lines->end += (size_t)WideCharToMultiByte(page, 0, units, (int)count, lines->bytes + lines->end,
                                              (int)(count * 4), NULL, NULL);
}

static void append(LINES *lines, const unsigned char *bytes, size_t size)
{
    if (!lines->began) {
        lines->began = TRUE;
        lines->is_wide = lines->decode && size >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe;
        bytes += 2 * lines->is_wide;
        size -= 2 * (size_t)lines->is_wide;
    }
    if (lines->is_wide) {
        append_wide(lines, bytes, size);
        return;
    }
    make_room(lines, size);
    memcpy(lines->bytes + lines->end, bytes, size);
    lines->end += size;
}

static void fill(LINES *lines)
{
    unsigned char piece[PIECE];
    DWORD done = 0;
    if (GetFileType(lines->from) != FILE_TYPE_DISK)
        flush_output();
    if (output_is_lost())
        finish(1);
    if (!ReadFile(lines->from, piece, PIECE, &done, NULL) || !done)
        lines->ended = TRUE;
    append(lines, piece, done);
}

BOOL lines_next(LINES *lines, LINE *line)
{
    char *end;
    for (;;) {
        size_t left = lines->end - lines->scanned;
        end = left ? memchr(lines->bytes + lines->scanned, '\n', left) : NULL;
        lines->scanned = lines->end;
        if (end || lines->ended || (lines->longest && lines->end - lines->start >= lines->longest))
            break;
        fill(lines);
    }
    if (lines->start == lines->end)
        return FALSE;
    const char *start = lines->bytes + lines->start;
    size_t whole = end ? (size_t)(end + 1 - start) : lines->end - lines->start;
    *line = (LINE){start, whole, whole, lines->next, !end && !lines->ended};
    if (line->size && start[line->size - 1] == '\n')
        line->size--;
    if (!line->cut && line->size && start[line->size - 1] == '\r')
        line->size--;
    lines->next += whole;
    lines->start += whole;
    lines->scanned = lines->start;
    return TRUE;
}
