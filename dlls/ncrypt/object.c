/* ncrypt.h: handles, and the algorithms of the provider. */
#include "objects.h"

#define OBJECT_MAGIC 0x4a424f4e

static const struct algorithm algorithms[] = {
    {L"RSA", L"RSA", 512, 16384, 64, 2048, 0},
    {L"ECDSA_P256", L"ECDSA", 256, 256, 0, 256, BCRYPT_ECDSA_PUBLIC_P256_MAGIC},
    {L"ECDSA_P384", L"ECDSA", 384, 384, 0, 384, BCRYPT_ECDSA_PUBLIC_P384_MAGIC},
    {L"ECDSA_P521", L"ECDSA", 521, 521, 0, 521, BCRYPT_ECDSA_PUBLIC_P521_MAGIC},
    {L"ECDH_P256", L"ECDH", 256, 256, 0, 256, BCRYPT_ECDH_PUBLIC_P256_MAGIC},
    {L"ECDH_P384", L"ECDH", 384, 384, 0, 384, BCRYPT_ECDH_PUBLIC_P384_MAGIC},
    {L"ECDH_P521", L"ECDH", 521, 521, 0, 521, BCRYPT_ECDH_PUBLIC_P521_MAGIC},
};

const struct algorithm *algorithm_at(DWORD index)
{
    return index < ARRAYSIZE(algorithms) ? &algorithms[index] : NULL;
}

const struct algorithm *algorithm_find(const WCHAR *name)
{
    for (unsigned i = 0; i < ARRAYSIZE(algorithms); i++)
        if (!lstrcmpiW(algorithms[i].name, name))
            return &algorithms[i];
    return NULL;
}

/* The magic of a private key is the public one's with the next digit at its end. */
const struct algorithm *algorithm_of_magic(ULONG magic)
{
    for (unsigned i = 1; i < ARRAYSIZE(algorithms); i++)
        if (magic == algorithms[i].public_magic || magic == algorithms[i].public_magic + 0x01000000)
            return &algorithms[i];
    return NULL;
}

void *get_object(NCRYPT_HANDLE handle, int kind)
{
    struct object *object = (struct object *)handle;

    return object && object->magic == OBJECT_MAGIC && (int)object->kind == kind ? object : NULL;
}

void *object_make(int kind, SIZE_T size)
{
    struct object *object = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size);

    if (object) {
        object->magic = OBJECT_MAGIC;
        object->kind = kind;
    }
    return object;
}

SECURITY_STATUS status_of(NTSTATUS status)
{
    switch (status) {
    case STATUS_SUCCESS:
        return ERROR_SUCCESS;
    case STATUS_INVALID_SIGNATURE:
        return NTE_BAD_SIGNATURE;
    case STATUS_BUFFER_TOO_SMALL:
        return NTE_BUFFER_TOO_SMALL;
    case STATUS_NOT_SUPPORTED:
        return NTE_NOT_SUPPORTED;
    case STATUS_NO_MEMORY:
        return NTE_NO_MEMORY;
    case STATUS_INVALID_HANDLE:
        return NTE_INVALID_HANDLE;
    default:
        return status >= 0 ? ERROR_SUCCESS : NTE_INVALID_PARAMETER;
    }
}

SECURITY_STATUS give(const void *value, DWORD size, BYTE *buffer, DWORD room, DWORD *needed)
{
    *needed = size;
    if (!buffer)
        return ERROR_SUCCESS;
    if (room < size)
        return NTE_BUFFER_TOO_SMALL;
    memcpy(buffer, value, size);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptOpenStorageProvider(NCRYPT_PROV_HANDLE *result, LPCWSTR name,
                                                 DWORD flags)
{
    struct object *provider;

    if (!result)
        return NTE_INVALID_PARAMETER;
    if (name && lstrcmpiW(name, MS_KEY_STORAGE_PROVIDER))
        return NTE_NOT_FOUND;
    provider = object_make(PROVIDER, sizeof(*provider));
    if (!provider)
        return NTE_NO_MEMORY;
    *result = (NCRYPT_PROV_HANDLE)provider;
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptFreeObject(NCRYPT_HANDLE handle)
{
    struct secret *secret = get_object(handle, SECRET);
    struct object *provider = get_object(handle, PROVIDER);
    struct key *key = get_object(handle, KEY);

    if (key) {
        key_free(key);
    } else if (secret) {
        BCryptDestroySecret(secret->secret);
        secret->object.magic = 0;
        HeapFree(GetProcessHeap(), 0, secret);
    } else if (provider) {
        provider->magic = 0;
        HeapFree(GetProcessHeap(), 0, provider);
    } else {
        return NTE_INVALID_HANDLE;
    }
    return ERROR_SUCCESS;
}

BOOL WINAPI NCryptIsKeyHandle(NCRYPT_KEY_HANDLE handle)
{
    return get_object(handle, KEY) != NULL;
}

SECURITY_STATUS WINAPI NCryptFreeBuffer(PVOID buffer)
{
    HeapFree(GetProcessHeap(), 0, buffer);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptIsAlgSupported(NCRYPT_PROV_HANDLE handle, LPCWSTR name, DWORD flags)
{
    if (!get_object(handle, PROVIDER))
        return NTE_INVALID_HANDLE;
    return name && algorithm_find(name) ? ERROR_SUCCESS : NTE_NOT_SUPPORTED;
}

static DWORD operations_of(const struct algorithm *algorithm)
{
    if (!lstrcmpW(algorithm->group, L"RSA"))
        return NCRYPT_ASYMMETRIC_ENCRYPTION_OPERATION | NCRYPT_SIGNATURE_OPERATION;
    return lstrcmpW(algorithm->group, L"ECDSA") ? NCRYPT_SECRET_AGREEMENT_OPERATION
                                                : NCRYPT_SIGNATURE_OPERATION;
}

SECURITY_STATUS WINAPI NCryptEnumAlgorithms(NCRYPT_PROV_HANDLE handle, DWORD operations,
                                            DWORD *count, NCryptAlgorithmName **list, DWORD flags)
{
    NCryptAlgorithmName *result;

    if (!get_object(handle, PROVIDER))
        return NTE_INVALID_HANDLE;
    if (!count || !list)
        return NTE_INVALID_PARAMETER;
    result = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(algorithms));
    if (!result)
        return NTE_NO_MEMORY;
    *count = 0;
    for (unsigned i = 0; i < ARRAYSIZE(algorithms); i++) {
        DWORD offered = operations_of(&algorithms[i]);

        if (operations && !(offered & operations))
            continue;
        result[*count].pszName = (LPWSTR)algorithms[i].name;
        result[*count].dwClass = offered & NCRYPT_ASYMMETRIC_ENCRYPTION_OPERATION
                                     ? NCRYPT_ASYMMETRIC_ENCRYPTION_INTERFACE
                                 : offered & NCRYPT_SIGNATURE_OPERATION
                                     ? NCRYPT_SIGNATURE_INTERFACE
                                     : NCRYPT_SECRET_AGREEMENT_INTERFACE;
        result[(*count)++].dwAlgOperations = offered;
    }
    *list = result;
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptEnumStorageProviders(DWORD *count, NCryptProviderName **list,
                                                  DWORD flags)
{
    NCryptProviderName *result;

    if (!count || !list)
        return NTE_INVALID_PARAMETER;
    result = HeapAlloc(GetProcessHeap(), 0, sizeof(*result));
    if (!result)
        return NTE_NO_MEMORY;
    *result = (NCryptProviderName){(LPWSTR)MS_KEY_STORAGE_PROVIDER,
                                   (LPWSTR)L"Microsoft Software Key Storage Provider"};
    *count = 1;
    *list = result;
    return ERROR_SUCCESS;
}
