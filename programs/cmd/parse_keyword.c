/* parse_keyword.c - `if` and `for`. */
#include "parse.h"

/* A word of a condition or of `for`'s head. */
static int word(WCHAR *out_word, size_t room, const WCHAR *stops)
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
        if (size < room - 1)
            out_word[size++] = *at;
        at++;
    }
    out_word[size] = 0;
    return size > 0;
}

static void condition(NODE *node)
{
    static const WCHAR *const tests[] = {L"exist", L"defined", L"errorlevel", L"cmdextversion"};
    WCHAR first[LINE_MAX], operation[16] = L"==", second[LINE_MAX] = L"";
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        if (!is_word(tests[i]))
            continue;
        at += wcslen(tests[i]);
        wcscpy(operation, tests[i]);
        if (!word(first, LINE_MAX, L" \t=,;"))
            syntax_error();
        goto store;
    }
    if (!word(first, LINE_MAX, L" \t="))
        syntax_error();
    while (*at == ' ' || *at == '\t')
        at++;
    if (at[0] == '=' && at[1] == '=')
        at += 2;
    else if (!word(operation, 16, L" \t") || wcslen(operation) != 3)
        syntax_error();
    if (!word(second, LINE_MAX, L" \t,;"))
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

NODE *parse_if(void)
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
        node->left = rest_of_line();
    if (!node->left)
        syntax_error();
    const WCHAR *before = at;
    blanks();
    if (!failed && is_word(L"else")) {
        at += 4;
        node->right = rest_of_line();
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
        WCHAR mode = (WCHAR)towlower(at[1]);
        if (!mode || !wcschr(L"ldrf", mode)) {
            syntax_error();
            return;
        }
        node->directories |= mode == 'd';
        if (mode != 'd' || !node->mode)
            node->mode = mode;
        at += 2;
        blanks();
        if (failed || (*at == '%' && node->mode != 'f') || *at == '/' || *at == '%')
            continue;
        word(options, LINE_MAX, L" \t");
        unquote(options);
        free(node->options);
        node->options = copy(options, wcslen(options));
        blanks();
    }
}

/* Up to the closing parenthesis; a caret outside quotes takes the next sign as it is. */
static void take_set(NODE *node)
{
    WCHAR *set = malloc(BLOCK_MAX * sizeof *set);
    size_t size = 0;
    if (!set)
        exit(1);
    for (int quoted = 0; *at != ')' || quoted; at++) {
        if (!*at && !next_line()) {
            syntax_error();
            break;
        }
        if (*at == '"')
            quoted = !quoted;
        else if (*at == '^' && !quoted && at[1])
            at++;
        if (*at == '\n')
            quoted = 0;
        set[size++] = *at == '\n' ? ' ' : *at;
    }
    node->text = copy(set, size);
    free(set);
    at += *at == ')';
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
    at++;
    take_set(node);
}

NODE *parse_for(void)
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
    node->left = rest_of_line();
    if (!node->left)
        syntax_error();
    return node;
}
