/*
 * The frames that the C++ runtime calls funclets from; their handlers are in eh_catch.c. Funclets
 * take the establisher frame in rdx. 32(%rsp) keeps the eh_catch.
 */
    .text
    .globl eh_call_catch
    .seh_proc eh_call_catch
eh_call_catch:
    subq $40, %rsp
    .seh_stackalloc 40
    .seh_endprologue
    movq %rcx, 32(%rsp)
    movq 24(%rcx), %rax
    movq 32(%rcx), %rdx
    xorl %ecx, %ecx
    call *%rax
    nop
    addq $40, %rsp
    ret
    .seh_handler eh_during_catch, @unwind
    .seh_endproc

    .globl eh_call_action
    .seh_proc eh_call_action
eh_call_action:
    subq $40, %rsp
    .seh_stackalloc 40
    .seh_endprologue
    movq %rcx, %rax
    movq %rdx, %rcx
    movq %r8, %rdx
    call *%rax
    nop
    addq $40, %rsp
    ret
    .seh_handler eh_during_action, @except
    .seh_endproc
