/*
 * COM's start: apartments, class objects, streams, error objects, property values.
 * Links: crt -lole32 -loleaut32 -luuid -ladvapi32
 */
#define COBJMACROS
#include "conformance.h"
#include <objbase.h>
#include <oleauto.h>
#include <propidl.h>
#include <string.h>

CASE(entering_twice_is_counted)
{
    CHECK_EQ(CoInitializeEx(NULL, COINIT_APARTMENTTHREADED), S_OK);
    CHECK_EQ(CoInitializeEx(NULL, COINIT_APARTMENTTHREADED), S_FALSE);
    CHECK_EQ(CoInitializeEx(NULL, COINIT_MULTITHREADED), RPC_E_CHANGED_MODE);
    CoUninitialize();
    CHECK_EQ(CoInitializeEx(NULL, COINIT_MULTITHREADED), RPC_E_CHANGED_MODE);
    CoUninitialize();
    CHECK_EQ(CoInitializeEx(NULL, COINIT_MULTITHREADED), S_OK);
    CoUninitialize();
}

CASE(the_apartment_type_is_told)
{
    APTTYPE type;
    APTTYPEQUALIFIER qualifier;

    CHECK_EQ(CoGetApartmentType(&type, &qualifier), CO_E_NOTINITIALIZED);
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    CHECK_EQ(CoGetApartmentType(&type, &qualifier), S_OK);
    CHECK_EQ(type, APTTYPE_MTA);
    CoUninitialize();
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    CHECK_EQ(CoGetApartmentType(&type, &qualifier), S_OK);
    CHECK_EQ(type, APTTYPE_MAINSTA);
    CoUninitialize();
}

static const CLSID some_class = {0x1234abcd, 1, 2, {3, 4, 5, 6, 7, 8, 9, 10}};

CASE(an_unknown_class_is_not_registered)
{
    void *object = &object;

    CHECK_EQ(CoCreateInstance(&some_class, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, &object),
             CO_E_NOTINITIALIZED);
    CoInitialize(NULL);
    CHECK_EQ(CoCreateInstance(&some_class, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, &object),
             REGDB_E_CLASSNOTREG);
    CHECK_PTR(object, NULL);
    CoUninitialize();
}

/* A class object that makes streams. */
static LONG factory_references = 1;

static HRESULT WINAPI factory_query(IClassFactory *self, REFIID id, void **result)
{
    *result = self;
    factory_references++;
    return S_OK;
}

static ULONG WINAPI factory_add(IClassFactory *self)
{
    return (ULONG)++factory_references;
}

static ULONG WINAPI factory_release(IClassFactory *self)
{
    return (ULONG)--factory_references;
}

static HRESULT WINAPI factory_create(IClassFactory *self, IUnknown *outer, REFIID id, void **result)
{
    return outer ? CLASS_E_NOAGGREGATION : CreateStreamOnHGlobal(NULL, TRUE, (IStream **)result);
}

static HRESULT WINAPI factory_lock(IClassFactory *self, BOOL lock)
{
    return S_OK;
}

static IClassFactoryVtbl factory_methods = {factory_query, factory_add, factory_release,
                                            factory_create, factory_lock};
static IClassFactory factory = {&factory_methods};

CASE(a_registered_class_is_created)
{
    IStream *stream = NULL;
    DWORD cookie;

    CoInitialize(NULL);
    CHECK_EQ(CoRegisterClassObject(&some_class, (IUnknown *)&factory, CLSCTX_INPROC_SERVER,
                                   REGCLS_MULTIPLEUSE, &cookie),
             S_OK);
    CHECK_EQ(
        CoCreateInstance(&some_class, NULL, CLSCTX_INPROC_SERVER, &IID_IStream, (void **)&stream),
        S_OK);
    CHECK(stream);
    if (stream)
        IStream_Release(stream);
    CHECK_EQ(CoRevokeClassObject(cookie), S_OK);
    CHECK_EQ(factory_references, 1);
    CHECK_EQ(
        CoCreateInstance(&some_class, NULL, CLSCTX_INPROC_SERVER, &IID_IStream, (void **)&stream),
        REGDB_E_CLASSNOTREG);
    CoUninitialize();
}

/* Not some_class: cases run side by side and share the registry. */
static const CLSID kept_class = {0x1234abcd, 1, 2, {3, 4, 5, 6, 7, 8, 9, 11}};

CASE(a_class_of_the_registry_names_its_dll)
{
    static const WCHAR key[] =
        L"Software\\Classes\\CLSID\\{1234ABCD-0001-0002-0304-05060708090B}\\InprocServer32";
    static const WCHAR path[] = L"no-such-server.dll";
    void *object;
    HKEY handle;

    REQUIRE(!RegCreateKeyW(HKEY_CURRENT_USER, key, &handle));
    RegSetValueExW(handle, NULL, 0, REG_SZ, (const BYTE *)path, sizeof(path));
    RegCloseKey(handle);
    CoInitialize(NULL);
    WINE_DIFFERS("its HKEY_CLASSES_ROOT leaves the user's classes out");
    CHECK_EQ(CoCreateInstance(&kept_class, NULL, CLSCTX_INPROC_SERVER, &IID_IUnknown, &object),
             HRESULT_FROM_WIN32(ERROR_MOD_NOT_FOUND));
    CoUninitialize();
    RegDeleteTreeW(HKEY_CURRENT_USER,
                   L"Software\\Classes\\CLSID\\{1234ABCD-0001-0002-0304-05060708090B}");
}

CASE(a_stream_reads_what_was_written)
{
    LARGE_INTEGER zero = {{0}};
    char text[8] = "";
    IStream *stream;
    ULONG done;

    REQUIRE(CreateStreamOnHGlobal(NULL, TRUE, &stream) == S_OK);
    CHECK_EQ(IStream_Write(stream, "hello", 5, &done), S_OK);
    CHECK_EQ(done, 5);
    CHECK_EQ(IStream_Seek(stream, zero, STREAM_SEEK_SET, NULL), S_OK);
    CHECK_EQ(IStream_Read(stream, text, 7, &done), S_OK);
    CHECK_EQ(done, 5);
    CHECK_STR(text, "hello");
    CHECK_EQ(IStream_Release(stream), 0);
}

CASE(a_stream_grows_where_it_is_written)
{
    LARGE_INTEGER place = {{10}};
    ULARGE_INTEGER at;
    char text[4];
    IStream *stream;
    STATSTG stat;
    ULONG done;

    REQUIRE(CreateStreamOnHGlobal(NULL, TRUE, &stream) == S_OK);
    CHECK_EQ(IStream_Seek(stream, place, STREAM_SEEK_SET, &at), S_OK);
    CHECK_EQ(at.QuadPart, 10);
    IStream_Write(stream, "x", 1, NULL);
    CHECK_EQ(IStream_Stat(stream, &stat, STATFLAG_NONAME), S_OK);
    CHECK_EQ(stat.cbSize.QuadPart, 11);
    CHECK_EQ(stat.type, STGTY_STREAM);
    place.QuadPart = -3;
    IStream_Seek(stream, place, STREAM_SEEK_END, &at);
    CHECK_EQ(at.QuadPart, 8);
    IStream_Read(stream, text, 3, &done);
    CHECK_EQ(text[2], 'x');
    place.QuadPart = -1;
    CHECK_EQ(IStream_Seek(stream, place, STREAM_SEEK_SET, &at), STG_E_SEEKERROR);
    IStream_Release(stream);
}

CASE(a_clone_has_a_place_of_its_own)
{
    LARGE_INTEGER zero = {{0}};
    IStream *stream, *clone;
    char text[4] = "";
    ULONG done;

    REQUIRE(CreateStreamOnHGlobal(NULL, TRUE, &stream) == S_OK);
    IStream_Write(stream, "abc", 3, NULL);
    REQUIRE(IStream_Clone(stream, &clone) == S_OK);
    IStream_Seek(clone, zero, STREAM_SEEK_SET, NULL);
    IStream_Write(stream, "d", 1, NULL);
    CHECK_EQ(IStream_Release(stream), 0);
    CHECK_EQ(IStream_Read(clone, text, 3, &done), S_OK);
    CHECK_STR(text, "abc");
    CHECK_EQ(IStream_Read(clone, text, 3, &done), S_OK);
    CHECK_EQ(done, 1);
    CHECK_EQ(IStream_Release(clone), 0);
}

CASE(a_stream_begins_with_the_memory_it_is_given)
{
    HGLOBAL memory = GlobalAlloc(GMEM_MOVEABLE, 6), same = NULL;
    char text[8] = "";
    IStream *stream;
    ULONG done;

    memcpy(GlobalLock(memory), "memory", 6);
    GlobalUnlock(memory);
    REQUIRE(CreateStreamOnHGlobal(memory, FALSE, &stream) == S_OK);
    IStream_Read(stream, text, 6, &done);
    CHECK_STR(text, "memory");
    CHECK_EQ(GetHGlobalFromStream(stream, &same), S_OK);
    CHECK_PTR(same, memory);
    IStream_Release(stream);
    CHECK_EQ(GlobalSize(memory), 6);
    GlobalFree(memory);
}

CASE(an_error_object_is_handed_over_once)
{
    ICreateErrorInfo *create;
    IErrorInfo *info, *got = NULL;
    BSTR text = NULL;

    REQUIRE(CreateErrorInfo(&create) == S_OK);
    ICreateErrorInfo_SetDescription(create, (LPOLESTR)L"what went wrong");
    REQUIRE(ICreateErrorInfo_QueryInterface(create, &IID_IErrorInfo, (void **)&info) == S_OK);
    CHECK_EQ(SetErrorInfo(0, info), S_OK);
    IErrorInfo_Release(info);
    ICreateErrorInfo_Release(create);
    CHECK_EQ(GetErrorInfo(0, &got), S_OK);
    REQUIRE(got);
    CHECK_EQ(IErrorInfo_GetDescription(got, &text), S_OK);
    CHECK_WSTR(text, L"what went wrong");
    SysFreeString(text);
    IErrorInfo_Release(got);
    CHECK_EQ(GetErrorInfo(0, &got), S_FALSE);
    CHECK_PTR(got, NULL);
}

CASE(a_property_value_is_copied_deeply)
{
    PROPVARIANT from = {0}, to = {0};

    from.vt = VT_LPWSTR;
    from.pwszVal = CoTaskMemAlloc(10);
    wcscpy(from.pwszVal, L"text");
    CHECK_EQ(PropVariantCopy(&to, &from), S_OK);
    CHECK(to.pwszVal != from.pwszVal);
    CHECK_EQ(PropVariantClear(&from), S_OK);
    CHECK_EQ(from.vt, VT_EMPTY);
    CHECK_WSTR(to.pwszVal, L"text");
    PropVariantClear(&to);
}

CASE(an_unknown_program_identifier_is_no_class)
{
    CLSID id;

    CHECK_EQ(CLSIDFromProgID(L"No.Such.Thing.At.All", &id), CO_E_CLASSSTRING);
}
