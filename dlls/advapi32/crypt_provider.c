/* wincrypt.h: providers: which there are, and contexts of them. */
#include "account.h"
#include "crypt.h"
#include "random.h"
#include "wide_name.h"

#define PROVIDER_MAGIC 0x50525943

static const struct {
    const WCHAR *name;
    DWORD type;
    BOOL is_default, weak;
} providers[] = {
    {MS_DEF_PROV_W, PROV_RSA_FULL, FALSE, TRUE},
    {MS_ENHANCED_PROV_W, PROV_RSA_FULL, FALSE, FALSE},
    {MS_ENH_RSA_AES_PROV_W, PROV_RSA_AES, TRUE, FALSE},
    {MS_STRONG_PROV_W, PROV_RSA_FULL, TRUE, FALSE},
    /* Windows XP's name, which programs try too; not listed. */
    {L"Microsoft Enhanced RSA and AES Cryptographic Provider (Prototype)", PROV_RSA_AES, FALSE,
     FALSE},
};
#define LISTED 4

static const struct {
    const WCHAR *name;
    DWORD type;
} types[] = {{L"RSA Full (Signature and Key Exchange)", PROV_RSA_FULL},
             {L"RSA Full and AES", PROV_RSA_AES}};

struct crypt_provider *crypt_provider(HCRYPTPROV handle)
{
    struct crypt_provider *provider = (struct crypt_provider *)handle;

    if (provider && provider->magic == PROVIDER_MAGIC)
        return provider;
    fail_with(ERROR_INVALID_PARAMETER);
    return NULL;
}

/* The index, or -1 with the last error set. */
static int find_provider(const WCHAR *name, DWORD type)
{
    if (!type || type > 999) {
        fail_with(NTE_BAD_PROV_TYPE);
        return -1;
    }
    for (unsigned i = 0; i < ARRAYSIZE(providers); i++) {
        if (name && *name ? !lstrcmpiW(name, providers[i].name)
                          : providers[i].is_default && providers[i].type == type) {
            if (providers[i].type == type)
                return (int)i;
            fail_with(NTE_PROV_TYPE_NO_MATCH);
            return -1;
        }
    }
    fail_with(name && *name ? NTE_KEYSET_NOT_DEF : NTE_PROV_TYPE_NOT_DEF);
    return -1;
}

static struct crypt_provider *make(int index, DWORD flags, const WCHAR *container)
{
    SIZE_T name_size = container ? (lstrlenW(container) + 1) * sizeof(WCHAR) : 0;
    struct crypt_provider *provider =
        HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*provider) + name_size);

    if (!provider) {
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    provider->magic = PROVIDER_MAGIC;
    provider->references = 1;
    provider->type = providers[index].type;
    provider->name = providers[index].name;
    provider->weak = providers[index].weak;
    provider->flags = flags;
    if (container) {
        provider->container = (WCHAR *)(provider + 1);
        memcpy(provider->container, container, name_size);
        container_load(provider);
    }
    return provider;
}

/* A container without a name is the user's. */
static BOOL acquire(HCRYPTPROV *result, const WCHAR *container, int index, DWORD flags)
{
    BOOL machine = (flags & CRYPT_MACHINE_KEYSET) != 0;
    WCHAR user[256];
    DWORD room = ARRAYSIZE(user);
    struct crypt_provider *provider;

    if (!container || !*container) {
        GetUserNameW(user, &room);
        container = user;
    }
    if (flags & CRYPT_DELETEKEYSET) {
        *result = 0;
        return container_delete(container, machine);
    }
    if (flags & CRYPT_NEWKEYSET) {
        if (container_exists(container, machine))
            return fail_with(NTE_EXISTS);
        if (!container_create(container, machine))
            return FALSE;
    } else if (!container_exists(container, machine)) {
        return fail_with(NTE_BAD_KEYSET);
    }
    provider = make(index, flags, container);
    if (provider)
        *result = (HCRYPTPROV)provider;
    return provider != NULL;
}

BOOL WINAPI CryptAcquireContextW(HCRYPTPROV *result, LPCWSTR container, LPCWSTR name, DWORD type,
                                 DWORD flags)
{
    const DWORD known = CRYPT_VERIFYCONTEXT | CRYPT_NEWKEYSET | CRYPT_DELETEKEYSET |
                        CRYPT_MACHINE_KEYSET | CRYPT_SILENT | 0x80 /* default container optional */;
    struct crypt_provider *provider;
    int index;

    if (!result)
        return fail_with(ERROR_INVALID_PARAMETER);
    index = find_provider(name, type);
    if (index < 0)
        return FALSE;
    if (flags & ~known)
        return fail_with(NTE_BAD_FLAGS);
    if (!(flags & (CRYPT_VERIFYCONTEXT | 0x80)) || flags & CRYPT_DELETEKEYSET)
        return acquire(result, container, index, flags);
    if (flags & CRYPT_VERIFYCONTEXT && container && *container)
        return fail_with(NTE_BAD_FLAGS);
    provider = make(index, flags, NULL);
    if (provider)
        *result = (HCRYPTPROV)provider;
    return provider != NULL;
}

BOOL WINAPI CryptAcquireContextA(HCRYPTPROV *result, LPCSTR container, LPCSTR name, DWORD type,
                                 DWORD flags)
{
    WCHAR *wide_container = container ? wide_name(container) : NULL;
    WCHAR *wide_provider = name ? wide_name(name) : NULL;
    BOOL done = (!container || wide_container) && (!name || wide_provider) &&
                CryptAcquireContextW(result, wide_container, wide_provider, type, flags);

    wide_free(wide_container);
    wide_free(wide_provider);
    return done;
}

BOOL WINAPI CryptContextAddRef(HCRYPTPROV handle, DWORD *reserved, DWORD flags)
{
    struct crypt_provider *provider = crypt_provider(handle);

    if (!provider)
        return FALSE;
    InterlockedIncrement(&provider->references);
    return TRUE;
}

BOOL WINAPI CryptReleaseContext(HCRYPTPROV handle, DWORD flags)
{
    struct crypt_provider *provider = crypt_provider(handle);

    if (!provider)
        return FALSE;
    if (flags)
        return fail_with(NTE_BAD_FLAGS);
    if (!InterlockedDecrement(&provider->references)) {
        for (int i = 0; i < SLOT_COUNT; i++)
            if (provider->slots[i])
                crypt_key_release(provider->slots[i]);
        provider->magic = 0;
        HeapFree(GetProcessHeap(), 0, provider);
    }
    return TRUE;
}

BOOL WINAPI CryptGenRandom(HCRYPTPROV handle, DWORD size, BYTE *buffer)
{
    return crypt_provider(handle) && nt_result(BaileyRandom(buffer, size));
}

/* RtlGenRandom */
BOOLEAN WINAPI SystemFunction036(PVOID buffer, ULONG size)
{
    return BaileyRandom(buffer, size) >= 0;
}

static BOOL give_wide(const WCHAR *text, WCHAR *buffer, DWORD *room)
{
    return crypt_give(text, (lstrlenW(text) + 1) * sizeof(WCHAR), (BYTE *)buffer, room);
}

static BOOL give_narrow(const WCHAR *text, char *buffer, DWORD *room)
{
    char narrow[512];
    int size = WideCharToMultiByte(CP_ACP, 0, text, -1, narrow, sizeof(narrow), NULL, NULL);

    return crypt_give(narrow, (DWORD)size, (BYTE *)buffer, room);
}

BOOL WINAPI CryptEnumProvidersW(DWORD index, DWORD *reserved, DWORD flags, DWORD *type, LPWSTR name,
                                DWORD *room)
{
    if (reserved || !type || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (flags)
        return fail_with(NTE_BAD_FLAGS);
    if (index >= LISTED)
        return fail_with(ERROR_NO_MORE_ITEMS);
    *type = providers[index].type;
    return give_wide(providers[index].name, name, room);
}

BOOL WINAPI CryptEnumProvidersA(DWORD index, DWORD *reserved, DWORD flags, DWORD *type, LPSTR name,
                                DWORD *room)
{
    if (reserved || !type || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (flags)
        return fail_with(NTE_BAD_FLAGS);
    if (index >= LISTED)
        return fail_with(ERROR_NO_MORE_ITEMS);
    *type = providers[index].type;
    return give_narrow(providers[index].name, name, room);
}

BOOL WINAPI CryptEnumProviderTypesW(DWORD index, DWORD *reserved, DWORD flags, DWORD *type,
                                    LPWSTR name, DWORD *room)
{
    if (reserved || !type || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (flags)
        return fail_with(NTE_BAD_FLAGS);
    if (index >= ARRAYSIZE(types))
        return fail_with(ERROR_NO_MORE_ITEMS);
    *type = types[index].type;
    return give_wide(types[index].name, name, room);
}

BOOL WINAPI CryptEnumProviderTypesA(DWORD index, DWORD *reserved, DWORD flags, DWORD *type,
                                    LPSTR name, DWORD *room)
{
    if (reserved || !type || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (flags)
        return fail_with(NTE_BAD_FLAGS);
    if (index >= ARRAYSIZE(types))
        return fail_with(ERROR_NO_MORE_ITEMS);
    *type = types[index].type;
    return give_narrow(types[index].name, name, room);
}

static const WCHAR *default_name(DWORD type, DWORD *reserved, DWORD flags)
{
    int index;

    if (reserved || flags & ~(DWORD)(CRYPT_USER_DEFAULT | CRYPT_MACHINE_DEFAULT)) {
        fail_with(reserved ? ERROR_INVALID_PARAMETER : NTE_BAD_FLAGS);
        return NULL;
    }
    index = find_provider(NULL, type);
    return index < 0 ? NULL : providers[index].name;
}

BOOL WINAPI CryptGetDefaultProviderW(DWORD type, DWORD *reserved, DWORD flags, LPWSTR name,
                                     DWORD *room)
{
    const WCHAR *found = room ? default_name(type, reserved, flags) : NULL;

    return found ? give_wide(found, name, room) : room ? FALSE : fail_with(ERROR_INVALID_PARAMETER);
}

BOOL WINAPI CryptGetDefaultProviderA(DWORD type, DWORD *reserved, DWORD flags, LPSTR name,
                                     DWORD *room)
{
    const WCHAR *found = room ? default_name(type, reserved, flags) : NULL;

    return found  ? give_narrow(found, name, room)
           : room ? FALSE
                  : fail_with(ERROR_INVALID_PARAMETER);
}
