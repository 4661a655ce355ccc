/*
 * rtl_context_asm.S - registers to and from a CONTEXT, and the frames in which handlers of the
 * chain at FS:[0] are called. Offsets are CONTEXT's (winnt.h).
 */
#define CX_FLAGS   0x00
#define CX_GS      0x8c
#define CX_FS      0x90
#define CX_ES      0x94
#define CX_DS      0x98
#define CX_EDI     0x9c
#define CX_ESI     0xa0
#define CX_EBX     0xa4
#define CX_EDX     0xa8
#define CX_ECX     0xac
#define CX_EAX     0xb0
#define CX_EBP     0xb4
#define CX_EIP     0xb8
#define CX_CS      0xbc
#define CX_EFLAGS  0xc0
#define CX_ESP     0xc4
#define CX_SS      0xc8
#define CX_SIZE    0x2cc

#define FLAGS_INTEGER 0x10007 /* CONTEXT_FULL: control, integer, segments */
/* What a program may set: status flags, TF, DF, RF, AC, ID; and what is always set. */
#define EFLAGS_ALLOWED 0x250dd5
#define EFLAGS_FIXED   0x202

    .text

/* ebx = CONTEXT: everything but ebx, ebp, eip and esp. */
capture:
    movl %eax, CX_EAX(%ebx)
    movl %ecx, CX_ECX(%ebx)
    movl %edx, CX_EDX(%ebx)
    movl %esi, CX_ESI(%ebx)
    movl %edi, CX_EDI(%ebx)
    pushfl
    popl CX_EFLAGS(%ebx)
    xorl %eax, %eax
    movw %cs, %ax
    movl %eax, CX_CS(%ebx)
    movw %ss, %ax
    movl %eax, CX_SS(%ebx)
    movw %ds, %ax
    movl %eax, CX_DS(%ebx)
    movw %es, %ax
    movl %eax, CX_ES(%ebx)
    movw %fs, %ax
    movl %eax, CX_FS(%ebx)
    movw %gs, %ax
    movl %eax, CX_GS(%ebx)
    movl $FLAGS_INTEGER, CX_FLAGS(%ebx)
    ret

/* VOID RtlCaptureContext(PCONTEXT): as on Windows, what the caller's own frame (ebp) says of its
 * caller. */
    .globl _RtlCaptureContext@4
_RtlCaptureContext@4:
    pushl %ebx
    movl 8(%esp), %ebx
    call capture
    popl %eax
    pushl %eax
    movl %eax, CX_EBX(%ebx)
    movl 4(%ebp), %eax
    movl %eax, CX_EIP(%ebx)
    movl (%ebp), %eax
    movl %eax, CX_EBP(%ebx)
    leal 8(%ebp), %eax
    movl %eax, CX_ESP(%ebx)
    movl CX_EAX(%ebx), %eax
    popl %ebx
    ret $4

/* void rtl_capture(PCONTEXT): the caller's registers as they will be after the return. */
    .globl _rtl_capture
_rtl_capture:
    pushl %ebx
    movl 8(%esp), %ebx
    call capture
    movl (%esp), %eax
    movl %eax, CX_EBX(%ebx)
    movl %ebp, CX_EBP(%ebx)
    movl 4(%esp), %eax
    movl %eax, CX_EIP(%ebx)
    leal 8(%esp), %eax
    movl %eax, CX_ESP(%ebx)
    popl %ebx
    ret

/* VOID RtlRaiseException(PEXCEPTION_RECORD), stdcall: the context is that of after the return. */
    .globl _RtlRaiseException@4
_RtlRaiseException@4:
    pushl %ebp
    movl %esp, %ebp
    subl $CX_SIZE, %esp
    pushl %esp
    call _RtlCaptureContext@4
    addl $4, CX_ESP(%esp)
    movl %esp, %eax
    pushl %eax
    pushl 8(%ebp)
    call _rtl_raise
    ud2

/* VOID RtlUnwind(PVOID target, PVOID ip, PEXCEPTION_RECORD, PVOID result), stdcall: goes on in its
 * caller, with the registers that calls preserve. */
    .globl _RtlUnwind@16
_RtlUnwind@16:
    pushl %ebp
    movl %esp, %ebp
    subl $CX_SIZE, %esp
    pushl %esp
    call _RtlCaptureContext@4
    addl $16, CX_ESP(%esp)
    movl %esp, %eax
    pushl %eax
    pushl 20(%ebp)
    pushl 16(%ebp)
    pushl 8(%ebp)
    call _rtl_unwind
    ud2

/* void rtl_restore_registers(const CONTEXT *): the integer ones, flags, a jump. What iret takes
 * goes below the stack pointer that is restored; all of it is read before. */
    .globl _rtl_restore_registers
_rtl_restore_registers:
    movl 4(%esp), %ecx
    movl CX_EFLAGS(%ecx), %eax
    andl $EFLAGS_ALLOWED, %eax
    orl $EFLAGS_FIXED, %eax
    pushl %eax
    pushl %cs
    pushl CX_EIP(%ecx)
    pushl CX_EDX(%ecx)
    pushl CX_ECX(%ecx)
    pushl CX_EAX(%ecx)
    movl CX_ESP(%ecx), %edx
    movl CX_EBX(%ecx), %ebx
    movl CX_ESI(%ecx), %esi
    movl CX_EDI(%ecx), %edi
    movl CX_EBP(%ecx), %ebp
    subl $24, %edx
    popl (%edx)
    popl 4(%edx)
    popl 8(%edx)
    popl 12(%edx)
    popl 16(%edx)
    popl 20(%edx)
    movl %edx, %esp
    popl %eax
    popl %ecx
    popl %edx
    iret

/* esp points to the addresses of an EXCEPTION_RECORD and a CONTEXT. */
    .globl _KiUserExceptionDispatcher@0
_KiUserExceptionDispatcher@0:
    cld
    movl (%esp), %ecx
    movl 4(%esp), %edx
    pushl %edx
    pushl %ecx
    call _rtl_user_exception
    int3

/* EXCEPTION_DISPOSITION rtl_call_handler(record, frame, context, dispatcher, handler, guard): calls
 * handler(record, frame, context, dispatcher) in a frame of its own, which has guard as its handler
 * and keeps `frame` for it. */
    .globl _rtl_call_handler
_rtl_call_handler:
    pushl %ebp
    movl %esp, %ebp
    pushl %ebx
    pushl %esi
    pushl %edi
    pushl 12(%ebp)
    pushl 28(%ebp)
    pushl %fs:0
    movl %esp, %fs:0
    pushl 20(%ebp)
    pushl 16(%ebp)
    pushl 12(%ebp)
    pushl 8(%ebp)
    call *24(%ebp)
    movl %fs:0, %esp
    popl %fs:0
    leal -12(%ebp), %esp
    popl %edi
    popl %esi
    popl %ebx
    popl %ebp
    ret
