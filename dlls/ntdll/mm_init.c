/*
 * mm_init.c - the range that Mm manages, its lock, and what others have mapped.
 */
#include "mm_private.h"

/* Allocations without wishes start above everything that a program might ask for by address. */
#define DEFAULT_LOW ((ULONG_PTR)TEB_WIDTH(0x20000000000, 0x10000))

ULONG_PTR mm_low, mm_high, mm_limit;
static KE_LOCK lock;
static BAILEY_THREAD *volatile lock_owner;
static struct MM_SECTION *dropped;

void mm_lock(void)
{
    ke_lock(&lock);
    lock_owner = bailey_self();
    mm_pool_prepare();
}

/* No operation drops more than one. */
void mm_drop(struct MM_SECTION *section)
{
    dropped = section;
}

void mm_unlock(void)
{
    struct MM_SECTION *section = dropped;
    dropped = NULL;
    lock_owner = NULL;
    ke_unlock(&lock);
    if (section)
        mm_section_release(section);
}

BOOLEAN mm_locked_by_me(void)
{
    return lock_owner == bailey_self();
}

/* ntdll has been mapped by the host; its headers tell how. */
static void adopt_ntdll(void)
{
    char *base = (char *)(ULONG_PTR)pal_boot->ntdll_base;
    const IMAGE_NT_HEADERS *nt = (void *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    const IMAGE_SECTION_HEADER *section = IMAGE_FIRST_SECTION(nt);
    static const ULONG protect[8] = {
        PAGE_NOACCESS, PAGE_READONLY,     PAGE_WRITECOPY,         PAGE_WRITECOPY,
        PAGE_EXECUTE,  PAGE_EXECUTE_READ, PAGE_EXECUTE_WRITECOPY, PAGE_EXECUTE_WRITECOPY};
    if (mm_adopt(base, pal_boot->ntdll_size, MEM_IMAGE, PAGE_EXECUTE_WRITECOPY))
        return;
    mm_commit_image(base, nt->OptionalHeader.SizeOfHeaders, PAGE_READONLY);
    for (ULONG i = 0; i < nt->FileHeader.NumberOfSections; i++, section++) {
        ULONG flags = section->Characteristics;
        ULONG index = (flags & IMAGE_SCN_MEM_READ ? 1 : 0) | (flags & IMAGE_SCN_MEM_WRITE ? 2 : 0) |
                      (flags & IMAGE_SCN_MEM_EXECUTE ? 4 : 0);
        mm_commit_image(base + section->VirtualAddress, section->Misc.VirtualSize, protect[index]);
    }
}

void mm_init(void)
{
    mm_low = MM_UP(pal_boot->guest_low, MM_GRANULARITY);
    mm_high = MM_DOWN(pal_boot->guest_high, MM_GRANULARITY);
    /* The library OS's own DLLs may lie above what the host hands out to choose from. */
    ULONG_PTR own = (ULONG_PTR)pal_boot->ntdll_base + (ULONG_PTR)pal_boot->ntdll_size;
    own = TEB_WIDTH(MM_UP(own, 1ull << 40), MM_UP(own, MM_GRANULARITY));
    mm_limit = mm_high > own ? mm_high : own;
    mm_lock();
    /* Entered first, when nothing can be in its way: made at the first touch. */
    mm_vad_create(MM_SHARED_DATA, MM_SHARED_DATA + MM_PAGE, MM_ADOPTED, MEM_PRIVATE, PAGE_READONLY,
                  PAGE_READONLY);
    if (mm_limit <= MM_HIGHEST) /* the host's own */
        mm_vad_create(mm_limit, MM_HIGHEST + 1, MM_ADOPTED, MEM_PRIVATE, PAGE_NOACCESS, 0);
    mm_unlock();
    adopt_ntdll();
    mm_adopt((PVOID)(ULONG_PTR)pal_boot->arena_base, pal_boot->arena_size, MEM_MAPPED,
             PAGE_READWRITE);
    mm_adopt((PVOID)(ULONG_PTR)pal_boot->block, pal_boot->block_size, MEM_PRIVATE, PAGE_READWRITE);
}

ULONG_PTR mm_find_default_room(ULONG_PTR size, ULONG_PTR align, ULONG_PTR highest, BOOLEAN top_down)
{
    ULONG_PTR high = highest < mm_high ? highest : mm_high, at = 0;
    if (!top_down && high > DEFAULT_LOW)
        at = mm_find_room(size, DEFAULT_LOW, high, align, FALSE);
    return at ? at : mm_find_room(size, mm_low, high, align, top_down);
}

NTSTATUS mm_adopt(PVOID base, SIZE_T size, ULONG type, ULONG protect)
{
    ULONG_PTR start = MM_DOWN((ULONG_PTR)base, MM_PAGE);
    ULONG_PTR end = MM_UP((ULONG_PTR)base + size, MM_PAGE);
    NTSTATUS status = STATUS_CONFLICTING_ADDRESSES;
    mm_lock();
    if (mm_is_free(start, end))
        status = mm_vad_create(start, end, MM_ADOPTED, type, protect, protect) ? STATUS_SUCCESS
                                                                               : STATUS_NO_MEMORY;
    mm_unlock();
    return status;
}

NTSTATUS mm_check_process(HANDLE process, ACCESS_MASK access)
{
    void *object;
    if (process == NtCurrentProcess())
        return STATUS_SUCCESS;
    NTSTATUS status = ob_reference(process, OB_PROCESS, access, &object, NULL);
    if (status)
        return status;
    if (object != ps_process)
        status = STATUS_NOT_SUPPORTED;
    ob_dereference(object);
    return status;
}
