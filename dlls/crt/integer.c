/* Small integer functions: division, absolute values, rotation, byte order, random numbers. */
#include "crt.h"

#include <inttypes.h>

#undef _rotl
#undef _rotr
#undef _lrotl
#undef _lrotr
#undef _rotl64
#undef _rotr64

int abs(int value)
{
    return value < 0 ? -value : value;
}

long labs(long value)
{
    return value < 0 ? -value : value;
}

long long llabs(long long value)
{
    return value < 0 ? -value : value;
}

__int64 _abs64(__int64 value)
{
    return value < 0 ? -value : value;
}

intmax_t imaxabs(intmax_t value)
{
    return value < 0 ? -value : value;
}

div_t div(int a, int b)
{
    div_t result = {a / b, a % b};

    return result;
}

ldiv_t ldiv(long a, long b)
{
    ldiv_t result = {a / b, a % b};

    return result;
}

lldiv_t lldiv(long long a, long long b)
{
    lldiv_t result = {a / b, a % b};

    return result;
}

imaxdiv_t imaxdiv(intmax_t a, intmax_t b)
{
    imaxdiv_t result = {a / b, a % b};

    return result;
}

unsigned crt_rotl(unsigned value, int count)
{
    count &= 31;
    return count ? value << count | value >> (32 - count) : value;
}

unsigned crt_rotr(unsigned value, int count)
{
    return crt_rotl(value, -count);
}

unsigned long long crt_rotl64(unsigned long long value, int count)
{
    count &= 63;
    return count ? value << count | value >> (64 - count) : value;
}

unsigned long long crt_rotr64(unsigned long long value, int count)
{
    return crt_rotl64(value, -count);
}

unsigned short crt_byteswap_ushort(unsigned short value)
{
    return __builtin_bswap16(value);
}

unsigned long crt_byteswap_ulong(unsigned long value)
{
    return __builtin_bswap32(value);
}

unsigned long long crt_byteswap_uint64(unsigned long long value)
{
    return __builtin_bswap64(value);
}

/* The generator whose sequence Windows programs know. */
void srand(unsigned seed)
{
    struct crt_thread *self = crt_self();

    self->rand_state = seed;
    self->rand_seeded = 1;
}

int rand(void)
{
    struct crt_thread *self = crt_self();

    if (!self->rand_seeded)
        srand(1);
    self->rand_state = self->rand_state * 214013 + 2531011;
    return self->rand_state >> 16 & RAND_MAX;
}

/* advapi32 is above the runtimes: it is loaded at the first call. */
errno_t rand_s(unsigned *value)
{
    static BOOLEAN(WINAPI * generate)(void *, ULONG);

    CRT_REQUIRE(value, EINVAL, EINVAL);
    *value = 0;
    if (!generate) {
        HMODULE library = LoadLibraryW(L"advapi32.dll");
        generate = library ? (void *)GetProcAddress(library, "SystemFunction036") : NULL;
    }
    if (!generate || !generate(value, sizeof(*value))) {
        errno = ENOMEM;
        return ENOMEM;
    }
    return 0;
}
