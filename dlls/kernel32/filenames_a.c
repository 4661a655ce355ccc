/*
 * filenames_a.c - the 8-bit forms of the functions that take one or two file names.
 */
#include "file_names.h"

BOOL WINAPI DeleteFileA(LPCSTR name)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    BOOL result = (text || !name) && DeleteFileW(text);
    k32_wide_end(&wide);
    return result;
}

BOOL WINAPI RemoveDirectoryA(LPCSTR name)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    BOOL result = (text || !name) && RemoveDirectoryW(text);
    k32_wide_end(&wide);
    return result;
}

BOOL WINAPI CreateDirectoryA(LPCSTR name, LPSECURITY_ATTRIBUTES security)
{
    K32_WIDE wide;
    WCHAR *text = k32_wide(&wide, name);
    BOOL result = (text || !name) && CreateDirectoryW(text, security);
    k32_wide_end(&wide);
    return result;
}

/* Converts two names; FALSE: the last error is set and nothing is held. */
static BOOL two(K32_WIDE wide[2], LPCSTR a, LPCSTR b, WCHAR *text[2])
{
    text[0] = k32_wide(&wide[0], a);
    if (a && !text[0])
        return FALSE;
    text[1] = k32_wide(&wide[1], b);
    if (!b || text[1])
        return TRUE;
    k32_wide_end(&wide[0]);
    return FALSE;
}

static BOOL end_two(K32_WIDE wide[2], BOOL result)
{
    k32_wide_end(&wide[0]);
    k32_wide_end(&wide[1]);
    return result;
}

BOOL WINAPI CreateDirectoryExA(LPCSTR template, LPCSTR name, LPSECURITY_ATTRIBUTES security)
{
    K32_WIDE wide[2];
    WCHAR *text[2];
    return two(wide, template, name, text) &&
           end_two(wide, CreateDirectoryExW(text[0], text[1], security));
}

BOOL WINAPI MoveFileWithProgressA(LPCSTR from, LPCSTR to, LPPROGRESS_ROUTINE progress,
                                  LPVOID context, DWORD flags)
{
    K32_WIDE wide[2];
    WCHAR *text[2];
    return two(wide, from, to, text) &&
           end_two(wide, MoveFileWithProgressW(text[0], text[1], progress, context, flags));
}

BOOL WINAPI MoveFileExA(LPCSTR from, LPCSTR to, DWORD flags)
{
    return MoveFileWithProgressA(from, to, NULL, NULL, flags);
}

BOOL WINAPI MoveFileA(LPCSTR from, LPCSTR to)
{
    return MoveFileWithProgressA(from, to, NULL, NULL, MOVEFILE_COPY_ALLOWED);
}

BOOL WINAPI CopyFileExA(LPCSTR from, LPCSTR to, LPPROGRESS_ROUTINE progress, LPVOID context,
                        LPBOOL cancel, DWORD flags)
{
    K32_WIDE wide[2];
    WCHAR *text[2];
    return two(wide, from, to, text) &&
           end_two(wide, CopyFileExW(text[0], text[1], progress, context, cancel, flags));
}

BOOL WINAPI CopyFileA(LPCSTR from, LPCSTR to, BOOL fail_if_exists)
{
    return CopyFileExA(from, to, NULL, NULL, NULL, fail_if_exists ? COPY_FILE_FAIL_IF_EXISTS : 0);
}

BOOL WINAPI ReplaceFileA(LPCSTR replaced, LPCSTR replacement, LPCSTR backup, DWORD flags,
                         LPVOID exclude, LPVOID reserved)
{
    K32_WIDE wide[2], third;
    WCHAR *text[2], *copy = k32_wide(&third, backup);
    if (backup && !copy)
        return FALSE;
    BOOL result = two(wide, replaced, replacement, text) &&
                  end_two(wide, ReplaceFileW(text[0], text[1], copy, flags, exclude, reserved));
    k32_wide_end(&third);
    return result;
}

BOOL WINAPI CreateHardLinkA(LPCSTR name, LPCSTR existing, LPSECURITY_ATTRIBUTES security)
{
    K32_WIDE wide[2];
    WCHAR *text[2];
    return two(wide, name, existing, text) &&
           end_two(wide, CreateHardLinkW(text[0], text[1], security));
}

BOOLEAN WINAPI CreateSymbolicLinkA(LPCSTR name, LPCSTR target, DWORD flags)
{
    K32_WIDE wide[2];
    WCHAR *text[2];
    return (BOOLEAN)(two(wide, name, target, text) &&
                     end_two(wide, CreateSymbolicLinkW(text[0], text[1], flags)));
}
