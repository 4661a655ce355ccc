/*
 * shlobj.h: known folders.
 * Links: -lshell32 -lole32 -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <initguid.h>
#include <knownfolders.h>
#include <shlobj.h>

static WCHAR text[MAX_PATH];

static const WCHAR *variable(const WCHAR *name)
{
    static WCHAR value[MAX_PATH];
    REQUIRE(GetEnvironmentVariableW(name, value, MAX_PATH));
    return value;
}

static const WCHAR *known(REFKNOWNFOLDERID id, DWORD flags)
{
    PWSTR path = NULL;
    text[0] = 0;
    HRESULT result = SHGetKnownFolderPath(id, flags, NULL, &path);
    if (result == S_OK)
        lstrcpynW(text, path, MAX_PATH);
    else
        CHECK_PTR(path, NULL);
    CoTaskMemFree(path);
    return result == S_OK ? text : NULL;
}

CASE(the_main_folders_of_a_user_are_there)
{
    static const GUID *const ids[] = {&FOLDERID_Profile, &FOLDERID_RoamingAppData,
                                      &FOLDERID_LocalAppData, &FOLDERID_Documents,
                                      &FOLDERID_Desktop};
    for (unsigned i = 0; i < ARRAYSIZE(ids); i++) {
        REQUIRE(known(ids[i], 0));
        CHECK(GetFileAttributesW(text) & FILE_ATTRIBUTE_DIRECTORY);
        CHECK(GetFileAttributesW(text) != INVALID_FILE_ATTRIBUTES);
    }
}

CASE(folders_agree_with_the_environment)
{
    CHECK_WSTR(known(&FOLDERID_RoamingAppData, 0), variable(L"APPDATA"));
    CHECK_WSTR(known(&FOLDERID_LocalAppData, 0), variable(L"LOCALAPPDATA"));
    CHECK_WSTR(known(&FOLDERID_Profile, 0), variable(L"USERPROFILE"));
    CHECK_WSTR(known(&FOLDERID_ProgramData, 0), variable(L"ProgramData"));
    CHECK_WSTR(known(&FOLDERID_ProgramFiles, 0), variable(L"ProgramFiles"));
    CHECK_WSTR(known(&FOLDERID_ProgramFilesX64, 0), variable(L"ProgramFiles"));
    CHECK_WSTR(known(&FOLDERID_Public, KF_FLAG_DONT_VERIFY), variable(L"PUBLIC"));
}

CASE(both_numberings_name_the_same)
{
    static const struct {
        int csidl;
        const GUID *id;
    } pairs[] = {
        {CSIDL_APPDATA, &FOLDERID_RoamingAppData},
        {CSIDL_PERSONAL, &FOLDERID_Documents},
        {CSIDL_STARTUP, &FOLDERID_Startup},
        {CSIDL_COMMON_PROGRAMS, &FOLDERID_CommonPrograms},
        {CSIDL_FONTS, &FOLDERID_Fonts},
        {CSIDL_COMMON_DOCUMENTS, &FOLDERID_PublicDocuments},
        {CSIDL_SENDTO, &FOLDERID_SendTo},
        {CSIDL_PROGRAM_FILES_COMMONX86, &FOLDERID_ProgramFilesCommonX86},
    };
    WCHAR path[MAX_PATH];
    for (unsigned i = 0; i < ARRAYSIZE(pairs); i++) {
        CHECK_EQ(SHGetFolderPathW(NULL, pairs[i].csidl | CSIDL_FLAG_DONT_VERIFY, NULL, 0, path), 0);
        CHECK_WSTR(known(pairs[i].id, KF_FLAG_DONT_VERIFY), path);
    }
}

CASE(a_missing_folder_is_made_if_wanted)
{
    REQUIRE(known(&FOLDERID_CDBurning, KF_FLAG_CREATE));
    CHECK(GetFileAttributesW(text) != INVALID_FILE_ATTRIBUTES);
    REQUIRE(RemoveDirectoryW(text));
    CHECK_EQ((LONG)(known(&FOLDERID_CDBurning, 0) == NULL), 1);
    REQUIRE(known(&FOLDERID_CDBurning, KF_FLAG_DONT_VERIFY));
    CHECK_EQ(GetFileAttributesW(text), INVALID_FILE_ATTRIBUTES);
    CHECK(FAILED(SHGetFolderPathW(NULL, CSIDL_CDBURN_AREA, NULL, 0, text)));
}

CASE(folders_without_a_place_have_no_path)
{
    WINE_DIFFERS("Wine 8 calls such folders unknown");
    PWSTR path = (PWSTR)1;
    CHECK_EQ(SHGetKnownFolderPath(&FOLDERID_ComputerFolder, 0, NULL, &path), E_FAIL);
    CHECK_PTR(path, NULL);
}

CASE(an_unknown_folder_is_not_found)
{
    static const GUID none = {0x12345678, 1, 2, {3, 4, 5, 6, 7, 8, 9, 10}};
    PWSTR path = (PWSTR)1;
    CHECK_EQ(SHGetKnownFolderPath(&none, 0, NULL, &path), HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
    CHECK_PTR(path, NULL);
    text[0] = 'x';
    CHECK_EQ(SHGetFolderPathW(NULL, 0xfe, NULL, 0, text), E_INVALIDARG);
    CHECK_EQ(text[0], 0);
}

CASE(a_folder_moved_by_the_registry_is_found_there)
{
    static const WCHAR key[] =
        L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders";
    static const WCHAR moved[] = L"%USERPROFILE%\\Elsewhere";
    WCHAR before[MAX_PATH], expected[MAX_PATH];
    DWORD size = sizeof before;
    REQUIRE(!RegGetValueW(HKEY_CURRENT_USER, key, L"My Music",
                          RRF_RT_REG_EXPAND_SZ | RRF_RT_REG_SZ | RRF_NOEXPAND, NULL, before,
                          &size));
    RegSetKeyValueW(HKEY_CURRENT_USER, key, L"My Music", REG_EXPAND_SZ, moved, sizeof moved);
    const WCHAR *found = known(&FOLDERID_Music, KF_FLAG_DONT_VERIFY);
    ExpandEnvironmentStringsW(moved, expected, MAX_PATH);
    CHECK_WSTR(found, expected);
    RegSetKeyValueW(HKEY_CURRENT_USER, key, L"My Music", REG_EXPAND_SZ, before, size);
    CHECK(lstrcmpW(known(&FOLDERID_Music, KF_FLAG_DONT_VERIFY), expected) != 0);
}

CASE(folders_are_made_with_those_above)
{
    GetCurrentDirectoryW(MAX_PATH, text);
    lstrcatW(text, L"\\a\\b\\c");
    CHECK_EQ(SHCreateDirectoryExW(NULL, text, NULL), ERROR_SUCCESS);
    CHECK(GetFileAttributesW(L"a\\b\\c") == FILE_ATTRIBUTE_DIRECTORY);
    CHECK_EQ(SHCreateDirectoryExW(NULL, text, NULL), ERROR_ALREADY_EXISTS);
    CHECK_EQ(SHCreateDirectoryExW(NULL, L"d\\e", NULL), ERROR_BAD_PATHNAME);
    CHECK_EQ(GetFileAttributesW(L"d"), INVALID_FILE_ATTRIBUTES);
}

CASE(a_path_below_a_folder)
{
    WCHAR expected[MAX_PATH];
    CHECK_EQ(SHGetFolderPathAndSubDirW(NULL, CSIDL_LOCAL_APPDATA | CSIDL_FLAG_CREATE, NULL, 0,
                                       L"conformance\\x", text),
             S_OK);
    lstrcpyW(expected, variable(L"LOCALAPPDATA"));
    lstrcatW(expected, L"\\conformance\\x");
    CHECK_WSTR(text, expected);
    CHECK(RemoveDirectoryW(text));
    CHECK(FAILED(
        SHGetFolderPathAndSubDirW(NULL, CSIDL_LOCAL_APPDATA, NULL, 0, L"conformance\\x", text)));
    expected[lstrlenW(expected) - 2] = 0;
    RemoveDirectoryW(expected);
}

CASE(old_programs_ask_shfolder)
{
    WCHAR path[MAX_PATH] = L"";
    HMODULE library = LoadLibraryW(L"shfolder.dll");
    REQUIRE(library);
    HRESULT(WINAPI * get)
    (HWND, int, HANDLE, DWORD, WCHAR *) = (void *)GetProcAddress(library, "SHGetFolderPathW");
    REQUIRE(get);
    CHECK_EQ(get(NULL, CSIDL_WINDOWS, NULL, SHGFP_TYPE_CURRENT, path), S_OK);
    CHECK_WSTR(path, variable(L"SystemRoot"));
}
