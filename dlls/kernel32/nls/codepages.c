/* codepages.c - which code pages there are and what they look like. */
#include "nls_private.h"

UINT WINAPI GetACP(void)
{
    return NlsAnsiCodePageId();
}

UINT WINAPI GetOEMCP(void)
{
    return NlsOemCodePageId();
}

UINT nls_real_page(UINT page)
{
    switch (page) {
    case CP_ACP:
    case CP_THREAD_ACP:
        return NlsAnsiCodePageId();
    case CP_OEMCP:
        return NlsOemCodePageId();
    case CP_MACCP:
        return 10000;
    default:
        return page;
    }
}

BOOL WINAPI IsValidCodePage(UINT page)
{
    const struct nls_pages *set;

    if (page == CP_UTF7 || page == CP_UTF8)
        return TRUE;
    if (page <= CP_THREAD_ACP || page == CP_SYMBOL)
        return FALSE;
    return NlsFindCodePage(page, &set) != NULL;
}

static BOOL unicode_info(UINT page, CPINFOEXW *info)
{
    PCWSTR title = page == CP_UTF7 ? L"65000 (UTF-7)" : L"65001 (UTF-8)";

    memset(info, 0, sizeof *info);
    info->MaxCharSize = page == CP_UTF7 ? 5 : 4;
    info->DefaultChar[0] = '?';
    info->UnicodeDefaultChar = page == CP_UTF7 ? '?' : 0xfffd;
    info->CodePage = page;
    wcscpy(info->CodePageName, title);
    return TRUE;
}

/* "1252  (ANSI - Latin I)": the number in five columns, then the title. */
static void write_title(WCHAR *to, UINT page, const char *title)
{
    char number[8];
    int count = 0;

    for (UINT rest = page; rest; rest /= 10)
        number[count++] = (char)('0' + rest % 10);
    for (int column = 0; column < 6; column++)
        *to++ = column < count ? number[count - 1 - column] : ' ';
    *to++ = '(';
    while (*title)
        *to++ = (unsigned char)*title++;
    *to++ = ')';
    *to = 0;
}

BOOL WINAPI GetCPInfoExW(UINT page, DWORD flags, CPINFOEXW *info)
{
    const struct nls_pages *set;
    const struct nls_codepage *p;

    page = nls_real_page(page);
    if (!info || flags)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (page == CP_UTF7 || page == CP_UTF8)
        return unicode_info(page, info);
    p = NlsFindCodePage(page, &set);
    if (!p)
        return nls_fail(ERROR_INVALID_PARAMETER);
    memset(info, 0, sizeof *info);
    info->MaxCharSize = p->max_size;
    info->DefaultChar[0] = p->default_byte;
    memcpy(info->LeadByte, p->lead, MAX_LEADBYTES);
    info->UnicodeDefaultChar = p->default_char;
    info->CodePage = page;
    write_title(info->CodePageName, page, p->title);
    return TRUE;
}

BOOL WINAPI GetCPInfoExA(UINT page, DWORD flags, CPINFOEXA *info)
{
    CPINFOEXW wide;

    if (!GetCPInfoExW(page, flags, info ? &wide : NULL))
        return FALSE;
    memcpy(info, &wide, offsetof(CPINFOEXA, CodePageName));
    WideCharToMultiByte(CP_ACP, 0, wide.CodePageName, -1, info->CodePageName, MAX_PATH, NULL, NULL);
    return TRUE;
}

BOOL WINAPI GetCPInfo(UINT page, CPINFO *info)
{
    CPINFOEXW wide;

    if (!GetCPInfoExW(page, 0, info ? &wide : NULL))
        return FALSE;
    info->MaxCharSize = wide.MaxCharSize;
    memcpy(info->DefaultChar, wide.DefaultChar, sizeof info->DefaultChar);
    memcpy(info->LeadByte, wide.LeadByte, sizeof info->LeadByte);
    return TRUE;
}

BOOL WINAPI IsDBCSLeadByteEx(UINT page, BYTE byte)
{
    const struct nls_pages *set;
    const struct nls_codepage *p;

    page = nls_real_page(page);
    if (page == CP_UTF7 || page == CP_UTF8)
        return FALSE;
    p = NlsFindCodePage(page, &set);
    return p && nls_row(set, p, byte);
}

BOOL WINAPI IsDBCSLeadByte(BYTE byte)
{
    return IsDBCSLeadByteEx(CP_ACP, byte);
}

BOOL WINAPI EnumSystemCodePagesW(CODEPAGE_ENUMPROCW callback, DWORD flags)
{
    UINT page;

    if (!callback)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (flags != CP_INSTALLED && flags != CP_SUPPORTED)
        return nls_fail(ERROR_INVALID_FLAGS);
    for (ULONG i = 0; (page = NlsEnumCodePages(i)); i++) {
        WCHAR text[8];
        int count = 0;

        for (UINT rest = page; rest; rest /= 10)
            count++;
        text[count] = 0;
        for (UINT rest = page; rest; rest /= 10)
            text[--count] = (WCHAR)('0' + rest % 10);
        if (!callback(text))
            break;
    }
    return TRUE;
}

BOOL WINAPI EnumSystemCodePagesA(CODEPAGE_ENUMPROCA callback, DWORD flags)
{
    UINT page;

    if (!callback)
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (flags != CP_INSTALLED && flags != CP_SUPPORTED)
        return nls_fail(ERROR_INVALID_FLAGS);
    for (ULONG i = 0; (page = NlsEnumCodePages(i)); i++) {
        char text[8];
        int count = 0;

        for (UINT rest = page; rest; rest /= 10)
            count++;
        text[count] = 0;
        for (UINT rest = page; rest; rest /= 10)
            text[--count] = (char)('0' + rest % 10);
        if (!callback(text))
            break;
    }
    return TRUE;
}
