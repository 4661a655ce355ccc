/* bcrypt.h: hash objects and key derivation from passwords. */
#include "objects.h"

struct hash *get_hash(BCRYPT_HASH_HANDLE handle)
{
    struct hash *hash = handle;

    return (ULONG_PTR)hash >= 0x1000 && hash->magic == HASH_MAGIC ? hash : NULL;
}

static NTSTATUS open_digest(struct hash *hash, BOOL keyed, const BYTE *secret, ULONG size)
{
    gcry_error_t error;

    library_start();
    error = gcry_md_open(&hash->digest, hash->kind->library, keyed ? GCRY_MD_FLAG_HMAC : 0);
    if (!error && keyed)
        error = gcry_md_setkey(hash->digest, size ? secret : (const BYTE *)"", size);
    if (!error && hash->reusable)
        error = gcry_md_copy(&hash->fresh, hash->digest);
    if (error && hash->digest)
        gcry_md_close(hash->digest);
    return status_of(error);
}

/* The object is always ours: the caller's memory may not be large enough for it. */
NTSTATUS WINAPI BCryptCreateHash(BCRYPT_ALG_HANDLE handle, BCRYPT_HASH_HANDLE *result,
                                 PUCHAR object, ULONG object_size, PUCHAR secret, ULONG secret_size,
                                 ULONG flags)
{
    struct algorithm algorithm;
    struct hash *hash;
    NTSTATUS status;

    if (!get_algorithm(handle, &algorithm))
        return STATUS_INVALID_HANDLE;
    if (!result || algorithm.kind->kind != KIND_HASH || (secret_size && !secret) ||
        flags & ~(ULONG)BCRYPT_HASH_REUSABLE_FLAG)
        return STATUS_INVALID_PARAMETER;
    hash = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*hash));
    if (!hash)
        return STATUS_NO_MEMORY;
    hash->magic = HASH_MAGIC;
    hash->kind = algorithm.kind;
    hash->reusable = algorithm.reusable || flags & BCRYPT_HASH_REUSABLE_FLAG;
    status = open_digest(hash, algorithm.keyed, secret, secret_size);
    if (status < 0)
        object_free(hash, sizeof(*hash));
    else
        *result = hash;
    return status;
}

NTSTATUS WINAPI BCryptHashData(BCRYPT_HASH_HANDLE handle, PUCHAR data, ULONG size, ULONG flags)
{
    struct hash *hash = get_hash(handle);

    if (!hash)
        return STATUS_INVALID_HANDLE;
    if (hash->finished || (size && !data))
        return STATUS_INVALID_PARAMETER;
    if (size)
        gcry_md_write(hash->digest, data, size);
    return STATUS_SUCCESS;
}

static NTSTATUS start_again(struct hash *hash)
{
    gcry_md_close(hash->digest);
    hash->digest = NULL;
    hash->finished = TRUE;
    if (gcry_md_copy(&hash->digest, hash->fresh))
        return STATUS_NO_MEMORY;
    hash->finished = FALSE;
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptFinishHash(BCRYPT_HASH_HANDLE handle, PUCHAR result, ULONG size, ULONG flags)
{
    struct hash *hash = get_hash(handle);

    if (!hash)
        return STATUS_INVALID_HANDLE;
    if (!result || size != hash->kind->size || hash->finished)
        return STATUS_INVALID_PARAMETER;
    memcpy(result, gcry_md_read(hash->digest, 0), size);
    if (hash->reusable)
        return start_again(hash);
    hash->finished = TRUE;
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptDuplicateHash(BCRYPT_HASH_HANDLE handle, BCRYPT_HASH_HANDLE *result,
                                    PUCHAR object, ULONG object_size, ULONG flags)
{
    struct hash *hash = get_hash(handle), *copy;
    gcry_error_t error;

    if (!hash)
        return STATUS_INVALID_HANDLE;
    if (!result || !hash->digest)
        return STATUS_INVALID_PARAMETER;
    copy = HeapAlloc(GetProcessHeap(), 0, sizeof(*copy));
    if (!copy)
        return STATUS_NO_MEMORY;
    *copy = *hash;
    copy->digest = copy->fresh = NULL;
    error = gcry_md_copy(&copy->digest, hash->digest);
    if (!error && hash->fresh)
        error = gcry_md_copy(&copy->fresh, hash->fresh);
    if (error) {
        BCryptDestroyHash(copy);
        return status_of(error);
    }
    *result = copy;
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptDestroyHash(BCRYPT_HASH_HANDLE handle)
{
    struct hash *hash = get_hash(handle);

    if (!hash)
        return STATUS_INVALID_HANDLE;
    gcry_md_close(hash->digest);
    gcry_md_close(hash->fresh);
    object_free(hash, sizeof(*hash));
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptHash(BCRYPT_ALG_HANDLE algorithm, PUCHAR secret, ULONG secret_size,
                           PUCHAR input, ULONG input_size, PUCHAR output, ULONG output_size)
{
    BCRYPT_HASH_HANDLE hash;
    NTSTATUS status = BCryptCreateHash(algorithm, &hash, NULL, 0, secret, secret_size, 0);

    if (status < 0)
        return status;
    status = BCryptHashData(hash, input, input_size, 0);
    if (status >= 0)
        status = BCryptFinishHash(hash, output, output_size, 0);
    BCryptDestroyHash(hash);
    return status;
}

NTSTATUS WINAPI BCryptDeriveKeyPBKDF2(BCRYPT_ALG_HANDLE handle, PUCHAR password,
                                      ULONG password_size, PUCHAR salt, ULONG salt_size,
                                      ULONGLONG iterations, PUCHAR derived, ULONG derived_size,
                                      ULONG flags)
{
    struct algorithm algorithm;

    if (!get_algorithm(handle, &algorithm))
        return STATUS_INVALID_HANDLE;
    if (algorithm.kind->kind != KIND_HASH || !algorithm.keyed || !iterations || !derived ||
        !derived_size || iterations > ULONG_MAX || flags)
        return STATUS_INVALID_PARAMETER;
    library_start();
    return status_of(gcry_kdf_derive(password_size ? password : (PUCHAR) "", password_size,
                                     GCRY_KDF_PBKDF2, algorithm.kind->library,
                                     salt_size ? salt : (PUCHAR) "", salt_size,
                                     (unsigned long)iterations, derived_size, derived));
}
