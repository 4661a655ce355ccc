/*
 * thread.c - guest threads on host threads, and stopping them.
 *
 * A guest thread is a POSIX thread whose own stack serves as the host stack of PAL calls and of
 * signal handlers. Suspension is a signal (PAL_SIGNAL): in guest code the handler stands there
 * until the thread is resumed; inside a call it leaves a note in `wanted`, and the gate stands on
 * the way out. A note can be missed between two instructions, so who asks repeats the signal until
 * the thread has answered in its record.
 */
#include "thread.h"
#include "fault_injection.h"
#include "gate32.h"
#include "handle.h"
#include "signals.h"
#include <asm/prctl.h>
#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

__thread struct pal_thread pal_self __attribute__((tls_model("local-exec"), aligned(64)));

#define HOST_STACK_SIZE (160 * 1024)
#define HOST_GUARD_SIZE 4096
#define REPEAT_NS       1000000 /* a stop signal may have been missed after this */

static long futex(volatile uint32_t *word, int operation, uint32_t value,
                  const struct timespec *time)
{
    return syscall(SYS_futex, word, operation | FUTEX_PRIVATE_FLAG, value, time, NULL, 0);
}

static void set_gs(uint64_t base)
{
    static int fast = -1;
    if (fast < 0)
        fast = (getauxval(AT_HWCAP2) & 2) != 0; /* the kernel lets user code write it */
    if (fast)
        __asm__ volatile("wrgsbase %0" : : "r"(base));
    else
        syscall(SYS_arch_prctl, ARCH_SET_GS, base);
}

static void message_no_segment(void)
{
    static const char text[] =
        "bailey: cannot start: 32-bit programs need segments of their own, and this kernel gives "
        "none (modify_ldt)\n";
    (void)!write(2, text, sizeof text - 1);
    _exit(125);
}

void pal_thread_run(const PalThreadStart *start)
{
    pal_self.area = (PalThreadArea *)(uintptr_t)start->area;
    if (!pal_self.tid)
        pal_self.tid = (uint32_t)syscall(SYS_gettid);
    if (!pal_gate32_page) {
        set_gs(start->teb);
        pal_enter_guest(start->entry, start->argument, start->stack - 128 - 8);
    } else if (pal_gate32_enter_thread(start->teb)) {
        pal_enter_guest32(start->entry, start->argument, start->stack - 128);
        pal_gate32_leave_thread();
    } else {
        message_no_segment();
    }
}

/* ---- records */

static struct pal_thread_record *record_free;
static pthread_mutex_t record_mutex = PTHREAD_MUTEX_INITIALIZER;

static struct pal_thread_record *record_new(void)
{
    pthread_mutex_lock(&record_mutex);
    struct pal_thread_record *record = record_free;
    if (record)
        record_free = *(struct pal_thread_record **)&record->context;
    pthread_mutex_unlock(&record_mutex);
    if (!record && pal_inject(PAL_INJECT_ALLOCATE) == 0)
        record = malloc(sizeof *record);
    if (record) {
        memset(record, 0, sizeof *record);
        record->references = 1;
    }
    return record;
}

static void record_release(struct pal_thread_record *record)
{
    if (__atomic_sub_fetch(&record->references, 1, __ATOMIC_ACQ_REL) != 0)
        return;
    pthread_mutex_lock(&record_mutex);
    *(struct pal_thread_record **)&record->context = record_free;
    record_free = record;
    pthread_mutex_unlock(&record_mutex);
}

void pal_thread_handle_closed(void *object)
{
    record_release(object);
}

/* The record behind a handle, referenced; NULL: no such thread. */
static struct pal_thread_record *record_of(PalHandle handle)
{
    struct pal_thread_record *record = pal_handle_object(handle, PAL_HANDLE_THREAD);
    if (record)
        __atomic_add_fetch(&record->references, 1, __ATOMIC_ACQ_REL);
    return record;
}

/* ---- host stacks
 *
 * A thread's stack is kept for the next one. It may be used again when its thread is joined, which
 * waits for no longer than the kernel takes to end it. */

struct host_stack {
    struct host_stack *next;
    pthread_t thread;
    uint8_t *memory; /* a guard page, then HOST_STACK_SIZE bytes */
    PalThreadStart start;
    struct pal_thread_record *record;
};

static struct host_stack *stacks_free;
static pthread_mutex_t stacks_mutex = PTHREAD_MUTEX_INITIALIZER;

static struct host_stack *stack_new(void)
{
    pthread_mutex_lock(&stacks_mutex);
    struct host_stack *stack = stacks_free;
    if (stack)
        stacks_free = stack->next;
    pthread_mutex_unlock(&stacks_mutex);
    if (stack) {
        if (stack->thread)
            pthread_join(stack->thread, NULL);
        return stack;
    }
    stack = malloc(sizeof *stack);
    void *memory = mmap(NULL, HOST_STACK_SIZE + HOST_GUARD_SIZE, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (!stack || memory == MAP_FAILED) {
        free(stack);
        return NULL;
    }
    mprotect(memory, HOST_GUARD_SIZE, PROT_NONE);
    stack->memory = memory;
    stack->thread = 0;
    return stack;
}

static void stack_release(struct host_stack *stack)
{
    pthread_mutex_lock(&stacks_mutex);
    stack->next = stacks_free;
    stacks_free = stack;
    pthread_mutex_unlock(&stacks_mutex);
}

/* ---- creation and end */

static void clear_exit_word(uint64_t address)
{
    volatile uint32_t *word = (volatile uint32_t *)(uintptr_t)address;
    if (!word)
        return;
    __atomic_store_n(word, 0, __ATOMIC_RELEASE);
    syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static void *thread_main(void *argument)
{
    struct host_stack *stack = argument;
    struct pal_thread_record *record = stack->record;
    PalThreadStart start = stack->start;
    uint8_t signal_stack[PAL_SIGNAL_STACK_SIZE] __attribute__((aligned(64)));
    stack->thread = pthread_self();
    pal_self.tid = (uint32_t)syscall(SYS_gettid);
    pal_self.wanted = 0;
    pal_self.record = record;
    record->thread = &pal_self;
    pal_fault_init_thread(signal_stack, sizeof signal_stack);
    __atomic_store_n(&record->tid, pal_self.tid, __ATOMIC_RELEASE);
    pal_thread_run(&start);
    pal_self.record = NULL;
    __atomic_store_n(&record->ended, 1, __ATOMIC_RELEASE);
    futex(&record->stop, FUTEX_WAKE, INT_MAX, NULL);
    record_release(record);
    clear_exit_word(start.exit_word);
    stack_release(stack);
    return NULL;
}

static int host_thread(struct host_stack *stack)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstack(&attributes, stack->memory + HOST_GUARD_SIZE, HOST_STACK_SIZE);
    pthread_t thread; /* not stack->thread: the new one may have ended before this is written */
    int error = pthread_create(&thread, &attributes, thread_main, stack);
    pthread_attr_destroy(&attributes);
    return error;
}

PalStatus pal_thread_create(const PalThreadStart *start, PalHandle *handle)
{
    PalThreadStart copy = *start;
    PalHandle result;
    *handle = 0;
    struct pal_thread_record *record = record_new();
    struct host_stack *stack = stack_new();
    PalStatus status = PAL_STATUS_NO_MEMORY;
    if (record && stack) {
        record->references = 2; /* the handle's and the thread's */
        status = pal_handle_insert(PAL_HANDLE_THREAD, -1, record, &result);
    }
    if (status < 0) {
        free(record);
        if (stack)
            stack->thread = 0, stack_release(stack);
        return status;
    }
    stack->start = copy;
    stack->record = record;
    if (host_thread(stack) != 0) {
        stack->thread = 0;
        stack_release(stack);
        record->ended = 1;
        record_release(record);
        pal_handle_close(result);
        return PAL_STATUS_INSUFFICIENT;
    }
    *handle = result;
    return PAL_OK;
}

void pal_thread_exit(void)
{
    pal_leave_guest();
}

/* ---- stopping */

int pal_thread_wanted(void)
{
    uint32_t wanted = pal_self.wanted;
    if (wanted & PT_WANT_INTERRUPT) {
        __atomic_and_fetch(&pal_self.wanted, ~PT_WANT_INTERRUPT, __ATOMIC_ACQ_REL);
        return 1;
    }
    return (wanted & PT_WANT_STOP) && !pal_self.area->defer;
}

void pal_thread_stand(PalContext *context)
{
    struct pal_thread_record *record = pal_self.record;
    record->context = context;
    record->thread = &pal_self;
    record->changed = 0;
    __atomic_and_fetch(&pal_self.wanted, ~PT_WANT_STOP, __ATOMIC_ACQ_REL);
    uint32_t expected = PAL_STOP_WANTED;
    if (!__atomic_compare_exchange_n(&record->stop, &expected, PAL_STOP_STANDING, 0,
                                     __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        expected = PAL_STOP_DEFERRED;
        if (!__atomic_compare_exchange_n(&record->stop, &expected, PAL_STOP_STANDING, 0,
                                         __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
            return; /* resumed before it stood */
    }
    futex(&record->stop, FUTEX_WAKE, INT_MAX, NULL);
    while (__atomic_load_n(&record->stop, __ATOMIC_ACQUIRE) == PAL_STOP_STANDING)
        futex(&record->stop, FUTEX_WAIT, PAL_STOP_STANDING, NULL);
    record->context = NULL;
}

/* The registers as they will be when the call in progress has returned. */
static void context_of_call(PalContext *context, uint32_t rax)
{
    struct pal_thread *t = &pal_self;
    memset(context, 0, offsetof(PalContext, xstate));
    context->rax = (uint64_t)(int64_t)(int32_t)rax;
    context->rbx = t->rbx, context->rbp = t->rbp, context->rdi = t->rdi, context->rsi = t->rsi;
    context->r12 = t->r12, context->r13 = t->r13, context->r14 = t->r14, context->r15 = t->r15;
    context->rsp = t->rsp, context->rip = t->rip;
    context->rflags = 0x202;
    context->cs = pal_gate32_page ? 0x23 : 0x33;
    context->ss = 0x2b, context->ds = context->es = context->gs = 0x2b;
    context->fs = 0x53;
    context->width = pal_gate32_page ? 32 : 64;
    context->xstate_mask = 3;
    __asm__ volatile("fxsave64 %0" : "=m"(*(uint8_t(*)[512])context->xstate));
    if (!pal_gate32_page)
        memcpy(context->xstate + 160 + 6 * 16, t->xmm6, 160);
}

/* From the gate, when somebody wants this thread: rax is the call's result. */
uint32_t pal_gate_stop(uint32_t rax)
{
    if (!(pal_self.wanted & PT_WANT_STOP))
        return rax;
    if (pal_self.area->defer) {
        pal_self.area->pending = 1;
        uint32_t expected = PAL_STOP_WANTED;
        if (__atomic_compare_exchange_n(&pal_self.record->stop, &expected, PAL_STOP_DEFERRED, 0,
                                        __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
            futex(&pal_self.record->stop, FUTEX_WAKE, INT_MAX, NULL);
        return rax;
    }
    static __thread PalContext context;
    context_of_call(&context, rax);
    pal_self.area->pending = 0;
    pal_thread_stand(&context);
    if (pal_self.record->changed) {
        __asm__ volatile("fxrstor64 %0" : : "m"(*(uint8_t(*)[512])context.xstate));
        pal_restore_context(&context);
    }
    return rax;
}

static int stop_is_due(void)
{
    return pal_self.record && (pal_self.wanted & PT_WANT_STOP) && !pal_self.area->defer &&
           pal_self.record->stop != PAL_STOP_NO;
}

/* Two threads that suspend each other must not both wait: the one that is wanted first steps back
 * to stand, and asks again when it has been resumed. */
static PalStatus withdraw(struct pal_thread_record *record, uint32_t stop)
{
    if (!__atomic_compare_exchange_n(&record->stop, &stop, PAL_STOP_NO, 0, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE))
        return PAL_OK; /* changed meanwhile: look again */
    return PAL_STATUS_INTERRUPTED;
}

PalStatus pal_thread_suspend(PalHandle thread)
{
    if (thread == 0)
        return PAL_OK; /* the gate does it on the way out */
    struct pal_thread_record *record = record_of(thread);
    if (!record)
        return PAL_STATUS_INVALID_HANDLE;
    uint32_t expected = PAL_STOP_NO;
    PalStatus status = PAL_OK;
    if (record->ended)
        status = PAL_STATUS_INVALID_HANDLE;
    else if (!__atomic_compare_exchange_n(&record->stop, &expected, PAL_STOP_WANTED, 0,
                                          __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        status = PAL_STATUS_INVALID_REQUEST;
    if (status == PAL_OK && record == pal_self.record) {
        __atomic_or_fetch(&pal_self.wanted, PT_WANT_STOP, __ATOMIC_ACQ_REL);
        record_release(record);
        return PAL_OK;
    }
    struct timespec pause = {0, REPEAT_NS};
    uint32_t stop;
    while (status == PAL_OK && (stop = record->stop) != PAL_STOP_STANDING && stop != PAL_STOP_NO) {
        uint32_t tid = __atomic_load_n(&record->tid, __ATOMIC_ACQUIRE);
        if (stop_is_due())
            status = withdraw(record, stop);
        else if (record->ended || (tid != 0 && syscall(SYS_tgkill, getpid(), tid, PAL_SIGNAL) < 0))
            status = PAL_STATUS_INVALID_HANDLE; /* it has ended */
        else
            futex(&record->stop, FUTEX_WAIT, stop, &pause);
    }
    record_release(record);
    return status;
}

PalStatus pal_thread_resume(PalHandle thread)
{
    struct pal_thread_record *record = record_of(thread);
    if (!record)
        return PAL_STATUS_INVALID_HANDLE;
    uint32_t old = __atomic_exchange_n(&record->stop, PAL_STOP_NO, __ATOMIC_ACQ_REL);
    futex(&record->stop, FUTEX_WAKE, INT_MAX, NULL);
    record_release(record);
    return old == PAL_STOP_NO ? PAL_STATUS_INVALID_REQUEST : PAL_OK;
}

PalStatus pal_thread_context(PalHandle thread, uint32_t write, PalContext *context)
{
    struct pal_thread_record *record = record_of(thread);
    if (!record)
        return PAL_STATUS_INVALID_HANDLE;
    PalStatus status = PAL_STATUS_INVALID_REQUEST;
    if (record->stop == PAL_STOP_STANDING && record->context) {
        if (write) {
            memcpy(record->context, context, sizeof *context);
            record->changed = 1;
        } else {
            memcpy(context, record->context, sizeof *context);
        }
        status = PAL_OK;
    }
    record_release(record);
    return status;
}

PalStatus pal_thread_interrupt(PalHandle thread)
{
    struct pal_thread_record *record = record_of(thread);
    if (!record)
        return PAL_STATUS_INVALID_HANDLE;
    PalStatus status = PAL_STATUS_INVALID_HANDLE;
    uint32_t tid = __atomic_load_n(&record->tid, __ATOMIC_ACQUIRE);
    if (tid && !record->ended) {
        __atomic_or_fetch(&record->thread->wanted, PT_WANT_INTERRUPT, __ATOMIC_ACQ_REL);
        status =
            syscall(SYS_tgkill, getpid(), tid, PAL_SIGNAL) < 0 ? PAL_STATUS_INVALID_HANDLE : PAL_OK;
    }
    record_release(record);
    return status;
}

/* The seal lets a thread change only itself, since the host's call would reach other processes too.
 * So another thread is asked to do it, by the signal. Raising above 0 needs a privilege; a hint
 * that is refused is no error. */
void pal_thread_apply_schedule(void)
{
    struct pal_thread_record *record = pal_self.record;
    if (!__atomic_exchange_n(&record->schedule, 0, __ATOMIC_ACQ_REL))
        return;
    int32_t priority = record->priority;
    uint64_t affinity = record->affinity;
    syscall(SYS_setpriority, PRIO_PROCESS, 0, priority < 0 ? -priority : 0);
    if (affinity)
        syscall(SYS_sched_setaffinity, 0, sizeof affinity, &affinity);
}

/* Asked for the first time before any thread was bound, so it is the process's mask. */
static int may_run_on(uint64_t affinity)
{
    static volatile uint64_t process_mask;
    uint64_t allowed[16] = {0};
    if (!process_mask && syscall(SYS_sched_getaffinity, 0, sizeof allowed, allowed) > 0)
        process_mask = allowed[0];
    return affinity == 0 || (process_mask & affinity);
}

PalStatus pal_thread_schedule(PalHandle thread, int32_t priority, uint64_t affinity)
{
    struct pal_thread_record *record = record_of(thread);
    if (!record)
        return PAL_STATUS_INVALID_HANDLE;
    uint32_t tid = __atomic_load_n(&record->tid, __ATOMIC_ACQUIRE);
    PalStatus status = tid ? PAL_OK : PAL_STATUS_INVALID_HANDLE;
    int can_run = may_run_on(affinity);
    if (tid && !can_run)
        status = PAL_STATUS_INVALID_PARAMETER;
    if (status == PAL_OK) {
        record->priority = priority;
        record->affinity = affinity;
        __atomic_store_n(&record->schedule, 1, __ATOMIC_RELEASE);
        if (record == pal_self.record)
            pal_thread_apply_schedule();
        else
            syscall(SYS_tgkill, getpid(), tid, PAL_SIGNAL);
    }
    record_release(record);
    return status;
}

void pal_thread_yield(void)
{
    sched_yield();
}

/* The first thread has no creator. *handle is 0 where there is no memory for its record. */
void pal_thread_init_first(PalHandle *handle)
{
    struct pal_thread_record *record = record_new();
    *handle = 0;
    if (!record)
        return;
    record->references = 2;
    pal_self.tid = (uint32_t)getpid();
    record->tid = pal_self.tid;
    record->thread = &pal_self;
    pal_self.record = record;
    (void)!pal_handle_insert(PAL_HANDLE_THREAD, -1, record, handle);
}
