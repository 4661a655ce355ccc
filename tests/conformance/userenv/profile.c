/*
 * userenv.h: where profiles lie, blocks of environment variables.
 * Links: -luserenv -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <userenv.h>

static HANDLE token(void)
{
    HANDLE handle = NULL;
    REQUIRE(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY | TOKEN_DUPLICATE, &handle));
    return handle;
}

CASE(the_users_profile)
{
    WCHAR path[MAX_PATH], variable[MAX_PATH];
    DWORD room = 3, needed;
    CHECK_FAILS(GetUserProfileDirectoryW(token(), path, &room), ERROR_INSUFFICIENT_BUFFER);
    needed = room;
    room = MAX_PATH;
    REQUIRE(GetUserProfileDirectoryW(token(), path, &room));
    CHECK_EQ(needed, lstrlenW(path) + 1);
    REQUIRE(GetEnvironmentVariableW(L"USERPROFILE", variable, MAX_PATH));
    CHECK_WSTR(path, variable);
}

CASE(profiles_lie_in_one_folder)
{
    WINE_DIFFERS("Wine 8 wants more room than it says for the folder of all users");
    WCHAR path[MAX_PATH], all[MAX_PATH];
    DWORD room = MAX_PATH;
    REQUIRE(GetProfilesDirectoryW(all, &room));
    room = MAX_PATH;
    REQUIRE(GetUserProfileDirectoryW(token(), path, &room));
    path[lstrlenW(all)] = 0;
    CHECK_WSTR(path, all);
    room = MAX_PATH;
    REQUIRE(GetAllUsersProfileDirectoryW(path, &room));
    CHECK(GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES);
}

CASE(narrow_names)
{
    char path[MAX_PATH];
    DWORD room = MAX_PATH;
    REQUIRE(GetProfilesDirectoryA(path, &room));
    CHECK(GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES);
}

/* The value of a variable in a block; NULL: it is not there. */
static const WCHAR *find(const WCHAR *block, const WCHAR *name)
{
    for (int length = lstrlenW(name); *block; block += lstrlenW(block) + 1)
        if (CompareStringOrdinal(block, length, name, length, TRUE) == CSTR_EQUAL &&
            block[length] == '=')
            return block + length + 1;
    return NULL;
}

CASE(a_block_has_the_systems_variables)
{
    WCHAR *block = NULL, root[MAX_PATH];
    REQUIRE(CreateEnvironmentBlock((void **)&block, token(), FALSE));
    GetEnvironmentVariableW(L"SystemRoot", root, MAX_PATH);
    CHECK_WSTR(find(block, L"SystemRoot"), root);
    CHECK(find(block, L"PATH") != NULL);
    CHECK(find(block, L"TEMP") != NULL);
    CHECK(DestroyEnvironmentBlock(block));
}

CASE(a_block_inherits_if_wanted)
{
    WCHAR *block = NULL;
    SetEnvironmentVariableW(L"CONFORMANCE_OWN", L"1");
    REQUIRE(CreateEnvironmentBlock((void **)&block, token(), TRUE));
    CHECK_WSTR(find(block, L"CONFORMANCE_OWN"), L"1");
    DestroyEnvironmentBlock(block);
    REQUIRE(CreateEnvironmentBlock((void **)&block, token(), FALSE));
    CHECK_PTR(find(block, L"CONFORMANCE_OWN"), NULL);
    DestroyEnvironmentBlock(block);
}

CASE(a_users_variables_are_expanded)
{
    WCHAR text[MAX_PATH], root[MAX_PATH];
    REQUIRE(ExpandEnvironmentStringsForUserW(token(), L"<%SystemRoot%> %none%", text, MAX_PATH));
    GetEnvironmentVariableW(L"SystemRoot", root, MAX_PATH);
    CHECK_EQ(lstrlenW(text), lstrlenW(root) + 9);
    CHECK_WSTR(text + lstrlenW(text) - 6, L"%none%");
}
