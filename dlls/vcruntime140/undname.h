/* undname.h - names as Visual C++ decorates them, made readable. */
#ifndef BAILEY_UNDNAME_H
#define BAILEY_UNDNAME_H

/* The room that it takes; the caller's, and uninitialised. Results lie in it. */
struct undname;
#define UNDNAME_ROOM 33000

/* The readable form of a type's name as std::type_info keeps it, without its dot ("?AVfoo@bar@@" is
 * "class bar::foo"). What is not understood comes back as it is. */
const char *undname_type(struct undname *room, const char *decorated);
/* The same of a symbol ("?f@@YAXXZ" is "void __cdecl f(void)"), or of its name alone. */
const char *undname_symbol(struct undname *room, const char *decorated, int name_only);

#endif
