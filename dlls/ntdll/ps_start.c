/*
 * ps_start.c - the process's first steps, from the host's jump to the program's entry point.
 */
#include "io.h"
#include "ldr.h"
#include "mm.h"
#include "pal_calls.h"
#include "ob_private.h"
#include "mm_remote.h"
#include "ps_private.h"
#include "ps_session.h"

const PalBoot *pal_boot;
extern uint64_t pal_call_table[]; /* generated: the guest's PAL entries jump through it */
KPROCESS *ps_process;

#define FIRST_STACK 0x100000u

static RTL_CRITICAL_SECTION peb_lock, loader_lock;
static ULONG_PTR process_heaps[16];

static void take_call_table(void)
{
    const uint64_t *calls = (const uint64_t *)(ULONG_PTR)pal_boot->calls;
    for (ULONG i = 0; i < PAL_CALL_COUNT; i++)
        pal_call_table[i] = calls[i];
}

static void init_peb(PEB_FULL *peb)
{
    peb->NumberOfProcessors = pal_boot->processor_count;
    peb->OSMajorVersion = 10;
    peb->OSMinorVersion = 0;
    peb->OSBuildNumber = 19045;
    peb->OSPlatformId = VER_PLATFORM_WIN32_NT;
    peb->SessionId = 1;
    peb->ActiveProcessAffinityMask = pal_boot->processor_count >= 64
                                         ? ~(ULONG_PTR)0
                                         : ((ULONG_PTR)1 << pal_boot->processor_count) - 1;
    peb->HeapSegmentReserve = 0x100000;
    peb->HeapSegmentCommit = 0x2000;
    peb->HeapDeCommitTotalFreeThreshold = 0x10000;
    peb->HeapDeCommitFreeBlockThreshold = 0x1000;
    peb->CriticalSectionTimeout.QuadPart = -25920000000000;
    peb->MaximumNumberOfHeaps = sizeof process_heaps / sizeof *process_heaps;
    peb->ProcessHeaps = (PVOID *)process_heaps;
}

static NTSTATUS create_process_object(void)
{
    /* The object of the first process is made before there is a table to put handles in. */
    ps_process = ob_create(OB_PROCESS);
    if (!ps_process)
        return STATUS_NO_MEMORY;
    ps_set_owner(ps_process);
    ps_process->header.dispatcher.kind = KE_NOTIFICATION;
    ps_process->id = ps_process->group = ps_new_thread_id();
    ps_process->exit_status = STATUS_PENDING;
    ps_process->active_threads = 1;
    pal_clock_query(PAL_CLOCK_SYSTEM, &ps_process->create_time);
    OB_TABLE *table = ob_table_create();
    ps_process->handle_table = ARENA_OF(table);
    table->process = ARENA_OF(ps_process);
    ps_process->host_id = pal_boot->process_id;
    ps_process->life.bell = (ULONG_PTR)&arena->bell;
    arena->root = ARENA_OF(ps_process);
    ob_reference_object(ps_process); /* the session's */
    ps_list_process(ps_process);
    return table ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}

static void fail(const char *what)
{
    BaileyPrintError("bailey: cannot start: ");
    BaileyPrintError(what);
    BaileyPrintError("\n");
    pal_process_end(0, 125);
}

static void first_thread(void);

/* Runs on the start block's stack, which becomes the first thread's fault stack. */
void ps_start(const PalBoot *boot)
{
    PVOID limit, top;
    char *block = (char *)(ULONG_PTR)boot->block;
    pal_boot = boot;
    take_call_table();
    TEB_FULL *teb = (TEB_FULL *)(block + PAL_BLOCK_TEB);
    BAILEY_THREAD *thread = (BAILEY_THREAD *)(block + PAL_BLOCK_AREA);
    teb->Bailey = thread;
    thread->teb = teb;
    const PS_BOOT *child = (const PS_BOOT *)(ULONG_PTR)boot->boot_data;
    KTHREAD *given = child ? ARENA_AT(KTHREAD, child->thread) : NULL;
    if (child)
        ps_set_owner(ARENA_AT(KPROCESS, child->process));
    arena_init((PVOID)(ULONG_PTR)boot->arena_base, boot->arena_size);
    init_peb(peb_self());
    mm_init();
    if (child)
        ps_process = ARENA_AT(KPROCESS, child->process);
    else if (create_process_object() != STATUS_SUCCESS)
        fail("the session's memory is exhausted");
    if (ps_thread_prepare(thread, given, teb, block + PAL_BLOCK_BOOT) != STATUS_SUCCESS)
        fail("the session's memory is exhausted");
    if (!child)
        ps_list_thread(ps_process, thread->kthread);
    ps_process->host_id = boot->process_id;
    pal_process_bind(&ps_process->life);
    if (ps_process->down) /* it was given up before it came to life */
        pal_process_end(0, 125);
    thread->pal_handle = boot->thread;
    thread->stack_size = FIRST_STACK;
    if (mm_create_stack(FIRST_STACK, &thread->stack_base, &limit, &top) != STATUS_SUCCESS)
        fail("there is no memory for a stack");
    teb->NtTib.StackBase = top;
    teb->NtTib.StackLimit = limit;
    teb->DeallocationStack = thread->stack_base;
    ps_thread_enlist(thread);
    ps_switch_stack(top, first_thread);
}

static char *put_wide(char *out, const WCHAR *text)
{
    ULONG size = 0, count = 0;
    while (text[count])
        count++;
    RtlUnicodeToUTF8N(out, 200, &size, text, count * sizeof(WCHAR));
    return out + size;
}

static char *put(char *out, const char *text)
{
    while (*text)
        *out++ = *text++;
    return out;
}

/* One line that says what is missing or damaged; exit status 126. */
static void report_load_failure(NTSTATUS status)
{
    const LDR_FAILURE *f = &ldr_failure;
    char line[1200], *out = put(line, "bailey: ");
    static const char hex[] = "0123456789abcdef";
    if (f->dll[0]) {
        out = put_wide(out, f->importer);
        out = put(out, f->name[0] ? ": the function " : ": ");
        if (f->name[0]) {
            out = put(out, f->name);
            out = put(out, " is not in ");
        }
        out = put_wide(out, f->dll);
        if (!f->name[0])
            out = put(out, f->status == STATUS_DLL_NOT_FOUND ? " is missing"
                           : f->text                         ? " "
                                                             : " cannot be loaded");
        if (!f->name[0] && f->status != STATUS_DLL_NOT_FOUND && f->text)
            out = put(out, f->text);
    } else {
        out = put(out, (const char *)(ULONG_PTR)pal_boot->program_path);
        *out++ = ' ';
        out = put(out, f->text ? f->text : "cannot be loaded");
    }
    out = put(out, " (status ");
    for (int shift = 28; shift >= 0; shift -= 4)
        *out++ = hex[(ULONG)status >> shift & 15];
    out = put(out, ")\n");
    *out = 0;
    BaileyPrintError(line);
    if (ps_process->parent_id) /* its creator hears the reason as Windows has it */
        NtTerminateProcess(NtCurrentProcess(), status);
    pal_process_end(0, 126);
}

/* What is left when the images are mapped, on the stack that the program asks for. */
static void run_program(void)
{
    NTSTATUS status = ldr_init_program();
    ldr_unlock();
    if (status)
        NtTerminateProcess(NtCurrentProcess(), status);
    RtlUserThreadStart(ldr_program->entry.EntryPoint, peb_self());
}

static PVOID first_stack;

static void leave_first_stack(void)
{
    mm_free_stack(first_stack);
    run_program();
}

/* The first stack was made before the program's header was read; one that is too small goes. */
static void enlarge_stack(SIZE_T reserve)
{
    BAILEY_THREAD *thread = bailey_self();
    TEB_FULL *teb = teb_self();
    PVOID base, limit, top;
    reserve = (reserve + 0xffff) & ~(SIZE_T)0xffff;
    if (reserve <= FIRST_STACK || mm_create_stack(reserve, &base, &limit, &top) != STATUS_SUCCESS)
        return;
    first_stack = thread->stack_base;
    thread->stack_base = base;
    thread->stack_size = reserve;
    teb->NtTib.StackBase = top;
    teb->NtTib.StackLimit = limit;
    teb->DeallocationStack = base;
    ps_switch_stack(top, leave_first_stack);
}

/* CREATE_SUSPENDED: NtResumeThread in the creator lets it go, which may have changed its memory
 * before. */
static void wait_until_resumed(void)
{
    KTHREAD *thread = bailey_self()->kthread;
    ps_process->mapped = 1;
    for (;;) {
        ULONG knocks = ps_process->knocks;
        mm_remote_serve();
        if (!thread->held)
            break;
        pal_word_wait((ULONG_PTR)&ps_process->knocks, knocks, 1, PAL_FOREVER);
    }
    mm_remote_close();
    if (ps_process->affinity)
        ps_apply_affinity();
}

static void first_thread(void)
{
    PEB_FULL *peb = peb_self();
    rtl_heap_init();
    if (!peb->ProcessHeap)
        fail("there is no memory for a heap");
    RtlInitializeCriticalSection(&peb_lock);
    RtlInitializeCriticalSection(&loader_lock);
    peb->FastPebLock = &peb_lock;
    peb->LoaderLock = &loader_lock;
    NTSTATUS status = ps_init_parameters();
    if (status)
        fail("there is no memory for its parameters");
    ldr_lock();
    status = ldr_map_program();
    if (!status) {
        wait_until_resumed();
        status = ldr_load_program();
    }
    if (status)
        report_load_failure(status);
    enlarge_stack(ldr_program->image.stack_reserve);
    run_program();
}

void BaileyPrintError(const char *text)
{
    uint64_t size = __builtin_strlen(text), done;
    while (size > 0 && pal_boot->standard[2]) {
        PalStatus status =
            pal_file_write(pal_boot->standard[2], PAL_OFFSET_CURRENT, text, size, &done);
        if (status == PAL_STATUS_INTERRUPTED)
            continue;
        if (status < 0)
            return;
        text += done, size -= done;
    }
}
