/* The checked and duplicating forms of getenv. */
#include "crt.h"

errno_t getenv_s(size_t *needed, char *buffer, rsize_t size, const char *name)
{
    CRT_REQUIRE(needed && name && (buffer || !size), EINVAL, EINVAL);
    const char *value = getenv(name);
    if (buffer && size)
        *buffer = 0;
    *needed = value ? strlen(value) + 1 : 0;
    if (!value || !buffer)
        return 0;
    if (*needed > size)
        return ERANGE;
    memcpy(buffer, value, *needed);
    return 0;
}

errno_t _wgetenv_s(size_t *needed, wchar_t *buffer, size_t count, const wchar_t *name)
{
    CRT_REQUIRE(needed && name && (buffer || !count), EINVAL, EINVAL);
    const wchar_t *value = _wgetenv(name);
    if (buffer && count)
        *buffer = 0;
    *needed = value ? wcslen(value) + 1 : 0;
    if (!value || !buffer)
        return 0;
    if (*needed > count)
        return ERANGE;
    memcpy(buffer, value, *needed * sizeof(*buffer));
    return 0;
}

errno_t _dupenv_s(char **copy, size_t *size, const char *name)
{
    CRT_REQUIRE(copy && name, EINVAL, EINVAL);
    const char *value = getenv(name);
    *copy = value ? _strdup(value) : NULL;
    if (size)
        *size = value ? strlen(value) + 1 : 0;
    return value && !*copy ? ENOMEM : 0;
}

errno_t _wdupenv_s(wchar_t **copy, size_t *count, const wchar_t *name)
{
    CRT_REQUIRE(copy && name, EINVAL, EINVAL);
    const wchar_t *value = _wgetenv(name);
    *copy = value ? _wcsdup(value) : NULL;
    if (count)
        *count = value ? wcslen(value) + 1 : 0;
    return value && !*copy ? ENOMEM : 0;
}
