/* assert's failure: a line on stderr, and abort. */
#include "crt.h"

static void fail(const wchar_t *expression, const wchar_t *file, unsigned line)
{
    wchar_t text[1024];
    char narrow[2048];

    _snwprintf_s(text, ARRAY_LEN(text), _TRUNCATE, L"Assertion failed: %ls, file %ls, line %u\n",
                 expression, file, line);
    WideCharToMultiByte(CP_ACP, 0, text, -1, narrow, sizeof(narrow), NULL, NULL);
    fflush(__acrt_iob_func(1));
    crt_report(narrow);
    abort();
}

void _wassert(const wchar_t *expression, const wchar_t *file, unsigned line)
{
    fail(expression, file, line);
}

void _assert(const char *expression, const char *file, unsigned line)
{
    wchar_t *wide = crt_wide(expression), *wide_file = crt_wide(file);

    fail(wide ? wide : L"?", wide_file ? wide_file : L"?", line);
}
