#include "digest.h"

void sha1_compress(struct digest *digest, const BYTE *block)
{
    static const ULONG constants[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    ULONG *state = digest->state.words, words[80];
    ULONG a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];

    for (unsigned i = 0; i < 16; i++)
        words[i] = load_big(block + 4 * i);
    for (unsigned i = 16; i < 80; i++)
        words[i] = rotate_left(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    for (unsigned i = 0; i < 80; i++) {
        unsigned round = i / 20;
        ULONG mix = round == 0   ? (b & c) | (~b & d)
                    : round == 2 ? (b & c) | (b & d) | (c & d)
                                 : b ^ c ^ d;
        ULONG next = rotate_left(a, 5) + mix + e + constants[round] + words[i];

        e = d;
        d = c;
        c = rotate_left(b, 30);
        b = a;
        a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}
