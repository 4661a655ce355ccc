/* Integers to wide text. */
#include "crt.h"

#define CHAR    wchar_t
#define N(a, b) b
#include "itoa_core.h"
