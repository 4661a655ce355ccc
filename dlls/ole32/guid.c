/* combaseapi.h: GUIDs and their texts. */
#include "nt.h"
#include "random.h"
#include <objbase.h>

/* A random one, RFC 4122 version 4. */
HRESULT WINAPI CoCreateGuid(GUID *guid)
{
    if (!guid)
        return E_INVALIDARG;
    if (BaileyRandom(guid, sizeof(*guid)) < 0)
        return E_FAIL;
    guid->Data3 = (guid->Data3 & 0x0fff) | 0x4000;
    guid->Data4[0] = (guid->Data4[0] & 0x3f) | 0x80;
    return S_OK;
}

static WCHAR *put_hex(WCHAR *to, ULONG value, unsigned digits)
{
    while (digits--)
        *to++ = L"0123456789ABCDEF"[value >> 4 * digits & 15];
    return to;
}

int WINAPI StringFromGUID2(REFGUID guid, LPOLESTR text, int room)
{
    WCHAR *to = text;

    if (!guid || room < 39)
        return 0;
    *to++ = '{';
    to = put_hex(to, guid->Data1, 8);
    *to++ = '-';
    to = put_hex(to, guid->Data2, 4);
    *to++ = '-';
    to = put_hex(to, guid->Data3, 4);
    *to++ = '-';
    for (unsigned i = 0; i < 8; i++) {
        if (i == 2)
            *to++ = '-';
        to = put_hex(to, guid->Data4[i], 2);
    }
    *to++ = '}';
    *to = 0;
    return 39;
}

HRESULT WINAPI StringFromCLSID(REFCLSID guid, LPOLESTR *text)
{
    *text = CoTaskMemAlloc(39 * sizeof(WCHAR));
    return *text && StringFromGUID2(guid, *text, 39) ? S_OK : E_OUTOFMEMORY;
}

HRESULT WINAPI StringFromIID(REFIID guid, LPOLESTR *text)
{
    return StringFromCLSID(guid, text);
}

static int digit(WCHAR c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static BOOL parse(const WCHAR *text, GUID *guid)
{
    static const WCHAR form[] = L"{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
    BYTE bytes[16];
    unsigned count = 0;

    for (unsigned i = 0; i < 38; i++) {
        int value = digit(text[i]);

        if (form[i] != 'x' ? text[i] != form[i] : value < 0)
            return FALSE;
        if (form[i] != 'x')
            continue;
        bytes[count / 2] = (BYTE)(count & 1 ? bytes[count / 2] | value : value << 4);
        count++;
    }
    if (text[38])
        return FALSE;
    guid->Data1 = (ULONG)bytes[0] << 24 | (ULONG)bytes[1] << 16 | (ULONG)bytes[2] << 8 | bytes[3];
    guid->Data2 = (USHORT)(bytes[4] << 8 | bytes[5]);
    guid->Data3 = (USHORT)(bytes[6] << 8 | bytes[7]);
    memcpy(guid->Data4, bytes + 8, 8);
    return TRUE;
}

HRESULT WINAPI IIDFromString(LPCOLESTR text, LPIID id)
{
    if (!id)
        return E_INVALIDARG;
    memset(id, 0, sizeof(*id));
    if (!text)
        return S_OK;
    return parse(text, id) ? S_OK : lstrlenW(text) != 38 ? E_INVALIDARG : CO_E_IIDSTRING;
}

/* Program identifiers are looked up in the registry, which holds none. */
HRESULT WINAPI CLSIDFromString(LPCOLESTR text, LPCLSID id)
{
    if (!id)
        return E_INVALIDARG;
    memset(id, 0, sizeof(*id));
    if (!text)
        return S_OK;
    return parse(text, id) ? S_OK : CO_E_CLASSSTRING;
}

#undef IsEqualGUID
BOOL WINAPI IsEqualGUID(REFGUID a, REFGUID b);
BOOL WINAPI IsEqualGUID(REFGUID a, REFGUID b)
{
    return !memcmp(a, b, sizeof(*a));
}
