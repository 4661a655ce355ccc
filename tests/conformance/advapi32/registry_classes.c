/*
 * winreg.h: HKEY_CLASSES_ROOT and the 32-bit view.
 *
 * Links: -ladvapi32 -lkernel32 -lntdll
 */
#include "registry.h"

static WCHAR class_paths[2][80];

/* Of this run, as cases run side by side. */
static const WCHAR *class_path(int full)
{
    static DWORD number;
    if (!number)
        number = (DWORD)__builtin_ia32_rdtsc();
    DWORD id = number, at = 0;
    WCHAR digits[12];
    while (id) {
        digits[at++] = (WCHAR)('0' + id % 10);
        id /= 10;
    }
    digits[at] = 0;
    lstrcpyW(class_paths[full], full ? L"Software\\Classes\\.bailey-" : L".bailey-");
    lstrcatW(class_paths[full], digits);
    return class_paths[full];
}
#define CLASS_PATH class_path(1)

static HKEY user_class(void)
{
    RegDeleteTreeW(HKEY_CURRENT_USER, CLASS_PATH);
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, CLASS_PATH);
    return subkey(HKEY_CURRENT_USER, CLASS_PATH);
}

static void end_class(HKEY key)
{
    RegCloseKey(key);
    RegDeleteTreeW(HKEY_CURRENT_USER, CLASS_PATH);
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, CLASS_PATH);
}

CASE(the_users_class_is_seen)
{
    HKEY user = user_class(), root;
    set_number(user, L"n", 1);
    WINE_DIFFERS("Wine 8 shows the machine's classes alone");
    REQUIRE(RegOpenKeyExW(HKEY_CLASSES_ROOT, class_path(0), 0, KEY_READ, &root) == 0);
    CHECK_EQ(get_number(root, L"n"), 1);
    RegCloseKey(root);
    end_class(user);
}

CASE(the_users_class_hides_the_machines)
{
    HKEY user = user_class(), machine = subkey(HKEY_LOCAL_MACHINE, CLASS_PATH);
    HKEY root;
    set_number(user, L"both", 1);
    set_number(machine, L"both", 2);
    set_number(machine, L"machine", 3);
    WINE_DIFFERS("Wine 8 shows the machine's classes alone");
    REQUIRE(RegOpenKeyExW(HKEY_CLASSES_ROOT, class_path(0), 0, KEY_READ, &root) == 0);
    CHECK_EQ(get_number(root, L"both"), 1);
    CHECK_EQ(get_number(root, L"machine"), 3);
    RegCloseKey(root);
    RegCloseKey(machine);
    end_class(user);
}

CASE(subkeys_are_merged_in_order)
{
    HKEY user = user_class(), machine = subkey(HKEY_LOCAL_MACHINE, CLASS_PATH);
    HKEY root;
    WCHAR name[8];
    static const WCHAR *const expected[] = {L"a", L"b", L"c"};
    WINE_DIFFERS("Wine does not merge the subkeys of one class");
    RegCloseKey(subkey(user, L"b"));
    RegCloseKey(subkey(machine, L"a"));
    RegCloseKey(subkey(machine, L"B"));
    RegCloseKey(subkey(machine, L"c"));
    REQUIRE(RegOpenKeyExW(HKEY_CLASSES_ROOT, class_path(0), 0, KEY_READ, &root) == 0);
    for (int i = 0; i < 4; i++) {
        DWORD room = 8;
        LONG error = RegEnumKeyExW(root, i, name, &room, NULL, NULL, NULL, NULL);
        CHECK_EQ(error, i < 3 ? 0 : ERROR_NO_MORE_ITEMS);
        if (!error)
            CHECK_WSTR(name, expected[i]);
    }
    RegCloseKey(root);
    RegCloseKey(machine);
    end_class(user);
}

CASE(a_new_class_is_the_machines)
{
    HKEY root, machine;
    RegCloseKey(user_class());
    RegDeleteTreeW(HKEY_CURRENT_USER, CLASS_PATH);
    root = subkey(HKEY_CLASSES_ROOT, class_path(0));
    CHECK_EQ(RegOpenKeyExW(HKEY_LOCAL_MACHINE, CLASS_PATH, 0, KEY_READ, &machine), 0);
    RegCloseKey(machine);
    end_class(root);
}

#define VIEW_PATH L"Software\\Bailey conformance"

static void clear_views(void)
{
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, VIEW_PATH);
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, L"Software\\WOW6432Node\\Bailey conformance");
}

CASE(the_32_bit_view_is_another_key)
{
    HKEY native, narrow, direct;
    clear_views();
    REQUIRE(RegCreateKeyExW(HKEY_LOCAL_MACHINE, VIEW_PATH, 0, NULL, 0, KEY_ALL_ACCESS, NULL,
                            &native, NULL) == 0);
    REQUIRE(RegCreateKeyExW(HKEY_LOCAL_MACHINE, VIEW_PATH, 0, NULL, 0,
                            KEY_ALL_ACCESS | KEY_WOW64_32KEY, NULL, &narrow, NULL) == 0);
    set_number(native, L"n", 64);
    set_number(narrow, L"n", 32);
    CHECK_EQ(get_number(native, L"n"), 64);
    CHECK_EQ(RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\WOW6432Node\\Bailey conformance", 0,
                           KEY_READ, &direct),
             0);
    CHECK_EQ(get_number(direct, L"n"), 32);
    CHECK_EQ(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, VIEW_PATH, KEY_WOW64_32KEY, 0), 0);
    CHECK_EQ(get_number(native, L"n"), 64);
    RegCloseKey(native);
    RegCloseKey(narrow);
    RegCloseKey(direct);
    clear_views();
}

CASE(both_views_at_once_are_refused)
{
    HKEY key;
    WINE_DIFFERS("Wine takes one of them");
    CHECK_EQ(RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software", 0,
                           KEY_READ | KEY_WOW64_32KEY | KEY_WOW64_64KEY, &key),
             ERROR_INVALID_PARAMETER);
}

CASE(the_users_software_has_one_view)
{
    HKEY key = test_key(), narrow;
    set_number(key, L"n", 5);
    CHECK_EQ(RegOpenKeyExW(HKEY_CURRENT_USER, TEST_PATH, 0, KEY_READ | KEY_WOW64_32KEY, &narrow),
             0);
    CHECK_EQ(get_number(narrow, L"n"), 5);
    RegCloseKey(narrow);
    end_test_key(key);
}
