/*
 * The same for ucrtbase.dll, by its API sets.
 * Links: ucrt
 */
#include "../msvcrt/time.c"
