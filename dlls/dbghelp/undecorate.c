/* dbghelp.h: decorated names made readable. */
#include "../vcruntime140/undname.h"
#include "modules.h"

DWORD WINAPI UnDecorateSymbolName(PCSTR name, PSTR output, DWORD size, DWORD flags)
{
    if (!name || !output || !size) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    struct undname *room = HeapAlloc(GetProcessHeap(), 0, UNDNAME_ROOM);
    if (!room) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    lstrcpynA(output, undname_symbol(room, name, (flags & UNDNAME_NAME_ONLY) != 0), (int)size);
    HeapFree(GetProcessHeap(), 0, room);
    return (DWORD)lstrlenA(output);
}

DWORD WINAPI UnDecorateSymbolNameW(PCWSTR name, PWSTR output, DWORD size, DWORD flags)
{
    char narrow[4096], text[4096];
    if (!name || !output || !size ||
        !WideCharToMultiByte(CP_ACP, 0, name, -1, narrow, sizeof narrow, NULL, NULL)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    if (!UnDecorateSymbolName(narrow, text, size < sizeof text ? size : sizeof text, flags))
        return 0;
    return (DWORD)MultiByteToWideChar(CP_ACP, 0, text, -1, output, (int)size) - 1;
}
