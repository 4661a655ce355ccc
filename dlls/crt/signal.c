/*
 * signal and raise, and the exception filters of start-up code that turn exceptions into signals.
 * The handlers of SIGSEGV, SIGFPE and SIGILL belong to a thread on Windows; here too few programs
 * differ to keep more than one set, so they are the process's.
 */
#include "crt.h"

#include <float.h>
#include <signal.h>

#ifndef SIGABRT_COMPAT
#    define SIGABRT_COMPAT 6
#endif

typedef void (*handler_fn)(int);
typedef void (*fpe_handler_fn)(int, int);

static handler_fn handlers[NSIG];
static int console_hooked;

struct action {
    DWORD exception;
    int signal, fp_code;
};

static const struct action actions[] = {
    {EXCEPTION_ACCESS_VIOLATION, SIGSEGV, 0},
    {EXCEPTION_ILLEGAL_INSTRUCTION, SIGILL, 0},
    {EXCEPTION_PRIV_INSTRUCTION, SIGILL, 0},
    {EXCEPTION_FLT_DENORMAL_OPERAND, SIGFPE, _FPE_DENORMAL},
    {EXCEPTION_FLT_DIVIDE_BY_ZERO, SIGFPE, _FPE_ZERODIVIDE},
    {EXCEPTION_FLT_INEXACT_RESULT, SIGFPE, _FPE_INEXACT},
    {EXCEPTION_FLT_INVALID_OPERATION, SIGFPE, _FPE_INVALID},
    {EXCEPTION_FLT_OVERFLOW, SIGFPE, _FPE_OVERFLOW},
    {EXCEPTION_FLT_STACK_CHECK, SIGFPE, _FPE_STACKOVERFLOW},
    {EXCEPTION_FLT_UNDERFLOW, SIGFPE, _FPE_UNDERFLOW},
};

static int known(int number)
{
    switch (number) {
    case SIGINT:
    case SIGILL:
    case SIGFPE:
    case SIGSEGV:
    case SIGTERM:
    case SIGBREAK:
    case SIGABRT:
    case SIGABRT_COMPAT:
        return 1;
    }
    return 0;
}

static BOOL WINAPI on_console_event(DWORD event)
{
    int number = event == CTRL_C_EVENT ? SIGINT : SIGBREAK;
    handler_fn handler;

    if (event > CTRL_CLOSE_EVENT)
        return FALSE;
    crt_lock(CRT_LOCK_SIGNAL);
    handler = handlers[number];
    if (handler != SIG_DFL && handler != SIG_IGN)
        handlers[number] = SIG_DFL;
    crt_unlock(CRT_LOCK_SIGNAL);
    if (handler == SIG_DFL)
        return FALSE;
    if (handler != SIG_IGN)
        handler(number);
    return TRUE;
}

handler_fn signal(int number, handler_fn handler)
{
    if (number == SIGABRT_COMPAT)
        number = SIGABRT;
    if (!known(number) || handler == SIG_ERR || handler == SIG_SGE || handler == SIG_ACK) {
        errno = EINVAL;
        return SIG_ERR;
    }
    crt_lock(CRT_LOCK_SIGNAL);
    if ((number == SIGINT || number == SIGBREAK) && !console_hooked)
        console_hooked = SetConsoleCtrlHandler(on_console_event, TRUE);
    handler_fn old = handlers[number];
    handlers[number] = handler;
    crt_unlock(CRT_LOCK_SIGNAL);
    return old;
}

int raise(int number)
{
    if (number == SIGABRT_COMPAT)
        number = SIGABRT;
    CRT_REQUIRE(known(number), EINVAL, -1);
    crt_lock(CRT_LOCK_SIGNAL);
    handler_fn handler = handlers[number];
    if (handler != SIG_IGN)
        handlers[number] = SIG_DFL;
    crt_unlock(CRT_LOCK_SIGNAL);
    if (handler == SIG_IGN)
        return 0;
    if (handler == SIG_DFL)
        _exit(3);
    if (number == SIGFPE)
        ((fpe_handler_fn)(void *)handler)(number, _FPE_EXPLICITGEN);
    else
        handler(number);
    return 0;
}

static int run_handler(const struct action *action, handler_fn handler,
                       EXCEPTION_POINTERS *pointers)
{
    struct crt_thread *self = crt_self();
    void *saved = self->fault_pointers;

    self->fault_pointers = pointers;
    handlers[action->signal] = SIG_DFL;
    if (action->signal == SIGFPE) {
        int code = self->fp_code;
        self->fp_code = action->fp_code;
        ((fpe_handler_fn)(void *)handler)(SIGFPE, action->fp_code);
        self->fp_code = code;
    } else {
        handler(action->signal);
    }
    self->fault_pointers = saved;
    return EXCEPTION_CONTINUE_EXECUTION;
}

int _XcptFilter(unsigned long code, EXCEPTION_POINTERS *pointers)
{
    for (unsigned i = 0; i < ARRAY_LEN(actions); i++) {
        if (actions[i].exception != code)
            continue;
        handler_fn handler = handlers[actions[i].signal];
        if (handler == SIG_IGN)
            return EXCEPTION_CONTINUE_EXECUTION;
        if (handler != SIG_DFL)
            return run_handler(&actions[i], handler, pointers);
    }
    return UnhandledExceptionFilter(pointers);
}

int _seh_filter_exe(unsigned long code, EXCEPTION_POINTERS *pointers)
{
    return _XcptFilter(code, pointers);
}

/* In a DLL only a C++ exception that nobody caught is its own affair. */
int _seh_filter_dll(unsigned long code, EXCEPTION_POINTERS *pointers)
{
    return code == 0xe06d7363 ? _XcptFilter(code, pointers) : EXCEPTION_CONTINUE_SEARCH;
}

int __CppXcptFilter(unsigned long code, EXCEPTION_POINTERS *pointers)
{
    return _seh_filter_dll(code, pointers);
}

void **__pxcptinfoptrs(void)
{
    return &crt_self()->fault_pointers;
}

int *__fpecode(void)
{
    return &crt_self()->fp_code;
}
