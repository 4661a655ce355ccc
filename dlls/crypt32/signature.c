/* wincrypt.h: public keys, and signatures of certificates, which bcrypt verifies. */
#include "signature.h"

#define OID_EC_KEY "1.2.840.10045.2.1"
#define OID_PSS    "1.2.840.113549.1.1.10"
#define OID_RSA    "1.2.840.113549.1.1.1"

enum kind { RSA_PKCS1, RSA_PSS, ECDSA };

static const struct {
    const char *oid;
    const WCHAR *hash;
    enum kind kind;
} algorithms[] = {
    {"1.2.840.113549.1.1.4", L"MD5", RSA_PKCS1},
    {"1.2.840.113549.1.1.5", L"SHA1", RSA_PKCS1},
    {"1.3.14.3.2.29", L"SHA1", RSA_PKCS1},
    {"1.2.840.113549.1.1.11", L"SHA256", RSA_PKCS1},
    {"1.2.840.113549.1.1.12", L"SHA384", RSA_PKCS1},
    {"1.2.840.113549.1.1.13", L"SHA512", RSA_PKCS1},
    {OID_PSS, NULL, RSA_PSS},
    {"1.2.840.10045.4.1", L"SHA1", ECDSA},
    {"1.2.840.10045.4.3.2", L"SHA256", ECDSA},
    {"1.2.840.10045.4.3.3", L"SHA384", ECDSA},
    {"1.2.840.10045.4.3.4", L"SHA512", ECDSA},
};

static const struct {
    const char *oid;
    const WCHAR *algorithm;
    ULONG magic;
    DWORD size;
} curves[] = {
    {"1.2.840.10045.3.1.7", L"ECDSA_P256", BCRYPT_ECDSA_PUBLIC_P256_MAGIC, 32},
    {"1.3.132.0.34", L"ECDSA_P384", BCRYPT_ECDSA_PUBLIC_P384_MAGIC, 48},
    {"1.3.132.0.35", L"ECDSA_P521", BCRYPT_ECDSA_PUBLIC_P521_MAGIC, 66},
};

static const struct {
    const char *oid;
    const WCHAR *name;
} hash_oids[] = {
    {"1.2.840.113549.2.5", L"MD5"},        {"1.3.14.3.2.26", L"SHA1"},
    {"2.16.840.1.101.3.4.2.1", L"SHA256"}, {"2.16.840.1.101.3.4.2.2", L"SHA384"},
    {"2.16.840.1.101.3.4.2.3", L"SHA512"},
};

static BOOL import_blob(const WCHAR *algorithm, const WCHAR *type, void *blob, DWORD size,
                        BCRYPT_KEY_HANDLE *key)
{
    BCRYPT_ALG_HANDLE provider;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&provider, algorithm, NULL, 0);
    if (status >= 0) {
        status = BCryptImportKeyPair(provider, NULL, type, key, blob, size, 0);
        BCryptCloseAlgorithmProvider(provider, 0);
    }
    return nt_result(status);
}

static void skip_zeros(struct der *number)
{
    while (number->at < number->end && *number->at == 0)
        number->at++;
}

static BOOL import_rsa(const CERT_PUBLIC_KEY_INFO *info, BCRYPT_KEY_HANDLE *key)
{
    struct der der = der_of(info->PublicKey.pbData, info->PublicKey.cbData);
    struct der sequence, modulus, exponent;
    if (!der_take(&der, DER_SEQUENCE, &sequence) || !der_take(&sequence, DER_INTEGER, &modulus) ||
        !der_take(&sequence, DER_INTEGER, &exponent))
        return fail_with(CRYPT_E_ASN1_BADTAG);
    skip_zeros(&modulus);
    skip_zeros(&exponent);
    DWORD modulus_size = (DWORD)der_left(&modulus), exponent_size = (DWORD)der_left(&exponent);
    DWORD size = sizeof(BCRYPT_RSAKEY_BLOB) + exponent_size + modulus_size;
    BCRYPT_RSAKEY_BLOB *blob = HeapAlloc(GetProcessHeap(), 0, size);
    if (!blob)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    *blob = (BCRYPT_RSAKEY_BLOB){
        BCRYPT_RSAPUBLIC_MAGIC, modulus_size * 8, exponent_size, modulus_size, 0, 0};
    memcpy(blob + 1, exponent.at, exponent_size);
    memcpy((BYTE *)(blob + 1) + exponent_size, modulus.at, modulus_size);
    BOOL good = import_blob(L"RSA", BCRYPT_RSAPUBLIC_BLOB, blob, size, key);
    HeapFree(GetProcessHeap(), 0, blob);
    return good;
}

static BOOL import_ec(const CERT_PUBLIC_KEY_INFO *info, BCRYPT_KEY_HANDLE *key)
{
    struct {
        BCRYPT_ECCKEY_BLOB head;
        BYTE point[2 * 66];
    } blob;
    struct der der = der_of(info->Algorithm.Parameters.pbData, info->Algorithm.Parameters.cbData);
    struct der oid;
    char text[64];
    if (!der_take(&der, DER_OID, &oid) || !der_oid_text(&oid, text, sizeof text))
        return fail_with(CRYPT_E_ASN1_BADTAG);
    for (unsigned i = 0; i < ARRAYSIZE(curves); i++) {
        DWORD size = curves[i].size;
        if (lstrcmpA(curves[i].oid, text))
            continue;
        if (info->PublicKey.cbData != 1 + 2 * size || info->PublicKey.pbData[0] != 4)
            return fail_with(NTE_BAD_PUBLIC_KEY);
        blob.head = (BCRYPT_ECCKEY_BLOB){curves[i].magic, size};
        memcpy(blob.point, info->PublicKey.pbData + 1, 2 * size);
        return import_blob(curves[i].algorithm, BCRYPT_ECCPUBLIC_BLOB, &blob,
                           sizeof blob.head + 2 * size, key);
    }
    return fail_with(NTE_BAD_ALGID);
}

BOOL import_public_key(const CERT_PUBLIC_KEY_INFO *info, BCRYPT_KEY_HANDLE *key)
{
    const char *oid = info->Algorithm.pszObjId;
    if (!oid)
        return fail_with(NTE_BAD_ALGID);
    if (!lstrcmpA(oid, OID_RSA) || !lstrcmpA(oid, OID_PSS))
        return import_rsa(info, key);
    return lstrcmpA(oid, OID_EC_KEY) ? fail_with(NTE_BAD_ALGID) : import_ec(info, key);
}

/* ---- signatures */

/* RFC 4055: hash [0], generator [1], salt length [2]. */
static BOOL read_pss(const CRYPT_OBJID_BLOB *parameters, BCRYPT_PSS_PADDING_INFO *padding)
{
    struct der der = der_of(parameters->pbData, parameters->cbData);
    struct der sequence, part, algorithm, oid, number;
    char text[64];
    BYTE tag;
    *padding = (BCRYPT_PSS_PADDING_INFO){L"SHA1", 20};
    if (!der_take(&der, DER_SEQUENCE, &sequence))
        return FALSE;
    while (der_any(&sequence, &tag, &part, NULL)) {
        if (tag == 0xa0) {
            padding->pszAlgId = NULL;
            if (!der_take(&part, DER_SEQUENCE, &algorithm) ||
                !der_take(&algorithm, DER_OID, &oid) || !der_oid_text(&oid, text, sizeof text))
                return FALSE;
            for (unsigned i = 0; i < ARRAYSIZE(hash_oids); i++)
                if (!lstrcmpA(hash_oids[i].oid, text))
                    padding->pszAlgId = hash_oids[i].name;
            if (!padding->pszAlgId)
                return FALSE;
        } else if (tag == 0xa2) {
            if (!der_take(&part, DER_INTEGER, &number) || der_left(&number) != 1)
                return FALSE;
            padding->cbSalt = *number.at;
        }
    }
    return TRUE;
}

/* The two numbers of an ECDSA signature, side by side as bcrypt wants them. */
static DWORD plain_ecdsa(const CRYPT_BIT_BLOB *signature, DWORD size, BYTE *plain)
{
    struct der der = der_of(signature->pbData, signature->cbData), sequence, number;
    if (!der_take(&der, DER_SEQUENCE, &sequence))
        return 0;
    memset(plain, 0, 2 * size);
    for (int i = 1; i <= 2; i++) {
        if (!der_take(&sequence, DER_INTEGER, &number))
            return 0;
        skip_zeros(&number);
        DWORD length = (DWORD)der_left(&number);
        if (length > size)
            return 0;
        memcpy(plain + (DWORD)i * size - length, number.at, length);
    }
    return 2 * size;
}

static NTSTATUS verify_hash(BCRYPT_KEY_HANDLE key, enum kind kind, const WCHAR *hash_name,
                            const CERT_SIGNED_CONTENT_INFO *info, BCRYPT_PSS_PADDING_INFO *pss)
{
    BCRYPT_PKCS1_PADDING_INFO pkcs1 = {hash_name};
    BYTE hash[64], plain[2 * 66];
    BCRYPT_ALG_HANDLE provider;
    DWORD size = 0, got, bits = 0;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&provider, hash_name, NULL, 0);
    if (status < 0)
        return status;
    status = BCryptGetProperty(provider, BCRYPT_HASH_LENGTH, (BYTE *)&size, sizeof size, &got, 0);
    BCryptCloseAlgorithmProvider(provider, 0);
    if (status < 0 ||
        !hash_bytes(hash_name, info->ToBeSigned.pbData, info->ToBeSigned.cbData, hash, size))
        return STATUS_INVALID_PARAMETER;
    if (kind != ECDSA)
        return BCryptVerifySignature(key, kind == RSA_PSS ? (void *)pss : &pkcs1, hash, size,
                                     info->Signature.pbData, info->Signature.cbData,
                                     kind == RSA_PSS ? BCRYPT_PAD_PSS : BCRYPT_PAD_PKCS1);
    status = BCryptGetProperty(key, BCRYPT_KEY_LENGTH, (BYTE *)&bits, sizeof bits, &got, 0);
    DWORD length = status < 0 ? 0 : plain_ecdsa(&info->Signature, (bits + 7) / 8, plain);
    return length ? BCryptVerifySignature(key, NULL, hash, size, plain, length, 0)
                  : STATUS_INVALID_SIGNATURE;
}

const WCHAR *hash_name_of(const char *oid)
{
    for (unsigned i = 0; i < ARRAYSIZE(hash_oids); i++)
        if (!lstrcmpA(hash_oids[i].oid, oid))
            return hash_oids[i].name;
    return NULL;
}

DWORD hash_size_of(const WCHAR *name)
{
    BCRYPT_ALG_HANDLE provider;
    DWORD size = 0, got;
    if (BCryptOpenAlgorithmProvider(&provider, name, NULL, 0) < 0)
        return 0;
    BCryptGetProperty(provider, BCRYPT_HASH_LENGTH, (BYTE *)&size, sizeof size, &got, 0);
    BCryptCloseAlgorithmProvider(provider, 0);
    return size;
}

static BOOL verify_content(const CERT_SIGNED_CONTENT_INFO *info, const CERT_PUBLIC_KEY_INFO *issuer)
{
    BCRYPT_PSS_PADDING_INFO pss;
    BCRYPT_KEY_HANDLE key;
    unsigned i = 0;
    while (i < ARRAYSIZE(algorithms) &&
           lstrcmpA(algorithms[i].oid, info->SignatureAlgorithm.pszObjId))
        i++;
    if (i == ARRAYSIZE(algorithms))
        return fail_with(NTE_BAD_ALGID);
    BOOL is_ec = issuer->Algorithm.pszObjId && !lstrcmpA(issuer->Algorithm.pszObjId, OID_EC_KEY);
    if (is_ec != (algorithms[i].kind == ECDSA) ||
        (algorithms[i].kind == RSA_PSS && !read_pss(&info->SignatureAlgorithm.Parameters, &pss)))
        return fail_with(NTE_BAD_SIGNATURE);
    if (!import_public_key(issuer, &key))
        return FALSE;
    NTSTATUS status =
        verify_hash(key, algorithms[i].kind, algorithms[i].hash ? algorithms[i].hash : pss.pszAlgId,
                    info, &pss);
    BCryptDestroyKey(key);
    return status >= 0 ? TRUE : fail_with(NTE_BAD_SIGNATURE);
}

/* The algorithm that is a key's alone, with its digest told apart. */
static const char *joined_algorithm(const char *oid, const char *digest)
{
    const WCHAR *hash = hash_name_of(digest);
    if (!hash || (lstrcmpA(oid, OID_RSA) && lstrcmpA(oid, OID_EC_KEY)))
        return oid;
    for (unsigned i = 0; i < ARRAYSIZE(algorithms); i++)
        if (algorithms[i].hash && !lstrcmpW(algorithms[i].hash, hash) &&
            algorithms[i].kind == (lstrcmpA(oid, OID_RSA) ? ECDSA : RSA_PKCS1))
            return algorithms[i].oid;
    return oid;
}

BOOL verify_data(const BYTE *data, DWORD size, const char *digest,
                 const CRYPT_ALGORITHM_IDENTIFIER *algorithm, const CRYPT_DATA_BLOB *signature,
                 const CERT_PUBLIC_KEY_INFO *key)
{
    CERT_SIGNED_CONTENT_INFO info = {
        .ToBeSigned = {size, (BYTE *)data},
        .SignatureAlgorithm = *algorithm,
        .Signature = {signature->cbData, signature->pbData, 0},
    };
    info.SignatureAlgorithm.pszObjId = (LPSTR)joined_algorithm(algorithm->pszObjId, digest);
    return verify_content(&info, key);
}

BOOL verify_signed(const BYTE *encoded, DWORD size, const CERT_PUBLIC_KEY_INFO *issuer)
{
    CERT_SIGNED_CONTENT_INFO info;
    struct der der = der_of(encoded, size);
    struct block block = {0};
    if (!decode_signed(&der, &block, NULL))
        return fail_with(CRYPT_E_ASN1_BADTAG);
    block = (struct block){HeapAlloc(GetProcessHeap(), 0, block.used + 1), block.used, 0};
    if (!block.base)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    der = der_of(encoded, size);
    decode_signed(&der, &block, &info);
    BOOL good = verify_content(&info, issuer);
    DWORD error = GetLastError();
    HeapFree(GetProcessHeap(), 0, block.base);
    SetLastError(error);
    return good;
}

/* ---- the API */

static const CERT_PUBLIC_KEY_INFO *issuer_key(DWORD type, const void *issuer,
                                              const CERT_INFO *subject)
{
    switch (type) {
    case CRYPT_VERIFY_CERT_SIGN_ISSUER_PUBKEY:
        return issuer;
    case CRYPT_VERIFY_CERT_SIGN_ISSUER_CERT:
        return &((PCCERT_CONTEXT)issuer)->pCertInfo->SubjectPublicKeyInfo;
    case CRYPT_VERIFY_CERT_SIGN_ISSUER_CHAIN:
        return &((PCCERT_CHAIN_CONTEXT)issuer)
                    ->rgpChain[0]
                    ->rgpElement[0]
                    ->pCertContext->pCertInfo->SubjectPublicKeyInfo;
    case CRYPT_VERIFY_CERT_SIGN_ISSUER_NULL:
        return subject ? &subject->SubjectPublicKeyInfo : NULL;
    default:
        return NULL;
    }
}

BOOL WINAPI CryptVerifyCertificateSignatureEx(HCRYPTPROV_LEGACY provider, DWORD encoding,
                                              DWORD subject_type, void *subject, DWORD issuer_type,
                                              void *issuer, DWORD flags, void *extra)
{
    CRYPT_DATA_BLOB blob;
    PCCERT_CONTEXT context = NULL;
    if (!subject)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (subject_type == CRYPT_VERIFY_CERT_SIGN_SUBJECT_BLOB) {
        blob = *(CRYPT_DATA_BLOB *)subject;
    } else if (subject_type == CRYPT_VERIFY_CERT_SIGN_SUBJECT_CERT) {
        context = subject;
        blob = (CRYPT_DATA_BLOB){context->cbCertEncoded, context->pbCertEncoded};
    } else {
        return fail_with(ERROR_INVALID_PARAMETER);
    }
    const CERT_PUBLIC_KEY_INFO *key =
        issuer_key(issuer_type, issuer, context ? context->pCertInfo : NULL);
    return key ? verify_signed(blob.pbData, blob.cbData, key) : fail_with(ERROR_INVALID_PARAMETER);
}

BOOL WINAPI CryptVerifyCertificateSignature(HCRYPTPROV_LEGACY provider, DWORD encoding,
                                            const BYTE *encoded, DWORD size,
                                            PCERT_PUBLIC_KEY_INFO issuer)
{
    if (!encoded || !issuer)
        return fail_with(ERROR_INVALID_PARAMETER);
    return verify_signed(encoded, size, issuer);
}

BOOL WINAPI CryptImportPublicKeyInfoEx2(DWORD encoding, PCERT_PUBLIC_KEY_INFO info, DWORD flags,
                                        void *extra, BCRYPT_KEY_HANDLE *key)
{
    if (!info || !key)
        return fail_with(ERROR_INVALID_PARAMETER);
    return import_public_key(info, key);
}

BOOL WINAPI CryptHashCertificate2(LPCWSTR algorithm, DWORD flags, void *reserved,
                                  const BYTE *encoded, DWORD size, BYTE *hash, DWORD *room)
{
    BYTE result[64];
    BCRYPT_ALG_HANDLE provider;
    DWORD length = 0, got;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&provider, algorithm, NULL, 0);
    if (status < 0)
        return nt_result(status);
    status =
        BCryptGetProperty(provider, BCRYPT_HASH_LENGTH, (BYTE *)&length, sizeof length, &got, 0);
    BCryptCloseAlgorithmProvider(provider, 0);
    if (status < 0 || length > sizeof result)
        return fail_with(NTE_BAD_ALGID);
    return hash_bytes(algorithm, encoded, size, result, length) &&
           give_bytes(result, length, hash, room);
}

static const WCHAR *hash_of(ALG_ID algorithm)
{
    switch (algorithm) {
    case 0:
    case CALG_SHA1:
        return L"SHA1";
    case CALG_MD5:
        return L"MD5";
    case CALG_SHA_256:
        return L"SHA256";
    case CALG_SHA_384:
        return L"SHA384";
    case CALG_SHA_512:
        return L"SHA512";
    default:
        return NULL;
    }
}

BOOL WINAPI CryptHashCertificate(HCRYPTPROV_LEGACY provider, ALG_ID algorithm, DWORD flags,
                                 const BYTE *encoded, DWORD size, BYTE *hash, DWORD *room)
{
    const WCHAR *name = hash_of(algorithm);
    return name ? CryptHashCertificate2(name, 0, NULL, encoded, size, hash, room)
                : fail_with(NTE_BAD_ALGID);
}
