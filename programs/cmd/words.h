/* words.h - the words of a file command: options and names. */
#ifndef BAILEY_CMD_WORDS_H
#define BAILEY_CMD_WORDS_H

#include "builtin.h"

#define NAMES_MAX 256

typedef struct WORDS {
    WCHAR options[32];       /* the letters after '/'; '/-y' is 'Y' */
    WCHAR attributes[16];    /* what /a: has */
    WCHAR *names[NAMES_MAX]; /* without quotes */
    int count;
} WORDS;

/* a+b+c are several names with "+" between them. FALSE: a switch that `known` has not; it has been
 * said. The words are to be forgotten in any case. */
int split_words(const WCHAR *text, const WCHAR *known, WORDS *words);
void forget_words(WORDS *words);
int has_option(const WORDS *words, WCHAR option);

/* The directory part of a pattern with a name. */
void join_name(const WCHAR *pattern, const WCHAR *name, WCHAR *path);
int is_directory(const WCHAR *path);
int is_dots(const WCHAR *name);
/* Asks "text (Y/N)? " until there is an answer: TRUE for yes. */
int ask_yes(const WCHAR *text);
/* TRUE if all that /a: asks of attributes holds. An empty text asks for neither hidden nor system.
 */
int attributes_match(const WCHAR *wanted, DWORD attributes);
int syntax_wrong(void);

typedef int (*FILE_CALL)(const WCHAR *path, const WIN32_FIND_DATAW *data, void *context);
/* Calls for each plain file of a pattern; the highest result, -1: there is none. */
int each_file(const WCHAR *pattern, FILE_CALL call, void *context);

#endif
