/* _popen: a pipe to a command that the shell runs. */
#include "spawn.h"

#include <fcntl.h>
#include <io.h>
#include <process.h>

#include "fd.h"
#include "stream.h"

static HANDLE start_command(const wchar_t *command, HANDLE end, int reading)
{
    const wchar_t *shell = _wgetenv(L"COMSPEC");
    STARTUPINFOW info = {.cb = sizeof(info), .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION process;

    if (!shell || !*shell)
        shell = L"cmd.exe";
    size_t length = wcslen(shell) + wcslen(command) + 8;
    wchar_t *line = malloc(length * sizeof(*line));
    if (!line)
        return NULL;
    _snwprintf_s(line, length, _TRUNCATE, L"%ls /c %ls", shell, command);
    info.hStdInput = reading ? (HANDLE)_get_osfhandle(0) : end;
    info.hStdOutput = reading ? end : (HANDLE)_get_osfhandle(1);
    info.hStdError = (HANDLE)_get_osfhandle(2);
    fflush(NULL);
    BOOL started = CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &info, &process);
    if (!started)
        crt_last_error();
    free(line);
    if (!started)
        return NULL;
    CloseHandle(process.hThread);
    return process.hProcess;
}

FILE *_wpopen(const wchar_t *command, const wchar_t *mode)
{
    SECURITY_ATTRIBUTES inherit = {sizeof(inherit), NULL, TRUE};
    HANDLE ends[2], process = NULL;
    wchar_t stream_mode[3] = {0};

    CRT_REQUIRE(command && mode, EINVAL, NULL);
    while (*mode == ' ')
        mode++;
    CRT_REQUIRE((*mode == 'r' || *mode == 'w') && (!mode[1] || mode[1] == 'b' || mode[1] == 't'),
                EINVAL, NULL);
    int reading = *mode == 'r';
    stream_mode[0] = mode[0];
    stream_mode[1] = mode[1];
    if (!CreatePipe(&ends[0], &ends[1], &inherit, 0)) {
        crt_last_error();
        return NULL;
    }
    HANDLE own = ends[!reading], theirs = ends[reading];
    SetHandleInformation(own, HANDLE_FLAG_INHERIT, 0);
    int number = _open_osfhandle((intptr_t)own, _O_NOINHERIT | (mode[1] == 'b' ? 0 : _O_TEXT));
    FILE *f = number >= 0 ? _wfdopen(number, stream_mode) : NULL;
    if (f)
        process = start_command(command, theirs, reading);
    CloseHandle(theirs);
    if (process) {
        stream_ext(f)->process = process;
        return f;
    }
    if (f)
        fclose(f);
    else if (number >= 0)
        _close(number);
    else
        CloseHandle(own);
    return NULL;
}

FILE *_popen(const char *command, const char *mode)
{
    CRT_REQUIRE(command && mode, EINVAL, NULL);
    wchar_t *wide = crt_wide(command), *wide_mode = crt_wide(mode);
    FILE *f = wide && wide_mode ? _wpopen(wide, wide_mode) : NULL;
    free(wide);
    free(wide_mode);
    return f;
}

int _pclose(FILE *f)
{
    int status = -1;

    CRT_REQUIRE(f, EINVAL, -1);
    HANDLE process = stream_ext(f)->process;
    if (!process) {
        errno = EBADF;
        return -1;
    }
    fclose(f);
    return _cwait(&status, (intptr_t)process, 0) == -1 ? -1 : status;
}
