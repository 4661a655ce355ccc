/*
 * The frame handler of C++ functions.
 *
 * A frame has a state, which says what try blocks it is in and what objects wait for destruction.
 * It comes from the control pc, except where a catch block of the frame is running: the frame's pc
 * is still that of the throw then, while the catch block's eh_catch tells the state outside of its
 * try.
 *
 * A catch funclet is a frame of its own. It sees the try blocks within its catch block only; those
 * around it are its function's, whose frame the search meets next.
 */
#include "eh.h"

struct position {
    ULONG64 frame;       /* the actual one */
    ULONG64 establisher; /* the function's, which funclets work on */
    LONG state;
    LONG floor;   /* the state below which nothing belongs to this frame */
    LONG ceiling; /* catch_high of a funclet's own try; else no limit */
};

static void find_funclet(const struct eh_function *f, struct position *p)
{
    if (f->is_catch) {
        p->establisher = *(ULONG64 *)(p->frame + f->frame_offset);
        return;
    }
    for (ULONG i = 0; i < f->try_count && !f->compressed; i++) {
        struct eh_try try = eh_get_try(f, i);
        for (ULONG j = 0; j < try.handler_count; j++) {
            struct eh_handler handler = eh_get_handler(f, &try, j);
            if (handler.funclet != f->start)
                continue;
            p->establisher = *(ULONG64 *)(p->frame + handler.frame);
            p->floor = try.high;
            p->ceiling = try.catch_high;
            return;
        }
    }
}

static struct position locate(const struct eh_function *f, ULONG64 frame, PDISPATCHER_CONTEXT disp)
{
    struct position p = {.frame = frame, .establisher = frame, .floor = -1, .ceiling = 0x7fffffff};
    find_funclet(f, &p);
    if (!eh_outer_state(frame, &p.state))
        p.state = eh_state_at(f, disp->ControlPc);
    return p;
}

/* ---- first phase */

__attribute__((noreturn)) static void catch_it(const struct eh_function *f,
                                               const struct position *p, const struct eh_try *try,
                                               const struct eh_handler *handler,
                                               PEXCEPTION_RECORD caught, PCONTEXT context,
                                               PDISPATCHER_CONTEXT disp)
{
    EXCEPTION_RECORD record = {
        .ExceptionCode = STATUS_UNWIND_CONSOLIDATE,
        .ExceptionFlags = EXCEPTION_NONCONTINUABLE,
        .NumberParameters = EHC_COUNT,
    };
    ULONG_PTR *out = record.ExceptionInformation;

    out[EHC_CALLBACK] = (ULONG_PTR)eh_run_catch;
    out[EHC_FRAME] = p->frame;
    out[EHC_ESTABLISHER] = p->establisher;
    out[EHC_FUNCLET] = handler->funclet;
    out[EHC_TARGET_STATE] = try->low;
    out[EHC_OUTER_STATE] = eh_get_unwind(f, try->low).to_state;
    out[EHC_RECORD] = (ULONG_PTR)caught;
    out[EHC_CONTEXT] = (ULONG_PTR)context;
    out[EHC_CONTINUATIONS] = handler->continuation_count;
    out[EHC_CONTINUATION_0] = handler->continuation[0];
    out[EHC_CONTINUATION_1] = handler->continuation[1];
    out[EHC_MAGIC] = (ULONG_PTR)eh_run_catch;
    for (;;)
        RtlUnwindEx((PVOID)p->frame, (PVOID)disp->ControlPc, &record, NULL, disp->ContextRecord,
                    disp->HistoryTable);
}

static void search_try(const struct eh_function *f, const struct position *p,
                       const struct eh_try *try, PEXCEPTION_RECORD record, PCONTEXT context,
                       PDISPATCHER_CONTEXT disp)
{
    for (ULONG i = 0; i < try->handler_count; i++) {
        struct eh_handler handler = eh_get_handler(f, try, i);
        BOOLEAN all = FALSE;
        const CATCHABLE_TYPE *type = eh_match(record, &handler, f->base, &all);
        if (!type && !all)
            continue;
        if (type && handler.object)
            eh_build_object(record, &handler, type, (void *)(p->establisher + handler.object));
        catch_it(f, p, try, &handler, record, context, disp);
    }
}

static void search(const struct eh_function *f, const struct position *p, PEXCEPTION_RECORD record,
                   PCONTEXT context, PDISPATCHER_CONTEXT disp)
{
    struct eh_thread *self = eh_self();

    if (eh_is_cxx(record)) {
        if (!eh_throw_info(record)) { /* throw; */
            if (!self->current)
                return;
            record = self->current;
            context = self->current_context;
        }
    } else if (self->translator && f->try_count) {
        EXCEPTION_POINTERS pointers = {record, context};
        self->translator(record->ExceptionCode, &pointers);
    }
    for (ULONG i = 0; i < f->try_count; i++) {
        struct eh_try try = eh_get_try(f, i);
        if (try.low > p->floor && try.high <= p->ceiling && try.low <= p->state &&
            p->state <= try.high)
            search_try(f, p, &try, record, context, disp);
    }
    if (f->no_except && eh_is_cxx(record))
        __std_terminate();
}

/* ---- second phase */

static void destroy(const struct eh_unwind *entry, ULONG64 establisher)
{
    ULONG64 object = establisher + entry->object;
    if (entry->action == EH_FUNCLET)
        eh_call_action(entry->code, 0, establisher);
    else if (entry->action == EH_DESTROY)
        eh_call_action(entry->code, object, 0);
    else if (entry->action == EH_DESTROY_POINTED)
        eh_call_action(entry->code, *(ULONG64 *)object, 0);
}

/* ScopeIndex keeps how far the unwinding has come (state + 2), for one that collides with it. */
static void unwind_to(const struct eh_function *f, const struct position *p, LONG target,
                      PDISPATCHER_CONTEXT disp)
{
    LONG state = disp->ScopeIndex ? (LONG)disp->ScopeIndex - 2 : p->state;

    if (target < p->floor)
        target = p->floor;
    while (state > target && state < (LONG)f->state_count) {
        struct eh_unwind entry = eh_get_unwind(f, state);
        state = entry.to_state;
        disp->ScopeIndex = (ULONG)(state + 2);
        destroy(&entry, p->establisher);
    }
}

static LONG unwind_target(const struct eh_function *f, const EXCEPTION_RECORD *record,
                          PDISPATCHER_CONTEXT disp)
{
    if (!(record->ExceptionFlags & EXCEPTION_TARGET_UNWIND))
        return -1;
    if (record->ExceptionCode != (DWORD)STATUS_UNWIND_CONSOLIDATE)
        return eh_state_at(f, disp->TargetIp);
    if (record->NumberParameters == EHC_COUNT &&
        record->ExceptionInformation[EHC_MAGIC] == (ULONG_PTR)eh_run_catch)
        return (LONG)record->ExceptionInformation[EHC_TARGET_STATE];
    return -1;
}

static BOOLEAN is_seen(const struct eh_function *f, const EXCEPTION_RECORD *record)
{
    return !f->synchronous || record->ExceptionCode == EH_CODE ||
           record->ExceptionCode == (DWORD)STATUS_UNWIND_CONSOLIDATE ||
           record->ExceptionCode == (DWORD)STATUS_LONGJUMP;
}

EXCEPTION_DISPOSITION eh_frame_handler(struct eh_function *f, PEXCEPTION_RECORD record,
                                       ULONG64 frame, PCONTEXT context, PDISPATCHER_CONTEXT disp)
{
    struct position p = locate(f, frame, disp);

    if (record->ExceptionFlags & EXCEPTION_UNWIND) {
        eh_forget_frame(frame);
        if (f->state_count && is_seen(f, record))
            unwind_to(f, &p, unwind_target(f, record, disp), disp);
    } else if ((f->try_count || f->no_except) && is_seen(f, record)) {
        search(f, &p, record, context, disp);
    }
    return ExceptionContinueSearch;
}
