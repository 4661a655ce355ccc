/*
 * Keys with names: each a registry key below Software\Bailey\Key Storage, of the user or of the
 * machine: its algorithm, its blob, what may be done with it.
 */
#include "objects.h"

#define ROOT L"Software\\Bailey\\Key Storage"

static HKEY hive(DWORD flags)
{
    return flags & NCRYPT_MACHINE_KEY_FLAG ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER;
}

/* A backslash would lead to another key. */
static void place_of(const WCHAR *name, WCHAR *place)
{
    int at = lstrlenW(ROOT);

    memcpy(place, ROOT, (SIZE_T)at * sizeof(WCHAR));
    place[at++] = '\\';
    for (; *name; name++)
        place[at++] = *name == '\\' ? '/' : *name;
    place[at] = 0;
}

static SECURITY_STATUS open(const WCHAR *name, DWORD flags, REGSAM access, HKEY *key)
{
    WCHAR place[MAX_PATH + ARRAYSIZE(ROOT) + 1];

    place_of(name, place);
    return RegOpenKeyExW(hive(flags), place, 0, access, key) ? NTE_BAD_KEYSET : ERROR_SUCCESS;
}

BOOL stored_exists(const WCHAR *name, DWORD flags)
{
    HKEY key;

    if (open(name, flags, KEY_READ, &key))
        return FALSE;
    RegCloseKey(key);
    return TRUE;
}

static SECURITY_STATUS load(HKEY place, struct key *key)
{
    WCHAR algorithm[32];
    BYTE blob[16384];
    DWORD room = sizeof(algorithm) - sizeof(WCHAR), size = sizeof(blob), four = sizeof(DWORD);
    SECURITY_STATUS status;

    if (RegGetValueW(place, NULL, L"Algorithm", RRF_RT_REG_SZ, NULL, algorithm, &room) ||
        RegGetValueW(place, NULL, L"Key", RRF_RT_REG_BINARY, NULL, blob, &size))
        return NTE_BAD_KEYSET;
    key->algorithm = algorithm_find(algorithm);
    if (!key->algorithm)
        return NTE_BAD_KEYSET;
    RegGetValueW(place, NULL, L"Policy", RRF_RT_REG_DWORD, NULL, &key->policy, &four);
    RegGetValueW(place, NULL, L"Usage", RRF_RT_REG_DWORD, NULL, &key->usage, &four);
    status = key_import(key, private_blob_type(key->algorithm), blob, size);
    SecureZeroMemory(blob, sizeof(blob));
    key->secret = TRUE;
    return status;
}

SECURITY_STATUS stored_load(const WCHAR *name, DWORD flags, struct key *key)
{
    HKEY place;
    SECURITY_STATUS status = open(name, flags, KEY_READ, &place);

    if (status)
        return status;
    status = load(place, key);
    RegCloseKey(place);
    return status;
}

static LSTATUS save(HKEY place, const struct key *key, const BYTE *blob, DWORD size)
{
    const WCHAR *name = key->algorithm->name;
    LSTATUS error = RegSetValueExW(place, L"Algorithm", 0, REG_SZ, (const BYTE *)name,
                                   (lstrlenW(name) + 1) * sizeof(WCHAR));

    if (!error)
        error = RegSetValueExW(place, L"Policy", 0, REG_DWORD, (const BYTE *)&key->policy,
                               sizeof(DWORD));
    if (!error)
        error =
            RegSetValueExW(place, L"Usage", 0, REG_DWORD, (const BYTE *)&key->usage, sizeof(DWORD));
    return error ? error : RegSetValueExW(place, L"Key", 0, REG_BINARY, blob, size);
}

SECURITY_STATUS stored_save(const struct key *key)
{
    WCHAR place[MAX_PATH + ARRAYSIZE(ROOT) + 1];
    BYTE blob[16384];
    ULONG size;
    HKEY handle;
    LSTATUS error;

    if (BCryptExportKey(key->key, NULL, private_blob_type(key->algorithm), blob, sizeof(blob),
                        &size, 0) < 0)
        return NTE_FAIL;
    place_of(key->name, place);
    error =
        RegCreateKeyExW(hive(key->flags), place, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &handle, NULL);
    if (!error) {
        error = save(handle, key, blob, size);
        RegCloseKey(handle);
    }
    SecureZeroMemory(blob, sizeof(blob));
    return !error ? ERROR_SUCCESS : error == ERROR_ACCESS_DENIED ? NTE_PERM : NTE_FAIL;
}

SECURITY_STATUS stored_delete(const struct key *key)
{
    WCHAR place[MAX_PATH + ARRAYSIZE(ROOT) + 1];

    place_of(key->name, place);
    return RegDeleteKeyW(hive(key->flags), place) ? NTE_BAD_KEYSET : ERROR_SUCCESS;
}

BOOL stored_name(DWORD index, DWORD flags, WCHAR *name, DWORD room)
{
    HKEY root;
    LSTATUS error;

    if (RegOpenKeyExW(hive(flags), ROOT, 0, KEY_READ, &root))
        return FALSE;
    error = RegEnumKeyExW(root, index, name, &room, NULL, NULL, NULL, NULL);
    RegCloseKey(root);
    return !error;
}
