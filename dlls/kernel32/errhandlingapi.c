/* errhandlingapi.c - raising exceptions, and what becomes of those that nobody handles. */
#include "nt_exception.h"
#include "nt_error.h"

static PTOP_LEVEL_EXCEPTION_FILTER top_filter;
static volatile UINT error_mode;

/* The parameters beyond the limit are dropped, as documented for nNumberOfArguments. */
VOID WINAPI RaiseException(DWORD code, DWORD flags, DWORD count, const ULONG_PTR *arguments)
{
    EXCEPTION_RECORD record = {
        .ExceptionCode = code,
        .ExceptionFlags = flags & EXCEPTION_NONCONTINUABLE,
        .ExceptionAddress = RaiseException,
    };
    if (arguments) {
        record.NumberParameters =
            count < EXCEPTION_MAXIMUM_PARAMETERS ? count : EXCEPTION_MAXIMUM_PARAMETERS;
        for (DWORD i = 0; i < record.NumberParameters; i++)
            record.ExceptionInformation[i] = arguments[i];
    }
    RtlRaiseException(&record);
}

LPTOP_LEVEL_EXCEPTION_FILTER WINAPI SetUnhandledExceptionFilter(LPTOP_LEVEL_EXCEPTION_FILTER filter)
{
    LPTOP_LEVEL_EXCEPTION_FILTER old =
        InterlockedExchangePointer((PVOID volatile *)&top_filter, filter);
    RtlSetUnhandledExceptionFilter(UnhandledExceptionFilter);
    return old;
}

/* Where no filter decides, the report is printed, and the caller ends the process with the code. */
LONG WINAPI UnhandledExceptionFilter(PEXCEPTION_POINTERS pointers)
{
    LPTOP_LEVEL_EXCEPTION_FILTER filter = top_filter;
    LONG answer = filter ? filter(pointers) : EXCEPTION_CONTINUE_SEARCH;

    if (answer != EXCEPTION_CONTINUE_SEARCH)
        return answer;
    BaileyReportException(pointers);
    return EXCEPTION_EXECUTE_HANDLER;
}

/* No handler sees it: the program does not trust its own state. */
VOID WINAPI RaiseFailFastException(PEXCEPTION_RECORD record, PCONTEXT context, DWORD flags)
{
    EXCEPTION_RECORD own_record = {
        .ExceptionCode = 0xC0000602, /* STATUS_FAIL_FAST_EXCEPTION */
        .ExceptionFlags = EXCEPTION_NONCONTINUABLE,
        .ExceptionAddress = __builtin_return_address(0),
    };
    EXCEPTION_POINTERS pointers = {record ? record : &own_record, context};
    CONTEXT own_context;

    if (!context) {
        RtlCaptureContext(&own_context);
        pointers.ContextRecord = &own_context;
    }
    if (flags & 1) /* FAIL_FAST_GENERATE_EXCEPTION_ADDRESS */
        pointers.ExceptionRecord->ExceptionAddress = __builtin_return_address(0);
    BaileyReportException(&pointers);
    TerminateProcess(GetCurrentProcess(), pointers.ExceptionRecord->ExceptionCode);
}

UINT WINAPI GetErrorMode(void)
{
    return error_mode;
}

UINT WINAPI SetErrorMode(UINT mode)
{
    /* SEM_NOALIGNMENTFAULTEXCEPT stays once it is set. */
    UINT old = error_mode;
    error_mode = mode | (old & SEM_NOALIGNMENTFAULTEXCEPT);
    return old;
}

DWORD WINAPI GetThreadErrorMode(void)
{
    ULONG bits = teb_self()->HardErrorMode;
    return (bits & 0x10 ? SEM_FAILCRITICALERRORS : 0) | (bits & 0x20 ? SEM_NOGPFAULTERRORBOX : 0) |
           (bits & 0x40 ? SEM_NOOPENFILEERRORBOX : 0);
}

BOOL WINAPI SetThreadErrorMode(DWORD mode, LPDWORD old)
{
    if (mode & ~(DWORD)(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX))
        return fail_with(ERROR_INVALID_PARAMETER);
    if (old)
        *old = GetThreadErrorMode();
    teb_self()->HardErrorMode = (mode & SEM_FAILCRITICALERRORS ? 0x10 : 0) |
                                (mode & SEM_NOGPFAULTERRORBOX ? 0x20 : 0) |
                                (mode & SEM_NOOPENFILEERRORBOX ? 0x40 : 0);
    return TRUE;
}
