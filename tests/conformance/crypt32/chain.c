/*
 * chain.c - chains of certificates, what is wrong with them, and what a policy says of that.
 * Links: crt -lcrypt32
 */
#include "conformance.h"
#include <stdio.h>
#include <string.h>
#include <wincrypt.h>

#include "chain_certificates.h"

static HCERTSTORE others, roots;
static HCERTCHAINENGINE engine;

static PCCERT_CONTEXT certificate(const char *text)
{
    BYTE encoded[2048];
    DWORD size = sizeof encoded;
    REQUIRE(CryptStringToBinaryA(text, 0, CRYPT_STRING_BASE64, encoded, &size, NULL, NULL));
    PCCERT_CONTEXT context = CertCreateCertificateContext(X509_ASN_ENCODING, encoded, size);
    REQUIRE(context);
    return context;
}

static void add(HCERTSTORE store, const char *text)
{
    PCCERT_CONTEXT context = certificate(text);
    CHECK(CertAddCertificateContextToStore(store, context, CERT_STORE_ADD_ALWAYS, NULL));
    CertFreeCertificateContext(context);
}

static void set_up(BOOL with_root)
{
    struct {
        CERT_CHAIN_ENGINE_CONFIG config;
        DWORD exclusive_flags; /* since Windows 8 */
    } whole = {{sizeof whole}, 0};
    const char *const texts[] = {root, mid, leaf, rsa, narrow, deep};
    others = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    roots = CertOpenStore(CERT_STORE_PROV_MEMORY, 0, 0, 0, NULL);
    REQUIRE(others && roots);
    for (unsigned i = 0; i < ARRAYSIZE(texts); i++)
        add(others, texts[i]);
    if (with_root)
        add(roots, root);
    whole.config.hExclusiveRoot = roots;
    WINE_DIFFERS("no engine takes roots of its own");
    REQUIRE(CertCreateCertificateChainEngine(&whole.config, &engine));
}

/* In the year 2030, unless the case says otherwise. */
static PCCERT_CHAIN_CONTEXT chain_at(const char *text, WORD year, const char *usage, DWORD flags)
{
    SYSTEMTIME time = {.wYear = year, .wMonth = 1, .wDay = 1};
    CERT_CHAIN_PARA parameters = {sizeof parameters};
    PCCERT_CHAIN_CONTEXT chain = NULL;
    PCCERT_CONTEXT context = certificate(text);
    LPSTR usages[] = {(LPSTR)usage};
    FILETIME when;
    REQUIRE(SystemTimeToFileTime(&time, &when));
    if (usage) {
        parameters.RequestedUsage.Usage.cUsageIdentifier = 1;
        parameters.RequestedUsage.Usage.rgpszUsageIdentifier = usages;
    }
    CHECK(
        CertGetCertificateChain(engine, context, &when, others, &parameters, flags, NULL, &chain));
    CertFreeCertificateContext(context);
    REQUIRE(chain);
    return chain;
}

static DWORD errors_of(const char *text)
{
    PCCERT_CHAIN_CONTEXT chain = chain_at(text, 2030, NULL, 0);
    DWORD errors = chain->TrustStatus.dwErrorStatus;
    CHECK_EQ(chain->cChain, 1);
    CHECK_EQ(chain->rgpChain[0]->TrustStatus.dwErrorStatus, errors);
    CertFreeCertificateChain(chain);
    return errors;
}

CASE(a_good_chain)
{
    set_up(TRUE);
    PCCERT_CHAIN_CONTEXT chain = chain_at(leaf, 2030, NULL, 0);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, 0);
    CHECK_EQ(chain->cChain, 1);
    PCERT_SIMPLE_CHAIN simple = chain->rgpChain[0];
    REQUIRE(simple->cElement == 3);
    char name[64];
    CertGetNameStringA(simple->rgpElement[1]->pCertContext, CERT_NAME_SIMPLE_DISPLAY_TYPE, 0, NULL,
                       name, sizeof name);
    CHECK_STR(name, "Test Authority");
    CHECK(simple->rgpElement[0]->TrustStatus.dwInfoStatus & CERT_TRUST_HAS_KEY_MATCH_ISSUER);
    CHECK(!(simple->rgpElement[0]->TrustStatus.dwInfoStatus & CERT_TRUST_IS_SELF_SIGNED));
    CHECK(simple->rgpElement[2]->TrustStatus.dwInfoStatus & CERT_TRUST_IS_SELF_SIGNED);
    PCCERT_CHAIN_CONTEXT again = CertDuplicateCertificateChain(chain);
    CertFreeCertificateChain(chain);
    CHECK_EQ(again->rgpChain[0]->cElement, 3);
    CertFreeCertificateChain(again);
}

CASE(a_root_alone)
{
    set_up(TRUE);
    CHECK_EQ(errors_of(root), 0);
}

CASE(a_root_that_nobody_trusts)
{
    set_up(FALSE);
    CHECK_EQ(errors_of(leaf), CERT_TRUST_IS_UNTRUSTED_ROOT);
    CHECK_EQ(errors_of(root), CERT_TRUST_IS_UNTRUSTED_ROOT);
}

CASE(an_issuer_that_is_missing)
{
    set_up(TRUE);
    PCCERT_CONTEXT found = CertFindCertificateInStore(others, X509_ASN_ENCODING, 0,
                                                      CERT_FIND_SUBJECT_STR, L"Test RSA", NULL);
    REQUIRE(found);
    CHECK(CertDeleteCertificateFromStore(found));
    PCCERT_CHAIN_CONTEXT chain = chain_at(pkcs, 2030, NULL, 0);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_IS_PARTIAL_CHAIN);
    CHECK_EQ(chain->rgpChain[0]->cElement, 1);
    CertFreeCertificateChain(chain);
}

CASE(signatures_by_rsa)
{
    set_up(TRUE);
    CHECK_EQ(errors_of(pkcs), 0);
    CHECK_EQ(errors_of(pss), 0);
}

CASE(a_signature_that_does_not_hold)
{
    char changed[sizeof leaf];
    set_up(TRUE);
    strcpy(changed, leaf);
    char *last = changed + strlen(changed) - 12; /* inside the second number */
    *last = *last == 'A' ? 'B' : 'A';
    CHECK(errors_of(changed) & CERT_TRUST_IS_NOT_SIGNATURE_VALID);
}

CASE(times)
{
    set_up(TRUE);
    PCCERT_CHAIN_CONTEXT chain = chain_at(leaf, 2010, NULL, 0);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_IS_NOT_TIME_VALID);
    CertFreeCertificateChain(chain);
    chain = chain_at(leaf, 2200, NULL, 0);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_IS_NOT_TIME_VALID);
    CHECK_EQ(chain->rgpChain[0]->rgpElement[0]->TrustStatus.dwErrorStatus,
             CERT_TRUST_IS_NOT_TIME_VALID);
    CertFreeCertificateChain(chain);
}

CASE(uses)
{
    set_up(TRUE);
    PCCERT_CHAIN_CONTEXT chain = chain_at(leaf, 2030, szOID_PKIX_KP_SERVER_AUTH, 0);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, 0);
    CertFreeCertificateChain(chain);
    chain = chain_at(leaf, 2030, szOID_PKIX_KP_CLIENT_AUTH, 0);
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, CERT_TRUST_IS_NOT_VALID_FOR_USAGE);
    CertFreeCertificateChain(chain);
    chain = chain_at(pkcs, 2030, szOID_PKIX_KP_CLIENT_AUTH, 0); /* says nothing of uses */
    CHECK_EQ(chain->TrustStatus.dwErrorStatus, 0);
    CertFreeCertificateChain(chain);
}

CASE(who_is_no_authority)
{
    set_up(TRUE);
    CHECK(errors_of(child) & CERT_TRUST_INVALID_BASIC_CONSTRAINTS);
}

CASE(a_chain_that_is_too_long)
{
    set_up(TRUE);
    CHECK(errors_of(below) & CERT_TRUST_INVALID_BASIC_CONSTRAINTS);
}

CASE(names_that_an_authority_may_not_give)
{
    const DWORD names = CERT_TRUST_HAS_NOT_PERMITTED_NAME_CONSTRAINT |
                        CERT_TRUST_HAS_EXCLUDED_NAME_CONSTRAINT |
                        CERT_TRUST_INVALID_NAME_CONSTRAINTS;
    set_up(TRUE);
    CHECK(errors_of(outside) & names);
    CHECK(errors_of(secret) & names);
}

static DWORD ssl_policy(PCCERT_CHAIN_CONTEXT chain, const WCHAR *host, DWORD checks)
{
    SSL_EXTRA_CERT_CHAIN_POLICY_PARA extra = {.cbSize = sizeof extra,
                                              .dwAuthType = AUTHTYPE_SERVER,
                                              .fdwChecks = checks,
                                              .pwszServerName = (WCHAR *)host};
    CERT_CHAIN_POLICY_PARA parameters = {sizeof parameters, 0, &extra};
    CERT_CHAIN_POLICY_STATUS status = {sizeof status};
    CHECK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_SSL, chain, &parameters, &status));
    return status.dwError;
}

CASE(hosts)
{
    set_up(TRUE);
    PCCERT_CHAIN_CONTEXT chain = chain_at(leaf, 2030, NULL, 0);
    const DWORD no = (DWORD)CERT_E_CN_NO_MATCH;
    CHECK_EQ(ssl_policy(chain, L"www.example.org", 0), 0);
    CHECK_EQ(ssl_policy(chain, L"WWW.Example.ORG", 0), 0);
    CHECK_EQ(ssl_policy(chain, L"any.wild.example.org", 0), 0);
    CHECK_EQ(ssl_policy(chain, L"two.any.wild.example.org", 0), no);
    CHECK_EQ(ssl_policy(chain, L"wild.example.org", 0), no);
    CHECK_EQ(ssl_policy(chain, L"example.org", 0), no);
    CHECK_EQ(ssl_policy(chain, L"www.example.org.evil.net", 0), no);
    CHECK_EQ(ssl_policy(chain, L"leaf", 0), no);
    CHECK_EQ(ssl_policy(chain, L"www.example.net", 0x1000), 0);
    CHECK_EQ(ssl_policy(chain, NULL, 0), 0);
    CertFreeCertificateChain(chain);
}

CASE(hosts_by_address)
{
    WINE_DIFFERS("it knows names alone");
    set_up(TRUE);
    PCCERT_CHAIN_CONTEXT chain = chain_at(leaf, 2030, NULL, 0);
    const DWORD no = (DWORD)CERT_E_CN_NO_MATCH;
    CHECK_EQ(ssl_policy(chain, L"10.1.2.3", 0), 0);
    CHECK_EQ(ssl_policy(chain, L"fe80::1", 0), 0);
    CHECK_EQ(ssl_policy(chain, L"fe80:0:0:0:0:0:0:1", 0), 0);
    CHECK_EQ(ssl_policy(chain, L"10.1.2.4", 0), no);
    CHECK_EQ(ssl_policy(chain, L"fe80::2", 0), no);
    CHECK_EQ(ssl_policy(chain, L"::fe80:1", 0), no);
    CertFreeCertificateChain(chain);
}

CASE(the_common_name_where_there_is_nothing_else)
{
    set_up(TRUE);
    PCCERT_CHAIN_CONTEXT chain = chain_at(pkcs, 2030, NULL, 0);
    CHECK_EQ(ssl_policy(chain, L"by.rsa.example", 0), 0);
    CHECK_EQ(ssl_policy(chain, L"rsa.example", 0), (DWORD)CERT_E_CN_NO_MATCH);
    CertFreeCertificateChain(chain);
}

CASE(what_the_policy_says_of_faults)
{
    set_up(FALSE);
    PCCERT_CHAIN_CONTEXT chain = chain_at(leaf, 2030, NULL, 0);
    CHECK_EQ(ssl_policy(chain, L"www.example.org", 0), (DWORD)CERT_E_UNTRUSTEDROOT);
    CHECK_EQ(ssl_policy(chain, L"www.example.org", 0x100), 0);
    CertFreeCertificateChain(chain);
    set_up(TRUE);
    chain = chain_at(leaf, 2010, NULL, 0);
    CHECK_EQ(ssl_policy(chain, L"www.example.org", 0), (DWORD)CERT_E_EXPIRED);
    CHECK_EQ(ssl_policy(chain, L"www.example.org", 0x2000), 0);
    CertFreeCertificateChain(chain);
    chain = chain_at(pss, 2030, NULL, 0);
    CHECK_EQ(ssl_policy(chain, L"by.pss.example", 0), (DWORD)CERT_E_WRONG_USAGE);
    CertFreeCertificateChain(chain);
}

CASE(the_base_policy)
{
    set_up(FALSE);
    PCCERT_CHAIN_CONTEXT chain = chain_at(leaf, 2010, NULL, 0);
    CERT_CHAIN_POLICY_PARA parameters = {sizeof parameters};
    CERT_CHAIN_POLICY_STATUS status = {sizeof status};
    CHECK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_BASE, chain, &parameters, &status));
    CHECK_EQ(status.dwError, (DWORD)CERT_E_UNTRUSTEDROOT);
    CHECK_EQ(status.lElementIndex, 2);
    parameters.dwFlags = CERT_CHAIN_POLICY_ALLOW_UNKNOWN_CA_FLAG;
    CHECK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_BASE, chain, &parameters, &status));
    CHECK_EQ(status.dwError, (DWORD)CERT_E_EXPIRED);
    parameters.dwFlags |= CERT_CHAIN_POLICY_IGNORE_NOT_TIME_VALID_FLAG;
    CHECK(CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_BASE, chain, &parameters, &status));
    CHECK_EQ(status.dwError, 0);
    CertFreeCertificateChain(chain);
}

CASE(signatures_by_themselves)
{
    WINE_DIFFERS("it tells the error of bcrypt");
    PCCERT_CONTEXT by = certificate(mid), of = certificate(leaf), wrong = certificate(root);
    CHECK(CryptVerifyCertificateSignature(0, X509_ASN_ENCODING, of->pbCertEncoded,
                                          of->cbCertEncoded, &by->pCertInfo->SubjectPublicKeyInfo));
    CHECK_FAILS(CryptVerifyCertificateSignature(0, X509_ASN_ENCODING, of->pbCertEncoded,
                                                of->cbCertEncoded,
                                                &wrong->pCertInfo->SubjectPublicKeyInfo),
                (DWORD)NTE_BAD_SIGNATURE);
    CHECK(CryptVerifyCertificateSignatureEx(
        0, X509_ASN_ENCODING, CRYPT_VERIFY_CERT_SIGN_SUBJECT_CERT, (void *)of,
        CRYPT_VERIFY_CERT_SIGN_ISSUER_CERT, (void *)by, 0, NULL));
    CertFreeCertificateContext(by);
    CertFreeCertificateContext(of);
    CertFreeCertificateContext(wrong);
}
