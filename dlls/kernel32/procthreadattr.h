/* procthreadattr.h - what an attribute list holds. */
#ifndef BAILEY_PROCTHREADATTR_H
#define BAILEY_PROCTHREADATTR_H

#include "kernel32_private.h"

typedef struct PROC_ATTRIBUTE {
    DWORD_PTR which;
    SIZE_T size;
    PVOID value; /* the caller's memory */
} PROC_ATTRIBUTE;

typedef struct PROC_ATTRIBUTES {
    DWORD room, count;
    PROC_ATTRIBUTE entries[];
} PROC_ATTRIBUTES;

#ifndef PROC_THREAD_ATTRIBUTE_JOB_LIST
#    define PROC_THREAD_ATTRIBUTE_JOB_LIST 0x2000d
#endif

/* NULL: it is not in the list (which may be NULL). */
const PROC_ATTRIBUTE *k32_find_attribute(LPPROC_THREAD_ATTRIBUTE_LIST list, DWORD_PTR which);

#endif
