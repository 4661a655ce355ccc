/* profile_variants.c - the narrow forms of the profile functions, win.ini's, and structures. */
#include "profile.h"

static WCHAR *widen(LPCSTR text)
{
    return text ? nls_widen(text, -1, NULL) : NULL;
}

/* A list as it came, or one string, in the ANSI code page. */
static DWORD narrow(const WCHAR *from, DWORD count, BOOL list, LPSTR to, DWORD room)
{
    DWORD need = (DWORD)WideCharToMultiByte(CP_ACP, 0, from, (int)count + 1, NULL, 0, NULL, NULL);
    char *bytes = nls_allocate(need + 1);

    if (!bytes || !room)
        return nls_free(bytes), 0;
    WideCharToMultiByte(CP_ACP, 0, from, (int)count + 1, bytes, (int)need, NULL, NULL);
    need = need - 1 < room ? need - 1 : room - 1;
    memcpy(to, bytes, need);
    to[need] = 0;
    if (list && room > 1 && need == room - 1) {
        to[room - 2] = 0;
        need = room - 2;
    } else if (list && need + 1 < room && !need) {
        to[1] = 0;
    }
    nls_free(bytes);
    return need;
}

DWORD WINAPI GetPrivateProfileStringA(LPCSTR section, LPCSTR key, LPCSTR otherwise, LPSTR to,
                                      DWORD room, LPCSTR file)
{
    WCHAR *s = widen(section), *k = widen(key), *o = widen(otherwise), *f = widen(file);
    WCHAR *made = room ? nls_allocate(room * sizeof *made) : NULL;
    DWORD count = 0;

    if (made && to) {
        count = GetPrivateProfileStringW(s, k, o, made, room, f);
        count = narrow(made, count, !section || !key, to, room);
    }
    nls_free(made);
    nls_free(s);
    nls_free(k);
    nls_free(o);
    nls_free(f);
    return count;
}

DWORD WINAPI GetPrivateProfileSectionA(LPCSTR section, LPSTR to, DWORD room, LPCSTR file)
{
    WCHAR *s = widen(section), *f = widen(file);
    WCHAR *made = room ? nls_allocate(room * sizeof *made) : NULL;
    DWORD count = GetPrivateProfileSectionW(s, made, room, f);

    if (made)
        count = narrow(made, count, TRUE, to, room);
    nls_free(made);
    nls_free(s);
    nls_free(f);
    return count;
}

DWORD WINAPI GetPrivateProfileSectionNamesA(LPSTR to, DWORD room, LPCSTR file)
{
    return GetPrivateProfileStringA(NULL, NULL, NULL, to, room, file);
}

UINT WINAPI GetPrivateProfileIntA(LPCSTR section, LPCSTR key, INT otherwise, LPCSTR file)
{
    WCHAR *s = widen(section), *k = widen(key), *f = widen(file);
    UINT value = GetPrivateProfileIntW(s, k, otherwise, f);

    nls_free(s);
    nls_free(k);
    nls_free(f);
    return value;
}

BOOL WINAPI WritePrivateProfileStringA(LPCSTR section, LPCSTR key, LPCSTR value, LPCSTR file)
{
    WCHAR *s = widen(section), *k = widen(key), *v = widen(value), *f = widen(file);
    BOOL ok = WritePrivateProfileStringW(s, k, v, f);

    nls_free(s);
    nls_free(k);
    nls_free(v);
    nls_free(f);
    return ok;
}

BOOL WINAPI WritePrivateProfileSectionA(LPCSTR section, LPCSTR entries, LPCSTR file)
{
    WCHAR *s = widen(section), *f = widen(file), *e = NULL;
    int size = 0;
    BOOL ok;

    if (entries) {
        while (entries[size])
            size += (int)strlen(entries + size) + 1;
        e = nls_widen(entries, size + 1, NULL);
    }
    ok = WritePrivateProfileSectionW(s, e, f);
    nls_free(s);
    nls_free(f);
    nls_free(e);
    return ok;
}

DWORD WINAPI GetProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR otherwise, LPWSTR to,
                               DWORD room)
{
    return GetPrivateProfileStringW(section, key, otherwise, to, room, L"win.ini");
}

DWORD WINAPI GetProfileStringA(LPCSTR section, LPCSTR key, LPCSTR otherwise, LPSTR to, DWORD room)
{
    return GetPrivateProfileStringA(section, key, otherwise, to, room, "win.ini");
}

UINT WINAPI GetProfileIntW(LPCWSTR section, LPCWSTR key, INT otherwise)
{
    return GetPrivateProfileIntW(section, key, otherwise, L"win.ini");
}

UINT WINAPI GetProfileIntA(LPCSTR section, LPCSTR key, INT otherwise)
{
    return GetPrivateProfileIntA(section, key, otherwise, "win.ini");
}

DWORD WINAPI GetProfileSectionW(LPCWSTR section, LPWSTR to, DWORD room)
{
    return GetPrivateProfileSectionW(section, to, room, L"win.ini");
}

DWORD WINAPI GetProfileSectionA(LPCSTR section, LPSTR to, DWORD room)
{
    return GetPrivateProfileSectionA(section, to, room, "win.ini");
}

BOOL WINAPI WriteProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR value)
{
    return WritePrivateProfileStringW(section, key, value, L"win.ini");
}

BOOL WINAPI WriteProfileStringA(LPCSTR section, LPCSTR key, LPCSTR value)
{
    return WritePrivateProfileStringA(section, key, value, "win.ini");
}

/* Structures are kept as hexadecimal digits, with a sum of the bytes at the end. */
BOOL WINAPI WritePrivateProfileStructW(LPCWSTR section, LPCWSTR key, LPVOID data, UINT size,
                                       LPCWSTR file)
{
    WCHAR *text;
    BYTE sum = 0;
    BOOL ok;

    if (!data)
        return WritePrivateProfileStringW(section, key, NULL, file);
    text = nls_allocate((2 * (SIZE_T)size + 3) * sizeof *text);
    if (!text)
        return nls_fail(ERROR_NOT_ENOUGH_MEMORY);
    for (UINT i = 0; i <= size; i++) {
        BYTE byte = i < size ? ((BYTE *)data)[i] : sum;

        text[2 * i] = (WCHAR) "0123456789ABCDEF"[byte >> 4];
        text[2 * i + 1] = (WCHAR) "0123456789ABCDEF"[byte & 15];
        sum += byte;
    }
    text[2 * size + 2] = 0;
    ok = WritePrivateProfileStringW(section, key, text, file);
    nls_free(text);
    return ok;
}

static int digit_of(WCHAR c)
{
    return c >= '0' && c <= '9'                 ? c - '0'
           : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                : -1;
}

BOOL WINAPI GetPrivateProfileStructW(LPCWSTR section, LPCWSTR key, LPVOID to, UINT size,
                                     LPCWSTR file)
{
    DWORD room = 2 * size + 4;
    WCHAR *text = nls_allocate(room * sizeof *text);
    BOOL ok = text && GetPrivateProfileStringW(section, key, L"", text, room, file) == 2 * size + 2;
    BYTE sum = 0;

    for (UINT i = 0; ok && i <= size; i++) {
        int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
        BYTE byte = (BYTE)(high << 4 | low);

        ok = high >= 0 && low >= 0 && (i < size || byte == sum);
        sum += byte;
        text[i] = byte;
    }
    for (UINT i = 0; ok && i < size; i++)
        ((BYTE *)to)[i] = (BYTE)text[i];
    nls_free(text);
    return ok ? TRUE : nls_fail(ERROR_INVALID_DATA);
}
