/*
 * Hashes, HMAC and PBKDF2, against the published test vectors.
 * Links: crt -lbcrypt
 */
#include "conformance.h"
#include <bcrypt.h>
#include <string.h>

static void check_hex(const BYTE *bytes, unsigned size, const char *expected)
{
    char text[140] = "";

    for (unsigned i = 0; i < size; i++) {
        text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
        text[2 * i + 2] = 0;
    }
    CHECK_STR(text, expected);
}

static void check_hash(const WCHAR *name, ULONG size, const char *expected)
{
    BCRYPT_ALG_HANDLE algorithm;
    BYTE result[64];

    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, name, NULL, 0) >= 0);
    CHECK_STATUS(BCryptHash(algorithm, NULL, 0, (PUCHAR) "abc", 3, result, size), 0);
    check_hex(result, size, expected);
    CHECK_STATUS(BCryptCloseAlgorithmProvider(algorithm, 0), 0);
}

CASE(md5_of_abc)
{
    check_hash(L"MD5", 16, "900150983cd24fb0d6963f7d28e17f72");
}

CASE(sha1_of_abc)
{
    check_hash(L"SHA1", 20, "a9993e364706816aba3e25717850c26c9cd0d89d");
}

CASE(sha256_of_abc)
{
    check_hash(L"SHA256", 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

CASE(sha384_of_abc)
{
    check_hash(L"SHA384", 48,
               "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
               "8086072ba1e7cc2358baeca134c825a7");
}

CASE(sha512_of_abc)
{
    check_hash(L"SHA512", 64,
               "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
               "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

/* RFC 4231, test case 2 */
CASE(hmac_takes_a_key)
{
    BCRYPT_ALG_HANDLE algorithm;
    BYTE result[32];

    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, L"SHA256", NULL, BCRYPT_ALG_HANDLE_HMAC_FLAG) >=
            0);
    CHECK_STATUS(BCryptHash(algorithm, (PUCHAR) "Jefe", 4, (PUCHAR) "what do ya want for nothing?",
                            28, result, 32),
                 0);
    check_hex(result, 32, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    BCryptCloseAlgorithmProvider(algorithm, 0);
}

CASE(a_reusable_hash_starts_again)
{
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_HASH_HANDLE hash;
    BYTE first[32], second[32];

    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, L"SHA256", NULL, BCRYPT_HASH_REUSABLE_FLAG) >=
            0);
    REQUIRE(BCryptCreateHash(algorithm, &hash, NULL, 0, NULL, 0, BCRYPT_HASH_REUSABLE_FLAG) >= 0);
    CHECK_STATUS(BCryptHashData(hash, (PUCHAR) "ab", 2, 0), 0);
    CHECK_STATUS(BCryptHashData(hash, (PUCHAR) "c", 1, 0), 0);
    CHECK_STATUS(BCryptFinishHash(hash, first, 32, 0), 0);
    CHECK_STATUS(BCryptHashData(hash, (PUCHAR) "abc", 3, 0), 0);
    CHECK_STATUS(BCryptFinishHash(hash, second, 32, 0), 0);
    CHECK(!memcmp(first, second, 32));
    CHECK_STATUS(BCryptDestroyHash(hash), 0);
    BCryptCloseAlgorithmProvider(algorithm, 0);
}

CASE(a_copy_goes_its_own_way)
{
    BCRYPT_ALG_HANDLE algorithm;
    BCRYPT_HASH_HANDLE hash, copy;
    BYTE result[20];

    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, L"SHA1", NULL, 0) >= 0);
    REQUIRE(BCryptCreateHash(algorithm, &hash, NULL, 0, NULL, 0, 0) >= 0);
    BCryptHashData(hash, (PUCHAR) "ab", 2, 0);
    REQUIRE(BCryptDuplicateHash(hash, &copy, NULL, 0, 0) >= 0);
    BCryptHashData(hash, (PUCHAR) "x", 1, 0);
    BCryptHashData(copy, (PUCHAR) "c", 1, 0);
    CHECK_STATUS(BCryptFinishHash(copy, result, 20, 0), 0);
    check_hex(result, 20, "a9993e364706816aba3e25717850c26c9cd0d89d");
    BCryptDestroyHash(hash);
    BCryptDestroyHash(copy);
    BCryptCloseAlgorithmProvider(algorithm, 0);
}

CASE(a_result_of_the_wrong_size_is_refused)
{
    BCRYPT_ALG_HANDLE algorithm;
    BYTE result[64];

    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, L"SHA256", NULL, 0) >= 0);
    CHECK_STATUS(BCryptHash(algorithm, NULL, 0, (PUCHAR) "abc", 3, result, 31), 0xc000000d);
    CHECK_STATUS(BCryptHash(algorithm, NULL, 0, (PUCHAR) "abc", 3, result, 33), 0xc000000d);
    BCryptCloseAlgorithmProvider(algorithm, 0);
}

CASE(an_unknown_algorithm_is_not_found)
{
    BCRYPT_ALG_HANDLE algorithm;

    WINE_DIFFERS("it says STATUS_NOT_IMPLEMENTED");
    CHECK_STATUS(BCryptOpenAlgorithmProvider(&algorithm, L"FROB", NULL, 0), 0xc0000225);
    CHECK_STATUS(BCryptOpenAlgorithmProvider(NULL, L"SHA1", NULL, 0), 0xc000000d);
}

CASE(a_pseudo_handle_needs_no_opening)
{
    BYTE result[32];

    CHECK_STATUS(BCryptHash((BCRYPT_ALG_HANDLE)0x41, NULL, 0, (PUCHAR) "abc", 3, result, 32), 0);
    check_hex(result, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

CASE(properties_tell_sizes)
{
    BCRYPT_ALG_HANDLE algorithm;
    DWORD value = 0;
    ULONG size = 0;

    REQUIRE(BCryptOpenAlgorithmProvider(&algorithm, L"SHA384", NULL, 0) >= 0);
    CHECK_STATUS(
        BCryptGetProperty(algorithm, BCRYPT_HASH_LENGTH, (PUCHAR)&value, sizeof(value), &size, 0),
        0);
    CHECK_EQ(value, 48);
    CHECK_EQ(size, 4);
    WINE_DIFFERS("it does not know the block length");
    CHECK_STATUS(BCryptGetProperty(algorithm, BCRYPT_HASH_BLOCK_LENGTH, (PUCHAR)&value,
                                   sizeof(value), &size, 0),
                 0);
    CHECK_EQ(value, 128);
    CHECK_STATUS(BCryptGetProperty(algorithm, BCRYPT_HASH_LENGTH, (PUCHAR)&value, 2, &size, 0),
                 0xc0000023);
    BCryptCloseAlgorithmProvider(algorithm, 0);
}

/* RFC 6070, test case 2, and the same for SHA-256 */
CASE(pbkdf2_repeats_its_hmac)
{
    BYTE result[32];

    CHECK_STATUS(BCryptDeriveKeyPBKDF2((BCRYPT_ALG_HANDLE)0xa1, (PUCHAR) "password", 8,
                                       (PUCHAR) "salt", 4, 2, result, 20, 0),
                 0);
    check_hex(result, 20, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
    CHECK_STATUS(BCryptDeriveKeyPBKDF2((BCRYPT_ALG_HANDLE)0xb1, (PUCHAR) "password", 8,
                                       (PUCHAR) "salt", 4, 1, result, 32, 0),
                 0);
    check_hex(result, 32, "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b");
}

CASE(random_bytes_differ)
{
    BYTE a[16] = {0}, b[16] = {0};

    CHECK_STATUS(BCryptGenRandom(NULL, a, 16, BCRYPT_USE_SYSTEM_PREFERRED_RNG), 0);
    CHECK_STATUS(BCryptGenRandom(NULL, b, 16, BCRYPT_USE_SYSTEM_PREFERRED_RNG), 0);
    CHECK(memcmp(a, b, 16));
    CHECK_STATUS(BCryptGenRandom(NULL, a, 16, 0), 0xc0000008);
}
