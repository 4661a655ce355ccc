/*
 * resource_update.c - BeginUpdateResource, UpdateResource, EndUpdateResource on a copy of this
 * program.
 * Links: -lmsvcrt -lkernel32 -lntdll
 */
#include "conformance.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COPY     L"updated.exe"
#define RAW      MAKEINTRESOURCEW(10)
#define LANGUAGE MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US)

CHILD(says_hello)
{
    ExitProcess(77);
}

static void copy_program(void)
{
    WCHAR path[MAX_PATH];
    REQUIRE(GetModuleFileNameW(NULL, path, MAX_PATH));
    REQUIRE(CopyFileW(path, COPY, FALSE));
}

static DWORD run_copy(void)
{
    STARTUPINFOW startup = {sizeof startup};
    PROCESS_INFORMATION process;
    WCHAR line[] = L"updated.exe says_hello";
    REQUIRE(CreateProcessW(COPY, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process));
    CloseHandle(process.hThread);
    return end_child(process.hProcess);
}

static void put(LPCWSTR type, LPCWSTR name, const void *data, DWORD size)
{
    HANDLE update = BeginUpdateResourceW(COPY, FALSE);
    REQUIRE(update);
    CHECK(UpdateResourceW(update, type, name, LANGUAGE, (void *)data, size));
    CHECK(EndUpdateResourceW(update, FALSE));
}

/* Is that the copy's resource? NULL: it has none. */
static BOOL holds(LPCWSTR type, LPCWSTR name, const void *data, DWORD size)
{
    HMODULE module = LoadLibraryExW(COPY, NULL, LOAD_LIBRARY_AS_DATAFILE);
    REQUIRE(module);
    HRSRC found = FindResourceW(module, name, type);
    BOOL good = data ? found && SizeofResource(module, found) == size &&
                           memcmp(LockResource(LoadResource(module, found)), data, size) == 0
                     : !found;
    FreeLibrary(module);
    return good;
}

CASE(resources_are_added)
{
    copy_program();
    put(RAW, MAKEINTRESOURCEW(9), "first", 5);
    put(L"Kind", L"Some.Name", "second one", 10);
    CHECK(holds(RAW, MAKEINTRESOURCEW(9), "first", 5));
    CHECK(holds(L"kind", L"some.name", "second one", 10));
    CHECK(holds(RAW, L"#9", "first", 5));
    CHECK(holds(RAW, MAKEINTRESOURCEW(10), NULL, 0));
    CHECK_EQ(run_copy(), 77);
}

CASE(resources_are_replaced_and_removed)
{
    WINE_DIFFERS("an empty one stays");
    copy_program();
    put(RAW, MAKEINTRESOURCEW(9), "first", 5);
    put(RAW, MAKEINTRESOURCEW(8), "other", 5);
    put(RAW, MAKEINTRESOURCEW(9), "longer than first", 17);
    CHECK(holds(RAW, MAKEINTRESOURCEW(9), "longer than first", 17));
    put(RAW, MAKEINTRESOURCEW(9), NULL, 0);
    CHECK(holds(RAW, MAKEINTRESOURCEW(9), NULL, 0));
    CHECK(holds(RAW, MAKEINTRESOURCEW(8), "other", 5));
    CHECK_EQ(run_copy(), 77);
}

CASE(many_large_resources)
{
    const DWORD size = 300000;
    char *data = malloc(size);
    HANDLE update;
    copy_program();
    REQUIRE((update = BeginUpdateResourceW(COPY, FALSE)) != NULL);
    for (DWORD i = 1; i <= 20; i++) {
        memset(data, (int)i, size);
        CHECK(UpdateResourceW(update, RAW, MAKEINTRESOURCEW(100 - i), LANGUAGE, data, size));
    }
    CHECK(EndUpdateResourceW(update, FALSE));
    for (DWORD i = 1; i <= 20; i++) {
        memset(data, (int)i, size);
        CHECK(holds(RAW, MAKEINTRESOURCEW(100 - i), data, size));
    }
    CHECK_EQ(run_copy(), 77);
    free(data);
}

CASE(languages_are_apart)
{
    copy_program();
    HANDLE update = BeginUpdateResourceW(COPY, FALSE);
    REQUIRE(update);
    CHECK(UpdateResourceW(update, RAW, MAKEINTRESOURCEW(5), 0x407, (void *)"deutsch", 7));
    CHECK(UpdateResourceW(update, RAW, MAKEINTRESOURCEW(5), 0x409, (void *)"english", 7));
    CHECK(EndUpdateResourceW(update, FALSE));
    HMODULE module = LoadLibraryExW(COPY, NULL, LOAD_LIBRARY_AS_DATAFILE);
    REQUIRE(module);
    HRSRC found = FindResourceExW(module, RAW, MAKEINTRESOURCEW(5), 0x407);
    REQUIRE(found);
    CHECK(memcmp(LockResource(LoadResource(module, found)), "deutsch", 7) == 0);
    CHECK(holds(RAW, MAKEINTRESOURCEW(5), "english", 7));
    FreeLibrary(module);
}

CASE(existing_ones_can_go)
{
    copy_program();
    put(RAW, MAKEINTRESOURCEW(9), "first", 5);
    HANDLE update = BeginUpdateResourceW(COPY, TRUE);
    REQUIRE(update);
    CHECK(UpdateResourceW(update, RAW, MAKEINTRESOURCEW(3), LANGUAGE, (void *)"3", 1));
    CHECK(EndUpdateResourceW(update, FALSE));
    CHECK(holds(RAW, MAKEINTRESOURCEW(9), NULL, 0));
    CHECK(holds(RAW, MAKEINTRESOURCEW(3), "3", 1));
}

CASE(discarded_changes_are_not_written)
{
    copy_program();
    HANDLE update = BeginUpdateResourceW(COPY, FALSE);
    REQUIRE(update);
    CHECK(UpdateResourceW(update, RAW, MAKEINTRESOURCEW(9), LANGUAGE, (void *)"x", 1));
    CHECK(EndUpdateResourceW(update, TRUE));
    CHECK(holds(RAW, MAKEINTRESOURCEW(9), NULL, 0));
}

/* Self-extracting programs keep their archive there. */
CASE(what_follows_the_image_stays)
{
    WINE_DIFFERS("it is lost");
    char tail[12] = "";
    copy_program();
    FILE *file = _wfopen(COPY, L"ab");
    REQUIRE(file);
    fwrite("the archive", 1, 11, file);
    fclose(file);
    put(RAW, MAKEINTRESOURCEW(9), "first", 5);
    file = _wfopen(COPY, L"rb");
    REQUIRE(file);
    fseek(file, -11, SEEK_END);
    CHECK_EQ(fread(tail, 1, 11, file), 11);
    fclose(file);
    CHECK_STR(tail, "the archive");
    CHECK_EQ(run_copy(), 77);
}

CASE(what_is_no_image)
{
    WINE_DIFFERS("it looks only at the end");
    FILE *file = _wfopen(L"text.txt", L"wb");
    REQUIRE(file);
    for (int i = 0; i < 500; i++)
        fputs("text", file);
    fclose(file);
    SetLastError(0);
    CHECK(!BeginUpdateResourceW(L"text.txt", FALSE));
    CHECK_LAST_ERROR(ERROR_BAD_EXE_FORMAT);
    CHECK(!BeginUpdateResourceW(L"missing.exe", FALSE));
    CHECK_LAST_ERROR(ERROR_FILE_NOT_FOUND);
    CHECK(!EndUpdateResourceW((HANDLE)0x1230, FALSE));
}

CASE(names_in_the_ansi_code_page)
{
    copy_program();
    HANDLE update = BeginUpdateResourceA("updated.exe", FALSE);
    REQUIRE(update);
    CHECK(UpdateResourceA(update, "KIND", "NAME", LANGUAGE, (void *)"abc", 3));
    CHECK(EndUpdateResourceA(update, FALSE));
    CHECK(holds(L"KIND", L"NAME", "abc", 3));
}
