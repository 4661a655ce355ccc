/* LZNT1 compression, and telling UTF-16 from other text. */
#include "conformance.h"
#include <winternl.h>

NTSTATUS NTAPI RtlGetCompressionWorkSpaceSize(USHORT, ULONG *, ULONG *);
NTSTATUS NTAPI RtlCompressBuffer(USHORT, PVOID, ULONG, PVOID, ULONG, ULONG, ULONG *, PVOID);
NTSTATUS NTAPI RtlDecompressBuffer(USHORT, PVOID, ULONG, const void *, ULONG, ULONG *);
NTSTATUS NTAPI RtlDecompressFragment(USHORT, PVOID, ULONG, const void *, ULONG, ULONG, ULONG *,
                                     PVOID);
BOOLEAN NTAPI RtlIsTextUnicode(const VOID *, INT, INT *);

#define LZNT1           2
#define MAXIMUM_ENGINE  0x100
#define BAD_COMPRESSION ((NTSTATUS)0xC0000242)
#define UNSUPPORTED     ((NTSTATUS)0xC000025F)
#define INVALID         ((NTSTATUS)0xC000000D)
#define TOO_SMALL       ((NTSTATUS)0xC0000023)
#define SIZE            20000

static UCHAR text[SIZE], packed[2 * SIZE], again[SIZE + 100];
static UCHAR workspace[1 << 18];

static void fill_text(void)
{
    for (ULONG i = 0; i < SIZE; i++)
        text[i] = (UCHAR)("the quick brown fox "[i % 20] + (i % 640 == 7));
}

static BOOL same(const UCHAR *a, const UCHAR *b, ULONG size)
{
    while (size--)
        if (*a++ != *b++)
            return FALSE;
    return TRUE;
}

CASE(compression_comes_back)
{
    ULONG size = 0, back = 0;

    fill_text();
    for (USHORT engine = 0; engine <= MAXIMUM_ENGINE; engine += MAXIMUM_ENGINE) {
        CHECK_EQ(RtlCompressBuffer(LZNT1 | engine, text, SIZE, packed, sizeof packed, 4096, &size,
                                   workspace),
                 0);
        CHECK_EQ(RtlDecompressBuffer(LZNT1, again, sizeof again, packed, size, &back), 0);
        CHECK_EQ(back, SIZE);
        CHECK(same(text, again, SIZE));
    }
}

CASE(compression_makes_it_smaller)
{
    WINE_DIFFERS("stores the text as it is");
    ULONG size = 0;

    fill_text();
    CHECK_EQ(RtlCompressBuffer(LZNT1, text, SIZE, packed, sizeof packed, 4096, &size, workspace),
             0);
    CHECK(size < SIZE / 8);
}

CASE(noise_grows_by_its_headers)
{
    ULONG size = 0, back = 0, seed = 1;

    for (ULONG i = 0; i < SIZE; i++)
        text[i] = (UCHAR)((seed = seed * 1103515245 + 12345) >> 16);
    CHECK_EQ(RtlCompressBuffer(LZNT1, text, SIZE, packed, sizeof packed, 4096, &size, workspace),
             0);
    CHECK_EQ(size, SIZE + 2 * 5);
    CHECK_EQ(packed[0], 0xff);
    CHECK_EQ(packed[1], 0x3f);
    CHECK_EQ(RtlDecompressBuffer(LZNT1, again, sizeof again, packed, size, &back), 0);
    CHECK_EQ(back, SIZE);
    CHECK(same(text, again, SIZE));
    CHECK_EQ(RtlCompressBuffer(LZNT1, text, SIZE, packed, SIZE, 4096, &size, workspace), TOO_SMALL);
}

CASE(known_streams_decompress)
{
    /* [MS-XCA] 2.5: one literal, then a pair that overlaps itself. */
    static const UCHAR repeat[] = {0x03, 0xb0, 0x02, 'a', 0x05, 0x00};
    static const UCHAR two[] = {0x00, 0x30, 'x', 0x00, 0x30, 'y'};
    static const UCHAR far_back[] = {0x03, 0xb0, 0x02, 'a', 0x05, 0x10};
    ULONG size = 0;

    CHECK_EQ(RtlDecompressBuffer(LZNT1, again, 100, repeat, sizeof repeat, &size), 0);
    CHECK_EQ(size, 9);
    CHECK(same(again, (const UCHAR *)"aaaaaaaaa", 9));
    again[1] = 7;
    CHECK_EQ(RtlDecompressBuffer(LZNT1, again, 8000, two, sizeof two, &size), 0);
    CHECK_EQ(size, 4097);
    CHECK_EQ(again[0], 'x');
    CHECK_EQ(again[1], 0);
    CHECK_EQ(again[4096], 'y');
    CHECK_EQ(RtlDecompressBuffer(LZNT1, again, 100, far_back, sizeof far_back, &size),
             BAD_COMPRESSION);
}

CASE(decompression_stops_where_room_ends)
{
    static const UCHAR repeat[] = {0x03, 0xb0, 0x02, 'a', 0x05, 0x00};
    ULONG size = 0;

    again[4] = '!';
    CHECK_EQ(RtlDecompressBuffer(LZNT1, again, 4, repeat, sizeof repeat, &size), 0);
    CHECK_EQ(size, 4);
    CHECK_EQ(again[4], '!');
    CHECK_EQ(RtlDecompressBuffer(LZNT1, again, 100, repeat, sizeof repeat - 1, &size),
             BAD_COMPRESSION);
}

CASE(fragment_starts_inside)
{
    ULONG size = 0, got = 0;

    fill_text();
    RtlCompressBuffer(LZNT1, text, SIZE, packed, sizeof packed, 4096, &size, workspace);
    CHECK_EQ(RtlDecompressFragment(LZNT1, again, 5000, packed, size, 4000, &got, workspace), 0);
    CHECK_EQ(got, 5000);
    CHECK(same(again, text + 4000, 5000));
}

CASE(formats_are_checked)
{
    ULONG a = 0, b = 0;

    CHECK_EQ(RtlGetCompressionWorkSpaceSize(LZNT1, &a, &b), 0);
    CHECK_EQ(b, 0x1000);
    CHECK_EQ(RtlGetCompressionWorkSpaceSize(0, &a, &b), INVALID);
    CHECK_EQ(RtlGetCompressionWorkSpaceSize(1, &a, &b), INVALID);
    CHECK_EQ(RtlDecompressBuffer(0, again, 100, packed, 10, &a), INVALID);
    CHECK_EQ(RtlDecompressBuffer(0xff, again, 100, packed, 10, &a), UNSUPPORTED);
}

CASE(unicode_text_is_told)
{
    INT flags = IS_TEXT_UNICODE_SIGNATURE;

    CHECK(RtlIsTextUnicode(L"\xfeffhello", 12, &flags));
    CHECK_EQ(flags, IS_TEXT_UNICODE_SIGNATURE);
    CHECK(RtlIsTextUnicode(L"hello, this is text", 38, NULL));
    CHECK(!RtlIsTextUnicode("hello, this is eight bit", 24, NULL));
    flags = IS_TEXT_UNICODE_ODD_LENGTH;
    CHECK(!RtlIsTextUnicode(L"hello", 9, &flags));
    CHECK_EQ(flags, IS_TEXT_UNICODE_ODD_LENGTH);
    flags = IS_TEXT_UNICODE_REVERSE_SIGNATURE;
    CHECK(!RtlIsTextUnicode(L"\xfffe\x4100", 4, &flags));
    CHECK_EQ(flags, IS_TEXT_UNICODE_REVERSE_SIGNATURE);
    flags = IS_TEXT_UNICODE_CONTROLS;
    CHECK(RtlIsTextUnicode(L"two words", 18, &flags));
    CHECK_EQ(flags, IS_TEXT_UNICODE_CONTROLS);
    CHECK(!RtlIsTextUnicode("x", 1, NULL));
}
