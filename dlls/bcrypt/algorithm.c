/* bcrypt.h: algorithm providers, real and pseudo handles. The cryptography is libgcrypt's. */
#include "objects.h"

#define HASH(name, number, size, block)                     \
    {                                                       \
        name, KIND_HASH, number, size, block, 0, 0, 0, NULL \
    }
#define CURVES(kind, prefix)                                           \
    {prefix L"_P256", kind, 0, 256, 0, 256, 256, 0, "NIST P-256"},     \
        {prefix L"_P384", kind, 0, 384, 0, 384, 384, 0, "NIST P-384"}, \
        {prefix L"_P521", kind, 0, 521, 0, 521, 521, 0, "NIST P-521"}, \
    {                                                                  \
        prefix, kind, 0, 0, 0, 0, 0, 0, NULL                           \
    }

static const struct algorithm_kind kinds[] = {
    HASH(L"MD4", GCRY_MD_MD4, 16, 64),
    HASH(L"MD5", GCRY_MD_MD5, 16, 64),
    HASH(L"SHA1", GCRY_MD_SHA1, 20, 64),
    HASH(L"SHA256", GCRY_MD_SHA256, 32, 64),
    HASH(L"SHA384", GCRY_MD_SHA384, 48, 128),
    HASH(L"SHA512", GCRY_MD_SHA512, 64, 128),
    {L"RNG", KIND_RANDOM, 0, 0, 0, 0, 0, 0, NULL},
    {L"DUALECRNG", KIND_RANDOM, 0, 0, 0, 0, 0, 0, NULL},
    {L"FIPS186DSARNG", KIND_RANDOM, 0, 0, 0, 0, 0, 0, NULL},
    {L"AES", KIND_CIPHER, GCRY_CIPHER_AES, 0, 16, 128, 256, 64, NULL},
    {L"3DES", KIND_CIPHER, GCRY_CIPHER_3DES, 0, 8, 192, 192, 0, NULL},
    {L"3DES_112", KIND_CIPHER, GCRY_CIPHER_3DES, 0, 8, 128, 128, 0, NULL},
    {L"RC2", KIND_CIPHER, GCRY_CIPHER_RFC2268_128, 0, 8, 40, 128, 88, NULL},
    {L"DES", KIND_CIPHER, GCRY_CIPHER_DES, 0, 8, 64, 64, 0, NULL},
    {L"RC4", KIND_CIPHER, GCRY_CIPHER_ARCFOUR, 0, 1, 8, 512, 8, NULL},
    {L"RSA", KIND_RSA, GCRY_PK_RSA, 0, 0, 512, 16384, 64, NULL},
    {L"RSA_SIGN", KIND_RSA, GCRY_PK_RSA, 0, 0, 512, 16384, 64, NULL},
    CURVES(KIND_ECDSA, L"ECDSA"),
    CURVES(KIND_ECDH, L"ECDH"),
    {L"PBKDF2", KIND_DERIVE, 0, 0, 0, 0, 16384, 8, NULL},
    {L"SP800_108_CTR_HMAC", KIND_DERIVE, 0, 0, 0, 0, 16384, 8, NULL},
};

const WCHAR *const chaining_names[CHAIN_COUNT] = {
    [CHAIN_CBC] = BCRYPT_CHAIN_MODE_CBC, [CHAIN_ECB] = BCRYPT_CHAIN_MODE_ECB,
    [CHAIN_CFB] = BCRYPT_CHAIN_MODE_CFB, [CHAIN_CCM] = BCRYPT_CHAIN_MODE_CCM,
    [CHAIN_GCM] = BCRYPT_CHAIN_MODE_GCM,
};

/* Windows 10's pseudo handles, which need not be opened: BCRYPT_MD5_ALG_HANDLE and so on. */
static const struct {
    ULONG_PTR handle;
    const WCHAR *name;
    BOOL keyed;
    enum chaining chaining;
} pseudo_handles[] = {
    {0x11, L"MD4", FALSE, 0},
    {0x21, L"MD5", FALSE, 0},
    {0x31, L"SHA1", FALSE, 0},
    {0x41, L"SHA256", FALSE, 0},
    {0x51, L"SHA384", FALSE, 0},
    {0x61, L"SHA512", FALSE, 0},
    {0x71, L"RC4", FALSE, 0},
    {0x81, L"RNG", FALSE, 0},
    {0x91, L"MD5", TRUE, 0},
    {0xa1, L"SHA1", TRUE, 0},
    {0xb1, L"SHA256", TRUE, 0},
    {0xc1, L"SHA384", TRUE, 0},
    {0xd1, L"SHA512", TRUE, 0},
    {0xe1, L"RSA", FALSE, 0},
    {0xf1, L"ECDSA", FALSE, 0},
    {0x131, L"MD4", TRUE, 0},
    {0x141, L"3DES", FALSE, CHAIN_CBC},
    {0x151, L"3DES", FALSE, CHAIN_ECB},
    {0x161, L"3DES", FALSE, CHAIN_CFB},
    {0x1a1, L"AES", FALSE, CHAIN_CBC},
    {0x1b1, L"AES", FALSE, CHAIN_ECB},
    {0x1c1, L"AES", FALSE, CHAIN_CFB},
    {0x1d1, L"AES", FALSE, CHAIN_CCM},
    {0x1e1, L"AES", FALSE, CHAIN_GCM},
    {0x1f1, L"DES", FALSE, CHAIN_CBC},
    {0x201, L"DES", FALSE, CHAIN_ECB},
    {0x211, L"DES", FALSE, CHAIN_CFB},
    {0x291, L"ECDH", FALSE, 0},
    {0x2a1, L"ECDH_P256", FALSE, 0},
    {0x2b1, L"ECDH_P384", FALSE, 0},
    {0x2c1, L"ECDH_P521", FALSE, 0},
    {0x2e1, L"ECDSA_P256", FALSE, 0},
    {0x2f1, L"ECDSA_P384", FALSE, 0},
    {0x301, L"ECDSA_P521", FALSE, 0},
    {0x311, L"RSA_SIGN", FALSE, 0},
    {0x331, L"PBKDF2", FALSE, 0},
    {0x341, L"SP800_108_CTR_HMAC", FALSE, 0},
};

const struct algorithm_kind *kind_find(const WCHAR *name)
{
    for (unsigned i = 0; name && i < ARRAYSIZE(kinds); i++) {
        if (!lstrcmpiW(name, kinds[i].name))
            return &kinds[i];
    }
    return NULL;
}

const struct algorithm_kind *kind_curve(enum kind kind, ULONG bits)
{
    for (unsigned i = 0; i < ARRAYSIZE(kinds); i++) {
        if (kinds[i].kind == kind && kinds[i].curve && kinds[i].size == bits)
            return &kinds[i];
    }
    return NULL;
}

static BOOL CALLBACK start(PINIT_ONCE once, void *argument, void **context)
{
    gcry_check_version(NULL);
    gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    return TRUE;
}

void library_start(void)
{
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

    InitOnceExecuteOnce(&once, start, NULL, NULL);
}

void object_free(void *object, SIZE_T size)
{
    SecureZeroMemory(object, size);
    HeapFree(GetProcessHeap(), 0, object);
}

NTSTATUS status_of(gcry_error_t error)
{
    switch (gcry_err_code(error)) {
    case GPG_ERR_NO_ERROR:
        return STATUS_SUCCESS;
    case GPG_ERR_ENOMEM:
        return STATUS_NO_MEMORY;
    case GPG_ERR_CHECKSUM:
        return STATUS_AUTH_TAG_MISMATCH;
    case GPG_ERR_BAD_SIGNATURE:
        return STATUS_INVALID_SIGNATURE;
    default:
        return STATUS_INVALID_PARAMETER;
    }
}

BOOL get_algorithm(BCRYPT_ALG_HANDLE handle, struct algorithm *result)
{
    const struct algorithm *algorithm = handle;

    for (unsigned i = 0; i < ARRAYSIZE(pseudo_handles); i++) {
        if ((ULONG_PTR)handle == pseudo_handles[i].handle) {
            *result =
                (struct algorithm){ALGORITHM_MAGIC, pseudo_handles[i].keyed, FALSE,
                                   pseudo_handles[i].chaining, kind_find(pseudo_handles[i].name)};
            return TRUE;
        }
    }
    if ((ULONG_PTR)handle < 0x1000 || algorithm->magic != ALGORITHM_MAGIC)
        return FALSE;
    *result = *algorithm;
    return TRUE;
}

NTSTATUS WINAPI BCryptOpenAlgorithmProvider(BCRYPT_ALG_HANDLE *handle, LPCWSTR name,
                                            LPCWSTR implementation, ULONG flags)
{
    const ULONG known =
        BCRYPT_ALG_HANDLE_HMAC_FLAG | BCRYPT_PROV_DISPATCH | BCRYPT_HASH_REUSABLE_FLAG;
    const struct algorithm_kind *kind = kind_find(name);
    struct algorithm *algorithm;

    if (!handle || !name || flags & ~known)
        return STATUS_INVALID_PARAMETER;
    if (!kind)
        return STATUS_NOT_FOUND;
    if (flags & BCRYPT_ALG_HANDLE_HMAC_FLAG && kind->kind != KIND_HASH)
        return STATUS_NOT_SUPPORTED;
    algorithm = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*algorithm));
    if (!algorithm)
        return STATUS_NO_MEMORY;
    algorithm->magic = ALGORITHM_MAGIC;
    algorithm->keyed = (flags & BCRYPT_ALG_HANDLE_HMAC_FLAG) != 0;
    algorithm->reusable = (flags & BCRYPT_HASH_REUSABLE_FLAG) != 0;
    algorithm->kind = kind;
    *handle = algorithm;
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptCloseAlgorithmProvider(BCRYPT_ALG_HANDLE handle, ULONG flags)
{
    struct algorithm *algorithm = handle;

    if ((ULONG_PTR)handle < 0x1000 || algorithm->magic != ALGORITHM_MAGIC)
        return STATUS_INVALID_HANDLE;
    object_free(algorithm, sizeof(*algorithm));
    return STATUS_SUCCESS;
}

NTSTATUS WINAPI BCryptGetFipsAlgorithmMode(BOOLEAN *enabled)
{
    if (!enabled)
        return STATUS_INVALID_PARAMETER;
    *enabled = FALSE;
    return STATUS_SUCCESS;
}

/* Which operations an algorithm is for. */
static ULONG operations_of(enum kind kind)
{
    static const ULONG masks[] = {
        [KIND_HASH] = BCRYPT_HASH_OPERATION,
        [KIND_RANDOM] = BCRYPT_RNG_OPERATION,
        [KIND_CIPHER] = BCRYPT_CIPHER_OPERATION,
        [KIND_RSA] = BCRYPT_ASYMMETRIC_ENCRYPTION_OPERATION | BCRYPT_SIGNATURE_OPERATION,
        [KIND_ECDSA] = BCRYPT_SIGNATURE_OPERATION,
        [KIND_ECDH] = BCRYPT_SECRET_AGREEMENT_OPERATION,
        [KIND_DERIVE] = 0x40 /* BCRYPT_KEY_DERIVATION_OPERATION */,
    };

    return masks[kind];
}

static ULONG class_of(enum kind kind)
{
    static const ULONG classes[] = {
        [KIND_HASH] = BCRYPT_HASH_INTERFACE,
        [KIND_RANDOM] = BCRYPT_RNG_INTERFACE,
        [KIND_CIPHER] = BCRYPT_CIPHER_INTERFACE,
        [KIND_RSA] = BCRYPT_ASYMMETRIC_ENCRYPTION_INTERFACE,
        [KIND_ECDSA] = BCRYPT_SIGNATURE_INTERFACE,
        [KIND_ECDH] = BCRYPT_SECRET_AGREEMENT_INTERFACE,
        [KIND_DERIVE] = 7 /* BCRYPT_KEY_DERIVATION_INTERFACE */,
    };

    return classes[kind];
}

NTSTATUS WINAPI BCryptEnumAlgorithms(ULONG operations, ULONG *count,
                                     BCRYPT_ALGORITHM_IDENTIFIER **list, ULONG flags)
{
    BCRYPT_ALGORITHM_IDENTIFIER *result;

    if (!count || !list || !operations || flags)
        return STATUS_INVALID_PARAMETER;
    result = HeapAlloc(GetProcessHeap(), 0, ARRAYSIZE(kinds) * sizeof(*result));
    if (!result)
        return STATUS_NO_MEMORY;
    *count = 0;
    for (unsigned i = 0; i < ARRAYSIZE(kinds); i++) {
        if (operations_of(kinds[i].kind) & operations)
            result[(*count)++] =
                (BCRYPT_ALGORITHM_IDENTIFIER){(LPWSTR)kinds[i].name, class_of(kinds[i].kind), 0};
    }
    *list = result;
    return STATUS_SUCCESS;
}

void WINAPI BCryptFreeBuffer(PVOID buffer)
{
    HeapFree(GetProcessHeap(), 0, buffer);
}
