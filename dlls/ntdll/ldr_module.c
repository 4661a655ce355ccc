/*
 * ldr_module.c - the lists of loaded modules, as programs see them in the PEB.
 */
#include "ldr.h"
#include "rtl_modules.h"

static LDR_MODULE *last_found; /* addresses come in runs */

void *ldr_alloc(SIZE_T size)
{
    return RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, size);
}

void ldr_free(void *memory)
{
    RtlFreeHeap(peb_self()->ProcessHeap, 0, memory);
}

void ldr_lock(void)
{
    RtlEnterCriticalSection(peb_self()->LoaderLock);
}

void ldr_unlock(void)
{
    RtlLeaveCriticalSection(peb_self()->LoaderLock);
}

static void append(LIST_ENTRY *list, LIST_ENTRY *entry)
{
    entry->Flink = list;
    entry->Blink = list->Blink;
    list->Blink->Flink = entry;
    list->Blink = entry;
}

static void take_out(LIST_ENTRY *entry)
{
    if (!entry->Flink)
        return;
    entry->Blink->Flink = entry->Flink;
    entry->Flink->Blink = entry->Blink;
    entry->Flink = entry->Blink = NULL;
}

void ldr_list_insert(LDR_MODULE *module)
{
    LDR_DATA *ldr = peb_self()->Ldr;
    append(&ldr->InLoadOrderModuleList, &module->entry.InLoadOrderLinks);
    append(&ldr->InMemoryOrderModuleList, &module->entry.InMemoryOrderLinks);
    rtl_module_added(module->entry.DllBase, module->entry.SizeOfImage);
}

void ldr_list_remove(LDR_MODULE *module)
{
    rtl_module_removed(module->entry.DllBase);
    last_found = NULL;
    take_out(&module->entry.InLoadOrderLinks);
    take_out(&module->entry.InMemoryOrderLinks);
    take_out(&module->entry.InInitializationOrderLinks);
}

/* ASCII only where that decides; base names of DLLs hardly have anything else. */
static WCHAR fold(WCHAR c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c < 128 ? c : RtlUpcaseUnicodeChar(c);
}

static BOOLEAN equal_names(const UNICODE_STRING *a, const UNICODE_STRING *b)
{
    if (a->Length != b->Length)
        return FALSE;
    for (ULONG i = 0; i < a->Length / sizeof(WCHAR); i++)
        if (a->Buffer[i] != b->Buffer[i] && fold(a->Buffer[i]) != fold(b->Buffer[i]))
            return FALSE;
    return TRUE;
}

LDR_MODULE *ldr_find_by_name(const UNICODE_STRING *name)
{
    LDR_DATA *ldr = peb_self()->Ldr;
    for (LDR_MODULE *m = LDR_FIRST_MODULE(ldr); m != LDR_MODULE_END(ldr); m = LDR_NEXT_MODULE(m))
        if (!m->is_data && equal_names(&m->entry.BaseDllName, name))
            return m;
    return NULL;
}

LDR_MODULE *ldr_find_by_path(const UNICODE_STRING *path)
{
    LDR_DATA *ldr = peb_self()->Ldr;
    for (LDR_MODULE *m = LDR_FIRST_MODULE(ldr); m != LDR_MODULE_END(ldr); m = LDR_NEXT_MODULE(m))
        if (!m->is_data && equal_names(&m->entry.FullDllName, path))
            return m;
    return NULL;
}

LDR_MODULE *ldr_find_by_file(const PalFileInfo *info)
{
    LDR_DATA *ldr = peb_self()->Ldr;
    for (LDR_MODULE *m = LDR_FIRST_MODULE(ldr); m != LDR_MODULE_END(ldr); m = LDR_NEXT_MODULE(m))
        if (!m->is_data && m->file_id == info->id && m->volume == info->volume &&
            m->file_created == info->created)
            return m;
    return NULL;
}

LDR_MODULE *ldr_find_by_base(const void *base)
{
    LDR_DATA *ldr = peb_self()->Ldr;
    for (LDR_MODULE *m = LDR_FIRST_MODULE(ldr); m != LDR_MODULE_END(ldr); m = LDR_NEXT_MODULE(m))
        if (m->entry.DllBase == base)
            return m;
    return NULL;
}

LDR_MODULE *ldr_find_by_address(const void *address)
{
    LDR_DATA *ldr = peb_self()->Ldr;
    ULONG_PTR at = (ULONG_PTR)address;
    LDR_MODULE *hit = last_found;
    if (hit && at - (ULONG_PTR)hit->entry.DllBase < hit->entry.SizeOfImage)
        return hit;
    for (LDR_MODULE *m = LDR_FIRST_MODULE(ldr); m != LDR_MODULE_END(ldr); m = LDR_NEXT_MODULE(m))
        if (at - (ULONG_PTR)m->entry.DllBase < m->entry.SizeOfImage)
            return last_found = m;
    return NULL;
}
