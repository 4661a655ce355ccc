/* con_info.c - modes, sizes, the cursor, colours, screens. */
#include "con_console.h"

#define OUTPUT_MODES 0x1fu
#define INPUT_MODES  0x3ffu

NTSTATUS NTAPI BaileyConsoleGetMode(HANDLE handle, ULONG *mode)
{
    CON_REF ref;
    NTSTATUS status = con_reference_any(handle, &ref);
    if (status)
        return status;
    *mode = ref.screen ? ref.screen->s.mode : ref.console->input_mode;
    con_release(&ref);
    return STATUS_SUCCESS;
}

static NTSTATUS set_input_mode(CON_CONSOLE *console, ULONG mode)
{
    static const ULONG extended = ENABLE_INSERT_MODE | ENABLE_QUICK_EDIT_MODE;
    ULONG old = console->input_mode;
    if (!(mode & ENABLE_EXTENDED_FLAGS)) /* those are left as they were then */
        mode = (mode & ~extended) | (old & extended);
    con_lock(console);
    console->input_mode = mode;
    if (console->is_host && con_terminal_out()) {
        const ULONG mask = ENABLE_MOUSE_INPUT | ENABLE_QUICK_EDIT_MODE;
        BOOLEAN had = (old & mask) == ENABLE_MOUSE_INPUT, has = (mode & mask) == ENABLE_MOUSE_INPUT;
        struct con_term term;
        con_begin(&term, console, con_active(console));
        if (had != has)
            con_emit(&term, has ? "\033[?1003h\033[?1006h" : "\033[?1006l\033[?1003l", 16);
        con_emit_flush(&term);
        if (console->raw && (old ^ mode) & ENABLE_PROCESSED_INPUT)
            con_make_raw(console);
    }
    con_unlock(console);
    /* The mode is set also where the answer is that it makes no sense. */
    if (mode & ~INPUT_MODES || (mode & ENABLE_ECHO_INPUT && !(mode & ENABLE_LINE_INPUT)))
        return STATUS_INVALID_PARAMETER;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyConsoleSetMode(HANDLE handle, ULONG mode)
{
    CON_REF ref;
    NTSTATUS status = con_reference_any(handle, &ref);
    if (status)
        return status;
    if (!ref.screen) {
        status = mode & ~INPUT_MODES ? STATUS_INVALID_PARAMETER : set_input_mode(ref.console, mode);
    } else if (mode & ~OUTPUT_MODES) {
        status = STATUS_INVALID_PARAMETER;
    } else {
        con_lock(ref.console);
        ref.screen->s.mode = mode;
        con_unlock(ref.console);
    }
    con_release(&ref);
    return status;
}

/* ---- the screen's facts */

static COORD largest(const CON_CONSOLE *console)
{
    if (console->is_host)
        return (COORD){(SHORT)console->host.width, (SHORT)console->host.height};
    return (COORD){240, 80};
}

static void read_info(const CON_REF *ref, CONSOLE_SCREEN_BUFFER_INFOEX *info)
{
    const struct con_screen *s = &ref->screen->s;
    COORD most = largest(ref->console);
    info->dwSize = (COORD){(SHORT)s->width, (SHORT)s->height};
    info->dwCursorPosition = (COORD){(SHORT)s->x, (SHORT)s->y};
    info->wAttributes = s->attr;
    info->srWindow =
        (SMALL_RECT){(SHORT)s->view_x, (SHORT)s->view_y, (SHORT)(s->view_x + s->view_width - 1),
                     (SHORT)(s->view_y + s->view_height - 1)};
    info->dwMaximumWindowSize = (COORD){most.X < s->width ? most.X : (SHORT)s->width,
                                        most.Y < s->height ? most.Y : (SHORT)s->height};
    info->wPopupAttributes = s->popup_attr;
    info->bFullscreenSupported = FALSE;
    __builtin_memcpy(info->ColorTable, s->palette, sizeof s->palette);
}

NTSTATUS NTAPI BaileyConsoleInfo(HANDLE handle, CONSOLE_SCREEN_BUFFER_INFOEX *info, COORD *most)
{
    CON_REF ref;
    NTSTATUS status = con_reference(handle, TRUE, 0, &ref);
    if (status)
        return status;
    con_lock(ref.console);
    con_look_at_size(ref.console);
    if (info)
        read_info(&ref, info);
    if (most)
        *most = largest(ref.console);
    con_unlock(ref.console);
    con_release(&ref);
    return STATUS_SUCCESS;
}

static NTSTATUS set_size(struct con_screen *s, COORD size)
{
    if (size.X < s->view_width || size.Y < s->view_height)
        return STATUS_INVALID_PARAMETER;
    return con_screen_resize(s, size.X, size.Y) ? STATUS_SUCCESS : STATUS_NO_MEMORY;
}

static NTSTATUS set_window(CON_CONSOLE *console, struct con_screen *s, BOOLEAN absolute,
                           SMALL_RECT r)
{
    COORD most = largest(console);
    if (!absolute) {
        r.Left = (SHORT)(r.Left + s->view_x), r.Top = (SHORT)(r.Top + s->view_y);
        r.Right = (SHORT)(r.Right + s->view_x + s->view_width - 1);
        r.Bottom = (SHORT)(r.Bottom + s->view_y + s->view_height - 1);
    }
    if (r.Left < 0 || r.Top < 0 || r.Right < r.Left || r.Bottom < r.Top || r.Right >= s->width ||
        r.Bottom >= s->height || r.Right - r.Left >= most.X || r.Bottom - r.Top >= most.Y)
        return STATUS_INVALID_PARAMETER;
    s->view_x = r.Left, s->view_y = r.Top;
    s->view_width = r.Right - r.Left + 1, s->view_height = r.Bottom - r.Top + 1;
    s->margin_bottom = -1;
    return STATUS_SUCCESS;
}

static NTSTATUS set_cursor(CON_REF *ref, COORD to)
{
    struct con_screen *s = &ref->screen->s;
    if (to.X < 0 || to.Y < 0 || to.X >= s->width || to.Y >= s->height)
        return STATUS_INVALID_PARAMETER;
    s->x = to.X, s->y = to.Y;
    s->pending = 0;
    if (con_show_cursor(s) && ref->console->active == ARENA_OF(ref->screen))
        con_redraw(ref->console);
    return STATUS_SUCCESS;
}

static NTSTATUS set_all(CON_REF *ref, const CONSOLE_SCREEN_BUFFER_INFOEX *info)
{
    struct con_screen *s = &ref->screen->s;
    SMALL_RECT window = info->srWindow;
    /* The window's far edges are not part of it here, in the public function's odd way. */
    LONG width = window.Right - window.Left, height = window.Bottom - window.Top;
    if (width < 1 || height < 1 || info->dwSize.X < 1 || info->dwSize.Y < 1)
        return STATUS_INVALID_PARAMETER;
    COORD most = largest(ref->console);
    width = width > most.X ? most.X : width, height = height > most.Y ? most.Y : height;
    s->view_width = width < info->dwSize.X ? width : info->dwSize.X;
    s->view_height = height < info->dwSize.Y ? height : info->dwSize.Y;
    NTSTATUS status = STATUS_SUCCESS;
    if (info->dwSize.X != s->width || info->dwSize.Y != s->height)
        status = set_size(s, info->dwSize);
    if (status)
        return status;
    s->attr = info->wAttributes;
    s->popup_attr = info->wPopupAttributes;
    __builtin_memcpy(s->palette, info->ColorTable, sizeof s->palette);
    return set_cursor(ref, info->dwCursorPosition);
}

static NTSTATUS change(CON_REF *ref, ULONG what, const void *value)
{
    struct con_screen *s = &ref->screen->s;
    const CONSOLE_CURSOR_INFO *cursor = value;
    switch (what) {
    case BAILEY_SET_CURSOR:
        return set_cursor(ref, *(const COORD *)value);
    case BAILEY_SET_ATTRIBUTE:
        s->attr = *(const WORD *)value & (WORD) ~(CON_LEADING | CON_TRAILING);
        return STATUS_SUCCESS;
    case BAILEY_SET_SIZE:
        return set_size(s, *(const COORD *)value);
    case BAILEY_SET_WINDOW:
        return set_window(ref->console, s, TRUE, *(const SMALL_RECT *)value);
    case BAILEY_MOVE_WINDOW:
        return set_window(ref->console, s, FALSE, *(const SMALL_RECT *)value);
    case BAILEY_SET_CURSOR_INFO:
        if (cursor->dwSize < 1 || cursor->dwSize > 100)
            return STATUS_INVALID_PARAMETER;
        s->cursor_size = cursor->dwSize;
        s->cursor_visible = cursor->bVisible != 0;
        return STATUS_SUCCESS;
    default:
        return set_all(ref, value);
    }
}

NTSTATUS NTAPI BaileyConsoleSet(HANDLE handle, ULONG what, const void *value)
{
    CON_REF ref;
    struct con_term term;
    NTSTATUS status = con_reference(handle, TRUE, FILE_WRITE_DATA, &ref);
    if (status)
        return status;
    con_lock(ref.console);
    struct con_screen *s = &ref.screen->s;
    LONG x = s->view_x, y = s->view_y, width = s->view_width, height = s->view_height;
    status = change(&ref, what, value);
    if (what != BAILEY_SET_CURSOR && ref.console->active == ARENA_OF(ref.screen) &&
        (x != s->view_x || y != s->view_y || width != s->view_width || height != s->view_height))
        con_redraw(ref.console);
    con_begin(&term, ref.console, ref.screen);
    con_end(&term, ref.screen);
    con_unlock(ref.console);
    con_release(&ref);
    return status;
}

NTSTATUS NTAPI BaileyConsoleCursorInfo(HANDLE handle, CONSOLE_CURSOR_INFO *info)
{
    CON_REF ref;
    NTSTATUS status = con_reference(handle, TRUE, FILE_READ_DATA, &ref);
    if (status)
        return status;
    info->dwSize = ref.screen->s.cursor_size;
    info->bVisible = ref.screen->s.cursor_visible;
    con_release(&ref);
    return STATUS_SUCCESS;
}
