/* What the programs about named pipes share. */
#ifndef PIPE_HELP_H
#define PIPE_HELP_H

#include "conformance.h"

#define BYTES   (PIPE_TYPE_BYTE | PIPE_READMODE_BYTE)
#define MESSAGE (PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE)
#define NONE    INVALID_HANDLE_VALUE
#define NAME    pipe_name(GetCurrentProcessId())

/* A name of the process's own. */
static inline const WCHAR *pipe_name(DWORD id)
{
    static WCHAR text[40] = L"\\\\.\\pipe\\bailey_";
    for (int i = 0; i < 8; i++)
        text[16 + i] = (WCHAR)('a' + (id >> (4 * i) & 15));
    return text;
}

static inline HANDLE serve_with(DWORD open_mode, DWORD mode, DWORD instances, DWORD size)
{
    return CreateNamedPipeW(NAME, open_mode, mode, instances, size, size, 1000, NULL);
}
static inline HANDLE serve(DWORD mode)
{
    return serve_with(PIPE_ACCESS_DUPLEX, mode, PIPE_UNLIMITED_INSTANCES, 4096);
}
static inline HANDLE serve_async(DWORD mode)
{
    return serve_with(PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, mode, PIPE_UNLIMITED_INSTANCES,
                      4096);
}
static inline HANDLE connect_with(DWORD access, DWORD flags)
{
    return CreateFileW(NAME, access, 0, NULL, OPEN_EXISTING, flags, NULL);
}
static inline HANDLE connect_pipe(void)
{
    return connect_with(GENERIC_READ | GENERIC_WRITE, 0);
}
static inline HANDLE connect_messages(void)
{
    DWORD mode = PIPE_READMODE_MESSAGE;
    HANDLE client = connect_pipe();
    CHECK(SetNamedPipeHandleState(client, &mode, NULL, NULL));
    return client;
}
static inline DWORD put(HANDLE pipe, const char *text)
{
    DWORD size = 0, done = 0;
    while (text[size])
        size++;
    return WriteFile(pipe, text, size, &done, NULL) ? done : (DWORD)-1;
}
/* What a read of up to size bytes gives. */
static inline const char *get(HANDLE pipe, DWORD size)
{
    static char text[256];
    DWORD done = 0;
    if (!ReadFile(pipe, text, size, &done, NULL) && GetLastError() != ERROR_MORE_DATA)
        return "(error)";
    text[done] = 0;
    return text;
}

#endif
