#include "nt.h"
#include "random.h"

BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T size);
BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T size)
{
    return BaileyRandom(buffer, size) >= 0;
}
