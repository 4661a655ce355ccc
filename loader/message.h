/* message.h - what the command says: one line on stderr, "bailey: " before it. */
#ifndef BAILEY_MESSAGE_H
#define BAILEY_MESSAGE_H

/* The command's own exit codes. */
enum {
    EXIT_CANNOT_START = 125,
    EXIT_NOT_RUNNABLE = 126,
    EXIT_NOT_FOUND = 127,
};

void message(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same, then calls what was given to fail_through (if anything) and ends the command. */
void fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3), noreturn));
void fail_through(void (*hook)(void));

#endif
