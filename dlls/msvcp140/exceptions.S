/*
 * Throw information, type descriptors and vftables of the exceptions that throw.c throws, laid out
 * as the compiler would.
 */
    .macro catchable name, decorated, size
    .data
    .balign 8
type_\name:
    .quad 0, 0
    .asciz "\decorated"
    .section .rdata, "dr"
    .balign 8
catchable_\name:
    .long 0
    .rva type_\name
    .long 0, -1, 0
    .long 24
    .rva std_exception_copy_construct
    .endm

    .macro throwable name, count, types:vararg
    .section .rdata, "dr"
    .balign 8
types_\name:
    .long \count
    .rva \types
    .globl throw_\name
throw_\name:
    .long 0
    .rva std_exception_destruct
    .long 0
    .rva types_\name
    .balign 8
    .globl vftable_\name
vftable_\name:
    .quad std_exception_delete, std_exception_what
    .endm

    catchable exception, ".?AVexception@std@@", 24
    catchable bad_alloc, ".?AVbad_alloc@std@@", 24
    catchable bad_function_call, ".?AVbad_function_call@std@@", 24
    catchable logic_error, ".?AVlogic_error@std@@", 24
    catchable length_error, ".?AVlength_error@std@@", 24
    catchable out_of_range, ".?AVout_of_range@std@@", 24
    catchable invalid_argument, ".?AVinvalid_argument@std@@", 24
    catchable runtime_error, ".?AVruntime_error@std@@", 24
    catchable overflow_error, ".?AVoverflow_error@std@@", 24

    throwable bad_alloc, 2, catchable_bad_alloc, catchable_exception
    throwable bad_function_call, 2, catchable_bad_function_call, catchable_exception
    throwable length_error, 3, catchable_length_error, catchable_logic_error, catchable_exception
    throwable out_of_range, 3, catchable_out_of_range, catchable_logic_error, catchable_exception
    throwable invalid_argument, 3, catchable_invalid_argument, catchable_logic_error, catchable_exception
    throwable runtime_error, 2, catchable_runtime_error, catchable_exception
    throwable overflow_error, 3, catchable_overflow_error, catchable_runtime_error, catchable_exception
