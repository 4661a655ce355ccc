/*
 * oleauto.h: safe arrays. The descriptor has 16 bytes before it, in which the element type or the
 * interface's identifier stands, as the documented features FADF_HAVEVARTYPE and FADF_HAVEIID say.
 */
#include "nt.h"
#include <oleauto.h>

#define HIDDEN 16

/* Sizes of elements by type; 0: not in an array. */
static const BYTE sizes[] = {
    [VT_I2] = 2,       [VT_I4] = 4,      [VT_R4] = 4,       [VT_R8] = 8,    [VT_CY] = 8,
    [VT_DATE] = 8,     [VT_BSTR] = 8,    [VT_DISPATCH] = 8, [VT_ERROR] = 4, [VT_BOOL] = 2,
    [VT_VARIANT] = 24, [VT_UNKNOWN] = 8, [VT_DECIMAL] = 16, [VT_I1] = 1,    [VT_UI1] = 1,
    [VT_UI2] = 2,      [VT_UI4] = 4,     [VT_I8] = 8,       [VT_UI8] = 8,   [VT_INT] = 4,
    [VT_UINT] = 4,
};

static USHORT features_of(VARTYPE type)
{
    switch (type) {
    case VT_BSTR:
        return FADF_HAVEVARTYPE | FADF_BSTR;
    case VT_VARIANT:
        return FADF_HAVEVARTYPE | FADF_VARIANT;
    case VT_UNKNOWN:
        return FADF_HAVEIID | FADF_UNKNOWN;
    case VT_DISPATCH:
        return FADF_HAVEIID | FADF_DISPATCH;
    default:
        return FADF_HAVEVARTYPE;
    }
}

static ULONG *hidden_type(SAFEARRAY *array)
{
    return (ULONG *)((BYTE *)array - sizeof(ULONG));
}

HRESULT WINAPI SafeArrayAllocDescriptor(UINT dimensions, SAFEARRAY **result)
{
    SIZE_T size = HIDDEN + sizeof(SAFEARRAY) + (dimensions - 1) * sizeof(SAFEARRAYBOUND);
    BYTE *memory;

    if (!dimensions || dimensions > 0xffff)
        return E_INVALIDARG;
    if (!result)
        return E_POINTER;
    memory = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size);
    if (!memory)
        return E_OUTOFMEMORY;
    *result = (SAFEARRAY *)(memory + HIDDEN);
    (*result)->cDims = (USHORT)dimensions;
    return S_OK;
}

HRESULT WINAPI SafeArrayAllocDescriptorEx(VARTYPE type, UINT dimensions, SAFEARRAY **result)
{
    static const IID unknown = {0, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
    HRESULT status;
    IID id = unknown;

    if (type >= ARRAYSIZE(sizes) || !sizes[type])
        return E_INVALIDARG;
    status = SafeArrayAllocDescriptor(dimensions, result);
    if (FAILED(status))
        return status;
    (*result)->fFeatures = features_of(type);
    (*result)->cbElements = sizes[type];
    id.Data1 = type == VT_DISPATCH ? 0x00020400 : 0;
    if ((*result)->fFeatures & FADF_HAVEIID)
        memcpy((BYTE *)*result - HIDDEN, &id, sizeof(id));
    else
        *hidden_type(*result) = type;
    return S_OK;
}

/* The count of elements; FALSE if it does not fit. */
static BOOL count_elements(const SAFEARRAY *array, ULONG *count)
{
    ULONGLONG total = 1;

    for (USHORT i = 0; i < array->cDims; i++) {
        total *= array->rgsabound[i].cElements;
        if (total * array->cbElements > MAXLONG)
            return FALSE;
    }
    *count = (ULONG)total;
    return TRUE;
}

HRESULT WINAPI SafeArrayAllocData(SAFEARRAY *array)
{
    ULONG count;

    if (!array)
        return E_INVALIDARG;
    if (!count_elements(array, &count))
        return E_OUTOFMEMORY;
    array->pvData =
        HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, (SIZE_T)count * array->cbElements);
    return array->pvData ? S_OK : E_OUTOFMEMORY;
}

/* Bounds are kept from the last dimension to the first. */
SAFEARRAY *WINAPI SafeArrayCreate(VARTYPE type, UINT dimensions, SAFEARRAYBOUND *bounds)
{
    SAFEARRAY *array;

    if (!bounds || FAILED(SafeArrayAllocDescriptorEx(type, dimensions, &array)))
        return NULL;
    for (UINT i = 0; i < dimensions; i++)
        array->rgsabound[i] = bounds[dimensions - 1 - i];
    if (SUCCEEDED(SafeArrayAllocData(array)))
        return array;
    SafeArrayDestroyDescriptor(array);
    return NULL;
}

SAFEARRAY *WINAPI SafeArrayCreateVector(VARTYPE type, LONG lower, ULONG count)
{
    SAFEARRAYBOUND bound = {count, lower};

    return SafeArrayCreate(type, 1, &bound);
}

static void clear_element(const SAFEARRAY *array, void *element)
{
    if (array->fFeatures & FADF_BSTR)
        SysFreeString(*(BSTR *)element);
    else if (array->fFeatures & FADF_VARIANT)
        VariantClear(element);
    else if (array->fFeatures & (FADF_UNKNOWN | FADF_DISPATCH) && *(IUnknown **)element)
        (*(IUnknown **)element)->lpVtbl->Release(*(IUnknown **)element);
}

/* On failure nothing was copied. */
static HRESULT copy_element(const SAFEARRAY *array, void *to, const void *from)
{
    if (array->fFeatures & FADF_BSTR) {
        BSTR text = *(const BSTR *)from, copy = NULL;

        if (text && !(copy = SysAllocStringByteLen((char *)text, SysStringByteLen(text))))
            return E_OUTOFMEMORY;
        *(BSTR *)to = copy;
        return S_OK;
    }
    if (array->fFeatures & FADF_VARIANT) {
        VariantInit(to);
        return VariantCopy(to, (VARIANT *)from);
    }
    memcpy(to, from, array->cbElements);
    if (array->fFeatures & (FADF_UNKNOWN | FADF_DISPATCH) && *(IUnknown **)to)
        (*(IUnknown **)to)->lpVtbl->AddRef(*(IUnknown **)to);
    return S_OK;
}

HRESULT WINAPI SafeArrayDestroyData(SAFEARRAY *array)
{
    ULONG count;

    if (!array)
        return S_OK;
    if (array->cLocks)
        return DISP_E_ARRAYISLOCKED;
    if (array->pvData && count_elements(array, &count)) {
        for (ULONG i = 0; i < count; i++)
            clear_element(array, (BYTE *)array->pvData + (SIZE_T)i * array->cbElements);
        if (array->fFeatures & FADF_STATIC)
            return S_OK;
        HeapFree(GetProcessHeap(), 0, array->pvData);
        array->pvData = NULL;
    }
    return S_OK;
}

HRESULT WINAPI SafeArrayDestroyDescriptor(SAFEARRAY *array)
{
    if (!array)
        return S_OK;
    if (array->cLocks)
        return DISP_E_ARRAYISLOCKED;
    HeapFree(GetProcessHeap(), 0, (BYTE *)array - HIDDEN);
    return S_OK;
}

HRESULT WINAPI SafeArrayDestroy(SAFEARRAY *array)
{
    HRESULT status = SafeArrayDestroyData(array);

    return FAILED(status) ? status : SafeArrayDestroyDescriptor(array);
}

HRESULT WINAPI SafeArrayLock(SAFEARRAY *array)
{
    if (!array)
        return E_INVALIDARG;
    InterlockedIncrement((LONG *)&array->cLocks);
    return S_OK;
}

HRESULT WINAPI SafeArrayUnlock(SAFEARRAY *array)
{
    if (!array)
        return E_INVALIDARG;
    if (InterlockedDecrement((LONG *)&array->cLocks) >= 0)
        return S_OK;
    InterlockedIncrement((LONG *)&array->cLocks);
    return E_UNEXPECTED;
}

/* Indices come from the first dimension to the last; the first varies fastest. */
HRESULT WINAPI SafeArrayPtrOfIndex(SAFEARRAY *array, LONG *indices, void **result)
{
    SIZE_T at = 0, step = 1;

    if (!array || !indices || !result)
        return E_INVALIDARG;
    for (USHORT i = 0; i < array->cDims; i++) {
        const SAFEARRAYBOUND *bound = &array->rgsabound[array->cDims - 1 - i];
        LONGLONG offset = (LONGLONG)indices[i] - bound->lLbound;

        if (offset < 0 || offset >= bound->cElements)
            return DISP_E_BADINDEX;
        at += (SIZE_T)offset * step;
        step *= bound->cElements;
    }
    *result = (BYTE *)array->pvData + at * array->cbElements;
    return S_OK;
}

HRESULT WINAPI SafeArrayGetElement(SAFEARRAY *array, LONG *indices, void *value)
{
    void *element;
    HRESULT status = value ? SafeArrayPtrOfIndex(array, indices, &element) : E_INVALIDARG;

    return FAILED(status) ? status : copy_element(array, value, element);
}

/* Strings come as the string itself, interfaces as the interface, all else by address. */
HRESULT WINAPI SafeArrayPutElement(SAFEARRAY *array, LONG *indices, void *value)
{
    BOOL direct = array && array->fFeatures & (FADF_BSTR | FADF_UNKNOWN | FADF_DISPATCH);
    BYTE made[sizeof(VARIANT)];
    void *element;
    HRESULT status = SafeArrayPtrOfIndex(array, indices, &element);

    if (FAILED(status) || (!value && !direct))
        return FAILED(status) ? status : E_INVALIDARG;
    if (array->cbElements > sizeof(made)) {
        memcpy(element, value, array->cbElements);
        return S_OK;
    }
    status = copy_element(array, made, direct ? (void *)&value : value);
    if (FAILED(status))
        return status;
    clear_element(array, element);
    memcpy(element, made, array->cbElements);
    return S_OK;
}
