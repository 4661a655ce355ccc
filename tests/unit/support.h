/* support.h - what the unit tests of the host half share. */
#ifndef TESTS_UNIT_SUPPORT_H
#define TESTS_UNIT_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "pal.h"

/* A fresh directory; current directory of the test from then on. Removed by leave_scratch. */
int enter_scratch(void **state);
int leave_scratch(void **state);
/* A PAL handle to the scratch directory, opened with O_PATH. */
PalHandle scratch_handle(void);

/* pal_file_open with a zero-terminated path below the scratch directory. */
PalStatus open_in_scratch(const char *path, uint32_t access, uint32_t disposition, uint32_t options,
                          PalHandle *file, PalFileInfo *info);
void write_text(const char *path, const char *text);

/* Runs a function in a child process; the exit code is what it returns, 128 + signal if it died. */
int in_child(int (*function)(void *), void *argument);

/* What the stand-in for the PAL's threads answers next: pal_thread_wanted() is this, once. */
extern int thread_is_wanted;

#define assert_status(actual, expected) assert_int_equal((uint32_t)(actual), (uint32_t)(expected))

#endif
