/*
 * ps_entry.S - the places where the host hands control to ntdll, and the ways out of a fault, for
 * i386. Offsets are PalContext's (pal.h).
 */
        .text

/* The fault upcall: ecx = PalThreadArea, esp on the fault stack. */
        .globl  _ki_fault_entry
_ki_fault_entry:
        andl    $-16, %esp
        subl    $12, %esp
        pushl   %ecx
        call    _ki_fault
        ud2

/* void ki_resume(const PalContext *): all registers as they were, the vector state with them. What
 * iret takes goes below the stack pointer that is resumed. */
        .globl  _ki_resume
_ki_resume:
        movl    4(%esp), %ebx
        movl    160(%ebx), %eax                 /* xstate_mask */
        movl    164(%ebx), %edx
        testl   %edx, %edx
        jnz     1f
        cmpl    $3, %eax
        ja      1f
        fxrstor 192(%ebx)
        jmp     2f
1:      xrstor  192(%ebx)
2:      movl    32(%ebx), %edi                  /* rsp */
        subl    $16, %edi
        movl    136(%ebx), %eax
        movl    %eax, 12(%edi)
        movl    %cs, %eax
        movl    %eax, 8(%edi)
        movl    128(%ebx), %eax
        movl    %eax, 4(%edi)
        movl    24(%ebx), %eax                  /* rbx, the last to be taken */
        movl    %eax, (%edi)
        movl    %edi, %esp
        movl    0(%ebx), %eax
        movl    8(%ebx), %ecx
        movl    16(%ebx), %edx
        movl    40(%ebx), %ebp
        movl    48(%ebx), %esi
        movl    56(%ebx), %edi
        popl    %ebx
        iret

/* void ki_enter_dispatcher(void *frame): frame becomes the stack pointer. */
        .globl  _ki_enter_dispatcher
_ki_enter_dispatcher:
        movl    4(%esp), %esp
        cld
        jmp     _KiUserExceptionDispatcher@0

/* void ps_switch_stack(PVOID top, void (*call)(void)) */
        .globl  _ps_switch_stack
_ps_switch_stack:
        movl    4(%esp), %ecx
        movl    8(%esp), %edx
        leal    -64(%ecx), %esp
        andl    $-16, %esp
        xorl    %ebp, %ebp
        pushl   $0
        jmp     *%edx

/* NTDLL's entry point: ecx = PalBoot, on the start block's stack. */
        .globl  _BaileyStart
_BaileyStart:
        andl    $-16, %esp
        subl    $12, %esp
        pushl   %ecx
        call    _ps_start
        ud2

/* Where the PAL starts every other thread: ecx = BAILEY_THREAD. */
        .globl  _ps_thread_entry
_ps_thread_entry:
        andl    $-16, %esp
        subl    $12, %esp
        pushl   %ecx
        call    _ps_thread_main
        ud2

/* VOID RtlUserThreadStart(PVOID start, PVOID argument): the frame at the bottom of every stack. */
        .globl  _RtlUserThreadStart@8
_RtlUserThreadStart@8:
        pushl   %ebp
        movl    %esp, %ebp
        pushl   12(%ebp)
        call    *8(%ebp)
        pushl   %eax
        call    _RtlExitUserThread@4
        ud2
