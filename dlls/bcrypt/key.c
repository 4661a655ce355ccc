/* bcrypt.h: keys of all kinds: made, imported, exported, copied, destroyed. */
#include "objects.h"

struct key *get_key(BCRYPT_KEY_HANDLE handle)
{
    struct key *key = handle;

    return (ULONG_PTR)key >= 0x1000 && key->magic == KEY_MAGIC ? key : NULL;
}

struct key *key_make(const struct algorithm_kind *kind)
{
    struct key *key = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*key));

    if (key) {
        key->magic = KEY_MAGIC;
        key->kind = kind;
    }
    return key;
}

void put_number(gcry_mpi_t number, BYTE *to, ULONG size)
{
    size_t count = 0;

    memset(to, 0, size);
    gcry_mpi_print(GCRYMPI_FMT_USG, NULL, 0, &count, number);
    if (count <= size)
        gcry_mpi_print(GCRYMPI_FMT_USG, to + size - count, count, &count, number);
}

gcry_mpi_t get_number(const BYTE *from, ULONG size)
{
    gcry_mpi_t number = NULL;

    gcry_mpi_scan(&number, GCRYMPI_FMT_USG, from, size, NULL);
    return number;
}

NTSTATUS WINAPI BCryptDestroyKey(BCRYPT_KEY_HANDLE handle)
{
    struct key *key = get_key(handle);

    if (!key)
        return STATUS_INVALID_HANDLE;
    if (key->kind->kind == KIND_CIPHER) {
        gcry_cipher_close(key->cipher.handle);
    } else if (key->kind->kind == KIND_RSA) {
        gcry_mpi_release(key->rsa.n);
        gcry_mpi_release(key->rsa.e);
        gcry_mpi_release(key->rsa.d);
        gcry_mpi_release(key->rsa.p);
        gcry_mpi_release(key->rsa.q);
    } else if (key->kind->kind == KIND_DERIVE && key->derive.bytes) {
        object_free(key->derive.bytes, key->derive.size);
    }
    object_free(key, sizeof(*key));
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptGenerateSymmetricKey(BCRYPT_ALG_HANDLE handle, BCRYPT_KEY_HANDLE *result,
                                           PUCHAR object, ULONG object_size, PUCHAR secret,
                                           ULONG secret_size, ULONG flags)
{
    struct algorithm algorithm;

    if (!get_algorithm(handle, &algorithm))
        return STATUS_INVALID_HANDLE;
    if (!result || (!secret && (secret_size || algorithm.kind->kind != KIND_DERIVE)))
        return STATUS_INVALID_PARAMETER;
    if (algorithm.kind->kind == KIND_DERIVE)
        return derive_make(&algorithm, secret, secret_size, (struct key **)result);
    if (algorithm.kind->kind != KIND_CIPHER)
        return STATUS_NOT_SUPPORTED;
    return cipher_make(&algorithm, secret, secret_size, (struct key **)result);
}

/* RFC 3394: a key in eight bytes more than it has. */
static NTSTATUS unwrap(BCRYPT_ALG_HANDLE handle, BCRYPT_KEY_HANDLE wrapping,
                       BCRYPT_KEY_HANDLE *result, const BYTE *blob, ULONG size)
{
    BYTE bytes[64];
    NTSTATUS status;

    if (size < 24 || size > sizeof(bytes) + 8 || size % 8)
        return STATUS_INVALID_PARAMETER;
    status = cipher_wrap(get_key(wrapping), blob, size, bytes, size - 8, FALSE);
    if (status >= 0)
        status = BCryptGenerateSymmetricKey(handle, result, NULL, 0, bytes, size - 8, 0);
    SecureZeroMemory(bytes, sizeof(bytes));
    return status;
}

static NTSTATUS wrap(const struct key *key, BCRYPT_KEY_HANDLE wrapping, BYTE *blob, ULONG room,
                     ULONG *needed)
{
    *needed = key->cipher.size + 8;
    if (!blob)
        return STATUS_SUCCESS;
    if (room < *needed)
        return STATUS_BUFFER_TOO_SMALL;
    return cipher_wrap(get_key(wrapping), key->cipher.bytes, key->cipher.size, blob, *needed, TRUE);
}

NTSTATUS WINAPI BCryptImportKey(BCRYPT_ALG_HANDLE handle, BCRYPT_KEY_HANDLE wrapping, LPCWSTR type,
                                BCRYPT_KEY_HANDLE *result, PUCHAR object, ULONG object_size,
                                PUCHAR blob, ULONG size, ULONG flags)
{
    const BCRYPT_KEY_DATA_BLOB_HEADER *header = (void *)blob;

    if (!type || !blob)
        return STATUS_INVALID_PARAMETER;
    if (wrapping && !lstrcmpW(type, BCRYPT_AES_WRAP_KEY_BLOB))
        return unwrap(handle, wrapping, result, blob, size);
    if (wrapping || lstrcmpW(type, BCRYPT_KEY_DATA_BLOB))
        return STATUS_NOT_SUPPORTED;
    if (size < sizeof(*header) || header->dwMagic != BCRYPT_KEY_DATA_BLOB_MAGIC ||
        header->dwVersion != BCRYPT_KEY_DATA_BLOB_VERSION1 ||
        header->cbKeyData > size - sizeof(*header))
        return STATUS_INVALID_PARAMETER;
    return BCryptGenerateSymmetricKey(handle, result, object, object_size, blob + sizeof(*header),
                                      header->cbKeyData, 0);
}

static NTSTATUS export_cipher(const struct key *key, LPCWSTR type, BYTE *blob, ULONG room,
                              ULONG *needed)
{
    BCRYPT_KEY_DATA_BLOB_HEADER header = {BCRYPT_KEY_DATA_BLOB_MAGIC, BCRYPT_KEY_DATA_BLOB_VERSION1,
                                          key->cipher.size};

    if (lstrcmpW(type, BCRYPT_KEY_DATA_BLOB))
        return STATUS_NOT_SUPPORTED;
    *needed = sizeof(header) + key->cipher.size;
    if (!blob)
        return STATUS_SUCCESS;
    if (room < *needed)
        return STATUS_BUFFER_TOO_SMALL;
    memcpy(blob, &header, sizeof(header));
    memcpy(blob + sizeof(header), key->cipher.bytes, key->cipher.size);
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptExportKey(BCRYPT_KEY_HANDLE handle, BCRYPT_KEY_HANDLE wrapping, LPCWSTR type,
                                PUCHAR blob, ULONG room, ULONG *needed, ULONG flags)
{
    struct key *key = get_key(handle);

    if (!key)
        return STATUS_INVALID_HANDLE;
    if (!type || !needed)
        return STATUS_INVALID_PARAMETER;
    if (wrapping && key->kind->kind == KIND_CIPHER && !lstrcmpW(type, BCRYPT_AES_WRAP_KEY_BLOB))
        return wrap(key, wrapping, blob, room, needed);
    if (wrapping || key->kind->kind == KIND_DERIVE)
        return STATUS_NOT_SUPPORTED;
    if (key->kind->kind == KIND_CIPHER)
        return export_cipher(key, type, blob, room, needed);
    if (!key->has_public)
        return STATUS_INVALID_HANDLE;
    return key->kind->kind == KIND_RSA ? rsa_export(key, type, blob, room, needed)
                                       : ecc_export(key, type, blob, room, needed);
}

NTSTATUS WINAPI BCryptImportKeyPair(BCRYPT_ALG_HANDLE handle, BCRYPT_KEY_HANDLE wrapping,
                                    LPCWSTR type, BCRYPT_KEY_HANDLE *result, PUCHAR blob,
                                    ULONG size, ULONG flags)
{
    struct algorithm algorithm;
    struct key *key;
    NTSTATUS status;

    if (!get_algorithm(handle, &algorithm))
        return STATUS_INVALID_HANDLE;
    if (!type || !result || !blob)
        return STATUS_INVALID_PARAMETER;
    if (wrapping || algorithm.kind->kind < KIND_RSA || algorithm.kind->kind > KIND_ECDH)
        return STATUS_NOT_SUPPORTED;
    key = key_make(algorithm.kind);
    if (!key)
        return STATUS_NO_MEMORY;
    library_start();
    status = algorithm.kind->kind == KIND_RSA ? rsa_import(key, type, blob, size)
                                              : ecc_import(key, type, blob, size);
    if (status < 0)
        BCryptDestroyKey(key);
    else
        *result = key;
    return status;
}

NTSTATUS WINAPI BCryptGenerateKeyPair(BCRYPT_ALG_HANDLE handle, BCRYPT_KEY_HANDLE *result,
                                      ULONG bits, ULONG flags)
{
    struct algorithm algorithm;
    const struct algorithm_kind *curve = NULL;
    struct key *key;

    if (!get_algorithm(handle, &algorithm))
        return STATUS_INVALID_HANDLE;
    if (!result)
        return STATUS_INVALID_PARAMETER;
    if (algorithm.kind->kind < KIND_RSA || algorithm.kind->kind > KIND_ECDH)
        return STATUS_NOT_SUPPORTED;
    if (algorithm.kind->kind != KIND_RSA) {
        curve = kind_curve(algorithm.kind->kind, bits ? bits : algorithm.kind->size);
        if (!curve || (algorithm.kind->curve && algorithm.kind != curve))
            return STATUS_INVALID_PARAMETER;
    } else if (bits < 512 || bits > 16384 || bits % 64) {
        return STATUS_INVALID_PARAMETER;
    }
    key = key_make(algorithm.kind);
    if (!key)
        return STATUS_NO_MEMORY;
    if (curve)
        key->ecc.curve = curve;
    else
        key->rsa.bits = bits;
    *result = key;
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptFinalizeKeyPair(BCRYPT_KEY_HANDLE handle, ULONG flags)
{
    struct key *key = get_key(handle);

    if (!key || key->kind->kind == KIND_CIPHER || key->has_public)
        return STATUS_INVALID_HANDLE;
    library_start();
    return key->kind->kind == KIND_RSA ? rsa_generate(key) : ecc_generate(key);
}

static struct key *copy_pair(const struct key *from)
{
    struct key *copy = key_make(from->kind);

    if (!copy)
        return NULL;
    *copy = *from;
    if (from->kind->kind != KIND_RSA)
        return copy;
    copy->rsa.n = gcry_mpi_copy(from->rsa.n);
    copy->rsa.e = gcry_mpi_copy(from->rsa.e);
    copy->rsa.d = gcry_mpi_copy(from->rsa.d);
    copy->rsa.p = gcry_mpi_copy(from->rsa.p);
    copy->rsa.q = gcry_mpi_copy(from->rsa.q);
    return copy;
}

NTSTATUS WINAPI BCryptDuplicateKey(BCRYPT_KEY_HANDLE handle, BCRYPT_KEY_HANDLE *result,
                                   PUCHAR object, ULONG object_size, ULONG flags)
{
    struct key *key = get_key(handle), *copy;
    struct algorithm algorithm;

    if (!key)
        return STATUS_INVALID_HANDLE;
    if (!result)
        return STATUS_INVALID_PARAMETER;
    algorithm = (struct algorithm){.magic = ALGORITHM_MAGIC, .kind = key->kind};
    if (key->kind->kind == KIND_DERIVE)
        return derive_make(&algorithm, key->derive.bytes, key->derive.size, (struct key **)result);
    if (key->kind->kind == KIND_CIPHER) {
        algorithm.chaining = key->cipher.chaining;
        return cipher_make(&algorithm, key->cipher.bytes, key->cipher.size, (struct key **)result);
    }
    library_start();
    copy = copy_pair(key);
    if (copy)
        *result = copy;
    return copy ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}
