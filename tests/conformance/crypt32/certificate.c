/*
 * Certificates, stores and text encodings.
 * Links: crt -lcrypt32
 */
#include "conformance.h"
#include "crypt32/certificates.h"
#include <wincrypt.h>
#include <string.h>

#define ENCODING (X509_ASN_ENCODING | PKCS_7_ASN_ENCODING)

static PCCERT_CONTEXT root(void)
{
    PCCERT_CONTEXT context = CertCreateCertificateContext(ENCODING, root_der, sizeof(root_der));

    REQUIRE(context);
    return context;
}

static PCCERT_CONTEXT leaf(void)
{
    PCCERT_CONTEXT context = CertCreateCertificateContext(ENCODING, leaf_der, sizeof(leaf_der));

    REQUIRE(context);
    return context;
}

static HCERTSTORE memory_store(void)
{
    HCERTSTORE store = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);

    REQUIRE(store);
    return store;
}

CASE(a_certificate_is_taken_apart)
{
    PCCERT_CONTEXT context = leaf();
    const CERT_INFO *info = context->pCertInfo;
    SYSTEMTIME time;

    CHECK_EQ(info->dwVersion, CERT_V3);
    CHECK_EQ(info->SerialNumber.cbData, 20);
    CHECK_EQ(info->SerialNumber.pbData[0], 0x3c);
    CHECK_EQ(info->SerialNumber.pbData[19], 0x04);
    CHECK_STR(info->SignatureAlgorithm.pszObjId, szOID_RSA_SHA256RSA);
    CHECK_STR(info->SubjectPublicKeyInfo.Algorithm.pszObjId, szOID_ECC_PUBLIC_KEY);
    CHECK_EQ(info->SubjectPublicKeyInfo.PublicKey.cbData, 65);
    FileTimeToSystemTime(&info->NotAfter, &time);
    CHECK_EQ(time.wYear, 2126);
    CHECK_EQ(time.wMonth, 10);
    CHECK(CertFindExtension(szOID_SUBJECT_ALT_NAME2, info->cExtension, info->rgExtension));
    CHECK(!CertFindExtension("1.2.3.4", info->cExtension, info->rgExtension));
    CertFreeCertificateContext(context);
}

CASE(damage_is_refused)
{
    BYTE copy[sizeof(leaf_der)];

    memcpy(copy, leaf_der, sizeof(copy));
    CHECK(!CertCreateCertificateContext(ENCODING, copy, 20));
    copy[0] = 0x31;
    CHECK(!CertCreateCertificateContext(ENCODING, copy, sizeof(copy)));
}

CASE(names_are_told_in_every_form)
{
    PCCERT_CONTEXT context = root(), server = leaf();
    DWORD form = CERT_X500_NAME_STR;
    WCHAR text[100];

    CHECK_EQ(CertGetNameStringW(context, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, text, 100), 10);
    CHECK_WSTR(text, L"Test Root");
    CertGetNameStringW(server, CERT_NAME_DNS_TYPE, 0, NULL, text, 100);
    CHECK_WSTR(text, L"leaf.example");
    CertGetNameStringW(server, CERT_NAME_SIMPLE_DISPLAY_TYPE, CERT_NAME_ISSUER_FLAG, NULL, text,
                       100);
    CHECK_WSTR(text, L"Test Root");
    CertGetNameStringW(context, CERT_NAME_RDN_TYPE, 0, &form, text, 100);
    WINE_DIFFERS("it quotes a space inside");
    CHECK_WSTR(text, L"C=DE, O=\"Some Company, Inc\", CN=Test Root");
    CHECK_EQ(CertGetNameStringW(context, CERT_NAME_EMAIL_TYPE, 0, NULL, text, 100), 1);
    CHECK_WSTR(text, L"");
    CertFreeCertificateContext(context);
    CertFreeCertificateContext(server);
}

CASE(the_thumbprint_is_a_hash_of_all)
{
    PCCERT_CONTEXT context = root();
    BYTE hash[20];
    DWORD size = 0, count = 50;
    char text[50];

    CHECK(CertGetCertificateContextProperty(context, CERT_SHA1_HASH_PROP_ID, NULL, &size));
    CHECK_EQ(size, 20);
    CHECK(CertGetCertificateContextProperty(context, CERT_SHA1_HASH_PROP_ID, hash, &size));
    CHECK(CryptBinaryToStringA(hash, 20, CRYPT_STRING_HEXRAW | CRYPT_STRING_NOCRLF, text, &count));
    CHECK_STR(text, "57ac5e779d451ac095d5a658a7ecf587a83779fd");
    CHECK_FAILS(CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size),
                (DWORD)CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(context);
}

CASE(a_memory_store_lists_what_was_added)
{
    HCERTSTORE store = memory_store();
    PCCERT_CONTEXT context = NULL, a = root(), b = leaf();
    int count = 0;

    CHECK(CertAddCertificateContextToStore(store, a, CERT_STORE_ADD_NEW, NULL));
    CHECK(CertAddCertificateContextToStore(store, b, CERT_STORE_ADD_NEW, NULL));
    CHECK_FAILS(CertAddCertificateContextToStore(store, a, CERT_STORE_ADD_NEW, NULL),
                (DWORD)CRYPT_E_EXISTS);
    while ((context = CertEnumCertificatesInStore(store, context)))
        count++;
    CHECK_EQ(count, 2);
    CHECK_LAST_ERROR((DWORD)CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(a);
    CertFreeCertificateContext(b);
    WINE_DIFFERS("it says that contexts are held");
    CHECK(CertCloseStore(store, CERT_CLOSE_STORE_CHECK_FLAG));
}

CASE(certificates_are_found_by_text_and_hash)
{
    HCERTSTORE store = memory_store();
    PCCERT_CONTEXT a = root(), b = leaf(), found;
    BYTE hash[20];
    CRYPT_HASH_BLOB blob = {20, hash};
    DWORD size = 20;

    CertAddCertificateContextToStore(store, a, CERT_STORE_ADD_ALWAYS, NULL);
    CertAddCertificateContextToStore(store, b, CERT_STORE_ADD_ALWAYS, NULL);
    found =
        CertFindCertificateInStore(store, ENCODING, 0, CERT_FIND_SUBJECT_STR_W, L"LEAF.EX", NULL);
    REQUIRE(found);
    CHECK_EQ(found->cbCertEncoded, sizeof(leaf_der));
    CertFreeCertificateContext(found);
    CertGetCertificateContextProperty(a, CERT_SHA1_HASH_PROP_ID, hash, &size);
    found = CertFindCertificateInStore(store, ENCODING, 0, CERT_FIND_SHA1_HASH, &blob, NULL);
    REQUIRE(found);
    CHECK_EQ(found->cbCertEncoded, sizeof(root_der));
    CHECK_PTR(CertFindCertificateInStore(store, ENCODING, 0, CERT_FIND_SHA1_HASH, &blob, found),
              NULL);
    hash[0] ^= 1;
    CHECK_FAILS(CertFindCertificateInStore(store, ENCODING, 0, CERT_FIND_SHA1_HASH, &blob, NULL),
                (DWORD)CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(a);
    CertFreeCertificateContext(b);
    CertCloseStore(store, 0);
}

CASE(a_deleted_certificate_is_gone_from_its_store)
{
    HCERTSTORE store = memory_store();
    PCCERT_CONTEXT a = root(), added;

    REQUIRE(CertAddCertificateContextToStore(store, a, CERT_STORE_ADD_ALWAYS, &added));
    CHECK_PTR(added->hCertStore, store);
    CHECK(CertDeleteCertificateFromStore(added));
    CHECK_PTR(CertEnumCertificatesInStore(store, NULL), NULL);
    CertFreeCertificateContext(a);
    CertCloseStore(store, 0);
}

CASE(a_collection_shows_its_members)
{
    HCERTSTORE all = CertOpenStore(CERT_STORE_PROV_COLLECTION, 0, 0, 0, NULL);
    HCERTSTORE one = memory_store(), two = memory_store();
    PCCERT_CONTEXT context = NULL;
    int count = 0;

    CertAddEncodedCertificateToStore(one, ENCODING, root_der, sizeof(root_der),
                                     CERT_STORE_ADD_ALWAYS, NULL);
    CertAddEncodedCertificateToStore(two, ENCODING, leaf_der, sizeof(leaf_der),
                                     CERT_STORE_ADD_ALWAYS, NULL);
    CHECK(CertAddStoreToCollection(all, one, 0, 0));
    CHECK(CertAddStoreToCollection(all, two, 0, 0));
    CertCloseStore(one, 0);
    while ((context = CertEnumCertificatesInStore(all, context)))
        count++;
    CHECK_EQ(count, 2);
    CertCloseStore(two, 0);
    CHECK(CertCloseStore(all, 0));
}

CASE(the_root_store_opens)
{
    HCERTSTORE store = CertOpenSystemStoreW(0, L"ROOT");
    PCCERT_CONTEXT context = NULL;

    REQUIRE(store);
    while ((context = CertEnumCertificatesInStore(store, context)))
        CHECK(context->cbCertEncoded > 200);
    CHECK(CertCloseStore(store, 0));
}

CASE(uses_are_listed)
{
    PCCERT_CONTEXT server = leaf(), any = root();
    BYTE buffer[300];
    CERT_ENHKEY_USAGE *usage = (void *)buffer;
    DWORD size = sizeof(buffer);

    CHECK(CertGetEnhancedKeyUsage(server, 0, usage, &size));
    CHECK_EQ(usage->cUsageIdentifier, 2);
    CHECK_STR(usage->rgpszUsageIdentifier[0], szOID_PKIX_KP_SERVER_AUTH);
    size = sizeof(buffer);
    CHECK(CertGetEnhancedKeyUsage(any, 0, usage, &size));
    CHECK_EQ(usage->cUsageIdentifier, 0);
    CHECK_LAST_ERROR((DWORD)CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(server);
    CertFreeCertificateContext(any);
}

CASE(a_structure_is_decoded_into_new_memory)
{
    PCCERT_CONTEXT context = leaf();
    const CERT_EXTENSION *extension = CertFindExtension(
        szOID_SUBJECT_ALT_NAME2, context->pCertInfo->cExtension, context->pCertInfo->rgExtension);
    CERT_ALT_NAME_INFO *names = NULL;
    DWORD size;

    REQUIRE(extension);
    REQUIRE(CryptDecodeObjectEx(ENCODING, X509_ALTERNATE_NAME, extension->Value.pbData,
                                extension->Value.cbData, CRYPT_DECODE_ALLOC_FLAG, NULL, &names,
                                &size));
    CHECK_EQ(names->cAltEntry, 2);
    CHECK_EQ(names->rgAltEntry[1].dwAltNameChoice, CERT_ALT_NAME_DNS_NAME);
    CHECK_WSTR(names->rgAltEntry[1].pwszDNSName, L"*.sub.example");
    LocalFree(names);
    CHECK_FAILS(
        CryptDecodeObjectEx(ENCODING, (LPCSTR)(ULONG_PTR)999, root_der, 10, 0, NULL, NULL, &size),
        ERROR_FILE_NOT_FOUND);
    CertFreeCertificateContext(context);
}

CASE(validity_is_a_matter_of_time)
{
    PCCERT_CONTEXT context = root();
    FILETIME early = {0, 1}, late = {0, 0x7fffffff};

    CHECK_EQ(CertVerifyTimeValidity(&early, context->pCertInfo), -1);
    CHECK_EQ(CertVerifyTimeValidity(&late, context->pCertInfo), 1);
    CHECK_EQ(CertVerifyTimeValidity(&context->pCertInfo->NotBefore, context->pCertInfo), 0);
    CertFreeCertificateContext(context);
}

CASE(base64_is_written_in_lines)
{
    BYTE data[60];
    char text[200];
    DWORD size = sizeof(text);

    memset(data, 'a', sizeof(data));
    CHECK(CryptBinaryToStringA(data, 60, CRYPT_STRING_BASE64, text, &size));
    CHECK_EQ(size, 84);
    CHECK_EQ(text[64], '\r');
    CHECK_EQ(text[82], '\r');
    size = sizeof(text);
    CHECK(CryptBinaryToStringA(data, 4, CRYPT_STRING_BASE64 | CRYPT_STRING_NOCRLF, text, &size));
    CHECK_STR(text, "YWFhYQ==");
    CHECK_EQ(size, 8);
    size = 5;
    CHECK_FAILS(
        CryptBinaryToStringA(data, 4, CRYPT_STRING_BASE64 | CRYPT_STRING_NOCRLF, text, &size),
        ERROR_MORE_DATA);
}

CASE(base64_is_read_with_and_without_a_header)
{
    static const char pem[] = "-----BEGIN THING-----\r\nYWJj\r\n-----END THING-----\r\n";
    BYTE data[20];
    DWORD size = sizeof(data), skipped, format;

    CHECK(CryptStringToBinaryA(pem, 0, CRYPT_STRING_ANY, data, &size, &skipped, &format));
    CHECK_EQ(size, 3);
    CHECK(!memcmp(data, "abc", 3));
    CHECK_EQ(format, CRYPT_STRING_BASE64HEADER);
    size = sizeof(data);
    CHECK(CryptStringToBinaryA("YWJjZA==", 0, CRYPT_STRING_BASE64, data, &size, NULL, NULL));
    CHECK_EQ(size, 4);
    CHECK_FAILS(CryptStringToBinaryA("YW!j", 0, CRYPT_STRING_BASE64, data, &size, NULL, NULL),
                ERROR_INVALID_DATA);
}
