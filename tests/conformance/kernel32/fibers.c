/* Fibers and fiber-local storage. */
#include "conformance.h"

static LPVOID main_fiber, first, second;
static char trail[32];
static int trail_length;

static void leave_mark(char mark)
{
    if (trail_length < 30)
        trail[trail_length++] = mark;
    trail[trail_length] = 0;
}

static void CALLBACK ping(void *data)
{
    for (;;) {
        leave_mark('a');
        SwitchToFiber(second);
    }
}

static void CALLBACK pong(void *data)
{
    for (int i = 0;; i++) {
        leave_mark('b');
        SwitchToFiber(i < 2 ? first : main_fiber);
    }
}

CASE(fibers_take_turns)
{
    main_fiber = ConvertThreadToFiber(NULL);
    first = CreateFiber(0, ping, NULL);
    second = CreateFiber(0, pong, NULL);
    REQUIRE(main_fiber && first && second);
    SwitchToFiber(first);
    CHECK_STR(trail, "ababab");
    DeleteFiber(first);
    DeleteFiber(second);
    CHECK(ConvertFiberToThread());
}

static void CALLBACK check_data(void *data)
{
    CHECK_PTR(data, (void *)0x1234);
    CHECK_PTR(GetFiberData(), (void *)0x1234);
    CHECK_PTR(GetCurrentFiber(), first);
    CHECK(IsThreadAFiber());
    SwitchToFiber(main_fiber);
}

CASE(a_fiber_knows_its_data)
{
    main_fiber = ConvertThreadToFiber((void *)0x77);
    CHECK_PTR(GetFiberData(), (void *)0x77);
    CHECK_PTR(GetCurrentFiber(), main_fiber);
    first = CreateFiber(0x10000, check_data, (void *)0x1234);
    SwitchToFiber(first);
    CHECK_PTR(GetFiberData(), (void *)0x77);
    DeleteFiber(first);
}

CASE(converting_twice_fails)
{
    WINE_DIFFERS("Wine 8 converts back a thread that is no fiber");
    CHECK(!IsThreadAFiber());
    CHECK_FAILS(ConvertFiberToThread(), ERROR_ALREADY_THREAD);
    CHECK(ConvertThreadToFiberEx(NULL, FIBER_FLAG_FLOAT_SWITCH) != NULL);
    CHECK(IsThreadAFiber());
    CHECK_FAILS(ConvertThreadToFiber(NULL), ERROR_ALREADY_FIBER);
    CHECK(ConvertFiberToThread());
    CHECK(!IsThreadAFiber());
}

static DWORD slot;
static int freed;

static void CALLBACK on_free(void *value)
{
    freed += (int)(LONG_PTR)value;
}

static void CALLBACK use_slot(void *data)
{
    CHECK(FlsGetValue(slot) == NULL);
    FlsSetValue(slot, (void *)5);
    SwitchToFiber(main_fiber);
    CHECK_PTR(FlsGetValue(slot), (void *)5);
    SwitchToFiber(main_fiber);
}

CASE(each_fiber_has_its_own_values)
{
    slot = FlsAlloc(on_free);
    REQUIRE(slot != FLS_OUT_OF_INDEXES);
    main_fiber = ConvertThreadToFiber(NULL);
    FlsSetValue(slot, (void *)1);
    first = CreateFiber(0, use_slot, NULL);
    SwitchToFiber(first);
    CHECK_PTR(FlsGetValue(slot), (void *)1);
    FlsSetValue(slot, (void *)2);
    SwitchToFiber(first);
    CHECK_PTR(FlsGetValue(slot), (void *)2);
    DeleteFiber(first);
    CHECK_EQ(freed, 5);
    CHECK(FlsFree(slot));
    CHECK_EQ(freed, 7);
}

static void CALLBACK use_stack(void *data)
{
    volatile char big[200000];
    NT_TIB *tib = (NT_TIB *)NtCurrentTeb();
    for (int i = 0; i < 200000; i += 1000)
        big[i] = (char)i;
    CHECK((ULONG_PTR)&big[0] > (ULONG_PTR)tib->StackLimit - 0x10000);
    CHECK((ULONG_PTR)&big[0] < (ULONG_PTR)tib->StackBase);
    CHECK_EQ(probe_read((void *)0x123), EXCEPTION_ACCESS_VIOLATION);
    SwitchToFiber(main_fiber);
}

CASE(a_fiber_has_a_stack_on_which_exceptions_work)
{
    main_fiber = ConvertThreadToFiber(NULL);
    first = CreateFiberEx(0, 1 << 20, 0, use_stack, NULL);
    REQUIRE(first);
    SwitchToFiber(first);
    DeleteFiber(first);
}

static void CALLBACK clobber(void *data)
{
    __asm__ volatile("movq $-1, %%rbx\n movq $-1, %%r15\n pcmpeqd %%xmm7, %%xmm7" ::
                         : "rbx", "r15", "xmm7");
    SwitchToFiber(main_fiber);
}

CASE(a_switch_keeps_registers)
{
    volatile double value = 3.25, kept;
    ULONG64 r15;
    main_fiber = ConvertThreadToFiber(NULL);
    first = CreateFiber(0, clobber, NULL);
    __asm__ volatile("movsd %2, %%xmm7\n movq $0x7788, %%r15\n"
                     "subq $32, %%rsp\n call *%3\n addq $32, %%rsp\n"
                     "movsd %%xmm7, %0\n movq %%r15, %1"
                     : "=m"(kept), "=m"(r15)
                     : "m"(value), "r"(SwitchToFiber), "c"(first)
                     : "rax", "rdx", "r8", "r9", "r10", "r11", "r15", "xmm0", "xmm1", "xmm2",
                       "xmm3", "xmm4", "xmm5", "xmm7", "memory");
    CHECK(kept == 3.25);
    CHECK_EQ(r15, 0x7788);
    DeleteFiber(first);
}

static void CALLBACK return_at_once(void *data)
{
}

static DWORD CALLBACK run_returning_fiber(void *unused)
{
    ConvertThreadToFiber(NULL);
    SwitchToFiber(CreateFiber(0, return_at_once, NULL));
    return 99;
}

CASE(a_fiber_that_returns_ends_its_thread)
{
    WINE_DIFFERS("Wine 8 ends the thread with 1");
    HANDLE thread = CreateThread(NULL, 0, run_returning_fiber, NULL, 0, NULL);
    DWORD code = 7;
    CHECK_EQ(WaitForSingleObject(thread, 5000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, 0);
}
