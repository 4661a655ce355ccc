/* shlobj.h: folders, as environment variables and the layout of drive C: say. */
#include "nt_error.h"
#include <initguid.h>
#include <knownfolders.h>
#include <objbase.h>
#include <shlobj.h>

struct folder {
    int csidl; /* -1: none */
    const GUID *id;
    const WCHAR *variable, *below;
};

static const struct folder folders[] = {
    {CSIDL_APPDATA, &FOLDERID_RoamingAppData, L"APPDATA", L""},
    {CSIDL_LOCAL_APPDATA, &FOLDERID_LocalAppData, L"LOCALAPPDATA", L""},
    {CSIDL_COMMON_APPDATA, &FOLDERID_ProgramData, L"ALLUSERSPROFILE", L""},
    {CSIDL_PROFILE, &FOLDERID_Profile, L"USERPROFILE", L""},
    {CSIDL_PERSONAL, &FOLDERID_Documents, L"USERPROFILE", L"\\Documents"},
    {CSIDL_DESKTOPDIRECTORY, &FOLDERID_Desktop, L"USERPROFILE", L"\\Desktop"},
    {CSIDL_DESKTOP, NULL, L"USERPROFILE", L"\\Desktop"},
    {CSIDL_MYMUSIC, &FOLDERID_Music, L"USERPROFILE", L"\\Music"},
    {CSIDL_MYPICTURES, &FOLDERID_Pictures, L"USERPROFILE", L"\\Pictures"},
    {CSIDL_MYVIDEO, &FOLDERID_Videos, L"USERPROFILE", L"\\Videos"},
    {-1, &FOLDERID_Downloads, L"USERPROFILE", L"\\Downloads"},
    {CSIDL_WINDOWS, &FOLDERID_Windows, L"SystemRoot", L""},
    {CSIDL_SYSTEM, &FOLDERID_System, L"SystemRoot", L"\\system32"},
    {CSIDL_FONTS, &FOLDERID_Fonts, L"SystemRoot", L"\\Fonts"},
    {CSIDL_PROGRAM_FILES, &FOLDERID_ProgramFiles, L"ProgramFiles", L""},
    {CSIDL_PROGRAM_FILESX86, &FOLDERID_ProgramFilesX86, L"ProgramFiles(x86)", L""},
    {CSIDL_PROGRAM_FILES_COMMON, &FOLDERID_ProgramFilesCommon, L"CommonProgramFiles", L""},
};

/* Makes a folder and those above it. */
static void make_folder(WCHAR *path)
{
    for (WCHAR *at = path + 3; *at; at++) {
        if (*at != '\\')
            continue;
        *at = 0;
        CreateDirectoryW(path, NULL);
        *at = '\\';
    }
    CreateDirectoryW(path, NULL);
}

static HRESULT get_path(const struct folder *folder, BOOL make, BOOL verify, WCHAR path[MAX_PATH])
{
    DWORD count = GetEnvironmentVariableW(folder->variable, path, MAX_PATH);

    if (!count || count + lstrlenW(folder->below) >= MAX_PATH)
        return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    lstrcatW(path, folder->below);
    if (make)
        make_folder(path);
    if (verify && GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES)
        return make ? HRESULT_FROM_WIN32(GetLastError()) : S_FALSE;
    return S_OK;
}

HRESULT WINAPI SHGetFolderPathW(HWND window, int csidl, HANDLE token, DWORD flags, LPWSTR path)
{
    int number = csidl & 0xff;
    HRESULT result;

    if (!path)
        return E_INVALIDARG;
    for (unsigned i = 0; i < ARRAYSIZE(folders); i++) {
        if (folders[i].csidl != number)
            continue;
        result = get_path(&folders[i], (csidl & CSIDL_FLAG_CREATE) != 0,
                          !(csidl & CSIDL_FLAG_DONT_VERIFY), path);
        if (result != S_OK)
            *path = 0;
        return result;
    }
    *path = 0;
    return E_INVALIDARG;
}

HRESULT WINAPI SHGetFolderPathA(HWND window, int csidl, HANDLE token, DWORD flags, LPSTR path)
{
    WCHAR wide[MAX_PATH];
    HRESULT result;

    if (!path)
        return E_INVALIDARG;
    result = SHGetFolderPathW(window, csidl, token, flags, wide);
    WideCharToMultiByte(CP_ACP, 0, wide, -1, path, MAX_PATH, NULL, NULL);
    return result;
}

BOOL WINAPI SHGetSpecialFolderPathW(HWND window, LPWSTR path, int csidl, BOOL create)
{
    return SHGetFolderPathW(window, csidl | (create ? CSIDL_FLAG_CREATE : 0), NULL, 0, path) ==
           S_OK;
}

BOOL WINAPI SHGetSpecialFolderPathA(HWND window, LPSTR path, int csidl, BOOL create)
{
    return SHGetFolderPathA(window, csidl | (create ? CSIDL_FLAG_CREATE : 0), NULL, 0, path) ==
           S_OK;
}

HRESULT WINAPI SHGetKnownFolderPath(REFKNOWNFOLDERID id, DWORD flags, HANDLE token, PWSTR *path)
{
    WCHAR found[MAX_PATH];
    HRESULT result;
    SIZE_T size;

    if (!path)
        return E_INVALIDARG;
    *path = NULL;
    for (unsigned i = 0; i < ARRAYSIZE(folders); i++) {
        if (!folders[i].id || !IsEqualGUID(folders[i].id, id))
            continue;
        result = get_path(&folders[i], (flags & KF_FLAG_CREATE) != 0,
                          !(flags & KF_FLAG_DONT_VERIFY), found);
        if (FAILED(result) || result == S_FALSE)
            return FAILED(result) ? result : HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
        size = (lstrlenW(found) + 1) * sizeof(WCHAR);
        *path = CoTaskMemAlloc(size);
        if (!*path)
            return E_OUTOFMEMORY;
        memcpy(*path, found, size);
        return S_OK;
    }
    return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
}
