/*
 * ldr_import.c - bind a module's import table to the modules that it names.
 */
#include "ldr.h"
#include "mm.h"

LDR_FAILURE ldr_failure;

NTSTATUS ldr_add_dependency(LDR_MODULE *module, LDR_MODULE *on)
{
    for (ULONG i = 0; i < module->dependency_count; i++)
        if (module->dependencies[i] == on)
            return STATUS_SUCCESS;
    if (module == on)
        return STATUS_SUCCESS;
    if (module->dependency_count == module->dependency_room) {
        ULONG room = module->dependency_room ? module->dependency_room * 2 : 8;
        LDR_MODULE **larger = ldr_alloc(room * sizeof *larger);
        if (!larger)
            return STATUS_NO_MEMORY;
        for (ULONG i = 0; i < module->dependency_count; i++)
            larger[i] = module->dependencies[i];
        if (module->dependencies)
            ldr_free(module->dependencies);
        module->dependencies = larger;
        module->dependency_room = room;
    }
    if (on->references >= 0)
        on->references++;
    module->dependencies[module->dependency_count++] = on;
    return STATUS_SUCCESS;
}

static void note(const LDR_MODULE *importer, const char *dll, const char *name, ULONG ordinal,
                 NTSTATUS status)
{
    LDR_FAILURE *f = &ldr_failure;
    const UNICODE_STRING *base = &importer->entry.BaseDllName;
    ULONG i;
    f->status = status;
    for (i = 0; i < base->Length / 2u && i < 63; i++)
        f->importer[i] = base->Buffer[i];
    f->importer[i] = 0;
    for (i = 0; dll[i] && i < 63; i++)
        f->dll[i] = (unsigned char)dll[i];
    f->dll[i] = 0;
    i = 0;
    if (name) {
        for (; name[i] && i < sizeof f->name - 1; i++)
            f->name[i] = name[i];
    } else if (ordinal) {
        char digits[12];
        ULONG n = 0;
        for (ULONG v = ordinal; v; v /= 10)
            digits[n++] = (char)('0' + v % 10);
        f->name[i++] = '#';
        while (n)
            f->name[i++] = digits[--n];
    }
    f->name[i] = 0;
}

static NTSTATUS load_named(LDR_MODULE *module, const LDR_PLACES *places, const char *name,
                           LDR_MODULE **target)
{
    WCHAR buffer[260];
    UNICODE_STRING string = {0, sizeof buffer, buffer};
    ULONG n = 0;
    while (name[n] && n < 259) {
        buffer[n] = (unsigned char)name[n];
        n++;
    }
    string.Length = (USHORT)(n * sizeof(WCHAR));
    NTSTATUS status = ldr_load(places, &string, target);
    if (status && !ldr_failure.dll[0])
        note(module, name, NULL, 0, status);
    return status;
}

/* lookup and iat: parallel arrays of thunks within the image. */
static NTSTATUS bind_thunks(LDR_MODULE *module, LDR_MODULE *target, const char *dll,
                            const IMAGE_THUNK_DATA *lookup, IMAGE_THUNK_DATA *iat, ULONG limit)
{
    char *base = module->entry.DllBase;
    ULONG size = module->entry.SizeOfImage;
    for (ULONG i = 0; i < limit; i++) {
        ULONG_PTR thunk = lookup[i].u1.AddressOfData;
        const char *name = NULL;
        ULONG ordinal = 0, hint = 0;
        void *address;
        if (thunk == 0)
            return STATUS_SUCCESS;
        if (IMAGE_SNAP_BY_ORDINAL(thunk)) {
            ordinal = (ULONG)IMAGE_ORDINAL(thunk);
        } else if (thunk >= size - sizeof(IMAGE_IMPORT_BY_NAME)) {
            return STATUS_INVALID_IMAGE_FORMAT;
        } else {
            hint = ((IMAGE_IMPORT_BY_NAME *)(base + thunk))->Hint;
            name = (const char *)((IMAGE_IMPORT_BY_NAME *)(base + thunk))->Name;
        }
        NTSTATUS status = ldr_export(target, name, ordinal, hint, &address);
        if (status) {
            note(module, dll, name, ordinal, status);
            return status;
        }
        iat[i].u1.Function = (ULONG_PTR)address;
    }
    return STATUS_INVALID_IMAGE_FORMAT;
}

static NTSTATUS link_one(LDR_MODULE *module, const LDR_PLACES *places,
                         const IMAGE_IMPORT_DESCRIPTOR *import)
{
    char *base = module->entry.DllBase;
    ULONG size = module->entry.SizeOfImage;
    ULONG lookup = import->OriginalFirstThunk ? import->OriginalFirstThunk : import->FirstThunk;
    LDR_MODULE *target;
    if (import->Name >= size || lookup >= size || import->FirstThunk >= size)
        return STATUS_INVALID_IMAGE_FORMAT;
    const char *dll = base + import->Name;
    NTSTATUS status = load_named(module, places, dll, &target);
    if (status)
        return status;
    ULONG last = lookup > import->FirstThunk ? lookup : import->FirstThunk;
    status = bind_thunks(module, target, dll, (void *)(base + lookup),
                         (void *)(base + import->FirstThunk),
                         (size - last) / (ULONG)sizeof(IMAGE_THUNK_DATA));
    if (!status)
        status = ldr_add_dependency(module, target);
    ldr_release(target);
    return status;
}

/* The pages that hold import addresses become writable for a moment, where they are not. */
static NTSTATUS unprotect(LDR_MODULE *module, PVOID *address, SIZE_T *size, ULONG *old)
{
    const struct pe_directory *iat = &module->image.directory[PE_IAT];
    *size = 0;
    if (iat->size == 0)
        return STATUS_SUCCESS;
    *address = (char *)module->entry.DllBase + iat->rva;
    *size = iat->size;
    return NtProtectVirtualMemory(NtCurrentProcess(), address, size, PAGE_READWRITE, old);
}

NTSTATUS ldr_link(LDR_MODULE *module, const LDR_PLACES *places)
{
    const struct pe_directory *d = &module->image.directory[PE_IMPORT];
    const IMAGE_IMPORT_DESCRIPTOR *import = (void *)((char *)module->entry.DllBase + d->rva);
    ULONG limit = (module->entry.SizeOfImage - d->rva) / sizeof *import;
    PVOID address;
    SIZE_T size;
    ULONG old;
    module->state = LDR_LINKED;
    if (d->rva == 0 || d->size == 0)
        return STATUS_SUCCESS;
    NTSTATUS status = unprotect(module, &address, &size, &old);
    for (ULONG i = 0; !status && i < limit && import[i].Name && import[i].FirstThunk; i++)
        status = link_one(module, places, &import[i]);
    if (size)
        NtProtectVirtualMemory(NtCurrentProcess(), &address, &size, old, &old);
    return status;
}
