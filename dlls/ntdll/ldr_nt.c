/*
 * ldr_nt.c - the Ldr functions that programs and kernel32 call.
 */
#include "ldr.h"
#include "stub.h"

NTSTATUS NTAPI LdrLoadDll(PWSTR path, ULONG *characteristics, const UNICODE_STRING *name,
                          PVOID *base)
{
    LDR_MODULE *module;
    LDR_PLACES places = {(ULONG_PTR)path > 0xffff ? path : NULL, /* small values are flags */
                         characteristics ? *characteristics : 0};
    ldr_failure.dll[0] = 0;
    ldr_lock();
    NTSTATUS status = ldr_load(&places, name, &module);
    if (!status) {
        status = ldr_initialize(module);
        if (status)
            ldr_release(module);
        else
            *base = module->entry.DllBase;
    }
    ldr_unlock();
    return status;
}

NTSTATUS NTAPI LdrUnloadDll(PVOID base)
{
    NTSTATUS status = STATUS_DLL_NOT_FOUND;
    ldr_lock();
    LDR_MODULE *module = ldr_find_by_base(base);
    if (module) {
        ldr_release(module);
        status = STATUS_SUCCESS;
    }
    ldr_unlock();
    return status;
}

NTSTATUS NTAPI LdrAddRefDll(ULONG flags, PVOID base)
{
    NTSTATUS status = STATUS_INVALID_PARAMETER;
    if (flags & ~1u)
        return status;
    ldr_lock();
    LDR_MODULE *module = ldr_find_by_base(base);
    if (module) {
        if (flags & 1)
            module->references = -1;
        else if (module->references >= 0)
            module->references++;
        status = STATUS_SUCCESS;
    }
    ldr_unlock();
    return status;
}

/* kernelbase is in every Windows process; here it only forwards, so it comes when asked for. */
static LDR_MODULE *find_kernelbase(const UNICODE_STRING *name)
{
    UNICODE_STRING kernelbase;
    LDR_MODULE *module;
    RtlInitUnicodeString(&kernelbase, L"kernelbase.dll");
    if (!RtlEqualUnicodeString(&kernelbase, name, TRUE) ||
        ldr_load(&ldr_usual_places, name, &module))
        return NULL;
    module->references = -1;
    ldr_initialize(module);
    return module;
}

/* A loaded module by name, without or with directories. */
static LDR_MODULE *find_handle(const UNICODE_STRING *name)
{
    WCHAR buffer[600];
    UNICODE_STRING full = {0, sizeof buffer, buffer};
    ULONG count = name->Length / sizeof(WCHAR);
    BOOLEAN dot = FALSE, path = FALSE;
    if (count == 0 || count > 590)
        return NULL;
    for (ULONG i = 0; i < count; i++) {
        buffer[i] = name->Buffer[i] == '/' ? '\\' : name->Buffer[i];
        path |= buffer[i] == '\\';
        dot = buffer[i] == '.' ? TRUE : buffer[i] == '\\' ? FALSE : dot;
    }
    const char *host = ldr_api_set(buffer, count);
    if (host) {
        for (count = 0; host[count]; count++)
            buffer[count] = (unsigned char)host[count];
    } else if (!dot) {
        for (const char *p = ".dll"; *p; p++)
            buffer[count++] = (unsigned char)*p;
    } else if (buffer[count - 1] == '.') {
        count--;
    }
    full.Length = (USHORT)(count * sizeof(WCHAR));
    LDR_MODULE *module = path ? ldr_find_by_path(&full) : ldr_find_by_name(&full);
    return module ? module : find_kernelbase(&full);
}

NTSTATUS NTAPI LdrGetDllHandleEx(ULONG flags, PWSTR path, ULONG *characteristics,
                                 const UNICODE_STRING *name, PVOID *base)
{
    NTSTATUS status = STATUS_DLL_NOT_FOUND;
    ldr_lock();
    LDR_MODULE *module = find_handle(name);
    if (module) {
        if (flags & 2) /* LDR_GET_DLL_HANDLE_EX_PIN */
            module->references = -1;
        else if (!(flags & 1) && module->references >= 0) /* not UNCHANGED_REFCOUNT */
            module->references++;
        *base = module->entry.DllBase;
        status = STATUS_SUCCESS;
    }
    ldr_unlock();
    return status;
}

NTSTATUS NTAPI LdrGetDllHandle(PWSTR path, ULONG *characteristics, const UNICODE_STRING *name,
                               PVOID *base)
{
    return LdrGetDllHandleEx(1, path, characteristics, name, base);
}

/* Is it one of those that only say that they are missing? Imports are bound to them, so that a
 * program starts that may never call them; who asks for one by name does without it. */
static BOOLEAN is_stub(PVOID address)
{
    LDR_MODULE *module = ldr_find_by_address(address);
    ULONG_PTR rva = module ? (ULONG_PTR)address - (ULONG_PTR)module->entry.DllBase : 0;
    const IMAGE_NT_HEADERS *nt = module ? RtlImageNtHeader(module->entry.DllBase) : NULL;
    const IMAGE_SECTION_HEADER *section =
        nt ? RtlImageRvaToSection(nt, module->entry.DllBase, (ULONG)rva) : NULL;
    return section &&
           __builtin_memcmp(section->Name, BAILEY_STUB_SECTION, sizeof BAILEY_STUB_SECTION) == 0;
}

NTSTATUS NTAPI LdrGetProcedureAddressEx(PVOID base, const ANSI_STRING *name, ULONG ordinal,
                                        PVOID *address, ULONG flags)
{
    char buffer[512];
    const char *text = NULL;
    NTSTATUS status = STATUS_INVALID_PARAMETER;
    if (name && name->Length) {
        if (name->Length >= sizeof buffer)
            return STATUS_ENTRYPOINT_NOT_FOUND;
        __builtin_memcpy(buffer, name->Buffer, name->Length);
        buffer[name->Length] = 0;
        text = buffer;
    }
    if (!text && !ordinal)
        return status;
    ldr_lock();
    LDR_MODULE *module = ldr_find_by_base(base);
    status = module ? ldr_export(module, text, ordinal, MAXDWORD, address) : STATUS_DLL_NOT_FOUND;
    if (!status && is_stub(*address)) {
        *address = NULL;
        status = STATUS_ENTRYPOINT_NOT_FOUND;
    }
    ldr_unlock();
    return status == STATUS_ENTRYPOINT_NOT_FOUND ? STATUS_PROCEDURE_NOT_FOUND : status;
}

NTSTATUS NTAPI LdrGetProcedureAddress(PVOID base, const ANSI_STRING *name, ULONG ordinal,
                                      PVOID *address)
{
    return LdrGetProcedureAddressEx(base, name, ordinal, address, 0);
}

NTSTATUS NTAPI LdrLockLoaderLock(ULONG flags, ULONG *disposition, ULONG_PTR *cookie)
{
    if (disposition)
        *disposition = 0;
    if (flags & ~3u || !cookie || (flags & 2 && !disposition))
        return flags & ~3u ? STATUS_INVALID_PARAMETER_1 : STATUS_INVALID_PARAMETER_3;
    if (flags & 2) {
        if (!RtlTryEnterCriticalSection(peb_self()->LoaderLock)) {
            *disposition = 2;
            *cookie = 0;
            return STATUS_SUCCESS;
        }
    } else {
        ldr_lock();
    }
    if (disposition)
        *disposition = 1;
    *cookie = (ULONG_PTR)teb_self()->ClientId.UniqueThread | 1ull << 32;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI LdrUnlockLoaderLock(ULONG flags, ULONG_PTR cookie)
{
    if (flags & ~1u)
        return STATUS_INVALID_PARAMETER_1;
    if (cookie)
        ldr_unlock();
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI LdrDisableThreadCalloutsForDll(PVOID base)
{
    NTSTATUS status = STATUS_DLL_NOT_FOUND;
    ldr_lock();
    LDR_MODULE *module = ldr_find_by_base(base);
    if (module) {
        /* A DLL with static TLS goes on being called, as on Windows. */
        if (!module->tls)
            module->entry.Flags |= LDRP_DONT_CALL_THREADS;
        status = STATUS_SUCCESS;
    }
    ldr_unlock();
    return status;
}

NTSTATUS NTAPI LdrFindEntryForAddress(PVOID address, LDR_ENTRY **entry)
{
    ldr_lock();
    LDR_MODULE *module = ldr_find_by_address(address);
    ldr_unlock();
    if (!module)
        return STATUS_NO_MORE_ENTRIES;
    *entry = &module->entry;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI LdrEnumerateLoadedModules(ULONG reserved,
                                         void(NTAPI *call)(LDR_ENTRY *, PVOID, BOOLEAN *),
                                         PVOID context)
{
    BOOLEAN stop = FALSE;
    if (reserved || !call)
        return STATUS_INVALID_PARAMETER;
    ldr_lock();
    LDR_DATA *ldr = peb_self()->Ldr;
    for (LDR_MODULE *m = LDR_FIRST_MODULE(ldr); m != LDR_MODULE_END(ldr) && !stop;
         m = LDR_NEXT_MODULE(m))
        call(&m->entry, context, &stop);
    ldr_unlock();
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI LdrGetDllFullName(PVOID base, UNICODE_STRING *name)
{
    NTSTATUS status = STATUS_DLL_NOT_FOUND;
    ldr_lock();
    LDR_MODULE *module = base ? ldr_find_by_base(base) : ldr_program;
    if (module) {
        RtlCopyUnicodeString(name, &module->entry.FullDllName);
        status = name->MaximumLength < module->entry.FullDllName.Length + sizeof(WCHAR)
                     ? STATUS_BUFFER_TOO_SMALL
                     : STATUS_SUCCESS;
    }
    ldr_unlock();
    return status;
}
