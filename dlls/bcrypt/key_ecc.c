/* bcrypt.h: keys on the NIST curves, their blobs, and agreement on a secret (ECDH). */
#include "objects.h"

/* The blob's magic says algorithm, size and whether the private number follows. */
static const struct {
    enum kind kind;
    ULONG bits, public_magic, private_magic;
} magics[] = {
    {KIND_ECDSA, 256, 0x31534345, 0x32534345}, {KIND_ECDSA, 384, 0x33534345, 0x34534345},
    {KIND_ECDSA, 521, 0x35534345, 0x36534345}, {KIND_ECDH, 256, 0x314b4345, 0x324b4345},
    {KIND_ECDH, 384, 0x334b4345, 0x344b4345},  {KIND_ECDH, 521, 0x354b4345, 0x364b4345},
};

ULONG curve_bytes(const struct algorithm_kind *curve)
{
    return (curve->size + 7) / 8;
}

/* 04, X, Y */
static ULONG put_point(const struct key *key, BYTE *to)
{
    ULONG size = curve_bytes(key->ecc.curve);

    *to = 4;
    memcpy(to + 1, key->ecc.x, size);
    memcpy(to + 1 + size, key->ecc.y, size);
    return 1 + 2 * size;
}

gcry_sexp_t ecc_expression(const struct key *key, BOOL secret)
{
    BYTE point[1 + 2 * COORDINATE_MAX];
    int size = (int)put_point(key, point);
    gcry_sexp_t result = NULL;

    if (secret)
        gcry_sexp_build(&result, NULL, "(private-key (ecc (curve %s) (q %b) (d %b)))",
                        key->ecc.curve->curve, size, point, (int)curve_bytes(key->ecc.curve),
                        key->ecc.d);
    else
        gcry_sexp_build(&result, NULL, "(public-key (ecc (curve %s) (q %b)))",
                        key->ecc.curve->curve, size, point);
    return result;
}

static BOOL on_curve(const struct key *key)
{
    gcry_sexp_t expression = ecc_expression(key, FALSE);
    gcry_ctx_t context = NULL;
    BOOL result = FALSE;

    if (!gcry_mpi_ec_new(&context, expression, NULL)) {
        gcry_mpi_point_t point = gcry_mpi_ec_get_point("q", context, 1);

        result = point && gcry_mpi_ec_curve_point(point, context);
        gcry_mpi_point_release(point);
    }
    gcry_ctx_release(context);
    gcry_sexp_release(expression);
    return result;
}

NTSTATUS ecc_import(struct key *key, LPCWSTR type, const BYTE *blob, ULONG size)
{
    const BCRYPT_ECCKEY_BLOB *header = (const void *)blob;
    BOOL secret = !lstrcmpW(type, BCRYPT_ECCPRIVATE_BLOB);
    unsigned i = 0;
    ULONG bytes;

    if (!secret && lstrcmpW(type, BCRYPT_ECCPUBLIC_BLOB) && lstrcmpW(type, BCRYPT_PUBLIC_KEY_BLOB))
        return STATUS_NOT_SUPPORTED;
    if (size < sizeof(*header))
        return STATUS_INVALID_PARAMETER;
    while (i < ARRAYSIZE(magics) &&
           (magics[i].kind != key->kind->kind ||
            header->dwMagic != (secret ? magics[i].private_magic : magics[i].public_magic)))
        i++;
    if (i == ARRAYSIZE(magics) || (key->kind->curve && key->kind->size != magics[i].bits))
        return STATUS_INVALID_PARAMETER;
    bytes = (magics[i].bits + 7) / 8;
    if (header->cbKey != bytes || size < sizeof(*header) + bytes * (secret ? 3 : 2))
        return STATUS_INVALID_PARAMETER;
    key->ecc.curve = kind_curve(key->kind->kind, magics[i].bits);
    memcpy(key->ecc.x, blob + sizeof(*header), bytes);
    memcpy(key->ecc.y, blob + sizeof(*header) + bytes, bytes);
    if (secret)
        memcpy(key->ecc.d, blob + sizeof(*header) + 2 * bytes, bytes);
    if (!on_curve(key))
        return STATUS_INVALID_PARAMETER;
    key->has_public = TRUE;
    key->has_private = secret;
    return STATUS_SUCCESS;
}

NTSTATUS ecc_export(const struct key *key, LPCWSTR type, BYTE *blob, ULONG room, ULONG *needed)
{
    BOOL secret = !lstrcmpW(type, BCRYPT_ECCPRIVATE_BLOB);
    ULONG bytes = curve_bytes(key->ecc.curve);
    BCRYPT_ECCKEY_BLOB header = {0, bytes};
    BYTE *at = blob + sizeof(header);

    if (!secret && lstrcmpW(type, BCRYPT_ECCPUBLIC_BLOB) && lstrcmpW(type, BCRYPT_PUBLIC_KEY_BLOB))
        return STATUS_NOT_SUPPORTED;
    if (secret && !key->has_private)
        return STATUS_INVALID_PARAMETER;
    for (unsigned i = 0; i < ARRAYSIZE(magics); i++) {
        if (magics[i].kind == key->kind->kind && magics[i].bits == key->ecc.curve->size)
            header.dwMagic = secret ? magics[i].private_magic : magics[i].public_magic;
    }
    *needed = sizeof(header) + bytes * (secret ? 3 : 2);
    if (!blob)
        return STATUS_SUCCESS;
    if (room < *needed)
        return STATUS_BUFFER_TOO_SMALL;
    memcpy(blob, &header, sizeof(header));
    memcpy(at, key->ecc.x, bytes);
    memcpy(at + bytes, key->ecc.y, bytes);
    if (secret)
        memcpy(at + 2 * bytes, key->ecc.d, bytes);
    return STATUS_SUCCESS;
}

NTSTATUS ecc_generate(struct key *key)
{
    gcry_sexp_t wish = NULL, pair = NULL;
    gcry_mpi_t q = NULL, d = NULL;
    ULONG bytes = curve_bytes(key->ecc.curve);
    BYTE point[1 + 2 * COORDINATE_MAX];
    gcry_error_t error =
        gcry_sexp_build(&wish, NULL, "(genkey (ecc (curve %s)))", key->ecc.curve->curve);

    if (!error)
        error = gcry_pk_genkey(&pair, wish);
    if (!error)
        error = gcry_sexp_extract_param(pair, "private-key!ecc", "qd", &q, &d, NULL);
    if (!error) {
        put_number(q, point, 1 + 2 * bytes);
        memcpy(key->ecc.x, point + 1, bytes);
        memcpy(key->ecc.y, point + 1 + bytes, bytes);
        put_number(d, key->ecc.d, bytes);
        key->has_public = key->has_private = TRUE;
    }
    gcry_mpi_release(q);
    gcry_mpi_release(d);
    gcry_sexp_release(wish);
    gcry_sexp_release(pair);
    return status_of(error);
}

/* The x coordinate of d times the other's point. */
static NTSTATUS multiply(const struct key *own, const struct key *other, BYTE *x)
{
    gcry_sexp_t expression = ecc_expression(other, FALSE);
    gcry_mpi_t d = get_number(own->ecc.d, curve_bytes(own->ecc.curve)), value = gcry_mpi_new(0);
    gcry_mpi_point_t point = NULL, product = gcry_mpi_point_new(0);
    gcry_ctx_t context = NULL;
    gcry_error_t error = gcry_mpi_ec_new(&context, expression, NULL);

    if (!error)
        point = gcry_mpi_ec_get_point("q", context, 1);
    if (point)
        gcry_mpi_ec_mul(product, d, point, context);
    if (!point || gcry_mpi_ec_get_affine(value, NULL, product, context))
        error = gcry_error(GPG_ERR_INV_DATA);
    else
        put_number(value, x, curve_bytes(own->ecc.curve));
    gcry_mpi_point_release(point);
    gcry_mpi_point_release(product);
    gcry_ctx_release(context);
    gcry_mpi_release(d);
    gcry_mpi_release(value);
    gcry_sexp_release(expression);
    return status_of(error);
}

NTSTATUS WINAPI BCryptSecretAgreement(BCRYPT_KEY_HANDLE private_key, BCRYPT_KEY_HANDLE public_key,
                                      BCRYPT_SECRET_HANDLE *result, ULONG flags)
{
    struct key *own = get_key(private_key), *other = get_key(public_key);
    struct secret *secret;
    NTSTATUS status;

    if (!own || !other)
        return STATUS_INVALID_HANDLE;
    if (!result || own->kind->kind != KIND_ECDH || other->kind->kind != KIND_ECDH ||
        own->ecc.curve != other->ecc.curve || !own->has_private || !other->has_public)
        return STATUS_INVALID_PARAMETER;
    secret = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*secret));
    if (!secret)
        return STATUS_NO_MEMORY;
    secret->magic = SECRET_MAGIC;
    secret->size = curve_bytes(own->ecc.curve);
    status = multiply(own, other, secret->bytes);
    if (status < 0)
        object_free(secret, sizeof(*secret));
    else
        *result = secret;
    return status;
}

NTSTATUS WINAPI BCryptDestroySecret(BCRYPT_SECRET_HANDLE handle)
{
    struct secret *secret = handle;

    if (!secret || secret->magic != SECRET_MAGIC)
        return STATUS_INVALID_HANDLE;
    object_free(secret, sizeof(*secret));
    return STATUS_SUCCESS;
}
