/* bcrypt.h: RSA keys and their blobs: a header and big-endian numbers of stated sizes. */
#include "objects.h"

static BOOL is(LPCWSTR type, const WCHAR *name)
{
    return !lstrcmpW(type, name);
}

/* The modulus's own size decides, whatever BitLength says. */
NTSTATUS rsa_import(struct key *key, LPCWSTR type, const BYTE *blob, ULONG size)
{
    const BCRYPT_RSAKEY_BLOB *header = (const void *)blob;
    BOOL full = is(type, BCRYPT_RSAFULLPRIVATE_BLOB), legacy_secret;
    BOOL secret = full || is(type, BCRYPT_RSAPRIVATE_BLOB);
    const BYTE *at = blob + sizeof(*header);
    ULONGLONG needed;

    if (rsa_is_legacy(type, &legacy_secret))
        return rsa_import_legacy(key, legacy_secret, blob, size);
    if (!secret && !is(type, BCRYPT_RSAPUBLIC_BLOB) && !is(type, BCRYPT_PUBLIC_KEY_BLOB))
        return STATUS_NOT_SUPPORTED;
    if (size < sizeof(*header) || header->Magic != (ULONG)(full     ? BCRYPT_RSAFULLPRIVATE_MAGIC
                                                           : secret ? BCRYPT_RSAPRIVATE_MAGIC
                                                                    : BCRYPT_RSAPUBLIC_MAGIC))
        return STATUS_INVALID_PARAMETER;
    needed = (ULONGLONG)sizeof(*header) + header->cbPublicExp + header->cbModulus;
    if (secret)
        needed += (ULONGLONG)header->cbPrime1 + header->cbPrime2;
    if (size < needed || !header->cbModulus || !header->cbPublicExp)
        return STATUS_INVALID_PARAMETER;
    key->rsa.e = get_number(at, header->cbPublicExp);
    key->rsa.n = get_number(at + header->cbPublicExp, header->cbModulus);
    key->rsa.bits = gcry_mpi_get_nbits(key->rsa.n);
    key->has_public = TRUE;
    if (key->rsa.bits < 512 || key->rsa.bits > 16384)
        return STATUS_INVALID_PARAMETER;
    if (!secret)
        return STATUS_SUCCESS;
    at += header->cbPublicExp + header->cbModulus;
    key->rsa.p = get_number(at, header->cbPrime1);
    key->rsa.q = get_number(at + header->cbPrime1, header->cbPrime2);
    gcry_mpi_t p1 = gcry_mpi_new(0), q1 = gcry_mpi_new(0), phi = gcry_mpi_new(0);
    key->rsa.d = gcry_mpi_new(0);
    gcry_mpi_sub_ui(p1, key->rsa.p, 1);
    gcry_mpi_sub_ui(q1, key->rsa.q, 1);
    gcry_mpi_mul(phi, p1, q1);
    key->has_private = gcry_mpi_invm(key->rsa.d, key->rsa.e, phi);
    gcry_mpi_release(p1);
    gcry_mpi_release(q1);
    gcry_mpi_release(phi);
    return key->has_private ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

/* d mod (prime - 1) */
static void put_remainder(const struct key *key, gcry_mpi_t prime, BYTE *to, ULONG size)
{
    gcry_mpi_t less = gcry_mpi_new(0), rest = gcry_mpi_new(0);

    gcry_mpi_sub_ui(less, prime, 1);
    gcry_mpi_mod(rest, key->rsa.d, less);
    put_number(rest, to, size);
    gcry_mpi_release(less);
    gcry_mpi_release(rest);
}

static void put_full(const struct key *key, BYTE *at, ULONG half, ULONG whole)
{
    gcry_mpi_t inverse = gcry_mpi_new(0);

    put_remainder(key, key->rsa.p, at, half);
    put_remainder(key, key->rsa.q, at + half, half);
    gcry_mpi_invm(inverse, key->rsa.q, key->rsa.p);
    put_number(inverse, at + 2 * half, half);
    put_number(key->rsa.d, at + 3 * half, whole);
    gcry_mpi_release(inverse);
}

NTSTATUS rsa_export(const struct key *key, LPCWSTR type, BYTE *blob, ULONG room, ULONG *needed)
{
    BOOL full = is(type, BCRYPT_RSAFULLPRIVATE_BLOB), legacy_secret;
    BOOL secret = full || is(type, BCRYPT_RSAPRIVATE_BLOB);
    ULONG whole = (key->rsa.bits + 7) / 8, half = (whole + 1) / 2;
    ULONG exponent = (gcry_mpi_get_nbits(key->rsa.e) + 7) / 8;
    BCRYPT_RSAKEY_BLOB header = {BCRYPT_RSAPUBLIC_MAGIC, key->rsa.bits, exponent, whole, 0, 0};
    BYTE *at = blob + sizeof(header);

    if (rsa_is_legacy(type, &legacy_secret))
        return rsa_export_legacy(key, legacy_secret, blob, room, needed);
    if (!secret && !is(type, BCRYPT_RSAPUBLIC_BLOB) && !is(type, BCRYPT_PUBLIC_KEY_BLOB))
        return STATUS_NOT_SUPPORTED;
    if (secret && !key->has_private)
        return STATUS_INVALID_PARAMETER;
    *needed =
        sizeof(header) + exponent + whole + (secret ? 2 * half : 0) + (full ? 3 * half + whole : 0);
    if (!blob)
        return STATUS_SUCCESS;
    if (room < *needed)
        return STATUS_BUFFER_TOO_SMALL;
    if (secret) {
        header.Magic = full ? BCRYPT_RSAFULLPRIVATE_MAGIC : BCRYPT_RSAPRIVATE_MAGIC;
        header.cbPrime1 = header.cbPrime2 = half;
    }
    memcpy(blob, &header, sizeof(header));
    put_number(key->rsa.e, at, exponent);
    put_number(key->rsa.n, at + exponent, whole);
    at += exponent + whole;
    if (secret) {
        put_number(key->rsa.p, at, half);
        put_number(key->rsa.q, at + half, half);
    }
    if (full)
        put_full(key, at + 2 * half, half, whole);
    return STATUS_SUCCESS;
}

NTSTATUS rsa_generate(struct key *key)
{
    gcry_sexp_t wish = NULL, pair = NULL;
    gcry_error_t error =
        gcry_sexp_build(&wish, NULL, "(genkey (rsa (nbits %u)))", (unsigned)key->rsa.bits);

    if (!error)
        error = gcry_pk_genkey(&pair, wish);
    if (!error)
        error = gcry_sexp_extract_param(pair, "private-key!rsa", "nedpq", &key->rsa.n, &key->rsa.e,
                                        &key->rsa.d, &key->rsa.p, &key->rsa.q, NULL);
    gcry_sexp_release(wish);
    gcry_sexp_release(pair);
    key->has_public = key->has_private = !error;
    return status_of(error);
}

gcry_sexp_t rsa_expression(const struct key *key, BOOL secret)
{
    gcry_sexp_t result = NULL;

    if (secret)
        gcry_sexp_build(&result, NULL, "(private-key (rsa (n %m) (e %m) (d %m)))", key->rsa.n,
                        key->rsa.e, key->rsa.d);
    else
        gcry_sexp_build(&result, NULL, "(public-key (rsa (n %m) (e %m)))", key->rsa.n, key->rsa.e);
    return result;
}
