/*
 * process_exit.c - a process ends, whatever its threads are doing.
 */
#include "conformance.h"

#define THREADS 4
#define REPEATS 20

static HANDLE threads[THREADS];

static DWORD WINAPI do_nothing(void *unused)
{
    (void)unused;
    return 0;
}

static DWORD WINAPI make_threads(void *unused)
{
    (void)unused;
    for (;;) {
        HANDLE thread = CreateThread(NULL, 0x10000, do_nothing, NULL, 0, NULL);
        WaitForSingleObject(thread, 1);
        CloseHandle(thread);
    }
}

static void run_threads(LPTHREAD_START_ROUTINE routine)
{
    for (int i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, routine, (void *)(INT_PTR)i, CREATE_SUSPENDED, NULL);
    for (int i = 0; i < THREADS; i++)
        ResumeThread(threads[i]);
    Sleep(5);
}

CHILD(exits_while_threads_are_made)
{
    run_threads(make_threads);
    ExitProcess(21);
}

static void ends_each_time(const char *child, DWORD code)
{
    for (int i = 0; i < REPEATS; i++) {
        HANDLE process = start_child(child);
        DWORD ended = 0;
        CHECK_EQ(WaitForSingleObject(process, 10000), WAIT_OBJECT_0);
        CHECK(GetExitCodeProcess(process, &ended));
        CHECK_EQ(ended, code);
        if (ended == STILL_ACTIVE)
            TerminateProcess(process, 1);
        CloseHandle(process);
    }
}

CASE(exit_while_threads_are_made)
{
    ends_each_time("exits_while_threads_are_made", 21);
}

/* Each stops and lets go the next, so that a ring of them stands still now and then. */
static DWORD WINAPI suspend_the_next(void *number)
{
    HANDLE next = threads[((INT_PTR)number + 1) % THREADS];
    for (;;)
        if (SuspendThread(next) != (DWORD)-1)
            ResumeThread(next);
}

CHILD(exits_while_threads_suspend_each_other)
{
    run_threads(suspend_the_next);
    ExitProcess(22);
}

CASE(exit_while_threads_suspend_each_other)
{
    ends_each_time("exits_while_threads_suspend_each_other", 22);
}

static HANDLE first_thread;

static DWORD WINAPI suspend_the_first(void *unused)
{
    (void)unused;
    for (;;) {
        if (SuspendThread(first_thread) != (DWORD)-1)
            ResumeThread(first_thread);
    }
}

/* On Windows this process can stay for ever: the suspension outlives the thread that asked for it.
 * (Go's run-time takes a lock for that reason before it calls ExitProcess.) */
CHILD(exits_while_suspended)
{
    DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &first_thread, 0,
                    FALSE, DUPLICATE_SAME_ACCESS);
    run_threads(suspend_the_first);
    ExitProcess(23);
}

CASE(exit_while_being_suspended)
{
    WINE_DIFFERS("the process can stay for ever");
    ends_each_time("exits_while_suspended", 23);
}
