/*
 * Throw information, type descriptors and vftables of the exceptions that dynamic_cast and typeid
 * throw, laid out as the compiler would. A descriptor's vftable pointer is never called through.
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
    catchable bad_cast, ".?AVbad_cast@std@@", 24
    catchable bad_typeid, ".?AVbad_typeid@std@@", 24
    catchable non_rtti_object, ".?AV__non_rtti_object@std@@", 24

    throwable bad_cast, 2, catchable_bad_cast, catchable_exception
    throwable bad_typeid, 2, catchable_bad_typeid, catchable_exception
    throwable non_rtti_object, 3, catchable_non_rtti_object, catchable_bad_typeid, catchable_exception
