/* Profile (.ini) files in the current directory. */
#include "conformance.h"

static const char sample[] = "; a comment\r\n"
                             "[First]\r\n"
                             "name = value one  \r\n"
                             "quoted=\"  in quotes \"\r\n"
                             "number=42abc\r\n"
                             "hex=0x1F\r\n"
                             "negative=-5\r\n"
                             "empty=\r\n"
                             "\r\n"
                             "[Second Section]\r\n"
                             "a=1\r\n"
                             "NAME=two\r\n";

static char path[MAX_PATH];

static void write_file(const char *text)
{
    HANDLE file;
    DWORD done;

    REQUIRE(GetFullPathNameA("test.ini", MAX_PATH, path, NULL) > 0);
    file = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, text, (DWORD)lstrlenA(text), &done, NULL));
    CloseHandle(file);
}

static const char *read_file(void)
{
    static char text[1024];
    DWORD got = 0;
    HANDLE file = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              OPEN_EXISTING, 0, NULL);

    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK(ReadFile(file, text, sizeof text - 1, &got, NULL));
    text[got] = 0;
    CloseHandle(file);
    return text;
}

static const char *get(const char *section, const char *key)
{
    static char text[128];

    GetPrivateProfileStringA(section, key, "none ", text, sizeof text, path);
    return text;
}

CASE(strings)
{
    write_file(sample);
    CHECK_STR(get("First", "name"), "value one");
    CHECK_STR(get("FIRST", "NAME"), "value one");
    CHECK_STR(get("Second Section", "name"), "two");
    CHECK_STR(get("First", "quoted"), "  in quotes ");
    CHECK_STR(get("First", "empty"), "");
    CHECK_STR(get("First", "missing"), "none");
    CHECK_STR(get("Nowhere", "name"), "none");
}

CASE(numbers)
{
    write_file(sample);
    CHECK_EQ(GetPrivateProfileIntA("First", "number", 7, path), 42);
    CHECK_EQ(GetPrivateProfileIntA("First", "hex", 7, path), 31);
    CHECK_EQ(GetPrivateProfileIntA("First", "negative", 7, path), (UINT)-5);
    CHECK_EQ(GetPrivateProfileIntA("First", "missing", 7, path), 7);
    CHECK_EQ(GetPrivateProfileIntA("First", "name", 7, path), 0);
}

CASE(lists)
{
    char text[256];

    write_file(sample);
    CHECK_EQ(GetPrivateProfileStringA(NULL, NULL, "", text, sizeof text, path), 21);
    CHECK_STR(text, "First");
    CHECK_STR(text + 6, "Second Section");
    CHECK_EQ(text[21], 0);
    CHECK_EQ(GetPrivateProfileStringA("Second Section", NULL, "", text, sizeof text, path), 7);
    CHECK_STR(text, "a");
    CHECK_STR(text + 2, "NAME");
    CHECK_EQ(GetPrivateProfileSectionA("Second Section", text, sizeof text, path), 13);
    CHECK_STR(text, "a=1");
    CHECK_STR(text + 4, "NAME=two");
}

CASE(small_buffers)
{
    char text[8];

    write_file(sample);
    CHECK_EQ(GetPrivateProfileStringA("First", "name", "", text, 6, path), 5);
    CHECK_STR(text, "value");
    CHECK_EQ(GetPrivateProfileStringA(NULL, NULL, "", text, 8, path), 6);
    CHECK_EQ(text[6], 0);
    CHECK_EQ(text[7], 0);
}

CASE(writing_changes_one_line)
{
    WINE_DIFFERS("it drops the empty line");
    write_file("; kept\r\n[S]\r\na=1\r\nb=2\r\n\r\n[T]\r\nc=3\r\n");
    CHECK_EQ(WritePrivateProfileStringA("S", "a", "new", path), TRUE);
    CHECK_EQ(WritePrivateProfileStringA("S", "d", "4", path), TRUE);
    CHECK_STR(read_file(), "; kept\r\n[S]\r\na=new\r\nb=2\r\nd=4\r\n\r\n[T]\r\nc=3\r\n");
}

CASE(deleting)
{
    write_file("[S]\r\na=1\r\nb=2\r\n[T]\r\nc=3\r\n");
    CHECK_EQ(WritePrivateProfileStringA("S", "a", NULL, path), TRUE);
    CHECK_STR(read_file(), "[S]\r\nb=2\r\n[T]\r\nc=3\r\n");
    CHECK_EQ(WritePrivateProfileStringA("S", NULL, NULL, path), TRUE);
    CHECK_STR(read_file(), "[T]\r\nc=3\r\n");
}

CASE(a_new_file)
{
    CHECK(GetFullPathNameA("new.ini", MAX_PATH, path, NULL) > 0);
    CHECK_EQ(WritePrivateProfileStringA("New", "key", "value", path), TRUE);
    CHECK_STR(read_file(), "[New]\r\nkey=value\r\n");
    CHECK_STR(get("New", "key"), "value");
}

CASE(utf16_files)
{
    WCHAR text[16];
    HANDLE file;
    DWORD done;

    REQUIRE(GetFullPathNameA("wide.ini", MAX_PATH, path, NULL) > 0);
    file = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(WriteFile(file, L"\xfeff[S]\r\nk=\x4e2d\r\n", 28, &done, NULL));
    CloseHandle(file);
    CHECK_EQ(GetPrivateProfileStringW(L"S", L"k", L"", text, 16, L".\\wide.ini"), 1);
    CHECK_EQ(text[0], 0x4e2d);
}

CASE(structures)
{
    BYTE data[] = {1, 2, 0xfe}, back[3] = {0};

    CHECK_EQ(WritePrivateProfileStructW(L"S", L"k", data, 3, L".\\struct.ini"), TRUE);
    CHECK_EQ(GetPrivateProfileStructW(L"S", L"k", back, 3, L".\\struct.ini"), TRUE);
    CHECK_EQ(back[2], 0xfe);
    CHECK_EQ(GetPrivateProfileStructW(L"S", L"k", back, 2, L".\\struct.ini"), FALSE);
}
