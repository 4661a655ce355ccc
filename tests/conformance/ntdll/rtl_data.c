/* Bitmaps, times, SIDs, lists of access, status codes, checksums and lists. */
#include "conformance.h"
#include <winternl.h>

typedef struct {
    ULONG size;
    ULONG *buffer;
} BITMAP_HEADER;

VOID NTAPI RtlInitializeBitMap(BITMAP_HEADER *, ULONG *, ULONG);
VOID NTAPI RtlSetBits(BITMAP_HEADER *, ULONG, ULONG);
VOID NTAPI RtlClearBits(BITMAP_HEADER *, ULONG, ULONG);
BOOLEAN NTAPI RtlAreBitsSet(BITMAP_HEADER *, ULONG, ULONG);
BOOLEAN NTAPI RtlAreBitsClear(BITMAP_HEADER *, ULONG, ULONG);
ULONG NTAPI RtlFindClearBits(BITMAP_HEADER *, ULONG, ULONG);
ULONG NTAPI RtlFindClearBitsAndSet(BITMAP_HEADER *, ULONG, ULONG);
ULONG NTAPI RtlFindSetBits(BITMAP_HEADER *, ULONG, ULONG);
ULONG NTAPI RtlNumberOfSetBits(BITMAP_HEADER *);
ULONG NTAPI RtlFindLongestRunClear(BITMAP_HEADER *, ULONG *);
ULONG NTAPI RtlFindNextForwardRunClear(BITMAP_HEADER *, ULONG, ULONG *);

CASE(bitmap_ranges)
{
    ULONG words[4] = {0};
    BITMAP_HEADER map;

    RtlInitializeBitMap(&map, words, 100);
    RtlSetBits(&map, 30, 40);
    CHECK_EQ(words[0], 0xc0000000);
    CHECK_EQ(words[1], 0xffffffff);
    CHECK_EQ(words[2], 0x3f);
    CHECK_EQ(RtlNumberOfSetBits(&map), 40);
    CHECK_EQ(RtlAreBitsSet(&map, 30, 40), TRUE);
    CHECK_EQ(RtlAreBitsSet(&map, 30, 41), FALSE);
    CHECK_EQ(RtlAreBitsClear(&map, 70, 30), TRUE);
    CHECK_EQ(RtlAreBitsClear(&map, 70, 31), FALSE);
    RtlClearBits(&map, 40, 1);
    CHECK_EQ(RtlNumberOfSetBits(&map), 39);
}

CASE(bitmap_searches)
{
    ULONG words[4] = {0}, start = 0;
    BITMAP_HEADER map;

    RtlInitializeBitMap(&map, words, 100);
    RtlSetBits(&map, 0, 10);
    RtlSetBits(&map, 20, 10);
    CHECK_EQ(RtlFindClearBits(&map, 5, 0), 10);
    CHECK_EQ(RtlFindClearBits(&map, 11, 0), 30);
    CHECK_EQ(RtlFindClearBits(&map, 71, 0), (ULONG)-1);
    CHECK_EQ(RtlFindSetBits(&map, 10, 1), 20);
    CHECK_EQ(RtlFindLongestRunClear(&map, &start), 70);
    CHECK_EQ(start, 30);
    CHECK_EQ(RtlFindNextForwardRunClear(&map, 5, &start), 10);
    CHECK_EQ(start, 10);
    CHECK_EQ(RtlFindClearBitsAndSet(&map, 10, 0), 10);
    CHECK_EQ(RtlAreBitsSet(&map, 0, 30), TRUE);
}

typedef struct {
    SHORT year, month, day, hour, minute, second, ms, weekday;
} FIELDS;

VOID NTAPI RtlTimeToTimeFields(const LARGE_INTEGER *, FIELDS *);
BOOLEAN NTAPI RtlTimeFieldsToTime(FIELDS *, LARGE_INTEGER *);
VOID NTAPI RtlSecondsSince1970ToTime(ULONG, LARGE_INTEGER *);

CASE(times)
{
    LARGE_INTEGER time, back;
    FIELDS f;
    ULONG seconds;

    RtlSecondsSince1970ToTime(951827696, &time);
    RtlTimeToTimeFields(&time, &f);
    CHECK_EQ(f.year, 2000);
    CHECK_EQ(f.month, 2);
    CHECK_EQ(f.day, 29);
    CHECK_EQ(f.hour, 12);
    CHECK_EQ(f.weekday, 2);
    CHECK_EQ(RtlTimeFieldsToTime(&f, &back), TRUE);
    CHECK_EQ(back.QuadPart, time.QuadPart);
    CHECK_EQ(RtlTimeToSecondsSince1970(&time, &seconds), TRUE);
    CHECK_EQ(seconds, 951827696);
    f.day = 30;
    CHECK_EQ(RtlTimeFieldsToTime(&f, &back), FALSE);
}

NTSTATUS NTAPI RtlAllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY, BYTE, DWORD, DWORD, DWORD,
                                           DWORD, DWORD, DWORD, DWORD, DWORD, PSID *);
DWORD NTAPI RtlLengthSid(PSID);
BOOLEAN NTAPI RtlEqualSid(PSID, PSID);
PVOID NTAPI RtlFreeSid(PSID);

CASE(sids)
{
    SID_IDENTIFIER_AUTHORITY nt = {SECURITY_NT_AUTHORITY};
    UNICODE_STRING text;
    PSID sid, other;

    CHECK_STATUS(RtlAllocateAndInitializeSid(&nt, 2, 32, 544, 0, 0, 0, 0, 0, 0, &sid), 0);
    CHECK_STATUS(RtlAllocateAndInitializeSid(&nt, 2, 32, 545, 0, 0, 0, 0, 0, 0, &other), 0);
    CHECK_EQ(RtlLengthSid(sid), 16);
    CHECK_EQ(RtlEqualSid(sid, sid), TRUE);
    CHECK_EQ(RtlEqualSid(sid, other), FALSE);
    CHECK_STATUS(RtlConvertSidToUnicodeString(&text, sid, TRUE), 0);
    CHECK_WSTR(text.Buffer, L"S-1-5-32-544");
    RtlFreeUnicodeString(&text);
    RtlFreeSid(sid);
    RtlFreeSid(other);
}

NTSTATUS NTAPI RtlCreateAcl(PACL, DWORD, DWORD);
NTSTATUS NTAPI RtlAddAccessAllowedAce(PACL, DWORD, DWORD, PSID);
NTSTATUS NTAPI RtlGetAce(PACL, DWORD, PVOID *);
NTSTATUS NTAPI RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR, DWORD);
NTSTATUS NTAPI RtlSetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR, BOOLEAN, PACL, BOOLEAN);
NTSTATUS NTAPI RtlMakeSelfRelativeSD(PSECURITY_DESCRIPTOR, PSECURITY_DESCRIPTOR, ULONG *);
BOOLEAN NTAPI RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR);

CASE(lists_of_access)
{
    WINE_DIFFERS("Wine 8 calls self-relative descriptors invalid");
    union {
        ACL acl;
        char room[64];
    } u;
    SID everyone = {1, 1, {SECURITY_WORLD_SID_AUTHORITY}, {0}};
    SECURITY_DESCRIPTOR sd;
    ACCESS_ALLOWED_ACE *ace;
    char relative[128];
    ULONG size = 10;

    CHECK_STATUS(RtlCreateAcl(&u.acl, 4, ACL_REVISION), 0xc0000023);
    CHECK_STATUS(RtlCreateAcl(&u.acl, sizeof u, ACL_REVISION), 0);
    CHECK_STATUS(RtlAddAccessAllowedAce(&u.acl, ACL_REVISION, 0x1f, &everyone), 0);
    CHECK_STATUS(RtlAddAccessAllowedAce(&u.acl, ACL_REVISION, 0x3f, &everyone), 0);
    CHECK_STATUS(RtlAddAccessAllowedAce(&u.acl, ACL_REVISION, 0x7f, &everyone), 0xc0000099);
    CHECK_STATUS(RtlGetAce(&u.acl, 1, (PVOID *)&ace), 0);
    CHECK_EQ(ace->Mask, 0x3f);
    CHECK_STATUS(RtlGetAce(&u.acl, 2, (PVOID *)&ace), STATUS_INVALID_PARAMETER);
    CHECK_STATUS(RtlCreateSecurityDescriptor(&sd, 1), 0);
    CHECK_STATUS(RtlSetDaclSecurityDescriptor(&sd, TRUE, &u.acl, FALSE), 0);
    CHECK_STATUS(RtlMakeSelfRelativeSD(&sd, relative, &size), 0xc0000023);
    CHECK_EQ(size, 20 + 64);
    CHECK_STATUS(RtlMakeSelfRelativeSD(&sd, relative, &size), 0);
    CHECK_EQ(RtlValidSecurityDescriptor(relative), TRUE);
}

CASE(status_codes)
{
    CHECK_EQ(RtlNtStatusToDosError(0), 0);
    CHECK_EQ(RtlNtStatusToDosError(0xc0000022), ERROR_ACCESS_DENIED);
    CHECK_EQ(RtlNtStatusToDosError(0xc0000034), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(RtlNtStatusToDosError(0xc000003a), ERROR_PATH_NOT_FOUND);
    CHECK_EQ(RtlNtStatusToDosError(0xc0000017), ERROR_NOT_ENOUGH_MEMORY);
    CHECK_EQ(RtlNtStatusToDosError(0x80000006), ERROR_NO_MORE_FILES);
    CHECK_EQ(RtlNtStatusToDosError(0xc000000d), ERROR_INVALID_PARAMETER);
    CHECK_EQ(RtlNtStatusToDosError(0x00000103), ERROR_IO_PENDING);
    CHECK_EQ(RtlNtStatusToDosError(0xc0010005), 5);
    CHECK_EQ(RtlNtStatusToDosError(0x80070002), 2);
    CHECK_EQ(RtlNtStatusToDosError(0xcfffffff), ERROR_MR_MID_NOT_FOUND);
}

DWORD NTAPI RtlComputeCrc32(DWORD, const BYTE *, INT);

CASE(checksum_and_random)
{
    ULONG seed = 0;

    CHECK_EQ(RtlComputeCrc32(0, (const BYTE *)"123456789", 9), 0xcbf43926);
    CHECK_EQ(RtlUniform(&seed), 0x7fffffc3);
    CHECK_EQ(seed, 0x7fffffc3);
}

CASE(interlocked_lists)
{
    SLIST_HEADER head;
    struct {
        SLIST_ENTRY entry;
    } __attribute__((aligned(16))) items[3];

    InitializeSListHead(&head);
    CHECK_PTR(InterlockedPopEntrySList(&head), NULL);
    CHECK_PTR(InterlockedPushEntrySList(&head, &items[0].entry), NULL);
    CHECK_PTR(InterlockedPushEntrySList(&head, &items[1].entry), &items[0].entry);
    CHECK_PTR(InterlockedPushEntrySList(&head, &items[2].entry), &items[1].entry);
    CHECK_EQ(QueryDepthSList(&head), 3);
    CHECK_PTR(InterlockedPopEntrySList(&head), &items[2].entry);
    CHECK_PTR(InterlockedFlushSList(&head), &items[1].entry);
    CHECK_EQ(QueryDepthSList(&head), 0);
    CHECK_PTR(InterlockedFlushSList(&head), NULL);
}

CASE(printf_of_ntdll)
{
    int (*print)(char *, size_t, const char *, ...) =
        (void *)GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "_snprintf");
    char to[64];

    REQUIRE(print != NULL);
    CHECK_EQ(print(to, 64, "%d %5u|%-5x|%05d %s %S %c", -7, 42u, 255, -42, "abc", L"wide", 'z'),
             31);
    CHECK_STR(to, "-7    42|ff   |-0042 abc wide z");
    CHECK_EQ(print(to, 4, "%s", "abcdef"), -1);
    CHECK_EQ(print(to, 64, "%I64x %p", 0x123456789abcll, (void *)0x10), 29);
}
