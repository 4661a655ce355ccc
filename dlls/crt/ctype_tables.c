/* The character types of the C locale and of the first 256 Unicode characters. */
#include "locale_data.h"

enum { UP = 1, LO = 2, DI = 4, SP = 8, PU = 16, CO = 32, BL = 64, HX = 128, AL = 256 };

#define ASCII(b, letter)                                                                       \
    [(b) + 0 ...(b) + 8] = CO, [(b) + 9] = CO | SP | BL, [(b) + 10 ...(b) + 13] = CO | SP,     \
                      [(b) + 14 ...(b) + 31] = CO, [(b) + ' '] = SP | BL,                      \
                      [(b) + '!' ...(b) + '/'] = PU, [(b) + '0' ...(b) + '9'] = DI | HX,       \
                      [(b) + ':' ...(b) + '@'] = PU,                                           \
                      [(b) + 'A' ...(b) + 'F'] = UP | HX | (letter),                           \
                      [(b) + 'G' ...(b) + 'Z'] = UP | (letter), [(b) + '[' ...(b) + '`'] = PU, \
                      [(b) + 'a' ...(b) + 'f'] = LO | HX | (letter),                           \
                      [(b) + 'g' ...(b) + 'z'] = LO | (letter), [(b) + '{' ...(b) + '~'] = PU, \
                      [(b) + 127] = CO

const unsigned short crt_c_types[257] = {ASCII(1, 0)};
unsigned short _ctype[257] = {ASCII(1, 0)};
const unsigned short *_pctype = crt_c_types + 1;

unsigned short _wctype[257] = {
    ASCII(1, AL),
    [1 + 0x80 ... 1 + 0x84] = CO,
    [1 + 0x85] = CO | SP,
    [1 + 0x86 ... 1 + 0x9f] = CO,
    [1 + 0xa0] = SP | BL,
    [1 + 0xa1 ... 1 + 0xa9] = PU,
    [1 + 0xaa] = AL | LO | PU,
    [1 + 0xab ... 1 + 0xac] = PU,
    [1 + 0xad] = PU | CO,
    [1 + 0xae ... 1 + 0xb1] = PU,
    [1 + 0xb2 ... 1 + 0xb3] = PU | DI,
    [1 + 0xb4] = PU,
    [1 + 0xb5] = PU | AL | LO,
    [1 + 0xb6 ... 1 + 0xb8] = PU,
    [1 + 0xb9] = PU | DI,
    [1 + 0xba] = PU | AL | LO,
    [1 + 0xbb ... 1 + 0xbf] = PU,
    [1 + 0xc0 ... 1 + 0xd6] = AL | UP,
    [1 + 0xd7] = PU,
    [1 + 0xd8 ... 1 + 0xde] = AL | UP,
    [1 + 0xdf ... 1 + 0xf6] = AL | LO,
    [1 + 0xf7] = PU,
    [1 + 0xf8 ... 1 + 0xff] = AL | LO,
};
const unsigned short *_pwctype = _wctype + 1;

const unsigned short *__pctype_func(void)
{
    return crt_loc()->pctype;
}

const unsigned short **__p__pctype(void)
{
    return &_pctype;
}

const unsigned short *__pwctype_func(void)
{
    return _pwctype;
}

const unsigned short **__p__pwctype(void)
{
    return &_pwctype;
}
