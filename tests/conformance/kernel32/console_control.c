/* Control events: handlers, groups, what happens without any. */
#include "console_screen.h"

#ifndef STATUS_CONTROL_C_EXIT
#    define STATUS_CONTROL_C_EXIT 0xC000013Au
#endif

static volatile LONG events[8];
static HANDLE happened;

static BOOL CALLBACK takes(DWORD event)
{
    InterlockedIncrement(&events[event]);
    SetEvent(happened);
    return TRUE;
}

static BOOL CALLBACK passes(DWORD event)
{
    InterlockedIncrement(&events[event + 4]);
    return FALSE;
}

static void need_any_console(void)
{
    CloseHandle(need_console(L"CONOUT$"));
    happened = CreateEventW(NULL, FALSE, FALSE, NULL);
}

CASE(handlers_are_set_and_taken_back)
{
    CHECK(SetConsoleCtrlHandler(takes, TRUE));
    CHECK(SetConsoleCtrlHandler(passes, TRUE));
    CHECK(SetConsoleCtrlHandler(takes, FALSE));
    CHECK_FAILS(SetConsoleCtrlHandler(takes, FALSE), ERROR_INVALID_PARAMETER);
    CHECK(SetConsoleCtrlHandler(passes, FALSE));
}

static HANDLE start_group(const char *name, PROCESS_INFORMATION *info)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    char command[MAX_PATH + 64], *to = command;
    *to++ = '"';
    to += GetModuleFileNameA(NULL, to, MAX_PATH);
    *to++ = '"', *to++ = ' ';
    while ((*to++ = *name++) != 0)
        ;
    REQUIRE(CreateProcessA(NULL, command, NULL, NULL, TRUE, CREATE_NEW_PROCESS_GROUP, NULL, NULL,
                           &startup, info));
    CloseHandle(info->hThread);
    return info->hProcess;
}

static DWORD exit_code(HANDLE process)
{
    DWORD code = 0xbad;
    CHECK_EQ(WaitForSingleObject(process, 10000), WAIT_OBJECT_0);
    GetExitCodeProcess(process, &code);
    CloseHandle(process);
    return code;
}

static HANDLE ready_event(void)
{
    return CreateEventW(NULL, TRUE, FALSE, L"console_control_ready");
}

CHILD(child_waits)
{
    SetEvent(ready_event());
    Sleep(10000);
}

CHILD(child_takes_break)
{
    happened = CreateEventW(NULL, FALSE, FALSE, NULL);
    SetConsoleCtrlHandler(takes, TRUE);
    SetEvent(ready_event());
    WaitForSingleObject(happened, 10000);
    ExitProcess(events[CTRL_BREAK_EVENT] == 1 ? 42 : 43);
}

CHILD(child_ignores_interrupts)
{
    happened = CreateEventW(NULL, FALSE, FALSE, NULL);
    SetConsoleCtrlHandler(takes, TRUE);
    SetEvent(ready_event());
    DWORD got = WaitForSingleObject(happened, 500);
    ExitProcess(got == WAIT_TIMEOUT ? 42 : 43);
}

CASE(break_ends_a_process_without_handlers)
{
    WINE_DIFFERS("on a terminal it knows no groups");
    PROCESS_INFORMATION info;
    need_any_console();
    HANDLE ready = ready_event(), process = start_group("child_waits", &info);
    CHECK_EQ(WaitForSingleObject(ready, 10000), WAIT_OBJECT_0);
    CHECK(GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, info.dwProcessId));
    CHECK_EQ(exit_code(process), STATUS_CONTROL_C_EXIT);
}

CASE(break_reaches_the_handler_of_a_group)
{
    WINE_DIFFERS("on a terminal it knows no groups");
    PROCESS_INFORMATION info;
    need_any_console();
    HANDLE ready = ready_event(), process = start_group("child_takes_break", &info);
    CHECK_EQ(WaitForSingleObject(ready, 10000), WAIT_OBJECT_0);
    CHECK(GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, info.dwProcessId));
    CHECK_EQ(exit_code(process), 42);
}

CASE(a_new_group_ignores_interrupts)
{
    PROCESS_INFORMATION info;
    need_any_console();
    SetConsoleCtrlHandler(takes, TRUE);
    HANDLE ready = ready_event(), process = start_group("child_ignores_interrupts", &info);
    CHECK_EQ(WaitForSingleObject(ready, 10000), WAIT_OBJECT_0);
    CHECK(GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0));
    CHECK_EQ(exit_code(process), 42);
}

CASE(an_interrupt_reaches_oneself)
{
    need_any_console();
    SetConsoleCtrlHandler(passes, TRUE);
    SetConsoleCtrlHandler(takes, TRUE);
    CHECK(GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0));
    CHECK_EQ(WaitForSingleObject(happened, 5000), WAIT_OBJECT_0);
    CHECK_EQ(events[CTRL_C_EVENT], 1);
    CHECK_EQ(events[CTRL_C_EVENT + 4], 0);
}

CASE(the_last_handler_is_asked_first)
{
    need_any_console();
    SetConsoleCtrlHandler(takes, TRUE);
    SetConsoleCtrlHandler(passes, TRUE);
    CHECK(GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0));
    CHECK_EQ(WaitForSingleObject(happened, 5000), WAIT_OBJECT_0);
    CHECK_EQ(events[CTRL_C_EVENT + 4], 1);
    CHECK_EQ(events[CTRL_C_EVENT], 1);
}

CASE(unknown_events_are_refused)
{
    WINE_DIFFERS("it sets no error");
    need_any_console();
    CHECK_FAILS(GenerateConsoleCtrlEvent(CTRL_CLOSE_EVENT, 0), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(GenerateConsoleCtrlEvent(77, 0), ERROR_INVALID_PARAMETER);
}

CHILD(child_hears_nothing)
{
    happened = CreateEventW(NULL, FALSE, FALSE, NULL);
    SetConsoleCtrlHandler(takes, TRUE);
    SetEvent(ready_event());
    ExitProcess(WaitForSingleObject(happened, 500) == WAIT_TIMEOUT ? 42 : 43);
}

CASE(ignoring_interrupts_is_inherited)
{
    need_any_console();
    CHECK(SetConsoleCtrlHandler(NULL, TRUE));
    HANDLE ready = ready_event(), process = start_child("child_hears_nothing");
    CHECK_EQ(WaitForSingleObject(ready, 10000), WAIT_OBJECT_0);
    CHECK(GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0));
    CHECK_EQ(end_child(process), 42);
    CHECK(SetConsoleCtrlHandler(NULL, FALSE));
}

CHILD(child_is_detached)
{
    ExitProcess(GetConsoleOutputCP() == 0 && open_console(L"CONOUT$") == INVALID_HANDLE_VALUE
                    ? AttachConsole(ATTACH_PARENT_PROCESS) && GetConsoleOutputCP() ? 42 : 44
                    : 43);
}

CASE(a_detached_process_has_no_console)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION info;
    char command[MAX_PATH + 64] = "\"", *to = command + 1;
    need_any_console();
    to += GetModuleFileNameA(NULL, to, MAX_PATH);
    for (const char *from = "\" child_is_detached"; (*to++ = *from++) != 0;)
        ;
    REQUIRE(CreateProcessA(NULL, command, NULL, NULL, FALSE, DETACHED_PROCESS, NULL, NULL, &startup,
                           &info));
    CloseHandle(info.hThread);
    CHECK_EQ(exit_code(info.hProcess), 42);
}
