/* rtti.h - what the compiler emits for typeid and dynamic_cast, x64: addresses are RVAs. */
#ifndef BAILEY_RTTI_H
#define BAILEY_RTTI_H

#include "eh_types.h"

#define BCD_NOT_VISIBLE 1u /* not publicly reachable from the class whose array it stands in */
#define BCD_AMBIGUOUS   2u

typedef struct BASE_CLASS {
    ULONG type;
    ULONG contained; /* how many of the following entries are its own bases */
    PMD place;
    ULONG attributes;
    ULONG hierarchy; /* CLASS_HIERARCHY */
} BASE_CLASS;

typedef struct CLASS_HIERARCHY {
    ULONG signature;
    ULONG attributes;
    ULONG count;
    ULONG bases; /* array of RVAs of BASE_CLASS; the class itself is the first */
} CLASS_HIERARCHY;

typedef struct COMPLETE_OBJECT { /* the entry before a vftable's first points to it */
    ULONG signature;             /* 1: RVAs, and `self` tells the image's base */
    ULONG offset;                /* of this vftable's pointer in the complete object */
    ULONG constructor_offset;    /* of the displacement that constructors store; 0: none */
    ULONG type;
    ULONG hierarchy;
    ULONG self;
} COMPLETE_OBJECT;

/* The exceptions that the runtime throws itself (std_exceptions.S). */
extern const THROW_INFO throw_bad_cast, throw_bad_typeid, throw_non_rtti_object;
struct std_exception {
    const void *vftable;
    const char *what;
    BOOLEAN free_what;
};
extern const void *const vftable_bad_cast[], *const vftable_bad_typeid[],
                                                 *const vftable_non_rtti_object[];
void _CxxThrowException(void *object, const THROW_INFO *info);

#endif
