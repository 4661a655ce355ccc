/* Unhandled exceptions, error modes, the last error. */
#include "conformance.h"

static void fault(void)
{
    *(volatile char *)0x10 = 1;
}

CHILD(child_fault)
{
    fault();
}

CASE(an_unhandled_exception_is_the_exit_code)
{
    CHECK_STATUS(end_child(start_child("child_fault")), EXCEPTION_ACCESS_VIOLATION);
}

CHILD(child_raise)
{
    RaiseException(0xe0001111, 0, 0, NULL);
}

CASE(so_is_a_raised_one)
{
    CHECK_STATUS(end_child(start_child("child_raise")), 0xe0001111);
}

static LONG CALLBACK exit_filter(EXCEPTION_POINTERS *pointers)
{
    ExitProcess(pointers->ExceptionRecord->ExceptionCode == EXCEPTION_ACCESS_VIOLATION ? 42 : 43);
}

CHILD(child_filter)
{
    CHECK(SetUnhandledExceptionFilter(exit_filter) == NULL);
    CHECK_PTR(SetUnhandledExceptionFilter(exit_filter), exit_filter);
    fault();
}

CASE(the_filter_sees_what_nobody_handles)
{
    CHECK_EQ(end_child(start_child("child_filter")), 42);
}

static LONG CALLBACK end_filter(EXCEPTION_POINTERS *pointers)
{
    return EXCEPTION_EXECUTE_HANDLER;
}

CHILD(child_end_filter)
{
    SetUnhandledExceptionFilter(end_filter);
    fault();
}

CASE(a_filter_that_handles_ends_the_process_with_the_code)
{
    CHECK_STATUS(end_child(start_child("child_end_filter")), EXCEPTION_ACCESS_VIOLATION);
}

static LONG CALLBACK repair_filter(EXCEPTION_POINTERS *pointers)
{
    pointers->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

CHILD(child_repair)
{
    SetUnhandledExceptionFilter(repair_filter);
    __asm__ volatile("ud2");
    ExitProcess(55);
}

CASE(a_filter_can_let_the_program_go_on)
{
    CHECK_EQ(end_child(start_child("child_repair")), 55);
}

static DWORD CALLBACK fault_on_thread(void *unused)
{
    fault();
    return 0;
}

CHILD(child_thread)
{
    CreateThread(NULL, 0, fault_on_thread, NULL, 0, NULL);
    Sleep(10000);
}

CASE(an_unhandled_exception_on_a_thread_ends_the_process)
{
    CHECK_STATUS(end_child(start_child("child_thread")), EXCEPTION_ACCESS_VIOLATION);
}

static LONG CALLBACK never(EXCEPTION_POINTERS *pointers)
{
    ExitProcess(1);
}

CHILD(child_fail_fast)
{
    AddVectoredExceptionHandler(1, never);
    SetUnhandledExceptionFilter(never);
    RaiseFailFastException(NULL, NULL, 0);
}

CASE(fail_fast_asks_no_handler)
{
    CHECK_STATUS(end_child(start_child("child_fail_fast")), 0xc0000602);
}

CASE(calling_the_filter_asks_the_program_s_own)
{
    EXCEPTION_RECORD record = {.ExceptionCode = 0xe0001111};
    CONTEXT context;
    EXCEPTION_POINTERS pointers = {&record, &context};
    RtlCaptureContext(&context);
    SetUnhandledExceptionFilter(end_filter);
    CHECK_EQ(UnhandledExceptionFilter(&pointers), EXCEPTION_EXECUTE_HANDLER);
    SetUnhandledExceptionFilter(repair_filter);
    CHECK_EQ(UnhandledExceptionFilter(&pointers), EXCEPTION_CONTINUE_EXECUTION);
}

CASE(the_error_mode_is_what_was_set)
{
    UINT old = SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX);
    CHECK_EQ(GetErrorMode(), SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX);
    CHECK_EQ(SetErrorMode(old), SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX);
    CHECK_EQ(GetErrorMode(), old);
}

CASE(a_thread_has_an_error_mode_of_its_own)
{
    DWORD old = 99;
    CHECK(SetThreadErrorMode(SEM_FAILCRITICALERRORS, NULL));
    CHECK(SetThreadErrorMode(SEM_NOGPFAULTERRORBOX, &old));
    CHECK_EQ(old, SEM_FAILCRITICALERRORS);
    CHECK_EQ(GetThreadErrorMode(), SEM_NOGPFAULTERRORBOX);
    CHECK_FAILS(SetThreadErrorMode(0x10, NULL), ERROR_INVALID_PARAMETER);
    CHECK_EQ(GetThreadErrorMode(), SEM_NOGPFAULTERRORBOX);
}

static LONG CALLBACK skip_the_load(EXCEPTION_POINTERS *pointers)
{
    const BYTE *at = pointers->ExceptionRecord->ExceptionAddress;
    if (pointers->ExceptionRecord->ExceptionCode != STATUS_ACCESS_VIOLATION || at[0] != 0x8a)
        return EXCEPTION_CONTINUE_SEARCH;
    pointers->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

/* Go's goroutines keep 4 KiB of their stacks for all that an exception puts there. */
CASE(an_exception_takes_little_stack)
{
    static BYTE stack[0x8000] __attribute__((aligned(64)));
    PVOID handler = AddVectoredExceptionHandler(1, skip_the_load);
    memset(stack, 0x5a, sizeof stack);
    __asm__ volatile("mov %%rsp, %%rbx\n\t"
                     "mov %0, %%rsp\n\t"
                     "xor %%eax, %%eax\n\t"
                     ".byte 0x8a, 0x00\n\t" /* mov (%rax), %al */
                     "mov %%rbx, %%rsp"
                     :
                     : "r"(stack + sizeof stack)
                     : "rax", "rbx", "memory");
    RemoveVectoredExceptionHandler(handler);
    SIZE_T untouched = 0;
    while (untouched < sizeof stack && stack[untouched] == 0x5a)
        untouched++;
    CHECK(untouched < sizeof stack);
    CHECK(sizeof stack - untouched <= 4096);
}
