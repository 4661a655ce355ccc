/* Conversions between the two widths of text for file names, commands and the environment. */
#include "crt.h"

#include "locale_data.h"

unsigned crt_filename_cp(void)
{
    if (crt_loc()->codepage == CP_UTF8)
        return CP_UTF8;
    return AreFileApisANSI() ? CP_ACP : CP_OEMCP;
}

wchar_t *crt_wide(const char *text)
{
    unsigned cp = crt_filename_cp();
    int count = MultiByteToWideChar(cp, 0, text, -1, NULL, 0);
    wchar_t *wide = count ? malloc(count * sizeof(*wide)) : NULL;

    if (wide)
        MultiByteToWideChar(cp, 0, text, -1, wide, count);
    else if (!count)
        crt_last_error();
    return wide;
}

char *crt_narrow(const wchar_t *text)
{
    unsigned cp = crt_filename_cp();
    int size = WideCharToMultiByte(cp, 0, text, -1, NULL, 0, NULL, NULL);
    char *narrow = size ? malloc(size) : NULL;

    if (narrow)
        WideCharToMultiByte(cp, 0, text, -1, narrow, size, NULL, NULL);
    else if (!size)
        crt_last_error();
    return narrow;
}

wchar_t *crt_wide_path(const char *text, wchar_t *buffer)
{
    for (int i = 0; i < CRT_PATH; i++) {
        if ((unsigned char)text[i] >= 0x80)
            return crt_wide(text);
        buffer[i] = text[i];
        if (!text[i])
            return buffer;
    }
    return crt_wide(text);
}

void crt_wide_done(wchar_t *text, const wchar_t *buffer)
{
    if (text != buffer) {
        int saved = errno;
        free(text);
        errno = saved;
    }
}
