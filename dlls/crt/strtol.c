/* Narrow text to integers. */
#include "crt.h"

#include <inttypes.h>

#define CHAR char
#include "strtol_core.h"

#undef strtoll
#undef strtoull
#undef strtoimax
#undef strtoumax

SIGNED(long, strtol, LONG_MIN, LONG_MAX)
SIGNED_L(long, _strtol_l, LONG_MIN, LONG_MAX)
SIGNED(long long, strtoll, INT64_MIN, INT64_MAX)
SIGNED_L(long long, _strtoll_l, INT64_MIN, INT64_MAX)
SIGNED(long long, _strtoi64, INT64_MIN, INT64_MAX)
SIGNED_L(long long, _strtoi64_l, INT64_MIN, INT64_MAX)
SIGNED(intmax_t, strtoimax, INT64_MIN, INT64_MAX)
SIGNED_L(intmax_t, _strtoimax_l, INT64_MIN, INT64_MAX)
UNSIGNED(unsigned long, strtoul, ULONG_MAX)
UNSIGNED_L(unsigned long, _strtoul_l, ULONG_MAX)
UNSIGNED(unsigned long long, strtoull, UINT64_MAX)
UNSIGNED_L(unsigned long long, _strtoull_l, UINT64_MAX)
UNSIGNED(unsigned long long, _strtoui64, UINT64_MAX)
UNSIGNED_L(unsigned long long, _strtoui64_l, UINT64_MAX)
UNSIGNED(uintmax_t, strtoumax, UINT64_MAX)
UNSIGNED_L(uintmax_t, _strtoumax_l, UINT64_MAX)
TO(int, atoi, INT_MIN, INT_MAX)
TO_L(int, _atoi_l, INT_MIN, INT_MAX)
TO(long, atol, LONG_MIN, LONG_MAX)
TO_L(long, _atol_l, LONG_MIN, LONG_MAX)
TO(long long, atoll, INT64_MIN, INT64_MAX)
TO_L(long long, _atoll_l, INT64_MIN, INT64_MAX)
TO(long long, _atoi64, INT64_MIN, INT64_MAX)
TO_L(long long, _atoi64_l, INT64_MIN, INT64_MAX)
