#include "files.h"

static DWORD attributes_after(DWORD attributes)
{
    CHECK(SetFileAttributesW(L"a", attributes));
    return GetFileAttributesW(L"a");
}

CASE(attributes_are_kept)
{
    WINE_DIFFERS("Wine sets the archive bit on every file");
    make_file(L"a", "x");
    CHECK_EQ(GetFileAttributesW(L"a"), FILE_ATTRIBUTE_ARCHIVE);
    CHECK_EQ(attributes_after(FILE_ATTRIBUTE_NORMAL), FILE_ATTRIBUTE_NORMAL);
    CHECK_EQ(attributes_after(FILE_ATTRIBUTE_READONLY), FILE_ATTRIBUTE_READONLY);
    CHECK_EQ(attributes_after(FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM),
             FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM);
    CHECK_EQ(attributes_after(FILE_ATTRIBUTE_ARCHIVE | FILE_ATTRIBUTE_NORMAL),
             FILE_ATTRIBUTE_ARCHIVE);
}

CASE(attributes_of_what_is_missing)
{
    CHECK_NO_FILE(GetFileAttributesW(L"none"), ERROR_FILE_NOT_FOUND);
    CHECK_NO_FILE(GetFileAttributesW(L"none\\none"), ERROR_PATH_NOT_FOUND);
    CHECK_NO_FILE(GetFileAttributesW(L"*"), ERROR_INVALID_NAME);
    CHECK_NO_FILE(GetFileAttributesW(L""), ERROR_PATH_NOT_FOUND);
    CHECK_FAILS(SetFileAttributesW(L"none", FILE_ATTRIBUTE_NORMAL), ERROR_FILE_NOT_FOUND);
}

CASE(a_directory_says_so)
{
    REQUIRE(CreateDirectoryW(L"d", NULL));
    CHECK_EQ(GetFileAttributesW(L"d"), FILE_ATTRIBUTE_DIRECTORY);
    CHECK_EQ(GetFileAttributesW(L"d\\"), FILE_ATTRIBUTE_DIRECTORY);
    CHECK_EQ(GetFileAttributesW(L".") & FILE_ATTRIBUTE_DIRECTORY, FILE_ATTRIBUTE_DIRECTORY);
    CHECK(SetFileAttributesW(L"d", FILE_ATTRIBUTE_HIDDEN));
    CHECK_EQ(GetFileAttributesW(L"d"), FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_HIDDEN);
}

CASE(create_sets_attributes_of_new_files_only)
{
    HANDLE file =
        CreateFileW(L"a", GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_HIDDEN, NULL);
    CloseHandle(file);
    CHECK_EQ(GetFileAttributesW(L"a"), FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_ARCHIVE);
    file = CreateFileW(L"a", GENERIC_WRITE, 0, NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    CloseHandle(file);
    CHECK_EQ(GetFileAttributesW(L"a"), FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_ARCHIVE);
}

CASE(create_always_refuses_to_unhide)
{
    WINE_DIFFERS("Wine empties it");
    make_file(L"a", "x");
    REQUIRE(SetFileAttributesW(L"a", FILE_ATTRIBUTE_HIDDEN));
    CHECK_NO_FILE(
        CreateFileW(L"a", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL),
        ERROR_ACCESS_DENIED);
    CHECK_STR(content_of(L"a"), "x");
}

CASE(times_are_kept_to_100_ns)
{
    FILETIME created = {0x12345670, 0x01d00000}, accessed = {0x22345671, 0x01d10000};
    FILETIME written = {0x32345677, 0x01d20000}, read[3];
    make_file(L"a", "x");
    HANDLE file = open_file(L"a", GENERIC_WRITE | GENERIC_READ, OPEN_EXISTING);
    CHECK(SetFileTime(file, NULL, &accessed, &written));
    CHECK(GetFileTime(file, &read[0], &read[1], &read[2]));
    CHECK_EQ(CompareFileTime(&read[1], &accessed), 0);
    CHECK_EQ(CompareFileTime(&read[2], &written), 0);
    CHECK(SetFileTime(file, &created, NULL, NULL));
    CHECK(GetFileTime(file, NULL, NULL, &read[2]));
    CHECK_EQ(CompareFileTime(&read[2], &written), 0);
}

CASE(set_time_needs_the_right)
{
    WINE_DIFFERS("Wine goes by the host's rights");
    FILETIME time = {0, 0x01d00000};
    make_file(L"a", "x");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK_FAILS(SetFileTime(file, NULL, NULL, &time), ERROR_ACCESS_DENIED);
    CloseHandle(file);
    file = open_file(L"a", FILE_WRITE_ATTRIBUTES, OPEN_EXISTING);
    CHECK(SetFileTime(file, NULL, NULL, &time));
}

CASE(writing_moves_the_write_time)
{
    FILETIME old = {0, 0x01d00000}, now;
    DWORD done;
    make_file(L"a", "x");
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(SetFileTime(file, NULL, NULL, &old));
    CloseHandle(file);
    file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(WriteFile(file, "y", 1, &done, NULL));
    CloseHandle(file);
    file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(GetFileTime(file, NULL, NULL, &now));
    CHECK(CompareFileTime(&now, &old) > 0);
}

CASE(attributes_ex_agrees_with_the_handle)
{
    WIN32_FILE_ATTRIBUTE_DATA data;
    BY_HANDLE_FILE_INFORMATION info;
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK(GetFileAttributesExW(L"a", GetFileExInfoStandard, &data));
    CHECK(GetFileInformationByHandle(file, &info));
    CHECK_EQ(data.nFileSizeLow, 3);
    CHECK_EQ(data.nFileSizeHigh, 0);
    CHECK_EQ(data.dwFileAttributes, info.dwFileAttributes);
    CHECK_EQ(CompareFileTime(&data.ftLastWriteTime, &info.ftLastWriteTime), 0);
    CHECK_EQ(info.nNumberOfLinks, 1);
}

CASE(file_index_names_the_file)
{
    BY_HANDLE_FILE_INFORMATION a, a2, b;
    make_file(L"a", "x");
    make_file(L"b", "x");
    CHECK(GetFileInformationByHandle(open_file(L"a", GENERIC_READ, OPEN_EXISTING), &a));
    CHECK(GetFileInformationByHandle(open_file(L"A", GENERIC_READ, OPEN_EXISTING), &a2));
    CHECK(GetFileInformationByHandle(open_file(L"b", GENERIC_READ, OPEN_EXISTING), &b));
    CHECK_EQ(a.nFileIndexLow, a2.nFileIndexLow);
    CHECK_EQ(a.nFileIndexHigh, a2.nFileIndexHigh);
    CHECK_EQ(a.dwVolumeSerialNumber, b.dwVolumeSerialNumber);
    CHECK(a.nFileIndexLow != b.nFileIndexLow || a.nFileIndexHigh != b.nFileIndexHigh);
}

CASE(information_classes)
{
    FILE_STANDARD_INFO standard;
    FILE_BASIC_INFO basic;
    FILE_ATTRIBUTE_TAG_INFO tag;
    FILE_ID_INFO id;
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", GENERIC_READ, OPEN_EXISTING);
    CHECK(GetFileInformationByHandleEx(file, FileStandardInfo, &standard, sizeof standard));
    CHECK_EQ(standard.EndOfFile.QuadPart, 3);
    CHECK(standard.AllocationSize.QuadPart >= 0);
    CHECK_EQ(standard.Directory, FALSE);
    CHECK_EQ(standard.NumberOfLinks, 1);
    CHECK(GetFileInformationByHandleEx(file, FileBasicInfo, &basic, sizeof basic));
    CHECK_EQ(basic.FileAttributes, FILE_ATTRIBUTE_ARCHIVE);
    CHECK(GetFileInformationByHandleEx(file, FileAttributeTagInfo, &tag, sizeof tag));
    CHECK_EQ(tag.ReparseTag, 0);
    CHECK(GetFileInformationByHandleEx(file, FileIdInfo, &id, sizeof id));
    CHECK_FAILS(GetFileInformationByHandleEx(file, FileBasicInfo, &basic, 4), ERROR_BAD_LENGTH);
    CHECK_FAILS(GetFileInformationByHandleEx(file, 99, &basic, sizeof basic),
                ERROR_INVALID_PARAMETER);
}

CASE(name_information_has_no_drive)
{
    union {
        FILE_NAME_INFO info;
        char space[1000];
    } name;
    make_file(L"File", "abc");
    HANDLE file = open_file(L"FILE", GENERIC_READ, OPEN_EXISTING);
    REQUIRE(GetFileInformationByHandleEx(file, FileNameInfo, &name, sizeof name));
    DWORD length = name.info.FileNameLength / 2;
    CHECK_EQ(name.info.FileName[0], '\\');
    CHECK(length > 5);
    name.info.FileName[length] = 0;
    CHECK_WSTR(name.info.FileName + length - 5, L"\\File");
    CHECK_FAILS(GetFileInformationByHandleEx(file, FileNameInfo, &name, sizeof(FILE_NAME_INFO)),
                ERROR_MORE_DATA);
}

CASE(basic_information_zero_leaves_alone)
{
    WINE_DIFFERS("Wine sets the archive bit on every file");
    FILE_BASIC_INFO info = {0}, read;
    FILETIME written = {0x32345677, 0x01d20000};
    make_file(L"a", "x");
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(SetFileTime(file, NULL, NULL, &written));
    info.FileAttributes = FILE_ATTRIBUTE_HIDDEN;
    CHECK(SetFileInformationByHandle(file, FileBasicInfo, &info, sizeof info));
    CHECK(GetFileInformationByHandleEx(file, FileBasicInfo, &read, sizeof read));
    CHECK_EQ(read.FileAttributes, FILE_ATTRIBUTE_HIDDEN);
    CHECK_EQ(read.LastWriteTime.QuadPart, 0x01d2000032345677);
}

CASE(end_of_file_and_allocation_information)
{
    WINE_DIFFERS("Wine has no allocation size");
    FILE_END_OF_FILE_INFO end = {.EndOfFile.QuadPart = 1000};
    FILE_ALLOCATION_INFO allocation = {.AllocationSize.QuadPart = 100000};
    make_file(L"a", "abc");
    HANDLE file = open_file(L"a", READ_WRITE, OPEN_EXISTING);
    CHECK(SetFileInformationByHandle(file, FileEndOfFileInfo, &end, sizeof end));
    CHECK_EQ(size_of(file), 1000);
    CHECK_EQ(position_of(file), 0);
    CHECK(SetFileInformationByHandle(file, FileAllocationInfo, &allocation, sizeof allocation));
    CHECK_EQ(size_of(file), 1000);
}

CASE(file_types)
{
    HANDLE read, write;
    make_file(L"a", "abc");
    CHECK_EQ(GetFileType(open_file(L"a", GENERIC_READ, OPEN_EXISTING)), FILE_TYPE_DISK);
    REQUIRE(CreatePipe(&read, &write, NULL, 0));
    CHECK_EQ(GetFileType(read), FILE_TYPE_PIPE);
    SetLastError(77);
    CHECK_EQ(GetFileType((HANDLE)0x7770), FILE_TYPE_UNKNOWN);
    CHECK_LAST_ERROR(ERROR_INVALID_HANDLE);
}

CASE(final_path_has_the_real_names)
{
    WCHAR path[MAX_PATH], full[MAX_PATH];
    make_file(L"RealName", "abc");
    HANDLE file = open_file(L"realname", GENERIC_READ, OPEN_EXISTING);
    DWORD length = GetFinalPathNameByHandleW(file, path, MAX_PATH, FILE_NAME_NORMALIZED);
    REQUIRE(length > 9 && length < MAX_PATH);
    CHECK_EQ(length, lstrlenW(path));
    CHECK_WSTR(path + length - 9, L"\\RealName");
    path[4] = 0;
    CHECK_WSTR(path, L"\\\\?\\");
    CHECK_EQ(GetFinalPathNameByHandleW(file, full, 4, 0), length + 1);
}
