/* NtCreateFile and its fellows. */
#include "nt.h"

#define ALL_SHARED (FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE)

static HANDLE current;

/* The current directory, opened; names are relative to it. */
static HANDLE folder(void)
{
    UNICODE_STRING path;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK io;
    if (current)
        return current;
    REQUIRE(RtlDosPathNameToNtPathName_U(L".", &path, NULL, NULL));
    InitializeObjectAttributes(&attributes, &path, OBJ_CASE_INSENSITIVE, NULL, NULL);
    REQUIRE(NtOpenFile(&current, FILE_LIST_DIRECTORY | SYNCHRONIZE, &attributes, &io, ALL_SHARED,
                       FILE_DIRECTORY_FILE | SYNCHRONOUS) == 0);
    return current;
}

static NTSTATUS create(HANDLE *file, const WCHAR *name, ULONG disposition, ULONG options,
                       IO_STATUS_BLOCK *io)
{
    *file = NULL;
    return NtCreateFile(file, GENERIC_READ | GENERIC_WRITE | DELETE | SYNCHRONIZE,
                        named(folder(), name), io, NULL, FILE_ATTRIBUTE_NORMAL, ALL_SHARED,
                        disposition, options | SYNCHRONOUS, NULL, 0);
}

CASE(dispositions_tell_what_they_did)
{
    IO_STATUS_BLOCK io;
    HANDLE file;
    CHECK_STATUS(create(&file, L"a", FILE_OPEN, 0, &io), STATUS_OBJECT_NAME_NOT_FOUND);
    CHECK_STATUS(create(&file, L"a", FILE_OVERWRITE, 0, &io), STATUS_OBJECT_NAME_NOT_FOUND);
    CHECK_STATUS(create(&file, L"a", FILE_OPEN_IF, 0, &io), 0);
    CHECK_EQ(io.Information, FILE_CREATED);
    CHECK_STATUS(create(&file, L"a", FILE_OPEN_IF, 0, &io), 0);
    CHECK_EQ(io.Information, FILE_OPENED);
    CHECK_STATUS(create(&file, L"a", FILE_OVERWRITE, 0, &io), 0);
    CHECK_EQ(io.Information, FILE_OVERWRITTEN);
    CHECK_STATUS(create(&file, L"a", FILE_OVERWRITE_IF, 0, &io), 0);
    CHECK_EQ(io.Information, FILE_OVERWRITTEN);
    CHECK_STATUS(create(&file, L"a", FILE_SUPERSEDE, 0, &io), 0);
    CHECK_EQ(io.Information, FILE_SUPERSEDED);
    CHECK_STATUS(create(&file, L"a", FILE_CREATE, 0, &io), STATUS_OBJECT_NAME_COLLISION);
    CHECK_STATUS(create(&file, L"none\\a", FILE_CREATE, 0, &io), STATUS_OBJECT_PATH_NOT_FOUND);
}

CASE(directory_and_file_options)
{
    IO_STATUS_BLOCK io;
    HANDLE file;
    CHECK_STATUS(create(&file, L"d", FILE_CREATE, FILE_DIRECTORY_FILE, &io), 0);
    CHECK_EQ(io.Information, FILE_CREATED);
    CHECK_STATUS(create(&file, L"d", FILE_OPEN, FILE_NON_DIRECTORY_FILE, &io),
                 STATUS_FILE_IS_A_DIRECTORY);
    CHECK_STATUS(create(&file, L"f", FILE_CREATE, FILE_NON_DIRECTORY_FILE, &io), 0);
    CHECK_STATUS(create(&file, L"f", FILE_OPEN, FILE_DIRECTORY_FILE, &io), STATUS_NOT_A_DIRECTORY);
    CHECK_STATUS(create(&file, L"d", FILE_OPEN, 0, &io), 0);
}

CASE(bad_parameters)
{
    WINE_DIFFERS("Wine does not check the options");
    IO_STATUS_BLOCK io;
    HANDLE file;
    CHECK_STATUS(create(&file, L"a", 77, 0, &io), STATUS_INVALID_PARAMETER);
    CHECK_STATUS(create(&file, L"a", FILE_OPEN, FILE_DIRECTORY_FILE | FILE_NON_DIRECTORY_FILE, &io),
                 STATUS_INVALID_PARAMETER);
    CHECK_STATUS(NtCreateFile(&file, GENERIC_READ | SYNCHRONIZE, named(NULL, L"no root"), &io, NULL,
                              0, ALL_SHARED, FILE_OPEN, SYNCHRONOUS, NULL, 0),
                 STATUS_OBJECT_PATH_SYNTAX_BAD);
}

CASE(reads_and_positions)
{
    IO_STATUS_BLOCK io;
    FILE_POSITION_INFORMATION position;
    LARGE_INTEGER at = {.QuadPart = 2}, end = {.LowPart = 0xffffffff, .HighPart = -1};
    char text[10] = "";
    HANDLE file;
    REQUIRE(create(&file, L"a", FILE_CREATE, 0, &io) == 0);
    CHECK_STATUS(NtWriteFile(file, NULL, NULL, NULL, &io, "abcd", 4, NULL, NULL), 0);
    CHECK_EQ(io.Information, 4);
    CHECK_STATUS(NtReadFile(file, NULL, NULL, NULL, &io, text, 9, NULL, NULL), STATUS_END_OF_FILE);
    CHECK_STATUS(NtReadFile(file, NULL, NULL, NULL, &io, text, 9, &at, NULL), 0);
    CHECK_EQ(io.Information, 2);
    CHECK_STATUS(
        NtQueryInformationFile(file, &io, &position, sizeof position, FilePositionInformation), 0);
    CHECK_EQ(position.CurrentByteOffset.QuadPart, 4);
    CHECK_STATUS(NtWriteFile(file, NULL, NULL, NULL, &io, "ef", 2, &end, NULL), 0);
    position.CurrentByteOffset.QuadPart = 0;
    CHECK_STATUS(
        NtSetInformationFile(file, &io, &position, sizeof position, FilePositionInformation), 0);
    CHECK_STATUS(NtReadFile(file, NULL, NULL, NULL, &io, text, 9, NULL, NULL), 0);
    CHECK_STR(text, "abcdef");
}

CASE(information_lengths)
{
    IO_STATUS_BLOCK io;
    FILE_STANDARD_INFORMATION standard;
    HANDLE file;
    REQUIRE(create(&file, L"a", FILE_CREATE, 0, &io) == 0);
    CHECK_STATUS(NtQueryInformationFile(file, &io, &standard, 4, FileStandardInformation),
                 STATUS_INFO_LENGTH_MISMATCH);
    CHECK_STATUS(NtQueryInformationFile(file, &io, &standard, sizeof standard, 999),
                 STATUS_INVALID_INFO_CLASS);
    CHECK_STATUS(NtQueryInformationFile((HANDLE)0x12344, &io, &standard, sizeof standard,
                                        FileStandardInformation),
                 STATUS_INVALID_HANDLE);
    CHECK_STATUS(
        NtQueryInformationFile(file, &io, &standard, sizeof standard, FileStandardInformation), 0);
    CHECK_EQ(io.Information, sizeof standard);
}

static NTSTATUS enumerate(void *buffer, ULONG size, FILE_INFORMATION_CLASS class, BOOLEAN one,
                          const WCHAR *pattern, BOOLEAN restart, IO_STATUS_BLOCK *io)
{
    UNICODE_STRING string;
    if (pattern)
        string = unicode(pattern);
    return NtQueryDirectoryFile(folder(), NULL, NULL, NULL, io, buffer, size, class, one,
                                pattern ? &string : NULL, restart);
}

CASE(directory_entries_are_linked)
{
    static char buffer[4096] __attribute__((aligned(8)));
    IO_STATUS_BLOCK io;
    HANDLE file;
    int count = 0;
    REQUIRE(create(&file, L"Name one", FILE_CREATE, 0, &io) == 0);
    REQUIRE(create(&file, L"Name two", FILE_CREATE, 0, &io) == 0);
    REQUIRE(enumerate(buffer, sizeof buffer, FileDirectoryInformation, FALSE, L"name*", TRUE,
                      &io) == 0);
    for (FILE_DIRECTORY_INFORMATION *next = (void *)buffer;;
         next = (void *)((char *)next + next->NextEntryOffset)) {
        CHECK_EQ((ULONG_PTR)next & 7, 0);
        CHECK_EQ(next->FileNameLength, 16);
        CHECK(memcmp(next->FileName, count ? L"Name two" : L"Name one", 16) == 0);
        count++;
        if (!next->NextEntryOffset)
            break;
    }
    CHECK_EQ(count, 2);
    CHECK_STATUS(
        enumerate(buffer, sizeof buffer, FileDirectoryInformation, FALSE, NULL, FALSE, &io),
        STATUS_NO_MORE_FILES);
}

CASE(directory_one_by_one_and_again)
{
    static char buffer[600] __attribute__((aligned(8)));
    FILE_NAMES_INFORMATION *entry = (void *)buffer;
    IO_STATUS_BLOCK io;
    HANDLE file;
    REQUIRE(create(&file, L"x1", FILE_CREATE, 0, &io) == 0);
    REQUIRE(create(&file, L"x2", FILE_CREATE, 0, &io) == 0);
    for (int round = 0; round < 2; round++) {
        CHECK_STATUS(enumerate(buffer, 600, FileNamesInformation, TRUE, L"x*", TRUE, &io), 0);
        CHECK_EQ(entry->FileName[1], '1');
        CHECK_EQ(entry->NextEntryOffset, 0);
        CHECK_STATUS(enumerate(buffer, 600, FileNamesInformation, TRUE, NULL, FALSE, &io), 0);
        CHECK_EQ(entry->FileName[1], '2');
        CHECK_STATUS(enumerate(buffer, 600, FileNamesInformation, TRUE, NULL, FALSE, &io),
                     STATUS_NO_MORE_FILES);
    }
}

CASE(directory_without_a_match)
{
    static char buffer[600] __attribute__((aligned(8)));
    IO_STATUS_BLOCK io;
    CHECK_STATUS(enumerate(buffer, 600, FileNamesInformation, TRUE, L"none*", TRUE, &io),
                 STATUS_NO_SUCH_FILE);
    CHECK_STATUS(enumerate(buffer, 4, FileNamesInformation, TRUE, L"*", TRUE, &io),
                 STATUS_INFO_LENGTH_MISMATCH);
}

CASE(attributes_and_deletion_by_name)
{
    IO_STATUS_BLOCK io;
    FILE_BASIC_INFORMATION info;
    HANDLE file;
    REQUIRE(create(&file, L"Here", FILE_CREATE, 0, &io) == 0);
    NtClose(file);
    CHECK_STATUS(NtQueryAttributesFile(named(folder(), L"HERE"), &info), 0);
    CHECK_EQ(info.FileAttributes, FILE_ATTRIBUTE_ARCHIVE);
    CHECK_STATUS(NtDeleteFile(named(folder(), L"here")), 0);
    CHECK_STATUS(NtQueryAttributesFile(named(folder(), L"Here"), &info),
                 STATUS_OBJECT_NAME_NOT_FOUND);
}

CASE(handles_without_synchronize_are_asynchronous)
{
    WINE_DIFFERS("Wine does not check the access");
    IO_STATUS_BLOCK io;
    HANDLE file;
    char byte;
    REQUIRE(NtCreateFile(&file, GENERIC_READ | GENERIC_WRITE, named(folder(), L"a"), &io, NULL, 0,
                         ALL_SHARED, FILE_CREATE, 0, NULL, 0) == 0);
    CHECK_STATUS(NtReadFile(file, NULL, NULL, NULL, &io, &byte, 1, NULL, NULL),
                 STATUS_INVALID_PARAMETER);
    CHECK_STATUS(NtCreateFile(&file, FILE_READ_DATA, named(folder(), L"a"), &io, NULL, 0,
                              ALL_SHARED, FILE_OPEN, SYNCHRONOUS, NULL, 0),
                 STATUS_INVALID_PARAMETER);
}

CASE(rename_within_a_folder)
{
    struct {
        FILE_RENAME_INFORMATION info;
        WCHAR rest[20];
    } rename = {0};
    IO_STATUS_BLOCK io;
    FILE_BASIC_INFORMATION info;
    HANDLE file;
    REQUIRE(create(&file, L"old", FILE_CREATE, 0, &io) == 0);
    rename.info.RootDirectory = folder();
    rename.info.FileNameLength = 6;
    memcpy(rename.info.FileName, L"new", 6);
    CHECK_STATUS(NtSetInformationFile(file, &io, &rename, sizeof rename, FileRenameInformation), 0);
    CHECK_STATUS(NtQueryAttributesFile(named(folder(), L"new"), &info), 0);
    CHECK_STATUS(NtQueryAttributesFile(named(folder(), L"old"), &info),
                 STATUS_OBJECT_NAME_NOT_FOUND);
}
