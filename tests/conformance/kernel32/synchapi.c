/* Locks that live in the program's memory.
 * Links: -lsynchronization -lkernel32 -lntdll
 */
#include "conformance.h"

static CRITICAL_SECTION section;

static DWORD CALLBACK try_section(void *unused)
{
    BOOL entered = TryEnterCriticalSection(&section);
    if (entered)
        LeaveCriticalSection(&section);
    return entered;
}

static DWORD on_a_thread(LPTHREAD_START_ROUTINE routine)
{
    DWORD code = 0xbad;
    HANDLE thread = CreateThread(NULL, 0, routine, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    return code;
}

CASE(critical_section_is_recursive)
{
    InitializeCriticalSection(&section);
    EnterCriticalSection(&section);
    CHECK(TryEnterCriticalSection(&section));
    CHECK_EQ(section.RecursionCount, 2);
    CHECK_EQ((DWORD)(ULONG_PTR)section.OwningThread, GetCurrentThreadId());
    CHECK_EQ(on_a_thread(try_section), FALSE);
    LeaveCriticalSection(&section);
    CHECK_EQ(on_a_thread(try_section), FALSE);
    LeaveCriticalSection(&section);
    CHECK_EQ(on_a_thread(try_section), TRUE);
    CHECK_EQ(section.LockCount, -1);
    CHECK_PTR(section.OwningThread, 0);
    DeleteCriticalSection(&section);
}

CASE(critical_section_fields)
{
    CHECK(InitializeCriticalSectionAndSpinCount(&section, 1000));
    CHECK_EQ(section.LockCount, -1);
    CHECK_EQ(section.RecursionCount, 0);
    CHECK_EQ(SetCriticalSectionSpinCount(&section, 20) & 0xffffff, section.SpinCount ? 1000 : 0);
    DeleteCriticalSection(&section);
    CHECK(InitializeCriticalSectionEx(&section, 0, CRITICAL_SECTION_NO_DEBUG_INFO));
    DeleteCriticalSection(&section);
}

static volatile LONG total;

static DWORD CALLBACK count_inside(void *unused)
{
    for (int i = 0; i < 20000; i++) {
        EnterCriticalSection(&section);
        total++;
        LeaveCriticalSection(&section);
    }
    return 0;
}

static void run_four(LPTHREAD_START_ROUTINE routine)
{
    HANDLE threads[4];
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, routine, NULL, 0, NULL);
    CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 25000), WAIT_OBJECT_0);
}

CASE(critical_section_excludes)
{
    InitializeCriticalSection(&section);
    run_four(count_inside);
    CHECK_EQ(total, 80000);
    CHECK_EQ(section.LockCount, -1);
}

static SRWLOCK srw = SRWLOCK_INIT;

static DWORD CALLBACK count_in_srw(void *unused)
{
    for (int i = 0; i < 20000; i++) {
        AcquireSRWLockExclusive(&srw);
        total++;
        ReleaseSRWLockExclusive(&srw);
        AcquireSRWLockShared(&srw);
        CHECK(total > 0);
        ReleaseSRWLockShared(&srw);
    }
    return 0;
}

CASE(srw_lock_excludes)
{
    run_four(count_in_srw);
    CHECK_EQ(total, 80000);
    CHECK_PTR(srw.Ptr, 0);
}

CASE(srw_lock_try)
{
    CHECK(TryAcquireSRWLockShared(&srw));
    CHECK(TryAcquireSRWLockShared(&srw));
    CHECK(!TryAcquireSRWLockExclusive(&srw));
    ReleaseSRWLockShared(&srw);
    CHECK(!TryAcquireSRWLockExclusive(&srw));
    ReleaseSRWLockShared(&srw);
    CHECK(TryAcquireSRWLockExclusive(&srw));
    CHECK(!TryAcquireSRWLockShared(&srw));
    CHECK(!TryAcquireSRWLockExclusive(&srw));
    ReleaseSRWLockExclusive(&srw);
    CHECK_PTR(srw.Ptr, 0);
}

static CONDITION_VARIABLE condition = CONDITION_VARIABLE_INIT;
static volatile LONG waiting, tickets, served;

static DWORD CALLBACK wait_for_ticket(void *unused)
{
    EnterCriticalSection(&section);
    waiting++;
    while (!tickets)
        if (!SleepConditionVariableCS(&condition, &section, 10000))
            break;
    tickets--;
    served++;
    LeaveCriticalSection(&section);
    return 0;
}

CASE(condition_variable_wakes_one_and_all)
{
    HANDLE threads[4];
    InitializeCriticalSection(&section);
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, wait_for_ticket, NULL, 0, NULL);
    while (waiting < 4)
        Sleep(5);
    EnterCriticalSection(&section);
    tickets = 1;
    LeaveCriticalSection(&section);
    WakeConditionVariable(&condition);
    CHECK(WaitForMultipleObjects(4, threads, FALSE, 10000) < 4);
    CHECK_EQ(served, 1);
    EnterCriticalSection(&section);
    tickets = 3;
    LeaveCriticalSection(&section);
    WakeAllConditionVariable(&condition);
    CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 10000), WAIT_OBJECT_0);
    CHECK_EQ(served, 4);
}

CASE(condition_variable_times_out_holding_the_lock)
{
    InitializeCriticalSection(&section);
    EnterCriticalSection(&section);
    CHECK_FAILS(SleepConditionVariableCS(&condition, &section, 20), ERROR_TIMEOUT);
    CHECK_EQ((DWORD)(ULONG_PTR)section.OwningThread, GetCurrentThreadId());
    AcquireSRWLockExclusive(&srw);
    CHECK_FAILS(SleepConditionVariableSRW(&condition, &srw, 20, 0), ERROR_TIMEOUT);
    CHECK(!TryAcquireSRWLockShared(&srw));
    ReleaseSRWLockExclusive(&srw);
    AcquireSRWLockShared(&srw);
    CHECK_FAILS(SleepConditionVariableSRW(&condition, &srw, 20, CONDITION_VARIABLE_LOCKMODE_SHARED),
                ERROR_TIMEOUT);
    CHECK(TryAcquireSRWLockShared(&srw));
}

static volatile LONG word;

static DWORD CALLBACK wait_while_zero(void *unused)
{
    LONG zero = 0;
    while (!word)
        if (!WaitOnAddress(&word, &zero, sizeof zero, 10000))
            return GetLastError();
    return 0;
}

CASE(wait_on_address)
{
    LONG zero = 0, one = 1;
    char byte = 7, seven = 7;
    CHECK(WaitOnAddress(&word, &one, sizeof one, INFINITE));
    CHECK_FAILS(WaitOnAddress(&word, &zero, sizeof zero, 20), ERROR_TIMEOUT);
    CHECK_FAILS(WaitOnAddress(&byte, &seven, 1, 1), ERROR_TIMEOUT);
    CHECK_FAILS(WaitOnAddress(&word, &zero, 3, 20), ERROR_INVALID_PARAMETER);
    HANDLE thread = CreateThread(NULL, 0, wait_while_zero, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    word = 1;
    WakeByAddressSingle((void *)&word);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
}

static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static volatile LONG inits;

static BOOL CALLBACK init(INIT_ONCE *which, void *parameter, void **context)
{
    Sleep(30);
    *context = (void *)0x1230;
    return InterlockedIncrement(&inits) > (parameter ? 1 : 0);
}

static DWORD CALLBACK init_on_thread(void *unused)
{
    void *context = NULL;
    CHECK(InitOnceExecuteOnce(&once, init, NULL, &context));
    CHECK_PTR(context, 0x1230);
    return 0;
}

CASE(init_once_runs_once)
{
    run_four(init_on_thread);
    CHECK_EQ(inits, 1);
}

CASE(init_once_that_fails_runs_again)
{
    void *context = NULL;
    CHECK(!InitOnceExecuteOnce(&once, init, &once, &context));
    CHECK(InitOnceExecuteOnce(&once, init, &once, &context));
    CHECK_EQ(inits, 2);
}

CASE(init_once_in_two_steps)
{
    BOOL pending = FALSE;
    void *context = NULL;
    CHECK_FAILS(InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &context),
                ERROR_GEN_FAILURE);
    CHECK(InitOnceBeginInitialize(&once, 0, &pending, &context));
    CHECK_EQ(pending, TRUE);
    CHECK(InitOnceComplete(&once, 0, (void *)0x5670));
    CHECK(InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &context));
    CHECK_EQ(pending, FALSE);
    CHECK_PTR(context, 0x5670);
}

static SYNCHRONIZATION_BARRIER barrier;
static volatile LONG last_ones;

static DWORD CALLBACK meet(void *unused)
{
    for (int i = 0; i < 100; i++)
        if (EnterSynchronizationBarrier(&barrier, 0))
            InterlockedIncrement(&last_ones);
    return 0;
}

CASE(barrier_has_one_last_thread)
{
    if (on_wine())
        SKIP("Wine has no barriers");
    CHECK(InitializeSynchronizationBarrier(&barrier, 4, -1));
    run_four(meet);
    CHECK_EQ(last_ones, 100);
    CHECK(DeleteSynchronizationBarrier(&barrier));
}

CASE(slist_is_last_in_first_out)
{
    static SLIST_HEADER list __attribute__((aligned(16)));
    static SLIST_ENTRY entries[3] __attribute__((aligned(16)));
    InitializeSListHead(&list);
    CHECK_PTR(InterlockedPopEntrySList(&list), NULL);
    CHECK_PTR(InterlockedPushEntrySList(&list, &entries[0]), NULL);
    CHECK_PTR(InterlockedPushEntrySList(&list, &entries[1]), &entries[0]);
    CHECK_EQ(QueryDepthSList(&list), 2);
    CHECK_PTR(InterlockedPopEntrySList(&list), &entries[1]);
    InterlockedPushEntrySList(&list, &entries[2]);
    SLIST_ENTRY *all = InterlockedFlushSList(&list);
    CHECK_PTR(all, &entries[2]);
    CHECK_PTR(all->Next, &entries[0]);
    CHECK_PTR(entries[0].Next, NULL);
    CHECK_EQ(QueryDepthSList(&list), 0);
}
