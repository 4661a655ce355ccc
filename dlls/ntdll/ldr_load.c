/*
 * ldr_load.c - load a module with everything that it needs, initialise in order, let go.
 */
#include "ldr.h"

typedef BOOL(NTAPI *DLL_ENTRY)(HINSTANCE, DWORD, LPVOID);

static UNICODE_STRING base_name(const UNICODE_STRING *name)
{
    ULONG start = name->Length / sizeof(WCHAR);
    while (start > 0 && name->Buffer[start - 1] != '\\' && name->Buffer[start - 1] != '/')
        start--;
    UNICODE_STRING base = {(USHORT)(name->Length - start * sizeof(WCHAR)),
                           (USHORT)(name->Length - start * sizeof(WCHAR)), name->Buffer + start};
    return base;
}

/* Copies the name, turns an API set into the DLL behind it, and adds ".dll" where it has no dot; a
 * trailing dot stands for "no extension". */
static NTSTATUS normalize(const UNICODE_STRING *name, UNICODE_STRING *out)
{
    ULONG count = name->Length / sizeof(WCHAR);
    BOOLEAN dot = FALSE;
    if (count == 0 || name->Length + 10 > out->MaximumLength)
        return count ? STATUS_NAME_TOO_LONG : STATUS_INVALID_PARAMETER;
    const char *host = ldr_api_set(name->Buffer, count);
    if (host) {
        if (!*host)
            return STATUS_DLL_NOT_FOUND;
        ULONG n = 0;
        while (host[n]) {
            out->Buffer[n] = (unsigned char)host[n];
            n++;
        }
        out->Length = (USHORT)(n * sizeof(WCHAR));
        return STATUS_SUCCESS;
    }
    for (ULONG i = 0; i < count; i++) {
        WCHAR c = name->Buffer[i];
        out->Buffer[i] = c == '/' ? '\\' : c;
        dot = c == '.' ? TRUE : c == '\\' || c == '/' ? FALSE : dot;
    }
    if (!dot)
        for (const char *p = ".dll"; *p; p++)
            out->Buffer[count++] = (unsigned char)*p;
    else if (out->Buffer[count - 1] == '.')
        count--;
    out->Length = (USHORT)(count * sizeof(WCHAR));
    return STATUS_SUCCESS;
}

static LDR_MODULE *find_loaded(const UNICODE_STRING *name)
{
    UNICODE_STRING base = base_name(name);
    return base.Length == name->Length ? ldr_find_by_name(name) : ldr_find_by_path(name);
}

const LDR_PLACES ldr_usual_places;

static NTSTATUS take_reference(LDR_MODULE *module)
{
    if (module->state == LDR_FAILED)
        return STATUS_DLL_INIT_FAILED;
    if (module->references >= 0)
        module->references++;
    return STATUS_SUCCESS;
}

/* *module: one that is there already, or one that is in no list yet. */
static NTSTATUS open_new(const LDR_PLACES *places, const UNICODE_STRING *name, LDR_MODULE **module,
                         BOOLEAN *is_new)
{
    LDR_FILE found;
    NTSTATUS status = ldr_open(places, name, &found);
    if (status)
        return status;
    LDR_MODULE *loaded = ldr_find_by_path(&found.path);
    if (!loaded) /* one file has several names: \\?\, links, other letters */
        loaded = ldr_find_by_file(&found.info);
    *is_new = !loaded;
    status = loaded ? take_reference(loaded) : ldr_map_file(&found, &loaded);
    pal_handle_close(found.file);
    if (status || !*is_new)
        RtlFreeUnicodeString(&found.path);
    if (!status)
        *module = loaded;
    return status;
}

static NTSTATUS load_new(const LDR_PLACES *places, const UNICODE_STRING *name, LDR_MODULE **module)
{
    BOOLEAN is_new;
    LDR_MODULE *loaded;
    NTSTATUS status = open_new(places, name, &loaded, &is_new);
    if (status)
        return status;
    if (!is_new) {
        *module = loaded;
        return STATUS_SUCCESS;
    }
    ldr_list_insert(loaded);
    if (places->flags & DONT_RESOLVE_DLL_REFERENCES) { /* mapped as an image, and left alone */
        loaded->state = LDR_READY;
        loaded->entry.Flags |= LDRP_DONT_CALL_THREADS;
        *module = loaded;
        return STATUS_SUCCESS;
    }
    status = ldr_link(loaded, places);
    if (!status)
        status = ldr_tls_register(loaded);
    if (status) {
        loaded->state = LDR_FAILED;
        ldr_release(loaded);
        return status;
    }
    *module = loaded;
    return STATUS_SUCCESS;
}

NTSTATUS ldr_load(const LDR_PLACES *places, const UNICODE_STRING *name, LDR_MODULE **module)
{
    WCHAR buffer[600];
    UNICODE_STRING full = {0, sizeof buffer, buffer};
    NTSTATUS status = normalize(name, &full);
    if (status)
        return status;
    LDR_MODULE *found = find_loaded(&full);
    if (!found)
        return load_new(places, &full, module);
    status = take_reference(found);
    if (!status)
        *module = found;
    return status;
}

static BOOLEAN call_entry(LDR_MODULE *module, ULONG reason, void *reserved)
{
    DLL_ENTRY entry = (DLL_ENTRY)module->entry.EntryPoint;
    if (!entry || !module->image.is_dll)
        return TRUE;
    return entry(module->entry.DllBase, reason, reserved) != FALSE;
}

static void append_initialized(LDR_MODULE *module)
{
    LIST_ENTRY *list = &peb_self()->Ldr->InInitializationOrderModuleList;
    LIST_ENTRY *entry = &module->entry.InInitializationOrderLinks;
    entry->Flink = list;
    entry->Blink = list->Blink;
    list->Blink->Flink = entry;
    list->Blink = entry;
}

NTSTATUS ldr_initialize(LDR_MODULE *module)
{
    if (module->state != LDR_LINKED)
        return module->state == LDR_FAILED ? STATUS_DLL_INIT_FAILED : STATUS_SUCCESS;
    module->state = LDR_INITIALIZING;
    for (ULONG i = 0; i < module->dependency_count; i++) {
        NTSTATUS status = ldr_initialize(module->dependencies[i]);
        if (status) {
            module->state = LDR_FAILED;
            return status;
        }
    }
    append_initialized(module);
    ldr_tls_callbacks(module, DLL_PROCESS_ATTACH);
    /* Statically bound DLLs see a reserved that is not NULL. */
    BOOLEAN ok = call_entry(module, DLL_PROCESS_ATTACH,
                            ldr_program && ldr_program->state != LDR_READY ? module : NULL);
    module->entry.Flags |= LDRP_ENTRY_PROCESSED | (ok ? LDRP_PROCESS_ATTACHED : 0);
    module->state = ok ? LDR_READY : LDR_FAILED;
    return ok ? STATUS_SUCCESS : STATUS_DLL_INIT_FAILED;
}

static void detach(LDR_MODULE *module, void *reserved)
{
    if (!(module->entry.Flags & LDRP_PROCESS_ATTACHED))
        return;
    module->entry.Flags &= ~LDRP_PROCESS_ATTACHED;
    ldr_tls_callbacks(module, DLL_PROCESS_DETACH);
    call_entry(module, DLL_PROCESS_DETACH, reserved);
}

void ldr_release(LDR_MODULE *module)
{
    if (module->references < 0 || --module->references > 0)
        return;
    module->references = 1; /* code that runs meanwhile may take and drop references */
    detach(module, NULL);
    ldr_list_remove(module);
    for (ULONG i = module->dependency_count; i-- > 0;)
        ldr_release(module->dependencies[i]);
    ldr_unmap(module);
}

static void call_all(ULONG reason, BOOLEAN backwards)
{
    LIST_ENTRY *list = &peb_self()->Ldr->InInitializationOrderModuleList, *next;
    for (LIST_ENTRY *e = backwards ? list->Blink : list->Flink; e != list; e = next) {
        LDR_MODULE *m = CONTAINING_RECORD(e, LDR_MODULE, entry.InInitializationOrderLinks);
        next = backwards ? e->Blink : e->Flink;
        if (m->state != LDR_READY || m->entry.Flags & LDRP_DONT_CALL_THREADS)
            continue;
        ldr_tls_callbacks(m, reason);
        call_entry(m, reason, NULL);
    }
}

void ldr_thread_attach(void)
{
    ldr_lock();
    call_all(DLL_THREAD_ATTACH, FALSE);
    if (ldr_program)
        ldr_tls_callbacks(ldr_program, DLL_THREAD_ATTACH);
    ldr_unlock();
}

void ldr_thread_detach(void)
{
    ldr_lock();
    if (ldr_program)
        ldr_tls_callbacks(ldr_program, DLL_THREAD_DETACH);
    call_all(DLL_THREAD_DETACH, TRUE);
    ldr_unlock();
}

void ldr_process_detach(void)
{
    LIST_ENTRY *list = &peb_self()->Ldr->InInitializationOrderModuleList, *next;
    if (ldr_program)
        ldr_tls_callbacks(ldr_program, DLL_PROCESS_DETACH);
    for (LIST_ENTRY *e = list->Blink; e != list; e = next) {
        next = e->Blink;
        detach(CONTAINING_RECORD(e, LDR_MODULE, entry.InInitializationOrderLinks), list);
    }
}
