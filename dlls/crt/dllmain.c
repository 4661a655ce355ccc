/* The DLL's entry point. A detach at process exit flushes what exit() did not get to. */
#include "startup.h"

HINSTANCE crt_instance;

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved)
{
    switch (reason) {
    case DLL_PROCESS_ATTACH:
        crt_instance = instance;
        crt_thread_attach();
        crt_startup_attach();
        break;
    case DLL_THREAD_DETACH:
        crt_thread_detach();
        break;
    case DLL_PROCESS_DETACH:
        if (!reserved)
            crt_run_exit_table();
        crt_flush_all_streams();
        break;
    }
    return TRUE;
}
