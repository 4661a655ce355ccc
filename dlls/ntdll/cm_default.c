/*
 * cm_default.c - the built-in layer: making keys and values of it, and what depends on the machine
 * and the user. The rest is in cm_default_table.c and cm_zone.c.
 */
#include "account.h"
#include "cm_default.h"
#include "io.h"

#define PROCESSOR L"HARDWARE\\DESCRIPTION\\System\\CentralProcessor"

static ULONG text_size(const WCHAR *text)
{
    ULONG count = 0;
    while (text[count])
        count++;
    return count * 2;
}

CM_KEY_NODE *cm_default_key(CM_KEY_NODE *key, const WCHAR *path)
{
    while (key && *path) {
        ULONG count = 0;
        while (path[count] && path[count] != '\\')
            count++;
        CM_KEY_NODE *child = cm_find_child(key, path, count * 2, NULL);
        if (!child)
            child = cm_add_child(key, path, count * 2, CM_IS_DEFAULT);
        if (child && !child->written)
            child->written = cm_key(cm->root)->written;
        key = child;
        path += count + (path[count] == '\\');
    }
    return key;
}

void cm_default_text(CM_KEY_NODE *key, const WCHAR *name, ULONG type, const WCHAR *text)
{
    if (key)
        cm_put_value(key, name, text_size(name), type, text, text_size(text) + 2, CM_IS_DEFAULT);
}

void cm_default_number(CM_KEY_NODE *key, const WCHAR *name, ULONG number)
{
    if (key)
        cm_put_value(key, name, text_size(name), REG_DWORD, &number, 4, CM_IS_DEFAULT);
}

void cm_default_link(CM_KEY_NODE *from, const WCHAR *path, const WCHAR *target)
{
    CM_KEY_NODE *key = cm_default_key(from, path);
    if (!key)
        return;
    key->state |= CM_IS_LINK;
    cm_put_value(key, L"SymbolicLinkValue", 34, REG_LINK, target, text_size(target), CM_IS_DEFAULT);
}

static void widen(const char *text, WCHAR *wide, ULONG room)
{
    ULONG count = 0;
    for (; text[count] && count + 1 < room; count++)
        wide[count] = (UCHAR)text[count];
    wide[count] = 0;
}

/* "C:\Users\" and the user, then the rest. */
static void user_path(WCHAR *path, ULONG room, const WCHAR *rest)
{
    static const WCHAR users[] = L"C:\\Users\\";
    __builtin_memcpy(path, users, sizeof users);
    widen(io_user_name(), path + sizeof users / 2 - 1, 64);
    ULONG at = text_size(path) / 2;
    while (*rest && at + 1 < room)
        path[at++] = *rest++;
    path[at] = 0;
}

static void get_cpuid(ULONG leaf, ULONG result[4])
{
    __asm__ volatile("cpuid"
                     : "=a"(result[0]), "=b"(result[1]), "=c"(result[2]), "=d"(result[3])
                     : "a"(leaf), "c"(0));
}

static ULONG put_decimal(WCHAR *to, ULONG number)
{
    WCHAR digits[10];
    ULONG count = 0, size = 0;
    do
        digits[count++] = (WCHAR)('0' + number % 10);
    while (number /= 10);
    while (count)
        to[size++] = digits[--count];
    to[size] = 0;
    return size;
}

/* "Intel64 Family 6 Model 158 Stepping 10" */
static void identifier(WCHAR *to, BOOLEAN amd)
{
    ULONG r[4];
    get_cpuid(1, r);
    ULONG family = r[0] >> 8 & 15, model = r[0] >> 4 & 15;
    if (family == 6 || family == 15)
        model |= r[0] >> 12 & 0xf0;
    if (family == 15)
        family += r[0] >> 20 & 255;
    widen(amd ? "AMD64 Family " : "Intel64 Family ", to, 20);
    to += text_size(to) / 2;
    to += put_decimal(to, family);
    widen(" Model ", to, 8);
    to += 7;
    to += put_decimal(to, model);
    widen(" Stepping ", to, 11);
    put_decimal(to + 10, r[0] & 15);
}

/* The rate of the time stamp counter, which is the processor's nominal one: as it tells itself, or
 * counted for 50 us, once in a session. */
static ULONG megahertz(void)
{
    ULONG r[4];
    int64_t start, now;
    get_cpuid(0, r);
    if (r[0] >= 0x16) {
        get_cpuid(0x16, r);
        if (r[0] & 0xffff)
            return r[0] & 0xffff;
    }
    pal_clock_query(PAL_CLOCK_MONOTONIC, &start);
    uint64_t count = __builtin_ia32_rdtsc();
    do
        pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    while (now - start < 500);
    return (ULONG)((__builtin_ia32_rdtsc() - count) * 10 / (uint64_t)(now - start));
}

/* The processor's own words about itself, as Windows copies them. */
static void set_processors(CM_KEY_NODE *machine)
{
    ULONG r[4], vendor[4] = {0}, brand[13] = {0};
    WCHAR vendor_text[16], brand_text[64], id[64], number[12];
    CM_KEY_NODE *parent = cm_default_key(machine, PROCESSOR);
    get_cpuid(0, r);
    vendor[0] = r[1], vendor[1] = r[3], vendor[2] = r[2];
    for (ULONG i = 0; i < 3; i++)
        get_cpuid(0x80000002 + i, brand + 4 * i);
    widen((const char *)vendor, vendor_text, 16);
    widen((const char *)brand, brand_text, 64);
    identifier(id, vendor[0] == 0x68747541);
    ULONG rate = megahertz();
    for (ULONG i = 0; parent && i < pal_boot->processor_count; i++) {
        put_decimal(number, i);
        CM_KEY_NODE *key = cm_default_key(parent, number);
        cm_default_text(key, L"VendorIdentifier", REG_SZ, vendor_text);
        cm_default_text(key, L"ProcessorNameString", REG_SZ, brand_text);
        cm_default_text(key, L"Identifier", REG_SZ, id);
        cm_default_number(key, L"~MHz", rate);
    }
}

/* The same for the same machine and profile, as nothing is written for it. */
static void set_machine_guid(CM_KEY_NODE *machine)
{
    static const char form[] = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
    const char *seeds[] = {(const char *)(ULONG_PTR)pal_boot->host_name,
                           (const char *)(ULONG_PTR)pal_boot->profile_path};
    WCHAR text[sizeof form];
    uint64_t hash = 14695981039346656037ull;
    for (ULONG i = 0; i < 2; i++)
        for (const char *p = seeds[i]; p && *p; p++)
            hash = (hash ^ (UCHAR)*p) * 1099511628211ull;
    for (ULONG i = 0; i < sizeof form; i++) {
        hash = hash * 6364136223846793005ull + 1442695040888963407ull;
        text[i] = (WCHAR)(form[i] == 'x' ? "0123456789abcdef"[hash >> 60] : form[i]);
    }
    cm_default_text(cm_default_key(machine, L"SOFTWARE\\Microsoft\\Cryptography"), L"MachineGuid",
                    REG_SZ, text);
}

static void set_names(CM_KEY_NODE *machine)
{
    WCHAR name[16];
    const char *host = (const char *)(ULONG_PTR)pal_boot->host_name;
    widen(host ? host : "", name, 16);
    for (ULONG i = 0; name[i]; i++) {
        if (name[i] == '.')
            name[i--] = 0;
        else if (name[i] >= 'a' && name[i] <= 'z')
            name[i] -= 32;
    }
    cm_default_text(cm_default_key(machine, CM_CONTROL L"ComputerName\\ComputerName"),
                    L"ComputerName", REG_SZ, name);
    cm_default_text(cm_default_key(machine, CM_CONTROL L"ComputerName\\ActiveComputerName"),
                    L"ComputerName", REG_SZ, name);
    CM_KEY_NODE *tcp =
        cm_default_key(machine, L"SYSTEM\\ControlSet001\\Services\\Tcpip\\Parameters");
    widen(host ? host : "", name, 16);
    cm_default_text(tcp, L"Hostname", REG_SZ, name);
    cm_default_text(tcp, L"NV Hostname", REG_SZ, name);
    cm_default_text(tcp, L"Domain", REG_SZ, L"");
}

static void set_user(CM_KEY_NODE *machine, CM_KEY_NODE *user)
{
    WCHAR path[160], name[64];
    widen(io_user_name(), name, 64);
    user_path(path, 160, L"");
    cm_default_text(cm_default_key(machine, CM_NT_VERSION L"\\ProfileList\\" BAILEY_USER_SID),
                    L"ProfileImagePath", REG_EXPAND_SZ, path);
    CM_KEY_NODE *key = cm_default_key(user, L"Volatile Environment");
    cm_default_text(key, L"USERPROFILE", REG_SZ, path);
    cm_default_text(key, L"USERNAME", REG_SZ, name);
    cm_default_text(key, L"HOMEDRIVE", REG_SZ, L"C:");
    cm_default_text(key, L"HOMEPATH", REG_SZ, path + 2);
    user_path(path, 160, L"\\AppData\\Roaming");
    cm_default_text(key, L"APPDATA", REG_SZ, path);
    user_path(path, 160, L"\\AppData\\Local");
    cm_default_text(key, L"LOCALAPPDATA", REG_SZ, path);
    key = cm_default_key(user, CM_EXPLORER L"\\Shell Folders");
    for (ULONG i = 0; i < cm_user_folder_count; i++) {
        user_path(path, 160, cm_user_folders[i].rest);
        cm_default_text(key, cm_user_folders[i].name, REG_SZ, path);
    }
}

NTSTATUS cm_make_defaults(void)
{
    CM_KEY_NODE *root = cm_new_key(NULL, L"REGISTRY", 16);
    if (!root)
        return STATUS_INSUFFICIENT_RESOURCES;
    root->state = CM_IS_DEFAULT;
    cm->root = ARENA_OF(root);
    pal_clock_query(PAL_CLOCK_SYSTEM, &root->written);
    CM_KEY_NODE *machine = cm_default_key(root, L"MACHINE");
    CM_KEY_NODE *users = cm_default_key(root, L"USER");
    CM_KEY_NODE *user = cm_default_key(users, BAILEY_USER_SID);
    cm->machine = ARENA_OF(machine);
    cm->users = ARENA_OF(users);
    cm->user = ARENA_OF(user);
    cm_default_key(users, L".DEFAULT\\Software");
    cm->software = ARENA_OF(cm_default_key(machine, L"SOFTWARE"));
    cm->classes = ARENA_OF(cm_default_key(machine, L"SOFTWARE\\Classes"));
    cm->user_classes = ARENA_OF(cm_default_key(users, BAILEY_USER_SID L"_Classes"));
    cm_default_link(user, L"Software\\Classes", L"\\Registry\\User\\" BAILEY_USER_SID L"_Classes");
    cm_default_table(machine, user);
    set_processors(machine);
    set_names(machine);
    set_machine_guid(machine);
    set_user(machine, user);
    cm_make_zones(machine);
    return cm->software && cm->classes && cm->user_classes ? STATUS_SUCCESS
                                                           : STATUS_INSUFFICIENT_RESOURCES;
}
