/* wincrypt.h: the uses that all certificates of a list are good for. */
#include "store.h"

/* On the heap; NULL with *any set: good for everything, or with the last error set. */
static CERT_ENHKEY_USAGE *uses_of(PCCERT_CONTEXT context, BOOL *any)
{
    CERT_ENHKEY_USAGE *usage;
    DWORD size = 0;

    *any = FALSE;
    if (!CertGetEnhancedKeyUsage(context, 0, NULL, &size))
        return NULL;
    usage = HeapAlloc(GetProcessHeap(), 0, size);
    if (!usage || !CertGetEnhancedKeyUsage(context, 0, usage, &size)) {
        HeapFree(GetProcessHeap(), 0, usage);
        return NULL;
    }
    *any = !usage->cUsageIdentifier && GetLastError() == (DWORD)CRYPT_E_NOT_FOUND;
    if (!*any)
        return usage;
    HeapFree(GetProcessHeap(), 0, usage);
    return NULL;
}

static BOOL has(const CERT_ENHKEY_USAGE *usage, const char *oid)
{
    for (DWORD i = 0; i < usage->cUsageIdentifier; i++)
        if (!lstrcmpA(usage->rgpszUsageIdentifier[i], oid))
            return TRUE;
    return FALSE;
}

/* Keeps of the first what the second has too. */
static void keep_common(CERT_ENHKEY_USAGE *common, const CERT_ENHKEY_USAGE *other)
{
    DWORD kept = 0;

    for (DWORD i = 0; i < common->cUsageIdentifier; i++)
        if (has(other, common->rgpszUsageIdentifier[i]))
            common->rgpszUsageIdentifier[kept++] = common->rgpszUsageIdentifier[i];
    common->cUsageIdentifier = kept;
}

/* Pointers, then their texts. */
static BOOL give_uses(const CERT_ENHKEY_USAGE *usage, int *count, LPSTR *list, DWORD *room)
{
    DWORD number = usage ? usage->cUsageIdentifier : 0, size = number * sizeof(LPSTR), had = *room;
    char *text;

    for (DWORD i = 0; i < number; i++)
        size += lstrlenA(usage->rgpszUsageIdentifier[i]) + 1;
    *count = usage ? (int)number : -1;
    *room = size;
    if (!list)
        return TRUE;
    if (had < size)
        return fail_with(ERROR_MORE_DATA);
    text = (char *)(list + number);
    for (DWORD i = 0; i < number; i++) {
        list[i] = text;
        lstrcpyA(text, usage->rgpszUsageIdentifier[i]);
        text += lstrlenA(text) + 1;
    }
    return TRUE;
}

BOOL WINAPI CertGetValidUsages(DWORD count, PCCERT_CONTEXT *certificates, int *use_count,
                               LPSTR *list, DWORD *room)
{
    CERT_ENHKEY_USAGE *common = NULL, *usage;
    BOOL any, done;

    if (!certificates || !use_count || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    for (DWORD i = 0; i < count; i++) {
        usage = uses_of(certificates[i], &any);
        if (any)
            continue;
        if (!usage) {
            HeapFree(GetProcessHeap(), 0, common);
            return FALSE;
        }
        if (!common) {
            common = usage;
            continue;
        }
        keep_common(common, usage);
        HeapFree(GetProcessHeap(), 0, usage);
    }
    done = give_uses(common, use_count, list, room);
    HeapFree(GetProcessHeap(), 0, common);
    return done;
}

/* No context of a revocation or trust list is ever given out, so NULL alone is right. */
BOOL WINAPI CertFreeCRLContext(PCCRL_CONTEXT context)
{
    return context ? fail_with(E_INVALIDARG) : TRUE;
}

BOOL WINAPI CertFreeCTLContext(PCCTL_CONTEXT context)
{
    return context ? fail_with(E_INVALIDARG) : TRUE;
}
