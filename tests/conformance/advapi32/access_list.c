/*
 * access_list.c - entries merged into access lists, and what lists grant.
 * Links: -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <aclapi.h>
#include <sddl.h>

static PSID sid_of(const WCHAR *text)
{
    PSID sid = NULL;

    REQUIRE(ConvertStringSidToSidW(text, &sid));
    return sid;
}

static EXPLICIT_ACCESSW entry_of(PSID sid, DWORD mask, ACCESS_MODE mode)
{
    EXPLICIT_ACCESSW entry = {mask, mode, NO_INHERITANCE, {0}};

    BuildTrusteeWithSidW(&entry.Trustee, sid);
    return entry;
}

static PACL merge(PSID sid, DWORD mask, ACCESS_MODE mode, PACL old)
{
    EXPLICIT_ACCESSW entry = entry_of(sid, mask, mode);
    PACL list = NULL;

    REQUIRE(SetEntriesInAclW(1, &entry, old, &list) == ERROR_SUCCESS);
    LocalFree(old);
    return list;
}

static ACCESS_ALLOWED_ACE *ace_at(PACL list, DWORD index)
{
    ACCESS_ALLOWED_ACE *ace = NULL;

    REQUIRE(GetAce(list, index, (void **)&ace));
    return ace;
}

CASE(a_granted_right_is_an_entry)
{
    PSID sid = sid_of(L"S-1-5-32-545");
    PACL list = merge(sid, 0x1234, GRANT_ACCESS, NULL);

    CHECK(IsValidAcl(list));
    CHECK_EQ(list->AceCount, 1);
    CHECK_EQ(ace_at(list, 0)->Header.AceType, ACCESS_ALLOWED_ACE_TYPE);
    CHECK_EQ(ace_at(list, 0)->Mask, 0x1234);
    CHECK(EqualSid(&ace_at(list, 0)->SidStart, sid));
    LocalFree(list);
}

CASE(nothing_merged_into_nothing_is_nothing)
{
    PACL list = (PACL)1;

    CHECK_EQ(SetEntriesInAclW(0, NULL, NULL, &list), ERROR_SUCCESS);
    CHECK_PTR(list, NULL);
}

CASE(a_denial_stands_before_the_grants)
{
    PSID users = sid_of(L"S-1-5-32-545"), guests = sid_of(L"S-1-5-32-546");
    PACL list = merge(users, 0xff, GRANT_ACCESS, NULL);

    list = merge(guests, 0x0f, DENY_ACCESS, list);
    CHECK_EQ(list->AceCount, 2);
    CHECK_EQ(ace_at(list, 0)->Header.AceType, ACCESS_DENIED_ACE_TYPE);
    CHECK_EQ(ace_at(list, 1)->Header.AceType, ACCESS_ALLOWED_ACE_TYPE);
    LocalFree(list);
}

CASE(setting_replaces_what_a_trustee_had)
{
    PSID users = sid_of(L"S-1-5-32-545");
    PACL list = merge(users, 0xf0, GRANT_ACCESS, NULL);

    list = merge(users, 0x0f, SET_ACCESS, list);
    CHECK_EQ(list->AceCount, 1);
    CHECK_EQ(ace_at(list, 0)->Mask, 0x0f);
    LocalFree(list);
}

CASE(revoking_removes_a_trustee)
{
    PSID users = sid_of(L"S-1-5-32-545"), guests = sid_of(L"S-1-5-32-546");
    PACL list = merge(users, 0xf0, GRANT_ACCESS, NULL);

    list = merge(guests, 0x0f, GRANT_ACCESS, list);
    list = merge(users, 0, REVOKE_ACCESS, list);
    CHECK_EQ(list->AceCount, 1);
    CHECK(EqualSid(&ace_at(list, 0)->SidStart, guests));
    LocalFree(list);
}

CASE(inheritance_is_kept_in_the_entry)
{
    EXPLICIT_ACCESSW entry = entry_of(sid_of(L"S-1-1-0"), 1, GRANT_ACCESS);
    PACL list;

    entry.grfInheritance = SUB_CONTAINERS_AND_OBJECTS_INHERIT;
    REQUIRE(SetEntriesInAclW(1, &entry, NULL, &list) == ERROR_SUCCESS);
    CHECK_EQ(ace_at(list, 0)->Header.AceFlags, OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE);
    LocalFree(list);
}

CASE(a_trustee_may_be_a_name)
{
    EXPLICIT_ACCESSW entry;
    WCHAR name[] = L"CURRENT_USER";
    BYTE buffer[256];
    HANDLE token;
    DWORD size;
    PACL list;

    BuildExplicitAccessWithNameW(&entry, name, GENERIC_READ, GRANT_ACCESS, 0);
    CHECK_EQ(entry.Trustee.TrusteeForm, TRUSTEE_IS_NAME);
    REQUIRE(SetEntriesInAclW(1, &entry, NULL, &list) == ERROR_SUCCESS);
    REQUIRE(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token));
    REQUIRE(GetTokenInformation(token, TokenUser, buffer, sizeof(buffer), &size));
    CHECK(EqualSid(&ace_at(list, 0)->SidStart, ((TOKEN_USER *)buffer)->User.Sid));
    LocalFree(list);
}

CASE(the_narrow_form_reads_narrow_names)
{
    EXPLICIT_ACCESSA entry;
    char name[] = "CURRENT_USER";
    PACL list = NULL;

    BuildExplicitAccessWithNameA(&entry, name, 7, GRANT_ACCESS, 0);
    CHECK_EQ(SetEntriesInAclA(1, &entry, NULL, &list), ERROR_SUCCESS);
    REQUIRE(list);
    CHECK_EQ(ace_at(list, 0)->Mask, 7);
    LocalFree(list);
}

CASE(an_unknown_name_is_no_trustee)
{
    EXPLICIT_ACCESSW entry;
    WCHAR name[] = L"nobody of that name";
    PACL list;

    WINE_DIFFERS("it calls the parameter invalid");
    BuildExplicitAccessWithNameW(&entry, name, 7, GRANT_ACCESS, 0);
    CHECK_EQ(SetEntriesInAclW(1, &entry, NULL, &list), ERROR_NONE_MAPPED);
}

CASE(explicit_entries_come_back)
{
    PSID users = sid_of(L"S-1-5-32-545");
    PACL list = merge(users, 0xf0, GRANT_ACCESS, NULL);
    EXPLICIT_ACCESSW *entries;
    ULONG count = 0;

    WINE_DIFFERS("it lists none");
    CHECK_EQ(GetExplicitEntriesFromAclW(list, &count, &entries), ERROR_SUCCESS);
    REQUIRE(count == 1);
    CHECK_EQ(entries[0].grfAccessPermissions, 0xf0);
    CHECK_EQ(entries[0].grfAccessMode, GRANT_ACCESS);
    CHECK_EQ(entries[0].Trustee.TrusteeForm, TRUSTEE_IS_SID);
    CHECK(EqualSid((PSID)entries[0].Trustee.ptstrName, users));
    LocalFree(entries);
}

CASE(effective_rights_are_grants_less_denials)
{
    PSID users = sid_of(L"S-1-5-32-545"), other = sid_of(L"S-1-5-21-7-7-7-1001");
    PACL list = merge(sid_of(L"S-1-1-0"), 0x0f, GRANT_ACCESS, NULL);
    TRUSTEEW trustee;
    ACCESS_MASK mask = 0;

    WINE_DIFFERS("it grants everything");
    list = merge(other, 0x03, DENY_ACCESS, list);
    list = merge(users, 0xf0, GRANT_ACCESS, list);
    BuildTrusteeWithSidW(&trustee, other);
    CHECK_EQ(GetEffectiveRightsFromAclW(list, &trustee, &mask), ERROR_SUCCESS);
    CHECK_EQ(mask, 0x0c);
}

static const GENERIC_MAPPING mapping = {FILE_GENERIC_READ, FILE_GENERIC_WRITE, FILE_GENERIC_EXECUTE,
                                        FILE_ALL_ACCESS};

static BOOL check_access(const WCHAR *text, DWORD desired, DWORD *granted, BOOL *allowed)
{
    PRIVILEGE_SET set;
    DWORD size = sizeof(set);
    PSECURITY_DESCRIPTOR descriptor;
    HANDLE token;
    BOOL done;

    REQUIRE(ConvertStringSecurityDescriptorToSecurityDescriptorW(text, 1, &descriptor, NULL));
    REQUIRE(ImpersonateSelf(SecurityImpersonation));
    REQUIRE(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token));
    RevertToSelf();
    done = AccessCheck(descriptor, token, desired, (GENERIC_MAPPING *)&mapping, &set, &size,
                       granted, allowed);
    CloseHandle(token);
    LocalFree(descriptor);
    return done;
}

CASE(everybody_may_what_everyone_may)
{
    DWORD granted = 0;
    BOOL allowed = FALSE;

    REQUIRE(check_access(L"O:SYG:SYD:(A;;FR;;;WD)", FILE_READ_DATA, &granted, &allowed));
    CHECK(allowed);
    CHECK_EQ(granted, FILE_READ_DATA);
    REQUIRE(check_access(L"O:SYG:SYD:(A;;FR;;;WD)", FILE_WRITE_DATA, &granted, &allowed));
    CHECK(!allowed);
    CHECK_EQ(GetLastError(), ERROR_ACCESS_DENIED);
}

CASE(a_denial_that_comes_first_wins)
{
    DWORD granted = 0;
    BOOL allowed = TRUE;

    REQUIRE(
        check_access(L"O:SYG:SYD:(D;;FW;;;WD)(A;;FA;;;WD)", FILE_WRITE_DATA, &granted, &allowed));
    CHECK(!allowed);
    REQUIRE(
        check_access(L"O:SYG:SYD:(A;;FA;;;WD)(D;;FW;;;WD)", FILE_WRITE_DATA, &granted, &allowed));
    CHECK(allowed);
}

CASE(an_empty_list_grants_nothing_and_none_everything)
{
    DWORD granted = 0;
    BOOL allowed = TRUE;

    REQUIRE(check_access(L"O:SYG:SYD:", FILE_READ_DATA, &granted, &allowed));
    CHECK(!allowed);
    REQUIRE(check_access(L"O:SYG:SY", FILE_ALL_ACCESS, &granted, &allowed));
    CHECK(allowed);
}

CASE(maximum_allowed_tells_what_is_granted)
{
    DWORD granted = 0;
    BOOL allowed = FALSE;

    REQUIRE(check_access(L"O:SYG:SYD:(A;;FR;;;WD)", MAXIMUM_ALLOWED, &granted, &allowed));
    CHECK(allowed);
    CHECK_EQ(granted, FILE_GENERIC_READ);
}

CASE(access_is_asked_in_specific_rights)
{
    DWORD granted;
    BOOL allowed;

    CHECK_FAILS(check_access(L"O:SYG:SYD:(A;;FR;;;WD)", GENERIC_READ, &granted, &allowed),
                ERROR_GENERIC_NOT_MAPPED);
}

CASE(a_descriptor_without_owner_cannot_be_checked)
{
    DWORD granted;
    BOOL allowed;

    CHECK_FAILS(check_access(L"D:(A;;FR;;;WD)", FILE_READ_DATA, &granted, &allowed),
                ERROR_INVALID_SECURITY_DESCR);
}
