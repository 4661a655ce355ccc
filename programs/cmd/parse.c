/* parse.c - command lines into trees. */
#include "parse.h"

static WCHAR buffer[BLOCK_MAX];
const WCHAR *at;
int failed;
static int depth;
static int (*more_lines)(WCHAR *line);

static NODE *sequence(void);

NODE *new_node(enum node_kind kind)
{
    NODE *node = calloc(1, sizeof *node);
    if (!node)
        exit(1);
    node->kind = kind;
    return node;
}

void free_node(NODE *node)
{
    if (!node)
        return;
    while (node->redirects) {
        REDIRECT *next = node->redirects->next;
        free(node->redirects->target);
        free(node->redirects);
        node->redirects = next;
    }
    free(node->text);
    free(node->options);
    free_node(node->left);
    free_node(node->right);
    free(node);
}

void syntax_error(void)
{
    size_t size = wcscspn(at, L" \t,;=&|<>()\n");
    if (!size && *at)
        size = 1 + (at[1] == at[0] && wcschr(L"&|<>", *at));
    if (!failed && *at && *at != '\n')
        complain(L"%.*ls was unexpected at this time.\n", (int)size, at);
    else if (!failed)
        complain(L"The syntax of the command is incorrect.\n");
    failed = 1;
}

void blanks(void)
{
    while (*at == ' ' || *at == '\t' || *at == ',' || *at == ';' || *at == '=')
        at++;
}

/* Inside a block the next lines belong to it too. */
int next_line(void)
{
    size_t used = wcslen(buffer);
    WCHAR line[LINE_MAX];
    if (!more_lines || !more_lines(line) || used + wcslen(line) + 2 >= BLOCK_MAX)
        return 0;
    buffer[used] = '\n';
    wcscpy(buffer + used + 1, line);
    return 1;
}

static int ends_command(WCHAR c)
{
    return !c || c == '\n' || c == '&' || c == '|' || (c == ')' && depth > 0);
}

int is_word(const WCHAR *word)
{
    size_t size = wcslen(word);
    return _wcsnicmp(at, word, size) == 0 && (at[size] == 0 || wcschr(L" \t\n(,;=/", at[size]));
}

/* ---- redirections */

static WCHAR *file_name(void)
{
    WCHAR name[LINE_MAX];
    size_t size = 0;
    int quoted = 0;
    blanks();
    while (*at && (quoted || (!ends_command(*at) && !wcschr(L" \t<>,;=", *at)))) {
        if (*at == '"')
            quoted = !quoted;
        else if (*at == '^' && !quoted && at[1])
            at++;
        if (size < LINE_MAX - 1)
            name[size++] = *at;
        at++;
    }
    name[size] = 0;
    unquote(name);
    return copy(name, wcslen(name));
}

static void redirection(NODE *node, int stream)
{
    REDIRECT *r = calloc(1, sizeof *r), **last = &node->redirects;
    if (!r)
        exit(1);
    r->input = *at++ == '<';
    r->stream = stream >= 0 ? stream : !r->input;
    r->copy_of = -1;
    if (!r->input && *at == '>')
        r->append = 1, at++;
    if (*at == '&' && at[1] >= '0' && at[1] <= '9')
        r->copy_of = at[1] - '0', at += 2;
    else
        r->target = file_name();
    if (r->target && !*r->target)
        syntax_error();
    while (*last)
        last = &(*last)->next;
    *last = r;
}

/* A digit before the arrow, with nothing before the digit, is the stream's number. */
static int stream_number(const WCHAR *text, size_t size)
{
    if (size && text[size - 1] >= '0' && text[size - 1] <= '9' &&
        (size == 1 || wcschr(L" \t),;=", text[size - 2])))
        return text[size - 1] - '0';
    return -1;
}

/* ---- commands */

static NODE *simple(void)
{
    NODE *node = new_node(SIMPLE);
    WCHAR *text = malloc(BLOCK_MAX * sizeof *text);
    size_t size = 0;
    int quoted = 0;
    while (text && *at && *at != '\n' && (quoted || !ends_command(*at))) {
        if (*at == '"')
            quoted = !quoted;
        if (!quoted && *at == '^') {
            at++;
            if (*at)
                text[size++] = *at++;
        } else if (!quoted && (*at == '<' || *at == '>')) {
            int stream = stream_number(text, size);
            size -= stream >= 0;
            redirection(node, stream);
        } else {
            text[size++] = *at++;
        }
    }
    node->text = copy(text ? text : L"", size);
    free(text);
    return node;
}

static void trailing_redirections(NODE *node)
{
    for (blanks(); !failed; blanks()) {
        if (*at == '<' || *at == '>')
            redirection(node, -1);
        else if (*at >= '0' && *at <= '9' && (at[1] == '>' || at[1] == '<'))
            at++, redirection(node, at[-1] - '0');
        else
            return;
    }
}

static NODE *block(void)
{
    NODE *node = new_node(BLOCK);
    at++;
    depth++;
    node->left = sequence();
    while (!failed && *at != ')')
        if (*at || !next_line())
            syntax_error();
        else {
            NODE *both = new_node(SEQUENCE);
            both->left = node->left;
            both->right = sequence();
            node->left = both;
        }
    depth--;
    if (!failed) {
        at++;
        trailing_redirections(node);
    }
    return node;
}

/* The redirections of `first` go before those of `node`. */
static void put_first(NODE *node, NODE *first)
{
    REDIRECT **last = &first->redirects;
    while (*last)
        last = &(*last)->next;
    *last = node->redirects;
    node->redirects = first->redirects;
    first->redirects = NULL;
    free_node(first);
}

/* A comment, a label inside a block, or a stray parenthesis: nothing up to the line's end. */
static NODE *nothing(void)
{
    NODE *node = new_node(SIMPLE);
    while (*at && *at != '\n')
        at++;
    node->text = copy(L"", 0);
    return node;
}

static int wants_help(void)
{
    return (is_word(L"if") && asks_help(at + 2)) ||
           ((is_word(L"for") || is_word(L"rem")) && asks_help(at + 3));
}

NODE *command(void)
{
    NODE *node;
    int quiet = 0;
    if (!stack_left()) {
        say_too_deep();
        failed = 1;
    }
    if (failed)
        return NULL;
    blanks();
    while (*at == '@')
        quiet = 1, at++, blanks();
    if (ends_command(*at))
        return NULL;
    NODE *first = new_node(SIMPLE); /* redirections may come before what they are of */
    trailing_redirections(first);
    if (*at == '(')
        node = block();
    else if (wants_help())
        node = simple();
    else if (is_word(L"if"))
        node = parse_if();
    else if (is_word(L"for"))
        node = parse_for();
    else if (is_word(L"rem") || *at == ':' || *at == ')')
        node = nothing();
    else
        node = simple();
    node->quiet = quiet;
    put_first(node, first);
    return node;
}

static NODE *join(enum node_kind kind, NODE *left, NODE *right)
{
    NODE *node = new_node(kind);
    node->left = left, node->right = right;
    if (left)
        node->quiet = left->quiet;
    if (!left || (!right && kind != SEQUENCE))
        syntax_error();
    return node;
}

/* Behind a sign of `size` units; without anything before it the sign is the mistake. */
static NODE *join_next(enum node_kind kind, NODE *left, NODE *(*next)(void), int size)
{
    if (!left) {
        syntax_error();
        return NULL;
    }
    at += size;
    return join(kind, left, next());
}

static NODE *pipe_line(void)
{
    NODE *node = command();
    while (!failed && *at == '|' && at[1] != '|') {
        node = join_next(PIPE, node, command, 1);
    }
    return node;
}

static NODE *and_line(void)
{
    NODE *node = pipe_line();
    while (!failed && at[0] == '&' && at[1] == '&') {
        node = join_next(AND, node, pipe_line, 2);
    }
    return node;
}

static NODE *or_line(void)
{
    NODE *node = and_line();
    while (!failed && at[0] == '|' && at[1] == '|') {
        node = join_next(OR, node, and_line, 2);
    }
    return node;
}

NODE *rest_of_line(void)
{
    NODE *node = or_line();
    while (!failed && *at == '&') {
        at++;
        NODE *next = or_line();
        if (next)
            node = node ? join(SEQUENCE, node, next) : next;
    }
    return node;
}

static NODE *sequence(void)
{
    NODE *node = or_line();
    while (!failed && (*at == '&' || (*at == '\n' && depth > 0))) {
        at++;
        NODE *next = or_line();
        if (next)
            node = node ? join(SEQUENCE, node, next) : next;
    }
    return node;
}

const WCHAR *parsed_text(void)
{
    return buffer;
}

NODE *parse(const WCHAR *text, int (*more)(WCHAR *line), int *bad)
{
    wcsncpy(buffer, text, BLOCK_MAX - 1);
    buffer[BLOCK_MAX - 1] = 0;
    at = buffer;
    depth = failed = 0;
    more_lines = more;
    NODE *node = sequence();
    if (!failed && *at && *at != '\n')
        syntax_error();
    *bad = failed;
    if (failed) {
        free_node(node);
        return NULL;
    }
    return node;
}
