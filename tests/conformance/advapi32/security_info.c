/*
 * security_info.c - the security descriptors of files, keys and other objects.
 * Links: -ladvapi32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <aclapi.h>
#include <sddl.h>

static BYTE user_buffer[256];

static PSID user_sid(void)
{
    HANDLE token;
    DWORD size;

    REQUIRE(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token));
    REQUIRE(GetTokenInformation(token, TokenUser, user_buffer, sizeof(user_buffer), &size));
    CloseHandle(token);
    return ((TOKEN_USER *)user_buffer)->User.Sid;
}

static void make_file(const WCHAR *name)
{
    HANDLE file = CreateFileW(name, GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);

    REQUIRE(file != INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

static PSECURITY_DESCRIPTOR read_text(const WCHAR *text)
{
    PSECURITY_DESCRIPTOR descriptor = NULL;

    REQUIRE(ConvertStringSecurityDescriptorToSecurityDescriptorW(text, 1, &descriptor, NULL));
    return descriptor;
}

CASE(a_file_tells_the_size_of_its_descriptor)
{
    BYTE buffer[1024];
    DWORD needed = 0;

    make_file(L"a");
    CHECK_FAILS(GetFileSecurityW(L"a", DACL_SECURITY_INFORMATION, NULL, 0, &needed),
                ERROR_INSUFFICIENT_BUFFER);
    REQUIRE(needed > 20 && needed <= sizeof(buffer));
    CHECK(GetFileSecurityW(L"a", DACL_SECURITY_INFORMATION, buffer, needed, &needed));
    CHECK(IsValidSecurityDescriptor(buffer));
    CHECK(GetFileSecurityA("a", DACL_SECURITY_INFORMATION, buffer, sizeof(buffer), &needed));
    CHECK_EQ(GetSecurityDescriptorLength(buffer), needed);
}

CASE(a_missing_file_has_no_descriptor)
{
    BYTE buffer[256];
    DWORD needed;

    CHECK_FAILS(
        GetFileSecurityW(L"none", DACL_SECURITY_INFORMATION, buffer, sizeof(buffer), &needed),
        ERROR_FILE_NOT_FOUND);
    CHECK_FAILS(SetFileSecurityW(L"none", DACL_SECURITY_INFORMATION, read_text(L"D:(A;;FA;;;WD)")),
                ERROR_FILE_NOT_FOUND);
}

CASE(the_user_owns_its_file)
{
    PSECURITY_DESCRIPTOR descriptor = NULL;
    PSID owner = NULL, group = NULL;

    make_file(L"a");
    REQUIRE(GetNamedSecurityInfoW(L"a", SE_FILE_OBJECT,
                                  OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION, &owner,
                                  &group, NULL, NULL, &descriptor) == ERROR_SUCCESS);
    CHECK(EqualSid(owner, user_sid()));
    CHECK(IsValidSid(group));
    LocalFree(descriptor);
}

static ACCESS_MASK rights_of_user(const WCHAR *name)
{
    ACCESS_ALLOWED_ACE *ace;
    ACCESS_MASK mask = 0;
    BYTE buffer[1024];
    BOOL present, defaulted;
    DWORD needed;
    PACL list = NULL;

    REQUIRE(GetFileSecurityW(name, DACL_SECURITY_INFORMATION, buffer, sizeof(buffer), &needed));
    REQUIRE(GetSecurityDescriptorDacl(buffer, &present, &list, &defaulted) && list);
    for (DWORD i = 0; i < list->AceCount; i++) {
        REQUIRE(GetAce(list, i, (void **)&ace));
        if (EqualSid(&ace->SidStart, user_sid()) || IsWellKnownSid(&ace->SidStart, WinWorldSid))
            mask |= ace->Mask;
    }
    return mask;
}

CASE(what_is_denied_to_the_user_goes)
{
    make_file(L"a");
    CHECK((rights_of_user(L"a") & FILE_GENERIC_READ) == FILE_GENERIC_READ);
    CHECK(SetFileSecurityW(L"a", DACL_SECURITY_INFORMATION, read_text(L"D:P(A;;FW;;;WD)")));
    CHECK(!(rights_of_user(L"a") & FILE_READ_DATA));
    CHECK((rights_of_user(L"a") & FILE_WRITE_DATA) == FILE_WRITE_DATA);
    CHECK(SetFileSecurityW(L"a", DACL_SECURITY_INFORMATION, read_text(L"D:P(A;;FA;;;WD)")));
    CHECK((rights_of_user(L"a") & FILE_GENERIC_READ) == FILE_GENERIC_READ);
    CHECK((rights_of_user(L"a") & FILE_GENERIC_WRITE) == FILE_GENERIC_WRITE);
}

CASE(a_list_for_the_user_says_so_afterwards)
{
    EXPLICIT_ACCESSW entry = {GENERIC_ALL, GRANT_ACCESS, NO_INHERITANCE, {0}};
    PSECURITY_DESCRIPTOR descriptor = NULL;
    WCHAR name[] = L"a";
    ACCESS_ALLOWED_ACE *ace;
    PACL list, back = NULL;
    BOOL found = FALSE;

    make_file(name);
    BuildTrusteeWithSidW(&entry.Trustee, user_sid());
    REQUIRE(SetEntriesInAclW(1, &entry, NULL, &list) == ERROR_SUCCESS);
    CHECK_EQ(SetNamedSecurityInfoW(name, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL,
                                   list, NULL),
             ERROR_SUCCESS);
    REQUIRE(GetNamedSecurityInfoW(name, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL,
                                  &back, NULL, &descriptor) == ERROR_SUCCESS);
    REQUIRE(back);
    for (DWORD i = 0; i < back->AceCount; i++) {
        REQUIRE(GetAce(back, i, (void **)&ace));
        if (EqualSid(&ace->SidStart, user_sid()) && ace->Mask == FILE_ALL_ACCESS)
            found = TRUE;
    }
    CHECK(found);
    LocalFree(descriptor);
}

CASE(a_handle_of_a_file_serves_as_well)
{
    HANDLE file = CreateFileW(L"a", READ_CONTROL | GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    PSECURITY_DESCRIPTOR descriptor = NULL;
    PSID owner = NULL;

    REQUIRE(file != INVALID_HANDLE_VALUE);
    CHECK_EQ(GetSecurityInfo(file, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &owner, NULL, NULL,
                             NULL, &descriptor),
             ERROR_SUCCESS);
    CHECK(EqualSid(owner, user_sid()));
    CHECK_EQ(GetSecurityInfo(NULL, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &owner, NULL, NULL,
                             NULL, &descriptor),
             ERROR_INVALID_HANDLE);
    CloseHandle(file);
}

static void check_list(HANDLE object, DWORD count, DWORD mask)
{
    BYTE buffer[512];
    DWORD needed;
    BOOL present = FALSE, defaulted;
    ACCESS_ALLOWED_ACE *ace;
    PACL list = NULL;

    REQUIRE(GetKernelObjectSecurity(object, DACL_SECURITY_INFORMATION, buffer, sizeof(buffer),
                                    &needed));
    REQUIRE(GetSecurityDescriptorDacl(buffer, &present, &list, &defaulted) && present && list);
    CHECK_EQ(list->AceCount, count);
    REQUIRE(GetAce(list, 0, (void **)&ace));
    CHECK_EQ(ace->Mask, mask);
}

CASE(an_event_keeps_what_it_was_created_with)
{
    SECURITY_ATTRIBUTES security = {sizeof(security), NULL, FALSE};
    HANDLE event;

    security.lpSecurityDescriptor = read_text(L"D:(A;;0x120001;;;WD)(A;;0x1f0003;;;BA)");
    event = CreateEventW(&security, TRUE, FALSE, L"bailey-security-1");
    REQUIRE(event);
    check_list(event, 2, 0x120001);
    CloseHandle(event);
}

CASE(an_event_keeps_what_is_set_later)
{
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, L"bailey-security-2"), again;

    REQUIRE(event);
    CHECK(SetKernelObjectSecurity(event, DACL_SECURITY_INFORMATION,
                                  read_text(L"D:(A;;0x1f0003;;;WD)")));
    again = OpenEventW(READ_CONTROL, FALSE, L"bailey-security-2");
    REQUIRE(again);
    check_list(again, 1, 0x1f0003);
    CHECK_FAILS(
        SetKernelObjectSecurity(again, DACL_SECURITY_INFORMATION, read_text(L"D:(A;;GA;;;WD)")),
        ERROR_ACCESS_DENIED);
    CloseHandle(again);
    again = OpenEventW(SYNCHRONIZE, FALSE, L"bailey-security-2");
    REQUIRE(again);
    BYTE buffer[256];
    DWORD needed;
    CHECK_FAILS(
        GetKernelObjectSecurity(again, DACL_SECURITY_INFORMATION, buffer, sizeof(buffer), &needed),
        ERROR_ACCESS_DENIED);
}

CASE(objects_go_by_name_too)
{
    HANDLE mutex = CreateMutexW(NULL, FALSE, L"bailey-security-3");
    PSECURITY_DESCRIPTOR descriptor = NULL, wanted = read_text(L"D:(A;;0x1f0001;;;WD)");
    WCHAR name[] = L"bailey-security-3";
    BOOL present, defaulted;
    PACL list, back = NULL;

    REQUIRE(mutex);
    REQUIRE(GetSecurityDescriptorDacl(wanted, &present, &list, &defaulted));
    CHECK_EQ(
        SetSecurityInfo(mutex, SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL, list, NULL),
        ERROR_SUCCESS);
    WINE_DIFFERS("it opens files alone by name");
    CHECK_EQ(GetNamedSecurityInfoW(name, SE_KERNEL_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL,
                                   &back, NULL, &descriptor),
             ERROR_SUCCESS);
    REQUIRE(back);
    CHECK_EQ(back->AceCount, 1);
    LocalFree(descriptor);
    CloseHandle(mutex);
}

CASE(a_key_goes_by_its_name)
{
    PSECURITY_DESCRIPTOR descriptor = NULL;
    WCHAR name[] = L"CURRENT_USER\\Software", none[] = L"CURRENT_USER\\no such key";
    PACL list = NULL;

    CHECK_EQ(GetNamedSecurityInfoW(name, SE_REGISTRY_KEY, DACL_SECURITY_INFORMATION, NULL, NULL,
                                   &list, NULL, &descriptor),
             ERROR_SUCCESS);
    CHECK(list);
    LocalFree(descriptor);
    CHECK_EQ(GetNamedSecurityInfoW(none, SE_REGISTRY_KEY, DACL_SECURITY_INFORMATION, NULL, NULL,
                                   &list, NULL, &descriptor),
             ERROR_FILE_NOT_FOUND);
}

CASE(a_process_has_a_descriptor)
{
    BYTE buffer[1024];
    DWORD needed = 0;
    BOOL defaulted;
    PSID owner = NULL;

    REQUIRE(GetKernelObjectSecurity(GetCurrentProcess(), OWNER_SECURITY_INFORMATION, buffer,
                                    sizeof(buffer), &needed));
    CHECK(GetSecurityDescriptorOwner(buffer, &owner, &defaulted));
    CHECK(owner && IsValidSid(owner));
}

CASE(a_descriptor_is_made_absolute)
{
    PSECURITY_DESCRIPTOR relative = read_text(L"O:BAG:SYD:(A;;FA;;;WD)");
    SECURITY_DESCRIPTOR absolute;
    DWORD size = 0, dacl_size = 0, sacl_size = 0, owner_size = 0, group_size = 0;
    BYTE dacl[128], owner[64], group[64];

    CHECK_FAILS(MakeAbsoluteSD(relative, NULL, &size, NULL, &dacl_size, NULL, &sacl_size, NULL,
                               &owner_size, NULL, &group_size),
                ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(size, sizeof(absolute));
    CHECK_EQ(owner_size, 16);
    CHECK_EQ(group_size, 12);
    CHECK_EQ(sacl_size, 0);
    REQUIRE(MakeAbsoluteSD(relative, &absolute, &size, (PACL)dacl, &dacl_size, NULL, &sacl_size,
                           owner, &owner_size, group, &group_size));
    CHECK_EQ(absolute.Control, SE_DACL_PRESENT);
    CHECK_PTR(absolute.Dacl, dacl);
    CHECK(IsWellKnownSid(owner, WinBuiltinAdministratorsSid));
}
