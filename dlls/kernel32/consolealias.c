/*
 * consolealias.c - aliases, and the lines that programs have read. Sizes are bytes. The variants
 * in bytes use the console's input code page.
 */
#include "kernel32_private.h"

typedef NTSTATUS lister(const UNICODE_STRING *program, const UNICODE_STRING *source, WCHAR *to,
                        ULONG room, ULONG *count);

static NTSTATUS list_aliases(const UNICODE_STRING *program, const UNICODE_STRING *source, WCHAR *to,
                             ULONG room, ULONG *count)
{
    return BaileyConsoleAliases(program, source, to, room, count);
}

static NTSTATUS list_lines(const UNICODE_STRING *program, const UNICODE_STRING *source, WCHAR *to,
                           ULONG room, ULONG *count)
{
    (void)source;
    return BaileyConsoleLines(program, to, room, count);
}

/* What is asked for: names are NULL where the function has none. */
struct asked {
    lister *list;
    UNICODE_STRING program, source;
    BOOL has_program, has_source;
};

static NTSTATUS ask(const struct asked *a, WCHAR *to, ULONG room, ULONG *count)
{
    *count = 0;
    return a->list(a->has_program ? &a->program : NULL, a->has_source ? &a->source : NULL, to, room,
                   count);
}

static struct asked asked_w(lister *list, LPCWSTR program, LPCWSTR source)
{
    struct asked a = {.list = list, .has_program = program != NULL, .has_source = source != NULL};
    RtlInitUnicodeString(&a.program, program);
    RtlInitUnicodeString(&a.source, source);
    return a;
}

static DWORD get_w(lister *list, LPCWSTR program, LPCWSTR source, LPWSTR to, DWORD size)
{
    struct asked a = asked_w(list, program, source);
    ULONG count;
    return nt_result(ask(&a, to, size / sizeof(WCHAR), &count)) ? count * sizeof(WCHAR) : 0;
}

static DWORD length_w(lister *list, LPCWSTR program)
{
    struct asked a = asked_w(list, program, NULL);
    ULONG count;
    NTSTATUS status = ask(&a, NULL, 0, &count);
    return status == STATUS_BUFFER_TOO_SMALL || nt_result(status) ? count * sizeof(WCHAR) : 0;
}

/* ---- in bytes */

/* NULL with the last error set where there is no memory. text may be NULL. */
static BOOL widen(LPCSTR text, WCHAR **wide)
{
    *wide = NULL;
    if (!text)
        return TRUE;
    int count = MultiByteToWideChar(GetConsoleCP(), 0, text, -1, NULL, 0);
    *wide = RtlAllocateHeap(GetProcessHeap(), 0, (SIZE_T)count * sizeof(WCHAR) + 2);
    if (!*wide)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    MultiByteToWideChar(GetConsoleCP(), 0, text, -1, *wide, count);
    return TRUE;
}

/* All of a list, and how many bytes it makes; to NULL: it is only counted. */
static DWORD narrow_list(const struct asked *a, LPSTR to, DWORD size)
{
    ULONG count;
    NTSTATUS status = ask(a, NULL, 0, &count);
    if (status != STATUS_BUFFER_TOO_SMALL) { /* nothing is there */
        nt_result(status);
        return 0;
    }
    WCHAR *wide = RtlAllocateHeap(GetProcessHeap(), 0, count * sizeof(WCHAR));
    if (!wide)
        return (DWORD)fail_with(ERROR_NOT_ENOUGH_MEMORY);
    DWORD used = 0;
    if (nt_result(ask(a, wide, count, &count))) {
        UINT page = GetConsoleCP();
        used = (DWORD)WideCharToMultiByte(page, 0, wide, (int)count, NULL, 0, NULL, NULL);
        if (to && used > size)
            used = (DWORD)fail_with(ERROR_INSUFFICIENT_BUFFER);
        else if (to)
            WideCharToMultiByte(page, 0, wide, (int)count, to, (int)size, NULL, NULL);
    }
    RtlFreeHeap(GetProcessHeap(), 0, wide);
    return used;
}

static DWORD get_a(lister *list, LPCSTR program, LPCSTR source, LPSTR to, DWORD size)
{
    WCHAR *wide_program, *wide_source = NULL;
    DWORD used = 0;
    if (widen(program, &wide_program) && widen(source, &wide_source)) {
        struct asked a = asked_w(list, wide_program, wide_source);
        used = narrow_list(&a, to, size);
    }
    RtlFreeHeap(GetProcessHeap(), 0, wide_program);
    RtlFreeHeap(GetProcessHeap(), 0, wide_source);
    return used;
}

/* ---- aliases */

BOOL WINAPI AddConsoleAliasW(LPWSTR source, LPWSTR target, LPWSTR program)
{
    UNICODE_STRING s, t, p;
    RtlInitUnicodeString(&s, source);
    RtlInitUnicodeString(&t, target);
    RtlInitUnicodeString(&p, program);
    /* a target of nothing takes the alias away too */
    return nt_result(BaileyConsoleSetAlias(&p, &s, t.Length ? &t : NULL));
}

BOOL WINAPI AddConsoleAliasA(LPSTR source, LPSTR target, LPSTR program)
{
    WCHAR *s, *t = NULL, *p = NULL;
    BOOL good =
        widen(source, &s) && widen(target, &t) && widen(program, &p) && AddConsoleAliasW(s, t, p);
    RtlFreeHeap(GetProcessHeap(), 0, s);
    RtlFreeHeap(GetProcessHeap(), 0, t);
    RtlFreeHeap(GetProcessHeap(), 0, p);
    return good;
}

DWORD WINAPI GetConsoleAliasW(LPWSTR source, LPWSTR to, DWORD size, LPWSTR program)
{
    if (!source || !program)
        return (DWORD)fail_with(ERROR_INVALID_PARAMETER);
    return get_w(list_aliases, program, source, to, size);
}

DWORD WINAPI GetConsoleAliasA(LPSTR source, LPSTR to, DWORD size, LPSTR program)
{
    if (!source || !program)
        return (DWORD)fail_with(ERROR_INVALID_PARAMETER);
    return get_a(list_aliases, program, source, to, size);
}

DWORD WINAPI GetConsoleAliasesW(LPWSTR to, DWORD size, LPWSTR program)
{
    return get_w(list_aliases, program ? program : L"", NULL, to, size);
}

DWORD WINAPI GetConsoleAliasesA(LPSTR to, DWORD size, LPSTR program)
{
    return get_a(list_aliases, program ? program : "", NULL, to, size);
}

DWORD WINAPI GetConsoleAliasesLengthW(LPWSTR program)
{
    return length_w(list_aliases, program ? program : L"");
}

DWORD WINAPI GetConsoleAliasesLengthA(LPSTR program)
{
    return get_a(list_aliases, program ? program : "", NULL, NULL, 0);
}

DWORD WINAPI GetConsoleAliasExesW(LPWSTR to, DWORD size)
{
    return get_w(list_aliases, NULL, NULL, to, size);
}

DWORD WINAPI GetConsoleAliasExesA(LPSTR to, DWORD size)
{
    return get_a(list_aliases, NULL, NULL, to, size);
}

DWORD WINAPI GetConsoleAliasExesLengthW(void)
{
    return length_w(list_aliases, NULL);
}

DWORD WINAPI GetConsoleAliasExesLengthA(void)
{
    return get_a(list_aliases, NULL, NULL, NULL, 0);
}

/* ---- lines that were read */

DWORD WINAPI GetConsoleCommandHistoryW(LPWSTR to, DWORD size, LPWSTR program)
{
    return get_w(list_lines, program ? program : L"", NULL, to, size);
}

DWORD WINAPI GetConsoleCommandHistoryA(LPSTR to, DWORD size, LPSTR program)
{
    return get_a(list_lines, program ? program : "", NULL, to, size);
}

DWORD WINAPI GetConsoleCommandHistoryLengthW(LPWSTR program)
{
    return length_w(list_lines, program ? program : L"");
}

DWORD WINAPI GetConsoleCommandHistoryLengthA(LPSTR program)
{
    return get_a(list_lines, program ? program : "", NULL, NULL, 0);
}

VOID WINAPI ExpungeConsoleCommandHistoryW(LPWSTR program)
{
    UNICODE_STRING p;
    RtlInitUnicodeString(&p, program);
    BaileyConsoleForgetLines(&p);
}

VOID WINAPI ExpungeConsoleCommandHistoryA(LPSTR program)
{
    WCHAR *wide;
    if (widen(program, &wide))
        ExpungeConsoleCommandHistoryW(wide);
    RtlFreeHeap(GetProcessHeap(), 0, wide);
}
