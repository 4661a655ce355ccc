/*
 * formatmessage.c - FormatMessage: the text from the system's table, a module's or the caller, its
 * escapes and inserts, and the breaking of lines.
 *
 * On x86-64 a va_list is the address of 8-byte slots, so both kinds of argument are one array.
 */
#include "formatmessage.h"

struct message {
    const WCHAR *at;
    BOOL own; /* on the heap */
};

static BOOL grow(struct fm_output *o)
{
    SIZE_T room = o->room ? o->room * 2 : 256;
    WCHAR *bigger = nls_allocate(room * sizeof *bigger);

    if (!bigger) {
        o->error = ERROR_NOT_ENOUGH_MEMORY;
        return FALSE;
    }
    if (o->count)
        memcpy(bigger, o->at, o->count * sizeof *bigger);
    nls_free(o->at);
    o->at = bigger;
    o->room = room;
    return TRUE;
}

static void append(struct fm_output *o, WCHAR c)
{
    if (o->count < o->room || grow(o))
        o->at[o->count++] = c;
}

/* A full line ends at its last space, or right here where it has none. */
static void break_line(struct fm_output *o)
{
    SIZE_T start = o->last_space, rest = start ? o->count - start : 0;

    append(o, '\r');
    append(o, '\n');
    if (o->error)
        return;
    o->column = (DWORD)rest;
    o->last_space = 0;
    if (!start)
        return;
    memmove(o->at + start + 1, o->at + start, rest * sizeof *o->at);
    o->at[start - 1] = '\r';
    o->at[start] = '\n';
    o->count--;
}

void fm_put(struct fm_output *o, WCHAR c)
{
    append(o, c);
    o->column = c == '\n' ? 0 : o->column + 1;
    if (c == ' ')
        o->last_space = o->count;
    if (c == '\n')
        o->last_space = 0;
    if (o->width && o->column >= o->width)
        break_line(o);
}

static void put_break(struct fm_output *o)
{
    fm_put(o, '\r');
    fm_put(o, '\n');
}

/* An insert: its number, then perhaps a printf format between exclamation marks. */
static const WCHAR *put_insert(struct fm_output *o, const WCHAR *p, struct fm_arguments *arguments)
{
    unsigned number = 0;
    const WCHAR *start = p, *format = L"s";
    SIZE_T count = 1;

    for (int digits = 0; digits < 2 && *p >= '0' && *p <= '9'; digits++)
        number = number * 10 + (unsigned)(*p++ - '0');
    if (*p == '!') {
        const WCHAR *end = wcschr(p + 1, '!');

        if (!end) {
            o->error = ERROR_INVALID_PARAMETER;
            return p;
        }
        format = p + 1;
        count = (SIZE_T)(end - format);
        p = end + 1;
    }
    if (arguments->flags & FORMAT_MESSAGE_IGNORE_INSERTS) {
        fm_put(o, '%');
        while (start < p)
            fm_put(o, *start++);
    } else if (!arguments->values) {
        o->error = ERROR_INVALID_PARAMETER;
    } else {
        fm_put_argument(o, format, count, number, arguments);
    }
    return p;
}

/* After a percent sign; NULL where the message ends (%0). */
static const WCHAR *put_escape(struct fm_output *o, const WCHAR *p, struct fm_arguments *arguments)
{
    if (*p == '0')
        return NULL;
    if (*p >= '1' && *p <= '9')
        return put_insert(o, p, arguments);
    switch (*p) {
    case 0:
        o->error = ERROR_INVALID_PARAMETER;
        return NULL;
    case 'n':
        put_break(o);
        break;
    case 'r':
        fm_put(o, '\r');
        break;
    case 't':
        fm_put(o, '\t');
        break;
    case 'b':
        fm_put(o, ' ');
        break;
    default:
        if (arguments->flags & FORMAT_MESSAGE_IGNORE_INSERTS)
            fm_put(o, '%');
        fm_put(o, *p);
    }
    return p + 1;
}

static void expand(struct fm_output *o, const WCHAR *p, struct fm_arguments *arguments, DWORD width)
{
    while (p && *p && !o->error) {
        if (*p == '%') {
            p = put_escape(o, p + 1, arguments);
        } else if (*p == '\r' || *p == '\n') {
            p += *p == '\r' && p[1] == '\n' ? 2 : 1;
            if (width)
                fm_put(o, ' ');
            else
                put_break(o);
        } else {
            fm_put(o, *p++);
        }
    }
}

/* Leaves room for the end of line that the system's texts have. */
static BOOL widen_text(struct message *m, const char *text)
{
    int count = MultiByteToWideChar(CP_ACP, 0, text, -1, NULL, 0);
    WCHAR *wide = nls_allocate((count + 2) * sizeof *wide);

    if (!wide)
        return nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    MultiByteToWideChar(CP_ACP, 0, text, -1, wide, count);
    m->at = wide;
    m->own = TRUE;
    return TRUE;
}

static BOOL find_in_module(HMODULE module, DWORD id, DWORD language, struct message *m)
{
    MESSAGE_RESOURCE_ENTRY *entry;
    NTSTATUS status;

    if (!module)
        module = GetModuleHandleW(NULL);
    status = RtlFindMessage(module, (ULONG)(ULONG_PTR)RT_MESSAGETABLE, language, id, &entry);
    if (!NT_SUCCESS(status)) {
        SetLastError(RtlNtStatusToDosError(status));
        return FALSE;
    }
    if (!(entry->Flags & MESSAGE_RESOURCE_UNICODE))
        return widen_text(m, (const char *)entry->Text);
    m->at = (const WCHAR *)entry->Text;
    return TRUE;
}

static BOOL find_in_system(DWORD id, DWORD language, struct message *m)
{
    const char *text = fm_system_text(id);

    if (!text)
        return nls_fail(ERROR_MR_MID_NOT_FOUND);
    if (language && PRIMARYLANGID(language) != LANG_ENGLISH &&
        PRIMARYLANGID(language) != LANG_NEUTRAL)
        return nls_fail(ERROR_RESOURCE_LANG_NOT_FOUND);
    if (!widen_text(m, text))
        return FALSE;
    wcscat((WCHAR *)m->at, L"\r\n");
    return TRUE;
}

static BOOL find_message(DWORD flags, const void *source, BOOL wide, DWORD id, DWORD language,
                         struct message *m)
{
    if (flags & FORMAT_MESSAGE_FROM_STRING) {
        if (!source)
            return nls_fail(ERROR_INVALID_PARAMETER);
        m->at = source;
        return wide || widen_text(m, source);
    }
    if (flags & FORMAT_MESSAGE_FROM_HMODULE && find_in_module((HMODULE)source, id, language, m))
        return TRUE;
    if (flags & FORMAT_MESSAGE_FROM_SYSTEM)
        return find_in_system(id, language, m);
    if (!(flags & FORMAT_MESSAGE_FROM_HMODULE))
        SetLastError(ERROR_INVALID_PARAMETER);
    return FALSE;
}

/* The whole text, on the heap and terminated, or NULL and the last error. */
static WCHAR *make(DWORD flags, const void *source, DWORD id, DWORD language, va_list *list,
                   BOOL wide, SIZE_T *count)
{
    DWORD width = flags & FORMAT_MESSAGE_MAX_WIDTH_MASK;
    struct fm_output o = {.width = width == FORMAT_MESSAGE_MAX_WIDTH_MASK ? 0 : width};
    struct fm_arguments arguments = {.flags = flags, .wide = wide};
    struct message m = {0};

    if (list)
        arguments.values = flags & FORMAT_MESSAGE_ARGUMENT_ARRAY ? (const ULONG_PTR *)list
                                                                 : *(const ULONG_PTR **)list;
    if (!find_message(flags, source, wide, id, language, &m))
        return NULL;
    expand(&o, m.at, &arguments, width);
    if (m.own)
        nls_free((void *)m.at);
    *count = o.count;
    fm_put(&o, 0);
    if (o.error) {
        nls_free(o.at);
        SetLastError(o.error);
        return NULL;
    }
    return o.at;
}

DWORD WINAPI FormatMessageW(DWORD flags, LPCVOID source, DWORD id, DWORD language, LPWSTR to,
                            DWORD room, va_list *list)
{
    SIZE_T count;
    WCHAR *text, *result = to;

    if (!to)
        return (DWORD)nls_fail(ERROR_INVALID_PARAMETER);
    if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER)
        *(WCHAR **)to = NULL;
    text = make(flags, source, id, language, list, TRUE, &count);
    if (!text)
        return 0;
    if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
        result = LocalAlloc(LMEM_ZEROINIT, max(room, count + 1) * sizeof *text);
        *(WCHAR **)to = result;
    } else if (count + 1 > room) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        result = NULL;
    }
    if (result)
        memcpy(result, text, (count + 1) * sizeof *text);
    nls_free(text);
    return result ? (DWORD)count : 0;
}

DWORD WINAPI FormatMessageA(DWORD flags, LPCVOID source, DWORD id, DWORD language, LPSTR to,
                            DWORD room, va_list *list)
{
    SIZE_T count;
    WCHAR *text;
    char *result = to;
    int size;

    if (!to)
        return (DWORD)nls_fail(ERROR_INVALID_PARAMETER);
    if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER)
        *(char **)to = NULL;
    text = make(flags, source, id, language, list, FALSE, &count);
    if (!text)
        return 0;
    size = WideCharToMultiByte(CP_ACP, 0, text, (int)count + 1, NULL, 0, NULL, NULL);
    if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
        result = LocalAlloc(LMEM_ZEROINIT, max(room, (DWORD)size));
        *(char **)to = result;
    } else if ((DWORD)size > room) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        result = NULL;
    }
    if (result)
        WideCharToMultiByte(CP_ACP, 0, text, (int)count + 1, result, size, NULL, NULL);
    nls_free(text);
    return result ? (DWORD)size - 1 : 0;
}
