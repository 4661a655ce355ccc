/* Exceptions: what faults report, filters, termination handlers, nesting. */
#include "seh.h"

static EXCEPTION_RECORD seen;
static int calls;

static LONG note_record(EXCEPTION_POINTERS *pointers)
{
    seen = *pointers->ExceptionRecord;
    calls++;
    return EXCEPTION_EXECUTE_HANDLER;
}

static void read_byte(void *address)
{
    *(volatile char *)address;
}

static void write_byte(void *address)
{
    *(volatile char *)address = 1;
}

static void call_address(void *address)
{
    ((void (*)(void))address)();
}

static void divide(void *by)
{
    volatile int divisor = (int)(LONG_PTR)by, quotient = 1;
    quotient = quotient / divisor;
}

static void overflow(void *unused)
{
    volatile int divisor = -1, value = (int)0x80000000;
    value = value / divisor;
}

static void illegal(void *unused)
{
    __asm__ volatile("ud2");
}

static void halt(void *unused)
{
    __asm__ volatile("hlt");
}

static void breakpoint(void *unused)
{
    __asm__ volatile("int3");
}

CASE(a_read_fault_tells_its_address)
{
    CHECK_STATUS(try_except(note_record, read_byte, (void *)0x1230), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(seen.NumberParameters, 2);
    CHECK_EQ(seen.ExceptionInformation[0], 0);
    CHECK_EQ(seen.ExceptionInformation[1], 0x1230);
    CHECK_EQ(seen.ExceptionFlags, 0);
    CHECK_EQ(calls, 1);
}

CASE(a_write_fault_says_so)
{
    CHECK_STATUS(try_except(note_record, write_byte, (void *)0x40), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(seen.ExceptionInformation[0], 1);
    CHECK_EQ(seen.ExceptionInformation[1], 0x40);
}

CASE(a_write_to_code_is_a_write_fault)
{
    CHECK_STATUS(try_except(note_record, write_byte, (void *)try_except),
                 EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(seen.ExceptionInformation[0], 1);
    CHECK_PTR(seen.ExceptionInformation[1], try_except);
}

CASE(executing_data_is_an_execution_fault)
{
    static char data[16] = {(char)0xc3};
    CHECK_STATUS(try_except(note_record, call_address, data), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(seen.ExceptionInformation[0], 8);
    CHECK_PTR(seen.ExceptionInformation[1], data);
    CHECK_PTR(seen.ExceptionAddress, data);
}

CASE(a_noncanonical_address_is_an_access_violation)
{
    CHECK_STATUS(try_except(note_record, read_byte, (void *)0x8000000000000000ull),
                 EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(seen.ExceptionInformation[0], 0);
    CHECK_EQ(seen.ExceptionInformation[1], ~0ull);
}

CASE(a_division_by_zero_has_its_own_code)
{
    CHECK_STATUS(try_except(note_record, divide, (void *)0), EXCEPTION_INT_DIVIDE_BY_ZERO);
    CHECK_EQ(seen.NumberParameters, 0);
    CHECK_EQ(try_except(note_record, divide, (void *)1), 0);
}

CASE(a_quotient_that_does_not_fit_is_an_overflow)
{
    WINE_DIFFERS("it does not look at the divisor");
    CHECK_STATUS(try_except(note_record, overflow, NULL), EXCEPTION_INT_OVERFLOW);
}

CASE(an_undefined_instruction_is_illegal)
{
    CHECK_STATUS(try_except(note_record, illegal, NULL), EXCEPTION_ILLEGAL_INSTRUCTION);
    CHECK_EQ(*(USHORT *)seen.ExceptionAddress, 0x0b0f);
}

CASE(a_privileged_instruction_has_its_own_code)
{
    CHECK_STATUS(try_except(note_record, halt, NULL), EXCEPTION_PRIV_INSTRUCTION);
    CHECK_EQ(*(UCHAR *)seen.ExceptionAddress, 0xf4);
}

static LONG skip_breakpoint(EXCEPTION_POINTERS *pointers)
{
    note_record(pointers);
    CHECK_PTR(pointers->ContextRecord->Rip, seen.ExceptionAddress);
    pointers->ContextRecord->Rip++;
    return EXCEPTION_CONTINUE_EXECUTION;
}

CASE(a_breakpoint_reports_its_own_address_and_can_be_skipped)
{
    CHECK_EQ(try_except(skip_breakpoint, breakpoint, NULL), 0);
    CHECK_STATUS(seen.ExceptionCode, EXCEPTION_BREAKPOINT);
    CHECK_EQ(*(UCHAR *)seen.ExceptionAddress, 0xcc);
    CHECK_EQ(calls, 1);
}

static void raise_with_parameters(void *unused)
{
    ULONG_PTR parameters[20];
    for (int i = 0; i < 20; i++)
        parameters[i] = i + 100;
    RaiseException(0xe0001234, 0, 20, parameters);
}

CASE(raised_exceptions_carry_up_to_fifteen_parameters)
{
    CHECK_STATUS(try_except(note_record, raise_with_parameters, NULL), 0xe0001234);
    CHECK_EQ(seen.NumberParameters, EXCEPTION_MAXIMUM_PARAMETERS);
    CHECK_EQ(seen.ExceptionInformation[0], 100);
    CHECK_EQ(seen.ExceptionInformation[14], 114);
    CHECK(seen.ExceptionAddress != NULL);
}

static int passed;

static void raise_and_go_on(void *flags)
{
    RaiseException(0xe0000001, (DWORD)(ULONG_PTR)flags, 0, NULL);
    passed++;
}

static LONG go_on(EXCEPTION_POINTERS *pointers)
{
    if (pointers->ExceptionRecord->ExceptionCode != 0xe0000001)
        return EXCEPTION_CONTINUE_SEARCH;
    calls++;
    return EXCEPTION_CONTINUE_EXECUTION;
}

CASE(a_filter_can_let_the_program_go_on)
{
    CHECK_EQ(try_except(go_on, raise_and_go_on, NULL), 0);
    CHECK_EQ(passed, 1);
    CHECK_EQ(calls, 1);
}

static void go_on_from_noncontinuable(void *unused)
{
    try_except(go_on, raise_and_go_on, (void *)EXCEPTION_NONCONTINUABLE);
}

CASE(going_on_from_a_noncontinuable_exception_is_an_exception)
{
    CHECK_STATUS(try_except(note_record, go_on_from_noncontinuable, NULL),
                 EXCEPTION_NONCONTINUABLE_EXCEPTION);
    CHECK_EQ(passed, 0);
    CHECK_EQ(seen.ExceptionFlags & EXCEPTION_NONCONTINUABLE, EXCEPTION_NONCONTINUABLE);
}

static LONG pass_on(EXCEPTION_POINTERS *pointers)
{
    calls++;
    return EXCEPTION_CONTINUE_SEARCH;
}

static void guarded_pass(void *address)
{
    try_except(pass_on, read_byte, address);
    passed++;
}

CASE(a_filter_that_declines_leaves_it_to_the_next)
{
    CHECK_STATUS(try_except(note_record, guarded_pass, (void *)8), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(calls, 2);
    CHECK_EQ(passed, 0);
}

static LONG repair(EXCEPTION_POINTERS *pointers)
{
    DWORD old;
    calls++;
    VirtualProtect((void *)pointers->ExceptionRecord->ExceptionInformation[1], 1, PAGE_READWRITE,
                   &old);
    return EXCEPTION_CONTINUE_EXECUTION;
}

CASE(a_fault_is_repeated_after_its_cause_is_gone)
{
    char *page = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READONLY);
    CHECK_EQ(try_except(repair, write_byte, page + 5), 0);
    CHECK_EQ(calls, 1);
    CHECK_EQ(page[5], 1);
}

CASE(the_except_block_finds_the_code_in_eax)
{
    WINE_DIFFERS("it passes zero");
    try_except(seh_catch, read_byte, (void *)0x1230);
    CHECK_STATUS(seh_target_eax, EXCEPTION_ACCESS_VIOLATION);
}

/* ---- termination handlers */

static char trail[32];
static int trail_length;

static void leave_mark(char mark)
{
    if (trail_length < 30)
        trail[trail_length++] = mark;
    trail[trail_length] = 0;
}

static void finally_a(BOOLEAN abnormal)
{
    leave_mark(abnormal ? 'a' : '?');
}

static void finally_b(BOOLEAN abnormal)
{
    leave_mark(abnormal ? 'b' : '?');
}

static void inner_try(void *address)
{
    try_finally(finally_b, read_byte, address);
    leave_mark('!');
}

static void outer_try(void *address)
{
    try_finally(finally_a, inner_try, address);
    leave_mark('!');
}

static LONG mark_filter(EXCEPTION_POINTERS *pointers)
{
    leave_mark('f');
    return EXCEPTION_EXECUTE_HANDLER;
}

CASE(termination_handlers_run_inside_out_after_the_filter)
{
    CHECK_STATUS(try_except(mark_filter, outer_try, (void *)8), EXCEPTION_ACCESS_VIOLATION);
    CHECK_STR(trail, "fba");
}

static void finally_that_faults(BOOLEAN abnormal)
{
    leave_mark('x');
    *(volatile char *)0x77 = 1;
}

static void try_with_bad_finally(void *address)
{
    try_finally(finally_that_faults, read_byte, address);
}

static void around_bad_finally(void *address)
{
    try_finally(finally_a, try_with_bad_finally, address);
}

static LONG only_the_second(EXCEPTION_POINTERS *pointers)
{
    leave_mark(pointers->ExceptionRecord->ExceptionInformation[1] == 0x77 ? '2' : '1');
    return pointers->ExceptionRecord->ExceptionInformation[1] == 0x77;
}

static void catch_first(void *address)
{
    try_except(only_the_second, around_bad_finally, address);
    leave_mark('c');
}

/* The exception in the termination handler ends the unwinding for the first one; the handler that
 * raised is not run again, those further out are run once. */
CASE(an_exception_in_a_termination_handler_takes_over)
{
    CHECK_STATUS(try_except(mark_filter, catch_first, (void *)8), 0);
    CHECK_STR(trail, "1fx2ac");
}

/* ---- nesting */

static LONG raise_in_filter(EXCEPTION_POINTERS *pointers)
{
    leave_mark('o');
    CHECK_STATUS(try_except(mark_filter, read_byte, (void *)0x99), EXCEPTION_ACCESS_VIOLATION);
    leave_mark('p');
    return EXCEPTION_EXECUTE_HANDLER;
}

CASE(a_filter_may_catch_an_exception_of_its_own)
{
    CHECK_STATUS(try_except(raise_in_filter, illegal, NULL), EXCEPTION_ILLEGAL_INSTRUCTION);
    CHECK_STR(trail, "ofp");
}

static LONG fault_in_filter(EXCEPTION_POINTERS *pointers)
{
    leave_mark('n');
    if (pointers->ExceptionRecord->ExceptionCode == EXCEPTION_ILLEGAL_INSTRUCTION)
        *(volatile char *)0x55 = 1;
    return EXCEPTION_CONTINUE_SEARCH;
}

static void nested_body(void *unused)
{
    try_except(fault_in_filter, illegal, NULL);
}

static DWORD nested_flags;

static LONG note_nested(EXCEPTION_POINTERS *pointers)
{
    nested_flags = pointers->ExceptionRecord->ExceptionFlags;
    leave_mark('N');
    return EXCEPTION_EXECUTE_HANDLER;
}

CASE(an_exception_out_of_a_filter_is_nested)
{
    CHECK_STATUS(try_except(note_nested, nested_body, NULL), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(trail[0], 'n');
    CHECK_EQ(trail[trail_length - 1], 'N');
}

static int depth;

static void recurse(void *levels)
{
    if (levels == NULL) {
        *(volatile char *)3 = 1;
    } else {
        depth++;
        try_finally(finally_a, recurse, (char *)levels - 1);
    }
}

CASE(twenty_frames_unwind)
{
    CHECK_STATUS(try_except(seh_catch, recurse, (void *)20), EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(depth, 20);
    CHECK_STR(trail, "aaaaaaaaaaaaaaaaaaaa");
}

/* ---- state that survives */

CASE(registers_that_calls_preserve_survive_an_exception)
{
    ULONG64 r12 = 0x1212121212121212, rsi = 0x5151515151515151;
    double result;
    DWORD code;

    __asm__ volatile("movq %5, %%r12\n movq %6, %%rsi\n movsd %7, %%xmm9\n"
                     "xorl %%r8d, %%r8d\n"
                     "subq $32, %%rsp\n"
                     "call try_except\n"
                     "addq $32, %%rsp\n"
                     "movq %%r12, %1\n movq %%rsi, %2\n movsd %%xmm9, %3"
                     : "=a"(code), "=m"(r12), "=m"(rsi), "=m"(result)
                     : "c"(seh_catch), "r"(0x77ull), "r"(0x88ull), "m"((double){2.5}),
                       "d"(read_byte)
                     : "r8", "r9", "r10", "r11", "r12", "rsi", "xmm0", "xmm1", "xmm2", "xmm3",
                       "xmm4", "xmm5", "xmm9", "memory");
    CHECK_STATUS(code, EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(r12, 0x77);
    CHECK_EQ(rsi, 0x88);
    CHECK(result == 2.5);
}

#pragma GCC diagnostic ignored "-Winfinite-recursion"
static void overflow_stack(void *unused)
{
    volatile char block[4096];
    block[0] = 1;
    depth++;
    overflow_stack((void *)block);
    block[1] = block[0];
}

CASE(a_stack_overflow_can_be_caught)
{
    CHECK_STATUS(try_except(seh_catch, overflow_stack, NULL), EXCEPTION_STACK_OVERFLOW);
    CHECK(depth > 20);
}

CASE(a_guard_page_faults_once)
{
    char *page = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);
    CHECK_STATUS(try_except(note_record, read_byte, page), EXCEPTION_GUARD_PAGE);
    CHECK_PTR(seen.ExceptionInformation[1], page);
    CHECK_EQ(try_except(note_record, read_byte, page), 0);
}

static int steps;

static LONG count_step(EXCEPTION_POINTERS *pointers)
{
    steps++;
    if (steps < 3)
        pointers->ContextRecord->EFlags |= 0x100;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static void trap_steps(void *unused)
{
    __asm__ volatile("pushfq\n orl $0x100, (%%rsp)\n popfq\n nop\n nop\n nop\n nop" ::
                         : "cc", "memory");
}

CASE(the_trap_flag_steps_one_instruction)
{
    CHECK_EQ(try_except(count_step, trap_steps, NULL), 0);
    CHECK_EQ(steps, 3);
}

static LONG change_registers(EXCEPTION_POINTERS *pointers)
{
    pointers->ContextRecord->Rax = 0xabcdef;
    pointers->ContextRecord->Xmm3.Low = 0x1234;
    pointers->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static ULONG64 rax_after, xmm3_after;

static void ud2_and_look(void *unused)
{
    __asm__ volatile("ud2\n movq %%rax, %0\n movq %%xmm3, %1"
                     : "=m"(rax_after), "=m"(xmm3_after)::"rax", "xmm3");
}

CASE(a_filter_can_change_registers)
{
    CHECK_EQ(try_except(change_registers, ud2_and_look, NULL), 0);
    CHECK_EQ(rax_after, 0xabcdef);
    CHECK_EQ(xmm3_after, 0x1234);
}

NTSYSAPI VOID NTAPI RtlRaiseStatus(LONG status);

static void raise_status(void *status)
{
    RtlRaiseStatus((LONG)(LONG_PTR)status);
}

CASE(a_raised_status_is_noncontinuable)
{
    CHECK_STATUS(try_except(note_record, raise_status, (void *)0xc0000017), 0xc0000017);
    CHECK_EQ(seen.ExceptionFlags & EXCEPTION_NONCONTINUABLE, EXCEPTION_NONCONTINUABLE);
    CHECK_EQ(seen.NumberParameters, 0);
}

static DWORD CALLBACK fault_on_thread(void *unused)
{
    return try_except(seh_catch, read_byte, (void *)16);
}

CASE(other_threads_handle_their_own)
{
    HANDLE threads[4];
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, fault_on_thread, NULL, 0, NULL);
    WaitForMultipleObjects(4, threads, TRUE, 10000);
    for (int i = 0; i < 4; i++) {
        DWORD code = 0;
        GetExitCodeThread(threads[i], &code);
        CHECK_STATUS(code, EXCEPTION_ACCESS_VIOLATION);
    }
}
