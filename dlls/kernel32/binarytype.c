/*
 * winbase.h: what a file is as a program, and where programs are looked for.
 */
#include "kernel32_private.h"

static BOOL read_at(HANDLE file, LONG offset, void *buffer, DWORD size)
{
    DWORD done;

    return SetFilePointer(file, offset, NULL, FILE_BEGIN) != INVALID_SET_FILE_POINTER &&
           ReadFile(file, buffer, size, &done, NULL) && done == size;
}

static BOOL pe_type(HANDLE file, LONG at, DWORD *type)
{
    IMAGE_FILE_HEADER header;

    if (!read_at(file, at + 4, &header, sizeof(header)) || header.Characteristics & IMAGE_FILE_DLL)
        return FALSE;
    *type = header.Machine == IMAGE_FILE_MACHINE_I386 ? SCS_32BIT_BINARY : SCS_64BIT_BINARY;
    return header.Machine == IMAGE_FILE_MACHINE_I386 || header.Machine == IMAGE_FILE_MACHINE_AMD64;
}

static BOOL file_type(HANDLE file, DWORD *type)
{
    IMAGE_DOS_HEADER dos;
    DWORD signature;

    if (!read_at(file, 0, &dos, sizeof(dos)) || dos.e_magic != IMAGE_DOS_SIGNATURE)
        return FALSE;
    if (dos.e_lfanew >= (LONG)sizeof(dos) && read_at(file, dos.e_lfanew, &signature, 4)) {
        if (signature == IMAGE_NT_SIGNATURE)
            return pe_type(file, dos.e_lfanew, type);
        if ((WORD)signature == IMAGE_OS2_SIGNATURE) {
            *type = SCS_WOW_BINARY;
            return TRUE;
        }
    }
    *type = SCS_DOS_BINARY;
    return TRUE;
}

BOOL WINAPI GetBinaryTypeW(LPCWSTR name, LPDWORD type)
{
    HANDLE file = CreateFileW(name, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL);
    BOOL known;

    if (file == INVALID_HANDLE_VALUE)
        return FALSE;
    known = file_type(file, type);
    CloseHandle(file);
    return known || fail_with(ERROR_BAD_EXE_FORMAT);
}

BOOL WINAPI GetBinaryTypeA(LPCSTR name, LPDWORD type)
{
    WCHAR *wide = k32_to_wide(name);
    BOOL known = wide && GetBinaryTypeW(wide, type);

    k32_free(wide);
    return known;
}

/* A name with a path of its own, or the variable unset: the current directory comes first. */
BOOL WINAPI NeedCurrentDirectoryForExePathW(LPCWSTR name)
{
    return wcschr(name, '\\') ||
           !GetEnvironmentVariableW(L"NoDefaultCurrentDirectoryInExePath", NULL, 0);
}

BOOL WINAPI NeedCurrentDirectoryForExePathA(LPCSTR name)
{
    return strchr(name, '\\') ||
           !GetEnvironmentVariableW(L"NoDefaultCurrentDirectoryInExePath", NULL, 0);
}
