/*
 * wincrypt.h: the properties that lead to a private key: where it is kept (CERT_KEY_PROV_INFO), or
 * an open handle of it (CERT_KEY_CONTEXT). The first is stored in one piece, with offsets for
 * pointers; the second owns its handle unless it was set with CERT_STORE_NO_CRYPT_RELEASE_FLAG.
 */
#include "property.h"

static SIZE_T text_size(const WCHAR *text)
{
    return text ? (lstrlenW(text) + 1) * sizeof(WCHAR) : 0;
}

/* Copies behind what is used already; the offset, 0 for nothing. */
static SIZE_T append(BYTE *data, SIZE_T *used, const void *from, SIZE_T size)
{
    SIZE_T at = *used;

    if (!size)
        return 0;
    memcpy(data + at, from, size);
    *used += (size + 7) & ~(SIZE_T)7;
    return at;
}

static struct property *flatten(const CRYPT_KEY_PROV_INFO *info)
{
    SIZE_T names[2] = {text_size(info->pwszContainerName), text_size(info->pwszProvName)};
    SIZE_T parameters = info->cProvParam * sizeof(*info->rgProvParam), used, size;
    CRYPT_KEY_PROV_INFO flat = *info;
    CRYPT_KEY_PROV_PARAM *list;
    struct property *property;

    size = sizeof(flat) + names[0] + names[1] + parameters + 24;
    for (DWORD i = 0; i < info->cProvParam; i++)
        size += info->rgProvParam[i].cbData + 8;
    property = property_make(CERT_KEY_PROV_INFO_PROP_ID, NULL, (DWORD)size);
    if (!property)
        return NULL;
    used = sizeof(flat);
    flat.pwszContainerName =
        (WCHAR *)append(property->data, &used, info->pwszContainerName, names[0]);
    flat.pwszProvName = (WCHAR *)append(property->data, &used, info->pwszProvName, names[1]);
    flat.rgProvParam =
        (CRYPT_KEY_PROV_PARAM *)append(property->data, &used, info->rgProvParam, parameters);
    list = (CRYPT_KEY_PROV_PARAM *)(property->data + (SIZE_T)flat.rgProvParam);
    for (DWORD i = 0; i < info->cProvParam; i++)
        list[i].pbData = (BYTE *)append(property->data, &used, info->rgProvParam[i].pbData,
                                        info->rgProvParam[i].cbData);
    memcpy(property->data, &flat, sizeof(flat));
    property->size = (DWORD)used;
    return property;
}

BOOL property_give_provider(const struct property *property, void *buffer, DWORD *room)
{
    CRYPT_KEY_PROV_INFO *info = buffer;
    BYTE *base = buffer;

    if (!give_bytes(property->data, property->size, buffer, room))
        return FALSE;
    if (!buffer)
        return TRUE;
    if (info->pwszContainerName)
        info->pwszContainerName = (WCHAR *)(base + (SIZE_T)info->pwszContainerName);
    if (info->pwszProvName)
        info->pwszProvName = (WCHAR *)(base + (SIZE_T)info->pwszProvName);
    if (info->rgProvParam)
        info->rgProvParam = (CRYPT_KEY_PROV_PARAM *)(base + (SIZE_T)info->rgProvParam);
    for (DWORD i = 0; i < info->cProvParam; i++)
        info->rgProvParam[i].pbData = base + (SIZE_T)info->rgProvParam[i].pbData;
    return TRUE;
}

static struct property *hold(const CERT_KEY_CONTEXT *context, DWORD flags)
{
    struct property *property =
        property_make(CERT_KEY_CONTEXT_PROP_ID, context, sizeof(CERT_KEY_CONTEXT));

    if (property)
        property->owns_handle = !(flags & CERT_STORE_NO_CRYPT_RELEASE_FLAG);
    return property;
}

struct property *property_make_key(DWORD id, DWORD flags, const void *data)
{
    CERT_KEY_CONTEXT context = {.cbSize = sizeof(context)};

    switch (id) {
    case CERT_KEY_PROV_INFO_PROP_ID:
        return flatten(data);
    case CERT_KEY_CONTEXT_PROP_ID:
        if (((const CERT_KEY_CONTEXT *)data)->cbSize == sizeof(CERT_KEY_CONTEXT))
            return hold(data, flags);
        break;
    case CERT_KEY_PROV_HANDLE_PROP_ID:
        context.hCryptProv = (HCRYPTPROV)data;
        context.dwKeySpec = AT_SIGNATURE;
        return hold(&context, flags);
    default:
        break;
    }
    fail_with(E_INVALIDARG);
    return NULL;
}

struct property *property_copy(const struct property *from)
{
    struct property *copy = property_make(from->id, from->data, from->size);

    if (copy && from->owns_handle &&
        CryptContextAddRef(((CERT_KEY_CONTEXT *)from->data)->hCryptProv, NULL, 0))
        copy->owns_handle = TRUE;
    return copy;
}

void property_free(struct property *property)
{
    if (property->owns_handle)
        CryptReleaseContext(((CERT_KEY_CONTEXT *)property->data)->hCryptProv, 0);
    SecureZeroMemory(property->data, property->size);
    HeapFree(GetProcessHeap(), 0, property);
}

/* From its container; the handle is the caller's, or kept with the certificate. */
static BOOL open_container(PCCERT_CONTEXT context, DWORD flags, HCRYPTPROV *provider, DWORD *spec,
                           BOOL *release)
{
    BYTE buffer[2048] __attribute__((aligned(8)));
    const CRYPT_KEY_PROV_INFO *info = (CRYPT_KEY_PROV_INFO *)buffer;
    CERT_KEY_CONTEXT kept = {.cbSize = sizeof(kept)};
    DWORD room = sizeof(buffer);
    BOOL cache;

    if (!CertGetCertificateContextProperty(context, CERT_KEY_PROV_INFO_PROP_ID, buffer, &room))
        return fail_with(CRYPT_E_NO_KEY_PROPERTY);
    cache = flags & CRYPT_ACQUIRE_CACHE_FLAG || (flags & CRYPT_ACQUIRE_USE_PROV_INFO_FLAG &&
                                                 info->dwFlags & CERT_SET_KEY_CONTEXT_PROP_ID);
    if (!CryptAcquireContextW(provider, info->pwszContainerName, info->pwszProvName,
                              info->dwProvType,
                              (info->dwFlags & CRYPT_MACHINE_KEYSET) |
                                  (flags & CRYPT_ACQUIRE_SILENT_FLAG ? CRYPT_SILENT : 0)))
        return FALSE;
    *spec = info->dwKeySpec;
    *release = !cache;
    if (!cache)
        return TRUE;
    kept.hCryptProv = *provider;
    kept.dwKeySpec = *spec;
    if (CertSetCertificateContextProperty(context, CERT_KEY_CONTEXT_PROP_ID, 0, &kept))
        return TRUE;
    CryptReleaseContext(*provider, 0);
    return FALSE;
}

BOOL WINAPI CryptAcquireCertificatePrivateKey(PCCERT_CONTEXT context, DWORD flags, void *parameters,
                                              HCRYPTPROV_OR_NCRYPT_KEY_HANDLE *handle, DWORD *spec,
                                              BOOL *release)
{
    CERT_KEY_CONTEXT kept;
    DWORD room = sizeof(kept), found_spec;
    HCRYPTPROV provider;
    BOOL owned;

    if (!context || !handle)
        return fail_with(E_INVALIDARG);
    if (flags & CRYPT_ACQUIRE_ONLY_NCRYPT_KEY_FLAG)
        return fail_with(CRYPT_E_NO_KEY_PROPERTY);
    if (CertGetCertificateContextProperty(context, CERT_KEY_CONTEXT_PROP_ID, &kept, &room)) {
        provider = kept.hCryptProv;
        found_spec = kept.dwKeySpec;
        owned = FALSE;
    } else if (!open_container(context, flags, &provider, &found_spec, &owned)) {
        return FALSE;
    }
    *handle = provider;
    if (spec)
        *spec = found_spec;
    if (release)
        *release = owned;
    return TRUE;
}
