/*
 * Decorated symbols: a name, its scopes, and what it stands for, a function or a variable.
 */
#include "undname_parser.h"

#define join undname_join

/* By the digits and letters that they are written with. */
static const char *const plain[36] = {
    "",           "~",           "operator new", "operator delete", "operator=",  "operator>>",
    "operator<<", "operator!",   "operator==",   "operator!=",      "operator[]", "operator ",
    "operator->", "operator*",   "operator++",   "operator--",      "operator-",  "operator+",
    "operator&",  "operator->*", "operator/",    "operator%",       "operator<",  "operator<=",
    "operator>",  "operator>=",  "operator,",    "operator()",      "operator~",  "operator^",
    "operator|",  "operator&&",  "operator||",   "operator*=",      "operator+=", "operator-=",
};
static const char *const extended[36] = {
    "operator/=",
    "operator%=",
    "operator>>=",
    "operator<<=",
    "operator&=",
    "operator|=",
    "operator^=",
    "`vftable'",
    "`vbtable'",
    "`vcall'",
    "`typeof'",
    "`local static guard'",
    "`string'",
    "`vbase destructor'",
    "`vector deleting destructor'",
    "`default constructor closure'",
    "`scalar deleting destructor'",
    "`vector constructor iterator'",
    "`vector destructor iterator'",
    "`vector vbase constructor iterator'",
    "`virtual displacement map'",
    "`eh vector constructor iterator'",
    "`eh vector destructor iterator'",
    "`eh vector vbase constructor iterator'",
    "`copy constructor closure'",
    [30] = "operator new[]",
    "operator delete[]",
};

const char *undname_operator(struct undname *u)
{
    if (!undname_accept(u, "?"))
        return undname_fail(u);
    int further = undname_accept(u, "_");
    int index = *u->p >= '0' && *u->p <= '9'   ? *u->p - '0'
                : *u->p >= 'A' && *u->p <= 'Z' ? *u->p - 'A' + 10
                                               : -1;
    const char *name = index < 0 ? NULL : (further ? extended : plain)[index];
    if (!name)
        return undname_fail(u);
    u->p++;
    return name;
}

static const char *leaf(struct undname *u, int *special)
{
    *special = 0;
    if (undname_accept(u, "?$")) {
        *special = u->p[0] == '?' && (u->p[1] == '0' || u->p[1] == '1');
        return undname_template(u);
    }
    if (*u->p != '?')
        return undname_fragment(u);
    const char *name = undname_operator(u);
    *special = !*name || strcmp(name, "~") == 0;
    return name;
}

/* A constructor is called as the class that it stands in; mark: what comes around that name. */
static const char *class_name(struct undname *u, const char *mark, const char *scope)
{
    return *mark == '<' ? join(u, scope, mark, "") : join(u, mark, scope, "");
}

static const char *name_of(struct undname *u)
{
    int special;
    const char *name = leaf(u, &special);
    for (int first = 1; !u->failed && !undname_accept(u, "@"); first = 0) {
        const char *scope = undname_fragment(u);
        if (first && special)
            name = class_name(u, name, scope);
        name = join(u, scope, "::", name);
    }
    return name;
}

/* What comes before a member function, as its letter (A to X) says; NULL: a thunk. */
static const char *member_words(int letter, int *is_static)
{
    static const char *const words[3][3] = {
        {"private: ", "private: static ", "private: virtual "},
        {"protected: ", "protected: static ", "protected: virtual "},
        {"public: ", "public: static ", "public: virtual "},
    };
    int kind = (letter - 'A') % 8 / 2;
    *is_static = kind == 1;
    return kind < 3 ? words[(letter - 'A') / 8][kind] : NULL;
}

/* The qualifiers of `this`, or of a variable. */
static const char *trailing_words(struct undname *u)
{
    const char *width = "", *reference = "";
    for (;; u->p++) {
        if (*u->p == 'E')
            width = " __ptr64";
        else if (*u->p == 'G')
            reference = "& ";
        else if (*u->p == 'H')
            reference = "&& ";
        else if (*u->p != 'F' && *u->p != 'I')
            break;
    }
    return join(u, undname_qualifiers(u), width, reference);
}

static const char *function(struct undname *u, const char *name)
{
    static const char conversion[] = "operator ";
    struct undname_signature s;
    const char *words = "", *after = "";
    int letter = *u->p++, is_static = 1;
    if (letter < 'Y')
        words = member_words(letter, &is_static);
    if (!words)
        return undname_fail(u);
    if (!is_static)
        after = trailing_words(u);
    undname_signature(u, &s);
    size_t size = strlen(name), tail = sizeof conversion - 1;
    if (size >= tail && strcmp(name + size - tail, conversion) == 0)
        name = join(u, name, s.result, "");
    else if (*s.result)
        words = join(u, words, s.result, " ");
    words = join(u, words, s.convention, " ");
    return join(u, join(u, words, name, "("), join(u, s.list, ")", after), "");
}

/* The qualifiers come behind the type, and are written before the name. */
static const char *variable(struct undname *u, const char *name)
{
    static const char *const words[5] = {"private: static ", "protected: static ",
                                         "public: static ", "", ""};
    const char *access = words[*u->p++ - '0'], *type = u->p, *end, *text;
    int types = u->type_count, is_const;
    undname_of_type(u, "");
    trailing_words(u);
    if (u->failed)
        return "";
    end = u->p;
    is_const = end[-1] == 'B' || end[-1] == 'D';
    if (end[-2] == 'E') /* a pointer */
        name = join(u, "__ptr64 ", name, "");
    if (is_const)
        name = join(u, "const ", name, "");
    u->p = type;
    u->type_count = types;
    text = undname_of_type(u, name);
    u->p = end;
    return join(u, access, text, "");
}

const char *undname_of_symbol(struct undname *u, int name_only)
{
    const char *name = name_of(u), *text = name;
    if (u->failed)
        return name;
    if (*u->p >= 'A' && *u->p <= 'Z') {
        text = function(u, name);
    } else if (*u->p >= '0' && *u->p <= '4') {
        text = variable(u, name);
    } else if (*u->p == '6' || *u->p == '7') {
        u->p++;
        text = join(u, undname_qualifiers(u), " ", name);
        if (!undname_accept(u, "@")) /* that of a base */
            return undname_fail(u);
    } else {
        return undname_fail(u);
    }
    return name_only ? name : text;
}

const char *undname_symbol(struct undname *u, const char *decorated, int name_only)
{
    if (decorated[0] != '?')
        return decorated;
    undname_start(u, decorated + 1);
    const char *text = undname_of_symbol(u, name_only);
    return u->failed || *u->p ? decorated : text;
}
