/*
 * orphan.c - processes that outlive the session's first one. One takes a mutex and sleeps, one
 * waits for it; each says in a file when it is there, and the second what came of it.
 */
#include <stdio.h>
#include <string.h>
#include <windows.h>

static void say(const char *file, DWORD value)
{
    FILE *out = fopen("orphan.tmp", "w");
    fprintf(out, "%lu\n", value);
    fclose(out);
    MoveFileExA("orphan.tmp", file, MOVEFILE_REPLACE_EXISTING);
}

static void start(const char *program, const char *what)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION info;
    char line[MAX_PATH + 20];
    snprintf(line, sizeof line, "\"%s\" %s", program, what);
    if (!CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &info))
        ExitProcess(4);
    HANDLE ready = CreateEventA(NULL, FALSE, FALSE, "orphan_ready");
    if (WaitForSingleObject(ready, 20000) != WAIT_OBJECT_0)
        ExitProcess(5);
}

int main(int count, char **arguments)
{
    HANDLE mutex = CreateMutexA(NULL, FALSE, "orphan_mutex");
    HANDLE ready = CreateEventA(NULL, FALSE, FALSE, "orphan_ready");
    if (count < 2) {
        start(arguments[0], "holder");
        start(arguments[0], "waiter");
    } else if (strcmp(arguments[1], "holder") == 0) {
        WaitForSingleObject(mutex, INFINITE);
        SetEvent(ready);
        Sleep(60000);
    } else {
        SetEvent(ready);
        say("waiting", 1);
        say("result", WaitForSingleObject(mutex, 20000));
    }
    return 0;
}
