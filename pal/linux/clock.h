/* clock.h - PAL time: units of 100 ns, the system clock since 1601-01-01 UTC. */
#ifndef PAL_LINUX_CLOCK_H
#define PAL_LINUX_CLOCK_H

#include <stdint.h>
#include <time.h>

#define PAL_EPOCH_SECONDS 11644473600ll /* from 1601 to 1970 */
#define PAL_SECOND        10000000ll

/* Outside of what 64 bits of 100 ns hold the nearest end is answered. */
int64_t pal_time_from_unix(int64_t seconds, uint32_t nanoseconds);
void pal_time_to_unix(int64_t time, struct timespec *result);

/* PAL_CLOCK_MONOTONIC, without a system call. */
int64_t pal_clock_monotonic(void);

/* What remains until deadline on PAL_CLOCK_MONOTONIC, not below zero; NULL for PAL_FOREVER. */
struct timespec *pal_clock_remaining(int64_t deadline, struct timespec *result);

#endif
