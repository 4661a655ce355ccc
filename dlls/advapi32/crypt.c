/* wincrypt.h: random numbers and hashes, by way of bcrypt. Keys and ciphers are not there. */
#include "nt_error.h"
#include "random.h"
#include <bcrypt.h>
#include <wincrypt.h>

#define PROVIDER_MAGIC 0x50525943
#define HASH_MAGIC     0x48525943

struct provider {
    ULONG magic;
    LONG references;
    DWORD type;
};

struct hash {
    ULONG magic;
    ALG_ID algorithm;
    BCRYPT_ALG_HANDLE provider;
    BCRYPT_HASH_HANDLE hash;
    DWORD size;
    BOOL finished;
    BYTE value[64];
};

static const struct {
    ALG_ID id;
    const WCHAR *name;
    DWORD size;
} algorithms[] = {
    {CALG_MD5, L"MD5", 16},        {CALG_SHA1, L"SHA1", 20},      {CALG_SHA_256, L"SHA256", 32},
    {CALG_SHA_384, L"SHA384", 48}, {CALG_SHA_512, L"SHA512", 64},
};

/* Key containers are not kept, so only a temporary one can be had. */
BOOL WINAPI CryptAcquireContextW(HCRYPTPROV *result, LPCWSTR container, LPCWSTR name, DWORD type,
                                 DWORD flags)
{
    struct provider *provider;

    if (!result)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!type || type > 999)
        return fail_with(NTE_BAD_PROV_TYPE);
    if (type != PROV_RSA_FULL && type != PROV_RSA_AES)
        return fail_with(NTE_PROV_TYPE_NOT_DEF);
    if (flags & (CRYPT_DELETEKEYSET | CRYPT_NEWKEYSET) || !(flags & CRYPT_VERIFYCONTEXT))
        return fail_with(NTE_BAD_KEYSET);
    provider = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*provider));
    if (!provider)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    provider->magic = PROVIDER_MAGIC;
    provider->references = 1;
    provider->type = type;
    *result = (HCRYPTPROV)provider;
    return TRUE;
}

BOOL WINAPI CryptAcquireContextA(HCRYPTPROV *result, LPCSTR container, LPCSTR name, DWORD type,
                                 DWORD flags)
{
    return CryptAcquireContextW(result, NULL, NULL, type, flags);
}

static struct provider *get_provider(HCRYPTPROV handle)
{
    struct provider *provider = (struct provider *)handle;

    if (provider && provider->magic == PROVIDER_MAGIC)
        return provider;
    fail_with(ERROR_INVALID_PARAMETER);
    return NULL;
}

BOOL WINAPI CryptContextAddRef(HCRYPTPROV handle, DWORD *reserved, DWORD flags)
{
    struct provider *provider = get_provider(handle);

    if (!provider)
        return FALSE;
    InterlockedIncrement(&provider->references);
    return TRUE;
}

BOOL WINAPI CryptReleaseContext(HCRYPTPROV handle, DWORD flags)
{
    struct provider *provider = get_provider(handle);

    if (!provider)
        return FALSE;
    if (!InterlockedDecrement(&provider->references)) {
        provider->magic = 0;
        HeapFree(GetProcessHeap(), 0, provider);
    }
    return TRUE;
}

BOOL WINAPI CryptGenRandom(HCRYPTPROV handle, DWORD size, BYTE *buffer)
{
    return get_provider(handle) && nt_result(BaileyRandom(buffer, size));
}

/* RtlGenRandom */
BOOLEAN WINAPI SystemFunction036(PVOID buffer, ULONG size)
{
    return BaileyRandom(buffer, size) >= 0;
}

BOOL WINAPI CryptCreateHash(HCRYPTPROV handle, ALG_ID algorithm, HCRYPTKEY key, DWORD flags,
                            HCRYPTHASH *result)
{
    struct hash *hash;
    unsigned i = 0;

    if (!get_provider(handle))
        return FALSE;
    while (i < ARRAYSIZE(algorithms) && algorithms[i].id != algorithm)
        i++;
    if (!result || key || i == ARRAYSIZE(algorithms))
        return fail_with(result ? NTE_BAD_ALGID : ERROR_INVALID_PARAMETER);
    hash = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*hash));
    if (!hash)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    hash->magic = HASH_MAGIC;
    hash->algorithm = algorithm;
    hash->size = algorithms[i].size;
    if (BCryptOpenAlgorithmProvider(&hash->provider, algorithms[i].name, NULL, 0) < 0 ||
        BCryptCreateHash(hash->provider, &hash->hash, NULL, 0, NULL, 0, 0) < 0) {
        if (hash->provider)
            BCryptCloseAlgorithmProvider(hash->provider, 0);
        HeapFree(GetProcessHeap(), 0, hash);
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    }
    *result = (HCRYPTHASH)hash;
    return TRUE;
}

static struct hash *get_hash(HCRYPTHASH handle)
{
    struct hash *hash = (struct hash *)handle;

    if (hash && hash->magic == HASH_MAGIC)
        return hash;
    fail_with(ERROR_INVALID_PARAMETER);
    return NULL;
}

BOOL WINAPI CryptHashData(HCRYPTHASH handle, const BYTE *data, DWORD size, DWORD flags)
{
    struct hash *hash = get_hash(handle);

    if (!hash)
        return FALSE;
    if (hash->finished)
        return fail_with(NTE_BAD_HASH_STATE);
    return nt_result(BCryptHashData(hash->hash, (BYTE *)data, size, 0));
}

static BOOL give(const void *value, DWORD size, BYTE *buffer, DWORD *room)
{
    DWORD had = *room;

    *room = size;
    if (!buffer)
        return TRUE;
    if (had < size)
        return fail_with(ERROR_MORE_DATA);
    memcpy(buffer, value, size);
    return TRUE;
}

BOOL WINAPI CryptGetHashParam(HCRYPTHASH handle, DWORD what, BYTE *buffer, DWORD *room, DWORD flags)
{
    struct hash *hash = get_hash(handle);

    if (!hash || !room)
        return hash ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    switch (what) {
    case HP_ALGID:
        return give(&hash->algorithm, sizeof(hash->algorithm), buffer, room);
    case HP_HASHSIZE:
        return give(&hash->size, sizeof(hash->size), buffer, room);
    case HP_HASHVAL:
        if (buffer && *room >= hash->size && !hash->finished) {
            BCryptFinishHash(hash->hash, hash->value, hash->size, 0);
            hash->finished = TRUE;
        }
        return give(hash->value, hash->size, buffer, room);
    default:
        return fail_with(NTE_BAD_TYPE);
    }
}

BOOL WINAPI CryptDestroyHash(HCRYPTHASH handle)
{
    struct hash *hash = get_hash(handle);

    if (!hash)
        return FALSE;
    BCryptDestroyHash(hash->hash);
    BCryptCloseAlgorithmProvider(hash->provider, 0);
    hash->magic = 0;
    HeapFree(GetProcessHeap(), 0, hash);
    return TRUE;
}
