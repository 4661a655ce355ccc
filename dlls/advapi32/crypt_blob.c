/* wincrypt.h: keys as blobs. */
#include "crypt.h"

BOOL crypt_rsa_import(struct crypt_key *key, BOOL secret, const BYTE *blob, DWORD size)
{
    return crypt_result(BCryptImportKeyPair(BCRYPT_RSA_ALG_HANDLE, NULL,
                                            secret ? LEGACY_RSAPRIVATE_BLOB : LEGACY_RSAPUBLIC_BLOB,
                                            &key->key, (BYTE *)blob, size, 0));
}

BYTE *crypt_rsa_export(const struct crypt_key *key, BOOL secret, DWORD *size)
{
    const WCHAR *type = secret ? LEGACY_RSAPRIVATE_BLOB : LEGACY_RSAPUBLIC_BLOB;
    BYTE *blob = NULL;

    if (BCryptExportKey(key->key, NULL, type, NULL, 0, size, 0) >= 0)
        blob = HeapAlloc(GetProcessHeap(), 0, *size);
    if (!blob || BCryptExportKey(key->key, NULL, type, blob, *size, size, 0) < 0) {
        HeapFree(GetProcessHeap(), 0, blob);
        fail_with(NTE_BAD_KEY);
        return NULL;
    }
    ((BLOBHEADER *)blob)->aiKeyAlg = key->id;
    return blob;
}

DWORD crypt_rsa_bits(const struct crypt_key *key)
{
    DWORD bits = 0, size;

    BCryptGetProperty(key->key, BCRYPT_KEY_LENGTH, (BYTE *)&bits, sizeof(bits), &size, 0);
    return bits;
}

/* An RSA key with a secret becomes the provider's own. */
static BOOL import_rsa(struct crypt_provider *provider, const BYTE *blob, DWORD size, BOOL secret,
                       DWORD flags, struct crypt_key **result)
{
    ALG_ID id = ((const BLOBHEADER *)blob)->aiKeyAlg;
    int slot = id == CALG_RSA_SIGN ? SLOT_SIGNATURE : SLOT_EXCHANGE;
    struct crypt_key *key, *old = provider->slots[slot];

    if (!crypt_is_rsa(id))
        return fail_with(NTE_BAD_ALGID);
    key = crypt_key_make(provider, crypt_algorithm(id), id);
    if (!key)
        return FALSE;
    if (!crypt_rsa_import(key, secret, blob, size)) {
        crypt_key_release(key);
        return FALSE;
    }
    if (!secret || flags & CRYPT_EXPORTABLE)
        key->permissions |= CRYPT_EXPORT;
    *result = key;
    if (!secret)
        return TRUE;
    provider->slots[slot] = key;
    if (!container_save(provider, slot)) {
        provider->slots[slot] = old;
        crypt_key_release(key);
        return FALSE;
    }
    if (old)
        crypt_key_release(old);
    InterlockedIncrement(&key->references);
    return TRUE;
}

static BOOL make_symmetric(struct crypt_provider *provider, ALG_ID id, const BYTE *bytes,
                           DWORD size, DWORD flags, struct crypt_key **result)
{
    const struct crypt_algorithm *algorithm = crypt_algorithm(id);
    struct crypt_key *key;

    if (!algorithm || GET_ALG_CLASS(id) != ALG_CLASS_DATA_ENCRYPT ||
        !(algorithm->types & 1u << provider->type))
        return fail_with(NTE_BAD_ALGID);
    if (!size || (size > 32 && !(flags & CRYPT_IPSEC_HMAC_KEY)))
        return fail_with(NTE_BAD_DATA);
    if (algorithm->block == 16 && size * 8 != algorithm->size)
        return fail_with(NTE_BAD_DATA);
    key = crypt_key_make(provider, algorithm, id);
    if (!key)
        return FALSE;
    if (!crypt_key_set_bytes(key, bytes, size)) {
        crypt_key_release(key);
        return FALSE;
    }
    if (flags & CRYPT_EXPORTABLE)
        key->permissions |= CRYPT_EXPORT;
    if (algorithm->min == 40 && size == 5 && provider->weak && !(flags & CRYPT_NO_SALT))
        key->salt_size = 11;
    *result = key;
    return TRUE;
}

static BOOL import_plain(struct crypt_provider *provider, const BYTE *blob, DWORD size, DWORD flags,
                         struct crypt_key **result)
{
    const DWORD *count = (const DWORD *)(blob + sizeof(BLOBHEADER));
    const DWORD head = sizeof(BLOBHEADER) + sizeof(DWORD);

    if (size < head || *count > size - head)
        return fail_with(NTE_BAD_DATA);
    return make_symmetric(provider, ((const BLOBHEADER *)blob)->aiKeyAlg, blob + head, *count,
                          flags, result);
}

/* The key in a block of RSA encryption, written the wrong way round. */
static BOOL import_simple(struct crypt_provider *provider, const BYTE *blob, DWORD size,
                          struct crypt_key *with, DWORD flags, struct crypt_key **result)
{
    const DWORD head = sizeof(BLOBHEADER) + sizeof(ALG_ID);
    BYTE data[2048];
    DWORD count;
    BOOL done;

    if (!with)
        with = provider->slots[SLOT_EXCHANGE];
    if (!with || !crypt_is_rsa(with->id))
        return fail_with(NTE_NO_KEY);
    count = crypt_rsa_bits(with) / 8;
    if (size < head + count)
        return fail_with(NTE_BAD_DATA);
    memcpy(data, blob + head, count);
    crypt_reverse(data, count);
    if (!crypt_result(BCryptDecrypt(with->key, data, count, NULL, NULL, 0, data, sizeof(data),
                                    &count, BCRYPT_PAD_PKCS1)))
        return FALSE;
    done =
        make_symmetric(provider, ((const BLOBHEADER *)blob)->aiKeyAlg, data, count, flags, result);
    SecureZeroMemory(data, sizeof(data));
    return done;
}

/* All but the header may be encrypted with another key. */
static BOOL import_private(struct crypt_provider *provider, const BYTE *blob, DWORD size,
                           HCRYPTKEY with, DWORD flags, struct crypt_key **result)
{
    DWORD count = size - sizeof(BLOBHEADER);
    BYTE *plain;
    BOOL done;

    if (!with)
        return import_rsa(provider, blob, size, TRUE, flags, result);
    plain = HeapAlloc(GetProcessHeap(), 0, size);
    if (!plain)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    memcpy(plain, blob, size);
    done = CryptDecrypt(with, 0, TRUE, 0, plain + sizeof(BLOBHEADER), &count) &&
           import_rsa(provider, plain, sizeof(BLOBHEADER) + count, TRUE, flags, result);
    SecureZeroMemory(plain, size);
    HeapFree(GetProcessHeap(), 0, plain);
    return done;
}

BOOL WINAPI CryptImportKey(HCRYPTPROV handle, const BYTE *blob, DWORD size, HCRYPTKEY with,
                           DWORD flags, HCRYPTKEY *result)
{
    struct crypt_provider *provider = crypt_provider(handle);
    const BLOBHEADER *header = (const BLOBHEADER *)blob;
    struct crypt_key *other = with ? crypt_key(with) : NULL, *key = NULL;
    BOOL done;

    if (!provider || (with && !other))
        return FALSE;
    if (!blob || !result)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (size < sizeof(*header) || header->bVersion != CUR_BLOB_VERSION || header->reserved)
        return fail_with(NTE_BAD_DATA);
    switch (header->bType) {
    case PUBLICKEYBLOB:
        done = import_rsa(provider, blob, size, FALSE, flags, &key);
        break;
    case PRIVATEKEYBLOB:
        done = import_private(provider, blob, size, with, flags, &key);
        break;
    case PLAINTEXTKEYBLOB:
        done = import_plain(provider, blob, size, flags, &key);
        break;
    case SIMPLEBLOB:
        done = import_simple(provider, blob, size, other, flags, &key);
        break;
    default:
        return fail_with(NTE_BAD_TYPE);
    }
    if (done)
        *result = (HCRYPTKEY)key;
    return done;
}

static BOOL export_rsa(struct crypt_key *key, BOOL secret, HCRYPTKEY with, BYTE *buffer,
                       DWORD *room)
{
    DWORD size, count, total;
    BYTE *blob = crypt_rsa_export(key, secret, &size), *larger;
    BOOL done;

    if (!blob)
        return FALSE;
    if (!with) {
        done = crypt_give(blob, size, buffer, room);
        SecureZeroMemory(blob, size);
        HeapFree(GetProcessHeap(), 0, blob);
        return done;
    }
    total = size + 16;
    count = size - sizeof(BLOBHEADER);
    larger = HeapReAlloc(GetProcessHeap(), 0, blob, total);
    if (!larger) {
        HeapFree(GetProcessHeap(), 0, blob);
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    }
    done = CryptEncrypt(with, 0, TRUE, 0, larger + sizeof(BLOBHEADER), &count,
                        total - sizeof(BLOBHEADER)) &&
           crypt_give(larger, sizeof(BLOBHEADER) + count, buffer, room);
    SecureZeroMemory(larger, total);
    HeapFree(GetProcessHeap(), 0, larger);
    return done;
}

static BOOL export_plain(const struct crypt_key *key, BYTE *buffer, DWORD *room)
{
    BLOBHEADER header = {PLAINTEXTKEYBLOB, CUR_BLOB_VERSION, 0, key->id};
    DWORD needed = sizeof(header) + sizeof(DWORD) + key->size, had = *room;

    *room = needed;
    if (!buffer)
        return TRUE;
    if (had < needed)
        return fail_with(ERROR_MORE_DATA);
    memcpy(buffer, &header, sizeof(header));
    memcpy(buffer + sizeof(header), &key->size, sizeof(DWORD));
    memcpy(buffer + sizeof(header) + sizeof(DWORD), key->bytes, key->size);
    return TRUE;
}

static BOOL export_simple(const struct crypt_key *key, const struct crypt_key *with, BYTE *buffer,
                          DWORD *room)
{
    BLOBHEADER header = {SIMPLEBLOB, CUR_BLOB_VERSION, 0, key->id};
    const ALG_ID method = CALG_RSA_KEYX;
    DWORD count = crypt_rsa_bits(with) / 8, had = *room;
    BYTE *at = buffer + sizeof(header) + sizeof(method);

    *room = sizeof(header) + sizeof(method) + count;
    if (!buffer)
        return TRUE;
    if (had < *room)
        return fail_with(ERROR_MORE_DATA);
    if (!crypt_result(BCryptEncrypt(with->key, key->bytes, key->size, NULL, NULL, 0, at, count,
                                    &count, BCRYPT_PAD_PKCS1)))
        return FALSE;
    crypt_reverse(at, count);
    memcpy(buffer, &header, sizeof(header));
    memcpy(buffer + sizeof(header), &method, sizeof(method));
    return TRUE;
}

BOOL WINAPI CryptExportKey(HCRYPTKEY handle, HCRYPTKEY with, DWORD type, DWORD flags, BYTE *buffer,
                           DWORD *room)
{
    struct crypt_key *key = crypt_key(handle), *other = with ? crypt_key(with) : NULL;

    if (!key || (with && !other))
        return FALSE;
    if (!room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (type != PUBLICKEYBLOB && !(key->permissions & CRYPT_EXPORT))
        return fail_with(NTE_BAD_KEY_STATE);
    switch (type) {
    case PUBLICKEYBLOB:
    case PRIVATEKEYBLOB:
        if (!crypt_is_rsa(key->id))
            return fail_with(NTE_BAD_KEY);
        return export_rsa(key, type == PRIVATEKEYBLOB, type == PRIVATEKEYBLOB ? with : 0, buffer,
                          room);
    case PLAINTEXTKEYBLOB:
        return key->bytes ? export_plain(key, buffer, room) : fail_with(NTE_BAD_KEY);
    case SIMPLEBLOB:
        if (!key->bytes || !other || !crypt_is_rsa(other->id))
            return fail_with(other ? NTE_BAD_KEY : NTE_NO_KEY);
        return export_simple(key, other, buffer, room);
    default:
        return fail_with(NTE_BAD_TYPE);
    }
}
