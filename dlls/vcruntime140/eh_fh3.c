/* The tables of a function in the form that all compilers emit: fixed-size structures. */
#include "eh.h"

/* The start of the function or funclet whose code runs: where a piece of it lies elsewhere, its
 * unwind data is chained to the start's. */
static ULONG64 primary_start(PDISPATCHER_CONTEXT disp)
{
    const RUNTIME_FUNCTION *function = disp->FunctionEntry;
    for (int depth = 0; depth < 32; depth++) {
        const UCHAR *info = (const UCHAR *)disp->ImageBase + function->UnwindData;
        if (!(info[0] >> 3 & UNW_FLAG_CHAININFO))
            break;
        function = (const RUNTIME_FUNCTION *)(info + 4 + ((info[2] + 1) & ~1) * 2);
    }
    return disp->ImageBase + function->BeginAddress;
}

void eh_open_position(struct eh_function *f, PDISPATCHER_CONTEXT disp)
{
    *f = (struct eh_function){
        .base = disp->ImageBase,
        .start = primary_start(disp),
        .chunk = disp->ImageBase + disp->FunctionEntry->BeginAddress,
    };
}

BOOLEAN eh_open3(struct eh_function *f, PDISPATCHER_CONTEXT disp)
{
    const FUNC_INFO *info = (const FUNC_INFO *)(disp->ImageBase + *(ULONG *)disp->HandlerData);
    const ES_TYPE_LIST *specification = NULL;

    if (info->magic < EH_MAGIC_FIRST || info->magic > EH_MAGIC_LAST)
        return FALSE;
    eh_open_position(f, disp);
    f->info = info;
    f->state_count = info->state_count;
    f->try_count = info->try_count;
    if (info->magic >= EH_MAGIC_FIRST + 1 && info->specification)
        specification = (const ES_TYPE_LIST *)(f->base + info->specification);
    if (info->magic >= EH_MAGIC_FIRST + 2) {
        f->synchronous = (info->flags & FI_SYNCHRONOUS) != 0;
        f->no_except = (info->flags & FI_NOEXCEPT) != 0;
    }
    if (specification && specification->count == 0) /* throw() */
        f->no_except = TRUE;
    return TRUE;
}

static const void *at(const struct eh_function *f, ULONG rva)
{
    return (const void *)(f->base + rva);
}

LONG eh_state_at(const struct eh_function *f, ULONG64 pc)
{
    const IP_MAP_ENTRY *map;
    ULONG low = 0, high, offset = (ULONG)(pc - f->base);

    if (f->compressed)
        return eh4_state_at(f, pc);
    map = at(f, f->info->ip_map);
    high = f->info->ip_count;
    while (low < high) { /* the last entry at or before the address */
        ULONG middle = (low + high) / 2;
        if (map[middle].ip <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? map[low - 1].state : -1;
}

struct eh_try eh_get_try(const struct eh_function *f, ULONG index)
{
    const TRY_MAP_ENTRY *entry;
    if (f->compressed)
        return eh4_get_try(f, index);
    entry = (const TRY_MAP_ENTRY *)at(f, f->info->try_map) + index;
    return (struct eh_try){entry->low, entry->high, entry->catch_high, entry->handlers,
                           entry->handler_count};
}

struct eh_handler eh_get_handler(const struct eh_function *f, const struct eh_try *try, ULONG index)
{
    const HANDLER_TYPE *entry;
    if (f->compressed)
        return eh4_get_handler(f, try, index);
    entry = (const HANDLER_TYPE *)at(f, try->handlers) + index;
    return (struct eh_handler){.adjectives = entry->adjectives,
                               .type = entry->type,
                               .object = entry->object,
                               .funclet = f->base + entry->funclet,
                               .frame = entry->frame};
}

struct eh_unwind eh_get_unwind(const struct eh_function *f, LONG state)
{
    const UNWIND_MAP_ENTRY *entry;
    if (f->compressed)
        return eh4_get_unwind(f, state);
    entry = (const UNWIND_MAP_ENTRY *)at(f, f->info->unwind_map) + state;
    return (struct eh_unwind){.to_state = entry->to_state,
                              .action = entry->action ? EH_FUNCLET : EH_NOTHING,
                              .code = f->base + entry->action};
}

EXCEPTION_DISPOSITION __CxxFrameHandler3(PEXCEPTION_RECORD record, ULONG64 frame, PCONTEXT context,
                                         PDISPATCHER_CONTEXT disp)
{
    struct eh_function f;
    if (!eh_open3(&f, disp))
        return ExceptionContinueSearch;
    return eh_frame_handler(&f, record, frame, context, disp);
}
