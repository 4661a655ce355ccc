/*
 * resourceupdate.c - BeginUpdateResource, UpdateResource, EndUpdateResource.
 *
 * The changes are kept in memory. At the end a new file is written beside the old one and takes its
 * name, so that a full disk or a killed program leaves the old one as it was.
 */
#include "resource_image.h"

struct update {
    struct update *next;
    WCHAR *path;
    struct resource_list list;
};

static struct update *updates; /* those that are open: what handles name */
static RTL_SRWLOCK lock;

static void free_update(struct update *update)
{
    resource_free_all(&update->list);
    k32_free(update->path);
    k32_free(update);
}

/* Takes the update out of the list, or only looks whether it is there. */
static struct update *find(HANDLE handle, BOOL take)
{
    RtlAcquireSRWLockExclusive(&lock);
    struct update **link = &updates;
    while (*link && *link != handle)
        link = &(*link)->next;
    struct update *found = *link;
    if (found && take)
        *link = found->next;
    RtlReleaseSRWLockExclusive(&lock);
    if (!found)
        SetLastError(ERROR_INVALID_HANDLE);
    return found;
}

static BOOL read_whole(LPCWSTR path, struct image_file *file)
{
    HANDLE handle = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    LARGE_INTEGER size = {0};
    DWORD read = 0;
    file->bytes = NULL;
    if (handle == INVALID_HANDLE_VALUE)
        return FALSE;
    BOOL good = GetFileSizeEx(handle, &size);
    if (good && size.QuadPart > 0xffffffff) {
        SetLastError(ERROR_BAD_EXE_FORMAT);
        good = FALSE;
    }
    file->size = (SIZE_T)size.QuadPart;
    if (good && !(file->bytes = k32_alloc(file->size ? file->size : 1))) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        good = FALSE;
    }
    good = good && ReadFile(handle, file->bytes, (DWORD)file->size, &read, NULL);
    if (good && read != file->size) {
        SetLastError(ERROR_READ_FAULT);
        good = FALSE;
    }
    CloseHandle(handle);
    if (!good)
        k32_free(file->bytes);
    return good;
}

static BOOL write_whole(HANDLE handle, const struct image_file *file)
{
    DWORD written = 0;
    if (!WriteFile(handle, file->bytes, (DWORD)file->size, &written, NULL))
        return FALSE;
    if (written == file->size)
        return TRUE;
    SetLastError(ERROR_DISK_FULL);
    return FALSE;
}

static BOOL replace_file(LPCWSTR path, const struct image_file *file)
{
    WCHAR folder[MAX_PATH + 1], temporary[MAX_PATH];
    SIZE_T length = wcslen(path);
    while (length && path[length - 1] != '\\')
        length--;
    if (length > MAX_PATH) {
        SetLastError(ERROR_FILENAME_EXCED_RANGE);
        return FALSE;
    }
    memcpy(folder, path, length * sizeof(WCHAR));
    folder[length] = 0;
    if (!GetTempFileNameW(folder, L"RCX", 0, temporary))
        return FALSE;
    HANDLE handle = CreateFileW(temporary, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    BOOL good = handle != INVALID_HANDLE_VALUE && write_whole(handle, file);
    DWORD error = GetLastError();
    if (handle != INVALID_HANDLE_VALUE)
        CloseHandle(handle);
    if (good && MoveFileExW(temporary, path, MOVEFILE_REPLACE_EXISTING))
        return TRUE;
    error = good ? GetLastError() : error;
    DeleteFileW(temporary);
    SetLastError(error);
    return FALSE;
}

HANDLE WINAPI BeginUpdateResourceW(LPCWSTR name, BOOL delete_existing)
{
    struct image_file file;
    struct update *update = k32_alloc(sizeof *update);
    DWORD length = GetFullPathNameW(name, 0, NULL, NULL);
    if (!update)
        return NULL;
    memset(update, 0, sizeof *update);
    update->path = length ? k32_alloc(length * sizeof(WCHAR)) : NULL;
    BOOL good = update->path && GetFullPathNameW(name, length, update->path, NULL) &&
                read_whole(update->path, &file);
    if (good) {
        good = image_read_resources(&file, &update->list);
        k32_free(file.bytes);
    }
    if (!good) {
        DWORD error = GetLastError();
        free_update(update);
        SetLastError(error);
        return NULL;
    }
    if (delete_existing)
        resource_free_all(&update->list);
    RtlAcquireSRWLockExclusive(&lock);
    update->next = updates;
    updates = update;
    RtlReleaseSRWLockExclusive(&lock);
    return update;
}

BOOL WINAPI UpdateResourceW(HANDLE handle, LPCWSTR type, LPCWSTR name, WORD language, LPVOID data,
                            DWORD size)
{
    struct update *update = find(handle, FALSE);
    return update && resource_put(&update->list, type, name, language, 0, size ? data : NULL, size);
}

BOOL WINAPI EndUpdateResourceW(HANDLE handle, BOOL discard)
{
    struct update *update = find(handle, TRUE);
    struct image_file old, new = {0};
    if (!update)
        return FALSE;
    BOOL good = TRUE;
    if (!discard) {
        good = read_whole(update->path, &old);
        if (good) {
            good = image_replace_resources(&old, &update->list, &new) &&
                   replace_file(update->path, &new);
            k32_free(old.bytes);
            k32_free(new.bytes);
        }
    }
    DWORD error = GetLastError();
    free_update(update);
    SetLastError(error);
    return good;
}

/* ---- in the ANSI code page */

static BOOL wide_name(LPCSTR name, LPCWSTR *wide)
{
    *wide = (ULONG_PTR)name <= 0xffff ? (LPCWSTR)name : k32_to_wide(name);
    return (ULONG_PTR)name <= 0xffff || *wide;
}

static void free_name(LPCWSTR name)
{
    if ((ULONG_PTR)name > 0xffff)
        k32_free((void *)name);
}

HANDLE WINAPI BeginUpdateResourceA(LPCSTR name, BOOL delete_existing)
{
    WCHAR *wide = k32_to_wide(name);
    HANDLE handle = wide ? BeginUpdateResourceW(wide, delete_existing) : NULL;
    k32_free(wide);
    return handle;
}

BOOL WINAPI UpdateResourceA(HANDLE handle, LPCSTR type, LPCSTR name, WORD language, LPVOID data,
                            DWORD size)
{
    LPCWSTR wide_type = NULL, wide = NULL;
    BOOL good = wide_name(type, &wide_type) && wide_name(name, &wide) &&
                UpdateResourceW(handle, wide_type, wide, language, data, size);
    free_name(wide_type);
    free_name(wide);
    return good;
}

BOOL WINAPI EndUpdateResourceA(HANDLE handle, BOOL discard)
{
    return EndUpdateResourceW(handle, discard);
}
