/* Algorithm providers and hash objects of bcrypt.h. */
#include "digest.h"
#include <bcrypt.h>

#define ALGORITHM_MAGIC 0x414c4742
#define HASH_MAGIC      0x48534142

/* kind is NULL for the random number generator. */
struct algorithm {
    ULONG magic;
    BOOL keyed; /* BCRYPT_ALG_HANDLE_HMAC_FLAG */
    const struct digest_kind *kind;
};

struct hash {
    ULONG magic;
    BOOL keyed, reusable, finished;
    const struct digest_kind *kind;
    struct digest digest;
    BYTE key[DIGEST_MAX_BLOCK];
};

/* Windows 10's pseudo handles, which need not be opened: BCRYPT_MD5_ALG_HANDLE and so on. */
static const struct {
    ULONG_PTR handle;
    const WCHAR *name;
    BOOL keyed;
} pseudo_handles[] = {
    {0x21, L"MD5", FALSE},    {0x31, L"SHA1", FALSE},   {0x41, L"SHA256", FALSE},
    {0x51, L"SHA384", FALSE}, {0x61, L"SHA512", FALSE}, {0x91, L"MD5", TRUE},
    {0xa1, L"SHA1", TRUE},    {0xb1, L"SHA256", TRUE},  {0xc1, L"SHA384", TRUE},
    {0xd1, L"SHA512", TRUE},
};

static BOOL get_algorithm(BCRYPT_ALG_HANDLE handle, struct algorithm *result)
{
    const struct algorithm *algorithm = handle;

    for (unsigned i = 0; i < ARRAYSIZE(pseudo_handles); i++) {
        if ((ULONG_PTR)handle == pseudo_handles[i].handle) {
            result->keyed = pseudo_handles[i].keyed;
            result->kind = digest_find(pseudo_handles[i].name);
            return TRUE;
        }
    }
    if ((ULONG_PTR)handle < 0x1000 || algorithm->magic != ALGORITHM_MAGIC)
        return FALSE;
    *result = *algorithm;
    return TRUE;
}

NTSTATUS WINAPI BCryptOpenAlgorithmProvider(BCRYPT_ALG_HANDLE *handle, LPCWSTR name,
                                            LPCWSTR implementation, ULONG flags)
{
    const struct digest_kind *kind;
    struct algorithm *algorithm;
    BOOL random;

    if (!handle || !name)
        return STATUS_INVALID_PARAMETER;
    if (flags & ~(ULONG)(BCRYPT_ALG_HANDLE_HMAC_FLAG | BCRYPT_PROV_DISPATCH))
        return STATUS_NOT_SUPPORTED;
    kind = digest_find(name);
    random = !lstrcmpiW(name, L"RNG") || !lstrcmpiW(name, L"DUALECRNG") ||
             !lstrcmpiW(name, L"FIPS186DSARNG");
    if (!kind && !random)
        return STATUS_NOT_FOUND;
    algorithm = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*algorithm));
    if (!algorithm)
        return STATUS_NO_MEMORY;
    algorithm->magic = ALGORITHM_MAGIC;
    algorithm->keyed = (flags & BCRYPT_ALG_HANDLE_HMAC_FLAG) != 0;
    algorithm->kind = kind;
    *handle = algorithm;
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptCloseAlgorithmProvider(BCRYPT_ALG_HANDLE handle, ULONG flags)
{
    struct algorithm *algorithm = handle;

    if (!algorithm || algorithm->magic != ALGORITHM_MAGIC)
        return STATUS_INVALID_HANDLE;
    algorithm->magic = 0;
    HeapFree(GetProcessHeap(), 0, algorithm);
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptGetFipsAlgorithmMode(BOOLEAN *enabled)
{
    if (!enabled)
        return STATUS_INVALID_PARAMETER;
    *enabled = FALSE;
    return STATUS_SUCCESS;
}

static NTSTATUS give(const void *value, ULONG size, PUCHAR buffer, ULONG room, ULONG *needed)
{
    *needed = size;
    if (!buffer)
        return STATUS_SUCCESS;
    if (room < size)
        return STATUS_BUFFER_TOO_SMALL;
    memcpy(buffer, value, size);
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptGetProperty(BCRYPT_HANDLE object, LPCWSTR property, PUCHAR buffer, ULONG room,
                                  ULONG *needed, ULONG flags)
{
    const struct hash *hash = object;
    const struct digest_kind *kind;
    struct algorithm algorithm;
    DWORD value;

    if (!property || !needed)
        return STATUS_INVALID_PARAMETER;
    if (get_algorithm(object, &algorithm))
        kind = algorithm.kind;
    else if ((ULONG_PTR)object >= 0x1000 && hash->magic == HASH_MAGIC)
        kind = hash->kind;
    else
        return STATUS_INVALID_HANDLE;
    if (!lstrcmpW(property, BCRYPT_ALGORITHM_NAME)) {
        const WCHAR *name = kind ? kind->name : L"RNG";
        return give(name, (ULONG)(lstrlenW(name) + 1) * sizeof(WCHAR), buffer, room, needed);
    }
    if (!kind)
        return STATUS_NOT_SUPPORTED;
    if (!lstrcmpW(property, BCRYPT_HASH_LENGTH))
        value = kind->size;
    else if (!lstrcmpW(property, BCRYPT_HASH_BLOCK_LENGTH))
        value = kind->block_size;
    else if (!lstrcmpW(property, BCRYPT_OBJECT_LENGTH))
        value = sizeof(struct hash);
    else
        return STATUS_NOT_SUPPORTED;
    return give(&value, sizeof(value), buffer, room, needed);
}

static void start_hash(struct hash *hash)
{
    BYTE pad[DIGEST_MAX_BLOCK];

    digest_start(&hash->digest, hash->kind);
    hash->finished = FALSE;
    if (!hash->keyed)
        return;
    for (ULONG i = 0; i < hash->kind->block_size; i++)
        pad[i] = hash->key[i] ^ 0x36;
    digest_update(&hash->digest, pad, hash->kind->block_size);
}

/* HMAC, RFC 2104: a key longer than a block is replaced by its hash. */
static void set_key(struct hash *hash, const BYTE *secret, ULONG size)
{
    memset(hash->key, 0, sizeof(hash->key));
    if (size <= hash->kind->block_size) {
        memcpy(hash->key, secret, size);
        return;
    }
    digest_start(&hash->digest, hash->kind);
    digest_update(&hash->digest, secret, size);
    digest_finish(&hash->digest, hash->key);
}

static void finish_hash(struct hash *hash, BYTE *result)
{
    const struct digest_kind *kind = hash->kind;
    BYTE pad[DIGEST_MAX_BLOCK];

    digest_finish(&hash->digest, result);
    if (hash->keyed) {
        for (ULONG i = 0; i < kind->block_size; i++)
            pad[i] = hash->key[i] ^ 0x5c;
        digest_start(&hash->digest, kind);
        digest_update(&hash->digest, pad, kind->block_size);
        digest_update(&hash->digest, result, kind->size);
        digest_finish(&hash->digest, result);
    }
    hash->finished = TRUE;
}

/* The object is always ours: the caller's memory may not be large enough for it. */
NTSTATUS WINAPI BCryptCreateHash(BCRYPT_ALG_HANDLE handle, BCRYPT_HASH_HANDLE *result,
                                 PUCHAR object, ULONG object_size, PUCHAR secret, ULONG secret_size,
                                 ULONG flags)
{
    struct algorithm algorithm;
    struct hash *hash;

    if (!get_algorithm(handle, &algorithm))
        return STATUS_INVALID_HANDLE;
    if (!result || !algorithm.kind || (secret_size && !secret))
        return STATUS_INVALID_PARAMETER;
    hash = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*hash));
    if (!hash)
        return STATUS_NO_MEMORY;
    hash->magic = HASH_MAGIC;
    hash->kind = algorithm.kind;
    hash->keyed = algorithm.keyed;
    hash->reusable = (flags & BCRYPT_HASH_REUSABLE_FLAG) != 0;
    if (hash->keyed)
        set_key(hash, secret, secret_size);
    start_hash(hash);
    *result = hash;
    return STATUS_SUCCESS;
}

static struct hash *get_hash(BCRYPT_HASH_HANDLE handle)
{
    struct hash *hash = handle;

    return hash && hash->magic == HASH_MAGIC ? hash : NULL;
}

NTSTATUS WINAPI BCryptHashData(BCRYPT_HASH_HANDLE handle, PUCHAR data, ULONG size, ULONG flags)
{
    struct hash *hash = get_hash(handle);

    if (!hash)
        return STATUS_INVALID_HANDLE;
    if (hash->finished)
        return STATUS_INVALID_PARAMETER;
    digest_update(&hash->digest, data, size);
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptFinishHash(BCRYPT_HASH_HANDLE handle, PUCHAR result, ULONG size, ULONG flags)
{
    struct hash *hash = get_hash(handle);

    if (!hash)
        return STATUS_INVALID_HANDLE;
    if (!result || size != hash->kind->size || hash->finished)
        return STATUS_INVALID_PARAMETER;
    finish_hash(hash, result);
    if (hash->reusable)
        start_hash(hash);
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptDuplicateHash(BCRYPT_HASH_HANDLE handle, BCRYPT_HASH_HANDLE *result,
                                    PUCHAR object, ULONG object_size, ULONG flags)
{
    struct hash *hash = get_hash(handle), *copy;

    if (!hash)
        return STATUS_INVALID_HANDLE;
    if (!result)
        return STATUS_INVALID_PARAMETER;
    copy = HeapAlloc(GetProcessHeap(), 0, sizeof(*copy));
    if (!copy)
        return STATUS_NO_MEMORY;
    *copy = *hash;
    *result = copy;
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptDestroyHash(BCRYPT_HASH_HANDLE handle)
{
    struct hash *hash = get_hash(handle);

    if (!hash)
        return STATUS_INVALID_HANDLE;
    SecureZeroMemory(hash, sizeof(*hash));
    HeapFree(GetProcessHeap(), 0, hash);
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptHash(BCRYPT_ALG_HANDLE algorithm, PUCHAR secret, ULONG secret_size,
                           PUCHAR input, ULONG input_size, PUCHAR output, ULONG output_size)
{
    BCRYPT_HASH_HANDLE hash;
    NTSTATUS status = BCryptCreateHash(algorithm, &hash, NULL, 0, secret, secret_size, 0);

    if (status < 0)
        return status;
    BCryptHashData(hash, input, input_size, 0);
    status = BCryptFinishHash(hash, output, output_size, 0);
    BCryptDestroyHash(hash);
    return status;
}
