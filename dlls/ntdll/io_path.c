/*
 * io_path.c - the NT name space of files and devices: from an NT path to a root and a host path.
 *
 * \??\C: is the profile (with the default tree behind it), \??\Z: the host's tree; both are also
 * \Device\HarddiskVolume1 and 2. Nothing else of \Device is there but what programs open by name.
 */
#include "io_private.h"

struct prefix {
    const WCHAR *text;
    enum io_target target;
    WCHAR drive;
};

/* After "\??\" and its other names. */
static const struct prefix devices[] = {
    {L"NUL", IO_TO_NULL, 0},
    {L"CONIN$", IO_TO_CONSOLE_IN, 0},
    {L"CONOUT$", IO_TO_CONSOLE_OUT, 0},
    {L"CON", IO_TO_CONSOLE_OUT, 0},
    {L"PIPE", IO_TO_PIPE, 0},
    {L"MAILSLOT", IO_TO_MAILSLOT, 0},
};

static const struct prefix absolute[] = {
    {L"\\Device\\Null", IO_TO_NULL, 0},
    {L"\\Device\\Afd", IO_TO_AFD, 0},
    {L"\\Device\\NamedPipe", IO_TO_PIPE, 0},
    {L"\\Device\\Mailslot", IO_TO_MAILSLOT, 0},
    {L"\\Device\\ConDrv\\CurrentIn", IO_TO_CONSOLE_IN, 0},
    {L"\\Device\\ConDrv\\CurrentOut", IO_TO_CONSOLE_OUT, 0},
    {L"\\Device\\HarddiskVolume1", IO_TO_FILE, 'C'},
    {L"\\Device\\HarddiskVolume2", IO_TO_FILE, 'Z'},
};

static ULONG text_count(const WCHAR *text)
{
    ULONG count = 0;
    while (text[count])
        count++;
    return count;
}

/* Takes prefix off name if it ends there or at a backslash. */
static BOOLEAN strip(UNICODE_STRING *name, const WCHAR *prefix)
{
    ULONG count = text_count(prefix), have = name->Length / 2;
    if (have < count || !io_equal_fold(name->Buffer, count, prefix, count))
        return FALSE;
    if (have > count && name->Buffer[count] != '\\')
        return FALSE;
    name->Buffer += count;
    name->Length -= (USHORT)(count * 2);
    return TRUE;
}

static BOOLEAN forbidden(WCHAR c)
{
    return c < 32 || c == '"' || c == '*' || c == '<' || c == '>' || c == '?' || c == '|' ||
           c == '/' || c == ':';
}

/* One component; the last may carry "::$DATA", the name of a file's contents. */
static NTSTATUS check_component(const WCHAR *at, ULONG *count, BOOLEAN last)
{
    static const WCHAR data[] = L"::$DATA";
    if (*count == 0 || *count > IO_NAME_MAX)
        return STATUS_OBJECT_NAME_INVALID;
    if (at[0] == '.' && (*count == 1 || (*count == 2 && at[1] == '.')))
        return STATUS_OBJECT_NAME_INVALID;
    if (last && *count > 7 && io_equal_fold(at + *count - 7, 7, data, 7))
        *count -= 7;
    for (ULONG i = 0; i < *count; i++)
        if (forbidden(at[i]))
            return STATUS_OBJECT_NAME_INVALID;
    return STATUS_SUCCESS;
}

/* Appends "a\b\c" to path->text. */
static NTSTATUS append(IO_PATH *path, const WCHAR *name, ULONG count)
{
    path->wants_directory = FALSE;
    if (count && name[count - 1] == '\\') {
        path->wants_directory = TRUE;
        count--;
    }
    for (ULONG at = 0; at < count;) {
        ULONG end = at, used;
        while (end < count && name[end] != '\\')
            end++;
        used = end - at;
        NTSTATUS status = check_component(name + at, &used, end == count);
        if (status)
            return status;
        if (path->size && path->size < IO_PATH_MAX)
            path->text[path->size++] = '/';
        ULONG room = IO_PATH_MAX - path->size;
        ULONG size = io_name_to_host(name + at, used, path->text + path->size, room);
        if (size > room)
            return STATUS_NAME_TOO_LONG;
        path->size += size;
        at = end + 1;
        if (end < count && at == count)
            return STATUS_OBJECT_NAME_INVALID; /* a second trailing backslash */
    }
    return STATUS_SUCCESS;
}

static NTSTATUS drive_path(IO_PATH *path, WCHAR drive, const UNICODE_STRING *rest)
{
    drive = io_fold(drive);
    if (drive != 'C' && drive != 'Z')
        return STATUS_OBJECT_PATH_NOT_FOUND;
    path->root = drive == 'C' ? IO_ROOT_PROFILE : IO_ROOT_HOST;
    if (rest->Length == 0) {
        path->target = IO_TO_VOLUME;
        return STATUS_SUCCESS;
    }
    if (rest->Length == 2) {
        path->wants_directory = TRUE;
        return STATUS_SUCCESS;
    }
    return append(path, rest->Buffer + 1, rest->Length / 2 - 1);
}

static NTSTATUS device_path(IO_PATH *path, UNICODE_STRING *name)
{
    for (ULONG i = 0; i < sizeof devices / sizeof *devices; i++)
        if (strip(name, devices[i].text)) {
            path->target = devices[i].target;
            path->rest = *name;
            return STATUS_SUCCESS;
        }
    if (name->Length >= 4 && name->Buffer[1] == ':' &&
        (name->Length == 4 || name->Buffer[2] == '\\')) {
        UNICODE_STRING rest = {(USHORT)(name->Length - 4), 0, name->Buffer + 2};
        return drive_path(path, name->Buffer[0], &rest);
    }
    if (strip(name, L"Volume{00000000-0000-0000-0000-000000000001}"))
        return drive_path(path, 'C', name);
    if (strip(name, L"Volume{00000000-0000-0000-0000-000000000002}"))
        return drive_path(path, 'Z', name);
    if (strip(name, L"UNC"))
        return STATUS_BAD_NETWORK_PATH;
    for (ULONG i = 0; i + 1 < name->Length / 2; i++)
        if (name->Buffer[i] == '\\')
            return STATUS_OBJECT_PATH_NOT_FOUND;
    return STATUS_OBJECT_NAME_NOT_FOUND;
}

static NTSTATUS absolute_path(IO_PATH *path, UNICODE_STRING name)
{
    if (strip(&name, L"\\??") || strip(&name, L"\\DosDevices") || strip(&name, L"\\GLOBAL??")) {
        if (name.Length < 4)
            return STATUS_OBJECT_NAME_INVALID;
        name.Buffer++;
        name.Length -= 2;
        if (!strip(&name, L"GLOBALROOT"))
            return device_path(path, &name);
    }
    for (ULONG i = 0; i < sizeof absolute / sizeof *absolute; i++)
        if (strip(&name, absolute[i].text)) {
            path->target = absolute[i].target;
            path->rest = name;
            return absolute[i].drive ? drive_path(path, absolute[i].drive, &name) : STATUS_SUCCESS;
        }
    if (strip(&name, L"\\SystemRoot")) {
        path->root = IO_ROOT_PROFILE;
        __builtin_memcpy(path->text, "Windows", 7);
        path->size = 7;
        return name.Length > 2 ? append(path, name.Buffer + 1, name.Length / 2 - 1)
                               : STATUS_SUCCESS;
    }
    return STATUS_OBJECT_PATH_NOT_FOUND;
}

static NTSTATUS relative_path(IO_PATH *path, HANDLE root, const UNICODE_STRING *name)
{
    IO_FILE *file;
    NTSTATUS status = io_reference(root, 0, &file);
    if (status)
        return status;
    io_file_path(file, path);
    if (file->kind == IO_PIPE_ROOT) {
        path->target = IO_TO_PIPE;
        path->rest = *name;
    } else if (file->kind == IO_PIPE_END && !name->Length) {
        path->target = IO_TO_PIPE;
        path->rest = *name;
        path->pipe_server = root;
    } else if (file->kind != IO_DIRECTORY && name->Length) {
        status = STATUS_OBJECT_TYPE_MISMATCH;
    } else if (name->Length && name->Buffer[0] == '\\') {
        status = STATUS_INVALID_PARAMETER;
    } else if (name->Length) {
        status = append(path, name->Buffer, name->Length / 2);
    }
    ob_dereference(file);
    return status;
}

NTSTATUS io_path_of(const OBJECT_ATTRIBUTES *attributes, IO_PATH *path)
{
    if (!attributes || attributes->Length != sizeof *attributes || !attributes->ObjectName)
        return STATUS_INVALID_PARAMETER;
    const UNICODE_STRING *name = attributes->ObjectName;
    path->target = IO_TO_FILE;
    path->root = IO_ROOT_HOST;
    path->pipe_server = NULL;
    path->wants_directory = path->synthetic = FALSE;
    path->size = 0;
    if (name->Length & 1)
        return STATUS_OBJECT_NAME_INVALID;
    if (attributes->RootDirectory)
        return relative_path(path, attributes->RootDirectory, name);
    if (!name->Length || name->Buffer[0] != '\\')
        return STATUS_OBJECT_PATH_SYNTAX_BAD;
    return absolute_path(path, *name);
}

ULONG io_parent_size(const char *text, ULONG size)
{
    while (size && text[size - 1] != '/')
        size--;
    return size ? size - 1 : 0;
}

static ULONG put_wide(const char *text, ULONG size, WCHAR *to, ULONG room_size, ULONG at)
{
    for (ULONG i = 0; i < size;) {
        ULONG end = i;
        while (end < size && text[end] != '/')
            end++;
        if (at + 2 <= room_size)
            to[at / 2] = '\\';
        at += 2;
        ULONG room = at < room_size ? (room_size - at) / 2 : 0;
        at += 2 * io_name_to_wide(text + i, end - i, to + at / 2, room);
        i = end + 1;
    }
    return at;
}

ULONG io_path_wide(enum io_root root, const char *text, ULONG size, WCHAR *to, ULONG room_size)
{
    static const char system32[] = "Windows/System32";
    ULONG used = 0;
    if (root == IO_ROOT_SYSTEM)
        used = put_wide(system32, sizeof system32 - 1, to, room_size, 0);
    else if (size == 0 && room_size >= 2)
        to[0] = '\\';
    if (root != IO_ROOT_SYSTEM && size == 0)
        return 2;
    return put_wide(text, size, to, room_size, used);
}
