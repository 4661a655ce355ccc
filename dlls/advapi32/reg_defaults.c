/*
 * What programs look up without having written it: the system's version, the processor, code pages,
 * folders. The same facts as the API reports.
 */
#include "reg_tree.h"

#define NT_VERSION  L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
#define WIN_VERSION L"SOFTWARE\\Microsoft\\Windows\\CurrentVersion"
#define CONTROL     L"SYSTEM\\CurrentControlSet\\Control\\"
#define PROCESSOR   L"HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\"
#define SESSION_ENV CONTROL L"Session Manager\\Environment"

struct text_default {
    const WCHAR *path, *name;
    DWORD type;
    const WCHAR *text;
};

struct number_default {
    const WCHAR *path, *name;
    DWORD number;
};

static const struct text_default machine_texts[] = {
    {NT_VERSION, L"ProductName", REG_SZ, L"Windows 10 Pro"},
    {NT_VERSION, L"CurrentVersion", REG_SZ, L"6.3"},
    {NT_VERSION, L"CurrentBuild", REG_SZ, L"19045"},
    {NT_VERSION, L"CurrentBuildNumber", REG_SZ, L"19045"},
    {NT_VERSION, L"CurrentType", REG_SZ, L"Multiprocessor Free"},
    {NT_VERSION, L"DisplayVersion", REG_SZ, L"22H2"},
    {NT_VERSION, L"ReleaseId", REG_SZ, L"2009"},
    {NT_VERSION, L"EditionID", REG_SZ, L"Professional"},
    {NT_VERSION, L"InstallationType", REG_SZ, L"Client"},
    {NT_VERSION, L"SystemRoot", REG_SZ, L"C:\\Windows"},
    {WIN_VERSION, L"ProgramFilesDir", REG_SZ, L"C:\\Program Files"},
    {WIN_VERSION, L"CommonFilesDir", REG_SZ, L"C:\\Program Files\\Common Files"},
    {WIN_VERSION, L"ProgramFilesDir (x86)", REG_SZ, L"C:\\Program Files (x86)"},
    {CONTROL L"Nls\\CodePage", L"ACP", REG_SZ, L"1252"},
    {CONTROL L"Nls\\CodePage", L"OEMCP", REG_SZ, L"437"},
    {CONTROL L"Nls\\Language", L"Default", REG_SZ, L"0409"},
    {CONTROL L"Nls\\Language", L"InstallLanguage", REG_SZ, L"0409"},
    {CONTROL L"ProductOptions", L"ProductType", REG_SZ, L"WinNT"},
    {SESSION_ENV, L"ComSpec", REG_EXPAND_SZ, L"%SystemRoot%\\system32\\cmd.exe"},
    {SESSION_ENV, L"OS", REG_SZ, L"Windows_NT"},
    {SESSION_ENV, L"Path", REG_EXPAND_SZ, L"%SystemRoot%\\system32;%SystemRoot%"},
    {SESSION_ENV, L"PATHEXT", REG_SZ, L".COM;.EXE;.BAT;.CMD"},
    {SESSION_ENV, L"PROCESSOR_ARCHITECTURE", REG_SZ, L"AMD64"},
    {SESSION_ENV, L"TEMP", REG_EXPAND_SZ, L"%SystemRoot%\\TEMP"},
    {SESSION_ENV, L"TMP", REG_EXPAND_SZ, L"%SystemRoot%\\TEMP"},
};

static const struct text_default user_texts[] = {
    {L"Control Panel\\International", L"Locale", REG_SZ, L"00000409"},
    {L"Control Panel\\International", L"LocaleName", REG_SZ, L"en-US"},
    {L"Control Panel\\International", L"sDecimal", REG_SZ, L"."},
    {L"Control Panel\\International", L"sThousand", REG_SZ, L","},
    {L"Control Panel\\International", L"sList", REG_SZ, L","},
    {L"Environment", L"TEMP", REG_EXPAND_SZ, L"%USERPROFILE%\\AppData\\Local\\Temp"},
    {L"Environment", L"TMP", REG_EXPAND_SZ, L"%USERPROFILE%\\AppData\\Local\\Temp"},
    {L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders", L"AppData",
     REG_EXPAND_SZ, L"%USERPROFILE%\\AppData\\Roaming"},
    {L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders",
     L"Local AppData", REG_EXPAND_SZ, L"%USERPROFILE%\\AppData\\Local"},
    {L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders", L"Personal",
     REG_EXPAND_SZ, L"%USERPROFILE%\\Documents"},
};

static const struct number_default machine_numbers[] = {
    {NT_VERSION, L"CurrentMajorVersionNumber", 10},
    {NT_VERSION, L"CurrentMinorVersionNumber", 0},
    {CONTROL L"FileSystem", L"LongPathsEnabled", 1},
};

static struct reg_key *make(struct reg_key *root, const WCHAR *path)
{
    struct reg_key *key = NULL;
    BOOL made;

    return reg_walk(root, path, TRUE, &key, &made) ? NULL : key;
}

static void set_text(struct reg_key *root, const WCHAR *path, const WCHAR *name, DWORD type,
                     const WCHAR *text)
{
    struct reg_key *key = make(root, path);

    if (key)
        reg_set_value(key, name, type, text, (lstrlenW(text) + 1) * sizeof(WCHAR));
}

static void set_number(struct reg_key *root, const WCHAR *path, const WCHAR *name, DWORD number)
{
    struct reg_key *key = make(root, path);

    if (key)
        reg_set_value(key, name, REG_DWORD, &number, sizeof(number));
}

static void get_cpuid(ULONG leaf, ULONG result[4])
{
    __asm__ volatile("cpuid"
                     : "=a"(result[0]), "=b"(result[1]), "=c"(result[2]), "=d"(result[3])
                     : "a"(leaf), "c"(0));
}

static void widen(const char *text, WCHAR *wide, DWORD room)
{
    DWORD count = 0;

    while (text[count] && count + 1 < room) {
        wide[count] = (BYTE)text[count];
        count++;
    }
    wide[count] = 0;
}

/* The processor's own words about itself, as Windows copies them. */
static void set_processors(struct reg_key *machine)
{
    ULONG registers[4], vendor[4] = {0}, brand[13] = {0};
    WCHAR path[ARRAYSIZE(PROCESSOR) + 8], text[64];
    SYSTEM_INFO system;

    GetSystemInfo(&system);
    get_cpuid(0, registers);
    vendor[0] = registers[1];
    vendor[1] = registers[3];
    vendor[2] = registers[2];
    for (ULONG i = 0; i < 3; i++)
        get_cpuid(0x80000002 + i, brand + 4 * i);
    for (DWORD i = 0; i < system.dwNumberOfProcessors; i++) {
        WCHAR *digit = path + ARRAYSIZE(PROCESSOR) - 1;

        memcpy(path, PROCESSOR, sizeof(PROCESSOR));
        if (i >= 10)
            *digit++ = (WCHAR)('0' + i / 10 % 10);
        *digit++ = (WCHAR)('0' + i % 10);
        *digit = 0;
        widen((const char *)vendor, text, ARRAYSIZE(text));
        set_text(machine, path, L"VendorIdentifier", REG_SZ, text);
        widen((const char *)brand, text, ARRAYSIZE(text));
        set_text(machine, path, L"ProcessorNameString", REG_SZ, text);
    }
}

static void set_computer_name(struct reg_key *machine)
{
    static const WCHAR *const paths[] = {CONTROL L"ComputerName\\ComputerName",
                                         CONTROL L"ComputerName\\ActiveComputerName"};
    WCHAR name[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD room = ARRAYSIZE(name);

    if (!GetComputerNameW(name, &room))
        return;
    for (unsigned i = 0; i < ARRAYSIZE(paths); i++)
        set_text(machine, paths[i], L"ComputerName", REG_SZ, name);
}

void reg_make_defaults(struct reg_key *machine, struct reg_key *user)
{
    for (unsigned i = 0; i < ARRAYSIZE(machine_texts); i++)
        set_text(machine, machine_texts[i].path, machine_texts[i].name, machine_texts[i].type,
                 machine_texts[i].text);
    for (unsigned i = 0; i < ARRAYSIZE(user_texts); i++)
        set_text(user, user_texts[i].path, user_texts[i].name, user_texts[i].type,
                 user_texts[i].text);
    for (unsigned i = 0; i < ARRAYSIZE(machine_numbers); i++)
        set_number(machine, machine_numbers[i].path, machine_numbers[i].name,
                   machine_numbers[i].number);
    make(user, L"Software");
    set_processors(machine);
    set_computer_name(machine);
}
