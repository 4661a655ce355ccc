/* wincrypt.h: properties of certificates, which are set by the program or follow from the encoding,
 * and enhanced key usage. */
#include "property.h"
#include <bcrypt.h>

BOOL give_bytes(const void *value, DWORD size, void *buffer, DWORD *room)
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

BOOL hash_bytes(const WCHAR *algorithm, const void *data, DWORD size, BYTE *result,
                DWORD result_size)
{
    BCRYPT_ALG_HANDLE provider;
    NTSTATUS status = BCryptOpenAlgorithmProvider(&provider, algorithm, NULL, 0);

    if (status >= 0) {
        status = BCryptHash(provider, NULL, 0, (BYTE *)data, size, result, result_size);
        BCryptCloseAlgorithmProvider(provider, 0);
    }
    return nt_result(status);
}

/* Hashes that follow from the encoding; of selects the part that is hashed. */
static const struct {
    DWORD id;
    const WCHAR *algorithm;
    DWORD size;
    enum { OF_ALL, OF_SUBJECT, OF_KEY } of;
} hashes[] = {
    {CERT_SHA1_HASH_PROP_ID, L"SHA1", 20, OF_ALL},
    {CERT_MD5_HASH_PROP_ID, L"MD5", 16, OF_ALL},
    {CERT_SHA256_HASH_PROP_ID, L"SHA256", 32, OF_ALL},
    {CERT_SUBJECT_NAME_MD5_HASH_PROP_ID, L"MD5", 16, OF_SUBJECT},
    {CERT_SUBJECT_PUBLIC_KEY_MD5_HASH_PROP_ID, L"MD5", 16, OF_KEY},
};

static BOOL give_hash(PCCERT_CONTEXT context, unsigned index, void *buffer, DWORD *room)
{
    const CERT_INFO *info = context->pCertInfo;
    const struct {
        const BYTE *data;
        DWORD size;
    } parts[] = {
        [OF_ALL] = {context->pbCertEncoded, context->cbCertEncoded},
        [OF_SUBJECT] = {info->Subject.pbData, info->Subject.cbData},
        [OF_KEY] = {info->SubjectPublicKeyInfo.PublicKey.pbData,
                    info->SubjectPublicKeyInfo.PublicKey.cbData},
    };
    BYTE hash[64];

    return hash_bytes(hashes[index].algorithm, parts[hashes[index].of].data,
                      parts[hashes[index].of].size, hash, hashes[index].size) &&
           give_bytes(hash, hashes[index].size, buffer, room);
}

/* The identifier that the certificate states, or the SHA-1 of its public key (RFC 5280, 4.2.1.2).
 */
static BOOL give_key_identifier(PCCERT_CONTEXT context, void *buffer, DWORD *room)
{
    const CERT_INFO *info = context->pCertInfo;
    const CERT_EXTENSION *extension =
        CertFindExtension(szOID_SUBJECT_KEY_IDENTIFIER, info->cExtension, info->rgExtension);
    struct der der, value;
    BYTE hash[20];

    if (extension) {
        der = der_of(extension->Value.pbData, extension->Value.cbData);
        if (der_take(&der, DER_OCTET_STRING, &value))
            return give_bytes(value.at, (DWORD)der_left(&value), buffer, room);
    }
    return hash_bytes(L"SHA1", info->SubjectPublicKeyInfo.PublicKey.pbData,
                      info->SubjectPublicKeyInfo.PublicKey.cbData, hash, sizeof(hash)) &&
           give_bytes(hash, sizeof(hash), buffer, room);
}

static struct property *find_property(struct certificate *certificate, DWORD id)
{
    struct property *property = certificate->properties;

    while (property && property->id != id)
        property = property->next;
    return property;
}

/* The parts of CERT_KEY_CONTEXT are properties too. */
static DWORD stored_id(DWORD id)
{
    return id == CERT_KEY_PROV_HANDLE_PROP_ID || id == CERT_KEY_SPEC_PROP_ID
               ? CERT_KEY_CONTEXT_PROP_ID
               : id;
}

static BOOL give_property(const struct property *property, DWORD id, void *buffer, DWORD *room)
{
    const CERT_KEY_CONTEXT *key = (const void *)property->data;

    switch (id) {
    case CERT_KEY_PROV_INFO_PROP_ID:
        return property_give_provider(property, buffer, room);
    case CERT_KEY_PROV_HANDLE_PROP_ID:
        return give_bytes(&key->hCryptProv, sizeof(key->hCryptProv), buffer, room);
    case CERT_KEY_SPEC_PROP_ID:
        return give_bytes(&key->dwKeySpec, sizeof(key->dwKeySpec), buffer, room);
    default:
        return give_bytes(property->data, property->size, buffer, room);
    }
}

BOOL WINAPI CertGetCertificateContextProperty(PCCERT_CONTEXT context, DWORD id, void *buffer,
                                              DWORD *room)
{
    struct property *property;
    BOOL result = FALSE;

    if (!context || !room)
        return fail_with(E_INVALIDARG);
    AcquireSRWLockShared(&store_lock);
    property = find_property(certificate_of(context), stored_id(id));
    if (property)
        result = give_property(property, id, buffer, room);
    ReleaseSRWLockShared(&store_lock);
    if (property)
        return result;
    for (unsigned i = 0; i < ARRAYSIZE(hashes); i++) {
        if (hashes[i].id == id)
            return give_hash(context, i, buffer, room);
    }
    if (id == CERT_KEY_IDENTIFIER_PROP_ID)
        return give_key_identifier(context, buffer, room);
    return fail_with(CRYPT_E_NOT_FOUND);
}

static struct property *take_property(struct certificate *certificate, DWORD id)
{
    struct property **link = &certificate->properties, *property;

    while (*link && (*link)->id != id)
        link = &(*link)->next;
    property = *link;
    if (property)
        *link = property->next;
    return property;
}

struct property *property_make(DWORD id, const void *data, DWORD size)
{
    struct property *property =
        HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*property) + size);

    if (!property) {
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    property->id = id;
    property->size = size;
    if (data)
        memcpy(property->data, data, size);
    return property;
}

static void replace(struct certificate *certificate, DWORD id, struct property *property)
{
    struct property *old;

    AcquireSRWLockExclusive(&store_lock);
    old = take_property(certificate, id);
    if (property) {
        property->next = certificate->properties;
        certificate->properties = property;
    }
    ReleaseSRWLockExclusive(&store_lock);
    if (old)
        property_free(old);
}

void property_put(struct certificate *certificate, struct property *property)
{
    replace(certificate, property->id, property);
}

static BOOL is_key_property(DWORD id)
{
    return id == CERT_KEY_PROV_INFO_PROP_ID || id == CERT_KEY_CONTEXT_PROP_ID ||
           id == CERT_KEY_PROV_HANDLE_PROP_ID;
}

BOOL WINAPI CertSetCertificateContextProperty(PCCERT_CONTEXT context, DWORD id, DWORD flags,
                                              const void *data)
{
    const CRYPT_DATA_BLOB *blob = data;
    struct property *property = NULL;

    if (!context || id == CERT_NCRYPT_KEY_HANDLE_PROP_ID)
        return fail_with(context ? ERROR_NOT_SUPPORTED : E_INVALIDARG);
    if (data) {
        property = is_key_property(id) ? property_make_key(id, flags, data)
                                       : property_make(id, blob->pbData, blob->cbData);
        if (!property)
            return FALSE;
    }
    replace(certificate_of(context),
            id == CERT_KEY_PROV_HANDLE_PROP_ID ? CERT_KEY_CONTEXT_PROP_ID : id, property);
    return TRUE;
}

DWORD WINAPI CertEnumCertificateContextProperties(PCCERT_CONTEXT context, DWORD id)
{
    struct property *property;
    DWORD next = 0;

    AcquireSRWLockShared(&store_lock);
    property = certificate_of(context)->properties;
    if (id) {
        property = find_property(certificate_of(context), id);
        property = property ? property->next : NULL;
    }
    if (property)
        next = property->id;
    ReleaseSRWLockShared(&store_lock);
    return next;
}

/* Without the extension every use is good: an empty list and CRYPT_E_NOT_FOUND as last error. */
BOOL WINAPI CertGetEnhancedKeyUsage(PCCERT_CONTEXT context, DWORD flags, PCERT_ENHKEY_USAGE usage,
                                    DWORD *room)
{
    const CERT_EXTENSION *extension;
    struct block block = {(BYTE *)usage, 0, 0};
    DWORD had;

    if (!context || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    had = *room;
    block.room = usage ? had : 0;
    extension = flags & CERT_FIND_PROP_ONLY_ENHKEY_USAGE_FLAG
                    ? NULL
                    : CertFindExtension(szOID_ENHANCED_KEY_USAGE, context->pCertInfo->cExtension,
                                        context->pCertInfo->rgExtension);
    if (extension) {
        if (!decode_structure(X509_ENHANCED_KEY_USAGE, extension->Value.pbData,
                              extension->Value.cbData, &block))
            return FALSE;
    } else {
        CERT_ENHKEY_USAGE *empty = block_take(&block, sizeof(*empty));

        if (empty)
            *empty = (CERT_ENHKEY_USAGE){0};
    }
    *room = (DWORD)block.used;
    if (usage && had < block.used)
        return fail_with(ERROR_MORE_DATA);
    SetLastError(extension ? ERROR_SUCCESS : (DWORD)CRYPT_E_NOT_FOUND);
    return TRUE;
}
