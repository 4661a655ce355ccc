/*
 * findimage.c - which file CreateProcess means: the application name as it is, or the first words
 * of the command line, which may be quoted, else every blank is tried as their end.
 */
#include "createprocess.h"

#define PATH_ROOM 0x8000u

static BOOL has_path(const WCHAR *name)
{
    return wcspbrk(name, L"\\/:") != NULL;
}

static BOOL has_extension(const WCHAR *name)
{
    const WCHAR *dot = wcsrchr(name, '.'), *slash = wcspbrk(name, L"\\/");
    for (const WCHAR *next = slash; next; next = wcspbrk(next + 1, L"\\/"))
        slash = next;
    return dot && (!slash || dot > slash);
}

static BOOL is_file(const WCHAR *path)
{
    DWORD attributes = GetFileAttributesW(path);
    return attributes != INVALID_FILE_ATTRIBUTES && !(attributes & FILE_ATTRIBUTE_DIRECTORY);
}

/* Looks for the name as it stands or, without an extension, with ".exe". */
static BOOL look(const WCHAR *name, WCHAR *path)
{
    WCHAR *with = NULL;
    BOOL found = FALSE;
    if (!has_extension(name)) {
        with = k32_alloc((wcslen(name) + 5) * sizeof(WCHAR));
        if (!with)
            return FALSE;
        wcscpy(with, name);
        wcscat(with, L".exe");
    }
    for (int i = 0; i < 2 && !found; i++) {
        const WCHAR *try = i == 0 ? with : name;
        if (!try)
            continue;
        DWORD size = has_path(try) ? GetFullPathNameW(try, PATH_ROOM, path, NULL)
                                   : SearchPathW(NULL, try, NULL, PATH_ROOM, path, NULL);
        found = size && size < PATH_ROOM && is_file(path);
    }
    k32_free(with);
    return found;
}

/* The application's name is not searched for and gets no extension. */
static DWORD take_application(const WCHAR *application, WCHAR *path)
{
    DWORD size = GetFullPathNameW(application, PATH_ROOM, path, NULL);
    if (!size || size >= PATH_ROOM)
        return ERROR_FILE_NOT_FOUND;
    if (is_file(path))
        return ERROR_SUCCESS;
    DWORD attributes = GetFileAttributesW(path);
    return attributes != INVALID_FILE_ATTRIBUTES ? ERROR_ACCESS_DENIED : GetLastError();
}

/* `name` has the command line's first words; every blank is tried as their end in turn. */
static DWORD try_words(const WCHAR *command, WCHAR *name, WCHAR *path)
{
    const WCHAR *end = command;
    for (;;) {
        while (*end && *end != ' ' && *end != '\t')
            end++;
        memcpy(name, command, (SIZE_T)(end - command) * sizeof(WCHAR));
        name[end - command] = 0;
        if (look(name, path))
            return ERROR_SUCCESS;
        if (!*end)
            return ERROR_FILE_NOT_FOUND;
        while (*end == ' ' || *end == '\t')
            end++;
    }
}

static DWORD try_command(const WCHAR *command, WCHAR *path)
{
    while (*command == ' ' || *command == '\t')
        command++;
    WCHAR *name = k32_alloc((wcslen(command) + 1) * sizeof(WCHAR));
    DWORD error = ERROR_FILE_NOT_FOUND;
    if (!name)
        return ERROR_NOT_ENOUGH_MEMORY;
    if (*command == '"') {
        const WCHAR *end = wcschr(command + 1, '"');
        SIZE_T count = end ? (SIZE_T)(end - command - 1) : wcslen(command + 1);
        memcpy(name, command + 1, count * sizeof(WCHAR));
        name[count] = 0;
        if (look(name, path))
            error = ERROR_SUCCESS;
        else if (has_path(name) && GetFileAttributesW(name) == INVALID_FILE_ATTRIBUTES &&
                 GetLastError() == ERROR_PATH_NOT_FOUND)
            error = ERROR_PATH_NOT_FOUND;
    } else {
        error = try_words(command, name, path);
    }
    k32_free(name);
    return error;
}

DWORD k32_find_image(const WCHAR *application, const WCHAR *command, WCHAR **image)
{
    WCHAR *path = k32_alloc(PATH_ROOM * sizeof(WCHAR));
    if (!path)
        return ERROR_NOT_ENOUGH_MEMORY;
    DWORD error = application ? take_application(application, path) : try_command(command, path);
    if (error) {
        k32_free(path);
        return error;
    }
    *image = path;
    return ERROR_SUCCESS;
}
