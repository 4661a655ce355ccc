/* The stack switch of fibers (fibersapi.c). A resting fiber's stack: mxcsr, x87 control word, four
 * registers: FIBER_FRAME bytes; the return address. */
    .text
    .globl _k32_switch_stack
_k32_switch_stack:
    movl 4(%esp), %ecx
    movl 8(%esp), %edx
    pushl %ebx
    pushl %ebp
    pushl %esi
    pushl %edi
    subl $8, %esp
    stmxcsr (%esp)
    fnstcw 4(%esp)
    movl %esp, (%ecx)
    movl %edx, %esp
    ldmxcsr (%esp)
    fldcw 4(%esp)
    addl $8, %esp
    popl %edi
    popl %esi
    popl %ebp
    popl %ebx
    ret

/* A fiber's bottom frame: entered by the switch's ret, esp pointing to zero. */
    .globl _k32_fiber_entry
_k32_fiber_entry:
    xorl %ebp, %ebp
    call _k32_run_fiber
    int3
