/*
 * Safe arrays.
 * Links: crt -loleaut32
 */
#include "conformance.h"
#include <oleauto.h>

CASE(a_vector_has_its_bounds)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_I4, 5, 3);
    LONG bound;
    VARTYPE type;

    REQUIRE(array);
    CHECK_EQ(SafeArrayGetDim(array), 1);
    CHECK_EQ(SafeArrayGetElemsize(array), 4);
    CHECK_EQ(SafeArrayGetLBound(array, 1, &bound), S_OK);
    CHECK_EQ(bound, 5);
    CHECK_EQ(SafeArrayGetUBound(array, 1, &bound), S_OK);
    CHECK_EQ(bound, 7);
    CHECK_EQ(SafeArrayGetUBound(array, 2, &bound), DISP_E_BADINDEX);
    CHECK_EQ(SafeArrayGetVartype(array, &type), S_OK);
    CHECK_EQ(type, VT_I4);
    CHECK_EQ(SafeArrayDestroy(array), S_OK);
}

CASE(an_index_out_of_bounds_is_refused)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_I4, 5, 3);
    LONG index = 4, value = 1;

    CHECK_EQ(SafeArrayPutElement(array, &index, &value), DISP_E_BADINDEX);
    index = 8;
    CHECK_EQ(SafeArrayGetElement(array, &index, &value), DISP_E_BADINDEX);
    index = 7;
    CHECK_EQ(SafeArrayPutElement(array, &index, &value), S_OK);
    SafeArrayDestroy(array);
}

CASE(the_first_dimension_varies_fastest)
{
    SAFEARRAYBOUND bounds[2] = {{2, 0}, {3, 0}};
    SAFEARRAY *array = SafeArrayCreate(VT_I4, 2, bounds);
    LONG indices[2], *data;

    REQUIRE(array);
    for (LONG j = 0; j < 3; j++) {
        for (LONG i = 0; i < 2; i++) {
            LONG value = 10 * i + j;

            indices[0] = i;
            indices[1] = j;
            CHECK_EQ(SafeArrayPutElement(array, indices, &value), S_OK);
        }
    }
    REQUIRE(SafeArrayAccessData(array, (void **)&data) == S_OK);
    CHECK_EQ(data[0], 0);
    CHECK_EQ(data[1], 10);
    CHECK_EQ(data[2], 1);
    CHECK_EQ(data[5], 12);
    CHECK_EQ(SafeArrayDestroy(array), DISP_E_ARRAYISLOCKED);
    CHECK_EQ(SafeArrayUnaccessData(array), S_OK);
    CHECK_EQ(SafeArrayDestroy(array), S_OK);
}

CASE(strings_are_copied_in_and_out)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_BSTR, 0, 2);
    BSTR text = SysAllocString(L"text"), got = NULL, *data;
    LONG index = 1;

    CHECK_EQ(SafeArrayPutElement(array, &index, text), S_OK);
    SafeArrayAccessData(array, (void **)&data);
    CHECK(data[1] != text);
    SafeArrayUnaccessData(array);
    CHECK_EQ(SafeArrayGetElement(array, &index, &got), S_OK);
    CHECK_WSTR(got, L"text");
    SysFreeString(got);
    SysFreeString(text);
    SafeArrayDestroy(array);
}

CASE(a_copy_is_deep)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, 2), *copy = NULL;
    VARIANT value, got;
    LONG index = 0;

    VariantInit(&value);
    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = SysAllocString(L"deep");
    SafeArrayPutElement(array, &index, &value);
    CHECK_EQ(SafeArrayCopy(array, &copy), S_OK);
    SafeArrayDestroy(array);
    VariantClear(&value);
    VariantInit(&got);
    CHECK_EQ(SafeArrayGetElement(copy, &index, &got), S_OK);
    CHECK_EQ(V_VT(&got), VT_BSTR);
    CHECK_WSTR(V_BSTR(&got), L"deep");
    VariantClear(&got);
    SafeArrayDestroy(copy);
}

CASE(a_variant_owns_its_array)
{
    VARIANT value, copy;
    LONG index = 0, number = 77, got = 0;

    VariantInit(&value);
    VariantInit(&copy);
    V_VT(&value) = VT_ARRAY | VT_I4;
    V_ARRAY(&value) = SafeArrayCreateVector(VT_I4, 0, 1);
    SafeArrayPutElement(V_ARRAY(&value), &index, &number);
    CHECK_EQ(VariantCopy(&copy, &value), S_OK);
    CHECK(V_ARRAY(&copy) != V_ARRAY(&value));
    CHECK_EQ(VariantClear(&value), S_OK);
    CHECK_EQ(SafeArrayGetElement(V_ARRAY(&copy), &index, &got), S_OK);
    CHECK_EQ(got, 77);
    SafeArrayLock(V_ARRAY(&copy));
    CHECK_EQ(VariantClear(&copy), DISP_E_ARRAYISLOCKED);
    SafeArrayUnlock(V_ARRAY(&copy));
    CHECK_EQ(VariantClear(&copy), S_OK);
}

CASE(unlocking_too_often_is_an_error)
{
    SAFEARRAY *array = SafeArrayCreateVector(VT_UI1, 0, 1);

    CHECK_EQ(SafeArrayUnlock(array), E_UNEXPECTED);
    CHECK_EQ(SafeArrayLock(array), S_OK);
    CHECK_EQ(SafeArrayUnlock(array), S_OK);
    SafeArrayDestroy(array);
    CHECK_EQ(SafeArrayDestroy(NULL), S_OK);
    CHECK_PTR(SafeArrayCreateVector(VT_EMPTY, 0, 1), NULL);
}
