/*
 * mm_vad.c - the tree of allocations: an AVL tree by address whose nodes know the extent of their
 * subtree and the largest gap in it, so that room is found without walking it.
 */
#include "mm_private.h"

static MM_VAD *root;

static int height(const MM_VAD *vad)
{
    return vad ? vad->height : 0;
}

static ULONG_PTR gap_between(ULONG_PTR end, ULONG_PTR start)
{
    end = MM_UP(end, MM_GRANULARITY);
    return start > end ? start - end : 0;
}

static void update(MM_VAD *vad)
{
    MM_VAD *left = vad->child[0], *right = vad->child[1];
    int l = height(left), r = height(right);
    ULONG_PTR gap = 0;
    vad->height = (l > r ? l : r) + 1;
    vad->low = left ? left->low : vad->start;
    vad->high = right ? right->high : vad->end;
    if (left) {
        ULONG_PTR between = gap_between(left->high, vad->start);
        gap = left->gap > between ? left->gap : between;
    }
    if (right) {
        ULONG_PTR between = gap_between(vad->end, right->low);
        gap = right->gap > gap ? right->gap : gap;
        gap = between > gap ? between : gap;
    }
    vad->gap = gap;
}

/* Lifts the child on `side` above its parent. */
static MM_VAD *rotate(MM_VAD *parent, int side)
{
    MM_VAD *child = parent->child[side];
    parent->child[side] = child->child[!side];
    child->child[!side] = parent;
    update(parent);
    update(child);
    return child;
}

static MM_VAD *balance(MM_VAD *vad)
{
    int lean = height(vad->child[1]) - height(vad->child[0]);
    update(vad);
    if (lean >= -1 && lean <= 1)
        return vad;
    int side = lean > 0;
    MM_VAD *child = vad->child[side];
    if (height(child->child[!side]) > height(child->child[side]))
        vad->child[side] = rotate(child, !side);
    return rotate(vad, side);
}

static MM_VAD *insert(MM_VAD *at, MM_VAD *vad)
{
    if (!at) {
        update(vad);
        return vad;
    }
    int side = vad->start > at->start;
    at->child[side] = insert(at->child[side], vad);
    return balance(at);
}

static MM_VAD *remove_first(MM_VAD *at, MM_VAD **first)
{
    if (!at->child[0]) {
        *first = at;
        return at->child[1];
    }
    at->child[0] = remove_first(at->child[0], first);
    return balance(at);
}

static MM_VAD *remove(MM_VAD *at, MM_VAD *vad)
{
    if (at != vad) {
        int side = vad->start > at->start;
        at->child[side] = remove(at->child[side], vad);
        return balance(at);
    }
    if (!vad->child[0] || !vad->child[1])
        return vad->child[0] ? vad->child[0] : vad->child[1];
    MM_VAD *next;
    MM_VAD *right = remove_first(vad->child[1], &next);
    next->child[0] = vad->child[0];
    next->child[1] = right;
    return balance(next);
}

/* After a VAD changed its extent in place: the sums on the way to it. */
static void refresh(MM_VAD *at, MM_VAD *vad)
{
    if (at != vad)
        refresh(at->child[vad->start > at->start], vad);
    update(at);
}

MM_VAD *mm_find(ULONG_PTR address)
{
    for (MM_VAD *at = root; at; at = at->child[address >= at->end])
        if (address >= at->start && address < at->end)
            return at;
    return NULL;
}

MM_VAD *mm_find_next(ULONG_PTR address)
{
    MM_VAD *best = NULL;
    for (MM_VAD *at = root; at;) {
        if (at->end > address) {
            best = at;
            at = at->child[0];
        } else {
            at = at->child[1];
        }
    }
    return best;
}

BOOLEAN mm_is_free(ULONG_PTR start, ULONG_PTR end)
{
    const MM_VAD *next = mm_find_next(start);
    return !next || next->start >= end;
}

struct room {
    ULONG_PTR size, low, high, align;
    ULONG_PTR edge; /* of what has been seen so far, in the direction of the search */
    ULONG_PTR found;
};

static BOOLEAN fits(struct room *room, ULONG_PTR start, ULONG_PTR end, BOOLEAN top_down)
{
    start = start > room->low ? start : room->low;
    end = end < room->high ? end : room->high;
    start = MM_UP(start, room->align);
    if (end < start || end - start < room->size)
        return FALSE;
    room->found = top_down ? MM_DOWN(end - room->size, room->align) : start;
    return TRUE;
}

static BOOLEAN search_up(const MM_VAD *at, struct room *room)
{
    if (!at)
        return FALSE;
    if (at->high <= room->low) {
        room->edge = at->high;
        return FALSE;
    }
    if (room->edge >= room->high)
        return FALSE;
    if (fits(room, room->edge, at->low, FALSE))
        return TRUE;
    if (at->gap < room->size) {
        room->edge = at->high;
        return FALSE;
    }
    if (search_up(at->child[0], room) || fits(room, room->edge, at->start, FALSE))
        return TRUE;
    room->edge = at->end;
    return search_up(at->child[1], room);
}

static BOOLEAN search_down(const MM_VAD *at, struct room *room)
{
    if (!at)
        return FALSE;
    if (at->low >= room->high) {
        room->edge = at->low;
        return FALSE;
    }
    if (room->edge <= room->low)
        return FALSE;
    if (fits(room, at->high, room->edge, TRUE))
        return TRUE;
    if (at->gap < room->size) {
        room->edge = at->low;
        return FALSE;
    }
    if (search_down(at->child[1], room) || fits(room, at->end, room->edge, TRUE))
        return TRUE;
    room->edge = at->start;
    return search_down(at->child[0], room);
}

ULONG_PTR mm_find_room(ULONG_PTR size, ULONG_PTR low, ULONG_PTR high, ULONG_PTR align,
                       BOOLEAN top_down)
{
    struct room room = {size, low, high, align, top_down ? high : low, 0};
    if (low >= high || high - low < size)
        return 0;
    if (top_down)
        return search_down(root, &room) || fits(&room, low, room.edge, TRUE) ? room.found : 0;
    return search_up(root, &room) || fits(&room, room.edge, high, FALSE) ? room.found : 0;
}

MM_VAD *mm_vad_create(ULONG_PTR start, ULONG_PTR end, enum mm_kind kind, ULONG type, ULONG protect,
                      ULONG run_protect)
{
    MM_VAD *vad = mm_pool_alloc(sizeof *vad);
    if (!vad)
        return NULL;
    vad->start = start, vad->end = end;
    vad->kind = (UCHAR)kind;
    vad->type = type;
    vad->protect = protect;
    vad->runs = vad->own_runs;
    vad->run_room = ARRAYSIZE(vad->own_runs);
    vad->run_count = 1;
    vad->runs[0].protect = run_protect;
    root = insert(root, vad);
    return vad;
}

void mm_vad_delete(MM_VAD *vad)
{
    root = remove(root, vad);
    mm_watch_delete(vad);
    if (vad->runs != vad->own_runs)
        mm_pool_free(vad->runs, vad->run_room * sizeof(MM_RUN));
    mm_pool_free(vad, sizeof *vad);
}

void mm_vad_resize(MM_VAD *vad, ULONG_PTR start, ULONG_PTR end)
{
    vad->start = start, vad->end = end;
    refresh(root, vad);
}

MM_VAD *mm_vad_split(MM_VAD *vad, ULONG_PTR address)
{
    const MM_VAD old = *vad;
    ULONG cut = (ULONG)((address - vad->start) / MM_PAGE), first = 0;
    while (first + 1 < vad->run_count && vad->runs[first + 1].page <= cut)
        first++;
    ULONG count = vad->run_count - first;
    MM_RUN *runs = NULL;
    if (count > ARRAYSIZE(vad->own_runs) && !(runs = mm_pool_alloc(count * sizeof *runs)))
        return NULL;
    vad->end = address;
    refresh(root, vad);
    MM_VAD *upper = mm_vad_create(address, old.end, vad->kind, vad->type, vad->protect, 0);
    if (!upper) {
        if (runs)
            mm_pool_free(runs, count * sizeof *runs);
        mm_vad_resize(vad, old.start, old.end);
        return NULL;
    }
    if (runs)
        upper->runs = runs, upper->run_room = count;
    upper->run_count = count;
    for (ULONG i = 0; i < count; i++) {
        upper->runs[i] = vad->runs[first + i];
        upper->runs[i].page = i ? upper->runs[i].page - cut : 0;
    }
    vad->run_count = first + (vad->runs[first].page < cut);
    upper->was_placeholder = vad->was_placeholder;
    upper->max_protect = vad->max_protect;
    return upper;
}
