/*
 * pfx.c - certificates with their keys from PKCS #12.
 * Links: -lcrypt32 -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <wincrypt.h>
#include "messages.h"
#include "pfx_blobs.h"

#ifndef PKCS12_NO_PERSIST_KEY
#    define PKCS12_NO_PERSIST_KEY 0x8000
#endif

static BYTE bytes[8192];

static CRYPT_DATA_BLOB blob_of(const char *text)
{
    CRYPT_DATA_BLOB blob = {sizeof(bytes), bytes};

    REQUIRE(CryptStringToBinaryA(text, 0, CRYPT_STRING_BASE64, bytes, &blob.cbData, NULL, NULL));
    return blob;
}

static void check_import(const char *text)
{
    CRYPT_DATA_BLOB blob = blob_of(text);
    HCERTSTORE store = PFXImportCertStore(&blob, L"secret", CRYPT_EXPORTABLE);
    PCCERT_CONTEXT context;
    WCHAR name[64];
    DWORD size = 0;

    REQUIRE(store);
    context = CertEnumCertificatesInStore(store, NULL);
    REQUIRE(context);
    CHECK(CertGetNameStringW(context, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, name, 64));
    CHECK_WSTR(name, L"Bailey Signer");
    CHECK(CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size));
    CHECK(size > sizeof(CRYPT_KEY_PROV_INFO));
    CHECK(!CertEnumCertificatesInStore(store, context));
    CertCloseStore(store, 0);
}

CASE(triple_des_is_read)
{
    check_import(pfx_3des);
}

CASE(rc2_is_read)
{
    check_import(pfx_rc2);
}

CASE(aes_is_read)
{
    check_import(pfx_aes);
}

CASE(a_wrong_password_is_told)
{
    WINE_DIFFERS("it does not say why");
    CRYPT_DATA_BLOB blob = blob_of(pfx_3des);

    CHECK_FAILS(PFXImportCertStore(&blob, L"wrong", 0), ERROR_INVALID_PASSWORD);
    CHECK_FAILS(PFXImportCertStore(&blob, NULL, 0), ERROR_INVALID_PASSWORD);
    CHECK(PFXIsPFXBlob(&blob));
    CHECK(PFXVerifyPassword(&blob, L"secret", 0));
    CHECK(!PFXVerifyPassword(&blob, L"wrong", 0));
}

CASE(what_is_no_pfx_is_refused)
{
    CRYPT_DATA_BLOB blob = blob_of(rsa_certificate);

    CHECK(!PFXIsPFXBlob(&blob));
    CHECK(!PFXImportCertStore(&blob, L"secret", 0));
    blob = blob_of(pfx_3des);
    blob.cbData /= 2;
    CHECK(!PFXImportCertStore(&blob, L"secret", 0));
}

static PCCERT_CONTEXT import(DWORD flags)
{
    CRYPT_DATA_BLOB blob = blob_of(pfx_3des);
    HCERTSTORE store = PFXImportCertStore(&blob, L"secret", flags);
    PCCERT_CONTEXT context;

    REQUIRE(store);
    context = CertFindCertificateInStore(store, X509_ASN_ENCODING, 0, CERT_FIND_ANY, NULL, NULL);
    REQUIRE(context);
    return context; /* in its store, which stays open */
}

/* The key signs, and the certificate's public key verifies. */
static void check_key(PCCERT_CONTEXT context, BOOL expected_release)
{
    HCRYPTPROV provider = 0;
    HCRYPTHASH hash;
    HCRYPTKEY key;
    DWORD spec = 0, size = 256;
    BOOL release = 7;
    BYTE signature[256];

    REQUIRE(CryptAcquireCertificatePrivateKey(context, 0, NULL, &provider, &spec, &release));
    CHECK_EQ(spec, AT_KEYEXCHANGE);
    CHECK_EQ(release, expected_release);
    REQUIRE(CryptCreateHash(provider, CALG_SHA1, 0, 0, &hash));
    REQUIRE(CryptHashData(hash, (const BYTE *)"abc", 3, 0));
    REQUIRE(CryptSignHashW(hash, spec, NULL, 0, signature, &size));
    CHECK_EQ(size, 128);
    REQUIRE(CryptImportPublicKeyInfo(provider, X509_ASN_ENCODING,
                                     &context->pCertInfo->SubjectPublicKeyInfo, &key));
    CHECK(CryptVerifySignatureW(hash, signature, size, key, NULL, 0));
    CryptDestroyHash(hash);
    CryptDestroyKey(key);
    if (release)
        CryptReleaseContext(provider, 0);
}

CASE(the_key_is_the_certificates)
{
    WINE_DIFFERS("it names both uses of a key at once");
    PCCERT_CONTEXT context = import(0);

    check_key(context, TRUE);
    CertFreeCertificateContext(context);
}

CASE(certificates_with_keys_are_found)
{
    PCCERT_CONTEXT context = import(0), found;
    DWORD id = CERT_KEY_PROV_INFO_PROP_ID;

    found = CertFindCertificateInStore(context->hCertStore, X509_ASN_ENCODING, 0,
                                       CERT_FIND_PROPERTY, &id, NULL);
    CHECK(found);
    CertFreeCertificateContext(found);
    WINE_DIFFERS("it does not find by that");
    found = CertFindCertificateInStore(context->hCertStore, X509_ASN_ENCODING, 0,
                                       CERT_FIND_HAS_PRIVATE_KEY, NULL, NULL);
    CHECK(found);
    CertFreeCertificateContext(found);
    CertFreeCertificateContext(context);
}

CASE(a_key_may_be_in_memory_only)
{
    PCCERT_CONTEXT context;
    DWORD size = 0;

    WINE_DIFFERS("its keys are no CryptoAPI ones");
    context = import(PKCS12_NO_PERSIST_KEY);
    CHECK_FAILS(CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size),
                CRYPT_E_NOT_FOUND);
    check_key(context, FALSE);
    CertFreeCertificateContext(context);
}

CASE(a_provider_property_comes_back_whole)
{
    CRYPT_DATA_BLOB blob = blob_of(rsa_certificate);
    PCCERT_CONTEXT context =
        CertCreateCertificateContext(X509_ASN_ENCODING, blob.pbData, blob.cbData);
    CRYPT_KEY_PROV_INFO info = {(WCHAR *)L"a container",
                                (WCHAR *)L"a provider",
                                PROV_RSA_FULL,
                                CRYPT_MACHINE_KEYSET,
                                0,
                                NULL,
                                AT_SIGNATURE};
    static BYTE buffer[512] __attribute__((aligned(8)));
    CRYPT_KEY_PROV_INFO *back = (CRYPT_KEY_PROV_INFO *)buffer;
    DWORD size = sizeof(buffer);

    REQUIRE(context);
    REQUIRE(CertSetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, 0, &info));
    REQUIRE(CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, buffer, &size));
    CHECK_WSTR(back->pwszContainerName, L"a container");
    CHECK_WSTR(back->pwszProvName, L"a provider");
    CHECK_EQ(back->dwProvType, PROV_RSA_FULL);
    CHECK_EQ(back->dwKeySpec, AT_SIGNATURE);
    CHECK((BYTE *)back->pwszContainerName > buffer &&
          (BYTE *)back->pwszContainerName < buffer + size);
    size = 8;
    CHECK_FAILS(
        CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, buffer, &size),
        ERROR_MORE_DATA);
    CHECK(CertSetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, 0, NULL));
    CHECK_FAILS(CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, NULL, &size),
                CRYPT_E_NOT_FOUND);
    CertFreeCertificateContext(context);
}

CASE(a_certificate_without_key_has_none)
{
    CRYPT_DATA_BLOB blob = blob_of(rsa_certificate);
    PCCERT_CONTEXT context =
        CertCreateCertificateContext(X509_ASN_ENCODING, blob.pbData, blob.cbData);
    HCRYPTPROV provider;

    CHECK_FAILS(CryptAcquireCertificatePrivateKey(context, 0, NULL, &provider, NULL, NULL),
                CRYPT_E_NO_KEY_PROPERTY);
    CertFreeCertificateContext(context);
}

CASE(public_keys_are_hashed_whole)
{
    CRYPT_DATA_BLOB blob = blob_of(rsa_certificate);
    PCCERT_CONTEXT context =
        CertCreateCertificateContext(X509_ASN_ENCODING, blob.pbData, blob.cbData);
    BYTE hash[20], again[20];
    DWORD size = 0;

    REQUIRE(context);
    CHECK(CryptHashPublicKeyInfo(0, CALG_SHA1, 0, X509_ASN_ENCODING,
                                 &context->pCertInfo->SubjectPublicKeyInfo, NULL, &size));
    CHECK_EQ(size, 20);
    REQUIRE(CryptHashPublicKeyInfo(0, CALG_SHA1, 0, X509_ASN_ENCODING,
                                   &context->pCertInfo->SubjectPublicKeyInfo, hash, &size));
    for (DWORD i = 0; i + 162 <= blob.cbData; i++)
        if (bytes[i] == 0x30 && bytes[i + 1] == 0x81 && bytes[i + 2] == 0x9f) {
            size = sizeof(again);
            REQUIRE(CryptHashCertificate(0, CALG_SHA1, 0, bytes + i, 162, again, &size));
            CHECK(!memcmp(hash, again, sizeof(hash)));
        }
    CertFreeCertificateContext(context);
}
