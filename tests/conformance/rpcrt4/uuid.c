/*
 * rpcdce.h: UUIDs.
 * Links: -lrpcrt4 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <rpc.h>

static UUID known = {0x12345678, 0x9abc, 0xdef0, {1, 2, 3, 4, 5, 6, 7, 0xfe}};

CASE(a_new_one_is_random)
{
    UUID a, b;
    RPC_STATUS status;
    CHECK_EQ(UuidCreate(&a), RPC_S_OK);
    CHECK_EQ(UuidCreate(&b), RPC_S_OK);
    CHECK(!UuidEqual(&a, &b, &status));
    CHECK_EQ(a.Data3 >> 12, 4);
    CHECK_EQ(a.Data4[0] & 0xc0, 0x80);
}

CASE(text_and_back)
{
    WINE_DIFFERS("Wine 8 leaves the pointer to a freed string");
    RPC_WSTR text = NULL;
    UUID back;
    RPC_STATUS status;
    CHECK_EQ(UuidToStringW(&known, &text), RPC_S_OK);
    CHECK_WSTR(text, L"12345678-9abc-def0-0102-0304050607fe");
    CHECK_EQ(UuidFromStringW(text, &back), RPC_S_OK);
    CHECK(UuidEqual(&back, &known, &status));
    CHECK_EQ(RpcStringFreeW(&text), RPC_S_OK);
    CHECK_PTR(text, NULL);
}

CASE(narrow_text)
{
    RPC_CSTR text = NULL;
    UUID back;
    RPC_STATUS status;
    CHECK_EQ(UuidToStringA(&known, &text), RPC_S_OK);
    CHECK_STR((char *)text, "12345678-9abc-def0-0102-0304050607fe");
    CHECK_EQ(UuidFromStringA((RPC_CSTR) "12345678-9ABC-DEF0-0102-0304050607FE", &back), RPC_S_OK);
    CHECK(UuidEqual(&back, &known, &status));
    RpcStringFreeA(&text);
}

CASE(bad_text_is_refused)
{
    UUID back;
    CHECK_EQ(UuidFromStringW((RPC_WSTR)L"12345678-9abc-def0-0102-0304050607f", &back),
             RPC_S_INVALID_STRING_UUID);
    CHECK_EQ(UuidFromStringW((RPC_WSTR)L"12345678-9abc-def0-0102-0304050607feX", &back),
             RPC_S_INVALID_STRING_UUID);
    CHECK_EQ(UuidFromStringW((RPC_WSTR)L"12345678+9abc-def0-0102-0304050607fe", &back),
             RPC_S_INVALID_STRING_UUID);
    CHECK_EQ(UuidFromStringW((RPC_WSTR)L"g2345678-9abc-def0-0102-0304050607fe", &back),
             RPC_S_INVALID_STRING_UUID);
}

CASE(no_text_is_nil)
{
    UUID back = known;
    RPC_STATUS status = 1;
    CHECK_EQ(UuidFromStringW(NULL, &back), RPC_S_OK);
    CHECK(UuidIsNil(&back, &status));
    CHECK_EQ(status, RPC_S_OK);
    CHECK(!UuidIsNil(&known, &status));
}

CASE(they_are_ordered_by_fields)
{
    UUID a = known, b = known;
    RPC_STATUS status;
    CHECK_EQ(UuidCompare(&a, &b, &status), 0);
    b.Data4[7]++;
    CHECK_EQ(UuidCompare(&a, &b, &status), -1);
    a.Data1 = 0xffffffff; /* unsigned */
    CHECK_EQ(UuidCompare(&a, &b, &status), 1);
    CHECK_EQ(UuidCompare(NULL, &b, &status), -1);
    CHECK_EQ(UuidHash(&known, &status), UuidHash(&known, &status));
}

CASE(sequential_ones_follow_in_time)
{
    UUID a, b;
    RPC_STATUS status = UuidCreateSequential(&a);
    CHECK(status == RPC_S_OK || status == RPC_S_UUID_LOCAL_ONLY);
    UuidCreateSequential(&b);
    CHECK_EQ(a.Data3 >> 12, 1);
    CHECK(!memcmp(a.Data4 + 2, b.Data4 + 2, 6)); /* the same node */
    CHECK(memcmp(&a, &b, sizeof a) != 0);
}
