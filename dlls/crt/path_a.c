/* Narrow path names. */
#include "crt.h"

#define CHAR      char
#define LENGTH(s) strlen(s)
#define N(a, w)   a
#include "path_core.h"

char *_fullpath(char *to, const char *path, size_t size)
{
    wchar_t *wide = path && *path ? crt_wide(path) : NULL;
    wchar_t *full = path && *path && !wide ? NULL : _wfullpath(NULL, wide, 0);
    char *narrow = full ? crt_narrow(full) : NULL;

    free(wide);
    free(full);
    if (!narrow || !to)
        return narrow;
    if (strlen(narrow) >= size) {
        errno = ERANGE;
        to = NULL;
    } else {
        strcpy(to, narrow);
    }
    free(narrow);
    return to;
}

/* Along the directories of an environment variable. */
errno_t _searchenv_s(const char *name, const char *variable, char *to, size_t size)
{
    wchar_t *wide_name, *wide_variable, found[CRT_PATH * 4];

    CRT_REQUIRE(to && size && name, EINVAL, EINVAL);
    *to = 0;
    wide_name = crt_wide(name);
    wide_variable = variable ? crt_wide(variable) : NULL;
    errno_t error = ENOMEM;
    if (wide_name && (wide_variable || !variable))
        error = _wsearchenv_s(wide_name, wide_variable, found, ARRAY_LEN(found));
    free(wide_name);
    free(wide_variable);
    if (!error && !WideCharToMultiByte(crt_filename_cp(), 0, found, -1, to, (int)size, NULL, NULL))
        error = ERANGE;
    if (error)
        *to = 0;
    return error;
}

void _searchenv(const char *name, const char *variable, char *to)
{
    _searchenv_s(name, variable, to, _MAX_PATH);
}
