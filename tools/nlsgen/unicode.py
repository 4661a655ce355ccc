#!/usr/bin/env python3
"""Writes Unicode tables of the basic plane as C source, from the standard library's unicodedata.

  unicode.py case    upper and lower case (ntdll)
  unicode.py ctype   what GetStringType says (kernel32)
  unicode.py norm    decompositions, compositions and combining classes (ntdll)

A table is 256 block numbers, one for each high byte, and blocks of 256 values.
"""
import sys
import unicodedata as ucd

PLANE = range(0x10000)


def table(name, kind, values):
    blocks, index = [], []
    for high in range(256):
        block = tuple(values[high << 8:(high + 1) << 8])
        if block not in blocks:
            blocks.append(block)
        index.append(blocks.index(block))
    print(f'const uint8_t {name}_index[256] = {{{",".join(map(str, index))}}};')
    print(f'const {kind} {name}_blocks[{len(blocks)}][256] = {{')
    for block in blocks:
        print('{' + ','.join(map(str, block)) + '},')
    print('};')


def one(text, otherwise):
    return ord(text) if len(text) == 1 and ord(text) < 0x10000 else otherwise


def surrogate(c):
    return 0xd800 <= c < 0xe000


def simple_upper(c):
    if surrogate(c):
        return c
    text = chr(c)
    return one(text.upper(), one(text.title(), c))


def simple_lower(c):
    return c if surrogate(c) else one(chr(c).lower(), 0x69 if c == 0x130 else c)


def upper(c):
    """NT maps a character only where the mapping leads back."""
    up = simple_upper(c)
    return up if simple_lower(up) == c else c


def lower(c):
    low = simple_lower(c)
    return low if upper(low) == c else c


def write_case():
    ups, lows = [upper(c) for c in PLANE], [lower(c) for c in PLANE]
    table('nls_upcase', 'uint16_t', [(ups[c] - c) & 0xffff for c in PLANE])
    table('nls_downcase', 'uint16_t', [(lows[c] - c) & 0xffff for c in PLANE])
    for name, linguistic, plain in (('nls_linguistic_up', simple_upper, ups),
                                    ('nls_linguistic_down', simple_lower, lows)):
        pairs = [(c, linguistic(c)) for c in PLANE if linguistic(c) != plain[c]]
        print(f'const uint16_t {name}[][2] = {{')
        print(','.join('{0x%04x,0x%04x}' % pair for pair in pairs) + '};')
        print(f'const unsigned {name}_count = {len(pairs)};')


C1_UPPER, C1_LOWER, C1_DIGIT, C1_SPACE, C1_PUNCT, C1_CNTRL, C1_BLANK, C1_XDIGIT, C1_ALPHA, \
    C1_DEFINED = (1 << bit for bit in range(10))

C1_CLASS = {'Lu': C1_UPPER | C1_ALPHA, 'Ll': C1_LOWER | C1_ALPHA,
            'Lt': C1_UPPER | C1_LOWER | C1_ALPHA, 'Lo': C1_ALPHA, 'Lm': C1_ALPHA, 'Nl': C1_ALPHA,
            'Nd': C1_DIGIT, 'Cc': C1_CNTRL, 'Cf': C1_CNTRL, 'Zs': C1_SPACE, 'Zl': C1_SPACE,
            'Zp': C1_SPACE}


def ctype1(c):
    category = ucd.category(chr(c))
    if category == 'Cn':
        return 0
    bits = C1_DEFINED | C1_CLASS.get(category, C1_PUNCT if category[0] == 'P' else 0)
    plain = c - 0xfee0 if 0xff00 < c < 0xff5f else c
    if plain < 0x80 and chr(plain) in '0123456789abcdefABCDEF':
        bits |= C1_XDIGIT
    if c < 0x100 and (category[0] == 'S' or c in b'\xb2\xb3\xb9\xbc\xbd\xbe\xaa\xba\xb5\xad'):
        bits |= C1_PUNCT
    if c in (0xb2, 0xb3, 0xb9):
        bits |= C1_DIGIT
    if c in (0xaa, 0xba, 0x2071, 0x207f):
        bits |= C1_LOWER
    if 9 <= c <= 13 or c == 0x85:
        bits |= C1_SPACE
    if c in (9, 0x20, 0xa0, 0x3000, 0xfeff):
        bits |= C1_BLANK
    return bits


BIDI = {'L': 1, 'R': 2, 'AL': 2, 'EN': 3, 'ES': 4, 'ET': 5, 'AN': 6, 'CS': 7, 'B': 8, 'S': 9,
        'WS': 10, 'BN': 0, '': 0}

NONSPACING, DIACRITIC, VOWEL, SYMBOL, KATAKANA, HIRAGANA, HALF, FULL, IDEOGRAPH, KASHIDA, \
    LEXICAL, HIGH, LOW = (1 << bit for bit in range(13))
ALPHA = 0x8000
LEXICALS = set(b"$'-/=@\\^_`~") | {0xad, 0x2010, 0x2011}
LATIN1_SYMBOLS = b'\xa1\xa7\xab\xad\xb5\xb6\xbb\xbf'
LATIN1_HALF = b'\xa2\xa3\xa5\xa6\xac\xaf'
LATIN1_LEXICAL = b'\xa8\xaa\xad\xaf\xb4\xb8\xba'


def kana(c):
    name = ucd.name(chr(c), '')
    return (KATAKANA if 'KATAKANA' in name else 0) | (HIRAGANA if 'HIRAGANA' in name else 0)


def width(c):
    if 0x20 <= c < 0x7f or 0xff61 <= c <= 0xffdc or 0xffe8 <= c <= 0xffee:
        return HALF
    east = ucd.east_asian_width(chr(c))
    if east == 'F' or (east == 'W' and (0x3000 <= c < 0x3200 or 0xff00 <= c)):
        return FULL
    return 0


def ctype3(c):
    if surrogate(c):
        return HIGH if c < 0xdc00 else LOW
    category, kind = ucd.category(chr(c)), kana(c)
    bits = width(c) if category[0] in 'LNPSZ' else 0
    if category[0] == 'L' or category == 'Nl':
        bits |= ALPHA | kind
        parts = ucd.decomposition(chr(c))
        if parts and parts[0] != '<' and ' ' in parts and (c < 0x600 or 0x1e00 <= c < 0x2000):
            bits |= DIACRITIC | (NONSPACING if c < 0x100 else 0)
        if category == 'Lm':
            bits |= DIACRITIC
        if c == 0x640:
            bits |= KASHIDA
        if ucd.name(chr(c), '').startswith(('CJK UNIFIED', 'CJK COMPAT')) or c == 0x3007:
            bits |= IDEOGRAPH
    elif category[0] == 'S' or c < 0x7f and category[0] == 'P':
        bits |= SYMBOL | (kind if category == 'So' else 0)
        bits |= DIACRITIC if category == 'Sk' else 0
    elif category == 'Mn':
        name = ucd.name(chr(c))
        bits |= NONSPACING | (VOWEL if 'VOWEL SIGN' in name else 0)
        bits |= DIACRITIC if name.startswith('COMBINING') else 0
    elif category == 'Mc':
        bits |= VOWEL if 'VOWEL SIGN' in ucd.name(chr(c)) else 0
    elif category == 'Me':
        bits |= NONSPACING | DIACRITIC
    elif category == 'Zs':
        bits |= SYMBOL if c in (0x20, 0xa0) else 0
    elif c in (9, 10, 11, 12, 13):
        bits |= SYMBOL
    if 0xa0 < c < 0x100:
        bits |= (SYMBOL if c in LATIN1_SYMBOLS else 0) | (HALF if c in LATIN1_HALF else 0)
        bits |= LEXICAL if c in LATIN1_LEXICAL else 0
        bits |= NONSPACING | DIACRITIC if c in b'\xd8\xf8' else DIACRITIC if c == 0xb7 else 0
    return bits | (LEXICAL if c in LEXICALS else 0)


def write_ctype():
    for name, value in (('nls_ctype1', ctype1),
                        ('nls_ctype2', lambda c: BIDI.get(ucd.bidirectional(chr(c)), 11)),
                        ('nls_ctype3', ctype3)):
        table(name, 'uint16_t', [value(c) for c in PLANE])


def expand(c):
    """The full decomposition of one step: a list of characters, and whether it is canonical."""
    parts = ucd.decomposition(chr(c)).split()
    canonical = bool(parts) and parts[0][0] != '<'
    return [int(part, 16) for part in parts if part[0] != '<'], canonical


def write_norm():
    pool, where, compat, pairs = [], {}, [], []
    for c in range(0x30000):
        parts, canonical = expand(c)
        if not parts or 0xac00 <= c < 0xd7a4:
            continue
        full = [ord(x) for x in ucd.normalize('NFD' if canonical else 'NFKD', chr(c))]
        both = [ord(x) for x in ucd.normalize('NFKD', chr(c))]
        for text, mark in ((full, 'd' if canonical else 'k'), (both, 'k')):
            if mark == 'd' or text is both:
                where[c, mark] = (len(pool), len(text))
                pool += text
        if canonical and len(parts) == 2 and ucd.normalize('NFC', chr(c)) == chr(c):
            pairs.append((parts[0], parts[1], c))
    print(f'const uint32_t nls_decompose_pool[{len(pool)}] = {{{",".join(map(str, pool))}}};')
    for name, mark in (('nls_canonical', 'd'), ('nls_compat', 'k')):
        rows = [(c, *where[c, m]) for c, m in sorted(where) if m == mark]
        print(f'const struct nls_decomposition {name}[{len(rows)}] = {{')
        print(','.join('{%d,%d,%d}' % row for row in rows) + '};')
        print(f'const unsigned {name}_count = {len(rows)};')
    print(f'const uint32_t nls_compose[{len(pairs)}][3] = {{')
    print(','.join('{%d,%d,%d}' % pair for pair in sorted(pairs)) + '};')
    print(f'const unsigned nls_compose_count = {len(pairs)};')
    table('nls_combining', 'uint8_t', [ucd.combining(chr(c)) for c in PLANE])
    high = [(c, ucd.combining(chr(c))) for c in range(0x10000, 0x30000) if ucd.combining(chr(c))]
    print(f'const struct nls_high_class nls_combining_high[{len(high)}] = {{')
    print(','.join('{%d,%d}' % row for row in high) + '};')
    print(f'const unsigned nls_combining_high_count = {len(high)};')


def main():
    writers = {'case': write_case, 'ctype': write_ctype, 'norm': write_norm}
    if len(sys.argv) != 2 or sys.argv[1] not in writers:
        sys.exit('usage: unicode.py case|ctype|norm')
    print('#include "nls_tables.h"\n')
    writers[sys.argv[1]]()


main()
