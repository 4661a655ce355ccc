/*
 * ldr_apiset.c - API sets: names of contracts, not of files.
 *
 * A contract stands for one DLL of the library OS; version numbers after the name do not matter,
 * and the longest matching prefix decides. An empty host is a contract that this system does not
 * have, as Windows answers for ext-ms-* contracts of other editions.
 */
#include "ldr.h"

static const struct {
    const char *prefix;
    const char *host;
} sets[] = {
    {"api-ms-win-crt-", "ucrtbase.dll"},
    {"api-ms-win-core-com-", "ole32.dll"},
    {"api-ms-win-core-marshal-", "ole32.dll"},
    {"api-ms-win-core-winrt-", "combase.dll"},
    {"api-ms-win-core-shlwapi-", "shlwapi.dll"},
    {"api-ms-win-core-url-", "shlwapi.dll"},
    {"api-ms-win-core-registry-", "advapi32.dll"},
    {"api-ms-win-core-version-", "version.dll"},
    {"api-ms-win-core-path-", "kernelbase.dll"},
    {"api-ms-win-core-featurestaging-", ""},
    {"api-ms-win-core-", "kernel32.dll"},
    {"api-ms-win-downlevel-advapi32-", "advapi32.dll"},
    {"api-ms-win-downlevel-kernel32-", "kernel32.dll"},
    {"api-ms-win-downlevel-normaliz-", "kernel32.dll"},
    {"api-ms-win-downlevel-ole32-", "ole32.dll"},
    {"api-ms-win-downlevel-shell32-", "shell32.dll"},
    {"api-ms-win-downlevel-shlwapi-", "shlwapi.dll"},
    {"api-ms-win-downlevel-user32-", "user32.dll"},
    {"api-ms-win-downlevel-version-", "version.dll"},
    {"api-ms-win-eventing-", "advapi32.dll"},
    {"api-ms-win-eventlog-", "advapi32.dll"},
    {"api-ms-win-security-lsalookup-", "advapi32.dll"},
    {"api-ms-win-security-", "advapi32.dll"},
    {"api-ms-win-service-", "advapi32.dll"},
    {"api-ms-win-shcore-", "shcore.dll"},
    {"api-ms-win-ntuser-", "user32.dll"},
    {"api-ms-win-gdi-", "gdi32.dll"},
    {"api-ms-win-mm-", "winmm.dll"},
    {"api-ms-win-power-", "kernel32.dll"},
    {"api-ms-win-", ""},
    {"ext-ms-win-ntuser-", "user32.dll"},
    {"ext-ms-win-gdi-", "gdi32.dll"},
    {"ext-ms-win-kernel32-", "kernel32.dll"},
    {"ext-ms-win-advapi32-", "advapi32.dll"},
    {"ext-ms-", ""},
};

static WCHAR lower(WCHAR c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

const char *ldr_api_set(const WCHAR *name, ULONG count)
{
    const char *host = NULL;
    ULONG best = 0;
    if (count < 7 || (lower(name[0]) != 'a' && lower(name[0]) != 'e') ||
        (name[3] != '-' || name[6] != '-'))
        return NULL;
    for (ULONG i = 0; i < sizeof sets / sizeof *sets; i++) {
        ULONG n = 0;
        while (sets[i].prefix[n] && n < count && lower(name[n]) == (WCHAR)sets[i].prefix[n])
            n++;
        if (!sets[i].prefix[n] && n > best) {
            best = n;
            host = sets[i].host;
        }
    }
    return host;
}
