/*
 * io_reach.c - finding a file by its path: the exact name first, which is one host call, then other
 * spellings, then the default tree of drive C:.
 */
#include "io_private.h"

static NTSTATUS attempt(IO_PATH *path, IO_REQUEST *request)
{
    PalHandle root = io_root_handle(path->root);
    if (!root)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    if (!request->open)
        return pal_file_query(root, path->text, path->size, request->options, &request->info);
    uint32_t mode = request->options & PAL_OPTION_DIRECTORY ? 0777 : 0666;
    return pal_file_open(root, path->text, path->size, request->access, request->disposition,
                         PAL_OPEN_OPTIONS(request->options, mode), &request->handle,
                         &request->info);
}

static BOOLEAN is_missing(NTSTATUS status)
{
    return status == STATUS_OBJECT_NAME_NOT_FOUND || status == STATUS_OBJECT_PATH_NOT_FOUND;
}

static NTSTATUS any_case(IO_PATH *path, IO_REQUEST *request)
{
    enum io_guess guess = io_names_guess(path);
    if (guess == IO_ABSENT)
        return STATUS_OBJECT_NAME_NOT_FOUND;
    NTSTATUS status = attempt(path, request);
    if (!is_missing(status) || !io_root_handle(path->root))
        return status;
    guess = io_names_find(path);
    if (guess == IO_RESPELLED)
        return attempt(path, request);
    return guess == IO_NO_PARENT ? STATUS_OBJECT_PATH_NOT_FOUND : STATUS_OBJECT_NAME_NOT_FOUND;
}

/* A directory of the default tree, which the host does not have. */
static NTSTATUS synthetic(IO_PATH *path, IO_REQUEST *request, int index)
{
    if (request->options & PAL_OPTION_FILE)
        return STATUS_FILE_IS_A_DIRECTORY;
    if (index >= 0) {
        const char *name = io_default_name(index);
        for (path->size = 0; name[path->size]; path->size++)
            path->text[path->size] = name[path->size];
    }
    path->synthetic = TRUE;
    request->handle = 0;
    __builtin_memset(&request->info, 0, sizeof request->info);
    request->info.type = PAL_TYPE_DIRECTORY;
    request->info.mode = 0777;
    request->info.writable = 1;
    request->info.volume = ~0ull;
    request->info.id = (uint64_t)(index + 2);
    request->info.link_count = 1;
    request->info.created = request->info.accessed = request->info.written = request->info.changed =
        132223104000000000; /* 2020-01-01 */
    return STATUS_SUCCESS;
}

static NTSTATUS default_tree(IO_PATH *path, IO_REQUEST *request, NTSTATUS missing)
{
    IO_PATH system;
    int index = path->size ? io_default_find(path->text, path->size) : -1;
    if (index >= 0 || path->size == 0)
        return synthetic(path, request, index);
    ULONG parent = io_parent_size(path->text, path->size);
    int above = parent ? io_default_find(path->text, parent) : -1;
    if (parent == 0 || above >= 0)
        missing = STATUS_OBJECT_NAME_NOT_FOUND;
    system.root = path->root;
    system.size = path->size;
    __builtin_memcpy(system.text, path->text, path->size);
    if (!io_default_redirect(&system))
        return missing;
    ULONG access = request->access;
    request->access &= ~(PAL_ACCESS_WRITE | PAL_ACCESS_APPEND);
    NTSTATUS status = any_case(&system, request);
    request->access = access;
    if (status)
        return is_missing(status) ? missing : status;
    if (request->open && access & (PAL_ACCESS_WRITE | PAL_ACCESS_APPEND)) {
        pal_handle_close(request->handle);
        return STATUS_ACCESS_DENIED;
    }
    path->root = system.root;
    path->size = system.size;
    __builtin_memcpy(path->text, system.text, system.size);
    return STATUS_SUCCESS;
}

NTSTATUS io_reach(IO_PATH *path, IO_REQUEST *request)
{
    request->disposition = PAL_OPEN_EXISTING;
    request->created = FALSE;
    NTSTATUS status = any_case(path, request);
    if (is_missing(status) && path->root == IO_ROOT_PROFILE)
        status = default_tree(path, request, status);
    return status;
}

NTSTATUS io_create(IO_PATH *path, IO_REQUEST *request)
{
    request->disposition = PAL_OPEN_CREATE_NEW;
    NTSTATUS status = attempt(path, request);
    if (is_missing(status) && path->root == IO_ROOT_PROFILE) {
        ULONG parent = io_parent_size(path->text, path->size);
        int index = parent ? io_default_find(path->text, parent) : -1;
        if (parent && index < 0)
            return STATUS_OBJECT_PATH_NOT_FOUND;
        status = io_default_make(index);
        if (status)
            return status;
        if (index >= 0)
            __builtin_memcpy(path->text, io_default_name(index), parent);
        status = attempt(path, request);
    }
    if (!status) {
        request->created = TRUE;
        io_names_changed(path, TRUE);
    }
    return is_missing(status) ? STATUS_OBJECT_PATH_NOT_FOUND : status;
}
