/* Texts of the ANSI code page as wide characters, for the A functions. */
#include "wide_name.h"

WCHAR *wide_name(const char *text)
{
    int count = text ? MultiByteToWideChar(CP_ACP, 0, text, -1, NULL, 0) : 0;
    WCHAR *wide = count ? HeapAlloc(GetProcessHeap(), 0, count * sizeof(WCHAR)) : NULL;

    if (!wide) {
        fail_with(text ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
        return NULL;
    }
    MultiByteToWideChar(CP_ACP, 0, text, -1, wide, count);
    return wide;
}

void wide_free(WCHAR *text)
{
    if (text)
        HeapFree(GetProcessHeap(), 0, text);
}
