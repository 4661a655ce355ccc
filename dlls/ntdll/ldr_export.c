/*
 * ldr_export.c - from a name or an ordinal to an address.
 */
#include "ldr.h"

static int compare(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return (unsigned char)*a - (unsigned char)*b;
}

/* The index into the address table, or MAXDWORD. Every number in the directory is checked: the
 * image may come from anywhere. */
static ULONG find_name(LDR_MODULE *module, const char *name, ULONG hint)
{
    const IMAGE_EXPORT_DIRECTORY *e = module->exports;
    const char *base = module->entry.DllBase;
    ULONG size = module->entry.SizeOfImage;
    ULONG count = e->NumberOfNames;
    if (count > size / 4 || e->AddressOfNames > size - count * 4 ||
        e->AddressOfNameOrdinals > size - count * 2)
        return MAXDWORD;
    const ULONG *names = (const ULONG *)(base + e->AddressOfNames);
    const USHORT *ordinals = (const USHORT *)(base + e->AddressOfNameOrdinals);
    if (hint < count && names[hint] < size && compare(base + names[hint], name) == 0)
        return ordinals[hint];
    for (ULONG low = 0, high = count; low < high;) {
        ULONG middle = low + (high - low) / 2;
        if (names[middle] >= size)
            return MAXDWORD;
        int order = compare(name, base + names[middle]);
        if (order == 0)
            return ordinals[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return MAXDWORD;
}

static ULONG parse_ordinal(const char *text)
{
    ULONG value = 0;
    while (*text >= '0' && *text <= '9')
        value = value * 10 + (ULONG)(*text++ - '0');
    return value;
}

/* "dll.Name" or "dll.#12". */
static NTSTATUS follow_forward(LDR_MODULE *module, const char *forward, void **address)
{
    WCHAR buffer[128];
    UNICODE_STRING dll = {0, sizeof buffer, buffer};
    const char *dot = NULL;
    LDR_MODULE *target;
    for (const char *p = forward; *p; p++)
        if (*p == '.')
            dot = p;
    if (!dot || dot - forward > 100)
        return STATUS_INVALID_IMAGE_FORMAT;
    ULONG n = 0;
    for (const char *p = forward; p < dot; p++)
        buffer[n++] = (unsigned char)*p;
    for (const char *p = ".dll"; *p; p++)
        buffer[n++] = (unsigned char)*p;
    dll.Length = (USHORT)(n * sizeof(WCHAR));
    ldr_lock();
    NTSTATUS status = ldr_load(&ldr_usual_places, &dll, &target);
    if (!status) {
        status = dot[1] == '#' ? ldr_export(target, NULL, parse_ordinal(dot + 2), 0, address)
                               : ldr_export(target, dot + 1, 0, MAXDWORD, address);
        if (!status)
            status = ldr_add_dependency(module, target);
        if (module->state == LDR_READY && !status)
            status = ldr_initialize(target);
        ldr_release(target);
    }
    ldr_unlock();
    return status;
}

NTSTATUS ldr_export(LDR_MODULE *module, const char *name, ULONG ordinal, ULONG hint, void **address)
{
    const IMAGE_EXPORT_DIRECTORY *e = module->exports;
    char *base = module->entry.DllBase;
    ULONG size = module->entry.SizeOfImage, index;
    NTSTATUS missing = name ? STATUS_ENTRYPOINT_NOT_FOUND : STATUS_ORDINAL_NOT_FOUND;
    if (!e)
        return missing;
    if (e->NumberOfFunctions > size / 4 || e->AddressOfFunctions > size - e->NumberOfFunctions * 4)
        return STATUS_INVALID_IMAGE_FORMAT;
    index = name ? find_name(module, name, hint) : ordinal - e->Base;
    if (index >= e->NumberOfFunctions)
        return missing;
    ULONG rva = ((const ULONG *)(base + e->AddressOfFunctions))[index];
    if (rva == 0 || rva >= size)
        return missing;
    ULONG directory = module->image.directory[PE_EXPORT].rva;
    if (rva - directory < module->exports_size)
        return follow_forward(module, base + rva, address);
    *address = base + rva;
    return STATUS_SUCCESS;
}
