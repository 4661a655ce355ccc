/*
 * ps_entry.S - the places where the host hands control to ntdll, and the ways out of a fault.
 * Offsets are PalContext's (pal.h).
 */
        .text

/* The fault upcall: rcx = PalThreadArea, rsp on the fault stack as after a call. */
        .globl  ki_fault_entry
        .seh_proc ki_fault_entry
ki_fault_entry:
        subq    $32, %rsp
        .seh_stackalloc 32
        .seh_endprologue
        andq    $-16, %rsp
        call    ki_fault
        ud2
        .seh_endproc

/* void ki_resume(const PalContext *): all registers as they were, the vector state with them. */
        .globl  ki_resume
ki_resume:
        movq    %rcx, %rbx
        movq    160(%rbx), %rax                 /* xstate_mask */
        cmpq    $3, %rax
        ja      1f
        fxrstor64 192(%rbx)
        jmp     2f
1:      movq    %rax, %rdx
        shrq    $32, %rdx
        xrstor64 192(%rbx)
2:      movl    %ss, %ecx
        pushq   %rcx
        pushq   32(%rbx)
        pushq   136(%rbx)
        movl    %cs, %ecx
        pushq   %rcx
        pushq   128(%rbx)
        movq    0(%rbx), %rax
        movq    8(%rbx), %rcx
        movq    16(%rbx), %rdx
        movq    40(%rbx), %rbp
        movq    48(%rbx), %rsi
        movq    56(%rbx), %rdi
        movq    64(%rbx), %r8
        movq    72(%rbx), %r9
        movq    80(%rbx), %r10
        movq    88(%rbx), %r11
        movq    96(%rbx), %r12
        movq    104(%rbx), %r13
        movq    112(%rbx), %r14
        movq    120(%rbx), %r15
        movq    24(%rbx), %rbx
        iretq

/* void ki_enter_dispatcher(void *frame): frame becomes the stack pointer. */
        .globl  ki_enter_dispatcher
ki_enter_dispatcher:
        movq    %rcx, %rsp
        cld
        jmp     KiUserExceptionDispatcher

/* void ps_switch_stack(PVOID top, void (*call)(void)) */
        .globl  ps_switch_stack
ps_switch_stack:
        leaq    -72(%rcx), %rsp                 /* as after a call: 8 off a multiple of 16 */
        xorl    %ebp, %ebp
        movq    $0, (%rsp)
        jmp     *%rdx

/* NTDLL's entry point: rcx = PalBoot, on the start block's stack. */
        .globl  BaileyStart
BaileyStart:
        subq    $40, %rsp
        call    ps_start
        ud2

/* Where the PAL starts every other thread: rcx = BAILEY_THREAD. */
        .globl  ps_thread_entry
ps_thread_entry:
        subq    $40, %rsp
        call    ps_thread_main
        ud2

/* VOID RtlUserThreadStart(PVOID start, PVOID argument): the frame at the bottom of every stack. */
        .globl  RtlUserThreadStart
        .seh_proc RtlUserThreadStart
RtlUserThreadStart:
        subq    $40, %rsp
        .seh_stackalloc 40
        .seh_endprologue
        movq    %rcx, %rax
        movq    %rdx, %rcx
        call    *%rax
        movl    %eax, %ecx
        call    RtlExitUserThread
        ud2
        .seh_endproc
