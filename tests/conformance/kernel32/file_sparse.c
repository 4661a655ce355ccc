#include "files.h"
#include <winioctl.h>

#define MEGABYTE (1 << 20)

/* A file of one megabyte of 'x'. */
static HANDLE make_full(const WCHAR *name)
{
    static char block[65536];
    HANDLE file = open_file(name, READ_WRITE, CREATE_ALWAYS);
    DWORD put;
    REQUIRE(file != INVALID_HANDLE_VALUE);
    for (int i = 0; i < (int)sizeof block; i++)
        block[i] = 'x';
    for (int i = 0; i < MEGABYTE / (int)sizeof block; i++)
        REQUIRE(WriteFile(file, block, sizeof block, &put, NULL) && put == sizeof block);
    return file;
}

static char byte_at(HANDLE file, LONGLONG offset)
{
    OVERLAPPED at = {.Offset = (DWORD)offset, .OffsetHigh = (DWORD)(offset >> 32)};
    char byte = '?';
    DWORD got;
    CHECK(ReadFile(file, &byte, 1, &got, &at) && got == 1);
    return byte;
}

static BOOL zero(HANDLE file, LONGLONG from, LONGLONG to)
{
    FILE_ZERO_DATA_INFORMATION range = {{.QuadPart = from}, {.QuadPart = to}};
    DWORD used;
    return DeviceIoControl(file, FSCTL_SET_ZERO_DATA, &range, sizeof range, NULL, 0, &used, NULL);
}

static BOOL set_sparse(HANDLE file)
{
    DWORD used;
    return DeviceIoControl(file, FSCTL_SET_SPARSE, NULL, 0, NULL, 0, &used, NULL);
}

CASE(zeroed_data_reads_as_zeros)
{
    WINE_DIFFERS("Wine 8 has no FSCTL_SET_ZERO_DATA");
    FILE_STANDARD_INFO standard;
    HANDLE file = make_full(L"a");
    REQUIRE(set_sparse(file));
    CHECK(zero(file, 1000, 300000));
    REQUIRE(GetFileInformationByHandleEx(file, FileStandardInfo, &standard, sizeof standard));
    CHECK(standard.AllocationSize.QuadPart < MEGABYTE);
    CHECK_EQ(standard.EndOfFile.QuadPart, MEGABYTE);
    CHECK_EQ(byte_at(file, 999), 'x');
    CHECK_EQ(byte_at(file, 1000), 0);
    CHECK_EQ(byte_at(file, 150000), 0);
    CHECK_EQ(byte_at(file, 299999), 0);
    CHECK_EQ(byte_at(file, 300000), 'x');
    CHECK_EQ(size_of(file), MEGABYTE);
}

CASE(zeroing_past_the_end_does_not_grow)
{
    WINE_DIFFERS("Wine 8 has no FSCTL_SET_ZERO_DATA");
    HANDLE file = make_full(L"a");
    CHECK(zero(file, MEGABYTE - 10, MEGABYTE + 1000));
    CHECK_EQ(size_of(file), MEGABYTE);
    CHECK_EQ(byte_at(file, MEGABYTE - 11), 'x');
    CHECK_EQ(byte_at(file, MEGABYTE - 10), 0);
    CHECK_EQ(byte_at(file, MEGABYTE - 1), 0);
}

CASE(ranges_that_cannot_be_zeroed)
{
    WINE_DIFFERS("Wine 8 has no FSCTL_SET_ZERO_DATA");
    HANDLE file = make_full(L"a");
    DWORD used;
    FILE_ZERO_DATA_INFORMATION range = {{.QuadPart = 0}, {.QuadPart = 10}};
    CHECK_FAILS(zero(file, 100, 50), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(zero(file, -1, 50), ERROR_INVALID_PARAMETER);
    CHECK_FAILS(DeviceIoControl(file, FSCTL_SET_ZERO_DATA, &range, 4, NULL, 0, &used, NULL),
                ERROR_INVALID_PARAMETER);
    HANDLE reader = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK_FAILS(zero(reader, 0, 10), ERROR_ACCESS_DENIED);
    CHECK_EQ(byte_at(file, 0), 'x');
}

static int ranges_of(HANDLE file, LONGLONG from, LONGLONG count, FILE_ALLOCATED_RANGE_BUFFER *out,
                     DWORD room)
{
    FILE_ALLOCATED_RANGE_BUFFER ask = {{.QuadPart = from}, {.QuadPart = count}};
    DWORD used = 0;
    if (!DeviceIoControl(file, FSCTL_QUERY_ALLOCATED_RANGES, &ask, sizeof ask, out,
                         room * sizeof *out, &used, NULL))
        return -1;
    return (int)(used / sizeof *out);
}

CASE(a_hole_is_no_allocated_range)
{
    WINE_DIFFERS("Wine 8 has no FSCTL_SET_ZERO_DATA");
    FILE_ALLOCATED_RANGE_BUFFER ranges[8];
    HANDLE file = make_full(L"a");
    REQUIRE(set_sparse(file));
    CHECK_EQ(ranges_of(file, 0, MEGABYTE, ranges, 8), 1);
    CHECK_EQ(ranges[0].FileOffset.QuadPart, 0);
    CHECK_EQ(ranges[0].Length.QuadPart, MEGABYTE);
    CHECK(zero(file, 256 << 10, 512 << 10));
    REQUIRE(ranges_of(file, 0, MEGABYTE, ranges, 8) == 2);
    CHECK_EQ(ranges[0].FileOffset.QuadPart, 0);
    CHECK_EQ(ranges[0].Length.QuadPart, 256 << 10);
    CHECK_EQ(ranges[1].FileOffset.QuadPart, 512 << 10);
    CHECK_EQ(ranges[1].Length.QuadPart, 512 << 10);
    CHECK_FAILS(ranges_of(file, 0, MEGABYTE, ranges, 1) > 0, ERROR_MORE_DATA);
    CHECK_EQ(ranges_of(file, 300 << 10, 4096, ranges, 8), 0);
    REQUIRE(ranges_of(file, 1, MAXLONGLONG, ranges, 8) == 2);
    CHECK_EQ(ranges[0].FileOffset.QuadPart, 1);
    CHECK_EQ(ranges[0].Length.QuadPart, (256 << 10) - 1);
}

CASE(the_storage_below_a_file)
{
    WINE_DIFFERS("Wine 8 has no FileStorageInfo");
    FILE_STORAGE_INFO storage;
    FILE_ALIGNMENT_INFO alignment;
    HANDLE file = make_full(L"a");
    REQUIRE(GetFileInformationByHandleEx(file, FileStorageInfo, &storage, sizeof storage));
    CHECK(storage.LogicalBytesPerSector >= 512);
    CHECK_EQ(storage.LogicalBytesPerSector & (storage.LogicalBytesPerSector - 1), 0);
    CHECK(storage.PhysicalBytesPerSectorForPerformance >= storage.LogicalBytesPerSector);
    CHECK(GetFileInformationByHandleEx(file, FileAlignmentInfo, &alignment, sizeof alignment));
    CHECK_FAILS(GetFileInformationByHandleEx(file, FileStorageInfo, &storage, 4), ERROR_BAD_LENGTH);
}

CASE(what_a_handle_tells_needs_room)
{
    WINE_DIFFERS("Wine tells a pending deletion to the handle alone that asked for it");
    FILE_STANDARD_INFO standard;
    FILE_BASIC_INFO basic;
    HANDLE file = make_full(L"a");
    CHECK_FAILS(GetFileInformationByHandleEx(file, FileStandardInfo, &standard, 4),
                ERROR_BAD_LENGTH);
    CHECK_FAILS(GetFileInformationByHandleEx(file, FileBasicInfo, &basic, 4), ERROR_BAD_LENGTH);
    CHECK_FAILS(
        GetFileInformationByHandleEx(file, (FILE_INFO_BY_HANDLE_CLASS)1000, &basic, sizeof basic),
        ERROR_INVALID_PARAMETER);
    REQUIRE(GetFileInformationByHandleEx(file, FileStandardInfo, &standard, sizeof standard));
    CHECK_EQ(standard.EndOfFile.QuadPart, MEGABYTE);
    CHECK(!standard.DeletePending);
    FILE_DISPOSITION_INFO remove = {TRUE};
    HANDLE deleter = open_file(L"a", DELETE, OPEN_EXISTING);
    CHECK(SetFileInformationByHandle(deleter, FileDispositionInfo, &remove, sizeof remove));
    REQUIRE(GetFileInformationByHandleEx(file, FileStandardInfo, &standard, sizeof standard));
    CHECK(standard.DeletePending);
    remove.DeleteFile = FALSE;
    CHECK(SetFileInformationByHandle(deleter, FileDispositionInfo, &remove, sizeof remove));
    CloseHandle(deleter);
    CloseHandle(file);
    CHECK(exists(L"a"));
}

CASE(a_size_is_set_by_handle)
{
    WINE_DIFFERS("Wine 8 has no FileAllocationInfo");
    FILE_END_OF_FILE_INFO end = {{.QuadPart = 1000}};
    FILE_ALLOCATION_INFO room = {{.QuadPart = 100}};
    HANDLE file = make_full(L"a");
    CHECK(SetFileInformationByHandle(file, FileEndOfFileInfo, &end, sizeof end));
    CHECK_EQ(size_of(file), 1000);
    CHECK_EQ(position_of(file), MEGABYTE);
    HANDLE reader = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK_FAILS(SetFileInformationByHandle(reader, FileEndOfFileInfo, &end, sizeof end),
                ERROR_ACCESS_DENIED);
    CHECK_FAILS(SetFileInformationByHandle(file, FileEndOfFileInfo, &end, 4), ERROR_BAD_LENGTH);
    CHECK_FAILS(SetFileInformationByHandle(file, FileStandardInfo, &end, sizeof end),
                ERROR_INVALID_PARAMETER);
    CHECK(SetFileInformationByHandle(file, FileAllocationInfo, &room, sizeof room));
    CHECK_EQ(size_of(file), 100);
}
