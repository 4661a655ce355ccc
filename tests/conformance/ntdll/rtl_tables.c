/* Balanced tables and Internet addresses as text. */
#include "conformance.h"
#include <winternl.h>

typedef struct {
    void *root[4];
    PVOID ordered;
    ULONG which, count, depth;
    void *restart;
    ULONG deleted;
    void *routines[3];
    PVOID context;
} TABLE;

VOID NTAPI RtlInitializeGenericTableAvl(TABLE *, PVOID, PVOID, PVOID, PVOID);
PVOID NTAPI RtlInsertElementGenericTableAvl(TABLE *, PVOID, ULONG, BOOLEAN *);
BOOLEAN NTAPI RtlDeleteElementGenericTableAvl(TABLE *, PVOID);
PVOID NTAPI RtlLookupElementGenericTableAvl(TABLE *, PVOID);
PVOID NTAPI RtlEnumerateGenericTableAvl(TABLE *, BOOLEAN);
ULONG NTAPI RtlNumberGenericTableElementsAvl(TABLE *);

static int NTAPI compare(TABLE *table, int *a, int *b)
{
    return *a < *b ? 0 : *a > *b ? 1 : 2;
}

static PVOID NTAPI allocate(TABLE *table, ULONG size)
{
    return HeapAlloc(GetProcessHeap(), 0, size);
}

static VOID NTAPI release(TABLE *table, PVOID node)
{
    HeapFree(GetProcessHeap(), 0, node);
}

CASE(balanced_table)
{
    WINE_DIFFERS("Wine 8 has no balanced tables");
    TABLE table;
    BOOLEAN is_new = FALSE;
    int value, last = -1, count = 0;

    RtlInitializeGenericTableAvl(&table, compare, allocate, release, NULL);
    for (int i = 0; i < 1000; i++) {
        value = i * 617 % 1000;
        CHECK(RtlInsertElementGenericTableAvl(&table, &value, sizeof value, &is_new) != NULL);
        CHECK_EQ(is_new, TRUE);
    }
    CHECK(RtlInsertElementGenericTableAvl(&table, &value, sizeof value, &is_new) != NULL);
    CHECK_EQ(is_new, FALSE);
    CHECK_EQ(RtlNumberGenericTableElementsAvl(&table), 1000);
    for (value = 0; value < 1000; value += 3)
        CHECK_EQ(RtlDeleteElementGenericTableAvl(&table, &value), TRUE);
    value = 3;
    CHECK_EQ(RtlDeleteElementGenericTableAvl(&table, &value), FALSE);
    CHECK_PTR(RtlLookupElementGenericTableAvl(&table, &value), NULL);
    value = 4;
    CHECK_EQ(*(int *)RtlLookupElementGenericTableAvl(&table, &value), 4);
    for (int *p = RtlEnumerateGenericTableAvl(&table, TRUE); p;
         p = RtlEnumerateGenericTableAvl(&table, FALSE)) {
        CHECK(*p > last && *p % 3);
        last = *p;
        count++;
    }
    CHECK_EQ(count, 666);
}

static FARPROC ntdll(const char *name)
{
    FARPROC address = GetProcAddress(GetModuleHandleW(L"ntdll.dll"), name);

    REQUIRE(address != NULL);
    return address;
}

static const char *text_of(const USHORT *words)
{
    static char text[64];
    USHORT network[8];
    PSTR(NTAPI * print)(const void *, PSTR) = (void *)ntdll("RtlIpv6AddressToStringA");

    for (int i = 0; i < 8; i++)
        network[i] = (USHORT)(words[i] << 8 | words[i] >> 8);
    print(network, text);
    return text;
}

CASE(ipv6_as_text)
{
    CHECK_STR(text_of((USHORT[8]){0}), "::");
    CHECK_STR(text_of((USHORT[8]){0, 0, 0, 0, 0, 0, 0, 1}), "::1");
    CHECK_STR(text_of((USHORT[8]){0x2001, 0xdb8, 0, 0, 1, 0, 0, 1}), "2001:db8::1:0:0:1");
    CHECK_STR(text_of((USHORT[8]){1, 2, 3, 4, 5, 6, 7, 8}), "1:2:3:4:5:6:7:8");
    CHECK_STR(text_of((USHORT[8]){0xfe80, 0, 0, 0, 0, 0, 0, 0}), "fe80::");
    CHECK_STR(text_of((USHORT[8]){0, 0, 0, 0, 0, 0xffff, 0xc0a8, 0x0102}), "::ffff:192.168.1.2");
}

CASE(ipv6_from_text)
{
    static const char *const bad[] = {"1::2::3", "1:2:3", "12345::", ":1", "1:2:3:4:5:6:7:8:9"};
    LONG(NTAPI * parse)(PCSTR, PCSTR *, void *) = (void *)ntdll("RtlIpv6StringToAddressA");
    USHORT words[8];
    PCSTR end;

    CHECK_STATUS(parse("2001:db8::1:0:0:1", &end, words), 0);
    CHECK_EQ(*end, 0);
    CHECK_EQ(words[0], 0x0120);
    CHECK_EQ(words[4], 0x0100);
    CHECK_EQ(words[7], 0x0100);
    CHECK_STATUS(parse("::", &end, words), 0);
    CHECK_EQ(words[0], 0);
    CHECK_STATUS(parse("::ffff:1.2.3.4", &end, words), 0);
    CHECK_EQ(words[6], 0x0201);
    for (int i = 0; i < 5; i++) {
        LONG status = parse(bad[i], &end, words);

        CHECK(status != 0 || *end);
    }
}

CASE(ipv4_text)
{
    PSTR(NTAPI * print)(const void *, PSTR) = (void *)ntdll("RtlIpv4AddressToStringA");
    LONG(NTAPI * parse)(PCSTR, BOOLEAN, PCSTR *, void *) = (void *)ntdll("RtlIpv4StringToAddressA");
    char text[16];
    ULONG value;
    PCSTR end;

    print("\x7f\x00\x00\x01", text);
    CHECK_STR(text, "127.0.0.1");
    CHECK_STATUS(parse("10.0.0.255x", TRUE, &end, &value), 0);
    CHECK_EQ(value, 0xff00000a);
    CHECK_EQ(*end, 'x');
    CHECK_STATUS(parse("1.2", TRUE, &end, &value), STATUS_INVALID_PARAMETER);
    CHECK_STATUS(parse("1.2", FALSE, &end, &value), 0);
    CHECK_EQ(value, 0x02000001);
    CHECK_STATUS(parse("0x7f.1", FALSE, &end, &value), 0);
    CHECK_EQ(value, 0x0100007f);
    CHECK_STATUS(parse("256.1.1.1", TRUE, &end, &value), STATUS_INVALID_PARAMETER);
}
