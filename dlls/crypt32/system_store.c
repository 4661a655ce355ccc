/*
 * wincrypt.h: opening stores. The system store ROOT shows the certificate authorities that the host
 * trusts, read from the host's bundle at each opening; the other system stores are empty, since a
 * Windows of one's own profile starts with nothing in them. What a program adds to a system store
 * is in memory and gone when the store is closed.
 */
#include "message.h"

/* Where distributions keep the bundle; the first is read by default (loader/policy.c). */
static const WCHAR *const bundles[] = {
    L"Z:\\etc\\ssl\\certs\\ca-certificates.crt",
    L"Z:\\etc\\pki\\tls\\certs\\ca-bundle.crt",
    L"Z:\\etc\\ssl\\ca-bundle.pem",
};

static const char *find_text(const char *at, const char *end, const char *text)
{
    SIZE_T size = strlen(text);

    for (; (SIZE_T)(end - at) >= size; at++) {
        if (*at == *text && !memcmp(at, text, size))
            return at;
    }
    return NULL;
}

BOOL store_add_pem(struct store *store, const char *text, SIZE_T size)
{
    static const char begin[] = "-----BEGIN CERTIFICATE-----", end[] = "-----END CERTIFICATE-----";
    const char *stop = text + size, *last;
    BYTE *encoded = HeapAlloc(GetProcessHeap(), 0, size);

    if (!encoded)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    while ((text = find_text(text, stop, begin)) && (last = find_text(text, stop, end))) {
        DWORD room = (DWORD)size;
        struct certificate *certificate = NULL;

        text += sizeof(begin) - 1;
        if (CryptStringToBinaryA(text, (DWORD)(last - text), CRYPT_STRING_BASE64, encoded, &room,
                                 NULL, NULL))
            certificate = certificate_make(X509_ASN_ENCODING, encoded, room, store);
        if (certificate)
            store_link(store, certificate);
        text = last + sizeof(end) - 1;
    }
    HeapFree(GetProcessHeap(), 0, encoded);
    return TRUE;
}

static char *read_file(const WCHAR *path, DWORD *size)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL);
    char *text = NULL;
    DWORD done;

    if (file == INVALID_HANDLE_VALUE)
        return NULL;
    *size = GetFileSize(file, NULL);
    if (*size && *size < (64 << 20))
        text = HeapAlloc(GetProcessHeap(), 0, *size);
    if (text && (!ReadFile(file, text, *size, &done, NULL) || done != *size)) {
        HeapFree(GetProcessHeap(), 0, text);
        text = NULL;
    }
    CloseHandle(file);
    return text;
}

BOOL store_fill_system(struct store *store, const WCHAR *name)
{
    char *text = NULL;
    DWORD size;

    if (lstrcmpiW(name, L"ROOT") && lstrcmpiW(name, L"AuthRoot"))
        return TRUE;
    for (unsigned i = 0; !text && i < ARRAYSIZE(bundles); i++)
        text = read_file(bundles[i], &size);
    if (text)
        store_add_pem(store, text, size);
    HeapFree(GetProcessHeap(), 0, text);
    return TRUE;
}

enum {
    PROVIDER_MESSAGE = 1,
    PROVIDER_MEMORY = 2,
    PROVIDER_PKCS7 = 5,
    PROVIDER_SYSTEM_A = 9,
    PROVIDER_SYSTEM = 10,
    PROVIDER_COLLECTION = 11
};

/* Physical stores and registry stores of a name show the same as the system store. */
static const struct {
    const char *name;
    DWORD number;
} providers[] = {
    {"Memory", PROVIDER_MEMORY}, {"System", PROVIDER_SYSTEM}, {"Collection", PROVIDER_COLLECTION},
    {"PKCS7", PROVIDER_PKCS7},   {"Msg", PROVIDER_MESSAGE},   {"SystemRegistry", PROVIDER_SYSTEM},
};

static DWORD provider_number(LPCSTR provider)
{
    if (!((ULONG_PTR)provider >> 16)) {
        if (provider == CERT_STORE_PROV_SYSTEM_REGISTRY_W)
            return PROVIDER_SYSTEM;
        return provider == CERT_STORE_PROV_SYSTEM_REGISTRY_A ? PROVIDER_SYSTEM_A
                                                             : (DWORD)(ULONG_PTR)provider;
    }
    for (unsigned i = 0; i < ARRAYSIZE(providers); i++) {
        if (!lstrcmpiA(provider, providers[i].name))
            return providers[i].number;
    }
    return 0;
}

static HCERTSTORE open_system(const void *name, BOOL wide)
{
    WCHAR buffer[256];
    struct store *store;

    if (!name || (!wide && !MultiByteToWideChar(CP_ACP, 0, name, -1, buffer, ARRAYSIZE(buffer)))) {
        fail_with(E_INVALIDARG);
        return NULL;
    }
    store = store_make();
    if (store)
        store_fill_system(store, wide ? name : buffer);
    else
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
    return store;
}

static HCERTSTORE open_message(HCRYPTMSG handle)
{
    struct message *message = get_message(handle);
    struct store *store = message ? store_make() : NULL;

    if (store)
        store_add_message(store, message);
    else
        fail_with(message ? ERROR_NOT_ENOUGH_MEMORY : (DWORD)E_INVALIDARG);
    return store;
}

static HCERTSTORE open_encoded(const CRYPT_DATA_BLOB *blob)
{
    HCRYPTMSG message = CryptMsgOpenToDecode(PKCS_7_ASN_ENCODING, 0, 0, 0, NULL, NULL);
    HCERTSTORE store = NULL;

    if (message && CryptMsgUpdate(message, blob->pbData, blob->cbData, TRUE))
        store = open_message(message);
    CryptMsgClose(message);
    return store;
}

HCERTSTORE WINAPI CertOpenStore(LPCSTR provider, DWORD encoding_type, HCRYPTPROV_LEGACY unused,
                                DWORD flags, const void *parameter)
{
    struct store *store;
    DWORD number = provider_number(provider);

    switch (number) {
    case PROVIDER_SYSTEM_A:
    case PROVIDER_SYSTEM:
        if (!(flags & CERT_SYSTEM_STORE_LOCATION_MASK)) {
            fail_with(ERROR_FILE_NOT_FOUND);
            return NULL;
        }
        return open_system(parameter, number == PROVIDER_SYSTEM);
    case PROVIDER_MESSAGE:
        return open_message((HCRYPTMSG)parameter);
    case PROVIDER_PKCS7:
        return open_encoded(parameter);
    case PROVIDER_MEMORY:
    case PROVIDER_COLLECTION:
        store = store_make();
        if (!store)
            fail_with(ERROR_NOT_ENOUGH_MEMORY);
        else
            store->collection = number == PROVIDER_COLLECTION;
        return store;
    default:
        fail_with(ERROR_FILE_NOT_FOUND);
        return NULL;
    }
}

HCERTSTORE WINAPI CertOpenSystemStoreW(HCRYPTPROV_LEGACY provider, LPCWSTR name)
{
    return open_system(name, TRUE);
}

HCERTSTORE WINAPI CertOpenSystemStoreA(HCRYPTPROV_LEGACY provider, LPCSTR name)
{
    return open_system(name, FALSE);
}

BOOL WINAPI CertControlStore(HCERTSTORE handle, DWORD flags, DWORD what, const void *parameter)
{
    if (!get_store(handle))
        return fail_with(E_INVALIDARG);
    if (what == CERT_STORE_CTRL_COMMIT || what == CERT_STORE_CTRL_RESYNC ||
        what == CERT_STORE_CTRL_AUTO_RESYNC)
        return TRUE; /* there is nothing behind the store that could differ */
    return fail_with(ERROR_NOT_SUPPORTED);
}

/* No store holds revocation or trust lists. */
PCCRL_CONTEXT WINAPI CertEnumCRLsInStore(HCERTSTORE handle, PCCRL_CONTEXT previous)
{
    SetLastError(get_store(handle) ? (DWORD)CRYPT_E_NOT_FOUND : (DWORD)E_INVALIDARG);
    return NULL;
}
