#include "nt.h"
#include "random.h"
#include <bcrypt.h>

NTSTATUS WINAPI BCryptGenRandom(BCRYPT_ALG_HANDLE algorithm, PUCHAR buffer, ULONG size, ULONG flags)
{
    if (!algorithm && !(flags & BCRYPT_USE_SYSTEM_PREFERRED_RNG))
        return STATUS_INVALID_HANDLE;
    if (!buffer)
        return size ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
    return BaileyRandom(buffer, size);
}
