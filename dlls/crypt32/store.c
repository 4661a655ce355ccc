/* wincrypt.h: certificate stores. They are kept in memory; the system stores show what the host
 * trusts (system_store.c). */
#include "property.h"

SRWLOCK store_lock = SRWLOCK_INIT;

struct store *get_store(HCERTSTORE handle)
{
    struct store *store = handle;

    return store && store->magic == STORE_MAGIC && store->handles > 0 ? store : NULL;
}

struct store *store_make(void)
{
    struct store *store = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*store));

    if (store) {
        store->magic = STORE_MAGIC;
        store->handles = store->pins = 1;
    }
    return store;
}

void store_unpin(struct store *store)
{
    if (InterlockedDecrement(&store->pins))
        return;
    store->magic = 0;
    HeapFree(GetProcessHeap(), 0, store);
}

void store_link(struct store *store, struct certificate *certificate)
{
    AcquireSRWLockExclusive(&store_lock);
    certificate->previous = store->last;
    *(store->last ? &store->last->next : &store->first) = certificate;
    store->last = certificate;
    certificate->linked = TRUE;
    ReleaseSRWLockExclusive(&store_lock);
}

/* Takes it out of its store; FALSE if somebody else did. The store's reference becomes the
 * caller's. */
static BOOL unlink_certificate(struct certificate *certificate)
{
    struct store *store = certificate->context.hCertStore;
    BOOL linked;

    AcquireSRWLockExclusive(&store_lock);
    linked = certificate->linked;
    if (linked) {
        *(certificate->previous ? &certificate->previous->next : &store->first) = certificate->next;
        *(certificate->next ? &certificate->next->previous : &store->last) = certificate->previous;
        certificate->linked = FALSE;
    }
    ReleaseSRWLockExclusive(&store_lock);
    return linked;
}

static struct certificate *next_in_collection(struct store *store, struct certificate *after)
{
    struct certificate *next = after && after->linked ? after->next : NULL;
    DWORD i = 0;

    if (after) {
        while (i < store->member_count && store->members[i] != after->context.hCertStore)
            i++;
        i++;
    }
    for (; !next && i < store->member_count; i++)
        next = store->members[i]->first;
    return next;
}

struct certificate *store_next(struct store *store, struct certificate *after)
{
    struct certificate *next;

    AcquireSRWLockShared(&store_lock);
    if (store->collection)
        next = next_in_collection(store, after);
    else
        next = !after ? store->first : after->linked ? after->next : NULL;
    if (next)
        InterlockedIncrement(&next->references);
    ReleaseSRWLockShared(&store_lock);
    return next;
}

PCCERT_CONTEXT WINAPI CertEnumCertificatesInStore(HCERTSTORE handle, PCCERT_CONTEXT previous)
{
    struct store *store = get_store(handle);
    struct certificate *next =
        store ? store_next(store, previous ? certificate_of(previous) : NULL) : NULL;

    CertFreeCertificateContext(previous);
    if (!next)
        SetLastError(store ? (DWORD)CRYPT_E_NOT_FOUND : (DWORD)E_INVALIDARG);
    return next ? &next->context : NULL;
}

HCERTSTORE WINAPI CertDuplicateStore(HCERTSTORE handle)
{
    struct store *store = get_store(handle);

    if (store)
        InterlockedIncrement(&store->handles);
    return handle;
}

/* CERT_CLOSE_STORE_CHECK_FLAG reports contexts that are still held, and closes all the same. */
BOOL WINAPI CertCloseStore(HCERTSTORE handle, DWORD flags)
{
    struct store *store = get_store(handle);
    BOOL pending = FALSE;

    if (!handle)
        return TRUE;
    if (!store)
        return fail_with(E_INVALIDARG);
    if (InterlockedDecrement(&store->handles)) {
        if (!(flags & CERT_CLOSE_STORE_CHECK_FLAG))
            return TRUE;
        return fail_with(CRYPT_E_PENDING_CLOSE);
    }
    while (store->first) {
        struct certificate *certificate = store->first;

        unlink_certificate(certificate);
        pending |= certificate->references > 1;
        CertFreeCertificateContext(&certificate->context);
    }
    for (DWORD i = 0; i < store->member_count; i++)
        CertCloseStore(store->members[i], 0);
    HeapFree(GetProcessHeap(), 0, store->members);
    store_unpin(store);
    return flags & CERT_CLOSE_STORE_CHECK_FLAG && pending ? fail_with(CRYPT_E_PENDING_CLOSE) : TRUE;
}

BOOL WINAPI CertDeleteCertificateFromStore(PCCERT_CONTEXT context)
{
    if (!context)
        return TRUE;
    if (context->hCertStore && unlink_certificate(certificate_of(context)))
        CertFreeCertificateContext(context);
    CertFreeCertificateContext(context);
    return TRUE;
}

static struct certificate *find_same(struct store *store, const CERT_CONTEXT *context)
{
    struct certificate *found = store_next(store, NULL);

    while (found &&
           (found->context.cbCertEncoded != context->cbCertEncoded ||
            memcmp(found->context.pbCertEncoded, context->pbCertEncoded, context->cbCertEncoded))) {
        struct certificate *next = store_next(store, found);

        CertFreeCertificateContext(&found->context);
        found = next;
    }
    return found;
}

static void copy_properties(struct certificate *to, const struct certificate *from)
{
    for (const struct property *property = from->properties; property; property = property->next) {
        struct property *copy = property_copy(property);

        if (copy)
            property_put(to, copy);
    }
}

static BOOL give_context(struct certificate *certificate, PCCERT_CONTEXT *result)
{
    if (result)
        *result = &certificate->context;
    else
        CertFreeCertificateContext(&certificate->context);
    return TRUE;
}

BOOL WINAPI CertAddCertificateContextToStore(HCERTSTORE handle, PCCERT_CONTEXT context, DWORD how,
                                             PCCERT_CONTEXT *result)
{
    struct store *store = get_store(handle);
    struct certificate *same, *added;

    if (!context || (handle && !store) || !how || how > CERT_STORE_ADD_NEWER_INHERIT_PROPERTIES)
        return fail_with(E_INVALIDARG);
    if (!store)
        return give_context(certificate_of(CertDuplicateCertificateContext(context)), result);
    if (store->collection) {
        if (!store->member_count)
            return fail_with(E_ACCESSDENIED);
        store = store->members[0];
    }
    same = how == CERT_STORE_ADD_ALWAYS ? NULL : find_same(store, context);
    if (same && (how == CERT_STORE_ADD_NEW || how == CERT_STORE_ADD_NEWER ||
                 how == CERT_STORE_ADD_NEWER_INHERIT_PROPERTIES)) {
        CertFreeCertificateContext(&same->context);
        return fail_with(CRYPT_E_EXISTS);
    }
    if (same && how != CERT_STORE_ADD_REPLACE_EXISTING) {
        copy_properties(same, certificate_of(context));
        return give_context(same, result);
    }
    added = certificate_make(context->dwCertEncodingType, context->pbCertEncoded,
                             context->cbCertEncoded, store);
    if (same)
        CertDeleteCertificateFromStore(&same->context);
    if (!added)
        return FALSE;
    copy_properties(added, certificate_of(context));
    InterlockedIncrement(&added->references);
    store_link(store, added);
    return give_context(added, result);
}

BOOL WINAPI CertAddEncodedCertificateToStore(HCERTSTORE handle, DWORD encoding_type,
                                             const BYTE *encoded, DWORD size, DWORD how,
                                             PCCERT_CONTEXT *result)
{
    PCCERT_CONTEXT context = CertCreateCertificateContext(encoding_type, encoded, size);
    BOOL added;

    if (!context)
        return FALSE;
    added = CertAddCertificateContextToStore(handle, context, how, result);
    CertFreeCertificateContext(context);
    return added;
}

BOOL WINAPI CertAddStoreToCollection(HCERTSTORE collection, HCERTSTORE sibling, DWORD flags,
                                     DWORD priority)
{
    struct store *store = get_store(collection), **members;

    if (!store || !get_store(sibling) || !store->collection)
        return fail_with(E_INVALIDARG);
    members = HeapAlloc(GetProcessHeap(), 0, (store->member_count + 1) * sizeof(*members));
    if (!members)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    CertDuplicateStore(sibling);
    AcquireSRWLockExclusive(&store_lock);
    if (store->member_count)
        memcpy(members, store->members, store->member_count * sizeof(*members));
    members[store->member_count++] = sibling;
    HeapFree(GetProcessHeap(), 0, store->members);
    store->members = members;
    ReleaseSRWLockExclusive(&store_lock);
    return TRUE;
}

void WINAPI CertRemoveStoreFromCollection(HCERTSTORE collection, HCERTSTORE sibling)
{
    struct store *store = get_store(collection);
    DWORD i = 0;

    if (!store || !store->collection)
        return;
    AcquireSRWLockExclusive(&store_lock);
    while (i < store->member_count && store->members[i] != sibling)
        i++;
    if (i == store->member_count)
        sibling = NULL;
    for (; i + 1 < store->member_count; i++)
        store->members[i] = store->members[i + 1];
    store->member_count -= sibling != NULL;
    ReleaseSRWLockExclusive(&store_lock);
    CertCloseStore(sibling, 0);
}
