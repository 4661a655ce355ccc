/*
 * hammer.c - a session under fire: twelve children hammer shared objects, one after the other dies
 * (the test kills some by SIGKILL, the parent ends others), and new ones take their places. Nobody
 * may be left waiting for what a dead one held.
 */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#define CHILDREN 12
#define PATIENCE 20000

static void use_mutex(HANDLE mutex, volatile LONG *counter)
{
    char name[40];
    DWORD status = WaitForSingleObject(mutex, PATIENCE);
    if (status != WAIT_OBJECT_0 && status != WAIT_ABANDONED)
        ExitProcess(1);
    snprintf(name, sizeof name, "killed_event_%ld", ++*counter % 50);
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, name);
    ReleaseMutex(mutex);
    SetEvent(event);
    CloseHandle(event);
}

static void hammer(void)
{
    HANDLE mutex = CreateMutexA(NULL, FALSE, "killed_mutex");
    HANDLE map =
        CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 65536, "killed_map");
    volatile LONG *counter = MapViewOfFile(map, FILE_MAP_WRITE, 0, 0, 0);
    for (;;) {
        use_mutex(mutex, counter);
        CloseHandle(CreateFileA("killed.tmp", GENERIC_READ | GENERIC_WRITE,
                                FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                                OPEN_ALWAYS, 0, NULL));
    }
}

static HANDLE start(const char *program)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION info;
    char line[MAX_PATH + 20];
    snprintf(line, sizeof line, "\"%s\" hammer", program);
    if (!CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &info))
        exit(4);
    CloseHandle(info.hThread);
    return info.hProcess;
}

/* One that somebody has killed, or one that is ended here. */
static DWORD take_a_dead_one(HANDLE *children)
{
    DWORD index = WaitForMultipleObjects(CHILDREN, children, FALSE, 200), code;
    if (index == WAIT_TIMEOUT) {
        index = (DWORD)rand() % CHILDREN;
        TerminateProcess(children[index], 5);
        if (WaitForSingleObject(children[index], PATIENCE) != WAIT_OBJECT_0)
            exit(2);
    }
    GetExitCodeProcess(children[index], &code);
    if (code == 1)
        exit(3); /* it waited in vain */
    return index;
}

int main(int count, char **arguments)
{
    HANDLE children[CHILDREN];
    if (count > 2) {
        int rounds = atoi(arguments[2]);
        HANDLE mutex = CreateMutexA(NULL, FALSE, "killed_mutex");
        for (int i = 0; i < CHILDREN; i++)
            children[i] = start(arguments[0]);
        for (int i = 0; i < rounds; i++) {
            DWORD index = take_a_dead_one(children);
            CloseHandle(children[index]);
            children[index] = start(arguments[0]);
        }
        for (int i = 0; i < CHILDREN; i++) {
            TerminateProcess(children[i], 0);
            if (WaitForSingleObject(children[i], PATIENCE) != WAIT_OBJECT_0)
                return 2;
        }
        DWORD status = WaitForSingleObject(mutex, PATIENCE);
        return status == WAIT_OBJECT_0 || status == WAIT_ABANDONED ? 0 : 5;
    }
    hammer();
}
