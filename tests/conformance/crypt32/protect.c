/*
 * protect.c - data and memory that are protected for the user.
 * Links: -lcrypt32 -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <wincrypt.h>
#include <dpapi.h>

static DATA_BLOB protect(const char *text, DATA_BLOB *entropy)
{
    DATA_BLOB in = {(DWORD)lstrlenA(text), (BYTE *)text}, out = {0, NULL};

    REQUIRE(CryptProtectData(&in, L"a description", entropy, NULL, NULL, CRYPTPROTECT_UI_FORBIDDEN,
                             &out));
    return out;
}

CASE(protected_data_comes_back)
{
    DATA_BLOB blob = protect("a secret", NULL), out = {0, NULL};
    WCHAR *description = NULL;

    CHECK(blob.cbData > 8);
    REQUIRE(CryptUnprotectData(&blob, &description, NULL, NULL, NULL, 0, &out));
    CHECK_EQ(out.cbData, 8);
    CHECK(!memcmp(out.pbData, "a secret", 8));
    CHECK_WSTR(description, L"a description");
    LocalFree(description);
    LocalFree(out.pbData);
}

CASE(the_data_is_not_to_be_seen)
{
    DATA_BLOB blob = protect("a secret", NULL);

    for (DWORD i = 0; i + 8 <= blob.cbData; i++)
        CHECK(memcmp(blob.pbData + i, "a secret", 8));
}

CASE(other_entropy_does_not_open_it)
{
    DATA_BLOB entropy = {3, (BYTE *)"abc"}, other = {3, (BYTE *)"abd"}, out;
    DATA_BLOB blob = protect("a secret", &entropy);

    CHECK_FAILS(CryptUnprotectData(&blob, NULL, &other, NULL, NULL, 0, &out), ERROR_INVALID_DATA);
    CHECK_FAILS(CryptUnprotectData(&blob, NULL, NULL, NULL, NULL, 0, &out), ERROR_INVALID_DATA);
    CHECK(CryptUnprotectData(&blob, NULL, &entropy, NULL, NULL, 0, &out));
}

CASE(changed_data_is_refused)
{
    DATA_BLOB blob = protect("a secret", NULL), out;

    blob.pbData[blob.cbData - 1] ^= 1;
    CHECK_FAILS(CryptUnprotectData(&blob, NULL, NULL, NULL, NULL, 0, &out), ERROR_INVALID_DATA);
    blob.pbData[blob.cbData - 1] ^= 1;
    blob.pbData[0] ^= 1;
    CHECK_FAILS(CryptUnprotectData(&blob, NULL, NULL, NULL, NULL, 0, &out), ERROR_INVALID_DATA);
}

CHILD(open_file)
{
    BYTE bytes[1024];
    DATA_BLOB blob = {0, bytes}, out;
    HANDLE file = CreateFileW(L"blob", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);

    REQUIRE(ReadFile(file, bytes, sizeof(bytes), &blob.cbData, NULL));
    REQUIRE(CryptUnprotectData(&blob, NULL, NULL, NULL, NULL, 0, &out));
    CHECK_EQ(out.cbData, 8);
}

CASE(another_process_of_the_user_opens_it)
{
    DATA_BLOB blob = protect("a secret", NULL);
    HANDLE file = CreateFileW(L"blob", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    DWORD done;

    REQUIRE(WriteFile(file, blob.pbData, blob.cbData, &done, NULL));
    CloseHandle(file);
    CHECK_EQ(end_child(start_child("open_file")), 0);
}

CASE(memory_is_protected_in_place)
{
    char data[32] = "fifteen letters";

    WINE_DIFFERS("it leaves the memory as it is");
    REQUIRE(CryptProtectMemory(data, sizeof(data), CRYPTPROTECTMEMORY_SAME_PROCESS));
    CHECK(memcmp(data, "fifteen", 7));
    REQUIRE(CryptUnprotectMemory(data, sizeof(data), CRYPTPROTECTMEMORY_SAME_PROCESS));
    CHECK_STR(data, "fifteen letters");
}
