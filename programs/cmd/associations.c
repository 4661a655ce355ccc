/* associations.c - assoc and ftype: what the registry says of file types. The registry's DLL is
 * loaded by these two alone. */
#include "words.h"

typedef LONG(WINAPI *OPEN)(HKEY, LPCWSTR, DWORD, REGSAM, HKEY *);
typedef LONG(WINAPI *CREATE)(HKEY, LPCWSTR, HKEY *);
typedef LONG(WINAPI *QUERY)(HKEY, LPCWSTR, DWORD *, DWORD *, BYTE *, DWORD *);
typedef LONG(WINAPI *SET)(HKEY, LPCWSTR, DWORD, DWORD, const BYTE *, DWORD);
typedef LONG(WINAPI *ENUMERATE)(HKEY, DWORD, LPWSTR, DWORD);
typedef LONG(WINAPI *DELETE_TREE)(HKEY, LPCWSTR);
typedef LONG(WINAPI *CLOSE)(HKEY);

static struct {
    OPEN open;
    CREATE create;
    QUERY query;
    SET set;
    ENUMERATE enumerate;
    DELETE_TREE delete_tree;
    CLOSE close;
} registry;

static int load(void)
{
    HMODULE dll = LoadLibraryW(L"advapi32.dll");
    if (!dll)
        return 0;
    registry.open = (OPEN)(void *)GetProcAddress(dll, "RegOpenKeyExW");
    registry.create = (CREATE)(void *)GetProcAddress(dll, "RegCreateKeyW");
    registry.query = (QUERY)(void *)GetProcAddress(dll, "RegQueryValueExW");
    registry.set = (SET)(void *)GetProcAddress(dll, "RegSetValueExW");
    registry.enumerate = (ENUMERATE)(void *)GetProcAddress(dll, "RegEnumKeyW");
    registry.delete_tree = (DELETE_TREE)(void *)GetProcAddress(dll, "RegDeleteTreeW");
    registry.close = (CLOSE)(void *)GetProcAddress(dll, "RegCloseKey");
    return registry.open && registry.create && registry.query && registry.set &&
           registry.enumerate && registry.delete_tree && registry.close;
}

/* A key's unnamed value. */
static int get(const WCHAR *path, WCHAR *value)
{
    HKEY key;
    DWORD size = (LINE_MAX - 1) * sizeof(WCHAR), type;
    if (registry.open(HKEY_CLASSES_ROOT, path, 0, KEY_READ, &key))
        return 0;
    LONG error = registry.query(key, NULL, NULL, &type, (BYTE *)value, &size);
    registry.close(key);
    value[error ? 0 : size / sizeof(WCHAR)] = 0;
    return !error && *value;
}

static int put(const WCHAR *path, const WCHAR *value, DWORD type)
{
    HKEY key;
    LONG error = registry.create(HKEY_CLASSES_ROOT, path, &key);
    if (error)
        return (int)error;
    error = registry.set(key, NULL, 0, type, (const BYTE *)value,
                         (DWORD)((wcslen(value) + 1) * sizeof(WCHAR)));
    registry.close(key);
    return (int)error;
}

struct kind {
    const WCHAR *below; /* of the key that is named */
    const WCHAR *missing;
    DWORD type;
    int dotted;
};

static int show(const struct kind *kind, const WCHAR *name, int quiet)
{
    WCHAR path[LINE_MAX], value[LINE_MAX];
    set_text(path, LINE_MAX, L"%ls%ls", name, kind->below);
    if (get(path, value)) {
        out(L"%ls=%ls\n", name, value);
        return 0;
    }
    if (!quiet)
        complain(kind->missing, name);
    return 1;
}

static int show_all(const struct kind *kind)
{
    WCHAR name[256];
    for (DWORD i = 0; !registry.enumerate(HKEY_CLASSES_ROOT, i, name, 256); i++)
        if ((name[0] == '.') == kind->dotted)
            show(kind, name, 1);
    return 0;
}

static int associate(const struct kind *kind, const WCHAR *text)
{
    WCHAR line[LINE_MAX], path[LINE_MAX];
    if (!load())
        return complain_error(ERROR_NOT_SUPPORTED);
    text = skip_blanks(text);
    wcsncpy(line, text, LINE_MAX - 1);
    line[LINE_MAX - 1] = 0;
    for (size_t size = wcslen(line); size && line[size - 1] == ' ';)
        line[--size] = 0;
    WCHAR *equals = wcschr(line, '=');
    if (!*line)
        return show_all(kind);
    if (!equals)
        return show(kind, line, 0);
    *equals = 0;
    set_text(path, LINE_MAX, L"%ls%ls", line, kind->below);
    LONG error = equals[1] ? put(path, equals + 1, kind->type)
                           : registry.delete_tree(HKEY_CLASSES_ROOT, path);
    if (error && !equals[1]) {
        complain(kind->missing, line);
        return 1;
    }
    if (error)
        return complain_error((DWORD)error);
    if (equals[1])
        out(L"%ls=%ls\n", line, equals + 1);
    return 0;
}

int do_assoc(const WCHAR *text)
{
    static const struct kind kind = {L"", L"File association not found for extension %ls\n", REG_SZ,
                                     1};
    return associate(&kind, text);
}

int do_ftype(const WCHAR *text)
{
    static const struct kind kind = {
        L"\\Shell\\Open\\Command",
        L"File type '%ls' not found or no open command associated with it.\n", REG_EXPAND_SZ, 0};
    return associate(&kind, text);
}
