/*
 * Catch blocks that run, and the life of exception objects: an object lives in the frame that threw
 * it, which stays on the stack (below the catch block) until the catch block ends.
 */
#include "eh.h"

/* Drops what a longjmp without unwinding has left: such records lie below the stack pointer. */
static struct eh_catch *first_catch(struct eh_thread *self)
{
    while (self->catches && (ULONG64)self->catches < (ULONG64)__builtin_frame_address(0))
        self->catches = self->catches->previous;
    return self->catches;
}

BOOLEAN eh_outer_state(ULONG64 frame, LONG *state)
{
    for (struct eh_catch *running = first_catch(eh_self()); running; running = running->previous) {
        if (running->frame == frame) {
            *state = running->outer_state;
            return TRUE;
        }
    }
    return FALSE;
}

void eh_forget_frame(ULONG64 frame)
{
    struct eh_catch **at = &eh_self()->catches;
    while (*at && (*at)->frame != frame)
        at = &(*at)->previous;
    if (*at)
        *at = (*at)->previous;
}

static BOOLEAN is_held_elsewhere(const struct eh_catch *by, const struct eh_thread *self)
{
    for (const struct eh_catch *other = self->catches; other; other = other->previous) {
        if (other != by && !other->left && eh_is_cxx(other->record) &&
            eh_object(other->record) == eh_object(by->record))
            return TRUE;
    }
    return FALSE;
}

/* The end of a catch block; `next` is the object that the program throws on, if it does. */
static void leave(struct eh_catch *running, const void *next)
{
    struct eh_thread *self = eh_self();

    if (running->left)
        return;
    running->left = TRUE;
    self->current = running->saved_record;
    self->current_context = running->saved_context;
    if (eh_is_cxx(running->record) && eh_object(running->record) != next &&
        !is_held_elsewhere(running, self))
        __DestructExceptionObject(running->record, TRUE);
}

/* The handler of eh_call_catch's frame: the catch block is left by an exception or a jump. Its
 * record stays listed until the frame of its try block has been unwound, which needs the state. */
EXCEPTION_DISPOSITION eh_during_catch(PEXCEPTION_RECORD record, ULONG64 frame, PCONTEXT context,
                                      PDISPATCHER_CONTEXT disp)
{
    const EXCEPTION_RECORD *next;

    if (record->ExceptionFlags & EXCEPTION_UNWIND) {
        next = record;
        if (record->ExceptionCode == (DWORD)STATUS_UNWIND_CONSOLIDATE &&
            record->NumberParameters == EHC_COUNT &&
            record->ExceptionInformation[EHC_MAGIC] == (ULONG_PTR)eh_run_catch)
            next = (const EXCEPTION_RECORD *)record->ExceptionInformation[EHC_RECORD];
        leave(*(struct eh_catch **)(frame + 32), eh_is_cxx(next) ? eh_object(next) : NULL);
    }
    return ExceptionContinueSearch;
}

/* The handler of eh_call_action's frame: a destructor that runs because of an exception threw. */
EXCEPTION_DISPOSITION eh_during_action(PEXCEPTION_RECORD record, ULONG64 frame, PCONTEXT context,
                                       PDISPATCHER_CONTEXT disp)
{
    if (!(record->ExceptionFlags & EXCEPTION_UNWIND) && eh_is_cxx(record))
        __std_terminate();
    return ExceptionContinueSearch;
}

/* Called by the unwinder in a frame that stands for the try block's. */
ULONG64 eh_run_catch(PEXCEPTION_RECORD consolidate)
{
    const ULONG_PTR *in = consolidate->ExceptionInformation;
    struct eh_thread *self = eh_self();
    struct eh_catch running = {
        .previous = first_catch(self),
        .frame = in[EHC_FRAME],
        .outer_state = (LONG)in[EHC_OUTER_STATE],
        .funclet = in[EHC_FUNCLET],
        .establisher = in[EHC_ESTABLISHER],
        .record = (PEXCEPTION_RECORD)in[EHC_RECORD],
        .saved_record = self->current,
        .saved_context = self->current_context,
    };
    ULONG64 next;

    self->catches = &running;
    self->current = running.record;
    self->current_context = (PCONTEXT)in[EHC_CONTEXT];
    if (eh_is_cxx(running.record) && self->processing)
        self->processing--;
    next = eh_call_catch(&running);
    leave(&running, NULL);
    eh_self()->catches = running.previous;
    return next < in[EHC_CONTINUATIONS] ? in[EHC_CONTINUATION_0 + next] : next;
}
