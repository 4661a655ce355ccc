/* bcrypt.h: signatures, and encryption of one block with RSA. libgcrypt does the padding. */
#include "objects.h"

static const char *hash_name(const WCHAR *name, ULONG size)
{
    const struct algorithm_kind *kind = kind_find(name);

    return kind && kind->kind == KIND_HASH && kind->size == size ? gcry_md_algo_name(kind->library)
                                                                 : NULL;
}

/* What is signed, as libgcrypt wants it; NULL where the padding or the hash is not known. */
static gcry_sexp_t signed_data(const struct key *key, void *padding, const BYTE *hash, ULONG size,
                               ULONG flags)
{
    const BCRYPT_PKCS1_PADDING_INFO *pkcs1 = padding;
    const BCRYPT_PSS_PADDING_INFO *pss = padding;
    gcry_sexp_t data = NULL;
    const char *name;

    if (key->kind->kind == KIND_ECDSA && size > curve_bytes(key->ecc.curve))
        size = curve_bytes(key->ecc.curve); /* the leftmost bits count (FIPS 186-4, 6.4) */
    if (key->kind->kind == KIND_ECDSA)
        gcry_sexp_build(&data, NULL, "(data (flags raw) (value %b))", (int)size, hash);
    else if (flags & BCRYPT_PAD_PKCS1 && padding && !pkcs1->pszAlgId)
        gcry_sexp_build(&data, NULL, "(data (flags pkcs1-raw) (value %b))", (int)size, hash);
    else if (flags & BCRYPT_PAD_PKCS1 && padding && (name = hash_name(pkcs1->pszAlgId, size)))
        gcry_sexp_build(&data, NULL, "(data (flags pkcs1) (hash %s %b))", name, (int)size, hash);
    else if (flags & BCRYPT_PAD_PSS && padding && (name = hash_name(pss->pszAlgId, size)))
        gcry_sexp_build(&data, NULL, "(data (flags pss) (hash %s %b) (salt-length %d))", name,
                        (int)size, hash, (int)pss->cbSalt);
    return data;
}

static gcry_sexp_t expression(const struct key *key, BOOL secret)
{
    return key->kind->kind == KIND_RSA ? rsa_expression(key, secret) : ecc_expression(key, secret);
}

static gcry_sexp_t signature_expression(const struct key *key, const BYTE *bytes, ULONG size)
{
    gcry_sexp_t result = NULL;
    int half = (int)size / 2;

    if (key->kind->kind == KIND_RSA) {
        gcry_mpi_t number = get_number(bytes, size);

        gcry_sexp_build(&result, NULL, "(sig-val (rsa (s %m)))", number);
        gcry_mpi_release(number);
    } else {
        gcry_mpi_t r = get_number(bytes, (ULONG)half), s = get_number(bytes + half, (ULONG)half);

        gcry_sexp_build(&result, NULL, "(sig-val (ecdsa (r %m) (s %m)))", r, s);
        gcry_mpi_release(r);
        gcry_mpi_release(s);
    }
    return result;
}

static ULONG signature_size(const struct key *key)
{
    return key->kind->kind == KIND_RSA ? (key->rsa.bits + 7) / 8 : 2 * curve_bytes(key->ecc.curve);
}

static struct key *signing_key(BCRYPT_KEY_HANDLE handle)
{
    struct key *key = get_key(handle);

    return key && (key->kind->kind == KIND_RSA || key->kind->kind == KIND_ECDSA) ? key : NULL;
}

NTSTATUS WINAPI BCryptVerifySignature(BCRYPT_KEY_HANDLE handle, void *padding, PUCHAR hash,
                                      ULONG hash_size, PUCHAR signature, ULONG size, ULONG flags)
{
    struct key *key = signing_key(handle);
    gcry_sexp_t data, value, public_key;
    gcry_error_t error;

    if (!key || !key->has_public)
        return get_key(handle) ? STATUS_NOT_SUPPORTED : STATUS_INVALID_HANDLE;
    if (!hash || !hash_size || !signature)
        return STATUS_INVALID_PARAMETER;
    if (size != signature_size(key))
        return STATUS_INVALID_SIGNATURE;
    data = signed_data(key, padding, hash, hash_size, flags);
    if (!data)
        return STATUS_INVALID_PARAMETER;
    value = signature_expression(key, signature, size);
    public_key = expression(key, FALSE);
    error = gcry_pk_verify(value, data, public_key);
    gcry_sexp_release(data);
    gcry_sexp_release(value);
    gcry_sexp_release(public_key);
    return error ? STATUS_INVALID_SIGNATURE : STATUS_SUCCESS;
}

static NTSTATUS take_signature(const struct key *key, gcry_sexp_t value, BYTE *to, ULONG size)
{
    gcry_mpi_t first = NULL, second = NULL;
    gcry_error_t error;

    if (key->kind->kind == KIND_RSA) {
        error = gcry_sexp_extract_param(value, "sig-val!rsa", "s", &first, NULL);
        if (!error)
            put_number(first, to, size);
    } else {
        error = gcry_sexp_extract_param(value, "sig-val!ecdsa", "rs", &first, &second, NULL);
        if (!error) {
            put_number(first, to, size / 2);
            put_number(second, to + size / 2, size / 2);
        }
    }
    gcry_mpi_release(first);
    gcry_mpi_release(second);
    return status_of(error);
}

NTSTATUS WINAPI BCryptSignHash(BCRYPT_KEY_HANDLE handle, void *padding, PUCHAR hash,
                               ULONG hash_size, PUCHAR signature, ULONG room, ULONG *done,
                               ULONG flags)
{
    struct key *key = signing_key(handle);
    gcry_sexp_t data, secret, value = NULL;
    NTSTATUS status;

    if (!key)
        return get_key(handle) ? STATUS_NOT_SUPPORTED : STATUS_INVALID_HANDLE;
    if (!hash || !hash_size || !done || !key->has_private)
        return STATUS_INVALID_PARAMETER;
    *done = signature_size(key);
    if (!signature)
        return STATUS_SUCCESS;
    if (room < *done)
        return STATUS_BUFFER_TOO_SMALL;
    data = signed_data(key, padding, hash, hash_size, flags);
    if (!data)
        return STATUS_INVALID_PARAMETER;
    secret = expression(key, TRUE);
    status = status_of(gcry_pk_sign(&value, data, secret));
    if (status >= 0)
        status = take_signature(key, value, signature, *done);
    gcry_sexp_release(data);
    gcry_sexp_release(secret);
    gcry_sexp_release(value);
    return status;
}
