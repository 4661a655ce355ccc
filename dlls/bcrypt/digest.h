#ifndef BAILEY_DIGEST_H
#define BAILEY_DIGEST_H

#include "nt.h"

#define DIGEST_MAX_BLOCK 128
#define DIGEST_MAX_SIZE  64

/* The running state of one of the Merkle-Damgard hashes below; plain memory, may be copied. */
struct digest {
    const struct digest_kind *kind;
    union {
        ULONG words[8];
        ULONGLONG longs[8];
    } state;
    ULONGLONG length; /* bytes so far */
    BYTE block[DIGEST_MAX_BLOCK];
};

struct digest_kind {
    const WCHAR *name; /* as BCryptOpenAlgorithmProvider takes it */
    ULONG size;        /* bytes of the result */
    ULONG block_size;
    BOOL big_endian;
    BOOL long_words;
    ULONGLONG start[8];
    void (*compress)(struct digest *digest, const BYTE *block);
};

/* By name, without regard to case; NULL if there is none. */
const struct digest_kind *digest_find(const WCHAR *name);

void digest_start(struct digest *digest, const struct digest_kind *kind);
void digest_update(struct digest *digest, const BYTE *data, ULONG size);
/* Writes kind->size bytes; the digest must be started again before it is used again. */
void digest_finish(struct digest *digest, BYTE *result);

/* RFC 1321 and FIPS 180-4. */
void md5_compress(struct digest *digest, const BYTE *block);
void sha1_compress(struct digest *digest, const BYTE *block);
void sha256_compress(struct digest *digest, const BYTE *block);
void sha512_compress(struct digest *digest, const BYTE *block);

static inline ULONG rotate_left(ULONG value, unsigned count)
{
    return value << count | value >> (32 - count);
}

static inline ULONG load_big(const BYTE *from)
{
    return (ULONG)from[0] << 24 | (ULONG)from[1] << 16 | (ULONG)from[2] << 8 | from[3];
}

#endif
