/* propidl.h: property values that hold numbers, strings, blobs, GUIDs and interfaces. */
#include "apartment.h"
#include <propidl.h>

static const BYTE plain[] = {
    VT_EMPTY, VT_NULL, VT_I2,  VT_I4,  VT_R4, VT_R8,  VT_CY,  VT_DATE, VT_ERROR,    VT_BOOL,
    VT_I1,    VT_UI1,  VT_UI2, VT_UI4, VT_I8, VT_UI8, VT_INT, VT_UINT, VT_FILETIME, VT_DECIMAL,
};

static BOOL is_plain(VARTYPE type)
{
    for (unsigned i = 0; i < ARRAYSIZE(plain); i++) {
        if (plain[i] == type)
            return TRUE;
    }
    return FALSE;
}

/* The size of the memory that a value points to; 0 if its type has none of this sort. */
static SIZE_T pointed_size(const PROPVARIANT *value)
{
    switch (value->vt) {
    case VT_LPWSTR:
        return value->pwszVal ? (SIZE_T)(lstrlenW(value->pwszVal) + 1) * sizeof(WCHAR) : 0;
    case VT_LPSTR:
        return value->pszVal ? (SIZE_T)lstrlenA(value->pszVal) + 1 : 0;
    case VT_CLSID:
        return value->puuid ? sizeof(CLSID) : 0;
    default:
        return 0;
    }
}

static BOOL is_pointer(VARTYPE type)
{
    return type == VT_LPWSTR || type == VT_LPSTR || type == VT_CLSID;
}

static BOOL is_interface(VARTYPE type)
{
    return type == VT_UNKNOWN || type == VT_DISPATCH || type == VT_STREAM || type == VT_STORAGE;
}

/* A BSTR begins 8 bytes before its text, where oleaut32 allocates it. */
HRESULT WINAPI PropVariantClear(PROPVARIANT *value)
{
    HRESULT result = S_OK;

    if (!value)
        return S_OK;
    if (is_pointer(value->vt))
        CoTaskMemFree(value->pwszVal);
    else if (value->vt == VT_BSTR)
        CoTaskMemFree(value->bstrVal ? (BYTE *)value->bstrVal - 8 : NULL);
    else if (value->vt == VT_BLOB || value->vt == VT_BLOB_OBJECT)
        CoTaskMemFree(value->blob.pBlobData);
    else if (is_interface(value->vt) && value->punkVal)
        value->punkVal->lpVtbl->Release(value->punkVal);
    else if (!is_interface(value->vt) && !is_plain(value->vt))
        result = STG_E_INVALIDPARAMETER;
    memset(value, 0, sizeof(*value));
    return result;
}

static void *copy_memory(const void *from, SIZE_T size)
{
    void *to = CoTaskMemAlloc(size);

    if (to)
        memcpy(to, from, size);
    return to;
}

HRESULT WINAPI PropVariantCopy(PROPVARIANT *to, const PROPVARIANT *from)
{
    PROPVARIANT copy = *from;
    SIZE_T size = pointed_size(from);

    if (size) {
        copy.pwszVal = copy_memory(from->pwszVal, size);
        if (!copy.pwszVal)
            return E_OUTOFMEMORY;
    } else if (from->vt == VT_BSTR && from->bstrVal) {
        const ULONG *head = (const ULONG *)((const BYTE *)from->bstrVal - 8);
        BYTE *memory = copy_memory(head, 8 + head[1] + sizeof(WCHAR));

        if (!memory)
            return E_OUTOFMEMORY;
        copy.bstrVal = (BSTR)(memory + 8);
    } else if ((from->vt == VT_BLOB || from->vt == VT_BLOB_OBJECT) && from->blob.cbSize) {
        copy.blob.pBlobData = copy_memory(from->blob.pBlobData, from->blob.cbSize);
        if (!copy.blob.pBlobData)
            return E_OUTOFMEMORY;
    } else if (is_interface(from->vt) && from->punkVal) {
        from->punkVal->lpVtbl->AddRef(from->punkVal);
    } else if (!is_plain(from->vt) && !is_pointer(from->vt) && from->vt != VT_BSTR &&
               from->vt != VT_BLOB && from->vt != VT_BLOB_OBJECT && !is_interface(from->vt)) {
        return STG_E_INVALIDPARAMETER;
    }
    *to = copy;
    return S_OK;
}

HRESULT WINAPI FreePropVariantArray(ULONG count, PROPVARIANT *values)
{
    HRESULT result = S_OK;

    for (ULONG i = 0; i < count; i++) {
        HRESULT one = PropVariantClear(&values[i]);

        if (FAILED(one))
            result = one;
    }
    return result;
}
