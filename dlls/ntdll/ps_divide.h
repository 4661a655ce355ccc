/* ps_divide.h - why a division faulted: the processor has one fault for both causes. */
#ifndef BAILEY_PS_DIVIDE_H
#define BAILEY_PS_DIVIDE_H

#include "nt.h"
#include "pal.h"

/* The division that faulted at context->rip has a divisor other than 0: its quotient did not fit.
 */
BOOLEAN ps_divide_overflows(const PalContext *context);

#endif
