/* wincrypt.h: CryptDecodeObject(Ex) by a table of structures. */
#include "message.h"

typedef BOOL decoder(struct der *der, struct block *block, void *to);

static BOOL decode_x509(struct der *der, struct block *block, void *to)
{
    return decode_certificate(der, block, to);
}

static BOOL decode_key_info(struct der *der, struct block *block, void *to)
{
    CERT_PUBLIC_KEY_INFO info;

    if (!decode_public_key(der, block, &info))
        return FALSE;
    if (to)
        *(CERT_PUBLIC_KEY_INFO *)to = info;
    return TRUE;
}

/* The signature is an integer to the API: its bytes are turned round. */
static BOOL decode_signed_content(struct der *der, struct block *block, void *to)
{
    CERT_SIGNED_CONTENT_INFO info;
    BYTE *turned;

    if (!decode_signed(der, block, &info))
        return FALSE;
    turned = block_take(block, info.Signature.cbData);
    for (DWORD i = 0; turned && i < info.Signature.cbData; i++)
        turned[i] = info.Signature.pbData[info.Signature.cbData - 1 - i];
    info.Signature.pbData = turned;
    if (to)
        *(CERT_SIGNED_CONTENT_INFO *)to = info;
    return TRUE;
}

static BOOL decode_uses(struct der *der, struct block *block, void *to)
{
    CERT_ENHKEY_USAGE usage = {0};
    struct der list, at, oid;

    if (!der_take(der, DER_SEQUENCE, &list))
        return FALSE;
    for (at = list; der_left(&at); usage.cUsageIdentifier++) {
        if (!der_take(&at, DER_OID, &oid) || !der_oid_text(&oid, NULL, 0))
            return FALSE;
    }
    usage.rgpszUsageIdentifier = block_take(block, usage.cUsageIdentifier * sizeof(LPSTR));
    for (DWORD i = 0; der_take(&list, DER_OID, &oid); i++) {
        LPSTR text = block_oid(block, &oid);

        if (usage.rgpszUsageIdentifier)
            usage.rgpszUsageIdentifier[i] = text;
    }
    if (to)
        *(CERT_ENHKEY_USAGE *)to = usage;
    return TRUE;
}

static BOOL decode_basic_constraints(struct der *der, struct block *block, void *to)
{
    CERT_BASIC_CONSTRAINTS2_INFO info = {0};
    struct der body, flag, number;

    if (!der_take(der, DER_SEQUENCE, &body))
        return FALSE;
    info.fCA = der_take(&body, DER_BOOLEAN, &flag) && der_left(&flag) == 1 && *flag.at;
    if (der_take(&body, DER_INTEGER, &number)) {
        if (!der_left(&number) || der_left(&number) > 4)
            return FALSE;
        info.fPathLenConstraint = TRUE;
        for (; der_left(&number); number.at++)
            info.dwPathLenConstraint = info.dwPathLenConstraint << 8 | *number.at;
    }
    if (to)
        *(CERT_BASIC_CONSTRAINTS2_INFO *)to = info;
    return TRUE;
}

static BOOL decode_bit_string(struct der *der, struct block *block, void *to)
{
    CRYPT_BIT_BLOB bits;

    if (!decode_bits(der, &bits))
        return FALSE;
    if (to)
        *(CRYPT_BIT_BLOB *)to = bits;
    return TRUE;
}

static BOOL decode_octets(struct der *der, struct block *block, void *to)
{
    struct der bytes;

    if (!der_take(der, DER_OCTET_STRING, &bytes))
        return FALSE;
    if (to)
        *(CRYPT_DATA_BLOB *)to = blob_of(&bytes);
    return TRUE;
}

static BOOL decode_number(struct der *der, struct block *block, void *to)
{
    struct der bytes;
    int value;

    if (!der_take(der, DER_INTEGER, &bytes) || !der_left(&bytes) || der_left(&bytes) > 4)
        return FALSE;
    value = (signed char)*bytes.at++;
    for (; der_left(&bytes); bytes.at++)
        value = (int)((unsigned)value << 8 | *bytes.at);
    if (to)
        *(int *)to = value;
    return TRUE;
}

static BOOL decode_big_number(struct der *der, struct block *block, void *to)
{
    CRYPT_INTEGER_BLOB number;

    if (!decode_integer(der, block, &number))
        return FALSE;
    if (to)
        *(CRYPT_INTEGER_BLOB *)to = number;
    return TRUE;
}

static BOOL decode_object_identifier(struct der *der, struct block *block, void *to)
{
    struct der oid;
    LPSTR text;

    if (!der_take(der, DER_OID, &oid) || !der_oid_text(&oid, NULL, 0))
        return FALSE;
    text = block_oid(block, &oid);
    if (to)
        *(LPSTR *)to = text;
    return TRUE;
}

static BOOL decode_ecc_signature(struct der *der, struct block *block, void *to)
{
    CERT_ECC_SIGNATURE signature;
    struct der body;

    if (!der_take(der, DER_SEQUENCE, &body) || !decode_integer(&body, block, &signature.r) ||
        !decode_integer(&body, block, &signature.s))
        return FALSE;
    if (to)
        *(CERT_ECC_SIGNATURE *)to = signature;
    return TRUE;
}

/* A PUBLICKEYBLOB: header, RSAPUBKEY, modulus with its least significant byte first. */
static BOOL decode_rsa_key(struct der *der, struct block *block, void *to)
{
    struct der body, modulus, exponent;
    RSAPUBKEY key = {0x31415352, 0, 0};
    BYTE *bytes = to;
    DWORD size;

    if (!der_take(der, DER_SEQUENCE, &body) || !der_take(&body, DER_INTEGER, &modulus) ||
        !der_take(&body, DER_INTEGER, &exponent) || der_left(&exponent) > 4)
        return FALSE;
    while (der_left(&modulus) && !*modulus.at)
        modulus.at++;
    size = (DWORD)der_left(&modulus);
    for (; der_left(&exponent); exponent.at++)
        key.pubexp = key.pubexp << 8 | *exponent.at;
    key.bitlen = size * 8;
    block->used += size; /* right behind the two headers */
    if (!bytes || !block->base || block->used > block->room)
        return TRUE;
    *(BLOBHEADER *)bytes = (BLOBHEADER){PUBLICKEYBLOB, CUR_BLOB_VERSION, 0, CALG_RSA_KEYX};
    memcpy(bytes + sizeof(BLOBHEADER), &key, sizeof(key));
    for (DWORD i = 0; i < size; i++)
        bytes[sizeof(BLOBHEADER) + sizeof(key) + i] = modulus.end[-1 - (ptrdiff_t)i];
    return TRUE;
}

static BOOL decode_extension_list(struct der *der, struct block *block, void *to)
{
    CERT_EXTENSIONS list;

    if (!decode_extensions(der, block, &list.cExtension, &list.rgExtension))
        return FALSE;
    if (to)
        *(CERT_EXTENSIONS *)to = list;
    return TRUE;
}

BOOL decode_name(struct der *der, struct block *block, void *to);
static BOOL decode_signer_info(struct der *der, struct block *block, void *to)
{
    struct signer signer;

    if (!decode_signer(der, block, &signer))
        return FALSE;
    if (to)
        *(CMSG_SIGNER_INFO *)to = signer.info;
    return TRUE;
}

static BOOL decode_one_attribute(struct der *der, struct block *block, void *to)
{
    return decode_attribute(der, block, to);
}

static BOOL decode_attribute_set(struct der *der, struct block *block, void *to)
{
    struct der list;

    return der_take(der, DER_SET, &list) && decode_attributes(list, block, to);
}

static BOOL decode_time(struct der *der, struct block *block, void *to)
{
    FILETIME time;

    if (!der_time(der, &time))
        return FALSE;
    if (to)
        *(FILETIME *)to = time;
    return TRUE;
}

static BOOL decode_algorithm_identifier(struct der *der, struct block *block, void *to)
{
    CRYPT_ALGORITHM_IDENTIFIER algorithm;

    if (!decode_algorithm(der, block, &algorithm))
        return FALSE;
    if (to)
        *(CRYPT_ALGORITHM_IDENTIFIER *)to = algorithm;
    return TRUE;
}

static BOOL decode_any_sequence(struct der *der, struct block *block, void *to)
{
    CRYPT_SEQUENCE_OF_ANY sequence = {0};
    struct der list, at, whole;

    if (!der_take(der, DER_SEQUENCE, &list))
        return FALSE;
    for (at = list; der_left(&at); sequence.cValue++)
        if (!der_any(&at, NULL, NULL, NULL))
            return FALSE;
    sequence.rgValue = block_take(block, sequence.cValue * sizeof(*sequence.rgValue));
    for (DWORD i = 0; sequence.rgValue && i < sequence.cValue; i++) {
        der_any(&list, NULL, NULL, &whole);
        sequence.rgValue[i] = blob_of(&whole);
    }
    if (to)
        *(CRYPT_SEQUENCE_OF_ANY *)to = sequence;
    return TRUE;
}

BOOL decode_alternate_name(struct der *der, struct block *block, void *to);

static const struct {
    const char *oid; /* NULL where there is only a number */
    LPCSTR number;
    SIZE_T size;
    decoder *decode;
} types[] = {
    {NULL, X509_CERT, sizeof(CERT_SIGNED_CONTENT_INFO), decode_signed_content},
    {NULL, X509_CERT_TO_BE_SIGNED, sizeof(CERT_INFO), decode_x509},
    {NULL, X509_EXTENSIONS, sizeof(CERT_EXTENSIONS), decode_extension_list},
    {NULL, X509_NAME, sizeof(CERT_NAME_INFO), decode_name},
    {NULL, X509_PUBLIC_KEY_INFO, sizeof(CERT_PUBLIC_KEY_INFO), decode_key_info},
    {NULL, RSA_CSP_PUBLICKEYBLOB, sizeof(BLOBHEADER) + sizeof(RSAPUBKEY), decode_rsa_key},
    {NULL, X509_INTEGER, sizeof(int), decode_number},
    {NULL, X509_MULTI_BYTE_INTEGER, sizeof(CRYPT_INTEGER_BLOB), decode_big_number},
    {NULL, X509_OCTET_STRING, sizeof(CRYPT_DATA_BLOB), decode_octets},
    {NULL, X509_BITS, sizeof(CRYPT_BIT_BLOB), decode_bit_string},
    {NULL, X509_ECC_SIGNATURE, sizeof(CERT_ECC_SIGNATURE), decode_ecc_signature},
    {NULL, X509_OBJECT_IDENTIFIER, sizeof(LPSTR), decode_object_identifier},
    {NULL, PKCS7_SIGNER_INFO, sizeof(CMSG_SIGNER_INFO), decode_signer_info},
    {NULL, PKCS_ATTRIBUTE, sizeof(CRYPT_ATTRIBUTE), decode_one_attribute},
    {NULL, PKCS_ATTRIBUTES, sizeof(CRYPT_ATTRIBUTES), decode_attribute_set},
    {NULL, X509_ALGORITHM_IDENTIFIER, sizeof(CRYPT_ALGORITHM_IDENTIFIER),
     decode_algorithm_identifier},
    {NULL, X509_SEQUENCE_OF_ANY, sizeof(CRYPT_SEQUENCE_OF_ANY), decode_any_sequence},
    {szOID_RSA_signingTime, PKCS_UTC_TIME, sizeof(FILETIME), decode_time},
    {NULL, X509_CHOICE_OF_TIME, sizeof(FILETIME), decode_time},
    {szOID_KEY_USAGE, X509_KEY_USAGE, sizeof(CRYPT_BIT_BLOB), decode_bit_string},
    {szOID_BASIC_CONSTRAINTS2, X509_BASIC_CONSTRAINTS2, sizeof(CERT_BASIC_CONSTRAINTS2_INFO),
     decode_basic_constraints},
    {szOID_ENHANCED_KEY_USAGE, X509_ENHANCED_KEY_USAGE, sizeof(CERT_ENHKEY_USAGE), decode_uses},
    {szOID_SUBJECT_ALT_NAME2, X509_ALTERNATE_NAME, sizeof(CERT_ALT_NAME_INFO),
     decode_alternate_name},
    {szOID_ISSUER_ALT_NAME2, X509_ALTERNATE_NAME, sizeof(CERT_ALT_NAME_INFO),
     decode_alternate_name},
    {szOID_SUBJECT_KEY_IDENTIFIER, X509_OCTET_STRING, sizeof(CRYPT_DATA_BLOB), decode_octets},
};

BOOL decode_structure(LPCSTR type, const BYTE *encoded, DWORD size, struct block *block)
{
    struct der der = der_of(encoded, size);
    unsigned i = 0;
    void *to;

    while (i < ARRAYSIZE(types) &&
           (((ULONG_PTR)type >> 16) ? !types[i].oid || strcmp(type, types[i].oid) != 0
                                    : type != types[i].number))
        i++;
    if (i == ARRAYSIZE(types))
        return fail_with(ERROR_FILE_NOT_FOUND);
    to = block_take(block, types[i].size);
    return types[i].decode(&der, block, to) || fail_with((DWORD)CRYPT_E_ASN1_BADTAG);
}

static void *allocate(CRYPT_DECODE_PARA *parameters, SIZE_T size)
{
    if (parameters && parameters->cbSize >= sizeof(*parameters) && parameters->pfnAlloc)
        return parameters->pfnAlloc(size);
    return LocalAlloc(0, size);
}

BOOL WINAPI CryptDecodeObjectEx(DWORD encoding_type, LPCSTR type, const BYTE *encoded, DWORD size,
                                DWORD flags, PCRYPT_DECODE_PARA parameters, void *result,
                                DWORD *room)
{
    struct block block = {0};
    DWORD had;

    if (!room || !encoded || !type)
        return fail_with(ERROR_INVALID_PARAMETER);
    had = *room;
    if (!decode_structure(type, encoded, size, &block))
        return FALSE;
    *room = (DWORD)block.used;
    if (flags & CRYPT_DECODE_ALLOC_FLAG) {
        if (!result)
            return fail_with(ERROR_INVALID_PARAMETER);
        block.base = allocate(parameters, block.used);
        if (!block.base)
            return fail_with(ERROR_NOT_ENOUGH_MEMORY);
        *(void **)result = block.base;
    } else {
        if (!result)
            return TRUE;
        if (had < block.used)
            return fail_with(ERROR_MORE_DATA);
        block.base = result;
    }
    block.room = block.used;
    block.used = 0;
    return decode_structure(type, encoded, size, &block);
}

BOOL WINAPI CryptDecodeObject(DWORD encoding_type, LPCSTR type, const BYTE *encoded, DWORD size,
                              DWORD flags, void *result, DWORD *room)
{
    return CryptDecodeObjectEx(encoding_type, type, encoded, size,
                               flags & ~(DWORD)CRYPT_DECODE_ALLOC_FLAG, NULL, result, room);
}
