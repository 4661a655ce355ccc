/* A DLL for loader.c: exports by name, by ordinal alone, data, and a forwarder.
 * Links: HERE/kernel32/loader_a.def -lkernel32
 */
#include <windows.h>

int exported_data = 1234;
static int calls[4];

int add_one(int value)
{
    return value + 1;
}

int by_ordinal_only(void)
{
    return 77;
}

/* How often DllMain was called for this reason. */
int times_called(int reason)
{
    return calls[reason];
}

/* Tells the program, if it wants to know, in which order things happen. */
static void tell(char what)
{
    void (*log)(char) = (void *)GetProcAddress(GetModuleHandleW(NULL), "log_event");
    if (log)
        log(what);
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved)
{
    calls[reason]++;
    if (reason == DLL_PROCESS_ATTACH)
        tell('a');
    if (reason == DLL_PROCESS_DETACH)
        tell(reserved ? 'X' : 'x');
    return TRUE;
}
