/* Threads: their life, context and properties. */
#include "conformance.h"

HRESULT WINAPI SetThreadDescription(HANDLE thread, PCWSTR description);
HRESULT WINAPI GetThreadDescription(HANDLE thread, PWSTR *description);

static volatile LONG ran;

static DWORD CALLBACK note_run(void *parameter)
{
    ran++;
    return (DWORD)(ULONG_PTR)parameter;
}

static DWORD code_of(HANDLE thread)
{
    DWORD code = 0xbad;
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    return code;
}

CASE(result_is_the_exit_code)
{
    DWORD id = 0;
    HANDLE thread = CreateThread(NULL, 0, note_run, (void *)0x12345678, 0, &id);
    CHECK(id != 0 && id != GetCurrentThreadId() && id % 4 == 0);
    CHECK_EQ(GetThreadId(thread), id);
    CHECK_EQ(GetProcessIdOfThread(thread), GetCurrentProcessId());
    CHECK_EQ(code_of(thread), 0x12345678);
}

static DWORD CALLBACK exit_early(void *unused)
{
    ExitThread(77);
}

CASE(exit_thread_ends_it)
{
    CHECK_EQ(code_of(CreateThread(NULL, 0, exit_early, NULL, 0, NULL)), 77);
}

CASE(running_thread_is_still_active)
{
    DWORD code = 0;
    HANDLE thread = CreateThread(NULL, 0, note_run, NULL, CREATE_SUSPENDED, NULL);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, STILL_ACTIVE);
    CHECK_EQ(ran, 0);
    CHECK_EQ(ResumeThread(thread), 1);
    CHECK_EQ(code_of(thread), 0);
    CHECK_EQ(ran, 1);
}

static volatile LONG counter, stop;

static DWORD CALLBACK spin(void *unused)
{
    while (!stop)
        counter++;
    return 0;
}

CASE(suspend_counts)
{
    HANDLE thread = CreateThread(NULL, 0, spin, NULL, 0, NULL);
    while (!counter)
        Sleep(1);
    CHECK_EQ(SuspendThread(thread), 0);
    CHECK_EQ(SuspendThread(thread), 1);
    CONTEXT context = {.ContextFlags = CONTEXT_CONTROL};
    CHECK(GetThreadContext(thread, &context)); /* by now it is really stopped */
    LONG before = counter;
    Sleep(50);
    CHECK_EQ(counter, before);
    CHECK_EQ(ResumeThread(thread), 2);
    Sleep(30);
    CHECK_EQ(counter, before);
    CHECK_EQ(ResumeThread(thread), 1);
    while (counter == before)
        Sleep(1);
    CHECK_EQ(ResumeThread(thread), 0);
    stop = 1;
    CHECK_EQ(code_of(thread), 0);
}

static volatile ULONG_PTR marker;

__attribute__((noinline)) static DWORD CALLBACK hold_marker(void *unused)
{
    ULONG_PTR result;
    __asm__ volatile("movabs $0x1122334455667788, %%rbx\n\t"
                     "movl $1, %1\n"
                     "1:\tpause\n\t"
                     "movabs $0x1122334455667788, %%rax\n\t"
                     "cmp %%rax, %%rbx\n\t"
                     "je 1b\n\t"
                     "mov %%rbx, %0"
                     : "=r"(result), "=m"(counter)
                     :
                     : "rax", "rbx", "cc");
    marker = result;
    return 0;
}

CASE(context_of_a_suspended_thread)
{
    HANDLE thread = CreateThread(NULL, 0, hold_marker, NULL, 0, NULL);
    CONTEXT context __attribute__((aligned(16))) = {.ContextFlags = CONTEXT_FULL};
    while (!counter)
        Sleep(1);
    Sleep(5);
    CHECK_EQ(SuspendThread(thread), 0);
    REQUIRE(GetThreadContext(thread, &context));
    CHECK_EQ(context.Rbx, 0x1122334455667788);
    CHECK(context.Rip - (ULONG_PTR)hold_marker < 200);
    context.Rbx = 42;
    CHECK(SetThreadContext(thread, &context));
    ResumeThread(thread);
    CHECK_EQ(code_of(thread), 0);
    CHECK_EQ(marker, 42);
}

CASE(context_of_a_thread_that_has_not_begun)
{
    HANDLE thread = CreateThread(NULL, 0, note_run, (void *)5, CREATE_SUSPENDED, NULL);
    CONTEXT context __attribute__((aligned(16))) = {.ContextFlags = CONTEXT_FULL};
    REQUIRE(GetThreadContext(thread, &context));
    CHECK_PTR(context.Rcx, note_run);
    CHECK_PTR(context.Rdx, 5);
    CHECK(context.Rip != 0 && context.Rsp != 0);
    ResumeThread(thread);
    CHECK_EQ(code_of(thread), 5);
}

static DWORD CALLBACK wait_forever(void *event)
{
    SetEvent(event);
    Sleep(INFINITE);
    return 0;
}

CASE(terminate_thread_that_waits)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, wait_forever, event, 0, NULL);
    WaitForSingleObject(event, 10000);
    CHECK(TerminateThread(thread, 99));
    CHECK_EQ(code_of(thread), 99);
}

CASE(terminate_thread_that_computes)
{
    HANDLE thread = CreateThread(NULL, 0, spin, NULL, 0, NULL);
    while (!counter)
        Sleep(1);
    CHECK(TerminateThread(thread, 98));
    CHECK_EQ(code_of(thread), 98);
    LONG before = counter;
    Sleep(20);
    CHECK_EQ(counter, before);
}

CASE(priorities)
{
    CHECK_EQ(GetThreadPriority(GetCurrentThread()), THREAD_PRIORITY_NORMAL);
    CHECK(SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL));
    CHECK_EQ(GetThreadPriority(GetCurrentThread()), THREAD_PRIORITY_BELOW_NORMAL);
    CHECK_FAILS(SetThreadPriority(GetCurrentThread(), 77), ERROR_INVALID_PARAMETER);
    CHECK_EQ(GetPriorityClass(GetCurrentProcess()), NORMAL_PRIORITY_CLASS);
    SetLastError(77);
    CHECK_EQ(GetThreadPriority((HANDLE)0x12344), THREAD_PRIORITY_ERROR_RETURN);
    CHECK_LAST_ERROR(ERROR_INVALID_HANDLE);
}

CASE(affinity)
{
    DWORD_PTR process = 0, system = 0;
    CHECK(GetProcessAffinityMask(GetCurrentProcess(), &process, &system));
    CHECK(process && !(process & ~system));
    CHECK_EQ(SetThreadAffinityMask(GetCurrentThread(), 1), process);
    CHECK_EQ(SetThreadAffinityMask(GetCurrentThread(), process), 1);
    CHECK_FAILS(SetThreadAffinityMask(GetCurrentThread(), 0), ERROR_INVALID_PARAMETER);
    CHECK(GetCurrentProcessorNumber() < 64);
}

CHILD(tells_its_affinity)
{
    DWORD_PTR process = 0, system = 0;
    GetProcessAffinityMask(GetCurrentProcess(), &process, &system);
    ExitProcess((UINT)process);
}

CASE(affinity_of_a_process)
{
    DWORD_PTR process = 0, system = 0;
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION info;
    char command[MAX_PATH + 32] = "\"";
    CHECK(GetProcessAffinityMask(GetCurrentProcess(), &process, &system));
    if (!(system & 2))
        SKIP("one processor alone");
    GetModuleFileNameA(NULL, command + 1, MAX_PATH);
    lstrcatA(command, "\" tells_its_affinity");
    REQUIRE(CreateProcessA(NULL, command, NULL, NULL, FALSE, CREATE_SUSPENDED, NULL, NULL, &startup,
                           &info));
    CHECK(SetProcessAffinityMask(info.hProcess, 2));
    CHECK(GetProcessAffinityMask(info.hProcess, &process, &system));
    CHECK_EQ(process, 2);
    ResumeThread(info.hThread);
    CHECK_EQ(end_child(info.hProcess), 2);
    CHECK(SetProcessAffinityMask(GetCurrentProcess(), 2));
    CHECK_EQ(GetCurrentProcessorNumber(), 1);
    CHECK_FAILS(SetThreadAffinityMask(GetCurrentThread(), 1), ERROR_INVALID_PARAMETER);
    CHECK_EQ(end_child(start_child("tells_its_affinity")), 2); /* a child inherits it */
    CHECK_FAILS(SetProcessAffinityMask(GetCurrentProcess(), 0), ERROR_INVALID_PARAMETER);
    CHECK(SetProcessAffinityMask(GetCurrentProcess(), system));
}

CASE(priority_class_is_kept)
{
    CHECK_EQ(GetPriorityClass(GetCurrentProcess()), NORMAL_PRIORITY_CLASS);
    CHECK(SetPriorityClass(GetCurrentProcess(), BELOW_NORMAL_PRIORITY_CLASS));
    CHECK_EQ(GetPriorityClass(GetCurrentProcess()), BELOW_NORMAL_PRIORITY_CLASS);
    CHECK(SetPriorityClass(GetCurrentProcess(), NORMAL_PRIORITY_CLASS));
}

CASE(description_is_kept)
{
    WCHAR *text = NULL;
    CHECK(SUCCEEDED(SetThreadDescription(GetCurrentThread(), L"the first")));
    CHECK(SUCCEEDED(GetThreadDescription(GetCurrentThread(), &text)));
    CHECK_WSTR(text, L"the first");
    LocalFree(text);
}

static DWORD CALLBACK stack_size(void *unused)
{
    ULONG_PTR low = 0, high = 0;
    GetCurrentThreadStackLimits(&low, &high);
    CHECK((ULONG_PTR)&low > low && (ULONG_PTR)&low < high);
    NT_TIB *tib = (NT_TIB *)NtCurrentTeb();
    CHECK_PTR(tib->StackBase, high);
    CHECK((ULONG_PTR)tib->StackLimit >= low && (ULONG_PTR)tib->StackLimit < high);
    CHECK_PTR(tib->Self, tib);
    return (DWORD)(high - low);
}

CASE(stack_sizes)
{
    DWORD big = code_of(
        CreateThread(NULL, 0x500000, stack_size, NULL, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL));
    CHECK_EQ(big, 0x500000);
    DWORD usual = code_of(CreateThread(NULL, 0, stack_size, NULL, 0, NULL));
    IMAGE_DOS_HEADER *dos = (IMAGE_DOS_HEADER *)GetModuleHandleW(NULL);
    IMAGE_NT_HEADERS *headers = (IMAGE_NT_HEADERS *)((char *)dos + dos->e_lfanew);
    CHECK_EQ(usual, headers->OptionalHeader.SizeOfStackReserve);
}

__attribute__((noinline)) static int use_stack(int depth)
{
    volatile char space[4096];
    space[0] = (char)depth;
    return depth ? use_stack(depth - 1) + space[0] : 0;
}

static DWORD CALLBACK use_most_of_it(void *unused)
{
    use_stack(200);
    return 1;
}

CASE(a_whole_stack_can_be_used)
{
    CHECK_EQ(code_of(CreateThread(NULL, 0x100000, use_most_of_it, NULL,
                                  STACK_SIZE_PARAM_IS_A_RESERVATION, NULL)),
             1);
}

CASE(times_go_up)
{
    FILETIME created, ended, kernel, user;
    HANDLE thread = CreateThread(NULL, 0, note_run, NULL, 0, NULL);
    code_of(thread);
    CHECK(GetThreadTimes(thread, &created, &ended, &kernel, &user));
    CHECK(CompareFileTime(&created, &ended) <= 0);
    ULONGLONG start = GetTickCount64();
    while (GetTickCount64() - start < 60)
        counter++;
    CHECK(GetThreadTimes(GetCurrentThread(), &created, &ended, &kernel, &user));
    CHECK(user.dwLowDateTime + kernel.dwLowDateTime > 0);
}

CASE(open_thread_by_id)
{
    DWORD id;
    HANDLE thread = CreateThread(NULL, 0, note_run, NULL, CREATE_SUSPENDED, &id);
    HANDLE again = OpenThread(THREAD_SUSPEND_RESUME, FALSE, id);
    REQUIRE(again);
    CHECK_EQ(ResumeThread(again), 1);
    CHECK_NO_FILE(WaitForSingleObject(again, 0), ERROR_ACCESS_DENIED);
    CHECK_EQ(code_of(thread), 0);
    CHECK_FAILS(OpenThread(SYNCHRONIZE, FALSE, 0), ERROR_INVALID_PARAMETER);
}

static DWORD CALLBACK end_later(void *unused)
{
    Sleep(100);
    return 66;
}

CHILD(main_thread_leaves_first)
{
    CreateThread(NULL, 0, end_later, NULL, 0, NULL);
    ExitThread(5);
}

CASE(process_ends_with_its_last_thread)
{
    CHECK_EQ(end_child(start_child("main_thread_leaves_first")), 66);
}

CHILD(exits_from_another_thread)
{
    HANDLE thread =
        CreateThread(NULL, 0, (LPTHREAD_START_ROUTINE)(void *)ExitProcess, (void *)88, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    Sleep(INFINITE);
}

CASE(exit_process_ends_all_threads)
{
    CHECK_EQ(end_child(start_child("exits_from_another_thread")), 88);
}

static DWORD CALLBACK last_error_is_own(void *unused)
{
    DWORD first = GetLastError();
    SetLastError(55);
    return first;
}

CASE(last_error_belongs_to_the_thread)
{
    SetLastError(44);
    HANDLE thread = CreateThread(NULL, 0, last_error_is_own, NULL, 0, NULL);
    DWORD first = code_of(thread);
    CHECK_EQ(first, 0);
}

CASE(many_threads)
{
    for (int round = 0; round < 10; round++) {
        HANDLE threads[60];
        for (int i = 0; i < 60; i++)
            REQUIRE((threads[i] = CreateThread(NULL, 65536, note_run, NULL, 0, NULL)));
        CHECK_EQ(WaitForMultipleObjects(60, threads, TRUE, 20000), WAIT_OBJECT_0);
        for (int i = 0; i < 60; i++)
            CHECK(CloseHandle(threads[i]));
    }
}
