/*
 * wincrypt.h: what is known of object identifiers: names, groups, and the algorithms of CryptoAPI
 * and CNG behind them. The order is that in which searches by name or algorithm find them.
 */
#include "nt_error.h"
#define CRYPT_OID_INFO_HAS_EXTRA_FIELDS
#include <wincrypt.h>

#define ENTRY(oid, name, group, id, cng, second)                                               \
    {                                                                                          \
        sizeof(CRYPT_OID_INFO), oid, name, CRYPT_##group##_OID_GROUP_ID, {id}, {0, NULL}, cng, \
            second                                                                             \
    }
/* A signature's extra information is its key's algorithm. */
#define SIGNATURE(oid, name, id, key, cng, second)                            \
    {                                                                         \
        sizeof(CRYPT_OID_INFO), oid, name, CRYPT_SIGN_ALG_OID_GROUP_ID, {id}, \
            {sizeof(ALG_ID), (BYTE *)&key}, cng, second                       \
    }

static const ALG_ID rsa_key = CALG_RSA_SIGN, no_key = CALG_OID_INFO_PARAMETERS;

static const CRYPT_OID_INFO known[] = {
    ENTRY("1.3.14.3.2.26", L"sha1", HASH_ALG, CALG_SHA1, L"SHA1", NULL),
    ENTRY("1.2.840.113549.2.5", L"md5", HASH_ALG, CALG_MD5, L"MD5", NULL),
    ENTRY("1.2.840.113549.2.4", L"md4", HASH_ALG, CALG_MD4, L"MD4", NULL),
    ENTRY("2.16.840.1.101.3.4.2.1", L"sha256", HASH_ALG, CALG_SHA_256, L"SHA256", NULL),
    ENTRY("2.16.840.1.101.3.4.2.2", L"sha384", HASH_ALG, CALG_SHA_384, L"SHA384", NULL),
    ENTRY("2.16.840.1.101.3.4.2.3", L"sha512", HASH_ALG, CALG_SHA_512, L"SHA512", NULL),
    ENTRY("1.3.14.3.2.7", L"des", ENCRYPT_ALG, CALG_DES, L"DES", NULL),
    ENTRY("1.2.840.113549.3.7", L"3des", ENCRYPT_ALG, CALG_3DES, L"3DES", NULL),
    ENTRY("1.2.840.113549.3.2", L"rc2", ENCRYPT_ALG, CALG_RC2, L"RC2", NULL),
    ENTRY("1.2.840.113549.3.4", L"rc4", ENCRYPT_ALG, CALG_RC4, L"RC4", NULL),
    ENTRY("2.16.840.1.101.3.4.1.2", L"aes128", ENCRYPT_ALG, CALG_AES_128, L"AES", NULL),
    ENTRY("2.16.840.1.101.3.4.1.22", L"aes192", ENCRYPT_ALG, CALG_AES_192, L"AES", NULL),
    ENTRY("2.16.840.1.101.3.4.1.42", L"aes256", ENCRYPT_ALG, CALG_AES_256, L"AES", NULL),
    ENTRY("1.2.840.113549.1.1.1", L"RSA", PUBKEY_ALG, CALG_RSA_KEYX, L"RSA", NULL),
    ENTRY("1.2.840.10045.2.1", L"ECC", PUBKEY_ALG, CALG_OID_INFO_PARAMETERS,
          CRYPT_OID_INFO_ECC_PARAMETERS_ALGORITHM, NULL),
    ENTRY("1.2.840.10045.3.1.7", L"ECDSA_P256", PUBKEY_ALG, CALG_OID_INFO_PARAMETERS, L"ECDSA_P256",
          L"ECDH_P256"),
    ENTRY("1.3.132.0.34", L"ECDSA_P384", PUBKEY_ALG, CALG_OID_INFO_PARAMETERS, L"ECDSA_P384",
          L"ECDH_P384"),
    ENTRY("1.3.132.0.35", L"ECDSA_P521", PUBKEY_ALG, CALG_OID_INFO_PARAMETERS, L"ECDSA_P521",
          L"ECDH_P521"),
    SIGNATURE("1.2.840.113549.1.1.5", L"sha1RSA", CALG_SHA1, rsa_key, L"SHA1", L"RSA"),
    SIGNATURE("1.2.840.113549.1.1.4", L"md5RSA", CALG_MD5, rsa_key, L"MD5", L"RSA"),
    SIGNATURE("1.2.840.113549.1.1.11", L"sha256RSA", CALG_SHA_256, rsa_key, L"SHA256", L"RSA"),
    SIGNATURE("1.2.840.113549.1.1.12", L"sha384RSA", CALG_SHA_384, rsa_key, L"SHA384", L"RSA"),
    SIGNATURE("1.2.840.113549.1.1.13", L"sha512RSA", CALG_SHA_512, rsa_key, L"SHA512", L"RSA"),
    SIGNATURE("1.2.840.113549.1.1.10", L"RSASSA-PSS", CALG_OID_INFO_PARAMETERS, rsa_key,
              CRYPT_OID_INFO_HASH_PARAMETERS_ALGORITHM, L"RSA"),
    SIGNATURE("1.2.840.10045.4.1", L"sha1ECDSA", CALG_SHA1, no_key, L"SHA1", L"ECDSA"),
    SIGNATURE("1.2.840.10045.4.3.2", L"sha256ECDSA", CALG_SHA_256, no_key, L"SHA256", L"ECDSA"),
    SIGNATURE("1.2.840.10045.4.3.3", L"sha384ECDSA", CALG_SHA_384, no_key, L"SHA384", L"ECDSA"),
    SIGNATURE("1.2.840.10045.4.3.4", L"sha512ECDSA", CALG_SHA_512, no_key, L"SHA512", L"ECDSA"),
    ENTRY(szOID_COMMON_NAME, L"CN", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_LOCALITY_NAME, L"L", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_ORGANIZATION_NAME, L"O", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_ORGANIZATIONAL_UNIT_NAME, L"OU", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_RSA_emailAddr, L"E", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_COUNTRY_NAME, L"C", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_STATE_OR_PROVINCE_NAME, L"S", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_SUR_NAME, L"SN", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_GIVEN_NAME, L"G", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_TITLE, L"T", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_DOMAIN_COMPONENT, L"DC", RDN_ATTR, 0, L"", L""),
    ENTRY(szOID_AUTHORITY_KEY_IDENTIFIER2, L"Authority Key Identifier", EXT_OR_ATTR, 0, L"", L""),
    ENTRY(szOID_SUBJECT_KEY_IDENTIFIER, L"Subject Key Identifier", EXT_OR_ATTR, 0, L"", L""),
    ENTRY(szOID_SUBJECT_ALT_NAME2, L"Subject Alternative Name", EXT_OR_ATTR, 0, L"", L""),
    ENTRY(szOID_BASIC_CONSTRAINTS2, L"Basic Constraints", EXT_OR_ATTR, 0, L"", L""),
    ENTRY(szOID_KEY_USAGE, L"Key Usage", EXT_OR_ATTR, 0, L"", L""),
    ENTRY(szOID_ENHANCED_KEY_USAGE, L"Enhanced Key Usage", EXT_OR_ATTR, 0, L"", L""),
    ENTRY(szOID_CERT_POLICIES, L"Certificate Policies", EXT_OR_ATTR, 0, L"", L""),
    ENTRY(szOID_CRL_DIST_POINTS, L"CRL Distribution Points", EXT_OR_ATTR, 0, L"", L""),
    ENTRY(szOID_AUTHORITY_INFO_ACCESS, L"Authority Information Access", EXT_OR_ATTR, 0, L"", L""),
    ENTRY(szOID_PKIX_KP_SERVER_AUTH, L"Server Authentication", ENHKEY_USAGE, 0, L"", L""),
    ENTRY(szOID_PKIX_KP_CLIENT_AUTH, L"Client Authentication", ENHKEY_USAGE, 0, L"", L""),
    ENTRY(szOID_PKIX_KP_CODE_SIGNING, L"Code Signing", ENHKEY_USAGE, 0, L"", L""),
    ENTRY(szOID_PKIX_KP_EMAIL_PROTECTION, L"Secure Email", ENHKEY_USAGE, 0, L"", L""),
    ENTRY(szOID_PKIX_KP_TIMESTAMP_SIGNING, L"Time Stamping", ENHKEY_USAGE, 0, L"", L""),
    ENTRY(szOID_PKIX_KP_OCSP_SIGNING, L"OCSP Signing", ENHKEY_USAGE, 0, L"", L""),
};

static BOOL is_signature(const CRYPT_OID_INFO *info, const ALG_ID ids[2])
{
    return info->dwGroupId == CRYPT_SIGN_ALG_OID_GROUP_ID && info->Algid == ids[0] &&
           *(const ALG_ID *)info->ExtraInfo.pbData == ids[1];
}

static BOOL is_cng_signature(const CRYPT_OID_INFO *info, const LPCWSTR names[2])
{
    return info->dwGroupId == CRYPT_SIGN_ALG_OID_GROUP_ID &&
           !lstrcmpiW(info->pwszCNGAlgid, names[0]) && info->pwszCNGExtraAlgid &&
           !lstrcmpiW(info->pwszCNGExtraAlgid, names[1]);
}

static BOOL matches(const CRYPT_OID_INFO *info, DWORD type, const void *key)
{
    BOOL algorithm = info->dwGroupId <= CRYPT_PUBKEY_ALG_OID_GROUP_ID;

    switch (type) {
    case CRYPT_OID_INFO_OID_KEY:
        return !lstrcmpA(info->pszOID, key);
    case CRYPT_OID_INFO_NAME_KEY:
        return !lstrcmpiW(info->pwszName, key);
    case CRYPT_OID_INFO_ALGID_KEY:
        return algorithm && info->Algid == *(const ALG_ID *)key;
    case CRYPT_OID_INFO_SIGN_KEY:
        return is_signature(info, key);
    case CRYPT_OID_INFO_CNG_ALGID_KEY:
        return algorithm && !lstrcmpiW(info->pwszCNGAlgid, key);
    case CRYPT_OID_INFO_CNG_SIGN_KEY:
        return is_cng_signature(info, key);
    default:
        return FALSE;
    }
}

/* Flags stand in the upper half of the type, a length in the upper half of the group. */
PCCRYPT_OID_INFO WINAPI CryptFindOIDInfo(DWORD type, void *key, DWORD group)
{
    DWORD kind = type & 0xff;

    group &= 0xffff;
    for (unsigned i = 0; key && i < ARRAYSIZE(known); i++)
        if ((!group || known[i].dwGroupId == group) && matches(&known[i], kind, key))
            return &known[i];
    return NULL;
}

BOOL WINAPI CryptEnumOIDInfo(DWORD group, DWORD flags, void *argument,
                             PFN_CRYPT_ENUM_OID_INFO callback)
{
    for (unsigned i = 0; i < ARRAYSIZE(known); i++)
        if ((!group || known[i].dwGroupId == group) && !callback(&known[i], argument))
            return FALSE;
    return TRUE;
}
