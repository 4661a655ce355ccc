/* The signatures of messages: over the content, or over attributes that have its digest. */
#include "message.h"
#include "signature.h"

#define OID_MESSAGE_DIGEST "1.2.840.113549.1.9.4"

static struct der hashed_content(const struct message *message)
{
    return message->detached ? der_of(message->detached, message->detached_size) : message->hashed;
}

DWORD message_hash(const struct message *message, const CRYPT_ALGORITHM_IDENTIFIER *algorithm,
                   BYTE hash[64])
{
    const WCHAR *name = hash_name_of(algorithm->pszObjId);
    struct der content = hashed_content(message);
    DWORD size = name ? hash_size_of(name) : 0;

    if (!size)
        return fail_with(CRYPT_E_UNKNOWN_ALGO);
    return hash_bytes(name, content.at, (DWORD)der_left(&content), hash, size) ? size : 0;
}

static BOOL has_digest(const CRYPT_ATTRIBUTES *attributes, const BYTE *hash, DWORD size)
{
    for (DWORD i = 0; i < attributes->cAttr; i++) {
        const CRYPT_ATTRIBUTE *attribute = &attributes->rgAttr[i];
        struct der der, value;

        if (lstrcmpA(attribute->pszObjId, OID_MESSAGE_DIGEST) || attribute->cValue != 1)
            continue;
        der = der_of(attribute->rgValue[0].pbData, attribute->rgValue[0].cbData);
        return der_take(&der, DER_OCTET_STRING, &value) && der_left(&value) == size &&
               !memcmp(value.at, hash, size);
    }
    return FALSE;
}

/* The attributes are signed as the SET that they are, not under the tag that they stand with. */
static BOOL verify_attributes(const struct signer *signer, const CERT_PUBLIC_KEY_INFO *key)
{
    DWORD size = (DWORD)der_left(&signer->attributes);
    BYTE *set = HeapAlloc(GetProcessHeap(), 0, size);
    BOOL good;

    if (!set)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    memcpy(set, signer->attributes.at, size);
    set[0] = DER_SET;
    good = verify_data(set, size, signer->info.HashAlgorithm.pszObjId,
                       &signer->info.HashEncryptionAlgorithm, &signer->info.EncryptedHash, key);
    HeapFree(GetProcessHeap(), 0, set);
    return good;
}

static BOOL verify(const struct message *message, const struct signer *signer,
                   const CERT_PUBLIC_KEY_INFO *key)
{
    struct der content = hashed_content(message);
    BYTE hash[64];
    DWORD size;

    if (!der_left(&signer->attributes))
        return verify_data(content.at, (DWORD)der_left(&content),
                           signer->info.HashAlgorithm.pszObjId,
                           &signer->info.HashEncryptionAlgorithm, &signer->info.EncryptedHash, key);
    size = message_hash(message, &signer->info.HashAlgorithm, hash);
    if (!size)
        return FALSE;
    if (!has_digest(&signer->info.AuthAttrs, hash, size))
        return fail_with(CRYPT_E_HASH_VALUE);
    return verify_attributes(signer, key);
}

BOOL message_verify(const struct message *message, DWORD index, const CERT_PUBLIC_KEY_INFO *key)
{
    struct der whole, at;
    struct block block = {0};
    struct signer signer;
    BOOL good;
    DWORD error;

    if (!message_element(message->signers, index, &whole))
        return fail_with(CRYPT_E_INVALID_INDEX);
    at = whole;
    if (!decode_signer(&at, &block, NULL))
        return fail_with(CRYPT_E_ASN1_BADTAG);
    block = (struct block){HeapAlloc(GetProcessHeap(), 0, block.used + 1), block.used, 0};
    if (!block.base)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    at = whole;
    decode_signer(&at, &block, &signer);
    good = verify(message, &signer, key);
    error = GetLastError();
    HeapFree(GetProcessHeap(), 0, block.base);
    SetLastError(error);
    return good;
}
