/*
 * message.c - signed messages: read, asked, verified; what an object is.
 * Links: -lcrypt32 -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <wincrypt.h>
#include "messages.h"

static BYTE bytes[8192];

static DWORD decode(const char *text)
{
    DWORD size = sizeof(bytes);

    REQUIRE(CryptStringToBinaryA(text, 0, CRYPT_STRING_BASE64, bytes, &size, NULL, NULL));
    return size;
}

static HCRYPTMSG open_message(const char *text, DWORD flags)
{
    DWORD size = decode(text);
    HCRYPTMSG message =
        CryptMsgOpenToDecode(X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, flags, 0, 0, NULL, NULL);

    REQUIRE(message);
    REQUIRE(CryptMsgUpdate(message, bytes, size, TRUE));
    return message;
}

static DWORD number_of(HCRYPTMSG message, DWORD what)
{
    DWORD number = 77, size = sizeof(number);

    REQUIRE(CryptMsgGetParam(message, what, 0, &number, &size));
    return number;
}

CASE(a_message_tells_what_it_is)
{
    HCRYPTMSG message = open_message(signed_message, 0);
    char type[64];
    DWORD size = sizeof(type);

    CHECK_EQ(number_of(message, CMSG_TYPE_PARAM), CMSG_SIGNED);
    CHECK_EQ(number_of(message, CMSG_SIGNER_COUNT_PARAM), 1);
    CHECK_EQ(number_of(message, CMSG_CERT_COUNT_PARAM), 1);
    CHECK_EQ(number_of(message, CMSG_CRL_COUNT_PARAM), 0);
    CHECK(CryptMsgGetParam(message, CMSG_INNER_CONTENT_TYPE_PARAM, 0, type, &size));
    CHECK_STR(type, szOID_RSA_data);
    CHECK(CryptMsgClose(message));
}

CASE(the_content_is_what_was_signed)
{
    HCRYPTMSG message = open_message(signed_message, 0);
    char content[64] = {0};
    DWORD size = 0;

    CHECK(CryptMsgGetParam(message, CMSG_CONTENT_PARAM, 0, NULL, &size));
    CHECK_EQ(size, 13);
    size = 5;
    CHECK_FAILS(CryptMsgGetParam(message, CMSG_CONTENT_PARAM, 0, content, &size), ERROR_MORE_DATA);
    size = sizeof(content);
    CHECK(CryptMsgGetParam(message, CMSG_CONTENT_PARAM, 0, content, &size));
    CHECK_STR(content, "hello, bailey");
    CryptMsgClose(message);
}

CASE(a_signer_is_described)
{
    static BYTE buffer[2048];
    CMSG_SIGNER_INFO *info = (CMSG_SIGNER_INFO *)buffer;
    HCRYPTMSG message = open_message(signed_message, 0);
    DWORD size = sizeof(buffer);

    REQUIRE(CryptMsgGetParam(message, CMSG_SIGNER_INFO_PARAM, 0, buffer, &size));
    CHECK_EQ(info->dwVersion, 1);
    CHECK_EQ(info->SerialNumber.cbData, 4);
    CHECK_EQ(info->SerialNumber.pbData[0], 0x67);
    CHECK_STR(info->HashAlgorithm.pszObjId, szOID_NIST_sha256);
    CHECK_EQ(info->EncryptedHash.cbData, 128);
    CHECK(info->AuthAttrs.cAttr >= 3);
    CHECK_EQ(info->UnauthAttrs.cAttr, 0);
    size = 10;
    CHECK_FAILS(CryptMsgGetParam(message, CMSG_SIGNER_INFO_PARAM, 0, buffer, &size),
                ERROR_MORE_DATA);
    CHECK_FAILS(CryptMsgGetParam(message, CMSG_SIGNER_INFO_PARAM, 1, NULL, &size),
                CRYPT_E_INVALID_INDEX);
    CryptMsgClose(message);
}

CASE(attributes_have_their_names)
{
    static BYTE buffer[2048];
    CRYPT_ATTRIBUTES *attributes = (CRYPT_ATTRIBUTES *)buffer;
    HCRYPTMSG message = open_message(signed_message, 0);
    DWORD size = sizeof(buffer);
    BOOL found = FALSE;

    REQUIRE(CryptMsgGetParam(message, CMSG_SIGNER_AUTH_ATTR_PARAM, 0, buffer, &size));
    for (DWORD i = 0; i < attributes->cAttr; i++)
        if (!lstrcmpA(attributes->rgAttr[i].pszObjId, szOID_RSA_messageDigest)) {
            found = TRUE;
            CHECK_EQ(attributes->rgAttr[i].cValue, 1);
            CHECK_EQ(attributes->rgAttr[i].rgValue[0].cbData, 34);
        }
    CHECK(found);
    CryptMsgClose(message);
}

CASE(attributes_may_be_missing)
{
    HCRYPTMSG message = open_message(plain_signed_message, 0);
    DWORD size = 0;

    WINE_DIFFERS("it gives none of them");
    CHECK_FAILS(CryptMsgGetParam(message, CMSG_SIGNER_AUTH_ATTR_PARAM, 0, NULL, &size),
                CRYPT_E_ATTRIBUTES_MISSING);
    CryptMsgClose(message);
}

static BOOL verify(HCRYPTMSG message)
{
    HCERTSTORE store =
        CertOpenStore(CERT_STORE_PROV_MSG, X509_ASN_ENCODING | PKCS_7_ASN_ENCODING, 0, 0, message);
    static BYTE buffer[2048];
    DWORD size = sizeof(buffer);
    PCCERT_CONTEXT signer;
    BOOL good;

    REQUIRE(store);
    REQUIRE(CryptMsgGetParam(message, CMSG_SIGNER_CERT_INFO_PARAM, 0, buffer, &size));
    signer = CertGetSubjectCertificateFromStore(store, X509_ASN_ENCODING, (CERT_INFO *)buffer);
    REQUIRE(signer);
    good = CryptMsgControl(message, 0, CMSG_CTRL_VERIFY_SIGNATURE, signer->pCertInfo);
    CertFreeCertificateContext(signer);
    CertCloseStore(store, 0);
    return good;
}

CASE(a_signature_is_verified)
{
    HCRYPTMSG message = open_message(signed_message, 0);

    CHECK(verify(message));
    CryptMsgClose(message);
}

CASE(a_signature_without_attributes_is_verified)
{
    HCRYPTMSG message = open_message(plain_signed_message, 0);

    CHECK(verify(message));
    CryptMsgClose(message);
}

CASE(a_signature_of_an_elliptic_curve_is_verified)
{
    HCRYPTMSG message = open_message(ec_signed_message, 0);

    WINE_DIFFERS("it knows RSA alone");
    CHECK(verify(message));
    CryptMsgClose(message);
}

/* One byte of the content, of the signature. */
static void check_changed(const char *text, DWORD at_end, DWORD error)
{
    DWORD size = decode(text), at = size - 5;
    HCRYPTMSG message;

    if (!at_end)
        for (at = 0; at + 5 < size && memcmp(bytes + at, "hello", 5); at++)
            ;
    bytes[at] ^= 1;
    message = CryptMsgOpenToDecode(PKCS_7_ASN_ENCODING, 0, 0, 0, NULL, NULL);
    REQUIRE(CryptMsgUpdate(message, bytes, size, TRUE));
    CHECK_FAILS(verify(message), error);
    CryptMsgClose(message);
}

CASE(a_changed_message_is_found_out)
{
    check_changed(signed_message, TRUE, NTE_BAD_SIGNATURE);
    check_changed(plain_signed_message, FALSE, NTE_BAD_SIGNATURE);
}

CASE(changed_content_is_not_what_the_attributes_say)
{
    WINE_DIFFERS("it does not compare the digest");
    check_changed(signed_message, FALSE, CRYPT_E_HASH_VALUE);
}

CASE(what_is_detached_follows_the_message)
{
    HCRYPTMSG message = open_message(detached_message, CMSG_DETACHED_FLAG);
    BYTE hash[64];
    DWORD size = sizeof(hash);

    REQUIRE(CryptMsgUpdate(message, (const BYTE *)"hello, bailey", 13, TRUE));
    CHECK(verify(message));
    CHECK(CryptMsgGetParam(message, CMSG_COMPUTED_HASH_PARAM, 0, hash, &size));
    CHECK_EQ(size, 32);
    CryptMsgClose(message);
}

CASE(other_content_is_not_what_was_signed)
{
    HCRYPTMSG message = open_message(detached_message, CMSG_DETACHED_FLAG);

    WINE_DIFFERS("it takes no content in pieces");
    REQUIRE(CryptMsgUpdate(message, (const BYTE *)"hello, ", 7, FALSE));
    REQUIRE(CryptMsgUpdate(message, (const BYTE *)"world!", 6, TRUE));
    CHECK_FAILS(verify(message), CRYPT_E_HASH_VALUE);
    CryptMsgClose(message);
}

CASE(the_signer_is_found_in_the_message)
{
    HCRYPTMSG message = open_message(signed_message, 0);
    PCCERT_CONTEXT signer = NULL;
    DWORD index = 7;
    WCHAR name[64];

    CHECK(CryptMsgGetAndVerifySigner(message, 0, NULL, 0, &signer, &index));
    CHECK_EQ(index, 0);
    REQUIRE(signer);
    CHECK(CertGetNameStringW(signer, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL, name, 64));
    CHECK_WSTR(name, L"Bailey Signer");
    CertFreeCertificateContext(signer);
    CHECK_FAILS(CryptMsgGetAndVerifySigner(message, 0, NULL, CMSG_TRUSTED_SIGNER_FLAG, NULL, NULL),
                CRYPT_E_NO_TRUSTED_SIGNER);
    CryptMsgClose(message);
}

CASE(a_certificate_of_the_message_comes_out)
{
    HCRYPTMSG message = open_message(signed_message, 0);
    static BYTE certificate[2048];
    DWORD size = sizeof(certificate);
    PCCERT_CONTEXT context;

    REQUIRE(CryptMsgGetParam(message, CMSG_CERT_PARAM, 0, certificate, &size));
    context = CertCreateCertificateContext(X509_ASN_ENCODING, certificate, size);
    CHECK(context);
    CertFreeCertificateContext(context);
    CHECK_FAILS(CryptMsgGetParam(message, CMSG_CERT_PARAM, 1, NULL, &size), CRYPT_E_INVALID_INDEX);
    CryptMsgClose(message);
}

CASE(what_is_no_message_is_refused)
{
    HCRYPTMSG message = CryptMsgOpenToDecode(PKCS_7_ASN_ENCODING, 0, 0, 0, NULL, NULL);

    REQUIRE(message);
    CHECK(!CryptMsgUpdate(message, (const BYTE *)"not a message", 13, TRUE));
    CryptMsgClose(message);
    message = CryptMsgOpenToDecode(PKCS_7_ASN_ENCODING, 0, 0, 0, NULL, NULL);
    CHECK(!CryptMsgUpdate(message, bytes, decode(signed_message) / 2, TRUE));
    CryptMsgClose(message);
}

static void check_query(DWORD size, DWORD expected, DWORD expected_format)
{
    CRYPT_DATA_BLOB blob = {size, bytes};
    DWORD encoding = 0, content = 0, format = 0;
    HCERTSTORE store = NULL;
    HCRYPTMSG message = NULL;
    PCCERT_CONTEXT found;

    REQUIRE(CryptQueryObject(CERT_QUERY_OBJECT_BLOB, &blob,
                             CERT_QUERY_CONTENT_FLAG_CERT | CERT_QUERY_CONTENT_FLAG_PKCS7_SIGNED,
                             CERT_QUERY_FORMAT_FLAG_ALL, 0, &encoding, &content, &format, &store,
                             &message, NULL));
    CHECK_EQ(content, expected);
    CHECK_EQ(format, expected_format);
    CHECK(encoding & X509_ASN_ENCODING);
    CHECK_EQ(message != NULL, expected == CERT_QUERY_CONTENT_PKCS7_SIGNED);
    found = CertEnumCertificatesInStore(store, NULL);
    CHECK(found);
    CertFreeCertificateContext(found);
    CertCloseStore(store, 0);
    CryptMsgClose(message);
}

CASE(an_object_is_recognised)
{
    check_query(decode(rsa_certificate), CERT_QUERY_CONTENT_CERT, CERT_QUERY_FORMAT_BINARY);
    check_query(decode(signed_message), CERT_QUERY_CONTENT_PKCS7_SIGNED, CERT_QUERY_FORMAT_BINARY);
    lstrcpyA((char *)bytes, rsa_certificate);
    check_query(lstrlenA(rsa_certificate), CERT_QUERY_CONTENT_CERT,
                CERT_QUERY_FORMAT_BASE64_ENCODED);
}

CASE(a_file_is_recognised)
{
    DWORD size = decode(rsa_certificate), done, content;
    HANDLE file = CreateFileW(L"a.cer", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    PCCERT_CONTEXT context = NULL;

    REQUIRE(file != INVALID_HANDLE_VALUE);
    REQUIRE(WriteFile(file, bytes, size, &done, NULL));
    CloseHandle(file);
    CHECK(CryptQueryObject(CERT_QUERY_OBJECT_FILE, L"a.cer", CERT_QUERY_CONTENT_FLAG_CERT,
                           CERT_QUERY_FORMAT_FLAG_BINARY, 0, NULL, &content, NULL, NULL, NULL,
                           (const void **)&context));
    REQUIRE(context);
    CHECK_EQ(context->cbCertEncoded, size);
    CertFreeCertificateContext(context);
    CHECK_FAILS(CryptQueryObject(
                    CERT_QUERY_OBJECT_FILE, L"a.cer", CERT_QUERY_CONTENT_FLAG_PKCS7_SIGNED_EMBED,
                    CERT_QUERY_FORMAT_FLAG_BINARY, 0, NULL, NULL, NULL, NULL, NULL, NULL),
                CRYPT_E_NO_MATCH);
}
