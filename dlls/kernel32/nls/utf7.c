/* utf7.c - UTF-7 (RFC 2152): runs of base 64 between `+` and `-`. */
#include "nls_private.h"

static int value_of(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *p = c ? strchr(digits, c) : NULL;

    return p ? (int)(p - digits) : -1;
}

static BOOL put_char(WCHAR *to, int count, int *n, WCHAR c)
{
    if (to && *n == count)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    if (to)
        to[*n] = c;
    ++*n;
    return TRUE;
}

/* One run; *at stands after the `+`. */
static BOOL read_run(const char *from, int size, int *at, WCHAR *to, int count, int *n)
{
    unsigned bits = 0;
    int have = 0, start = *at;

    for (; *at < size && value_of(from[*at]) >= 0; ++*at) {
        bits = bits << 6 | (unsigned)value_of(from[*at]);
        have += 6;
        if (have >= 16) {
            have -= 16;
            if (!put_char(to, count, n, (WCHAR)(bits >> have)))
                return FALSE;
        }
    }
    if (*at < size && from[*at] == '-') {
        ++*at;
        return *at - start > 1 || put_char(to, count, n, '+');
    }
    return TRUE;
}

int nls_from_utf7(const char *from, int size, WCHAR *to, int count)
{
    int n = 0;

    for (int i = 0; i < size;) {
        if (from[i] == '+') {
            i++;
            if (!read_run(from, size, &i, to, count, &n))
                return 0;
        } else if (!put_char(to, count, &n, (unsigned char)from[i++])) {
            return 0;
        }
    }
    return n;
}

/* Directly encoded: letters, digits and the set D of the RFC, with white space and NUL. */
static BOOL is_direct(WCHAR c)
{
    return c < 0x80 && (!c || c == ' ' || c == '\t' || c == '\r' || c == '\n' ||
                        (value_of((char)c) >= 0 && c != '+') || strchr("'(),-.:?", (char)c));
}

static BOOL put_byte(char *to, int size, int *n, char c)
{
    if (to && *n == size)
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    if (to)
        to[*n] = c;
    ++*n;
    return TRUE;
}

static BOOL write_run(const WCHAR *from, int count, int *at, char *to, int size, int *n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned bits = 0;
    int have = 0;

    if (!put_byte(to, size, n, '+'))
        return FALSE;
    for (; *at < count && !is_direct(from[*at]); ++*at) {
        bits = bits << 16 | from[*at];
        for (have += 16; have >= 6;) {
            have -= 6;
            if (!put_byte(to, size, n, digits[bits >> have & 63]))
                return FALSE;
        }
    }
    if (have && !put_byte(to, size, n, digits[bits << (6 - have) & 63]))
        return FALSE;
    return put_byte(to, size, n, '-');
}

int nls_to_utf7(const WCHAR *from, int count, char *to, int size)
{
    int n = 0;

    for (int i = 0; i < count;) {
        BOOL ok;

        if (is_direct(from[i])) {
            ok = put_byte(to, size, &n, (char)from[i++]);
        } else if (from[i] == '+') {
            ok = put_byte(to, size, &n, '+') && put_byte(to, size, &n, '-');
            i++;
        } else {
            ok = write_run(from, count, &i, to, size, &n);
        }
        if (!ok)
            return 0;
    }
    return n;
}
