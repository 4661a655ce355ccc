/* winnls_a.c - winnls.h: forms for the ANSI code page of what the other files do in UTF-16. */
#include "nls_private.h"

int WINAPI FoldStringA(DWORD flags, LPCSTR from, int size, LPSTR to, int room)
{
    WCHAR *text, *folded;
    int count, made, result = 0;

    if (!from || !size || room < 0 || (room && !to) || from == to)
        return nls_fail(ERROR_INVALID_PARAMETER);
    text = nls_widen(from, size, &count);
    if (!text)
        return nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    made = FoldStringW(flags, text, count, NULL, 0);
    folded = made ? nls_allocate(made * sizeof *folded) : NULL;
    if (folded && FoldStringW(flags, text, count, folded, made))
        result = WideCharToMultiByte(CP_ACP, 0, folded, made, to, room, NULL, NULL);
    else if (made)
        nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    nls_free(folded);
    nls_free(text);
    return result;
}

/* What an ANSI callback's formats pass through. */
struct formats {
    void *callback;
    BOOL with_calendar;
};

enum { ROOM = 160 };

static BOOL CALLBACK date_format(LPWSTR text, CALID calendar, LPARAM param)
{
    const struct formats *formats = (const struct formats *)param;
    char narrow[ROOM];

    WideCharToMultiByte(CP_ACP, 0, text, -1, narrow, ROOM, NULL, NULL);
    return formats->with_calendar ? ((DATEFMT_ENUMPROCEXA)formats->callback)(narrow, calendar)
                                  : ((DATEFMT_ENUMPROCA)formats->callback)(narrow);
}

static BOOL CALLBACK time_format(LPWSTR text, LPARAM param)
{
    char narrow[ROOM];

    WideCharToMultiByte(CP_ACP, 0, text, -1, narrow, ROOM, NULL, NULL);
    return ((TIMEFMT_ENUMPROCA)((const struct formats *)param)->callback)(narrow);
}

static BOOL CALLBACK wide_date_format(LPWSTR text, CALID calendar, LPARAM param)
{
    return ((DATEFMT_ENUMPROCEXW)((const struct formats *)param)->callback)(text, calendar);
}

static BOOL enum_dates(DATEFMT_ENUMPROCEXEX each, void *callback, BOOL with_calendar, LCID id,
                       DWORD flags)
{
    struct formats formats = {callback, with_calendar};
    WCHAR name[LOCALE_NAME_MAX_LENGTH];

    if (!callback || !LCIDToLocaleName(id, name, LOCALE_NAME_MAX_LENGTH, 0))
        return nls_fail(ERROR_INVALID_PARAMETER);
    return EnumDateFormatsExEx(each, name, flags, (LPARAM)&formats);
}

BOOL WINAPI EnumDateFormatsA(DATEFMT_ENUMPROCA callback, LCID id, DWORD flags)
{
    return enum_dates(date_format, (void *)callback, FALSE, id, flags);
}

BOOL WINAPI EnumDateFormatsExA(DATEFMT_ENUMPROCEXA callback, LCID id, DWORD flags)
{
    return enum_dates(date_format, (void *)callback, TRUE, id, flags);
}

BOOL WINAPI EnumDateFormatsExW(DATEFMT_ENUMPROCEXW callback, LCID id, DWORD flags)
{
    return enum_dates(wide_date_format, (void *)callback, TRUE, id, flags);
}

BOOL WINAPI EnumTimeFormatsA(TIMEFMT_ENUMPROCA callback, LCID id, DWORD flags)
{
    struct formats formats = {(void *)callback, FALSE};
    WCHAR name[LOCALE_NAME_MAX_LENGTH];

    if (!callback || !LCIDToLocaleName(id, name, LOCALE_NAME_MAX_LENGTH, 0))
        return nls_fail(ERROR_INVALID_PARAMETER);
    return EnumTimeFormatsEx(time_format, name, flags, (LPARAM)&formats);
}
