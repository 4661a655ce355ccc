/*
 * io_init.c - the first file objects of a process, and what other parts of ntdll ask of Io.
 */
#include "io_private.h"

static enum io_kind standard_kind(const PalFileInfo *info)
{
    static const UCHAR kinds[] = {
        [PAL_TYPE_FILE] = IO_REGULAR,     [PAL_TYPE_DIRECTORY] = IO_DIRECTORY,
        [PAL_TYPE_PIPE] = IO_STREAM,      [PAL_TYPE_SOCKET] = IO_STREAM,
        [PAL_TYPE_TERMINAL] = IO_CONSOLE, [PAL_TYPE_DEVICE] = IO_DEVICE,
    };
    enum io_kind kind = info->type < sizeof kinds ? kinds[info->type] : IO_DEVICE;
    /* The host's streams keep their own position, shared with whoever gave them to us. */
    return kind == IO_REGULAR || !kind ? IO_STREAM : kind;
}

static HANDLE open_standard(int index)
{
    PalFileInfo info;
    HANDLE handle = NULL;
    PalHandle pal = pal_boot->standard[index];
    if (!pal || pal_file_query(pal, "", 0, 0, &info))
        return NULL;
    ACCESS_MASK access = index == 0 ? FILE_GENERIC_READ : FILE_GENERIC_WRITE | FILE_READ_ATTRIBUTES;
    if (info.type == PAL_TYPE_TERMINAL)
        access = FILE_GENERIC_READ | FILE_GENERIC_WRITE;
    IO_FILE *file = io_new_file(NULL, standard_kind(&info), access,
                                FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_SYNCHRONOUS_IO_NONALERT);
    if (!file)
        return NULL;
    file->pal = pal;
    file->standard = (UCHAR)(index + 1);
    file->volume = info.volume;
    file->id = info.id;
    file->is_file = info.type == PAL_TYPE_FILE;
    file->pipe_end = index != 0;
    if (ob_create_handle(file, access, OBJ_INHERIT, &handle))
        handle = NULL;
    ob_dereference(file);
    return handle;
}

void io_start(void)
{
    io_default_init();
}

NTSTATUS io_init(PROCESS_PARAMETERS *parameters)
{
    io_start();
    parameters->StandardInput = open_standard(0);
    parameters->StandardOutput = open_standard(1);
    parameters->StandardError = open_standard(2);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI BaileyCreatePipe(HANDLE *read, HANDLE *write, const OBJECT_ATTRIBUTES *attributes)
{
    const ACCESS_MASK access[2] = {FILE_GENERIC_READ | FILE_WRITE_ATTRIBUTES,
                                   FILE_GENERIC_WRITE | FILE_READ_ATTRIBUTES};
    ULONG flags = attributes ? attributes->Attributes : 0;
    HANDLE handles[2] = {NULL, NULL};
    PalHandle ends[2];
    NTSTATUS status = pal_pipe_create(ends);
    if (status)
        return status;
    for (int i = 0; i < 2; i++) {
        IO_FILE *file =
            status ? NULL
                   : io_new_file(NULL, IO_STREAM, access[i], FILE_SHARE_READ | FILE_SHARE_WRITE,
                                 FILE_SYNCHRONOUS_IO_NONALERT);
        if (!file) {
            pal_handle_close(ends[i]);
            status = status ? status : STATUS_INSUFFICIENT_RESOURCES;
            continue;
        }
        file->pal = ends[i];
        file->pipe_end = (ULONG)i;
        status = ob_create_handle(file, access[i], flags, &handles[i]);
        if (status)
            io_file_ops.last_close(file);
        ob_dereference(file);
    }
    if (status && handles[0])
        NtClose(handles[0]);
    if (status)
        return status;
    *read = handles[0];
    *write = handles[1];
    return STATUS_SUCCESS;
}

static ULONG text_size(const char *text)
{
    ULONG size = 0;
    while (text && text[size])
        size++;
    return size;
}

NTSTATUS io_host_to_dos_path(const char *host, UNICODE_STRING *dos)
{
    const char *profile = (const char *)(ULONG_PTR)pal_boot->profile_path;
    ULONG size = text_size(host), profile_size = text_size(profile);
    enum io_root root = IO_ROOT_HOST;
    while (profile_size > 1 && profile[profile_size - 1] == '/')
        profile_size--;
    if (profile_size > 1 && size >= profile_size &&
        __builtin_memcmp(host, profile, profile_size) == 0 &&
        (size == profile_size || host[profile_size] == '/')) {
        root = IO_ROOT_PROFILE;
        host += profile_size;
        size -= profile_size;
    }
    while (size && host[0] == '/') {
        host++;
        size--;
    }
    while (size && host[size - 1] == '/')
        size--;
    ULONG length = io_path_wide(root, host, size, NULL, 0);
    if (length > 0xfff0)
        return STATUS_NAME_TOO_LONG;
    WCHAR *text = RtlAllocateHeap(peb_self()->ProcessHeap, 0, length + 6);
    if (!text)
        return STATUS_NO_MEMORY;
    text[0] = io_drive_of(root);
    text[1] = ':';
    io_path_wide(root, host, size, text + 2, length);
    text[2 + length / 2] = 0;
    dos->Buffer = text;
    dos->Length = (USHORT)(length + 4);
    dos->MaximumLength = (USHORT)(length + 6);
    return STATUS_SUCCESS;
}

NTSTATUS io_open_image(const UNICODE_STRING *nt_path, PalHandle *file, PalFileInfo *info)
{
    IO_PATH path;
    IO_REQUEST request = {.open = TRUE, .access = PAL_ACCESS_READ, .options = PAL_OPTION_FILE};
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, (UNICODE_STRING *)nt_path, OBJ_CASE_INSENSITIVE, NULL,
                               NULL);
    NTSTATUS status = io_path_of(&attributes, &path);
    if (!status && path.target != IO_TO_FILE)
        status = STATUS_OBJECT_TYPE_MISMATCH;
    if (!status)
        status = io_reach(&path, &request);
    if (status)
        return status;
    *file = request.handle;
    if (info)
        *info = request.info;
    return STATUS_SUCCESS;
}
