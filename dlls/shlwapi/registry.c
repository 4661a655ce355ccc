/* shlwapi.h: the registry in one call. */
#include "shlwapi_private.h"

DWORD WINAPI SHGetValueW(HKEY parent, LPCWSTR path, LPCWSTR name, LPDWORD type, LPVOID buffer,
                         LPDWORD room)
{
    return RegGetValueW(parent, path, name, RRF_RT_ANY, type, buffer, room);
}

DWORD WINAPI SHGetValueA(HKEY parent, LPCSTR path, LPCSTR name, LPDWORD type, LPVOID buffer,
                         LPDWORD room)
{
    return RegGetValueA(parent, path, name, RRF_RT_ANY, type, buffer, room);
}

DWORD WINAPI SHSetValueW(HKEY parent, LPCWSTR path, LPCWSTR name, DWORD type, LPCVOID data,
                         DWORD size)
{
    return RegSetKeyValueW(parent, path, name, type, data, size);
}

DWORD WINAPI SHSetValueA(HKEY parent, LPCSTR path, LPCSTR name, DWORD type, LPCVOID data,
                         DWORD size)
{
    return RegSetKeyValueA(parent, path, name, type, data, size);
}

DWORD WINAPI SHDeleteValueW(HKEY parent, LPCWSTR path, LPCWSTR name)
{
    return RegDeleteKeyValueW(parent, path, name);
}

DWORD WINAPI SHDeleteValueA(HKEY parent, LPCSTR path, LPCSTR name)
{
    return RegDeleteKeyValueA(parent, path, name);
}

DWORD WINAPI SHDeleteKeyW(HKEY parent, LPCWSTR path)
{
    return RegDeleteTreeW(parent, path);
}

DWORD WINAPI SHDeleteKeyA(HKEY parent, LPCSTR path)
{
    return RegDeleteTreeA(parent, path);
}
