/*
 * nt_exception.h - ntdll's exports about exceptions that the public headers leave out.
 */
#ifndef BAILEY_NT_EXCEPTION_H
#define BAILEY_NT_EXCEPTION_H

#include "nt.h"

#ifndef CONTEXT_XSTATE
#    define CONTEXT_XSTATE (TEB_WIDTH(0x100000, 0x10000) | 0x40)
#endif

NTSTATUS NTAPI NtContinue(PCONTEXT context, BOOLEAN test_alert);
NTSTATUS NTAPI NtRaiseException(PEXCEPTION_RECORD record, PCONTEXT context, BOOLEAN first_chance);
NTSYSAPI VOID NTAPI RtlRaiseException(PEXCEPTION_RECORD record);
NTSYSAPI VOID NTAPI RtlRaiseStatus(NTSTATUS status);
PVOID NTAPI RtlAddVectoredExceptionHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler);
PVOID NTAPI RtlAddVectoredContinueHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler);
ULONG NTAPI RtlRemoveVectoredExceptionHandler(PVOID handle);
ULONG NTAPI RtlRemoveVectoredContinueHandler(PVOID handle);
/* The filter that is asked when no frame has handled an exception: kernel32's
 * UnhandledExceptionFilter. NULL: none. */
VOID NTAPI RtlSetUnhandledExceptionFilter(PTOP_LEVEL_EXCEPTION_FILTER filter);
LONG NTAPI RtlUnhandledExceptionFilter(PEXCEPTION_POINTERS pointers);
ULONG NTAPI RtlWalkFrameChain(PVOID *callers, ULONG count, ULONG flags);
ULONG NTAPI RtlGetThreadErrorMode(void);
NTSTATUS NTAPI RtlSetThreadErrorMode(ULONG mode, PULONG old);
ULONG64 NTAPI RtlGetEnabledExtendedFeatures(ULONG64 mask);
PLIST_ENTRY NTAPI RtlGetFunctionTableListHead(void);
#ifdef _WIN64
PRUNTIME_FUNCTION NTAPI RtlLookupFunctionTable(PVOID pc, PVOID *base, PULONG size);
#endif

/* Prints what is known of an exception that nobody handles (code, place, registers, backtrace) on
 * the host's stderr. */
VOID NTAPI BaileyReportException(PEXCEPTION_POINTERS pointers);
/* Writes UTF-8 text there as it is. */
void BaileyPrintError(const char *text);

#endif
