/* ask.h - what other processes of the session ask of this one. */
#ifndef PAL_LINUX_ASK_H
#define PAL_LINUX_ASK_H

#include "pal.h"

/* From where memory is copied, and to where: called at the start. */
void pal_ask_prepare(const PalBoot *boot, int arena);
/* Writes PAL_ASK_FACTS into the life. */
void pal_ask_facts(PalLife *life);
/* Answers what stands in the life, if anything does: called by the signal's handler. */
void pal_ask_answer(PalLife *life);

#endif
