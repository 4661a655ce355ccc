/*
 * wincrypt.h: chains of certificates, from one up to a root that the host trusts.
 *
 * All paths are tried, best issuers first, until one is without fault; else the one with the fewest
 * and least faults is given. Nothing is fetched from the network: what is asked about revocation
 * stays unknown and is said so.
 */
#include "chain.h"

#define ATTEMPTS 200 /* paths that are tried at most: authorities can certify each other */

struct engine {
    struct store *roots; /* exclusive ones, or NULL: the system's */
};

struct chain {
    CERT_CHAIN_CONTEXT context;
    LONG references;
    CERT_SIMPLE_CHAIN simple;
    PCERT_SIMPLE_CHAIN simple_pointer;
    PCERT_CHAIN_ELEMENT pointers[CHAIN_MAX];
    CERT_CHAIN_ELEMENT elements[CHAIN_MAX];
};

struct search {
    struct chain_question question;
    struct path path, best;
    DWORD best_errors;
    BOOL found;
    int attempts;
};

static BOOL is_self_issued(PCCERT_CONTEXT context)
{
    return CertCompareCertificateName(context->dwCertEncodingType, &context->pCertInfo->Issuer,
                                      &context->pCertInfo->Subject);
}

static BOOL signed_by(PCCERT_CONTEXT subject, PCCERT_CONTEXT issuer)
{
    return verify_signed(subject->pbCertEncoded, subject->cbCertEncoded,
                         &issuer->pCertInfo->SubjectPublicKeyInfo);
}

/* ---- issuers */

/* [0] of the authority key identifier: the issuer's subject key identifier. */
static BOOL authority_key(PCCERT_CONTEXT subject, struct der *id)
{
    const CERT_INFO *info = subject->pCertInfo;
    const CERT_EXTENSION *extension =
        CertFindExtension(szOID_AUTHORITY_KEY_IDENTIFIER2, info->cExtension, info->rgExtension);
    struct der sequence;
    BYTE tag;
    if (!extension)
        return FALSE;
    struct der der = der_of(extension->Value.pbData, extension->Value.cbData);
    return der_take(&der, DER_SEQUENCE, &sequence) && der_any(&sequence, &tag, id, NULL) &&
           tag == 0x80;
}

/* How the issuer fits: 0 not, else CERT_TRUST_HAS_*_MATCH_ISSUER. */
static DWORD fits(PCCERT_CONTEXT subject, PCCERT_CONTEXT issuer)
{
    BYTE key[64];
    DWORD size = sizeof key;
    struct der wanted;
    if (!CertCompareCertificateName(subject->dwCertEncodingType, &subject->pCertInfo->Issuer,
                                    &issuer->pCertInfo->Subject))
        return 0;
    if (!authority_key(subject, &wanted))
        return CERT_TRUST_HAS_NAME_MATCH_ISSUER;
    if (!CertGetCertificateContextProperty(issuer, CERT_KEY_IDENTIFIER_PROP_ID, key, &size) ||
        size != der_left(&wanted) || memcmp(key, wanted.at, size))
        return CERT_TRUST_HAS_NAME_MATCH_ISSUER;
    return CERT_TRUST_HAS_KEY_MATCH_ISSUER;
}

static BOOL in_path(const struct path *path, PCCERT_CONTEXT context)
{
    for (DWORD i = 0; i < path->count; i++)
        if (CertCompareCertificate(X509_ASN_ENCODING, path->certificates[i]->pCertInfo,
                                   context->pCertInfo))
            return TRUE;
    return FALSE;
}

/* ---- paths */

static void copy_path(struct path *to, const struct path *from)
{
    for (DWORD i = 0; i < to->count; i++)
        CertFreeCertificateContext(to->certificates[i]);
    *to = *from;
    for (DWORD i = 0; i < to->count; i++)
        CertDuplicateCertificateContext(to->certificates[i]);
}

static DWORD weight(DWORD errors)
{
    DWORD bits = 0;
    for (DWORD rest = errors; rest; rest &= rest - 1)
        bits++;
    return bits + (errors & CERT_TRUST_IS_NOT_SIGNATURE_VALID ? 40 : 0) +
           (errors & CERT_TRUST_IS_PARTIAL_CHAIN ? 20 : 0) +
           (errors & CERT_TRUST_IS_UNTRUSTED_ROOT ? 10 : 0);
}

/* The path is as long as it gets. TRUE: nothing better can come. */
static BOOL judge(struct search *s, DWORD extra)
{
    struct path kept = s->path;
    s->path.status[s->path.count - 1].dwErrorStatus |= extra;
    DWORD errors = check_path(&s->question, &s->path);
    if (!s->found || weight(errors) < weight(s->best_errors)) {
        copy_path(&s->best, &s->path);
        s->best_errors = errors;
        s->found = TRUE;
    }
    s->path = kept; /* the statuses */
    return errors == 0 || ++s->attempts >= ATTEMPTS;
}

static BOOL extend(struct search *s);

/* Goes on with each certificate of a store that fits as wanted and has signed the last one. */
static BOOL extend_from(struct search *s, struct store *store, DWORD wanted, BOOL *any)
{
    struct path *path = &s->path;
    PCCERT_CONTEXT last = path->certificates[path->count - 1], issuer = NULL;
    CERT_TRUST_STATUS before = path->status[path->count - 1];
    BOOL done = FALSE;
    while (store && !done && (issuer = CertEnumCertificatesInStore(store, issuer)) != NULL) {
        if (fits(last, issuer) != wanted || in_path(path, issuer))
            continue;
        *any = TRUE;
        path->status[path->count - 1].dwInfoStatus |= wanted | CERT_TRUST_HAS_PREFERRED_ISSUER;
        if (!signed_by(last, issuer))
            path->status[path->count - 1].dwErrorStatus |= CERT_TRUST_IS_NOT_SIGNATURE_VALID;
        path->certificates[path->count] = issuer;
        path->status[path->count] = (CERT_TRUST_STATUS){0};
        path->count++;
        done = extend(s);
        path->count--;
        path->status[path->count - 1] = before;
    }
    if (issuer)
        CertFreeCertificateContext(issuer);
    return done;
}

static BOOL extend(struct search *s)
{
    struct path *path = &s->path;
    PCCERT_CONTEXT last = path->certificates[path->count - 1];
    CERT_TRUST_STATUS *status = &path->status[path->count - 1];
    struct store *stores[] = {s->question.roots, s->question.additional, s->question.own,
                              s->question.authorities};
    BOOL any = FALSE;
    if (is_self_issued(last) && signed_by(last, last)) {
        status->dwInfoStatus |= CERT_TRUST_IS_SELF_SIGNED | fits(last, last);
        return judge(s, 0);
    }
    if (path->count == CHAIN_MAX)
        return judge(s, CERT_TRUST_IS_PARTIAL_CHAIN);
    const DWORD fit[] = {CERT_TRUST_HAS_KEY_MATCH_ISSUER, CERT_TRUST_HAS_NAME_MATCH_ISSUER};
    for (unsigned i = 0; i < ARRAYSIZE(fit); i++)
        for (unsigned k = 0; k < ARRAYSIZE(stores); k++)
            if (extend_from(s, stores[k], fit[i], &any))
                return TRUE;
    return any ? s->attempts >= ATTEMPTS : judge(s, CERT_TRUST_IS_PARTIAL_CHAIN);
}

/* ---- the context */

static PCCERT_CHAIN_CONTEXT make_context(const struct path *path)
{
    struct chain *chain = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *chain);
    CERT_TRUST_STATUS *all;
    if (!chain) {
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    chain->references = 1;
    chain->context.cbSize = sizeof chain->context;
    chain->context.cChain = 1;
    chain->context.rgpChain = &chain->simple_pointer;
    chain->simple_pointer = &chain->simple;
    chain->simple.cbSize = sizeof chain->simple;
    chain->simple.cElement = path->count;
    chain->simple.rgpElement = chain->pointers;
    all = &chain->simple.TrustStatus;
    for (DWORD i = 0; i < path->count; i++) {
        CERT_CHAIN_ELEMENT *element = &chain->elements[i];
        chain->pointers[i] = element;
        element->cbSize = sizeof *element;
        element->pCertContext = CertDuplicateCertificateContext(path->certificates[i]);
        element->TrustStatus = path->status[i];
        all->dwErrorStatus |= element->TrustStatus.dwErrorStatus;
    }
    all->dwInfoStatus = CERT_TRUST_HAS_PREFERRED_ISSUER;
    chain->context.TrustStatus = *all;
    return &chain->context;
}

PCCERT_CHAIN_CONTEXT WINAPI CertDuplicateCertificateChain(PCCERT_CHAIN_CONTEXT context)
{
    if (context)
        InterlockedIncrement(&((struct chain *)context)->references);
    return context;
}

void WINAPI CertFreeCertificateChain(PCCERT_CHAIN_CONTEXT context)
{
    struct chain *chain = (struct chain *)context;
    if (!chain || InterlockedDecrement(&chain->references))
        return;
    for (DWORD i = 0; i < chain->simple.cElement; i++)
        CertFreeCertificateContext(chain->elements[i].pCertContext);
    HeapFree(GetProcessHeap(), 0, chain);
}

/* ---- engines */

BOOL WINAPI CertCreateCertificateChainEngine(PCERT_CHAIN_ENGINE_CONFIG config,
                                             HCERTCHAINENGINE *out)
{
    const DWORD exclusive_at = offsetof(CERT_CHAIN_ENGINE_CONFIG, hExclusiveRoot);
    if (!config || !out || config->cbSize < exclusive_at)
        return fail_with(ERROR_INVALID_PARAMETER);
    struct engine *engine = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *engine);
    if (!engine)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    HCERTSTORE roots = config->hRestrictedRoot;
    if (config->cbSize >= exclusive_at + sizeof(HCERTSTORE) && config->hExclusiveRoot)
        roots = config->hExclusiveRoot;
    engine->roots = roots ? CertDuplicateStore(roots) : NULL;
    *out = (HCERTCHAINENGINE)engine;
    return TRUE;
}

void WINAPI CertFreeCertificateChainEngine(HCERTCHAINENGINE handle)
{
    struct engine *engine = (struct engine *)handle;
    if (!engine || handle == HCCE_LOCAL_MACHINE)
        return;
    if (engine->roots)
        CertCloseStore(engine->roots, 0);
    HeapFree(GetProcessHeap(), 0, engine);
}

/* The host's, read once. */
static HCERTSTORE system_roots(void)
{
    static PVOID kept;
    if (!kept) {
        HCERTSTORE opened = CertOpenSystemStoreW(0, L"ROOT");
        if (opened && InterlockedCompareExchangePointer(&kept, opened, NULL))
            CertCloseStore(opened, 0);
    }
    return kept;
}

static HCERTSTORE open_roots(HCERTCHAINENGINE handle)
{
    struct engine *engine = (struct engine *)handle;
    BOOL own = engine && handle != HCCE_LOCAL_MACHINE && engine->roots;
    HCERTSTORE roots = own ? engine->roots : system_roots();
    return roots ? CertDuplicateStore(roots) : NULL;
}

BOOL WINAPI CertGetCertificateChain(HCERTCHAINENGINE engine, PCCERT_CONTEXT context,
                                    LPFILETIME time, HCERTSTORE additional,
                                    PCERT_CHAIN_PARA parameters, DWORD flags, LPVOID reserved,
                                    PCCERT_CHAIN_CONTEXT *out)
{
    if (!context || !out || !parameters)
        return fail_with(ERROR_INVALID_PARAMETER);
    *out = NULL;
    struct search *search = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *search);
    if (!search)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    HCERTSTORE roots = open_roots(engine), authorities = CertOpenSystemStoreW(0, L"CA");
    search->question = (struct chain_question){.subject = context,
                                               .additional = additional,
                                               .own = context->hCertStore,
                                               .authorities = authorities,
                                               .roots = roots,
                                               .parameters = parameters,
                                               .flags = flags};
    if (time)
        search->question.time = *time;
    else
        GetSystemTimeAsFileTime(&search->question.time);
    search->path.count = 1;
    search->path.certificates[0] = context;
    extend(search);
    *out = make_context(&search->best);
    copy_path(&search->best, &(struct path){0});
    if (roots)
        CertCloseStore(roots, 0);
    if (authorities)
        CertCloseStore(authorities, 0);
    HeapFree(GetProcessHeap(), 0, search);
    return *out != NULL;
}
