/* Small functions of the process and the machine. */
#include "crt.h"

#include <io.h>
#include <malloc.h>
#include <process.h>

#undef _beep
#undef _sleep

int _getpid(void)
{
    return GetCurrentProcessId();
}

void _beep(unsigned frequency, unsigned duration)
{
    Beep(frequency, duration);
}

void _sleep(unsigned long duration)
{
    Sleep(duration ? duration : 1);
}

void _seterrormode(int mode)
{
    SetErrorMode(mode);
}

intptr_t _loaddll(char *name)
{
    return (intptr_t)LoadLibraryA(name);
}

int _unloaddll(intptr_t module)
{
    return FreeLibrary((HMODULE)module) ? 0 : (int)GetLastError();
}

void *crt_getdllprocaddr(intptr_t module, const char *name, intptr_t ordinal)
{
    return (void *)GetProcAddress((HMODULE)module, name ? name : (const char *)(ordinal & 0xffff));
}

#define GUARD_SIZE 0x3000

/* Puts the guard back that a stack overflow used up, above what the thread is guaranteed. */
int _resetstkoflw(void)
{
    MEMORY_BASIC_INFORMATION page = {0};
    char *here = (char *)&page;
    ULONG guaranteed = 0;
    DWORD old;

    if (!VirtualQuery(here, &page, sizeof(page)) || !SetThreadStackGuarantee(&guaranteed))
        return 0;
    for (char *p = page.AllocationBase; p < here; p += page.RegionSize) {
        if (!VirtualQuery(p, &page, sizeof(page)))
            return 0;
        if (page.Protect & PAGE_GUARD)
            return 1;
        if (page.State != MEM_COMMIT)
            continue;
        p += guaranteed;
        return p + GUARD_SIZE < here &&
               VirtualProtect(p, GUARD_SIZE, PAGE_READWRITE | PAGE_GUARD, &old);
    }
    return 0;
}

/* Whether the runtime may use FMA3: it never does. */
int _get_FMA3_enable(void)
{
    return 0;
}

int _set_FMA3_enable(int enable)
{
    return 0;
}
