/*
 * winreg.h: keys.
 *
 * Links: -ladvapi32 -lkernel32 -lntdll
 */
#include "registry.h"

CASE(create_says_whether_it_is_new)
{
    HKEY key = test_key(), made, again;
    DWORD disposition = 0;
    CHECK_EQ(RegCreateKeyExW(key, L"New", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &made, &disposition),
             0);
    CHECK_EQ(disposition, REG_CREATED_NEW_KEY);
    CHECK_EQ(RegCreateKeyExW(key, L"NEW", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &again, &disposition),
             0);
    CHECK_EQ(disposition, REG_OPENED_EXISTING_KEY);
    CHECK(made != again);
    RegCloseKey(made);
    RegCloseKey(again);
    end_test_key(key);
}

CASE(create_makes_the_keys_between)
{
    HKEY key = test_key(), deep = subkey(key, L"a\\b\\c"), middle;
    CHECK_EQ(RegOpenKeyExW(key, L"a\\b", 0, KEY_READ, &middle), 0);
    RegCloseKey(middle);
    RegCloseKey(deep);
    end_test_key(key);
}

CASE(open_missing_fails)
{
    HKEY key = test_key(), other = (HKEY)1;
    CHECK_EQ(RegOpenKeyExW(key, L"none", 0, KEY_READ, &other), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(RegOpenKeyExW(key, L"none\\below", 0, KEY_READ, &other), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(RegOpenKeyExW(key, L"none", 0, KEY_READ, NULL), ERROR_INVALID_PARAMETER);
    CHECK_EQ(RegOpenKeyExW((HKEY)0x1234, L"x", 0, KEY_READ, &other), ERROR_INVALID_HANDLE);
    end_test_key(key);
}

CASE(names_keep_their_case)
{
    HKEY key = test_key();
    WCHAR name[32];
    DWORD room = 32;
    RegCloseKey(subkey(key, L"MixedCase"));
    RegCloseKey(subkey(key, L"mixedcase"));
    CHECK_EQ(RegEnumKeyExW(key, 0, name, &room, NULL, NULL, NULL, NULL), 0);
    CHECK_WSTR(name, L"MixedCase");
    CHECK_EQ(room, 9);
    room = 32;
    CHECK_EQ(RegEnumKeyExW(key, 1, name, &room, NULL, NULL, NULL, NULL), ERROR_NO_MORE_ITEMS);
    end_test_key(key);
}

CASE(subkeys_come_in_order)
{
    static const WCHAR *const made[] = {L"delta", L"Alpha", L"charlie", L"Bravo", L"_x", L"1"};
    HKEY key = test_key();
    for (int i = 0; i < 6; i++)
        RegCloseKey(subkey(key, made[i]));
    WINE_DIFFERS("Wine puts the underscore first");
    /* By upper-case letters, among which the underscore comes last. */
    static const WCHAR *const upper[] = {L"1", L"Alpha", L"Bravo", L"charlie", L"delta", L"_x"};
    for (int i = 0; i < 6; i++) {
        WCHAR name[32];
        DWORD room = 32;
        CHECK_EQ(RegEnumKeyExW(key, i, name, &room, NULL, NULL, NULL, NULL), 0);
        CHECK_WSTR(name, upper[i]);
    }
    end_test_key(key);
}

CASE(enum_key_wants_room_for_the_end)
{
    HKEY key = test_key();
    WCHAR name[8];
    DWORD room = 4;
    RegCloseKey(subkey(key, L"four"));
    CHECK_EQ(RegEnumKeyExW(key, 0, name, &room, NULL, NULL, NULL, NULL), ERROR_MORE_DATA);
    room = 5;
    CHECK_EQ(RegEnumKeyExW(key, 0, name, &room, NULL, NULL, NULL, NULL), 0);
    CHECK_EQ(room, 4);
    end_test_key(key);
}

CASE(a_key_with_subkeys_stays)
{
    HKEY key = test_key();
    RegCloseKey(subkey(key, L"outer\\inner"));
    CHECK_EQ(RegDeleteKeyW(key, L"outer"), ERROR_ACCESS_DENIED);
    CHECK_EQ(RegDeleteKeyW(key, L"outer\\inner"), 0);
    CHECK_EQ(RegDeleteKeyW(key, L"outer"), 0);
    CHECK_EQ(RegDeleteKeyW(key, L"outer"), ERROR_FILE_NOT_FOUND);
    end_test_key(key);
}

CASE(a_deleted_key_knows_it)
{
    HKEY key = test_key(), victim = subkey(key, L"victim"), other;
    DWORD values;
    CHECK_EQ(set_number(victim, L"n", 1), 0);
    CHECK_EQ(RegDeleteKeyW(key, L"victim"), 0);
    CHECK_EQ(set_number(victim, L"n", 2), ERROR_KEY_DELETED);
    CHECK_EQ(RegQueryInfoKeyW(victim, NULL, NULL, NULL, NULL, NULL, NULL, &values, NULL, NULL, NULL,
                              NULL),
             ERROR_KEY_DELETED);
    CHECK_EQ(RegOpenKeyExW(victim, L"below", 0, KEY_READ, &other), ERROR_KEY_DELETED);
    CHECK_EQ(RegCloseKey(victim), 0);
    victim = subkey(key, L"victim");
    CHECK_EQ(get_number(victim, L"n"), 0xdead);
    RegCloseKey(victim);
    end_test_key(key);
}

CASE(delete_tree_takes_all)
{
    HKEY key = test_key(), top = subkey(key, L"top"), other;
    RegCloseKey(subkey(top, L"a\\b\\c"));
    RegCloseKey(subkey(top, L"d"));
    set_number(top, L"n", 1);
    CHECK_EQ(RegDeleteTreeW(top, NULL), 0);
    CHECK_EQ(RegOpenKeyExW(top, L"a", 0, KEY_READ, &other), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(get_number(top, L"n"), 0xdead);
    RegCloseKey(subkey(top, L"again"));
    CHECK_EQ(RegDeleteTreeW(key, L"top"), 0);
    CHECK_EQ(RegOpenKeyExW(key, L"top", 0, KEY_READ, &other), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(RegDeleteTreeW(key, L"top"), ERROR_FILE_NOT_FOUND);
    RegCloseKey(top);
    end_test_key(key);
}

CASE(copy_tree_copies_all)
{
    HKEY key = test_key(), from = subkey(key, L"from"), to = subkey(key, L"to"), deep;
    deep = subkey(from, L"x\\y");
    set_number(from, L"n", 1);
    set_number(deep, L"m", 2);
    RegCloseKey(deep);
    CHECK_EQ(RegCopyTreeW(key, L"from", to), 0);
    CHECK_EQ(get_number(to, L"n"), 1);
    CHECK_EQ(RegOpenKeyExW(to, L"x\\y", 0, KEY_READ, &deep), 0);
    CHECK_EQ(get_number(deep, L"m"), 2);
    RegCloseKey(deep);
    RegCloseKey(from);
    RegCloseKey(to);
    end_test_key(key);
}

CASE(info_counts_and_measures)
{
    HKEY key = test_key();
    DWORD keys, key_max, class_max, values, value_max, data_max, security;
    FILETIME written = {0, 0};
    RegCloseKey(subkey(key, L"one"));
    RegCloseKey(subkey(key, L"three"));
    set_number(key, L"four", 4);
    RegSetValueExW(key, L"n", 0, REG_BINARY, (const BYTE *)"0123456789", 10);
    CHECK_EQ(RegQueryInfoKeyW(key, NULL, NULL, NULL, &keys, &key_max, &class_max, &values,
                              &value_max, &data_max, &security, &written),
             0);
    CHECK_EQ(keys, 2);
    CHECK_EQ(key_max, 5);
    CHECK_EQ(class_max, 0);
    CHECK_EQ(values, 2);
    CHECK_EQ(value_max, 4);
    CHECK_EQ(data_max, 10);
    WINE_DIFFERS("Wine 8 says 0");
    CHECK(security > 20);
    CHECK(written.dwHighDateTime > 0x01d00000);
    end_test_key(key);
}

CASE(a_class_is_kept)
{
    HKEY key = test_key(), made;
    WCHAR name[16] = L"", class_name[16] = L"";
    DWORD room = 16, class_room = 16;
    CHECK_EQ(RegCreateKeyExW(key, L"k", 0, (WCHAR *)L"klass", 0, KEY_ALL_ACCESS, NULL, &made, NULL),
             0);
    CHECK_EQ(RegQueryInfoKeyW(made, class_name, &class_room, NULL, NULL, NULL, NULL, NULL, NULL,
                              NULL, NULL, NULL),
             0);
    CHECK_WSTR(class_name, L"klass");
    CHECK_EQ(class_room, 5);
    class_room = 16;
    class_name[0] = 0;
    CHECK_EQ(RegEnumKeyExW(key, 0, name, &room, NULL, class_name, &class_room, NULL), 0);
    CHECK_WSTR(class_name, L"klass");
    RegCloseKey(made);
    end_test_key(key);
}

CASE(handles_have_rights)
{
    HKEY key = test_key(), reader, writer;
    DWORD number, size = 4;
    CHECK_EQ(RegOpenKeyExW(HKEY_CURRENT_USER, TEST_PATH, 0, KEY_READ, &reader), 0);
    CHECK_EQ(set_number(reader, L"n", 1), ERROR_ACCESS_DENIED);
    CHECK_EQ(RegDeleteValueW(reader, L"n"), ERROR_ACCESS_DENIED);
    CHECK_EQ(RegOpenKeyExW(HKEY_CURRENT_USER, TEST_PATH, 0, KEY_SET_VALUE, &writer), 0);
    CHECK_EQ(set_number(writer, L"n", 1), 0);
    CHECK_EQ(RegQueryValueExW(writer, L"n", NULL, NULL, (BYTE *)&number, &size),
             ERROR_ACCESS_DENIED);
    CHECK_EQ(RegEnumKeyExW(writer, 0, (WCHAR *)&number, &size, NULL, NULL, NULL, NULL),
             ERROR_ACCESS_DENIED);
    RegCloseKey(reader);
    RegCloseKey(writer);
    end_test_key(key);
}

CASE(predefined_keys_stay_open)
{
    HKEY key;
    CHECK_EQ(RegCloseKey(HKEY_LOCAL_MACHINE), 0);
    CHECK_EQ(RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SOFTWARE", 0, KEY_READ, &key), 0);
    RegCloseKey(key);
    CHECK_EQ(RegOpenKeyExW(HKEY_CURRENT_USER, NULL, 0, KEY_READ, &key), 0);
    CHECK_EQ(RegCloseKey(NULL), ERROR_INVALID_HANDLE);
    CHECK_EQ(RegOpenKeyExW(HKEY_CURRENT_CONFIG, L"Software", 0, KEY_READ, &key), 0);
    RegCloseKey(key);
}

CASE(a_volatile_key_has_volatile_children)
{
    HKEY key = test_key(), fleeting, child;
    CHECK_EQ(RegCreateKeyExW(key, L"fleeting", 0, NULL, REG_OPTION_VOLATILE, KEY_ALL_ACCESS, NULL,
                             &fleeting, NULL),
             0);
    CHECK_EQ(set_number(fleeting, L"n", 5), 0);
    CHECK_EQ(get_number(fleeting, L"n"), 5);
    CHECK_EQ(RegCreateKeyExW(fleeting, L"firm", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &child, NULL),
             ERROR_CHILD_MUST_BE_VOLATILE);
    CHECK_EQ(RegCreateKeyExW(fleeting, L"child", 0, NULL, REG_OPTION_VOLATILE, KEY_ALL_ACCESS, NULL,
                             &child, NULL),
             0);
    RegCloseKey(child);
    RegCloseKey(fleeting);
    end_test_key(key);
}

CASE(a_link_leads_elsewhere)
{
    HKEY key = test_key(), target = subkey(key, L"target"), link, through;
    WCHAR path[200] = L"\\Registry\\User\\";
    WCHAR sid[100];
    DWORD size = sizeof sid;
    HKEY profile;
    /* The user's own key by its full name: the volatile environment does not say it, so ask for
     * the key whose name has the right form. */
    for (DWORD i = 0;; i++) {
        size = 100;
        REQUIRE(RegEnumKeyExW(HKEY_USERS, i, sid, &size, NULL, NULL, NULL, NULL) == 0);
        if (size > 10 && sid[size - 1] != 's' && sid[0] == 'S')
            break;
    }
    REQUIRE(RegOpenKeyExW(HKEY_USERS, sid, 0, KEY_READ, &profile) == 0);
    RegCloseKey(profile);
    lstrcatW(path, sid);
    lstrcatW(path, L"\\");
    lstrcatW(path, TEST_PATH);
    lstrcatW(path, L"\\target");
    set_number(target, L"n", 7);
    REQUIRE(RegCreateKeyExW(key, L"link", 0, NULL, REG_OPTION_CREATE_LINK, KEY_ALL_ACCESS, NULL,
                            &link, NULL) == 0);
    CHECK_EQ(RegSetValueExW(link, L"SymbolicLinkValue", 0, REG_LINK, (const BYTE *)path,
                            lstrlenW(path) * sizeof(WCHAR)),
             0);
    RegCloseKey(link);
    CHECK_EQ(RegOpenKeyExW(key, L"link", 0, KEY_READ, &through), 0);
    CHECK_EQ(get_number(through, L"n"), 7);
    RegCloseKey(through);
    CHECK_EQ(RegOpenKeyExW(key, L"link", REG_OPTION_OPEN_LINK, KEY_ALL_ACCESS, &link), 0);
    CHECK_EQ(get_number(link, L"n"), 0xdead);
    CHECK_EQ(RegDeleteKeyW(link, L""), 0);
    RegCloseKey(link);
    CHECK_EQ(get_number(target, L"n"), 7);
    RegCloseKey(target);
    end_test_key(key);
}

CASE(a_change_sets_the_event)
{
    HKEY key = test_key();
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    CHECK_EQ(RegNotifyChangeKeyValue(key, FALSE, REG_NOTIFY_CHANGE_LAST_SET, event, TRUE), 0);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    RegCloseKey(subkey(key, L"new"));
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    set_number(key, L"n", 1);
    CHECK_EQ(WaitForSingleObject(event, 2000), WAIT_OBJECT_0);
    end_test_key(key);
}

CASE(a_subtree_is_watched)
{
    HKEY key = test_key(), child = subkey(key, L"child\\below");
    HANDLE whole = CreateEventW(NULL, TRUE, FALSE, NULL),
           alone = CreateEventW(NULL, TRUE, FALSE, NULL);
    HKEY second;
    REQUIRE(RegOpenKeyExW(HKEY_CURRENT_USER, TEST_PATH, 0, KEY_NOTIFY, &second) == 0);
    CHECK_EQ(RegNotifyChangeKeyValue(key, TRUE, REG_NOTIFY_CHANGE_LAST_SET, whole, TRUE), 0);
    CHECK_EQ(RegNotifyChangeKeyValue(second, FALSE, REG_NOTIFY_CHANGE_LAST_SET, alone, TRUE), 0);
    set_number(child, L"n", 1);
    CHECK_EQ(WaitForSingleObject(whole, 2000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(alone, 0), WAIT_TIMEOUT);
    RegCloseKey(second);
    CHECK_EQ(WaitForSingleObject(alone, 2000), WAIT_OBJECT_0);
    RegCloseKey(child);
    end_test_key(key);
}

static DWORD WINAPI change_later(void *unused)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_CURRENT_USER, TEST_PATH, 0, KEY_ALL_ACCESS, &key))
        return 1;
    for (int i = 0; i < 20; i++) {
        Sleep(20);
        set_number(key, L"n", i);
    }
    RegCloseKey(key);
    return 0;
}

CASE(a_synchronous_watch_waits)
{
    HKEY key = test_key();
    HANDLE thread = CreateThread(NULL, 0, change_later, NULL, 0, NULL);
    CHECK_EQ(RegNotifyChangeKeyValue(key, FALSE, REG_NOTIFY_CHANGE_LAST_SET, NULL, FALSE), 0);
    CHECK_EQ(RegNotifyChangeKeyValue(key, FALSE, REG_NOTIFY_CHANGE_LAST_SET, NULL, TRUE),
             ERROR_INVALID_HANDLE);
    WaitForSingleObject(thread, 5000);
    end_test_key(key);
}

CHILD(write_in_child)
{
    HKEY key;
    REQUIRE(RegOpenKeyExW(HKEY_CURRENT_USER, TEST_PATH, 0, KEY_ALL_ACCESS, &key) == 0);
    CHECK_EQ(get_number(key, L"mine"), 41);
    CHECK_EQ(set_number(key, L"yours", 42), 0);
}

CASE(processes_share_it)
{
    HKEY key = test_key();
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    set_number(key, L"mine", 41);
    CHECK_EQ(RegNotifyChangeKeyValue(key, FALSE, REG_NOTIFY_CHANGE_LAST_SET, event, TRUE), 0);
    CHECK_EQ(end_child(start_child("write_in_child")), 0);
    CHECK_EQ(WaitForSingleObject(event, 2000), WAIT_OBJECT_0);
    CHECK_EQ(get_number(key, L"yours"), 42);
    end_test_key(key);
}

CASE(rename_moves_the_subtree)
{
    HKEY key = test_key(), child = subkey(key, L"old\\below"), other;
    set_number(child, L"n", 3);
    RegCloseKey(subkey(key, L"there"));
    WINE_DIFFERS("Wine 8 has no RegRenameKey");
    LONG(WINAPI * rename)
    (HKEY, LPCWSTR, LPCWSTR) =
        (void *)GetProcAddress(GetModuleHandleW(L"advapi32"), "RegRenameKey");
    REQUIRE(rename);
    CHECK_EQ(rename(key, L"old", L"there"), ERROR_ACCESS_DENIED);
    CHECK_EQ(rename(key, L"old", L"new"), 0);
    CHECK_EQ(RegOpenKeyExW(key, L"old", 0, KEY_READ, &other), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(RegOpenKeyExW(key, L"new\\below", 0, KEY_READ, &other), 0);
    CHECK_EQ(get_number(other, L"n"), 3);
    RegCloseKey(other);
    RegCloseKey(child);
    end_test_key(key);
}

CASE(long_names_have_a_limit)
{
    WINE_DIFFERS("Wine allows one character more than documented");
    HKEY key = test_key(), made;
    WCHAR name[300];
    for (int i = 0; i < 256; i++)
        name[i] = 'x';
    name[255] = 0;
    CHECK_EQ(RegCreateKeyExW(key, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &made, NULL), 0);
    RegCloseKey(made);
    name[255] = 'x';
    name[256] = 0;
    CHECK_EQ(RegCreateKeyExW(key, name, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &made, NULL),
             ERROR_INVALID_PARAMETER);
    end_test_key(key);
}

CASE(a_leading_backslash_is_refused)
{
    HKEY key = test_key(), made;
    CHECK_EQ(RegOpenKeyExW(HKEY_CURRENT_USER, L"\\Software", 0, KEY_READ, &made),
             ERROR_BAD_PATHNAME);
    CHECK_EQ(RegOpenKeyExW(HKEY_CURRENT_USER, L"Software\\", 0, KEY_READ, &made), 0);
    RegCloseKey(made);
    end_test_key(key);
}

CASE(security_is_kept)
{
    HKEY key = test_key();
    BYTE buffer[1024], small[8];
    DWORD size = sizeof small;
    SECURITY_DESCRIPTOR descriptor;
    PACL acl;
    BOOL present, defaulted;
    CHECK_EQ(RegGetKeySecurity(key, DACL_SECURITY_INFORMATION, small, &size),
             ERROR_INSUFFICIENT_BUFFER);
    CHECK(size > sizeof small && size < sizeof buffer);
    REQUIRE(InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION));
    REQUIRE(SetSecurityDescriptorDacl(&descriptor, TRUE, NULL, FALSE));
    CHECK_EQ(RegSetKeySecurity(key, DACL_SECURITY_INFORMATION, &descriptor), 0);
    size = sizeof buffer;
    CHECK_EQ(RegGetKeySecurity(key, DACL_SECURITY_INFORMATION, buffer, &size), 0);
    CHECK(GetSecurityDescriptorDacl(buffer, &present, &acl, &defaulted));
    CHECK(present && !acl);
    end_test_key(key);
}

CASE(override_replaces_a_predefined_key)
{
    HKEY key = test_key(), other;
    RegCloseKey(subkey(key, L"only here"));
    CHECK_EQ(RegOverridePredefKey(HKEY_CURRENT_USER, key), 0);
    CHECK_EQ(RegOpenKeyExW(HKEY_CURRENT_USER, L"only here", 0, KEY_READ, &other), 0);
    CHECK_EQ(RegOverridePredefKey(HKEY_CURRENT_USER, NULL), 0);
    RegCloseKey(other);
    CHECK_EQ(RegOpenKeyExW(HKEY_CURRENT_USER, L"only here", 0, KEY_READ, &other),
             ERROR_FILE_NOT_FOUND);
    end_test_key(key);
}

CASE(a_default_can_be_deleted_and_made_again)
{
    HKEY key;
    WCHAR text[64];
    DWORD size = sizeof text;
    REQUIRE(RegOpenKeyExW(HKEY_CURRENT_USER, L"Control Panel\\International", 0, KEY_ALL_ACCESS,
                          &key) == 0);
    REQUIRE(RegQueryValueExW(key, L"sList", NULL, NULL, (BYTE *)text, &size) == 0);
    CHECK_EQ(RegDeleteValueW(key, L"sList"), 0);
    CHECK_EQ(RegDeleteValueW(key, L"sList"), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(get_number(key, L"sList"), 0xdead);
    CHECK_EQ(RegSetValueExW(key, L"sList", 0, REG_SZ, (const BYTE *)text, size), 0);
    size = sizeof text;
    CHECK_EQ(RegQueryValueExW(key, L"sList", NULL, NULL, (BYTE *)text, &size), 0);
    RegCloseKey(key);
}

CASE(what_programs_look_up_is_there)
{
    static const struct {
        HKEY root;
        const WCHAR *path, *name;
        DWORD type;
    } facts[] = {
        {HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion", L"CurrentBuild",
         REG_SZ},
        {HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion",
         L"CurrentMajorVersionNumber", REG_DWORD},
        {HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Windows\\CurrentVersion", L"ProgramFilesDir",
         REG_SZ},
        {HKEY_LOCAL_MACHINE,
         L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Time Zones\\W. Europe Standard Time",
         L"TZI", REG_BINARY},
        {HKEY_LOCAL_MACHINE, L"SYSTEM\\CurrentControlSet\\Control\\Nls\\CodePage", L"ACP", REG_SZ},
        {HKEY_LOCAL_MACHINE, L"SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment",
         L"PATHEXT", REG_SZ},
        {HKEY_LOCAL_MACHINE, L"HARDWARE\\DESCRIPTION\\System\\CentralProcessor\\0",
         L"ProcessorNameString", REG_SZ},
        {HKEY_CURRENT_USER,
         L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\Shell Folders", L"AppData",
         REG_SZ},
        {HKEY_CURRENT_USER, L"Environment", L"TEMP", REG_EXPAND_SZ},
    };
    WINE_DIFFERS("a fresh prefix has TEMP as REG_SZ and no time zones in some versions");
    for (unsigned i = 0; i < sizeof facts / sizeof *facts; i++) {
        DWORD type = 0;
        HKEY key = NULL;
        CHECK_EQ(RegOpenKeyExW(facts[i].root, facts[i].path, 0, KEY_READ, &key), 0);
        CHECK_EQ(RegQueryValueExW(key, facts[i].name, NULL, &type, NULL, NULL), 0);
        CHECK_EQ(type, facts[i].type);
        RegCloseKey(key);
    }
}
