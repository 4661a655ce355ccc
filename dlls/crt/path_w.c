/* Wide path names. */
#include "crt.h"

#include <io.h>

#define CHAR      wchar_t
#define LENGTH(s) wcslen(s)
#define N(a, w)   w
#include "path_core.h"

wchar_t *_wfullpath(wchar_t *to, const wchar_t *path, size_t count)
{
    if (!path || !*path)
        return _wgetcwd(to, (int)(count < INT_MAX ? count : INT_MAX));
    DWORD length = GetFullPathNameW(path, 0, NULL, NULL);
    if (!length) {
        crt_last_error();
        return NULL;
    }
    if (to && length > count) {
        errno = ERANGE;
        return NULL;
    }
    wchar_t *target = to ? to : malloc(length * sizeof(*target));
    if (target)
        GetFullPathNameW(path, length, target, NULL);
    return target;
}

errno_t _wsearchenv_s(const wchar_t *name, const wchar_t *variable, wchar_t *to, size_t count)
{
    CRT_REQUIRE(to && count && name, EINVAL, EINVAL);
    *to = 0;
    if (!*name) {
        errno = ENOENT;
        return ENOENT;
    }
    if (!_waccess(name, 0)) {
        DWORD length = GetFullPathNameW(name, (DWORD)count, to, NULL);
        return length && length < count ? 0 : ERANGE;
    }
    const wchar_t *list = variable ? _wgetenv(variable) : NULL;
    while (list && *list) {
        size_t length = wcscspn(list, L";"), rest = wcslen(name);
        if (length + rest + 2 <= count) {
            memcpy(to, list, length * sizeof(*to));
            if (length && !wcschr(L"/\\:", to[length - 1]))
                to[length++] = '\\';
            memcpy(to + length, name, (rest + 1) * sizeof(*to));
            if (!_waccess(to, 0))
                return 0;
        }
        list += wcscspn(list, L";");
        list += *list == ';';
    }
    *to = 0;
    errno = ENOENT;
    return ENOENT;
}

void _wsearchenv(const wchar_t *name, const wchar_t *variable, wchar_t *to)
{
    _wsearchenv_s(name, variable, to, _MAX_PATH);
}
