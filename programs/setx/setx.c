/* setx.c - keeps a variable in the registry's Environment key: setx NAME VALUE [/m]. */
#include "program.h"

__attribute__((noreturn)) static void wrong(const WCHAR *text)
{
    complain(L"\nERROR: %ls\nType \"SETX /?\" for usage.\n", text);
    finish(1);
}

static LONG keep(const WCHAR *name, const WCHAR *value, BOOL machine)
{
    static const WCHAR all[] = L"System\\CurrentControlSet\\Control\\Session Manager\\Environment";
    HKEY key;
    LONG error = RegCreateKeyExW(machine ? HKEY_LOCAL_MACHINE : HKEY_CURRENT_USER,
                                 machine ? all : L"Environment", 0, NULL, 0, KEY_SET_VALUE, NULL,
                                 &key, NULL);
    if (error)
        return error;
    error = RegSetValueExW(key, name, 0, wcschr(value, '%') ? REG_EXPAND_SZ : REG_SZ,
                           (const BYTE *)value, (DWORD)((wcslen(value) + 1) * sizeof(WCHAR)));
    RegCloseKey(key);
    return error;
}

int wmain(int count, WCHAR **words)
{
    const WCHAR *names[2];
    int found = 0;
    BOOL machine = FALSE;
    WCHAR value[1025];
    for (int i = 1; i < count; i++)
        if (is_option(words[i], L"m"))
            machine = TRUE;
        else if (is_option(words[i], L"?")) {
            print(
                L"\nSetX has one way of working here:\n\n    SETX var value [/M]\n\nDescription:\n"
                L"    Creates or modifies environment variables in the user or system\n"
                L"    environment.\n");
            finish(0);
        } else if (found < 2)
            names[found++] = words[i];
        else
            wrong(L"Invalid syntax. Default option is not allowed more than '2' time(s).");
    if (found < 2)
        wrong(L"Invalid syntax.");
    BOOL truncated = wcslen(names[1]) > 1024;
    set_text(value, 1025, L"%.1024ls", names[1]);
    value[1024] = 0;
    LONG error = keep(names[0], value, machine);
    if (error) {
        complain(L"ERROR: %ls\n", error_text((DWORD)error));
        finish(1);
    }
    if (truncated)
        print(L"\nWARNING: The data being saved is truncated to 1024 characters.\n");
    print(L"\nSUCCESS: Specified value was saved.\n");
    finish(0);
}
