/*
 * sddl.c - security descriptors as text, both ways.
 * Links: -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <sddl.h>

#define SE_DEBUG_NAME_A "SeDebugPrivilege"
#define ALL                                                                                \
    (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | \
     SACL_SECURITY_INFORMATION)

static PSECURITY_DESCRIPTOR read_text(const WCHAR *text)
{
    PSECURITY_DESCRIPTOR descriptor = NULL;

    REQUIRE(ConvertStringSecurityDescriptorToSecurityDescriptorW(text, SDDL_REVISION_1, &descriptor,
                                                                 NULL));
    return descriptor;
}

static void check_round(const WCHAR *text, const WCHAR *expected)
{
    PSECURITY_DESCRIPTOR descriptor = read_text(text);
    WCHAR *back = NULL;
    ULONG count = 0;

    REQUIRE(ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, SDDL_REVISION_1, ALL,
                                                                 &back, &count));
    CHECK_WSTR(back, expected);
    LocalFree(back);
    LocalFree(descriptor);
}

CASE(a_descriptor_comes_back_as_it_was_written)
{
    check_round(L"O:BAG:SYD:(A;;FA;;;WD)", L"O:BAG:SYD:(A;;FA;;;WD)");
    check_round(L"D:P(A;OICI;FA;;;SY)(D;;FR;;;BU)", L"D:P(A;OICI;FA;;;SY)(D;;FR;;;BU)");
    check_round(L"O:S-1-5-21-1-2-3-500", L"O:S-1-5-21-1-2-3-500");
    check_round(L"D:", L"D:");
}

CASE(names_of_rights_that_say_less_become_numbers)
{
    check_round(L"D:(A;;0x1200a9;;;WD)", L"D:(A;;0x1200a9;;;WD)");
    check_round(L"D:(A;;0x1f01ff;;;WD)", L"D:(A;;FA;;;WD)");
    check_round(L"D:(A;;GRGWSD;;;WD)", L"D:(A;;SDGWGR;;;WD)");
    check_round(L"D:(A;;CCLC;;;WD)", L"D:(A;;CCLC;;;WD)");
    check_round(L"D:(A;;KR;;;AU)", L"D:(A;;KR;;;AU)");
}

CASE(a_list_may_come_before_the_owner)
{
    check_round(L"D:(A;;GA;;;BA)O:BAG:BU", L"O:BAG:BUD:(A;;GA;;;BA)");
}

CASE(the_system_list_has_audit_entries)
{
    check_round(L"S:(AU;SAFA;GA;;;WD)", L"S:(AU;SAFA;GA;;;WD)");
    check_round(L"S:PAI(AU;FA;GR;;;BA)", L"S:PAI(AU;FA;GR;;;BA)");
}

CASE(the_text_is_a_self_relative_descriptor)
{
    PSECURITY_DESCRIPTOR descriptor;
    SECURITY_DESCRIPTOR_CONTROL control;
    ULONG size = 0;
    DWORD revision;
    BOOL present, defaulted;
    PACL dacl;
    ACCESS_ALLOWED_ACE *ace;

    REQUIRE(ConvertStringSecurityDescriptorToSecurityDescriptorW(
        L"D:P(A;OICI;GA;;;SY)(A;;0x1;;;WD)", SDDL_REVISION_1, &descriptor, &size));
    CHECK_EQ(size, GetSecurityDescriptorLength(descriptor));
    CHECK(GetSecurityDescriptorControl(descriptor, &control, &revision));
    CHECK_EQ(control, SE_SELF_RELATIVE | SE_DACL_PRESENT | SE_DACL_PROTECTED);
    CHECK(GetSecurityDescriptorDacl(descriptor, &present, &dacl, &defaulted));
    CHECK(present);
    REQUIRE(dacl);
    CHECK_EQ(dacl->AceCount, 2);
    REQUIRE(GetAce(dacl, 0, (void **)&ace));
    CHECK_EQ(ace->Header.AceFlags, OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE);
    CHECK_EQ(ace->Mask, GENERIC_ALL);
    CHECK(IsWellKnownSid(&ace->SidStart, WinLocalSystemSid));
    LocalFree(descriptor);
}

CASE(a_descriptor_of_nothing_has_nothing)
{
    PSECURITY_DESCRIPTOR descriptor = read_text(L"");
    PSID owner = &owner;
    BOOL defaulted, present = 7;
    PACL dacl;

    CHECK(GetSecurityDescriptorOwner(descriptor, &owner, &defaulted));
    CHECK_PTR(owner, NULL);
    CHECK(GetSecurityDescriptorDacl(descriptor, &present, &dacl, &defaulted));
    CHECK_EQ(present, 0);
    LocalFree(descriptor);
}

CASE(text_that_is_wrong_is_refused)
{
    PSECURITY_DESCRIPTOR descriptor;

    CHECK_FAILS(ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:(A;;GA;;;WD)", 2,
                                                                     &descriptor, NULL),
                ERROR_UNKNOWN_REVISION);
    CHECK_FAILS(ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:(A;;GA;;WD)", 1,
                                                                     &descriptor, NULL),
                ERROR_INVALID_ACL);
    CHECK_FAILS(ConvertStringSecurityDescriptorToSecurityDescriptorW(NULL, 1, &descriptor, NULL),
                ERROR_INVALID_PARAMETER);
    CHECK_FAILS(ConvertStringSecurityDescriptorToSecurityDescriptorW(L"X:BA", 1, &descriptor, NULL),
                ERROR_INVALID_PARAMETER);
    CHECK(!ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:(A;;QQ;;;WD)", 1, &descriptor,
                                                                NULL));
    CHECK(!ConvertStringSecurityDescriptorToSecurityDescriptorW(L"O:ZZ", 1, &descriptor, NULL));
}

CASE(narrow_text_is_the_same)
{
    PSECURITY_DESCRIPTOR descriptor;
    char *text = NULL;
    ULONG count = 0;

    REQUIRE(ConvertStringSecurityDescriptorToSecurityDescriptorA("O:SYD:(A;;GA;;;BA)", 1,
                                                                 &descriptor, NULL));
    REQUIRE(ConvertSecurityDescriptorToStringSecurityDescriptorA(
        descriptor, 1, OWNER_SECURITY_INFORMATION, &text, &count));
    CHECK_STR(text, "O:SY");
    LocalFree(text);
    LocalFree(descriptor);
}

CASE(only_wanted_parts_are_written)
{
    PSECURITY_DESCRIPTOR descriptor = read_text(L"O:BAG:SYD:(A;;FA;;;WD)");
    WCHAR *text;
    ULONG count = 0;

    REQUIRE(ConvertSecurityDescriptorToStringSecurityDescriptorW(
        descriptor, 1, GROUP_SECURITY_INFORMATION, &text, &count));
    CHECK_WSTR(text, L"G:SY");
    CHECK(count >= 5);
    LocalFree(text);
    LocalFree(descriptor);
}

static PSID sid_of(const WCHAR *text)
{
    PSID sid = NULL;

    REQUIRE(ConvertStringSidToSidW(text, &sid));
    return sid;
}

CASE(an_account_has_a_domain)
{
    BYTE domain[SECURITY_MAX_SID_SIZE];
    DWORD room = 4;

    CHECK_FAILS(GetWindowsAccountDomainSid(sid_of(L"S-1-5-21-1-2-3-1000"), domain, &room),
                ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(room, 24);
    CHECK(GetWindowsAccountDomainSid(sid_of(L"S-1-5-21-1-2-3-1000"), domain, &room));
    CHECK(EqualSid(domain, sid_of(L"S-1-5-21-1-2-3")));
    WINE_DIFFERS("it calls a group that is no account's an invalid SID");
    CHECK_FAILS(GetWindowsAccountDomainSid(sid_of(L"S-1-1-0"), domain, &room),
                ERROR_NON_ACCOUNT_SID);
}

CASE(accounts_of_one_domain_are_told)
{
    BOOL equal = 7;

    CHECK(EqualDomainSid(sid_of(L"S-1-5-21-1-2-3-1000"), sid_of(L"S-1-5-21-1-2-3-500"), &equal));
    CHECK(equal);
    CHECK(EqualDomainSid(sid_of(L"S-1-5-21-1-2-3-1000"), sid_of(L"S-1-5-21-1-2-4-500"), &equal));
    CHECK(!equal);
}

CASE(groups_of_the_machine_are_one_domain)
{
    BOOL equal = 7;

    WINE_DIFFERS("it tells built-in groups apart");
    CHECK(EqualDomainSid(sid_of(L"S-1-5-32-544"), sid_of(L"S-1-5-32-545"), &equal));
    CHECK(equal);
    CHECK(EqualDomainSid(sid_of(L"S-1-5-32-544"), sid_of(L"S-1-5-21-1-2-4-500"), &equal));
    CHECK(!equal);
    CHECK_FAILS(EqualDomainSid(sid_of(L"S-1-1-0"), sid_of(L"S-1-5-32-545"), &equal),
                ERROR_NON_DOMAIN_SID);
}

CASE(a_privilege_has_a_narrow_name)
{
    LUID luid;
    char name[64];
    DWORD room = 5;

    WINE_DIFFERS("it does not say how much room the narrow name needs");
    REQUIRE(LookupPrivilegeValueA(NULL, SE_DEBUG_NAME_A, &luid));
    CHECK_FAILS(LookupPrivilegeNameA(NULL, &luid, name, &room), ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(room, sizeof(SE_DEBUG_NAME_A));
    REQUIRE(LookupPrivilegeNameA(NULL, &luid, name, &room));
    CHECK_STR(name, SE_DEBUG_NAME_A);
    CHECK_EQ(room, sizeof(SE_DEBUG_NAME_A) - 1);
}
