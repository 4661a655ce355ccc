/* profile_file.c - profile files: reading, writing, and the lines in them. */
#include "profile.h"

static BOOL full_path(LPCWSTR name, WCHAR *to)
{
    DWORD count;

    if (wcspbrk(name, L"\\/:"))
        count = GetFullPathNameW(name, MAX_PATH, to, NULL);
    else
        count = GetWindowsDirectoryW(to, MAX_PATH);
    if (!count || count >= MAX_PATH)
        return nls_fail(ERROR_FILE_NOT_FOUND);
    if (!wcspbrk(name, L"\\/:")) {
        if (count + 1 + wcslen(name) >= MAX_PATH)
            return nls_fail(ERROR_FILENAME_EXCED_RANGE);
        wcscat(to, L"\\");
        wcscat(to, name);
    }
    return TRUE;
}

static BOOL read_text(struct profile *p, HANDLE file)
{
    DWORD size = GetFileSize(file, NULL), got = 0;
    char *bytes = size == INVALID_FILE_SIZE ? NULL : nls_allocate(size + 2);
    BOOL ok = bytes && ReadFile(file, bytes, size, &got, NULL);
    int count = 0;

    if (ok && got >= 2 && (BYTE)bytes[0] == 0xff && (BYTE)bytes[1] == 0xfe) {
        p->utf16 = TRUE;
        count = (int)(got / 2 - 1);
        p->text = nls_allocate((count + 1) * sizeof *p->text);
        if (p->text)
            memcpy(p->text, bytes + 2, count * sizeof *p->text);
    } else if (ok && got) {
        BOOL utf8 =
            got >= 3 && (BYTE)bytes[0] == 0xef && (BYTE)bytes[1] == 0xbb && (BYTE)bytes[2] == 0xbf;

        p->text =
            nls_widen_page(utf8 ? CP_UTF8 : CP_ACP, bytes + 3 * utf8, (int)got - 3 * utf8, &count);
    } else if (ok) {
        p->text = nls_allocate(sizeof *p->text);
    }
    nls_free(bytes);
    if (!p->text)
        return ok ? nls_fail(ERROR_NOT_ENOUGH_MEMORY) : FALSE;
    p->text[count] = 0;
    p->count = (SIZE_T)count;
    return TRUE;
}

BOOL profile_open(struct profile *p, LPCWSTR name, BOOL create)
{
    HANDLE file;
    BOOL ok;

    memset(p, 0, sizeof *p);
    if (!full_path(name ? name : L"win.ini", p->path))
        return FALSE;
    file = CreateFileW(p->path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                       OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        if (!create || (GetLastError() != ERROR_FILE_NOT_FOUND))
            return FALSE;
        p->text = nls_allocate(sizeof *p->text);
        if (p->text)
            *p->text = 0;
        return p->text ? TRUE : nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    }
    ok = read_text(p, file);
    CloseHandle(file);
    return ok;
}

void profile_close(struct profile *p)
{
    nls_free(p->text);
}

BOOL profile_save(const struct profile *p)
{
    HANDLE file = CreateFileW(p->path, GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    char *bytes;
    int size;
    DWORD done;
    BOOL ok;

    if (file == INVALID_HANDLE_VALUE)
        return FALSE;
    if (p->utf16) {
        ok = WriteFile(file, "\xff\xfe", 2, &done, NULL) &&
             WriteFile(file, p->text, (DWORD)(p->count * sizeof *p->text), &done, NULL);
        CloseHandle(file);
        return ok;
    }
    size =
        p->count ? WideCharToMultiByte(CP_ACP, 0, p->text, (int)p->count, NULL, 0, NULL, NULL) : 0;
    bytes = nls_allocate(size + 1);
    ok = bytes != NULL;
    if (ok && size) {
        WideCharToMultiByte(CP_ACP, 0, p->text, (int)p->count, bytes, size, NULL, NULL);
        ok = WriteFile(file, bytes, (DWORD)size, &done, NULL);
    }
    nls_free(bytes);
    CloseHandle(file);
    return ok;
}

BOOL profile_replace(struct profile *p, struct span old, const WCHAR *text, SIZE_T count)
{
    SIZE_T before = (SIZE_T)(old.at - p->text), after = p->count - before - old.count;
    WCHAR *made = nls_allocate((before + count + after + 1) * sizeof *made);

    if (!made)
        return nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    memcpy(made, p->text, before * sizeof *made);
    memcpy(made + before, text, count * sizeof *made);
    memcpy(made + before + count, old.at + old.count, after * sizeof *made);
    nls_free(p->text);
    p->text = made;
    p->count = before + count + after;
    made[p->count] = 0;
    return TRUE;
}

static BOOL is_blank(WCHAR c)
{
    return c == ' ' || c == '\t' || c == 0x1a;
}

static struct span trim(struct span s)
{
    while (s.count && is_blank(*s.at)) {
        s.at++;
        s.count--;
    }
    while (s.count && is_blank(s.at[s.count - 1]))
        s.count--;
    return s;
}

BOOL profile_line(const WCHAR **at, struct span *line)
{
    const WCHAR *p = *at;

    if (!*p)
        return FALSE;
    line->at = p;
    while (*p && *p != '\r' && *p != '\n')
        p++;
    line->count = (SIZE_T)(p - line->at);
    if (*p == '\r')
        p++;
    if (*p == '\n')
        p++;
    *at = p;
    return TRUE;
}

BOOL profile_head(struct span line, struct span *name)
{
    SIZE_T end;

    line = trim(line);
    if (!line.count || *line.at != '[')
        return FALSE;
    for (end = line.count; end > 1 && line.at[end - 1] != ']'; end--)
        ;
    if (end == 1)
        return FALSE;
    *name = trim((struct span){line.at + 1, end - 2});
    return TRUE;
}

BOOL profile_equal(struct span span, LPCWSTR name)
{
    struct span other = trim((struct span){name, wcslen(name)});

    return CompareStringOrdinal(span.at, (int)span.count, other.at, (int)other.count, TRUE) ==
           CSTR_EQUAL;
}

BOOL profile_section(const struct profile *p, LPCWSTR name, struct span *lines)
{
    const WCHAR *at = p->text, *end;
    struct span line, head;

    while (profile_line(&at, &line)) {
        if (!profile_head(line, &head) || !profile_equal(head, name))
            continue;
        lines->at = end = at;
        while (profile_line(&at, &line) && !profile_head(line, &head))
            end = at;
        lines->count = (SIZE_T)(end - lines->at);
        return TRUE;
    }
    return FALSE;
}

BOOL profile_entry(struct span line, struct span *key, struct span *value)
{
    SIZE_T equals = 0;

    line = trim(line);
    if (!line.count || *line.at == ';')
        return FALSE;
    while (equals < line.count && line.at[equals] != '=')
        equals++;
    *key = trim((struct span){line.at, equals});
    *value = (struct span){NULL, 0};
    if (equals < line.count)
        *value = trim((struct span){line.at + equals + 1, line.count - equals - 1});
    return TRUE;
}
