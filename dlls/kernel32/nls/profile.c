/* profile.c - GetPrivateProfileString and its kin. Each call reads the file anew: no caching. */
#include "profile.h"

/* A list of strings, each terminated, and one more terminator; cut off as the documentation says:
   the count is then the room less two. */
struct list {
    WCHAR *to;
    DWORD room, count;
    BOOL full;
};

static void list_add(struct list *l, struct span s)
{
    for (SIZE_T i = 0; i <= s.count; i++) {
        if (l->count + 2 > l->room) {
            l->full = TRUE;
            return;
        }
        l->to[l->count++] = i < s.count ? s.at[i] : 0;
    }
}

static DWORD list_end(struct list *l)
{
    if (l->full && l->room >= 2) {
        l->to[l->room - 2] = l->to[l->room - 1] = 0;
        return l->room - 2;
    }
    if (l->count < l->room)
        l->to[l->count] = 0;
    if (!l->count && l->room > 1)
        l->to[1] = 0;
    return l->count;
}

static DWORD list_sections(const struct profile *p, WCHAR *to, DWORD room)
{
    struct list l = {to, room, 0, FALSE};
    const WCHAR *at = p->text;
    struct span line, name;

    while (profile_line(&at, &line) && !l.full)
        if (profile_head(line, &name))
            list_add(&l, name);
    return list_end(&l);
}

static BOOL next_entry(const WCHAR **at, const WCHAR *end, struct span *line, struct span *key,
                       struct span *value)
{
    while (*at < end && profile_line(at, line))
        if (profile_entry(*line, key, value))
            return TRUE;
    return FALSE;
}

static DWORD list_keys(struct span lines, WCHAR *to, DWORD room, BOOL whole)
{
    struct list l = {to, room, 0, FALSE};
    const WCHAR *at = lines.at;
    struct span line, key, value;

    while (!l.full && next_entry(&at, lines.at + lines.count, &line, &key, &value)) {
        if (whole && value.at)
            key.count = (SIZE_T)(value.at + value.count - key.at);
        if (whole || value.at)
            list_add(&l, key);
    }
    return list_end(&l);
}

static DWORD copy(WCHAR *to, DWORD room, const WCHAR *from, SIZE_T count)
{
    if (!room)
        return 0;
    if (count >= room) {
        count = room - 1;
        SetLastError(ERROR_MORE_DATA);
    }
    memcpy(to, from, count * sizeof *to);
    to[count] = 0;
    return (DWORD)count;
}

static BOOL find_value(const struct profile *p, LPCWSTR section, LPCWSTR name, struct span *line,
                       struct span *value)
{
    struct span lines, key;
    const WCHAR *at;

    if (!profile_section(p, section, &lines))
        return FALSE;
    for (at = lines.at; next_entry(&at, lines.at + lines.count, line, &key, value);)
        if (value->at && profile_equal(key, name))
            return TRUE;
    return FALSE;
}

static DWORD copy_default(WCHAR *to, DWORD room, LPCWSTR value)
{
    SIZE_T count = value ? wcslen(value) : 0;

    while (count && value[count - 1] == ' ')
        count--;
    return copy(to, room, value, count);
}

/* A pair of quotes around the whole value is taken off. */
static DWORD copy_value(WCHAR *to, DWORD room, struct span v)
{
    if (v.count > 1 && (*v.at == '"' || *v.at == '\'') && v.at[v.count - 1] == *v.at)
        v = (struct span){v.at + 1, v.count - 2};
    return copy(to, room, v.at, v.count);
}

DWORD WINAPI GetPrivateProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR otherwise, LPWSTR to,
                                      DWORD room, LPCWSTR file)
{
    struct profile p;
    struct span line, value, lines;
    DWORD count;

    if (!to || !room)
        return 0;
    if (!profile_open(&p, file, FALSE))
        return section && key ? copy_default(to, room, otherwise)
                              : list_end(&(struct list){to, room, 0, FALSE});
    if (!section)
        count = list_sections(&p, to, room);
    else if (!key && profile_section(&p, section, &lines))
        count = list_keys(lines, to, room, FALSE);
    else if (!key)
        count = copy_default(to, room, otherwise);
    else if (find_value(&p, section, key, &line, &value))
        count = copy_value(to, room, value);
    else
        count = copy_default(to, room, otherwise);
    profile_close(&p);
    return count;
}

DWORD WINAPI GetPrivateProfileSectionW(LPCWSTR section, LPWSTR to, DWORD room, LPCWSTR file)
{
    struct list none = {to, room, 0, FALSE};
    struct profile p;
    struct span lines;
    DWORD count;

    if (!section || !to || !room)
        return (DWORD)nls_fail(ERROR_INVALID_PARAMETER);
    if (!profile_open(&p, file, FALSE))
        return list_end(&none);
    count =
        profile_section(&p, section, &lines) ? list_keys(lines, to, room, TRUE) : list_end(&none);
    profile_close(&p);
    return count;
}

DWORD WINAPI GetPrivateProfileSectionNamesW(LPWSTR to, DWORD room, LPCWSTR file)
{
    return GetPrivateProfileStringW(NULL, NULL, NULL, to, room, file);
}

/* Decimal with a sign, or hexadecimal after 0x; what follows the digits is passed over. */
static UINT to_number(const WCHAR *s)
{
    UINT value = 0;
    BOOL negative = *s == '-';

    s += *s == '-' || *s == '+';
    if (!negative && s[0] == '0' && (s[1] | 32) == 'x') {
        for (s += 2; (*s >= '0' && *s <= '9') || ((*s | 32) >= 'a' && (*s | 32) <= 'f'); s++)
            value = value * 16 + (*s <= '9' ? *s - '0' : (*s | 32) - 'a' + 10);
        return value;
    }
    for (; *s >= '0' && *s <= '9'; s++)
        value = value * 10 + (*s - '0');
    return negative ? 0 - value : value;
}

UINT WINAPI GetPrivateProfileIntW(LPCWSTR section, LPCWSTR key, INT otherwise, LPCWSTR file)
{
    WCHAR text[64];

    if (!GetPrivateProfileStringW(section, key, L"", text, 64, file))
        return (UINT)otherwise;
    return to_number(text);
}

/* Writing: a key goes to the end of its section, before the blank lines there. */
static struct span end_of(struct span lines)
{
    const WCHAR *end = lines.at + lines.count;

    while (end - lines.at >= 1 && (end[-1] == '\n' || end[-1] == '\r')) {
        const WCHAR *p = end - 1;

        if (p > lines.at && *p == '\n' && p[-1] == '\r')
            p--;
        if (p > lines.at && p[-1] != '\n' && p[-1] != '\r')
            break;
        end = p;
    }
    return (struct span){end, 0};
}

static SIZE_T join(WCHAR *to, const WCHAR *const *parts)
{
    SIZE_T count = 0;

    for (; *parts; parts++)
        for (const WCHAR *p = *parts; *p; p++, count++)
            if (to)
                to[count] = *p;
    return count;
}

static BOOL replace(struct profile *p, struct span old, const WCHAR *const *parts)
{
    SIZE_T count = join(NULL, parts);
    WCHAR *text = nls_allocate((count + 1) * sizeof *text);
    BOOL ok;

    if (!text)
        return nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    join(text, parts);
    ok = profile_replace(p, old, text, count);
    nls_free(text);
    return ok;
}

static struct span whole_line(struct span line)
{
    if (line.at[line.count] == '\r')
        line.count++;
    if (line.at[line.count] == '\n')
        line.count++;
    return line;
}

/* A new section stands at the end of the text, on a line of its own. */
static BOOL add_section(struct profile *p, LPCWSTR section, const WCHAR *const *lines)
{
    struct span end = {p->text + p->count, 0};
    BOOL open = p->count && p->text[p->count - 1] != '\n';
    const WCHAR *parts[12] = {open ? L"\r\n" : L"", L"[", section, L"]\r\n"};
    int n = 4;

    while (*lines && n < 11)
        parts[n++] = *lines++;
    return replace(p, end, parts);
}

static BOOL write_key(struct profile *p, LPCWSTR section, LPCWSTR key, LPCWSTR value)
{
    const WCHAR *const entry[] = {key, L"=", value ? value : L"", L"\r\n", NULL};
    struct span line, old, lines;

    if (find_value(p, section, key, &line, &old)) {
        if (!value)
            return profile_replace(p, whole_line(line), L"", 0);
        return replace(p, whole_line(line), entry);
    }
    if (!value)
        return TRUE;
    if (!profile_section(p, section, &lines))
        return add_section(p, section, entry);
    lines = end_of(lines);
    if (lines.at > p->text && lines.at[-1] != '\n' && lines.at[-1] != '\r') {
        const WCHAR *const after[] = {L"\r\n", key, L"=", value, L"\r\n", NULL};

        return replace(p, lines, after);
    }
    return replace(p, lines, entry);
}

/* The head's line and all that follows up to the next section. */
static BOOL remove_section(struct profile *p, LPCWSTR section)
{
    struct span lines;
    const WCHAR *start;

    if (!profile_section(p, section, &lines))
        return TRUE;
    start = lines.at;
    while (start > p->text && (start[-1] == '\n' || start[-1] == '\r'))
        start--;
    while (start > p->text && start[-1] != '\n' && start[-1] != '\r')
        start--;
    return profile_replace(p, (struct span){start, (SIZE_T)(lines.at + lines.count - start)}, L"",
                           0);
}

BOOL WINAPI WritePrivateProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR value, LPCWSTR file)
{
    struct profile p;
    BOOL ok;

    if (!section && !key && !value)
        return TRUE; /* "flush the cache", of which there is none */
    if (!section)
        return nls_fail(ERROR_FILE_NOT_FOUND);
    if (!profile_open(&p, file, TRUE))
        return FALSE;
    ok = (key ? write_key(&p, section, key, value) : remove_section(&p, section)) &&
         profile_save(&p);
    profile_close(&p);
    return ok;
}

BOOL WINAPI WritePrivateProfileSectionW(LPCWSTR section, LPCWSTR entries, LPCWSTR file)
{
    static const WCHAR *const none[] = {NULL};
    struct profile p;
    struct span lines;
    BOOL ok;

    if (!section || !profile_open(&p, file, TRUE))
        return section ? FALSE : nls_fail(ERROR_INVALID_PARAMETER);
    ok = remove_section(&p, section);
    if (ok && entries)
        ok = add_section(&p, section, none);
    for (; ok && entries && *entries; entries += wcslen(entries) + 1) {
        const WCHAR *const line[] = {entries, L"\r\n", NULL};

        profile_section(&p, section, &lines);
        ok = replace(&p, (struct span){lines.at + lines.count, 0}, line);
    }
    ok = ok && profile_save(&p);
    profile_close(&p);
    return ok;
}
