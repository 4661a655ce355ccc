/* wincrypt.h: certificate contexts and what is asked of them. */
#include "property.h"

struct certificate *certificate_of(PCCERT_CONTEXT context)
{
    return (struct certificate *)context;
}

static CERT_INFO *build_info(const BYTE *encoded, DWORD size)
{
    struct der der = der_of(encoded, size);
    struct block block = {0};
    CERT_INFO *info;

    block_take(&block, sizeof(*info));
    if (!decode_certificate(&der, &block, NULL))
        return NULL;
    block.base = HeapAlloc(GetProcessHeap(), 0, block.used);
    block.room = block.used;
    block.used = 0;
    if (!block.base)
        return NULL;
    info = block_take(&block, sizeof(*info));
    der = der_of(encoded, size);
    decode_certificate(&der, &block, info);
    return info;
}

static void destroy(struct certificate *certificate)
{
    while (certificate->properties) {
        struct property *property = certificate->properties;

        certificate->properties = property->next;
        property_free(property);
    }
    if (certificate->context.hCertStore)
        store_unpin(certificate->context.hCertStore);
    HeapFree(GetProcessHeap(), 0, certificate->context.pCertInfo);
    HeapFree(GetProcessHeap(), 0, certificate->context.pbCertEncoded);
    HeapFree(GetProcessHeap(), 0, certificate);
}

struct certificate *certificate_make(DWORD encoding_type, const BYTE *encoded, DWORD size,
                                     struct store *store)
{
    struct der rest = der_of(encoded, size), whole;
    struct certificate *certificate;

    if (!encoded || !der_take_whole(&rest, DER_SEQUENCE, &whole)) {
        fail_with(CRYPT_E_ASN1_BADTAG);
        return NULL;
    }
    size = (DWORD)der_left(&whole);
    certificate = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*certificate));
    if (!certificate) {
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    certificate->references = 1;
    certificate->context.dwCertEncodingType = encoding_type;
    certificate->context.cbCertEncoded = size;
    certificate->context.pbCertEncoded = HeapAlloc(GetProcessHeap(), 0, size);
    if (certificate->context.pbCertEncoded) {
        memcpy(certificate->context.pbCertEncoded, encoded, size);
        certificate->context.pCertInfo = build_info(certificate->context.pbCertEncoded, size);
    }
    if (!certificate->context.pCertInfo) {
        destroy(certificate);
        fail_with(CRYPT_E_ASN1_CORRUPT);
        return NULL;
    }
    certificate->context.hCertStore = store;
    if (store)
        InterlockedIncrement(&store->pins);
    return certificate;
}

PCCERT_CONTEXT WINAPI CertCreateCertificateContext(DWORD encoding_type, const BYTE *encoded,
                                                   DWORD size)
{
    struct certificate *certificate;

    if ((encoding_type & CERT_ENCODING_TYPE_MASK) != X509_ASN_ENCODING) {
        fail_with(E_INVALIDARG);
        return NULL;
    }
    certificate = certificate_make(encoding_type, encoded, size, NULL);
    return certificate ? &certificate->context : NULL;
}

PCCERT_CONTEXT WINAPI CertDuplicateCertificateContext(PCCERT_CONTEXT context)
{
    if (context)
        InterlockedIncrement(&certificate_of(context)->references);
    return context;
}

BOOL WINAPI CertFreeCertificateContext(PCCERT_CONTEXT context)
{
    if (context && !InterlockedDecrement(&certificate_of(context)->references))
        destroy(certificate_of(context));
    return TRUE;
}

LONG WINAPI CertVerifyTimeValidity(LPFILETIME time, PCERT_INFO info)
{
    FILETIME now;

    if (!time) {
        GetSystemTimeAsFileTime(&now);
        time = &now;
    }
    if (CompareFileTime(time, &info->NotBefore) < 0)
        return -1;
    return CompareFileTime(time, &info->NotAfter) > 0;
}

PCERT_EXTENSION WINAPI CertFindExtension(LPCSTR id, DWORD count, CERT_EXTENSION extensions[])
{
    for (DWORD i = 0; id && i < count; i++) {
        if (!strcmp(id, extensions[i].pszObjId))
            return &extensions[i];
    }
    return NULL;
}

BOOL WINAPI CertCompareCertificateName(DWORD encoding_type, PCERT_NAME_BLOB a, PCERT_NAME_BLOB b)
{
    return a->cbData == b->cbData && !memcmp(a->pbData, b->pbData, a->cbData);
}

/* Leading bytes that only extend the sign do not count. */
static DWORD integer_size(const CRYPT_INTEGER_BLOB *number)
{
    DWORD size = number->cbData;

    while (size > 1) {
        BYTE top = number->pbData[size - 1], below = number->pbData[size - 2];

        if ((top != 0 || below & 0x80) && (top != 0xff || !(below & 0x80)))
            break;
        size--;
    }
    return size;
}

BOOL WINAPI CertCompareIntegerBlob(PCRYPT_INTEGER_BLOB a, PCRYPT_INTEGER_BLOB b)
{
    DWORD size = integer_size(a);

    return size == integer_size(b) && !memcmp(a->pbData, b->pbData, size);
}

BOOL WINAPI CertCompareCertificate(DWORD encoding_type, PCERT_INFO a, PCERT_INFO b)
{
    return CertCompareIntegerBlob(&a->SerialNumber, &b->SerialNumber) &&
           CertCompareCertificateName(encoding_type, &a->Issuer, &b->Issuer);
}

BOOL WINAPI CertComparePublicKeyInfo(DWORD encoding_type, PCERT_PUBLIC_KEY_INFO a,
                                     PCERT_PUBLIC_KEY_INFO b)
{
    return !strcmp(a->Algorithm.pszObjId, b->Algorithm.pszObjId) &&
           a->PublicKey.cbData == b->PublicKey.cbData &&
           a->PublicKey.cUnusedBits == b->PublicKey.cUnusedBits &&
           !memcmp(a->PublicKey.pbData, b->PublicKey.pbData, a->PublicKey.cbData);
}
