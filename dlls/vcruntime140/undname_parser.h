/* undname_parser.h - between undname.c (names and types) and undname_symbol.c. */
#ifndef BAILEY_UNDNAME_PARSER_H
#define BAILEY_UNDNAME_PARSER_H

#include "undname.h"
#include <stddef.h>
#include <string.h>

#define UNDNAME_ARENA 32768
#define UNDNAME_BACK  10

struct undname {
    const char *p;
    int failed, depth;
    const char *names[UNDNAME_BACK];
    int name_count;
    const char *types[UNDNAME_BACK]; /* parameters of more than one character */
    int type_count;
    size_t used;
    char arena[UNDNAME_ARENA];
};
_Static_assert(sizeof(struct undname) <= UNDNAME_ROOM, "room of undname.h");

/* Convention, result and parameters of a function. */
struct undname_signature {
    const char *convention, *result, *list;
};

void undname_start(struct undname *u, const char *decorated);
const char *undname_fail(struct undname *u);
const char *undname_join(struct undname *u, const char *a, const char *b, const char *c);
int undname_accept(struct undname *u, const char *text);
/* One scope of a name; ?$name@arguments@ after its two characters. */
const char *undname_fragment(struct undname *u);
const char *undname_template(struct undname *u);
const char *undname_qualifiers(struct undname *u);
void undname_signature(struct undname *u, struct undname_signature *s);
const char *undname_of_type(struct undname *u, const char *declarator);
/* After the first `?` of a symbol. */
const char *undname_of_symbol(struct undname *u, int name_only);
/* A function's name that is none, from its `?` on; constructors and destructors are "" and "~". */
const char *undname_operator(struct undname *u);

#endif
