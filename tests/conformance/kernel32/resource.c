/* Resources of the program itself; resource.rc has them.
 * Links: -lversion -lkernel32 -lntdll
 */
#include "conformance.h"

static int resource_is(HRSRC resource, const char *text)
{
    int size = lstrlenA(text);
    if (!CHECK(resource != NULL) || !CHECK_EQ(SizeofResource(NULL, resource), size))
        return 0;
    HGLOBAL loaded = LoadResource(NULL, resource);
    return loaded && memcmp(LockResource(loaded), text, size) == 0;
}

CASE(found_by_number_and_by_name)
{
    CHECK(resource_is(FindResourceExW(NULL, MAKEINTRESOURCEW(10), MAKEINTRESOURCEW(1),
                                      MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US)),
                      "raw data"));
    CHECK(resource_is(FindResourceW(NULL, L"#1", L"#10"), "raw data"));
    CHECK(resource_is(FindResourceW(NULL, L"NAMEDONE", MAKEINTRESOURCEW(10)), "of the name"));
    CHECK(resource_is(FindResourceW(NULL, L"namedone", MAKEINTRESOURCEW(10)), "of the name"));
    CHECK(resource_is(FindResourceA(NULL, "#7", "custom"), "custom type"));
}

CASE(found_by_language)
{
    CHECK(resource_is(FindResourceExW(NULL, MAKEINTRESOURCEW(10), MAKEINTRESOURCEW(1),
                                      MAKELANGID(LANG_GERMAN, SUBLANG_GERMAN)),
                      "Rohdaten"));
    CHECK_FAILS(FindResourceExW(NULL, MAKEINTRESOURCEW(10), MAKEINTRESOURCEW(1),
                                MAKELANGID(LANG_KOREAN, SUBLANG_KOREAN)),
                ERROR_RESOURCE_LANG_NOT_FOUND);
}

CASE(missing_resources)
{
    CHECK_FAILS(FindResourceW(NULL, MAKEINTRESOURCEW(99), MAKEINTRESOURCEW(10)),
                ERROR_RESOURCE_NAME_NOT_FOUND);
    CHECK_FAILS(FindResourceW(NULL, MAKEINTRESOURCEW(1), L"NOTYPE"), ERROR_RESOURCE_TYPE_NOT_FOUND);
}

CASE(string_table_block)
{
    HRSRC resource = FindResourceW(NULL, MAKEINTRESOURCEW(17 / 16 + 1), MAKEINTRESOURCEW(6));
    REQUIRE(resource);
    WCHAR *text = LockResource(LoadResource(NULL, resource));
    REQUIRE(text);
    CHECK_EQ(text[0], 0);
    CHECK_EQ(text[1], 9);
    CHECK(memcmp(text + 2, L"seventeen", 18) == 0);
    CHECK_EQ(text[11], 8);
}

static BOOL CALLBACK count_name(HMODULE module, const WCHAR *type, WCHAR *name, LONG_PTR data)
{
    int *seen = (int *)data;
    seen[IS_INTRESOURCE(name) ? 1 : 0]++;
    if (!IS_INTRESOURCE(name))
        CHECK_WSTR(name, L"NAMEDONE");
    return TRUE;
}

static BOOL CALLBACK count_language(HMODULE module, const WCHAR *type, const WCHAR *name,
                                    WORD language, LONG_PTR data)
{
    ++*(int *)data;
    return TRUE;
}

static BOOL CALLBACK stop_at_first(HMODULE module, WCHAR *type, LONG_PTR data)
{
    ++*(int *)data;
    return FALSE;
}

CASE(enumeration)
{
    int names[2] = {0, 0}, languages = 0, types = 0;
    CHECK(EnumResourceNamesW(NULL, MAKEINTRESOURCEW(10), count_name, (LONG_PTR)names));
    CHECK_EQ(names[0], 1);
    CHECK_EQ(names[1], 1);
    CHECK(EnumResourceLanguagesW(NULL, MAKEINTRESOURCEW(10), MAKEINTRESOURCEW(1), count_language,
                                 (LONG_PTR)&languages));
    CHECK_EQ(languages, 2);
    CHECK(!EnumResourceTypesW(NULL, stop_at_first, (LONG_PTR)&types));
    CHECK_EQ(types, 1);
    CHECK_FAILS(EnumResourceNamesW(NULL, L"NOTYPE", count_name, 0), ERROR_RESOURCE_TYPE_NOT_FOUND);
}

CASE(resources_of_a_data_file)
{
    WCHAR path[MAX_PATH];
    REQUIRE(GetModuleFileNameW(NULL, path, MAX_PATH));
    HMODULE module = LoadLibraryExW(path, NULL, LOAD_LIBRARY_AS_DATAFILE);
    REQUIRE(module);
    HRSRC resource = FindResourceW(module, L"NamedOne", MAKEINTRESOURCEW(10));
    REQUIRE(resource);
    CHECK_EQ(SizeofResource(module, resource), 11);
    char *data = LockResource(LoadResource(module, resource));
    CHECK(data && memcmp(data, "of the name", 11) == 0);
}

CASE(version_information)
{
    static char block[4096];
    WCHAR path[MAX_PATH], *name;
    VS_FIXEDFILEINFO *fixed;
    DWORD handle, *translation;
    UINT length;
    REQUIRE(GetModuleFileNameW(NULL, path, MAX_PATH));
    DWORD size = GetFileVersionInfoSizeW(path, &handle);
    REQUIRE(size && size <= sizeof block);
    REQUIRE(GetFileVersionInfoW(path, 0, size, block));
    REQUIRE(VerQueryValueW(block, L"\\", (void **)&fixed, &length));
    CHECK_EQ(fixed->dwSignature, 0xfeef04bd);
    CHECK_EQ(fixed->dwFileVersionMS, 0x10002);
    CHECK_EQ(fixed->dwProductVersionLS, 0x70008);
    REQUIRE(VerQueryValueW(block, L"\\VarFileInfo\\Translation", (void **)&translation, &length));
    CHECK_EQ(*translation, 0x04b00409);
    REQUIRE(
        VerQueryValueW(block, L"\\stringfileinfo\\040904B0\\ProductName", (void **)&name, &length));
    CHECK_WSTR(name, L"Conformance");
    CHECK_EQ(length, 12);
    CHECK(!VerQueryValueW(block, L"\\StringFileInfo\\040904b0\\None", (void **)&name, &length));
    CHECK_FAILS(GetFileVersionInfoSizeW(L"no such file", &handle), ERROR_FILE_NOT_FOUND);
}
