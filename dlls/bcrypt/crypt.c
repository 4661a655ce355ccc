/* bcrypt.h: encryption: of streams with symmetric keys, of one block with RSA. */
#include "objects.h"

/* RSA: the data of libgcrypt's expression for a padding. */
static gcry_sexp_t encrypted_data(void *padding, const BYTE *input, ULONG size, ULONG flags)
{
    const BCRYPT_OAEP_PADDING_INFO *oaep = padding;
    const struct algorithm_kind *hash;
    gcry_sexp_t data = NULL;

    if (flags & BCRYPT_PAD_PKCS1)
        gcry_sexp_build(&data, NULL, "(data (flags pkcs1) (value %b))", (int)size, input);
    else if (flags & BCRYPT_PAD_OAEP && oaep && (hash = kind_find(oaep->pszAlgId)) &&
             hash->kind == KIND_HASH)
        gcry_sexp_build(&data, NULL, "(data (flags oaep) (hash-algo %s) (label %b) (value %b))",
                        gcry_md_algo_name(hash->library), (int)oaep->cbLabel,
                        oaep->cbLabel ? (const void *)oaep->pbLabel : "", (int)size, input);
    else if (!(flags & (BCRYPT_PAD_PKCS1 | BCRYPT_PAD_OAEP)))
        gcry_sexp_build(&data, NULL, "(data (flags raw) (value %b))", (int)size, input);
    return data;
}

static NTSTATUS rsa_encrypt(const struct key *key, const BYTE *input, ULONG size, void *padding,
                            BYTE *output, ULONG room, ULONG *done, ULONG flags)
{
    gcry_sexp_t data, public_key, value = NULL;
    gcry_mpi_t number = NULL;
    gcry_error_t error;

    *done = (key->rsa.bits + 7) / 8;
    if (!output)
        return STATUS_SUCCESS;
    if (room < *done)
        return STATUS_BUFFER_TOO_SMALL;
    data = encrypted_data(padding, input, size, flags);
    if (!data)
        return STATUS_INVALID_PARAMETER;
    public_key = rsa_expression(key, FALSE);
    error = gcry_pk_encrypt(&value, data, public_key);
    if (!error)
        error = gcry_sexp_extract_param(value, "enc-val!rsa", "a", &number, NULL);
    if (!error)
        put_number(number, output, *done);
    gcry_mpi_release(number);
    gcry_sexp_release(data);
    gcry_sexp_release(public_key);
    gcry_sexp_release(value);
    return status_of(error);
}

static gcry_sexp_t ciphertext(void *padding, gcry_mpi_t number, ULONG flags)
{
    const BCRYPT_OAEP_PADDING_INFO *oaep = padding;
    const struct algorithm_kind *hash;
    gcry_sexp_t data = NULL;

    if (flags & BCRYPT_PAD_PKCS1)
        gcry_sexp_build(&data, NULL, "(enc-val (flags pkcs1) (rsa (a %m)))", number);
    else if (flags & BCRYPT_PAD_OAEP && oaep && (hash = kind_find(oaep->pszAlgId)) &&
             hash->kind == KIND_HASH)
        gcry_sexp_build(&data, NULL,
                        "(enc-val (flags oaep) (hash-algo %s) (label %b) (rsa (a %m)))",
                        gcry_md_algo_name(hash->library), (int)oaep->cbLabel,
                        oaep->cbLabel ? (const void *)oaep->pbLabel : "", number);
    else if (!(flags & (BCRYPT_PAD_PKCS1 | BCRYPT_PAD_OAEP)))
        gcry_sexp_build(&data, NULL, "(enc-val (flags raw) (rsa (a %m)))", number);
    return data;
}

static NTSTATUS rsa_decrypt(const struct key *key, const BYTE *input, ULONG size, void *padding,
                            BYTE *output, ULONG room, ULONG *done, ULONG flags)
{
    gcry_mpi_t number = get_number(input, size);
    gcry_sexp_t data = ciphertext(padding, number, flags), value = NULL;
    gcry_sexp_t secret = rsa_expression(key, TRUE);
    const char *plain = NULL;
    size_t count = 0;
    NTSTATUS status =
        data ? status_of(gcry_pk_decrypt(&value, data, secret)) : STATUS_INVALID_PARAMETER;

    if (status >= 0)
        plain = gcry_sexp_nth_data(value, 1, &count);
    if (plain) {
        *done = (ULONG)count;
        status = !output ? STATUS_SUCCESS : room < count ? STATUS_BUFFER_TOO_SMALL : STATUS_SUCCESS;
        if (output && room >= count)
            memcpy(output, plain, count);
    } else if (status >= 0) {
        status = STATUS_INVALID_PARAMETER;
    }
    gcry_mpi_release(number);
    gcry_sexp_release(data);
    gcry_sexp_release(secret);
    gcry_sexp_release(value);
    return status;
}

NTSTATUS WINAPI BCryptEncrypt(BCRYPT_KEY_HANDLE handle, PUCHAR input, ULONG size, void *padding,
                              PUCHAR iv, ULONG iv_size, PUCHAR output, ULONG room, ULONG *done,
                              ULONG flags)
{
    struct key *key = get_key(handle);

    if (!key)
        return STATUS_INVALID_HANDLE;
    if (!done || (size && !input))
        return STATUS_INVALID_PARAMETER;
    if (key->kind->kind == KIND_CIPHER)
        return cipher_encrypt(key, input, size, padding, iv, iv_size, output, room, done, flags);
    if (key->kind->kind == KIND_RSA && key->has_public)
        return rsa_encrypt(key, input, size, padding, output, room, done, flags);
    return STATUS_NOT_SUPPORTED;
}

NTSTATUS WINAPI BCryptDecrypt(BCRYPT_KEY_HANDLE handle, PUCHAR input, ULONG size, void *padding,
                              PUCHAR iv, ULONG iv_size, PUCHAR output, ULONG room, ULONG *done,
                              ULONG flags)
{
    struct key *key = get_key(handle);

    if (!key)
        return STATUS_INVALID_HANDLE;
    if (!done || (size && !input))
        return STATUS_INVALID_PARAMETER;
    if (key->kind->kind == KIND_CIPHER)
        return cipher_decrypt(key, input, size, padding, iv, iv_size, output, room, done, flags);
    if (key->kind->kind == KIND_RSA && key->has_private)
        return rsa_decrypt(key, input, size, padding, output, room, done, flags);
    return STATUS_NOT_SUPPORTED;
}
