/* The stack switch of fibers (fibersapi.c). A resting fiber's stack: 0xb8 bytes of mxcsr, x87 control
 * word and xmm6 to xmm15, eight registers, the return address: FIBER_FRAME bytes and that. */
    .text
    .globl k32_switch_stack
    .seh_proc k32_switch_stack
k32_switch_stack:
    pushq %rbx
    .seh_pushreg %rbx
    pushq %rbp
    .seh_pushreg %rbp
    pushq %rsi
    .seh_pushreg %rsi
    pushq %rdi
    .seh_pushreg %rdi
    pushq %r12
    .seh_pushreg %r12
    pushq %r13
    .seh_pushreg %r13
    pushq %r14
    .seh_pushreg %r14
    pushq %r15
    .seh_pushreg %r15
    subq $0xb8, %rsp
    .seh_stackalloc 0xb8
    .seh_endprologue
    stmxcsr (%rsp)
    fnstcw 4(%rsp)
    movaps %xmm6, 0x10(%rsp)
    movaps %xmm7, 0x20(%rsp)
    movaps %xmm8, 0x30(%rsp)
    movaps %xmm9, 0x40(%rsp)
    movaps %xmm10, 0x50(%rsp)
    movaps %xmm11, 0x60(%rsp)
    movaps %xmm12, 0x70(%rsp)
    movaps %xmm13, 0x80(%rsp)
    movaps %xmm14, 0x90(%rsp)
    movaps %xmm15, 0xa0(%rsp)
    movq %rsp, (%rcx)
    movq %rdx, %rsp
    ldmxcsr (%rsp)
    fldcw 4(%rsp)
    movaps 0x10(%rsp), %xmm6
    movaps 0x20(%rsp), %xmm7
    movaps 0x30(%rsp), %xmm8
    movaps 0x40(%rsp), %xmm9
    movaps 0x50(%rsp), %xmm10
    movaps 0x60(%rsp), %xmm11
    movaps 0x70(%rsp), %xmm12
    movaps 0x80(%rsp), %xmm13
    movaps 0x90(%rsp), %xmm14
    movaps 0xa0(%rsp), %xmm15
    addq $0xb8, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rdi
    popq %rsi
    popq %rbp
    popq %rbx
    ret
    .seh_endproc

/* A fiber's bottom frame: entered by the switch's ret, rsp 16-byte aligned and pointing to zero. */
    .globl k32_fiber_entry
    .seh_proc k32_fiber_entry
k32_fiber_entry:
    subq $48, %rsp
    .seh_stackalloc 48
    .seh_endprologue
    call k32_run_fiber
    int3
    .seh_endproc
