/* What a `stub` of a .spec does when it is called; linked into every DLL. */
#include <windows.h>

#include "stub.h"

NTSYSAPI VOID NTAPI RtlRaiseException(PEXCEPTION_RECORD record);
void BaileyPrintError(const char *text);

static char *append(char *out, const char *end, const char *text)
{
    while (*text && out < end)
        *out++ = *text++;
    *out = 0;
    return out;
}

void bailey_stub_called(const char *dll, const char *name)
{
    EXCEPTION_RECORD record = {
        .ExceptionCode = EXCEPTION_BAILEY_STUB,
        .ExceptionFlags = EXCEPTION_NONCONTINUABLE,
        .ExceptionAddress = __builtin_return_address(0),
        .NumberParameters = 2,
        .ExceptionInformation = {(ULONG_PTR)dll, (ULONG_PTR)name},
    };
    char line[512];
    const char *end = line + sizeof(line) - 32;
    char *out = append(line, end, "bailey: ");
    out = append(out, end, dll);
    out = append(out, end, ".");
    out = append(out, end, name);
    append(out, line + sizeof(line) - 1, " is not implemented\n");

    BaileyPrintError(line);
    for (;;)
        RtlRaiseException(&record);
}
