/*
 * delayload.c - delayloadhandler.h: delay-loaded imports, resolved at the first call.
 */
#include "kernel32_private.h"

typedef struct DELAYLOAD_INFO_FULL {
    ULONG Size;
    const void *DelayloadDescriptor;
    const void *ThunkAddress;
    LPCSTR TargetDllName;
    ULONG ImportDescribedByName;
    union {
        LPCSTR Name;
        ULONG Ordinal;
    } import;
    PVOID TargetModuleBase;
    PVOID Unused;
    ULONG LastError;
} DELAYLOAD_INFO_FULL;

typedef FARPROC(WINAPI *DELAY_HOOK)(ULONG, DELAYLOAD_INFO_FULL *);
typedef FARPROC(WINAPI *SYSTEM_HOOK)(LPCSTR, LPCSTR);

static FARPROC missing(const IMAGE_DELAYLOAD_DESCRIPTOR *d, LPCSTR dll, LPCSTR name, PVOID *thunk,
                       DELAY_HOOK hook, SYSTEM_HOOK system_hook)
{
    DELAYLOAD_INFO_FULL info = {sizeof info, d,    thunk, dll,           (ULONG_PTR)name > 0xffff,
                                {name},      NULL, NULL,  GetLastError()};
    FARPROC address = NULL;
    if ((ULONG_PTR)name <= 0xffff)
        info.import.Ordinal = (ULONG)(ULONG_PTR)name;
    if (hook)
        address = hook(4 /* DELAYLOAD_GPA_FAILURE */, &info);
    if (!address && system_hook)
        address = system_hook(dll, name);
    if (!address) {
        ULONG_PTR arguments[1] = {(ULONG_PTR)&info};
        RaiseException(0xC06D007F, 0, 1, arguments); /* as the delay-load helper says it */
    }
    return address;
}

PVOID WINAPI ResolveDelayLoadedAPI(PVOID base, PCIMAGE_DELAYLOAD_DESCRIPTOR descriptor, PVOID hook,
                                   PVOID system_hook, PIMAGE_THUNK_DATA thunk, ULONG flags)
{
    const IMAGE_DELAYLOAD_DESCRIPTOR *d = descriptor;
    char *image = base;
    LPCSTR dll = image + d->DllNameRVA;
    HMODULE *slot = (HMODULE *)(image + d->ModuleHandleRVA);
    SIZE_T index = (SIZE_T)(thunk - (PIMAGE_THUNK_DATA)(image + d->ImportAddressTableRVA));
    const IMAGE_THUNK_DATA *names = (const IMAGE_THUNK_DATA *)(image + d->ImportNameTableRVA);
    LPCSTR name = IMAGE_SNAP_BY_ORDINAL(names[index].u1.Ordinal)
                      ? MAKEINTRESOURCEA(IMAGE_ORDINAL(names[index].u1.Ordinal))
                      : (LPCSTR)(image + names[index].u1.AddressOfData + 2);
    if (!*slot)
        *slot = LoadLibraryA(dll);
    FARPROC address = *slot ? GetProcAddress(*slot, name) : NULL;
    if (!address)
        address = missing(d, dll, name, (PVOID *)thunk, (DELAY_HOOK)hook, (SYSTEM_HOOK)system_hook);
    thunk->u1.Function = (ULONG_PTR)address;
    return (PVOID)address;
}

FARPROC WINAPI DelayLoadFailureHook(LPCSTR dll, LPCSTR name)
{
    ULONG_PTR arguments[2] = {(ULONG_PTR)dll, (ULONG_PTR)name};
    RaiseException(0xC06D007F, 0, 2, arguments);
    return NULL;
}
