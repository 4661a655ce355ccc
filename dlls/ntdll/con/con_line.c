/* con_line.c - the keys of line editing. */
#include "con_console.h"

#define CTRL (LEFT_CTRL_PRESSED | RIGHT_CTRL_PRESSED)
#define ALT  (LEFT_ALT_PRESSED | RIGHT_ALT_PRESSED)

static BOOLEAN is_low(WCHAR c)
{
    return (c & 0xfc00) == 0xdc00;
}

static ULONG left_of(const struct con_edit *e, ULONG at)
{
    at -= at != 0;
    return at && is_low(e->text[at]) ? at - 1 : at;
}

static ULONG right_of(const struct con_edit *e, ULONG at)
{
    at += at < e->count;
    return at < e->count && is_low(e->text[at]) ? at + 1 : at;
}

static ULONG word_left(const struct con_edit *e, ULONG at)
{
    while (at && e->text[at - 1] == ' ')
        at--;
    while (at && e->text[at - 1] != ' ')
        at--;
    return at;
}

static ULONG word_right(const struct con_edit *e, ULONG at)
{
    while (at < e->count && e->text[at] != ' ')
        at++;
    while (at < e->count && e->text[at] == ' ')
        at++;
    return at;
}

static void remove_range(struct con_edit *e, ULONG from, ULONG to)
{
    ULONG cells = con_edit_cells(e);
    __builtin_memmove(e->text + from, e->text + to, (e->count - to) * sizeof(WCHAR));
    e->count -= to - from;
    e->cursor = from;
    con_edit_show(e, from, cells);
}

static void replace(struct con_edit *e, const WCHAR *text, ULONG count)
{
    ULONG cells = con_edit_cells(e);
    if (count > e->room)
        count = e->room;
    __builtin_memmove(e->text, text, count * sizeof(WCHAR));
    e->count = e->cursor = count;
    con_edit_show(e, 0, cells);
}

static void insert(struct con_edit *e, WCHAR c)
{
    ULONG cells = con_edit_cells(e);
    if (e->overwrite && e->cursor < e->count && !is_low(c)) {
        e->text[e->cursor] = c;
    } else {
        if (e->count >= e->room)
            return;
        __builtin_memmove(e->text + e->cursor + 1, e->text + e->cursor,
                          (e->count - e->cursor) * sizeof(WCHAR));
        e->text[e->cursor] = c;
        e->count++;
    }
    e->cursor++;
    con_edit_show(e, is_low(c) && e->cursor > 1 ? e->cursor - 2 : e->cursor - 1, cells);
}

static void move(struct con_edit *e, ULONG to)
{
    e->cursor = to;
    con_edit_show(e, e->count, con_edit_cells(e));
}

/* ---- history */

static void recall(struct con_edit *e, ULONG back)
{
    const CON_PAST *past = back ? con_history_at(e->console, back) : NULL;
    if (!past)
        return;
    e->back = back;
    replace(e, ARENA_AT(WCHAR, past->text), past->count);
}

static void recall_oldest(struct con_edit *e)
{
    ULONG back = 0;
    while (con_history_at(e->console, back + 1))
        back++;
    recall(e, back);
}

/* F8: the last line that begins as this one does up to the cursor. */
static void search(struct con_edit *e)
{
    const CON_PAST *past;
    ULONG cursor = e->cursor;
    for (ULONG back = e->back + 1; (past = con_history_at(e->console, back)); back++)
        if (past->count >= cursor &&
            __builtin_memcmp(ARENA_AT(WCHAR, past->text), e->text, cursor * sizeof(WCHAR)) == 0) {
            recall(e, back);
            e->cursor = cursor <= e->count ? cursor : e->count;
            move(e, e->cursor);
            return;
        }
    e->back = 0;
}

/* F1 and F3: what the last line has from here on, one character or all. */
static void copy_last(struct con_edit *e, BOOLEAN all)
{
    const CON_PAST *past = con_history_at(e->console, 1);
    if (!past)
        return;
    do {
        if (e->cursor >= past->count)
            return;
        if (e->cursor < e->count)
            move(e, right_of(e, e->cursor));
        else
            insert(e, ARENA_AT(WCHAR, past->text)[e->cursor]);
    } while (all);
}

/* The place of the next c after the one at the cursor; count: there is none. */
static ULONG next_of(const WCHAR *text, ULONG count, ULONG cursor, WCHAR c)
{
    ULONG at = cursor + 1;
    while (at < count && text[at] != c)
        at++;
    return at < count ? at : count;
}

/* F2 copies what the last line has up to a character, F4 takes away up to it, or to the end. */
static void up_to(struct con_edit *e, USHORT vk, WCHAR c)
{
    const CON_PAST *past = con_history_at(e->console, 1);
    if (vk == VK_F4) {
        if (e->cursor < e->count)
            remove_range(e, e->cursor, next_of(e->text, e->count, e->cursor, c));
        return;
    }
    ULONG end = past ? next_of(ARENA_AT(WCHAR, past->text), past->count, e->cursor, c) : 0;
    if (past && end < past->count)
        while (e->cursor < end)
            copy_last(e, FALSE);
}

/* ---- keys */

static BOOLEAN function_key(struct con_edit *e, USHORT vk)
{
    switch (vk) {
    case VK_F1:
        copy_last(e, FALSE);
        return TRUE;
    case VK_F2:
    case VK_F4:
        e->pending = vk;
        return TRUE;
    case VK_F3:
        copy_last(e, TRUE);
        return TRUE;
    case VK_F5:
        recall(e, e->back + 1);
        return TRUE;
    case VK_F6:
        insert(e, 26);
        return TRUE;
    case VK_F8:
        search(e);
        return TRUE;
    }
    return FALSE;
}

static BOOLEAN movement(struct con_edit *e, USHORT vk, BOOLEAN ctrl)
{
    switch (vk) {
    case VK_LEFT:
        move(e, ctrl ? word_left(e, e->cursor) : left_of(e, e->cursor));
        return TRUE;
    case VK_RIGHT:
        if (e->cursor == e->count && !ctrl)
            copy_last(e, FALSE);
        else
            move(e, ctrl ? word_right(e, e->cursor) : right_of(e, e->cursor));
        return TRUE;
    case VK_HOME:
        if (ctrl)
            remove_range(e, 0, e->cursor);
        else
            move(e, 0);
        return TRUE;
    case VK_END:
        if (ctrl)
            remove_range(e, e->cursor, e->count);
        else
            move(e, e->count);
        return TRUE;
    }
    return FALSE;
}

static BOOLEAN edit_key(struct con_edit *e, USHORT vk, BOOLEAN ctrl)
{
    switch (vk) {
    case VK_UP:
        recall(e, e->back + 1);
        return TRUE;
    case VK_DOWN:
        recall(e, e->back > 1 ? e->back - 1 : 0);
        return TRUE;
    case VK_PRIOR:
        recall_oldest(e);
        return TRUE;
    case VK_NEXT:
        recall(e, 1);
        return TRUE;
    case VK_DELETE:
        if (e->cursor < e->count)
            remove_range(e, e->cursor, right_of(e, e->cursor));
        return TRUE;
    case VK_INSERT:
        e->overwrite = !e->overwrite;
        return TRUE;
    case VK_ESCAPE:
        e->back = 0;
        replace(e, e->text, 0);
        return TRUE;
    }
    return movement(e, vk, ctrl) || function_key(e, vk);
}

static void backspace(struct con_edit *e, BOOLEAN word)
{
    ULONG from = word ? word_left(e, e->cursor) : left_of(e, e->cursor);
    ULONG to = e->cursor;
    if (from < to)
        remove_range(e, from, to);
}

enum con_edit_result con_edit_key(struct con_edit *e, const struct con_record *key)
{
    WCHAR c = key->key.c;
    BOOLEAN ctrl = (key->key.state & CTRL) && !(key->key.state & ALT);
    BOOLEAN processed = (e->console->input_mode & ENABLE_PROCESSED_INPUT) != 0;
    e->key_state = key->key.state;
    if (e->pending && c) {
        USHORT pending = e->pending;
        e->pending = 0;
        if (c >= 32)
            up_to(e, pending, c);
        return CON_EDIT_ON;
    }
    if (c < 32 && e->wakeup >> c & 1 && (c || key->key.vk == ' ')) {
        insert(e, c);
        return CON_EDIT_WOKEN;
    }
    if (c == '\r' || (c == '\n' && key->key.vk == VK_RETURN))
        return CON_EDIT_DONE;
    if (key->key.vk == VK_BACK || (c == 8 && processed)) {
        backspace(e, ctrl || c == 0x7f);
        return CON_EDIT_ON;
    }
    if (c == 0 || key->key.vk == VK_ESCAPE) {
        edit_key(e, key->key.vk, ctrl);
        return CON_EDIT_ON;
    }
    for (USHORT i = 0; i < (key->key.repeat ? key->key.repeat : 1); i++)
        insert(e, c);
    return CON_EDIT_ON;
}
