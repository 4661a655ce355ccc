/* Counted strings, numbers, GUIDs, case: what ntdll does without the system's help. */
#include "conformance.h"
#include <winternl.h>

NTSTATUS NTAPI RtlInitUnicodeStringEx(UNICODE_STRING *, PCWSTR);
LONG NTAPI RtlCompareUnicodeString(const UNICODE_STRING *, const UNICODE_STRING *, BOOLEAN);
BOOLEAN NTAPI RtlEqualUnicodeString(const UNICODE_STRING *, const UNICODE_STRING *, BOOLEAN);
NTSTATUS NTAPI RtlHashUnicodeString(const UNICODE_STRING *, BOOLEAN, ULONG, ULONG *);
NTSTATUS NTAPI RtlAppendUnicodeToString(UNICODE_STRING *, PCWSTR);
VOID NTAPI RtlCopyUnicodeString(UNICODE_STRING *, const UNICODE_STRING *);
NTSTATUS NTAPI RtlUpcaseUnicodeString(UNICODE_STRING *, const UNICODE_STRING *, BOOLEAN);
NTSTATUS NTAPI RtlUnicodeStringToInteger(const UNICODE_STRING *, ULONG, ULONG *);
NTSTATUS NTAPI RtlIntegerToUnicodeString(ULONG, ULONG, UNICODE_STRING *);
NTSTATUS NTAPI RtlGUIDFromString(const UNICODE_STRING *, GUID *);
NTSTATUS NTAPI RtlStringFromGUID(const GUID *, UNICODE_STRING *);
NTSTATUS NTAPI RtlDuplicateUnicodeString(ULONG, const UNICODE_STRING *, UNICODE_STRING *);
NTSTATUS NTAPI RtlFindCharInUnicodeString(ULONG, const UNICODE_STRING *, const UNICODE_STRING *,
                                          USHORT *);
NTSTATUS NTAPI RtlMultiByteToUnicodeN(PWCH, ULONG, ULONG *, const char *, ULONG);
NTSTATUS NTAPI RtlUnicodeToMultiByteN(char *, ULONG, ULONG *, PCWSTR, ULONG);
NTSTATUS NTAPI RtlUTF8ToUnicodeN(PWSTR, ULONG, ULONG *, const char *, ULONG);
NTSTATUS NTAPI RtlUnicodeToUTF8N(char *, ULONG, ULONG *, PCWSTR, ULONG);
WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR);
BOOLEAN NTAPI RtlCreateUnicodeString(UNICODE_STRING *, PCWSTR);

static UNICODE_STRING str(PCWSTR text)
{
    UNICODE_STRING s;

    RtlInitUnicodeString(&s, text);
    return s;
}

CASE(initialise)
{
    UNICODE_STRING s = str(L"abc");

    CHECK_EQ(s.Length, 6);
    CHECK_EQ(s.MaximumLength, 8);
    s = str(NULL);
    CHECK_EQ(s.Length, 0);
    CHECK_EQ(s.MaximumLength, 0);
    CHECK_PTR(s.Buffer, NULL);
    CHECK_STATUS(RtlInitUnicodeStringEx(&s, L"x"), 0);
}

CASE(compare)
{
    UNICODE_STRING a = str(L"abc"), b = str(L"ABD"), c = str(L"ab");

    CHECK(RtlCompareUnicodeString(&a, &b, FALSE) > 0);
    CHECK(RtlCompareUnicodeString(&a, &b, TRUE) < 0);
    CHECK(RtlCompareUnicodeString(&a, &c, TRUE) > 0);
    b = str(L"ABC");
    CHECK_EQ(RtlEqualUnicodeString(&a, &b, TRUE), TRUE);
    CHECK_EQ(RtlEqualUnicodeString(&a, &b, FALSE), FALSE);
    CHECK_EQ(RtlPrefixUnicodeString(&c, &b, TRUE), TRUE);
    CHECK_EQ(RtlPrefixUnicodeString(&c, &b, FALSE), FALSE);
    CHECK_EQ(RtlPrefixUnicodeString(&b, &c, TRUE), FALSE);
}

CASE(hash)
{
    UNICODE_STRING a = str(L"Test"), b = str(L"TEST");
    ULONG x = 0, y = 0;

    CHECK_STATUS(RtlHashUnicodeString(&a, TRUE, 1, &x), 0);
    CHECK_STATUS(RtlHashUnicodeString(&b, FALSE, 0, &y), 0);
    CHECK_EQ(x, y);
    CHECK_STATUS(RtlHashUnicodeString(&a, FALSE, 1, &y), 0);
    CHECK(x != y);
    CHECK_STATUS(RtlHashUnicodeString(&a, FALSE, 2, &y), STATUS_INVALID_PARAMETER);
}

CASE(append_and_copy)
{
    WCHAR room[6];
    UNICODE_STRING s = {0, sizeof room, room}, t = str(L"longer than that");

    CHECK_STATUS(RtlAppendUnicodeToString(&s, L"abc"), 0);
    CHECK_EQ(s.Length, 6);
    CHECK_EQ(room[3], 0);
    CHECK_STATUS(RtlAppendUnicodeToString(&s, L"defg"), 0xc0000023);
    CHECK_EQ(s.Length, 6);
    CHECK_STATUS(RtlAppendUnicodeToString(&s, L"def"), 0);
    RtlCopyUnicodeString(&s, &t);
    CHECK_EQ(s.Length, 12);
    CHECK_EQ(room[5], 'r');
}

CASE(ansi_and_back)
{
    ANSI_STRING a;
    UNICODE_STRING u;

    RtlInitAnsiString(&a, "caf\xe9");
    CHECK_STATUS(RtlAnsiStringToUnicodeString(&u, &a, TRUE), 0);
    CHECK_EQ(u.Length, 8);
    CHECK_EQ(u.MaximumLength, 10);
    CHECK_EQ(u.Buffer[3], 0xe9);
    CHECK_EQ(u.Buffer[4], 0);
    CHECK_STATUS(RtlUnicodeStringToAnsiString(&a, &u, TRUE), 0);
    CHECK_EQ(a.Length, 4);
    CHECK_EQ(a.MaximumLength, 5);
    CHECK_STR(a.Buffer, "caf\xe9");
    RtlFreeAnsiString(&a);
    RtlFreeUnicodeString(&u);
    CHECK_PTR(u.Buffer, NULL);
}

CASE(upcase)
{
    UNICODE_STRING s = str(L"stra\x00df"
                           L"e\x00ff"),
                   t;

    CHECK_STATUS(RtlUpcaseUnicodeString(&t, &s, TRUE), 0);
    CHECK_EQ(t.Length, s.Length);
    CHECK_EQ(t.Buffer[4], 0xdf);
    CHECK_EQ(t.Buffer[6], 0x178);
    RtlFreeUnicodeString(&t);
    CHECK_EQ(RtlUpcaseUnicodeChar(0x3c3), 0x3a3);
    CHECK_EQ(RtlUpcaseUnicodeChar(0x1f80), 0x1f88);
    CHECK_EQ(RtlUpcaseUnicodeChar(0xff41), 0xff21);
}

CASE(multi_byte_cuts_off)
{
    WCHAR to[4];
    char back[4];
    ULONG used;

    CHECK_STATUS(RtlMultiByteToUnicodeN(to, 4, &used, "abc", 3), 0);
    CHECK_EQ(used, 4);
    CHECK_STATUS(RtlUnicodeToMultiByteN(back, 2, &used, L"abc", 6), 0);
    CHECK_EQ(used, 2);
    CHECK_STATUS(RtlMultiByteToUnicodeN(to, 8, &used, "abc", 3), 0);
    CHECK_EQ(used, 6);
}

CASE(utf8)
{
    WCHAR to[4];
    char back[8];
    ULONG used;

    CHECK_STATUS(RtlUTF8ToUnicodeN(to, 8, &used, "\xe2\x82\xac", 3), 0);
    CHECK_EQ(used, 2);
    CHECK_STATUS(RtlUTF8ToUnicodeN(to, 8, &used, "\xff", 1), 0x107);
    CHECK_EQ(to[0], 0xfffd);
    CHECK_STATUS(RtlUTF8ToUnicodeN(to, 2, &used, "ab", 2), 0xc0000023);
    CHECK_STATUS(RtlUnicodeToUTF8N(back, 8, &used, L"\x20ac", 2), 0);
    CHECK_EQ(used, 3);
    CHECK_STATUS(RtlUnicodeToUTF8N(NULL, 0, &used, L"a\x20ac", 4), 0);
    CHECK_EQ(used, 4);
}

CASE(integers)
{
    UNICODE_STRING s;
    ULONG value = 0;
    WCHAR room[16];

    s = str(L" 0x1f ");
    CHECK_STATUS(RtlUnicodeStringToInteger(&s, 0, &value), 0);
    CHECK_EQ(value, 31);
    s = str(L"-12abc");
    CHECK_STATUS(RtlUnicodeStringToInteger(&s, 0, &value), 0);
    CHECK_EQ(value, (ULONG)-12);
    s = str(L"0b101");
    CHECK_STATUS(RtlUnicodeStringToInteger(&s, 0, &value), 0);
    CHECK_EQ(value, 5);
    CHECK_STATUS(RtlUnicodeStringToInteger(&s, 7, &value), STATUS_INVALID_PARAMETER);
    CHECK_STATUS(RtlCharToInteger("777", 8, &value), 0);
    CHECK_EQ(value, 511);
    s = (UNICODE_STRING){0, sizeof room, room};
    CHECK_STATUS(RtlIntegerToUnicodeString(0xbeef, 16, &s), 0);
    CHECK_WSTR(room, L"BEEF");
    s.MaximumLength = 4;
    CHECK_STATUS(RtlIntegerToUnicodeString(12345, 10, &s), 0x80000005);
}

CASE(guids)
{
    UNICODE_STRING s = str(L"{12345678-9abc-DEF0-0123-456789abcdef}"), t;
    GUID guid;

    CHECK_STATUS(RtlGUIDFromString(&s, &guid), 0);
    CHECK_EQ(guid.Data1, 0x12345678);
    CHECK_EQ(guid.Data3, 0xdef0);
    CHECK_EQ(guid.Data4[0], 0x01);
    CHECK_EQ(guid.Data4[7], 0xef);
    CHECK_STATUS(RtlStringFromGUID(&guid, &t), 0);
    CHECK_WSTR(t.Buffer, L"{12345678-9ABC-DEF0-0123-456789ABCDEF}");
    RtlFreeUnicodeString(&t);
    s = str(L"{12345678-9abc-DEF0-0123-456789abcdeg}");
    CHECK_STATUS(RtlGUIDFromString(&s, &guid), STATUS_INVALID_PARAMETER);
}

CASE(duplicate)
{
    UNICODE_STRING s = str(L"abc"), t;

    CHECK_STATUS(RtlDuplicateUnicodeString(1, &s, &t), 0);
    CHECK_EQ(t.Length, 6);
    CHECK_EQ(t.MaximumLength, 8);
    CHECK_WSTR(t.Buffer, L"abc");
    RtlFreeUnicodeString(&t);
    CHECK_STATUS(RtlDuplicateUnicodeString(2, &s, &t), STATUS_INVALID_PARAMETER);
}

CASE(find_characters)
{
    UNICODE_STRING s = str(L"C:\\dir\\file"), set = str(L"\\/");
    USHORT at = 0;

    CHECK_STATUS(RtlFindCharInUnicodeString(0, &s, &set, &at), 0);
    CHECK_EQ(at, 6);
    CHECK_STATUS(RtlFindCharInUnicodeString(1, &s, &set, &at), 0);
    CHECK_EQ(at, 12);
    set = str(L"?");
    CHECK_STATUS(RtlFindCharInUnicodeString(0, &s, &set, &at), 0xc0000225);
}
