/*
 * tlsapi.c - dynamic thread-local storage: 64 slots in the TEB, 1024 more in a block of each
 * thread.
 */
#include "kernel32_private.h"

#define BASE_SLOTS      64u
#define EXPANSION_SLOTS 1024u

static ULONG bitmap[(BASE_SLOTS + EXPANSION_SLOTS) / 32];

DWORD WINAPI TlsAlloc(void)
{
    DWORD index = TLS_OUT_OF_INDEXES;
    RtlAcquirePebLock();
    for (DWORD i = 0; i < sizeof bitmap / sizeof *bitmap && index == TLS_OUT_OF_INDEXES; i++)
        if (~bitmap[i]) {
            ULONG bit = (ULONG)__builtin_ctz(~bitmap[i]);
            bitmap[i] |= 1u << bit;
            index = i * 32 + bit;
        }
    RtlReleasePebLock();
    if (index == TLS_OUT_OF_INDEXES)
        fail_with(ERROR_NO_MORE_ITEMS);
    else
        TlsSetValue(index, NULL);
    return index;
}

BOOL WINAPI TlsFree(DWORD index)
{
    BOOL used = FALSE;
    if (index >= BASE_SLOTS + EXPANSION_SLOTS)
        return fail_with(ERROR_INVALID_PARAMETER);
    RtlAcquirePebLock();
    used = (bitmap[index / 32] >> index % 32) & 1;
    bitmap[index / 32] &= ~(1u << index % 32);
    /* Every thread's value becomes NULL, so that the next owner of the slot finds it clean. */
    if (used)
        NtSetInformationThread(NtCurrentThread(), (THREADINFOCLASS)10 /* ThreadZeroTlsCell */,
                               &index, sizeof index);
    RtlReleasePebLock();
    return used ? TRUE : fail_with(ERROR_INVALID_PARAMETER);
}

LPVOID WINAPI TlsGetValue(DWORD index)
{
    TEB_FULL *teb = teb_self();
    teb->LastErrorValue = ERROR_SUCCESS;
    if (index < BASE_SLOTS)
        return teb->TlsSlots[index];
    index -= BASE_SLOTS;
    if (index < EXPANSION_SLOTS)
        return teb->TlsExpansionSlots ? teb->TlsExpansionSlots[index] : NULL;
    fail_with(ERROR_INVALID_PARAMETER);
    return NULL;
}

BOOL WINAPI TlsSetValue(DWORD index, LPVOID value)
{
    TEB_FULL *teb = teb_self();
    if (index < BASE_SLOTS) {
        teb->TlsSlots[index] = value;
        return TRUE;
    }
    index -= BASE_SLOTS;
    if (index >= EXPANSION_SLOTS)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!teb->TlsExpansionSlots && value) {
        teb->TlsExpansionSlots = RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY,
                                                 EXPANSION_SLOTS * sizeof(PVOID));
        if (!teb->TlsExpansionSlots)
            return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    }
    if (teb->TlsExpansionSlots)
        teb->TlsExpansionSlots[index] = value;
    return TRUE;
}

DWORD WINAPI FlsAlloc(PFLS_CALLBACK_FUNCTION callback)
{
    ULONG index;
    return nt_result(RtlFlsAlloc(callback, &index)) ? index : FLS_OUT_OF_INDEXES;
}

BOOL WINAPI FlsFree(DWORD index)
{
    return nt_result(RtlFlsFree(index));
}

PVOID WINAPI FlsGetValue(DWORD index)
{
    PVOID value = NULL;
    NTSTATUS status = RtlFlsGetValue(index, &value);
    if (status >= 0)
        teb_self()->LastErrorValue = ERROR_SUCCESS;
    else
        set_last_nt_error(status);
    return value;
}

BOOL WINAPI FlsSetValue(DWORD index, PVOID value)
{
    return nt_result(RtlFlsSetValue(index, value));
}
