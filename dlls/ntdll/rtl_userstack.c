/* Stacks for fibers, made as those of threads are. */
#include "mm.h"

typedef struct INITIAL_TEB {
    PVOID OldStackBase, OldStackLimit, StackBase, StackLimit, StackAllocationBase;
} INITIAL_TEB;

#define LEAST_STACK 0x10000

NTSTATUS NTAPI RtlCreateUserStack(SIZE_T commit, SIZE_T reserve, ULONG_PTR zero_bits,
                                  SIZE_T page_size, ULONG_PTR alignment, INITIAL_TEB *out)
{
    PVOID base, limit, top;
    NTSTATUS status;

    if (reserve < commit)
        reserve = commit;
    if (reserve < LEAST_STACK)
        reserve = LEAST_STACK;
    status = mm_create_stack(reserve, &base, &limit, &top);
    if (status)
        return status;
    *out = (INITIAL_TEB){.StackBase = top, .StackLimit = limit, .StackAllocationBase = base};
    return STATUS_SUCCESS;
}

VOID NTAPI RtlFreeUserStack(PVOID allocation_base)
{
    mm_free_stack(allocation_base);
}
