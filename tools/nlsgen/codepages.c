/*
 * codepages - writes the code page tables as C source.
 *
 *   codepages core|all codepages.txt > tables.c
 *
 * What iconv says of each page, with the corrections of codepages.txt, goes into a pool of blocks
 * of 256 entries (dlls/include/codepage.h); equal blocks are written once. "core" writes the pages
 * that ntdll carries, "all" every page.
 */
#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PAGES = 80, MAX_BLOCKS = 6000, MAX_ANY = 1200, UNSET = 0xffff };

struct page {
    unsigned id, default_byte, default_char;
    char charset[32], title[64];
    uint8_t lead[12];
    uint16_t to[0x10000];   /* bytes to character, or UNSET */
    uint16_t from[0x10000]; /* character to bytes, or UNSET */
    unsigned single, rows, from_block;
    int own_fit;
};

struct any {
    uint16_t from, to[4];
    int count;
};

static struct page *pages[MAX_PAGES];
static unsigned page_count;
static uint16_t pool[MAX_BLOCKS][256];
static unsigned pool_count = 1;
static struct any anys[MAX_ANY];
static unsigned any_count;

static void die(const char *what, const char *which)
{
    fprintf(stderr, "codepages: %s: %s\n", what, which);
    exit(1);
}

static unsigned pool_add(const uint16_t *block)
{
    for (unsigned i = 1; i < pool_count; i++)
        if (!memcmp(pool[i], block, sizeof pool[i]))
            return i;
    if (pool_count == MAX_BLOCKS)
        die("too many blocks", "pool");
    memcpy(pool[pool_count], block, sizeof pool[0]);
    return pool_count++;
}

static int is_lead(const struct page *p, unsigned byte)
{
    for (int i = 0; p->lead[i]; i += 2)
        if (byte >= p->lead[i] && byte <= p->lead[i + 1])
            return 1;
    return 0;
}

/* One character through iconv; its two bytes little-endian or big-endian as the target says. */
static int convert(iconv_t cd, const char *in, size_t in_size, unsigned char *out, size_t out_size)
{
    char *from = (char *)in, *to = (char *)out;
    size_t left = out_size;

    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &in_size, &to, &left) != 0 || in_size)
        return -1;
    if (iconv(cd, NULL, NULL, &to, &left) == (size_t)-1)
        return -1;
    return (int)(out_size - left);
}

static iconv_t open_iconv(const char *to, const char *from)
{
    iconv_t cd = iconv_open(to, from);

    if (cd == (iconv_t)-1)
        die("iconv does not know", strcmp(to, "UTF-16LE") ? to : from);
    return cd;
}

static void read_bytes(struct page *p)
{
    iconv_t cd = open_iconv("UTF-16LE", p->charset);
    unsigned char out[16];

    for (unsigned code = 0; code < 0x10000; code++) {
        char in[2] = {(char)(code >> 8), (char)code};
        int two = code > 0xff;

        p->to[code] = UNSET;
        if (two ? !is_lead(p, code >> 8) || !(code & 0xff) : is_lead(p, code))
            continue;
        if (convert(cd, two ? in : in + 1, two ? 2 : 1, out, sizeof out) == 2)
            p->to[code] = (uint16_t)(out[0] | out[1] << 8);
        else if (!two && p->id == 20127)
            p->to[code] = code & 0x7f;
        else if (!two && code >= 0x80 && code <= 0x9f)
            p->to[code] = (uint16_t)code;
    }
    iconv_close(cd);
}

static void read_chars(struct page *p)
{
    iconv_t cd = open_iconv(p->charset, "UTF-16LE");
    unsigned char out[16];

    for (unsigned c = 0; c < 0x10000; c++)
        p->from[c] = UNSET;
    for (unsigned code = 0x10000; code-- > 0;)
        if (p->to[code] != UNSET && (code < 0x80 || p->id != 20127))
            p->from[p->to[code]] = (uint16_t)code;
    for (unsigned c = 0; c < 0x10000; c++) {
        char in[2] = {(char)c, (char)(c >> 8)};
        int size = p->from[c] == UNSET ? -1 : convert(cd, in, 2, out, sizeof out);
        unsigned code = size == 2 ? out[0] << 8 | out[1] : out[0];

        if ((size == 1 || (size == 2 && p->lead[0])) && p->to[code] == c)
            p->from[c] = (uint16_t)code;
    }
    iconv_close(cd);
}

static char *next_pair(char **rest, unsigned *left)
{
    char *word = strtok_r(NULL, " \n", rest), *value;

    if (!word)
        return NULL;
    value = strpbrk(word, "=-");
    if (!value)
        die("no value", word);
    *left = (unsigned)strtoul(word, NULL, 16);
    return value + 1;
}

static void line_set(struct page *p, char **rest)
{
    unsigned code;

    for (char *value; (value = next_pair(rest, &code));)
        p->to[code] = *value == '-' ? UNSET : (uint16_t)strtoul(value, NULL, 16);
}

/* Trail bytes run from the range's first to its last in each row, 7f left out. */
static void line_eudc(struct page *p, char **rest)
{
    unsigned first;

    for (char *value; (value = next_pair(rest, &first));) {
        unsigned last = (unsigned)strtoul(value, &value, 16);
        unsigned c = (unsigned)strtoul(value + 1, NULL, 16);
        int big5 = p->id == 950;

        for (unsigned code = first; code <= last; code++) {
            unsigned trail = code & 0xff;

            if (trail == 0x7f || trail < (first & 0xff) || trail > (last & 0xff))
                if (!big5 || trail < 0x40 || trail == 0x7f || trail == 0xff)
                    continue;
            if (big5 && ((trail > 0x7e && trail < 0xa1) || trail == 0xff))
                continue;
            p->to[code] = (uint16_t)c++;
        }
    }
}

static void line_fit(struct page *p, char **rest)
{
    unsigned c;

    p->own_fit = 1;
    if (!strcmp(*rest, "none\n"))
        return;
    for (char *value; (value = next_pair(rest, &c));)
        if (p->from[c] == UNSET)
            p->from[c] = (uint16_t)strtoul(value, NULL, 16);
}

static void line_any(char **rest)
{
    unsigned c;

    for (char *value; (value = next_pair(rest, &c));) {
        struct any *a = &anys[any_count++];

        if (any_count > MAX_ANY)
            die("too many", "any");
        a->from = (uint16_t)c;
        for (; *value && a->count < 4; value += *value == ',')
            a->to[a->count++] = (uint16_t)strtoul(value, &value, 16);
    }
}

static void line_lead(struct page *p, char **rest)
{
    unsigned first;
    int i = 0;

    for (char *value; i < 10 && (value = next_pair(rest, &first));) {
        p->lead[i++] = (uint8_t)first;
        p->lead[i++] = (uint8_t)strtoul(value, NULL, 16);
    }
}

static struct page *line_page(char **rest)
{
    struct page *p = calloc(1, sizeof *p);
    const char *id = strtok_r(NULL, " ", rest), *charset = strtok_r(NULL, " ", rest);
    const char *title = strtok_r(NULL, "\n", rest);

    if (!p || !id || !charset || !title || page_count == MAX_PAGES)
        die("bad page", id ? id : "?");
    p->id = (unsigned)strtoul(id, NULL, 10);
    p->default_byte = p->default_char = '?';
    snprintf(p->charset, sizeof p->charset, "%s", charset);
    snprintf(p->title, sizeof p->title, "%s", title);
    return pages[page_count++] = p;
}

/* The own best fits come in a second pass: they need the finished tables. */
static void parse(FILE *f, int pass)
{
    char line[4096];
    struct page *p = NULL;
    unsigned n = 0;
    int read = 0;

    while (fgets(line, sizeof line, f)) {
        char *rest, *word = *line == '#' ? NULL : strtok_r(line, " \n", &rest);

        if (!word)
            continue;
        if (!strcmp(word, "page")) {
            p = pass ? pages[n++] : line_page(&rest);
            read = 0;
        } else if (!strcmp(word, "any")) {
            if (!pass)
                line_any(&rest);
        } else if (pass) {
            if (!strcmp(word, "fit"))
                line_fit(p, &rest);
        } else if (!strcmp(word, "default")) {
            p->default_byte = (unsigned)strtoul(rest, NULL, 16);
        } else if (!strcmp(word, "unicode-default")) {
            p->default_char = (unsigned)strtoul(rest, NULL, 16);
        } else if (!strcmp(word, "lead")) {
            line_lead(p, &rest);
        }
        if (!pass && p && (!strcmp(word, "set") || !strcmp(word, "eudc"))) {
            if (!read++)
                read_bytes(p);
            (*word == 's' ? line_set : line_eudc)(p, &rest);
        }
    }
}

static void fit_others(struct page *p)
{
    for (unsigned i = 0; i < any_count && !p->own_fit; i++)
        for (int k = 0; k < anys[i].count && p->from[anys[i].from] == UNSET; k++)
            if (p->from[anys[i].to[k]] != UNSET && p->to[p->from[anys[i].to[k]]] == anys[i].to[k])
                p->from[anys[i].from] = p->from[anys[i].to[k]];
    for (unsigned c = 0xff01; c <= 0xff5e; c++)
        if (p->from[c] == UNSET)
            p->from[c] = p->from[c - 0xfee0];
}

static void build(struct page *p)
{
    uint16_t rows[256] = {0}, from[256], block[256];

    for (unsigned i = 0; i < 256; i++)
        block[i] = p->to[i] != UNSET ? p->to[i] : is_lead(p, i) ? 0 : (uint16_t)p->default_char;
    p->single = pool_add(block);
    for (unsigned lead = 1; lead < 256; lead++) {
        if (!is_lead(p, lead))
            continue;
        for (unsigned i = 0; i < 256; i++)
            block[i] = p->to[lead << 8 | i] != UNSET ? p->to[lead << 8 | i] : p->default_char;
        rows[lead] = (uint16_t)pool_add(block);
    }
    p->rows = p->lead[0] ? pool_add(rows) : 0;
    for (unsigned high = 0; high < 256; high++) {
        for (unsigned i = 0; i < 256; i++)
            block[i] = p->from[high << 8 | i] != UNSET ? p->from[high << 8 | i] : p->default_byte;
        from[high] = (uint16_t)pool_add(block);
    }
    p->from_block = pool_add(from);
}

static void emit(const char *symbol)
{
    printf("#include \"codepage.h\"\n\nstatic const uint16_t pool[][256] = {\n");
    for (unsigned i = 0; i < pool_count; i++) {
        printf("{");
        for (unsigned k = 0; k < 256; k++)
            printf("%u,%s", pool[i][k], k % 32 == 31 ? "\n" : "");
        printf("},\n");
    }
    printf("};\n\nstatic const struct nls_codepage pages[] = {\n");
    for (unsigned i = 0; i < page_count; i++) {
        struct page *p = pages[i];

        printf("{%u, %d, %u, %u, {", p->id, p->lead[0] ? 2 : 1, p->default_byte, p->default_char);
        for (int k = 0; k < 12; k++)
            printf("%u,", p->lead[k]);
        printf("}, %u, %u, %u, \"%s\"},\n", p->single, p->rows, p->from_block, p->title);
    }
    printf("};\n\nconst struct nls_pages %s = {%u, pages, pool};\n", symbol, page_count);
}

int main(int argc, char **argv)
{
    FILE *f = argc == 3 ? fopen(argv[2], "r") : NULL;
    int core = argc == 3 && !strcmp(argv[1], "core");

    if (!f)
        die("usage", "codepages core|all codepages.txt > tables.c");
    parse(f, 0);
    if (core)
        page_count = 2;
    for (unsigned i = 0; i < page_count; i++) {
        if (!pages[i]->to['A'] && !pages[i]->to[0xc1])
            read_bytes(pages[i]);
        read_chars(pages[i]);
    }
    rewind(f);
    parse(f, 1);
    for (unsigned i = 0; i < page_count; i++) {
        fit_others(pages[i]);
        build(pages[i]);
    }
    emit(core ? "nls_core_pages" : "nls_all_pages");
    fclose(f);
    return fflush(stdout) || ferror(stdout);
}
