/* arithmetic.c - set /a: C's operators on 32-bit numbers, assignments, variables without %. */
#include "cmd.h"
#include <errno.h>

static const WCHAR *p;
static int failed;

static LONG assignment(void);

enum { UNBALANCED = 1073750988, NO_OPERAND, NO_OPERATOR, BAD_NUMBER, TOO_LARGE, BY_ZERO };

/* The first error counts; it is the exit code. */
static void fail(int code, const WCHAR *message)
{
    if (!failed)
        complain(L"%ls\n", message);
    failed = failed ? failed : code;
}

static void blanks(void)
{
    while (*p == ' ' || *p == '\t')
        p++;
}

static int is_name(WCHAR c)
{
    return c && !wcschr(L" \t()!~-*/%+<>&^|=,\"'", c);
}

static LONG value_of(const WCHAR *name)
{
    WCHAR *text = variable(name);
    LONG value = text ? (LONG)wcstol(text, NULL, 0) : 0;
    free(text);
    return value;
}

static LONG primary(void)
{
    WCHAR name[256], *end;
    size_t size = 0;
    blanks();
    if (*p == '(') {
        p++;
        LONG value = failed ? 0 : assignment();
        blanks();
        if (*p == ')')
            p++;
        else
            fail(UNBALANCED, L"Unbalanced parenthesis.");
        return value;
    }
    if (*p >= '0' && *p <= '9') {
        errno = 0;
        LONG value = (LONG)wcstoul(p, &end, 0);
        if (errno == ERANGE)
            fail(TOO_LARGE, L"Invalid number.  Numbers are limited to 32-bits of precision.");
        if (is_name(*end))
            fail(BAD_NUMBER, L"Invalid number.  Numeric constants are either decimal (17),\n"
                             L"hexadecimal (0x11), or octal (021).");
        p = end;
        return value;
    }
    while (is_name(*p) && size < 255)
        name[size++] = *p++;
    name[size] = 0;
    if (!size)
        fail(NO_OPERAND, L"Missing operand.");
    return value_of(name);
}

static LONG unary(void)
{
    blanks();
    if (!stack_left())
        fail(NO_OPERAND, L"Missing operand.");
    if (failed)
        return 0;
    if (*p == '-' || *p == '+' || *p == '!' || *p == '~') {
        WCHAR sign = *p++;
        LONG value = failed ? 0 : unary();
        return sign == '-'   ? (LONG)(0u - (ULONG)value)
               : sign == '!' ? !value
               : sign == '~' ? ~value
                             : value;
    }
    return primary();
}

static LONG apply(WCHAR operation, LONG a, LONG b)
{
    ULONG x = (ULONG)a, y = (ULONG)b;
    if ((operation == '/' || operation == '%') && b == 0) {
        fail(BY_ZERO, L"Divide by zero error.");
        return 0;
    }
    switch (operation) {
    case '*':
        return (LONG)(x * y);
    case '/':
        return b == -1 ? (LONG)(0u - x) : a / b;
    case '%':
        return b == -1 ? 0 : a % b;
    case '+':
        return (LONG)(x + y);
    case '-':
        return (LONG)(x - y);
    case '<':
        return y > 31 ? 0 : (LONG)(x << y);
    case '>':
        return a >> (y > 31 ? 31 : y);
    case '&':
        return a & b;
    case '^':
        return a ^ b;
    case '|':
        return a | b;
    default:
        return b;
    }
}

/* Operators by rising strength; '<' and '>' are written twice. */
static const WCHAR *const levels[] = {L"|", L"^", L"&", L"<>", L"+-", L"*/%"};
#define LEVELS (sizeof levels / sizeof *levels)

static LONG binary(size_t level)
{
    if (level == LEVELS)
        return unary();
    LONG value = binary(level + 1);
    for (blanks(); *p && wcschr(levels[level], *p) && !failed; blanks()) {
        WCHAR operation = *p;
        int twice = operation == '<' || operation == '>';
        if ((twice && p[1] != operation) || p[1 + twice] == '=')
            break;
        p += 1 + twice;
        value = apply(operation, value, binary(level + 1));
    }
    return value;
}

/* "name op= ..." or a plain expression. */
static LONG assignment(void)
{
    blanks();
    const WCHAR *start = p;
    WCHAR name[256], text[32], operation = '=';
    size_t size = 0;
    while (is_name(*p) && size < 255)
        name[size++] = *p++;
    name[size] = 0;
    blanks();
    if (*p && wcschr(L"*/%+-&^|", *p) && p[1] == '=')
        operation = *p++;
    else if ((*p == '<' || *p == '>') && p[1] == *p && p[2] == '=')
        operation = *p, p += 2;
    if (!size || *p != '=' || (name[0] >= '0' && name[0] <= '9')) {
        p = start;
        return binary(0);
    }
    p++;
    LONG value = assignment();
    if (operation != '=')
        value = apply(operation, value_of(name), value);
    if (!failed) {
        set_text(text, 32, L"%ld", value);
        SetEnvironmentVariableW(name, text);
    }
    return value;
}

int set_arithmetic(const WCHAR *text, LONG *value)
{
    WCHAR *clean = copy(text, wcslen(text));
    unquote(clean);
    p = clean;
    failed = 0;
    do {
        *value = assignment();
        blanks();
    } while (!failed && *p == ',' && *++p);
    if (!failed && *p)
        fail(NO_OPERATOR, L"Missing operator.");
    free(clean);
    return failed;
}
