/* wincrypt.h: the parameters of providers. */
#include "crypt.h"

static BOOL give_text(const WCHAR *text, BYTE *buffer, DWORD *room)
{
    char narrow[512];
    int size = WideCharToMultiByte(CP_ACP, 0, text, -1, narrow, sizeof(narrow), NULL, NULL);

    return crypt_give(narrow, (DWORD)size, buffer, room);
}

static BOOL give_number(DWORD number, BYTE *buffer, DWORD *room)
{
    return crypt_give(&number, sizeof(number), buffer, room);
}

/* The next algorithm that a provider of this type has. */
static const struct crypt_algorithm *next_algorithm(struct crypt_provider *provider, DWORD flags)
{
    const struct crypt_algorithm *algorithm;

    if (flags & CRYPT_FIRST)
        provider->next_algorithm = 0;
    do
        algorithm = crypt_algorithm_at(provider->next_algorithm++);
    while (algorithm && !(algorithm->types & 1u << provider->type));
    if (!algorithm)
        fail_with(ERROR_NO_MORE_ITEMS);
    return algorithm;
}

static BOOL give_algorithm(struct crypt_provider *provider, BYTE *buffer, DWORD *room, DWORD flags)
{
    const struct crypt_algorithm *algorithm = next_algorithm(provider, flags);
    PROV_ENUMALGS result = {0};
    BOOL done;

    if (!algorithm)
        return FALSE;
    result.aiAlgid = algorithm->id;
    result.dwBitLen = algorithm->size;
    result.dwNameLen = lstrlenA(algorithm->short_name) + 1;
    lstrcpyA(result.szName, algorithm->short_name);
    done = crypt_give(&result, sizeof(result), buffer, room);
    if (!done || !buffer)
        provider->next_algorithm--;
    return done;
}

static BOOL give_algorithm_ex(struct crypt_provider *provider, BYTE *buffer, DWORD *room,
                              DWORD flags)
{
    const struct crypt_algorithm *algorithm = next_algorithm(provider, flags);
    PROV_ENUMALGS_EX result = {0};
    BOOL done;

    if (!algorithm)
        return FALSE;
    result.aiAlgid = algorithm->id;
    result.dwDefaultLen = algorithm->size;
    result.dwMinLen = algorithm->min;
    result.dwMaxLen = algorithm->max;
    result.dwNameLen = lstrlenA(algorithm->short_name) + 1;
    lstrcpyA(result.szName, algorithm->short_name);
    result.dwLongNameLen = lstrlenA(algorithm->long_name) + 1;
    lstrcpyA(result.szLongName, algorithm->long_name);
    done = crypt_give(&result, sizeof(result), buffer, room);
    if (!done || !buffer)
        provider->next_algorithm--;
    return done;
}

static BOOL give_container(struct crypt_provider *provider, BYTE *buffer, DWORD *room, DWORD flags)
{
    WCHAR name[MAX_PATH + 1];

    if (flags & CRYPT_FIRST)
        provider->next_container = 0;
    if (!container_name(provider->next_container, (flags | provider->flags) & CRYPT_MACHINE_KEYSET,
                        name, ARRAYSIZE(name)))
        return fail_with(ERROR_NO_MORE_ITEMS);
    if (!buffer)
        return crypt_give(NULL, sizeof(name) / sizeof(*name), NULL, room);
    provider->next_container++;
    return give_text(name, buffer, room);
}

BOOL WINAPI CryptGetProvParam(HCRYPTPROV handle, DWORD what, BYTE *buffer, DWORD *room, DWORD flags)
{
    struct crypt_provider *provider = crypt_provider(handle);

    if (!provider || !room)
        return provider ? fail_with(ERROR_INVALID_PARAMETER) : FALSE;
    switch (what) {
    case PP_NAME:
        return give_text(provider->name, buffer, room);
    case PP_CONTAINER:
    case PP_UNIQUE_CONTAINER:
        return give_text(provider->container ? provider->container : L"", buffer, room);
    case PP_PROVTYPE:
        return give_number(provider->type, buffer, room);
    case PP_IMPTYPE:
        return give_number(CRYPT_IMPL_SOFTWARE, buffer, room);
    case PP_VERSION:
        return give_number(0x200, buffer, room);
    case PP_KEYSPEC:
        return give_number(AT_KEYEXCHANGE | AT_SIGNATURE, buffer, room);
    case PP_KEYSET_TYPE:
        return give_number(provider->flags & CRYPT_MACHINE_KEYSET, buffer, room);
    case PP_SIG_KEYSIZE_INC:
    case PP_KEYX_KEYSIZE_INC:
        return give_number(8, buffer, room);
    case PP_ENUMALGS:
        return give_algorithm(provider, buffer, room, flags);
    case PP_ENUMALGS_EX:
        return give_algorithm_ex(provider, buffer, room, flags);
    case PP_ENUMCONTAINERS:
        return give_container(provider, buffer, room, flags);
    default:
        return fail_with(NTE_BAD_TYPE);
    }
}

/* The window for questions, of which there are none, and the use of hardware. */
BOOL WINAPI CryptSetProvParam(HCRYPTPROV handle, DWORD what, const BYTE *value, DWORD flags)
{
    if (what == PP_CLIENT_HWND && !handle)
        return TRUE;
    if (!crypt_provider(handle))
        return FALSE;
    return what == PP_CLIENT_HWND || what == PP_USE_HARDWARE_RNG ? TRUE : fail_with(NTE_BAD_TYPE);
}
