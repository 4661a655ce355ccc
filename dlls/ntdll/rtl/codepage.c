/*
 * codepage.c - finding code page tables, and the conversions of the process's own pages.
 *
 * ntdll has the tables of the default locale's pages. The first call for another page loads
 * bailey_nls.dll, which holds them all and nothing else.
 */
#include "nt.h"
#include "rtl_proto.h"

extern const struct nls_pages nls_core_pages;

USHORT NlsAnsiCodePage = 1252;
USHORT NlsOemCodePage = 437;
BOOLEAN NlsMbCodePageTag;
BOOLEAN NlsMbOemCodePageTag;

static const struct nls_pages *volatile all_pages;

static const struct nls_codepage *find_in(const struct nls_pages *set, UINT id)
{
    for (uint32_t i = 0; i < set->count; i++)
        if (set->pages[i].id == id)
            return &set->pages[i];
    return NULL;
}

static const struct nls_pages *load_all(void)
{
    UNICODE_STRING dll;
    ANSI_STRING symbol;
    PVOID module, address;

    if (all_pages)
        return all_pages;
    RtlInitUnicodeString(&dll, L"bailey_nls.dll");
    RtlInitAnsiString(&symbol, "nls_all_pages");
    if (!NT_SUCCESS(LdrLoadDll(NULL, NULL, &dll, &module)) ||
        !NT_SUCCESS(LdrGetProcedureAddress(module, &symbol, 0, &address)))
        return NULL;
    return all_pages = address;
}

const struct nls_codepage *NTAPI NlsFindCodePage(UINT id, const struct nls_pages **set)
{
    const struct nls_codepage *page = find_in(&nls_core_pages, id);

    *set = &nls_core_pages;
    if (page)
        return page;
    *set = load_all();
    return *set ? find_in(*set, id) : NULL;
}

UINT NTAPI NlsAnsiCodePageId(void)
{
    return NlsAnsiCodePage;
}

UINT NTAPI NlsOemCodePageId(void)
{
    return NlsOemCodePage;
}

UINT NTAPI NlsEnumCodePages(ULONG index)
{
    const struct nls_pages *set = load_all();

    set = set ? set : &nls_core_pages;
    if (index < set->count)
        return set->pages[index].id;
    return index == set->count ? CP_UTF8 : index == set->count + 1 ? CP_UTF7 : 0;
}

static NTSTATUS to_unicode(UINT id, PWSTR to, ULONG size, PULONG used, PCSTR from, ULONG from_size)
{
    const struct nls_pages *set;
    const struct nls_codepage *page;
    const uint8_t *p = (const uint8_t *)from, *end = p + from_size;
    ULONG count = size / 2, n = 0;

    if (id == CP_UTF8) {
        NTSTATUS status = RtlUTF8ToUnicodeN(to, size, used, from, from_size);

        return NT_SUCCESS(status) || status == STATUS_BUFFER_TOO_SMALL ? STATUS_SUCCESS : status;
    }
    page = NlsFindCodePage(id, &set);
    if (!page)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    while (p < end && n < count) {
        uint16_t row = nls_row(set, page, *p);

        if (row && p + 1 < end) {
            to[n++] = set->pool[row][p[1]];
            p += 2;
        } else {
            to[n++] = set->pool[page->single][*p++];
        }
    }
    if (used)
        *used = n * 2;
    return STATUS_SUCCESS; /* what does not fit is cut off */
}

static NTSTATUS from_unicode(UINT id, PCHAR to, ULONG size, PULONG used, PCWSTR from,
                             ULONG from_size, BOOLEAN upcase)
{
    const struct nls_pages *set;
    const struct nls_codepage *page;
    ULONG count = from_size / 2, i = 0, n = 0;

    if (id == CP_UTF8 && !upcase) {
        NTSTATUS status = RtlUnicodeToUTF8N(to, size, used, from, from_size);

        return NT_SUCCESS(status) || status == STATUS_BUFFER_TOO_SMALL ? STATUS_SUCCESS : status;
    }
    page = NlsFindCodePage(id, &set);
    if (!page)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    for (; i < count; i++) {
        uint16_t code = nls_from_char(set, page, from[i]);

        if (upcase)
            code = nls_from_char(set, page, RtlUpcaseUnicodeChar(nls_to_char(set, page, code)));
        if (n + (code > 0xff ? 2 : 1) > size)
            break;
        if (code > 0xff)
            to[n++] = (char)(code >> 8);
        to[n++] = (char)code;
    }
    if (used)
        *used = n;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlMultiByteToUnicodeN(PWSTR to, ULONG size, PULONG used, PCSTR from,
                                      ULONG from_size)
{
    return to_unicode(NlsAnsiCodePage, to, size, used, from, from_size);
}

NTSTATUS NTAPI RtlOemToUnicodeN(PWSTR to, ULONG size, PULONG used, PCSTR from, ULONG from_size)
{
    return to_unicode(NlsOemCodePage, to, size, used, from, from_size);
}

NTSTATUS NTAPI RtlConsoleMultiByteToUnicodeN(PWSTR to, ULONG size, PULONG used, PCSTR from,
                                             ULONG from_size, PULONG special)
{
    if (special)
        *special = 0;
    return RtlMultiByteToUnicodeN(to, size, used, from, from_size);
}

NTSTATUS NTAPI RtlMultiByteToUnicodeSize(PULONG size, PCSTR from, ULONG from_size)
{
    const struct nls_pages *set;
    const struct nls_codepage *page;
    ULONG n = 0;

    if (NlsAnsiCodePage == CP_UTF8)
        return RtlUTF8ToUnicodeN(NULL, 0, size, from, from_size);
    page = NlsFindCodePage(NlsAnsiCodePage, &set);
    for (ULONG i = 0; page && i < from_size; i++, n++)
        if (nls_row(set, page, (uint8_t)from[i]) && i + 1 < from_size)
            i++;
    *size = n * 2;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeToMultiByteN(PCHAR to, ULONG size, PULONG used, PCWSTR from,
                                      ULONG from_size)
{
    return from_unicode(NlsAnsiCodePage, to, size, used, from, from_size, FALSE);
}

NTSTATUS NTAPI RtlUnicodeToOemN(PCHAR to, ULONG size, PULONG used, PCWSTR from, ULONG from_size)
{
    return from_unicode(NlsOemCodePage, to, size, used, from, from_size, FALSE);
}

NTSTATUS NTAPI RtlUpcaseUnicodeToMultiByteN(PCHAR to, ULONG size, PULONG used, PCWSTR from,
                                            ULONG from_size)
{
    return from_unicode(NlsAnsiCodePage, to, size, used, from, from_size, TRUE);
}

NTSTATUS NTAPI RtlUpcaseUnicodeToOemN(PCHAR to, ULONG size, PULONG used, PCWSTR from,
                                      ULONG from_size)
{
    return from_unicode(NlsOemCodePage, to, size, used, from, from_size, TRUE);
}

NTSTATUS NTAPI RtlUnicodeToMultiByteSize(PULONG size, PWCH from, ULONG from_size)
{
    const struct nls_pages *set;
    const struct nls_codepage *page;
    ULONG n = 0;

    if (NlsAnsiCodePage == CP_UTF8)
        return RtlUnicodeToUTF8N(NULL, 0, size, from, from_size);
    page = NlsFindCodePage(NlsAnsiCodePage, &set);
    for (ULONG i = 0; page && i < from_size / 2; i++)
        n += nls_from_char(set, page, from[i]) > 0xff ? 2 : 1;
    *size = n;
    return STATUS_SUCCESS;
}

VOID NTAPI RtlGetDefaultCodePage(PUSHORT ansi, PUSHORT oem)
{
    *ansi = NlsAnsiCodePage;
    *oem = NlsOemCodePage;
}
