/* VARIANT: making, clearing, copying; and the date that some hold. */
#include "nt.h"
#include <oleauto.h>

#define DAYS_1601_TO_1899 109205 /* 1601-01-01 to 1899-12-30, the zero of a variant date */
#define TICKS_PER_DAY     864000000000LL

void WINAPI VariantInit(VARIANTARG *variant)
{
    V_VT(variant) = VT_EMPTY;
}

static HRESULT check_type(VARTYPE type)
{
    if ((type & VT_TYPEMASK) == VT_RECORD)
        return DISP_E_BADVARTYPE;
    if ((type & ~(VT_TYPEMASK | VT_BYREF | VT_ARRAY)) || (type & VT_TYPEMASK) > VT_UINT ||
        (type & VT_TYPEMASK) == 15)
        return DISP_E_BADVARTYPE;
    return S_OK;
}

HRESULT WINAPI VariantClear(VARIANTARG *variant)
{
    HRESULT result = check_type(V_VT(variant));

    if (FAILED(result))
        return result;
    if (V_ISARRAY(variant) && !V_ISBYREF(variant)) {
        result = SafeArrayDestroy(V_ARRAY(variant));
        if (FAILED(result))
            return result;
    } else if (V_VT(variant) == VT_BSTR)
        SysFreeString(V_BSTR(variant));
    else if ((V_VT(variant) == VT_UNKNOWN || V_VT(variant) == VT_DISPATCH) && V_UNKNOWN(variant))
        V_UNKNOWN(variant)->lpVtbl->Release(V_UNKNOWN(variant));
    V_VT(variant) = VT_EMPTY;
    return S_OK;
}

HRESULT WINAPI VariantCopy(VARIANTARG *to, VARIANTARG *from)
{
    VARIANTARG copy = *from;
    HRESULT result = check_type(V_VT(from));

    if (FAILED(result) || to == from)
        return result;
    if (V_ISARRAY(from) && !V_ISBYREF(from)) {
        result = SafeArrayCopy(V_ARRAY(from), &V_ARRAY(&copy));
        if (FAILED(result))
            return result;
    } else if (V_VT(from) == VT_BSTR) {
        V_BSTR(&copy) = SysAllocStringByteLen((char *)V_BSTR(from), SysStringByteLen(V_BSTR(from)));
        if (!V_BSTR(&copy))
            return E_OUTOFMEMORY;
    } else if ((V_VT(from) == VT_UNKNOWN || V_VT(from) == VT_DISPATCH) && V_UNKNOWN(from)) {
        V_UNKNOWN(from)->lpVtbl->AddRef(V_UNKNOWN(from));
    }
    result = VariantClear(to);
    if (FAILED(result)) {
        VariantClear(&copy);
        return result;
    }
    *to = copy;
    return S_OK;
}

INT WINAPI SystemTimeToVariantTime(SYSTEMTIME *time, DOUBLE *date)
{
    FILETIME file;
    LARGE_INTEGER ticks;
    LONGLONG day, rest;

    if (time->wYear < 1900 || !SystemTimeToFileTime(time, &file))
        return FALSE;
    ticks.u.LowPart = file.dwLowDateTime;
    ticks.u.HighPart = (LONG)file.dwHighDateTime;
    day = ticks.QuadPart / TICKS_PER_DAY - DAYS_1601_TO_1899;
    rest = ticks.QuadPart % TICKS_PER_DAY / 10000000; /* milliseconds do not count */
    *date = (double)day + (double)rest / 86400;
    return TRUE;
}

INT WINAPI VariantTimeToSystemTime(DOUBLE date, SYSTEMTIME *time)
{
    LONGLONG day = (LONGLONG)date;
    double rest = date - (double)day;
    LARGE_INTEGER ticks;
    FILETIME file;

    if (date <= -657435 || date >= 2958466)
        return FALSE;
    if (rest < 0) /* before the zero the fraction still counts forward */
        rest = -rest;
    ticks.QuadPart =
        (day + DAYS_1601_TO_1899) * TICKS_PER_DAY + (LONGLONG)(rest * 86400 + 0.5) * 10000000;
    if (ticks.QuadPart < 0)
        return FALSE;
    file.dwLowDateTime = ticks.u.LowPart;
    file.dwHighDateTime = (DWORD)ticks.u.HighPart;
    return FileTimeToSystemTime(&file, time);
}
