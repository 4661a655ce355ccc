/* wincrypt.h: hashes and keyed hashes. */
#include "crypt.h"

#define HASH_MAGIC 0x48525943

struct crypt_hash *crypt_hash(HCRYPTHASH handle)
{
    struct crypt_hash *hash = (struct crypt_hash *)handle;

    if (hash && hash->magic == HASH_MAGIC)
        return hash;
    fail_with(ERROR_INVALID_PARAMETER);
    return NULL;
}

static void free_hash(struct crypt_hash *hash)
{
    if (hash->hash)
        BCryptDestroyHash(hash->hash);
    if (hash->key)
        crypt_key_release(hash->key);
    SecureZeroMemory(hash, sizeof(*hash));
    HeapFree(GetProcessHeap(), 0, hash);
}

static BOOL open_digest(struct crypt_hash *hash, const BYTE *secret, DWORD size)
{
    BCRYPT_ALG_HANDLE provider;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&provider, hash->algorithm->name, NULL,
                                                  hash->key ? BCRYPT_ALG_HANDLE_HMAC_FLAG : 0);

    if (status >= 0) {
        status = BCryptCreateHash(provider, &hash->hash, NULL, 0, (BYTE *)secret, size, 0);
        BCryptCloseAlgorithmProvider(provider, 0);
    }
    hash->size = hash->algorithm->size / 8;
    return crypt_result(status);
}

static BOOL is_hash(ALG_ID id)
{
    return GET_ALG_CLASS(id) == ALG_CLASS_HASH;
}

/* HMAC waits for HP_HMAC_INFO; the joined hashes of SSL 3 are only ever set. */
BOOL WINAPI CryptCreateHash(HCRYPTPROV handle, ALG_ID id, HCRYPTKEY key, DWORD flags,
                            HCRYPTHASH *result)
{
    struct crypt_provider *provider = crypt_provider(handle);
    const struct crypt_algorithm *algorithm = crypt_algorithm(id);
    struct crypt_hash *hash;

    if (!provider || !result)
        return provider ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    if (!algorithm || !is_hash(id) || !(algorithm->types & 1u << provider->type))
        return fail_with(NTE_BAD_ALGID);
    if (flags)
        return fail_with(NTE_BAD_FLAGS);
    if (id == CALG_HMAC && (!key || !crypt_key(key) || crypt_is_rsa(crypt_key(key)->id)))
        return fail_with(NTE_BAD_KEY);
    hash = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*hash));
    if (!hash)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    hash->magic = HASH_MAGIC;
    hash->provider = provider;
    hash->algorithm = algorithm;
    hash->id = id;
    hash->size = algorithm->size / 8;
    if (id == CALG_HMAC) {
        hash->key = crypt_key(key);
        InterlockedIncrement(&hash->key->references);
    } else if (algorithm->name && !open_digest(hash, NULL, 0)) {
        free_hash(hash);
        return FALSE;
    }
    *result = (HCRYPTHASH)hash;
    return TRUE;
}

BOOL WINAPI CryptHashData(HCRYPTHASH handle, const BYTE *data, DWORD size, DWORD flags)
{
    struct crypt_hash *hash = crypt_hash(handle);

    if (!hash)
        return FALSE;
    if (flags)
        return fail_with(NTE_BAD_FLAGS);
    if (hash->finished || !hash->hash)
        return fail_with(NTE_BAD_HASH_STATE);
    return crypt_result(BCryptHashData(hash->hash, (BYTE *)data, size, 0));
}

/* The key's bytes, or with CRYPT_LITTLE_ENDIAN the other way round. */
BOOL WINAPI CryptHashSessionKey(HCRYPTHASH handle, HCRYPTKEY key_handle, DWORD flags)
{
    struct crypt_hash *hash = crypt_hash(handle);
    struct crypt_key *key = crypt_key(key_handle);
    BYTE bytes[256];
    BOOL done;

    if (!hash || !key)
        return FALSE;
    if (flags & ~(DWORD)CRYPT_LITTLE_ENDIAN)
        return fail_with(NTE_BAD_FLAGS);
    if (!key->bytes || key->size > sizeof(bytes))
        return fail_with(NTE_BAD_KEY);
    memcpy(bytes, key->bytes, key->size);
    if (!(flags & CRYPT_LITTLE_ENDIAN))
        crypt_reverse(bytes, key->size);
    done = CryptHashData(handle, bytes, key->size, 0);
    SecureZeroMemory(bytes, sizeof(bytes));
    return done;
}

BOOL crypt_hash_finish(struct crypt_hash *hash)
{
    if (hash->finished)
        return TRUE;
    if (!hash->hash)
        return fail_with(NTE_BAD_HASH_STATE);
    hash->finished = TRUE;
    return crypt_result(BCryptFinishHash(hash->hash, hash->value, hash->size, 0));
}

BOOL WINAPI CryptGetHashParam(HCRYPTHASH handle, DWORD what, BYTE *buffer, DWORD *room, DWORD flags)
{
    struct crypt_hash *hash = crypt_hash(handle);

    if (!hash || !room)
        return hash ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    if (flags)
        return fail_with(NTE_BAD_FLAGS);
    switch (what) {
    case HP_ALGID:
        return crypt_give(&hash->id, sizeof(hash->id), buffer, room);
    case HP_HASHSIZE:
        return crypt_give(&hash->size, sizeof(hash->size), buffer, room);
    case HP_HASHVAL:
        if (buffer && *room >= hash->size && !crypt_hash_finish(hash))
            return FALSE;
        return crypt_give(hash->value, hash->size, buffer, room);
    default:
        return fail_with(NTE_BAD_TYPE);
    }
}

static BOOL set_hmac(struct crypt_hash *hash, const HMAC_INFO *info)
{
    const struct crypt_algorithm *algorithm = crypt_algorithm(info->HashAlgid);

    if (hash->id != CALG_HMAC)
        return fail_with(NTE_BAD_TYPE);
    if (!algorithm || !is_hash(algorithm->id) || !algorithm->name)
        return fail_with(NTE_BAD_ALGID);
    if (info->cbInnerString || info->cbOuterString)
        return fail_with(NTE_BAD_TYPE); /* other pads than the standard's */
    if (hash->hash)
        BCryptDestroyHash(hash->hash);
    hash->hash = NULL;
    hash->finished = FALSE;
    hash->algorithm = algorithm;
    return open_digest(hash, hash->key->bytes, hash->key->size);
}

BOOL WINAPI CryptSetHashParam(HCRYPTHASH handle, DWORD what, const BYTE *value, DWORD flags)
{
    struct crypt_hash *hash = crypt_hash(handle);

    if (!hash)
        return FALSE;
    if (flags && flags != CRYPT_USERDATA)
        return fail_with(NTE_BAD_FLAGS);
    if (!value)
        return fail_with(ERROR_INVALID_PARAMETER);
    switch (what) {
    case HP_HASHVAL:
        memcpy(hash->value, value, hash->size);
        hash->finished = TRUE;
        return TRUE;
    case HP_HMAC_INFO:
        return set_hmac(hash, (const HMAC_INFO *)value);
    default:
        return fail_with(NTE_BAD_TYPE);
    }
}

BOOL WINAPI CryptDuplicateHash(HCRYPTHASH handle, DWORD *reserved, DWORD flags, HCRYPTHASH *result)
{
    struct crypt_hash *hash = crypt_hash(handle), *copy;

    if (!hash)
        return FALSE;
    if (reserved || flags || !result)
        return fail_with(reserved || !result ? ERROR_INVALID_PARAMETER : NTE_BAD_FLAGS);
    copy = HeapAlloc(GetProcessHeap(), 0, sizeof(*copy));
    if (!copy)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    *copy = *hash;
    copy->hash = NULL;
    if (copy->key)
        InterlockedIncrement(&copy->key->references);
    if (hash->hash && !crypt_result(BCryptDuplicateHash(hash->hash, &copy->hash, NULL, 0, 0))) {
        free_hash(copy);
        return FALSE;
    }
    *result = (HCRYPTHASH)copy;
    return TRUE;
}

BOOL WINAPI CryptDestroyHash(HCRYPTHASH handle)
{
    struct crypt_hash *hash = crypt_hash(handle);

    if (!hash)
        return FALSE;
    free_hash(hash);
    return TRUE;
}
