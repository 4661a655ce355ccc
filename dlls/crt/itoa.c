/* Integers to narrow text. */
#include "crt.h"

#define CHAR    char
#define N(a, b) a
#include "itoa_core.h"
