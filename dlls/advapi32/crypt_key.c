/* wincrypt.h: keys: made, derived, copied, freed. */
#include "crypt.h"
#include "random.h"

#define KEY_MAGIC 0x4b525943

struct crypt_key *crypt_key(HCRYPTKEY handle)
{
    struct crypt_key *key = (struct crypt_key *)handle;

    if (key && key->magic == KEY_MAGIC)
        return key;
    fail_with(ERROR_INVALID_PARAMETER);
    return NULL;
}

struct crypt_key *crypt_key_make(struct crypt_provider *provider,
                                 const struct crypt_algorithm *algorithm, ALG_ID id)
{
    struct crypt_key *key = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*key));

    if (!key) {
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    key->magic = KEY_MAGIC;
    key->references = 1;
    key->provider = provider;
    key->algorithm = algorithm;
    key->id = id;
    key->mode = CRYPT_MODE_CBC;
    key->mode_bits = 8;
    key->permissions = CRYPT_ENCRYPT | CRYPT_DECRYPT | CRYPT_READ | CRYPT_WRITE | CRYPT_MAC;
    return key;
}

static void free_bytes(struct crypt_key *key)
{
    if (key->bytes) {
        SecureZeroMemory(key->bytes, key->size);
        HeapFree(GetProcessHeap(), 0, key->bytes);
    }
}

void crypt_key_release(struct crypt_key *key)
{
    if (InterlockedDecrement(&key->references))
        return;
    if (key->key)
        BCryptDestroyKey(key->key);
    free_bytes(key);
    SecureZeroMemory(key, sizeof(*key));
    HeapFree(GetProcessHeap(), 0, key);
}

BOOL WINAPI CryptDestroyKey(HCRYPTKEY handle)
{
    struct crypt_key *key = crypt_key(handle);

    if (!key)
        return FALSE;
    crypt_key_release(key);
    return TRUE;
}

BOOL crypt_key_set_bytes(struct crypt_key *key, const BYTE *bytes, DWORD size)
{
    BYTE *copy = HeapAlloc(GetProcessHeap(), 0, size);

    if (!copy)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    memcpy(copy, bytes, size);
    free_bytes(key);
    key->bytes = copy;
    key->size = size;
    return TRUE;
}

static BOOL set_mode(struct crypt_key *key)
{
    const WCHAR *mode = key->mode == CRYPT_MODE_ECB   ? BCRYPT_CHAIN_MODE_ECB
                        : key->mode == CRYPT_MODE_CFB ? BCRYPT_CHAIN_MODE_CFB
                                                      : BCRYPT_CHAIN_MODE_CBC;

    if (key->algorithm->block == 1)
        return TRUE;
    return crypt_result(BCryptSetProperty(key->key, BCRYPT_CHAINING_MODE, (BYTE *)mode,
                                          (lstrlenW(mode) + 1) * sizeof(WCHAR), 0));
}

BOOL crypt_key_open(struct crypt_key *key)
{
    BYTE secret[64];
    BCRYPT_ALG_HANDLE provider;
    NTSTATUS status;

    if (key->key)
        return TRUE;
    if (!key->bytes || key->size + key->salt_size > sizeof(secret) || !key->algorithm->name)
        return fail_with(NTE_BAD_KEY);
    if (key->effective && key->effective != (key->size + key->salt_size) * 8)
        return fail_with(NTE_BAD_KEY);
    memcpy(secret, key->bytes, key->size);
    memcpy(secret + key->size, key->salt, key->salt_size);
    status = BCryptOpenAlgorithmProvider(&provider, key->algorithm->name, NULL, 0);
    if (status >= 0) {
        status = BCryptGenerateSymmetricKey(provider, &key->key, NULL, 0, secret,
                                            key->size + key->salt_size, 0);
        BCryptCloseAlgorithmProvider(provider, 0);
    }
    SecureZeroMemory(secret, sizeof(secret));
    return crypt_result(status) && set_mode(key);
}

/* Bits of a key as its maker wants them (0: the default) to bytes; 0: the size is wrong. */
static DWORD key_bytes(const struct crypt_provider *provider,
                       const struct crypt_algorithm *algorithm, DWORD bits)
{
    BOOL parity =
        algorithm->id == CALG_DES || algorithm->id == CALG_3DES || algorithm->id == CALG_3DES_112;

    if (!bits)
        bits = provider->weak && algorithm->min == 40 ? 40 : algorithm->size;
    if (parity && bits == algorithm->size / 7 * 8)
        bits = algorithm->size;
    if (bits < algorithm->min || bits > algorithm->max || bits % 8)
        return 0;
    return parity ? bits / 7 : bits / 8;
}

/* Of the provider's own type of cipher; NULL with the last error set. */
static const struct crypt_algorithm *cipher(const struct crypt_provider *provider, ALG_ID id)
{
    const struct crypt_algorithm *algorithm = crypt_algorithm(id);

    if (algorithm && GET_ALG_CLASS(id) == ALG_CLASS_DATA_ENCRYPT &&
        algorithm->types & 1u << provider->type)
        return algorithm;
    fail_with(NTE_BAD_ALGID);
    return NULL;
}

static void set_permissions(struct crypt_key *key, DWORD flags)
{
    if (flags & (CRYPT_EXPORTABLE | CRYPT_ARCHIVABLE))
        key->permissions |= CRYPT_EXPORT;
    /* Short keys of the base provider are filled up, with zeroes if nothing else is asked. */
    if (key->algorithm->min == 40 && key->size == 5 &&
        (flags & CRYPT_CREATE_SALT || (key->provider->weak && !(flags & CRYPT_NO_SALT)))) {
        key->salt_size = 11;
        if (flags & CRYPT_CREATE_SALT)
            BaileyRandom(key->salt, key->salt_size);
    }
}

static BOOL generate_rsa(struct crypt_provider *provider, int slot, DWORD flags, HCRYPTKEY *result)
{
    ALG_ID id = slot == SLOT_EXCHANGE ? CALG_RSA_KEYX : CALG_RSA_SIGN;
    DWORD bits = HIWORD(flags) ? HIWORD(flags) : provider->weak ? 512 : 1024;
    struct crypt_key *key = crypt_key_make(provider, crypt_algorithm(id), id), *old;
    NTSTATUS status;

    if (!key)
        return FALSE;
    status = BCryptGenerateKeyPair(BCRYPT_RSA_ALG_HANDLE, &key->key, bits, 0);
    if (status >= 0)
        status = BCryptFinalizeKeyPair(key->key, 0);
    if (status < 0) {
        crypt_key_release(key);
        return fail_with(NTE_BAD_FLAGS);
    }
    set_permissions(key, flags);
    old = provider->slots[slot];
    provider->slots[slot] = key;
    if (!container_save(provider, slot)) {
        provider->slots[slot] = old;
        crypt_key_release(key);
        return FALSE;
    }
    if (old)
        crypt_key_release(old);
    InterlockedIncrement(&key->references);
    *result = (HCRYPTKEY)key;
    return TRUE;
}

BOOL WINAPI CryptGenKey(HCRYPTPROV handle, ALG_ID id, DWORD flags, HCRYPTKEY *result)
{
    struct crypt_provider *provider = crypt_provider(handle);
    const struct crypt_algorithm *algorithm;
    struct crypt_key *key;
    BYTE bytes[32];
    DWORD size;

    if (!provider || !result)
        return provider ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    if (id == AT_KEYEXCHANGE || id == CALG_RSA_KEYX)
        return generate_rsa(provider, SLOT_EXCHANGE, flags, result);
    if (id == AT_SIGNATURE || id == CALG_RSA_SIGN)
        return generate_rsa(provider, SLOT_SIGNATURE, flags, result);
    algorithm = cipher(provider, id);
    if (!algorithm)
        return FALSE;
    size = key_bytes(provider, algorithm, HIWORD(flags));
    if (!size)
        return fail_with(NTE_BAD_FLAGS);
    key = crypt_key_make(provider, algorithm, id);
    if (!key)
        return FALSE;
    if (!nt_result(BaileyRandom(bytes, size)) || !crypt_key_set_bytes(key, bytes, size)) {
        crypt_key_release(key);
        return FALSE;
    }
    SecureZeroMemory(bytes, sizeof(bytes));
    set_permissions(key, flags);
    *result = (HCRYPTKEY)key;
    return TRUE;
}

/* The hash counts as finished from then on. */
static BOOL derive(struct crypt_hash *hash, const struct crypt_algorithm *algorithm, BYTE *bytes,
                   DWORD size)
{
    BCRYPT_ALG_HANDLE provider;
    NTSTATUS status;

    if (hash->finished || !hash->hash)
        return fail_with(NTE_BAD_HASH_STATE);
    if (size > 2 * hash->size)
        return fail_with(NTE_BAD_FLAGS);
    status = BCryptOpenAlgorithmProvider(&provider, algorithm->name, NULL, 0);
    if (status >= 0) {
        BCRYPT_HASH_HANDLE copy;

        status = BCryptDuplicateHash(hash->hash, &copy, NULL, 0, 0);
        if (status >= 0) {
            status = BCryptDeriveKeyCapi(copy, provider, bytes, size, 0);
            BCryptDestroyHash(copy);
        }
        BCryptCloseAlgorithmProvider(provider, 0);
    }
    return crypt_result(status) && crypt_hash_finish(hash);
}

BOOL WINAPI CryptDeriveKey(HCRYPTPROV handle, ALG_ID id, HCRYPTHASH base, DWORD flags,
                           HCRYPTKEY *result)
{
    struct crypt_provider *provider = crypt_provider(handle);
    struct crypt_hash *hash = crypt_hash(base);
    const struct crypt_algorithm *algorithm;
    struct crypt_key *key;
    BYTE bytes[32];
    DWORD size;

    if (!provider || !hash || !result)
        return provider && hash ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    algorithm = cipher(provider, id);
    if (!algorithm)
        return FALSE;
    size = key_bytes(provider, algorithm, HIWORD(flags));
    if (!size)
        return fail_with(NTE_BAD_FLAGS);
    if (!derive(hash, algorithm, bytes, size))
        return FALSE;
    key = crypt_key_make(provider, algorithm, id);
    if (!key || !crypt_key_set_bytes(key, bytes, size)) {
        if (key)
            crypt_key_release(key);
        return FALSE;
    }
    SecureZeroMemory(bytes, sizeof(bytes));
    set_permissions(key, flags);
    *result = (HCRYPTKEY)key;
    return TRUE;
}

BOOL WINAPI CryptGetUserKey(HCRYPTPROV handle, DWORD spec, HCRYPTKEY *result)
{
    struct crypt_provider *provider = crypt_provider(handle);
    struct crypt_key *key;

    if (!provider || !result)
        return provider ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    if (spec != AT_KEYEXCHANGE && spec != AT_SIGNATURE)
        return fail_with(NTE_NO_KEY);
    key = provider->slots[spec == AT_KEYEXCHANGE ? SLOT_EXCHANGE : SLOT_SIGNATURE];
    if (!key)
        return fail_with(NTE_NO_KEY);
    InterlockedIncrement(&key->references);
    *result = (HCRYPTKEY)key;
    return TRUE;
}

/* A copy goes on from the same state, so that of a stream in use cannot be had. */
BOOL WINAPI CryptDuplicateKey(HCRYPTKEY handle, DWORD *reserved, DWORD flags, HCRYPTKEY *result)
{
    struct crypt_key *key = crypt_key(handle), *copy;

    if (!key)
        return FALSE;
    if (reserved || flags || !result)
        return fail_with(reserved || !result ? ERROR_INVALID_PARAMETER : NTE_BAD_FLAGS);
    if (key->running && key->algorithm->block == 1)
        return fail_with(NTE_BAD_KEY_STATE);
    if (crypt_is_rsa(key->id)) {
        InterlockedIncrement(&key->references); /* nothing of it changes */
        *result = handle;
        return TRUE;
    }
    copy = HeapAlloc(GetProcessHeap(), 0, sizeof(*copy));
    if (!copy)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    *copy = *key;
    copy->references = 1;
    copy->key = NULL;
    copy->bytes = NULL;
    copy->size = 0;
    if (!crypt_key_set_bytes(copy, key->bytes, key->size)) {
        crypt_key_release(copy);
        return FALSE;
    }
    *result = (HCRYPTKEY)copy;
    return TRUE;
}
