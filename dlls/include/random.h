#ifndef BAILEY_RANDOM_H
#define BAILEY_RANDOM_H

#include "nt.h"

/* ntdll: fills a buffer with bytes of the host's generator, fit for keys. Any thread. */
NTSTATUS BaileyRandom(void *buffer, SIZE_T size);

#endif
