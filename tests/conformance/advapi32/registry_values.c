/*
 * winreg.h: values.
 *
 * Links: -ladvapi32 -lkernel32 -lntdll
 */
#include "registry.h"

CASE(every_type_is_kept)
{
    static const DWORD types[] = {REG_NONE,      REG_SZ,
                                  REG_EXPAND_SZ, REG_BINARY,
                                  REG_DWORD,     REG_DWORD_BIG_ENDIAN,
                                  REG_MULTI_SZ,  REG_RESOURCE_LIST,
                                  REG_QWORD,     0x12345};
    HKEY key = test_key();
    for (unsigned i = 0; i < sizeof types / sizeof *types; i++) {
        BYTE data[8] = {0};
        DWORD type = 99, size = sizeof data;
        CHECK_EQ(RegSetValueExW(key, L"v", 0, types[i], (const BYTE *)"abcdefgh", 8), 0);
        CHECK_EQ(RegQueryValueExW(key, L"v", NULL, &type, data, &size), 0);
        CHECK_EQ(type, types[i]);
        CHECK_EQ(size, 8);
        CHECK_EQ(data[7], 'h');
    }
    end_test_key(key);
}

CASE(query_tells_the_size)
{
    HKEY key = test_key();
    DWORD size = 0, type = 0;
    BYTE data[4] = {9, 9, 9, 9};
    RegSetValueExW(key, L"v", 0, REG_BINARY, (const BYTE *)"0123456789", 10);
    CHECK_EQ(RegQueryValueExW(key, L"v", NULL, &type, NULL, &size), 0);
    CHECK_EQ(size, 10);
    CHECK_EQ(type, REG_BINARY);
    size = 4;
    CHECK_EQ(RegQueryValueExW(key, L"v", NULL, NULL, data, &size), ERROR_MORE_DATA);
    CHECK_EQ(size, 10);
    CHECK_EQ(data[0], 9);
    CHECK_EQ(RegQueryValueExW(key, L"v", NULL, NULL, data, NULL), ERROR_INVALID_PARAMETER);
    CHECK_EQ(RegQueryValueExW(key, L"V", NULL, NULL, NULL, NULL), 0);
    CHECK_EQ(RegQueryValueExW(key, L"w", NULL, NULL, NULL, NULL), ERROR_FILE_NOT_FOUND);
    end_test_key(key);
}

CASE(the_default_value_has_no_name)
{
    HKEY key = test_key();
    WCHAR text[16] = L"", name[8] = L"x";
    DWORD size = sizeof text, room = 8;
    CHECK_EQ(RegQueryValueExW(key, NULL, NULL, NULL, NULL, NULL), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(RegSetValueExW(key, NULL, 0, REG_SZ, (const BYTE *)L"abc", 8), 0);
    CHECK_EQ(RegQueryValueExW(key, L"", NULL, NULL, (BYTE *)text, &size), 0);
    CHECK_WSTR(text, L"abc");
    CHECK_EQ(RegEnumValueW(key, 0, name, &room, NULL, NULL, NULL, NULL), 0);
    CHECK_WSTR(name, L"");
    CHECK_EQ(room, 0);
    CHECK_EQ(RegDeleteValueW(key, NULL), 0);
    CHECK_EQ(RegDeleteValueW(key, L""), ERROR_FILE_NOT_FOUND);
    end_test_key(key);
}

CASE(empty_data_is_data)
{
    HKEY key = test_key();
    DWORD size = 5, type = 77;
    CHECK_EQ(RegSetValueExW(key, L"e", 0, REG_BINARY, NULL, 0), 0);
    CHECK_EQ(RegQueryValueExW(key, L"e", NULL, &type, NULL, &size), 0);
    CHECK_EQ(size, 0);
    CHECK_EQ(type, REG_BINARY);
    end_test_key(key);
}

CASE(a_forgotten_end_is_added)
{
    HKEY key = test_key();
    WCHAR text[8] = {'z', 'z', 'z', 'z', 'z', 'z', 'z', 'z'};
    DWORD size;
    /* Counted without its terminator, which stands behind it. */
    CHECK_EQ(RegSetValueExW(key, L"s", 0, REG_SZ, (const BYTE *)L"abc", 6), 0);
    CHECK_EQ(RegQueryValueExW(key, L"s", NULL, NULL, NULL, &size), 0);
    CHECK_EQ(size, 8);
    /* Really without one: the reader gets it where there is room. */
    CHECK_EQ(RegSetValueExW(key, L"t", 0, REG_SZ, (const BYTE *)L"abcdef", 6), 0);
    size = sizeof text;
    CHECK_EQ(RegQueryValueExW(key, L"t", NULL, NULL, (BYTE *)text, &size), 0);
    CHECK_EQ(size, 6);
    CHECK_EQ(text[3], 0);
    end_test_key(key);
}

CASE(values_are_numbered_as_they_came)
{
    WINE_DIFFERS("Wine 8 numbers values by name");
    static const WCHAR *const names[] = {L"zeta", L"alpha", L"mid"};
    HKEY key = test_key();
    WCHAR name[16];
    for (int i = 0; i < 3; i++)
        set_number(key, names[i], i);
    for (int i = 0; i < 3; i++) {
        DWORD room = 16, type = 0, data = 99, size = 4;
        CHECK_EQ(RegEnumValueW(key, i, name, &room, NULL, &type, (BYTE *)&data, &size), 0);
        CHECK_WSTR(name, names[i]);
        CHECK_EQ(data, i);
        CHECK_EQ(type, REG_DWORD);
    }
    set_number(key, L"ZETA", 7); /* the place and the spelling stay */
    DWORD room = 16;
    CHECK_EQ(RegEnumValueW(key, 0, name, &room, NULL, NULL, NULL, NULL), 0);
    CHECK_WSTR(name, L"zeta");
    CHECK_EQ(RegDeleteValueW(key, L"zeta"), 0);
    room = 16;
    CHECK_EQ(RegEnumValueW(key, 0, name, &room, NULL, NULL, NULL, NULL), 0);
    CHECK_WSTR(name, L"alpha");
    room = 16;
    CHECK_EQ(RegEnumValueW(key, 2, name, &room, NULL, NULL, NULL, NULL), ERROR_NO_MORE_ITEMS);
    end_test_key(key);
}

CASE(enum_value_wants_room)
{
    HKEY key = test_key();
    WCHAR name[16];
    DWORD room = 4, size = 2, data;
    set_number(key, L"four", 1);
    CHECK_EQ(RegEnumValueW(key, 0, name, &room, NULL, NULL, NULL, NULL), ERROR_MORE_DATA);
    room = 16;
    CHECK_EQ(RegEnumValueW(key, 0, name, &room, NULL, NULL, (BYTE *)&data, &size), ERROR_MORE_DATA);
    CHECK_EQ(size, 4);
    end_test_key(key);
}

CASE(large_data)
{
    HKEY key = test_key();
    DWORD size = 300000, count = size;
    BYTE *data = VirtualAlloc(NULL, size, MEM_COMMIT, PAGE_READWRITE);
    for (DWORD i = 0; i < size; i++)
        data[i] = (BYTE)(i * 7);
    CHECK_EQ(RegSetValueExW(key, L"big", 0, REG_BINARY, data, size), 0);
    ZeroMemory(data, size);
    CHECK_EQ(RegQueryValueExW(key, L"big", NULL, NULL, data, &count), 0);
    CHECK_EQ(count, size);
    CHECK_EQ(data[299999], (BYTE)(299999 * 7));
    end_test_key(key);
}

CASE(ansi_texts_are_translated)
{
    HKEY key = test_key();
    char text[16];
    WCHAR wide[16];
    DWORD size = sizeof wide, type;
    CHECK_EQ(RegSetValueExA(key, "s", 0, REG_SZ, (const BYTE *)"caf\xe9", 5), 0);
    CHECK_EQ(RegQueryValueExW(key, L"s", NULL, &type, (BYTE *)wide, &size), 0);
    CHECK_EQ(size, 10);
    CHECK_EQ(wide[3], 0xe9);
    size = sizeof text;
    CHECK_EQ(RegQueryValueExA(key, "s", NULL, &type, (BYTE *)text, &size), 0);
    CHECK_EQ(size, 5);
    CHECK_STR(text, "caf\xe9");
    size = 3;
    CHECK_EQ(RegQueryValueExA(key, "s", NULL, &type, (BYTE *)text, &size), ERROR_MORE_DATA);
    end_test_key(key);
}

CASE(get_value_checks_the_type)
{
    WINE_DIFFERS("Wine 8 answers ERROR_UNSUPPORTED_TYPE for binary data of another size");
    HKEY key = test_key();
    DWORD number = 0, size = 4, type = 0;
    set_number(key, L"n", 12);
    CHECK_EQ(RegGetValueW(key, NULL, L"n", RRF_RT_REG_DWORD, &type, &number, &size), 0);
    CHECK_EQ(number, 12);
    CHECK_EQ(type, REG_DWORD);
    CHECK_EQ(RegGetValueW(key, NULL, L"n", RRF_RT_REG_SZ, NULL, &number, &size),
             ERROR_UNSUPPORTED_TYPE);
    size = 4;
    CHECK_EQ(RegGetValueW(HKEY_CURRENT_USER, TEST_PATH, L"n", RRF_RT_ANY, NULL, &number, &size), 0);
    size = 4, number = 5;
    CHECK_EQ(RegGetValueW(key, NULL, L"none", RRF_RT_ANY | RRF_ZEROONFAILURE, NULL, &number, &size),
             ERROR_FILE_NOT_FOUND);
    CHECK_EQ(number, 0);
    RegSetValueExW(key, L"b", 0, REG_BINARY, (const BYTE *)"abc", 3);
    size = 4;
    CHECK_EQ(RegGetValueW(key, NULL, L"b", RRF_RT_DWORD, NULL, &number, &size), ERROR_INVALID_DATA);
    end_test_key(key);
}

CASE(get_value_ends_and_expands_texts)
{
    WINE_DIFFERS("Wine 8 leaves the added terminator out of the size");
    HKEY key = test_key();
    WCHAR text[16];
    DWORD size = sizeof text, type = 0;
    RegSetValueExW(key, L"s", 0, REG_SZ, (const BYTE *)L"abcdef", 6);
    CHECK_EQ(RegGetValueW(key, NULL, L"s", RRF_RT_REG_SZ, NULL, text, &size), 0);
    CHECK_EQ(size, 8);
    CHECK_WSTR(text, L"abc");
    SetEnvironmentVariableW(L"CONFVAR", L"val");
    RegSetValueExW(key, L"x", 0, REG_EXPAND_SZ, (const BYTE *)L"%CONFVAR%!", 22);
    size = sizeof text;
    CHECK_EQ(RegGetValueW(key, NULL, L"x", RRF_RT_REG_SZ, &type, text, &size), 0);
    CHECK_WSTR(text, L"val!");
    CHECK_EQ(type, REG_SZ);
    size = sizeof text;
    CHECK_EQ(RegGetValueW(key, NULL, L"x", RRF_RT_REG_EXPAND_SZ | RRF_NOEXPAND, &type, text, &size),
             0);
    CHECK_EQ(type, REG_EXPAND_SZ);
    CHECK_WSTR(text, L"%CONFVAR%!");
    end_test_key(key);
}

CASE(set_key_value_makes_the_key)
{
    HKEY key = test_key();
    DWORD number = 8, size = 4;
    CHECK_EQ(RegSetKeyValueW(key, L"sub\\key", L"n", REG_DWORD, &number, 4), 0);
    number = 0;
    CHECK_EQ(RegGetValueW(key, L"sub\\key", L"n", RRF_RT_DWORD, NULL, &number, &size), 0);
    CHECK_EQ(number, 8);
    CHECK_EQ(RegDeleteKeyValueW(key, L"sub\\key", L"n"), 0);
    CHECK_EQ(RegDeleteKeyValueW(key, L"sub\\key", L"n"), ERROR_FILE_NOT_FOUND);
    end_test_key(key);
}

CASE(simple_calls_of_old)
{
    HKEY key = test_key(), child;
    WCHAR text[16];
    LONG size = sizeof text;
    CHECK_EQ(RegSetValueW(key, L"old", REG_SZ, L"text", 0), 0);
    CHECK_EQ(RegQueryValueW(key, L"old", text, &size), 0);
    CHECK_WSTR(text, L"text");
    CHECK_EQ(RegOpenKeyW(key, L"old", &child), 0);
    CHECK_EQ(RegEnumKeyW(key, 0, text, 16), 0);
    CHECK_WSTR(text, L"old");
    RegCloseKey(child);
    end_test_key(key);
}

CASE(many_values_at_once)
{
    WINE_DIFFERS("Wine 8 tells of a missing value by ERROR_FILE_NOT_FOUND");
    HKEY key = test_key();
    VALENTW values[2] = {{(WCHAR *)L"a"}, {(WCHAR *)L"b"}};
    DWORD buffer[4], room = sizeof buffer;
    set_number(key, L"a", 1);
    set_number(key, L"b", 2);
    CHECK_EQ(RegQueryMultipleValuesW(key, values, 2, (WCHAR *)buffer, &room), 0);
    CHECK_EQ(room, 8);
    CHECK_EQ(*(DWORD *)values[1].ve_valueptr, 2);
    values[1].ve_valuename = (WCHAR *)L"none";
    room = sizeof buffer;
    CHECK_EQ(RegQueryMultipleValuesW(key, values, 2, (WCHAR *)buffer, &room), ERROR_CANTREAD);
    end_test_key(key);
}

CASE(a_thousand_values)
{
    HKEY key = test_key();
    DWORD values = 0, wrong = 0;
    for (DWORD i = 0; i < 1000; i++) {
        WCHAR name[8] = {'v', (WCHAR)('0' + i / 100), (WCHAR)('0' + i / 10 % 10),
                         (WCHAR)('0' + i % 10), 0};
        wrong += set_number(key, name, i) != 0;
    }
    for (DWORD i = 0; i < 1000; i += 7) {
        WCHAR name[8] = {'V', (WCHAR)('0' + i / 100), (WCHAR)('0' + i / 10 % 10),
                         (WCHAR)('0' + i % 10), 0};
        wrong += get_number(key, name) != i;
    }
    CHECK_EQ(wrong, 0);
    CHECK_EQ(
        RegQueryInfoKeyW(key, NULL, NULL, NULL, NULL, NULL, NULL, &values, NULL, NULL, NULL, NULL),
        0);
    CHECK_EQ(values, 1000);
    end_test_key(key);
}

CASE(a_bad_buffer_is_reported)
{
    HKEY key = test_key();
    WINE_DIFFERS("Wine lets the fault happen");
    if (on_wine())
        SKIP("it ends there");
    CHECK_EQ(RegSetValueExW(key, L"v", 0, REG_BINARY, (const BYTE *)16, 100), ERROR_NOACCESS);
    end_test_key(key);
}

CASE(mui_string_without_reference)
{
    WINE_DIFFERS("Wine 8 refuses texts that refer to nothing");
    HKEY key = test_key();
    WCHAR text[16];
    DWORD size = 0;
    RegSetValueExW(key, L"s", 0, REG_SZ, (const BYTE *)L"plain", 12);
    CHECK_EQ(RegLoadMUIStringW(key, L"s", text, sizeof text, &size, 0, NULL), 0);
    CHECK_WSTR(text, L"plain");
    CHECK_EQ(size, 12);
    CHECK_EQ(RegLoadMUIStringW(key, L"s", text, 4, &size, 0, NULL), ERROR_MORE_DATA);
    end_test_key(key);
}
