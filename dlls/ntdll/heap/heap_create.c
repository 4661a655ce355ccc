/*
 * heap_create.c - making and destroying heaps; the process's list of them.
 */
#include "heap.h"

static KE_LOCK list_lock;

static BOOLEAN list_heap(HEAP *heap)
{
    PEB_FULL *peb = peb_self();
    BOOLEAN done = FALSE;
    ke_lock(&list_lock);
    if (peb->NumberOfHeaps < peb->MaximumNumberOfHeaps) {
        peb->ProcessHeaps[peb->NumberOfHeaps++] = heap;
        done = TRUE;
    }
    ke_unlock(&list_lock);
    return done;
}

static void unlist_heap(HEAP *heap)
{
    PEB_FULL *peb = peb_self();
    ke_lock(&list_lock);
    for (ULONG i = 0; i < peb->NumberOfHeaps; i++)
        if (peb->ProcessHeaps[i] == heap) {
            peb->ProcessHeaps[i] = peb->ProcessHeaps[--peb->NumberOfHeaps];
            break;
        }
    ke_unlock(&list_lock);
}

static HEAP *create(ULONG flags, SIZE_T maximum)
{
    HEAP prototype = {.signature = HEAP_SIGNATURE, .flags = flags, .maximum = maximum};
    HEAP_SEGMENT_FULL *segment = heap_segment_create(NULL, NULL);
    if (!segment)
        return NULL;
    if (flags & HEAP_CREATE_ENABLE_EXECUTE) {
        PVOID at = segment;
        SIZE_T size = HEAP_SEGMENT;
        ULONG old;
        NtProtectVirtualMemory(NtCurrentProcess(), &at, &size, PAGE_EXECUTE_READWRITE, &old);
    }
    HEAP *heap = (HEAP *)(segment + 1);
    heap->signature = prototype.signature;
    heap->flags = flags;
    heap->maximum = maximum;
    heap->segments = &segment->head;
    segment->head.heap = heap;
    segment->head.owner = &heap->shared;
    RtlInitializeCriticalSectionEx(&heap->lock, 1000, RTL_CRITICAL_SECTION_FLAG_NO_DEBUG_INFO);
    heap_part_init(&heap->shared, heap, segment);
    return heap;
}

#define FLAGS \
    (HEAP_NO_SERIALIZE | HEAP_GENERATE_EXCEPTIONS | HEAP_ZERO_MEMORY | HEAP_CREATE_ENABLE_EXECUTE)

PVOID NTAPI RtlCreateHeap(ULONG flags, PVOID base, SIZE_T reserve, SIZE_T commit, PVOID lock,
                          PRTL_HEAP_PARAMETERS parameters)
{
    SIZE_T maximum = 0;
    if (base)
        return NULL; /* the caller's own memory: no program is known to ask for it */
    if (commit > reserve && reserve && !(flags & HEAP_GROWABLE))
        return NULL;
    if (!(flags & HEAP_GROWABLE))
        maximum = (((reserve > commit ? reserve : commit) + 4095) & ~(SIZE_T)4095);
    HEAP *heap = create((flags & FLAGS) | HEAP_GROWABLE, maximum);
    if (heap && maximum)
        heap->flags &= ~HEAP_GROWABLE;
    if (heap && !list_heap(heap)) {
        RtlDestroyHeap(heap);
        heap = NULL;
    }
    return heap;
}

PVOID NTAPI RtlDestroyHeap(PVOID handle)
{
    HEAP *heap = heap_of(handle);
    if (heap == heap_process)
        return handle;
    unlist_heap(heap);
    HEAP_SEGMENT_HEAD *segment = heap->segments, *next, *home = NULL;
    RtlDeleteCriticalSection(&heap->lock);
    heap->signature = 0;
    for (; segment; segment = next) {
        next = segment->all_next;
        if (segment == &heap->shared.home->head)
            home = segment;
        else
            mm_release(segment);
    }
    mm_release(home); /* the heap itself lies there */
    return NULL;
}

/* Room for the list of heaps; Windows has it in the PEB's page too. */
static PVOID heap_list[1024];

void rtl_heap_init(void)
{
    PEB_FULL *peb = peb_self();
    peb->ProcessHeaps = heap_list;
    peb->MaximumNumberOfHeaps = ARRAYSIZE(heap_list);
    peb->NumberOfHeaps = 0;
    HEAP *heap = create(HEAP_GROWABLE, 0);
    heap_process = heap;
    peb->ProcessHeap = heap;
    if (heap)
        list_heap(heap);
}

ULONG NTAPI RtlGetProcessHeaps(ULONG count, HANDLE *heaps)
{
    PEB_FULL *peb = peb_self();
    HANDLE some[64];
    ke_lock(&list_lock);
    ULONG total = peb->NumberOfHeaps;
    ULONG have = total < ARRAYSIZE(some) ? total : ARRAYSIZE(some);
    __builtin_memcpy(some, peb->ProcessHeaps, have * sizeof *some);
    ke_unlock(&list_lock);
    if (count >= total && total <= have)
        __builtin_memcpy(heaps, some, total * sizeof *heaps);
    else if (count >= total)
        __builtin_memcpy(heaps, peb->ProcessHeaps, total * sizeof *heaps);
    return total;
}

NTSTATUS NTAPI RtlEnumProcessHeaps(NTSTATUS(NTAPI *visit)(PVOID, PVOID), PVOID context)
{
    PEB_FULL *peb = peb_self();
    NTSTATUS status = STATUS_SUCCESS;
    for (ULONG i = 0; i < peb->NumberOfHeaps && !status; i++)
        status = visit(peb->ProcessHeaps[i], context);
    return status;
}
