/* wincrypt.h: signatures: PKCS #1, written with the least significant byte first. */
#include "crypt.h"

/* Without a name the hash is signed as it is. */
static BCRYPT_PKCS1_PADDING_INFO padding_of(const struct crypt_hash *hash, DWORD flags)
{
    BOOL named = hash->id != CALG_SSL3_SHAMD5 && !(flags & CRYPT_NOHASHOID);

    return (BCRYPT_PKCS1_PADDING_INFO){named ? hash->algorithm->name : NULL};
}

static BOOL sign(struct crypt_hash *hash, DWORD spec, DWORD flags, BYTE *signature, DWORD *size)
{
    struct crypt_key *key;
    BCRYPT_PKCS1_PADDING_INFO padding = padding_of(hash, flags);
    DWORD needed, had = *size;

    if (spec != AT_KEYEXCHANGE && spec != AT_SIGNATURE)
        return fail_with(NTE_BAD_ALGID);
    key = hash->provider->slots[spec == AT_KEYEXCHANGE ? SLOT_EXCHANGE : SLOT_SIGNATURE];
    if (!key)
        return fail_with(NTE_NO_KEY);
    needed = crypt_rsa_bits(key) / 8;
    *size = needed;
    if (!signature)
        return TRUE;
    if (had < needed)
        return fail_with(ERROR_MORE_DATA);
    if (!crypt_hash_finish(hash) ||
        !crypt_result(BCryptSignHash(key->key, &padding, hash->value, hash->size, signature, needed,
                                     &needed, BCRYPT_PAD_PKCS1)))
        return FALSE;
    crypt_reverse(signature, needed);
    return TRUE;
}

BOOL WINAPI CryptSignHashW(HCRYPTHASH handle, DWORD spec, LPCWSTR description, DWORD flags,
                           BYTE *signature, DWORD *size)
{
    struct crypt_hash *hash = crypt_hash(handle);

    if (!hash || !size)
        return hash ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    if (flags & ~(DWORD)CRYPT_NOHASHOID)
        return fail_with(NTE_BAD_FLAGS);
    if (description && *description &&
        !CryptHashData(handle, (const BYTE *)description, lstrlenW(description) * sizeof(WCHAR), 0))
        return FALSE;
    return sign(hash, spec, flags, signature, size);
}

BOOL WINAPI CryptSignHashA(HCRYPTHASH handle, DWORD spec, LPCSTR description, DWORD flags,
                           BYTE *signature, DWORD *size)
{
    WCHAR wide[512];

    if (!description || !*description)
        return CryptSignHashW(handle, spec, NULL, flags, signature, size);
    if (!MultiByteToWideChar(CP_ACP, 0, description, -1, wide, ARRAYSIZE(wide)))
        return fail_with(ERROR_INVALID_PARAMETER);
    return CryptSignHashW(handle, spec, wide, flags, signature, size);
}

BOOL WINAPI CryptVerifySignatureW(HCRYPTHASH handle, const BYTE *signature, DWORD size,
                                  HCRYPTKEY key_handle, LPCWSTR description, DWORD flags)
{
    struct crypt_hash *hash = crypt_hash(handle);
    struct crypt_key *key = crypt_key(key_handle);
    BCRYPT_PKCS1_PADDING_INFO padding;
    BYTE copy[2048];

    if (!hash || !key)
        return FALSE;
    if (flags & ~(DWORD)CRYPT_NOHASHOID)
        return fail_with(NTE_BAD_FLAGS);
    if (!signature || !crypt_is_rsa(key->id))
        return fail_with(signature ? NTE_BAD_KEY : ERROR_INVALID_PARAMETER);
    if (size != crypt_rsa_bits(key) / 8)
        return fail_with(NTE_BAD_SIGNATURE);
    if (description && *description &&
        !CryptHashData(handle, (const BYTE *)description, lstrlenW(description) * sizeof(WCHAR), 0))
        return FALSE;
    if (!crypt_hash_finish(hash))
        return FALSE;
    padding = padding_of(hash, flags);
    memcpy(copy, signature, size);
    crypt_reverse(copy, size);
    return crypt_result(BCryptVerifySignature(key->key, &padding, hash->value, hash->size, copy,
                                              size, BCRYPT_PAD_PKCS1));
}

BOOL WINAPI CryptVerifySignatureA(HCRYPTHASH handle, const BYTE *signature, DWORD size,
                                  HCRYPTKEY key, LPCSTR description, DWORD flags)
{
    WCHAR wide[512];

    if (!description || !*description)
        return CryptVerifySignatureW(handle, signature, size, key, NULL, flags);
    if (!MultiByteToWideChar(CP_ACP, 0, description, -1, wide, ARRAYSIZE(wide)))
        return fail_with(ERROR_INVALID_PARAMETER);
    return CryptVerifySignatureW(handle, signature, size, key, wide, flags);
}
