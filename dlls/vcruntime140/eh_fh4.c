/*
 * The tables in the compressed form, FH4: numbers take one to five bytes, and fields are left out
 * where a header's bits say so. A catch funclet has tables of its own, with its own states.
 */
#include "eh.h"

#define FH4_CATCH      0x01
#define FH4_SEPARATED  0x02
#define FH4_BBT        0x04
#define FH4_UNWIND_MAP 0x08
#define FH4_TRY_MAP    0x10
#define FH4_EHS        0x20
#define FH4_NOEXCEPT   0x40

#define HANDLER_ADJECTIVES            0x01
#define HANDLER_TYPE_SET              0x02
#define HANDLER_OBJECT                0x04
#define HANDLER_RVA                   0x08
#define HANDLER_CONTINUATIONS(header) ((header) >> 4 & 3)

/* Unaligned, little-endian. */
static ULONG fixed(const UCHAR **p)
{
    ULONG value;
    __builtin_memcpy(&value, *p, 4);
    *p += 4;
    return value;
}

/* The number of low one bits in the first byte, up to four, says how many bytes follow. */
static ULONG packed(const UCHAR **p)
{
    const UCHAR *in = *p;
    ULONG value = in[0];

    if (!(value & 1)) {
        *p += 1;
        return value >> 1;
    }
    value |= in[1] << 8;
    if (!(value & 2)) {
        *p += 2;
        return value >> 2;
    }
    value |= in[2] << 16;
    if (!(value & 4)) {
        *p += 3;
        return value >> 3;
    }
    value |= (ULONG)in[3] << 24;
    *p += 4;
    if (!(value & 8))
        return value >> 4;
    *p = in + 1;
    return fixed(p);
}

static const UCHAR *at(const struct eh_function *f, ULONG rva)
{
    return (const UCHAR *)f->base + rva;
}

void eh_open4(struct eh_function *f, PDISPATCHER_CONTEXT disp)
{
    const UCHAR *p = (const UCHAR *)disp->ImageBase + *(ULONG *)disp->HandlerData;
    UCHAR header = *p++;

    eh_open_position(f, disp);
    f->compressed = TRUE;
    f->is_catch = (header & FH4_CATCH) != 0;
    f->separated = (header & FH4_SEPARATED) != 0;
    f->synchronous = (header & FH4_EHS) != 0;
    f->no_except = (header & FH4_NOEXCEPT) != 0;
    if (header & FH4_BBT)
        packed(&p);
    if (header & FH4_UNWIND_MAP) {
        const UCHAR *map;
        f->unwind_map = fixed(&p);
        map = at(f, f->unwind_map);
        f->state_count = packed(&map);
    }
    if (header & FH4_TRY_MAP) {
        const UCHAR *map;
        f->try_map = fixed(&p);
        map = at(f, f->try_map);
        f->try_count = packed(&map);
    }
    f->ip_map = fixed(&p);
    if (f->is_catch)
        f->frame_offset = packed(&p);
}

/* The map of the chunk that the control pc is in; 0: it has none. */
static ULONG chunk_map(const struct eh_function *f)
{
    const UCHAR *p = at(f, f->ip_map);
    ULONG count;

    if (!f->separated)
        return f->ip_map;
    count = packed(&p);
    for (ULONG i = 0; i < count; i++) {
        ULONG start = fixed(&p), map = fixed(&p);
        if (f->base + start == f->chunk)
            return map;
    }
    return 0;
}

LONG eh4_state_at(const struct eh_function *f, ULONG64 pc)
{
    ULONG map = chunk_map(f), count, ip = 0;
    ULONG offset = (ULONG)(pc - (f->separated ? f->chunk : f->start));
    LONG state = -1;
    const UCHAR *p;

    if (!map)
        return -1;
    p = at(f, map);
    count = packed(&p);
    for (ULONG i = 0; i < count; i++) {
        LONG following;
        ip += packed(&p);
        following = (LONG)packed(&p) - 1;
        if (ip > offset)
            break;
        state = following;
    }
    return state;
}

struct eh_try eh4_get_try(const struct eh_function *f, ULONG index)
{
    const UCHAR *p = at(f, f->try_map), *handlers;
    struct eh_try entry = {0};

    packed(&p);
    for (ULONG i = 0; i <= index; i++) {
        entry.low = packed(&p);
        entry.high = packed(&p);
        entry.catch_high = packed(&p);
        entry.handlers = fixed(&p);
    }
    handlers = at(f, entry.handlers);
    entry.handler_count = packed(&handlers);
    return entry;
}

static struct eh_handler read_handler(const struct eh_function *f, const UCHAR **p)
{
    struct eh_handler handler = {0};
    UCHAR header = *(*p)++;

    if (header & HANDLER_ADJECTIVES)
        handler.adjectives = packed(p);
    if (header & HANDLER_TYPE_SET)
        handler.type = fixed(p);
    if (header & HANDLER_OBJECT)
        handler.object = (LONG)packed(p);
    handler.funclet = f->base + fixed(p);
    handler.continuation_count = HANDLER_CONTINUATIONS(header);
    for (ULONG i = 0; i < handler.continuation_count; i++) {
        ULONG64 place = header & HANDLER_RVA ? f->base + fixed(p) : f->start + packed(p);
        if (i < ARRAYSIZE(handler.continuation))
            handler.continuation[i] = place;
    }
    return handler;
}

struct eh_handler eh4_get_handler(const struct eh_function *f, const struct eh_try *try,
                                  ULONG index)
{
    const UCHAR *p = at(f, try->handlers);
    struct eh_handler handler = {0};

    packed(&p);
    for (ULONG i = 0; i <= index; i++)
        handler = read_handler(f, &p);
    return handler;
}

/* An entry says how many bytes before it that of the next outer state begins. */
struct eh_unwind eh4_get_unwind(const struct eh_function *f, LONG state)
{
    const UCHAR *p = at(f, f->unwind_map), *first, *outer = NULL;
    struct eh_unwind entry = {.to_state = -1};

    packed(&p);
    first = p;
    for (LONG i = 0; i <= state; i++) {
        const UCHAR *start = p;
        ULONG value = packed(&p);
        entry.action = value & 3;
        outer = start - (value >> 2);
        entry.code = entry.action != EH_NOTHING ? f->base + fixed(&p) : 0;
        entry.object =
            entry.action == EH_DESTROY || entry.action == EH_DESTROY_POINTED ? packed(&p) : 0;
    }
    for (LONG i = 0; outer >= first && i < state; i++) {
        ULONG kind;
        if (first == outer) {
            entry.to_state = i;
            break;
        }
        kind = packed(&first) & 3;
        if (kind != EH_NOTHING)
            fixed(&first);
        if (kind == EH_DESTROY || kind == EH_DESTROY_POINTED)
            packed(&first);
    }
    return entry;
}

EXCEPTION_DISPOSITION __CxxFrameHandler4(PEXCEPTION_RECORD record, ULONG64 frame, PCONTEXT context,
                                         PDISPATCHER_CONTEXT disp)
{
    struct eh_function f;
    eh_open4(&f, disp);
    return eh_frame_handler(&f, record, frame, context, disp);
}
