/* The process itself: command line, environment, children, exit codes. */
#include "files.h"

static DWORD get(const WCHAR *name, WCHAR *value, DWORD size)
{
    SetLastError(0xdeadbeef);
    return GetEnvironmentVariableW(name, value, size);
}

CASE(environment_variables)
{
    WCHAR value[20];
    CHECK(SetEnvironmentVariableW(L"Conf_A", L"value"));
    CHECK_EQ(get(L"CONF_a", value, 20), 5);
    CHECK_WSTR(value, L"value");
    CHECK_EQ(get(L"Conf_A", value, 5), 6);
    CHECK_EQ(get(L"Conf_A", value, 6), 5);
    CHECK_EQ(get(L"Conf_A", NULL, 0), 6);
    CHECK(SetEnvironmentVariableW(L"conf_a", NULL));
    CHECK_EQ(get(L"Conf_A", value, 20), 0);
    CHECK_LAST_ERROR(ERROR_ENVVAR_NOT_FOUND);
    CHECK(SetEnvironmentVariableW(L"Conf_A", L""));
    CHECK_EQ(get(L"Conf_A", value, 20), 0);
    CHECK(GetLastError() != ERROR_ENVVAR_NOT_FOUND);
    CHECK_EQ(get(L"Conf_A", NULL, 0), 1);
    CHECK_FAILS(SetEnvironmentVariableW(L"a=b", L"x"), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(SetEnvironmentVariableW(L"", L"x"), ERROR_INVALID_PARAMETER);
}

CASE(long_values_are_kept)
{
    static WCHAR value[32767], copy[32767];
    for (int i = 0; i < 32000; i++)
        value[i] = 'a' + i % 26;
    CHECK(SetEnvironmentVariableW(L"CONF_LONG", value));
    CHECK_EQ(get(L"CONF_LONG", copy, 32767), 32000);
    CHECK_WSTR(copy, value);
}

CASE(expanding_strings)
{
    WCHAR text[100];
    SetEnvironmentVariableW(L"CONF_X", L"xyz");
    CHECK_EQ(ExpandEnvironmentStringsW(L"a%conf_x%b%CONF_X%", text, 100), 9);
    CHECK_WSTR(text, L"axyzbxyz");
    CHECK_EQ(ExpandEnvironmentStringsW(L"%CONF_NONE%|100%|%%", text, 100), 20);
    CHECK_WSTR(text, L"%CONF_NONE%|100%|%%");
    CHECK_EQ(ExpandEnvironmentStringsW(L"a%CONF_X%b", NULL, 0), 6);
    CHECK_EQ(ExpandEnvironmentStringsW(L"a%CONF_X%b", text, 3), 6);
}

CASE(environment_block_has_the_variables)
{
    int found = 0;
    SetEnvironmentVariableW(L"CONF_BLOCK", L"1");
    WCHAR *block = GetEnvironmentStringsW();
    REQUIRE(block);
    for (WCHAR *next = block; *next; next += lstrlenW(next) + 1)
        found += lstrcmpW(next, L"CONF_BLOCK=1") == 0;
    CHECK_EQ(found, 1);
    CHECK(FreeEnvironmentStringsW(block));
}

CHILD(shows_its_environment)
{
    WCHAR value[20] = L"";
    GetEnvironmentVariableW(L"CONF_CHILD", value, 20);
    ExitProcess(lstrcmpW(value, L"inherited") == 0 ? 11 : 12);
}

CASE(environment_is_inherited)
{
    SetEnvironmentVariableW(L"CONF_CHILD", L"inherited");
    CHECK_EQ(end_child(start_child("shows_its_environment")), 11);
    SetEnvironmentVariableW(L"CONF_CHILD", NULL);
    CHECK_EQ(end_child(start_child("shows_its_environment")), 12);
}

static DWORD run_with(const char *child, void *environment, const WCHAR *directory, DWORD flags)
{
    STARTUPINFOW startup = {sizeof startup};
    PROCESS_INFORMATION process;
    WCHAR path[MAX_PATH], line[400];
    REQUIRE(GetModuleFileNameW(NULL, path, MAX_PATH));
    lstrcpyW(line, L"program ");
    int length = lstrlenW(line);
    for (int i = 0; i <= lstrlenA(child); i++)
        line[length + i] = child[i];
    REQUIRE(CreateProcessW(path, line, NULL, NULL, FALSE, flags, environment, directory, &startup,
                           &process));
    CHECK(process.dwProcessId && process.dwThreadId);
    CHECK_EQ(GetProcessId(process.hProcess), process.dwProcessId);
    if (flags & CREATE_SUSPENDED) {
        CHECK_EQ(WaitForSingleObject(process.hProcess, 50), WAIT_TIMEOUT);
        CHECK_EQ(ResumeThread(process.hThread), 1);
    }
    CloseHandle(process.hThread);
    return end_child(process.hProcess);
}

CASE(environment_can_be_given)
{
    CHECK_EQ(run_with("shows_its_environment", L"A=b\0CONF_CHILD=inherited\0", NULL,
                      CREATE_UNICODE_ENVIRONMENT),
             11);
    CHECK_EQ(run_with("shows_its_environment", "A=b\0CONF_CHILD=inherited\0", NULL, 0), 11);
    CHECK_EQ(run_with("shows_its_environment", L"A=b\0", NULL,
                      CREATE_UNICODE_ENVIRONMENT | CREATE_SUSPENDED),
             12);
}

CHILD(looks_for_a_file)
{
    ExitProcess(exists(L"here") ? 21 : 22);
}

CASE(directory_can_be_given)
{
    REQUIRE(CreateDirectoryW(L"d", NULL));
    make_file(L"d\\here", "");
    CHECK_EQ(run_with("looks_for_a_file", NULL, L"d", 0), 21);
    CHECK_EQ(run_with("looks_for_a_file", NULL, NULL, 0), 22);
}

CHILD(checks_its_command_line)
{
    const WCHAR *line = GetCommandLineW();
    const WCHAR *wanted = L" checks_its_command_line \"two words\" \\\"x \t end";
    int length = lstrlenW(line), wanted_length = lstrlenW(wanted);
    ExitProcess(
        length > wanted_length && lstrcmpW(line + length - wanted_length, wanted) == 0 ? 31 : 32);
}

CASE(command_line_comes_unchanged)
{
    CHECK_EQ(end_child(start_child("checks_its_command_line \"two words\" \\\"x \t end")), 31);
}

CHILD(exits_with_all_bits)
{
    ExitProcess(0xc0123456);
}

CASE(exit_codes_have_32_bits)
{
    CHECK_EQ(end_child(start_child("exits_with_all_bits")), 0xc0123456);
}

CHILD(crashes)
{
    SetErrorMode(SEM_NOGPFAULTERRORBOX);
    *(volatile int *)16 = 1;
}

CASE(crash_is_the_exit_code)
{
    CHECK_EQ(end_child(start_child("crashes")), STATUS_ACCESS_VIOLATION);
}

CHILD(waits_for_ever)
{
    Sleep(INFINITE);
}

CASE(terminate_and_wait)
{
    WINE_DIFFERS("Wine ends a process twice");
    DWORD code = 0;
    HANDLE child = start_child("waits_for_ever");
    CHECK_EQ(WaitForSingleObject(child, 30), WAIT_TIMEOUT);
    CHECK(GetExitCodeProcess(child, &code));
    CHECK_EQ(code, STILL_ACTIVE);
    CHECK(TerminateProcess(child, 44));
    CHECK_EQ(WaitForSingleObject(child, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(child, &code));
    CHECK_EQ(code, 44);
    CHECK_FAILS(TerminateProcess(child, 45), ERROR_ACCESS_DENIED);
    CHECK_FAILS(TerminateProcess((HANDLE)0x12344, 45), ERROR_INVALID_HANDLE);
}

CASE(open_process_by_id)
{
    HANDLE self = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, GetCurrentProcessId());
    DWORD code;
    REQUIRE(self);
    CHECK(GetExitCodeProcess(self, &code));
    CHECK_FAILS(TerminateProcess(self, 1), ERROR_ACCESS_DENIED);
    CHECK_FAILS(OpenProcess(SYNCHRONIZE, FALSE, 0xfffffff0), ERROR_INVALID_PARAMETER);
}

CASE(programs_that_cannot_start)
{
    STARTUPINFOW startup = {sizeof startup};
    PROCESS_INFORMATION process;
    WCHAR line[] = L"no_such_program.exe argument", text[] = L"text.exe";
    CHECK_FAILS(CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process),
                ERROR_FILE_NOT_FOUND);
    make_file(L"text.exe", "this is not a program, whatever its name says about it");
    CHECK_FAILS(
        CreateProcessW(L"text.exe", text, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process),
        ERROR_BAD_EXE_FORMAT);
}

static HANDLE inheritable_pipe(HANDLE *mine)
{
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, NULL, TRUE};
    HANDLE read, write;
    REQUIRE(CreatePipe(&read, &write, &attributes, 0));
    CHECK(SetHandleInformation(read, HANDLE_FLAG_INHERIT, 0));
    *mine = read;
    return write;
}

CHILD(prints)
{
    DWORD done;
    ExitProcess(WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), "printed", 7, &done, NULL) ? 0 : 1);
}

CASE(standard_handles_can_be_redirected)
{
    STARTUPINFOA startup = {sizeof startup};
    PROCESS_INFORMATION process;
    char path[MAX_PATH], line[] = "x prints", text[20] = "";
    DWORD done = 0;
    HANDLE read, write = inheritable_pipe(&read);
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdOutput = write;
    REQUIRE(GetModuleFileNameA(NULL, path, MAX_PATH));
    REQUIRE(CreateProcessA(path, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process));
    CloseHandle(write);
    CHECK(ReadFile(read, text, 19, &done, NULL));
    CHECK_STR(text, "printed");
    CHECK_EQ(end_child(process.hProcess), 0);
    CHECK_FAILS(ReadFile(read, text, 19, &done, NULL), ERROR_BROKEN_PIPE);
}

CHILD(uses_an_inherited_event)
{
    HANDLE event = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"inherit test");
    const char *line = GetCommandLineA();
    ULONG_PTR value = 0;
    REQUIRE(event);
    for (line += lstrlenA(line); line[-1] != ' ';)
        line--;
    for (; *line; line++)
        value = value * 10 + *line - '0';
    ExitProcess(SetEvent((HANDLE)value) ? 1 : GetLastError() + 100);
}

static DWORD pass_handle(HANDLE handle)
{
    char line[60] = "uses_an_inherited_event ", digits[20];
    int length = lstrlenA(line), count = 0;
    for (ULONG_PTR value = (ULONG_PTR)handle; value; value /= 10)
        digits[count++] = '0' + value % 10;
    while (count)
        line[length++] = digits[--count];
    line[length] = 0;
    return end_child(start_child(line));
}

CHILD(closes_its_output)
{
    CloseHandle(GetStdHandle(STD_OUTPUT_HANDLE));
    Sleep(INFINITE);
}

/* Who reads from the child hears the end when it has closed the handle, not when it has ended. */
CASE(output_ends_with_its_handle)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    STARTUPINFOW startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION process;
    WCHAR path[MAX_PATH], line[] = L"program closes_its_output";
    HANDLE read_end;
    char byte;
    DWORD done;
    REQUIRE(GetModuleFileNameW(NULL, path, MAX_PATH));
    REQUIRE(CreatePipe(&read_end, &startup.hStdOutput, &inherit, 0));
    SetHandleInformation(read_end, HANDLE_FLAG_INHERIT, 0);
    REQUIRE(CreateProcessW(path, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process));
    CloseHandle(startup.hStdOutput);
    CHECK_FAILS(ReadFile(read_end, &byte, 1, &done, NULL), ERROR_BROKEN_PIPE);
    CHECK_EQ(WaitForSingleObject(process.hProcess, 0), WAIT_TIMEOUT);
    TerminateProcess(process.hProcess, 1);
    CloseHandle(process.hThread);
    end_child(process.hProcess);
}

CASE(only_inheritable_handles_are_inherited)
{
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, NULL, TRUE};
    HANDLE named = CreateEventW(NULL, TRUE, FALSE, L"inherit test");
    HANDLE event = CreateEventW(&attributes, TRUE, FALSE, NULL);
    CHECK(named != NULL);
    CHECK_EQ(pass_handle(event), 1);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
}

CASE(process_times_and_memory)
{
    WINE_DIFFERS("Wine does not count handles");
    FILETIME created, ended, kernel, user, now;
    CHECK(GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user));
    GetSystemTimeAsFileTime(&now);
    CHECK(CompareFileTime(&created, &now) <= 0);
    CHECK_EQ(now.dwHighDateTime - created.dwHighDateTime,
             now.dwHighDateTime != created.dwHighDateTime);
    DWORD handles = 0, more = 0;
    CHECK(GetProcessHandleCount(GetCurrentProcess(), &handles));
    for (int i = 0; i < 10; i++)
        CreateEventW(NULL, FALSE, FALSE, NULL);
    CHECK(GetProcessHandleCount(GetCurrentProcess(), &more));
    CHECK_EQ(more, handles + 10);
}

CASE(full_image_name)
{
    WCHAR path[MAX_PATH], image[MAX_PATH];
    DWORD size = MAX_PATH;
    CHECK(QueryFullProcessImageNameW(GetCurrentProcess(), 0, image, &size));
    CHECK(GetModuleFileNameW(NULL, path, MAX_PATH));
    CHECK_WSTR(image, path);
    CHECK_EQ(size, lstrlenW(path));
    size = 4;
    CHECK_FAILS(QueryFullProcessImageNameW(GetCurrentProcess(), 0, image, &size),
                ERROR_INSUFFICIENT_BUFFER);
}

CHILD(writes_a_file)
{
    CloseHandle(CreateFileW(L"written", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL));
}

CASE(programs_started_the_old_way)
{
    char path[MAX_PATH], line[MAX_PATH + 40];
    REQUIRE(GetModuleFileNameA(NULL, path, MAX_PATH));
    lstrcpyA(line, "\"");
    lstrcatA(line, path);
    lstrcatA(line, "\" writes_a_file");
    CHECK(WinExec(line, SW_HIDE) > 31);
    for (int i = 0; i < 500 && GetFileAttributesW(L"written") == INVALID_FILE_ATTRIBUTES; i++)
        Sleep(10);
    CHECK(GetFileAttributesW(L"written") != INVALID_FILE_ATTRIBUTES);
    CHECK_EQ(WinExec("no_such_program.exe", SW_HIDE), ERROR_FILE_NOT_FOUND);
}
