/* text.c - words. */
#include "cmd.h"
#include <stdarg.h>

const WCHAR *skip_blanks(const WCHAR *text)
{
    while (*text == ' ' || *text == '\t' || *text == ',' || *text == ';' || *text == '=')
        text++;
    return text;
}

const WCHAR *next_word(const WCHAR *text, WCHAR *word, size_t room)
{
    size_t size = 0;
    int quoted = 0;
    while (*text && wcschr(L" \t,;=\n", *text))
        text++;
    if (!*text)
        return NULL;
    for (; *text && (quoted || !wcschr(L" \t,;=\n", *text)); text++) {
        quoted ^= *text == '"';
        if (size < room - 1)
            word[size++] = *text;
    }
    word[size] = 0;
    return text;
}

void unquote(WCHAR *text)
{
    WCHAR *to = text;
    for (; *text; text++)
        if (*text != '"')
            *to++ = *text;
    *to = 0;
}

WCHAR *copy(const WCHAR *text, size_t count)
{
    WCHAR *result = malloc((count + 1) * sizeof *result);
    if (!result)
        exit(1);
    wmemcpy(result, text, count);
    result[count] = 0;
    return result;
}

void set_text(WCHAR *to, size_t room, const WCHAR *form, ...)
{
    va_list arguments;
    va_start(arguments, form);
    int size = _vsnwprintf(to, room, form, arguments);
    va_end(arguments);
    if (size < 0 || (size_t)size >= room)
        to[room - 1] = 0;
}
