/*
 * gate.S - the way from the guest into the PAL and back.
 *
 * The guest calls through a table of pal_gate_entries (generated), with the Microsoft convention:
 * rcx, rdx, r8, r9, then [rsp + 40] and on; rbx rbp rdi rsi r12-r15 xmm6-xmm15 are preserved. The
 * implementation wants System V's. The gate saves the guest's registers in pal_self, leaves the
 * guest's stack for the host's, and on the way back looks whether somebody wants the thread.
 */
#include "thread.h"

#define SELF(offset) %fs:pal_self@tpoff + (offset)

        .text
        /* Between pal_gate_begin and pal_gate_end registers are in transit: a signal that arrives
         * there only leaves a note, and its sender repeats it. */
        .globl  pal_gate_begin
pal_gate_begin:

/* eax: the call's number. */
        .globl  pal_gate
pal_gate:
        mov     %rbx, SELF(PT_RBX)
        mov     %rbp, SELF(PT_RBP)
        mov     %rdi, SELF(PT_RDI)
        mov     %rsi, SELF(PT_RSI)
        mov     %r12, SELF(PT_R12)
        mov     %r13, SELF(PT_R13)
        mov     %r14, SELF(PT_R14)
        mov     %r15, SELF(PT_R15)
        mov     (%rsp), %r10
        lea     8(%rsp), %r11
        mov     %r10, SELF(PT_RIP)
        mov     %r11, SELF(PT_RSP)
        movaps  %xmm6, SELF(PT_XMM6)
        movaps  %xmm7, SELF(PT_XMM6 + 16)
        movaps  %xmm8, SELF(PT_XMM6 + 32)
        movaps  %xmm9, SELF(PT_XMM6 + 48)
        movaps  %xmm10, SELF(PT_XMM6 + 64)
        movaps  %xmm11, SELF(PT_XMM6 + 80)
        movaps  %xmm12, SELF(PT_XMM6 + 96)
        movaps  %xmm13, SELF(PT_XMM6 + 112)
        movaps  %xmm14, SELF(PT_XMM6 + 128)
        movaps  %xmm15, SELF(PT_XMM6 + 144)
        movq    $1, SELF(PT_IN_CALL)
        mov     SELF(PT_HOST_RSP), %rsp
        cld
        mov     %rcx, %rdi
        mov     %rdx, %rsi
        mov     %r8, %rdx
        mov     %r9, %rcx
        mov     32(%r11), %r8
        mov     40(%r11), %r9
        mov     56(%r11), %r10
        push    %r10
        mov     48(%r11), %r10
        push    %r10
        lea     pal_gate_functions(%rip), %r10
        call    *(%r10,%rax,8)

pal_gate_return:
        cmpl    $0, SELF(PT_WANTED)
        jne     wanted
leave:
        mov     SELF(PT_RBX), %rbx
        mov     SELF(PT_RBP), %rbp
        mov     SELF(PT_RDI), %rdi
        mov     SELF(PT_RSI), %rsi
        mov     SELF(PT_R12), %r12
        mov     SELF(PT_R13), %r13
        mov     SELF(PT_R14), %r14
        mov     SELF(PT_R15), %r15
        movaps  SELF(PT_XMM6), %xmm6
        movaps  SELF(PT_XMM6 + 16), %xmm7
        movaps  SELF(PT_XMM6 + 32), %xmm8
        movaps  SELF(PT_XMM6 + 48), %xmm9
        movaps  SELF(PT_XMM6 + 64), %xmm10
        movaps  SELF(PT_XMM6 + 80), %xmm11
        movaps  SELF(PT_XMM6 + 96), %xmm12
        movaps  SELF(PT_XMM6 + 112), %xmm13
        movaps  SELF(PT_XMM6 + 128), %xmm14
        movaps  SELF(PT_XMM6 + 144), %xmm15
        mov     SELF(PT_RSP), %rsp
        movq    $0, SELF(PT_IN_CALL)
        jmp     *SELF(PT_RIP)

/* Still on the host's stack: pal_gate_stop may stand here, and returns what rax shall be. */
wanted:
        mov     %eax, %edi
        mov     SELF(PT_HOST_RSP), %rsp
        call    pal_gate_stop
        jmp     leave

/* The fault handler continues here when guest memory that a call was to use was not there. */
        .globl  pal_gate_faulted
pal_gate_faulted:
        mov     SELF(PT_HOST_RSP), %rsp
        mov     $0xC0000005, %eax
        jmp     pal_gate_return

/* void pal_enter_guest(entry, argument, stack): returns by pal_leave_guest. */
        .globl  pal_enter_guest
pal_enter_guest:
        push    %rbx
        push    %rbp
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        sub     $8, %rsp
        mov     %rsp, SELF(PT_HOST_EXIT)
        mov     %rsp, %rax
        and     $-64, %rax
        mov     %rax, SELF(PT_HOST_RSP)
        movq    $0, SELF(PT_IN_CALL)
        mov     %rsi, %rcx
        mov     %rdx, %rsp
        mov     %rdi, %rax
        xor     %edx, %edx
        xor     %ebx, %ebx
        xor     %ebp, %ebp
        xor     %esi, %esi
        xor     %edi, %edi
        xor     %r8d, %r8d
        xor     %r9d, %r9d
        xor     %r10d, %r10d
        xor     %r11d, %r11d
        xor     %r12d, %r12d
        xor     %r13d, %r13d
        xor     %r14d, %r14d
        xor     %r15d, %r15d
        jmp     *%rax

        .globl  pal_leave_guest
pal_leave_guest:
        mov     SELF(PT_HOST_EXIT), %rsp
        add     $8, %rsp
        pop     %r15
        pop     %r14
        pop     %r13
        pop     %r12
        pop     %rbp
        pop     %rbx
        ret

/* void pal_restore_context(const PalContext *): all of it, at once. Offsets as in pal.h. */
        .globl  pal_restore_context
pal_restore_context:
        mov     %rdi, %rbx
        cmpl    $32, 156(%rbx)
        je      restore32
        /* iretq's frame on the host's stack: it is not the guest's business. */
        mov     %ss, %ecx
        push    %rcx
        push    32(%rbx)
        push    136(%rbx)
        mov     %cs, %ecx
        push    %rcx
        push    128(%rbx)
        mov     8(%rbx), %rcx
        mov     16(%rbx), %rdx
        mov     40(%rbx), %rbp
        mov     48(%rbx), %rsi
        mov     56(%rbx), %rdi
        mov     64(%rbx), %r8
        mov     72(%rbx), %r9
        mov     80(%rbx), %r10
        mov     88(%rbx), %r11
        mov     96(%rbx), %r12
        mov     104(%rbx), %r13
        mov     112(%rbx), %r14
        mov     120(%rbx), %r15
        mov     0(%rbx), %rax
        mov     24(%rbx), %rbx
        movq    $0, SELF(PT_IN_CALL)
        iretq

restore32:
        push    $0x2b
        push    32(%rbx)
        push    136(%rbx)
        push    $0x23
        push    128(%rbx)
        mov     SELF(PT_FS), %ecx
        movq    $0, SELF(PT_IN_CALL)
        mov     %ecx, %fs
        mov     8(%rbx), %rcx
        mov     16(%rbx), %rdx
        mov     40(%rbx), %rbp
        mov     48(%rbx), %rsi
        mov     56(%rbx), %rdi
        mov     0(%rbx), %rax
        mov     24(%rbx), %rbx
        iretq

/* ---- 32-bit processes (gate32.h)
 *
 * eax: the call's number; esp points to a return address and the parameters, as a C function of 32
 * bits finds them. FS is the guest's; GS, which its code does not use, keeps the host's base. Upper
 * halves of registers mean nothing after the change of mode. */
        .globl  pal_gate32
pal_gate32:
        rdgsbase %r10
        wrfsbase %r10
        mov     %esp, %r11d
        mov     %ebx, %ebx
        mov     %ebp, %ebp
        mov     %edi, %edi
        mov     %esi, %esi
        mov     %eax, %eax
        mov     %rbx, SELF(PT_RBX)
        mov     %rbp, SELF(PT_RBP)
        mov     %rdi, SELF(PT_RDI)
        mov     %rsi, SELF(PT_RSI)
        mov     (%r11), %r10d
        mov     %r10, SELF(PT_RIP)
        lea     4(%r11), %r11d
        mov     %r11, SELF(PT_RSP)
        movq    $1, SELF(PT_IN_CALL)
        mov     SELF(PT_HOST_RSP), %rsp
        cld
        lea     pal_gate32_calls(%rip), %r10
        jmp     *(%r10,%rax,8)

        .globl  pal_gate32_return
pal_gate32_return:
        cmpl    $0, SELF(PT_WANTED)
        jne     wanted32
leave32:
        mov     SELF(PT_RBX), %rbx
        mov     SELF(PT_RBP), %rbp
        mov     SELF(PT_RDI), %rdi
        mov     SELF(PT_RSI), %rsi
        mov     SELF(PT_RIP), %r10
        mov     %r10d, SELF(PT_FAR)
        mov     SELF(PT_RSP), %rsp
        mov     SELF(PT_FS), %ecx
        movq    $0, SELF(PT_IN_CALL)
        mov     %ecx, %fs
        ljmpl   *%gs:pal_self@tpoff + PT_FAR

wanted32:
        mov     %eax, %edi
        mov     SELF(PT_HOST_RSP), %rsp
        call    pal_gate_stop
        jmp     leave32

        .globl  pal_gate32_faulted
pal_gate32_faulted:
        mov     SELF(PT_HOST_RSP), %rsp
        mov     $0xC0000005, %eax
        jmp     pal_gate32_return

/* void pal_enter_guest32(entry, argument, stack) */
        .globl  pal_enter_guest32
pal_enter_guest32:
        push    %rbx
        push    %rbp
        push    %r12
        push    %r13
        push    %r14
        push    %r15
        sub     $8, %rsp
        mov     %rsp, SELF(PT_HOST_EXIT)
        mov     %rsp, %rax
        and     $-64, %rax
        mov     %rax, SELF(PT_HOST_RSP)
        movq    $0, SELF(PT_IN_CALL)
        movl    $0x23, SELF(PT_FAR + 4)
        mov     SELF(PT_FS), %eax
        mov     $0x2b, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        push    %rcx
        push    %rdx
        push    $0x202
        push    $0x23
        push    %rdi
        mov     %esi, %ecx
        mov     %eax, %fs
        xor     %eax, %eax
        xor     %edx, %edx
        xor     %ebx, %ebx
        xor     %ebp, %ebp
        xor     %esi, %esi
        xor     %edi, %edi
        iretq

/* Signal handlers of a 32-bit process: FS becomes the host's while they run. A thread of the host's
 * own has no base in GS, and its FS is right. */
        .macro  handler name, function
        .globl  \name
\name:
        push    %rbx
        push    %r12
        push    %r13
        mov     %fs, %ebx
        rdfsbase %r12
        rdgsbase %rax
        test    %rax, %rax
        jz      1f
        wrfsbase %rax
1:      call    \function
        mov     %ebx, %fs
        wrfsbase %r12
        pop     %r13
        pop     %r12
        pop     %rbx
        ret
        .endm
        handler pal_on_fault32, pal_on_fault
        handler pal_on_wanted32, pal_on_wanted
        handler pal_on_child32, pal_on_child
        handler pal_on_control32, pal_on_control

        .globl  pal_gate_end
pal_gate_end:

        .section .note.GNU-stack, "", @progbits
