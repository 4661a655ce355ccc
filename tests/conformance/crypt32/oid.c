/*
 * oid.c - object identifiers, and the uses of certificates.
 * Links: -lcrypt32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <wincrypt.h>
#include "messages.h"

CASE(an_identifier_has_a_name)
{
    PCCRYPT_OID_INFO info = CryptFindOIDInfo(CRYPT_OID_INFO_OID_KEY, (void *)szOID_NIST_sha256,
                                             CRYPT_HASH_ALG_OID_GROUP_ID);

    REQUIRE(info);
    CHECK_WSTR(info->pwszName, L"sha256");
    CHECK_EQ(info->Algid, CALG_SHA_256);
    CHECK(!CryptFindOIDInfo(CRYPT_OID_INFO_OID_KEY, (void *)szOID_NIST_sha256,
                            CRYPT_PUBKEY_ALG_OID_GROUP_ID));
    CHECK(!CryptFindOIDInfo(CRYPT_OID_INFO_OID_KEY, (void *)"1.2.3.4.5", 0));
}

CASE(a_name_leads_to_its_identifier)
{
    PCCRYPT_OID_INFO info =
        CryptFindOIDInfo(CRYPT_OID_INFO_NAME_KEY, (void *)L"sha1", CRYPT_HASH_ALG_OID_GROUP_ID);

    REQUIRE(info);
    CHECK_STR(info->pszOID, szOID_OIWSEC_sha1);
    info = CryptFindOIDInfo(CRYPT_OID_INFO_NAME_KEY, (void *)L"CN", 0);
    REQUIRE(info);
    CHECK_STR(info->pszOID, szOID_COMMON_NAME);
    CHECK_EQ(info->dwGroupId, CRYPT_RDN_ATTR_OID_GROUP_ID);
}

CASE(algorithms_lead_to_identifiers)
{
    ALG_ID hash = CALG_MD5, signature[2] = {CALG_SHA1, CALG_RSA_SIGN};
    PCCRYPT_OID_INFO info =
        CryptFindOIDInfo(CRYPT_OID_INFO_ALGID_KEY, &hash, CRYPT_HASH_ALG_OID_GROUP_ID);

    REQUIRE(info);
    CHECK_STR(info->pszOID, szOID_RSA_MD5);
    info = CryptFindOIDInfo(CRYPT_OID_INFO_SIGN_KEY, signature, CRYPT_SIGN_ALG_OID_GROUP_ID);
    REQUIRE(info);
    CHECK_STR(info->pszOID, szOID_RSA_SHA1RSA);
}

CASE(uses_of_certificates_have_names)
{
    PCCRYPT_OID_INFO info = CryptFindOIDInfo(
        CRYPT_OID_INFO_OID_KEY, (void *)szOID_PKIX_KP_SERVER_AUTH, CRYPT_ENHKEY_USAGE_OID_GROUP_ID);

    REQUIRE(info);
    CHECK_WSTR(info->pwszName, L"Server Authentication");
}

CASE(a_certificate_that_says_nothing_is_good_for_all)
{
    static BYTE bytes[2048];
    DWORD size = sizeof(bytes);
    PCCERT_CONTEXT context;
    int count = 7;

    REQUIRE(
        CryptStringToBinaryA(rsa_certificate, 0, CRYPT_STRING_BASE64, bytes, &size, NULL, NULL));
    context = CertCreateCertificateContext(X509_ASN_ENCODING, bytes, size);
    REQUIRE(context);
    size = 0;
    CHECK(CertGetValidUsages(1, &context, &count, NULL, &size));
    CHECK_EQ(count, -1);
    CHECK_EQ(size, 0);
    CertFreeCertificateContext(context);
}

CASE(freeing_no_list_is_fine)
{
    CHECK(CertFreeCRLContext(NULL));
    CHECK(CertFreeCTLContext(NULL));
}
