/* rtl_modules.h - where the images are, for the exception code. Any thread, no lock. */
#ifndef BAILEY_RTL_MODULES_H
#define BAILEY_RTL_MODULES_H

#include "nt.h"

typedef struct RTL_MODULE {
    ULONG_PTR base, end;
    const void *functions; /* the image's exception directory, NULL if it has none */
    ULONG functions_size;  /* bytes */
} RTL_MODULE;

/* The loader tells of each image that it has mapped and fixed up, ntdll and the program among them,
 * before code of it runs, and of each that it is about to unmap. */
void rtl_module_added(void *base, ULONG size);
void rtl_module_removed(void *base);
/* The module that an address lies in. */
BOOLEAN rtl_find_module(ULONG_PTR pc, RTL_MODULE *found);

#endif
