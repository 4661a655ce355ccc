/* bcrypt.h: keys from a secret: PBKDF2 (RFC 8018), and SP800-108's counter mode over HMAC. */
#include "objects.h"

NTSTATUS derive_make(const struct algorithm *algorithm, const BYTE *secret, ULONG size,
                     struct key **result)
{
    struct key *key = key_make(algorithm->kind);

    if (!key)
        return STATUS_NO_MEMORY;
    key->derive.bytes = HeapAlloc(GetProcessHeap(), 0, size ? size : 1);
    if (!key->derive.bytes) {
        BCryptDestroyKey(key);
        return STATUS_NO_MEMORY;
    }
    if (size)
        memcpy(key->derive.bytes, secret, size);
    key->derive.size = size;
    *result = key;
    return STATUS_SUCCESS;
}

static const BCryptBuffer *find(const BCryptBufferDesc *list, ULONG type)
{
    for (ULONG i = 0; list && i < list->cBuffers; i++)
        if (list->pBuffers[i].BufferType == type)
            return &list->pBuffers[i];
    return NULL;
}

static const struct algorithm_kind *hash_of(const BCryptBufferDesc *list)
{
    const BCryptBuffer *name = find(list, KDF_HASH_ALGORITHM);
    const struct algorithm_kind *kind = name ? kind_find(name->pvBuffer) : NULL;

    return kind && kind->kind == KIND_HASH ? kind : NULL;
}

static NTSTATUS pbkdf2(const struct key *key, const BCryptBufferDesc *list, BYTE *derived,
                       ULONG size)
{
    const BCryptBuffer *salt = find(list, KDF_SALT), *count = find(list, KDF_ITERATION_COUNT);
    const struct algorithm_kind *hash = hash_of(list);
    ULONGLONG iterations = 10000;

    if (count && count->cbBuffer == sizeof(iterations))
        memcpy(&iterations, count->pvBuffer, sizeof(iterations));
    if (!hash || !iterations || iterations > ULONG_MAX)
        return STATUS_INVALID_PARAMETER;
    return status_of(gcry_kdf_derive(key->derive.bytes, key->derive.size, GCRY_KDF_PBKDF2,
                                     hash->library, salt && salt->cbBuffer ? salt->pvBuffer : "",
                                     salt ? salt->cbBuffer : 0, (unsigned long)iterations, size,
                                     derived));
}

static void put_big(BYTE to[4], ULONG number)
{
    for (unsigned i = 0; i < 4; i++)
        to[i] = (BYTE)(number >> 8 * (3 - i));
}

static void add(gcry_md_hd_t digest, const BCryptBuffer *part)
{
    if (part && part->cbBuffer)
        gcry_md_write(digest, part->pvBuffer, part->cbBuffer);
}

/* Counter mode: HMAC of counter, label, a zero, context, and the length in bits. */
static NTSTATUS counter_hmac(const struct key *key, const BCryptBufferDesc *list, BYTE *derived,
                             ULONG size)
{
    const struct algorithm_kind *hash = hash_of(list);
    gcry_md_hd_t digest = NULL;
    gcry_error_t error;
    BYTE number[4];

    if (!hash)
        return STATUS_INVALID_PARAMETER;
    error = gcry_md_open(&digest, hash->library, GCRY_MD_FLAG_HMAC);
    if (!error)
        error = gcry_md_setkey(digest, key->derive.bytes, key->derive.size);
    for (ULONG at = 0, i = 1; !error && at < size; at += hash->size, i++) {
        gcry_md_reset(digest);
        put_big(number, i);
        gcry_md_write(digest, number, 4);
        add(digest, find(list, KDF_LABEL));
        gcry_md_write(digest, "", 1);
        add(digest, find(list, KDF_CONTEXT));
        put_big(number, size * 8);
        gcry_md_write(digest, number, 4);
        memcpy(derived + at, gcry_md_read(digest, 0), min(hash->size, size - at));
    }
    gcry_md_close(digest);
    return status_of(error);
}

NTSTATUS WINAPI BCryptKeyDerivation(BCRYPT_KEY_HANDLE handle, BCryptBufferDesc *parameters,
                                    PUCHAR derived, ULONG room, ULONG *done, ULONG flags)
{
    struct key *key = get_key(handle);
    NTSTATUS status;

    if (!key)
        return STATUS_INVALID_HANDLE;
    if (!derived || !done || !room || key->kind->kind != KIND_DERIVE)
        return STATUS_INVALID_PARAMETER;
    library_start();
    status = lstrcmpW(key->kind->name, L"PBKDF2") ? counter_hmac(key, parameters, derived, room)
                                                  : pbkdf2(key, parameters, derived, room);
    *done = status >= 0 ? room : 0;
    return status;
}
