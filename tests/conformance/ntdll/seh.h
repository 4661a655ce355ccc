/*
 * seh.h - __try in assembly, for a compiler that has none. Include it once a program.
 *
 *   try_except(filter, body, argument)   0, or the code of the exception that filter caught
 *   try_finally(finally, body, argument) finally runs when body is left by unwinding
 *   try_raw(handler, body, argument)     handler is the frame's language handler
 */
#ifndef SEH_H
#define SEH_H

#include "conformance.h"

typedef LONG (*seh_filter)(EXCEPTION_POINTERS *pointers);
typedef void (*seh_finally)(BOOLEAN abnormal);
typedef void (*seh_body)(void *argument);
typedef EXCEPTION_DISPOSITION (*seh_handler)(EXCEPTION_RECORD *record, void *frame,
                                             CONTEXT *context, DISPATCHER_CONTEXT *dispatcher);

DWORD try_except(seh_filter filter, seh_body body, void *argument);
void try_finally(seh_finally finally, seh_body body, void *argument);
/* Answers 0, or what RtlUnwind was given as return value for the label try_raw_target. */
ULONG_PTR try_raw(seh_handler handler, seh_body body, void *argument);
void try_raw_target(void);

/* What eax held when the __except block of try_except began. */
__attribute__((used)) static volatile DWORD seh_target_eax;

/* What the frames below keep at 32(%rsp) is the first argument. */
__attribute__((used)) static LONG seh_call_filter(EXCEPTION_POINTERS *pointers, char *frame)
{
    *(DWORD *)(frame + 40) = pointers->ExceptionRecord->ExceptionCode;
    return (*(seh_filter *)(frame + 32))(pointers);
}

__attribute__((used)) static void seh_call_finally(BOOLEAN abnormal, char *frame)
{
    (*(seh_finally *)(frame + 32))(abnormal);
}

__attribute__((used)) static EXCEPTION_DISPOSITION seh_call_handler(EXCEPTION_RECORD *record,
                                                                    char *frame, CONTEXT *context,
                                                                    DISPATCHER_CONTEXT *dispatcher)
{
    return (*(seh_handler *)(frame + 32))(record, frame, context, dispatcher);
}

#define SEH_FRAME(name)               \
    ".globl " name "\n"               \
    ".seh_proc " name "\n" name ":\n" \
    "  subq $56, %rsp\n"              \
    "  .seh_stackalloc 56\n"          \
    "  .seh_endprologue\n"            \
    "  movq %rcx, 32(%rsp)\n"         \
    "  movq %r8, %rcx\n"

__asm__(".text\n" SEH_FRAME(
    "try_except") "1: call *%rdx\n"
                  "   nop\n"
                  "2: movl $0, 40(%rsp)\n"
                  "3: movl %eax, seh_target_eax(%rip)\n"
                  "   movl 40(%rsp), %eax\n"
                  "   addq $56, %rsp\n"
                  "   ret\n"
                  ".seh_handler __C_specific_handler, @except, @unwind\n"
                  ".seh_handlerdata\n"
                  "   .long 1\n"
                  "   .rva 1b, 2b, seh_call_filter, 3b\n"
                  ".text\n.seh_endproc\n" SEH_FRAME(
                      "try_finally") "1: call *%rdx\n"
                                     "   nop\n"
                                     "2: addq $56, %rsp\n"
                                     "   ret\n"
                                     ".seh_handler __C_specific_handler, @except, @unwind\n"
                                     ".seh_handlerdata\n"
                                     "   .long 1\n"
                                     "   .rva 1b, 2b, seh_call_finally\n"
                                     "   .long 0\n"
                                     ".text\n.seh_endproc\n" SEH_FRAME(
                                         "try_raw") "   call *%rdx\n"
                                                    "   nop\n"
                                                    "   xorl %eax, %eax\n"
                                                    ".globl try_raw_target\n"
                                                    "try_raw_target:\n"
                                                    "   addq $56, %rsp\n"
                                                    "   ret\n"
                                                    ".seh_handler seh_call_handler, @except, "
                                                    "@unwind\n"
                                                    ".seh_endproc\n");

static inline LONG seh_catch(EXCEPTION_POINTERS *pointers)
{
    return EXCEPTION_EXECUTE_HANDLER;
}

#endif
