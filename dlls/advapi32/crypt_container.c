/*
 * wincrypt.h: key containers. Each is a registry key below Software\Bailey\Key Containers, of the
 * user or of the machine; its values are the key pairs: permissions, then a PRIVATEKEYBLOB.
 */
#include "crypt.h"

#define ROOT L"Software\\Bailey\\Key Containers"

static const WCHAR *const slot_names[SLOT_COUNT] = {L"Exchange", L"Signature"};

static HKEY hive(BOOL machine)
{
    return machine ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER;
}

/* A backslash in a name would lead to another key. */
static BOOL key_name(const WCHAR *name, WCHAR *key)
{
    int count = lstrlenW(name);

    if (count > MAX_PATH)
        return fail_with(NTE_BAD_KEYSET_PARAM);
    for (int i = 0; i <= count; i++)
        key[i] = name[i] == '\\' ? '/' : name[i];
    return TRUE;
}

static LSTATUS open_container(const WCHAR *name, BOOL machine, REGSAM access, HKEY *result)
{
    WCHAR key[MAX_PATH + 1];
    HKEY root;
    LSTATUS error;

    if (!key_name(name, key))
        return ERROR_FILE_NOT_FOUND;
    error = RegOpenKeyExW(hive(machine), ROOT, 0, KEY_READ, &root);
    if (error)
        return error;
    error = RegOpenKeyExW(root, key, 0, access, result);
    RegCloseKey(root);
    return error;
}

BOOL container_exists(const WCHAR *name, BOOL machine)
{
    HKEY key;

    if (open_container(name, machine, KEY_READ, &key))
        return FALSE;
    RegCloseKey(key);
    return TRUE;
}

BOOL container_create(const WCHAR *name, BOOL machine)
{
    WCHAR text[MAX_PATH + 1];
    HKEY root, key;
    LSTATUS error;

    if (!key_name(name, text))
        return FALSE;
    error = RegCreateKeyExW(hive(machine), ROOT, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &root, NULL);
    if (!error) {
        error = RegCreateKeyExW(root, text, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL);
        RegCloseKey(root);
    }
    if (error)
        return fail_with(error == ERROR_ACCESS_DENIED ? (DWORD)NTE_PERM : (DWORD)NTE_FAIL);
    RegCloseKey(key);
    return TRUE;
}

BOOL container_delete(const WCHAR *name, BOOL machine)
{
    WCHAR text[MAX_PATH + 1];
    HKEY root;
    LSTATUS error = ERROR_FILE_NOT_FOUND;

    if (key_name(name, text) && !RegOpenKeyExW(hive(machine), ROOT, 0, KEY_ALL_ACCESS, &root)) {
        error = RegDeleteKeyW(root, text);
        RegCloseKey(root);
    }
    return error ? fail_with(NTE_BAD_KEYSET) : TRUE;
}

static BOOL is_machine(const struct crypt_provider *provider)
{
    return (provider->flags & CRYPT_MACHINE_KEYSET) != 0;
}

BOOL container_save(const struct crypt_provider *provider, int slot)
{
    const struct crypt_key *key = provider->slots[slot];
    DWORD size;
    BYTE *blob, *value;
    LSTATUS error;
    HKEY place;

    if (!provider->container)
        return TRUE;
    blob = crypt_rsa_export(key, TRUE, &size);
    if (!blob)
        return FALSE;
    value = HeapAlloc(GetProcessHeap(), 0, sizeof(DWORD) + size);
    error = ERROR_NOT_ENOUGH_MEMORY;
    if (value) {
        memcpy(value, &key->permissions, sizeof(DWORD));
        memcpy(value + sizeof(DWORD), blob, size);
        error = open_container(provider->container, is_machine(provider), KEY_WRITE, &place);
    }
    if (!error) {
        error = RegSetValueExW(place, slot_names[slot], 0, REG_BINARY, value, sizeof(DWORD) + size);
        RegCloseKey(place);
    }
    SecureZeroMemory(blob, size);
    HeapFree(GetProcessHeap(), 0, blob);
    HeapFree(GetProcessHeap(), 0, value);
    return error ? fail_with(NTE_FAIL) : TRUE;
}

static void load_slot(struct crypt_provider *provider, HKEY place, int slot)
{
    BYTE value[8192 + 512];
    DWORD size = sizeof(value), type;
    ALG_ID id = slot == SLOT_EXCHANGE ? CALG_RSA_KEYX : CALG_RSA_SIGN;
    struct crypt_key *key;

    if (RegQueryValueExW(place, slot_names[slot], NULL, &type, value, &size) ||
        size <= sizeof(DWORD))
        return;
    key = crypt_key_make(provider, crypt_algorithm(id), id);
    if (key && crypt_rsa_import(key, TRUE, value + sizeof(DWORD), size - sizeof(DWORD))) {
        memcpy(&key->permissions, value, sizeof(DWORD));
        provider->slots[slot] = key;
    } else if (key) {
        crypt_key_release(key);
    }
    SecureZeroMemory(value, sizeof(value));
}

void container_load(struct crypt_provider *provider)
{
    HKEY place;

    if (open_container(provider->container, is_machine(provider), KEY_READ, &place))
        return;
    for (int slot = 0; slot < SLOT_COUNT; slot++)
        load_slot(provider, place, slot);
    RegCloseKey(place);
}

BOOL container_name(DWORD index, BOOL machine, WCHAR *name, DWORD room)
{
    HKEY root;
    LSTATUS error;

    if (RegOpenKeyExW(hive(machine), ROOT, 0, KEY_READ, &root))
        return FALSE;
    error = RegEnumKeyExW(root, index, name, &room, NULL, NULL, NULL, NULL);
    RegCloseKey(root);
    return !error;
}
