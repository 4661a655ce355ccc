/* std::terminate and its handler, which belongs to a thread. */
#include "crt.h"

typedef void (*terminate_fn)(void);

enum { SLOT_TERMINATE };

terminate_fn set_terminate(terminate_fn handler)
{
    void **slot = &crt_self()->eh[SLOT_TERMINATE];
    terminate_fn old = *slot ? (terminate_fn)*slot : abort;

    *slot = (void *)handler;
    return old;
}

terminate_fn _get_terminate(void)
{
    void *handler = crt_self()->eh[SLOT_TERMINATE];

    return handler ? (terminate_fn)handler : abort;
}

void terminate(void)
{
    _get_terminate()();
    abort();
}
