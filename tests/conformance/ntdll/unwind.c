/* Unwinding: function tables, RtlVirtualUnwind over hand-made unwind data, RtlUnwind, contexts. */
#include "seh.h"

/* ---- hand-made code and unwind data: a page with both, and a stack of its own */

enum { CODE = 0x100, INFO = 0x800, INFO_2 = 0x900, HANDLER = 0x700 };

static struct {
    UCHAR *base;
    RUNTIME_FUNCTION function;
    ULONG64 stack[256];
    CONTEXT context;
    KNONVOLATILE_CONTEXT_POINTERS pointers;
    PEXCEPTION_ROUTINE handler;
    PVOID data;
    ULONG64 frame;
} t;

static void copy(void *to, const void *from, SIZE_T size)
{
    for (SIZE_T i = 0; i < size; i++)
        ((UCHAR *)to)[i] = ((const UCHAR *)from)[i];
}

/* The function is 0x100 bytes of nop; info is its unwind data. */
static void prepare(const void *info, SIZE_T size)
{
    t.base = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    REQUIRE(t.base);
    for (int i = 0; i < 0x100; i++)
        t.base[CODE + i] = 0x90;
    copy(t.base + INFO, info, size);
    t.function = (RUNTIME_FUNCTION){CODE, CODE + 0x100, INFO};
    for (int i = 0; i < 256; i++)
        t.stack[i] = 0x1000 + i;
    t.context.Rsp = (ULONG64)&t.stack[16];
    t.context.Rbp = (ULONG64)&t.stack[32];
    t.context.Rbx = 0xbbbb;
}

static void unwind(ULONG offset, DWORD type)
{
    t.handler = RtlVirtualUnwind(type, (ULONG64)t.base, (ULONG64)t.base + CODE + offset,
                                 &t.function, &t.context, &t.data, &t.frame, &t.pointers);
}

#define VERSION(flags)           (1 | (flags) << 3)
#define OP(offset, op, info)     (offset), ((op) | (info) << 4)
#define CHECK_SLOT(value, index) CHECK_EQ(value, 0x1000 + (index))
#define CHECK_RSP(index)         CHECK_PTR(t.context.Rsp, &t.stack[index])

CASE(a_push_and_a_small_allocation_are_undone)
{
    static const UCHAR info[] = {VERSION(0), 6, 2, 0, OP(6, 2, 3), OP(1, 0, 3)};
    prepare(info, sizeof(info)); /* push rbx; sub rsp, 0x20 */
    unwind(0x20, 0);
    CHECK_SLOT(t.context.Rbx, 20);
    CHECK_SLOT(t.context.Rip, 21);
    CHECK_RSP(22);
    CHECK_PTR(t.frame, &t.stack[16]);
    CHECK_PTR(t.pointers.IntegerContext[3], &t.stack[20]);
    CHECK(t.handler == NULL);
}

CASE(a_prologue_is_undone_as_far_as_it_has_run)
{
    static const UCHAR info[] = {VERSION(0), 6, 2, 0, OP(6, 2, 3), OP(1, 0, 3)};
    prepare(info, sizeof(info));
    unwind(1, 0); /* pushed, not yet allocated */
    CHECK_SLOT(t.context.Rbx, 16);
    CHECK_SLOT(t.context.Rip, 17);
    prepare(info, sizeof(info));
    unwind(0, 0);
    CHECK_EQ(t.context.Rbx, 0xbbbb);
    CHECK_SLOT(t.context.Rip, 16);
    CHECK_RSP(17);
}

CASE(both_large_allocations_are_undone)
{
    static const UCHAR scaled[] = {VERSION(0), 7, 2, 0, OP(7, 1, 0), 0x20, 0x00};
    static const UCHAR wide[] = {VERSION(0), 7, 3, 0, OP(7, 1, 1), 0x80, 0x00, 0x00, 0x00, 0, 0};
    prepare(scaled, sizeof(scaled)); /* 0x20 * 8 bytes */
    unwind(0x20, 0);
    CHECK_SLOT(t.context.Rip, 16 + 0x20);
    prepare(wide, sizeof(wide)); /* 0x80 bytes */
    unwind(0x20, 0);
    CHECK_SLOT(t.context.Rip, 16 + 0x10);
}

CASE(a_frame_register_gives_the_stack_back)
{
    /* push rbp; sub rsp, 0x40; lea rbp, [rsp+0x20] */
    static const UCHAR info[] = {VERSION(0),  10,          3, 5 | 2 << 4, OP(10, 3, 0),
                                 OP(5, 2, 7), OP(1, 0, 5), 0, 0};
    prepare(info, sizeof(info));
    t.context.Rsp -= 64; /* what alloca has taken */
    unwind(0x20, 0);
    CHECK_PTR(t.frame, &t.stack[28]);
    CHECK_SLOT(t.context.Rbp, 36);
    CHECK_SLOT(t.context.Rip, 37);
    CHECK_RSP(38);
}

CASE(saved_registers_are_taken_from_the_frame)
{
    static const UCHAR info[] = {
        VERSION(0), 20,   7,    0,    OP(20, 4, 6), 0x03,         0x00, OP(15, 5, 12),
        0x30,       0x00, 0x00, 0x00, OP(4, 2, 9),  OP(0, 10, 0), 0,    0};
    UCHAR short_info[sizeof(info)];
    copy(short_info, info, sizeof(info));
    short_info[2] = 6; /* without the last code */
    prepare(short_info, sizeof(short_info));
    unwind(0x20, 0);
    CHECK_SLOT(t.context.Rsi, 19);
    CHECK_SLOT(t.context.R12, 22);
    CHECK_SLOT(t.context.Rip, 26);
}

CASE(saved_vector_registers_are_taken_from_the_frame)
{
    static const UCHAR info[] = {VERSION(0),    20,   6,    0,    OP(20, 8, 6), 0x02,       0x00,
                                 OP(15, 9, 15), 0x40, 0x00, 0x00, 0x00,         OP(4, 2, 9)};
    prepare(info, sizeof(info));
    unwind(0x20, 0);
    CHECK_SLOT(t.context.Xmm6.Low, 20);
    CHECK_SLOT(t.context.Xmm6.High, 21);
    CHECK_SLOT(t.context.Xmm15.Low, 24);
    CHECK_PTR(t.pointers.FloatingContext[15], &t.stack[24]);
}

CASE(a_machine_frame_replaces_the_return_address)
{
    static const UCHAR plain[] = {VERSION(0), 0, 2, 0, OP(0, 2, 1), OP(0, 10, 0)};
    static const UCHAR with_code[] = {VERSION(0), 0, 2, 0, OP(0, 2, 1), OP(0, 10, 1)};
    prepare(plain, sizeof(plain));
    unwind(0x20, 0);
    CHECK_SLOT(t.context.Rip, 18);
    CHECK_SLOT(t.context.Rsp, 21);
    prepare(with_code, sizeof(with_code));
    unwind(0x20, 0);
    CHECK_SLOT(t.context.Rip, 19);
    CHECK_SLOT(t.context.Rsp, 22);
}

CASE(a_handler_is_told_for_the_body_only)
{
    static const UCHAR info[] = {VERSION(1),   4, 1, 0,    OP(4, 2, 3), 0,    0,   HANDLER & 0xff,
                                 HANDLER >> 8, 0, 0, 0x78, 0x56,        0x34, 0x12};
    prepare(info, sizeof(info));
    unwind(0x20, UNW_FLAG_EHANDLER);
    CHECK_PTR(t.handler, t.base + HANDLER);
    CHECK_PTR(t.data, t.base + INFO + 12);
    CHECK_EQ(*(ULONG *)t.data, 0x12345678);
    prepare(info, sizeof(info));
    unwind(0x20, UNW_FLAG_UHANDLER);
    CHECK(t.handler == NULL);
    prepare(info, sizeof(info));
    unwind(2, UNW_FLAG_EHANDLER);
    CHECK(t.handler == NULL);
}

CASE(a_chained_entry_undoes_its_primary_too)
{
    static const UCHAR info[] = {VERSION(4), 4, 2, 0, OP(4, 4, 7),   0x01,        0x00, 0, 1, 0, 0,
                                 0,          2, 0, 0, INFO_2 & 0xff, INFO_2 >> 8, 0,    0};
    static const UCHAR primary[] = {VERSION(1),   6, 2, 0, OP(6, 2, 3), OP(1, 0, 3), HANDLER & 0xff,
                                    HANDLER >> 8, 0, 0};
    prepare(info, sizeof(info));
    copy(t.base + INFO_2, primary, sizeof(primary));
    unwind(0x20, UNW_FLAG_EHANDLER);
    CHECK_SLOT(t.context.Rdi, 17);
    CHECK_SLOT(t.context.Rbx, 20);
    CHECK_SLOT(t.context.Rip, 21);
    CHECK_PTR(t.handler, t.base + HANDLER);
}

CASE(an_epilogue_is_finished_from_where_it_stands)
{
    static const UCHAR info[] = {VERSION(1),   6, 2, 0, OP(6, 2, 3), OP(1, 0, 3), HANDLER & 0xff,
                                 HANDLER >> 8, 0, 0};
    static const UCHAR code[] = {0x48, 0x83, 0xc4, 0x20, 0x5b, 0xc3}; /* add rsp,32; pop rbx; ret */
    prepare(info, sizeof(info));
    copy(t.base + CODE + 0x40, code, sizeof(code));
    unwind(0x40, UNW_FLAG_EHANDLER);
    CHECK_SLOT(t.context.Rip, 21);
    CHECK(t.handler == NULL);
    prepare(info, sizeof(info));
    copy(t.base + CODE + 0x40, code, sizeof(code));
    unwind(0x44, UNW_FLAG_EHANDLER);
    CHECK_SLOT(t.context.Rbx, 16);
    CHECK_SLOT(t.context.Rip, 17);
    prepare(info, sizeof(info));
    copy(t.base + CODE + 0x40, code, sizeof(code));
    unwind(0x45, UNW_FLAG_EHANDLER);
    CHECK_EQ(t.context.Rbx, 0xbbbb);
    CHECK_SLOT(t.context.Rip, 16);
    CHECK_RSP(17);
}

CASE(an_epilogue_may_pop_high_registers_and_end_in_a_jump)
{
    WINE_DIFFERS("Wine 8 does not know such an epilogue");
    static const UCHAR info[] = {VERSION(0), 6, 2, 0, OP(6, 0, 12), OP(1, 0, 3)};
    static const UCHAR code[] = {0x41, 0x5c, 0x5b, 0xe9, 0x00, 0x10, 0x00, 0x00};
    prepare(info, sizeof(info));
    copy(t.base + CODE + 0x40, code, sizeof(code));
    unwind(0x42, 0);
    CHECK_SLOT(t.context.Rbx, 16);
    CHECK_SLOT(t.context.Rip, 17);
}

CASE(a_jump_within_the_function_is_no_epilogue)
{
    static const UCHAR info[] = {VERSION(0), 6, 2, 0, OP(6, 2, 3), OP(1, 0, 3)};
    static const UCHAR code[] = {0xeb, 0x10};
    prepare(info, sizeof(info));
    copy(t.base + CODE + 0x40, code, sizeof(code));
    unwind(0x40, 0);
    CHECK_SLOT(t.context.Rip, 21);
    CHECK_RSP(22);
}

/* ---- function tables */

CASE(the_program_s_functions_are_found)
{
    ULONG64 base = 0, pc = (ULONG64)&try_except + 4;
    RUNTIME_FUNCTION *entry = RtlLookupFunctionEntry(pc, &base, NULL);
    REQUIRE(entry);
    CHECK_PTR(base, GetModuleHandleW(NULL));
    CHECK_PTR(base + entry->BeginAddress, try_except);
    CHECK(base + entry->EndAddress > pc);
}

CASE(data_has_no_function)
{
    ULONG64 base;
    CHECK(RtlLookupFunctionEntry((ULONG64)&t, &base, NULL) == NULL);
    CHECK(RtlLookupFunctionEntry(0x1000, &base, NULL) == NULL);
}

CASE(an_address_leads_to_its_module)
{
    PVOID base = NULL;
    CHECK_PTR(RtlPcToFileHeader((PVOID)&try_except, &base), GetModuleHandleW(NULL));
    CHECK_PTR(base, GetModuleHandleW(NULL));
    CHECK_PTR(
        RtlPcToFileHeader((PVOID)GetProcAddress(GetModuleHandleW(L"ntdll"), "RtlUnwindEx"), &base),
        GetModuleHandleW(L"ntdll"));
    CHECK(RtlPcToFileHeader((PVOID)&base, &base) == NULL);
}

CASE(added_functions_are_found_and_deleted)
{
    static RUNTIME_FUNCTION entries[3];
    UCHAR *code = VirtualAlloc(NULL, 0x1000, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    ULONG64 base;

    for (int i = 0; i < 3; i++)
        entries[i] = (RUNTIME_FUNCTION){0x100 * i, 0x100 * i + 0x80, 0x800};
    CHECK(RtlAddFunctionTable(entries, 3, (ULONG64)code));
    CHECK_PTR(RtlLookupFunctionEntry((ULONG64)code + 0x110, &base, NULL), &entries[1]);
    CHECK_PTR(base, code);
    CHECK(RtlLookupFunctionEntry((ULONG64)code + 0x190, &base, NULL) == NULL);
    CHECK(RtlDeleteFunctionTable(entries));
    CHECK(RtlLookupFunctionEntry((ULONG64)code + 0x110, &base, NULL) == NULL);
    CHECK(!RtlDeleteFunctionTable(entries));
}

static RUNTIME_FUNCTION callback_entry;
static ULONG64 callback_pc;

static RUNTIME_FUNCTION *table_callback(DWORD64 pc, PVOID context)
{
    callback_pc = pc;
    return context;
}

CASE(a_callback_supplies_functions)
{
    UCHAR *code = VirtualAlloc(NULL, 0x1000, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    ULONG64 base = 0, identifier = (ULONG64)code | 3;
    CHECK(RtlInstallFunctionTableCallback(identifier, (ULONG64)code, 0x1000, table_callback,
                                          &callback_entry, NULL));
    CHECK_PTR(RtlLookupFunctionEntry((ULONG64)code + 5, &base, NULL), &callback_entry);
    CHECK_PTR(callback_pc, code + 5);
    CHECK_PTR(base, code);
    CHECK(RtlDeleteFunctionTable((RUNTIME_FUNCTION *)identifier));
    CHECK(RtlLookupFunctionEntry((ULONG64)code + 5, &base, NULL) == NULL);
}

CASE(a_growable_table_grows)
{
    static RUNTIME_FUNCTION entries[2] = {{0, 0x80, 0x800}, {0x80, 0x100, 0x800}};
    UCHAR *code = VirtualAlloc(NULL, 0x1000, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    ULONG64 base;
    PVOID table;
    CHECK_EQ(
        RtlAddGrowableFunctionTable(&table, entries, 1, 2, (ULONG64)code, (ULONG64)code + 0x1000),
        0);
    CHECK_PTR(RtlLookupFunctionEntry((ULONG64)code + 5, &base, NULL), &entries[0]);
    CHECK(RtlLookupFunctionEntry((ULONG64)code + 0x85, &base, NULL) == NULL);
    RtlGrowFunctionTable(table, 2);
    CHECK_PTR(RtlLookupFunctionEntry((ULONG64)code + 0x85, &base, NULL), &entries[1]);
    RtlDeleteGrowableFunctionTable(table);
    CHECK(RtlLookupFunctionEntry((ULONG64)code + 5, &base, NULL) == NULL);
}

/* ---- every instruction of a function */

void stepped(void);
extern const char stepped_end[];
__asm__(".text\n.seh_proc stepped\nstepped:\n"
        "  pushq %rbx\n  .seh_pushreg %rbx\n"
        "  pushq %rdi\n  .seh_pushreg %rdi\n"
        "  pushq %r12\n  .seh_pushreg %r12\n"
        "  subq $0x60, %rsp\n  .seh_stackalloc 0x60\n"
        "  movups %xmm6, 0x20(%rsp)\n  .seh_savexmm %xmm6, 0x20\n"
        "  .seh_endprologue\n"
        "  movq $1, %rbx\n  movq $2, %rdi\n  movq $3, %r12\n  xorps %xmm6, %xmm6\n"
        "  movups 0x20(%rsp), %xmm6\n"
        "  addq $0x60, %rsp\n"
        "  popq %r12\n  popq %rdi\n  popq %rbx\n  ret\n"
        "stepped_end:\n.seh_endproc\n");

static CONTEXT before;
static int stepped_count;

static LONG CALLBACK check_step(EXCEPTION_POINTERS *pointers)
{
    CONTEXT context = *pointers->ContextRecord;
    ULONG64 base, frame;
    PVOID data;
    RUNTIME_FUNCTION *entry;

    if (pointers->ExceptionRecord->ExceptionCode != EXCEPTION_SINGLE_STEP)
        return EXCEPTION_CONTINUE_SEARCH;
    if (context.Rip < (ULONG64)stepped || context.Rip >= (ULONG64)stepped_end) {
        if (!stepped_count) /* on the way there */
            pointers->ContextRecord->EFlags |= 0x100;
        return EXCEPTION_CONTINUE_EXECUTION;
    }
    stepped_count++;
    entry = RtlLookupFunctionEntry(context.Rip, &base, NULL);
    RtlVirtualUnwind(0, base, context.Rip, entry, &context, &data, &frame, NULL);
    CHECK_EQ(context.Rbx, 0x11);
    CHECK_EQ(context.Rdi, 0x22);
    CHECK_EQ(context.R12, 0x33);
    CHECK_EQ(context.Rsp, before.Rsp);
    CHECK_EQ(context.Rip, before.Rip);
    pointers->ContextRecord->EFlags |= 0x100;
    return EXCEPTION_CONTINUE_EXECUTION;
}

CASE(a_function_unwinds_from_each_of_its_instructions)
{
    AddVectoredExceptionHandler(1, check_step);
    __asm__ volatile("movq $0x11, %%rbx\n movq $0x22, %%rdi\n movq $0x33, %%r12\n"
                     "leaq 1f(%%rip), %%rax\n movq %%rax, %0\n movq %%rsp, %1\n"
                     "pushfq\n orl $0x100, (%%rsp)\n popfq\n"
                     "call stepped\n"
                     "1: nop\n"
                     : "=m"(before.Rip), "=m"(before.Rsp)
                     :
                     : "rax", "rbx", "rdi", "r12", "cc", "memory");
    CHECK_EQ(stepped_count, 15);
}

/* ---- RtlUnwind */

static DWORD flags_seen[8];
static int flags_count;

static EXCEPTION_DISPOSITION note_flags(EXCEPTION_RECORD *record, void *frame, CONTEXT *context,
                                        DISPATCHER_CONTEXT *dispatcher)
{
    if (flags_count < 8)
        flags_seen[flags_count++] = record->ExceptionFlags;
    return ExceptionContinueSearch;
}

static EXCEPTION_DISPOSITION unwind_here(EXCEPTION_RECORD *record, void *frame, CONTEXT *context,
                                         DISPATCHER_CONTEXT *dispatcher)
{
    note_flags(record, frame, context, dispatcher);
    if (!(record->ExceptionFlags & 0x66))
        RtlUnwind(frame, (PVOID)try_raw_target, record, (PVOID)0x4242);
    return ExceptionContinueSearch;
}

static void raise(void *unused)
{
    RaiseException(0xe0000001, 0, 0, NULL);
}

static void raw_raise(void *unused)
{
    try_raw(note_flags, raise, NULL);
}

CASE(unwinding_calls_the_handlers_up_to_the_target)
{
    CHECK_EQ(try_raw(unwind_here, raw_raise, NULL), 0x4242);
    CHECK_EQ(flags_count, 4);
    CHECK_EQ(flags_seen[0], 0);
    CHECK_EQ(flags_seen[1], 0);
    CHECK_EQ(flags_seen[2] & 0x26, 2);    /* unwinding, not the target */
    CHECK_EQ(flags_seen[3] & 0x26, 0x22); /* the target */
}

static ULONG64 target_frame;

static EXCEPTION_DISPOSITION unwind_out(EXCEPTION_RECORD *record, void *frame, CONTEXT *context,
                                        DISPATCHER_CONTEXT *dispatcher)
{
    if (record->ExceptionFlags & 0x40) /* called anew by the second unwinding */
        return ExceptionContinueSearch;
    if (record->ExceptionFlags & 0x66) {
        flags_count++;
        RtlUnwind((PVOID)target_frame, (PVOID)try_raw_target, NULL, (PVOID)0x99);
    }
    return ExceptionContinueSearch;
}

static EXCEPTION_DISPOSITION remember_frame(EXCEPTION_RECORD *record, void *frame, CONTEXT *context,
                                            DISPATCHER_CONTEXT *dispatcher)
{
    if (!(record->ExceptionFlags & 0x66))
        target_frame = (ULONG64)frame;
    return ExceptionContinueSearch;
}

static void collide_inner(void *unused)
{
    try_raw(unwind_out, raise, NULL);
}

static void collide_middle(void *unused)
{
    CHECK_EQ(try_raw(remember_frame, collide_inner, NULL), 0x99);
    flags_count += 100;
}

/* A handler that is called for an unwinding unwinds to somewhere nearer. */
CASE(an_unwinding_that_is_overtaken_goes_where_the_second_wants)
{
    CHECK_STATUS(try_except(seh_catch, collide_middle, NULL), 0);
    CHECK_EQ(flags_count, 101);
}

/* ---- contexts */

CASE(a_captured_context_can_be_resumed)
{
    static volatile int rounds;
    CONTEXT context;
    RtlCaptureContext(&context);
    CHECK_EQ(context.ContextFlags & CONTEXT_FULL, CONTEXT_FULL);
    if (rounds++ < 3)
        RtlRestoreContext(&context, NULL);
    CHECK_EQ(rounds, 4);
}

static volatile int consolidated;
static CONTEXT resume;

static ULONG64 consolidate(EXCEPTION_RECORD *record)
{
    consolidated = (int)record->ExceptionInformation[1];
    return resume.Rip;
}

CASE(a_consolidating_restore_calls_back_first)
{
    EXCEPTION_RECORD record = {.ExceptionCode = 0x80000029, .NumberParameters = 2};
    record.ExceptionInformation[0] = (ULONG_PTR)consolidate;
    record.ExceptionInformation[1] = 77;
    RtlCaptureContext(&resume);
    if (!consolidated) {
        CONTEXT wrong = resume;
        wrong.Rip = 0x10;
        RtlRestoreContext(&wrong, &record);
    }
    CHECK_EQ(consolidated, 77);
}

static PVOID trace[32];
static WORD trace_count;

__attribute__((noinline)) static void deeper(int levels)
{
    if (levels)
        deeper(levels - 1);
    else
        trace_count = RtlCaptureStackBackTrace(0, 32, trace, NULL);
    __asm__ volatile("");
}

CASE(a_backtrace_has_a_frame_for_each_call)
{
    PVOID less[2];
    deeper(5);
    REQUIRE(trace_count >= 8);
    for (int i = 1; i < 5; i++)
        CHECK_PTR(trace[i], trace[i + 1]);
    CHECK((ULONG_PTR)trace[0] > (ULONG_PTR)deeper && (ULONG_PTR)trace[0] < (ULONG_PTR)deeper + 200);
    CHECK_EQ(RtlCaptureStackBackTrace(1, 2, less, NULL), 2);
}
