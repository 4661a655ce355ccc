/*
 * derive.c - keys that come from others, and keys in keys: RFC 6070, RFC 3394, SP 800-108.
 * Links: crt -lbcrypt
 */
#include "conformance.h"
#include <bcrypt.h>
#include <string.h>

#ifndef BCRYPT_SP800108_CTR_HMAC_ALGORITHM
#    define BCRYPT_SP800108_CTR_HMAC_ALGORITHM L"SP800_108_CTR_HMAC"
#endif

static void check_hex(const BYTE *bytes, DWORD size, const char *expected)
{
    static const char digits[] = "0123456789abcdef";
    char text[256];

    for (DWORD i = 0; i < size; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[2 * size] = 0;
    CHECK_STR(text, expected);
}

static BCRYPT_ALG_HANDLE open_algorithm(const WCHAR *name, ULONG flags)
{
    BCRYPT_ALG_HANDLE algorithm = NULL;

    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, name, NULL, flags) >= 0);
    return algorithm;
}

CASE(a_password_becomes_a_key)
{
    BCRYPT_ALG_HANDLE algorithm =
        open_algorithm(BCRYPT_SHA1_ALGORITHM, BCRYPT_ALG_HANDLE_HMAC_FLAG);
    BYTE derived[20];

    REQUIRE(BCryptDeriveKeyPBKDF2(algorithm, (PUCHAR) "password", 8, (PUCHAR) "salt", 4, 4096,
                                  derived, 20, 0) >= 0);
    check_hex(derived, 20, "4b007901b765489abead49d926f721d065a429c1");
}

CASE(a_password_is_a_key_object_too)
{
    BCRYPT_KEY_HANDLE key = NULL, copy = NULL;
    ULONGLONG count = 2;
    BCryptBuffer parts[] = {{sizeof(L"SHA1"), KDF_HASH_ALGORITHM, (void *)L"SHA1"},
                            {4, KDF_SALT, (void *)"salt"},
                            {sizeof(count), KDF_ITERATION_COUNT, &count}};
    BCryptBufferDesc list = {BCRYPTBUFFER_VERSION, 3, parts};
    BYTE derived[20];
    ULONG done = 0;

    WINE_DIFFERS("it makes no such keys");
    REQUIRE(BCryptGenerateSymmetricKey(open_algorithm(L"PBKDF2", 0), &key, NULL, 0,
                                       (PUCHAR) "password", 8, 0) >= 0);
    CHECK_STATUS(BCryptKeyDerivation(key, &list, derived, 20, &done, 0), 0);
    CHECK_EQ(done, 20);
    check_hex(derived, 20, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
    CHECK_STATUS(BCryptDuplicateKey(key, &copy, NULL, 0, 0), 0);
    CHECK_STATUS(BCryptDestroyKey(key), 0);
    memset(derived, 0, sizeof(derived));
    CHECK_STATUS(BCryptKeyDerivation(copy, &list, derived, 20, &done, 0), 0);
    check_hex(derived, 20, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
}

CASE(a_derivation_needs_its_hash)
{
    BCRYPT_KEY_HANDLE key = NULL;
    BCryptBufferDesc list = {BCRYPTBUFFER_VERSION, 0, NULL};
    BYTE derived[20];
    ULONG done = 0;

    WINE_DIFFERS("it makes no such keys");
    REQUIRE(BCryptGenerateSymmetricKey(open_algorithm(L"PBKDF2", 0), &key, NULL, 0,
                                       (PUCHAR) "password", 8, 0) >= 0);
    CHECK_STATUS(BCryptKeyDerivation(key, &list, derived, 20, &done, 0), STATUS_INVALID_PARAMETER);
}

CASE(a_counter_gives_any_length)
{
    BCRYPT_KEY_HANDLE key = NULL;
    BCryptBuffer parts[] = {{sizeof(L"SHA256"), KDF_HASH_ALGORITHM, (void *)L"SHA256"},
                            {5, KDF_LABEL, (void *)"label"},
                            {7, KDF_CONTEXT, (void *)"context"}};
    BCryptBufferDesc list = {BCRYPTBUFFER_VERSION, 3, parts};
    BYTE derived[40];
    ULONG done = 0;

    WINE_DIFFERS("it has no such algorithm");
    REQUIRE(BCryptGenerateSymmetricKey(open_algorithm(BCRYPT_SP800108_CTR_HMAC_ALGORITHM, 0), &key,
                                       NULL, 0, (PUCHAR) "secret key", 10, 0) >= 0);
    CHECK_STATUS(BCryptKeyDerivation(key, &list, derived, 40, &done, 0), 0);
    check_hex(derived, 40,
              "be2acb1e38f658f3259a01527d2b3d3de11af39155fca0e4bbb110a1d70cce75b5f27dc873564b76");
}

CASE(a_hash_becomes_a_key_as_in_cryptoapi)
{
    BCRYPT_ALG_HANDLE sha1 = open_algorithm(L"SHA1", 0);
    BCRYPT_HASH_HANDLE hash;
    BYTE derived[32];

    WINE_DIFFERS("it lacks the function");
    if (on_wine())
        SKIP("it lacks the function");
    REQUIRE(BCryptCreateHash(sha1, &hash, NULL, 0, NULL, 0, 0) >= 0);
    REQUIRE(BCryptHashData(hash, (PUCHAR) "password", 8, 0) >= 0);
    REQUIRE(BCryptDeriveKeyCapi(hash, open_algorithm(L"AES", 0), derived, 32, 0) >= 0);
    check_hex(derived, 32, "a3bc508753274827cf2515600eaea32c226a7895c0533fcc0a67de054e4822f0");
}

static BCRYPT_KEY_HANDLE aes_key(const WCHAR *mode)
{
    BCRYPT_ALG_HANDLE algorithm = open_algorithm(L"AES", 0);
    BCRYPT_KEY_HANDLE key = NULL;
    BYTE secret[16];

    for (int i = 0; i < 16; i++)
        secret[i] = (BYTE)i;
    REQUIRE(BCryptSetProperty(algorithm, BCRYPT_CHAINING_MODE, (PUCHAR)mode,
                              (ULONG)(wcslen(mode) + 1) * 2, 0) >= 0);
    REQUIRE(BCryptGenerateSymmetricKey(algorithm, &key, NULL, 0, secret, 16, 0) >= 0);
    return key;
}

CASE(a_key_is_wrapped_in_another)
{
    static const BYTE inner[16] = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                   0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};
    BCRYPT_ALG_HANDLE aes = open_algorithm(L"AES", 0);
    BCRYPT_KEY_HANDLE with = aes_key(BCRYPT_CHAIN_MODE_ECB), key = NULL, again = NULL;
    BYTE blob[64], plain[64];
    ULONG size = 0;

    WINE_DIFFERS("it wraps no keys");
    REQUIRE(BCryptGenerateSymmetricKey(aes, &key, NULL, 0, (PUCHAR)inner, 16, 0) >= 0);
    REQUIRE(BCryptExportKey(key, with, BCRYPT_AES_WRAP_KEY_BLOB, blob, sizeof(blob), &size, 0) >=
            0);
    check_hex(blob, size, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
    REQUIRE(BCryptImportKey(aes, with, BCRYPT_AES_WRAP_KEY_BLOB, &again, NULL, 0, blob, size, 0) >=
            0);
    REQUIRE(BCryptExportKey(again, NULL, BCRYPT_KEY_DATA_BLOB, plain, sizeof(plain), &size, 0) >=
            0);
    CHECK(!memcmp(plain + 12, inner, 16));
    blob[3] ^= 1;
    CHECK(BCryptImportKey(aes, with, BCRYPT_AES_WRAP_KEY_BLOB, &again, NULL, 0, blob, 24, 0) < 0);
}

CASE(an_authenticated_message_comes_in_pieces)
{
    BCRYPT_KEY_HANDLE key = aes_key(BCRYPT_CHAIN_MODE_GCM);
    BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO info;
    BYTE nonce[12] = {7}, tag[16], tag2[16], mac[16] = {0}, iv[16] = {0};
    BYTE text[40] = "thirty-nine letters are in this text ..", whole[40], pieces[40];
    ULONG done;

    BCRYPT_INIT_AUTH_MODE_INFO(info);
    info.pbNonce = nonce;
    info.cbNonce = 12;
    info.pbAuthData = (PUCHAR) "head";
    info.cbAuthData = 4;
    info.pbTag = tag;
    info.cbTag = 16;
    REQUIRE(BCryptEncrypt(key, text, 40, &info, NULL, 0, whole, 40, &done, 0) >= 0);
    WINE_DIFFERS("it takes no pieces");
    info.pbTag = tag2;
    info.pbMacContext = mac;
    info.cbMacContext = 16;
    info.dwFlags = BCRYPT_AUTH_MODE_CHAIN_CALLS_FLAG;
    CHECK_STATUS(BCryptEncrypt(key, text, 32, &info, iv, 16, pieces, 32, &done, 0), 0);
    CHECK_EQ(done, 32);
    info.dwFlags &= ~BCRYPT_AUTH_MODE_CHAIN_CALLS_FLAG;
    CHECK_STATUS(BCryptEncrypt(key, text + 32, 8, &info, iv, 16, pieces + 32, 8, &done, 0), 0);
    CHECK(!memcmp(pieces, whole, 40));
    CHECK(!memcmp(tag, tag2, 16));
}

CASE(a_copy_of_a_key_pair_works_alone)
{
    BCRYPT_PKCS1_PADDING_INFO padding = {BCRYPT_SHA1_ALGORITHM};
    BCRYPT_KEY_HANDLE key = NULL, copy = NULL;
    BYTE hash[20] = {5}, signature[64];
    ULONG size;

    REQUIRE(BCryptGenerateKeyPair(open_algorithm(L"RSA", 0), &key, 512, 0) >= 0);
    REQUIRE(BCryptFinalizeKeyPair(key, 0) >= 0);
    REQUIRE(BCryptSignHash(key, &padding, hash, 20, signature, 64, &size, BCRYPT_PAD_PKCS1) >= 0);
    REQUIRE(BCryptDuplicateKey(key, &copy, NULL, 0, 0) >= 0);
    CHECK_STATUS(BCryptDestroyKey(key), 0);
    CHECK_STATUS(BCryptVerifySignature(copy, &padding, hash, 20, signature, 64, BCRYPT_PAD_PKCS1),
                 0);
    CHECK_STATUS(BCryptDestroyKey(copy), 0);
}

CASE(rsa_keys_have_the_blobs_of_cryptoapi)
{
    BCRYPT_ALG_HANDLE rsa = open_algorithm(L"RSA", 0);
    BCRYPT_KEY_HANDLE key = NULL, again = NULL;
    BYTE blob[1024], first[1024], second[1024];
    ULONG size = 0, first_size, second_size;

    WINE_DIFFERS("it writes no such blobs");
    REQUIRE(BCryptGenerateKeyPair(rsa, &key, 512, 0) >= 0);
    REQUIRE(BCryptFinalizeKeyPair(key, 0) >= 0);
    REQUIRE(BCryptExportKey(key, NULL, LEGACY_RSAPRIVATE_BLOB, blob, sizeof(blob), &size, 0) >= 0);
    CHECK_EQ(size, 20 + 64 + 5 * 32 + 64);
    CHECK_EQ(blob[0], 7);
    REQUIRE(BCryptImportKeyPair(rsa, NULL, LEGACY_RSAPRIVATE_BLOB, &again, blob, size, 0) >= 0);
    REQUIRE(BCryptExportKey(key, NULL, BCRYPT_RSAFULLPRIVATE_BLOB, first, sizeof(first),
                            &first_size, 0) >= 0);
    REQUIRE(BCryptExportKey(again, NULL, BCRYPT_RSAFULLPRIVATE_BLOB, second, sizeof(second),
                            &second_size, 0) >= 0);
    CHECK_EQ(first_size, second_size);
    CHECK(!memcmp(first, second, first_size));
}
