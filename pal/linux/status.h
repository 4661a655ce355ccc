/* status.h - errno to PAL status: the only place where one becomes the other. */
#ifndef PAL_LINUX_STATUS_H
#define PAL_LINUX_STATUS_H

#include "pal.h"

/* error: an errno value, positive or (as host_call returns it) negative; 0 is PAL_OK. */
PalStatus pal_status(long error);

#endif
