/* combaseapi.h: apartments as far as their counting goes. No class is registered. */
#include "nt.h"
#include <objbase.h>

/* Per thread: the kind of apartment + 1 in the high half, how often it was entered in the low one.
 */
static volatile LONG slot = TLS_OUT_OF_INDEXES;

static DWORD get_slot(void)
{
    if (slot == (LONG)TLS_OUT_OF_INDEXES) {
        DWORD made = TlsAlloc();

        if (InterlockedCompareExchange(&slot, (LONG)made, (LONG)TLS_OUT_OF_INDEXES) !=
            (LONG)TLS_OUT_OF_INDEXES)
            TlsFree(made);
    }
    return (DWORD)slot;
}

HRESULT WINAPI CoInitializeEx(LPVOID reserved, DWORD flags)
{
    ULONG_PTR state = (ULONG_PTR)TlsGetValue(get_slot());
    ULONG_PTR kind = (flags & COINIT_APARTMENTTHREADED) + 1;

    if (reserved)
        return E_INVALIDARG;
    if (!state) {
        TlsSetValue(get_slot(), (void *)(kind << 16 | 1));
        return S_OK;
    }
    if (state >> 16 != kind)
        return RPC_E_CHANGED_MODE;
    TlsSetValue(get_slot(), (void *)(state + 1));
    return S_FALSE;
}

HRESULT WINAPI CoInitialize(LPVOID reserved)
{
    return CoInitializeEx(reserved, COINIT_APARTMENTTHREADED);
}

void WINAPI CoUninitialize(void)
{
    ULONG_PTR state = (ULONG_PTR)TlsGetValue(get_slot());

    if (state)
        TlsSetValue(get_slot(), (void *)((state & 0xffff) > 1 ? state - 1 : 0));
}

HRESULT WINAPI OleInitialize(LPVOID reserved)
{
    return CoInitialize(reserved);
}

void WINAPI OleUninitialize(void)
{
    CoUninitialize();
}

static HRESULT no_class(void **result)
{
    if (!result)
        return E_POINTER;
    *result = NULL;
    return TlsGetValue(get_slot()) ? REGDB_E_CLASSNOTREG : CO_E_NOTINITIALIZED;
}

HRESULT WINAPI CoCreateInstance(REFCLSID id, LPUNKNOWN outer, DWORD context, REFIID interface_id,
                                LPVOID *result)
{
    return no_class(result);
}

HRESULT WINAPI CoGetClassObject(REFCLSID id, DWORD context, LPVOID server, REFIID interface_id,
                                LPVOID *result)
{
    return no_class(result);
}

HRESULT WINAPI CLSIDFromProgID(LPCOLESTR name, LPCLSID id)
{
    if (!name || !id)
        return E_INVALIDARG;
    memset(id, 0, sizeof(*id));
    return CO_E_CLASSSTRING;
}
