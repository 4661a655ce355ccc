/* malloc and kin on the process heap. HeapAlloc's blocks are 16-byte aligned, as malloc's must be.
 */
#include "crt.h"

#include <malloc.h>

#include "heap.h"

static crt_new_handler_fn new_handler;
static int new_mode;

#define HEAP GetProcessHeap()

void *crt_heap_retry(size_t size)
{
    while (new_handler && new_handler(size)) {
        void *block = HeapAlloc(HEAP, 0, size ? size : 1);
        if (block)
            return block;
    }
    return NULL;
}

int _callnewh(size_t size)
{
    return new_handler && new_handler(size) ? 1 : 0;
}

void *malloc(size_t size)
{
    void *block = NULL;

    if (size <= _HEAP_MAXREQ)
        block = HeapAlloc(HEAP, 0, size ? size : 1);
    if (!block && new_mode && size <= _HEAP_MAXREQ)
        block = crt_heap_retry(size);
    if (!block)
        errno = ENOMEM;
    return block;
}

void *calloc(size_t count, size_t size)
{
    size_t total;
    void *block = NULL;

    if (!__builtin_mul_overflow(count, size, &total) && total <= _HEAP_MAXREQ) {
        block = HeapAlloc(HEAP, HEAP_ZERO_MEMORY, total ? total : 1);
        if (!block && new_mode && (block = crt_heap_retry(total)))
            memset(block, 0, total);
    }
    if (!block)
        errno = ENOMEM;
    return block;
}

void *realloc(void *old, size_t size)
{
    void *block = NULL;

    if (!old)
        return malloc(size);
    if (!size) {
        free(old);
        return NULL;
    }
    if (size <= _HEAP_MAXREQ) {
        do
            block = HeapReAlloc(HEAP, 0, old, size);
        while (!block && new_mode && new_handler && new_handler(size));
    }
    if (!block)
        errno = ENOMEM;
    return block;
}

void *_recalloc(void *old, size_t count, size_t size)
{
    size_t total, before = old ? _msize(old) : 0;

    if (__builtin_mul_overflow(count, size, &total)) {
        errno = ENOMEM;
        return NULL;
    }
    void *block = realloc(old, total);
    if (block && total > before)
        memset((char *)block + before, 0, total - before);
    return block;
}

void free(void *block)
{
    if (block)
        HeapFree(HEAP, 0, block);
}

size_t _msize(void *block)
{
    CRT_REQUIRE(block, EINVAL, (size_t)-1);
    if (crt_is_static_block(block))
        return crt_static_block_size(block);
    return HeapSize(HEAP, 0, block);
}

void *_expand(void *block, size_t size)
{
    CRT_REQUIRE(block, EINVAL, NULL);
    if (size > _HEAP_MAXREQ) {
        errno = ENOMEM;
        return NULL;
    }
    void *same = HeapReAlloc(HEAP, HEAP_REALLOC_IN_PLACE_ONLY, block, size ? size : 1);
    if (!same)
        errno = ENOMEM;
    return same;
}

void *_malloc_base(size_t size) __attribute__((alias("malloc")));
void *_calloc_base(size_t count, size_t size) __attribute__((alias("calloc")));
void *_realloc_base(void *old, size_t size) __attribute__((alias("realloc")));
void _free_base(void *block) __attribute__((alias("free")));

int _heapchk(void)
{
    return HeapValidate(HEAP, 0, NULL) ? _HEAPOK : _HEAPBADNODE;
}

int _heapset(unsigned fill)
{
    return _heapchk();
}

int _heapmin(void)
{
    if (!HeapCompact(HEAP, 0) && GetLastError() != NO_ERROR)
        return crt_last_error();
    return 0;
}

int _heapadd(void *block, size_t size)
{
    errno = ENOSYS;
    return -1;
}

int _heapwalk(_HEAPINFO *entry)
{
    PROCESS_HEAP_ENTRY found = {0};

    CRT_REQUIRE(entry, EINVAL, _HEAPBADPTR);
    found.lpData = entry->_pentry;
    found.wFlags = PROCESS_HEAP_ENTRY_BUSY;
    do {
        if (!HeapWalk(HEAP, &found))
            return GetLastError() == ERROR_NO_MORE_ITEMS ? _HEAPEND : _HEAPBADNODE;
    } while (found.wFlags & (PROCESS_HEAP_REGION | PROCESS_HEAP_UNCOMMITTED_RANGE));
    entry->_pentry = found.lpData;
    entry->_size = found.cbData;
    entry->_useflag = found.wFlags & PROCESS_HEAP_ENTRY_BUSY ? _USEDENTRY : _FREEENTRY;
    return _HEAPOK;
}

intptr_t _get_heap_handle(void)
{
    return (intptr_t)HEAP;
}

size_t _get_sbh_threshold(void)
{
    return 0;
}

int _set_sbh_threshold(size_t threshold)
{
    return threshold == 0;
}

crt_new_handler_fn _query_new_handler(void)
{
    return new_handler;
}

crt_new_handler_fn _set_new_handler(crt_new_handler_fn handler)
{
    return (crt_new_handler_fn)InterlockedExchangePointer((void **)&new_handler, handler);
}

int _query_new_mode(void)
{
    return new_mode;
}

int _set_new_mode(int mode)
{
    int old = new_mode;

    CRT_REQUIRE(mode == 0 || mode == 1, EINVAL, -1);
    new_mode = mode;
    return old;
}

/* The std::set_new_handler of old msvcrt accepts only NULL; it forgets the handler. */
void *crt_set_std_new_handler(void *handler)
{
    if (!handler)
        _set_new_handler(NULL);
    return NULL;
}

void *crt_operator_new(size_t size)
{
    for (;;) {
        void *block = HeapAlloc(HEAP, 0, size ? size : 1);
        if (block)
            return block;
        if (!_callnewh(size))
            return NULL;
    }
}

void crt_operator_delete(void *block)
{
    free(block);
}
