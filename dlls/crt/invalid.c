/* The invalid parameter handler, the pure call handler and how an abnormal end is reported. */
#include "crt.h"

#include <signal.h>

#ifndef STATUS_INVALID_CRUNTIME_PARAMETER
#    define STATUS_INVALID_CRUNTIME_PARAMETER 0xC0000417
#endif
#define FAST_FAIL_INVALID_ARG 5

int crt_app_type, crt_error_mode;

static _invalid_parameter_handler handler;
static _purecall_handler purecall_handler;

void __attribute__((noreturn))
_invoke_watson(const wchar_t *expression, const wchar_t *function, const wchar_t *file,
               unsigned line, uintptr_t reserved);
void _invoke_watson(const wchar_t *expression, const wchar_t *function, const wchar_t *file,
                    unsigned line, uintptr_t reserved)
{
    TerminateProcess(GetCurrentProcess(), STATUS_INVALID_CRUNTIME_PARAMETER);
    for (;;)
        ;
}

void _invalid_parameter(const wchar_t *expression, const wchar_t *function, const wchar_t *file,
                        unsigned line, uintptr_t reserved)
{
    _invalid_parameter_handler call = crt_self()->invalid_handler;

    if (!call)
        call = handler;
    if (call)
        call(expression, function, file, line, reserved);
    else if (is_ucrt)
        _invoke_watson(expression, function, file, line, reserved);
}

void _invalid_parameter_noinfo(void)
{
    _invalid_parameter(NULL, NULL, NULL, 0, 0);
}

void _invalid_parameter_noinfo_noreturn(void)
{
    _invalid_parameter(NULL, NULL, NULL, 0, 0);
    _invoke_watson(NULL, NULL, NULL, 0, 0);
}

void crt_invalid(int error)
{
    errno = error;
    _invalid_parameter(NULL, NULL, NULL, 0, 0);
}

_invalid_parameter_handler _set_invalid_parameter_handler(_invalid_parameter_handler new_handler)
{
    return (_invalid_parameter_handler)InterlockedExchangePointer((void **)&handler, new_handler);
}

_invalid_parameter_handler _get_invalid_parameter_handler(void)
{
    return handler;
}

_invalid_parameter_handler
_set_thread_local_invalid_parameter_handler(_invalid_parameter_handler new_handler)
{
    struct crt_thread *self = crt_self();
    _invalid_parameter_handler old = self->invalid_handler;

    self->invalid_handler = new_handler;
    return old;
}

_invalid_parameter_handler _get_thread_local_invalid_parameter_handler(void)
{
    return crt_self()->invalid_handler;
}

_purecall_handler _set_purecall_handler(_purecall_handler new_handler)
{
    return (_purecall_handler)InterlockedExchangePointer((void **)&purecall_handler, new_handler);
}

_purecall_handler _get_purecall_handler(void)
{
    return purecall_handler;
}

int _purecall(void)
{
    if (purecall_handler)
        purecall_handler();
    crt_report("runtime error R6025\r\n- pure virtual function call\r\n");
    abort();
}

/* user32 is not below the runtimes: it is loaded when a GUI program has something to say. */
static int message_box(const char *text)
{
    HMODULE user32 = LoadLibraryA("user32.dll");
    int(WINAPI * box)(HWND, const char *, const char *, UINT) = NULL;

    if (user32)
        box = (void *)GetProcAddress(user32, "MessageBoxA");
    if (!box)
        return 0;
    box(NULL, text, "Runtime Error", MB_OK | MB_ICONERROR | MB_SETFOREGROUND | MB_TASKMODAL);
    return 1;
}

void crt_report(const char *text)
{
    DWORD done;
    int gui = crt_error_mode == _OUT_TO_MSGBOX ||
              (crt_error_mode == _OUT_TO_DEFAULT && crt_app_type == 2);

    if (gui && message_box(text))
        return;
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), text, (DWORD)strlen(text), &done, NULL);
}

int _set_error_mode(int mode)
{
    int old = crt_error_mode;

    if (mode == _REPORT_ERRMODE)
        return old;
    CRT_REQUIRE(mode >= _OUT_TO_DEFAULT && mode <= _OUT_TO_MSGBOX, EINVAL, -1);
    crt_error_mode = mode;
    return old;
}

#undef __set_app_type
void __set_app_type(int type)
{
    crt_app_type = type;
}

void _set_app_type(int type)
{
    crt_app_type = type;
}

int _query_app_type(void)
{
    return crt_app_type;
}

void _crt_debugger_hook(int reserved)
{
}

void __report_gsfailure(uintptr_t cookie)
{
    TerminateProcess(GetCurrentProcess(), 0xC0000409);
}

void _amsg_exit(int code)
{
    char text[] = "runtime error R60xx\r\n";

    text[17] = (char)('0' + code / 10 % 10);
    text[18] = (char)('0' + code % 10);
    crt_report(text);
    _exit(255);
}
