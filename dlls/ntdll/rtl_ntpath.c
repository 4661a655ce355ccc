/*
 * rtl_ntpath.c - from Win32 paths to NT paths; the current directory; searching.
 */
#include "rtl_path.h"

#define SMALL 600 /* characters that need no heap */

static const WCHAR nt_prefix[] = {'\\', '?', '?', '\\'};

static BOOLEAN is_verbatim(const WCHAR *path, ULONG count)
{
    return count > 3 && path[0] == '\\' && path[1] == '\\' && path[2] == '?' && path[3] == '\\';
}

/* Puts the NT form of a full path into out (room for count + 8). */
static ULONG put_nt(const WCHAR *full, ULONG count, WCHAR *out)
{
    static const WCHAR unc[] = {'U', 'N', 'C', '\\'};
    ULONG at = 4, skip = 0;
    __builtin_memcpy(out, nt_prefix, sizeof nt_prefix);
    if (count > 1 && full[0] == '\\' && full[1] == '\\') {
        skip = 2;
        if (count > 3 && (full[2] == '.' || full[2] == '?') && full[3] == '\\') {
            skip = 4;
        } else {
            __builtin_memcpy(out + 4, unc, sizeof unc);
            at = 8;
        }
    }
    __builtin_memmove(out + at, full + skip, (count - skip) * sizeof(WCHAR));
    return at + count - skip;
}

NTSTATUS NTAPI BaileyDosPathToNtPath(PCWSTR path, WCHAR *buffer, ULONG size, UNICODE_STRING *nt)
{
    WCHAR small[SMALL], *heap = NULL;
    const WCHAR *full = path;
    ULONG count = path ? rtl_text_count(path) : 0, length = count;
    if (count == 0)
        return STATUS_OBJECT_PATH_NOT_FOUND;
    if (count > 0x7ff0)
        return STATUS_NAME_TOO_LONG;
    if (!is_verbatim(path, count))
        full = rtl_full_path_in(path, count, small, SMALL, &length, &heap);
    if (!full)
        return STATUS_NO_MEMORY;
    NTSTATUS status = STATUS_SUCCESS;
    WCHAR *out = buffer;
    if (length > 0x7ff0)
        status = STATUS_NAME_TOO_LONG;
    else if ((length + 9) * sizeof(WCHAR) > size)
        out = RtlAllocateHeap(peb_self()->ProcessHeap, 0, (length + 9) * sizeof(WCHAR));
    if (!status && !out)
        status = STATUS_NO_MEMORY;
    if (!status) {
        ULONG used = put_nt(full, length, out);
        out[used] = 0;
        nt->Buffer = out;
        nt->Length = (USHORT)(used * 2);
        nt->MaximumLength = out == buffer ? 0 : (USHORT)(used * 2 + 2);
    }
    if (heap)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, heap);
    return status;
}

NTSTATUS NTAPI RtlDosPathNameToNtPathName_U_WithStatus(PCWSTR path, UNICODE_STRING *nt, PWSTR *part,
                                                       RTL_RELATIVE_NAME_U *relative)
{
    NTSTATUS status = BaileyDosPathToNtPath(path, NULL, 0, nt);
    if (status)
        return status;
    if (part) {
        ULONG at = nt->Length / 2;
        while (at && nt->Buffer[at - 1] != '\\')
            at--;
        *part = at < nt->Length / 2u ? nt->Buffer + at : NULL;
    }
    if (relative)
        __builtin_memset(relative, 0, sizeof *relative);
    return STATUS_SUCCESS;
}

BOOL NTAPI RtlDosPathNameToNtPathName_U(PCWSTR path, UNICODE_STRING *nt, PCWSTR *part,
                                        VOID *relative)
{
    return RtlDosPathNameToNtPathName_U_WithStatus(path, nt, (PWSTR *)part, relative) == 0;
}

/* The relative form is never smaller here: the whole name is given, and no directory. */
NTSTATUS NTAPI RtlDosPathNameToRelativeNtPathName_U_WithStatus(PCWSTR path, UNICODE_STRING *nt,
                                                               PWSTR *part,
                                                               RTL_RELATIVE_NAME_U *relative)
{
    return RtlDosPathNameToNtPathName_U_WithStatus(path, nt, part, relative);
}

BOOLEAN NTAPI RtlDosPathNameToRelativeNtPathName_U(PCWSTR path, UNICODE_STRING *nt, PWSTR *part,
                                                   RTL_RELATIVE_NAME_U *relative)
{
    return RtlDosPathNameToNtPathName_U_WithStatus(path, nt, part, relative) == 0;
}

void NTAPI RtlReleaseRelativeName(RTL_RELATIVE_NAME_U *relative)
{
    (void)relative; /* it never holds a reference */
}

ULONG NTAPI RtlGetCurrentDirectory_U(ULONG size, PWSTR buffer)
{
    RtlAcquirePebLock();
    const UNICODE_STRING *current = &peb_self()->ProcessParameters->CurrentDirectory.DosPath;
    ULONG count = current->Length / 2, result = (count + 1) * 2;
    if (count > 3 && current->Buffer[count - 1] == '\\') {
        count--;
        result -= 2;
    }
    if (result <= size) {
        __builtin_memcpy(buffer, current->Buffer, count * 2);
        buffer[count] = 0;
        result = count * 2;
    }
    RtlReleasePebLock();
    return result;
}

/* Under the PEB lock. */
static NTSTATUS store_current(const WCHAR *full, ULONG count, HANDLE handle)
{
    CURDIR_FULL *current = &peb_self()->ProcessParameters->CurrentDirectory;
    ULONG size = (count + 2) * sizeof(WCHAR);
    if (size > current->DosPath.MaximumLength) {
        /* The first buffer lies inside the parameter block and cannot be freed. */
        WCHAR *buffer = RtlAllocateHeap(peb_self()->ProcessHeap, 0, size * 2);
        if (!buffer)
            return STATUS_NO_MEMORY;
        current->DosPath.Buffer = buffer;
        current->DosPath.MaximumLength = (USHORT)(size * 2 < 0xfffe ? size * 2 : 0xfffe);
    }
    __builtin_memmove(current->DosPath.Buffer, full, count * 2);
    if (full[count - 1] != '\\')
        current->DosPath.Buffer[count++] = '\\';
    current->DosPath.Buffer[count] = 0;
    current->DosPath.Length = (USHORT)(count * 2);
    if (current->Handle)
        NtClose(current->Handle);
    current->Handle = handle;
    return STATUS_SUCCESS;
}

static NTSTATUS open_directory(UNICODE_STRING *nt, HANDLE *handle)
{
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK io;
    InitializeObjectAttributes(&attributes, nt, OBJ_CASE_INSENSITIVE | OBJ_INHERIT, NULL, NULL);
    return NtOpenFile(handle, FILE_TRAVERSE | SYNCHRONIZE, &attributes, &io,
                      FILE_SHARE_READ | FILE_SHARE_WRITE,
                      FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT);
}

NTSTATUS NTAPI RtlSetCurrentDirectory_U(const UNICODE_STRING *path)
{
    WCHAR small[SMALL], name[SMALL], *heap, *text = name;
    UNICODE_STRING nt;
    HANDLE handle;
    ULONG length, count = path->Length / 2;
    if (count == 0)
        return STATUS_OBJECT_NAME_INVALID;
    if (count >= SMALL)
        return STATUS_NAME_TOO_LONG;
    __builtin_memcpy(name, path->Buffer, count * 2);
    name[count] = 0;
    NTSTATUS status = BaileyDosPathToNtPath(text, NULL, 0, &nt);
    if (status)
        return status;
    status = open_directory(&nt, &handle);
    RtlFreeUnicodeString(&nt);
    if (status)
        return status;
    WCHAR *full = rtl_full_path_in(name, count, small, SMALL, &length, &heap);
    if (!full) {
        NtClose(handle);
        return STATUS_NO_MEMORY;
    }
    RtlAcquirePebLock();
    status = store_current(full, length, handle);
    RtlReleasePebLock();
    if (status)
        NtClose(handle);
    if (heap)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, heap);
    return status;
}

BOOLEAN NTAPI RtlDoesFileExists_U(PCWSTR path)
{
    WCHAR buffer[SMALL];
    UNICODE_STRING nt;
    OBJECT_ATTRIBUTES attributes;
    FILE_BASIC_INFORMATION basic;
    if (BaileyDosPathToNtPath(path, buffer, sizeof buffer, &nt))
        return FALSE;
    InitializeObjectAttributes(&attributes, &nt, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NTSTATUS status = NtQueryAttributesFile(&attributes, &basic);
    if (nt.MaximumLength)
        RtlFreeUnicodeString(&nt);
    return status == STATUS_SUCCESS || status == STATUS_SHARING_VIOLATION ||
           status == STATUS_ACCESS_DENIED;
}

/* Tries directory\name[extension]; the full path's size in bytes, or 0. */
static ULONG try_one(const WCHAR *directory, ULONG directory_count, PCWSTR name, PCWSTR extension,
                     ULONG size, PWSTR buffer, PWSTR *part)
{
    ULONG name_count = rtl_text_count(name), extension_count = rtl_text_count(extension), at = 0;
    ULONG result = 0;
    WCHAR *whole = RtlAllocateHeap(peb_self()->ProcessHeap, 0,
                                   (directory_count + name_count + extension_count + 2) * 2);
    if (!whole)
        return 0;
    __builtin_memcpy(whole, directory, directory_count * 2);
    at = directory_count;
    if (at && whole[at - 1] != '\\' && whole[at - 1] != '/')
        whole[at++] = '\\';
    __builtin_memcpy(whole + at, name, name_count * 2);
    at += name_count;
    __builtin_memcpy(whole + at, extension, (extension_count + 1) * 2);
    if (RtlDoesFileExists_U(whole))
        result = RtlGetFullPathName_U(whole, size, buffer, part);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, whole);
    return result;
}

static BOOLEAN has_extension(PCWSTR name)
{
    BOOLEAN dot = FALSE;
    for (; *name; name++)
        dot = *name == '.' ? TRUE : *name == '\\' || *name == '/' ? FALSE : dot;
    return dot;
}

ULONG NTAPI RtlDosSearchPath_U(PCWSTR path, PCWSTR name, PCWSTR extension, ULONG size, PWSTR buffer,
                               PWSTR *part)
{
    static const WCHAR none[] = {0};
    if (!extension || has_extension(name))
        extension = none;
    if (RtlDetermineDosPathNameType_U(name) != RtlPathTypeRelative)
        return try_one(none, 0, name, extension, size, buffer, part);
    while (*path) {
        ULONG count = 0;
        while (path[count] && path[count] != ';')
            count++;
        ULONG skip = count > 1 && path[0] == '"' && path[count - 1] == '"';
        ULONG result =
            count ? try_one(path + skip, count - 2 * skip, name, extension, size, buffer, part) : 0;
        if (result)
            return result;
        path += count + (path[count] == ';');
    }
    return 0;
}
