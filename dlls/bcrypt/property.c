/* bcrypt.h: properties of algorithms, hashes and keys. */
#include "objects.h"

NTSTATUS give(const void *value, ULONG size, PUCHAR buffer, ULONG room, ULONG *needed)
{
    *needed = size;
    if (!buffer)
        return STATUS_SUCCESS;
    if (room < size)
        return STATUS_BUFFER_TOO_SMALL;
    memcpy(buffer, value, size);
    return STATUS_SUCCESS;
}

static NTSTATUS give_number(DWORD value, PUCHAR buffer, ULONG room, ULONG *needed)
{
    return give(&value, sizeof(value), buffer, room, needed);
}

static NTSTATUS give_text(const WCHAR *text, PUCHAR buffer, ULONG room, ULONG *needed)
{
    return give(text, (ULONG)(lstrlenW(text) + 1) * sizeof(WCHAR), buffer, room, needed);
}

static BOOL is(LPCWSTR property, const WCHAR *name)
{
    return !lstrcmpW(property, name);
}

static NTSTATUS hash_property(const struct algorithm_kind *kind, LPCWSTR property, PUCHAR buffer,
                              ULONG room, ULONG *needed)
{
    if (is(property, BCRYPT_HASH_LENGTH))
        return give_number(kind->size, buffer, room, needed);
    if (is(property, BCRYPT_HASH_BLOCK_LENGTH))
        return give_number(kind->block_size, buffer, room, needed);
    if (is(property, BCRYPT_OBJECT_LENGTH))
        return give_number(sizeof(struct hash), buffer, room, needed);
    return STATUS_NOT_SUPPORTED;
}

/* The lengths that a key of the algorithm may have. */
static NTSTATUS key_lengths(const struct algorithm_kind *kind, PUCHAR buffer, ULONG room,
                            ULONG *needed)
{
    BCRYPT_KEY_LENGTHS_STRUCT lengths = {kind->key_min, kind->key_max, kind->key_step};

    return give(&lengths, sizeof(lengths), buffer, room, needed);
}

static NTSTATUS tag_lengths(enum chaining chaining, PUCHAR buffer, ULONG room, ULONG *needed)
{
    BCRYPT_AUTH_TAG_LENGTHS_STRUCT lengths = {12, 16, 1};

    if (chaining == CHAIN_CCM)
        lengths = (BCRYPT_AUTH_TAG_LENGTHS_STRUCT){4, 16, 2};
    else if (chaining != CHAIN_GCM)
        return STATUS_NOT_SUPPORTED;
    return give(&lengths, sizeof(lengths), buffer, room, needed);
}

static NTSTATUS cipher_kind_property(const struct algorithm_kind *kind, enum chaining chaining,
                                     LPCWSTR property, PUCHAR buffer, ULONG room, ULONG *needed)
{
    if (is(property, BCRYPT_BLOCK_LENGTH))
        return give_number(kind->block_size, buffer, room, needed);
    if (is(property, BCRYPT_OBJECT_LENGTH))
        return give_number(sizeof(struct key), buffer, room, needed);
    if (is(property, BCRYPT_CHAINING_MODE))
        return give_text(kind->block_size > 1 ? chaining_names[chaining] : BCRYPT_CHAIN_MODE_NA,
                         buffer, room, needed);
    if (is(property, BCRYPT_KEY_LENGTHS))
        return key_lengths(kind, buffer, room, needed);
    if (is(property, BCRYPT_AUTH_TAG_LENGTH))
        return tag_lengths(chaining, buffer, room, needed);
    return STATUS_NOT_SUPPORTED;
}

static NTSTATUS algorithm_property(const struct algorithm *algorithm, LPCWSTR property,
                                   PUCHAR buffer, ULONG room, ULONG *needed)
{
    const struct algorithm_kind *kind = algorithm->kind;

    if (is(property, BCRYPT_ALGORITHM_NAME))
        return give_text(kind->name, buffer, room, needed);
    if (is(property, BCRYPT_PROVIDER_HANDLE))
        return STATUS_NOT_SUPPORTED;
    if (kind->kind == KIND_HASH)
        return hash_property(kind, property, buffer, room, needed);
    if (kind->kind == KIND_CIPHER)
        return cipher_kind_property(kind, algorithm->chaining, property, buffer, room, needed);
    if (is(property, BCRYPT_KEY_LENGTHS) && kind->key_max)
        return key_lengths(kind, buffer, room, needed);
    if (is(property, BCRYPT_PADDING_SCHEMES) && kind->kind == KIND_RSA)
        return give_number(BCRYPT_SUPPORTED_PAD_ROUTER | BCRYPT_SUPPORTED_PAD_PKCS1_ENC |
                               BCRYPT_SUPPORTED_PAD_PKCS1_SIG | BCRYPT_SUPPORTED_PAD_OAEP |
                               BCRYPT_SUPPORTED_PAD_PSS,
                           buffer, room, needed);
    return STATUS_NOT_SUPPORTED;
}

static ULONG key_bits(const struct key *key)
{
    if (key->kind->kind == KIND_CIPHER)
        return key->cipher.size * 8;
    if (key->kind->kind == KIND_RSA)
        return key->rsa.bits;
    return key->ecc.curve ? key->ecc.curve->size : 0;
}

static NTSTATUS key_property(const struct key *key, LPCWSTR property, PUCHAR buffer, ULONG room,
                             ULONG *needed)
{
    ULONG bits = key_bits(key);

    if (is(property, BCRYPT_ALGORITHM_NAME))
        return give_text(key->kind->name, buffer, room, needed);
    if (is(property, BCRYPT_KEY_LENGTH) || is(property, BCRYPT_KEY_STRENGTH))
        return give_number(bits, buffer, room, needed);
    if (key->kind->kind == KIND_CIPHER)
        return cipher_kind_property(key->kind, key->cipher.chaining, property, buffer, room,
                                    needed);
    if (is(property, BCRYPT_SIGNATURE_LENGTH) && key->kind->kind != KIND_ECDH)
        return give_number((bits + 7) / 8 * (key->kind->kind == KIND_ECDSA ? 2 : 1), buffer, room,
                           needed);
    if (is(property, BCRYPT_BLOCK_LENGTH) && key->kind->kind == KIND_RSA)
        return give_number((bits + 7) / 8, buffer, room, needed);
    return STATUS_NOT_SUPPORTED;
}

NTSTATUS WINAPI BCryptGetProperty(BCRYPT_HANDLE object, LPCWSTR property, PUCHAR buffer, ULONG room,
                                  ULONG *needed, ULONG flags)
{
    struct algorithm algorithm;

    if (!property || !needed)
        return STATUS_INVALID_PARAMETER;
    if (get_algorithm(object, &algorithm))
        return algorithm_property(&algorithm, property, buffer, room, needed);
    if (get_hash(object)) {
        if (is(property, BCRYPT_ALGORITHM_NAME))
            return give_text(get_hash(object)->kind->name, buffer, room, needed);
        return hash_property(get_hash(object)->kind, property, buffer, room, needed);
    }
    if (get_key(object))
        return key_property(get_key(object), property, buffer, room, needed);
    return STATUS_INVALID_HANDLE;
}

NTSTATUS WINAPI BCryptSetProperty(BCRYPT_HANDLE object, LPCWSTR property, PUCHAR value, ULONG size,
                                  ULONG flags)
{
    struct algorithm algorithm, *real = object;

    if (!property || !value)
        return STATUS_INVALID_PARAMETER;
    if (get_key(object))
        return is(property, BCRYPT_CHAINING_MODE)
                   ? cipher_set_chaining(get_key(object), (const WCHAR *)value)
                   : STATUS_NOT_SUPPORTED;
    if (!get_algorithm(object, &algorithm) || (ULONG_PTR)object < 0x1000)
        return STATUS_INVALID_HANDLE;
    if (!is(property, BCRYPT_CHAINING_MODE) || algorithm.kind->kind != KIND_CIPHER)
        return STATUS_NOT_SUPPORTED;
    for (unsigned i = 0; i < CHAIN_COUNT; i++) {
        if (is((const WCHAR *)value, chaining_names[i])) {
            if (i >= CHAIN_CCM && algorithm.kind->block_size != 16)
                break;
            real->chaining = (enum chaining)i;
            return STATUS_SUCCESS;
        }
    }
    return STATUS_NOT_SUPPORTED;
}
