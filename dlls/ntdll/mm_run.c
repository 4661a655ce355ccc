/*
 * mm_run.c - runs of pages of one protection inside a VAD, in a sorted array without equal
 * neighbours.
 */
#include "mm_private.h"

static ULONG page_of(const MM_VAD *vad, ULONG_PTR address)
{
    return (ULONG)((address - vad->start) / MM_PAGE);
}

/* The index of the run that holds page. */
static ULONG index_of(const MM_VAD *vad, ULONG page)
{
    ULONG low = 0, high = vad->run_count;
    while (high - low > 1) {
        ULONG middle = low + (high - low) / 2;
        if (vad->runs[middle].page <= page)
            low = middle;
        else
            high = middle;
    }
    return low;
}

const MM_RUN *mm_run_at(const MM_VAD *vad, ULONG_PTR address, ULONG_PTR *end)
{
    ULONG index = index_of(vad, page_of(vad, address));
    *end = index + 1 < vad->run_count ? vad->start + (ULONG_PTR)vad->runs[index + 1].page * MM_PAGE
                                      : vad->end;
    return &vad->runs[index];
}

static BOOLEAN make_room(MM_VAD *vad, ULONG count)
{
    if (count <= vad->run_room)
        return TRUE;
    ULONG room = vad->run_room < 16 ? 16 : vad->run_room * 2;
    MM_RUN *runs = mm_pool_alloc(room * sizeof *runs);
    if (!runs)
        return FALSE;
    __builtin_memcpy(runs, vad->runs, vad->run_count * sizeof *runs);
    if (vad->runs != vad->own_runs)
        mm_pool_free(vad->runs, vad->run_room * sizeof *runs);
    vad->runs = runs;
    vad->run_room = room;
    return TRUE;
}

/* Replaces runs first..last by up to three: what is left of first, the new one, of last. */
BOOLEAN mm_run_set(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end, ULONG protect)
{
    ULONG from = page_of(vad, start), to = page_of(vad, end), pages = page_of(vad, vad->end);
    ULONG first = index_of(vad, from), last = index_of(vad, to - 1), count = 0;
    MM_RUN piece[5];
    if (first == last && vad->runs[first].protect == protect)
        return TRUE;
    /* The neighbours take part, so that equal ones melt together. */
    if (first > 0 && vad->runs[first].page == from)
        first--;
    ULONG last_end = last + 1 < vad->run_count ? vad->runs[last + 1].page : pages;
    if (vad->runs[first].page < from)
        piece[count++] = vad->runs[first];
    if (!count || piece[count - 1].protect != protect)
        piece[count++] = (MM_RUN){from, protect};
    if (to < last_end && vad->runs[last].protect != protect)
        piece[count++] = (MM_RUN){to, vad->runs[last].protect};
    else if (to == last_end && last + 1 < vad->run_count && vad->runs[last + 1].protect == protect)
        last++;
    ULONG rest = vad->run_count - last - 1;
    if (!make_room(vad, first + count + rest))
        return FALSE;
    __builtin_memmove(vad->runs + first + count, vad->runs + last + 1, rest * sizeof(MM_RUN));
    __builtin_memcpy(vad->runs + first, piece, count * sizeof(MM_RUN));
    vad->run_count = first + count + rest;
    return TRUE;
}

BOOLEAN mm_all_committed(const MM_VAD *vad, ULONG_PTR start, ULONG_PTR end)
{
    while (start < end)
        if (!mm_run_at(vad, start, &start)->protect)
            return FALSE;
    return TRUE;
}
