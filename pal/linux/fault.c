/*
 * fault.c - host signals become NT exceptions.
 *
 * A fault in guest code is written into the thread's area and the guest goes on in its fault
 * upcall. A fault on a guest address inside a PAL call ends that call with ACCESS_VIOLATION.
 * Anything else is a defect of the PAL, and says so. Handlers run on a host stack of their own.
 */
#include "thread.h"
#include "process.h"
#include "gate32.h"
#include "signals.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define STATUS_ACCESS_VIOLATION_CODE 0xC0000005u

static int in_gate(uint64_t rip)
{
    return (rip >= (uint64_t)pal_gate_begin && rip < (uint64_t)pal_gate_end) ||
           (pal_gate32_page && rip >= pal_gate32_page && rip < pal_gate32_page + 4096);
}

/* Copies what the kernel saved of the vector state: the legacy area, and the extended one if the
 * frame says that it has one (the magic words of the kernel's sigframe). */
static void save_xstate(const ucontext_t *u, PalContext *c)
{
    const uint8_t *from = (const uint8_t *)u->uc_mcontext.fpregs;
    uint32_t magic, size;
    c->xstate_mask = 3;
    memcpy(c->xstate, from, 512);
    memcpy(&magic, from + 464, 4);
    memcpy(&size, from + 480, 4); /* xstate_size */
    if (magic == 0x46505853u && size > 512) {
        if (size > sizeof c->xstate)
            size = sizeof c->xstate;
        memcpy(c->xstate + 512, from + 512, size - 512);
        memcpy(&c->xstate_mask, c->xstate + 512, 8);
        c->xstate_mask |= 3;
    }
}

static void restore_xstate(ucontext_t *u, const PalContext *c)
{
    uint8_t *to = (uint8_t *)u->uc_mcontext.fpregs;
    uint8_t reserved[48];
    uint32_t magic, size;
    memcpy(&magic, to + 464, 4);
    memcpy(&size, to + 480, 4);
    memcpy(reserved, to + 464, sizeof reserved);
    memcpy(to, c->xstate, 512);
    memcpy(to + 464, reserved, sizeof reserved);
    if (magic == 0x46505853u && size > 512 && c->xstate_mask > 3) {
        if (size > sizeof c->xstate)
            size = sizeof c->xstate;
        memcpy(to + 512, c->xstate + 512, size - 512);
    } else if (magic == 0x46505853u && size > 520) {
        uint64_t present;
        memcpy(&present, to + 512, 8);
        present |= 3;
        memcpy(to + 512, &present, 8);
    }
}

static void save_context(const ucontext_t *u, PalContext *c)
{
    const greg_t *g = u->uc_mcontext.gregs;
    c->rax = g[REG_RAX], c->rcx = g[REG_RCX], c->rdx = g[REG_RDX], c->rbx = g[REG_RBX];
    c->rsp = g[REG_RSP], c->rbp = g[REG_RBP], c->rsi = g[REG_RSI], c->rdi = g[REG_RDI];
    c->r8 = g[REG_R8], c->r9 = g[REG_R9], c->r10 = g[REG_R10], c->r11 = g[REG_R11];
    c->r12 = g[REG_R12], c->r13 = g[REG_R13], c->r14 = g[REG_R14], c->r15 = g[REG_R15];
    c->rip = g[REG_RIP], c->rflags = g[REG_EFL];
    int narrow = ((uint64_t)g[REG_CSGSFS] & 0xffff) == 0x23;
    c->cs = narrow ? 0x23 : 0x33, c->ss = 0x2b; /* as Windows has them */
    c->ds = c->es = c->gs = 0x2b, c->fs = 0x53;
    c->width = narrow ? 32 : 64;
    save_xstate(u, c);
}

static void restore_context(ucontext_t *u, const PalContext *c)
{
    greg_t *g = u->uc_mcontext.gregs;
    g[REG_RAX] = c->rax, g[REG_RCX] = c->rcx, g[REG_RDX] = c->rdx, g[REG_RBX] = c->rbx;
    g[REG_RSP] = c->rsp, g[REG_RBP] = c->rbp, g[REG_RSI] = c->rsi, g[REG_RDI] = c->rdi;
    g[REG_R8] = c->r8, g[REG_R9] = c->r9, g[REG_R10] = c->r10, g[REG_R11] = c->r11;
    g[REG_R12] = c->r12, g[REG_R13] = c->r13, g[REG_R14] = c->r14, g[REG_R15] = c->r15;
    g[REG_RIP] = c->rip;
    g[REG_EFL] = (g[REG_EFL] & ~0xdd5L) | (long)(c->rflags & 0xdd5); /* arithmetic flags, TF, DF */
    restore_xstate(u, c);
}

static uint32_t fp_code(int code)
{
    switch (code) {
    case FPE_INTDIV:
        return 0xC0000094;
    case FPE_INTOVF:
        return 0xC0000095;
    case FPE_FLTDIV:
        return 0xC000008E;
    case FPE_FLTOVF:
        return 0xC0000091;
    case FPE_FLTUND:
        return 0xC0000093;
    case FPE_FLTRES:
        return 0xC000008F;
    case FPE_FLTSUB:
        return 0xC000008C;
    default:
        return 0xC0000090;
    }
}

/* A general protection fault: a software interrupt that Windows gives a meaning, a privileged
 * instruction (the library OS looks at its bytes), or an address that no page can have. */
static void translate_protection(uint64_t error, PalFault *fault)
{
    fault->code = STATUS_ACCESS_VIOLATION_CODE;
    fault->parameter_count = 2;
    fault->parameter[0] = 0;
    fault->parameter[1] = UINT64_MAX;
    if ((error & 7) != 2)
        return;
    static const struct {
        uint32_t vector, code;
    } interrupts[] = {{0x29, 0xC0000409}, {0x2c, 0xC0000420}, {0x2d, 0x80000003}};
    for (unsigned i = 0; i < sizeof interrupts / sizeof *interrupts; i++)
        if (error >> 3 == interrupts[i].vector) {
            fault->code = interrupts[i].code;
            fault->parameter_count = 0;
        }
}

static void translate(int signal, const siginfo_t *info, const ucontext_t *u, PalContext *c,
                      PalFault *fault)
{
    uint64_t error = (uint64_t)u->uc_mcontext.gregs[REG_ERR];
    uint64_t trap = (uint64_t)u->uc_mcontext.gregs[REG_TRAPNO];
    memset(fault, 0, sizeof *fault);
    switch (signal) {
    case SIGSEGV:
    case SIGBUS:
        if (trap == 13 || trap == 12 || (signal == SIGBUS && trap == 17)) {
            translate_protection(error, fault);
            if (trap == 17)
                fault->code = 0x80000002, fault->parameter_count = 0;
            return;
        }
        fault->code = signal == SIGBUS ? 0xC0000006 : STATUS_ACCESS_VIOLATION_CODE;
        fault->parameter_count = signal == SIGBUS ? 3 : 2;
        fault->parameter[0] = error & 16 ? 8 : error & 2 ? 1 : 0;
        fault->parameter[1] = (uint64_t)info->si_addr;
        fault->parameter[2] = 0xC0000011; /* the file ended */
        return;
    case SIGTRAP:
        if (trap == 3) {
            fault->code = 0x80000003;
            fault->parameter_count = 1;
            c->rip--;
        } else {
            fault->code = 0x80000004;
            c->rflags &= ~0x100ull;
        }
        return;
    case SIGFPE:
        fault->code = fp_code(info->si_code);
        return;
    default:
        fault->code = 0xC000001D;
    }
}

static void die(int signal, const siginfo_t *info, const ucontext_t *u)
{
    char text[200];
    int n = snprintf(
        text, sizeof text, "bailey: internal error: signal %d at %#llx (address %p), thread %u\n",
        signal, (unsigned long long)u->uc_mcontext.gregs[REG_RIP], info->si_addr, pal_self.tid);
    (void)!write(2, text, (size_t)n);
    _exit(125);
}

void pal_on_fault(int signal, siginfo_t *info, void *context)
{
    ucontext_t *u = context;
    uint64_t rip = (uint64_t)u->uc_mcontext.gregs[REG_RIP];
    PalThreadArea *area = pal_self.area;
    if (pal_self.in_call || !area) {
        uint64_t address = (uint64_t)info->si_addr;
        int guest = address < 0x10000 || (address >= pal_guest_low && address < pal_guest_high);
        if (!pal_self.in_call || (signal != SIGSEGV && signal != SIGBUS) ||
            !(guest || in_gate(rip)))
            die(signal, info, u);
        u->uc_mcontext.gregs[REG_RIP] =
            (greg_t)(pal_gate32_page ? pal_gate32_faulted : pal_gate_faulted);
        return;
    }
    if (area->in_fault) {
        char text[160];
        int n = snprintf(text, sizeof text,
                         "bailey: a fault while a fault was being handled: %#x at %#llx, then "
                         "signal %d at %#llx\n",
                         area->fault.code, (unsigned long long)area->context.rip, signal,
                         (unsigned long long)rip);
        (void)!write(2, text, (size_t)n);
        _exit(area->fault.code & 0xff ? (int)(area->fault.code & 0xff) : 255);
    }
    save_context(u, &area->context);
    translate(signal, info, u, &area->context, &area->fault);
    area->in_fault = 1;
    u->uc_mcontext.gregs[REG_RIP] = (greg_t)area->fault_upcall;
    u->uc_mcontext.gregs[REG_RCX] = (greg_t)(uintptr_t)area;
    u->uc_mcontext.gregs[REG_RSP] = (greg_t)(area->fault_stack - 40);
    u->uc_mcontext.gregs[REG_EFL] &= ~0x540L; /* no trap, direction or pending single step */
}

void pal_on_wanted(int signal, siginfo_t *info, void *context)
{
    (void)signal, (void)info;
    ucontext_t *u = context;
    struct pal_thread_record *record = pal_self.record;
    pal_process_look();
    if (record && record->schedule)
        pal_thread_apply_schedule();
    if (!record || !pal_self.area || record->stop == PAL_STOP_NO ||
        record->stop == PAL_STOP_STANDING)
        return;
    __atomic_or_fetch(&pal_self.wanted, PT_WANT_STOP, __ATOMIC_ACQ_REL);
    if (pal_self.in_call || in_gate((uint64_t)u->uc_mcontext.gregs[REG_RIP]))
        return; /* the gate will see it */
    if (pal_self.area->defer || pal_self.area->in_fault) {
        pal_self.area->pending = 1;
        return;
    }
    static __thread PalContext stand;
    pal_self.area->pending = 0;
    save_context(u, &stand);
    pal_thread_stand(&stand);
    if (record->changed)
        restore_context(u, &stand);
}

void pal_on_child(int number)
{
    (void)number;
    pal_process_ring();
}

void pal_fault_init_thread(void *stack, uint64_t size)
{
    stack_t alternate = {.ss_sp = stack, .ss_size = size};
    sigaltstack(&alternate, NULL);
}

void pal_fault_init(void)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    struct sigaction action = {.sa_sigaction = pal_gate32_page ? pal_on_fault32 : pal_on_fault,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaddset(&action.sa_mask, PAL_SIGNAL);
    for (unsigned i = 0; i < sizeof faults / sizeof *faults; i++)
        sigaction(faults[i], &action, NULL);
    struct sigaction wanted = {.sa_sigaction = pal_gate32_page ? pal_on_wanted32 : pal_on_wanted,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaction(PAL_SIGNAL, &wanted, NULL);
    /* The arena tells how a child has ended: no zombie is needed. */
    struct sigaction child = {.sa_handler = pal_gate32_page ? pal_on_child32 : pal_on_child,
                              .sa_flags = SA_ONSTACK | SA_RESTART | SA_NOCLDWAIT | SA_NOCLDSTOP};
    sigaction(SIGCHLD, &child, NULL);
    signal(SIGPIPE, SIG_IGN);
}
