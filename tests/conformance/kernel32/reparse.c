/*
 * reparse.c - junctions and symbolic links as reparse points.
 */
#include "conformance.h"
#include <winioctl.h>

struct mount_point {
    DWORD tag;
    WORD size, reserved;
    WORD to_offset, to_size, shown_offset, shown_size;
    WCHAR names[600];
};

static HANDLE open_link(const WCHAR *name, DWORD access)
{
    return CreateFileW(name, access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                       FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS, NULL);
}

static void make_junction(const WCHAR *name, const WCHAR *target)
{
    struct mount_point point = {.tag = IO_REPARSE_TAG_MOUNT_POINT};
    WCHAR full[MAX_PATH];
    DWORD done;
    WINE_DIFFERS("it has no reparse points");
    REQUIRE(GetFullPathNameW(target, MAX_PATH, full, NULL));
    int length = lstrlenW(full);
    lstrcpyW(point.names, L"\\??\\");
    lstrcpyW(point.names + 4, full);
    lstrcpyW(point.names + 5 + length, full);
    point.to_size = (WORD)((4 + length) * 2);
    point.shown_offset = (WORD)(point.to_size + 2);
    point.shown_size = (WORD)(length * 2);
    point.size = (WORD)(8 + point.shown_offset + point.shown_size + 2);
    REQUIRE(CreateDirectoryW(name, NULL));
    HANDLE link = open_link(name, GENERIC_WRITE);
    REQUIRE(link != INVALID_HANDLE_VALUE);
    CHECK(DeviceIoControl(link, FSCTL_SET_REPARSE_POINT, &point, 8u + point.size, NULL, 0, &done,
                          NULL));
    CloseHandle(link);
}

static void write_file(const WCHAR *name)
{
    HANDLE file = CreateFileW(name, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

CASE(a_junction_leads_to_its_directory)
{
    WIN32_FIND_DATAW found;
    REQUIRE(CreateDirectoryW(L"real", NULL));
    write_file(L"real\\file.txt");
    make_junction(L"joined", L"real");
    CHECK(GetFileAttributesW(L"joined\\file.txt") != INVALID_FILE_ATTRIBUTES);
    CHECK_EQ(GetFileAttributesW(L"joined") &
                 (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT),
             FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT);
    HANDLE search = FindFirstFileW(L"joined", &found);
    REQUIRE(search != INVALID_HANDLE_VALUE);
    CHECK_EQ(found.dwReserved0, IO_REPARSE_TAG_MOUNT_POINT);
    FindClose(search);
}

CASE(a_junction_is_read_back)
{
    struct mount_point point = {0};
    FILE_ATTRIBUTE_TAG_INFO tag;
    WCHAR full[MAX_PATH];
    DWORD done;
    REQUIRE(CreateDirectoryW(L"real", NULL));
    make_junction(L"joined", L"real");
    HANDLE link = open_link(L"joined", FILE_READ_ATTRIBUTES);
    REQUIRE(link != INVALID_HANDLE_VALUE);
    CHECK(GetFileInformationByHandleEx(link, FileAttributeTagInfo, &tag, sizeof tag));
    CHECK_EQ(tag.ReparseTag, IO_REPARSE_TAG_MOUNT_POINT);
    REQUIRE(
        DeviceIoControl(link, FSCTL_GET_REPARSE_POINT, NULL, 0, &point, sizeof point, &done, NULL));
    CHECK_EQ(point.tag, IO_REPARSE_TAG_MOUNT_POINT);
    CHECK_EQ(done, point.size + 8);
    GetFullPathNameW(L"real", MAX_PATH, full, NULL);
    CHECK_EQ(point.shown_size, lstrlenW(full) * 2);
    CHECK_WSTR(point.names + point.shown_offset / 2, full);
    CHECK(memcmp(point.names, L"\\??\\", 8) == 0);
    CHECK_WSTR(point.names + 4, full);
    CloseHandle(link);
}

CASE(removing_a_junction_leaves_the_directory)
{
    REQUIRE(CreateDirectoryW(L"real", NULL));
    write_file(L"real\\file.txt");
    make_junction(L"joined", L"real");
    CHECK(RemoveDirectoryW(L"joined"));
    CHECK_EQ(GetFileAttributesW(L"joined"), INVALID_FILE_ATTRIBUTES);
    CHECK(GetFileAttributesW(L"real\\file.txt") != INVALID_FILE_ATTRIBUTES);
}

CASE(a_junction_becomes_a_directory_again)
{
    struct {
        DWORD tag;
        WORD size, reserved;
    } head = {IO_REPARSE_TAG_SYMLINK, 0, 0};
    DWORD done;
    REQUIRE(CreateDirectoryW(L"real", NULL));
    make_junction(L"joined", L"real");
    HANDLE link = open_link(L"joined", GENERIC_WRITE);
    REQUIRE(link != INVALID_HANDLE_VALUE);
    CHECK(!DeviceIoControl(link, FSCTL_DELETE_REPARSE_POINT, &head, 8, NULL, 0, &done, NULL));
    head.tag = IO_REPARSE_TAG_MOUNT_POINT;
    CHECK(DeviceIoControl(link, FSCTL_DELETE_REPARSE_POINT, &head, 8, NULL, 0, &done, NULL));
    CloseHandle(link);
    CHECK_EQ(GetFileAttributesW(L"joined") &
                 (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT),
             FILE_ATTRIBUTE_DIRECTORY);
}

CASE(a_volume_s_name_leads_to_the_drive)
{
    WCHAR name[MAX_PATH];
    REQUIRE(GetVolumeNameForVolumeMountPointW(L"C:\\", name, MAX_PATH));
    lstrcatW(name, L"Windows");
    CHECK(GetFileAttributesW(name) & FILE_ATTRIBUTE_DIRECTORY);
}
