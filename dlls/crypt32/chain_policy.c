/* wincrypt.h: CertVerifyCertificateChainPolicy: is a chain good enough for a purpose? */
#include "chain.h"

/* wininet.h's, as SSL_EXTRA_CERT_CHAIN_POLICY_PARA takes them in fdwChecks. */
enum {
    IGNORE_REVOCATION = 0x80,
    IGNORE_UNKNOWN_CA = 0x100,
    IGNORE_WRONG_USAGE = 0x200,
    IGNORE_CN_INVALID = 0x1000,
    IGNORE_DATE_INVALID = 0x2000,
};

/* In the order in which they are told; ignored by a bit of dwFlags, or of fdwChecks. */
static const struct {
    DWORD errors;
    HRESULT status;
    DWORD flags, checks;
} faults[] = {
    {CERT_TRUST_IS_NOT_SIGNATURE_VALID, (HRESULT)TRUST_E_CERT_SIGNATURE, 0, 0},
    {CERT_TRUST_IS_UNTRUSTED_ROOT, (HRESULT)CERT_E_UNTRUSTEDROOT,
     CERT_CHAIN_POLICY_ALLOW_UNKNOWN_CA_FLAG, IGNORE_UNKNOWN_CA},
    {CERT_TRUST_IS_PARTIAL_CHAIN, (HRESULT)CERT_E_CHAINING, CERT_CHAIN_POLICY_ALLOW_UNKNOWN_CA_FLAG,
     IGNORE_UNKNOWN_CA},
    {CERT_TRUST_IS_REVOKED, (HRESULT)CRYPT_E_REVOKED, 0, 0},
    {CERT_TRUST_IS_NOT_TIME_VALID, (HRESULT)CERT_E_EXPIRED,
     CERT_CHAIN_POLICY_IGNORE_NOT_TIME_VALID_FLAG, IGNORE_DATE_INVALID},
    {CERT_TRUST_IS_NOT_VALID_FOR_USAGE, (HRESULT)CERT_E_WRONG_USAGE,
     CERT_CHAIN_POLICY_IGNORE_WRONG_USAGE_FLAG, IGNORE_WRONG_USAGE},
    {CERT_TRUST_INVALID_BASIC_CONSTRAINTS, (HRESULT)TRUST_E_BASIC_CONSTRAINTS,
     CERT_CHAIN_POLICY_IGNORE_INVALID_BASIC_CONSTRAINTS_FLAG, 0},
    {CERT_TRUST_INVALID_NAME_CONSTRAINTS | CERT_TRUST_HAS_NOT_SUPPORTED_NAME_CONSTRAINT |
         CERT_TRUST_HAS_NOT_PERMITTED_NAME_CONSTRAINT | CERT_TRUST_HAS_EXCLUDED_NAME_CONSTRAINT,
     (HRESULT)CERT_E_INVALID_NAME, CERT_CHAIN_POLICY_IGNORE_INVALID_NAME_FLAG, 0},
    {CERT_TRUST_INVALID_EXTENSION | CERT_TRUST_HAS_NOT_SUPPORTED_CRITICAL_EXT,
     (HRESULT)CERT_E_CRITICAL, CERT_CHAIN_POLICY_IGNORE_NOT_SUPPORTED_CRITICAL_EXT_FLAG, 0},
    {CERT_TRUST_IS_OFFLINE_REVOCATION, (HRESULT)CRYPT_E_REVOCATION_OFFLINE,
     CERT_CHAIN_POLICY_IGNORE_ALL_REV_UNKNOWN_FLAGS, IGNORE_REVOCATION},
    {CERT_TRUST_REVOCATION_STATUS_UNKNOWN, (HRESULT)CRYPT_E_NO_REVOCATION_CHECK,
     CERT_CHAIN_POLICY_IGNORE_ALL_REV_UNKNOWN_FLAGS, IGNORE_REVOCATION},
};

static void set_error(PCERT_CHAIN_POLICY_STATUS status, HRESULT error, LONG element)
{
    status->dwError = (DWORD)error;
    status->lChainIndex = 0;
    status->lElementIndex = element;
}

static LONG first_element(PCCERT_CHAIN_CONTEXT chain, DWORD errors)
{
    const CERT_SIMPLE_CHAIN *simple = chain->rgpChain[0];
    for (DWORD i = 0; i < simple->cElement; i++)
        if (simple->rgpElement[i]->TrustStatus.dwErrorStatus & errors)
            return (LONG)i;
    return -1;
}

/* TRUE: no fault that counts. */
static BOOL check_base(PCCERT_CHAIN_CONTEXT chain, DWORD flags, DWORD checks,
                       PCERT_CHAIN_POLICY_STATUS status)
{
    for (unsigned i = 0; i < ARRAYSIZE(faults); i++) {
        DWORD errors = chain->TrustStatus.dwErrorStatus & faults[i].errors;
        if (!errors || (flags & faults[i].flags) || (checks & faults[i].checks))
            continue;
        set_error(status, faults[i].status,
                  errors == CERT_TRUST_IS_PARTIAL_CHAIN ? -1 : first_element(chain, errors));
        return FALSE;
    }
    return TRUE;
}

static BOOL for_servers(PCCERT_CONTEXT context)
{
    BOOL damaged, good = FALSE;
    CERT_ENHKEY_USAGE *usage = extension_value(context, szOID_ENHANCED_KEY_USAGE, &damaged);
    for (DWORD i = 0; usage && i < usage->cUsageIdentifier; i++)
        good |= !lstrcmpA(usage->rgpszUsageIdentifier[i], szOID_PKIX_KP_SERVER_AUTH) ||
                !lstrcmpA(usage->rgpszUsageIdentifier[i], szOID_ANY_ENHANCED_KEY_USAGE);
    good |= !usage && !damaged;
    LocalFree(usage);
    return good;
}

static void check_ssl(PCCERT_CHAIN_CONTEXT chain, const CERT_CHAIN_POLICY_PARA *parameters,
                      PCERT_CHAIN_POLICY_STATUS status)
{
    const SSL_EXTRA_CERT_CHAIN_POLICY_PARA *extra =
        parameters ? parameters->pvExtraPolicyPara : NULL;
    DWORD checks = extra ? extra->fdwChecks : 0;
    PCCERT_CONTEXT end = chain->rgpChain[0]->rgpElement[0]->pCertContext;
    if (!check_base(chain, parameters ? parameters->dwFlags : 0, checks, status) || !extra)
        return;
    if (extra->dwAuthType == AUTHTYPE_SERVER && !(checks & IGNORE_WRONG_USAGE) && !for_servers(end))
        set_error(status, (HRESULT)CERT_E_WRONG_USAGE, 0);
    else if (extra->pwszServerName && !(checks & IGNORE_CN_INVALID) &&
             !matches_host(end, extra->pwszServerName))
        set_error(status, (HRESULT)CERT_E_CN_NO_MATCH, 0);
}

static void check_basic_constraints(PCCERT_CHAIN_CONTEXT chain, PCERT_CHAIN_POLICY_STATUS status)
{
    if (chain->TrustStatus.dwErrorStatus & CERT_TRUST_INVALID_BASIC_CONSTRAINTS)
        set_error(status, (HRESULT)TRUST_E_BASIC_CONSTRAINTS,
                  first_element(chain, CERT_TRUST_INVALID_BASIC_CONSTRAINTS));
}

BOOL WINAPI CertVerifyCertificateChainPolicy(LPCSTR policy, PCCERT_CHAIN_CONTEXT chain,
                                             PCERT_CHAIN_POLICY_PARA parameters,
                                             PCERT_CHAIN_POLICY_STATUS status)
{
    if (!chain || !status || !chain->cChain || !chain->rgpChain[0]->cElement)
        return fail_with(ERROR_INVALID_PARAMETER);
    set_error(status, 0, -1);
    status->lChainIndex = -1;
    if (policy == CERT_CHAIN_POLICY_BASE)
        check_base(chain, parameters ? parameters->dwFlags : 0, 0, status);
    else if (policy == CERT_CHAIN_POLICY_SSL)
        check_ssl(chain, parameters, status);
    else if (policy == CERT_CHAIN_POLICY_BASIC_CONSTRAINTS)
        check_basic_constraints(chain, status);
    else
        return fail_with(ERROR_FILE_NOT_FOUND); /* as for a policy that nobody has registered */
    return TRUE;
}
