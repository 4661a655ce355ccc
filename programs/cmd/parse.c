/* parse.c - command lines into trees. */
#include "cmd.h"

static WCHAR buffer[BLOCK_MAX];
static const WCHAR *at;
static int depth, failed;
static int (*more_lines)(WCHAR *line);

static NODE *sequence(void);

static NODE *new_node(enum node_kind kind)
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
    free(node->source);
    free(node->options);
    free_node(node->left);
    free_node(node->right);
    free(node);
}

static void syntax_error(void)
{
    if (!failed)
        complain(*at ? L"%.20ls was unexpected at this time.\n"
                     : L"The syntax of the command is incorrect.\n",
                 at);
    failed = 1;
}

static void blanks(void)
{
    while (*at == ' ' || *at == '\t' || *at == ',' || *at == ';' || *at == '=')
        at++;
}

/* Inside a block the next lines belong to it too. */
static int next_line(void)
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

static int is_word(const WCHAR *word)
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
    if (*at == '&' && at[1] >= '0' && at[1] <= '2')
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
    if (size && text[size - 1] >= '0' && text[size - 1] <= '2' &&
        (size == 1 || wcschr(L" \t)", text[size - 2])))
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
            if (*at == '\n')
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
        else if (*at >= '0' && *at <= '2' && (at[1] == '>' || at[1] == '<'))
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

/* A word of a condition or of `for`'s head. */
static int word(WCHAR *out_word, const WCHAR *stops)
{
    size_t size = 0;
    int quoted = 0;
    while (*at == ' ' || *at == '\t')
        at++;
    while (*at && *at != '\n' && (quoted || !wcschr(stops, *at))) {
        if (*at == '"')
            quoted = !quoted;
        else if (*at == '^' && !quoted && at[1])
            at++;
        if (size < LINE_MAX - 1)
            out_word[size++] = *at;
        at++;
    }
    out_word[size] = 0;
    return size > 0;
}

static NODE *command(void);

static void condition(NODE *node)
{
    static const WCHAR *const tests[] = {L"exist", L"defined", L"errorlevel", L"cmdextversion"};
    WCHAR first[LINE_MAX], operation[16] = L"==", second[LINE_MAX] = L"";
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        if (!is_word(tests[i]))
            continue;
        at += wcslen(tests[i]);
        wcscpy(operation, tests[i]);
        if (!word(first, L" \t(="))
            syntax_error();
        goto store;
    }
    if (!word(first, L" \t="))
        syntax_error();
    while (*at == ' ' || *at == '\t')
        at++;
    if (at[0] == '=' && at[1] == '=')
        at += 2;
    else if (!word(operation, L" \t") || wcslen(operation) != 3)
        syntax_error();
    if (!word(second, L" \t(") && *at != '(')
        syntax_error();
store:
    node->text = malloc((wcslen(first) + wcslen(operation) + wcslen(second) + 3) * sizeof(WCHAR));
    if (node->text) {
        wcscpy(node->text, operation);
        wcscat(node->text, L"\t");
        wcscat(node->text, first);
        wcscat(node->text, L"\t");
        wcscat(node->text, second);
    }
}

static NODE *parse_if(void)
{
    NODE *node = new_node(IF);
    at += 2;
    for (blanks();; blanks()) {
        if (is_word(L"/i"))
            node->ignore_case = 1, at += 2;
        else if (is_word(L"not"))
            node->negate = !node->negate, at += 3;
        else
            break;
    }
    condition(node);
    if (!failed)
        node->left = command();
    if (!node->left)
        syntax_error();
    const WCHAR *before = at;
    blanks();
    if (!failed && is_word(L"else")) {
        at += 4;
        node->right = command();
    } else {
        at = before;
    }
    return node;
}

static void for_options(NODE *node)
{
    WCHAR options[LINE_MAX];
    blanks();
    while (*at == '/') {
        node->mode = (WCHAR)towlower(at[1]);
        if (!node->mode || !wcschr(L"ldrf", node->mode))
            syntax_error();
        at += 2;
        blanks();
        if (failed || (*at == '%' && node->mode != 'f') || *at == '/' || *at == '%')
            continue;
        word(options, L" \t");
        unquote(options);
        node->options = copy(options, wcslen(options));
        blanks();
    }
}

static void for_set(NODE *node)
{
    blanks();
    if (failed || !is_word(L"in"))
        syntax_error();
    else
        at += 2;
    blanks();
    if (failed || *at != '(') {
        syntax_error();
        return;
    }
    const WCHAR *start = ++at;
    for (int quoted = 0; *at != ')' || quoted;) {
        if (*at == '"')
            quoted = !quoted;
        if (!*at && !next_line()) {
            syntax_error();
            return;
        }
        at++;
    }
    node->text = copy(start, (size_t)(at - start));
    at++;
}

static NODE *parse_for(void)
{
    NODE *node = new_node(FOR);
    at += 3;
    for_options(node);
    if (failed || *at != '%' || !at[1]) {
        syntax_error();
        return node;
    }
    node->variable = at[1];
    at += 2;
    for_set(node);
    blanks();
    if (failed || !is_word(L"do")) {
        syntax_error();
        return node;
    }
    at += 2;
    node->left = command();
    if (!node->left)
        syntax_error();
    return node;
}

static NODE *command(void)
{
    NODE *node;
    int quiet = 0;
    blanks();
    while (*at == '@')
        quiet = 1, at++, blanks();
    const WCHAR *start = at;
    if (ends_command(*at))
        return NULL;
    if (*at == '(')
        node = block();
    else if (is_word(L"if"))
        node = parse_if();
    else if (is_word(L"for"))
        node = parse_for();
    else if (is_word(L"rem") || *at == ':') {
        while (*at && *at != '\n')
            at++;
        return NULL;
    } else
        node = simple();
    node->quiet = quiet;
    node->source = copy(start, (size_t)(at - start));
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

static NODE *pipe_line(void)
{
    NODE *node = command();
    while (!failed && *at == '|' && at[1] != '|') {
        at++;
        node = join(PIPE, node, command());
    }
    return node;
}

static NODE *and_line(void)
{
    NODE *node = pipe_line();
    while (!failed && at[0] == '&' && at[1] == '&') {
        at += 2;
        node = join(AND, node, pipe_line());
    }
    return node;
}

static NODE *or_line(void)
{
    NODE *node = and_line();
    while (!failed && at[0] == '|' && at[1] == '|') {
        at += 2;
        node = join(OR, node, and_line());
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

NODE *parse(const WCHAR *text, int (*more)(WCHAR *line), int *bad)
{
    wcsncpy(buffer, text, BLOCK_MAX - 1);
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
