/*
 * eh_types.h - what Visual C++ puts into images for its exceptions, x64. Every address is an RVA
 * from the image's base. Sources: the structures that clang emits for this ABI (lib/CodeGen in
 * LLVM), and the Visual C++ team's article on the compressed form, FH4.
 */
#ifndef BAILEY_EH_TYPES_H
#define BAILEY_EH_TYPES_H

#include "nt_exception.h"

#define EH_CODE        0xE06D7363u /* exception code of every C++ exception */
#define EH_MAGIC_FIRST 0x19930520u /* 1: has the exception specification; 2: has EHFlags */
#define EH_MAGIC_LAST  0x19930522u
#define EH_MAGIC_PURE  0x01994000u /* managed code compiled as pure */
#define EH_PARAMETERS  4           /* magic, object, ThrowInfo, image base */

/* Where in a complete object a base class subobject lies. */
typedef struct PMD {
    LONG mdisp; /* from the object */
    LONG pdisp; /* of the virtual base table's pointer; -1: none */
    LONG vdisp; /* within that table */
} PMD;

typedef struct TYPE_DESCRIPTOR { /* std::type_info, as the compiler emits it */
    const void *vftable;
    char *undecorated; /* cache of name() */
    char name[];       /* ".?AVexception@std@@" */
} TYPE_DESCRIPTOR;

#define CT_SIMPLE        1u /* copied bitwise; pointers are adjusted */
#define CT_BY_REFERENCE  2u /* can be caught by reference only */
#define CT_VIRTUAL_BASES 4u /* its copy constructor takes a second argument */

typedef struct CATCHABLE_TYPE {
    ULONG properties;
    ULONG type; /* TYPE_DESCRIPTOR */
    PMD place;
    ULONG size;
    ULONG copy; /* copy constructor */
} CATCHABLE_TYPE;

typedef struct CATCHABLE_TYPES {
    ULONG count;
    ULONG types[]; /* CATCHABLE_TYPE, the most derived first */
} CATCHABLE_TYPES;

#define TI_CONST     1u
#define TI_VOLATILE  2u
#define TI_UNALIGNED 4u
#define TI_PURE      8u

typedef struct THROW_INFO {
    ULONG attributes;
    ULONG destructor;
    ULONG forward_compatible;
    ULONG types; /* CATCHABLE_TYPES */
} THROW_INFO;

#define HT_CONST     1u
#define HT_VOLATILE  2u
#define HT_UNALIGNED 4u
#define HT_REFERENCE 8u
#define HT_ALL       0x40u /* catch (...) */

/* ---- FuncInfo, FH3 */

typedef struct FUNC_INFO {
    ULONG magic : 29;
    ULONG bbt_flags : 3;
    ULONG state_count;
    ULONG unwind_map;
    ULONG try_count;
    ULONG try_map;
    ULONG ip_count;
    ULONG ip_map;
    LONG unwind_help;    /* frame offset */
    ULONG specification; /* ES_TYPE_LIST; since magic 21 */
    ULONG flags;         /* since magic 22 */
} FUNC_INFO;

#define FI_SYNCHRONOUS 1u /* /EHs: only C++ exceptions are seen */
#define FI_NOEXCEPT    4u

typedef struct UNWIND_MAP_ENTRY {
    LONG to_state;
    ULONG action; /* cleanup funclet */
} UNWIND_MAP_ENTRY;

typedef struct TRY_MAP_ENTRY {
    LONG low, high, catch_high;
    ULONG handler_count;
    ULONG handlers;
} TRY_MAP_ENTRY;

typedef struct HANDLER_TYPE {
    ULONG adjectives;
    ULONG type;
    LONG object; /* frame offset of the caught object; 0: none */
    ULONG funclet;
    ULONG frame; /* offset in the funclet's frame of its function's establisher frame */
} HANDLER_TYPE;

typedef struct IP_MAP_ENTRY {
    ULONG ip;
    LONG state;
} IP_MAP_ENTRY;

typedef struct ES_TYPE_LIST {
    LONG count;
    ULONG types; /* HANDLER_TYPE */
} ES_TYPE_LIST;

#endif
