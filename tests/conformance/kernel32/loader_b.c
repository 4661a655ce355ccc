/* A DLL for loader.c that imports another, and that refuses to load if it is told so.
 * Links: tests/conformance/kernel32/loader_a.dll -lkernel32
 */
#include <windows.h>

__declspec(dllimport) int add_one(int value);

__declspec(dllexport) int add_two(int value)
{
    return add_one(add_one(value));
}

static void tell(char what)
{
    void (*log)(char) = (void *)GetProcAddress(GetModuleHandleW(NULL), "log_event");
    if (log)
        log(what);
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved)
{
    if (reason == DLL_PROCESS_ATTACH) {
        tell('b');
        if (GetEnvironmentVariableW(L"LOADER_REFUSE", NULL, 0))
            return FALSE;
        DisableThreadLibraryCalls(module);
    }
    if (reason == DLL_PROCESS_DETACH)
        tell(reserved ? 'Y' : 'y');
    return TRUE;
}
