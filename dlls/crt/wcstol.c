/* Wide text to integers. */
#include "crt.h"

#include <inttypes.h>

#define CHAR wchar_t
#include "strtol_core.h"

#undef wcstoll
#undef wcstoull
#undef wcstoimax
#undef wcstoumax

SIGNED(long, wcstol, LONG_MIN, LONG_MAX)
SIGNED_L(long, _wcstol_l, LONG_MIN, LONG_MAX)
SIGNED(long long, wcstoll, INT64_MIN, INT64_MAX)
SIGNED_L(long long, _wcstoll_l, INT64_MIN, INT64_MAX)
SIGNED(long long, _wcstoi64, INT64_MIN, INT64_MAX)
SIGNED_L(long long, _wcstoi64_l, INT64_MIN, INT64_MAX)
SIGNED(intmax_t, wcstoimax, INT64_MIN, INT64_MAX)
SIGNED_L(intmax_t, _wcstoimax_l, INT64_MIN, INT64_MAX)
UNSIGNED(unsigned long, wcstoul, ULONG_MAX)
UNSIGNED_L(unsigned long, _wcstoul_l, ULONG_MAX)
UNSIGNED(unsigned long long, wcstoull, UINT64_MAX)
UNSIGNED_L(unsigned long long, _wcstoull_l, UINT64_MAX)
UNSIGNED(unsigned long long, _wcstoui64, UINT64_MAX)
UNSIGNED_L(unsigned long long, _wcstoui64_l, UINT64_MAX)
UNSIGNED(uintmax_t, wcstoumax, UINT64_MAX)
UNSIGNED_L(uintmax_t, _wcstoumax_l, UINT64_MAX)
TO(int, _wtoi, INT_MIN, INT_MAX)
TO_L(int, _wtoi_l, INT_MIN, INT_MAX)
TO(long, _wtol, LONG_MIN, LONG_MAX)
TO_L(long, _wtol_l, LONG_MIN, LONG_MAX)
TO(long long, _wtoll, INT64_MIN, INT64_MAX)
TO_L(long long, _wtoll_l, INT64_MIN, INT64_MAX)
TO(long long, _wtoi64, INT64_MIN, INT64_MAX)
TO_L(long long, _wtoi64_l, INT64_MIN, INT64_MAX)
