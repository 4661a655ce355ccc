/*
 * wincrypt.h: encryption. A message may come in pieces; a key carries the chain from one to the
 * next, and begins anew after the final one.
 */
#include "crypt.h"

static BOOL begin(struct crypt_key *key)
{
    if (!crypt_key_open(key))
        return FALSE;
    if (!key->running)
        memcpy(key->chain, key->iv, sizeof(key->chain));
    key->running = TRUE;
    return TRUE;
}

static void end(struct crypt_key *key)
{
    key->running = FALSE;
    if (key->algorithm->block == 1) { /* the stream starts again */
        BCryptDestroyKey(key->key);
        key->key = NULL;
    }
}

static DWORD chain_size(const struct crypt_key *key)
{
    return key->algorithm->block > 1 && key->mode != CRYPT_MODE_ECB ? key->algorithm->block : 0;
}

static BOOL encrypt_pieces(struct crypt_key *key, BOOL final, BYTE *data, DWORD *size, DWORD room)
{
    DWORD block = key->algorithm->block, needed = *size, chain = chain_size(key);

    if (block > 1 && final)
        needed += block - needed % block;
    if (block > 1 && needed % block)
        return fail_with(NTE_BAD_LEN);
    if (!data || room < needed) {
        *size = needed;
        return data ? fail_with(ERROR_MORE_DATA) : TRUE;
    }
    if (!begin(key))
        return FALSE;
    memset(data + *size, (int)(needed - *size), needed - *size);
    if (!crypt_result(BCryptEncrypt(key->key, data, needed, NULL, chain ? key->chain : NULL, chain,
                                    data, room, size, 0)))
        return FALSE;
    if (final)
        end(key);
    return TRUE;
}

static BOOL encrypt_rsa(struct crypt_key *key, DWORD flags, BYTE *data, DWORD *size, DWORD room)
{
    BCRYPT_OAEP_PADDING_INFO oaep = {BCRYPT_SHA1_ALGORITHM, NULL, 0};
    DWORD whole = crypt_rsa_bits(key) / 8, count = *size;

    if (!data || room < whole) {
        *size = whole;
        return data ? fail_with(ERROR_MORE_DATA) : TRUE;
    }
    if (count > whole - (flags & CRYPT_OAEP ? 42 : 11))
        return fail_with(NTE_BAD_LEN);
    if (!crypt_result(BCryptEncrypt(key->key, data, count, &oaep, NULL, 0, data, room, size,
                                    flags & CRYPT_OAEP ? BCRYPT_PAD_OAEP : BCRYPT_PAD_PKCS1)))
        return FALSE;
    crypt_reverse(data, *size);
    return TRUE;
}

BOOL WINAPI CryptEncrypt(HCRYPTKEY handle, HCRYPTHASH hash, BOOL final, DWORD flags, BYTE *data,
                         DWORD *size, DWORD room)
{
    struct crypt_key *key = crypt_key(handle);

    if (!key || !size)
        return key ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    if (flags & ~(DWORD)CRYPT_OAEP)
        return fail_with(NTE_BAD_FLAGS);
    if (data && hash && !CryptHashData(hash, data, *size, 0))
        return FALSE;
    if (!crypt_is_rsa(key->id))
        return encrypt_pieces(key, final, data, size, room);
    return final ? encrypt_rsa(key, flags, data, size, room) : fail_with(NTE_BAD_LEN);
}

static BOOL take_padding(const struct crypt_key *key, const BYTE *data, DWORD *size)
{
    DWORD block = key->algorithm->block, count = *size ? data[*size - 1] : 0;

    if (!count || count > block)
        return fail_with(NTE_BAD_DATA);
    for (DWORD i = *size - count; i < *size; i++)
        if (data[i] != count)
            return fail_with(NTE_BAD_DATA);
    *size -= count;
    return TRUE;
}

static BOOL decrypt_pieces(struct crypt_key *key, BOOL final, BYTE *data, DWORD *size)
{
    DWORD block = key->algorithm->block, chain = chain_size(key);

    if (block > 1 && *size % block)
        return fail_with(NTE_BAD_LEN);
    if (!begin(key) ||
        !crypt_result(BCryptDecrypt(key->key, data, *size, NULL, chain ? key->chain : NULL, chain,
                                    data, *size, size, 0)))
        return FALSE;
    if (!final)
        return TRUE;
    end(key);
    return block > 1 ? take_padding(key, data, size) : TRUE;
}

static BOOL decrypt_rsa(struct crypt_key *key, DWORD flags, BYTE *data, DWORD *size)
{
    BCRYPT_OAEP_PADDING_INFO oaep = {BCRYPT_SHA1_ALGORITHM, NULL, 0};
    DWORD whole = crypt_rsa_bits(key) / 8;

    if (*size < whole)
        return fail_with(NTE_BAD_LEN);
    crypt_reverse(data, whole);
    return crypt_result(BCryptDecrypt(key->key, data, whole, &oaep, NULL, 0, data, whole, size,
                                      flags & CRYPT_OAEP ? BCRYPT_PAD_OAEP : BCRYPT_PAD_PKCS1));
}

BOOL WINAPI CryptDecrypt(HCRYPTKEY handle, HCRYPTHASH hash, BOOL final, DWORD flags, BYTE *data,
                         DWORD *size)
{
    struct crypt_key *key = crypt_key(handle);
    BOOL done;

    if (!key || !data || !size)
        return key ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    if (flags & ~(DWORD)CRYPT_OAEP)
        return fail_with(NTE_BAD_FLAGS);
    done = crypt_is_rsa(key->id) ? decrypt_rsa(key, flags, data, size)
                                 : decrypt_pieces(key, final, data, size);
    return done && (!hash || CryptHashData(hash, data, *size, 0));
}
