#!/usr/bin/env python3
"""Writes the collation tables as C source from collation.txt and the standard library's unicodedata.

  collation.py collation.txt

Each character of the basic plane has a word: primary weight << 16 | diacritic << 8 | form. A primary
weight of ffff means an expansion: the rest is its number. dlls/../kernel32/nls/collation.h says the rest.
"""
import sys
import unicodedata as ucd

DIACRITIC, PLAIN = 2, 2
UPPER, FULL, KATAKANA, SMALL, VARIANT = 0x10, 0x01, 0x20, 0x40, 0x0c
EXPANSION = 0xffff
# Written with two letters where they sort, but no decomposition says so.
DIGRAPHS = {0xe6: 'ae', 0x153: 'oe', 0xdf: 'ss', 0xfe: 'th', 0x1ef: 'zh'}
SPECIAL = 1  # the primary weight that marks what word sort counts last


def read(path):
    weights, marks, primary, specials = {}, {}, 0x100, 0
    with open(path) as lines:
        for line in lines:
            word, *tokens = line.split() if line.strip() and line[0] != '#' else ('',)
            for token in tokens:
                text, _, diacritic = token.lstrip('=').partition('/')
                first, _, last = text.partition('-')
                low = int(diacritic, 16) if diacritic else DIACRITIC
                if word == 'mark':
                    marks[int(first, 16)] = low
                    continue
                for c in range(int(first, 16), int(last or first, 16) + 1):
                    if word == 'special':
                        specials += 1
                        weights[c] = (SPECIAL, specials, PLAIN)
                        continue
                    primary += token[0] != '='
                    weights[c] = (primary, low, PLAIN)
    return weights, marks


def form_of(tag):
    return {'<wide>': FULL, '<narrow>': 0, '': 0}.get(tag, VARIANT)


def computed(c):
    """What kernel32 works out by itself: ideographs, Hangul, private use, surrogates."""
    return (0x3400 <= c < 0x4dc0 or 0x4e00 <= c < 0xa000 or 0xac00 <= c < 0xd7a4 or
            0xd800 <= c < 0xf900)


class Tables:
    def __init__(self, weights, marks):
        self.weights, self.marks, self.cache = weights, marks, {}

    def kana(self, c):
        """Katakana and small kana sort with the large Hiragana that they stand for."""
        name = ucd.name(chr(c), '')
        if not 0x3041 <= c <= 0x30fa or ' LETTER ' not in name:
            return None
        bits = (KATAKANA if 'KATAKANA' in name else 0) | (SMALL if 'SMALL' in name else 0)
        plain = name.replace('KATAKANA', 'HIRAGANA').replace('SMALL ', '')
        try:
            return (ord(ucd.lookup(plain)), bits) if bits else None
        except KeyError:
            return None

    def elements(self, c):
        if c not in self.cache:
            self.cache[c] = []
            self.cache[c] = self.work_out(c)
        return self.cache[c]

    def with_form(self, elements, bits):
        return [(p, d, f | bits) for p, d, f in elements]

    def work_out(self, c):
        if c in self.weights:
            return [self.weights[c]]
        if c in DIGRAPHS:
            return [e for letter in DIGRAPHS[c] for e in self.elements(ord(letter))]
        kana = self.kana(c)
        if kana and kana[0] != c:
            return self.with_form(self.elements(kana[0]), kana[1])
        parts = ucd.decomposition(chr(c)).split()
        if parts:
            tag = parts.pop(0) if parts[0][0] == '<' else ''
            return self.with_form(self.join([int(part, 16) for part in parts]), form_of(tag))
        low = chr(c).lower()
        if low != chr(c) and len(low) == 1 and ord(low) < 0x10000:
            return self.with_form(self.elements(ord(low)), UPPER)
        return []

    def join(self, parts):
        made = []
        for part in parts:
            if part in self.marks and made and part not in self.weights:
                p, d, f = made[-1]
                made[-1] = (p, min(d + self.marks[part], 255), f)
            elif part < 0x10000 and not computed(part):
                made += self.elements(part)
            else:
                made.append((0, part, 0))
        return made


def main():
    if len(sys.argv) != 2:
        sys.exit('usage: collation.py collation.txt')
    weights, marks = read(sys.argv[1])
    tables, words, pool = Tables(weights, marks), [], []
    for c in range(0x10000):
        made = [] if computed(c) else tables.elements(c)
        if c in marks and c not in weights:
            made = [(0, marks[c], 0)]
        if any(not p and part > 255 for p, part, f in made):
            # A compatibility form of an ideograph or a syllable: one element, worked out at run time.
            pool.append([(0, e[1]) if not e[0] and e[1] > 255 else (e[0], e[1] << 8 | e[2])
                         for e in made])
            words.append(EXPANSION << 16 | len(pool) - 1)
        elif len(made) > 1:
            pool.append([(p, d << 8 | f) for p, d, f in made])
            words.append(EXPANSION << 16 | len(pool) - 1)
        else:
            p, d, f = made[0] if made else (0, 0, 0)
            words.append(p << 16 | d << 8 | f)
    emit(words, pool, max(p for p, _, _ in weights.values()), weights)


def emit(words, pool, last, weights):
    blocks, index = [], []
    for high in range(256):
        block = tuple(words[high << 8:(high + 1) << 8])
        if block not in blocks:
            blocks.append(block)
        index.append(blocks.index(block))
    print('#include "../kernel32/nls/collation.h"\n')
    print(f'const uint8_t coll_index[256] = {{{",".join(map(str, index))}}};')
    print(f'const uint32_t coll_blocks[{len(blocks)}][256] = {{')
    for block in blocks:
        print('{' + ','.join(map(str, block)) + '},')
    print('};')
    flat, starts = [], []
    for made in pool:
        starts.append(len(flat))
        flat += [p << 16 | rest for p, rest in made]
    starts.append(len(flat))
    print(f'const uint16_t coll_expansion_start[{len(starts)}] = {{{",".join(map(str, starts))}}};')
    print(f'const uint32_t coll_expansions[{len(flat)}] = {{{",".join(map(str, flat))}}};')
    print(f'const uint16_t coll_zero = {weights[0x30][0]};')
    print(f'_Static_assert({last} < COLL_PRIVATE, "too many primary weights");')


main()
