/* combaseapi.h: apartments, as far as their counting goes: calls do not
 * cross from one to another. */
#include "nt.h"
#include "apartment.h"

/* Per thread: the kind of apartment + 1 in the high half, how often it was entered in the low one.
 */
static volatile LONG slot = TLS_OUT_OF_INDEXES;

/* Threads in the multithreaded apartment, to which all others then belong too that entered none;
 * and the first thread that made an apartment of its own. */
static volatile LONG multithreaded, main_apartment;

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
        if (kind == 1)
            InterlockedIncrement(&multithreaded);
        else
            InterlockedCompareExchange(&main_apartment, (LONG)GetCurrentThreadId(), 0);
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

    if (!state)
        return;
    TlsSetValue(get_slot(), (void *)((state & 0xffff) > 1 ? state - 1 : 0));
    if ((state & 0xffff) == 1 && state >> 16 == 1)
        InterlockedDecrement(&multithreaded);
    else if ((state & 0xffff) == 1)
        InterlockedCompareExchange(&main_apartment, 0, (LONG)GetCurrentThreadId());
}

HRESULT WINAPI OleInitialize(LPVOID reserved)
{
    return CoInitialize(reserved);
}

void WINAPI OleUninitialize(void)
{
    CoUninitialize();
}

BOOL apartment_entered(void)
{
    return TlsGetValue(get_slot()) || multithreaded;
}

HRESULT WINAPI CoGetApartmentType(APTTYPE *type, APTTYPEQUALIFIER *qualifier)
{
    ULONG_PTR kind = (ULONG_PTR)TlsGetValue(get_slot()) >> 16;

    if (!type || !qualifier)
        return E_INVALIDARG;
    if (!kind && !multithreaded)
        return CO_E_NOTINITIALIZED;
    *qualifier = kind ? APTTYPEQUALIFIER_NONE : APTTYPEQUALIFIER_IMPLICIT_MTA;
    *type = !kind || kind == 1                              ? APTTYPE_MTA
            : GetCurrentThreadId() == (DWORD)main_apartment ? APTTYPE_MAINSTA
                                                            : APTTYPE_STA;
    return S_OK;
}
