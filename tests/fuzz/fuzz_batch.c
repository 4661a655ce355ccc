/*
 * fuzz_batch.c - a libFuzzer target for cmd.exe's reading of batch files.
 *
 * The input is a batch file. Each line's variables are replaced, it is parsed (a block takes the
 * lines that follow), written back from its tree, replaced once more as at run time, and that is
 * parsed again; `set /a` evaluates it. Nothing is run.
 */
#include "cmd.h"

#define STACK_USED (4 << 20)

BATCH *batch;
int error_level, echo_on, delayed, interactive, not_found, leaving;
HANDLE streams[STREAMS];

static const uint8_t *input;
static size_t input_size, input_at;
static const char *stack_start;

int stack_left(void)
{
    char here;
    return stack_start - &here < STACK_USED;
}

void say_too_deep(void)
{
}

void out(const WCHAR *format, ...)
{
    (void)format;
}

void complain(const WCHAR *format, ...)
{
    (void)format;
}

static int next_line_of_input(WCHAR *line)
{
    size_t size = 0;
    if (input_at >= input_size)
        return 0;
    while (input_at < input_size && input[input_at] != '\n' && size < LINE_MAX - 1) {
        if (input[input_at])
            line[size++] = input[input_at];
        input_at++;
    }
    input_at += input_at < input_size && input[input_at] == '\n';
    line[size] = 0;
    return 1;
}

static int more_lines(WCHAR *line)
{
    WCHAR raw[LINE_MAX];
    return next_line_of_input(raw) && expand_percent(raw, line, LINE_MAX);
}

static void check_tree(const NODE *node)
{
    WCHAR *text = text_of(node), *late = expand_late(text);
    int bad = 0;
    if (wcslen(late) < LINE_MAX)
        free_node(parse(late, NULL, &bad));
    free(late);
    free(text);
}

static void check_line(const WCHAR *line)
{
    static WCHAR expanded[LINE_MAX];
    LONG value;
    int bad = 0;
    if (!expand_percent(line, expanded, LINE_MAX))
        return;
    NODE *node = parse(expanded, more_lines, &bad);
    if (node)
        check_tree(node);
    free_node(node);
    set_arithmetic(line, &value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static BATCH running = {.path = L"C:\\d\\file.cmd", .count = 3, .tail = L" one \"two e\""};
    static WCHAR *const arguments[] = {L"file", L"one", L"\"two e\""};
    WCHAR line[LINE_MAX];
    char here;
    stack_start = &here;
    memcpy(running.arguments, arguments, sizeof arguments);
    input = data;
    input_size = size;
    input_at = 0;
    batch = size % 3 ? &running : NULL;
    delayed = size % 2;
    push_for('i', L"C:\\d\\a value.e");
    while (next_line_of_input(line))
        check_line(line);
    pop_for(1);
    return 0;
}
