/*
 * compress.c - RtlCompressBuffer and its relations, for LZNT1. The Xpress formats are answered as
 * Windows answers a format that it does not have.
 */
#include "lznt1.h"

#define FORMAT(value) ((value)&0xffu)
#define ENGINE(value) ((value)&0xff00u)
#define LZNT1         2u
#define MAXIMUM       0x100u

static NTSTATUS check_format(ULONG format)
{
    if (FORMAT(format) < LZNT1)
        return STATUS_INVALID_PARAMETER;
    return FORMAT(format) == LZNT1 ? STATUS_SUCCESS : STATUS_UNSUPPORTED_COMPRESSION;
}

NTSTATUS NTAPI RtlGetCompressionWorkSpaceSize(USHORT format, ULONG *whole, ULONG *fragment)
{
    NTSTATUS status = check_format(format);
    if (status)
        return status;
    if (ENGINE(format) > MAXIMUM)
        return STATUS_NOT_SUPPORTED;
    *whole = sizeof(LZNT1_WORK);
    *fragment = LZNT1_CHUNK;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlCompressBuffer(USHORT format, UCHAR *from, ULONG size, UCHAR *to, ULONG room,
                                 ULONG chunk, ULONG *final, PVOID work)
{
    NTSTATUS status = check_format(format);
    ULONG out = 0;
    UCHAR any = 0;
    (void)chunk; /* LZNT1 has chunks of 4096 bytes whatever is asked for */
    if (status)
        return status;
    if (ENGINE(format) > MAXIMUM)
        return STATUS_NOT_SUPPORTED;
    for (ULONG at = 0; at < size; at += LZNT1_CHUNK) {
        ULONG part = size - at < LZNT1_CHUNK ? size - at : LZNT1_CHUNK;
        ULONG got = lznt1_compress_chunk(from + at, part, to + out, room - out,
                                         ENGINE(format) ? LZNT1_CHUNK : 16, work);
        if (!got)
            return STATUS_BUFFER_TOO_SMALL;
        out += got;
        for (ULONG i = 0; i < part && !any; i++)
            any = from[at + i];
    }
    /* The end mark is not counted, and left out where there is no room. */
    if (room - out >= 2)
        to[out] = to[out + 1] = 0;
    *final = out;
    return any || !size ? STATUS_SUCCESS : STATUS_BUFFER_ALL_ZEROS;
}

NTSTATUS NTAPI RtlDecompressBuffer(USHORT format, UCHAR *to, ULONG room, UCHAR *from, ULONG size,
                                   ULONG *final)
{
    NTSTATUS status = check_format(format);
    ULONG out = 0, part, done;
    if (status)
        return status;
    if (!size)
        return STATUS_BAD_COMPRESSION_BUFFER;
    for (ULONG at = 0; out < room && (part = lznt1_chunk_size(from + at, size - at)); at += part) {
        ULONG whole = (out + LZNT1_CHUNK - 1) / LZNT1_CHUNK * LZNT1_CHUNK;
        if (part > size - at)
            return STATUS_BAD_COMPRESSION_BUFFER;
        if (whole >= room) {
            memset(to + out, 0, room - out);
            out = room;
            break;
        }
        memset(to + out, 0, whole - out); /* what a short chunk in the middle leaves */
        if (!lznt1_decompress_chunk(from + at, part, to + whole, room - whole, &done))
            return STATUS_BAD_COMPRESSION_BUFFER;
        out = whole + done;
    }
    *final = out;
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlDecompressBufferEx(USHORT format, UCHAR *to, ULONG room, UCHAR *from, ULONG size,
                                     ULONG *final, PVOID work)
{
    (void)work;
    return RtlDecompressBuffer(format, to, room, from, size, final);
}

NTSTATUS NTAPI RtlDecompressFragment(USHORT format, UCHAR *to, ULONG room, UCHAR *from, ULONG size,
                                     ULONG offset, ULONG *final, PVOID work)
{
    NTSTATUS status = check_format(format);
    ULONG out = 0, at = 0, part, done;
    UCHAR *chunk = work;
    if (status)
        return status;
    for (; out < room && (part = lznt1_chunk_size(from + at, size - at)); at += part) {
        if (part > size - at)
            return STATUS_BAD_COMPRESSION_BUFFER;
        if (offset >= LZNT1_CHUNK) {
            offset -= LZNT1_CHUNK;
            continue;
        }
        if (!lznt1_decompress_chunk(from + at, part, chunk, LZNT1_CHUNK, &done))
            return STATUS_BAD_COMPRESSION_BUFFER;
        if (at + part < size && lznt1_chunk_size(from + at + part, size - at - part)) {
            memset(chunk + done, 0, LZNT1_CHUNK - done);
            done = LZNT1_CHUNK;
        }
        if (offset >= done)
            break;
        ULONG take = done - offset < room - out ? done - offset : room - out;
        memcpy(to + out, chunk + offset, take);
        out += take;
        offset = 0;
    }
    *final = out;
    return STATUS_SUCCESS;
}
