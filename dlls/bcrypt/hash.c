/* The hashes' common frame: padding, lengths and the table of kinds. */
#include "digest.h"

static const struct digest_kind kinds[] = {
    {L"MD5", 16, 64, FALSE, FALSE, {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}, md5_compress},
    {L"SHA1",
     20,
     64,
     TRUE,
     FALSE,
     {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0},
     sha1_compress},
    {L"SHA256",
     32,
     64,
     TRUE,
     FALSE,
     {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
      0x5be0cd19},
     sha256_compress},
    {L"SHA384",
     48,
     128,
     TRUE,
     TRUE,
     {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
      0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4},
     sha512_compress},
    {L"SHA512",
     64,
     128,
     TRUE,
     TRUE,
     {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
      0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179},
     sha512_compress},
};

static WCHAR upper(WCHAR c)
{
    return c >= 'a' && c <= 'z' ? c - 32 : c;
}

const struct digest_kind *digest_find(const WCHAR *name)
{
    for (unsigned i = 0; i < ARRAYSIZE(kinds); i++) {
        unsigned n = 0;

        while (name[n] && upper(name[n]) == kinds[i].name[n])
            n++;
        if (name[n] == kinds[i].name[n])
            return &kinds[i];
    }
    return NULL;
}

void digest_start(struct digest *digest, const struct digest_kind *kind)
{
    digest->kind = kind;
    digest->length = 0;
    for (unsigned i = 0; i < 8; i++) {
        if (kind->long_words)
            digest->state.longs[i] = kind->start[i];
        else
            digest->state.words[i] = (ULONG)kind->start[i];
    }
}

void digest_update(struct digest *digest, const BYTE *data, ULONG size)
{
    ULONG block_size = digest->kind->block_size;
    ULONG used = (ULONG)(digest->length % block_size);

    digest->length += size;
    while (size) {
        ULONG part = min(size, block_size - used);

        memcpy(digest->block + used, data, part);
        data += part;
        size -= part;
        used += part;
        if (used == block_size) {
            digest->kind->compress(digest, digest->block);
            used = 0;
        }
    }
}

static BYTE state_byte(const struct digest *digest, ULONG index)
{
    const BYTE *bytes = (const BYTE *)&digest->state;
    ULONG width = digest->kind->long_words ? 8 : 4;

    return bytes[digest->kind->big_endian ? (index / width + 1) * width - 1 - index % width
                                          : index];
}

void digest_finish(struct digest *digest, BYTE *result)
{
    static const BYTE padding[DIGEST_MAX_BLOCK] = {0x80};
    const struct digest_kind *kind = digest->kind;
    ULONGLONG bits = digest->length * 8;
    ULONG field =
        kind->long_words ? 16 : 8; /* the length's own size at the end of the last block */
    ULONG used = (ULONG)(digest->length % kind->block_size);
    BYTE length[16] = {0};

    for (unsigned i = 0; i < 8; i++)
        length[kind->big_endian ? field - 1 - i : i] = (BYTE)(bits >> 8 * i);
    digest_update(digest, padding, kind->block_size - (used + field) % kind->block_size);
    digest_update(digest, length, field);
    for (ULONG i = 0; i < kind->size; i++)
        result[i] = state_byte(digest, i);
}
