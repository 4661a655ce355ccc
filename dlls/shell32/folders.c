/* shlobj.h: the paths of known folders, and making folders. */
#include "folders.h"
#include <winreg.h>

#define SHELL_FOLDERS L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders"

/* Where the registry says that it lies; 0: it does not. */
static DWORD registered_path(const struct folder *folder, WCHAR path[MAX_PATH])
{
    HKEY root = folder->root == SHELL_USER ? HKEY_CURRENT_USER : HKEY_LOCAL_MACHINE;
    WCHAR value[MAX_PATH];
    DWORD size = sizeof(value);

    if (folder->root == SHELL_FIXED ||
        RegGetValueW(root, SHELL_FOLDERS, folder->value,
                     RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ | RRF_NOEXPAND, NULL, value, &size))
        return 0;
    return ExpandEnvironmentStringsW(value, path, MAX_PATH);
}

/* path takes a full path: makes a folder and those above it. Answers an error code. */
static DWORD make_folder(const WCHAR *path)
{
    WCHAR part[MAX_PATH];

    lstrcpynW(part, path, MAX_PATH);
    for (WCHAR *at = part + 3; *at; at++) {
        if (*at != '\\')
            continue;
        *at = 0;
        CreateDirectoryW(part, NULL);
        *at = '\\';
    }
    return CreateDirectoryW(part, NULL) ? ERROR_SUCCESS : GetLastError();
}

/* S_FALSE: there is no such folder yet (path is its place). */
static HRESULT get_path(const struct folder *folder, BOOL standard, BOOL make, BOOL verify,
                        WCHAR path[MAX_PATH])
{
    DWORD count = standard ? 0 : registered_path(folder, path);
    DWORD error;

    if (!folder->path)
        return E_FAIL;
    if (!count || count > MAX_PATH)
        count = ExpandEnvironmentStringsW(folder->path, path, MAX_PATH);
    if (!count || count > MAX_PATH || path[1] != ':') /* a variable is missing */
        return HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND);
    if (make && (error = make_folder(path)) && error != ERROR_ALREADY_EXISTS)
        return HRESULT_FROM_WIN32(error);
    return verify && GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES ? S_FALSE : S_OK;
}

HRESULT WINAPI SHGetFolderPathW(HWND window, int csidl, HANDLE token, DWORD flags, LPWSTR path)
{
    const struct folder *folder = folder_of_csidl(csidl & 0xff);
    HRESULT result;

    if (!path)
        return E_INVALIDARG;
    *path = 0;
    if (!folder || flags > SHGFP_TYPE_DEFAULT)
        return E_INVALIDARG;
    result = get_path(folder, flags == SHGFP_TYPE_DEFAULT, (csidl & CSIDL_FLAG_CREATE) != 0,
                      !(csidl & CSIDL_FLAG_DONT_VERIFY), path);
    if (result != S_OK)
        *path = 0;
    return result == S_FALSE ? HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) : result;
}

/* Unlike W, it calls a folder that is not there S_FALSE. */
HRESULT WINAPI SHGetFolderPathA(HWND window, int csidl, HANDLE token, DWORD flags, LPSTR path)
{
    WCHAR wide[MAX_PATH];
    HRESULT result;

    if (!path)
        return E_INVALIDARG;
    result = SHGetFolderPathW(window, csidl, token, flags, wide);
    WideCharToMultiByte(CP_ACP, 0, wide, -1, path, MAX_PATH, NULL, NULL);
    return result == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) ? S_FALSE : result;
}

HRESULT WINAPI SHGetFolderPathAndSubDirW(HWND window, int csidl, HANDLE token, DWORD flags,
                                         LPCWSTR below, LPWSTR path)
{
    HRESULT result = SHGetFolderPathW(window, csidl, token, flags, path);

    if (result != S_OK || !below || !*below)
        return result;
    if (lstrlenW(path) + 1 + lstrlenW(below) >= MAX_PATH)
        return HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE);
    if (path[lstrlenW(path) - 1] != '\\')
        lstrcatW(path, L"\\");
    lstrcatW(path, below);
    if (csidl & CSIDL_FLAG_CREATE)
        make_folder(path);
    if (!(csidl & CSIDL_FLAG_DONT_VERIFY) && GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES)
        return HRESULT_FROM_WIN32(GetLastError());
    return S_OK;
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
    const struct folder *folder = folder_of_id(id);
    WCHAR found[MAX_PATH];
    HRESULT result;
    SIZE_T size;

    if (!path)
        return E_INVALIDARG;
    *path = NULL;
    if (!folder)
        return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    result = get_path(folder, (flags & KF_FLAG_DEFAULT_PATH) != 0, (flags & KF_FLAG_CREATE) != 0,
                      !(flags & KF_FLAG_DONT_VERIFY), found);
    if (result != S_OK)
        return FAILED(result) ? result : HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    size = (lstrlenW(found) + 1) * sizeof(WCHAR);
    *path = CoTaskMemAlloc(size);
    if (!*path)
        return E_OUTOFMEMORY;
    memcpy(*path, found, size);
    return S_OK;
}

int WINAPI SHCreateDirectoryExW(HWND window, LPCWSTR path, const SECURITY_ATTRIBUTES *security)
{
    WCHAR full[MAX_PATH];
    DWORD count;

    if (!path || path[0] == 0 || (path[1] != ':' && path[0] != '\\'))
        return ERROR_BAD_PATHNAME; /* only full paths are taken */
    count = GetFullPathNameW(path, MAX_PATH, full, NULL);
    if (!count || count >= MAX_PATH)
        return ERROR_FILENAME_EXCED_RANGE;
    if (full[count - 1] == '\\' && count > 3)
        full[count - 1] = 0;
    return (int)make_folder(full);
}

int WINAPI SHCreateDirectoryExA(HWND window, LPCSTR path, const SECURITY_ATTRIBUTES *security)
{
    WCHAR wide[MAX_PATH];

    if (!path || !MultiByteToWideChar(CP_ACP, 0, path, -1, wide, MAX_PATH))
        return path ? ERROR_FILENAME_EXCED_RANGE : ERROR_BAD_PATHNAME;
    return SHCreateDirectoryExW(window, wide, security);
}

int WINAPI SHCreateDirectory(HWND window, LPCWSTR path)
{
    return SHCreateDirectoryExW(window, path, NULL);
}
