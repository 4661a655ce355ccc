/* Callbacks of the thread pool for what a handle completes. */
#include "pipe_help.h"

#define ROUNDS 300

typedef struct TOLD {
    volatile LONG calls, bytes, failures;
    volatile LONG each[ROUNDS];
    OVERLAPPED overlapped[ROUNDS];
    HANDLE all;
} TOLD;

static TOLD told;

static void begin(void)
{
    told.all = CreateEventW(NULL, TRUE, FALSE, NULL);
    REQUIRE(told.all);
}

static void count(const OVERLAPPED *overlapped, ULONG error, ULONG_PTR bytes)
{
    InterlockedIncrement(&told.each[overlapped - told.overlapped]);
    InterlockedExchangeAdd(&told.bytes, (LONG)bytes);
    if (error)
        InterlockedIncrement(&told.failures);
    if (InterlockedIncrement(&told.calls) == ROUNDS)
        SetEvent(told.all);
}

static void CALLBACK done_io(PTP_CALLBACK_INSTANCE instance, PVOID context, PVOID overlapped,
                             ULONG result, ULONG_PTR bytes, PTP_IO io)
{
    CHECK(context == &told);
    count(overlapped, result, bytes);
}

static void CALLBACK done_bound(DWORD error, DWORD bytes, LPOVERLAPPED overlapped)
{
    count(overlapped, error, bytes);
}

static void each_came_once(void)
{
    REQUIRE(WaitForSingleObject(told.all, 20000) == WAIT_OBJECT_0);
    for (int i = 0; i < ROUNDS; i++)
        CHECK_EQ(told.each[i], 1);
}

CASE(pool_io_tells_each_read_once)
{
    static char bytes[ROUNDS];
    DWORD put;
    begin();
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    PTP_IO io = CreateThreadpoolIo(server, done_io, &told, NULL);
    REQUIRE(io);
    for (int i = 0; i < ROUNDS; i++) {
        StartThreadpoolIo(io);
        CHECK(ReadFile(server, bytes + i, 1, NULL, &told.overlapped[i]) ||
              GetLastError() == ERROR_IO_PENDING);
    }
    for (int i = 0; i < ROUNDS; i++)
        REQUIRE(WriteFile(client, "x", 1, &put, NULL));
    each_came_once();
    CHECK_EQ(told.bytes, ROUNDS);
    CHECK_EQ(told.failures, 0);
    for (int i = 0; i < ROUNDS; i++)
        CHECK_EQ(bytes[i], 'x');
    WaitForThreadpoolIoCallbacks(io, FALSE);
    CloseThreadpoolIo(io);
}

CASE(pool_io_tells_of_cancelled_reads)
{
    static char bytes[ROUNDS];
    begin();
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    PTP_IO io = CreateThreadpoolIo(server, done_io, &told, NULL);
    REQUIRE(io && client);
    for (int i = 0; i < ROUNDS; i++) {
        StartThreadpoolIo(io);
        CHECK_FAILS(ReadFile(server, bytes + i, 1, NULL, &told.overlapped[i]), ERROR_IO_PENDING);
    }
    CHECK(CancelIoEx(server, NULL));
    each_came_once();
    CHECK_EQ(told.failures, ROUNDS);
    CHECK_EQ(told.bytes, 0);
    CloseThreadpoolIo(io);
}

CASE(what_never_began_is_taken_back)
{
    begin();
    HANDLE server = serve_async(BYTES);
    PTP_IO io = CreateThreadpoolIo(server, done_io, &told, NULL);
    REQUIRE(io);
    for (int i = 0; i < ROUNDS; i++) {
        StartThreadpoolIo(io);
        CancelThreadpoolIo(io);
    }
    WaitForThreadpoolIoCallbacks(io, FALSE); /* would wait forever for what was not taken back */
    CHECK_EQ(told.calls, 0);
    CloseThreadpoolIo(io);
}

CASE(a_bound_routine_is_told_each_read_once)
{
    static char bytes[ROUNDS];
    DWORD put;
    begin();
    HANDLE server = serve_async(BYTES), client = connect_pipe();
    REQUIRE(BindIoCompletionCallback(server, done_bound, 0));
    for (int i = 0; i < ROUNDS; i++)
        CHECK(ReadFile(server, bytes + i, 1, NULL, &told.overlapped[i]) ||
              GetLastError() == ERROR_IO_PENDING);
    for (int i = 0; i < ROUNDS; i++)
        REQUIRE(WriteFile(client, "x", 1, &put, NULL));
    each_came_once();
    CHECK_EQ(told.bytes, ROUNDS);
    CHECK_EQ(told.failures, 0);
    CHECK_FAILS(BindIoCompletionCallback(server, done_bound, 0), ERROR_INVALID_PARAMETER);
}
