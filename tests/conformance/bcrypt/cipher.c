/*
 * Symmetric ciphers, against the vectors of FIPS 197, SP 800-38A and the GCM specification.
 * Links: crt -lbcrypt
 */
#include "conformance.h"
#include <bcrypt.h>
#include <string.h>

static const BYTE key128[16] = {0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6,
                                0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};
static const BYTE block[16] = {0x6b, 0xc1, 0xbe, 0xe2, 0x2e, 0x40, 0x9f, 0x96,
                               0xe9, 0x3d, 0x7e, 0x11, 0x73, 0x93, 0x17, 0x2a};

static BCRYPT_KEY_HANDLE make_key(const WCHAR *mode, const BYTE *secret, ULONG size)
{
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_KEY_HANDLE key = NULL;

    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, L"AES", NULL, 0) >= 0);
    CHECK_STATUS(BCryptSetProperty(algorithm, BCRYPT_CHAINING_MODE, (PUCHAR)mode,
                                   (ULONG)(wcslen(mode) + 1) * 2, 0),
                 0);
    REQUIRE(BCryptGenerateSymmetricKey(algorithm, &key, NULL, 0, (PUCHAR)secret, size, 0) >= 0);
    BCryptCloseAlgorithmProvider(algorithm, 0);
    return key;
}

CASE(aes_ecb_encrypts_a_block)
{
    static const BYTE expected[16] = {0x3a, 0xd7, 0x7b, 0xb4, 0x0d, 0x7a, 0x36, 0x60,
                                      0xa8, 0x9e, 0xca, 0xf3, 0x24, 0x66, 0xef, 0x97};
    BCRYPT_KEY_HANDLE key = make_key(BCRYPT_CHAIN_MODE_ECB, key128, 16);
    BYTE out[16], back[16];
    ULONG done;

    CHECK_STATUS(BCryptEncrypt(key, (PUCHAR)block, 16, NULL, NULL, 0, out, 16, &done, 0), 0);
    CHECK_EQ(done, 16);
    CHECK(!memcmp(out, expected, 16));
    CHECK_STATUS(BCryptDecrypt(key, out, 16, NULL, NULL, 0, back, 16, &done, 0), 0);
    CHECK(!memcmp(back, block, 16));
    CHECK_STATUS(BCryptDestroyKey(key), 0);
}

CASE(aes_cbc_moves_its_vector_on)
{
    static const BYTE expected[16] = {0x76, 0x49, 0xab, 0xac, 0x81, 0x19, 0xb2, 0x46,
                                      0xce, 0xe9, 0x8e, 0x9b, 0x12, 0xe9, 0x19, 0x7d};
    BCRYPT_KEY_HANDLE key = make_key(BCRYPT_CHAIN_MODE_CBC, key128, 16);
    BYTE iv[16], out[16];
    ULONG done;

    for (int i = 0; i < 16; i++)
        iv[i] = (BYTE)i;
    CHECK_STATUS(BCryptEncrypt(key, (PUCHAR)block, 16, NULL, iv, 16, out, 16, &done, 0), 0);
    CHECK(!memcmp(out, expected, 16));
    WINE_DIFFERS("it leaves the vector as it was");
    CHECK(!memcmp(iv, expected, 16));
    BCryptDestroyKey(key);
}

CASE(block_padding_fills_and_is_taken_off)
{
    BCRYPT_KEY_HANDLE key = make_key(BCRYPT_CHAIN_MODE_CBC, key128, 16);
    BYTE iv[16] = {0}, out[32], back[32];
    ULONG done = 0;

    CHECK_STATUS(
        BCryptEncrypt(key, (PUCHAR) "hello", 5, NULL, iv, 16, NULL, 0, &done, BCRYPT_BLOCK_PADDING),
        0);
    CHECK_EQ(done, 16);
    CHECK_STATUS(
        BCryptEncrypt(key, (PUCHAR) "hello", 5, NULL, iv, 16, out, 32, &done, BCRYPT_BLOCK_PADDING),
        0);
    CHECK_EQ(done, 16);
    memset(iv, 0, 16);
    CHECK_STATUS(BCryptDecrypt(key, out, 16, NULL, iv, 16, back, 32, &done, BCRYPT_BLOCK_PADDING),
                 0);
    CHECK_EQ(done, 5);
    CHECK(!memcmp(back, "hello", 5));
    BCryptDestroyKey(key);
}

CASE(a_full_block_is_padded_by_another)
{
    BCRYPT_KEY_HANDLE key = make_key(BCRYPT_CHAIN_MODE_ECB, key128, 16);
    BYTE out[32];
    ULONG done = 0;

    CHECK_STATUS(
        BCryptEncrypt(key, (PUCHAR)block, 16, NULL, NULL, 0, out, 32, &done, BCRYPT_BLOCK_PADDING),
        0);
    CHECK_EQ(done, 32);
    CHECK_STATUS(
        BCryptEncrypt(key, (PUCHAR)block, 16, NULL, NULL, 0, out, 16, &done, BCRYPT_BLOCK_PADDING),
        0xc0000023);
    BCryptDestroyKey(key);
}

CASE(a_part_of_a_block_needs_padding)
{
    BCRYPT_KEY_HANDLE key = make_key(BCRYPT_CHAIN_MODE_ECB, key128, 16);
    BYTE out[16];
    ULONG done;

    CHECK_STATUS(BCryptEncrypt(key, (PUCHAR)block, 15, NULL, NULL, 0, out, 16, &done, 0),
                 0xc0000206);
    BCryptDestroyKey(key);
}

/* The GCM specification's test case 2. */
CASE(gcm_gives_text_and_tag)
{
    static const BYTE cipher[16] = {0x03, 0x88, 0xda, 0xce, 0x60, 0xb6, 0xa3, 0x92,
                                    0xf3, 0x28, 0xc2, 0xb9, 0x71, 0xb2, 0xfe, 0x78};
    static const BYTE expected_tag[16] = {0xab, 0x6e, 0x47, 0xd4, 0x2c, 0xec, 0x13, 0xbd,
                                          0xf5, 0x3a, 0x67, 0xb2, 0x12, 0x57, 0xbd, 0xdf};
    BYTE zero[16] = {0}, nonce[12] = {0}, tag[16], out[16], back[16];
    BCRYPT_KEY_HANDLE key = make_key(BCRYPT_CHAIN_MODE_GCM, zero, 16);
    BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO info;
    ULONG done;

    BCRYPT_INIT_AUTH_MODE_INFO(info);
    info.pbNonce = nonce;
    info.cbNonce = 12;
    info.pbTag = tag;
    info.cbTag = 16;
    CHECK_STATUS(BCryptEncrypt(key, zero, 16, &info, NULL, 0, out, 16, &done, 0), 0);
    CHECK(!memcmp(out, cipher, 16));
    CHECK(!memcmp(tag, expected_tag, 16));
    CHECK_STATUS(BCryptDecrypt(key, out, 16, &info, NULL, 0, back, 16, &done, 0), 0);
    CHECK(!memcmp(back, zero, 16));
    tag[3] ^= 1;
    CHECK_STATUS(BCryptDecrypt(key, out, 16, &info, NULL, 0, back, 16, &done, 0), 0xc000a002);
    BCryptDestroyKey(key);
}

/* The same specification's test case 1: no text at all. */
CASE(gcm_authenticates_nothing)
{
    static const BYTE expected_tag[16] = {0x58, 0xe2, 0xfc, 0xce, 0xfa, 0x7e, 0x30, 0x61,
                                          0x36, 0x7f, 0x1d, 0x57, 0xa4, 0xe7, 0x45, 0x5a};
    BYTE zero[16] = {0}, nonce[12] = {0}, tag[16];
    BCRYPT_KEY_HANDLE key = make_key(BCRYPT_CHAIN_MODE_GCM, zero, 16);
    BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO info;
    ULONG done;

    BCRYPT_INIT_AUTH_MODE_INFO(info);
    info.pbNonce = nonce;
    info.cbNonce = 12;
    info.pbTag = tag;
    info.cbTag = 16;
    CHECK_STATUS(BCryptEncrypt(key, NULL, 0, &info, NULL, 0, zero, 0, &done, 0), 0);
    CHECK(!memcmp(tag, expected_tag, 16));
    BCryptDestroyKey(key);
}

CASE(a_key_of_a_wrong_size_is_refused)
{
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_KEY_HANDLE key;

    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, L"AES", NULL, 0) >= 0);
    CHECK_STATUS(BCryptGenerateSymmetricKey(algorithm, &key, NULL, 0, (PUCHAR)key128, 15, 0),
                 0xc000000d);
    BCryptCloseAlgorithmProvider(algorithm, 0);
}

CASE(a_key_goes_through_a_blob)
{
    BYTE blob[64], out[16], again[16];
    BCRYPT_KEY_HANDLE key = make_key(BCRYPT_CHAIN_MODE_ECB, key128, 16), copy;
    BCRYPT_ALG_HANDLE algorithm;
    ULONG size, done;

    CHECK_STATUS(BCryptExportKey(key, NULL, BCRYPT_KEY_DATA_BLOB, blob, sizeof(blob), &size, 0), 0);
    CHECK_EQ(size, 28);
    CHECK(!memcmp(blob + 12, key128, 16));
    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, L"AES", NULL, 0) >= 0);
    BCryptSetProperty(algorithm, BCRYPT_CHAINING_MODE, (PUCHAR)BCRYPT_CHAIN_MODE_ECB,
                      sizeof(BCRYPT_CHAIN_MODE_ECB), 0);
    CHECK_STATUS(
        BCryptImportKey(algorithm, NULL, BCRYPT_KEY_DATA_BLOB, &copy, NULL, 0, blob, size, 0), 0);
    BCryptEncrypt(key, (PUCHAR)block, 16, NULL, NULL, 0, out, 16, &done, 0);
    CHECK_STATUS(BCryptEncrypt(copy, (PUCHAR)block, 16, NULL, NULL, 0, again, 16, &done, 0), 0);
    CHECK(!memcmp(out, again, 16));
    BCryptDestroyKey(key);
    BCryptDestroyKey(copy);
    BCryptCloseAlgorithmProvider(algorithm, 0);
}
