/* _findfirst and kin: one search, eight layouts. */
#include "crt.h"

#include <io.h>

#include "file_time.h"

#undef _findfirst
#undef _findnext
#undef _wfindfirst
#undef _wfindnext
#undef _findfirsti64
#undef _findnexti64
#undef _wfindfirsti64
#undef _wfindnexti64

static void fill_error(void)
{
    DWORD error = GetLastError();

    crt_self()->doserr = error;
    switch (error) {
    case ERROR_NO_MORE_FILES:
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
        errno = ENOENT;
        break;
    case ERROR_NOT_ENOUGH_MEMORY:
        errno = ENOMEM;
        break;
    default:
        errno = EINVAL;
        break;
    }
}

static HANDLE first(const wchar_t *pattern, WIN32_FIND_DATAW *data)
{
    HANDLE search = FindFirstFileW(pattern, data);

    if (search == INVALID_HANDLE_VALUE)
        fill_error();
    return search;
}

static int next(intptr_t search, WIN32_FIND_DATAW *data)
{
    if (search == -1) {
        crt_invalid(EINVAL);
        return 0;
    }
    if (FindNextFileW((HANDLE)search, data))
        return 1;
    fill_error();
    return 0;
}

static int64_t time_or_minus_one(const FILETIME *time)
{
    return time->dwLowDateTime || time->dwHighDateTime ? seconds_of(time) : -1;
}

#define FILL(to, data)                                                            \
    do {                                                                          \
        DWORD attributes = (data)->dwFileAttributes;                              \
        (to)->attrib = attributes == FILE_ATTRIBUTE_NORMAL ? 0 : attributes;      \
        (to)->time_create = time_or_minus_one(&(data)->ftCreationTime);           \
        (to)->time_access = time_or_minus_one(&(data)->ftLastAccessTime);         \
        (to)->time_write = time_or_minus_one(&(data)->ftLastWriteTime);           \
        (to)->size = (int64_t)(data)->nFileSizeHigh << 32 | (data)->nFileSizeLow; \
    } while (0)

static void put_name(char *to, size_t size, const wchar_t *name)
{
    if (!WideCharToMultiByte(crt_filename_cp(), 0, name, -1, to, (int)size, NULL, NULL))
        to[size - 1] = 0;
}

#define WIDE_FAMILY(first_name, next_name, type)                 \
    intptr_t first_name(const wchar_t *pattern, struct type *to) \
    {                                                            \
        WIN32_FIND_DATAW data;                                   \
        CRT_REQUIRE(pattern &&to, EINVAL, -1);                   \
        HANDLE search = first(pattern, &data);                   \
        if (search == INVALID_HANDLE_VALUE)                      \
            return -1;                                           \
        FILL(to, &data);                                         \
        wcscpy(to->name, data.cFileName);                        \
        return (intptr_t)search;                                 \
    }                                                            \
    int next_name(intptr_t search, struct type *to)              \
    {                                                            \
        WIN32_FIND_DATAW data;                                   \
        CRT_REQUIRE(to, EINVAL, -1);                             \
        if (!next(search, &data))                                \
            return -1;                                           \
        FILL(to, &data);                                         \
        wcscpy(to->name, data.cFileName);                        \
        return 0;                                                \
    }

#define NARROW_FAMILY(first_name, next_name, type)                        \
    intptr_t first_name(const char *pattern, struct type *to)             \
    {                                                                     \
        WIN32_FIND_DATAW data;                                            \
        wchar_t buffer[CRT_PATH];                                         \
        CRT_REQUIRE(pattern &&to, EINVAL, -1);                            \
        wchar_t *wide = crt_wide_path(pattern, buffer);                   \
        HANDLE search = wide ? first(wide, &data) : INVALID_HANDLE_VALUE; \
        crt_wide_done(wide, buffer);                                      \
        if (search == INVALID_HANDLE_VALUE)                               \
            return -1;                                                    \
        FILL(to, &data);                                                  \
        put_name(to->name, sizeof(to->name), data.cFileName);             \
        return (intptr_t)search;                                          \
    }                                                                     \
    int next_name(intptr_t search, struct type *to)                       \
    {                                                                     \
        WIN32_FIND_DATAW data;                                            \
        CRT_REQUIRE(to, EINVAL, -1);                                      \
        if (!next(search, &data))                                         \
            return -1;                                                    \
        FILL(to, &data);                                                  \
        put_name(to->name, sizeof(to->name), data.cFileName);             \
        return 0;                                                         \
    }

NARROW_FAMILY(_findfirst64, _findnext64, __finddata64_t)
NARROW_FAMILY(_findfirst64i32, _findnext64i32, _finddata64i32_t)
NARROW_FAMILY(_findfirst32, _findnext32, _finddata32_t)
NARROW_FAMILY(_findfirst32i64, _findnext32i64, _finddata32i64_t)
WIDE_FAMILY(_wfindfirst64, _wfindnext64, _wfinddata64_t)
WIDE_FAMILY(_wfindfirst64i32, _wfindnext64i32, _wfinddata64i32_t)
WIDE_FAMILY(_wfindfirst32, _wfindnext32, _wfinddata32_t)
WIDE_FAMILY(_wfindfirst32i64, _wfindnext32i64, _wfinddata32i64_t)

int _findclose(intptr_t search)
{
    if (search == -1 || !FindClose((HANDLE)search)) {
        errno = EINVAL;
        return -1;
    }
    return 0;
}
