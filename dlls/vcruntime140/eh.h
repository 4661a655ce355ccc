/* eh.h - the parts of the C++ exception runtime as they see each other. */
#ifndef BAILEY_EH_H
#define BAILEY_EH_H

#include "eh_types.h"

/* ---- a function's tables, FH3 or FH4, decoded piece by piece */

struct eh_function {
    ULONG64 base;                      /* of its image */
    ULONG64 start;                     /* of the function or funclet */
    ULONG64 chunk;                     /* of the piece of it that the control pc is in */
    const FUNC_INFO *info;             /* FH3 */
    ULONG unwind_map, try_map, ip_map; /* FH4 */
    BOOLEAN compressed;                /* FH4 */
    BOOLEAN separated;                 /* FH4: ip_map is a list of maps, one for each chunk */
    BOOLEAN synchronous;
    BOOLEAN no_except;
    BOOLEAN is_catch; /* FH4: this is a catch funclet; frame_offset as HANDLER_TYPE.frame */
    ULONG frame_offset;
    ULONG state_count;
    ULONG try_count;
};

struct eh_try {
    LONG low, high, catch_high;
    ULONG handlers;
    ULONG handler_count;
};

struct eh_handler {
    ULONG adjectives;
    ULONG type;
    LONG object;
    ULONG64 funclet;
    ULONG frame;
    ULONG continuation_count; /* FH4: the funclet answers an index into these */
    ULONG64 continuation[2];
};

enum eh_action { EH_NOTHING, EH_DESTROY, EH_DESTROY_POINTED, EH_FUNCLET };

struct eh_unwind {
    LONG to_state;
    enum eh_action action;
    ULONG64 code;
    ULONG object; /* frame offset, for the EH_DESTROY kinds */
};

/* Everything zero but base, start and chunk. */
void eh_open_position(struct eh_function *f, PDISPATCHER_CONTEXT disp);
/* FALSE: the data is none that this runtime knows. */
BOOLEAN eh_open3(struct eh_function *f, PDISPATCHER_CONTEXT disp);
void eh_open4(struct eh_function *f, PDISPATCHER_CONTEXT disp);
LONG eh_state_at(const struct eh_function *f, ULONG64 pc);
struct eh_try eh_get_try(const struct eh_function *f, ULONG index);
struct eh_handler eh_get_handler(const struct eh_function *f, const struct eh_try *try,
                                 ULONG index);
struct eh_unwind eh_get_unwind(const struct eh_function *f, LONG state);
LONG eh4_state_at(const struct eh_function *f, ULONG64 pc);
struct eh_try eh4_get_try(const struct eh_function *f, ULONG index);
struct eh_handler eh4_get_handler(const struct eh_function *f, const struct eh_try *try,
                                  ULONG index);
struct eh_unwind eh4_get_unwind(const struct eh_function *f, LONG state);

/* ---- catch blocks that are running */

/* One for each, on the stack of the frame that runs it. */
struct eh_catch {
    struct eh_catch *previous;
    ULONG64 frame;    /* where the try block is: the function's frame, or a catch funclet's */
    LONG outer_state; /* that frame's state while the catch block runs */
    ULONG64 funclet;
    ULONG64 establisher; /* the function's frame */
    PEXCEPTION_RECORD record;
    PEXCEPTION_RECORD saved_record;
    PCONTEXT saved_context;
    BOOLEAN left; /* only its state is still wanted */
};

struct eh_thread {
    PEXCEPTION_RECORD current; /* what the innermost running catch block has caught */
    PCONTEXT current_context;
    struct eh_catch *catches;
    int processing; /* exceptions thrown and not yet caught */
    void (*unexpected)(void);
    void (*translator)(unsigned code, PEXCEPTION_POINTERS pointers);
};

/* Of the current fiber; never NULL. */
struct eh_thread *eh_self(void);

/* ---- the rest */

static inline BOOLEAN eh_is_cxx(const EXCEPTION_RECORD *record)
{
    ULONG_PTR magic = record->ExceptionInformation[0];
    return record->ExceptionCode == EH_CODE && record->NumberParameters == EH_PARAMETERS &&
           ((magic >= EH_MAGIC_FIRST && magic <= EH_MAGIC_LAST) || magic == EH_MAGIC_PURE);
}

static inline const THROW_INFO *eh_throw_info(const EXCEPTION_RECORD *record)
{
    return (const THROW_INFO *)record->ExceptionInformation[2];
}

static inline void *eh_object(const EXCEPTION_RECORD *record)
{
    return (void *)record->ExceptionInformation[1];
}

/* The subobject that place says, of *object. */
void *__AdjustPointer(void *object, const PMD *place);
/* How the exception can be caught by the handler: NULL if it cannot. *all: by catch (...). */
const CATCHABLE_TYPE *eh_match(const EXCEPTION_RECORD *record, const struct eh_handler *handler,
                               ULONG64 base, BOOLEAN *all);
/* Initialises the catch block's variable at `to`. */
void eh_build_object(const EXCEPTION_RECORD *record, const struct eh_handler *handler,
                     const CATCHABLE_TYPE *type, void *to);
/* Runs the exception object's destructor, where it has one and throwing is not null. */
void __DestructExceptionObject(PEXCEPTION_RECORD record, BOOLEAN throwing);

__attribute__((noreturn)) void __std_terminate(void);

/* The asm frames (eh_call.S). */
ULONG64 eh_call_catch(struct eh_catch *running);
void eh_call_action(ULONG64 code, ULONG64 argument0, ULONG64 argument1);

/* STATUS_UNWIND_CONSOLIDATE records: what the frame handler tells the unwinder and eh_run_catch. */
enum eh_consolidate {
    EHC_CALLBACK, /* by definition of the status */
    EHC_FRAME,
    EHC_ESTABLISHER,
    EHC_FUNCLET,
    EHC_TARGET_STATE,
    EHC_OUTER_STATE,
    EHC_RECORD,
    EHC_CONTEXT,
    EHC_CONTINUATIONS,
    EHC_CONTINUATION_0,
    EHC_CONTINUATION_1,
    EHC_MAGIC, /* that of this runtime: a record of another's is not ours to read */
    EHC_COUNT,
};
ULONG64 eh_run_catch(PEXCEPTION_RECORD consolidate);
/* The frame's state where a catch block of it is running; FALSE: none is. */
BOOLEAN eh_outer_state(ULONG64 frame, LONG *state);
/* The frame is being unwound: its catch block, if one ran, is none any more. */
void eh_forget_frame(ULONG64 frame);

EXCEPTION_DISPOSITION eh_frame_handler(struct eh_function *f, PEXCEPTION_RECORD record,
                                       ULONG64 frame, PCONTEXT context, PDISPATCHER_CONTEXT disp);

#endif
