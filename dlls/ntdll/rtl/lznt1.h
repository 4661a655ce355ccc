/*
 * lznt1.h - the compression of NTFS files, [MS-XCA] 2.5, one chunk at a time.
 *
 * A chunk stands for 4096 bytes, the last one for fewer. Its header is a 16-bit word: size of what
 * follows less 1, the signature 3, and a bit for "compressed".
 */
#ifndef BAILEY_LZNT1_H
#define BAILEY_LZNT1_H

#include "nt.h"

#define LZNT1_CHUNK 4096u

/* What compressing needs; the caller's, through RtlGetCompressionWorkSpaceSize. */
typedef struct LZNT1_WORK {
    USHORT head[4096];            /* by hash: the last place + 1 */
    USHORT previous[LZNT1_CHUNK]; /* by place: the one before with that hash, + 1 */
} LZNT1_WORK;

/* One chunk with its header; chain: how many earlier places are tried. Returns its size, 0 where it
 * does not fit. */
ULONG lznt1_compress_chunk(const UCHAR *from, ULONG size, UCHAR *to, ULONG room, ULONG chain,
                           LZNT1_WORK *work);
/* The bytes that the chunk at `from` takes, header included; 0 at the end of the data. Larger than
 * `size` where the data is cut off. */
ULONG lznt1_chunk_size(const UCHAR *from, ULONG size);
/* Decodes the chunk until it ends or `to` is full. FALSE: it is damaged. */
BOOLEAN lznt1_decompress_chunk(const UCHAR *from, ULONG size, UCHAR *to, ULONG room, ULONG *done);

#endif
