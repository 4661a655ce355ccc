/* _aligned_malloc and kin: the address that malloc gave stands in front of the aligned block. */
#include "crt.h"

#include <malloc.h>

struct aligned_head {
    void *block;
    size_t size;
};

static int bad_alignment(size_t alignment)
{
    return alignment == 0 || (alignment & (alignment - 1)) != 0;
}

static struct aligned_head *head_of(void *aligned)
{
    return (struct aligned_head *)((uintptr_t)aligned & ~(sizeof(void *) - 1)) - 1;
}

void *_aligned_offset_malloc(size_t size, size_t alignment, size_t offset)
{
    CRT_REQUIRE(!bad_alignment(alignment), EINVAL, NULL);
    CRT_REQUIRE(offset == 0 || offset < size, EINVAL, NULL);
    if (alignment < sizeof(struct aligned_head))
        alignment = sizeof(struct aligned_head);

    size_t extra = alignment + sizeof(struct aligned_head) + sizeof(void *);
    if (size + extra < size) {
        errno = ENOMEM;
        return NULL;
    }
    void *block = malloc(size + extra);
    if (!block)
        return NULL;
    uintptr_t start = (uintptr_t)block + sizeof(struct aligned_head) + sizeof(void *);
    uintptr_t place = ((start + offset + alignment - 1) & ~(alignment - 1)) - offset;
    struct aligned_head *head = head_of((void *)place);
    head->block = block;
    head->size = size;
    return (void *)place;
}

void *_aligned_malloc(size_t size, size_t alignment)
{
    return _aligned_offset_malloc(size, alignment, 0);
}

void _aligned_free(void *aligned)
{
    if (aligned)
        free(head_of(aligned)->block);
}

void *_aligned_offset_realloc(void *old, size_t size, size_t alignment, size_t offset)
{
    if (!old)
        return _aligned_offset_malloc(size, alignment, offset);
    if (!size) {
        _aligned_free(old);
        return NULL;
    }
    void *fresh = _aligned_offset_malloc(size, alignment, offset);
    if (!fresh)
        return NULL;
    size_t before = head_of(old)->size;
    memcpy(fresh, old, before < size ? before : size);
    _aligned_free(old);
    return fresh;
}

void *_aligned_realloc(void *old, size_t size, size_t alignment)
{
    return _aligned_offset_realloc(old, size, alignment, 0);
}

size_t _aligned_msize(void *aligned, size_t alignment, size_t offset)
{
    CRT_REQUIRE(aligned, EINVAL, (size_t)-1);
    return head_of(aligned)->size;
}

void *_aligned_offset_recalloc(void *old, size_t count, size_t size, size_t alignment,
                               size_t offset)
{
    size_t total, before = old ? head_of(old)->size : 0;

    if (__builtin_mul_overflow(count, size, &total)) {
        errno = ENOMEM;
        return NULL;
    }
    void *fresh = _aligned_offset_realloc(old, total, alignment, offset);
    if (fresh && total > before)
        memset((char *)fresh + before, 0, total - before);
    return fresh;
}

void *_aligned_recalloc(void *old, size_t count, size_t size, size_t alignment)
{
    return _aligned_offset_recalloc(old, count, size, alignment, 0);
}
