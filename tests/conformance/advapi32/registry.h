/* What the cases about the registry share: a key of their own, empty at first. */
#ifndef CONFORMANCE_REGISTRY_H
#define CONFORMANCE_REGISTRY_H

#include "conformance.h"

/* Cases run side by side on one registry: a path of this run, which a child finds in its
 * environment. */
static inline const WCHAR *test_path(void)
{
    static WCHAR path[80];
    static const WCHAR name[] = L"CONFORMANCE_KEY";
    DWORD id = (DWORD)__builtin_ia32_rdtsc(), at;
    if (path[0] || GetEnvironmentVariableW(name, path, 80))
        return path;
    lstrcpyW(path, L"Software\\Bailey conformance ");
    for (at = lstrlenW(path); id; id /= 10)
        path[at++] = (WCHAR)('0' + id % 10);
    path[at] = 0;
    SetEnvironmentVariableW(name, path);
    return path;
}
#define TEST_PATH test_path()

static inline HKEY test_key(void)
{
    HKEY key = NULL;
    RegDeleteTreeW(HKEY_CURRENT_USER, TEST_PATH);
    REQUIRE(RegCreateKeyExW(HKEY_CURRENT_USER, TEST_PATH, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key,
                            NULL) == 0);
    return key;
}

static inline void end_test_key(HKEY key)
{
    RegCloseKey(key);
    RegDeleteTreeW(HKEY_CURRENT_USER, TEST_PATH);
}

static inline HKEY subkey(HKEY parent, const WCHAR *path)
{
    HKEY key = NULL;
    REQUIRE(RegCreateKeyExW(parent, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL) == 0);
    return key;
}

static inline LONG set_number(HKEY key, const WCHAR *name, DWORD number)
{
    return RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&number, sizeof number);
}

static inline DWORD get_number(HKEY key, const WCHAR *name)
{
    DWORD number = 0xdead, size = sizeof number;
    return RegQueryValueExW(key, name, NULL, NULL, (BYTE *)&number, &size) ? 0xdead : number;
}

#endif
