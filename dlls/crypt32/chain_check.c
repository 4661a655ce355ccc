/* wincrypt.h: what is wrong with the certificates of a chain (RFC 5280, section 6). */
#include "chain.h"

static const char *const known_extensions[] = {
    szOID_AUTHORITY_KEY_IDENTIFIER2,
    szOID_SUBJECT_KEY_IDENTIFIER,
    szOID_KEY_USAGE,
    szOID_BASIC_CONSTRAINTS2,
    szOID_ENHANCED_KEY_USAGE,
    szOID_SUBJECT_ALT_NAME2,
    szOID_ISSUER_ALT_NAME2,
    szOID_NAME_CONSTRAINTS,
    szOID_CERT_POLICIES,
    szOID_CRL_DIST_POINTS,
    szOID_AUTHORITY_INFO_ACCESS,
    szOID_POLICY_CONSTRAINTS,
    "2.5.29.54", /* inhibit any policy */
};

BOOL store_has(struct store *store, PCCERT_CONTEXT context)
{
    PCCERT_CONTEXT at = NULL;
    while (store && (at = CertEnumCertificatesInStore(store, at)) != NULL)
        if (at->cbCertEncoded == context->cbCertEncoded &&
            !memcmp(at->pbCertEncoded, context->pbCertEncoded, at->cbCertEncoded)) {
            CertFreeCertificateContext(at);
            return TRUE;
        }
    return FALSE;
}

void *extension_value(PCCERT_CONTEXT context, LPCSTR oid, BOOL *damaged)
{
    const CERT_INFO *info = context->pCertInfo;
    const CERT_EXTENSION *extension = CertFindExtension(oid, info->cExtension, info->rgExtension);
    void *value = NULL;
    DWORD size = 0;
    *damaged = extension && !CryptDecodeObjectEx(X509_ASN_ENCODING, oid, extension->Value.pbData,
                                                 extension->Value.cbData, CRYPT_DECODE_ALLOC_FLAG,
                                                 NULL, &value, &size);
    return value;
}

static DWORD check_critical(PCCERT_CONTEXT context)
{
    const CERT_INFO *info = context->pCertInfo;
    for (DWORD i = 0; i < info->cExtension; i++) {
        BOOL known = !info->rgExtension[i].fCritical;
        for (unsigned k = 0; !known && k < ARRAYSIZE(known_extensions); k++)
            known = !lstrcmpA(info->rgExtension[i].pszObjId, known_extensions[k]);
        if (!known)
            return CERT_TRUST_HAS_NOT_SUPPORTED_CRITICAL_EXT;
    }
    return 0;
}

/* May it sign certificates, with so many authorities below it that are not self-issued? */
static DWORD check_authority(PCCERT_CONTEXT context, DWORD below)
{
    BOOL damaged, damaged_usage;
    CERT_BASIC_CONSTRAINTS2_INFO *basic =
        extension_value(context, szOID_BASIC_CONSTRAINTS2, &damaged);
    CRYPT_BIT_BLOB *usage = extension_value(context, szOID_KEY_USAGE, &damaged_usage);
    DWORD errors = damaged || damaged_usage ? CERT_TRUST_INVALID_EXTENSION : 0;
    if (basic && (!basic->fCA || (basic->fPathLenConstraint && below > basic->dwPathLenConstraint)))
        errors |= CERT_TRUST_INVALID_BASIC_CONSTRAINTS;
    if (!basic && context->pCertInfo->dwVersion == CERT_V3)
        errors |= CERT_TRUST_INVALID_BASIC_CONSTRAINTS;
    if (usage && (!usage->cbData || !(usage->pbData[0] & CERT_KEY_CERT_SIGN_KEY_USAGE)))
        errors |= CERT_TRUST_IS_NOT_VALID_FOR_USAGE;
    LocalFree(basic);
    LocalFree(usage);
    return errors;
}

static BOOL allows(const CERT_ENHKEY_USAGE *has, LPCSTR wanted)
{
    for (DWORD i = 0; i < has->cUsageIdentifier; i++)
        if (!lstrcmpA(has->rgpszUsageIdentifier[i], wanted) ||
            !lstrcmpA(has->rgpszUsageIdentifier[i], szOID_ANY_ENHANCED_KEY_USAGE))
            return TRUE;
    return FALSE;
}

/* Without the extension all uses are good; an authority's restricts what is below it. */
static DWORD check_usage(const CERT_USAGE_MATCH *match, PCCERT_CONTEXT context)
{
    BOOL damaged;
    if (!match->Usage.cUsageIdentifier)
        return 0;
    CERT_ENHKEY_USAGE *has = extension_value(context, szOID_ENHANCED_KEY_USAGE, &damaged);
    if (!has)
        return damaged ? CERT_TRUST_INVALID_EXTENSION | CERT_TRUST_IS_NOT_VALID_FOR_USAGE : 0;
    DWORD allowed = 0;
    for (DWORD i = 0; i < match->Usage.cUsageIdentifier; i++)
        allowed += allows(has, match->Usage.rgpszUsageIdentifier[i]);
    LocalFree(has);
    BOOL good = match->dwType == USAGE_MATCH_TYPE_OR ? allowed != 0
                                                     : allowed == match->Usage.cUsageIdentifier;
    return good ? 0 : CERT_TRUST_IS_NOT_VALID_FOR_USAGE;
}

/* Nothing is fetched: whoever wants to know whether it was revoked hears that nobody knows. */
static DWORD check_revocation(DWORD flags, DWORD index, DWORD count, BOOL root)
{
    BOOL asked = flags & CERT_CHAIN_REVOCATION_CHECK_CHAIN ||
                 (flags & CERT_CHAIN_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT && !root) ||
                 (flags & CERT_CHAIN_REVOCATION_CHECK_END_CERT && index == 0);
    if (!asked || (root && index == count - 1))
        return 0;
    return CERT_TRUST_REVOCATION_STATUS_UNKNOWN | CERT_TRUST_IS_OFFLINE_REVOCATION;
}

static DWORD check_constraints(const struct path *path, DWORD index)
{
    DWORD errors = 0;
    for (DWORD above = index + 1; above < path->count; above++) {
        const CERT_INFO *info = path->certificates[above]->pCertInfo;
        const CERT_EXTENSION *constraints =
            CertFindExtension(szOID_NAME_CONSTRAINTS, info->cExtension, info->rgExtension);
        if (constraints)
            errors |= check_name_constraints(constraints, path->certificates[index]);
    }
    return errors;
}

static DWORD check_element(const struct chain_question *question, const struct path *path,
                           DWORD index)
{
    PCCERT_CONTEXT context = path->certificates[index];
    DWORD errors = check_critical(context);
    DWORD self_signed = path->status[index].dwInfoStatus & CERT_TRUST_IS_SELF_SIGNED;
    if (CertVerifyTimeValidity((FILETIME *)&question->time, context->pCertInfo))
        errors |= CERT_TRUST_IS_NOT_TIME_VALID;
    if (index > 0)
        errors |= check_authority(context, index - 1);
    if (index == path->count - 1 && self_signed && !store_has(question->roots, context))
        errors |= CERT_TRUST_IS_UNTRUSTED_ROOT;
    errors |= check_usage(&question->parameters->RequestedUsage, context);
    errors |= check_revocation(question->flags, index, path->count, self_signed != 0);
    return errors | check_constraints(path, index);
}

DWORD check_path(const struct chain_question *question, struct path *path)
{
    DWORD all = 0;
    for (DWORD i = 0; i < path->count; i++) {
        path->status[i].dwErrorStatus |= check_element(question, path, i);
        all |= path->status[i].dwErrorStatus;
    }
    return all;
}
