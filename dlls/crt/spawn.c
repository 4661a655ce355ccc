/* Starting programs: the one worker behind _spawn*, _exec*, system and _popen. */
#include "spawn.h"

#include <io.h>
#include <process.h>

#include "fd.h"

/* Arguments are joined by spaces and nothing is quoted: that is what the documentation says. */
static wchar_t *join_arguments(const wchar_t *const *args)
{
    size_t length = 1;

    for (int i = 0; args[i]; i++)
        length += wcslen(args[i]) + 1;
    wchar_t *line = malloc(length * sizeof(*line)), *p = line;
    if (!line)
        return NULL;
    for (int i = 0; args[i]; i++) {
        if (i)
            *p++ = ' ';
        wcscpy(p, args[i]);
        p += wcslen(p);
    }
    *p = 0;
    return line;
}

static wchar_t *join_environment(const wchar_t *const *env)
{
    size_t length = 2;

    for (int i = 0; env[i]; i++)
        length += wcslen(env[i]) + 1;
    wchar_t *block = malloc(length * sizeof(*block)), *p = block;
    if (!block)
        return NULL;
    for (int i = 0; env[i]; i++) {
        wcscpy(p, env[i]);
        p += wcslen(p) + 1;
    }
    if (p == block)
        *p++ = 0;
    *p = 0;
    return block;
}

static intptr_t start(int mode, const wchar_t *program, wchar_t *line, wchar_t *environment)
{
    STARTUPINFOW info = {.cb = sizeof(info)};
    PROCESS_INFORMATION process;
    DWORD flags = CREATE_UNICODE_ENVIRONMENT, code = 0;

    fflush(NULL);
    info.lpReserved2 = fd_inheritance(&info.cbReserved2);
    if (mode == _P_DETACH)
        flags |= DETACHED_PROCESS;
    BOOL started =
        CreateProcessW(program, line, NULL, NULL, TRUE, flags, environment, NULL, &info, &process);
    DWORD error = GetLastError();
    free(info.lpReserved2);
    if (!started)
        return crt_set_error(error);
    CloseHandle(process.hThread);
    switch (mode) {
    case _P_OVERLAY:
        _exit(0);
    case _P_WAIT:
        WaitForSingleObject(process.hProcess, INFINITE);
        GetExitCodeProcess(process.hProcess, &code);
        CloseHandle(process.hProcess);
        errno = 0;
        return (int)code;
    case _P_DETACH:
        CloseHandle(process.hProcess);
        return 0;
    }
    return (intptr_t)process.hProcess;
}

static int has_extension(const wchar_t *path)
{
    const wchar_t *dot = wcsrchr(path, '.'), *slash = wcspbrk(path, L"/\\");

    for (const wchar_t *p = slash; p; p = wcspbrk(p + 1, L"/\\"))
        slash = p;
    return dot && (!slash || dot > slash);
}

/* As named, or with each of the extensions. */
static int exists_as_program(const wchar_t *path, wchar_t *found, size_t count)
{
    static const wchar_t *const extensions[] = {L".com", L".exe", L".bat", L".cmd"};

    if (has_extension(path) && !_waccess(path, 0))
        return wcscpy_s(found, count, path) == 0;
    for (unsigned i = 0; i < ARRAY_LEN(extensions); i++)
        if (wcslen(path) + 5 <= count) {
            wcscpy(found, path);
            wcscat(found, extensions[i]);
            if (!_waccess(found, 0))
                return 1;
        }
    return 0;
}

static int find_program(const wchar_t *path, wchar_t *found, size_t count, int search)
{
    if (exists_as_program(path, found, count))
        return 1;
    if (!search || wcspbrk(path, L"/\\:"))
        return 0;
    const wchar_t *list = _wgetenv(L"PATH");
    wchar_t candidate[CRT_PATH * 2];
    while (list && *list) {
        size_t length = wcscspn(list, L";");
        if (length && length + wcslen(path) + 2 <= ARRAY_LEN(candidate)) {
            memcpy(candidate, list, length * sizeof(*candidate));
            if (!wcschr(L"/\\", candidate[length - 1]))
                candidate[length++] = '\\';
            wcscpy(candidate + length, path);
            if (exists_as_program(candidate, found, count))
                return 1;
        }
        list += wcscspn(list, L";");
        list += *list == ';';
    }
    return 0;
}

intptr_t crt_spawn(int mode, const wchar_t *path, const wchar_t *const *args,
                   const wchar_t *const *env, int search)
{
    wchar_t found[CRT_PATH * 2];

    CRT_REQUIRE(path && *path && args && args[0] && mode >= _P_WAIT && mode <= _P_DETACH, EINVAL,
                -1);
    int saved = errno;
    if (!find_program(path, found, ARRAY_LEN(found), search)) {
        crt_set_error(ERROR_FILE_NOT_FOUND);
        return -1;
    }
    errno = saved;
    wchar_t *line = join_arguments(args), *block = env ? join_environment(env) : NULL;
    intptr_t result = -1;
    if (line && (block || !env))
        result = start(mode, found, line, block);
    else
        errno = ENOMEM;
    free(line);
    free(block);
    return result;
}

wchar_t **crt_wide_list(const char *const *list)
{
    size_t count = 0;

    while (list[count])
        count++;
    wchar_t **wide = calloc(count + 1, sizeof(*wide));
    for (size_t i = 0; wide && i < count; i++) {
        wide[i] = crt_wide(list[i]);
        if (!wide[i]) {
            crt_free_wide_list(wide);
            return NULL;
        }
    }
    return wide;
}

void crt_free_wide_list(wchar_t **list)
{
    for (wchar_t **p = list; p && *p; p++)
        free(*p);
    free(list);
}

intptr_t _cwait(int *status, intptr_t process, int action)
{
    DWORD code;

    if (!process || process == -1 || process == -2) {
        crt_set_error(ERROR_INVALID_HANDLE);
        errno = ECHILD;
        return -1;
    }
    if (WaitForSingleObject((HANDLE)process, INFINITE) != WAIT_OBJECT_0 ||
        !GetExitCodeProcess((HANDLE)process, &code)) {
        crt_last_error();
        errno = ECHILD;
        if (status)
            *status = -1;
        return -1;
    }
    if (status)
        *status = (int)code;
    CloseHandle((HANDLE)process);
    return process;
}

static const wchar_t *shell(void)
{
    const wchar_t *name = _wgetenv(L"COMSPEC");

    return name && *name ? name : L"cmd.exe";
}

int _wsystem(const wchar_t *command)
{
    const wchar_t *args[] = {shell(), L"/c", command, NULL};

    if (!command)
        return _waccess(args[0], 0) == 0;
    CRT_REQUIRE(*command, EINVAL, -1);
    return (int)crt_spawn(_P_WAIT, args[0], args, NULL, 1);
}

int system(const char *command)
{
    wchar_t *wide = command ? crt_wide(command) : NULL;

    if (command && !wide)
        return -1;
    int result = _wsystem(wide);
    free(wide);
    return result;
}
