/*
 * crypt.c - CryptoAPI: providers, hashes, keys, ciphers, signatures.
 * Links: -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <wincrypt.h>

static HCRYPTPROV open_provider(void)
{
    HCRYPTPROV provider = 0;

    REQUIRE(CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_AES, CRYPT_VERIFYCONTEXT));
    return provider;
}

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

static void check_hash(ALG_ID id, const char *expected)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTHASH hash;
    BYTE value[64];
    DWORD size = sizeof(value);

    REQUIRE(CryptCreateHash(provider, id, 0, 0, &hash));
    CHECK(CryptHashData(hash, (const BYTE *)"abc", 3, 0));
    CHECK(CryptGetHashParam(hash, HP_HASHVAL, value, &size, 0));
    check_hex(value, size, expected);
    CHECK_FAILS(CryptHashData(hash, (const BYTE *)"abc", 3, 0), NTE_BAD_HASH_STATE);
    CHECK(CryptDestroyHash(hash));
    CHECK(CryptReleaseContext(provider, 0));
}

CASE(hashes_are_those_of_their_standards)
{
    check_hash(CALG_MD4, "a448017aaf21d8525fc10ae87aa6729d");
    check_hash(CALG_MD5, "900150983cd24fb0d6963f7d28e17f72");
    check_hash(CALG_SHA1, "a9993e364706816aba3e25717850c26c9cd0d89d");
    check_hash(CALG_SHA_256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_hash(CALG_SHA_384, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                             "8086072ba1e7cc2358baeca134c825a7");
}

CASE(providers_are_listed)
{
    DWORD type = 0, room = 0, index = 0;
    char name[256];

    CHECK(CryptEnumProvidersA(0, NULL, 0, &type, NULL, &room));
    CHECK(room > 10);
    for (;; index++) {
        room = sizeof(name);
        if (!CryptEnumProvidersA(index, NULL, 0, &type, name, &room))
            break;
        CHECK_EQ(room, lstrlenA(name) + 1);
    }
    CHECK_EQ(GetLastError(), ERROR_NO_MORE_ITEMS);
    CHECK(index >= 4);
    room = sizeof(name);
    CHECK(CryptGetDefaultProviderA(PROV_RSA_AES, NULL, CRYPT_MACHINE_DEFAULT, name, &room));
    CHECK_STR(name, MS_ENH_RSA_AES_PROV_A);
}

CASE(a_provider_that_is_not_there_is_refused)
{
    HCRYPTPROV provider;

    CHECK_FAILS(CryptAcquireContextA(&provider, NULL, "no such provider", PROV_RSA_FULL,
                                     CRYPT_VERIFYCONTEXT),
                NTE_KEYSET_NOT_DEF);
    CHECK_FAILS(CryptAcquireContextA(&provider, NULL, NULL, 0, CRYPT_VERIFYCONTEXT),
                NTE_BAD_PROV_TYPE);
    CHECK_FAILS(
        CryptAcquireContextA(&provider, NULL, MS_DEF_PROV_A, PROV_RSA_AES, CRYPT_VERIFYCONTEXT),
        NTE_PROV_TYPE_NO_MATCH);
    CHECK_FAILS(CryptAcquireContextA(&provider, "bailey no such container", NULL, PROV_RSA_FULL, 0),
                NTE_BAD_KEYSET);
}

CASE(a_provider_tells_about_itself)
{
    HCRYPTPROV provider = open_provider();
    char name[256];
    DWORD size = sizeof(name), number = 0;

    CHECK(CryptGetProvParam(provider, PP_NAME, (BYTE *)name, &size, 0));
    CHECK_STR(name, MS_ENH_RSA_AES_PROV_A);
    size = sizeof(number);
    CHECK(CryptGetProvParam(provider, PP_IMPTYPE, (BYTE *)&number, &size, 0));
    CHECK_EQ(number, CRYPT_IMPL_SOFTWARE);
    CHECK(CryptGetProvParam(provider, PP_VERSION, (BYTE *)&number, &size, 0));
    CHECK_EQ(number, 0x200);
    CHECK_FAILS(CryptGetProvParam(provider, 999, (BYTE *)&number, &size, 0), NTE_BAD_TYPE);
    CHECK(CryptReleaseContext(provider, 0));
    CHECK_FAILS(CryptGetProvParam(provider, PP_VERSION, (BYTE *)&number, &size, 0),
                ERROR_INVALID_PARAMETER);
}

CASE(algorithms_are_listed)
{
    HCRYPTPROV provider = open_provider();
    PROV_ENUMALGS_EX algorithm;
    DWORD size = sizeof(algorithm), flags = CRYPT_FIRST;
    BOOL aes = FALSE, sha = FALSE;

    while (CryptGetProvParam(provider, PP_ENUMALGS_EX, (BYTE *)&algorithm, &size, flags)) {
        aes |= algorithm.aiAlgid == CALG_AES_256 && algorithm.dwDefaultLen == 256;
        sha |= algorithm.aiAlgid == CALG_SHA1 && algorithm.dwDefaultLen == 160;
        flags = 0;
        size = sizeof(algorithm);
    }
    CHECK_EQ(GetLastError(), ERROR_NO_MORE_ITEMS);
    CHECK(aes && sha);
}

struct plain_blob {
    BLOBHEADER header;
    DWORD size;
    BYTE bytes[32];
};

static HCRYPTKEY import_plain(HCRYPTPROV provider, ALG_ID id, DWORD size, DWORD flags)
{
    struct plain_blob blob = {{PLAINTEXTKEYBLOB, CUR_BLOB_VERSION, 0, id}, size, {0}};
    HCRYPTKEY key = 0;

    for (DWORD i = 0; i < size; i++)
        blob.bytes[i] = (BYTE)(i + 1);
    REQUIRE(CryptImportKey(provider, (BYTE *)&blob, 12 + size, 0, flags, &key));
    return key;
}

static void check_cipher(ALG_ID id, DWORD key_size, const char *expected)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY key = import_plain(provider, id, key_size, 0);
    BYTE data[64] = "0123456789abcdefXYZ";
    DWORD size = 19;

    REQUIRE(CryptEncrypt(key, 0, TRUE, 0, data, &size, sizeof(data)));
    check_hex(data, size, expected);
    REQUIRE(CryptDecrypt(key, 0, TRUE, 0, data, &size));
    CHECK_EQ(size, 19);
    data[size] = 0;
    CHECK_STR((char *)data, "0123456789abcdefXYZ");
    CHECK(CryptDestroyKey(key));
}

CASE(ciphers_chain_and_pad)
{
    check_cipher(CALG_AES_128, 16,
                 "2f5c4a71e95a5ce3f9e58cfaff542095292b43e47100a60e23e7f5126984d0bc");
    check_cipher(CALG_AES_256, 32,
                 "d47ff3a7b0b99a10cf5ae3ef483b0752f0819cfea5907ec11b3e4e8b1b7e9b99");
    check_cipher(CALG_3DES, 24, "b1ddf50a4c835dae36dede136d2b8b31ebb2bead9017097f");
    check_cipher(CALG_DES, 8, "1b18b97a85f967e96b2131117e3ca11d14dcd3d9a14b8540");
    check_cipher(CALG_RC4, 16, "aaf6fea954a828c08aaa49fbae807ef10a119e");
    check_cipher(CALG_RC2, 16, "6357d585b1ce862e78b410c04da8592d8a0b99249dd8e385");
}

CASE(a_message_may_come_in_pieces)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY key = import_plain(provider, CALG_AES_128, 16, 0);
    BYTE whole[64] = "0123456789abcdefXYZ", pieces[64] = "0123456789abcdefXYZ";
    DWORD size = 19, first = 16, last = 3;

    REQUIRE(CryptEncrypt(key, 0, TRUE, 0, whole, &size, sizeof(whole)));
    REQUIRE(CryptEncrypt(key, 0, FALSE, 0, pieces, &first, sizeof(pieces)));
    CHECK_EQ(first, 16);
    REQUIRE(CryptEncrypt(key, 0, TRUE, 0, pieces + 16, &last, sizeof(pieces) - 16));
    CHECK_EQ(last, 16);
    for (DWORD i = 0; i < 32; i++)
        CHECK_EQ(pieces[i], whole[i]);
    REQUIRE(CryptDecrypt(key, 0, FALSE, 0, pieces, &first));
    REQUIRE(CryptDecrypt(key, 0, TRUE, 0, pieces + 16, &last));
    CHECK_EQ(last, 3);
}

CASE(a_stream_goes_on_where_it_stopped)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY key = import_plain(provider, CALG_RC4, 16, 0);
    BYTE whole[8] = "abcdefg", pieces[8] = "abcdefg";
    DWORD size = 8, first = 3, last = 5;

    REQUIRE(CryptEncrypt(key, 0, TRUE, 0, whole, &size, sizeof(whole)));
    REQUIRE(CryptEncrypt(key, 0, FALSE, 0, pieces, &first, 3));
    REQUIRE(CryptEncrypt(key, 0, TRUE, 0, pieces + 3, &last, 5));
    for (DWORD i = 0; i < 8; i++)
        CHECK_EQ(pieces[i], whole[i]);
}

CASE(an_encryption_tells_the_room_it_needs)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY key = import_plain(provider, CALG_AES_128, 16, 0);
    BYTE data[32] = "0123456789abcdef";
    DWORD size = 16;

    CHECK(CryptEncrypt(key, 0, TRUE, 0, NULL, &size, 0));
    CHECK_EQ(size, 32);
    size = 16;
    CHECK_FAILS(CryptEncrypt(key, 0, TRUE, 0, data, &size, 16), ERROR_MORE_DATA);
    CHECK_EQ(size, 32);
}

CASE(wrong_padding_is_found)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY key = import_plain(provider, CALG_AES_128, 16, 0);
    BYTE data[32] = {0};
    DWORD size = 16;

    CHECK_FAILS(CryptDecrypt(key, 0, TRUE, 0, data, &size), NTE_BAD_DATA);
}

CASE(a_key_has_parameters)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY key = import_plain(provider, CALG_AES_192, 24, 0);
    BYTE iv[16] = {1, 2, 3}, back[16];
    DWORD number = 0, size = sizeof(number), mode = CRYPT_MODE_ECB;

    CHECK(CryptGetKeyParam(key, KP_ALGID, (BYTE *)&number, &size, 0));
    CHECK_EQ(number, CALG_AES_192);
    CHECK(CryptGetKeyParam(key, KP_KEYLEN, (BYTE *)&number, &size, 0));
    CHECK_EQ(number, 192);
    CHECK(CryptGetKeyParam(key, KP_BLOCKLEN, (BYTE *)&number, &size, 0));
    CHECK_EQ(number, 128);
    CHECK(CryptGetKeyParam(key, KP_MODE, (BYTE *)&number, &size, 0));
    CHECK_EQ(number, CRYPT_MODE_CBC);
    CHECK(CryptSetKeyParam(key, KP_MODE, (BYTE *)&mode, 0));
    CHECK(CryptGetKeyParam(key, KP_MODE, (BYTE *)&number, &size, 0));
    CHECK_EQ(number, CRYPT_MODE_ECB);
    CHECK(CryptSetKeyParam(key, KP_IV, iv, 0));
    size = sizeof(back);
    CHECK(CryptGetKeyParam(key, KP_IV, back, &size, 0));
    CHECK_EQ(size, 16);
    CHECK_EQ(back[2], 3);
}

CASE(the_vector_changes_the_message)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY key = import_plain(provider, CALG_AES_128, 16, 0);
    BYTE iv[16] = {0xff}, first[32] = "0123456789abcde", second[32] = "0123456789abcde";
    DWORD size = 15;

    REQUIRE(CryptEncrypt(key, 0, TRUE, 0, first, &size, sizeof(first)));
    size = 15;
    REQUIRE(CryptSetKeyParam(key, KP_IV, iv, 0));
    REQUIRE(CryptEncrypt(key, 0, TRUE, 0, second, &size, sizeof(second)));
    CHECK(first[0] != second[0] || first[1] != second[1]);
    size = 16;
    REQUIRE(CryptDecrypt(key, 0, TRUE, 0, second, &size));
    CHECK_EQ(size, 15);
    CHECK_EQ(second[0], '0');
}

static void check_derived(ALG_ID hash_id, ALG_ID id, DWORD flags, const char *expected)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTHASH hash;
    HCRYPTKEY key;
    struct plain_blob blob;
    DWORD size = sizeof(blob);

    REQUIRE(CryptCreateHash(provider, hash_id, 0, 0, &hash));
    REQUIRE(CryptHashData(hash, (const BYTE *)"password", 8, 0));
    REQUIRE(CryptDeriveKey(provider, id, hash, flags | CRYPT_EXPORTABLE, &key));
    REQUIRE(CryptExportKey(key, 0, PLAINTEXTKEYBLOB, 0, (BYTE *)&blob, &size));
    CHECK_EQ(size, 12 + blob.size);
    check_hex(blob.bytes, blob.size, expected);
}

CASE(keys_come_from_hashes)
{
    check_derived(CALG_SHA1, CALG_AES_256, 0,
                  "a3bc508753274827cf2515600eaea32c226a7895c0533fcc0a67de054e4822f0");
    check_derived(CALG_SHA1, CALG_AES_128, 0, "a3bc508753274827cf2515600eaea32c");
    check_derived(CALG_MD5, CALG_RC4, 0, "5f4dcc3b5aa765d61d8327deb882cf99");
    check_derived(CALG_MD5, CALG_RC4, 40 << 16, "5f4dcc3b5a");
    check_derived(CALG_SHA_256, CALG_AES_256, 0,
                  "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8");
    check_derived(CALG_SHA1, CALG_DES, 0, "5baa61e4c9b93f3f");
    check_derived(CALG_MD5, CALG_3DES, 0, "9181a42f85ca981b6e71333dd231aa3c0febe61d54a40b73");
}

CASE(a_hash_that_made_a_key_is_finished)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTHASH hash;
    HCRYPTKEY key;

    REQUIRE(CryptCreateHash(provider, CALG_SHA1, 0, 0, &hash));
    REQUIRE(CryptHashData(hash, (const BYTE *)"password", 8, 0));
    REQUIRE(CryptDeriveKey(provider, CALG_AES_128, hash, 0, &key));
    CHECK_FAILS(CryptHashData(hash, (const BYTE *)"more", 4, 0), NTE_BAD_HASH_STATE);
}

CASE(keyed_hashes_are_of_the_standard)
{
    struct {
        BLOBHEADER header;
        DWORD size;
        BYTE bytes[20];
    } blob = {{PLAINTEXTKEYBLOB, CUR_BLOB_VERSION, 0, CALG_RC2}, 20, {0}};
    HCRYPTPROV provider = open_provider();
    HMAC_INFO info = {CALG_SHA_256, NULL, 0, NULL, 0};
    HCRYPTKEY key;
    HCRYPTHASH hash;
    BYTE value[32];
    DWORD size = sizeof(value);

    memset(blob.bytes, 0x0b, sizeof(blob.bytes));
    REQUIRE(CryptImportKey(provider, (BYTE *)&blob, sizeof(blob), 0, CRYPT_IPSEC_HMAC_KEY, &key));
    REQUIRE(CryptCreateHash(provider, CALG_HMAC, key, 0, &hash));
    REQUIRE(CryptSetHashParam(hash, HP_HMAC_INFO, (BYTE *)&info, 0));
    REQUIRE(CryptHashData(hash, (const BYTE *)"Hi There", 8, 0));
    REQUIRE(CryptGetHashParam(hash, HP_HASHVAL, value, &size, 0));
    check_hex(value, size, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

CASE(a_copy_of_a_hash_goes_its_own_way)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTHASH hash, copy;
    BYTE value[20];
    DWORD size = sizeof(value);

    REQUIRE(CryptCreateHash(provider, CALG_SHA1, 0, 0, &hash));
    REQUIRE(CryptHashData(hash, (const BYTE *)"ab", 2, 0));
    REQUIRE(CryptDuplicateHash(hash, NULL, 0, &copy));
    REQUIRE(CryptHashData(hash, (const BYTE *)"x", 1, 0));
    REQUIRE(CryptHashData(copy, (const BYTE *)"c", 1, 0));
    REQUIRE(CryptGetHashParam(copy, HP_HASHVAL, value, &size, 0));
    check_hex(value, size, "a9993e364706816aba3e25717850c26c9cd0d89d");
}

static HCRYPTHASH hash_of(HCRYPTPROV provider, ALG_ID id, const char *text)
{
    HCRYPTHASH hash;

    REQUIRE(CryptCreateHash(provider, id, 0, 0, &hash));
    REQUIRE(CryptHashData(hash, (const BYTE *)text, lstrlenA(text), 0));
    return hash;
}

CASE(a_signature_holds_for_its_message_alone)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY key;
    BYTE signature[128];
    DWORD size = 0;

    REQUIRE(CryptGenKey(provider, AT_SIGNATURE, 1024 << 16, &key));
    CHECK(
        CryptSignHashW(hash_of(provider, CALG_SHA_256, "abc"), AT_SIGNATURE, NULL, 0, NULL, &size));
    CHECK_EQ(size, 128);
    REQUIRE(CryptSignHashW(hash_of(provider, CALG_SHA_256, "abc"), AT_SIGNATURE, NULL, 0, signature,
                           &size));
    CHECK(CryptVerifySignatureW(hash_of(provider, CALG_SHA_256, "abc"), signature, size, key, NULL,
                                0));
    CHECK_FAILS(CryptVerifySignatureW(hash_of(provider, CALG_SHA_256, "abd"), signature, size, key,
                                      NULL, 0),
                NTE_BAD_SIGNATURE);
    CHECK_FAILS(
        CryptVerifySignatureW(hash_of(provider, CALG_SHA1, "abc"), signature, size, key, NULL, 0),
        NTE_BAD_SIGNATURE);
    CHECK_FAILS(CryptSignHashW(hash_of(provider, CALG_SHA1, "abc"), AT_KEYEXCHANGE, NULL, 0,
                               signature, &size),
                NTE_NO_KEY);
}

CASE(a_public_key_verifies_elsewhere)
{
    HCRYPTPROV provider = open_provider(), other = open_provider();
    HCRYPTKEY key, imported;
    BYTE signature[128], blob[512];
    DWORD size = sizeof(signature), blob_size = sizeof(blob);

    REQUIRE(CryptGenKey(provider, AT_SIGNATURE, 1024 << 16, &key));
    REQUIRE(CryptSignHashA(hash_of(provider, CALG_SHA1, "abc"), AT_SIGNATURE, NULL, 0, signature,
                           &size));
    REQUIRE(CryptExportKey(key, 0, PUBLICKEYBLOB, 0, blob, &blob_size));
    CHECK_EQ(blob_size, 20 + 128);
    CHECK_EQ(blob[0], PUBLICKEYBLOB);
    CHECK_EQ(((BLOBHEADER *)blob)->aiKeyAlg, CALG_RSA_SIGN);
    REQUIRE(CryptImportKey(other, blob, blob_size, 0, 0, &imported));
    CHECK(CryptVerifySignatureA(hash_of(other, CALG_SHA1, "abc"), signature, size, imported, NULL,
                                0));
}

CASE(a_private_key_leaves_only_if_it_may)
{
    HCRYPTPROV provider = open_provider(), other = open_provider();
    HCRYPTKEY key, again;
    BYTE blob[2048];
    DWORD size = sizeof(blob);

    REQUIRE(CryptGenKey(provider, AT_KEYEXCHANGE, 1024 << 16, &key));
    CHECK_FAILS(CryptExportKey(key, 0, PRIVATEKEYBLOB, 0, blob, &size), NTE_BAD_KEY_STATE);
    CHECK(CryptDestroyKey(key));
    REQUIRE(CryptGenKey(provider, AT_KEYEXCHANGE, 1024 << 16 | CRYPT_EXPORTABLE, &key));
    size = sizeof(blob);
    REQUIRE(CryptExportKey(key, 0, PRIVATEKEYBLOB, 0, blob, &size));
    CHECK_EQ(size, 20 + 128 + 5 * 64 + 128);
    REQUIRE(CryptImportKey(other, blob, size, 0, 0, &again));
    CHECK(CryptGetUserKey(other, AT_KEYEXCHANGE, &again));
    CHECK_FAILS(CryptGetUserKey(other, AT_SIGNATURE, &again), NTE_NO_KEY);
}

CASE(rsa_encrypts_a_block)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY key;
    BYTE data[128] = "secret";
    DWORD size = 6;

    REQUIRE(CryptGenKey(provider, AT_KEYEXCHANGE, 1024 << 16, &key));
    REQUIRE(CryptEncrypt(key, 0, TRUE, 0, data, &size, sizeof(data)));
    CHECK_EQ(size, 128);
    REQUIRE(CryptDecrypt(key, 0, TRUE, 0, data, &size));
    CHECK_EQ(size, 6);
    CHECK_EQ(data[0], 's');
    size = 120;
    CHECK_FAILS(CryptEncrypt(key, 0, TRUE, 0, data, &size, sizeof(data)), NTE_BAD_LEN);
}

CASE(a_session_key_travels_in_rsa)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY exchange, key, again;
    BYTE blob[256], first[32] = "0123456789abcde";
    DWORD size = sizeof(blob), count = 15;

    REQUIRE(CryptGenKey(provider, AT_KEYEXCHANGE, 1024 << 16, &exchange));
    REQUIRE(CryptGenKey(provider, CALG_AES_256, CRYPT_EXPORTABLE, &key));
    REQUIRE(CryptExportKey(key, exchange, SIMPLEBLOB, 0, blob, &size));
    CHECK_EQ(size, 12 + 128);
    REQUIRE(CryptImportKey(provider, blob, size, exchange, 0, &again));
    REQUIRE(CryptEncrypt(key, 0, TRUE, 0, first, &count, sizeof(first)));
    REQUIRE(CryptDecrypt(again, 0, TRUE, 0, first, &count));
    CHECK_EQ(count, 15);
    CHECK_EQ(first[14], 'e');
}

CASE(a_provider_knows_its_type)
{
    HCRYPTPROV provider = open_provider();
    DWORD type = 0, size = sizeof(type);

    WINE_DIFFERS("it says PROV_RSA_FULL");
    CHECK(CryptGetProvParam(provider, PP_PROVTYPE, (BYTE *)&type, &size, 0));
    CHECK_EQ(type, PROV_RSA_AES);
}

static const WCHAR container[] = L"bailey conformance";

CHILD(make_container)
{
    HCRYPTPROV provider;
    HCRYPTKEY key;

    REQUIRE(CryptAcquireContextW(&provider, container, NULL, PROV_RSA_FULL, CRYPT_NEWKEYSET));
    REQUIRE(CryptGenKey(provider, AT_SIGNATURE, 1024 << 16 | CRYPT_EXPORTABLE, &key));
    CHECK(CryptDestroyKey(key));
    CHECK(CryptReleaseContext(provider, 0));
}

CASE(a_container_keeps_its_keys)
{
    HCRYPTPROV provider;
    HCRYPTKEY key;
    BYTE blob[2048];
    DWORD size = sizeof(blob);
    char name[64];

    CryptAcquireContextW(&provider, container, NULL, PROV_RSA_FULL, CRYPT_DELETEKEYSET);
    CHECK_EQ(end_child(start_child("make_container")), 0);
    CHECK_FAILS(CryptAcquireContextW(&provider, container, NULL, PROV_RSA_FULL, CRYPT_NEWKEYSET),
                NTE_EXISTS);
    REQUIRE(CryptAcquireContextW(&provider, container, NULL, PROV_RSA_FULL, 0));
    REQUIRE(CryptGetUserKey(provider, AT_SIGNATURE, &key));
    CHECK(CryptExportKey(key, 0, PRIVATEKEYBLOB, 0, blob, &size));
    CHECK_EQ(size, 20 + 128 + 5 * 64 + 128);
    size = sizeof(name);
    CHECK(CryptGetProvParam(provider, PP_CONTAINER, (BYTE *)name, &size, 0));
    CHECK_STR(name, "bailey conformance");
    CHECK(CryptReleaseContext(provider, 0));
    CHECK(CryptAcquireContextW(&provider, container, NULL, PROV_RSA_FULL, CRYPT_DELETEKEYSET));
    CHECK_FAILS(CryptAcquireContextW(&provider, container, NULL, PROV_RSA_FULL, 0), NTE_BAD_KEYSET);
}

CASE(a_copy_of_a_key_has_its_state)
{
    HCRYPTPROV provider = open_provider();
    HCRYPTKEY key = import_plain(provider, CALG_AES_128, 16, 0), copy;
    BYTE first[32] = "0123456789abcdef", second[32] = "0123456789abcdef";
    DWORD size = 16;

    REQUIRE(CryptDuplicateKey(key, NULL, 0, &copy));
    REQUIRE(CryptEncrypt(key, 0, FALSE, 0, first, &size, sizeof(first)));
    REQUIRE(CryptEncrypt(copy, 0, FALSE, 0, second, &size, sizeof(second)));
    for (DWORD i = 0; i < 16; i++)
        CHECK_EQ(first[i], second[i]);
}

static void check_salt(const char *name, DWORD flags, DWORD key_bits, DWORD salt_size)
{
    HCRYPTPROV provider;
    HCRYPTKEY key;
    BYTE salt[32];
    DWORD size = sizeof(salt), bits = 0, number = sizeof(bits);

    REQUIRE(CryptAcquireContextA(&provider, NULL, name, PROV_RSA_FULL, CRYPT_VERIFYCONTEXT));
    REQUIRE(CryptGenKey(provider, CALG_RC4, flags, &key));
    CHECK(CryptGetKeyParam(key, KP_KEYLEN, (BYTE *)&bits, &number, 0));
    CHECK_EQ(bits, key_bits);
    CHECK(CryptGetKeyParam(key, KP_SALT, salt, &size, 0));
    CHECK_EQ(size, salt_size);
}

CASE(short_keys_have_salt)
{
    check_salt(MS_DEF_PROV_A, 0, 40, 11);
    check_salt(MS_DEF_PROV_A, CRYPT_CREATE_SALT, 40, 11);
    check_salt(MS_ENHANCED_PROV_A, 0, 128, 0);
}

CASE(a_context_without_keys_has_no_name)
{
    HCRYPTPROV provider;

    CHECK_FAILS(
        CryptAcquireContextW(&provider, L"a name", NULL, PROV_RSA_FULL, CRYPT_VERIFYCONTEXT),
        NTE_BAD_FLAGS);
}
