/* BSTR: characters with their size in bytes in the four bytes before, and a zero after. */
#include "nt.h"
#include <oleauto.h>

struct bstr {
    ULONG reserved; /* so that the characters are aligned to 8 */
    ULONG size;     /* bytes */
    WCHAR text[];
};

static struct bstr *head(BSTR string)
{
    return CONTAINING_RECORD(string, struct bstr, text);
}

static BSTR allocate(const void *bytes, SIZE_T size)
{
    struct bstr *bstr;

    if (size > 0x7ffffff0)
        return NULL;
    bstr = HeapAlloc(GetProcessHeap(), 0, sizeof(*bstr) + size + sizeof(WCHAR) + 1);
    if (!bstr)
        return NULL;
    bstr->reserved = 0;
    bstr->size = (ULONG)size;
    if (bytes)
        memcpy(bstr->text, bytes, size);
    memset((BYTE *)bstr->text + size, 0, sizeof(WCHAR) + 1);
    return bstr->text;
}

BSTR WINAPI SysAllocString(const OLECHAR *text)
{
    return text ? allocate(text, (SIZE_T)lstrlenW(text) * sizeof(WCHAR)) : NULL;
}

BSTR WINAPI SysAllocStringLen(const OLECHAR *text, UINT count)
{
    return allocate(text, (SIZE_T)count * sizeof(WCHAR));
}

BSTR WINAPI SysAllocStringByteLen(LPCSTR bytes, UINT size)
{
    return allocate(bytes, size);
}

void WINAPI SysFreeString(BSTR string)
{
    if (string)
        HeapFree(GetProcessHeap(), 0, head(string));
}

/* The new text may lie within the old string, so that goes last. */
INT WINAPI SysReAllocStringLen(BSTR *string, const OLECHAR *text, UINT count)
{
    BSTR next;

    if (!string)
        return FALSE;
    next = allocate(text, (SIZE_T)count * sizeof(WCHAR));
    if (!next)
        return FALSE;
    if (!text && *string)
        memcpy(next, *string, min(head(*string)->size, head(next)->size));
    SysFreeString(*string);
    *string = next;
    return TRUE;
}

INT WINAPI SysReAllocString(BSTR *string, const OLECHAR *text)
{
    if (!string)
        return FALSE;
    if (text)
        return SysReAllocStringLen(string, text, lstrlenW(text));
    SysFreeString(*string);
    *string = NULL;
    return TRUE;
}

UINT WINAPI SysStringByteLen(BSTR string)
{
    return string ? head(string)->size : 0;
}

UINT WINAPI SysStringLen(BSTR string)
{
    return SysStringByteLen(string) / sizeof(WCHAR);
}
