/* undname.h - names as Visual C++ decorates them, made readable. */
#ifndef BAILEY_UNDNAME_H
#define BAILEY_UNDNAME_H

/* The readable form of a type's name as std::type_info keeps it, without its dot ("?AVfoo@bar@@" is
 * "class bar::foo"); from malloc. What is not understood comes back as it is. NULL: no memory. */
char *undname_type(const char *decorated);

#endif
