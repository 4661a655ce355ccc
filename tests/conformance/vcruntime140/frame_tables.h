/*
 * frame_tables.h - functions with try blocks as MSVC compiles them, written by hand: the tables of
 * __CxxFrameHandler3 and, compressed, of __CxxFrameHandler4.
 *
 * Each function calls rcx within its try block and keeps rdx in its frame; it answers 1, or what
 * the catch block has left (1000 more if the funclet chose the second continuation). Its frame:
 *   0x30 rdx   0x38 the caught object   0x40 the answer   0x44 the chosen continuation
 *   0x48 an int, 77, that a destructor is called for   0x50 FH3's own slot
 */
#define FRAMES                                                                                    \
    ".macro FUNCTION name, handler, info\n"                                                       \
    ".globl \\name\n.seh_proc \\name\n\\name:\n"                                                  \
    "sub $0x58, %rsp\n.seh_stackalloc 0x58\n.seh_endprologue\n"                                   \
    "movq $-2, 0x50(%rsp)\nmov %rdx, 0x30(%rsp)\nmovl $77, 0x48(%rsp)\n"                          \
    "movq $0, 0x38(%rsp)\nmovq $0, 0x40(%rsp)\n"                                                  \
    "\\name\\()_try:\ncall *%rcx\nnop\n\\name\\()_end:\n"                                         \
    "mov $1, %eax\nadd $0x58, %rsp\nret\n"                                                        \
    "\\name\\()_on:\nmov 0x40(%rsp), %eax\nadd $0x58, %rsp\nret\n"                                \
    "\\name\\()_other:\nmov 0x40(%rsp), %eax\nadd $1000, %eax\nadd $0x58, %rsp\nret\n"            \
    ".seh_handler \\handler, @unwind, @except\n.seh_handlerdata\n.rva \\info\n.text\n"            \
    ".seh_endproc\n.endm\n" /* A catch block: rdx is the function's frame; its answer is where to \
                               go on, or an index. */                                             \
    ".macro CATCH name, handler, info, answer:vararg\n"                                           \
    ".globl \\name\n.seh_proc \\name\n\\name:\nmov %rdx, 0x10(%rsp)\n"                            \
    "push %rbp\n.seh_pushreg %rbp\nsub $0x30, %rsp\n.seh_stackalloc 0x30\n.seh_endprologue\n"     \
    "mov %rdx, %rbp\nlea 0x38(%rbp), %rcx\nlea 0x44(%rbp), %rdx\ncall catch_block\n"              \
    "mov %eax, 0x40(%rbp)\n\\answer\nadd $0x30, %rsp\npop %rbp\nret\n"                            \
    ".seh_handler \\handler, @unwind, @except\n.seh_handlerdata\n.rva \\info\n.text\n"            \
    ".seh_endproc\n.endm\n"

/* ---- what is thrown */

#define THROWN                                                                        \
    ".section .data\n.balign 16\nint_type: .quad 0, 0\n.asciz \".H\"\n.balign 8\n"    \
    "thing_type: .quad 0, 0\n.asciz \".?AUthing@@\"\n.balign 8\n"                     \
    ".section .rdata,\"dr\"\n.balign 8\n"                                             \
    "int_catchable: .long 1\n.rva int_type\n.long 0, -1, 0, 4, 0\n"                   \
    "int_array: .long 1\n.rva int_catchable\n"                                        \
    ".globl int_throw\nint_throw: .long 0, 0, 0\n.rva int_array\n"                    \
    "thing_catchable: .long 0\n.rva thing_type\n.long 0, -1, 0, 4\n.rva thing_copy\n" \
    "thing_array: .long 1\n.rva thing_catchable\n"                                    \
    ".globl thing_throw\nthing_throw: .long 0\n.rva thing_end\n.long 0\n.rva thing_array\n.text\n"

/* ---- __CxxFrameHandler3 */

#define INFO3(name, states, unwinds, handler)                                                  \
    ".balign 8\n" name "_info: .long 0x19930522, " states "\n.rva " name "_unwinds\n"          \
    ".long 1\n.rva " name "_tries\n.long 4\n.rva " name "_ips\n.long 0x50, 0, 1\n" name        \
    "_unwinds: " unwinds name "_tries: .long 0, " states " - 2, " states " - 1, 1\n.rva " name \
    "_handlers\n" name "_handlers: " handler ".rva " name "_catch\n.long 0x48\n" name          \
    "_ips: .rva " name "\n.long -1\n.rva " name "_try\n.long " states " - 2\n.rva " name       \
    "_end\n.long -1\n.rva " name "_catch\n.long " states " - 1\n"
/* adjectives, type, object */
#define INT_BY_VALUE3     ".long 0\n.rva int_type\n.long 0x38\n"
#define INT_BY_REFERENCE3 ".long 8\n.rva int_type\n.long 0x38\n"
#define ANYTHING3         ".long 0x40, 0, 0\n"
#define THING_BY_VALUE3   ".long 0\n.rva thing_type\n.long 0x38\n"
/* Two states: in the try block, in the catch block. */
#define NO_UNWINDS3 ".long -1, 0, -1, 0\n"
#define FUNCTION3(name, states, unwinds, handler)                                       \
    "FUNCTION " name ", handler3, " name "_info\nCATCH " name "_catch, handler3, " name \
    "_info, lea " name                                                                  \
    "_on(%rip), %rax\n.section .rdata,\"dr\"\n" INFO3(name, states, unwinds, handler) ".text\n"

/* ---- __CxxFrameHandler4: numbers below 128 are one byte, twice their value */

#define INFO4(name, flags, states, unwinds, handler)                                              \
    name "_info: .byte 0x18 | " flags "\n.rva " name "_unwinds\n.rva " name "_tries\n.rva " name  \
         "_ips\n" name "_catch_info: .byte 0x01 | " flags "\n.rva " name                          \
         "_catch_ips\n.byte 2 * 0x48\n" name "_unwinds: " unwinds name                            \
         "_tries: .byte 2, 0, 2 * (" states " - 2), 2 * (" states " - 1)\n.rva " name             \
         "_handlers\n" name "_handlers: .byte 2\n" handler name "_ips: .byte 6, 0, 0, 2 * (" name \
         "_try - " name "), 2 * (" states " - 1), 2 * (" name "_end - " name "_try), 0\n" name    \
         "_catch_ips: .byte 2, 0, 0\n"
#define ONE4(name)          "_catch\n.byte 2 * (" name "_on - " name ")\n"
#define TWO4(name)          "_catch\n.byte 2 * (" name "_on - " name "), 2 * (" name "_other - " name ")\n"
#define INT_BY_VALUE4(name) ".byte 0x16\n.rva int_type\n.byte 2 * 0x38\n.rva " name ONE4(name)
#define INT_BY_REFERENCE4(name) \
    ".byte 0x27, 2 * 8\n.rva int_type\n.byte 2 * 0x38\n.rva " name TWO4(name)
#define ANYTHING4(name) ".byte 0x11, 2 * 0x40\n.rva " name ONE4(name)
#define NO_UNWINDS4     ".byte 4, 8, 2 * 4 * 2\n"
#define FUNCTION4(name, flags, states, unwinds, handler, answer)                        \
    "FUNCTION " name ", handler4, " name "_info\nCATCH " name "_catch, handler4, " name \
    "_catch_info, " answer                                                              \
    "\n.section .rdata,\"dr\"\n" INFO4(name, flags, states, unwinds, handler) ".text\n"
