/* processthreadsapi.h: the end of a thread's stack, and what is kept for those who handle it. */
#include "conformance.h"

#define PAGE 4096

static CONTEXT before;
static volatile LONG overflows;
static volatile ULONG_PTR fault_at, handler_room;

/* Uses as much stack as the thread was promised, and goes back to before the descent. */
static LONG CALLBACK on_overflow(EXCEPTION_POINTERS *what)
{
    if (what->ExceptionRecord->ExceptionCode != EXCEPTION_STACK_OVERFLOW)
        return EXCEPTION_CONTINUE_SEARCH;
    overflows++;
    fault_at = what->ContextRecord->Rsp;
    volatile char *room = __builtin_alloca(handler_room);
    for (ULONG_PTR at = handler_room; at > PAGE; at -= PAGE)
        room[at - PAGE] = 1;
    *what->ContextRecord = before;
    return EXCEPTION_CONTINUE_EXECUTION;
}

#pragma GCC diagnostic ignored "-Winfinite-recursion"
static void descend(void)
{
    volatile char block[256];
    block[0] = 1;
    descend();
    block[1] = block[0];
}

/* Answers how far above the lowest address of the stack it went. */
static ULONG_PTR overflow(void)
{
    MEMORY_BASIC_INFORMATION stack;
    volatile LONG seen = overflows;
    PVOID handler = AddVectoredExceptionHandler(1, on_overflow);
    RtlCaptureContext(&before);
    if (overflows == seen)
        descend();
    RemoveVectoredExceptionHandler(handler);
    VirtualQuery(&stack, &stack, sizeof stack);
    return fault_at - (ULONG_PTR)stack.AllocationBase;
}

static void run(LPTHREAD_START_ROUTINE routine)
{
    HANDLE thread = CreateThread(NULL, 256 << 10, routine, NULL, 0, NULL);
    REQUIRE(thread);
    CHECK_EQ(WaitForSingleObject(thread, 20000), WAIT_OBJECT_0);
    CloseHandle(thread);
}

static DWORD WINAPI to_the_end(LPVOID unused)
{
    handler_room = PAGE;
    ULONG_PTR left = overflow();
    CHECK(left > PAGE);
    CHECK(left <= 4 * PAGE);
    return 0;
}

CASE(a_stack_is_usable_to_four_pages_from_its_base)
{
    run(to_the_end); /* Go's runtime counts on it */
    CHECK_EQ(overflows, 1);
}

static DWORD WINAPI with_guarantee(LPVOID unused)
{
    ULONG size = 64 << 10;
    CHECK(SetThreadStackGuarantee(&size));
    CHECK_EQ(size, 0);
    handler_room = 60 << 10;
    CHECK(overflow() > 60 << 10);
    return 0;
}

CASE(handlers_have_the_room_that_was_guaranteed)
{
    run(with_guarantee);
    CHECK_EQ(overflows, 1);
}

static DWORD WINAPI twice(LPVOID unused)
{
    ULONG size = 32 << 10;
    CHECK(SetThreadStackGuarantee(&size));
    handler_room = 28 << 10;
    overflow();
    int(__cdecl * put_in_order)(void) =
        (void *)GetProcAddress(LoadLibraryA("msvcrt"), "_resetstkoflw");
    REQUIRE(put_in_order && put_in_order());
    overflow();
    return 0;
}

CASE(a_stack_put_in_order_overflows_again)
{
    WINE_DIFFERS("Wine 8 sees the second overflow as an access violation");
    run(twice);
    CHECK_EQ(overflows, 2);
}

static DWORD WINAPI ask(LPVOID unused)
{
    ULONG size = 5 * PAGE;
    CHECK(SetThreadStackGuarantee(&size));
    size = PAGE; /* less is no change */
    CHECK(SetThreadStackGuarantee(&size));
    CHECK_EQ(size, 5 * PAGE);
    size = 0;
    CHECK(SetThreadStackGuarantee(&size));
    CHECK_EQ(size, 5 * PAGE);
    size = 5 * PAGE + 1;
    CHECK(SetThreadStackGuarantee(&size));
    size = 0;
    CHECK(SetThreadStackGuarantee(&size));
    CHECK_EQ(size, 6 * PAGE);
    return 0;
}

CASE(a_guarantee_grows_by_pages)
{
    run(ask);
}

static DWORD WINAPI too_much(LPVOID unused)
{
    ULONG size = 64 << 20;
    CHECK_FAILS(SetThreadStackGuarantee(&size), ERROR_INVALID_PARAMETER);
    size = 0xfffffff0;
    CHECK_FAILS(SetThreadStackGuarantee(&size), ERROR_INVALID_PARAMETER);
    size = 0;
    CHECK(SetThreadStackGuarantee(&size));
    CHECK_EQ(size, 0);
    return 0;
}

CASE(no_more_is_guaranteed_than_the_stack_has)
{
    WINE_DIFFERS("Wine 8 takes a size that wraps around for none");
    run(too_much);
}
