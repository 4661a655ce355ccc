/* wincrypt.h: the algorithms of the providers. */
#include "crypt.h"

#define FULL (1u << PROV_RSA_FULL)
#define AES  (1u << PROV_RSA_AES)
#define BOTH (FULL | AES)

static const struct crypt_algorithm algorithms[] = {
    {CALG_RC2, L"RC2", 128, 40, 128, 8, "RC2", "RSA Data Security's RC2", BOTH},
    {CALG_RC4, L"RC4", 128, 40, 128, 1, "RC4", "RSA Data Security's RC4", BOTH},
    {CALG_DES, L"DES", 56, 56, 56, 8, "DES", "Data Encryption Standard (DES)", BOTH},
    {CALG_3DES_112, L"3DES_112", 112, 112, 112, 8, "3DES TWO KEY", "Two Key Triple DES", BOTH},
    {CALG_3DES, L"3DES", 168, 168, 168, 8, "3DES", "Three Key Triple DES", BOTH},
    {CALG_SHA1, L"SHA1", 160, 160, 160, 0, "SHA-1", "Secure Hash Algorithm (SHA-1)", BOTH},
    {CALG_MD4, L"MD4", 128, 128, 128, 0, "MD4", "Message Digest 4 (MD4)", BOTH},
    {CALG_MD5, L"MD5", 128, 128, 128, 0, "MD5", "Message Digest 5 (MD5)", BOTH},
    {CALG_SSL3_SHAMD5, NULL, 288, 288, 288, 0, "SSL3 SHAMD5", "SSL3 SHAMD5", BOTH},
    {CALG_RSA_SIGN, NULL, 1024, 512, 16384, 0, "RSA_SIGN", "RSA Signature", BOTH},
    {CALG_RSA_KEYX, NULL, 1024, 512, 16384, 0, "RSA_KEYX", "RSA Key Exchange", BOTH},
    {CALG_HMAC, NULL, 0, 0, 0, 0, "HMAC", "Hugo's MAC (HMAC)", BOTH},
    {CALG_AES_128, L"AES", 128, 128, 128, 16, "AES 128", "Advanced Encryption Standard 128-bit",
     AES},
    {CALG_AES_192, L"AES", 192, 192, 192, 16, "AES 192", "Advanced Encryption Standard 192-bit",
     AES},
    {CALG_AES_256, L"AES", 256, 256, 256, 16, "AES 256", "Advanced Encryption Standard 256-bit",
     AES},
    {CALG_SHA_256, L"SHA256", 256, 256, 256, 0, "SHA-256", "Secure Hash Algorithm (SHA-256)", AES},
    {CALG_SHA_384, L"SHA384", 384, 384, 384, 0, "SHA-384", "Secure Hash Algorithm (SHA-384)", AES},
    {CALG_SHA_512, L"SHA512", 512, 512, 512, 0, "SHA-512", "Secure Hash Algorithm (SHA-512)", AES},
};

const struct crypt_algorithm *crypt_algorithm_at(DWORD index)
{
    return index < ARRAYSIZE(algorithms) ? &algorithms[index] : NULL;
}

const struct crypt_algorithm *crypt_algorithm(ALG_ID id)
{
    for (unsigned i = 0; i < ARRAYSIZE(algorithms); i++)
        if (algorithms[i].id == id)
            return &algorithms[i];
    return NULL;
}

BOOL crypt_give(const void *value, DWORD size, BYTE *buffer, DWORD *room)
{
    DWORD had = *room;

    *room = size;
    if (!buffer)
        return TRUE;
    if (had < size)
        return fail_with(ERROR_MORE_DATA);
    memcpy(buffer, value, size);
    return TRUE;
}

BOOL crypt_result(NTSTATUS status)
{
    if (status >= 0)
        return TRUE;
    switch (status) {
    case STATUS_NO_MEMORY:
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    case STATUS_INVALID_SIGNATURE:
        return fail_with(NTE_BAD_SIGNATURE);
    case STATUS_INVALID_BUFFER_SIZE:
        return fail_with(NTE_BAD_LEN);
    case STATUS_NOT_SUPPORTED:
        return fail_with(NTE_BAD_ALGID);
    default:
        return fail_with(NTE_BAD_DATA);
    }
}

void crypt_reverse(BYTE *bytes, DWORD size)
{
    for (DWORD i = 0; i < size / 2; i++) {
        BYTE byte = bytes[i];

        bytes[i] = bytes[size - 1 - i];
        bytes[size - 1 - i] = byte;
    }
}
