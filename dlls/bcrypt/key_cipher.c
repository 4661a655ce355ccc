/* bcrypt.h: symmetric keys, in chained and in authenticated modes. */
#include "objects.h"

static const int modes[CHAIN_COUNT] = {
    [CHAIN_CBC] = GCRY_CIPHER_MODE_CBC,  [CHAIN_ECB] = GCRY_CIPHER_MODE_ECB,
    [CHAIN_CFB] = GCRY_CIPHER_MODE_CFB8, [CHAIN_CCM] = GCRY_CIPHER_MODE_CCM,
    [CHAIN_GCM] = GCRY_CIPHER_MODE_GCM,
};

static int library_cipher(const struct key *key)
{
    if (key->kind->library == GCRY_CIPHER_RFC2268_128 && key->cipher.size == 5)
        return GCRY_CIPHER_RFC2268_40;
    if (key->kind->library != GCRY_CIPHER_AES)
        return key->kind->library;
    return key->cipher.size == 16   ? GCRY_CIPHER_AES128
           : key->cipher.size == 24 ? GCRY_CIPHER_AES192
                                    : GCRY_CIPHER_AES256;
}

static NTSTATUS open_cipher(struct key *key)
{
    BOOL stream = key->kind->block_size == 1;
    ULONG size = key->cipher.size;
    gcry_error_t error;

    library_start();
    gcry_cipher_close(key->cipher.handle);
    key->cipher.handle = NULL;
    error = gcry_cipher_open(&key->cipher.handle, library_cipher(key),
                             stream ? GCRY_CIPHER_MODE_STREAM : modes[key->cipher.chaining], 0);
    if (key->kind->library == GCRY_CIPHER_3DES && size == 16) {
        memcpy(key->cipher.bytes + 16, key->cipher.bytes, 8); /* the first key is the third too */
        size = 24;
    }
    if (!error)
        error = gcry_cipher_setkey(key->cipher.handle, key->cipher.bytes, size);
    if (gcry_err_code(error) == GPG_ERR_WEAK_KEY)
        error = 0;
    return status_of(error);
}

NTSTATUS cipher_set_chaining(struct key *key, const WCHAR *name)
{
    if (key->kind->kind != KIND_CIPHER)
        return STATUS_NOT_SUPPORTED;
    for (unsigned i = 0; i < CHAIN_COUNT; i++) {
        if (lstrcmpW(name, chaining_names[i]) != 0 ||
            (i >= CHAIN_CCM && key->kind->block_size != 16))
            continue;
        key->cipher.chaining = (enum chaining)i;
        return open_cipher(key);
    }
    return STATUS_NOT_SUPPORTED;
}

/* A longer secret is cut, as Windows does. */
NTSTATUS cipher_make(const struct algorithm *algorithm, const BYTE *secret, ULONG size,
                     struct key **result)
{
    const struct algorithm_kind *kind = algorithm->kind;
    ULONG bits = min(size * 8, kind->key_max);
    struct key *key;
    NTSTATUS status;

    if (bits < kind->key_min || (kind->key_step && (bits - kind->key_min) % kind->key_step))
        return STATUS_INVALID_PARAMETER;
    key = key_make(kind);
    if (!key)
        return STATUS_NO_MEMORY;
    key->cipher.chaining = algorithm->chaining;
    key->cipher.size = bits / 8;
    memcpy(key->cipher.bytes, secret, key->cipher.size);
    status = open_cipher(key);
    if (status < 0)
        BCryptDestroyKey(key);
    else
        *result = key;
    return status;
}

static gcry_error_t
start_authenticated(struct key *key, const BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO *info, ULONG size)
{
    gcry_cipher_hd_t handle = key->cipher.handle;
    gcry_error_t error;

    gcry_cipher_reset(handle);
    error = gcry_cipher_setiv(handle, info->pbNonce, info->cbNonce);
    if (!error && key->cipher.chaining == CHAIN_CCM) {
        uint64_t lengths[3] = {size, info->cbAuthData, info->cbTag};

        error = gcry_cipher_ctl(handle, GCRYCTL_SET_CCM_LENGTHS, lengths, sizeof(lengths));
    }
    if (!error && info->cbAuthData)
        error = gcry_cipher_authenticate(handle, info->pbAuthData, info->cbAuthData);
    return error;
}

static NTSTATUS authenticated(struct key *key, BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO *info,
                              const BYTE *input, ULONG size, BYTE *output, BOOL encrypt)
{
    gcry_cipher_hd_t handle = key->cipher.handle;
    BOOL more = (info->dwFlags & BCRYPT_AUTH_MODE_CHAIN_CALLS_FLAG) != 0;
    gcry_error_t error = key->cipher.running ? 0 : start_authenticated(key, info, size);

    key->cipher.running = more && !error;
    if (more && !error && size)
        return status_of(encrypt ? gcry_cipher_encrypt(handle, output, size, input, size)
                                 : gcry_cipher_decrypt(handle, output, size, input, size));
    if (more)
        return status_of(error);
    if (!error && size)
        error = encrypt ? gcry_cipher_encrypt(handle, output, size, input, size)
                        : gcry_cipher_decrypt(handle, output, size, input, size);
    else if (!error)
        error = gcry_cipher_final(handle);
    if (!error && !size)
        error = encrypt ? gcry_cipher_encrypt(handle, NULL, 0, NULL, 0)
                        : gcry_cipher_decrypt(handle, NULL, 0, NULL, 0);
    if (!error)
        error = encrypt ? gcry_cipher_gettag(handle, info->pbTag, info->cbTag)
                        : gcry_cipher_checktag(handle, info->pbTag, info->cbTag);
    if (error && !encrypt && size)
        SecureZeroMemory(output, size);
    return status_of(error);
}

static BOOL good_info(const struct key *key, const BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO *info)
{
    BOOL ccm = key->cipher.chaining == CHAIN_CCM;

    return info && info->cbSize == sizeof(*info) && info->dwInfoVersion == 1 && info->pbNonce &&
           info->pbTag && info->cbTag >= (ccm ? 4 : 12) && info->cbTag <= 16 &&
           (ccm ? info->cbNonce >= 7 && info->cbNonce <= 13 : info->cbNonce == 12);
}

/* A message in pieces: with GCM, all but the last of whole blocks. The state is the key's own. */
static BOOL can_chain(const struct key *key, const BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO *info,
                      ULONG size)
{
    if (!(info->dwFlags & BCRYPT_AUTH_MODE_CHAIN_CALLS_FLAG))
        return TRUE;
    return key->cipher.chaining == CHAIN_GCM && size % key->kind->block_size == 0;
}

/* The last block of ciphertext is the next initialisation vector. */
static NTSTATUS chained(struct key *key, BYTE *iv, ULONG iv_size, const BYTE *input, ULONG size,
                        BYTE *output, BOOL encrypt)
{
    ULONG block = key->kind->block_size;
    BOOL has_iv = block > 1 && key->cipher.chaining != CHAIN_ECB;
    BYTE next[16];
    gcry_error_t error = 0;

    if (has_iv && ((iv && iv_size < block) || (!iv && iv_size)))
        return STATUS_INVALID_PARAMETER;
    if (block > 1)
        gcry_cipher_reset(key->cipher.handle);
    if (has_iv && iv)
        error = gcry_cipher_setiv(key->cipher.handle, iv, block);
    if (!encrypt && size >= block)
        memcpy(next, input + size - block, min(block, sizeof(next)));
    if (!error && size)
        error =
            encrypt
                ? gcry_cipher_encrypt(key->cipher.handle, output, size,
                                      input == output ? NULL : input, input == output ? 0 : size)
                : gcry_cipher_decrypt(key->cipher.handle, output, size,
                                      input == output ? NULL : input, input == output ? 0 : size);
    if (!error && has_iv && iv && size >= block)
        memcpy(iv, encrypt ? output + size - block : next, block);
    return status_of(error);
}

static NTSTATUS encrypt_padded(struct key *key, BYTE *iv, ULONG iv_size, const BYTE *input,
                               ULONG size, BYTE *output, ULONG padded)
{
    memmove(output, input, size);
    memset(output + size, (int)(padded - size), padded - size);
    return chained(key, iv, iv_size, output, padded, output, TRUE);
}

NTSTATUS cipher_encrypt(struct key *key, const BYTE *input, ULONG size, void *padding, BYTE *iv,
                        ULONG iv_size, BYTE *output, ULONG room, ULONG *done, ULONG flags)
{
    ULONG block = key->kind->block_size, padded = size;
    BOOL pad = (flags & BCRYPT_BLOCK_PADDING) != 0;
    NTSTATUS status;

    if (pad && block > 1)
        padded = size + block - size % block;
    *done = padded;
    if (key->cipher.chaining >= CHAIN_CCM) {
        if (!good_info(key, padding) || pad)
            return STATUS_INVALID_PARAMETER;
        if (!can_chain(key, padding, size))
            return STATUS_NOT_SUPPORTED;
    } else if (key->cipher.chaining != CHAIN_CFB && padded % block) {
        return STATUS_INVALID_BUFFER_SIZE;
    }
    if (!output)
        return STATUS_SUCCESS;
    if (room < padded)
        return STATUS_BUFFER_TOO_SMALL;
    AcquireSRWLockExclusive(&key->cipher.lock);
    if (key->cipher.chaining >= CHAIN_CCM)
        status = authenticated(key, padding, input, size, output, TRUE);
    else if (pad)
        status = encrypt_padded(key, iv, iv_size, input, size, output, padded);
    else
        status = chained(key, iv, iv_size, input, size, output, TRUE);
    ReleaseSRWLockExclusive(&key->cipher.lock);
    return status;
}

static NTSTATUS take_padding(const BYTE *output, ULONG block, ULONG *done)
{
    BYTE count = *done ? output[*done - 1] : 0;

    if (!count || count > block || count > *done)
        return STATUS_UNSUCCESSFUL;
    for (ULONG i = *done - count; i < *done; i++) {
        if (output[i] != count)
            return STATUS_UNSUCCESSFUL;
    }
    *done -= count;
    return STATUS_SUCCESS;
}

NTSTATUS cipher_decrypt(struct key *key, const BYTE *input, ULONG size, void *padding, BYTE *iv,
                        ULONG iv_size, BYTE *output, ULONG room, ULONG *done, ULONG flags)
{
    BOOL pad = (flags & BCRYPT_BLOCK_PADDING) != 0;
    NTSTATUS status;

    *done = size;
    if (key->cipher.chaining >= CHAIN_CCM) {
        if (!good_info(key, padding) || pad)
            return STATUS_INVALID_PARAMETER;
        if (!can_chain(key, padding, size))
            return STATUS_NOT_SUPPORTED;
    } else if (key->cipher.chaining != CHAIN_CFB && size % key->kind->block_size) {
        return STATUS_INVALID_BUFFER_SIZE;
    }
    if (!output)
        return STATUS_SUCCESS;
    if (room < size)
        return STATUS_BUFFER_TOO_SMALL;
    AcquireSRWLockExclusive(&key->cipher.lock);
    status = key->cipher.chaining >= CHAIN_CCM
                 ? authenticated(key, padding, input, size, output, FALSE)
                 : chained(key, iv, iv_size, input, size, output, FALSE);
    ReleaseSRWLockExclusive(&key->cipher.lock);
    return status >= 0 && pad ? take_padding(output, key->kind->block_size, done) : status;
}

NTSTATUS cipher_wrap(const struct key *with, const BYTE *from, ULONG size, BYTE *to, ULONG room,
                     BOOL encrypt)
{
    gcry_cipher_hd_t handle = NULL;
    gcry_error_t error;

    if (!with || with->kind->kind != KIND_CIPHER || with->kind->library != GCRY_CIPHER_AES)
        return STATUS_INVALID_PARAMETER;
    library_start();
    error = gcry_cipher_open(&handle, library_cipher(with), GCRY_CIPHER_MODE_AESWRAP, 0);
    if (!error)
        error = gcry_cipher_setkey(handle, with->cipher.bytes, with->cipher.size);
    if (!error)
        error = encrypt ? gcry_cipher_encrypt(handle, to, room, from, size)
                        : gcry_cipher_decrypt(handle, to, room, from, size);
    gcry_cipher_close(handle);
    return status_of(error);
}
