/* ps_ask.h - asking another process that runs. Its host half answers. */
#ifndef BAILEY_PS_ASK_H
#define BAILEY_PS_ASK_H

#include "ps.h"

typedef struct PS_QUESTION {
    ULONG question; /* PAL_ASK_* */
    PalHandle stream;
    uint64_t tag;
    uint64_t address, size;
    void *buffer;      /* in the arena */
    uint64_t facts[4]; /* the answer's */
} PS_QUESTION;

/* The answer's status; STATUS_PROCESS_IS_TERMINATING, STATUS_TIMEOUT (somebody has stopped it by
 * the host's means). */
NTSTATUS ps_ask(KPROCESS *process, PS_QUESTION *question);
typedef struct PS_FACTS {
    int64_t cpu, kernel;     /* processor time and its kernel part, 100 ns */
    uint64_t resident, peak; /* bytes; 0 of one that has ended */
} PS_FACTS;

/* What a process has used, whether it runs or has ended. */
NTSTATUS ps_facts(KPROCESS *process, PS_FACTS *facts);
/* Has a process's first thread, which has not been let go, look around. */
void ps_knock(KPROCESS *process);
/* Waits until a process that has just been created has its program mapped. */
NTSTATUS ps_wait_until_mapped(KPROCESS *process);

#endif
