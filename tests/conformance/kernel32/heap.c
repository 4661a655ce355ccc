/* Heaps, and the memory handles of old. */
#include "conformance.h"

#define FILL(block, size, byte) memset(block, byte, size)

static HANDLE heap;

static int all(const char *block, SIZE_T size, char byte)
{
    for (SIZE_T i = 0; i < size; i++)
        if (block[i] != byte)
            return 0;
    return 1;
}

CASE(blocks_are_aligned_and_of_exact_size)
{
    heap = GetProcessHeap();
    for (SIZE_T size = 0; size < 3000; size += 7) {
        char *block = HeapAlloc(heap, 0, size);
        REQUIRE(block);
        CHECK_EQ((ULONG_PTR)block & 15, 0);
        CHECK_EQ(HeapSize(heap, 0, block), size);
        FILL(block, size, 1);
    }
    CHECK(HeapValidate(heap, 0, NULL));
}

CASE(zero_memory_zeroes_reused_blocks)
{
    heap = GetProcessHeap();
    for (int i = 0; i < 200; i++) {
        SIZE_T size = 16 + i * 37;
        char *block = HeapAlloc(heap, HEAP_ZERO_MEMORY, size);
        REQUIRE(block);
        CHECK(all(block, size, 0));
        FILL(block, size, 0x55);
        CHECK(HeapFree(heap, 0, block));
    }
}

CASE(large_blocks)
{
    heap = GetProcessHeap();
    char *block = HeapAlloc(heap, HEAP_ZERO_MEMORY, 5 << 20);
    REQUIRE(block);
    CHECK_EQ((ULONG_PTR)block & 15, 0);
    CHECK(all(block, 5 << 20, 0));
    FILL(block, 5 << 20, 3);
    block = HeapReAlloc(heap, HEAP_ZERO_MEMORY, block, 9 << 20);
    REQUIRE(block);
    CHECK_EQ(HeapSize(heap, 0, block), 9 << 20);
    CHECK(all(block, 5 << 20, 3));
    CHECK(all(block + (5 << 20), 4 << 20, 0));
    block = HeapReAlloc(heap, 0, block, 100);
    REQUIRE(block);
    CHECK_EQ(HeapSize(heap, 0, block), 100);
    CHECK(all(block, 100, 3));
    CHECK(HeapFree(heap, 0, block));
}

CASE(realloc_keeps_content_and_zeroes_the_rest)
{
    heap = GetProcessHeap();
    char *block = HeapAlloc(heap, 0, 13);
    FILL(block, 13, 7);
    for (SIZE_T size = 14; size < 5000; size += size / 3 + 1) {
        block = HeapReAlloc(heap, HEAP_ZERO_MEMORY, block, size);
        REQUIRE(block);
        CHECK(all(block, 13, 7));
        CHECK(all(block + 13, size - 13, 0));
        CHECK_EQ(HeapSize(heap, 0, block), size);
    }
}

CASE(realloc_in_place_never_moves)
{
    heap = GetProcessHeap();
    char *block = HeapAlloc(heap, 0, 1000), *next = HeapAlloc(heap, 0, 1000);
    REQUIRE(block && next);
    CHECK_PTR(HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, block, 500), block);
    CHECK_EQ(HeapSize(heap, 0, block), 500);
    CHECK_PTR(HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, block, 10 << 20), NULL);
    CHECK_EQ(HeapSize(heap, 0, block), 500);
    CHECK(HeapFree(heap, 0, next));
}

CASE(impossible_sizes_fail)
{
    heap = GetProcessHeap();
    CHECK_PTR(HeapAlloc(heap, 0, (SIZE_T)1 << 62), NULL);
    CHECK_PTR(HeapAlloc(heap, 0, (SIZE_T)-1), NULL);
    CHECK_PTR(HeapAlloc(heap, 0, (SIZE_T)-17), NULL);
    char *block = HeapAlloc(heap, 0, 10);
    CHECK_PTR(HeapReAlloc(heap, 0, block, (SIZE_T)-5), NULL);
    CHECK_EQ(HeapSize(heap, 0, block), 10);
}

CASE(free_of_null_succeeds)
{
    CHECK(HeapFree(GetProcessHeap(), 0, NULL));
    CHECK_PTR(HeapReAlloc(GetProcessHeap(), 0, NULL, 10), NULL);
}

CASE(private_heap)
{
    heap = HeapCreate(0, 0, 0);
    REQUIRE(heap && heap != GetProcessHeap());
    for (int i = 0; i < 2000; i++)
        REQUIRE(HeapAlloc(heap, 0, 500));
    CHECK(HeapValidate(heap, 0, NULL));
    char *block = HeapAlloc(heap, 0, 10);
    CHECK(HeapValidate(heap, 0, block));
    CHECK(HeapDestroy(heap));
    CHECK_EQ(probe_read(block), EXCEPTION_ACCESS_VIOLATION);
}

CASE(fixed_heap_is_full_at_its_maximum)
{
    int count = 0;
    heap = HeapCreate(0, 0x1000, 0x20000);
    REQUIRE(heap);
    while (count < 1000 && HeapAlloc(heap, 0, 1000))
        count++;
    CHECK(count > 60 && count < 131);
    CHECK_PTR(HeapAlloc(heap, 0, 0x80000), NULL);
    CHECK(HeapDestroy(heap));
}

static DWORD raised;

static LONG CALLBACK note_exception(EXCEPTION_POINTERS *info)
{
    raised = info->ExceptionRecord->ExceptionCode;
    CHECK_EQ(raised, STATUS_NO_MEMORY);
    conformance_end();
}

CASE(failure_can_raise_an_exception)
{
    AddVectoredExceptionHandler(TRUE, note_exception);
    HeapAlloc(GetProcessHeap(), HEAP_GENERATE_EXCEPTIONS, (SIZE_T)1 << 62);
    CHECK(!"HeapAlloc returned");
}

CASE(walk_finds_the_blocks)
{
    PROCESS_HEAP_ENTRY entry = {0};
    int found = 0;
    heap = HeapCreate(0, 0, 0);
    char *first = HeapAlloc(heap, 0, 123), *second = HeapAlloc(heap, 0, 456);
    CHECK(HeapLock(heap));
    while (HeapWalk(heap, &entry))
        if (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY) {
            found += entry.lpData == first && entry.cbData == 123;
            found += entry.lpData == second && entry.cbData == 456;
        }
    CHECK_LAST_ERROR(ERROR_NO_MORE_ITEMS);
    CHECK(HeapUnlock(heap));
    CHECK_EQ(found, 2);
}

CASE(process_heaps_are_listed)
{
    HANDLE heaps[50];
    DWORD before = GetProcessHeaps(50, heaps);
    heap = HeapCreate(0, 0, 0);
    DWORD after = GetProcessHeaps(50, heaps);
    CHECK_EQ(after, before + 1);
    int found = 0, usual = 0;
    for (DWORD i = 0; i < after && i < 50; i++) {
        found += heaps[i] == heap;
        usual += heaps[i] == GetProcessHeap();
    }
    CHECK_EQ(found, 1);
    CHECK_EQ(usual, 1);
}

CASE(heap_information)
{
    ULONG kind = 77;
    SIZE_T size = 0;
    CHECK(HeapQueryInformation(GetProcessHeap(), HeapCompatibilityInformation, &kind, sizeof kind,
                               &size));
    CHECK(kind == 0 || kind == 2);
    CHECK_EQ(size, sizeof kind);
    CHECK(HeapSetInformation(NULL, HeapEnableTerminationOnCorruption, NULL, 0));
}

static volatile LONG broken;

static DWORD CALLBACK churn(void *seed)
{
    char *blocks[100] = {0};
    SIZE_T sizes[100];
    unsigned random = (unsigned)(ULONG_PTR)seed;
    for (int i = 0; i < 20000; i++) {
        random = random * 1103515245 + 12345;
        unsigned which = random >> 8 & 63;
        if (blocks[which]) {
            if (!all(blocks[which], sizes[which], (char)which))
                broken = 1;
            HeapFree(GetProcessHeap(), 0, blocks[which]);
            blocks[which] = NULL;
        } else {
            sizes[which] = (random >> 16) % (which % 8 ? 300 : 20000);
            blocks[which] = HeapAlloc(GetProcessHeap(), 0, sizes[which]);
            memset(blocks[which], (char)which, sizes[which]);
        }
    }
    return 0;
}

CASE(threads_do_not_get_in_each_others_way)
{
    HANDLE threads[4];
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, churn, (void *)(ULONG_PTR)(i + 1), 0, NULL);
    CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 25000), WAIT_OBJECT_0);
    CHECK_EQ(broken, 0);
    CHECK(HeapValidate(GetProcessHeap(), 0, NULL));
}

CASE(local_memory)
{
    char *block = LocalAlloc(LPTR, 100);
    REQUIRE(block);
    CHECK(all(block, 100, 0));
    CHECK_EQ(LocalSize(block), 100);
    CHECK_EQ(LocalFlags(block), 0);
    CHECK_PTR(LocalLock(block), block);
    CHECK_PTR(LocalHandle(block), block);
    block[0] = 5;
    block = LocalReAlloc(block, 5000, LMEM_MOVEABLE | LMEM_ZEROINIT);
    REQUIRE(block);
    CHECK_EQ(block[0], 5);
    CHECK(all(block + 100, 4900, 0));
    CHECK_PTR(LocalFree(block), NULL);
    CHECK_PTR(LocalFree(NULL), NULL);
}

CASE(moveable_memory_is_a_handle)
{
    HGLOBAL handle = GlobalAlloc(GMEM_MOVEABLE | GMEM_ZEROINIT, 50);
    REQUIRE(handle);
    char *block = GlobalLock(handle);
    REQUIRE(block && (void *)block != handle);
    CHECK_EQ(GlobalFlags(handle), 1);
    CHECK_PTR(GlobalLock(handle), block);
    CHECK_EQ(GlobalFlags(handle), 2);
    CHECK_PTR(GlobalHandle(block), handle);
    block[0] = 9;
    CHECK(GlobalUnlock(handle));
    CHECK_FAILS(GlobalUnlock(handle), NO_ERROR);
    CHECK_FAILS(GlobalUnlock(handle), ERROR_NOT_LOCKED);
    CHECK_PTR(GlobalReAlloc(handle, 5000, GMEM_MOVEABLE | GMEM_ZEROINIT), handle);
    block = GlobalLock(handle);
    CHECK_EQ(block[0], 9);
    CHECK_EQ(block[4999], 0);
    CHECK(GlobalSize(handle) >= 5000);
    GlobalUnlock(handle);
    CHECK_PTR(GlobalFree(handle), NULL);
}

CASE(empty_moveable_memory_is_discarded)
{
    HGLOBAL handle = GlobalAlloc(GMEM_MOVEABLE, 0);
    REQUIRE(handle);
    CHECK_EQ(GlobalFlags(handle) & GMEM_DISCARDED, GMEM_DISCARDED);
    CHECK_FAILS(GlobalLock(handle), ERROR_DISCARDED);
    CHECK_EQ(GlobalSize(handle), 0);
    CHECK_PTR(GlobalReAlloc(handle, 10, GMEM_MOVEABLE), handle);
    CHECK(GlobalLock(handle) != NULL);
}
