/* Dispatcher objects by their NT services. */
#include "nt.h"

static const LARGE_INTEGER no_time = {.QuadPart = 0};

CASE(event_states)
{
    struct {
        int type;
        LONG state;
    } info;
    LONG before = 77;
    HANDLE event;
    REQUIRE(NtCreateEvent(&event, EVENT_ALL_ACCESS, NULL, 0, FALSE) == 0);
    CHECK_STATUS(NtSetEvent(event, &before), 0);
    CHECK_EQ(before, 0);
    CHECK_STATUS(NtSetEvent(event, &before), 0);
    CHECK_EQ(before, 1);
    CHECK_STATUS(NtQueryEvent(event, 0, &info, sizeof info, NULL), 0);
    CHECK_EQ(info.type, 0);
    CHECK_EQ(info.state, 1);
    CHECK_STATUS(NtResetEvent(event, &before), 0);
    CHECK_EQ(before, 1);
    CHECK_STATUS(NtQueryEvent(event, 0, &info, 4, NULL), STATUS_INFO_LENGTH_MISMATCH);
    CHECK_STATUS(NtCreateEvent(&event, EVENT_ALL_ACCESS, NULL, 5, FALSE), STATUS_INVALID_PARAMETER);
}

CASE(statuses_of_waits)
{
    HANDLE event, mutant;
    REQUIRE(NtCreateEvent(&event, EVENT_ALL_ACCESS, NULL, 1, FALSE) == 0);
    CHECK_STATUS(NtWaitForSingleObject(event, FALSE, (void *)&no_time), STATUS_TIMEOUT);
    CHECK_STATUS(NtWaitForSingleObject((HANDLE)0x12344, FALSE, (void *)&no_time),
                 STATUS_INVALID_HANDLE);
    REQUIRE(NtCreateMutant(&mutant, MUTANT_ALL_ACCESS, NULL, FALSE) == 0);
    CHECK_STATUS(NtReleaseMutant(mutant, NULL), STATUS_MUTANT_NOT_OWNED);
    CHECK_STATUS(NtSetEvent(mutant, NULL), STATUS_OBJECT_TYPE_MISMATCH);
    CHECK_STATUS(NtWaitForMultipleObjects(0, &event, 1, FALSE, &no_time),
                 STATUS_INVALID_PARAMETER_1);
    CHECK_STATUS(NtWaitForMultipleObjects(65, &event, 1, FALSE, &no_time),
                 STATUS_INVALID_PARAMETER_1);
    CHECK_STATUS(NtClose((HANDLE)0x12344), STATUS_INVALID_HANDLE);
}

CASE(mutant_counts)
{
    struct {
        LONG count;
        BOOLEAN mine, abandoned;
    } info;
    LONG before;
    HANDLE mutant;
    REQUIRE(NtCreateMutant(&mutant, MUTANT_ALL_ACCESS, NULL, TRUE) == 0);
    CHECK_STATUS(NtWaitForSingleObject(mutant, FALSE, (void *)&no_time), 0);
    CHECK_STATUS(NtQueryMutant(mutant, 0, &info, sizeof info, NULL), 0);
    CHECK_EQ(info.count, -1);
    CHECK_EQ(info.mine, TRUE);
    CHECK_EQ(info.abandoned, FALSE);
    CHECK_STATUS(NtReleaseMutant(mutant, &before), 0);
    CHECK_EQ(before, -1);
    CHECK_STATUS(NtReleaseMutant(mutant, &before), 0);
    CHECK_EQ(before, 0);
    CHECK_STATUS(NtQueryMutant(mutant, 0, &info, sizeof info, NULL), 0);
    CHECK_EQ(info.count, 1);
    CHECK_EQ(info.mine, FALSE);
}

CASE(semaphore_limits)
{
    struct {
        LONG count, maximum;
    } info;
    HANDLE semaphore;
    CHECK_STATUS(NtCreateSemaphore(&semaphore, SEMAPHORE_ALL_ACCESS, NULL, 2, 1),
                 STATUS_INVALID_PARAMETER);
    REQUIRE(NtCreateSemaphore(&semaphore, SEMAPHORE_ALL_ACCESS, NULL, 1, 3) == 0);
    CHECK_STATUS(NtReleaseSemaphore(semaphore, 3, NULL), STATUS_SEMAPHORE_LIMIT_EXCEEDED);
    CHECK_STATUS(NtQuerySemaphore(semaphore, 0, &info, sizeof info, NULL), 0);
    CHECK_EQ(info.count, 1);
    CHECK_EQ(info.maximum, 3);
}

CASE(wait_any_and_all)
{
    HANDLE events[3];
    for (int i = 0; i < 3; i++)
        REQUIRE(NtCreateEvent(&events[i], EVENT_ALL_ACCESS, NULL, 1, i > 0) == 0);
    CHECK_STATUS(NtWaitForMultipleObjects(3, events, 0, FALSE, &no_time), STATUS_TIMEOUT);
    CHECK_STATUS(NtWaitForMultipleObjects(3, events, 1, FALSE, &no_time), STATUS_WAIT_1);
    NtSetEvent(events[0], NULL);
    NtSetEvent(events[1], NULL);
    CHECK_STATUS(NtWaitForMultipleObjects(3, events, 0, FALSE, &no_time), STATUS_WAIT_0);
    CHECK_STATUS(NtWaitForMultipleObjects(3, events, 1, FALSE, &no_time), STATUS_TIMEOUT);
}

CASE(alerts_end_alertable_waits)
{
    WINE_DIFFERS("Wine has no alerts");
    LARGE_INTEGER second = {.QuadPart = -10000000};
    REQUIRE(NtAlertThread(GetCurrentThread()) == 0);
    CHECK_STATUS(NtDelayExecution(TRUE, &second), STATUS_ALERTED);
    CHECK_STATUS(NtTestAlert(), STATUS_SUCCESS);
    NtAlertThread(GetCurrentThread());
    CHECK_STATUS(NtTestAlert(), STATUS_ALERTED);
}

static HANDLE keyed;
static int key __attribute__((aligned(4)));

static DWORD CALLBACK wait_for_key(void *unused)
{
    return NtWaitForKeyedEvent(keyed, &key, FALSE, NULL);
}

CASE(keyed_event_pairs_up)
{
    LARGE_INTEGER soon = {.QuadPart = -200000};
    DWORD code = 77;
    REQUIRE(NtCreateKeyedEvent(&keyed, 0x1f0003, NULL, 0) == 0);
    CHECK_STATUS(NtWaitForKeyedEvent(keyed, &key, FALSE, &soon), STATUS_TIMEOUT);
    CHECK_STATUS(NtReleaseKeyedEvent(keyed, &key, FALSE, &soon), STATUS_TIMEOUT);
    CHECK_STATUS(NtWaitForKeyedEvent(keyed, (char *)&key + 1, FALSE, &soon),
                 STATUS_INVALID_PARAMETER_1);
    HANDLE thread = CreateThread(NULL, 0, wait_for_key, NULL, 0, NULL);
    CHECK_STATUS(NtReleaseKeyedEvent(keyed, &key, FALSE, NULL), 0);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 0);
}

CASE(named_objects_in_the_namespace)
{
    HANDLE event, again;
    const WCHAR *name = L"\\BaseNamedObjects\\conformance nt event";
    NTSTATUS status = NtCreateEvent(&event, EVENT_ALL_ACCESS, named(NULL, name), 0, FALSE);
    if (status == STATUS_ACCESS_DENIED)
        SKIP("no right to the global names");
    CHECK_STATUS(status, 0);
    CHECK_STATUS(NtCreateEvent(&again, EVENT_ALL_ACCESS, named(NULL, name), 0, FALSE),
                 STATUS_OBJECT_NAME_COLLISION);
    CHECK_STATUS(
        NtOpenEvent(&again, SYNCHRONIZE, named(NULL, L"\\basenamedobjects\\CONFORMANCE nt event")),
        0);
    CHECK_STATUS(NtOpenEvent(&again, SYNCHRONIZE, named(NULL, L"\\BaseNamedObjects\\none")),
                 STATUS_OBJECT_NAME_NOT_FOUND);
    CHECK_STATUS(NtOpenEvent(&again, SYNCHRONIZE, named(NULL, L"\\No such directory\\none")),
                 STATUS_OBJECT_PATH_NOT_FOUND);
    CHECK_STATUS(NtOpenEvent(&again, SYNCHRONIZE, named(NULL, L"relative")),
                 STATUS_OBJECT_PATH_SYNTAX_BAD);
    NtClose(event);
    CHECK_STATUS(NtClose(event), STATUS_INVALID_HANDLE);
}

CASE(object_information)
{
    OBJECT_BASIC_INFORMATION basic;
    union {
        PUBLIC_OBJECT_TYPE_INFORMATION type;
        char space[512];
    } info;
    HANDLE event, copy;
    REQUIRE(NtCreateEvent(&event, EVENT_ALL_ACCESS, NULL, 0, FALSE) == 0);
    REQUIRE(NtDuplicateObject(GetCurrentProcess(), event, GetCurrentProcess(), &copy, SYNCHRONIZE,
                              0, 0) == 0);
    CHECK_STATUS(NtQueryObject(copy, ObjectBasicInformation, &basic, sizeof basic, NULL), 0);
    CHECK_EQ(basic.GrantedAccess, SYNCHRONIZE);
    CHECK_EQ(basic.HandleCount, 2);
    CHECK_STATUS(NtQueryObject(copy, ObjectTypeInformation, &info, sizeof info, NULL), 0);
    CHECK_EQ(info.type.TypeName.Length, 10);
    CHECK(memcmp(info.type.TypeName.Buffer, L"Event", 10) == 0);
    CHECK_STATUS(NtQueryObject(copy, ObjectBasicInformation, &basic, 4, NULL),
                 STATUS_INFO_LENGTH_MISMATCH);
}

CASE(object_name)
{
    union {
        OBJECT_NAME_INFORMATION name;
        char space[512];
    } info;
    ULONG needed = 0;
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, L"conformance name");
    REQUIRE(event);
    CHECK_STATUS(NtQueryObject(event, 1, &info, sizeof info, &needed), 0);
    int length = info.name.Name.Length / 2;
    REQUIRE(length > 17);
    CHECK_WSTR(info.name.Name.Buffer + length - 17, L"\\conformance name");
    CHECK_EQ(info.name.Name.Buffer[0], '\\');
    NtCreateEvent(&event, EVENT_ALL_ACCESS, NULL, 0, FALSE);
    CHECK_STATUS(NtQueryObject(event, 1, &info, sizeof info, &needed), 0);
    CHECK_EQ(info.name.Name.Length, 0);
    CHECK_PTR(info.name.Name.Buffer, NULL);
}
