/*
 * rtl_xstate.h - extended processor state (AVX and up) in contexts: standard format, the features
 * at the offsets that CPUID leaf 13 gives, counted from an XSAVE area's start.
 */
#ifndef BAILEY_RTL_XSTATE_H
#define BAILEY_RTL_XSTATE_H

#include "rtl_exception.h"

#define XSAVE_AREA_MAX 3648 /* PalContext.xstate */

/* The features beyond the legacy two that this process may use: bits as XCR0's. 0: no XSAVE. */
ULONG64 rtl_xstate_features(void);
/* Fills a 64-byte aligned XSAVE area from a context with CONTEXT_XSTATE, followed by its
 * CONTEXT_EX. */
void rtl_xstate_to_area(PCONTEXT context, UCHAR *area);
/* The register part alone (flags CONTEXT_ALL without the debug registers). */
void rtl_context_from_pal(PCONTEXT context, const PalContext *from);
void rtl_context_to_pal(PalContext *to, const CONTEXT *context);

#endif
