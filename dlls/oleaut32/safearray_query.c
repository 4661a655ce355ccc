/* oleauto.h: what a safe array tells of itself, and copying one. */
#include "nt.h"
#include <oleauto.h>

UINT WINAPI SafeArrayGetDim(SAFEARRAY *array)
{
    return array ? array->cDims : 0;
}

UINT WINAPI SafeArrayGetElemsize(SAFEARRAY *array)
{
    return array ? array->cbElements : 0;
}

static const SAFEARRAYBOUND *bound_of(const SAFEARRAY *array, UINT dimension)
{
    return dimension && dimension <= array->cDims ? &array->rgsabound[array->cDims - dimension]
                                                  : NULL;
}

HRESULT WINAPI SafeArrayGetLBound(SAFEARRAY *array, UINT dimension, LONG *bound)
{
    if (!array || !bound)
        return E_INVALIDARG;
    if (!bound_of(array, dimension))
        return DISP_E_BADINDEX;
    *bound = bound_of(array, dimension)->lLbound;
    return S_OK;
}

HRESULT WINAPI SafeArrayGetUBound(SAFEARRAY *array, UINT dimension, LONG *bound)
{
    if (!array || !bound)
        return E_INVALIDARG;
    if (!bound_of(array, dimension))
        return DISP_E_BADINDEX;
    *bound = bound_of(array, dimension)->lLbound + (LONG)bound_of(array, dimension)->cElements - 1;
    return S_OK;
}

HRESULT WINAPI SafeArrayGetVartype(SAFEARRAY *array, VARTYPE *type)
{
    if (!array || !type)
        return E_INVALIDARG;
    if (array->fFeatures & FADF_HAVEVARTYPE)
        *type = (VARTYPE)((ULONG *)array)[-1];
    else if (array->fFeatures & FADF_DISPATCH)
        *type = VT_DISPATCH;
    else if (array->fFeatures & FADF_UNKNOWN)
        *type = VT_UNKNOWN;
    else
        return E_INVALIDARG;
    return S_OK;
}

HRESULT WINAPI SafeArrayAccessData(SAFEARRAY *array, void **data)
{
    HRESULT status = data ? SafeArrayLock(array) : E_INVALIDARG;

    if (SUCCEEDED(status))
        *data = array->pvData;
    return status;
}

HRESULT WINAPI SafeArrayUnaccessData(SAFEARRAY *array)
{
    return SafeArrayUnlock(array);
}

HRESULT WINAPI SafeArrayCopy(SAFEARRAY *array, SAFEARRAY **result)
{
    SAFEARRAYBOUND bounds[64];
    LONG indices[64];
    HRESULT status;
    VARTYPE type;
    SAFEARRAY *copy;

    if (!result)
        return E_INVALIDARG;
    *result = NULL;
    if (!array)
        return S_OK;
    status = SafeArrayGetVartype(array, &type);
    if (FAILED(status) || array->cDims > ARRAYSIZE(bounds))
        return E_INVALIDARG;
    for (UINT i = 0; i < array->cDims; i++) {
        bounds[i] = array->rgsabound[array->cDims - 1 - i];
        indices[i] = bounds[i].lLbound;
    }
    copy = SafeArrayCreate(type, array->cDims, bounds);
    if (!copy)
        return E_OUTOFMEMORY;
    for (UINT i = 0; i < array->cDims && SUCCEEDED(status);) {
        void *element;

        if (FAILED(SafeArrayPtrOfIndex(copy, indices, &element)))
            break; /* a dimension without elements */
        status = SafeArrayGetElement(array, indices, element);
        for (i = 0; i < array->cDims; i++) {
            if (++indices[i] < bounds[i].lLbound + (LONG)bounds[i].cElements)
                break;
            indices[i] = bounds[i].lLbound;
        }
    }
    if (FAILED(status))
        SafeArrayDestroy(copy);
    else
        *result = copy;
    return status;
}
