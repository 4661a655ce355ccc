/*
 * RSA and elliptic curve keys: signatures that another library made, and agreement.
 * Links: crt -lbcrypt
 */
#include "conformance.h"
#include "bcrypt/vectors.h"
#include <bcrypt.h>
#include <string.h>

static BYTE abc_hash[48];

static BCRYPT_KEY_HANDLE rsa_key(void)
{
    BYTE blob[sizeof(BCRYPT_RSAKEY_BLOB) + 3 + sizeof(rsa_modulus)];
    BCRYPT_RSAKEY_BLOB *header = (void *)blob;
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_KEY_HANDLE key = NULL;

    *header = (BCRYPT_RSAKEY_BLOB){BCRYPT_RSAPUBLIC_MAGIC, 2048, 3, sizeof(rsa_modulus), 0, 0};
    memcpy(header + 1, "\1\0\1", 3);
    memcpy((BYTE *)(header + 1) + 3, rsa_modulus, sizeof(rsa_modulus));
    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, L"RSA", NULL, 0) >= 0);
    REQUIRE(BCryptImportKeyPair(algorithm, NULL, BCRYPT_RSAPUBLIC_BLOB, &key, blob, sizeof(blob),
                                0) >= 0);
    BCryptCloseAlgorithmProvider(algorithm, 0);
    BCryptHash((BCRYPT_ALG_HANDLE)0x41, NULL, 0, (PUCHAR) "abc", 3, abc_hash, 32);
    return key;
}

static BCRYPT_KEY_HANDLE ecc_key(const WCHAR *name, ULONG magic, const BYTE *point, ULONG size)
{
    BYTE blob[8 + 96];
    BCRYPT_ECCKEY_BLOB *header = (void *)blob;
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_KEY_HANDLE key = NULL;

    *header = (BCRYPT_ECCKEY_BLOB){magic, size / 2};
    memcpy(header + 1, point, size);
    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, name, NULL, 0) >= 0);
    REQUIRE(BCryptImportKeyPair(algorithm, NULL, BCRYPT_ECCPUBLIC_BLOB, &key, blob, 8 + size, 0) >=
            0);
    BCryptCloseAlgorithmProvider(algorithm, 0);
    return key;
}

CASE(rsa_verifies_pkcs1)
{
    BCRYPT_KEY_HANDLE key = rsa_key();
    BCRYPT_PKCS1_PADDING_INFO padding = {L"SHA256"};
    BYTE signature[sizeof(rsa_pkcs1)];

    memcpy(signature, rsa_pkcs1, sizeof(signature));
    CHECK_STATUS(BCryptVerifySignature(key, &padding, abc_hash, 32, signature, sizeof(signature),
                                       BCRYPT_PAD_PKCS1),
                 0);
    signature[100] ^= 1;
    CHECK_STATUS(BCryptVerifySignature(key, &padding, abc_hash, 32, signature, sizeof(signature),
                                       BCRYPT_PAD_PKCS1),
                 0xc000a000);
    BCryptDestroyKey(key);
}

CASE(rsa_refuses_another_hash)
{
    BCRYPT_KEY_HANDLE key = rsa_key();
    BCRYPT_PKCS1_PADDING_INFO padding = {L"SHA256"};

    abc_hash[0] ^= 1;
    CHECK_STATUS(BCryptVerifySignature(key, &padding, abc_hash, 32, (PUCHAR)rsa_pkcs1,
                                       sizeof(rsa_pkcs1), BCRYPT_PAD_PKCS1),
                 0xc000a000);
    BCryptDestroyKey(key);
}

CASE(rsa_verifies_pss)
{
    BCRYPT_KEY_HANDLE key = rsa_key();
    BCRYPT_PSS_PADDING_INFO padding = {L"SHA256", 32};

    CHECK_STATUS(BCryptVerifySignature(key, &padding, abc_hash, 32, (PUCHAR)rsa_pss,
                                       sizeof(rsa_pss), BCRYPT_PAD_PSS),
                 0);
    abc_hash[5] ^= 1;
    CHECK_STATUS(BCryptVerifySignature(key, &padding, abc_hash, 32, (PUCHAR)rsa_pss,
                                       sizeof(rsa_pss), BCRYPT_PAD_PSS),
                 0xc000a000);
    BCryptDestroyKey(key);
}

CASE(ecdsa_p256_verifies)
{
    BCRYPT_KEY_HANDLE key =
        ecc_key(L"ECDSA_P256", BCRYPT_ECDSA_PUBLIC_P256_MAGIC, p256_point, sizeof(p256_point));

    BCryptHash((BCRYPT_ALG_HANDLE)0x41, NULL, 0, (PUCHAR) "abc", 3, abc_hash, 32);
    CHECK_STATUS(BCryptVerifySignature(key, NULL, abc_hash, 32, (PUCHAR)p256_signature, 64, 0), 0);
    abc_hash[0] ^= 1;
    CHECK_STATUS(BCryptVerifySignature(key, NULL, abc_hash, 32, (PUCHAR)p256_signature, 64, 0),
                 0xc000a000);
    BCryptDestroyKey(key);
}

CASE(ecdsa_p384_verifies)
{
    BCRYPT_KEY_HANDLE key =
        ecc_key(L"ECDSA_P384", BCRYPT_ECDSA_PUBLIC_P384_MAGIC, p384_point, sizeof(p384_point));

    BCryptHash((BCRYPT_ALG_HANDLE)0x51, NULL, 0, (PUCHAR) "abc", 3, abc_hash, 48);
    CHECK_STATUS(BCryptVerifySignature(key, NULL, abc_hash, 48, (PUCHAR)p384_signature, 96, 0), 0);
    abc_hash[47] ^= 0x80;
    CHECK_STATUS(BCryptVerifySignature(key, NULL, abc_hash, 48, (PUCHAR)p384_signature, 96, 0),
                 0xc000a000);
    BCryptDestroyKey(key);
}

static BCRYPT_KEY_HANDLE new_pair(const WCHAR *name, ULONG bits)
{
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_KEY_HANDLE key = NULL;

    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, name, NULL, 0) >= 0);
    REQUIRE(BCryptGenerateKeyPair(algorithm, &key, bits, 0) >= 0);
    CHECK_STATUS(BCryptFinalizeKeyPair(key, 0), 0);
    BCryptCloseAlgorithmProvider(algorithm, 0);
    return key;
}

CASE(a_new_curve_key_signs_what_it_verifies)
{
    BCRYPT_KEY_HANDLE key = new_pair(L"ECDSA_P256", 256);
    BYTE hash[32] = "thirty-two bytes of some digest", signature[64];
    ULONG size = 0;

    CHECK_STATUS(BCryptSignHash(key, NULL, hash, 32, signature, 64, &size, 0), 0);
    CHECK_EQ(size, 64);
    CHECK_STATUS(BCryptVerifySignature(key, NULL, hash, 32, signature, 64, 0), 0);
    hash[3]++;
    CHECK_STATUS(BCryptVerifySignature(key, NULL, hash, 32, signature, 64, 0), 0xc000a000);
    BCryptDestroyKey(key);
}

CASE(a_new_rsa_key_signs_and_exports)
{
    BCRYPT_KEY_HANDLE key = new_pair(L"RSA", 1024);
    BCRYPT_PKCS1_PADDING_INFO padding = {L"SHA256"};
    BYTE hash[32] = "thirty-two bytes of some digest", signature[128], blob[600];
    ULONG size = 0;

    CHECK_STATUS(BCryptSignHash(key, &padding, hash, 32, signature, 128, &size, BCRYPT_PAD_PKCS1),
                 0);
    CHECK_EQ(size, 128);
    CHECK_STATUS(BCryptVerifySignature(key, &padding, hash, 32, signature, 128, BCRYPT_PAD_PKCS1),
                 0);
    CHECK_STATUS(BCryptExportKey(key, NULL, BCRYPT_RSAPUBLIC_BLOB, blob, sizeof(blob), &size, 0),
                 0);
    CHECK_EQ(size, sizeof(BCRYPT_RSAKEY_BLOB) + 3 + 128);
    CHECK_EQ(((BCRYPT_RSAKEY_BLOB *)blob)->BitLength, 1024);
    BCryptDestroyKey(key);
}

static void derive(BCRYPT_KEY_HANDLE own, BCRYPT_KEY_HANDLE other, BYTE *result)
{
    BCRYPT_SECRET_HANDLE secret;
    ULONG size = 0;

    REQUIRE(BCryptSecretAgreement(own, other, &secret, 0) >= 0);
    CHECK_STATUS(BCryptDeriveKey(secret, BCRYPT_KDF_HASH, NULL, result, 20, &size, 0), 0);
    CHECK_EQ(size, 20);
    CHECK_STATUS(BCryptDestroySecret(secret), 0);
}

CASE(two_parties_agree)
{
    BCRYPT_KEY_HANDLE a = new_pair(L"ECDH_P256", 256), b = new_pair(L"ECDH_P256", 256);
    BYTE first[20], second[20] = {0};

    WINE_DIFFERS("it derives no key");
    derive(a, b, first);
    derive(b, a, second);
    CHECK(!memcmp(first, second, 20));
    BCryptDestroyKey(a);
    BCryptDestroyKey(b);
}

CASE(a_point_off_the_curve_is_refused)
{
    BYTE blob[8 + 64];
    BCRYPT_ECCKEY_BLOB *header = (void *)blob;
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_KEY_HANDLE key;

    *header = (BCRYPT_ECCKEY_BLOB){BCRYPT_ECDSA_PUBLIC_P256_MAGIC, 32};
    memcpy(header + 1, p256_point, 64);
    blob[20] ^= 1;
    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, L"ECDSA_P256", NULL, 0) >= 0);
    WINE_DIFFERS("it does not look");
    CHECK(BCryptImportKeyPair(algorithm, NULL, BCRYPT_ECCPUBLIC_BLOB, &key, blob, 72, 0) < 0);
    BCryptCloseAlgorithmProvider(algorithm, 0);
}

CASE(rsa_encrypts_for_itself)
{
    BCRYPT_KEY_HANDLE key = new_pair(L"RSA", 1024);
    BYTE cipher[128], plain[128];
    ULONG size = 0;

    CHECK_STATUS(BCryptEncrypt(key, (PUCHAR) "secret", 6, NULL, NULL, 0, cipher, 128, &size,
                               BCRYPT_PAD_PKCS1),
                 0);
    CHECK_EQ(size, 128);
    CHECK_STATUS(
        BCryptDecrypt(key, cipher, 128, NULL, NULL, 0, plain, 128, &size, BCRYPT_PAD_PKCS1), 0);
    CHECK_EQ(size, 6);
    CHECK(!memcmp(plain, "secret", 6));
    BCryptDestroyKey(key);
}
