/* _beginthread and _beginthreadex. */
#include "crt.h"

#include <process.h>

struct start {
    _beginthread_proc_type plain;
    _beginthreadex_proc_type extended;
    void *argument;
    HANDLE handle; /* of _beginthread: closed when the thread ends */
};

static DWORD WINAPI run(void *parameter)
{
    struct start start = *(struct start *)parameter;

    free(parameter);
    if (start.extended)
        _endthreadex(start.extended(start.argument));
    crt_self()->start = start.handle;
    start.plain(start.argument);
    _endthread();
    return 0;
}

uintptr_t _beginthreadex(void *security, unsigned stack, _beginthreadex_proc_type function,
                         void *argument, unsigned flags, unsigned *id)
{
    DWORD ignored;

    CRT_REQUIRE(function, EINVAL, 0);
    struct start *start = calloc(1, sizeof(*start));
    if (!start)
        return 0;
    start->extended = function;
    start->argument = argument;
    HANDLE thread = CreateThread(security, stack, run, start, flags, id ? (DWORD *)id : &ignored);
    if (!thread) {
        crt_last_error();
        free(start);
    }
    return (uintptr_t)thread;
}

uintptr_t _beginthread(_beginthread_proc_type function, unsigned stack, void *argument)
{
    DWORD id;

    CRT_REQUIRE(function, EINVAL, (uintptr_t)-1);
    struct start *start = calloc(1, sizeof(*start));
    if (!start)
        return (uintptr_t)-1;
    start->plain = function;
    start->argument = argument;
    HANDLE thread = CreateThread(NULL, stack, run, start, CREATE_SUSPENDED, &id);
    if (!thread) {
        crt_last_error();
        free(start);
        return (uintptr_t)-1;
    }
    start->handle = thread;
    ResumeThread(thread);
    return (uintptr_t)thread;
}

void _endthreadex(unsigned code)
{
    ExitThread(code);
}

void _endthread(void)
{
    HANDLE handle = crt_self()->start;

    if (handle)
        CloseHandle(handle);
    ExitThread(0);
}

unsigned long __threadid(void)
{
    return GetCurrentThreadId();
}

uintptr_t __threadhandle(void)
{
    return (uintptr_t)GetCurrentThread();
}
