/* Decoding certificates (RFC 5280, section 4.1). */
#include "decode.h"

BOOL decode_bits(struct der *der, CRYPT_BIT_BLOB *to)
{
    struct der bits;

    if (!der_take(der, DER_BIT_STRING, &bits) || !der_left(&bits) || *bits.at > 7)
        return FALSE;
    *to = (CRYPT_BIT_BLOB){(DWORD)der_left(&bits) - 1, (BYTE *)bits.at + 1, *bits.at};
    return TRUE;
}

BOOL decode_integer(struct der *der, struct block *block, CRYPT_INTEGER_BLOB *to)
{
    struct der bytes;
    BYTE *copy;
    SIZE_T size;

    if (!der_take(der, DER_INTEGER, &bytes) || !der_left(&bytes))
        return FALSE;
    size = der_left(&bytes);
    copy = block_take(block, size);
    for (SIZE_T i = 0; copy && i < size; i++)
        copy[i] = bytes.end[-1 - (ptrdiff_t)i];
    *to = (CRYPT_INTEGER_BLOB){(DWORD)size, copy};
    return TRUE;
}

BOOL decode_algorithm(struct der *der, struct block *block, CRYPT_ALGORITHM_IDENTIFIER *to)
{
    struct der body, oid;

    if (!der_take(der, DER_SEQUENCE, &body) || !der_take(&body, DER_OID, &oid) ||
        !der_oid_text(&oid, NULL, 0))
        return FALSE;
    to->pszObjId = block_oid(block, &oid);
    to->Parameters = blob_of(&body);
    return TRUE;
}

BOOL decode_public_key(struct der *der, struct block *block, CERT_PUBLIC_KEY_INFO *to)
{
    struct der body;

    return der_take(der, DER_SEQUENCE, &body) && decode_algorithm(&body, block, &to->Algorithm) &&
           decode_bits(&body, &to->PublicKey);
}

static BOOL decode_extension(struct der *der, struct block *block, CERT_EXTENSION *to)
{
    struct der body, oid, flag, value;

    if (!der_take(der, DER_SEQUENCE, &body) || !der_take(&body, DER_OID, &oid) ||
        !der_oid_text(&oid, NULL, 0))
        return FALSE;
    to->fCritical = der_take(&body, DER_BOOLEAN, &flag) && der_left(&flag) == 1 && *flag.at;
    if (!der_take(&body, DER_OCTET_STRING, &value))
        return FALSE;
    to->pszObjId = block_oid(block, &oid);
    to->Value = blob_of(&value);
    return TRUE;
}

BOOL decode_extensions(struct der *der, struct block *block, DWORD *count, CERT_EXTENSION **to)
{
    struct der list, at;
    CERT_EXTENSION *table;

    if (!der_take(der, DER_SEQUENCE, &list))
        return FALSE;
    *count = 0;
    for (at = list; der_left(&at); ++*count) {
        if (!der_any(&at, NULL, NULL, NULL))
            return FALSE;
    }
    table = block_take(block, *count * sizeof(*table));
    for (DWORD i = 0; i < *count; i++) {
        CERT_EXTENSION extension;

        if (!decode_extension(&list, block, &extension))
            return FALSE;
        if (table)
            table[i] = extension;
    }
    *to = table;
    return TRUE;
}

static BOOL decode_version(struct der *der, DWORD *version)
{
    struct der outer, number;

    *version = CERT_V1;
    if (der_peek(der) != 0xa0)
        return TRUE;
    if (!der_any(der, NULL, &outer, NULL) || !der_take(&outer, DER_INTEGER, &number) ||
        der_left(&number) != 1)
        return FALSE;
    *version = *number.at;
    return TRUE;
}

static BOOL decode_validity(struct der *der, CERT_INFO *to)
{
    struct der body;

    return der_take(der, DER_SEQUENCE, &body) && der_time(&body, &to->NotBefore) &&
           der_time(&body, &to->NotAfter);
}

/* The unique identifiers, which nobody uses, are passed over. */
static BOOL decode_tail(struct der *der, struct block *block, CERT_INFO *to)
{
    while (der_left(der)) {
        struct der contents;
        BYTE tag;

        if (!der_any(der, &tag, &contents, NULL))
            return FALSE;
        if (tag == 0xa3 && !decode_extensions(&contents, block, &to->cExtension, &to->rgExtension))
            return FALSE;
    }
    return TRUE;
}

struct der to_be_signed(struct der whole)
{
    struct der at = whole, outer, inner, first;

    if (der_take(&at, DER_SEQUENCE, &outer) && der_take_whole(&outer, DER_SEQUENCE, &inner) &&
        der_take_whole(&outer, DER_SEQUENCE, &first) && der_peek(&outer) == DER_BIT_STRING)
        return inner;
    return whole;
}

BOOL decode_certificate(struct der *der, struct block *block, CERT_INFO *to)
{
    CERT_INFO info = {0};
    struct der signed_part = to_be_signed(*der), body, issuer, subject;

    if (!der_take(&signed_part, DER_SEQUENCE, &body) || !decode_version(&body, &info.dwVersion) ||
        !decode_integer(&body, block, &info.SerialNumber) ||
        !decode_algorithm(&body, block, &info.SignatureAlgorithm) ||
        !der_take_whole(&body, DER_SEQUENCE, &issuer) || !decode_validity(&body, &info) ||
        !der_take_whole(&body, DER_SEQUENCE, &subject) ||
        !decode_public_key(&body, block, &info.SubjectPublicKeyInfo) ||
        !decode_tail(&body, block, &info))
        return FALSE;
    info.Issuer = blob_of(&issuer);
    info.Subject = blob_of(&subject);
    if (to)
        *to = info;
    return TRUE;
}

BOOL decode_signed(struct der *der, struct block *block, CERT_SIGNED_CONTENT_INFO *to)
{
    CERT_SIGNED_CONTENT_INFO info = {0};
    struct der body, content;

    if (!der_take(der, DER_SEQUENCE, &body) || !der_any(&body, NULL, NULL, &content) ||
        !decode_algorithm(&body, block, &info.SignatureAlgorithm) ||
        !decode_bits(&body, &info.Signature))
        return FALSE;
    info.ToBeSigned = blob_of(&content);
    if (to)
        *to = info;
    return TRUE;
}
