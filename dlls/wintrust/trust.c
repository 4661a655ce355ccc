/* wintrust.h: WinVerifyTrust on files, and what programs ask about its result. */
#include "verify.h"

static const GUID generic_verify = {
    0xaac56b, 0xcd44, 0x11d0, {0x8c, 0xc2, 0x00, 0xc0, 0x4f, 0xc2, 0x95, 0xee}};

static LONG finish(LONG error)
{
    SetLastError((DWORD)error);
    return error;
}

static LONG close_state(WINTRUST_DATA *data)
{
    struct state *state = data->hWVTStateData;

    if (state) {
        state_clear(state);
        HeapFree(GetProcessHeap(), 0, state);
        data->hWVTStateData = NULL;
    }
    return ERROR_SUCCESS;
}

LONG WINAPI WinVerifyTrust(HWND window, GUID *action, LPVOID parameter)
{
    WINTRUST_DATA *data = parameter;
    struct state *state;
    LONG error;

    if (!action || memcmp(action, &generic_verify, sizeof(generic_verify)))
        return finish(TRUST_E_PROVIDER_UNKNOWN);
    if (!data)
        return finish(ERROR_INVALID_PARAMETER);
    if (data->dwStateAction == WTD_STATEACTION_CLOSE)
        return close_state(data);
    if (data->dwUnionChoice != WTD_CHOICE_FILE || !data->pFile || !data->pFile->pcwszFilePath)
        return finish(data->dwUnionChoice == WTD_CHOICE_FILE ? ERROR_INVALID_PARAMETER
                                                             : TRUST_E_SUBJECT_FORM_UNKNOWN);
    state = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*state));
    if (!state)
        return finish(ERROR_NOT_ENOUGH_MEMORY);
    error = verify_program(data->pFile->pcwszFilePath, state);
    if (data->dwStateAction == WTD_STATEACTION_VERIFY) {
        data->hWVTStateData = state;
    } else {
        state_clear(state);
        HeapFree(GetProcessHeap(), 0, state);
    }
    return finish(error);
}

HRESULT WINAPI WinVerifyTrustEx(HWND window, GUID *action, WINTRUST_DATA *data)
{
    return WinVerifyTrust(window, action, data);
}

CRYPT_PROVIDER_DATA *WINAPI WTHelperProvDataFromStateData(HANDLE handle)
{
    struct state *state = handle;

    return state ? &state->data : NULL;
}

CRYPT_PROVIDER_SGNR *WINAPI WTHelperGetProvSignerFromChain(CRYPT_PROVIDER_DATA *data, DWORD index,
                                                           BOOL counter, DWORD counter_index)
{
    if (!data || index >= data->csSigners || counter)
        return NULL;
    return &data->pasSigners[index];
}

CRYPT_PROVIDER_CERT *WINAPI WTHelperGetProvCertFromChain(CRYPT_PROVIDER_SGNR *signer, DWORD index)
{
    return signer && index < signer->csCertChain ? &signer->pasCertChain[index] : NULL;
}
