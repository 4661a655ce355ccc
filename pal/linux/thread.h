/*
 * thread.h - what the PAL keeps for each host thread, and how the gate uses it.
 *
 * The structure is in host thread-local storage (FS, which guest code does not touch); gate.S knows
 * the offsets, and the assertions below keep the two together.
 */
#ifndef PAL_LINUX_THREAD_H
#define PAL_LINUX_THREAD_H

/* Offsets for gate.S. */
#define PT_HOST_RSP  0
#define PT_IN_CALL   8
#define PT_RBX       16
#define PT_RBP       24
#define PT_RDI       32
#define PT_RSI       40
#define PT_R12       48
#define PT_R13       56
#define PT_R14       64
#define PT_R15       72
#define PT_RSP       80
#define PT_RIP       88
#define PT_WANTED    96
#define PT_HOST_EXIT 104
#define PT_XMM6      112
#define PT_FAR       272 /* a far pointer into 32-bit code */
#define PT_FS        280

#ifndef __ASSEMBLER__

#    include "pal.h"
#    include <stddef.h>
#    include <stdint.h>

/* Bits of wanted. */
#    define PT_WANT_STOP      1u /* somebody suspends this thread */
#    define PT_WANT_INTERRUPT 2u /* pal_thread_interrupt */

struct pal_thread {
    uint64_t host_rsp; /* where a PAL call's frame begins */
    uint64_t in_call;  /* 1 between the gate's entry and its exit */
    uint64_t rbx, rbp, rdi, rsi, r12, r13, r14, r15, rsp, rip; /* the guest's, during a call */
    volatile uint32_t wanted;
    uint32_t tid;
    uint64_t host_exit; /* stack pointer to return to from pal_enter_guest */
    uint8_t xmm6[10][16] __attribute__((aligned(16)));
    uint32_t far_ip, far_cs; /* of 32-bit processes */
    uint32_t fs;             /* the selector of the TEB; 0: none yet */
    PalThreadArea *area;
    struct pal_thread_record *record;
};

_Static_assert(offsetof(struct pal_thread, host_rsp) == PT_HOST_RSP, "gate.S");
_Static_assert(offsetof(struct pal_thread, in_call) == PT_IN_CALL, "gate.S");
_Static_assert(offsetof(struct pal_thread, rbx) == PT_RBX, "gate.S");
_Static_assert(offsetof(struct pal_thread, rip) == PT_RIP, "gate.S");
_Static_assert(offsetof(struct pal_thread, wanted) == PT_WANTED, "gate.S");
_Static_assert(offsetof(struct pal_thread, host_exit) == PT_HOST_EXIT, "gate.S");
_Static_assert(offsetof(struct pal_thread, xmm6) == PT_XMM6, "gate.S");
_Static_assert(offsetof(struct pal_thread, far_ip) == PT_FAR, "gate.S");
_Static_assert(offsetof(struct pal_thread, fs) == PT_FS, "gate.S");

extern __thread struct pal_thread pal_self __attribute__((tls_model("local-exec")));

/* What outlives the thread while somebody has a handle to it. Kept in a list that never shrinks;
 * records are reused. */
struct pal_thread_record {
    volatile uint32_t references; /* handles, and the thread itself */
    volatile uint32_t tid;        /* 0: has not run yet */
    volatile uint32_t ended;
    volatile uint32_t stop;     /* futex: PAL_STOP_* */
    volatile uint32_t changed;  /* the context was written while it stood */
    volatile uint32_t schedule; /* the two below wait for the thread to apply them */
    volatile int32_t priority;
    volatile uint64_t affinity; /* 0: as it is */
    struct pal_thread *thread;  /* valid while it runs */
    PalContext *context;        /* the registers, while it stands */
};

enum pal_stop {
    PAL_STOP_NO,
    PAL_STOP_WANTED,   /* asked for, on its way */
    PAL_STOP_DEFERRED, /* the guest is in a critical region; it stops when it leaves that */
    PAL_STOP_STANDING,
};

/* Should a blocking call return PAL_STATUS_INTERRUPTED now? Consumes an interrupt request. */
int pal_thread_wanted(void);

/* Makes the calling thread a guest thread: returns when the guest has called pal_thread_exit. */
void pal_thread_run(const PalThreadStart *start);

/* Installs the handlers (once) and this thread's alternate stack. */
void pal_fault_init(void);
void pal_fault_init_thread(void *stack, uint64_t size);

/* Applies what pal_thread_schedule left in the thread's own record. Safe in a signal handler. */
void pal_thread_apply_schedule(void);

/* The handler's part of a suspension, and the gate's: stands until resumed. */
void pal_thread_stand(PalContext *context);

/* gate.S */
void pal_enter_guest(uint64_t entry, uint64_t argument, uint64_t stack);
void pal_leave_guest(void) __attribute__((noreturn));
extern const uint64_t pal_gate_entries[];
extern char pal_gate_begin[], pal_gate_end[], pal_gate_faulted[];
void pal_restore_context(const PalContext *context) __attribute__((noreturn));

/* Where pal_memory_* may act (start.c). */
extern uint64_t pal_guest_low, pal_guest_high;

#endif
#endif
