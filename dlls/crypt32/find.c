/* wincrypt.h: finding certificates in a store. */
#include "store.h"

typedef BOOL matcher(PCCERT_CONTEXT context, DWORD find_flags, const void *what);

static BOOL same_blob(const CRYPT_DATA_BLOB *a, const CRYPT_DATA_BLOB *b)
{
    return a->cbData == b->cbData && !memcmp(a->pbData, b->pbData, a->cbData);
}

static BOOL has_property(PCCERT_CONTEXT context, DWORD id, const CRYPT_DATA_BLOB *wanted)
{
    BYTE value[64];
    DWORD size = sizeof(value);

    return CertGetCertificateContextProperty(context, id, value, &size) && size == wanted->cbData &&
           !memcmp(value, wanted->pbData, size);
}

static BOOL match_any(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return TRUE;
}

static BOOL match_property(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    DWORD room = 0;

    return CertGetCertificateContextProperty(context, *(const DWORD *)what, NULL, &room);
}

static BOOL match_private_key(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    DWORD room = 0;

    return CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, NULL, &room) ||
           CertGetCertificateContextProperty(context, CERT_KEY_CONTEXT_PROP_ID, NULL, &room);
}

static BOOL match_sha1(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return has_property(context, CERT_SHA1_HASH_PROP_ID, what);
}

static BOOL match_md5(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return has_property(context, CERT_MD5_HASH_PROP_ID, what);
}

static BOOL match_key_identifier(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return has_property(context, CERT_KEY_IDENTIFIER_PROP_ID, what);
}

static BOOL match_subject_name(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return same_blob(&context->pCertInfo->Subject, what);
}

static BOOL match_issuer_name(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return same_blob(&context->pCertInfo->Issuer, what);
}

static BOOL match_public_key(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return CertComparePublicKeyInfo(X509_ASN_ENCODING, &context->pCertInfo->SubjectPublicKeyInfo,
                                    (CERT_PUBLIC_KEY_INFO *)what);
}

static BOOL match_subject_cert(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return CertCompareCertificate(X509_ASN_ENCODING, context->pCertInfo, (CERT_INFO *)what);
}

static BOOL match_existing(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    const CERT_CONTEXT *other = what;

    return context->cbCertEncoded == other->cbCertEncoded &&
           !memcmp(context->pbCertEncoded, other->pbCertEncoded, other->cbCertEncoded);
}

static BOOL match_issuer_of(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return same_blob(&context->pCertInfo->Subject, &((PCCERT_CONTEXT)what)->pCertInfo->Issuer);
}

/* Without regard to case, in the name's text. */
static BOOL name_contains(const CERT_NAME_BLOB *blob, const WCHAR *part)
{
    DWORD count = CertNameToStrW(X509_ASN_ENCODING, (CERT_NAME_BLOB *)blob,
                                 CERT_SIMPLE_NAME_STR | CERT_NAME_STR_NO_QUOTING_FLAG, NULL, 0);
    WCHAR *text = LocalAlloc(0, count * sizeof(WCHAR));
    int size = lstrlenW(part);
    BOOL found = FALSE;

    if (!text)
        return FALSE;
    CertNameToStrW(X509_ASN_ENCODING, (CERT_NAME_BLOB *)blob,
                   CERT_SIMPLE_NAME_STR | CERT_NAME_STR_NO_QUOTING_FLAG, text, count);
    for (int i = 0; !found && i + size < (int)count; i++)
        found = CompareStringOrdinal(text + i, size, part, size, TRUE) == CSTR_EQUAL;
    LocalFree(text);
    return found;
}

static BOOL name_contains_ansi(const CERT_NAME_BLOB *blob, const char *part)
{
    WCHAR wide[512];

    return MultiByteToWideChar(CP_ACP, 0, part, -1, wide, ARRAYSIZE(wide)) &&
           name_contains(blob, wide);
}

static BOOL match_subject_text(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return name_contains(&context->pCertInfo->Subject, what);
}

static BOOL match_issuer_text(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return name_contains(&context->pCertInfo->Issuer, what);
}

static BOOL match_subject_ansi(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return name_contains_ansi(&context->pCertInfo->Subject, what);
}

static BOOL match_issuer_ansi(PCCERT_CONTEXT context, DWORD flags, const void *what)
{
    return name_contains_ansi(&context->pCertInfo->Issuer, what);
}

static const struct {
    DWORD kind;
    BOOL needs_value;
    matcher *match;
} matchers[] = {
    {CERT_FIND_ANY, FALSE, match_any},
    {CERT_FIND_PROPERTY, TRUE, match_property},
    {CERT_FIND_HAS_PRIVATE_KEY, FALSE, match_private_key},
    {CERT_FIND_SHA1_HASH, TRUE, match_sha1},
    {CERT_FIND_MD5_HASH, TRUE, match_md5},
    {CERT_FIND_KEY_IDENTIFIER, TRUE, match_key_identifier},
    {CERT_FIND_SUBJECT_NAME, TRUE, match_subject_name},
    {CERT_FIND_ISSUER_NAME, TRUE, match_issuer_name},
    {CERT_FIND_PUBLIC_KEY, TRUE, match_public_key},
    {CERT_FIND_SUBJECT_CERT, TRUE, match_subject_cert},
    {CERT_FIND_EXISTING, TRUE, match_existing},
    {CERT_FIND_ISSUER_OF, TRUE, match_issuer_of},
    {CERT_FIND_SUBJECT_STR_W, TRUE, match_subject_text},
    {CERT_FIND_ISSUER_STR_W, TRUE, match_issuer_text},
    {CERT_FIND_SUBJECT_STR_A, TRUE, match_subject_ansi},
    {CERT_FIND_ISSUER_STR_A, TRUE, match_issuer_ansi},
};

static matcher *find_matcher(DWORD kind, const void *what)
{
    for (unsigned i = 0; i < ARRAYSIZE(matchers); i++) {
        if (matchers[i].kind == kind && (what || !matchers[i].needs_value))
            return matchers[i].match;
    }
    return NULL;
}

PCCERT_CONTEXT WINAPI CertFindCertificateInStore(HCERTSTORE handle, DWORD encoding_type,
                                                 DWORD find_flags, DWORD kind, const void *what,
                                                 PCCERT_CONTEXT previous)
{
    struct store *store = get_store(handle);
    matcher *match = find_matcher(kind, what);
    struct certificate *at = previous ? certificate_of(previous) : NULL;

    if (!store || !match) {
        CertFreeCertificateContext(previous);
        fail_with((DWORD)E_INVALIDARG);
        return NULL;
    }
    do {
        struct certificate *next = store_next(store, at);

        if (at)
            CertFreeCertificateContext(&at->context);
        at = next;
    } while (at && !match(&at->context, find_flags, what));
    if (!at)
        fail_with((DWORD)CRYPT_E_NOT_FOUND);
    return at ? &at->context : NULL;
}

PCCERT_CONTEXT WINAPI CertGetSubjectCertificateFromStore(HCERTSTORE handle, DWORD encoding_type,
                                                         PCERT_INFO info)
{
    return CertFindCertificateInStore(handle, encoding_type, 0, CERT_FIND_SUBJECT_CERT, info, NULL);
}
