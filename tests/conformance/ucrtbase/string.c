/*
 * The same for ucrtbase.dll, by its API sets.
 * Links: ucrt
 */
#include "../msvcrt/string.c"
