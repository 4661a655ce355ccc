/*
 * fibersapi.c - fibers: stacks that a thread switches among by itself. What the TEB says of the
 * stack and of fiber-local storage goes with the fiber; the registers lie on its stack.
 */
#include "nt_exception.h"
#include "nt_error.h"

#define FIBER_FRAME \
    TEB_WIDTH(0xb8 + 8 * 8, 8 + 4 * 4) /* what k32_switch_stack leaves below the return address */
#define HAS_FIBER_DATA 0x0004          /* TEB.SameTebFlags */

typedef struct INITIAL_TEB {
    PVOID OldStackBase, OldStackLimit, StackBase, StackLimit, StackAllocationBase;
} INITIAL_TEB;
NTSTATUS NTAPI RtlCreateUserStack(SIZE_T commit, SIZE_T reserve, ULONG_PTR zero_bits,
                                  SIZE_T page_size, ULONG_PTR alignment, INITIAL_TEB *out);
VOID NTAPI RtlFreeUserStack(PVOID allocation_base);

struct fiber {
    PVOID data; /* GetFiberData reads it here */
    PVOID stack_base, stack_limit, stack_allocation;
    PVOID rsp; /* while it does not run */
    PVOID fls, activation_stack, exception_list;
    ULONG guaranteed;
    ULONG flags;
    LPFIBER_START_ROUTINE start;
};

/* fiber_switch.S: pushes the registers that calls preserve, stores rsp, takes the other's. */
void k32_switch_stack(PVOID *save, PVOID rsp);
/* What a new fiber's first switch returns to. */
void k32_fiber_entry(void);

static struct fiber *current(void)
{
    return teb_self()->NtTib.FiberData;
}

static void leave(struct fiber *fiber, const TEB_FULL *teb)
{
    fiber->stack_base = teb->NtTib.StackBase;
    fiber->stack_limit = teb->NtTib.StackLimit;
    fiber->stack_allocation = teb->DeallocationStack;
    fiber->exception_list = teb->NtTib.ExceptionList;
    fiber->fls = teb->FlsData;
    fiber->activation_stack = teb->ActivationContextStackPointer;
    fiber->guaranteed = teb->GuaranteedStackBytes;
}

static void enter(struct fiber *fiber, TEB_FULL *teb)
{
    teb->NtTib.StackBase = fiber->stack_base;
    teb->NtTib.StackLimit = fiber->stack_limit;
    teb->DeallocationStack = fiber->stack_allocation;
    teb->NtTib.ExceptionList = fiber->exception_list;
    teb->NtTib.FiberData = fiber;
    teb->FlsData = fiber->fls;
    teb->ActivationContextStackPointer = fiber->activation_stack;
    teb->GuaranteedStackBytes = fiber->guaranteed;
}

VOID WINAPI SwitchToFiber(LPVOID to)
{
    TEB_FULL *teb = teb_self();
    struct fiber *from = current();

    leave(from, teb);
    enter(to, teb);
    k32_switch_stack(&from->rsp, ((struct fiber *)to)->rsp);
}

/* The fiber's first function; when it returns the thread ends. */
void k32_run_fiber(void)
{
    struct fiber *self = current();
    self->start(self->data);
    ExitThread(0);
}

static SIZE_T default_reserve(void)
{
    const UCHAR *base = peb_self()->ImageBaseAddress;
    const IMAGE_NT_HEADERS *headers =
        (const IMAGE_NT_HEADERS *)(base + ((const IMAGE_DOS_HEADER *)base)->e_lfanew);
    return headers->OptionalHeader.SizeOfStackReserve;
}

LPVOID WINAPI CreateFiberEx(SIZE_T commit, SIZE_T reserve, DWORD flags, LPFIBER_START_ROUTINE start,
                            LPVOID parameter)
{
    struct fiber *fiber;
    INITIAL_TEB stack;
    NTSTATUS status;
    PVOID *top;

    if (flags & ~(DWORD)FIBER_FLAG_FLOAT_SWITCH) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    fiber = RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof(*fiber));
    if (!fiber) {
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    if (!reserve)
        reserve = commit > default_reserve() ? commit : default_reserve();
    status = RtlCreateUserStack(commit, reserve, 0, 0x1000, 0x10000, &stack);
    if (status) {
        RtlFreeHeap(peb_self()->ProcessHeap, 0, fiber);
        set_last_nt_error(status);
        return NULL;
    }
    top = (PVOID *)stack.StackBase;
    top[-11] =
        k32_fiber_entry; /* what the first switch returns to; above it a zero return address */
    fiber->rsp = (char *)&top[-11] - FIBER_FRAME;
    ((ULONG *)fiber->rsp)[0] = 0x1f80; /* mxcsr */
    ((ULONG *)fiber->rsp)[1] = 0x27f;  /* x87 control word */
    fiber->data = parameter;
    fiber->start = start;
    fiber->flags = flags;
    fiber->stack_base = stack.StackBase;
    fiber->stack_limit = stack.StackLimit;
    fiber->stack_allocation = stack.StackAllocationBase;
    fiber->exception_list = (PVOID)-1;
    return fiber;
}

LPVOID WINAPI CreateFiber(SIZE_T stack, LPFIBER_START_ROUTINE start, LPVOID parameter)
{
    return CreateFiberEx(stack, 0, 0, start, parameter);
}

/* The stack of a fiber that was a thread is the thread's to free. */
VOID WINAPI DeleteFiber(LPVOID of)
{
    struct fiber *fiber = of;

    if (fiber == current() && (teb_self()->SameTebFlags & HAS_FIBER_DATA))
        ExitThread(1);
    RtlProcessFlsData(fiber->fls, 3);
    if (fiber->start)
        RtlFreeUserStack(fiber->stack_allocation);
    RtlFreeHeap(peb_self()->ProcessHeap, 0, fiber);
}

LPVOID WINAPI ConvertThreadToFiberEx(LPVOID parameter, DWORD flags)
{
    TEB_FULL *teb = teb_self();
    struct fiber *fiber;

    if (teb->SameTebFlags & HAS_FIBER_DATA) {
        fail_with(ERROR_ALREADY_FIBER);
        return NULL;
    }
    if (flags & ~(DWORD)FIBER_FLAG_FLOAT_SWITCH) {
        fail_with(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    fiber = RtlAllocateHeap(peb_self()->ProcessHeap, HEAP_ZERO_MEMORY, sizeof(*fiber));
    if (!fiber) {
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    fiber->data = parameter;
    fiber->flags = flags;
    leave(fiber, teb);
    teb->NtTib.FiberData = fiber;
    teb->SameTebFlags |= HAS_FIBER_DATA;
    return fiber;
}

LPVOID WINAPI ConvertThreadToFiber(LPVOID parameter)
{
    return ConvertThreadToFiberEx(parameter, 0);
}

BOOL WINAPI ConvertFiberToThread(void)
{
    TEB_FULL *teb = teb_self();
    struct fiber *fiber = current();

    if (!(teb->SameTebFlags & HAS_FIBER_DATA))
        return fail_with(ERROR_ALREADY_THREAD);
    teb->SameTebFlags &= ~HAS_FIBER_DATA;
    teb->NtTib.FiberData = NULL;
    RtlFreeHeap(peb_self()->ProcessHeap, 0, fiber);
    return TRUE;
}

BOOL WINAPI IsThreadAFiber(void)
{
    return (teb_self()->SameTebFlags & HAS_FIBER_DATA) != 0;
}
