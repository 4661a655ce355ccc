/*
 * support.c - helpers that several files of kernel32 share.
 */
#include "kernel32_private.h"

void *k32_alloc(SIZE_T size)
{
    void *memory = RtlAllocateHeap(peb_self()->ProcessHeap, 0, size);
    if (!memory)
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
    return memory;
}

void k32_free(void *memory)
{
    if (memory)
        RtlFreeHeap(peb_self()->ProcessHeap, 0, memory);
}

WCHAR *k32_to_wide(const char *text)
{
    ULONG size, used = 0;
    if (!text)
        return NULL;
    size = (ULONG)strlen(text) + 1;
    WCHAR *wide = k32_alloc(size * sizeof(WCHAR));
    if (wide)
        RtlMultiByteToUnicodeN(wide, size * sizeof(WCHAR), &used, text, size);
    return wide;
}

DWORD k32_from_wide(const WCHAR *text, DWORD count, char *buffer, DWORD size)
{
    ULONG needed = 0, used = 0;
    RtlUnicodeToMultiByteSize(&needed, (WCHAR *)text, count * sizeof(WCHAR));
    if (needed + 1 > size)
        return needed + 1;
    RtlUnicodeToMultiByteN(buffer, size, &used, text, count * sizeof(WCHAR));
    buffer[used] = 0;
    return used;
}

static BOOL has_prefix(const WCHAR *name, const WCHAR *prefix, ULONG *length)
{
    ULONG n = 0;
    while (prefix[n] && name[n] == prefix[n])
        n++;
    *length = n;
    return !prefix[n];
}

BOOL k32_object_name(K32_OBJECT_NAME *out, const WCHAR *name, const SECURITY_ATTRIBUTES *security,
                     ULONG flags)
{
    static const WCHAR directory[] = L"\\BaseNamedObjects\\";
    ULONG n = 0, skip;
    if (security && security->bInheritHandle)
        flags |= OBJ_INHERIT;
    InitializeObjectAttributes(&out->attributes, NULL, flags, NULL,
                               security ? security->lpSecurityDescriptor : NULL);
    if (!name || !*name)
        return TRUE;
    if (has_prefix(name, L"Local\\", &skip) || has_prefix(name, L"Global\\", &skip) ||
        has_prefix(name, L"Session\\1\\", &skip))
        name += skip;
    for (; directory[n]; n++)
        out->text[n] = directory[n];
    for (; *name; name++) {
        if (*name == '\\')
            return fail_with(ERROR_PATH_NOT_FOUND);
        if (n >= sizeof out->text / sizeof(WCHAR) - 1)
            return fail_with(ERROR_FILENAME_EXCED_RANGE);
        out->text[n++] = *name;
    }
    out->name.Buffer = out->text;
    out->name.Length = (USHORT)(n * sizeof(WCHAR));
    out->name.MaximumLength = sizeof out->text;
    out->attributes.ObjectName = &out->name;
    return TRUE;
}

LARGE_INTEGER *k32_timeout(LARGE_INTEGER *time, DWORD milliseconds)
{
    if (milliseconds == INFINITE)
        return NULL;
    time->QuadPart = -(LONGLONG)milliseconds * 10000;
    return time;
}
