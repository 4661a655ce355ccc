/* Registry keys by their NT services. */
#include "nt.h"

NT(NtCreateKey)
(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG, UNICODE_STRING *, ULONG, ULONG *);
NT(NtOpenKey)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *);
NT(NtOpenKeyEx)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG);
NT(NtDeleteKey)(HANDLE);
NT(NtSetValueKey)(HANDLE, UNICODE_STRING *, ULONG, ULONG, const void *, ULONG);
NT(NtDeleteValueKey)(HANDLE, UNICODE_STRING *);
NT(NtQueryKey)(HANDLE, int, PVOID, ULONG, ULONG *);
NT(NtEnumerateKey)(HANDLE, ULONG, int, PVOID, ULONG, ULONG *);
NT(NtQueryValueKey)(HANDLE, UNICODE_STRING *, int, PVOID, ULONG, ULONG *);
NT(NtEnumerateValueKey)(HANDLE, ULONG, int, PVOID, ULONG, ULONG *);
NT(NtFlushKey)(HANDLE);
NT(NtNotifyChangeKey)
(HANDLE, HANDLE, PVOID, PVOID, IO_STATUS_BLOCK *, ULONG, BOOLEAN, PVOID, ULONG, BOOLEAN);

#define NAME(text)                                  \
    {                                               \
        sizeof text - 2, sizeof text, (WCHAR *)text \
    }

static NTSTATUS open_below(HANDLE root, const WCHAR *path, ACCESS_MASK access, BOOLEAN make,
                           HANDLE *key)
{
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    RtlInitUnicodeString(&name, path);
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, root, NULL);
    return make ? NtCreateKey(key, access, &attributes, 0, NULL, 0, NULL)
                : NtOpenKey(key, access, &attributes);
}

static WCHAR test_path[80]; /* of this run, as cases run side by side */

static HANDLE test_key(void)
{
    HANDLE key, child;
    WCHAR buffer[300];
    ULONG used;
    lstrcpyW(test_path, L"\\Registry\\Machine\\Software\\Bailey NT ");
    ULONG at = lstrlenW(test_path);
    for (DWORD id = (DWORD)__builtin_ia32_rdtsc(); id; id /= 10)
        test_path[at++] = (WCHAR)('0' + id % 10);
    test_path[at] = 0;
    REQUIRE(open_below(NULL, test_path, KEY_ALL_ACCESS, TRUE, &key) == 0);
    while (NtEnumerateKey(key, 0, 0, buffer, sizeof buffer, &used) == 0) {
        ULONG count = ((ULONG *)buffer)[3] / 2;
        buffer[8 + count] = 0;
        REQUIRE(open_below(key, buffer + 8, DELETE, FALSE, &child) == 0);
        REQUIRE(NtDeleteKey(child) == 0);
        NtClose(child);
    }
    while (NtEnumerateValueKey(key, 0, 0, buffer, sizeof buffer, &used) == 0) {
        UNICODE_STRING name = {(USHORT)((ULONG *)buffer)[2], 300, buffer + 6};
        REQUIRE(NtDeleteValueKey(key, &name) == 0);
    }
    return key;
}

static void end_test_key(HANDLE key)
{
    NtDeleteKey(key);
    NtClose(key);
}

CASE(opens_by_full_name)
{
    HANDLE key;
    CHECK_STATUS(open_below(NULL, L"\\Registry\\Machine", KEY_READ, FALSE, &key), 0);
    NtClose(key);
    CHECK_STATUS(open_below(NULL, L"\\REGISTRY\\USER", KEY_READ, FALSE, &key), 0);
    NtClose(key);
    CHECK_STATUS(open_below(NULL, L"\\Registry\\Machine\\none", KEY_READ, FALSE, &key),
                 STATUS_OBJECT_NAME_NOT_FOUND);
    CHECK_STATUS(open_below(NULL, L"Registry\\Machine", KEY_READ, FALSE, &key),
                 STATUS_OBJECT_PATH_SYNTAX_BAD);
}

CASE(create_makes_one_level)
{
    HANDLE key = test_key(), child;
    CHECK_STATUS(open_below(key, L"a\\b", KEY_READ, TRUE, &child), STATUS_OBJECT_NAME_NOT_FOUND);
    CHECK_STATUS(open_below(key, L"a", KEY_ALL_ACCESS, TRUE, &child), 0);
    NtDeleteKey(child);
    NtClose(child);
    end_test_key(key);
}

CASE(the_name_is_the_full_path)
{
    HANDLE key = test_key();
    const ULONG size = (ULONG)lstrlenW(test_path) * 2;
    struct {
        ULONG size;
        WCHAR text[100];
    } name = {0};
    ULONG used = 0;
    CHECK_STATUS(NtQueryKey(key, 3, &name, sizeof name, &used), 0);
    CHECK_EQ(name.size, size);
    CHECK_EQ(used, size + 4);
    CHECK(lstrcmpiW(name.text, test_path) == 0);
    CHECK_STATUS(NtQueryKey(key, 3, &name, 10, &used), STATUS_BUFFER_OVERFLOW);
    end_test_key(key);
}

CASE(value_classes)
{
    WINE_DIFFERS("Wine 8 does not align the data");
    UNICODE_STRING name = NAME(L"value");
    HANDLE key = test_key();
    ULONG buffer[16], used = 0;
    CHECK_STATUS(NtSetValueKey(key, &name, 0, REG_BINARY, "12345", 5), 0);
    CHECK_STATUS(NtQueryValueKey(key, &name, 0, buffer, sizeof buffer, &used), 0);
    CHECK_EQ(used, 12 + 10);
    CHECK_EQ(buffer[1], REG_BINARY);
    CHECK_EQ(buffer[2], 10);
    CHECK_STATUS(NtQueryValueKey(key, &name, 1, buffer, sizeof buffer, &used), 0);
    CHECK_EQ(buffer[2], 32); /* where the data begins */
    CHECK_EQ(buffer[3], 5);
    CHECK_EQ(used, 37);
    CHECK_STATUS(NtQueryValueKey(key, &name, 2, buffer, sizeof buffer, &used), 0);
    CHECK_EQ(used, 17);
    CHECK_EQ(buffer[2], 5);
    CHECK_EQ(((char *)buffer)[12], '1');
    CHECK_STATUS(NtQueryValueKey(key, &name, 77, buffer, sizeof buffer, &used),
                 STATUS_INVALID_PARAMETER);
    end_test_key(key);
}

CASE(short_buffers_have_two_answers)
{
    UNICODE_STRING name = NAME(L"value");
    HANDLE key = test_key();
    ULONG buffer[16] = {0}, used = 0;
    NtSetValueKey(key, &name, 0, REG_DWORD, "1234", 4);
    CHECK_STATUS(NtQueryValueKey(key, &name, 2, buffer, 8, &used), STATUS_BUFFER_TOO_SMALL);
    CHECK_EQ(used, 16);
    CHECK_STATUS(NtQueryValueKey(key, &name, 2, buffer, 12, &used), STATUS_BUFFER_OVERFLOW);
    CHECK_EQ(used, 16);
    CHECK_EQ(buffer[1], REG_DWORD);
    CHECK_EQ(buffer[2], 4);
    end_test_key(key);
}

CASE(missing_values)
{
    UNICODE_STRING name = NAME(L"none");
    HANDLE key = test_key();
    ULONG buffer[16], used;
    CHECK_STATUS(NtQueryValueKey(key, &name, 2, buffer, sizeof buffer, &used),
                 STATUS_OBJECT_NAME_NOT_FOUND);
    CHECK_STATUS(NtDeleteValueKey(key, &name), STATUS_OBJECT_NAME_NOT_FOUND);
    CHECK_STATUS(NtEnumerateValueKey(key, 0, 2, buffer, sizeof buffer, &used),
                 STATUS_NO_MORE_ENTRIES);
    CHECK_STATUS(NtEnumerateKey(key, 0, 0, buffer, sizeof buffer, &used), STATUS_NO_MORE_ENTRIES);
    end_test_key(key);
}

CASE(full_information)
{
    UNICODE_STRING name = NAME(L"value");
    HANDLE key = test_key(), child;
    ULONG info[16], used = 0;
    open_below(key, L"child", KEY_ALL_ACCESS, TRUE, &child);
    NtSetValueKey(key, &name, 0, REG_BINARY, "123456", 6);
    CHECK_STATUS(NtQueryKey(key, 2, info, sizeof info, &used), 0);
    CHECK_EQ(used, 44);
    CHECK_EQ(info[5], 1);  /* subkeys */
    CHECK_EQ(info[6], 10); /* bytes of the longest name */
    CHECK_EQ(info[8], 1);  /* values */
    CHECK_EQ(info[9], 10);
    CHECK_EQ(info[10], 6);
    CHECK_STATUS(NtQueryKey(key, 2, info, 20, &used), STATUS_BUFFER_TOO_SMALL);
    NtDeleteKey(child);
    NtClose(child);
    end_test_key(key);
}

CASE(deleting_what_has_children)
{
    WINE_DIFFERS("Wine 8 lets keys with children go in another order");
    HANDLE key = test_key(), child;
    open_below(key, L"child", KEY_ALL_ACCESS, TRUE, &child);
    CHECK_STATUS(NtDeleteKey(key), STATUS_CANNOT_DELETE);
    CHECK_STATUS(NtDeleteKey(child), 0);
    CHECK_STATUS(NtDeleteKey(child), STATUS_KEY_DELETED);
    NtClose(child);
    end_test_key(key);
}

CASE(rights_are_checked)
{
    UNICODE_STRING name = NAME(L"value");
    HANDLE key = test_key(), reader;
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    ULONG buffer[16], used;
    REQUIRE(open_below(key, L"", KEY_QUERY_VALUE, FALSE, &reader) == 0);
    CHECK_STATUS(NtSetValueKey(reader, &name, 0, REG_BINARY, "1", 1), STATUS_ACCESS_DENIED);
    CHECK_STATUS(NtDeleteKey(reader), STATUS_ACCESS_DENIED);
    CHECK_STATUS(NtEnumerateKey(reader, 0, 0, buffer, sizeof buffer, &used), STATUS_ACCESS_DENIED);
    CHECK_STATUS(NtQueryKey(event, 2, buffer, sizeof buffer, &used), STATUS_OBJECT_TYPE_MISMATCH);
    CHECK_STATUS(NtQueryKey((HANDLE)0xeeee0, 2, buffer, sizeof buffer, &used),
                 STATUS_INVALID_HANDLE);
    NtClose(reader);
    end_test_key(key);
}

CASE(a_handle_is_a_handle)
{
    HANDLE key = test_key(), copy = NULL;
    DWORD flags;
    CHECK(SetHandleInformation(key, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
    CHECK(GetHandleInformation(key, &flags));
    CHECK_EQ(flags, HANDLE_FLAG_INHERIT);
    CHECK_STATUS(NtDuplicateObject(GetCurrentProcess(), key, GetCurrentProcess(), &copy, 0, 0,
                                   DUPLICATE_SAME_ACCESS),
                 0);
    CHECK_STATUS(NtFlushKey(copy), 0);
    CHECK_STATUS(NtClose(copy), 0);
    CHECK_STATUS(NtFlushKey(copy), STATUS_INVALID_HANDLE);
    end_test_key(key);
}

CASE(watching_ends_with_the_handle)
{
    HANDLE key = test_key(), other;
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    static IO_STATUS_BLOCK block;
    REQUIRE(open_below(key, L"", KEY_NOTIFY, FALSE, &other) == 0);
    CHECK_STATUS(NtNotifyChangeKey(other, event, NULL, NULL, &block, REG_NOTIFY_CHANGE_NAME, FALSE,
                                   NULL, 0, TRUE),
                 STATUS_PENDING);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    NtClose(other);
    CHECK_EQ(WaitForSingleObject(event, 2000), WAIT_OBJECT_0);
    end_test_key(key);
}

CASE(names_are_found_in_any_case)
{
    UNICODE_STRING name = NAME(L"v\u00e4rde"), upper = NAME(L"V\u00c4RDE");
    HANDLE key = test_key(), child, again;
    ULONG buffer[16], used;
    CHECK_STATUS(NtSetValueKey(key, &name, 0, REG_BINARY, "1", 1), 0);
    CHECK_STATUS(NtQueryValueKey(key, &upper, 2, buffer, sizeof buffer, &used), 0);
    CHECK_STATUS(open_below(key, L"schl\u00fcssel", KEY_ALL_ACCESS, TRUE, &child), 0);
    CHECK_STATUS(open_below(key, L"SCHL\u00dcSSEL", KEY_READ, FALSE, &again), 0);
    NtClose(again);
    NtDeleteKey(child);
    NtClose(child);
    end_test_key(key);
}

CASE(roots_take_no_new_keys)
{
    HANDLE key;
    WINE_DIFFERS("Wine lets an administrator make them");
    CHECK(open_below(NULL, L"\\Registry\\Bailey", KEY_ALL_ACCESS, TRUE, &key) < 0);
    CHECK(open_below(NULL, L"\\Registry\\Machine\\Bailey", KEY_ALL_ACCESS, TRUE, &key) < 0);
}
