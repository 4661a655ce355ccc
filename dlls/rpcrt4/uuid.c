/* rpcdce.h: universally unique identifiers (RFC 4122) and their text. */
#include "nt.h"
#include "random.h"
#include <rpc.h>

#define TEXT_SIZE 37

static const UUID nil;

RPC_STATUS WINAPI UuidCreate(UUID *uuid)
{
    if (BaileyRandom(uuid, sizeof *uuid) < 0)
        return RPC_S_UUID_NO_ADDRESS;
    uuid->Data3 = (uuid->Data3 & 0x0fff) | 0x4000;
    uuid->Data4[0] = (uuid->Data4[0] & 0x3f) | 0x80;
    return RPC_S_OK;
}

RPC_STATUS WINAPI UuidCreateNil(UUID *uuid)
{
    *uuid = nil;
    return RPC_S_OK;
}

/* Version 1: 100 ns since 15 October 1582. The node is random and says so by its multicast bit; a
 * program learns no hardware address here. */
RPC_STATUS WINAPI UuidCreateSequential(UUID *uuid)
{
    static volatile LONG64 last;
    static BYTE node[8]; /* clock sequence and node */
    static volatile LONG made;
    const LONG64 since_1601 = 0x00146bf33e42c000;
    FILETIME now;
    if (!InterlockedCompareExchange(&made, 1, 0)) {
        BaileyRandom(node, sizeof node);
        node[0] = (node[0] & 0x3f) | 0x80;
        node[2] |= 1;
    }
    GetSystemTimePreciseAsFileTime(&now);
    LONG64 time = (((LONG64)now.dwHighDateTime << 32) | now.dwLowDateTime) + since_1601, before;
    do {
        before = last;
        if (time <= before)
            time = before + 1;
    } while (InterlockedCompareExchange64(&last, time, before) != before);
    uuid->Data1 = (ULONG)time;
    uuid->Data2 = (USHORT)(time >> 32);
    uuid->Data3 = (USHORT)((time >> 48) & 0x0fff) | 0x1000;
    memcpy(uuid->Data4, node, sizeof node);
    return RPC_S_UUID_LOCAL_ONLY;
}

int WINAPI UuidCompare(UUID *one, UUID *two, RPC_STATUS *status)
{
    const UUID *a = one ? one : &nil, *b = two ? two : &nil;
    *status = RPC_S_OK;
    if (a->Data1 != b->Data1)
        return a->Data1 < b->Data1 ? -1 : 1;
    if (a->Data2 != b->Data2)
        return a->Data2 < b->Data2 ? -1 : 1;
    if (a->Data3 != b->Data3)
        return a->Data3 < b->Data3 ? -1 : 1;
    int order = memcmp(a->Data4, b->Data4, sizeof a->Data4);
    return order < 0 ? -1 : order > 0;
}

int WINAPI UuidEqual(UUID *one, UUID *two, RPC_STATUS *status)
{
    return UuidCompare(one, two, status) == 0;
}

int WINAPI UuidIsNil(UUID *uuid, RPC_STATUS *status)
{
    return UuidCompare(uuid, NULL, status) == 0;
}

/* Fletcher's sum over the bytes, as DCE's RPC specification gives it. */
unsigned short WINAPI UuidHash(UUID *uuid, RPC_STATUS *status)
{
    const BYTE *bytes = (const BYTE *)(uuid ? uuid : &nil);
    int c0 = 0, c1 = 0;
    *status = RPC_S_OK;
    for (unsigned i = 0; i < sizeof(UUID); i++) {
        c0 += bytes[i];
        c1 += c0;
    }
    int x = -c1 % 255, y = (c1 - c0) % 255;
    return (unsigned short)(((y < 0 ? y + 255 : y) << 8) | (x < 0 ? x + 255 : x));
}

/* ---- text */

static void write_text(const UUID *uuid, WCHAR *out)
{
    static const signed char order[] = {3,  2, 1, 0,  -1, 5,  4,  -1, 7,  6,
                                        -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};
    const BYTE *bytes = (const BYTE *)uuid;
    for (unsigned i = 0; i < sizeof order; i++) {
        if (order[i] < 0) {
            *out++ = '-';
            continue;
        }
        *out++ = L"0123456789abcdef"[bytes[order[i]] >> 4];
        *out++ = L"0123456789abcdef"[bytes[order[i]] & 15];
    }
    *out = 0;
}

RPC_STATUS WINAPI UuidToStringW(UUID *uuid, RPC_WSTR *text)
{
    *text = HeapAlloc(GetProcessHeap(), 0, TEXT_SIZE * sizeof(WCHAR));
    if (!*text)
        return RPC_S_OUT_OF_MEMORY;
    write_text(uuid ? uuid : &nil, *text);
    return RPC_S_OK;
}

RPC_STATUS WINAPI UuidToStringA(UUID *uuid, RPC_CSTR *text)
{
    WCHAR wide[TEXT_SIZE];
    *text = HeapAlloc(GetProcessHeap(), 0, TEXT_SIZE);
    if (!*text)
        return RPC_S_OUT_OF_MEMORY;
    write_text(uuid ? uuid : &nil, wide);
    for (int i = 0; i < TEXT_SIZE; i++)
        (*text)[i] = (unsigned char)wide[i];
    return RPC_S_OK;
}

static int digit(WCHAR c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

RPC_STATUS WINAPI UuidFromStringW(RPC_WSTR text, UUID *uuid)
{
    BYTE bytes[16];
    if (!text)
        return UuidCreateNil(uuid);
    for (int i = 0; i < 16; i++) {
        if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
            return RPC_S_INVALID_STRING_UUID;
        int high = digit(*text), low = high < 0 ? -1 : digit(text[1]);
        if (low < 0)
            return RPC_S_INVALID_STRING_UUID;
        bytes[i] = (BYTE)(high << 4 | low);
        text += 2;
    }
    if (*text)
        return RPC_S_INVALID_STRING_UUID;
    uuid->Data1 = (ULONG)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    uuid->Data2 = (USHORT)(bytes[4] << 8 | bytes[5]);
    uuid->Data3 = (USHORT)(bytes[6] << 8 | bytes[7]);
    memcpy(uuid->Data4, bytes + 8, 8);
    return RPC_S_OK;
}

RPC_STATUS WINAPI UuidFromStringA(RPC_CSTR text, UUID *uuid)
{
    WCHAR wide[TEXT_SIZE + 1];
    if (!text)
        return UuidCreateNil(uuid);
    for (int i = 0; i <= TEXT_SIZE; i++) {
        wide[i] = text[i];
        if (!text[i])
            return UuidFromStringW(wide, uuid);
    }
    return RPC_S_INVALID_STRING_UUID;
}

RPC_STATUS WINAPI RpcStringFreeW(RPC_WSTR *text)
{
    if (text && *text)
        HeapFree(GetProcessHeap(), 0, *text);
    if (text)
        *text = NULL;
    return RPC_S_OK;
}

RPC_STATUS WINAPI RpcStringFreeA(RPC_CSTR *text)
{
    return RpcStringFreeW((RPC_WSTR *)text);
}
