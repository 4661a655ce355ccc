/* languages.c - the languages of the interface, versions of the tables, names of languages. */
#include "locale.h"

enum { NLS_VERSION = 0x00060305, DEFINED_VERSION = 0x00060305 };

/* A list of one name, as names or as identifiers in four hexadecimal digits. */
static BOOL one_language(DWORD flags, PULONG number, PZZWSTR to, PULONG room)
{
    PCWSTR text = flags & MUI_LANGUAGE_ID ? L"0409" : L"en-US";
    ULONG need = (ULONG)wcslen(text) + 2;

    if (!number || !room ||
        (flags & (MUI_LANGUAGE_ID | MUI_LANGUAGE_NAME)) == (MUI_LANGUAGE_ID | MUI_LANGUAGE_NAME) ||
        (!to && *room))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (to && *room < need) {
        *room = need;
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    }
    if (to) {
        memcpy(to, text, (need - 1) * sizeof *to);
        to[need - 1] = 0;
    }
    *room = need;
    *number = 1;
    return TRUE;
}

BOOL WINAPI GetUserPreferredUILanguages(DWORD flags, PULONG number, PZZWSTR to, PULONG room)
{
    return one_language(flags, number, to, room);
}

BOOL WINAPI GetSystemPreferredUILanguages(DWORD flags, PULONG number, PZZWSTR to, PULONG room)
{
    return one_language(flags, number, to, room);
}

BOOL WINAPI GetThreadPreferredUILanguages(DWORD flags, PULONG number, PZZWSTR to, PULONG room)
{
    return one_language(flags, number, to, room);
}

/* No process or thread has a list of its own. */
BOOL WINAPI GetProcessPreferredUILanguages(DWORD flags, PULONG number, PZZWSTR to, PULONG room)
{
    if (!number || !room || (!to && *room))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (to && *room < 2) {
        *room = 2;
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    }
    if (to)
        to[0] = to[1] = 0;
    *room = 2;
    *number = 0;
    return TRUE;
}

BOOL WINAPI EnumUILanguagesW(UILANGUAGE_ENUMPROCW callback, DWORD flags, LONG_PTR param)
{
    WCHAR id[] = L"0409", name[] = L"en-US";

    if (!callback)
        return nls_fail(ERROR_INVALID_PARAMETER);
    callback(flags & MUI_LANGUAGE_NAME ? name : id, param);
    return TRUE;
}

BOOL WINAPI GetNLSVersion(NLS_FUNCTION function, LCID id, LPNLSVERSIONINFO info)
{
    if (!info || function != COMPARE_STRING || !locale_by_id(id))
        return nls_fail(ERROR_INVALID_PARAMETER);
    if (info->dwNLSVersionInfoSize < offsetof(NLSVERSIONINFO, dwEffectiveId))
        return nls_fail(ERROR_INSUFFICIENT_BUFFER);
    info->dwNLSVersion = NLS_VERSION;
    info->dwDefinedVersion = DEFINED_VERSION;
    if (info->dwNLSVersionInfoSize >= sizeof *info) {
        info->dwEffectiveId = locale_by_id(id)->id;
        memset(&info->guidCustomVersion, 0, sizeof info->guidCustomVersion);
    }
    return TRUE;
}

BOOL WINAPI GetNLSVersionEx(NLS_FUNCTION function, LPCWSTR name, LPNLSVERSIONINFOEX info)
{
    const struct locale *locale = locale_by_name(name);

    return GetNLSVersion(function, locale ? locale->id : 0xffff, (LPNLSVERSIONINFO)info);
}

BOOL WINAPI IsNLSDefinedString(NLS_FUNCTION function, DWORD flags, LPNLSVERSIONINFO info,
                               LPCWSTR text, INT count)
{
    WORD type;

    if (function != COMPARE_STRING || !text)
        return nls_fail(ERROR_INVALID_PARAMETER);
    count = count < 0 ? (INT)wcslen(text) : count;
    for (INT i = 0; i < count; i++)
        if ((text[i] & 0xf800) != 0xd800 &&
            (!GetStringTypeW(CT_CTYPE1, text + i, 1, &type) || !type))
            return FALSE;
    return TRUE;
}

DWORD WINAPI VerLanguageNameW(DWORD id, LPWSTR to, DWORD room)
{
    WCHAR text[160] = L"Language Neutral";
    DWORD count;

    if (id && locale_by_id(LOWORD(id)))
        GetLocaleInfoW(LOWORD(id), LOCALE_SLANGUAGE, text, 160);
    count = (DWORD)wcslen(text);
    if (to && room) {
        memcpy(to, text, min(count + 1, room) * sizeof *to);
        to[min(count, room - 1)] = 0;
    }
    return count;
}

DWORD WINAPI VerLanguageNameA(DWORD id, LPSTR to, DWORD room)
{
    WCHAR text[160];
    char narrow[160];
    DWORD count;

    VerLanguageNameW(id, text, 160);
    count = (DWORD)WideCharToMultiByte(CP_ACP, 0, text, -1, narrow, sizeof narrow, NULL, NULL) - 1;
    if (to && room) {
        memcpy(to, narrow, min(count + 1, room));
        to[min(count, room - 1)] = 0;
    }
    return count;
}
