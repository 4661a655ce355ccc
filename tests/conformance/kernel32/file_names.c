/* Full paths, temporary names, search paths. */
#include "files.h"

static void check_full(const WCHAR *name, const WCHAR *expected)
{
    WCHAR path[600];
    DWORD length = GetFullPathNameW(name, 600, path, NULL);
    CHECK_EQ(length, lstrlenW(expected));
    CHECK_WSTR(path, expected);
}

CASE(absolute_paths)
{
    check_full(L"C:\\a\\b", L"C:\\a\\b");
    check_full(L"c:/a/b", L"c:\\a\\b");
    check_full(L"C:\\a\\..\\b", L"C:\\b");
    check_full(L"C:\\a\\.\\b\\", L"C:\\a\\b\\");
    check_full(L"C:\\..\\..\\b", L"C:\\b");
    check_full(L"C:\\a\\\\b", L"C:\\a\\b");
    check_full(L"C:\\a...", L"C:\\a");
    check_full(L"C:\\a. . .\\b ", L"C:\\a. . \\b");
    check_full(L"C:\\", L"C:\\");
    check_full(L"C:\\a\\b\\..", L"C:\\a");
    check_full(L"C:\\a\\b\\..\\", L"C:\\a\\");
}

CASE(unc_and_device_paths)
{
    check_full(L"\\\\server\\share\\a\\..\\b", L"\\\\server\\share\\b");
    check_full(L"//server/share/a", L"\\\\server\\share\\a");
    check_full(L"\\\\?\\C:\\a", L"\\\\?\\C:\\a");
    check_full(L"\\\\.\\pipe\\x", L"\\\\.\\pipe\\x");
    check_full(L"NUL", L"\\\\.\\NUL");
    check_full(L"con", L"\\\\.\\con");
    check_full(L"C:\\a\\com1", L"\\\\.\\com1");
    check_full(L"nul.txt", L"\\\\.\\nul");
}

static void check_in_current(const WCHAR *name, const WCHAR *rest)
{
    WCHAR expected[600];
    DWORD length = GetCurrentDirectoryW(500, expected);
    if (expected[length - 1] == '\\')
        expected[length - 1] = 0;
    lstrcatW(expected, rest);
    check_full(name, expected);
}

CASE(relative_paths)
{
    WCHAR drive[8];
    check_in_current(L"a", L"\\a");
    check_in_current(L".", L"");
    check_in_current(L".\\a\\.\\b", L"\\a\\b");
    check_in_current(L"a\\..\\b", L"\\b");
    check_in_current(L"a*b?", L"\\a*b?");
    GetCurrentDirectoryW(500, (WCHAR[500]){0});
    WCHAR current[500];
    GetCurrentDirectoryW(500, current);
    drive[0] = current[0];
    lstrcpyW(drive + 1, L":\\x");
    check_full(L"\\x", drive);
    lstrcpyW(drive + 1, L":x");
    check_in_current(drive, L"\\x");
}

CASE(file_part_and_sizes)
{
    WCHAR path[600], *part = (WCHAR *)1;
    CHECK_EQ(GetFullPathNameW(L"C:\\dir\\file.txt", 600, path, &part), 15);
    CHECK_PTR(part, path + 7);
    CHECK_EQ(GetFullPathNameW(L"C:\\dir\\", 600, path, &part), 7);
    CHECK_PTR(part, NULL);
    CHECK_EQ(GetFullPathNameW(L"C:\\dir\\file.txt", 15, path, &part), 16);
    CHECK_EQ(GetFullPathNameW(L"C:\\dir\\file.txt", 0, NULL, NULL), 16);
    CHECK_EQ(GetFullPathNameW(L"C:\\dir\\file.txt", 16, path, NULL), 15);
    CHECK_EQ(GetFullPathNameA("C:\\dir\\file.txt", 15, (char *)path, NULL), 16);
}

CASE(temporary_names)
{
    WINE_DIFFERS("Wine writes small digits");
    WCHAR folder[MAX_PATH + 1], first[MAX_PATH], second[MAX_PATH];
    DWORD length = GetTempPathW(MAX_PATH + 1, folder);
    CHECK(length > 3 && length <= MAX_PATH);
    CHECK_EQ(folder[length - 1], '\\');
    CHECK(GetTempFileNameW(L".", L"prefix", 0, first) != 0);
    CHECK(exists(first));
    CHECK(GetTempFileNameW(L".", L"prefix", 0, second) != 0);
    CHECK(lstrcmpW(first, second) != 0);
    CHECK_EQ(GetTempFileNameW(L".", L"abc", 0x1a, first), 0x1a);
    CHECK_WSTR(first, L".\\abc1A.tmp");
    CHECK(!exists(first));
    CHECK_FAILS(GetTempFileNameW(L"none", L"abc", 0, first), ERROR_DIRECTORY);
}

CASE(search_path)
{
    WCHAR path[MAX_PATH], *part;
    REQUIRE(CreateDirectoryW(L"d", NULL));
    make_file(L"d\\tool.exe", "x");
    CHECK(SearchPathW(L"d", L"tool.exe", NULL, MAX_PATH, path, &part) > 0);
    CHECK_WSTR(part, L"tool.exe");
    CHECK(SearchPathW(L"none;d", L"tool", L".exe", MAX_PATH, path, NULL) > 0);
    CHECK_FAILS(SearchPathW(L"none", L"tool", L".exe", MAX_PATH, path, NULL), ERROR_FILE_NOT_FOUND);
    CHECK(SearchPathW(NULL, L"kernel32", L".dll", MAX_PATH, path, NULL) > 0);
    CHECK_FAILS(SearchPathW(L"d", L"tool", L".dll", MAX_PATH, path, NULL), ERROR_FILE_NOT_FOUND);
}

CASE(long_path_name_has_the_real_case)
{
    WCHAR path[MAX_PATH];
    REQUIRE(CreateDirectoryW(L"SubDir", NULL));
    make_file(L"SubDir\\RealName.Txt", "x");
    CHECK_EQ(GetLongPathNameW(L"subdir\\realname.txt", path, MAX_PATH), 19);
    CHECK_WSTR(path, L"SubDir\\RealName.Txt");
    CHECK_FAILS(GetLongPathNameW(L"subdir\\none", path, MAX_PATH), ERROR_FILE_NOT_FOUND);
    CHECK(GetShortPathNameW(L"SubDir\\RealName.Txt", path, MAX_PATH) > 0);
    CHECK(exists(path));
}

CASE(drives)
{
    WCHAR current[MAX_PATH], root[4] = L"?:\\", text[300];
    ULARGE_INTEGER available, total, free;
    DWORD serial, longest, flags;
    REQUIRE(GetCurrentDirectoryW(MAX_PATH, current));
    root[0] = current[0];
    CHECK(GetLogicalDrives() & (1 << ((current[0] | 32) - 'a')));
    CHECK(GetLogicalDrives() & 4);
    CHECK_EQ(GetDriveTypeW(L"C:\\"), DRIVE_FIXED);
    CHECK_EQ(GetDriveTypeW(L"Q:\\"), DRIVE_NO_ROOT_DIR);
    CHECK(GetDiskFreeSpaceExW(L".", &available, &total, &free));
    CHECK(total.QuadPart >= free.QuadPart && free.QuadPart >= available.QuadPart);
    CHECK(GetVolumeInformationW(root, text, 300, &serial, &longest, &flags, text, 300));
    CHECK_EQ(longest, 255);
    CHECK(flags & FILE_CASE_PRESERVED_NAMES);
    CHECK(GetLogicalDriveStringsW(300, text) >= 4);
    CHECK_EQ(text[1], ':');
}

CASE(system_directories)
{
    WCHAR windows[MAX_PATH], system[MAX_PATH];
    DWORD length = GetWindowsDirectoryW(windows, MAX_PATH);
    CHECK_EQ(length, lstrlenW(windows));
    CHECK_EQ(GetWindowsDirectoryW(system, 2), length + 1);
    CHECK(GetSystemDirectoryW(system, MAX_PATH) == length + 9);
    CHECK(exists(system));
    lstrcatW(system, L"\\kernel32.dll");
    CHECK(exists(system));
}
