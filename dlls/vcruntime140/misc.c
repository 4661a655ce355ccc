/* The rest of what vcruntime140 exports. */
#include "eh.h"
#include <stdlib.h>

typedef void (*purecall_handler)(void);

static purecall_handler on_purecall;

purecall_handler _get_purecall_handler(void)
{
    return on_purecall;
}

purecall_handler _set_purecall_handler(purecall_handler made)
{
    return InterlockedExchangePointer((PVOID volatile *)&on_purecall, made);
}

int _purecall(void)
{
    purecall_handler handler = on_purecall;
    if (handler)
        handler();
    abort();
}

/* Telemetry and profiling hooks: events that nobody listens to. */
void __telemetry_main_invoke_trigger(HMODULE module)
{
}

void __telemetry_main_return_trigger(HMODULE module)
{
}

void __NLG_Dispatch2(void)
{
}

void __NLG_Return2(void)
{
}

DWORD __vcrt_GetModuleFileNameW(HMODULE module, LPWSTR name, DWORD count)
{
    return GetModuleFileNameW(module, name, count);
}

HMODULE __vcrt_GetModuleHandleW(LPCWSTR name)
{
    return GetModuleHandleW(name);
}

HMODULE __vcrt_LoadLibraryExW(LPCWSTR name, HANDLE file, DWORD flags)
{
    return LoadLibraryExW(name, file, flags);
}

BOOL __vcrt_InitializeCriticalSectionEx(LPCRITICAL_SECTION section, DWORD spin, DWORD flags)
{
    return InitializeCriticalSectionEx(section, spin, flags);
}
