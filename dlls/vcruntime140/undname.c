/*
 * Decorated type names, made readable in the way of Visual C++'s own undecorator. Strings are built
 * in one arena; a name that is not understood (or too long) fails as a whole.
 *
 * A type prints around its declarator: `int` around `(__cdecl*)(char)`; so parsing a type takes the
 * declarator that it stands before.
 */
#include "undname_parser.h"
#include <stdlib.h>

#define MAX_DEPTH 64
#define fail      undname_fail
#define join      undname_join
#define accept    undname_accept
#define type      undname_of_type

const char *undname_fail(struct undname *u)
{
    u->failed = 1;
    return "";
}

const char *undname_join(struct undname *u, const char *a, const char *b, const char *c)
{
    size_t x = strlen(a), y = strlen(b), z = strlen(c);
    char *out = u->arena + u->used;

    if (u->used + x + y + z + 1 > UNDNAME_ARENA)
        return fail(u);
    memcpy(out, a, x);
    memcpy(out + x, b, y);
    memcpy(out + x + y, c, z + 1);
    u->used += x + y + z + 1;
    return out;
}

int undname_accept(struct undname *u, const char *text)
{
    size_t size = strlen(text);
    if (strncmp(u->p, text, size) != 0)
        return 0;
    u->p += size;
    return 1;
}

/* A word of source text before a declarator. */
static const char *before(struct undname *u, const char *word, const char *declarator)
{
    return *declarator ? join(u, word, " ", declarator) : word;
}

/* ---- names */

/* Digits 0 to 9 stand for 1 to 10, others are hexadecimal in the letters A to P and end with @. */
static const char *number(struct undname *u)
{
    unsigned long long value = 0;
    char text[24], *out = text + sizeof(text) - 1;
    int negative = accept(u, "?");

    if (*u->p >= '0' && *u->p <= '9') {
        value = *u->p++ - '0' + 1;
    } else {
        while (*u->p >= 'A' && *u->p <= 'P')
            value = value * 16 + (*u->p++ - 'A');
        if (*u->p++ != '@')
            return fail(u);
    }
    *out = 0;
    do
        *--out = '0' + value % 10;
    while (value /= 10);
    return join(u, negative ? "-" : "", out, "");
}

static const char *plain_name(struct undname *u)
{
    const char *end = strchr(u->p, '@'), *start = u->p;
    char *out = u->arena + u->used;
    size_t size;

    if (!end || end == start)
        return fail(u);
    size = (size_t)(end - start);
    if (u->used + size + 1 > UNDNAME_ARENA)
        return fail(u);
    memcpy(out, start, size);
    out[size] = 0;
    u->used += size + 1;
    u->p = end + 1;
    return out;
}

static const char *template_argument(struct undname *u)
{
    if (accept(u, "$0"))
        return number(u);
    if (accept(u, "$$V") || accept(u, "$$Z") || accept(u, "$S"))
        return NULL; /* an empty pack */
    if (accept(u, "$1")) {
        if (!accept(u, "?"))
            return fail(u);
        return join(u, "&", undname_of_symbol(u, 1), "");
    }
    return type(u, "");
}

/* ?$name@arguments@ : back references inside count anew. */
const char *undname_template(struct undname *u)
{
    const char *names[UNDNAME_BACK], *types[UNDNAME_BACK], *name, *list = "";
    int name_count = u->name_count, type_count = u->type_count;

    memcpy(names, u->names, sizeof(names));
    memcpy(types, u->types, sizeof(types));
    u->name_count = u->type_count = 0;
    name = *u->p == '?' ? undname_operator(u) : plain_name(u);
    u->names[u->name_count++] = name;
    while (*u->p && *u->p != '@' && !u->failed) {
        const char *argument = template_argument(u);
        if (argument)
            list = *list ? join(u, list, ",", argument) : argument;
    }
    if (!accept(u, "@"))
        return fail(u);
    memcpy(u->names, names, sizeof(names));
    memcpy(u->types, types, sizeof(types));
    u->name_count = name_count;
    u->type_count = type_count;
    return join(u, join(u, name, "<", list), *list && list[strlen(list) - 1] == '>' ? " >" : ">",
                "");
}

const char *undname_fragment(struct undname *u)
{
    const char *name;

    if (*u->p >= '0' && *u->p <= '9') {
        int index = *u->p++ - '0';
        return index < u->name_count ? u->names[index] : fail(u);
    }
    if (accept(u, "?$")) {
        name = undname_template(u);
    } else if (accept(u, "?A")) {
        plain_name(u);
        name = "`anonymous namespace'";
    } else if (*u->p == '?') {
        return fail(u); /* scopes within functions */
    } else {
        name = plain_name(u);
    }
    if (u->name_count < UNDNAME_BACK)
        u->names[u->name_count++] = name;
    return name;
}

/* name@scope@...@@ : innermost first. */
static const char *qualified_name(struct undname *u)
{
    const char *name = undname_fragment(u);
    while (!u->failed && !accept(u, "@"))
        name = join(u, undname_fragment(u), "::", name);
    return name;
}

/* ---- types */

static const char *basic(struct undname *u)
{
    static const char *const plain[26] = {
        ['C' - 'A'] = "signed char",  ['D' - 'A'] = "char",           ['E' - 'A'] = "unsigned char",
        ['F' - 'A'] = "short",        ['G' - 'A'] = "unsigned short", ['H' - 'A'] = "int",
        ['I' - 'A'] = "unsigned int", ['J' - 'A'] = "long",           ['K' - 'A'] = "unsigned long",
        ['M' - 'A'] = "float",        ['N' - 'A'] = "double",         ['O' - 'A'] = "long double",
        ['X' - 'A'] = "void",
    };
    static const char *const extended[26] = {
        ['D' - 'A'] = "__int8",   ['E' - 'A'] = "unsigned __int8",
        ['F' - 'A'] = "__int16",  ['G' - 'A'] = "unsigned __int16",
        ['H' - 'A'] = "__int32",  ['I' - 'A'] = "unsigned __int32",
        ['J' - 'A'] = "__int64",  ['K' - 'A'] = "unsigned __int64",
        ['L' - 'A'] = "__int128", ['M' - 'A'] = "unsigned __int128",
        ['N' - 'A'] = "bool",     ['Q' - 'A'] = "char8_t",
        ['S' - 'A'] = "char16_t", ['U' - 'A'] = "char32_t",
        ['W' - 'A'] = "wchar_t",
    };
    int wide = accept(u, "_");
    const char *name = *u->p >= 'A' && *u->p <= 'Z' ? (wide ? extended : plain)[*u->p - 'A'] : NULL;

    if (!name)
        return NULL;
    u->p++;
    return name;
}

static const char *convention(struct undname *u)
{
    switch (*u->p++) {
    case 'A':
    case 'B':
        return "__cdecl";
    case 'E':
    case 'F':
        return "__thiscall";
    case 'G':
    case 'H':
        return "__stdcall";
    case 'I':
    case 'J':
        return "__fastcall";
    case 'Q':
    case 'R':
        return "__vectorcall";
    }
    return fail(u);
}

static const char *parameter(struct undname *u)
{
    const char *start = u->p, *text;

    if (*u->p >= '0' && *u->p <= '9') {
        int index = *u->p++ - '0';
        return index < u->type_count ? u->types[index] : fail(u);
    }
    text = type(u, "");
    if (u->p - start > 1 && u->type_count < UNDNAME_BACK)
        u->types[u->type_count++] = text;
    return text;
}

static const char *parameters(struct undname *u)
{
    const char *list = "";

    if (accept(u, "X"))
        return "void";
    while (*u->p && *u->p != '@' && *u->p != 'Z' && !u->failed) {
        const char *one = parameter(u);
        list = *list ? join(u, list, ",", one) : one;
    }
    if (accept(u, "Z"))
        return *list ? join(u, list, ",...", "") : "...";
    return accept(u, "@") ? list : fail(u);
}

void undname_signature(struct undname *u, struct undname_signature *s)
{
    s->convention = convention(u);
    s->result = "";
    if (!accept(u, "@")) {
        accept(u, "?A");
        s->result = type(u, "");
    }
    s->list = parameters(u);
    if (!accept(u, "_E"))
        accept(u, "Z");
}

/* After `6`. */
static const char *function(struct undname *u, const char *declarator)
{
    struct undname_signature s;
    undname_signature(u, &s);
    const char *mark = s.convention;
    if (*declarator)
        mark = join(u, join(u, "(", s.convention, declarator), ")", "");
    return join(u, join(u, s.result, " ", mark), join(u, "(", s.list, ")"), "");
}

const char *undname_qualifiers(struct undname *u)
{
    switch (*u->p++) {
    case 'A':
        return "";
    case 'B':
        return "const";
    case 'C':
        return "volatile";
    case 'D':
        return "const volatile";
    }
    return fail(u);
}

static const char *member_function(struct undname *u, const char *declarator)
{
    const char *mark = before(u, join(u, " ", qualified_name(u), "::*"), declarator);
    while (*u->p == 'E' || *u->p == 'F' || *u->p == 'I')
        u->p++;
    undname_qualifiers(u);
    return join(u, function(u, mark), " __ptr64", "");
}

static const char *pointer(struct undname *u, const char *mark, const char *own,
                           const char *declarator)
{
    const char *width = "", *pointed;

    for (;; u->p++) {
        if (*u->p == 'E')
            width = " __ptr64";
        else if (*u->p == 'I')
            width = join(u, width, " __restrict", "");
        else if (*u->p == 'F')
            width = join(u, width, " __unaligned", "");
        else
            break;
    }
    mark = join(u, mark, width, "");
    if (*own)
        mark = join(u, mark, " ", own);
    mark = before(u, mark, declarator);
    if (accept(u, "6"))
        return function(u, mark);
    if (accept(u, "8"))
        return member_function(u, declarator);
    pointed = undname_qualifiers(u);
    if (*u->p == 'Q') /* says so itself */
        pointed = "";
    if (*u->p == 'Y')
        mark = join(u, "(", mark, ")");
    return type(u, *pointed ? join(u, pointed, " ", mark) : mark);
}

static const char *array(struct undname *u, const char *declarator)
{
    int dimensions = atoi(number(u));
    for (int i = 0; i < dimensions && !u->failed; i++)
        declarator = join(u, join(u, declarator, "[", number(u)), "]", "");
    return type(u, declarator);
}

static const char *tagged(struct undname *u, const char *tag, const char *declarator)
{
    const char *name = qualified_name(u);
    return before(u, join(u, tag, " ", name), declarator);
}

static const char *special(struct undname *u, const char *declarator)
{
    const char *cv;
    if (accept(u, "Q"))
        return pointer(u, "&&", "", declarator);
    if (accept(u, "T"))
        return before(u, "std::nullptr_t", declarator);
    if (accept(u, "A6"))
        return function(u, declarator);
    if (accept(u, "B"))
        return type(u, declarator);
    if (accept(u, "C")) {
        cv = undname_qualifiers(u);
        return type(u, *cv ? before(u, cv, declarator) : declarator);
    }
    return fail(u);
}

const char *type(struct undname *u, const char *declarator)
{
    static const struct {
        const char *code, *mark, *own;
    } pointers[] = {{"P", "*", ""},         {"Q", "*", "const"},
                    {"R", "*", "volatile"}, {"S", "*", "const volatile"},
                    {"A", "&", ""},         {"B", "&", "volatile"}};
    const char *name, *cv;

    if (u->failed || u->depth > MAX_DEPTH)
        return fail(u);
    u->depth++;
    if (accept(u, "$$"))
        name = special(u, declarator);
    else if (accept(u, "?")) {
        cv = undname_qualifiers(u);
        name = type(u, *cv ? before(u, cv, declarator) : declarator);
    } else if (accept(u, "V"))
        name = tagged(u, "class", declarator);
    else if (accept(u, "U"))
        name = tagged(u, "struct", declarator);
    else if (accept(u, "T"))
        name = tagged(u, "union", declarator);
    else if (accept(u, "W4"))
        name = tagged(u, "enum", declarator);
    else if (accept(u, "Y"))
        name = array(u, declarator);
    else if ((name = basic(u)) != NULL)
        name = before(u, name, declarator);
    else {
        for (size_t i = 0; i < sizeof(pointers) / sizeof(*pointers) && !name; i++) {
            if (accept(u, pointers[i].code))
                name = pointer(u, pointers[i].mark, pointers[i].own, declarator);
        }
        if (!name)
            name = fail(u);
    }
    u->depth--;
    return name;
}

void undname_start(struct undname *u, const char *decorated)
{
    memset(u, 0, offsetof(struct undname, arena));
    u->p = decorated;
}

const char *undname_type(struct undname *u, const char *decorated)
{
    undname_start(u, decorated);
    const char *text = type(u, "");
    return u->failed || *u->p ? decorated : text;
}
