/*
 * rtl_path.c - Win32 paths: kinds, device names, full paths (public documentation: "File path
 * formats on Windows systems", "Naming Files, Paths, and Namespaces").
 */
#include "rtl_path.h"

static BOOLEAN is_slash(WCHAR c)
{
    return c == '\\' || c == '/';
}

static ULONG type_of(const WCHAR *path, ULONG count)
{
    if (count && is_slash(path[0])) {
        if (count < 2 || !is_slash(path[1]))
            return RtlPathTypeRooted;
        if (count < 3 || (path[2] != '.' && path[2] != '?'))
            return RtlPathTypeUncAbsolute;
        if (count > 3 && is_slash(path[3]))
            return RtlPathTypeLocalDevice;
        return count == 3 ? RtlPathTypeRootLocalDevice : RtlPathTypeUncAbsolute;
    }
    if (count < 2 || path[1] != ':')
        return RtlPathTypeRelative;
    return count > 2 && is_slash(path[2]) ? RtlPathTypeDriveAbsolute : RtlPathTypeDriveRelative;
}

ULONG rtl_text_count(const WCHAR *text)
{
    ULONG count = 0;
    while (text[count])
        count++;
    return count;
}

ULONG NTAPI RtlDetermineDosPathNameType_U(PCWSTR path)
{
    return type_of(path, rtl_text_count(path));
}

ULONG NTAPI RtlDetermineDosPathNameType_Ustr(const UNICODE_STRING *path)
{
    return type_of(path->Buffer, path->Length / 2);
}

static WCHAR upper(WCHAR c)
{
    return c >= 'a' && c <= 'z' ? (WCHAR)(c - 32) : c;
}

static BOOLEAN starts(const WCHAR *at, ULONG count, const char *name)
{
    ULONG i = 0;
    for (; name[i]; i++)
        if (i >= count || upper(at[i]) != (WCHAR)name[i])
            return FALSE;
    return TRUE;
}

/* How many characters of the component are a device's name; 0: it is none. */
static ULONG device_name(const WCHAR *at, ULONG count)
{
    static const char *const plain[] = {"AUX", "CON", "NUL", "PRN"};
    static const char *const numbered[] = {"COM", "LPT"};
    ULONG end = 0;
    while (end < count && at[end] != '.' && at[end] != ':')
        end++;
    while (end && at[end - 1] == ' ')
        end--;
    if (end == 6 && starts(at, count, "CONIN$"))
        return end;
    if (end == 7 && starts(at, count, "CONOUT$"))
        return end;
    for (ULONG i = 0; end == 3 && i < 4; i++)
        if (starts(at, count, plain[i]))
            return end;
    for (ULONG i = 0; end == 4 && i < 2; i++)
        if (starts(at, count, numbered[i]) && at[3] >= '1' && at[3] <= '9')
            return end;
    return 0;
}

ULONG NTAPI RtlIsDosDeviceName_Ustr(const UNICODE_STRING *name)
{
    const WCHAR *text = name->Buffer;
    ULONG count = name->Length / 2, start = count;
    ULONG type = type_of(text, count);
    if (type == RtlPathTypeUncAbsolute || type == RtlPathTypeLocalDevice ||
        type == RtlPathTypeRootLocalDevice)
        return 0;
    if (count && text[count - 1] == ':')
        count--;
    while (start && !is_slash(text[start - 1]) && !(start == 2 && text[1] == ':'))
        start--;
    if (start >= count)
        return 0;
    ULONG length = device_name(text + start, count - start);
    return length ? start * 2 << 16 | length * 2 : 0;
}

ULONG NTAPI RtlIsDosDeviceName_U(PCWSTR name)
{
    UNICODE_STRING string;
    RtlInitUnicodeString(&string, name);
    return RtlIsDosDeviceName_Ustr(&string);
}

/* Where the part that ".." cannot leave ends, in an already written path. */
static ULONG unc_root(const WCHAR *path, ULONG count)
{
    ULONG i = 2;
    for (int part = 0; part < 2 && i < count; part++) {
        while (i < count && !is_slash(path[i]))
            i++;
        if (part == 0 && i < count)
            i++;
    }
    return i;
}

/* Appends the components of `from`, resolving "." and "..", to out[*at]; never below `root`. */
static void append(WCHAR *out, ULONG *at, ULONG root, const WCHAR *from, ULONG count)
{
    ULONG i = 0;
    while (i < count) {
        ULONG end = i;
        while (end < count && !is_slash(from[end]))
            end++;
        ULONG used = end - i;
        BOOLEAN last = end == count;
        if (used == 1 && from[i] == '.') {
            used = 0;
        } else if (used == 2 && from[i] == '.' && from[i + 1] == '.') {
            if (*at > root && out[*at - 1] == '\\')
                (*at)--;
            while (*at > root && out[*at - 1] != '\\')
                (*at)--;
            used = 0;
        } else if (last) {
            while (used && (from[i + used - 1] == '.' || from[i + used - 1] == ' '))
                used--;
        } else if (used > 1 && from[i + used - 1] == '.' && from[i + used - 2] != '.') {
            used--;
        }
        if (used) {
            __builtin_memmove(out + *at, from + i, used * sizeof(WCHAR));
            *at += used;
            if (!last)
                out[(*at)++] = '\\';
        } else if (last && *at > root && out[*at - 1] == '\\' && end > i) {
            (*at)--; /* "a\." is "a" */
        }
        i = end + 1;
    }
}

static const UNICODE_STRING *current_directory(void)
{
    return &peb_self()->ProcessParameters->CurrentDirectory.DosPath;
}

/* The start of a path of that drive: the current directory if it is there, what the environment
 * says ("=C:"), or the root. Returns the count written; *root: what ".." cannot leave. */
static ULONG drive_start(WCHAR drive, WCHAR *out, ULONG room, ULONG *root)
{
    const UNICODE_STRING *current = current_directory();
    ULONG count = current->Length / 2;
    *root = 3;
    if (count >= 2 && upper(current->Buffer[0]) == upper(drive) && current->Buffer[1] == ':') {
        __builtin_memcpy(out, current->Buffer, count * 2);
    } else {
        WCHAR name[3] = {'=', upper(drive), ':'};
        UNICODE_STRING variable = {6, 6, name};
        UNICODE_STRING value = {0, (USHORT)((room < 0x7ffe ? room : 0x7ffe) * 2), out};
        if (RtlQueryEnvironmentVariable_U(NULL, &variable, &value) == 0 && value.Length >= 6) {
            count = value.Length / 2;
        } else {
            out[0] = drive;
            out[1] = ':';
            count = 2;
        }
    }
    if (out[count - 1] != '\\')
        out[count++] = '\\';
    return count;
}

static ULONG from_current(WCHAR *out, ULONG *root, BOOLEAN rooted)
{
    const UNICODE_STRING *current = current_directory();
    ULONG count = current->Length / 2;
    __builtin_memcpy(out, current->Buffer, count * 2);
    *root = count > 1 && out[1] == '\\' ? unc_root(out, count) : 3;
    if (rooted && count > *root)
        count = *root;
    if (count && out[count - 1] != '\\')
        out[count++] = '\\';
    if (*root > 3 && *root < count && out[*root] == '\\')
        ++*root;
    return count;
}

/* Room that any full path of a name of `count` characters fits in. */
static ULONG room_for(ULONG count)
{
    return current_directory()->Length / 2 + count + 16;
}

static ULONG put_device(WCHAR *out, const WCHAR *path, ULONG device)
{
    static const WCHAR prefix[] = {'\\', '\\', '.', '\\'};
    __builtin_memcpy(out, prefix, sizeof prefix);
    __builtin_memcpy(out + 4, (const char *)path + (device >> 16), device & 0xffff);
    return 4 + (device & 0xffff) / 2;
}

ULONG rtl_full_path(const WCHAR *path, ULONG count, WCHAR *out, ULONG room)
{
    UNICODE_STRING string = {(USHORT)(count * 2), (USHORT)(count * 2), (WCHAR *)path};
    ULONG at = 0, root = 0, skip = 0, type = type_of(path, count);
    ULONG device = RtlIsDosDeviceName_Ustr(&string);
    if (device)
        return put_device(out, path, device);
    switch (type) {
    case RtlPathTypeDriveAbsolute:
        out[0] = path[0];
        out[1] = ':';
        out[2] = '\\';
        at = root = skip = 3;
        break;
    case RtlPathTypeDriveRelative:
        at = drive_start(path[0], out, room, &root);
        skip = 2;
        break;
    case RtlPathTypeRooted:
        at = from_current(out, &root, TRUE);
        skip = 1;
        break;
    case RtlPathTypeRelative:
        at = from_current(out, &root, FALSE);
        break;
    case RtlPathTypeUncAbsolute:
        out[0] = out[1] = '\\';
        at = 2;
        skip = 2;
        root = unc_root(path, count);
        if (root < count)
            root++;
        break;
    default:
        out[0] = out[1] = '\\';
        out[2] = path[2];
        out[3] = '\\';
        at = root = 4;
        skip = count < 4 ? count : 4;
    }
    append(out, &at, root, path + skip, count - skip);
    /* A current directory that stands alone loses its backslash, as the name had none. */
    if (type == RtlPathTypeRelative && at > 3 && out[at - 1] == '\\' && at > root &&
        !is_slash(path[count - 1]))
        at--;
    return at;
}

/* The full path in `small` where it fits, else in heap memory that *heap names. */
WCHAR *rtl_full_path_in(const WCHAR *path, ULONG count, WCHAR *small, ULONG small_count,
                        ULONG *result, WCHAR **heap)
{
    WCHAR *out = small;
    *heap = NULL;
    RtlAcquirePebLock();
    ULONG room = room_for(count);
    if (room > small_count)
        out = *heap = RtlAllocateHeap(peb_self()->ProcessHeap, 0, room * sizeof(WCHAR));
    if (out)
        *result = rtl_full_path(path, count, out, room);
    RtlReleasePebLock();
    return out;
}

static void set_part(WCHAR *buffer, ULONG count, PWSTR *part)
{
    ULONG at = count;
    while (at && buffer[at - 1] != '\\')
        at--;
    if (part)
        *part = at && at < count ? buffer + at : NULL;
}

NTSTATUS NTAPI RtlGetFullPathName_UEx(PCWSTR path, ULONG size, PWSTR buffer, PWSTR *part,
                                      ULONG *needed)
{
    WCHAR small[512], *heap;
    ULONG count = path ? rtl_text_count(path) : 0, spaces = 0, length;
    while (spaces < count && path[spaces] == ' ')
        spaces++;
    *needed = 0;
    if (spaces == count)
        return STATUS_OBJECT_NAME_INVALID;
    if (count > 0x7ff0)
        return STATUS_NAME_TOO_LONG;
    WCHAR *full =
        rtl_full_path_in(path, count, small, sizeof small / sizeof *small, &length, &heap);
    if (!full)
        return STATUS_NO_MEMORY;
    if (part)
        *part = NULL;
    if ((length + 1) * 2 <= size) {
        __builtin_memcpy(buffer, full, length * 2);
        buffer[length] = 0;
        set_part(buffer, length, part);
        if (part && length > 4 && buffer[0] == '\\' && buffer[2] == '.' &&
            RtlIsDosDeviceName_U(path))
            *part = NULL;
        *needed = length * 2;
    } else {
        *needed = (length + 1) * 2;
    }
    if (heap)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, heap);
    return STATUS_SUCCESS;
}

ULONG NTAPI RtlGetFullPathName_U(PCWSTR path, ULONG size, PWSTR buffer, PWSTR *part)
{
    ULONG needed;
    return RtlGetFullPathName_UEx(path, size, buffer, part, &needed) ? 0 : needed;
}

ULONG NTAPI RtlGetLongestNtPathLength(void)
{
    return 277; /* MAX_PATH + "\??\UNC\" and some, as Windows answers */
}
