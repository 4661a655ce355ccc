/* ncrypt.h: keys: created, opened, imported, exported, deleted. */
#include "objects.h"

static BOOL is_rsa(const struct algorithm *algorithm)
{
    return !algorithm->public_magic;
}

const WCHAR *private_blob_type(const struct algorithm *algorithm)
{
    return is_rsa(algorithm) ? BCRYPT_RSAFULLPRIVATE_BLOB : BCRYPT_ECCPRIVATE_BLOB;
}

void key_free(struct key *key)
{
    if (key->key)
        BCryptDestroyKey(key->key);
    while (key->properties) {
        struct property *property = key->properties;

        key->properties = property->next;
        HeapFree(GetProcessHeap(), 0, property);
    }
    SecureZeroMemory(key, sizeof(*key));
    HeapFree(GetProcessHeap(), 0, key);
}

static struct key *make(const struct algorithm *algorithm, DWORD flags)
{
    struct key *key = object_make(KEY, sizeof(*key));

    if (key) {
        key->algorithm = algorithm;
        key->flags = flags & (NCRYPT_MACHINE_KEY_FLAG | NCRYPT_OVERWRITE_KEY_FLAG);
        key->bits = algorithm ? algorithm->standard : 0;
        key->usage = NCRYPT_ALLOW_ALL_USAGES;
    }
    return key;
}

static SECURITY_STATUS name_key(struct key *key, const WCHAR *name)
{
    if (lstrlenW(name) >= MAX_PATH)
        return NTE_INVALID_PARAMETER;
    if (!(key->flags & NCRYPT_OVERWRITE_KEY_FLAG) && stored_exists(name, key->flags))
        return NTE_EXISTS;
    lstrcpyW(key->name, name);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptCreatePersistedKey(NCRYPT_PROV_HANDLE provider,
                                                NCRYPT_KEY_HANDLE *result, LPCWSTR algorithm_name,
                                                LPCWSTR name, DWORD spec, DWORD flags)
{
    const struct algorithm *algorithm;
    SECURITY_STATUS status = ERROR_SUCCESS;
    struct key *key;

    if (!get_object(provider, PROVIDER))
        return NTE_INVALID_HANDLE;
    if (!result || !algorithm_name)
        return NTE_INVALID_PARAMETER;
    algorithm = algorithm_find(algorithm_name);
    if (!algorithm)
        return NTE_NOT_SUPPORTED;
    key = make(algorithm, flags);
    if (!key)
        return NTE_NO_MEMORY;
    if (name)
        status = name_key(key, name);
    if (status)
        key_free(key);
    else
        *result = (NCRYPT_KEY_HANDLE)key;
    return status;
}

SECURITY_STATUS WINAPI NCryptFinalizeKey(NCRYPT_KEY_HANDLE handle, DWORD flags)
{
    struct key *key = get_object(handle, KEY);
    BCRYPT_ALG_HANDLE provider;
    NTSTATUS status = STATUS_SUCCESS;

    if (!key || key->finalized)
        return NTE_INVALID_HANDLE;
    if (!key->key) {
        status = BCryptOpenAlgorithmProvider(&provider, key->algorithm->name, NULL, 0);
        if (status < 0)
            return status_of(status);
        status = BCryptGenerateKeyPair(provider, &key->key, key->bits, 0);
        if (status >= 0)
            status = BCryptFinalizeKeyPair(key->key, 0);
        BCryptCloseAlgorithmProvider(provider, 0);
        key->secret = TRUE;
    }
    if (status < 0)
        return status_of(status);
    key->finalized = TRUE;
    return key->name[0] ? stored_save(key) : ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptOpenKey(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE *result,
                                     LPCWSTR name, DWORD spec, DWORD flags)
{
    SECURITY_STATUS status;
    struct key *key;

    if (!get_object(provider, PROVIDER))
        return NTE_INVALID_HANDLE;
    if (!result || !name || lstrlenW(name) >= MAX_PATH)
        return NTE_INVALID_PARAMETER;
    key = make(NULL, flags);
    if (!key)
        return NTE_NO_MEMORY;
    lstrcpyW(key->name, name);
    status = stored_load(name, flags, key);
    if (status)
        key_free(key);
    else
        *result = (NCRYPT_KEY_HANDLE)key;
    return status;
}

SECURITY_STATUS WINAPI NCryptDeleteKey(NCRYPT_KEY_HANDLE handle, DWORD flags)
{
    struct key *key = get_object(handle, KEY);
    SECURITY_STATUS status = ERROR_SUCCESS;

    if (!key)
        return NTE_INVALID_HANDLE;
    if (key->name[0] && key->finalized)
        status = stored_delete(key);
    if (!status)
        key_free(key);
    return status;
}

SECURITY_STATUS key_import(struct key *key, const WCHAR *type, const BYTE *blob, DWORD size)
{
    BCRYPT_ALG_HANDLE provider;
    ULONG done;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&provider, key->algorithm->name, NULL, 0);

    if (status < 0)
        return status_of(status);
    status = BCryptImportKeyPair(provider, NULL, type, &key->key, (BYTE *)blob, size, 0);
    BCryptCloseAlgorithmProvider(provider, 0);
    if (status >= 0)
        status = BCryptGetProperty(key->key, BCRYPT_KEY_LENGTH, (BYTE *)&key->bits,
                                   sizeof(key->bits), &done, 0);
    key->finalized = status >= 0;
    return status_of(status);
}

static const struct {
    const WCHAR *type;
    BOOL rsa, secret;
} blob_types[] = {
    {BCRYPT_RSAPUBLIC_BLOB, TRUE, FALSE},     {BCRYPT_RSAPRIVATE_BLOB, TRUE, TRUE},
    {BCRYPT_RSAFULLPRIVATE_BLOB, TRUE, TRUE}, {LEGACY_RSAPUBLIC_BLOB, TRUE, FALSE},
    {LEGACY_RSAPRIVATE_BLOB, TRUE, TRUE},     {BCRYPT_ECCPUBLIC_BLOB, FALSE, FALSE},
    {BCRYPT_ECCPRIVATE_BLOB, FALSE, TRUE},
};

static int find_type(const WCHAR *type)
{
    for (unsigned i = 0; i < ARRAYSIZE(blob_types); i++)
        if (!lstrcmpW(type, blob_types[i].type))
            return (int)i;
    return -1;
}

static const WCHAR *name_of(const NCryptBufferDesc *parameters)
{
    for (ULONG i = 0; parameters && i < parameters->cBuffers; i++)
        if (parameters->pBuffers[i].BufferType == NCRYPTBUFFER_PKCS_KEY_NAME)
            return parameters->pBuffers[i].pvBuffer;
    return NULL;
}

SECURITY_STATUS WINAPI NCryptImportKey(NCRYPT_PROV_HANDLE provider, NCRYPT_KEY_HANDLE wrapping,
                                       LPCWSTR type, NCryptBufferDesc *parameters,
                                       NCRYPT_KEY_HANDLE *result, PBYTE blob, DWORD size,
                                       DWORD flags)
{
    const WCHAR *name = name_of(parameters);
    const struct algorithm *algorithm;
    SECURITY_STATUS status = ERROR_SUCCESS;
    struct key *key;
    int index;

    if (!get_object(provider, PROVIDER))
        return NTE_INVALID_HANDLE;
    if (!type || !result || !blob || size < sizeof(ULONG))
        return NTE_INVALID_PARAMETER;
    index = find_type(type);
    if (index < 0 || wrapping)
        return NTE_NOT_SUPPORTED;
    algorithm = blob_types[index].rsa ? algorithm_at(0) : algorithm_of_magic(*(ULONG *)blob);
    if (!algorithm)
        return NTE_NOT_SUPPORTED;
    key = make(algorithm, flags);
    if (!key)
        return NTE_NO_MEMORY;
    key->secret = blob_types[index].secret;
    if (name)
        status = name_key(key, name);
    if (!status)
        status = key_import(key, type, blob, size);
    if (!status && flags & NCRYPT_DO_NOT_FINALIZE_FLAG)
        key->finalized = FALSE;
    else if (!status && name && key->secret)
        status = stored_save(key);
    if (status)
        key_free(key);
    else
        *result = (NCRYPT_KEY_HANDLE)key;
    return status;
}

SECURITY_STATUS WINAPI NCryptExportKey(NCRYPT_KEY_HANDLE handle, NCRYPT_KEY_HANDLE wrapping,
                                       LPCWSTR type, NCryptBufferDesc *parameters, PBYTE blob,
                                       DWORD room, DWORD *needed, DWORD flags)
{
    struct key *key = get_object(handle, KEY);
    int index;

    if (!key || !key->key)
        return NTE_INVALID_HANDLE;
    if (!type || !needed)
        return NTE_INVALID_PARAMETER;
    index = find_type(type);
    if (index < 0 || wrapping || blob_types[index].rsa != is_rsa(key->algorithm))
        return NTE_NOT_SUPPORTED;
    if (blob_types[index].secret &&
        (!key->secret || !(key->policy & NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG)))
        return NTE_NOT_SUPPORTED;
    return status_of(BCryptExportKey(key->key, NULL, type, blob, room, needed, 0));
}

/* The names are one block with the structure. */
SECURITY_STATUS WINAPI NCryptEnumKeys(NCRYPT_PROV_HANDLE provider, LPCWSTR scope,
                                      NCryptKeyName **result, PVOID *state, DWORD flags)
{
    struct key key = {0};
    NCryptKeyName *name;
    WCHAR *text;

    if (!get_object(provider, PROVIDER))
        return NTE_INVALID_HANDLE;
    if (!result || !state)
        return NTE_INVALID_PARAMETER;
    if (!*state)
        *state = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(DWORD));
    name = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*name) + MAX_PATH * sizeof(WCHAR));
    if (!*state || !name) {
        HeapFree(GetProcessHeap(), 0, name);
        return NTE_NO_MEMORY;
    }
    text = (WCHAR *)(name + 1);
    if (!stored_name((*(DWORD *)*state)++, flags, text, MAX_PATH) ||
        stored_load(text, flags, &key)) {
        HeapFree(GetProcessHeap(), 0, name);
        return NTE_NO_MORE_ITEMS;
    }
    BCryptDestroyKey(key.key);
    name->pszName = text;
    name->pszAlgid = (LPWSTR)key.algorithm->name;
    name->dwFlags = flags & NCRYPT_MACHINE_KEY_FLAG;
    *result = name;
    return ERROR_SUCCESS;
}
