/* parse.h - the parser, between its files: where it is in the text, and its parts. */
#ifndef BAILEY_CMD_PARSE_H
#define BAILEY_CMD_PARSE_H

#include "cmd.h"

extern const WCHAR *at; /* the next sign; the text ends with a zero */
extern int failed;      /* an error was found and said; nothing more is parsed */

NODE *new_node(enum node_kind kind);
void syntax_error(void);
void blanks(void);
/* TRUE if the word stands here as one. */
int is_word(const WCHAR *word);
/* Appends the batch file's next line to the text; FALSE: there is none. */
int next_line(void);
NODE *command(void);
/* Commands with what joins them, up to the line's end: the body of `if` and `for`. */
NODE *rest_of_line(void);
NODE *parse_if(void);
NODE *parse_for(void);

#endif
