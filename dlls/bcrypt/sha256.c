#include "digest.h"

/* The first 32 bits of the fractional parts of the cube roots of the first primes, FIPS 180-4
 * section 4.2.2 */
static const ULONG constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static ULONG rotate_right(ULONG value, unsigned count)
{
    return value >> count | value << (32 - count);
}

static void schedule(ULONG *words, const BYTE *block)
{
    for (unsigned i = 0; i < 16; i++)
        words[i] = load_big(block + 4 * i);
    for (unsigned i = 16; i < 64; i++) {
        ULONG early = words[i - 15], late = words[i - 2];

        early = rotate_right(early, 7) ^ rotate_right(early, 18) ^ early >> 3;
        late = rotate_right(late, 17) ^ rotate_right(late, 19) ^ late >> 10;
        words[i] = words[i - 16] + early + words[i - 7] + late;
    }
}

void sha256_compress(struct digest *digest, const BYTE *block)
{
    ULONG *state = digest->state.words, words[64], s[8];

    schedule(words, block);
    memcpy(s, state, sizeof(s));
    for (unsigned i = 0; i < 64; i++) {
        ULONG big = rotate_right(s[4], 6) ^ rotate_right(s[4], 11) ^ rotate_right(s[4], 25);
        ULONG small = rotate_right(s[0], 2) ^ rotate_right(s[0], 13) ^ rotate_right(s[0], 22);
        ULONG choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        ULONG majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        ULONG first = s[7] + big + choice + constants[i] + words[i];

        memmove(s + 1, s, 7 * sizeof(*s));
        s[4] += first;
        s[0] = first + small + majority;
    }
    for (unsigned i = 0; i < 8; i++)
        state[i] += s[i];
}
