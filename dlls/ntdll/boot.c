#include <windows.h>
void BaileyPrintError(const char *text);
void BaileyPrintError(const char *text)
{
}
VOID WINAPI RtlRaiseException(PEXCEPTION_RECORD record)
{
    __builtin_trap();
}
