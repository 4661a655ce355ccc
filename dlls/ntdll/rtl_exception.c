/*
 * rtl_exception.c - the dispatcher: first the vectored handlers, then the frames. Nobody: the
 * unhandled-exception filter, and the end of the process.
 */
#include "rtl_exception.h"

static PTOP_LEVEL_EXCEPTION_FILTER unhandled_filter;

void rtl_raise_nested(NTSTATUS status, PEXCEPTION_RECORD cause)
{
    EXCEPTION_RECORD record = {
        .ExceptionCode = status,
        .ExceptionFlags = EXCEPTION_NONCONTINUABLE,
        .ExceptionRecord = cause,
    };
    for (;;)
        RtlRaiseException(&record);
}

BOOLEAN NTAPI RtlDispatchException(PEXCEPTION_RECORD record, PCONTEXT context)
{
    if (!rtl_call_vectored(VECTORED_EXCEPTION, record, context) &&
        !rtl_dispatch_to_frames(record, context))
        return FALSE;
    rtl_call_vectored(VECTORED_CONTINUE, record, context);
    return TRUE;
}

void rtl_user_exception(PEXCEPTION_RECORD record, PCONTEXT context)
{
    if (RtlDispatchException(record, context))
        NtContinue(context, FALSE);
    NtRaiseException(record, context, FALSE);
}

NTSTATUS NTAPI NtRaiseException(PEXCEPTION_RECORD record, PCONTEXT context, BOOLEAN first_chance)
{
    EXCEPTION_POINTERS pointers = {record, context};
    PTOP_LEVEL_EXCEPTION_FILTER filter = unhandled_filter;
    LONG answer = EXCEPTION_CONTINUE_SEARCH;

    if (first_chance && RtlDispatchException(record, context))
        NtContinue(context, FALSE);
    if (filter)
        answer = filter(&pointers);
    if (answer == EXCEPTION_CONTINUE_EXECUTION)
        NtContinue(context, FALSE);
    if (answer == EXCEPTION_CONTINUE_SEARCH)
        BaileyReportException(&pointers);
    for (;;)
        NtTerminateProcess((HANDLE)-1, record->ExceptionCode);
}

VOID NTAPI RtlSetUnhandledExceptionFilter(PTOP_LEVEL_EXCEPTION_FILTER filter)
{
    unhandled_filter = filter;
}

LONG NTAPI RtlUnhandledExceptionFilter(PEXCEPTION_POINTERS pointers)
{
    PTOP_LEVEL_EXCEPTION_FILTER filter = unhandled_filter;
    return filter ? filter(pointers) : EXCEPTION_CONTINUE_SEARCH;
}
