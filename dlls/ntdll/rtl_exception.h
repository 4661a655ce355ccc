/*
 * rtl_exception.h - exceptions: what is the same on every machine. How frames are found is the
 * machine's: rtl_unwind.h (x86-64, by tables) and rtl_chain.h (i386, by a list).
 */
#ifndef BAILEY_RTL_EXCEPTION_H
#define BAILEY_RTL_EXCEPTION_H

#include "nt_exception.h"
#include "pal.h"

VOID NTAPI RtlAcquireSRWLockExclusive(PRTL_SRWLOCK lock);
VOID NTAPI RtlReleaseSRWLockExclusive(PRTL_SRWLOCK lock);
VOID NTAPI RtlAcquireSRWLockShared(PRTL_SRWLOCK lock);
VOID NTAPI RtlReleaseSRWLockShared(PRTL_SRWLOCK lock);
NTSTATUS NTAPI NtTerminateProcess(HANDLE process, NTSTATUS status);

/* Entered by a jump with the stack pointer that rtl_push_exception has returned; never returns. */
void KiUserExceptionDispatcher(void);
/* Builds what it expects, below the stack pointer of `from`; returns the new stack pointer. record
 * may be anywhere but there. */
ULONG64 rtl_push_exception(const PalContext *from, const EXCEPTION_RECORD *record);
/* Its other half. */
void rtl_user_exception(PEXCEPTION_RECORD record, PCONTEXT context);

/* Offers the exception to the vectored handlers, then to the frames. TRUE: go on with *context. */
BOOLEAN NTAPI RtlDispatchException(PEXCEPTION_RECORD record, PCONTEXT context);
/* To the frames alone. */
BOOLEAN rtl_dispatch_to_frames(PEXCEPTION_RECORD record, PCONTEXT context);

enum vectored_list { VECTORED_EXCEPTION, VECTORED_CONTINUE };
/* Calls the handlers of a list in order until one answers EXCEPTION_CONTINUE_EXECUTION; TRUE then.
 */
BOOLEAN rtl_call_vectored(enum vectored_list list, PEXCEPTION_RECORD record, PCONTEXT context);

/* Raises an exception that nobody may continue; cause is what was being handled, or NULL. */
__attribute__((noreturn)) void rtl_raise_nested(NTSTATUS status, PEXCEPTION_RECORD cause);
/* The frame lies within the thread's stack and is aligned. */
BOOLEAN rtl_frame_is_valid(ULONG64 frame);
/* The return addresses above *context's frame, which it is walked up; how many were found. */
ULONG rtl_walk(PCONTEXT context, ULONG skip, ULONG count, PVOID *out);
/* Registers and jumps: never returns. flags of the context are heeded as NtContinue does. */
__attribute__((noreturn)) void rtl_resume(PCONTEXT context);

#endif
