/* ncrypt.h: properties of the provider and of keys; those with unknown names are kept as they are.
 */
#include "objects.h"

static BOOL is(LPCWSTR property, const WCHAR *name)
{
    return !lstrcmpW(property, name);
}

static SECURITY_STATUS give_number(DWORD number, BYTE *buffer, DWORD room, DWORD *needed)
{
    return give(&number, sizeof(number), buffer, room, needed);
}

static SECURITY_STATUS give_text(const WCHAR *text, BYTE *buffer, DWORD room, DWORD *needed)
{
    return give(text, (lstrlenW(text) + 1) * sizeof(WCHAR), buffer, room, needed);
}

static SECURITY_STATUS provider_property(LPCWSTR property, BYTE *buffer, DWORD room, DWORD *needed)
{
    if (is(property, NCRYPT_NAME_PROPERTY))
        return give_text(MS_KEY_STORAGE_PROVIDER, buffer, room, needed);
    if (is(property, NCRYPT_IMPL_TYPE_PROPERTY))
        return give_number(NCRYPT_IMPL_SOFTWARE_FLAG, buffer, room, needed);
    if (is(property, NCRYPT_VERSION_PROPERTY))
        return give_number(0x10000, buffer, room, needed);
    if (is(property, NCRYPT_MAX_NAME_LENGTH_PROPERTY))
        return give_number(MAX_PATH - 1, buffer, room, needed);
    return NTE_NOT_SUPPORTED;
}

static struct property **find(struct key *key, LPCWSTR name)
{
    struct property **link = &key->properties;

    while (*link && lstrcmpW((*link)->name, name))
        link = &(*link)->next;
    return link;
}

static SECURITY_STATUS lengths(const struct key *key, BYTE *buffer, DWORD room, DWORD *needed)
{
    NCRYPT_SUPPORTED_LENGTHS lengths = {key->algorithm->min, key->algorithm->max,
                                        key->algorithm->step, key->algorithm->standard};

    return give(&lengths, sizeof(lengths), buffer, room, needed);
}

/* Names and sizes that bcrypt knows too. */
static SECURITY_STATUS from_bcrypt(const struct key *key, LPCWSTR property, BYTE *buffer,
                                   DWORD room, DWORD *needed)
{
    if (!key->key)
        return NTE_INVALID_HANDLE;
    return status_of(BCryptGetProperty(key->key, property, buffer, room, needed, 0));
}

static SECURITY_STATUS key_property(struct key *key, LPCWSTR property, BYTE *buffer, DWORD room,
                                    DWORD *needed)
{
    const struct property *own = *find(key, property);

    if (own)
        return give(own->data, own->size, buffer, room, needed);
    if (is(property, NCRYPT_ALGORITHM_PROPERTY))
        return give_text(key->algorithm->name, buffer, room, needed);
    if (is(property, NCRYPT_ALGORITHM_GROUP_PROPERTY))
        return give_text(key->algorithm->group, buffer, room, needed);
    if (is(property, NCRYPT_LENGTH_PROPERTY) || is(property, L"PublicKeyLength"))
        return give_number(key->bits, buffer, room, needed);
    if (is(property, NCRYPT_LENGTHS_PROPERTY))
        return lengths(key, buffer, room, needed);
    if (is(property, NCRYPT_EXPORT_POLICY_PROPERTY))
        return give_number(key->policy, buffer, room, needed);
    if (is(property, NCRYPT_KEY_USAGE_PROPERTY))
        return give_number(key->usage, buffer, room, needed);
    if (is(property, NCRYPT_KEY_TYPE_PROPERTY))
        return give_number(key->flags & NCRYPT_MACHINE_KEY_FLAG, buffer, room, needed);
    if (is(property, NCRYPT_NAME_PROPERTY) || is(property, NCRYPT_UNIQUE_NAME_PROPERTY))
        return key->name[0] ? give_text(key->name, buffer, room, needed) : NTE_NOT_SUPPORTED;
    if (is(property, NCRYPT_BLOCK_LENGTH_PROPERTY) || is(property, BCRYPT_SIGNATURE_LENGTH))
        return from_bcrypt(key, property, buffer, room, needed);
    return NTE_NOT_FOUND;
}

SECURITY_STATUS WINAPI NCryptGetProperty(NCRYPT_HANDLE handle, LPCWSTR property, PBYTE buffer,
                                         DWORD room, DWORD *needed, DWORD flags)
{
    struct key *key = get_object(handle, KEY);

    if (!key && !get_object(handle, PROVIDER))
        return NTE_INVALID_HANDLE;
    if (!property || !needed)
        return NTE_INVALID_PARAMETER;
    return key ? key_property(key, property, buffer, room, needed)
               : provider_property(property, buffer, room, needed);
}

static SECURITY_STATUS set_length(struct key *key, DWORD bits)
{
    const struct algorithm *algorithm = key->algorithm;

    if (key->finalized)
        return NTE_INVALID_HANDLE;
    if (bits < algorithm->min || bits > algorithm->max ||
        (algorithm->step && bits % algorithm->step))
        return NTE_NOT_SUPPORTED;
    key->bits = bits;
    return ERROR_SUCCESS;
}

static SECURITY_STATUS keep(struct key *key, LPCWSTR name, const BYTE *value, DWORD size)
{
    struct property **link = find(key, name), *old = *link, *made;

    if (lstrlenW(name) >= (int)ARRAYSIZE(made->name))
        return NTE_INVALID_PARAMETER;
    made = HeapAlloc(GetProcessHeap(), 0, sizeof(*made) + size);
    if (!made)
        return NTE_NO_MEMORY;
    made->next = old ? old->next : NULL;
    made->size = size;
    lstrcpyW(made->name, name);
    memcpy(made->data, value, size);
    *link = made;
    HeapFree(GetProcessHeap(), 0, old);
    return ERROR_SUCCESS;
}

SECURITY_STATUS WINAPI NCryptSetProperty(NCRYPT_HANDLE handle, LPCWSTR property, PBYTE value,
                                         DWORD size, DWORD flags)
{
    struct key *key = get_object(handle, KEY);
    DWORD number = 0;

    if (!key)
        return get_object(handle, PROVIDER) ? NTE_NOT_SUPPORTED : NTE_INVALID_HANDLE;
    if (!property || (size && !value))
        return NTE_INVALID_PARAMETER;
    if (size == sizeof(number))
        memcpy(&number, value, sizeof(number));
    if (is(property, NCRYPT_LENGTH_PROPERTY))
        return set_length(key, number);
    if (is(property, NCRYPT_KEY_USAGE_PROPERTY)) {
        key->usage = number;
        return ERROR_SUCCESS;
    }
    if (is(property, NCRYPT_EXPORT_POLICY_PROPERTY)) {
        if (key->finalized && key->name[0])
            return NTE_NOT_SUPPORTED;
        key->policy = number;
        return ERROR_SUCCESS;
    }
    return keep(key, property, value, size);
}
