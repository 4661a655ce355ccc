/* pattern.h - findstr's search texts: literal ones, and its own small regular expressions. */
#ifndef BAILEY_PATTERN_H
#define BAILEY_PATTERN_H

#include "program.h"

typedef struct EXPRESSION EXPRESSION;

/* From bytes; regular: `.` `*` `^` `$` `[a-z]` `[^a]` `\c` `\<` `\>`; else only `\\` and `\"` are
 * special. */
EXPRESSION *pattern_make(const char *text, size_t size, BOOL regular, BOOL ignore_case);
/* TRUE if the line has it; begin, end: only at its begin, only at its end. */
BOOL pattern_find(const EXPRESSION *pattern, const char *line, size_t size, BOOL begin, BOOL end);
/* TRUE if one of the signs that mean something in an expression stands in the text. */
BOOL pattern_looks_regular(const char *text, size_t size);

#endif
