/*
 * ps_ask.c - asking another process that runs: one question at a time in the session.
 */
#include "ps_ask.h"
#include "arena_private.h"
#include "ke.h"

#define ASK_LIMIT 20000000 /* 100 ns: a process that is stopped does not answer */
#define ASK_STEP  1000000  /* its signal may have been missed after this */
#define MAP_STEP  10000

static BOOLEAN has_ended(const KPROCESS *process)
{
    return process->ended || process->life.word & PAL_LIFE_ENDED;
}

static BOOLEAN take_back(PalLife *life)
{
    return InterlockedCompareExchange((volatile LONG *)&life->asked, PAL_ASKED_NOTHING,
                                      PAL_ASKED_WAITS) == PAL_ASKED_WAITS;
}

static NTSTATUS wait_for_answer(KPROCESS *process)
{
    PalLife *life = &process->life;
    int64_t now = 0, end;
    ULONG asked;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &end);
    end += ASK_LIMIT;
    while ((asked = life->asked) != PAL_ASKED_NOTHING) {
        pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
        if (has_ended(process))
            return STATUS_PROCESS_IS_TERMINATING;
        if (now > end && take_back(life))
            return STATUS_TIMEOUT;
        if (process->host_id)
            pal_process_end(process->host_id, 0);
        pal_word_wait((ULONG_PTR)&life->asked, asked, 1, now + ASK_STEP);
    }
    return life->answer;
}

static NTSTATUS ask(KPROCESS *process, PS_QUESTION *q)
{
    PalLife *life = &process->life;
    take_back(life); /* whoever asked before may have died over it */
    if (life->asked != PAL_ASKED_NOTHING && wait_for_answer(process) < 0 &&
        life->asked != PAL_ASKED_NOTHING)
        return STATUS_TIMEOUT;
    life->question = q->question;
    life->asked_stream = q->stream;
    life->asked_tag = q->tag;
    life->asked_address = q->address, life->asked_size = q->size;
    life->asked_buffer = (ULONG_PTR)q->buffer;
    InterlockedExchange((volatile LONG *)&life->asked, PAL_ASKED_WAITS);
    NTSTATUS status = wait_for_answer(process);
    for (int i = 0; i < 4; i++)
        q->facts[i] = life->facts[i];
    return status;
}

NTSTATUS ps_ask(KPROCESS *process, PS_QUESTION *question)
{
    if (has_ended(process))
        return STATUS_PROCESS_IS_TERMINATING;
    ke_enter();
    arena_lock(&arena->ask_lock);
    NTSTATUS status = ask(process, question);
    arena_unlock(&arena->ask_lock);
    ke_leave();
    return status;
}

NTSTATUS ps_wait_until_mapped(KPROCESS *process)
{
    int64_t now, end;
    pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    end = now + ASK_LIMIT;
    while (!process->mapped && !has_ended(process) && now < end) {
        pal_word_wait((ULONG_PTR)&process->mapped, 0, 1, now + MAP_STEP);
        pal_clock_query(PAL_CLOCK_MONOTONIC, &now);
    }
    return has_ended(process) ? STATUS_PROCESS_IS_TERMINATING
           : process->mapped  ? STATUS_SUCCESS
                              : STATUS_TIMEOUT;
}

void ps_knock(KPROCESS *process)
{
    InterlockedIncrement((volatile LONG *)&process->knocks);
    pal_word_wake((ULONG_PTR)&process->knocks, 1, 1);
}

static void own_facts(PS_FACTS *facts)
{
    PalHostInfo host = {.size = sizeof host};
    pal_clock_query(PAL_CLOCK_PROCESS_CPU, &facts->cpu);
    pal_clock_query(PAL_CLOCK_PROCESS_KERNEL, &facts->kernel);
    if (pal_host_query(&host) == PAL_OK)
        facts->resident = host.resident, facts->peak = host.resident_peak;
}

NTSTATUS ps_facts(KPROCESS *process, PS_FACTS *facts)
{
    PS_QUESTION q = {.question = PAL_ASK_FACTS};
    NTSTATUS status = STATUS_PROCESS_IS_TERMINATING;
    *facts = (PS_FACTS){0, 0, 0, 0};
    if (process == ps_process)
        own_facts(facts);
    else if (!process->ended && (status = ps_ask(process, &q)) == STATUS_SUCCESS)
        *facts = (PS_FACTS){(int64_t)q.facts[0], (int64_t)q.facts[1], q.facts[2], q.facts[3]};
    else if (status == STATUS_PROCESS_IS_TERMINATING)
        facts->kernel = (int64_t)process->kernel_time,
        facts->cpu = facts->kernel + (int64_t)process->user_time;
    else
        return status;
    if (facts->kernel > facts->cpu) /* the two clocks do not tick together */
        facts->kernel = facts->cpu;
    return STATUS_SUCCESS;
}
