/*
 * Decorated type names, made readable in the way of Visual C++'s own undecorator. Strings are built
 * in one arena; a name that is not understood (or too long) fails as a whole.
 *
 * A type prints around its declarator: `int` around `(__cdecl*)(char)`; so parsing a type takes the
 * declarator that it stands before.
 */
#include "undname.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_SIZE 32768
#define MAX_BACK   10
#define MAX_DEPTH  64

struct parser {
    const char *p;
    int failed, depth;
    const char *names[MAX_BACK];
    int name_count;
    const char *types[MAX_BACK]; /* parameters of more than one character */
    int type_count;
    size_t used;
    char arena[ARENA_SIZE];
};

static const char *type(struct parser *u, const char *declarator);
static const char *qualified_name(struct parser *u);

static const char *fail(struct parser *u)
{
    u->failed = 1;
    return "";
}

static const char *join(struct parser *u, const char *a, const char *b, const char *c)
{
    size_t x = strlen(a), y = strlen(b), z = strlen(c);
    char *out = u->arena + u->used;

    if (u->used + x + y + z + 1 > ARENA_SIZE)
        return fail(u);
    memcpy(out, a, x);
    memcpy(out + x, b, y);
    memcpy(out + x + y, c, z + 1);
    u->used += x + y + z + 1;
    return out;
}

static int accept(struct parser *u, const char *text)
{
    size_t size = strlen(text);
    if (strncmp(u->p, text, size) != 0)
        return 0;
    u->p += size;
    return 1;
}

/* A word of source text before a declarator. */
static const char *before(struct parser *u, const char *word, const char *declarator)
{
    return *declarator ? join(u, word, " ", declarator) : word;
}

/* ---- names */

/* Digits 0 to 9 stand for 1 to 10, others are hexadecimal in the letters A to P and end with @. */
static const char *number(struct parser *u)
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

static const char *plain_name(struct parser *u)
{
    const char *end = strchr(u->p, '@'), *start = u->p;
    char *out = u->arena + u->used;
    size_t size;

    if (!end || end == start)
        return fail(u);
    size = (size_t)(end - start);
    if (u->used + size + 1 > ARENA_SIZE)
        return fail(u);
    memcpy(out, start, size);
    out[size] = 0;
    u->used += size + 1;
    u->p = end + 1;
    return out;
}

static const char *template_argument(struct parser *u)
{
    if (accept(u, "$0"))
        return number(u);
    if (accept(u, "$$V") || accept(u, "$$Z") || accept(u, "$S"))
        return NULL; /* an empty pack */
    if (accept(u, "$1")) {
        accept(u, "?");
        return join(u, "&", qualified_name(u), "");
    }
    return type(u, "");
}

/* ?$name@arguments@ : back references inside count anew. */
static const char *template_name(struct parser *u)
{
    const char *names[MAX_BACK], *types[MAX_BACK], *name, *list = "";
    int name_count = u->name_count, type_count = u->type_count;

    memcpy(names, u->names, sizeof(names));
    memcpy(types, u->types, sizeof(types));
    u->name_count = u->type_count = 0;
    name = plain_name(u);
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

static const char *name_fragment(struct parser *u)
{
    const char *name;

    if (*u->p >= '0' && *u->p <= '9') {
        int index = *u->p++ - '0';
        return index < u->name_count ? u->names[index] : fail(u);
    }
    if (accept(u, "?$")) {
        name = template_name(u);
    } else if (accept(u, "?A")) {
        plain_name(u);
        name = "`anonymous namespace'";
    } else if (*u->p == '?') {
        return fail(u); /* scopes within functions */
    } else {
        name = plain_name(u);
    }
    if (u->name_count < MAX_BACK)
        u->names[u->name_count++] = name;
    return name;
}

/* name@scope@...@@ : innermost first. */
static const char *qualified_name(struct parser *u)
{
    const char *name = name_fragment(u);
    while (!u->failed && !accept(u, "@"))
        name = join(u, name_fragment(u), "::", name);
    return name;
}

/* ---- types */

static const char *basic(struct parser *u)
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

static const char *convention(struct parser *u)
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

static const char *parameter(struct parser *u)
{
    const char *start = u->p, *text;

    if (*u->p >= '0' && *u->p <= '9') {
        int index = *u->p++ - '0';
        return index < u->type_count ? u->types[index] : fail(u);
    }
    text = type(u, "");
    if (u->p - start > 1 && u->type_count < MAX_BACK)
        u->types[u->type_count++] = text;
    return text;
}

/* Convention, result, parameters, and the exception specification's Z; after `6`. */
static const char *function(struct parser *u, const char *declarator)
{
    const char *kind = convention(u), *result, *list = "", *mark;

    mark = *declarator ? join(u, join(u, "(", kind, declarator), ")", "") : kind;
    result = accept(u, "@") ? "" : NULL;
    if (!result) {
        accept(u, "?A");
        result = type(u, "");
    }
    if (accept(u, "X")) {
        list = "void";
    } else {
        while (*u->p && *u->p != '@' && *u->p != 'Z' && !u->failed) {
            const char *one = parameter(u);
            list = *list ? join(u, list, ",", one) : one;
        }
        if (accept(u, "Z"))
            list = *list ? join(u, list, ",...", "") : "...";
        else if (!accept(u, "@"))
            return fail(u);
    }
    if (!accept(u, "_E"))
        accept(u, "Z");
    return join(u, join(u, result, " ", mark), join(u, "(", list, ")"), "");
}

static const char *qualifiers(struct parser *u)
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

static const char *member_function(struct parser *u, const char *declarator)
{
    const char *mark = before(u, join(u, " ", qualified_name(u), "::*"), declarator);
    while (*u->p == 'E' || *u->p == 'F' || *u->p == 'I')
        u->p++;
    qualifiers(u);
    return join(u, function(u, mark), " __ptr64", "");
}

static const char *pointer(struct parser *u, const char *mark, const char *own,
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
    pointed = qualifiers(u);
    if (*u->p == 'Q') /* says so itself */
        pointed = "";
    if (*u->p == 'Y')
        mark = join(u, "(", mark, ")");
    return type(u, *pointed ? join(u, pointed, " ", mark) : mark);
}

static const char *array(struct parser *u, const char *declarator)
{
    int dimensions = atoi(number(u));
    for (int i = 0; i < dimensions && !u->failed; i++)
        declarator = join(u, join(u, declarator, "[", number(u)), "]", "");
    return type(u, declarator);
}

static const char *tagged(struct parser *u, const char *tag, const char *declarator)
{
    const char *name = qualified_name(u);
    return before(u, join(u, tag, " ", name), declarator);
}

static const char *special(struct parser *u, const char *declarator)
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
        cv = qualifiers(u);
        return type(u, *cv ? before(u, cv, declarator) : declarator);
    }
    return fail(u);
}

static const char *type(struct parser *u, const char *declarator)
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
        cv = qualifiers(u);
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

char *undname_type(const char *decorated)
{
    struct parser *u = malloc(sizeof(*u));
    const char *text;
    char *copy;

    if (!u)
        return NULL;
    memset(u, 0, offsetof(struct parser, arena));
    u->p = decorated;
    text = type(u, "");
    if (u->failed || *u->p)
        text = decorated;
    copy = malloc(strlen(text) + 1);
    if (copy)
        strcpy(copy, text);
    free(u);
    return copy;
}
