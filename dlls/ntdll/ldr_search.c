/*
 * ldr_search.c - where a DLL is looked for, in the documented order: known DLLs, the program's
 * directory (or the loading DLL's), the system directory, the current directory, the path.
 */
#include "ldr.h"
#include "io.h"

/* Always the library OS's own, wherever the program has a copy: as Windows' KnownDLLs. */
static const char *const known[] = {
    "advapi32.dll", "combase.dll",    "comdlg32.dll", "gdi32.dll",    "imm32.dll",
    "kernel32.dll", "kernelbase.dll", "msvcrt.dll",   "ntdll.dll",    "ole32.dll",
    "oleaut32.dll", "psapi.dll",      "rpcrt4.dll",   "setupapi.dll", "shell32.dll",
    "shlwapi.dll",  "shcore.dll",     "ucrtbase.dll", "user32.dll",   "ws2_32.dll",
};

/* The lower-case ASCII form of a base name, as the library OS's files are called; FALSE: no such.
 */
static BOOLEAN to_ascii(const UNICODE_STRING *name, char *out, ULONG room)
{
    ULONG count = name->Length / sizeof(WCHAR);
    if (count + 1 > room)
        return FALSE;
    for (ULONG i = 0; i < count; i++) {
        WCHAR c = name->Buffer[i];
        if (c >= 128 || c == '\\' || c == '/' || c == ':')
            return FALSE;
        out[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    out[count] = 0;
    return TRUE;
}

BOOLEAN ldr_is_known_dll(const UNICODE_STRING *base_name)
{
    char ascii[64];
    if (!to_ascii(base_name, ascii, sizeof ascii))
        return FALSE;
    for (ULONG i = 0; i < sizeof known / sizeof *known; i++)
        if (__builtin_strcmp(known[i], ascii) == 0)
            return TRUE;
    return FALSE;
}

static const WCHAR system_prefix[] = L"C:\\Windows\\System32\\";

static NTSTATUS open_system(const UNICODE_STRING *name, LDR_FILE *found)
{
    char ascii[64];
    UNICODE_STRING *full = &found->path;
    if (!to_ascii(name, ascii, sizeof ascii))
        return STATUS_DLL_NOT_FOUND;
    PalStatus status = pal_file_open(
        pal_boot->system_directory, ascii, (uint32_t)__builtin_strlen(ascii), PAL_ACCESS_READ,
        PAL_OPEN_EXISTING, PAL_OPTION_FILE, &found->file, &found->info);
    if (status < 0)
        return status;
    ULONG prefix = sizeof system_prefix - sizeof(WCHAR);
    full->MaximumLength = (USHORT)(prefix + name->Length + sizeof(WCHAR));
    full->Length = full->MaximumLength - sizeof(WCHAR);
    full->Buffer = ldr_alloc(full->MaximumLength);
    if (!full->Buffer) {
        pal_handle_close(found->file);
        return STATUS_NO_MEMORY;
    }
    __builtin_memcpy(full->Buffer, system_prefix, prefix);
    __builtin_memcpy((char *)full->Buffer + prefix, name->Buffer, name->Length);
    return STATUS_SUCCESS;
}

/* dos: a path as a program writes it, zero-terminated. */
static NTSTATUS open_path(const WCHAR *dos, LDR_FILE *found)
{
    UNICODE_STRING nt;
    WCHAR buffer[1024];
    ULONG length = RtlGetFullPathName_U(dos, sizeof buffer, buffer, NULL);
    if (length == 0 || length >= sizeof buffer)
        return STATUS_OBJECT_NAME_INVALID;
    if (!RtlDosPathNameToNtPathName_U(buffer, &nt, NULL, NULL))
        return STATUS_OBJECT_PATH_NOT_FOUND;
    NTSTATUS status = io_open_image(&nt, &found->file, &found->info);
    RtlFreeUnicodeString(&nt);
    if (status)
        return status;
    if (!RtlCreateUnicodeString(&found->path, buffer)) {
        pal_handle_close(found->file);
        return STATUS_NO_MEMORY;
    }
    return STATUS_SUCCESS;
}

/* What SetDllDirectory and AddDllDirectory have named. Changed under the loader lock. */
typedef struct LDR_DIRECTORY {
    struct LDR_DIRECTORY *next;
    WCHAR path[];
} LDR_DIRECTORY;
static LDR_DIRECTORY *added_directories;
static WCHAR *dll_directory;      /* NULL: the current directory is searched instead */
static ULONG default_directories; /* LOAD_LIBRARY_SEARCH_*, 0: the standard order */

#define SEARCH_FLAGS 0x1f00u /* LOAD_LIBRARY_SEARCH_* */

static WCHAR *copy_path(const UNICODE_STRING *path, SIZE_T head)
{
    char *copy = ldr_alloc(head + path->Length + sizeof(WCHAR));
    if (copy)
        __builtin_memcpy(copy + head, path->Buffer, path->Length);
    return (WCHAR *)copy;
}

NTSTATUS NTAPI LdrSetDllDirectory(const UNICODE_STRING *path)
{
    WCHAR *copy = NULL;
    if (path && path->Buffer && !(copy = copy_path(path, 0)))
        return STATUS_NO_MEMORY;
    ldr_lock();
    WCHAR *old = dll_directory;
    dll_directory = copy;
    ldr_unlock();
    if (old)
        ldr_free(old);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI LdrAddDllDirectory(const UNICODE_STRING *path, PVOID *cookie)
{
    ULONG type = RtlDetermineDosPathNameType_U(path->Buffer);
    LDR_DIRECTORY *entry;
    if (type != 2 && type != 1) /* drive- or UNC-absolute */
        return STATUS_INVALID_PARAMETER;
    if (!RtlDoesFileExists_U(path->Buffer))
        return STATUS_OBJECT_NAME_NOT_FOUND;
    entry = (LDR_DIRECTORY *)copy_path(path, sizeof *entry);
    if (!entry)
        return STATUS_NO_MEMORY;
    ldr_lock();
    entry->next = added_directories;
    added_directories = entry;
    ldr_unlock();
    *cookie = entry;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI LdrRemoveDllDirectory(PVOID cookie)
{
    NTSTATUS status = STATUS_INVALID_PARAMETER;
    ldr_lock();
    for (LDR_DIRECTORY **link = &added_directories; *link; link = &(*link)->next) {
        if (*link != cookie)
            continue;
        *link = (*link)->next;
        ldr_free(cookie);
        status = STATUS_SUCCESS;
        break;
    }
    ldr_unlock();
    return status;
}

NTSTATUS NTAPI LdrSetDefaultDllDirectories(ULONG flags)
{
    default_directories = flags;
    return STATUS_SUCCESS;
}

static BOOLEAN is_missing(NTSTATUS status)
{
    return status == STATUS_OBJECT_NAME_NOT_FOUND || status == STATUS_OBJECT_PATH_NOT_FOUND ||
           status == STATUS_DLL_NOT_FOUND || status == STATUS_OBJECT_NAME_INVALID ||
           status == STATUS_NO_SUCH_FILE || status == STATUS_ACCESS_DENIED ||
           status == STATUS_FILE_IS_A_DIRECTORY || status == STATUS_OBJECT_PATH_SYNTAX_BAD;
}

/* directory (count characters, with or without a trailing backslash) and name. */
static NTSTATUS open_in(const WCHAR *directory, ULONG count, const UNICODE_STRING *name,
                        LDR_FILE *found)
{
    WCHAR path[1024];
    ULONG n = 0, extra = name->Length / sizeof(WCHAR);
    if (count == 0 || count + extra + 2 > 1024)
        return STATUS_DLL_NOT_FOUND;
    for (; n < count; n++)
        path[n] = directory[n];
    if (path[n - 1] != '\\' && path[n - 1] != '/')
        path[n++] = '\\';
    __builtin_memcpy(path + n, name->Buffer, name->Length);
    path[n + extra] = 0;
    return open_path(path, found);
}

static ULONG directory_length(const UNICODE_STRING *path)
{
    ULONG n = path->Length / sizeof(WCHAR);
    while (n > 0 && path->Buffer[n - 1] != '\\')
        n--;
    return n;
}

/* A list of directories divided by ';'. */
static NTSTATUS open_in_list(const WCHAR *list, const UNICODE_STRING *name, LDR_FILE *found)
{
    NTSTATUS status = STATUS_DLL_NOT_FOUND;
    while (list && *list && is_missing(status)) {
        ULONG n = 0;
        while (list[n] && list[n] != ';')
            n++;
        status = open_in(list, n, name, found);
        list += n + (list[n] == ';');
    }
    return status;
}

static NTSTATUS open_in_environment(const UNICODE_STRING *name, LDR_FILE *found)
{
    SIZE_T room = 32768, used = 0;
    WCHAR *list = ldr_alloc(room * sizeof(WCHAR));
    NTSTATUS status = STATUS_DLL_NOT_FOUND;
    if (!list)
        return STATUS_NO_MEMORY;
    if (RtlQueryEnvironmentVariable(NULL, L"PATH", 4, list, room - 1, &used) == STATUS_SUCCESS)
        status = open_in_list(list, name, found);
    ldr_free(list);
    return status;
}

/* The order that LOAD_LIBRARY_SEARCH_* flags give: only the places they name. */
static NTSTATUS open_flagged(const LDR_PLACES *places, ULONG flags, const UNICODE_STRING *name,
                             LDR_FILE *found)
{
    NTSTATUS status = STATUS_DLL_NOT_FOUND;
    if (flags & LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR && places->path)
        status = open_in_list(places->path, name, found);
    if (is_missing(status) && ldr_program &&
        flags & (LOAD_LIBRARY_SEARCH_APPLICATION_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)) {
        const UNICODE_STRING *program = &ldr_program->entry.FullDllName;
        status = open_in(program->Buffer, directory_length(program), name, found);
    }
    if (flags & (LOAD_LIBRARY_SEARCH_USER_DIRS | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS)) {
        for (LDR_DIRECTORY *d = added_directories; d && is_missing(status); d = d->next)
            status = open_in_list(d->path, name, found);
        if (is_missing(status) && dll_directory)
            status = open_in_list(dll_directory, name, found);
    }
    if (is_missing(status) &&
        flags & (LOAD_LIBRARY_SEARCH_SYSTEM32 | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS))
        status = open_system(name, found);
    return is_missing(status) ? STATUS_DLL_NOT_FOUND : status;
}

static NTSTATUS open_searched(const LDR_PLACES *places, const UNICODE_STRING *name, LDR_FILE *found)
{
    NTSTATUS status = STATUS_DLL_NOT_FOUND;
    const UNICODE_STRING *cwd = &peb_self()->ProcessParameters->CurrentDirectory.DosPath;
    if (places->path) { /* in the place of the program's directory */
        status = open_in_list(places->path, name, found);
    } else if (ldr_program) {
        const UNICODE_STRING *program = &ldr_program->entry.FullDllName;
        status = open_in(program->Buffer, directory_length(program), name, found);
    }
    if (is_missing(status) && dll_directory)
        status = open_in_list(dll_directory, name, found);
    if (is_missing(status))
        status = open_system(name, found);
    if (is_missing(status) && !dll_directory)
        status = open_in(cwd->Buffer, cwd->Length / sizeof(WCHAR), name, found);
    if (is_missing(status))
        status = open_in_environment(name, found);
    return is_missing(status) ? STATUS_DLL_NOT_FOUND : status;
}

NTSTATUS ldr_open(const LDR_PLACES *places, const UNICODE_STRING *name, LDR_FILE *found)
{
    ULONG count = name->Length / sizeof(WCHAR);
    NTSTATUS status;
    if (ldr_is_known_dll(name)) {
        status = open_system(name, found);
        return is_missing(status) ? STATUS_DLL_NOT_FOUND : status;
    }
    for (ULONG i = 0; i < count; i++) {
        if (name->Buffer[i] != '\\' && name->Buffer[i] != ':')
            continue;
        WCHAR *path = ldr_alloc(name->Length + sizeof(WCHAR));
        if (!path)
            return STATUS_NO_MEMORY;
        __builtin_memcpy(path, name->Buffer, name->Length);
        status = open_path(path, found);
        ldr_free(path);
        return is_missing(status) ? STATUS_DLL_NOT_FOUND : status;
    }
    ULONG flags = places->flags & SEARCH_FLAGS;
    if (!flags)
        flags = default_directories;
    return flags ? open_flagged(places, flags, name, found) : open_searched(places, name, found);
}
