#ifndef OLE32_APARTMENT_H
#define OLE32_APARTMENT_H

#include "nt.h"
#include <objbase.h>
#include <oleauto.h>

/* Whether this thread may use COM: it entered an apartment, or another made the common one. */
BOOL apartment_entered(void);

#endif
