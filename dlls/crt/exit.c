/* Tables of functions to run at exit, and the ways in which a process ends. */
#include "crt.h"

#include <process.h>
#include <signal.h>

typedef void (*vfunc)(void);

static _onexit_table_t at_exit, at_quick_exit;
static void(WINAPI *thread_exe_callback)(void *, DWORD, void *);
static int exiting;
static unsigned abort_flags = 3; /* _WRITE_ABORT_MSG | _CALL_REPORTFAULT */

int crt_exiting(void)
{
    return exiting;
}

static int add_to_table(_onexit_table_t *table, _PVFV function)
{
    if (table->_last == table->_end) {
        size_t count = table->_end - table->_first;
        size_t grown = count ? count * 2 : 32;
        _PVFV *bigger = realloc(table->_first, grown * sizeof(*bigger));
        if (!bigger)
            return -1;
        table->_first = bigger;
        table->_last = bigger + count;
        table->_end = bigger + grown;
    }
    *table->_last++ = function;
    return 0;
}

/* Functions that are registered while the table runs are run too, as the standard asks. */
static void run_table(_onexit_table_t *table)
{
    crt_lock(CRT_LOCK_EXIT);
    while (table->_last > table->_first) {
        _PVFV function = *--table->_last;
        crt_unlock(CRT_LOCK_EXIT);
        if (function)
            function();
        crt_lock(CRT_LOCK_EXIT);
    }
    void *old = table->_first;
    table->_first = table->_last = table->_end = NULL;
    crt_unlock(CRT_LOCK_EXIT);
    free(old);
}

void crt_run_exit_table(void)
{
    run_table(&at_exit);
}

int _initialize_onexit_table(_onexit_table_t *table)
{
    if (!table)
        return -1;
    if (table->_first == table->_end)
        table->_first = table->_last = table->_end = NULL;
    return 0;
}

int _register_onexit_function(_onexit_table_t *table, _onexit_t function)
{
    if (!table)
        return -1;
    crt_lock(CRT_LOCK_EXIT);
    int result = add_to_table(table, (_PVFV)(void *)function);
    crt_unlock(CRT_LOCK_EXIT);
    return result;
}

int _execute_onexit_table(_onexit_table_t *table)
{
    if (!table)
        return -1;
    run_table(table);
    return 0;
}

int _crt_atexit(vfunc function)
{
    return _register_onexit_function(&at_exit, (_onexit_t)(void *)function);
}

int _crt_at_quick_exit(vfunc function)
{
    return _register_onexit_function(&at_quick_exit, (_onexit_t)(void *)function);
}

int atexit(vfunc function)
{
    return _crt_atexit(function);
}

_onexit_t _onexit(_onexit_t function)
{
    return _register_onexit_function(&at_exit, function) ? NULL : function;
}

_onexit_t __dllonexit(_onexit_t function, _PVFV **begin, _PVFV **end)
{
    crt_lock(CRT_LOCK_EXIT);
    size_t count = *end - *begin;
    _PVFV *bigger = realloc(*begin, (count + 1) * sizeof(*bigger));
    if (bigger) {
        bigger[count] = (_PVFV)(void *)function;
        *begin = bigger;
        *end = bigger + count + 1;
    }
    crt_unlock(CRT_LOCK_EXIT);
    return bigger ? function : NULL;
}

void _register_thread_local_exe_atexit_callback(void(WINAPI *callback)(void *, DWORD, void *))
{
    thread_exe_callback = callback;
}

static void leave(int code, int run_functions, int quick)
{
    if (run_functions && !exiting) {
        exiting = 1;
        if (!quick && thread_exe_callback)
            thread_exe_callback(NULL, DLL_PROCESS_DETACH, NULL);
        run_table(quick ? &at_quick_exit : &at_exit);
    }
    if (run_functions && !quick) {
        crt_flush_all_streams();
        crt_close_temp_files();
    }
    (void)code;
}

void exit(int code)
{
    leave(code, 1, 0);
    ExitProcess(code);
}

void _exit(int code)
{
    exiting = 1;
    ExitProcess(code);
}

void _Exit(int code)
{
    _exit(code);
}

void quick_exit(int code)
{
    leave(code, 1, 1);
    ExitProcess(code);
}

void _cexit(void)
{
    leave(0, 1, 0);
}

void _c_exit(void)
{
}

unsigned _set_abort_behavior(unsigned flags, unsigned mask)
{
    unsigned old = abort_flags;

    abort_flags = (old & ~mask) | (flags & mask);
    return old;
}

/* A handler of SIGABRT may leave by longjmp; when it returns, the process ends with 3. */
void abort(void)
{
    if (!is_ucrt && (abort_flags & 1))
        crt_report("\r\nThis application has requested the Runtime to terminate it in an unusual "
                   "way.\r\nPlease contact the application's support team for more "
                   "information.\r\n");
    raise(SIGABRT);
    _exit(3);
}

void _initterm(_PVFV *first, _PVFV *last)
{
    for (; first < last; first++)
        if (*first)
            (*first)();
}

int _initterm_e(_PIFV *first, _PIFV *last)
{
    for (; first < last; first++) {
        int result = *first ? (*first)() : 0;
        if (result)
            return result;
    }
    return 0;
}
