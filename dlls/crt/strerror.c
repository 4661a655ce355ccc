/* The texts of errno values. */
#include "crt.h"

/* Exported as _sys_errlist, which old programs index. */
const char *crt_sys_errlist[] = {
    "No error",
    "Operation not permitted",
    "No such file or directory",
    "No such process",
    "Interrupted function call",
    "Input/output error",
    "No such device or address",
    "Arg list too long",
    "Exec format error",
    "Bad file descriptor",
    "No child processes",
    "Resource temporarily unavailable",
    "Not enough space",
    "Permission denied",
    "Bad address",
    "Unknown error",
    "Resource device",
    "File exists",
    "Improper link",
    "No such device",
    "Not a directory",
    "Is a directory",
    "Invalid argument",
    "Too many open files in system",
    "Too many open files",
    "Inappropriate I/O control operation",
    "Unknown error",
    "File too large",
    "No space left on device",
    "Invalid seek",
    "Read-only file system",
    "Too many links",
    "Broken pipe",
    "Domain error",
    "Result too large",
    "Unknown error",
    "Resource deadlock avoided",
    "Unknown error",
    "Filename too long",
    "No locks available",
    "Function not implemented",
    "Directory not empty",
    "Illegal byte sequence",
    "Unknown error",
};

/* From 100 on: the errors of POSIX that the UCRT added. */
static const char *const posix_texts[] = {
    "address in use",
    "address not available",
    "address family not supported",
    "connection already in progress",
    "bad message",
    "operation canceled",
    "connection aborted",
    "connection refused",
    "connection reset",
    "destination address required",
    "host unreachable",
    "identifier removed",
    "operation in progress",
    "already connected",
    "too many symbolic link levels",
    "message size",
    "network down",
    "network reset",
    "network unreachable",
    "no buffer space",
    "no message available",
    "no link",
    "no message",
    "no protocol option",
    "no stream resources",
    "not a stream",
    "not connected",
    "state not recoverable",
    "not a socket",
    "not supported",
    "operation not supported",
    "Unknown error",
    "value too large",
    "owner dead",
    "protocol error",
    "protocol not supported",
    "wrong protocol type",
    "stream timeout",
    "timed out",
    "text file busy",
    "operation would block",
};

enum { UNKNOWN = ARRAY_LEN(crt_sys_errlist) - 1, POSIX_FIRST = 100, TEXT_SIZE = 256 };

int _sys_nerr = UNKNOWN;

static const char *error_text(int number)
{
    if (is_ucrt && number >= POSIX_FIRST && number < POSIX_FIRST + (int)ARRAY_LEN(posix_texts))
        return posix_texts[number - POSIX_FIRST];
    return crt_sys_errlist[number < 0 || number >= (int)UNKNOWN ? UNKNOWN : number];
}

const char **__sys_errlist(void)
{
    return crt_sys_errlist;
}

int *__sys_nerr(void)
{
    return &_sys_nerr;
}

char *strerror(int number)
{
    struct crt_thread *self = crt_self();

    if (!self->strerror_text)
        self->strerror_text = malloc(TEXT_SIZE);
    if (!self->strerror_text)
        return "Visual C++ CRT: Not enough memory to complete call to strerror.";
    return strcpy(self->strerror_text, error_text(number));
}

errno_t strerror_s(char *to, size_t size, int number)
{
    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    strncpy_s(to, size, error_text(number), _TRUNCATE);
    return 0;
}

/* "PREFIX: text\n" */
static void compose(char *to, size_t size, const char *prefix)
{
    const char *text = error_text(errno);

    *to = 0;
    if (prefix && *prefix && strlen(prefix) + strlen(text) + 4 < size) {
        strcat(to, prefix);
        strcat(to, ": ");
    }
    strcat(to, text);
    strcat(to, "\n");
}

char *_strerror(const char *prefix)
{
    struct crt_thread *self = crt_self();

    if (!self->strerror_text)
        self->strerror_text = malloc(TEXT_SIZE);
    if (self->strerror_text)
        compose(self->strerror_text, TEXT_SIZE, prefix);
    return self->strerror_text;
}

errno_t _strerror_s(char *to, size_t size, const char *prefix)
{
    char text[TEXT_SIZE];

    CRT_REQUIRE(to && size, EINVAL, EINVAL);
    compose(text, sizeof(text), prefix);
    strncpy_s(to, size, text, _TRUNCATE);
    return 0;
}

static wchar_t *widen(wchar_t *to, const char *text, size_t count)
{
    size_t i = 0;

    for (; text[i] && i < count - 1; i++)
        to[i] = (unsigned char)text[i];
    to[i] = 0;
    return to;
}

wchar_t *_wcserror(int number)
{
    struct crt_thread *self = crt_self();

    if (!self->wcserror_text)
        self->wcserror_text = malloc(TEXT_SIZE * sizeof(wchar_t));
    return self->wcserror_text ? widen(self->wcserror_text, error_text(number), TEXT_SIZE) : NULL;
}

errno_t _wcserror_s(wchar_t *to, size_t count, int number)
{
    CRT_REQUIRE(to && count, EINVAL, EINVAL);
    widen(to, error_text(number), count);
    return 0;
}

errno_t __wcserror_s(wchar_t *to, size_t count, const wchar_t *prefix)
{
    CRT_REQUIRE(to && count, EINVAL, EINVAL);
    const char *text = error_text(errno);
    size_t used = prefix && *prefix ? wcslen(prefix) : 0;
    if (used + strlen(text) + 4 > count) {
        *to = 0;
        return ERANGE;
    }
    if (used) {
        memcpy(to, prefix, used * sizeof(*to));
        to[used++] = ':';
        to[used++] = ' ';
    }
    widen(to + used, text, count - used);
    wcscat(to, L"\n");
    return 0;
}

wchar_t *__wcserror(const wchar_t *prefix)
{
    struct crt_thread *self = crt_self();

    if (!self->wcserror_text)
        self->wcserror_text = malloc(TEXT_SIZE * sizeof(wchar_t));
    if (self->wcserror_text)
        __wcserror_s(self->wcserror_text, TEXT_SIZE, prefix);
    return self->wcserror_text;
}

void perror(const char *prefix)
{
    char text[TEXT_SIZE];
    FILE *f = __acrt_iob_func(2);

    compose(text, sizeof(text), prefix);
    if (prefix && strlen(prefix) + 64 >= sizeof(text)) {
        fputs(prefix, f);
        fputs(": ", f);
    }
    fputs(text, f);
}

void _wperror(const wchar_t *prefix)
{
    char *narrow = prefix ? crt_narrow(prefix) : NULL;

    perror(narrow);
    free(narrow);
}
