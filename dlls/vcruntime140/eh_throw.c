/* Throwing, and what the runtime tells of exceptions in flight. */
#include "eh.h"
#include <stdlib.h>
#include <process.h>

static DWORD slot = FLS_OUT_OF_INDEXES;

static void WINAPI free_thread(void *thread)
{
    HeapFree(GetProcessHeap(), 0, thread);
}

static DWORD thread_slot(void)
{
    DWORD made;

    if (slot != FLS_OUT_OF_INDEXES)
        return slot;
    made = FlsAlloc(free_thread);
    if (InterlockedCompareExchange((volatile LONG *)&slot, (LONG)made, (LONG)FLS_OUT_OF_INDEXES) !=
        (LONG)FLS_OUT_OF_INDEXES)
        FlsFree(made);
    return slot;
}

/* Fiber-local, for the list of catch blocks lies on the stack that they run on. */
struct eh_thread *eh_self(void)
{
    DWORD error = GetLastError();
    DWORD index = thread_slot();
    struct eh_thread *self = FlsGetValue(index);

    if (!self) {
        self = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(*self));
        if (!self || !FlsSetValue(index, self))
            abort();
    }
    SetLastError(error);
    return self;
}

void _CxxThrowException(void *object, const THROW_INFO *info)
{
    ULONG_PTR parameters[EH_PARAMETERS] = {EH_MAGIC_FIRST, (ULONG_PTR)object, (ULONG_PTR)info, 0};
    PVOID base = NULL;

    if (info) {
        RtlPcToFileHeader((PVOID)info, &base);
        parameters[3] = (ULONG_PTR)base;
        if (!base || (info->attributes & TI_PURE))
            parameters[0] = EH_MAGIC_PURE;
    }
    eh_self()->processing++;
    RaiseException(EH_CODE, EXCEPTION_NONCONTINUABLE, EH_PARAMETERS, parameters);
}

void **__current_exception(void)
{
    return (void **)&eh_self()->current;
}

void **__current_exception_context(void)
{
    return (void **)&eh_self()->current_context;
}

int *__processing_throw(void)
{
    return &eh_self()->processing;
}

int __uncaught_exceptions(void)
{
    return eh_self()->processing;
}

BOOLEAN __uncaught_exception(void)
{
    return eh_self()->processing != 0;
}

typedef void (*translator)(unsigned code, PEXCEPTION_POINTERS pointers);

translator _set_se_translator(translator made)
{
    struct eh_thread *self = eh_self();
    translator old = self->translator;
    self->translator = made;
    return old;
}

typedef void (*unexpected_handler)(void);

unexpected_handler set_unexpected(unexpected_handler made)
{
    struct eh_thread *self = eh_self();
    unexpected_handler old = self->unexpected;
    self->unexpected = made;
    return old;
}

unexpected_handler _get_unexpected(void)
{
    return eh_self()->unexpected;
}

/* The C library keeps the terminate handler. */
void __std_terminate(void)
{
    HMODULE crt = GetModuleHandleW(L"ucrtbase.dll");
    void (*terminate)(void) = crt ? (void (*)(void))GetProcAddress(crt, "terminate") : NULL;
    if (terminate)
        terminate();
    abort();
}

void unexpected(void)
{
    unexpected_handler handler = eh_self()->unexpected;
    if (handler)
        handler();
    __std_terminate();
}

BOOLEAN _is_exception_typeof(const TYPE_DESCRIPTOR *type, PEXCEPTION_POINTERS pointers)
{
    const EXCEPTION_RECORD *record = pointers->ExceptionRecord;
    struct eh_handler handler = {.adjectives =
                                     HT_REFERENCE | HT_CONST | HT_VOLATILE | HT_UNALIGNED};
    BOOLEAN all;

    if (!eh_is_cxx(record) || !eh_throw_info(record))
        return FALSE;
    handler.type = 1; /* any but 0: base makes it the descriptor's address */
    return eh_match(record, &handler, (ULONG64)type - 1, &all) != NULL;
}

EXCEPTION_DISPOSITION __C_specific_handler_noexcept(PEXCEPTION_RECORD record, ULONG64 frame,
                                                    PCONTEXT context, PDISPATCHER_CONTEXT disp)
{
    EXCEPTION_DISPOSITION disposition = __C_specific_handler(record, (PVOID)frame, context, disp);
    if (!(record->ExceptionFlags & EXCEPTION_UNWIND) && eh_is_cxx(record) &&
        disposition == ExceptionContinueSearch)
        __std_terminate();
    return disposition;
}
