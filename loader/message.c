/* message.c - lines for people; each goes out in one write. */
#include "message.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void say(const char *format, va_list arguments)
{
    char line[4096 + 512] = "bailey: ";
    size_t start = strlen(line);
    int size = vsnprintf(line + start, sizeof line - start - 1, format, arguments);
    size_t end = start + (size < 0 ? 0 : (size_t)size);
    if (end > sizeof line - 2)
        end = sizeof line - 2;
    line[end++] = '\n';
    (void)!write(2, line, end);
}

void message(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
}

static void (*at_failure)(void);

void fail_through(void (*hook)(void))
{
    at_failure = hook;
}

void fail(int code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    if (at_failure)
        at_failure();
    _exit(code);
}
