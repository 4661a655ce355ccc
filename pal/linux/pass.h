/* pass.h - the session's box of descriptors. */
#ifndef PAL_LINUX_PASS_H
#define PAL_LINUX_PASS_H

#include "pal.h"

/* The box's two ends have these numbers in every process that has it: the seal knows them. */
#define PAL_PASS_SEND    1000
#define PAL_PASS_RECEIVE 1001

/* Makes the box where this process has none; the first process does before its first child. */
void pal_pass_prepare(void);
/* This process has inherited the box. */
void pal_pass_adopt(void);
int pal_pass_is_there(void);
/* pal_handle_pass(KEEP). In a signal handler too. */
PalStatus pal_pass_keep(PalHandle stream, uint64_t tag);

#endif
