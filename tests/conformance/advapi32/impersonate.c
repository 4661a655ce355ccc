/*
 * impersonate.c - tokens of processes and of threads.
 * Links: -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"

CASE(a_thread_has_no_token_at_first)
{
    HANDLE token;
    CHECK_FAILS(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token), ERROR_NO_TOKEN);
}

CASE(a_thread_impersonates_itself)
{
    HANDLE token;
    SECURITY_IMPERSONATION_LEVEL level;
    DWORD size;
    REQUIRE(ImpersonateSelf(SecurityImpersonation));
    REQUIRE(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token));
    CHECK(GetTokenInformation(token, TokenImpersonationLevel, &level, sizeof level, &size));
    CHECK_EQ(level, SecurityImpersonation);
    CloseHandle(token);
    CHECK(RevertToSelf());
    CHECK_FAILS(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token), ERROR_NO_TOKEN);
}

CASE(a_primary_token_is_none_for_a_thread)
{
    WINE_DIFFERS("it takes one");
    HANDLE token;
    REQUIRE(OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, &token));
    CHECK(!SetThreadToken(NULL, token));
    CHECK(ImpersonateLoggedOnUser(token));
    CHECK(RevertToSelf());
    CloseHandle(token);
}

static DWORD attributes_of(HANDLE token, const LUID *luid)
{
    BYTE buffer[1024];
    TOKEN_PRIVILEGES *list = (TOKEN_PRIVILEGES *)buffer;
    DWORD size;
    REQUIRE(GetTokenInformation(token, TokenPrivileges, buffer, sizeof buffer, &size));
    for (DWORD i = 0; i < list->PrivilegeCount; i++)
        if (list->Privileges[i].Luid.LowPart == luid->LowPart)
            return list->Privileges[i].Attributes;
    return 0xbad;
}

/* What is enabled stays so for whoever opens the token next. */
CASE(privileges_are_the_process_s)
{
    TOKEN_PRIVILEGES wanted = {1, {{{0, 0}, SE_PRIVILEGE_ENABLED}}};
    HANDLE first, second;
    REQUIRE(LookupPrivilegeValueA(NULL, "SeShutdownPrivilege", &wanted.Privileges[0].Luid));
    REQUIRE(OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, &first));
    CHECK(AdjustTokenPrivileges(first, FALSE, &wanted, 0, NULL, NULL));
    CHECK_LAST_ERROR(ERROR_SUCCESS);
    CloseHandle(first);
    REQUIRE(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &second));
    CHECK(attributes_of(second, &wanted.Privileges[0].Luid) & SE_PRIVILEGE_ENABLED);
    CloseHandle(second);
}
