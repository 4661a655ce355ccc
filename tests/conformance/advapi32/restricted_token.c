/*
 * restricted_token.c - securitybaseapi.h: tokens with less in them, and processes that run by them,
 * as PostgreSQL's tools start themselves again.
 * Links: -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"

static HANDLE own_token(void)
{
    HANDLE token = NULL;
    REQUIRE(OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, &token));
    return token;
}

static void well_known(WELL_KNOWN_SID_TYPE type, BYTE *sid)
{
    DWORD size = SECURITY_MAX_SID_SIZE;
    REQUIRE(CreateWellKnownSid(type, NULL, sid, &size));
}

static HANDLE without_users(DWORD flags)
{
    BYTE sid[SECURITY_MAX_SID_SIZE];
    SID_AND_ATTRIBUTES denied = {sid, 0};
    HANDLE token = own_token(), made = NULL;
    well_known(WinBuiltinUsersSid, sid);
    CHECK(CreateRestrictedToken(token, flags, 1, &denied, 0, NULL, 0, NULL, &made));
    CloseHandle(token);
    return made;
}

static DWORD group_attributes(HANDLE token, WELL_KNOWN_SID_TYPE type)
{
    static BYTE buffer[4096] __attribute__((aligned(8)));
    TOKEN_GROUPS *groups = (TOKEN_GROUPS *)buffer;
    BYTE sid[SECURITY_MAX_SID_SIZE];
    DWORD size;
    well_known(type, sid);
    REQUIRE(GetTokenInformation(token, TokenGroups, buffer, sizeof buffer, &size));
    for (DWORD i = 0; i < groups->GroupCount; i++)
        if (EqualSid(groups->Groups[i].Sid, sid))
            return groups->Groups[i].Attributes;
    return 0xbad;
}

static DWORD privilege_count(HANDLE token)
{
    BYTE buffer[4096];
    DWORD size;
    REQUIRE(GetTokenInformation(token, TokenPrivileges, buffer, sizeof buffer, &size));
    return ((TOKEN_PRIVILEGES *)buffer)->PrivilegeCount;
}

CASE(a_group_serves_to_deny_only)
{
    WINE_DIFFERS("it keeps a mandatory group's other marks");
    HANDLE own = own_token(), made = without_users(0);
    CHECK_EQ(group_attributes(made, WinBuiltinUsersSid), SE_GROUP_USE_FOR_DENY_ONLY);
    CHECK(group_attributes(made, WinWorldSid) & SE_GROUP_ENABLED);
    CHECK(group_attributes(own, WinBuiltinUsersSid) & SE_GROUP_ENABLED);
    CHECK_EQ(privilege_count(made), privilege_count(own));
    CloseHandle(made);
    CloseHandle(own);
}

CASE(all_privileges_but_one_go)
{
    WINE_DIFFERS("it keeps the privileges");
    TOKEN_PRIVILEGES wish = {.PrivilegeCount = 1};
    HANDLE made = without_users(DISABLE_MAX_PRIVILEGE);
    CHECK_EQ(privilege_count(made), 1);
    REQUIRE(LookupPrivilegeValueA(NULL, "SeShutdownPrivilege", &wish.Privileges[0].Luid));
    wish.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    CHECK(AdjustTokenPrivileges(made, FALSE, &wish, 0, NULL, NULL));
    CHECK_EQ(GetLastError(), ERROR_NOT_ALL_ASSIGNED);
    CloseHandle(made);
}

CASE(one_privilege_goes)
{
    LUID_AND_ATTRIBUTES removed = {.Attributes = 0};
    HANDLE own = own_token(), made = NULL;
    REQUIRE(LookupPrivilegeValueA(NULL, "SeShutdownPrivilege", &removed.Luid));
    CHECK(CreateRestrictedToken(own, 0, 0, NULL, 1, &removed, 0, NULL, &made));
    CHECK_EQ(privilege_count(made), privilege_count(own) - 1);
    CloseHandle(made);
    CloseHandle(own);
}

CASE(default_access_list_is_kept)
{
    static BYTE buffer[2048] __attribute__((aligned(8)));
    BYTE acl[256] __attribute__((aligned(8))), sid[SECURITY_MAX_SID_SIZE];
    TOKEN_DEFAULT_DACL set = {(PACL)acl}, *got = (TOKEN_DEFAULT_DACL *)buffer;
    DWORD size = 0;
    HANDLE made = without_users(0);
    CHECK_FAILS(GetTokenInformation(made, TokenDefaultDacl, NULL, 0, &size),
                ERROR_INSUFFICIENT_BUFFER);
    CHECK(GetTokenInformation(made, TokenDefaultDacl, buffer, size, &size));
    CHECK(got->DefaultDacl && got->DefaultDacl->AceCount >= 2);
    well_known(WinWorldSid, sid);
    REQUIRE(InitializeAcl((PACL)acl, sizeof acl, ACL_REVISION));
    REQUIRE(AddAccessAllowedAce((PACL)acl, ACL_REVISION, GENERIC_READ, sid));
    CHECK(SetTokenInformation(made, TokenDefaultDacl, &set, sizeof set));
    CHECK(GetTokenInformation(made, TokenDefaultDacl, buffer, sizeof buffer, &size));
    CHECK_EQ(got->DefaultDacl->AceCount, 1);
    CHECK_FAILS(SetTokenInformation(made, TokenDefaultDacl, &set, 1), ERROR_BAD_LENGTH);
    CloseHandle(made);
}

CHILD(tells_its_privileges)
{
    ExitProcess(privilege_count(own_token()) * 100 +
                (group_attributes(own_token(), WinBuiltinUsersSid) == SE_GROUP_USE_FOR_DENY_ONLY));
}

CHILD(starts_another)
{
    ExitProcess(end_child(start_child("tells_its_privileges")));
}

static DWORD run_by(HANDLE token, const char *child)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION info;
    char command[MAX_PATH + 64] = "\"";
    GetModuleFileNameA(NULL, command + 1, MAX_PATH);
    lstrcatA(command, "\" ");
    lstrcatA(command, child);
    REQUIRE(CreateProcessAsUserA(token, NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &startup,
                                 &info));
    CloseHandle(info.hThread);
    return end_child(info.hProcess);
}

CASE(a_process_runs_by_it_and_its_children_too)
{
    WINE_DIFFERS("it keeps the privileges");
    HANDLE made = without_users(DISABLE_MAX_PRIVILEGE);
    CHECK_EQ(run_by(made, "tells_its_privileges"), 101);
    CHECK_EQ(run_by(made, "starts_another"), 101);
    CloseHandle(made);
}

CASE(a_process_needs_a_primary_token)
{
    WINE_DIFFERS("it takes an impersonation token");
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION info;
    char command[MAX_PATH];
    HANDLE token;
    GetModuleFileNameA(NULL, command, MAX_PATH);
    REQUIRE(ImpersonateSelf(SecurityImpersonation));
    REQUIRE(OpenThreadToken(GetCurrentThread(), TOKEN_ALL_ACCESS, TRUE, &token));
    RevertToSelf();
    CHECK(!CreateProcessAsUserA(token, command, NULL, NULL, NULL, FALSE, 0, NULL, NULL, &startup,
                                &info));
    CloseHandle(token);
}
