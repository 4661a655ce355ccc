/* VariantChangeType among integers, booleans and strings. */
#include "nt.h"
#include <oleauto.h>

static HRESULT parse_integer(const WCHAR *text, LONGLONG *value)
{
    ULONGLONG sum = 0;
    BOOL negative = FALSE;

    if (!text)
        return DISP_E_TYPEMISMATCH;
    while (*text == ' ')
        text++;
    if (*text == '-' || *text == '+')
        negative = *text++ == '-';
    if (*text < '0' || *text > '9')
        return DISP_E_TYPEMISMATCH;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (sum > (ULONGLONG)MAXLONGLONG / 10)
            return DISP_E_OVERFLOW;
        sum = sum * 10 + (*text - '0');
    }
    while (*text == ' ')
        text++;
    *value = negative ? -(LONGLONG)sum : (LONGLONG)sum;
    return *text ? DISP_E_TYPEMISMATCH : S_OK;
}

static HRESULT read_integer(const VARIANTARG *from, LONGLONG *value)
{
    switch (V_VT(from)) {
    case VT_EMPTY:
        *value = 0;
        return S_OK;
    case VT_I1:
        *value = V_I1(from);
        return S_OK;
    case VT_UI1:
        *value = V_UI1(from);
        return S_OK;
    case VT_I2:
        *value = V_I2(from);
        return S_OK;
    case VT_BOOL:
        *value = V_BOOL(from);
        return S_OK;
    case VT_UI2:
        *value = V_UI2(from);
        return S_OK;
    case VT_I4:
    case VT_INT:
    case VT_ERROR:
        *value = V_I4(from);
        return S_OK;
    case VT_UI4:
    case VT_UINT:
        *value = V_UI4(from);
        return S_OK;
    case VT_I8:
        *value = V_I8(from);
        return S_OK;
    case VT_UI8:
        *value = (LONGLONG)V_UI8(from);
        return V_UI8(from) > MAXLONGLONG ? DISP_E_OVERFLOW : S_OK;
    case VT_BSTR:
        return parse_integer(V_BSTR(from), value);
    default:
        return DISP_E_TYPEMISMATCH;
    }
}

static const struct {
    VARTYPE type;
    LONGLONG low, high;
} ranges[] = {
    {VT_I1, -0x80, 0x7f},     {VT_UI1, 0, 0xff},         {VT_I2, -0x8000, 0x7fff},
    {VT_UI2, 0, 0xffff},      {VT_I4, MINLONG, MAXLONG}, {VT_INT, MINLONG, MAXLONG},
    {VT_UI4, 0, 0xffffffff},  {VT_UINT, 0, 0xffffffff},  {VT_I8, MINLONGLONG, MAXLONGLONG},
    {VT_UI8, 0, MAXLONGLONG},
};

static HRESULT write_integer(VARIANTARG *to, VARTYPE type, LONGLONG value)
{
    if (type == VT_BOOL) {
        V_BOOL(to) = value ? VARIANT_TRUE : VARIANT_FALSE;
        return S_OK;
    }
    for (unsigned i = 0; i < ARRAYSIZE(ranges); i++) {
        if (ranges[i].type == type) {
            V_I8(to) = value;
            return value < ranges[i].low || value > ranges[i].high ? DISP_E_OVERFLOW : S_OK;
        }
    }
    return DISP_E_TYPEMISMATCH;
}

static HRESULT write_text(VARIANTARG *to, const VARIANTARG *from, LONGLONG value, USHORT flags)
{
    WCHAR digits[24];
    unsigned start = ARRAYSIZE(digits) - 1;
    ULONGLONG rest = value < 0 ? -(ULONGLONG)value : (ULONGLONG)value;
    const WCHAR *text = digits;

    digits[start] = 0;
    do
        digits[--start] = (WCHAR)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        digits[--start] = '-';
    text += start;
    if (V_VT(from) == VT_EMPTY)
        text = L"";
    else if (V_VT(from) == VT_BOOL && flags & VARIANT_ALPHABOOL)
        text = value ? L"True" : L"False";
    V_BSTR(to) = SysAllocString(text);
    return V_BSTR(to) ? S_OK : E_OUTOFMEMORY;
}

HRESULT WINAPI VariantChangeTypeEx(VARIANTARG *to, VARIANTARG *from, LCID locale, USHORT flags,
                                   VARTYPE type)
{
    VARIANTARG made = {0};
    LONGLONG value = 0;
    HRESULT result;

    if (V_VT(from) == type)
        return VariantCopy(to, from);
    result = read_integer(from, &value);
    if (SUCCEEDED(result))
        result = type == VT_BSTR ? write_text(&made, from, value, flags)
                                 : write_integer(&made, type, value);
    if (FAILED(result))
        return result;
    V_VT(&made) = type;
    VariantClear(to);
    *to = made;
    return S_OK;
}

HRESULT WINAPI VariantChangeType(VARIANTARG *to, VARIANTARG *from, USHORT flags, VARTYPE type)
{
    return VariantChangeTypeEx(to, from, LOCALE_USER_DEFAULT, flags, type);
}
