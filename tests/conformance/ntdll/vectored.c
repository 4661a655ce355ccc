/* Vectored exception and continue handlers. */
#include "seh.h"

static char trail[64];
static int trail_length;

static void leave_mark(char mark)
{
    if (trail_length < 60)
        trail[trail_length++] = mark;
    trail[trail_length] = 0;
}

#define HANDLER(name, mark, answer)                         \
    static LONG CALLBACK name(EXCEPTION_POINTERS *pointers) \
    {                                                       \
        leave_mark(mark);                                   \
        return answer;                                      \
    }
HANDLER(pass_1, '1', EXCEPTION_CONTINUE_SEARCH)
HANDLER(pass_2, '2', EXCEPTION_CONTINUE_SEARCH)
HANDLER(pass_3, '3', EXCEPTION_CONTINUE_SEARCH)
HANDLER(go_on, 'g', EXCEPTION_CONTINUE_EXECUTION)
HANDLER(continue_1, 'c', EXCEPTION_CONTINUE_SEARCH)
HANDLER(continue_2, 'd', EXCEPTION_CONTINUE_SEARCH)
HANDLER(continue_stop, 's', EXCEPTION_CONTINUE_EXECUTION)

static LONG frame_filter(EXCEPTION_POINTERS *pointers)
{
    leave_mark('f');
    return EXCEPTION_EXECUTE_HANDLER;
}

static LONG frame_go_on(EXCEPTION_POINTERS *pointers)
{
    leave_mark('F');
    return EXCEPTION_CONTINUE_EXECUTION;
}

static void raise(void *unused)
{
    RaiseException(0xe0000001, 0, 0, NULL);
}

CASE(vectored_handlers_come_before_frames)
{
    PVOID handle = AddVectoredExceptionHandler(0, pass_1);
    REQUIRE(handle);
    CHECK_STATUS(try_except(frame_filter, raise, NULL), 0xe0000001);
    CHECK_STR(trail, "1f");
    CHECK(RemoveVectoredExceptionHandler(handle) != 0);
}

CASE(they_are_called_in_their_order)
{
    AddVectoredExceptionHandler(0, pass_2);
    AddVectoredExceptionHandler(0, pass_3);
    AddVectoredExceptionHandler(1, pass_1);
    try_except(frame_filter, raise, NULL);
    CHECK_STR(trail, "123f");
}

CASE(one_that_goes_on_ends_the_search)
{
    AddVectoredExceptionHandler(0, pass_1);
    AddVectoredExceptionHandler(0, go_on);
    AddVectoredExceptionHandler(0, pass_2);
    CHECK_EQ(try_except(frame_filter, raise, NULL), 0);
    CHECK_STR(trail, "1g");
}

CASE(a_removed_handler_is_not_called)
{
    PVOID first = AddVectoredExceptionHandler(0, pass_1);
    PVOID second = AddVectoredExceptionHandler(0, pass_2);
    CHECK(RemoveVectoredExceptionHandler(first) != 0);
    try_except(frame_filter, raise, NULL);
    CHECK_STR(trail, "2f");
    CHECK(RemoveVectoredExceptionHandler(second) != 0);
    try_except(frame_filter, raise, NULL);
    CHECK_STR(trail, "2ff");
}

CASE(removing_twice_fails)
{
    PVOID handle = AddVectoredExceptionHandler(0, pass_1);
    PVOID other = AddVectoredContinueHandler(0, continue_1);
    CHECK_EQ(RemoveVectoredExceptionHandler(other), 0);
    CHECK_EQ(RemoveVectoredContinueHandler(handle), 0);
    CHECK(RemoveVectoredExceptionHandler(handle) != 0);
    CHECK_EQ(RemoveVectoredExceptionHandler(handle), 0);
}

static PVOID self_handle;

static LONG CALLBACK remove_self(EXCEPTION_POINTERS *pointers)
{
    leave_mark('r');
    CHECK(RemoveVectoredExceptionHandler(self_handle) != 0);
    return EXCEPTION_CONTINUE_SEARCH;
}

CASE(a_handler_may_remove_itself)
{
    self_handle = AddVectoredExceptionHandler(0, remove_self);
    AddVectoredExceptionHandler(0, pass_1);
    try_except(frame_filter, raise, NULL);
    try_except(frame_filter, raise, NULL);
    CHECK_STR(trail, "r1f1f");
}

static LONG CALLBACK raise_inside(EXCEPTION_POINTERS *pointers)
{
    leave_mark('[');
    if (pointers->ExceptionRecord->ExceptionCode == 0xe0000001)
        CHECK_STATUS(try_except(frame_filter, (seh_body)DebugBreak, NULL), EXCEPTION_BREAKPOINT);
    leave_mark(']');
    return EXCEPTION_CONTINUE_SEARCH;
}

CASE(a_handler_may_raise_and_catch)
{
    AddVectoredExceptionHandler(0, raise_inside);
    CHECK_STATUS(try_except(frame_filter, raise, NULL), 0xe0000001);
    CHECK_STR(trail, "[[]f]f");
}

CASE(continue_handlers_follow_a_decision_to_go_on)
{
    WINE_DIFFERS("it does not call them for raised exceptions");
    AddVectoredContinueHandler(0, continue_1);
    AddVectoredContinueHandler(0, continue_2);
    AddVectoredExceptionHandler(0, go_on);
    CHECK_EQ(try_except(frame_filter, raise, NULL), 0);
    CHECK_STR(trail, "gcd");
}

CASE(continue_handlers_follow_a_frame_that_goes_on)
{
    WINE_DIFFERS("it does not call them for raised exceptions");
    AddVectoredContinueHandler(0, continue_2);
    AddVectoredContinueHandler(1, continue_stop);
    CHECK_EQ(try_except(frame_go_on, raise, NULL), 0);
    CHECK_STR(trail, "Fs");
}

CASE(continue_handlers_do_not_see_what_a_frame_catches)
{
    AddVectoredContinueHandler(0, continue_1);
    try_except(frame_filter, raise, NULL);
    CHECK_STR(trail, "f");
}

static LONG CALLBACK skip_instruction(EXCEPTION_POINTERS *pointers)
{
    if (pointers->ExceptionRecord->ExceptionCode != EXCEPTION_ILLEGAL_INSTRUCTION)
        return EXCEPTION_CONTINUE_SEARCH;
    pointers->ContextRecord->Rip += 2;
    pointers->ContextRecord->Rbx = 0x4711;
    return EXCEPTION_CONTINUE_EXECUTION;
}

CASE(a_handler_changes_the_context)
{
    ULONG64 rbx;
    AddVectoredExceptionHandler(0, skip_instruction);
    __asm__ volatile("ud2\n movq %%rbx, %0" : "=r"(rbx)::"rbx");
    CHECK_EQ(rbx, 0x4711);
}

static volatile LONG hits;

static LONG CALLBACK count_hit(EXCEPTION_POINTERS *pointers)
{
    InterlockedIncrement(&hits);
    return EXCEPTION_CONTINUE_EXECUTION;
}

static DWORD CALLBACK raise_often(void *unused)
{
    for (int i = 0; i < 200; i++)
        raise(NULL);
    return 0;
}

CASE(threads_share_the_handlers)
{
    HANDLE threads[4];
    AddVectoredExceptionHandler(0, count_hit);
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, raise_often, NULL, 0, NULL);
    CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 20000), WAIT_OBJECT_0);
    CHECK_EQ(hits, 800);
}

/* A function that the unwinder knows nothing of: the exception still reaches the handlers. */
CASE(code_without_unwind_data_is_served)
{
    UCHAR *code = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    static const UCHAR text[] = {0x0f, 0x0b, 0x48, 0x89, 0xd8, 0xc3}; /* ud2; mov rax, rbx; ret */
    REQUIRE(code);
    for (int i = 0; i < 6; i++)
        code[i] = text[i];
    AddVectoredExceptionHandler(0, skip_instruction);
    ULONG64 kept;
    __asm__ volatile("call *%1"
                     : "=a"(kept)
                     : "r"(code)
                     : "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "memory");
    CHECK_EQ(kept, 0x4711);
}
