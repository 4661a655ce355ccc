/* What processes of a session share: names, handles, snapshots; and what a death leaves behind. */
#include "files.h"
#include <tlhelp32.h>

CHILD(waits_for_ever)
{
    Sleep(INFINITE);
}

CHILD(sets_the_event)
{
    HANDLE event = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"conf_session_event");
    if (!event)
        ExitProcess(1);
    SetEvent(event);
    ExitProcess(9);
}

CHILD(holds_semaphore_and_event)
{
    HANDLE named = CreateEventW(NULL, TRUE, FALSE, L"conf_session_held");
    HANDLE ready = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"conf_session_event");
    SetEvent(ready);
    WaitForSingleObject(named, INFINITE);
}

CHILD(writes_what_it_was_given)
{
    DWORD done;
    HANDLE file = CreateFileW(L"given.txt", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    WriteFile(file, "x", 1, &done, NULL);
    Sleep(INFINITE);
}

CASE(a_named_event_reaches_another_process)
{
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, L"conf_session_event");
    HANDLE child = start_child("sets_the_event");
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CHECK_EQ(end_child(child), 9);
}

CASE(names_of_a_dead_process_go)
{
    HANDLE ready = CreateEventW(NULL, FALSE, FALSE, L"conf_session_event");
    HANDLE child = start_child("holds_semaphore_and_event");
    CHECK_EQ(WaitForSingleObject(ready, 10000), WAIT_OBJECT_0);
    HANDLE held = OpenEventW(SYNCHRONIZE, FALSE, L"conf_session_held");
    CHECK(held != NULL);
    CloseHandle(held);
    CHECK(TerminateProcess(child, 3));
    CHECK_EQ(end_child(child), 3);
    CHECK(OpenEventW(SYNCHRONIZE, FALSE, L"conf_session_held") == NULL);
    CHECK_LAST_ERROR(ERROR_FILE_NOT_FOUND);
}

CASE(a_dead_process_shares_its_files_again)
{
    HANDLE child = start_child("writes_what_it_was_given"), file;
    for (int i = 0; i < 200 && GetFileAttributesW(L"given.txt") == INVALID_FILE_ATTRIBUTES; i++)
        Sleep(10);
    Sleep(20);
    file = CreateFileW(L"given.txt", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(file == INVALID_HANDLE_VALUE);
    CHECK_LAST_ERROR(ERROR_SHARING_VIOLATION);
    CHECK(TerminateProcess(child, 3));
    CHECK_EQ(end_child(child), 3);
    file = CreateFileW(L"given.txt", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

CASE(a_process_can_be_opened_by_its_number)
{
    HANDLE child = start_child("waits_for_ever");
    DWORD id = GetProcessId(child), code;
    HANDLE other =
        OpenProcess(PROCESS_TERMINATE | SYNCHRONIZE | PROCESS_QUERY_INFORMATION, FALSE, id);
    REQUIRE(other);
    CHECK_EQ(GetProcessId(other), id);
    CHECK(TerminateProcess(other, 12));
    CHECK_EQ(WaitForSingleObject(other, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(child, &code));
    CHECK_EQ(code, 12);
}

CASE(a_handle_can_be_put_into_another_process)
{
    HANDLE child = start_child("waits_for_ever");
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL), there = NULL, back = NULL;
    CHECK(DuplicateHandle(GetCurrentProcess(), event, child, &there, 0, FALSE,
                          DUPLICATE_SAME_ACCESS));
    CHECK(there != NULL);
    CHECK(DuplicateHandle(child, there, GetCurrentProcess(), &back, 0, FALSE,
                          DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
    CHECK(SetEvent(back));
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CHECK(TerminateProcess(child, 0));
    end_child(child);
}

static BOOL find_process(DWORD id, PROCESSENTRY32W *entry)
{
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    BOOL found = FALSE;
    entry->dwSize = sizeof *entry;
    CHECK(snapshot != INVALID_HANDLE_VALUE);
    for (BOOL more = Process32FirstW(snapshot, entry); more && !found;)
        if (!(found = entry->th32ProcessID == id))
            more = Process32NextW(snapshot, entry);
    CloseHandle(snapshot);
    return found;
}

CASE(snapshots_show_processes)
{
    PROCESSENTRY32W entry;
    HANDLE child = start_child("waits_for_ever");
    DWORD id = GetProcessId(child);
    CHECK(find_process(GetCurrentProcessId(), &entry));
    CHECK(find_process(id, &entry));
    CHECK_EQ(entry.th32ParentProcessID, GetCurrentProcessId());
    CHECK(lstrlenW(entry.szExeFile) > 4);
    for (const WCHAR *at = entry.szExeFile; *at; at++)
        CHECK(*at != '\\'); /* a name, not a path */
    CHECK(TerminateProcess(child, 0));
    end_child(child);
    CHECK(!find_process(id, &entry));
}

CASE(snapshots_show_threads_and_modules)
{
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD | TH32CS_SNAPMODULE, 0);
    THREADENTRY32 thread = {.dwSize = sizeof thread};
    MODULEENTRY32W module = {.dwSize = sizeof module};
    int own = 0, kernel = 0;
    for (BOOL more = Thread32First(snapshot, &thread); more; more = Thread32Next(snapshot, &thread))
        own += thread.th32ThreadID == GetCurrentThreadId() &&
               thread.th32OwnerProcessID == GetCurrentProcessId();
    CHECK_EQ(own, 1);
    CHECK_LAST_ERROR(ERROR_NO_MORE_FILES);
    for (BOOL more = Module32FirstW(snapshot, &module); more;
         more = Module32NextW(snapshot, &module))
        if (lstrcmpiW(module.szModule, L"kernel32.dll") == 0)
            kernel += module.hModule == GetModuleHandleW(L"kernel32.dll");
    CHECK_EQ(kernel, 1);
    module.dwSize = 10;
    CHECK_FAILS(Module32FirstW(snapshot, &module), ERROR_INSUFFICIENT_BUFFER);
}

CASE(suspended_processes_wait)
{
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION info;
    WCHAR line[600], self[300];
    GetModuleFileNameW(NULL, self, 300);
    lstrcpyW(line, L"\"");
    lstrcatW(line, self);
    lstrcatW(line, L"\" --list");
    REQUIRE(CreateProcessW(self, line, NULL, NULL, FALSE, CREATE_SUSPENDED | DETACHED_PROCESS, NULL,
                           NULL, &startup, &info));
    CHECK_EQ(WaitForSingleObject(info.hProcess, 100), WAIT_TIMEOUT);
    CHECK_EQ(ResumeThread(info.hThread), 1);
    CHECK_EQ(WaitForSingleObject(info.hProcess, 10000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(info.hThread, 10000), WAIT_OBJECT_0);
}

CASE(attribute_lists_choose_handles)
{
    SIZE_T size = 0;
    BYTE room[200];
    LPPROC_THREAD_ATTRIBUTE_LIST list = (LPPROC_THREAD_ATTRIBUTE_LIST)room;
    HANDLE handle = GetCurrentProcess();
    CHECK_FAILS(InitializeProcThreadAttributeList(NULL, 1, 0, &size), ERROR_INSUFFICIENT_BUFFER);
    REQUIRE(size > 0 && size <= sizeof room);
    CHECK(InitializeProcThreadAttributeList(list, 1, 0, &size));
    CHECK_FAILS(UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &handle, 3,
                                          NULL, NULL),
                ERROR_BAD_LENGTH);
    CHECK(UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &handle,
                                    sizeof handle, NULL, NULL));
    CHECK_FAILS(UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_PARENT_PROCESS, &handle,
                                          sizeof handle, NULL, NULL),
                ERROR_GEN_FAILURE);
    DeleteProcThreadAttributeList(list);
}
