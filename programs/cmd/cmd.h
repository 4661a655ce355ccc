/*
 * cmd.h - the command interpreter: between its files.
 *
 * A line is read, its % variables are replaced, it is parsed into a tree, and the tree is run. What
 * only stands when a command runs (variables of `for`, !delayed! ones) is replaced in the tree's
 * texts at that time. After Microsoft's documentation of the commands.
 */
#ifndef BAILEY_CMD_H
#define BAILEY_CMD_H

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define LINE_MAX      8192
#define BLOCK_MAX     65536 /* units of a command with all its lines */
#define ARGUMENTS_MAX 256
#define STREAMS       10

/* ---- the tree */

enum node_kind { SIMPLE, BLOCK, SEQUENCE, AND, OR, PIPE, IF, FOR };

typedef struct REDIRECT {
    struct REDIRECT *next;
    int stream; /* 0 to 9 */
    int append, input;
    int copy_of;   /* >&n; -1: a file */
    WCHAR *target; /* its name */
} REDIRECT;

typedef struct NODE {
    enum node_kind kind;
    int quiet;   /* @ */
    WCHAR *text; /* SIMPLE: the command; FOR: the set; IF: the condition's words, tab-separated */
    WCHAR *options; /* FOR /f and /r */
    WCHAR variable;
    WCHAR mode;      /* FOR: 0, 'l', 'd', 'r', 'f' */
    int directories; /* FOR /d */
    int negate, ignore_case;
    REDIRECT *redirects;
    struct NODE *left, *right; /* IF: then, else; FOR and BLOCK: left */
} NODE;

/* Parses what `text` has, asking `more` for lines where a block goes on. NULL: nothing, or a
 * syntax error, which has been said (then *bad is set). */
NODE *parse(const WCHAR *text, int (*more)(WCHAR *line), int *bad);
/* The lines that the last call took, until the next one. */
const WCHAR *parsed_text(void);
void free_node(NODE *node);
/* The tree as text again, for a shell of its own; heap. */
WCHAR *text_of(const NODE *node);

/* ---- state */

typedef struct BATCH {
    struct BATCH *outer;
    WCHAR path[MAX_PATH];
    char *text; /* the whole file as it was at `time` */
    size_t size, at;
    FILETIME time;
    WCHAR *arguments[ARGUMENTS_MAX]; /* %0 on, heap; `shift` takes them out */
    int count;
    WCHAR *tail;         /* %* */
    struct SAVED *saved; /* setlocal */
    int ended;           /* by leave_batch, while the rest of a line still runs */
} BATCH;

typedef struct SAVED {
    struct SAVED *next;
    WCHAR *environment;
    WCHAR directory[MAX_PATH];
    int delayed, extensions;
} SAVED;

extern BATCH *batch;
extern int wide_output; /* /u: UTF-16 where a file or pipe is written */
extern int error_level, echo_on, delayed, interactive, not_found,
    leaving;                    /* leaving: EXIT_* of the running command */
extern HANDLE streams[STREAMS]; /* what commands read and write now; NULL: not open */

enum { STAY, LEAVE_BATCH, LEAVE_SHELL, JUMP };

/* ---- expansion */

/* %name%, %1 and modifiers; FALSE: too long. */
int expand_percent(const WCHAR *from, WCHAR *to, size_t room);
/* Variables of `for`, then !name! where that is on. The result is heap memory. */
WCHAR *expand_late(const WCHAR *text);
void push_for(WCHAR name, const WCHAR *value);
void pop_for(int count);
/* %~mods of a value: strips quotes, takes the parts of its full path that mods name. */
void modify(const WCHAR *mods, size_t count, const WCHAR *value, WCHAR *out, size_t room);
/* How many modifiers stand before a name that `known` accepts, or -1; `text` is behind the '~'. */
int count_mods(const WCHAR *text, int (*known)(WCHAR));
/* Appends what there is room for. */
void add(WCHAR *to, size_t room, const WCHAR *text);
/* The value of a variable, real or computed (CD, ERRORLEVEL …); NULL: there is none. Heap. */
WCHAR *variable(const WCHAR *name);

/* ---- running */

/* FALSE: what is nested so deeply is not to go deeper. */
int stack_left(void);
/* Says that it is so, and leaves the shell. */
void say_too_deep(void);

int run(NODE *node);
int run_line(const WCHAR *line);
/* Runs a batch file with a command line's arguments; nested: comes back to the caller's. */
int run_batch(const WCHAR *path, const WCHAR *command, int nested);
int read_batch_line(WCHAR *line);
int call_label(const WCHAR *command);
int jump(const WCHAR *label);
/* Ends the running batch file, or called label, at once: what is left of its line runs in the
 * context of its caller. */
void leave_batch(void);
int run_for(NODE *node);
int run_if(NODE *node);
/* A program or batch file; waits for it. */
int run_program(const WCHAR *command, int nested);
int start_shell(const WCHAR *source, HANDLE in, HANDLE out, HANDLE *process);
HANDLE inheritable(HANDLE handle);
void restore(SAVED *saved);

/* The image of a program or batch file by PATH and PATHEXT; path has LINE_MAX units. */
int find_program(const WCHAR *name, WCHAR *path);
int is_batch_file(const WCHAR *path);
/* 0, or the error; the caller closes *process. directory: NULL, where this one is. */
int start_program(const WCHAR *image, WCHAR *command, const WCHAR *directory, DWORD flags,
                  STARTUPINFOW *startup, HANDLE in, HANDLE out, HANDLE *process);
/* Its exit code; closes the handle. */
int wait_for(HANDLE process);

/* TRUE if what follows a command's name begins with the word "/?". */
int asks_help(const WCHAR *arguments);
/* What the interpreter's command of that name is for; FALSE: it has none such. */
int show_help(const WCHAR *name);
int is_builtin(const WCHAR *name);
/* What a command returns that succeeded and leaves the error level as it was. */
#define UNCHANGED (-0x7fffffff - 1)

/* TRUE if `name` is a command of the interpreter itself; it has been run then. */
int run_builtin(const WCHAR *name, const WCHAR *arguments, int *result);
int set_arithmetic(const WCHAR *text, LONG *value);

/* ---- words and messages */

/* A line of standard input, LINE_MAX units, without its end; FALSE: there is no more. */
int read_line(WCHAR *line);
/* As %PROMPT% says. */
void prompt(void);

/* The next word of a command line (blanks, tabs, ',', ';' and '=' part words unless quoted); quotes
 * stay. Returns where it ends, NULL: there is none. */
const WCHAR *next_word(const WCHAR *text, WCHAR *word, size_t room);
void unquote(WCHAR *text);
/* printf into `room` units; always ends with a zero, what there is no room for is left out. */
void set_text(WCHAR *to, size_t room, const WCHAR *form, ...);
const WCHAR *skip_blanks(const WCHAR *text);
WCHAR *copy(const WCHAR *text, size_t count);
void out(const WCHAR *format, ...);
void complain(const WCHAR *format, ...);
/* The system's text for an error. */
int complain_error(DWORD error);

#endif
