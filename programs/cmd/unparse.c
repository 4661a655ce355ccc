/* unparse.c - trees as text again: a side of a pipe runs in a shell of its own. */
#include "cmd.h"

typedef struct TEXT {
    WCHAR *text;
    size_t size, room;
} TEXT;

static void add(TEXT *t, const WCHAR *piece)
{
    size_t size = wcslen(piece);
    if (t->size + size + 1 > t->room) {
        t->room = (t->size + size + 1) * 2;
        t->text = realloc(t->text, t->room * sizeof(WCHAR));
        if (!t->text)
            exit(1);
    }
    wmemcpy(t->text + t->size, piece, size + 1);
    t->size += size;
}

static void add_redirects(TEXT *t, const REDIRECT *r)
{
    WCHAR sign[8];
    for (; r; r = r->next) {
        _snwprintf(sign, 8, L" %d%ls", r->stream, r->input ? L"<" : r->append ? L">>" : L">");
        add(t, sign);
        if (r->copy_of >= 0) {
            _snwprintf(sign, 8, L"&%d", r->copy_of);
            add(t, sign);
            continue;
        }
        add(t, L"\"");
        add(t, r->target);
        add(t, L"\"");
    }
}

static void add_node(TEXT *t, const NODE *node);

static void add_if(TEXT *t, const NODE *node)
{
    WCHAR *words = copy(node->text, wcslen(node->text));
    WCHAR *first = wcschr(words, '\t'), *second = first ? wcsrchr(first + 1, '\t') : NULL;
    if (second) {
        *first++ = 0, *second++ = 0;
        int unary = iswalpha(words[0]) && wcslen(words) > 3;
        add(t, node->ignore_case ? L"if /i " : L"if ");
        add(t, node->negate ? L"not " : L"");
        add(t, unary ? words : first);
        add(t, L" ");
        add(t, unary ? first : words);
        add(t, L" ");
        add(t, second);
    }
    free(words);
    add(t, L" (");
    add_node(t, node->left);
    add(t, node->right ? L") else (" : L")");
    if (node->right) {
        add_node(t, node->right);
        add(t, L")");
    }
}

static void add_for(TEXT *t, const NODE *node)
{
    WCHAR sign[3] = {'%', node->variable, 0}, mode[5] = {' ', '/', node->mode, ' ', 0};
    add(t, L"for");
    add(t, node->directories && node->mode != 'd' ? L" /d" : L"");
    add(t, node->mode ? mode : L" ");
    if (node->options) {
        add(t, L"\"");
        add(t, node->options);
        add(t, L"\" ");
    }
    add(t, sign);
    add(t, L" in (");
    add(t, node->text);
    add(t, L") do ");
    add_node(t, node->left);
}

static void add_node(TEXT *t, const NODE *node)
{
    static const WCHAR *const signs[] = {
        [SEQUENCE] = L" & ", [AND] = L" && ", [OR] = L" || ", [PIPE] = L" | "};
    if (!node)
        return;
    add(t, node->quiet ? L"@" : L"");
    switch (node->kind) {
    case SIMPLE:
        add(t, node->text);
        break;
    case BLOCK:
        add(t, L"(");
        add_node(t, node->left);
        add(t, L")");
        break;
    case IF:
        add_if(t, node);
        break;
    case FOR:
        add_for(t, node);
        break;
    default:
        add_node(t, node->left);
        if (node->left && node->right)
            add(t, signs[node->kind]);
        add_node(t, node->right);
    }
    add_redirects(t, node->redirects);
}

WCHAR *text_of(const NODE *node)
{
    TEXT t = {0};
    add(&t, L"");
    add_node(&t, node);
    return t.text;
}
