/*
 * createprocess.c - processthreadsapi.h: starting processes. What the caller says becomes one block
 * of process parameters; ntdll makes the process.
 */
#include "createprocess.h"

#define PATH_ROOM     0x8000u
#define COMMAND_MAX   32767u
#define REFUSED_FLAGS (DEBUG_PROCESS | DEBUG_ONLY_THIS_PROCESS)

typedef struct CREATION {
    const WCHAR *application;
    WCHAR *command;   /* heap */
    WCHAR *image;     /* heap: full DOS path */
    WCHAR *directory; /* heap: full, with a backslash at the end */
    WCHAR *environment;
    const STARTUPINFOW *startup;
    LPPROC_THREAD_ATTRIBUTE_LIST attributes;
    HANDLE parent; /* NULL: this process */
    HANDLE token;  /* NULL: the parent's */
    DWORD flags;
    BOOL inherit;
    ULONG process_attributes, thread_attributes;
} CREATION;

/* ---- the directory and the environment */

static DWORD take_directory(CREATION *c, const WCHAR *directory)
{
    DWORD room = PATH_ROOM;
    c->directory = k32_alloc(room * sizeof(WCHAR));
    if (!c->directory)
        return ERROR_NOT_ENOUGH_MEMORY;
    DWORD size = directory ? GetFullPathNameW(directory, room - 2, c->directory, NULL)
                           : GetCurrentDirectoryW(room - 2, c->directory);
    if (!size || size >= room - 2)
        return ERROR_DIRECTORY;
    if (c->directory[size - 1] != '\\')
        c->directory[size++] = '\\', c->directory[size] = 0;
    if (!directory)
        return ERROR_SUCCESS;
    DWORD attributes = GetFileAttributesW(c->directory);
    return attributes != INVALID_FILE_ATTRIBUTES && attributes & FILE_ATTRIBUTE_DIRECTORY
               ? ERROR_SUCCESS
               : ERROR_DIRECTORY;
}

/* Bytes of a block with its last zero. */
static SIZE_T environment_size(const WCHAR *block)
{
    const WCHAR *end = block;
    while (*end)
        end += wcslen(end) + 1;
    return (SIZE_T)(end - block + 1) * sizeof(WCHAR);
}

static WCHAR *widen_environment(const char *block)
{
    const char *end = block;
    while (*end)
        end += strlen(end) + 1;
    ULONG size = (ULONG)(end - block + 1), used = 0;
    WCHAR *wide = k32_alloc((size + 1) * sizeof(WCHAR));
    if (wide) {
        RtlMultiByteToUnicodeN(wide, size * sizeof(WCHAR), &used, block, size);
        wide[used / sizeof(WCHAR)] = 0;
    }
    return wide;
}

static DWORD take_environment(CREATION *c, const void *environment)
{
    if (!environment)
        c->environment = GetEnvironmentStringsW();
    else if (!(c->flags & CREATE_UNICODE_ENVIRONMENT))
        c->environment = widen_environment(environment);
    else {
        SIZE_T size = environment_size(environment);
        c->environment = k32_alloc(size);
        if (c->environment)
            memcpy(c->environment, environment, size);
    }
    return c->environment ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
}

/* ---- the process */

static void set_string(UNICODE_STRING *string, const WCHAR *text)
{
    RtlInitUnicodeString(string, text ? text : L"");
}

static void fill_streams(const CREATION *c, PROCESS_PARAMETERS *p)
{
    const PROCESS_PARAMETERS *own = peb_self()->ProcessParameters;
    const STARTUPINFOW *s = c->startup;
    if (s->dwFlags & STARTF_USESTDHANDLES) {
        p->StandardInput = s->hStdInput;
        p->StandardOutput = s->hStdOutput;
        p->StandardError = s->hStdError;
    } else if (!c->parent && !(c->flags & (DETACHED_PROCESS | CREATE_NEW_CONSOLE))) {
        p->StandardInput = own->StandardInput;
        p->StandardOutput = own->StandardOutput;
        p->StandardError = own->StandardError;
    }
}

static void fill_parameters(const CREATION *c, PROCESS_PARAMETERS *p)
{
    const STARTUPINFOW *s = c->startup;
    set_string(&p->ImagePathName, c->image);
    set_string(&p->CommandLine, c->command);
    set_string(&p->CurrentDirectory.DosPath, c->directory);
    set_string(&p->WindowTitle, s->lpTitle ? s->lpTitle : c->image);
    set_string(&p->DesktopInfo, s->lpDesktop ? s->lpDesktop : L"WinSta0\\Default");
    p->Environment = c->environment;
    p->EnvironmentSize = environment_size(c->environment);
    p->StartingX = s->dwX, p->StartingY = s->dwY;
    p->CountX = s->dwXSize, p->CountY = s->dwYSize;
    p->CountCharsX = s->dwXCountChars, p->CountCharsY = s->dwYCountChars;
    p->FillAttribute = s->dwFillAttribute;
    p->WindowFlags = s->dwFlags;
    p->ShowWindowFlags = s->dwFlags & STARTF_USESHOWWINDOW ? s->wShowWindow : SW_SHOWNORMAL;
    p->RuntimeData.Buffer = (PWSTR)s->lpReserved2;
    p->RuntimeData.Length = p->RuntimeData.MaximumLength = s->cbReserved2;
    p->ConsoleFlags = c->flags & CREATE_NEW_PROCESS_GROUP ? 1 : 0;
    p->ConsoleHandle = (HANDLE)(LONG_PTR)(c->flags & DETACHED_PROCESS     ? -1
                                          : c->flags & CREATE_NEW_CONSOLE ? -2
                                          : c->flags & CREATE_NO_WINDOW   ? -3
                                                                          : 0);
    fill_streams(c, p);
}

static const PROC_ATTRIBUTE *job_list(const CREATION *c)
{
    return k32_find_attribute(c->attributes, PROC_THREAD_ATTRIBUTE_JOB_LIST);
}

/* Before its first instruction: it has been created suspended for that. */
static DWORD join_jobs(const CREATION *c, PROCESS_INFORMATION *info)
{
    const PROC_ATTRIBUTE *list = job_list(c);
    const HANDLE *jobs = list ? list->value : NULL;
    for (SIZE_T i = 0; list && i < list->size / sizeof *jobs; i++) {
        if (AssignProcessToJobObject(jobs[i], info->hProcess))
            continue;
        DWORD error = GetLastError();
        TerminateProcess(info->hProcess, error);
        CloseHandle(info->hThread);
        CloseHandle(info->hProcess);
        memset(info, 0, sizeof *info);
        return error;
    }
    if (list && !(c->flags & CREATE_SUSPENDED))
        ResumeThread(info->hThread);
    return ERROR_SUCCESS;
}

static DWORD start(const CREATION *c, PROCESS_INFORMATION *info)
{
    PROCESS_PARAMETERS *parameters = k32_alloc(sizeof *parameters);
    const PROC_ATTRIBUTE *list =
        k32_find_attribute(c->attributes, PROC_THREAD_ATTRIBUTE_HANDLE_LIST);
    UNICODE_STRING path;
    CLIENT_ID id;
    if (!parameters)
        return ERROR_NOT_ENOUGH_MEMORY;
    memset(parameters, 0, sizeof *parameters);
    fill_parameters(c, parameters);
    if (!RtlDosPathNameToNtPathName_U(c->image, &path, NULL, NULL)) {
        k32_free(parameters);
        return ERROR_PATH_NOT_FOUND;
    }
    BAILEY_PROCESS_OPTIONS options = {
        .image = &path,
        .inherit = c->inherit,
        .suspended = (c->flags & CREATE_SUSPENDED) != 0 || job_list(c),
        .push_standard = !c->parent && !(c->startup->dwFlags & STARTF_USESTDHANDLES),
        .list = list ? list->value : NULL,
        .list_count = list ? (ULONG)(list->size / sizeof(HANDLE)) : 0,
        .parent = c->parent,
        .token = c->token,
        .process_attributes = c->process_attributes,
        .thread_attributes = c->thread_attributes,
    };
    NTSTATUS status =
        BaileyCreateProcess(&options, parameters, &info->hProcess, &info->hThread, &id);
    RtlFreeUnicodeString(&path);
    k32_free(parameters);
    if (status < 0)
        return status == STATUS_INVALID_IMAGE_NOT_MZ || status == STATUS_INVALID_IMAGE_FORMAT
                   ? ERROR_BAD_EXE_FORMAT
                   : RtlNtStatusToDosError(status);
    info->dwProcessId = (DWORD)(ULONG_PTR)id.UniqueProcess;
    info->dwThreadId = (DWORD)(ULONG_PTR)id.UniqueThread;
    return ERROR_SUCCESS;
}

/* ---- batch files go to the command interpreter */

static BOOL is_batch(const WCHAR *image)
{
    const WCHAR *dot = wcsrchr(image, '.');
    return dot && (_wcsicmp(dot, L".bat") == 0 || _wcsicmp(dot, L".cmd") == 0);
}

static DWORD use_interpreter(CREATION *c)
{
    WCHAR interpreter[MAX_PATH];
    DWORD size = GetEnvironmentVariableW(L"ComSpec", interpreter, MAX_PATH);
    if (!size || size >= MAX_PATH)
        wcscpy(interpreter, L"C:\\Windows\\System32\\cmd.exe");
    SIZE_T room = wcslen(interpreter) + wcslen(c->command) + 16;
    WCHAR *command = k32_alloc(room * sizeof(WCHAR));
    WCHAR *image = k32_alloc((wcslen(interpreter) + 1) * sizeof(WCHAR));
    if (!command || !image) {
        k32_free(command);
        k32_free(image);
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    wcscpy(image, interpreter);
    wcscpy(command, L"\"");
    wcscat(command, interpreter);
    wcscat(command, L"\" /c \"");
    wcscat(command, c->command);
    wcscat(command, L"\"");
    k32_free(c->command);
    k32_free(c->image);
    c->command = command, c->image = image;
    return ERROR_SUCCESS;
}

/* ---- all of it */

static DWORD take_command(CREATION *c, const WCHAR *application, const WCHAR *command)
{
    SIZE_T count = command ? wcslen(command) : 0;
    if (count > COMMAND_MAX - 1)
        return ERROR_FILENAME_EXCED_RANGE;
    SIZE_T room = (command ? count : wcslen(application) + 2) + 1;
    c->command = k32_alloc(room * sizeof(WCHAR));
    if (!c->command)
        return ERROR_NOT_ENOUGH_MEMORY;
    if (command) {
        wcscpy(c->command, command);
    } else {
        wcscpy(c->command, L"\"");
        wcscat(c->command, application);
        wcscat(c->command, L"\"");
    }
    return ERROR_SUCCESS;
}

static DWORD create(CREATION *c, const WCHAR *application, const WCHAR *command,
                    const void *environment, const WCHAR *directory, PROCESS_INFORMATION *info)
{
    if (!application && !command)
        return ERROR_INVALID_PARAMETER;
    if (c->flags & REFUSED_FLAGS)
        return ERROR_NOT_SUPPORTED;
    if ((c->flags & (DETACHED_PROCESS | CREATE_NEW_CONSOLE)) ==
        (DETACHED_PROCESS | CREATE_NEW_CONSOLE))
        return ERROR_INVALID_PARAMETER;
    const PROC_ATTRIBUTE *parent =
        k32_find_attribute(c->attributes, PROC_THREAD_ATTRIBUTE_PARENT_PROCESS);
    if (parent && !(c->parent = *(const HANDLE *)parent->value))
        return ERROR_INVALID_HANDLE;
    DWORD error = take_directory(c, directory);
    if (!error)
        error = take_command(c, application, command);
    if (!error)
        error = k32_find_image(application, c->command, &c->image);
    if (!error && is_batch(c->image))
        error = use_interpreter(c);
    if (!error)
        error = take_environment(c, environment);
    if (!error)
        error = start(c, info);
    return error ? error : join_jobs(c, info);
}

BOOL WINAPI CreateProcessAsUserW(HANDLE token, LPCWSTR application, LPWSTR command,
                                 LPSECURITY_ATTRIBUTES process, LPSECURITY_ATTRIBUTES thread,
                                 BOOL inherit, DWORD flags, LPVOID environment, LPCWSTR directory,
                                 LPSTARTUPINFOW startup, LPPROCESS_INFORMATION info)
{
    CREATION c = {.startup = startup, .token = token, .flags = flags, .inherit = inherit};
    c.process_attributes = process && process->bInheritHandle ? OBJ_INHERIT : 0;
    c.thread_attributes = thread && thread->bInheritHandle ? OBJ_INHERIT : 0;
    if (flags & EXTENDED_STARTUPINFO_PRESENT) {
        if (startup->cb != sizeof(STARTUPINFOEXW))
            return fail_with(ERROR_INVALID_PARAMETER);
        c.attributes = ((STARTUPINFOEXW *)startup)->lpAttributeList;
    }
    memset(info, 0, sizeof *info);
    DWORD error = create(&c, application, command, environment, directory, info);
    k32_free(c.command);
    k32_free(c.image);
    k32_free(c.directory);
    if (!environment && c.environment)
        FreeEnvironmentStringsW(c.environment);
    else
        k32_free(c.environment);
    return error ? fail_with(error) : TRUE;
}

BOOL WINAPI CreateProcessW(LPCWSTR application, LPWSTR command, LPSECURITY_ATTRIBUTES process,
                           LPSECURITY_ATTRIBUTES thread, BOOL inherit, DWORD flags,
                           LPVOID environment, LPCWSTR directory, LPSTARTUPINFOW startup,
                           LPPROCESS_INFORMATION info)
{
    return CreateProcessAsUserW(NULL, application, command, process, thread, inherit, flags,
                                environment, directory, startup, info);
}

BOOL WINAPI CreateProcessAsUserA(HANDLE token, LPCSTR application, LPSTR command,
                                 LPSECURITY_ATTRIBUTES process, LPSECURITY_ATTRIBUTES thread,
                                 BOOL inherit, DWORD flags, LPVOID environment, LPCSTR directory,
                                 LPSTARTUPINFOA startup, LPPROCESS_INFORMATION info)
{
    STARTUPINFOEXW wide;
    WCHAR *texts[5] = {k32_to_wide(application), k32_to_wide(command), k32_to_wide(directory),
                       k32_to_wide(startup->lpTitle), k32_to_wide(startup->lpDesktop)};
    BOOL extended = (flags & EXTENDED_STARTUPINFO_PRESENT) != 0;
    BOOL good = (!application || texts[0]) && (!command || texts[1]) && (!directory || texts[2]);
    memcpy(&wide, startup, extended ? sizeof wide : sizeof wide.StartupInfo);
    wide.StartupInfo.lpTitle = texts[3];
    wide.StartupInfo.lpDesktop = texts[4];
    if (good)
        good = CreateProcessAsUserW(token, texts[0], texts[1], process, thread, inherit, flags,
                                    environment, texts[2], &wide.StartupInfo, info);
    for (int i = 0; i < 5; i++)
        k32_free(texts[i]);
    return good;
}

BOOL WINAPI CreateProcessA(LPCSTR application, LPSTR command, LPSECURITY_ATTRIBUTES process,
                           LPSECURITY_ATTRIBUTES thread, BOOL inherit, DWORD flags,
                           LPVOID environment, LPCSTR directory, LPSTARTUPINFOA startup,
                           LPPROCESS_INFORMATION info)
{
    return CreateProcessAsUserA(NULL, application, command, process, thread, inherit, flags,
                                environment, directory, startup, info);
}
