/* unparse.c - trees as text again: a side of a pipe runs in a shell of its own. */
#include "cmd.h"

typedef struct TEXT {
    WCHAR *text;
    size_t size, room;
} TEXT;

static void put(TEXT *t, const WCHAR *piece)
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
        set_text(sign, 8, L" %d%ls", r->stream, r->input ? L"<" : r->append ? L">>" : L">");
        put(t, sign);
        if (r->copy_of >= 0) {
            set_text(sign, 8, L"&%d", r->copy_of);
            put(t, sign);
            continue;
        }
        put(t, L"\"");
        put(t, r->target);
        put(t, L"\"");
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
        put(t, node->ignore_case ? L"if /i " : L"if ");
        put(t, node->negate ? L"not " : L"");
        put(t, unary ? words : first);
        put(t, L" ");
        put(t, unary ? first : words);
        put(t, L" ");
        put(t, second);
    }
    free(words);
    put(t, L" (");
    add_node(t, node->left);
    put(t, node->right ? L") else (" : L")");
    if (node->right) {
        add_node(t, node->right);
        put(t, L")");
    }
}

static void add_for(TEXT *t, const NODE *node)
{
    WCHAR sign[3] = {'%', node->variable, 0}, mode[5] = {' ', '/', node->mode, ' ', 0};
    put(t, L"for");
    put(t, node->directories && node->mode != 'd' ? L" /d" : L"");
    put(t, node->mode ? mode : L" ");
    if (node->options) {
        put(t, L"\"");
        put(t, node->options);
        put(t, L"\" ");
    }
    put(t, sign);
    put(t, L" in (");
    put(t, node->text);
    put(t, L") do ");
    add_node(t, node->left);
}

static void add_node(TEXT *t, const NODE *node)
{
    static const WCHAR *const signs[] = {
        [SEQUENCE] = L" & ", [AND] = L" && ", [OR] = L" || ", [PIPE] = L" | "};
    if (!node)
        return;
    put(t, node->quiet ? L"@" : L"");
    switch (node->kind) {
    case SIMPLE:
        put(t, node->text);
        break;
    case BLOCK:
        put(t, L"(");
        add_node(t, node->left);
        put(t, L")");
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
            put(t, signs[node->kind]);
        add_node(t, node->right);
    }
    add_redirects(t, node->redirects);
}

WCHAR *text_of(const NODE *node)
{
    TEXT t = {0};
    put(&t, L"");
    add_node(&t, node);
    return t.text;
}
