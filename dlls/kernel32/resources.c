/*
 * resources.c - libloaderapi.h: resources of modules.
 */
#include "kernel32_private.h"

static HMODULE own_module(HMODULE module)
{
    return module ? module : (HMODULE)peb_self()->ImageBaseAddress;
}

/* "#12" is the number 12. */
static ULONG_PTR to_id(LPCWSTR name)
{
    ULONG value = 0;
    if ((ULONG_PTR)name <= 0xffff || name[0] != '#')
        return (ULONG_PTR)name;
    for (name++; *name >= '0' && *name <= '9'; name++)
        value = value * 10 + (*name - '0');
    return value;
}

HRSRC WINAPI FindResourceExW(HMODULE module, LPCWSTR type, LPCWSTR name, WORD language)
{
    const ULONG_PTR path[3] = {to_id(type), to_id(name), language};
    IMAGE_RESOURCE_DATA_ENTRY *entry = NULL;
    return nt_result(LdrFindResource_U(own_module(module), path, 3, &entry)) ? (HRSRC)entry : NULL;
}

HRSRC WINAPI FindResourceW(HMODULE module, LPCWSTR name, LPCWSTR type)
{
    return FindResourceExW(module, type, name, 0);
}

static LPCWSTR wide_or_id(LPCSTR name, WCHAR **to_free)
{
    *to_free = NULL;
    if ((ULONG_PTR)name <= 0xffff)
        return (LPCWSTR)name;
    return *to_free = k32_to_wide(name);
}

HRSRC WINAPI FindResourceExA(HMODULE module, LPCSTR type, LPCSTR name, WORD language)
{
    WCHAR *free_type, *free_name;
    LPCWSTR wide_type = wide_or_id(type, &free_type), wide_name = wide_or_id(name, &free_name);
    HRSRC result = FindResourceExW(module, wide_type, wide_name, language);
    k32_free(free_type);
    k32_free(free_name);
    return result;
}

HRSRC WINAPI FindResourceA(HMODULE module, LPCSTR name, LPCSTR type)
{
    return FindResourceExA(module, type, name, 0);
}

HGLOBAL WINAPI LoadResource(HMODULE module, HRSRC resource)
{
    PVOID data = NULL;
    if (!resource)
        return NULL;
    return nt_result(LdrAccessResource(own_module(module), (IMAGE_RESOURCE_DATA_ENTRY *)resource,
                                       &data, NULL))
               ? data
               : NULL;
}

LPVOID WINAPI LockResource(HGLOBAL data)
{
    return data;
}

BOOL WINAPI FreeResource(HGLOBAL data)
{
    return FALSE; /* as documented for 32- and 64-bit Windows: nothing to free */
}

DWORD WINAPI SizeofResource(HMODULE module, HRSRC resource)
{
    return resource ? ((IMAGE_RESOURCE_DATA_ENTRY *)resource)->Size : 0;
}

/* ---- enumeration */

struct level {
    const char *root;
    ULONG count;
    const IMAGE_RESOURCE_DIRECTORY_ENTRY *entries;
};

static BOOL open_level(HMODULE module, const ULONG_PTR *path, ULONG levels, struct level *level)
{
    IMAGE_RESOURCE_DIRECTORY *directory;
    ULONG size;
    NTSTATUS status = LdrFindResourceDirectory_U(module, path, levels, &directory);
    if (status < 0)
        return set_last_nt_error(status);
    level->root = RtlImageDirectoryEntryToData(module, TRUE, IMAGE_DIRECTORY_ENTRY_RESOURCE, &size);
    level->count = directory->NumberOfNamedEntries + directory->NumberOfIdEntries;
    level->entries = (const void *)(directory + 1);
    return TRUE;
}

/* The name of an entry as the callbacks get it; buffer holds a string's text. */
static LPWSTR entry_name(const struct level *level, ULONG i, WCHAR *buffer, ULONG room)
{
    const IMAGE_RESOURCE_DIRECTORY_ENTRY *e = &level->entries[i];
    if (!e->NameIsString)
        return MAKEINTRESOURCEW(e->Id);
    const IMAGE_RESOURCE_DIR_STRING_U *s = (const void *)(level->root + e->NameOffset);
    ULONG n = s->Length < room ? s->Length : room - 1;
    memcpy(buffer, s->NameString, n * sizeof(WCHAR));
    buffer[n] = 0;
    return buffer;
}

BOOL WINAPI EnumResourceTypesExW(HMODULE module, ENUMRESTYPEPROCW call, LONG_PTR context,
                                 DWORD flags, LANGID language)
{
    struct level types;
    WCHAR buffer[256];
    BOOL more = TRUE;
    module = own_module(module);
    if (!open_level(module, NULL, 0, &types))
        return FALSE;
    for (ULONG i = 0; i < types.count && more; i++)
        more = call(module, entry_name(&types, i, buffer, 256), context);
    return more;
}

BOOL WINAPI EnumResourceTypesW(HMODULE module, ENUMRESTYPEPROCW call, LONG_PTR context)
{
    return EnumResourceTypesExW(module, call, context, 0, 0);
}

BOOL WINAPI EnumResourceNamesExW(HMODULE module, LPCWSTR type, ENUMRESNAMEPROCW call,
                                 LONG_PTR context, DWORD flags, LANGID language)
{
    struct level names;
    WCHAR buffer[256];
    BOOL more = TRUE;
    ULONG_PTR path[1] = {to_id(type)};
    module = own_module(module);
    if (!open_level(module, path, 1, &names))
        return FALSE;
    for (ULONG i = 0; i < names.count && more; i++)
        more = call(module, type, entry_name(&names, i, buffer, 256), context);
    return more;
}

BOOL WINAPI EnumResourceNamesW(HMODULE module, LPCWSTR type, ENUMRESNAMEPROCW call,
                               LONG_PTR context)
{
    return EnumResourceNamesExW(module, type, call, context, 0, 0);
}

BOOL WINAPI EnumResourceLanguagesExW(HMODULE module, LPCWSTR type, LPCWSTR name,
                                     ENUMRESLANGPROCW call, LONG_PTR context, DWORD flags,
                                     LANGID language)
{
    struct level languages;
    BOOL more = TRUE;
    ULONG_PTR path[2] = {to_id(type), to_id(name)};
    module = own_module(module);
    if (!open_level(module, path, 2, &languages))
        return FALSE;
    for (ULONG i = 0; i < languages.count && more; i++)
        more = call(module, type, name, languages.entries[i].Id, context);
    return more;
}

BOOL WINAPI EnumResourceLanguagesW(HMODULE module, LPCWSTR type, LPCWSTR name,
                                   ENUMRESLANGPROCW call, LONG_PTR context)
{
    return EnumResourceLanguagesExW(module, type, name, call, context, 0, 0);
}

/* ---- the A forms: the callback gets 8-bit names */

struct narrow {
    const void *call;
    LONG_PTR context;
};

static LPSTR narrow_name(LPCWSTR name, char *buffer, DWORD size)
{
    if ((ULONG_PTR)name <= 0xffff)
        return (LPSTR)name;
    k32_from_wide(name, (DWORD)wcslen(name), buffer, size);
    return buffer;
}

static BOOL CALLBACK narrow_type(HMODULE module, LPWSTR type, LONG_PTR context)
{
    struct narrow *n = (struct narrow *)context;
    char buffer[512];
    return ((ENUMRESTYPEPROCA)n->call)(module, narrow_name(type, buffer, sizeof buffer),
                                       n->context);
}

static BOOL CALLBACK narrow_resource(HMODULE module, LPCWSTR type, LPWSTR name, LONG_PTR context)
{
    struct narrow *n = (struct narrow *)context;
    char type_buffer[512], buffer[512];
    return ((ENUMRESNAMEPROCA)n->call)(module, narrow_name(type, type_buffer, sizeof type_buffer),
                                       narrow_name(name, buffer, sizeof buffer), n->context);
}

BOOL WINAPI EnumResourceTypesA(HMODULE module, ENUMRESTYPEPROCA call, LONG_PTR context)
{
    struct narrow n = {(const void *)call, context};
    return EnumResourceTypesW(module, narrow_type, (LONG_PTR)&n);
}

BOOL WINAPI EnumResourceNamesA(HMODULE module, LPCSTR type, ENUMRESNAMEPROCA call, LONG_PTR context)
{
    struct narrow n = {(const void *)call, context};
    WCHAR *to_free;
    LPCWSTR wide = wide_or_id(type, &to_free);
    BOOL result = EnumResourceNamesW(module, wide, narrow_resource, (LONG_PTR)&n);
    k32_free(to_free);
    return result;
}
