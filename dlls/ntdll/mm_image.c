/*
 * mm_image.c - room for images, which the loader maps itself.
 */
#include "mm_private.h"

/* Where images go whose own base is taken. */
#define ELSEWHERE ((ULONG_PTR)0x10000000000)

NTSTATUS mm_reserve_image(PVOID *base, SIZE_T size, BOOLEAN elsewhere)
{
    ULONG_PTR at = MM_DOWN((ULONG_PTR)*base, MM_GRANULARITY), length = MM_UP(size, MM_PAGE);
    NTSTATUS status = STATUS_SUCCESS;
    if (!size || size >= MM_MAX_SIZE)
        return STATUS_INVALID_IMAGE_FORMAT;
    mm_lock();
    if (at < mm_low || at > mm_limit || length > mm_limit - at || !mm_is_free(at, at + length)) {
        at = elsewhere ? mm_find_room(length, ELSEWHERE, mm_high, MM_GRANULARITY, FALSE) : 0;
        if (!at)
            status = elsewhere ? STATUS_NO_MEMORY : STATUS_CONFLICTING_ADDRESSES;
    }
    if (!status && !mm_vad_create(at, at + length, MM_IMAGE, MEM_IMAGE, PAGE_EXECUTE_WRITECOPY, 0))
        status = STATUS_NO_MEMORY;
    mm_unlock();
    if (!status)
        *base = (PVOID)at;
    return status;
}

void mm_commit_image(PVOID base, SIZE_T size, ULONG protect)
{
    ULONG_PTR start = MM_DOWN((ULONG_PTR)base, MM_PAGE);
    ULONG_PTR end = MM_UP((ULONG_PTR)base + size, MM_PAGE);
    mm_lock();
    MM_VAD *vad = mm_find(start);
    if (vad && start < end)
        mm_run_set(vad, start, end < vad->end ? end : vad->end, protect);
    mm_unlock();
}

void mm_release(PVOID base)
{
    mm_lock();
    MM_VAD *vad = mm_find((ULONG_PTR)base);
    if (vad)
        mm_vad_release(vad);
    mm_unlock();
}
