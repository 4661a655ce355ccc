/*
 * winver.h: the version of the system's files.
 * Links: -lversion -lkernel32 -lntdll
 */
#include "conformance.h"

static BYTE block[8192];

static void load(const WCHAR *name)
{
    WCHAR path[MAX_PATH];
    DWORD handle = 1, size;
    GetSystemDirectoryW(path, MAX_PATH);
    lstrcatW(path, L"\\");
    lstrcatW(path, name);
    size = GetFileVersionInfoSizeW(path, &handle);
    REQUIRE(size && size <= sizeof block);
    CHECK_EQ(handle, 0);
    REQUIRE(GetFileVersionInfoW(path, 0, sizeof block, block));
}

CASE(the_system_is_windows_10)
{
    VS_FIXEDFILEINFO *info = NULL;
    UINT size = 0;
    load(L"kernel32.dll");
    REQUIRE(VerQueryValueW(block, L"\\", (void **)&info, &size));
    CHECK_EQ(size, sizeof *info);
    CHECK_EQ(info->dwSignature, VS_FFI_SIGNATURE);
    CHECK_EQ(info->dwFileVersionMS >> 16, 10);
    CHECK_EQ(info->dwFileType, VFT_DLL);
}

CASE(texts_by_translation)
{
    WORD *pair = NULL;
    WCHAR *text = NULL, path[64];
    static const WCHAR digits[] = L"0123456789abcdef";
    UINT size = 0;
    load(L"kernel32.dll");
    REQUIRE(VerQueryValueW(block, L"\\VarFileInfo\\Translation", (void **)&pair, &size));
    REQUIRE(size >= 4);
    lstrcpyW(path, L"\\StringFileInfo\\xxxxxxxx\\OriginalFilename");
    for (unsigned i = 0; i < 8; i++)
        path[16 + i] = digits[pair[i / 4] >> (12 - 4 * (i % 4)) & 15];
    REQUIRE(VerQueryValueW(block, path, (void **)&text, &size));
    CHECK(lstrcmpiW(text, L"kernel32.dll") == 0);
    CHECK_EQ(size, lstrlenW(text) + 1);
    CHECK(!VerQueryValueW(block, L"\\StringFileInfo\\00000000\\OriginalFilename", (void **)&text,
                          &size));
    CHECK_FAILS(VerQueryValueW(block, L"\\Nothing", (void **)&text, &size),
                ERROR_RESOURCE_TYPE_NOT_FOUND);
}

CASE(a_file_without_version)
{
    HANDLE file = CreateFileW(L"plain.txt", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    DWORD done;
    WriteFile(file, "text", 4, &done, NULL);
    CloseHandle(file);
    CHECK_EQ(GetFileVersionInfoSizeW(L"plain.txt", &done), 0);
    CHECK_FAILS(GetFileVersionInfoSizeW(L"none.txt", &done), ERROR_FILE_NOT_FOUND);
}

CASE(a_small_buffer_is_refused_or_cut)
{
    WCHAR path[MAX_PATH];
    GetSystemDirectoryW(path, MAX_PATH);
    lstrcatW(path, L"\\kernel32.dll");
    memset(block, 0x55, sizeof block);
    GetFileVersionInfoW(path, 0, 20, block);
    CHECK_EQ(block[20], 0x55);
}
