/* rtl_fpu.h - the x87 state in its two forms: FXSAVE's (512 bytes) and FNSAVE's (CONTEXT). */
#ifndef BAILEY_RTL_FPU_H
#define BAILEY_RTL_FPU_H

#include "nt.h"

void rtl_fpu_from_fxsave(FLOATING_SAVE_AREA *to, const UCHAR fxsave[512]);
/* The x87 part alone. */
void rtl_fpu_to_fxsave(UCHAR fxsave[512], const FLOATING_SAVE_AREA *from);

#endif
