/* What lies under <mutex> and <condition_variable>: mutexes that programs lay out themselves. */
#include "conformance.h"

enum { SUCCESS, NO_MEMORY, TIMED_OUT, BUSY };
enum { PLAIN = 1, TRY = 2, TIMED = 4, RECURSIVE = 0x100 };

typedef struct {
    ULONGLONG words[10]; /* the type is the first; zeroes are a free mutex */
} MUTEX;
typedef struct {
    ULONGLONG words[9];
} CONDITION;

static int (*lock)(MUTEX *), (*trylock)(MUTEX *), (*unlock)(MUTEX *), (*owns)(MUTEX *);
static int (*wait)(CONDITION *, MUTEX *), (*signal)(CONDITION *), (*broadcast)(CONDITION *);
static void (*init)(MUTEX *, int);
static HMODULE library;

static void *get(const char *name)
{
    void *function = (void *)GetProcAddress(library, name);
    REQUIRE(function);
    return function;
}

static void load(void)
{
    library = LoadLibraryW(L"msvcp140.dll");
    REQUIRE(library);
    lock = get("_Mtx_lock");
    trylock = get("_Mtx_trylock");
    unlock = get("_Mtx_unlock");
    owns = get("_Mtx_current_owns");
    init = get("_Mtx_init_in_situ");
    wait = get("_Cnd_wait");
    signal = get("_Cnd_signal");
    broadcast = get("_Cnd_broadcast");
}

static DWORD CALLBACK try_it(void *mutex)
{
    int result = trylock(mutex);
    if (result == SUCCESS)
        unlock(mutex);
    return (DWORD)result;
}

static DWORD from_another_thread(DWORD(CALLBACK *function)(void *), void *parameter)
{
    DWORD code = 99;
    HANDLE thread = CreateThread(NULL, 0, function, parameter, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), 0);
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    return code;
}

CASE(a_mutex_keeps_other_threads_out)
{
    MUTEX mutex;
    load();
    init(&mutex, PLAIN | TRY);
    CHECK_EQ(owns(&mutex), 0);
    CHECK_EQ(lock(&mutex), SUCCESS);
    CHECK_EQ(owns(&mutex), 1);
    CHECK_EQ(trylock(&mutex), BUSY);
    CHECK_EQ(from_another_thread(try_it, &mutex), BUSY);
    CHECK_EQ(unlock(&mutex), SUCCESS);
    CHECK_EQ(owns(&mutex), 0);
    CHECK_EQ(from_another_thread(try_it, &mutex), SUCCESS);
}

CASE(a_recursive_mutex_is_free_after_as_many_unlocks)
{
    MUTEX mutex;
    load();
    init(&mutex, PLAIN | RECURSIVE);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(i ? trylock(&mutex) : lock(&mutex), SUCCESS);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(from_another_thread(try_it, &mutex), BUSY);
        CHECK_EQ(unlock(&mutex), SUCCESS);
    }
    CHECK_EQ(from_another_thread(try_it, &mutex), SUCCESS);
}

static struct {
    MUTEX mutex;
    CONDITION condition;
    int turns;
} table;

static DWORD CALLBACK take_a_turn(void *unused)
{
    lock(&table.mutex);
    while (!table.turns)
        wait(&table.condition, &table.mutex);
    int mine = owns(&table.mutex);
    table.turns--;
    unlock(&table.mutex);
    return (DWORD)mine;
}

CASE(waiters_are_woken_and_own_the_mutex_again)
{
    HANDLE threads[4];
    load();
    *(int *)&table.mutex = TRY; /* as the constructor of std::mutex leaves it, without a call */
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, take_a_turn, NULL, 0, NULL);
    lock(&table.mutex);
    table.turns = 1;
    unlock(&table.mutex);
    CHECK_EQ(signal(&table.condition), SUCCESS);
    CHECK(WaitForMultipleObjects(4, threads, FALSE, 10000) < 4);
    lock(&table.mutex);
    CHECK_EQ(table.turns, 0);
    table.turns = 3;
    unlock(&table.mutex);
    CHECK_EQ(broadcast(&table.condition), SUCCESS);
    CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 10000), 0);
    for (int i = 0; i < 4; i++) {
        DWORD code = 0;
        GetExitCodeThread(threads[i], &code);
        CHECK_EQ(code, 1);
    }
}

static LONG CALLBACK note_throw(EXCEPTION_POINTERS *pointers)
{
    const EXCEPTION_RECORD *record = pointers->ExceptionRecord;
    if (record->ExceptionCode != 0xe06d7363 || record->NumberParameters != 4)
        return EXCEPTION_CONTINUE_SEARCH;
    const char *const *object = (const char *const *)record->ExceptionInformation[1];
    ExitThread(lstrcmpA(object[1], "too long") == 0 ? 1 : 2); /* the text follows the vftable */
}

static DWORD CALLBACK throw_length(void *function)
{
    ((void (*)(const char *))function)("too long");
    return 3;
}

CASE(a_length_error_is_thrown_with_its_text)
{
    load();
    AddVectoredExceptionHandler(1, note_throw);
    CHECK_EQ(from_another_thread(throw_length, get("?_Xlength_error@std@@YAXPEBD@Z")), 1);
}

CASE(time_counts_from_1970)
{
    load();
    long long (*ticks)(void) = get("_Xtime_get_ticks");
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    long long at = (long long)((ULONGLONG)now.dwHighDateTime << 32 | now.dwLowDateTime);
    long long apart = ticks() + 116444736000000000ll - at;
    CHECK(apart > -10000000 && apart < 100000000);
}
