/*
 * environment_block.c - CreateEnvironmentBlock: what a new log-on of the user would have.
 *
 * The machine's facts, then the registry's values for the machine and for the user; the calling
 * process's own variables only where the caller wants to inherit them.
 */
#include "nt_error.h"
#include "nt_proto.h"
#include <userenv.h>
#include <winreg.h>

#define MACHINE L"SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment"

/* Told by no registry value; the process has them from its start. */
static const WCHAR *const facts[] = {
    L"SystemDrive",
    L"SystemRoot",
    L"ALLUSERSPROFILE",
    L"ProgramData",
    L"PUBLIC",
    L"COMPUTERNAME",
    L"ProgramFiles",
    L"ProgramFiles(x86)",
    L"ProgramW6432",
    L"CommonProgramFiles",
    L"USERDOMAIN",
    L"CommonProgramFiles(x86)",
    L"CommonProgramW6432",
    L"LOGONSERVER",
    L"NUMBER_OF_PROCESSORS",
};

static NTSTATUS set(PWSTR *block, const WCHAR *name, const WCHAR *value)
{
    UNICODE_STRING name_string, value_string;

    RtlInitUnicodeString(&name_string, name);
    RtlInitUnicodeString(&value_string, value);
    return RtlSetEnvironmentVariable(block, &name_string, &value_string);
}

static NTSTATUS add_facts(PWSTR *block)
{
    WCHAR value[MAX_PATH];
    NTSTATUS status = STATUS_SUCCESS;

    for (unsigned i = 0; i < ARRAYSIZE(facts) && !status; i++) {
        DWORD count = GetEnvironmentVariableW(facts[i], value, ARRAYSIZE(value));
        if (count && count < ARRAYSIZE(value))
            status = set(block, facts[i], value);
    }
    return status;
}

/* The user's PATH follows the machine's; every other variable replaces. */
static NTSTATUS add_value(PWSTR *block, const WCHAR *name, const WCHAR *text, DWORD type)
{
    static const WCHAR path[] = L"PATH";
    const SIZE_T room = UNICODE_STRING_MAX_CHARS;
    WCHAR *value = HeapAlloc(GetProcessHeap(), 0, 2 * room * sizeof(WCHAR));
    WCHAR *added = value + room;
    SIZE_T length = 0, more = 0;
    NTSTATUS status = STATUS_NO_MEMORY;

    if (!value)
        return status;
    *value = 0;
    if (!lstrcmpiW(name, path) &&
        !RtlQueryEnvironmentVariable(*block, path, ARRAYSIZE(path) - 1, value, room - 1, &length))
        value[length++] = ';';
    if (type == REG_EXPAND_SZ)
        status = RtlExpandEnvironmentStrings(*block, text, lstrlenW(text) + 1, added, room, &more);
    else
        status = lstrlenW(text) < (int)room ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL;
    if (!status && type != REG_EXPAND_SZ)
        lstrcpyW(added, text);
    if (!status && length + lstrlenW(added) >= room)
        status = STATUS_BUFFER_TOO_SMALL;
    if (!status) {
        lstrcpyW(value + length, added);
        status = set(block, name, value);
    }
    HeapFree(GetProcessHeap(), 0, value);
    return status;
}

/* A key that is not there adds nothing. */
static NTSTATUS add_key(PWSTR *block, HKEY root, const WCHAR *path)
{
    WCHAR name[256], text[4096];
    NTSTATUS status = STATUS_SUCCESS;
    HKEY key;

    if (RegOpenKeyExW(root, path, 0, KEY_READ, &key))
        return STATUS_SUCCESS;
    for (DWORD i = 0; !status; i++) {
        DWORD count = ARRAYSIZE(name), size = sizeof(text) - sizeof(WCHAR), type;
        LSTATUS error = RegEnumValueW(key, i, name, &count, NULL, &type, (BYTE *)text, &size);
        if (error == ERROR_NO_MORE_ITEMS)
            break;
        if (error || (type != REG_SZ && type != REG_EXPAND_SZ))
            continue;
        text[size / sizeof(WCHAR)] = 0;
        status = add_value(block, name, text, type);
    }
    RegCloseKey(key);
    return status;
}

BOOL WINAPI CreateEnvironmentBlock(LPVOID *block, HANDLE token, BOOL inherit)
{
    PWSTR made = NULL;
    NTSTATUS status;

    if (!block)
        return fail_with(ERROR_INVALID_PARAMETER);
    status = RtlCreateEnvironment(inherit != 0, &made);
    if (!status)
        status = add_facts(&made);
    if (!status)
        status = add_key(&made, HKEY_LOCAL_MACHINE, MACHINE);
    if (!status && token) /* without one, the machine's alone */
        status = add_key(&made, HKEY_CURRENT_USER, L"Volatile Environment");
    if (!status && token)
        status = add_key(&made, HKEY_CURRENT_USER, L"Environment");
    if (status && made)
        RtlDestroyEnvironment(made);
    else
        *block = made;
    return nt_result(status);
}

BOOL WINAPI DestroyEnvironmentBlock(LPVOID block)
{
    if (!block)
        return fail_with(ERROR_INVALID_PARAMETER);
    return nt_result(RtlDestroyEnvironment(block));
}
