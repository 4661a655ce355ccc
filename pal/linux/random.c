/* random.c - random bytes. */
#include "host_call.h"
#include "pal.h"
#include "status.h"

PalStatus pal_random(void *buffer, uint64_t size)
{
    char *next = buffer;
    while (size) {
        long result = host_call3(SYS_getrandom, (long)next, (long)size, 0);
        if (result == -EINTR)
            continue; /* large requests only; the rest is asked for again */
        if (result < 0)
            return pal_status(result);
        next += result;
        size -= (uint64_t)result;
    }
    return PAL_OK;
}
