/* Thread and fiber local storage, dynamic and static. */
#include "conformance.h"

#define SLOTS 300

static DWORD on_a_thread(LPTHREAD_START_ROUTINE routine, void *parameter)
{
    DWORD code = 0xbad;
    HANDLE thread = CreateThread(NULL, 0, routine, parameter, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CloseHandle(thread);
    return code;
}

static DWORD slots[SLOTS];

static DWORD CALLBACK check_empty_and_fill(void *unused)
{
    for (int i = 0; i < SLOTS; i++) {
        CHECK_PTR(TlsGetValue(slots[i]), NULL);
        CHECK(TlsSetValue(slots[i], (void *)(ULONG_PTR)(i + 5000)));
    }
    return 0;
}

CASE(many_slots_each_threads_own)
{
    for (int i = 0; i < SLOTS; i++) {
        slots[i] = TlsAlloc();
        REQUIRE(slots[i] != TLS_OUT_OF_INDEXES);
        CHECK(TlsSetValue(slots[i], (void *)(ULONG_PTR)(i + 1)));
    }
    on_a_thread(check_empty_and_fill, NULL);
    on_a_thread(check_empty_and_fill, NULL);
    for (int i = 0; i < SLOTS; i++)
        CHECK_PTR(TlsGetValue(slots[i]), i + 1);
}

CASE(slots_run_out_at_1088)
{
    int count = 0;
    DWORD last = 0, slot;
    while ((slot = TlsAlloc()) != TLS_OUT_OF_INDEXES && count < 2000) {
        last = slot;
        count++;
    }
    CHECK(count > 1000 && count <= 1088);
    CHECK(last < 1088);
    CHECK_LAST_ERROR(ERROR_NO_MORE_ITEMS);
}

CASE(get_value_clears_the_last_error)
{
    DWORD slot = TlsAlloc();
    SetLastError(77);
    CHECK_PTR(TlsGetValue(slot), NULL);
    CHECK_LAST_ERROR(ERROR_SUCCESS);
    CHECK_FAILS(TlsGetValue(5000), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(TlsSetValue(5000, NULL), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(TlsFree(5000), ERROR_INVALID_PARAMETER);
    CHECK(TlsFree(slot));
    CHECK_FAILS(TlsFree(slot), ERROR_INVALID_PARAMETER);
}

static HANDLE go, ready;
static DWORD shared_slot;

static DWORD CALLBACK hold_a_value(void *unused)
{
    TlsSetValue(shared_slot, (void *)1);
    SetEvent(ready);
    WaitForSingleObject(go, 10000);
    return TlsGetValue(shared_slot) != NULL;
}

CASE(a_freed_slot_is_empty_again_in_every_thread)
{
    go = CreateEventW(NULL, FALSE, FALSE, NULL);
    ready = CreateEventW(NULL, FALSE, FALSE, NULL);
    shared_slot = TlsAlloc();
    TlsSetValue(shared_slot, (void *)2);
    HANDLE thread = CreateThread(NULL, 0, hold_a_value, NULL, 0, NULL);
    WaitForSingleObject(ready, 10000);
    CHECK(TlsFree(shared_slot));
    CHECK_EQ(TlsAlloc(), shared_slot);
    CHECK_PTR(TlsGetValue(shared_slot), NULL);
    SetEvent(go);
    DWORD code = 7;
    WaitForSingleObject(thread, 10000);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 0);
}

static LONG callbacks;
static void *last_value;

static void CALLBACK on_fls_end(void *value)
{
    last_value = value;
    InterlockedIncrement(&callbacks);
}

static DWORD CALLBACK set_fls(void *slot)
{
    CHECK_PTR(FlsGetValue((DWORD)(ULONG_PTR)slot), NULL);
    CHECK(FlsSetValue((DWORD)(ULONG_PTR)slot, (void *)0x4440));
    return 0;
}

static DWORD CALLBACK leave_fls_empty(void *slot)
{
    return FlsGetValue((DWORD)(ULONG_PTR)slot) != NULL;
}

CASE(fls_callback_runs_when_a_thread_ends)
{
    DWORD slot = FlsAlloc(on_fls_end);
    REQUIRE(slot != FLS_OUT_OF_INDEXES);
    on_a_thread(set_fls, (void *)(ULONG_PTR)slot);
    CHECK_EQ(callbacks, 1);
    CHECK_PTR(last_value, 0x4440);
    CHECK_EQ(on_a_thread(leave_fls_empty, (void *)(ULONG_PTR)slot), 0);
    CHECK_EQ(callbacks, 1);
}

CASE(fls_callback_runs_when_the_slot_is_freed)
{
    DWORD slot = FlsAlloc(on_fls_end);
    CHECK(FlsSetValue(slot, (void *)0x5550));
    CHECK(FlsFree(slot));
    CHECK_EQ(callbacks, 1);
    CHECK_PTR(last_value, 0x5550);
    CHECK_FAILS(FlsFree(slot), ERROR_INVALID_PARAMETER);
}

CASE(fls_without_callback_keeps_values)
{
    DWORD slot = FlsAlloc(NULL);
    CHECK_PTR(FlsGetValue(slot), NULL);
    CHECK(FlsSetValue(slot, &slot));
    CHECK_PTR(FlsGetValue(slot), &slot);
    on_a_thread(set_fls, (void *)(ULONG_PTR)slot);
    CHECK_PTR(FlsGetValue(slot), &slot);
}

/* Static TLS as a compiler makes it: a template, an index, and callbacks. */
static ULONG tls_index;
static LONG tls_calls[4];
static char tls_template[16] __attribute__((section(".tls$b"))) = "static template";

static void CALLBACK on_tls(void *module, DWORD reason, void *reserved)
{
    if (reason < 4)
        InterlockedIncrement(&tls_calls[reason]);
}

static const PIMAGE_TLS_CALLBACK tls_callbacks[] = {on_tls, on_tls, NULL};
const IMAGE_TLS_DIRECTORY _tls_used = {(ULONG_PTR)tls_template,
                                       (ULONG_PTR)tls_template + sizeof tls_template,
                                       (ULONG_PTR)&tls_index,
                                       (ULONG_PTR)tls_callbacks,
                                       32,
                                       0};

static char *static_block(void)
{
    char **blocks;
    __asm__("movq %%gs:0x58, %0" : "=r"(blocks));
    return blocks[tls_index];
}

static DWORD CALLBACK change_static(void *unused)
{
    char *block = static_block();
    CHECK_STR(block, "static template");
    CHECK_EQ(block[16], 0);
    CHECK_EQ(block[47], 0);
    block[0] = 'S';
    return block == tls_template;
}

CASE(static_tls_is_copied_for_each_thread)
{
    CHECK_STR(static_block(), "static template");
    static_block()[0] = 'M';
    CHECK_EQ(on_a_thread(change_static, NULL), 0);
    CHECK_STR(static_block(), "Mtatic template");
    CHECK_STR(tls_template, "static template");
}

CASE(tls_callbacks_are_told_of_everything)
{
    CHECK_EQ(tls_calls[DLL_PROCESS_ATTACH], 2);
    CHECK_EQ(tls_calls[DLL_THREAD_ATTACH], 0);
    on_a_thread(change_static, NULL);
    CHECK_EQ(tls_calls[DLL_THREAD_ATTACH], 2);
    CHECK_EQ(tls_calls[DLL_THREAD_DETACH], 2);
}
