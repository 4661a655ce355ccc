#include "pal.h"
#include "random.h"

NTSTATUS BaileyRandom(void *buffer, SIZE_T size)
{
    return size ? pal_random(buffer, size) : STATUS_SUCCESS;
}
