/*
 * guest.h - touching the guest's memory.
 *
 * A call reads its inputs into locals first and writes its outputs last. A fault on a guest address
 * makes the fault handler abandon the call, which answers ACCESS_VIOLATION: so no lock is held and
 * nothing is owned that would be lost at any such touch. Where something is acquired in between,
 * the outputs are probed before.
 */
#ifndef PAL_LINUX_GUEST_H
#define PAL_LINUX_GUEST_H

#include <stddef.h>
#include <stdint.h>

/* Faults unless the memory can be written; changes nothing. size > 0, at most a page. */
static inline void guest_probe(void *address, size_t size)
{
    __asm__ volatile("orb $0, %0" : "+m"(*(volatile uint8_t *)address));
    __asm__ volatile("orb $0, %0" : "+m"(((volatile uint8_t *)address)[size - 1]));
}

#endif
