/* ncrypt.h: what keys do: signatures, encryption, agreement. */
#include "objects.h"

#define PADDINGS \
    (NCRYPT_NO_PADDING_FLAG | NCRYPT_PAD_PKCS1_FLAG | NCRYPT_PAD_OAEP_FLAG | NCRYPT_PAD_PSS_FLAG)

static struct key *ready(NCRYPT_KEY_HANDLE handle)
{
    struct key *key = get_object(handle, KEY);

    return key && key->finalized ? key : NULL;
}

SECURITY_STATUS WINAPI NCryptSignHash(NCRYPT_KEY_HANDLE handle, VOID *padding, PBYTE hash,
                                      DWORD hash_size, PBYTE signature, DWORD room, DWORD *done,
                                      DWORD flags)
{
    struct key *key = ready(handle);

    if (!key)
        return NTE_INVALID_HANDLE;
    if (!key->secret)
        return NTE_NO_KEY;
    if (!(key->usage & NCRYPT_ALLOW_SIGNING_FLAG))
        return NTE_PERM;
    return status_of(BCryptSignHash(key->key, padding, hash, hash_size, signature, room, done,
                                    flags & PADDINGS));
}

SECURITY_STATUS WINAPI NCryptVerifySignature(NCRYPT_KEY_HANDLE handle, VOID *padding, PBYTE hash,
                                             DWORD hash_size, PBYTE signature, DWORD size,
                                             DWORD flags)
{
    struct key *key = ready(handle);

    if (!key)
        return NTE_INVALID_HANDLE;
    return status_of(BCryptVerifySignature(key->key, padding, hash, hash_size, signature, size,
                                           flags & PADDINGS));
}

SECURITY_STATUS WINAPI NCryptEncrypt(NCRYPT_KEY_HANDLE handle, PBYTE input, DWORD size,
                                     VOID *padding, PBYTE output, DWORD room, DWORD *done,
                                     DWORD flags)
{
    struct key *key = ready(handle);

    if (!key)
        return NTE_INVALID_HANDLE;
    return status_of(BCryptEncrypt(key->key, input, size, padding, NULL, 0, output, room, done,
                                   flags & PADDINGS));
}

SECURITY_STATUS WINAPI NCryptDecrypt(NCRYPT_KEY_HANDLE handle, PBYTE input, DWORD size,
                                     VOID *padding, PBYTE output, DWORD room, DWORD *done,
                                     DWORD flags)
{
    struct key *key = ready(handle);

    if (!key)
        return NTE_INVALID_HANDLE;
    if (!key->secret)
        return NTE_NO_KEY;
    if (!(key->usage & NCRYPT_ALLOW_DECRYPT_FLAG))
        return NTE_PERM;
    return status_of(BCryptDecrypt(key->key, input, size, padding, NULL, 0, output, room, done,
                                   flags & PADDINGS));
}

SECURITY_STATUS WINAPI NCryptSecretAgreement(NCRYPT_KEY_HANDLE own, NCRYPT_KEY_HANDLE other,
                                             NCRYPT_SECRET_HANDLE *result, DWORD flags)
{
    struct key *own_key = ready(own), *other_key = ready(other);
    struct secret *secret;
    NTSTATUS status;

    if (!own_key || !other_key)
        return NTE_INVALID_HANDLE;
    if (!result)
        return NTE_INVALID_PARAMETER;
    if (!own_key->secret)
        return NTE_NO_KEY;
    secret = object_make(SECRET, sizeof(*secret));
    if (!secret)
        return NTE_NO_MEMORY;
    status = BCryptSecretAgreement(own_key->key, other_key->key, &secret->secret, 0);
    if (status < 0) {
        HeapFree(GetProcessHeap(), 0, secret);
        return status_of(status);
    }
    *result = (NCRYPT_SECRET_HANDLE)secret;
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptDeriveKey(NCRYPT_SECRET_HANDLE handle, LPCWSTR function,
                                       NCryptBufferDesc *parameters, PBYTE derived, DWORD room,
                                       DWORD *done, ULONG flags)
{
    struct secret *secret = get_object(handle, SECRET);

    if (!secret)
        return NTE_INVALID_HANDLE;
    return status_of(BCryptDeriveKey(secret->secret, function, (BCryptBufferDesc *)parameters,
                                     derived, room, done, flags));
}
