/* Job objects: groups of processes. */
#include "files.h"

CHILD(waits_for_ever)
{
    Sleep(INFINITE);
}

CHILD(starts_a_child_that_waits)
{
    HANDLE child = start_child("waits_for_ever"), event;
    (void)child;
    event = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"conf_job_ready");
    SetEvent(event);
    Sleep(INFINITE);
}

static DWORD active_in(HANDLE job)
{
    JOBOBJECT_BASIC_ACCOUNTING_INFORMATION info;
    CHECK(QueryInformationJobObject(job, JobObjectBasicAccountingInformation, &info, sizeof info,
                                    NULL));
    return info.ActiveProcesses;
}

CASE(a_job_ends_its_processes)
{
    HANDLE job = CreateJobObjectW(NULL, NULL), child = start_child("waits_for_ever");
    DWORD code = 0;
    REQUIRE(job);
    CHECK(AssignProcessToJobObject(job, child));
    CHECK_EQ(active_in(job), 1);
    CHECK_EQ(WaitForSingleObject(child, 30), WAIT_TIMEOUT);
    CHECK(TerminateJobObject(job, 77));
    CHECK_EQ(WaitForSingleObject(child, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(child, &code));
    CHECK_EQ(code, 77);
    CHECK_EQ(active_in(job), 0);
}

CASE(closing_can_end_them)
{
    HANDLE job = CreateJobObjectW(NULL, NULL), child = start_child("waits_for_ever");
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    CHECK(SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits));
    CHECK(AssignProcessToJobObject(job, child));
    CHECK(CloseHandle(job));
    CHECK_EQ(WaitForSingleObject(child, 10000), WAIT_OBJECT_0);
}

CASE(children_are_in_the_job_too)
{
    HANDLE job = CreateJobObjectW(NULL, NULL);
    HANDLE ready = CreateEventW(NULL, FALSE, FALSE, L"conf_job_ready");
    DWORD room[64];
    JOBOBJECT_BASIC_PROCESS_ID_LIST *list = (JOBOBJECT_BASIC_PROCESS_ID_LIST *)room;
    HANDLE waiter = start_child("waits_for_ever");
    CHECK(AssignProcessToJobObject(job, waiter));
    HANDLE child = start_child("starts_a_child_that_waits");
    CHECK_EQ(WaitForSingleObject(ready, 10000), WAIT_OBJECT_0);
    CHECK(AssignProcessToJobObject(job, child));
    CHECK_EQ(active_in(job), 2); /* what was started before is not */
    CHECK(QueryInformationJobObject(job, JobObjectBasicProcessIdList, list, sizeof room, NULL));
    CHECK_EQ(list->NumberOfAssignedProcesses, 2);
    CHECK_EQ(list->NumberOfProcessIdsInList, 2);
    CHECK(list->ProcessIdList[0] == GetProcessId(child) ||
          list->ProcessIdList[1] == GetProcessId(child));
    CHECK(TerminateJobObject(job, 1));
    CHECK_EQ(WaitForSingleObject(child, 10000), WAIT_OBJECT_0);
}

CASE(membership_can_be_asked)
{
    HANDLE job = CreateJobObjectW(NULL, NULL), other = CreateJobObjectW(NULL, NULL);
    HANDLE child = start_child("waits_for_ever");
    BOOL in = TRUE;
    CHECK(IsProcessInJob(child, job, &in));
    CHECK(!in);
    CHECK(AssignProcessToJobObject(job, child));
    CHECK(IsProcessInJob(child, job, &in));
    CHECK(in);
    CHECK(IsProcessInJob(child, other, &in));
    CHECK(!in);
    CHECK(IsProcessInJob(child, NULL, &in));
    CHECK(in);
    CHECK(TerminateJobObject(job, 0));
    CHECK_EQ(WaitForSingleObject(child, 10000), WAIT_OBJECT_0);
}

CASE(a_port_hears_of_them)
{
    HANDLE job = CreateJobObjectW(NULL, NULL);
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    JOBOBJECT_ASSOCIATE_COMPLETION_PORT associate = {(PVOID)0x1234, port};
    DWORD message = 0;
    ULONG_PTR key = 0;
    OVERLAPPED *value = NULL;
    CHECK(SetInformationJobObject(job, JobObjectAssociateCompletionPortInformation, &associate,
                                  sizeof associate));
    HANDLE child = start_child("waits_for_ever");
    DWORD id = GetProcessId(child);
    CHECK(AssignProcessToJobObject(job, child));
    CHECK(GetQueuedCompletionStatus(port, &message, &key, &value, 10000));
    CHECK_EQ(message, JOB_OBJECT_MSG_NEW_PROCESS);
    CHECK_EQ(key, 0x1234);
    CHECK_EQ((ULONG_PTR)value, id);
    CHECK(TerminateProcess(child, 5));
    CHECK_EQ(end_child(child), 5);
    CHECK(GetQueuedCompletionStatus(port, &message, &key, &value, 10000));
    CHECK_EQ(message, JOB_OBJECT_MSG_EXIT_PROCESS);
    CHECK_EQ((ULONG_PTR)value, id);
    CHECK(GetQueuedCompletionStatus(port, &message, &key, &value, 10000));
    CHECK_EQ(message, JOB_OBJECT_MSG_ACTIVE_PROCESS_ZERO);
}

CASE(named_jobs_and_bad_sizes)
{
    WINE_DIFFERS("Wine calls a wrong size an invalid parameter");
    HANDLE job = CreateJobObjectW(NULL, L"conf_job_named");
    JOBOBJECT_BASIC_LIMIT_INFORMATION basic = {0};
    REQUIRE(job);
    HANDLE again = CreateJobObjectW(NULL, L"conf_job_named");
    CHECK_LAST_ERROR(ERROR_ALREADY_EXISTS);
    CHECK(again != NULL);
    CHECK(OpenJobObjectW(JOB_OBJECT_QUERY, FALSE, L"conf_job_named") != NULL);
    CHECK(OpenJobObjectW(JOB_OBJECT_QUERY, FALSE, L"conf_job_none") == NULL);
    CHECK_LAST_ERROR(ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(SetInformationJobObject(job, JobObjectBasicLimitInformation, &basic, 3),
                ERROR_BAD_LENGTH);
    basic.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE; /* the extended class's */
    CHECK_FAILS(SetInformationJobObject(job, JobObjectBasicLimitInformation, &basic, sizeof basic),
                ERROR_INVALID_PARAMETER);
}

/* PROC_THREAD_ATTRIBUTE_JOB_LIST: in the job before its first instruction. */
CASE(a_process_is_created_in_a_job)
{
    BYTE room[256];
    SIZE_T size = sizeof room;
    STARTUPINFOEXW startup = {.StartupInfo.cb = sizeof startup};
    PROCESS_INFORMATION process;
    WCHAR path[MAX_PATH], line[] = L"program waits_for_ever";
    BOOL in_job = FALSE;
    HANDLE job = CreateJobObjectW(NULL, NULL);
    REQUIRE(job && GetModuleFileNameW(NULL, path, MAX_PATH));
    startup.lpAttributeList = (LPPROC_THREAD_ATTRIBUTE_LIST)room;
    REQUIRE(InitializeProcThreadAttributeList(startup.lpAttributeList, 1, 0, &size));
    REQUIRE(UpdateProcThreadAttribute(startup.lpAttributeList, 0, 0x2000d, &job, sizeof job, NULL,
                                      NULL));
    REQUIRE(CreateProcessW(path, line, NULL, NULL, FALSE, EXTENDED_STARTUPINFO_PRESENT, NULL, NULL,
                           &startup.StartupInfo, &process));
    CHECK(IsProcessInJob(process.hProcess, job, &in_job));
    CHECK(in_job);
    CHECK_EQ(active_in(job), 1);
    CHECK(TerminateJobObject(job, 7));
    CloseHandle(process.hThread);
    CHECK_EQ(end_child(process.hProcess), 7);
}

/* ---- limits */

#define MEGABYTE (1 << 20)

static void *take_memory(SIZE_T size)
{
    return VirtualAlloc(NULL, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

/* Exit code: bits for what went as it should. */
CHILD(takes_much_memory)
{
    DWORD code = 0;
    WaitForSingleObject(CreateEventW(NULL, TRUE, FALSE, L"conf_job_go"), 20000);
    void *some = take_memory(20 * MEGABYTE);
    code |= some != NULL;
    SetLastError(0);
    code |= (take_memory(100 * MEGABYTE) == NULL) << 1;
    code |= (GetLastError() == ERROR_COMMITMENT_LIMIT) << 2;
    VirtualFree(some, 0, MEM_RELEASE);
    code |= (take_memory(40 * MEGABYTE) != NULL) << 3; /* what was freed counts no more */
    code |= (VirtualAlloc(NULL, 500 * MEGABYTE, MEM_RESERVE, PAGE_NOACCESS) != NULL) << 4;
    ExitProcess(code);
}

static HANDLE limited_job(JOBOBJECT_EXTENDED_LIMIT_INFORMATION *limits, DWORD flags)
{
    HANDLE job = CreateJobObjectW(NULL, NULL);
    limits->BasicLimitInformation.LimitFlags = flags | JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    REQUIRE(
        SetInformationJobObject(job, JobObjectExtendedLimitInformation, limits, sizeof *limits));
    return job;
}

static DWORD next_message(HANDLE port)
{
    DWORD message = 0;
    ULONG_PTR key;
    OVERLAPPED *value;
    return GetQueuedCompletionStatus(port, &message, &key, &value, 10000) ? message : 0;
}

static HANDLE port_of(HANDLE job)
{
    JOBOBJECT_ASSOCIATE_COMPLETION_PORT port = {NULL, NULL};
    port.CompletionPort = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    CHECK(SetInformationJobObject(job, JobObjectAssociateCompletionPortInformation, &port,
                                  sizeof port));
    return port.CompletionPort;
}

static void memory_is_limited(HANDLE job, DWORD expected_message)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits;
    HANDLE go = CreateEventW(NULL, TRUE, FALSE, L"conf_job_go"), port = port_of(job);
    HANDLE child = start_child("takes_much_memory");
    CHECK(AssignProcessToJobObject(job, child));
    SetEvent(go);
    CHECK_EQ(end_child(child), 31);
    CHECK_EQ(next_message(port), JOB_OBJECT_MSG_NEW_PROCESS);
    CHECK_EQ(next_message(port), expected_message);
    CHECK(QueryInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits,
                                    NULL));
    CHECK(limits.PeakProcessMemoryUsed > 40 * MEGABYTE);
    CHECK(limits.PeakJobMemoryUsed >= limits.PeakProcessMemoryUsed);
    CHECK(limits.PeakJobMemoryUsed <= 64 * MEGABYTE);
}

CASE(a_process_is_limited_in_memory)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {.ProcessMemoryLimit = 64 * MEGABYTE};
    WINE_DIFFERS("limits of memory are not kept");
    memory_is_limited(limited_job(&limits, JOB_OBJECT_LIMIT_PROCESS_MEMORY),
                      JOB_OBJECT_MSG_PROCESS_MEMORY_LIMIT);
}

CASE(a_job_is_limited_in_memory)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {.JobMemoryLimit = 64 * MEGABYTE};
    WINE_DIFFERS("limits of memory are not kept");
    memory_is_limited(limited_job(&limits, JOB_OBJECT_LIMIT_JOB_MEMORY),
                      JOB_OBJECT_MSG_JOB_MEMORY_LIMIT);
}

CHILD(works_for_ever)
{
    for (volatile int i = 0;; i++)
        ;
}

CASE(a_process_is_limited_in_time)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    JOBOBJECT_BASIC_ACCOUNTING_INFORMATION info;
    if (on_wine())
        SKIP("Wine keeps no limits of time, and the worker would work for ever");
    limits.BasicLimitInformation.PerProcessUserTimeLimit.QuadPart = 2000000; /* 0.2 s */
    HANDLE job = limited_job(&limits, JOB_OBJECT_LIMIT_PROCESS_TIME), port = port_of(job);
    HANDLE worker = start_child("works_for_ever"), waiter = start_child("waits_for_ever");
    CHECK(AssignProcessToJobObject(job, waiter));
    CHECK(AssignProcessToJobObject(job, worker));
    CHECK_EQ(end_child(worker), ERROR_NOT_ENOUGH_QUOTA);
    CHECK_EQ(WaitForSingleObject(waiter, 0), WAIT_TIMEOUT); /* it has used none */
    CHECK_EQ(next_message(port), JOB_OBJECT_MSG_NEW_PROCESS);
    CHECK_EQ(next_message(port), JOB_OBJECT_MSG_NEW_PROCESS);
    CHECK_EQ(next_message(port), JOB_OBJECT_MSG_END_OF_PROCESS_TIME);
    CHECK(QueryInformationJobObject(job, JobObjectBasicAccountingInformation, &info, sizeof info,
                                    NULL));
    CHECK(info.TotalUserTime.QuadPart >= 2000000);
    CloseHandle(job);
    WaitForSingleObject(waiter, 10000);
}

CASE(a_job_is_limited_in_time)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    if (on_wine())
        SKIP("Wine keeps no limits of time, and the worker would work for ever");
    limits.BasicLimitInformation.PerJobUserTimeLimit.QuadPart = 2000000;
    HANDLE job = limited_job(&limits, JOB_OBJECT_LIMIT_JOB_TIME);
    HANDLE worker = start_child("works_for_ever"), waiter = start_child("waits_for_ever");
    CHECK(AssignProcessToJobObject(job, waiter));
    CHECK(AssignProcessToJobObject(job, worker));
    CHECK_EQ(end_child(worker), ERROR_NOT_ENOUGH_QUOTA);
    CHECK_EQ(end_child(waiter), ERROR_NOT_ENOUGH_QUOTA); /* all of the job */
}

CASE(limits_that_mean_nothing)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    HANDLE job = CreateJobObjectW(NULL, NULL);
    WINE_DIFFERS("a wrong size is an invalid parameter");
    limits.BasicLimitInformation.LimitFlags = 0x80000000;
    CHECK(!SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits));
    CHECK(!SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, 8));
    CHECK_EQ(GetLastError(), ERROR_BAD_LENGTH);
}
