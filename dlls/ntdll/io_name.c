/*
 * io_name.c - names of the host as UTF-16 and back, comparison and wildcard matching.
 */
#include "io_private.h"

/* Characters that the host allows in a name and NT does not. */
static BOOLEAN is_forbidden(unsigned c)
{
    return c < 32 || c == '"' || c == '*' || c == ':' || c == '<' || c == '>' || c == '?' ||
           c == '\\' || c == '|';
}

/* Decodes one sequence; *used is its length. Surrogates encoded in three bytes are let through, so
 * that any UTF-16 name has a form on the host. Returns MAXDWORD for what is not UTF-8. */
static ULONG decode(const UCHAR *at, ULONG left, ULONG *used)
{
    static const ULONG least[] = {0, 0, 0x80, 0x800, 0x10000};
    ULONG length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4 || length > left)
        return MAXDWORD;
    ULONG c = at[0] & (0x7fu >> length);
    for (ULONG i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return MAXDWORD;
        c = c << 6 | (at[i] & 0x3f);
    }
    *used = length;
    return c < least[length] || c > 0x10ffff ? MAXDWORD : c;
}

ULONG io_name_to_wide(const char *from, ULONG size, WCHAR *to, ULONG room)
{
    const UCHAR *bytes = (const UCHAR *)from;
    ULONG count = 0;
    for (ULONG i = 0; i < size;) {
        ULONG c = bytes[i], used = 1;
        if (c < 0x80) {
            if (is_forbidden(c))
                c += 0xf000;
        } else {
            c = decode(bytes + i, size - i, &used);
            if (c == MAXDWORD) {
                c = 0xdc00 + bytes[i];
                used = 1;
            }
        }
        i += used;
        if (c >= 0x10000) {
            if (count + 1 < room) {
                to[count] = (WCHAR)(0xd7c0 + (c >> 10));
                to[count + 1] = (WCHAR)(0xdc00 + (c & 0x3ff));
            }
            count += 2;
        } else {
            if (count < room)
                to[count] = (WCHAR)c;
            count++;
        }
    }
    return count;
}

static ULONG encode(ULONG c, char *to)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xc0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xe0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3f));
        to[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    to[0] = (char)(0xf0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3f));
    to[2] = (char)(0x80 | (c >> 6 & 0x3f));
    to[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

ULONG io_name_to_host(const WCHAR *from, ULONG count, char *to, ULONG room)
{
    ULONG size = 0;
    for (ULONG i = 0; i < count; i++) {
        ULONG c = from[i], length;
        char bytes[4];
        if (c < 0x80) {
            if (size < room)
                to[size] = (char)c;
            size++;
            continue;
        }
        if (c >= 0xd800 && c < 0xdc00 && i + 1 < count && (from[i + 1] & 0xfc00) == 0xdc00)
            c = 0x10000 + ((c & 0x3ff) << 10) + (from[++i] & 0x3ff);
        if (c >= 0xdc80 && c <= 0xdcff) {
            bytes[0] = (char)(c - 0xdc00);
            length = 1;
        } else {
            if (c > 0xf000 && c < 0xf080 && is_forbidden(c - 0xf000))
                c -= 0xf000;
            length = encode(c, bytes);
        }
        for (ULONG k = 0; k < length; k++)
            if (size + k < room)
                to[size + k] = bytes[k];
        size += length;
    }
    return size;
}

BOOLEAN io_equal_fold(const WCHAR *a, ULONG a_count, const WCHAR *b, ULONG b_count)
{
    if (a_count != b_count)
        return FALSE;
    for (ULONG i = 0; i < a_count; i++)
        if (a[i] != b[i] && io_fold(a[i]) != io_fold(b[i]))
            return FALSE;
    return TRUE;
}

/*
 * The wildcards: * any characters; ? one; < (DOS_STAR) any up to and including the last dot, or to
 * the end; > (DOS_QM) one character, or none at a dot or the end; " (DOS_DOT) a dot, or the end.
 */
static BOOLEAN match_here(const WCHAR *p, const WCHAR *p_end, const WCHAR *n, const WCHAR *n_end,
                          const WCHAR *last_dot)
{
    const WCHAR *star = NULL, *resume = NULL;
    BOOLEAN dos_star = FALSE;
    for (;;) {
        if (p < p_end && (*p == '*' || *p == '<')) {
            dos_star = *p == '<';
            star = ++p;
            resume = n;
            continue;
        }
        if (p < p_end && *p == '>' && (n == n_end || *n == '.')) {
            p++;
            continue;
        }
        if (p < p_end && *p == '"' && n == n_end) {
            p++;
            continue;
        }
        if (p == p_end && n == n_end)
            return TRUE;
        if (p < p_end && n < n_end &&
            (*p == *n || *p == '?' || *p == '>' || (*p == '"' && *n == '.'))) {
            p++;
            n++;
            continue;
        }
        /* What a < has passed over may not go beyond the last dot, unless it takes all. */
        if (!star || resume == n_end)
            return FALSE;
        if (dos_star && last_dot && resume == last_dot + 1 && star != p_end)
            return FALSE;
        n = ++resume;
        p = star;
    }
}

BOOLEAN io_match(const WCHAR *pattern, ULONG pattern_count, const WCHAR *name, ULONG name_count)
{
    const WCHAR *last_dot = NULL;
    for (ULONG i = 0; i < name_count; i++)
        if (name[i] == '.')
            last_dot = name + i;
    return match_here(pattern, pattern + pattern_count, name, name + name_count, last_dot);
}

BOOLEAN NTAPI RtlIsNameInExpression(const UNICODE_STRING *expression, const UNICODE_STRING *name,
                                    BOOLEAN ignore_case, PWCH upcase)
{
    WCHAR folded[IO_NAME_MAX * 2], pattern[IO_NAME_MAX * 2];
    ULONG count = name->Length / 2, pattern_count = expression->Length / 2;
    if (!ignore_case)
        return io_match(expression->Buffer, pattern_count, name->Buffer, count);
    if (count > IO_NAME_MAX * 2 || pattern_count > IO_NAME_MAX * 2)
        return FALSE;
    for (ULONG i = 0; i < count; i++)
        folded[i] = upcase ? upcase[name->Buffer[i]] : io_fold(name->Buffer[i]);
    for (ULONG i = 0; i < pattern_count; i++)
        pattern[i] = upcase ? upcase[expression->Buffer[i]] : io_fold(expression->Buffer[i]);
    return io_match(pattern, pattern_count, folded, count);
}
