/*
 * The environment in both widths. The wide and the narrow table are each made when first asked for;
 * their first strings stand in one block that is never freed, later ones are malloc'd. The
 * process's own environment (SetEnvironmentVariable) is kept in step, for children.
 */
#include "startup.h"

char **_environ;
wchar_t **_wenviron;

static char *narrow_block, *narrow_block_end;
static wchar_t *wide_block, *wide_block_end;

static size_t block_length(const wchar_t *block)
{
    const wchar_t *p = block;

    while (*p)
        p += wcslen(p) + 1;
    return p - block + 1;
}

wchar_t **crt_wide_environment(void)
{
    if (_wenviron)
        return _wenviron;
    wchar_t *source = GetEnvironmentStringsW();
    if (!source)
        return NULL;
    size_t length = block_length(source), count = 0;
    for (wchar_t *p = source; *p; p += wcslen(p) + 1)
        count++;
    wchar_t **table = malloc((count + 1) * sizeof(*table) + length * sizeof(**table));
    if (table) {
        wide_block = (wchar_t *)(table + count + 1);
        wide_block_end = wide_block + length;
        memcpy(wide_block, source, length * sizeof(*source));
        size_t used = 0;
        for (wchar_t *p = wide_block; *p; p += wcslen(p) + 1)
            if (*p != '=')
                table[used++] = p;
        table[used] = NULL;
        _wenviron = table;
    }
    FreeEnvironmentStringsW(source);
    return _wenviron;
}

char **crt_narrow_environment(void)
{
    if (_environ)
        return _environ;
    wchar_t *source = GetEnvironmentStringsW();
    if (!source)
        return NULL;
    int length = (int)block_length(source);
    int size = WideCharToMultiByte(CP_ACP, 0, source, length, NULL, 0, NULL, NULL);
    size_t count = 0;
    for (wchar_t *p = source; *p; p += wcslen(p) + 1)
        count++;
    char **table = malloc((count + 1) * sizeof(*table) + size);
    if (table) {
        narrow_block = (char *)(table + count + 1);
        narrow_block_end = narrow_block + size;
        WideCharToMultiByte(CP_ACP, 0, source, length, narrow_block, size, NULL, NULL);
        size_t used = 0;
        for (char *p = narrow_block; *p; p += strlen(p) + 1)
            if (*p != '=')
                table[used++] = p;
        table[used] = NULL;
        _environ = table;
    }
    FreeEnvironmentStringsW(source);
    return _environ;
}

int _initialize_narrow_environment(void)
{
    return crt_narrow_environment() ? 0 : -1;
}

int _initialize_wide_environment(void)
{
    return crt_wide_environment() ? 0 : -1;
}

char **_get_initial_narrow_environment(void)
{
    return crt_narrow_environment();
}

wchar_t **_get_initial_wide_environment(void)
{
    return crt_wide_environment();
}

char ***__p__environ(void)
{
    crt_narrow_environment();
    return &_environ;
}

wchar_t ***__p__wenviron(void)
{
    crt_wide_environment();
    return &_wenviron;
}

static char **find_narrow(const char *name, size_t length)
{
    char **entry = crt_narrow_environment();

    for (; entry && *entry; entry++)
        if (!_strnicmp(*entry, name, length) && (*entry)[length] == '=')
            return entry;
    return NULL;
}

static wchar_t **find_wide(const wchar_t *name, size_t length)
{
    wchar_t **entry = crt_wide_environment();

    for (; entry && *entry; entry++)
        if (!_wcsnicmp(*entry, name, length) && (*entry)[length] == '=')
            return entry;
    return NULL;
}

/* Replaces, appends or (text NULL) removes an entry of a table of pointers. */
static int set_entry(void ***table, void **entry, void *text, const void *block, const void *end)
{
    if (entry) {
        if (*entry < block || *entry >= end)
            free(*entry);
        *entry = text;
        if (!text)
            do
                entry[0] = entry[1];
            while (*entry++);
        return 0;
    }
    if (!text)
        return 0;
    size_t count = 0;
    while ((*table)[count])
        count++;
    void **bigger = malloc((count + 2) * sizeof(*bigger));
    if (!bigger)
        return -1;
    memcpy(bigger, *table, count * sizeof(*bigger));
    bigger[count] = text;
    bigger[count + 1] = NULL;
    *table = bigger; /* the old table stays: main's third argument may point to it */
    return 0;
}

static wchar_t *join(const wchar_t *name, size_t length, const wchar_t *value)
{
    size_t rest = wcslen(value) + 1;
    wchar_t *text = malloc((length + 1 + rest) * sizeof(*text));

    if (text) {
        memcpy(text, name, length * sizeof(*text));
        text[length] = '=';
        memcpy(text + length + 1, value, rest * sizeof(*text));
    }
    return text;
}

static int set_variable(const wchar_t *name, size_t length, const wchar_t *value)
{
    wchar_t *text = join(name, length, value);
    int result = -1;

    if (!text)
        return -1;
    crt_lock(CRT_LOCK_ENV);
    text[length] = 0;
    if (!SetEnvironmentVariableW(text, *value ? value : NULL) &&
        GetLastError() != ERROR_ENVVAR_NOT_FOUND) {
        crt_last_error();
        goto done;
    }
    text[length] = '=';
    result = 0;
    if (_environ) {
        char *narrow = crt_narrow(text);
        char **entry = find_narrow(narrow, strchr(narrow, '=') - narrow);
        if (!*value) {
            free(narrow);
            narrow = NULL;
        }
        result =
            set_entry((void ***)&_environ, (void **)entry, narrow, narrow_block, narrow_block_end);
    }
    if (_wenviron) {
        result = set_entry((void ***)&_wenviron, (void **)find_wide(name, length),
                           *value ? text : NULL, wide_block, wide_block_end);
        if (*value)
            text = NULL;
    }
done:
    crt_unlock(CRT_LOCK_ENV);
    free(text);
    return result;
}

int _wputenv(const wchar_t *text)
{
    const wchar_t *equals = text ? wcschr(text, '=') : NULL;

    CRT_REQUIRE(text, EINVAL, -1);
    if (!equals || equals == text) {
        errno = EINVAL;
        return -1;
    }
    return set_variable(text, equals - text, equals + 1);
}

int _putenv(const char *text)
{
    CRT_REQUIRE(text, EINVAL, -1);
    wchar_t *wide = crt_wide(text);
    int result = wide ? _wputenv(wide) : -1;
    free(wide);
    return result;
}

errno_t _wputenv_s(const wchar_t *name, const wchar_t *value)
{
    CRT_REQUIRE(name && value && *name && !wcschr(name, '='), EINVAL, EINVAL);
    return set_variable(name, wcslen(name), value) ? errno : 0;
}

errno_t _putenv_s(const char *name, const char *value)
{
    CRT_REQUIRE(name && value, EINVAL, EINVAL);
    wchar_t *wide_name = crt_wide(name), *wide_value = crt_wide(value);
    errno_t result = wide_name && wide_value ? _wputenv_s(wide_name, wide_value) : ENOMEM;
    free(wide_name);
    free(wide_value);
    return result;
}

char *getenv(const char *name)
{
    CRT_REQUIRE(name, EINVAL, NULL);
    crt_lock(CRT_LOCK_ENV);
    size_t length = strlen(name);
    char **entry = find_narrow(name, length);
    char *value = entry ? *entry + length + 1 : NULL;
    crt_unlock(CRT_LOCK_ENV);
    return value;
}

wchar_t *_wgetenv(const wchar_t *name)
{
    CRT_REQUIRE(name, EINVAL, NULL);
    crt_lock(CRT_LOCK_ENV);
    size_t length = wcslen(name);
    wchar_t **entry = find_wide(name, length);
    wchar_t *value = entry ? *entry + length + 1 : NULL;
    crt_unlock(CRT_LOCK_ENV);
    return value;
}
