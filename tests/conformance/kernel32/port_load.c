/*
 * port_load.c - completion ports under load: nothing is lost and nothing comes twice, whatever
 * threads, cancellations and closings do meanwhile; and waits over objects of many kinds.
 */
#include "pipe_help.h"
#include "files.h"

#define THREADS 6
#define PACKETS 20000

static HANDLE port;
static volatile LONG taken[PACKETS];
static volatile LONG total;

static DWORD WINAPI take(void *unused)
{
    DWORD count;
    ULONG_PTR key;
    OVERLAPPED *overlapped;
    (void)unused;
    while (GetQueuedCompletionStatus(port, &count, &key, &overlapped, INFINITE) && key) {
        InterlockedIncrement(&taken[count]);
        InterlockedIncrement(&total);
    }
    return 0;
}

static DWORD WINAPI take_some(void *unused)
{
    OVERLAPPED_ENTRY entries[16];
    ULONG count;
    (void)unused;
    for (;;) {
        if (!GetQueuedCompletionStatusEx(port, entries, 16, &count, INFINITE, FALSE))
            return 1;
        for (ULONG i = 0; i < count; i++) {
            if (!entries[i].lpCompletionKey) {
                for (; ++i < count;) /* they are not this thread's to keep */
                    PostQueuedCompletionStatus(port, entries[i].dwNumberOfBytesTransferred,
                                               entries[i].lpCompletionKey, NULL);
                return 0;
            }
            InterlockedIncrement(&taken[entries[i].dwNumberOfBytesTransferred]);
            InterlockedIncrement(&total);
        }
    }
}

static DWORD WINAPI post(void *which)
{
    for (DWORD i = (DWORD)(ULONG_PTR)which; i < PACKETS; i += 2)
        if (!PostQueuedCompletionStatus(port, i, 1, NULL))
            return 1;
    return 0;
}

static void each_packet_once(LPTHREAD_START_ROUTINE taker)
{
    HANDLE threads[THREADS], posters[2];
    DWORD wrong = 0;
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 2);
    REQUIRE(port != NULL);
    for (int i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, taker, NULL, 0, NULL);
    for (int i = 0; i < 2; i++)
        posters[i] = CreateThread(NULL, 0, post, (void *)(ULONG_PTR)i, 0, NULL);
    CHECK_EQ(WaitForMultipleObjects(2, posters, TRUE, 60000), WAIT_OBJECT_0);
    for (int i = 0; i < THREADS; i++)
        PostQueuedCompletionStatus(port, 0, 0, NULL);
    CHECK_EQ(WaitForMultipleObjects(THREADS, threads, TRUE, 60000), WAIT_OBJECT_0);
    for (int i = 0; i < PACKETS; i++)
        wrong += taken[i] != 1;
    CHECK_EQ(wrong, 0);
    CHECK_EQ(total, PACKETS);
}

CASE(each_packet_comes_once)
{
    each_packet_once(take);
}

CASE(each_packet_comes_once_in_lots)
{
    each_packet_once(take_some);
}

/* ---- hundreds of operations on pipes */

#define PIPES  8
#define ROUNDS 300

static struct end {
    OVERLAPPED overlapped; /* first: the packet leads to it */
    HANDLE server, client;
    DWORD value, sum, rounds;
} ends[PIPES];

static DWORD WINAPI write_numbers(void *which)
{
    struct end *end = which;
    for (DWORD i = 1; i <= ROUNDS; i++) {
        DWORD done;
        if (!WriteFile(end->client, &i, sizeof i, &done, NULL) || done != sizeof i)
            return 1;
    }
    return 0;
}

static BOOL read_next(struct end *end)
{
    return ReadFile(end->server, &end->value, sizeof end->value, NULL, &end->overlapped) ||
           GetLastError() == ERROR_IO_PENDING;
}

CASE(many_pipe_reads_on_one_port)
{
    HANDLE threads[PIPES];
    DWORD left = PIPES * ROUNDS, count;
    ULONG_PTR key;
    OVERLAPPED *overlapped;
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    for (int i = 0; i < PIPES; i++) {
        ends[i].server = serve_async(BYTES);
        ends[i].client = connect_pipe();
        REQUIRE(ends[i].server != NONE && ends[i].client != NONE);
        REQUIRE(CreateIoCompletionPort(ends[i].server, port, (ULONG_PTR)i, 0) == port);
        REQUIRE(read_next(&ends[i]));
    }
    for (int i = 0; i < PIPES; i++)
        threads[i] = CreateThread(NULL, 0, write_numbers, &ends[i], 0, NULL);
    for (; left; left--) {
        REQUIRE(GetQueuedCompletionStatus(port, &count, &key, &overlapped, 20000));
        struct end *end = (struct end *)overlapped;
        REQUIRE(end == &ends[key] && count == sizeof end->value);
        end->sum += end->value;
        if (++end->rounds < ROUNDS)
            REQUIRE(read_next(end));
    }
    CHECK(!GetQueuedCompletionStatus(port, &count, &key, &overlapped, 50));
    CHECK_EQ(GetLastError(), WAIT_TIMEOUT);
    CHECK_EQ(WaitForMultipleObjects(PIPES, threads, TRUE, 20000), WAIT_OBJECT_0);
    for (int i = 0; i < PIPES; i++)
        CHECK_EQ(ends[i].sum, ROUNDS * (ROUNDS + 1) / 2);
}

/* An operation ends once: by its data or by the cancellation. */
CASE(cancelling_races_with_completion)
{
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    DWORD completed = 0, cancelled = 0, count, value = 7, done;
    ULONG_PTR key;
    OVERLAPPED *overlapped;
    port = CreateIoCompletionPort(server, NULL, 1, 0);
    for (int i = 0; i < 500; i++) {
        struct end *end = &ends[0];
        end->server = server;
        REQUIRE(read_next(end));
        if (i % 3)
            WriteFile(client, &value, sizeof value, &done, NULL);
        CancelIoEx(server, &end->overlapped);
        if (GetQueuedCompletionStatus(port, &count, &key, &overlapped, 5000)) {
            completed++;
        } else {
            REQUIRE(overlapped == &end->overlapped && GetLastError() == ERROR_OPERATION_ABORTED);
            cancelled++;
            if (i % 3) /* the data is still there */
                CHECK(ReadFile(server, &value, sizeof value, NULL, &end->overlapped) &&
                      GetQueuedCompletionStatus(port, &count, &key, &overlapped, 5000));
        }
    }
    CHECK_EQ(completed + cancelled, 500);
    CHECK(cancelled >= 167);
    CHECK(!GetQueuedCompletionStatus(port, &count, &key, &overlapped, 20) && !overlapped);
}

static DWORD WINAPI wait_on_port(void *unused)
{
    DWORD count;
    ULONG_PTR key;
    OVERLAPPED *overlapped;
    (void)unused;
    BOOL good = GetQueuedCompletionStatus(port, &count, &key, &overlapped, 20000);
    return good ? 0 : GetLastError();
}

CASE(closing_a_port_ends_those_who_wait)
{
    HANDLE threads[4];
    DWORD code;
    WINE_DIFFERS("they wait on");
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, wait_on_port, NULL, 0, NULL);
    Sleep(50);
    CHECK(CloseHandle(port));
    CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 10000), WAIT_OBJECT_0);
    for (int i = 0; i < 4; i++) {
        CHECK(GetExitCodeThread(threads[i], &code));
        CHECK_EQ(code, ERROR_ABANDONED_WAIT_0);
    }
}

/* ---- waits over many kinds of objects */

CHILD(waits_for_a_while)
{
    Sleep(20000);
}

static DWORD WINAPI sleep_long(void *event)
{
    WaitForSingleObject(event, 20000);
    return 0;
}

CASE(waits_over_mixed_objects)
{
    enum { EVENT, MUTEX, SEMAPHORE, TIMER, THREAD, PROCESS, CHANGE, PIPE, COUNT };
    HANDLE all[COUNT], go = CreateEventW(NULL, TRUE, FALSE, NULL), client;
    OVERLAPPED overlapped = {0};
    LARGE_INTEGER due = {.QuadPart = -600000000};
    char byte;
    DWORD done;
    all[EVENT] = CreateEventW(NULL, FALSE, FALSE, NULL);
    all[SEMAPHORE] = CreateSemaphoreW(NULL, 0, 1, NULL);
    all[TIMER] = CreateWaitableTimerW(NULL, FALSE, NULL);
    SetWaitableTimer(all[TIMER], &due, 0, NULL, NULL, FALSE);
    all[THREAD] = CreateThread(NULL, 0, sleep_long, go, 0, NULL);
    all[PROCESS] = start_child("waits_for_a_while");
    all[CHANGE] = FindFirstChangeNotificationW(L".", FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    all[MUTEX] = CreateEventW(NULL, TRUE, FALSE, NULL); /* see below */
    HANDLE server = serve_async(BYTES);
    client = connect_pipe();
    all[PIPE] = overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    ReadFile(server, &byte, 1, NULL, &overlapped);
    CHECK_EQ(WaitForMultipleObjects(COUNT, all, FALSE, 20), WAIT_TIMEOUT);
    SetEvent(all[EVENT]);
    CHECK_EQ(WaitForMultipleObjects(COUNT, all, FALSE, 5000), WAIT_OBJECT_0 + EVENT);
    ReleaseSemaphore(all[SEMAPHORE], 1, NULL);
    CHECK_EQ(WaitForMultipleObjects(COUNT, all, FALSE, 5000), WAIT_OBJECT_0 + SEMAPHORE);
    due.QuadPart = -100000;
    SetWaitableTimer(all[TIMER], &due, 0, NULL, NULL, FALSE);
    CHECK_EQ(WaitForMultipleObjects(COUNT, all, FALSE, 5000), WAIT_OBJECT_0 + TIMER);
    WriteFile(client, "x", 1, &done, NULL);
    CHECK_EQ(WaitForMultipleObjects(COUNT, all, FALSE, 5000), WAIT_OBJECT_0 + PIPE);
    ResetEvent(all[PIPE]);
    make_file(L"change", "x");
    CHECK_EQ(WaitForMultipleObjects(COUNT, all, FALSE, 5000), WAIT_OBJECT_0 + CHANGE);
    FindNextChangeNotification(all[CHANGE]);
    TerminateProcess(all[PROCESS], 1);
    CHECK_EQ(WaitForMultipleObjects(COUNT, all, FALSE, 5000), WAIT_OBJECT_0 + PROCESS);
    CloseHandle(all[MUTEX]);
    all[MUTEX] = CreateMutexW(NULL, FALSE, NULL);
    CHECK_EQ(WaitForMultipleObjects(COUNT, all, FALSE, 5000), WAIT_OBJECT_0 + MUTEX);
    ReleaseMutex(all[MUTEX]);
    SetEvent(go);
    SetEvent(all[EVENT]);
    HANDLE some[] = {all[EVENT], all[MUTEX], all[THREAD], all[PROCESS]};
    CHECK_EQ(WaitForMultipleObjects(4, some, TRUE, 5000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(all[EVENT], 0), WAIT_TIMEOUT); /* it was taken */
}
