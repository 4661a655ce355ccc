/*
 * Registers to and from a CONTEXT, and the frames whose unwind data the dispatcher relies on.
 * Offsets are CONTEXT's (winnt.h).
 */
#define CX_FLAGS  0x30
#define CX_MXCSR  0x34
#define CX_CS     0x38
#define CX_EFLAGS 0x44
#define CX_RAX    0x78
#define CX_RCX    0x80
#define CX_RDX    0x88
#define CX_RBX    0x90
#define CX_RSP    0x98
#define CX_RBP    0xa0
#define CX_RSI    0xa8
#define CX_RDI    0xb0
#define CX_R8     0xb8
#define CX_R9     0xc0
#define CX_R10    0xc8
#define CX_R11    0xd0
#define CX_R12    0xd8
#define CX_R13    0xe0
#define CX_R14    0xe8
#define CX_R15    0xf0
#define CX_RIP    0xf8
#define CX_FLOAT  0x100

#define FLAGS_FULL 0x10000f
/* What a program may set: status flags, TF, DF, RF, AC, ID; and what is always set. */
#define EFLAGS_ALLOWED 0x250dd5
#define EFLAGS_FIXED   0x202

    .text

/* VOID RtlCaptureContext(PCONTEXT): the caller's registers as they will be after the return. */
    .globl RtlCaptureContext
    .def RtlCaptureContext; .scl 2; .type 32; .endef
    .seh_proc RtlCaptureContext
RtlCaptureContext:
    pushfq
    .seh_stackalloc 8
    .seh_endprologue
    movq %rax, CX_RAX(%rcx)
    movq %rcx, CX_RCX(%rcx)
    movq %rdx, CX_RDX(%rcx)
    movq %rbx, CX_RBX(%rcx)
    movq %rbp, CX_RBP(%rcx)
    movq %rsi, CX_RSI(%rcx)
    movq %rdi, CX_RDI(%rcx)
    movq %r8, CX_R8(%rcx)
    movq %r9, CX_R9(%rcx)
    movq %r10, CX_R10(%rcx)
    movq %r11, CX_R11(%rcx)
    movq %r12, CX_R12(%rcx)
    movq %r13, CX_R13(%rcx)
    movq %r14, CX_R14(%rcx)
    movq %r15, CX_R15(%rcx)
    movw %cs, CX_CS(%rcx)
    movw %ds, CX_CS+2(%rcx)
    movw %es, CX_CS+4(%rcx)
    movw %fs, CX_CS+6(%rcx)
    movw %gs, CX_CS+8(%rcx)
    movw %ss, CX_CS+10(%rcx)
    fxsave64 CX_FLOAT(%rcx)
    stmxcsr CX_MXCSR(%rcx)
    movq 8(%rsp), %rax
    movq %rax, CX_RIP(%rcx)
    leaq 16(%rsp), %rax
    movq %rax, CX_RSP(%rcx)
    movl (%rsp), %eax
    movl %eax, CX_EFLAGS(%rcx)
    movl $FLAGS_FULL, CX_FLAGS(%rcx)
    movq CX_RAX(%rcx), %rax
    addq $8, %rsp
    ret
    .seh_endproc

/* rtl_restore_registers(context, xsave_area or NULL): never returns. */
    .globl rtl_restore_registers
    .seh_proc rtl_restore_registers
rtl_restore_registers:
    .seh_endprologue
    testq %rdx, %rdx
    jz 1f
    movq %rdx, %r8
    movl $-1, %eax
    movl $-1, %edx
    xrstor64 (%r8)
    jmp 2f
1:  fxrstor64 CX_FLOAT(%rcx)
    ldmxcsr CX_MXCSR(%rcx)
2:  movl %ss, %eax
    pushq %rax
    pushq CX_RSP(%rcx)
    movl CX_EFLAGS(%rcx), %eax
    andl $EFLAGS_ALLOWED, %eax
    orl $EFLAGS_FIXED, %eax
    pushq %rax
    movl %cs, %eax
    pushq %rax
    pushq CX_RIP(%rcx)
    movq CX_RAX(%rcx), %rax
    movq CX_RDX(%rcx), %rdx
    movq CX_RBX(%rcx), %rbx
    movq CX_RBP(%rcx), %rbp
    movq CX_RSI(%rcx), %rsi
    movq CX_RDI(%rcx), %rdi
    movq CX_R8(%rcx), %r8
    movq CX_R9(%rcx), %r9
    movq CX_R10(%rcx), %r10
    movq CX_R11(%rcx), %r11
    movq CX_R12(%rcx), %r12
    movq CX_R13(%rcx), %r13
    movq CX_R14(%rcx), %r14
    movq CX_R15(%rcx), %r15
    movq CX_RCX(%rcx), %rcx
    iretq
    .seh_endproc

/* rsp points to a KI_EXCEPTION_FRAME: the unwind data takes the registers from its CONTEXT. */
    .macro seh_exception_frame
    .seh_pushframe
    .seh_stackalloc 0x590
    .seh_savereg %rbx, CX_RBX
    .seh_savereg %rbp, CX_RBP
    .seh_savereg %rsi, CX_RSI
    .seh_savereg %rdi, CX_RDI
    .seh_savereg %r12, CX_R12
    .seh_savereg %r13, CX_R13
    .seh_savereg %r14, CX_R14
    .seh_savereg %r15, CX_R15
    .seh_savexmm %xmm6, 0x200
    .seh_savexmm %xmm7, 0x210
    .seh_savexmm %xmm8, 0x220
    .seh_savexmm %xmm9, 0x230
    .seh_savexmm %xmm10, 0x240
    .seh_savexmm %xmm11, 0x250
    .seh_savexmm %xmm12, 0x260
    .seh_savexmm %xmm13, 0x270
    .seh_savexmm %xmm14, 0x280
    .seh_savexmm %xmm15, 0x290
    .seh_endprologue
    .endm

/* The home space of what is called here is CONTEXT.P1Home to P4Home, which exist for that. */
    .globl KiUserExceptionDispatcher
    .seh_proc KiUserExceptionDispatcher
KiUserExceptionDispatcher:
    seh_exception_frame
    cld
    leaq 0x4f0(%rsp), %rcx
    movq %rsp, %rdx
    call rtl_user_exception
    int3
    .seh_endproc

/* rtl_enter_consolidated(frame, record, callback): never returns. */
    .globl rtl_enter_consolidated
rtl_enter_consolidated:
    movq %rcx, %rsp
    movq %rdx, %rcx
    jmp consolidated

    .seh_proc consolidated
consolidated:
    seh_exception_frame
    call *%r8
    movq %rax, CX_RIP(%rsp)
    movq %rsp, %rcx
    call rtl_resume
    int3
    .seh_endproc

/* The dispatcher's frames. 32(%rsp) keeps the dispatcher context for their handlers. */
    .globl rtl_execute_handler_for_exception
    .seh_proc rtl_execute_handler_for_exception
rtl_execute_handler_for_exception:
    subq $40, %rsp
    .seh_stackalloc 40
    .seh_endprologue
    movq %r9, 32(%rsp)
    call *0x30(%r9)
    nop
    addq $40, %rsp
    ret
    .seh_handler rtl_during_exception, @except
    .seh_endproc

    .globl rtl_execute_handler_for_unwind
    .seh_proc rtl_execute_handler_for_unwind
rtl_execute_handler_for_unwind:
    subq $40, %rsp
    .seh_stackalloc 40
    .seh_endprologue
    movq %r9, 32(%rsp)
    call *0x30(%r9)
    nop
    addq $40, %rsp
    ret
    .seh_handler rtl_during_unwind, @unwind, @except
    .seh_endproc
