/*
 * key.c - the software key storage provider.
 * Links: -lncrypt -lbcrypt -lkernel32 -lntdll
 */
#include "conformance.h"
#include <bcrypt.h>
#include <ncrypt.h>

static NCRYPT_PROV_HANDLE provider;

static NCRYPT_KEY_HANDLE make_key(const WCHAR *algorithm, const WCHAR *name, DWORD bits,
                                  DWORD policy)
{
    NCRYPT_KEY_HANDLE key = 0;

    if (!provider)
        REQUIRE(NCryptOpenStorageProvider(&provider, MS_KEY_STORAGE_PROVIDER, 0) == 0);
    REQUIRE(NCryptCreatePersistedKey(provider, &key, algorithm, name, 0,
                                     name ? NCRYPT_OVERWRITE_KEY_FLAG : 0) == 0);
    if (bits)
        REQUIRE(NCryptSetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&bits, sizeof(bits), 0) ==
                0);
    if (policy)
        REQUIRE(NCryptSetProperty(key, NCRYPT_EXPORT_POLICY_PROPERTY, (BYTE *)&policy,
                                  sizeof(policy), 0) == 0);
    REQUIRE(NCryptFinalizeKey(key, 0) == 0);
    return key;
}

CASE(only_the_software_provider_is_there)
{
    NCRYPT_PROV_HANDLE handle = 0;

    CHECK_EQ(NCryptOpenStorageProvider(&handle, NULL, 0), 0);
    CHECK(handle);
    CHECK_EQ(NCryptFreeObject(handle), 0);
    CHECK_EQ(NCryptFreeObject(0), NTE_INVALID_HANDLE);
}

CASE(an_unknown_provider_is_not_found)
{
    NCRYPT_PROV_HANDLE handle = 0;

    WINE_DIFFERS("it takes every name");
    CHECK_EQ(NCryptOpenStorageProvider(&handle, L"no such provider", 0), NTE_NOT_FOUND);
}

CASE(an_rsa_key_signs_and_verifies)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    NCRYPT_KEY_HANDLE key = make_key(BCRYPT_RSA_ALGORITHM, NULL, 1024, 0);
    BYTE hash[32] = {1, 2, 3}, signature[256];
    DWORD size = 0;

    CHECK_EQ(NCryptSignHash(key, &padding, hash, 32, NULL, 0, &size, NCRYPT_PAD_PKCS1_FLAG), 0);
    CHECK_EQ(size, 128);
    REQUIRE(NCryptSignHash(key, &padding, hash, 32, signature, sizeof(signature), &size,
                           NCRYPT_PAD_PKCS1_FLAG) == 0);
    CHECK_EQ(NCryptVerifySignature(key, &padding, hash, 32, signature, size, NCRYPT_PAD_PKCS1_FLAG),
             0);
    hash[0] ^= 1;
    CHECK_EQ(NCryptVerifySignature(key, &padding, hash, 32, signature, size, NCRYPT_PAD_PKCS1_FLAG),
             NTE_BAD_SIGNATURE);
    CHECK_EQ(NCryptFreeObject(key), 0);
}

CASE(an_rsa_key_encrypts)
{
    NCRYPT_KEY_HANDLE key = make_key(BCRYPT_RSA_ALGORITHM, NULL, 1024, 0);
    BYTE text[6] = "secret", data[128], back[128];
    DWORD size = 0, got = 0;

    WINE_DIFFERS("it decrypts nothing");
    REQUIRE(NCryptEncrypt(key, text, 6, NULL, data, sizeof(data), &size, NCRYPT_PAD_PKCS1_FLAG) ==
            0);
    CHECK_EQ(size, 128);
    REQUIRE(NCryptDecrypt(key, data, size, NULL, back, sizeof(back), &got, NCRYPT_PAD_PKCS1_FLAG) ==
            0);
    CHECK_EQ(got, 6);
    CHECK(!memcmp(back, text, 6));
    NCryptFreeObject(key);
}

CASE(a_key_has_properties)
{
    NCRYPT_KEY_HANDLE key = make_key(BCRYPT_RSA_ALGORITHM, NULL, 1024, 0);
    WCHAR text[32];
    DWORD number = 0, size = 0;

    CHECK_EQ(
        NCryptGetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&number, sizeof(number), &size, 0),
        0);
    CHECK_EQ(number, 1024);
    CHECK_EQ(NCryptGetProperty(key, NCRYPT_ALGORITHM_GROUP_PROPERTY, (BYTE *)text, sizeof(text),
                               &size, 0),
             0);
    CHECK_WSTR(text, L"RSA");
    CHECK_EQ(size, 8);
    CHECK_EQ(NCryptGetProperty(key, NCRYPT_LENGTH_PROPERTY, (BYTE *)&number, 1, &size, 0),
             NTE_BUFFER_TOO_SMALL);
    number = 99;
    CHECK_EQ(NCryptSetProperty(key, L"A Property of One's Own", (BYTE *)&number, sizeof(number), 0),
             0);
    number = 0;
    CHECK_EQ(NCryptGetProperty(key, L"A Property of One's Own", (BYTE *)&number, sizeof(number),
                               &size, 0),
             0);
    CHECK_EQ(number, 99);
    NCryptFreeObject(key);
}

CASE(a_missing_property_is_not_found)
{
    NCRYPT_KEY_HANDLE key = make_key(BCRYPT_RSA_ALGORITHM, NULL, 1024, 0);
    DWORD size;

    WINE_DIFFERS("it says that it is not supported");
    CHECK_EQ(NCryptGetProperty(key, L"None Such", NULL, 0, &size, 0), NTE_NOT_FOUND);
}

CASE(a_public_key_is_always_exported)
{
    NCRYPT_KEY_HANDLE key = make_key(BCRYPT_RSA_ALGORITHM, NULL, 1024, 0), other = 0;
    BYTE blob[2048];
    DWORD size = 0;

    REQUIRE(NCryptExportKey(key, 0, BCRYPT_RSAPUBLIC_BLOB, NULL, blob, sizeof(blob), &size, 0) ==
            0);
    CHECK_EQ(((BCRYPT_RSAKEY_BLOB *)blob)->Magic, BCRYPT_RSAPUBLIC_MAGIC);
    CHECK_EQ(((BCRYPT_RSAKEY_BLOB *)blob)->BitLength, 1024);
    CHECK_EQ(NCryptImportKey(provider, 0, BCRYPT_RSAPUBLIC_BLOB, NULL, &other, blob, size, 0), 0);
    WINE_DIFFERS("it knows no key handles");
    CHECK(NCryptIsKeyHandle(other));
    CHECK(!NCryptIsKeyHandle(provider));
    NCryptFreeObject(other);
    NCryptFreeObject(key);
}

CASE(a_private_key_only_by_its_policy)
{
    NCRYPT_KEY_HANDLE key = make_key(BCRYPT_RSA_ALGORITHM, NULL, 1024, 0);
    DWORD size = 0;

    WINE_DIFFERS("it exports every key");
    CHECK_EQ(NCryptExportKey(key, 0, BCRYPT_RSAPRIVATE_BLOB, NULL, NULL, 0, &size, 0),
             NTE_NOT_SUPPORTED);
    NCryptFreeObject(key);
    key = make_key(BCRYPT_RSA_ALGORITHM, NULL, 1024, NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG);
    CHECK_EQ(NCryptExportKey(key, 0, BCRYPT_RSAPRIVATE_BLOB, NULL, NULL, 0, &size, 0), 0);
    CHECK_EQ(size, 24 + 3 + 128 + 2 * 64);
}

CASE(an_elliptic_key_signs)
{
    NCRYPT_KEY_HANDLE key, other = 0;
    BYTE hash[32] = {9}, signature[64], blob[256];
    DWORD size = 0, blob_size = 0;

    WINE_DIFFERS("it knows RSA alone");
    key = make_key(BCRYPT_ECDSA_P256_ALGORITHM, NULL, 0, 0);
    REQUIRE(NCryptSignHash(key, NULL, hash, 32, signature, 64, &size, 0) == 0);
    CHECK_EQ(size, 64);
    REQUIRE(NCryptExportKey(key, 0, BCRYPT_ECCPUBLIC_BLOB, NULL, blob, sizeof(blob), &blob_size,
                            0) == 0);
    REQUIRE(NCryptImportKey(provider, 0, BCRYPT_ECCPUBLIC_BLOB, NULL, &other, blob, blob_size, 0) ==
            0);
    CHECK_EQ(NCryptVerifySignature(other, NULL, hash, 32, signature, 64, 0), 0);
    CHECK_EQ(NCryptSignHash(other, NULL, hash, 32, signature, 64, &size, 0), NTE_NO_KEY);
    hash[1] = 1;
    CHECK_EQ(NCryptVerifySignature(other, NULL, hash, 32, signature, 64, 0), NTE_BAD_SIGNATURE);
}

CASE(two_keys_agree_on_a_secret)
{
    NCRYPT_KEY_HANDLE a, b;
    NCRYPT_SECRET_HANDLE one = 0, two = 0;
    BYTE first[32], second[32];
    DWORD size = 0;

    WINE_DIFFERS("it knows RSA alone");
    a = make_key(BCRYPT_ECDH_P384_ALGORITHM, NULL, 0, 0);
    b = make_key(BCRYPT_ECDH_P384_ALGORITHM, NULL, 0, 0);
    REQUIRE(NCryptSecretAgreement(a, b, &one, 0) == 0);
    REQUIRE(NCryptSecretAgreement(b, a, &two, 0) == 0);
    REQUIRE(NCryptDeriveKey(one, BCRYPT_KDF_HASH, NULL, first, 20, &size, 0) == 0);
    CHECK_EQ(size, 20);
    REQUIRE(NCryptDeriveKey(two, BCRYPT_KDF_HASH, NULL, second, 20, &size, 0) == 0);
    CHECK(!memcmp(first, second, 20));
    NCryptFreeObject(one);
    NCryptFreeObject(two);
}

CASE(a_key_with_a_name_is_kept)
{
    static const WCHAR name[] = L"bailey conformance key";
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM};
    NCRYPT_KEY_HANDLE key, again = 0;
    BYTE hash[32] = {1}, signature[128];
    DWORD size = 0;

    WINE_DIFFERS("it keeps no keys");
    key = make_key(BCRYPT_RSA_ALGORITHM, name, 1024, 0);
    REQUIRE(NCryptSignHash(key, &padding, hash, 32, signature, 128, &size, NCRYPT_PAD_PKCS1_FLAG) ==
            0);
    NCryptFreeObject(key);
    CHECK_EQ(NCryptCreatePersistedKey(provider, &key, BCRYPT_RSA_ALGORITHM, name, 0, 0),
             NTE_EXISTS);
    REQUIRE(NCryptOpenKey(provider, &again, name, 0, 0) == 0);
    CHECK_EQ(
        NCryptVerifySignature(again, &padding, hash, 32, signature, size, NCRYPT_PAD_PKCS1_FLAG),
        0);
    CHECK_EQ(NCryptDeleteKey(again, 0), 0);
    CHECK_EQ(NCryptOpenKey(provider, &again, name, 0, 0), NTE_BAD_KEYSET);
}

CASE(a_key_is_used_after_it_is_finalized)
{
    NCRYPT_KEY_HANDLE key = 0;
    BYTE hash[32] = {0}, signature[256];
    DWORD size;

    REQUIRE(NCryptOpenStorageProvider(&provider, NULL, 0) == 0);
    REQUIRE(NCryptCreatePersistedKey(provider, &key, BCRYPT_RSA_ALGORITHM, NULL, 0, 0) == 0);
    WINE_DIFFERS("it crashes or signs");
    CHECK_EQ(NCryptSignHash(key, NULL, hash, 32, signature, sizeof(signature), &size, 0),
             NTE_INVALID_HANDLE);
    CHECK_EQ(NCryptIsAlgSupported(provider, L"no such algorithm", 0), NTE_NOT_SUPPORTED);
}
