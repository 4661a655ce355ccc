/* wincrypt.h: the parameters of keys. */
#include "crypt.h"

static BOOL give_number(DWORD number, BYTE *buffer, DWORD *room)
{
    return crypt_give(&number, sizeof(number), buffer, room);
}

/* DES keys count their parity bits. */
static DWORD length_of(const struct crypt_key *key)
{
    return crypt_is_rsa(key->id) ? crypt_rsa_bits(key) : key->size * 8;
}

static BOOL get_cipher_parameter(const struct crypt_key *key, DWORD what, BYTE *buffer, DWORD *room)
{
    switch (what) {
    case KP_IV:
        return crypt_give(key->iv, key->algorithm->block > 1 ? key->algorithm->block : 0, buffer,
                          room);
    case KP_SALT:
        return crypt_give(key->salt, key->salt_size, buffer, room);
    case KP_PADDING:
        return give_number(PKCS5_PADDING, buffer, room);
    case KP_MODE:
        return give_number(key->mode, buffer, room);
    case KP_MODE_BITS:
        return give_number(key->mode_bits, buffer, room);
    case KP_EFFECTIVE_KEYLEN:
        return give_number(key->effective ? key->effective : key->size * 8, buffer, room);
    default:
        return fail_with(NTE_BAD_TYPE);
    }
}

BOOL WINAPI CryptGetKeyParam(HCRYPTKEY handle, DWORD what, BYTE *buffer, DWORD *room, DWORD flags)
{
    struct crypt_key *key = crypt_key(handle);

    if (!key || !room)
        return key ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    if (flags)
        return fail_with(NTE_BAD_FLAGS);
    switch (what) {
    case KP_ALGID:
        return give_number(key->id, buffer, room);
    case KP_KEYLEN:
        return give_number(length_of(key), buffer, room);
    case KP_BLOCKLEN:
        return give_number(crypt_is_rsa(key->id)       ? crypt_rsa_bits(key)
                           : key->algorithm->block > 1 ? key->algorithm->block * 8
                                                       : 0,
                           buffer, room);
    case KP_PERMISSIONS:
        return give_number(key->permissions, buffer, room);
    default:
        return crypt_is_rsa(key->id) ? fail_with(NTE_BAD_TYPE)
                                     : get_cipher_parameter(key, what, buffer, room);
    }
}

/* Another key in bcrypt, with the message to begin anew. */
static BOOL start_again(struct crypt_key *key)
{
    if (key->key)
        BCryptDestroyKey(key->key);
    key->key = NULL;
    key->running = FALSE;
    return TRUE;
}

static BOOL set_salt(struct crypt_key *key, const BYTE *salt, DWORD size)
{
    if (size > sizeof(key->salt))
        return fail_with(NTE_BAD_DATA);
    memcpy(key->salt, salt, size);
    key->salt_size = size;
    return start_again(key);
}

static BOOL set_mode(struct crypt_key *key, DWORD mode)
{
    if (mode != CRYPT_MODE_CBC && mode != CRYPT_MODE_ECB && mode != CRYPT_MODE_CFB)
        return fail_with(NTE_BAD_DATA);
    key->mode = mode;
    return start_again(key);
}

static BOOL set_iv(struct crypt_key *key, const BYTE *iv)
{
    memcpy(key->iv, iv, key->algorithm->block);
    key->running = FALSE;
    return TRUE;
}

BOOL WINAPI CryptSetKeyParam(HCRYPTKEY handle, DWORD what, const BYTE *value, DWORD flags)
{
    struct crypt_key *key = crypt_key(handle);
    DWORD number;

    if (!key || !value)
        return key ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    if (crypt_is_rsa(key->id) && what != KP_PERMISSIONS)
        return fail_with(NTE_BAD_TYPE);
    memcpy(&number, value, what == KP_SALT ? 0 : sizeof(number));
    switch (what) {
    case KP_IV:
        return key->algorithm->block > 1 ? set_iv(key, value) : fail_with(NTE_BAD_TYPE);
    case KP_MODE:
        return set_mode(key, number);
    case KP_MODE_BITS:
        return number == 8 ? TRUE : fail_with(NTE_BAD_DATA);
    case KP_PADDING:
        return number == PKCS5_PADDING ? TRUE : fail_with(NTE_BAD_DATA);
    case KP_SALT:
        return set_salt(key, value, 11);
    case KP_SALT_EX:
        return set_salt(key, ((const CRYPT_DATA_BLOB *)value)->pbData,
                        ((const CRYPT_DATA_BLOB *)value)->cbData);
    case KP_EFFECTIVE_KEYLEN:
        if (key->id != CALG_RC2)
            return fail_with(NTE_BAD_TYPE);
        key->effective = number;
        return start_again(key);
    case KP_PERMISSIONS:
        key->permissions = number & (key->permissions & CRYPT_EXPORT ? ~0u : ~(DWORD)CRYPT_EXPORT);
        return TRUE;
    default:
        return fail_with(NTE_BAD_TYPE);
    }
}
