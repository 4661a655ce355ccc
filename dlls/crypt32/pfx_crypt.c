/* PKCS #12 (RFC 7292) and PBES2 (RFC 8018): keys from passwords, and what they encrypt. */
#include "pfx.h"
#include "signature.h"

#define ITERATIONS_MAX 10000000

BOOL pfx_number(struct der *der, DWORD *number)
{
    struct der bytes;

    if (!der_take(der, DER_INTEGER, &bytes) || !der_left(&bytes) || der_left(&bytes) > 4 ||
        *bytes.at & 0x80)
        return FALSE;
    for (*number = 0; der_left(&bytes); bytes.at++)
        *number = *number << 8 | *bytes.at;
    return TRUE;
}

/* Blocks of v bytes with as many repetitions as fill them. */
static DWORD fill(BYTE *to, DWORD v, const BYTE *from, DWORD size)
{
    DWORD total = (size + v - 1) / v * v;

    for (DWORD i = 0; i < total; i++)
        to[i] = from[i % size];
    return total;
}

/* block = block + addend + 1 */
static void add(BYTE *block, const BYTE *addend, DWORD v)
{
    DWORD carry = 1;

    for (DWORD i = v; i--;) {
        carry += block[i] + addend[i];
        block[i] = (BYTE)carry;
        carry >>= 8;
    }
}

static BOOL hash_often(const WCHAR *hash, BYTE *data, DWORD size, DWORD iterations, BYTE *result,
                       DWORD u)
{
    if (!hash_bytes(hash, data, size, result, u))
        return FALSE;
    for (DWORD i = 1; i < iterations; i++)
        if (!hash_bytes(hash, result, u, result, u))
            return FALSE;
    return TRUE;
}

BOOL pfx_derive(const WCHAR *hash, BYTE purpose, const struct pfx_password *password,
                const struct der *salt, DWORD iterations, BYTE *result, DWORD size)
{
    DWORD u = hash_size_of(hash), v = u > 32 ? 128 : 64, salt_size = (DWORD)der_left(salt);
    DWORD total = v, count;
    BYTE value[64], repeated[128];
    BYTE *data = HeapAlloc(GetProcessHeap(), 0, 3 * v + salt_size + password->wide_size);
    BOOL done = data && u;

    if (!data || iterations > ITERATIONS_MAX) {
        HeapFree(GetProcessHeap(), 0, data);
        return fail_with(data ? (DWORD)CRYPT_E_BAD_ENCODE : ERROR_NOT_ENOUGH_MEMORY);
    }
    memset(data, purpose, v);
    total += salt_size ? fill(data + total, v, salt->at, salt_size) : 0;
    total += password->wide_size ? fill(data + total, v, password->wide, password->wide_size) : 0;
    for (; done && size; size -= count, result += count) {
        done = hash_often(hash, data, total, iterations, value, u);
        count = min(size, u);
        memcpy(result, value, count);
        fill(repeated, v, value, u);
        for (DWORD at = v; at < total; at += v)
            add(data + at, repeated, v);
    }
    SecureZeroMemory(data, total);
    HeapFree(GetProcessHeap(), 0, data);
    return done;
}

BOOL pfx_mac(const WCHAR *hash, const BYTE *key, DWORD key_size, const struct der *data,
             BYTE *result, DWORD size)
{
    BCRYPT_ALG_HANDLE provider;
    NTSTATUS status =
        BCryptOpenAlgorithmProvider(&provider, hash, NULL, BCRYPT_ALG_HANDLE_HMAC_FLAG);

    if (status >= 0) {
        status = BCryptHash(provider, (BYTE *)key, key_size, (BYTE *)data->at,
                            (DWORD)der_left(data), result, size);
        BCryptCloseAlgorithmProvider(provider, 0);
    }
    return nt_result(status);
}

struct scheme {
    const char *oid;
    const WCHAR *cipher;
    DWORD key_size, block; /* bytes */
};

/* PKCS #12's own, and the ciphers of PBES2. */
static const struct scheme own_schemes[] = {
    {"1.2.840.113549.1.12.1.1", L"RC4", 16, 1},  {"1.2.840.113549.1.12.1.2", L"RC4", 5, 1},
    {"1.2.840.113549.1.12.1.3", L"3DES", 24, 8}, {"1.2.840.113549.1.12.1.4", L"3DES_112", 16, 8},
    {"1.2.840.113549.1.12.1.5", L"RC2", 16, 8},  {"1.2.840.113549.1.12.1.6", L"RC2", 5, 8},
};
static const struct scheme ciphers[] = {
    {"2.16.840.1.101.3.4.1.2", L"AES", 16, 16},
    {"2.16.840.1.101.3.4.1.22", L"AES", 24, 16},
    {"2.16.840.1.101.3.4.1.42", L"AES", 32, 16},
    {"1.2.840.113549.3.7", L"3DES", 24, 8},
};
static const struct {
    const char *oid;
    const WCHAR *hash;
} functions[] = {
    {"1.2.840.113549.2.7", L"SHA1"},
    {"1.2.840.113549.2.9", L"SHA256"},
    {"1.2.840.113549.2.10", L"SHA384"},
    {"1.2.840.113549.2.11", L"SHA512"},
};

static const struct scheme *find_scheme(const struct scheme *list, unsigned count, const char *oid)
{
    for (unsigned i = 0; i < count; i++)
        if (!lstrcmpA(list[i].oid, oid))
            return &list[i];
    return NULL;
}

static BOOL take_oid(struct der *der, char *text, DWORD room)
{
    struct der oid;

    return der_take(der, DER_OID, &oid) && der_oid_text(&oid, text, room) &&
           der_oid_text(&oid, NULL, 0) <= room;
}

static NTSTATUS decrypt(const struct scheme *scheme, BYTE *key_bytes, BYTE *iv, BYTE *data,
                        DWORD size, DWORD *done)
{
    BCRYPT_ALG_HANDLE provider;
    BCRYPT_KEY_HANDLE key;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&provider, scheme->cipher, NULL, 0);

    if (status < 0)
        return status;
    status = BCryptGenerateSymmetricKey(provider, &key, NULL, 0, key_bytes, scheme->key_size, 0);
    if (status >= 0) {
        status = BCryptDecrypt(key, data, size, NULL, scheme->block > 1 ? iv : NULL,
                               scheme->block > 1 ? scheme->block : 0, data, size, done,
                               scheme->block > 1 ? BCRYPT_BLOCK_PADDING : 0);
        BCryptDestroyKey(key);
    }
    BCryptCloseAlgorithmProvider(provider, 0);
    return status;
}

static BOOL own_key(struct der *parameters, const struct scheme *scheme,
                    const struct pfx_password *password, BYTE *key, BYTE *iv)
{
    struct der body, salt;
    DWORD iterations;

    if (!der_take(parameters, DER_SEQUENCE, &body) || !der_take(&body, DER_OCTET_STRING, &salt) ||
        !pfx_number(&body, &iterations))
        return fail_with(CRYPT_E_BAD_ENCODE);
    return pfx_derive(L"SHA1", 1, password, &salt, iterations, key, scheme->key_size) &&
           (scheme->block == 1 ||
            pfx_derive(L"SHA1", 2, password, &salt, iterations, iv, scheme->block));
}

static BOOL stretch(const WCHAR *hash, const struct pfx_password *password, const struct der *salt,
                    DWORD iterations, BYTE *key, DWORD size)
{
    BCRYPT_ALG_HANDLE provider;
    NTSTATUS status =
        BCryptOpenAlgorithmProvider(&provider, hash, NULL, BCRYPT_ALG_HANDLE_HMAC_FLAG);

    if (status >= 0) {
        status = BCryptDeriveKeyPBKDF2(provider, (BYTE *)password->utf8, password->utf8_size,
                                       (BYTE *)salt->at, (DWORD)der_left(salt), iterations, key,
                                       size, 0);
        BCryptCloseAlgorithmProvider(provider, 0);
    }
    return nt_result(status);
}

/* PBES2: a key derivation, which is PBKDF2, and a cipher with its vector. */
static const struct scheme *pbes2_key(struct der *parameters, const struct pfx_password *password,
                                      BYTE *key, BYTE *iv)
{
    const struct scheme *scheme = NULL;
    struct der body, kdf, cipher, values, salt, vector, prf;
    const WCHAR *hash = L"SHA1";
    DWORD iterations, length;
    char oid[64];

    if (!der_take(parameters, DER_SEQUENCE, &body) || !der_take(&body, DER_SEQUENCE, &kdf) ||
        !der_take(&body, DER_SEQUENCE, &cipher) || !take_oid(&kdf, oid, sizeof(oid)) ||
        lstrcmpA(oid, "1.2.840.113549.1.5.12") || !der_take(&kdf, DER_SEQUENCE, &values) ||
        !der_take(&values, DER_OCTET_STRING, &salt) || !pfx_number(&values, &iterations) ||
        !iterations || iterations > ITERATIONS_MAX)
        return NULL;
    if (der_peek(&values) == DER_INTEGER)
        pfx_number(&values, &length);
    if (der_take(&values, DER_SEQUENCE, &prf) && take_oid(&prf, oid, sizeof(oid))) {
        hash = NULL;
        for (unsigned i = 0; i < ARRAYSIZE(functions); i++)
            if (!lstrcmpA(functions[i].oid, oid))
                hash = functions[i].hash;
    }
    if (take_oid(&cipher, oid, sizeof(oid)))
        scheme = find_scheme(ciphers, ARRAYSIZE(ciphers), oid);
    if (!hash || !scheme || !der_take(&cipher, DER_OCTET_STRING, &vector) ||
        der_left(&vector) != scheme->block)
        return NULL;
    memcpy(iv, vector.at, scheme->block);
    return stretch(hash, password, &salt, iterations, key, scheme->key_size) ? scheme : NULL;
}

BYTE *pfx_decrypt(struct der *algorithm, const struct der *data,
                  const struct pfx_password *password, DWORD *size)
{
    const struct scheme *scheme;
    BYTE key[32], iv[16], *result;
    struct der body;
    char oid[64];
    NTSTATUS status;

    if (!der_take(algorithm, DER_SEQUENCE, &body) || !take_oid(&body, oid, sizeof(oid))) {
        fail_with(CRYPT_E_BAD_ENCODE);
        return NULL;
    }
    scheme = find_scheme(own_schemes, ARRAYSIZE(own_schemes), oid);
    if (scheme && !own_key(&body, scheme, password, key, iv))
        return NULL;
    if (!scheme && !lstrcmpA(oid, "1.2.840.113549.1.5.13"))
        scheme = pbes2_key(&body, password, key, iv);
    if (!scheme) {
        fail_with(NTE_BAD_ALGID);
        return NULL;
    }
    result = HeapAlloc(GetProcessHeap(), 0, der_left(data) + 1);
    if (!result) {
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    memcpy(result, data->at, der_left(data));
    status = decrypt(scheme, key, iv, result, (DWORD)der_left(data), size);
    SecureZeroMemory(key, sizeof(key));
    if (status < 0) {
        HeapFree(GetProcessHeap(), 0, result);
        fail_with(ERROR_INVALID_PASSWORD);
        return NULL;
    }
    return result;
}
