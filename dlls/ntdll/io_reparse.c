/*
 * io_reparse.c - reparse points: symbolic links and junctions, both symbolic links of the host.
 *
 * A junction's text ends with a slash, which no symbolic link's does; that of a link from the root
 * of its drive begins with two. The host follows them all the same, and whoever asks hears what it
 * is.
 */
#include "io_private.h"

/* Before the paths: 8 bytes of header, then what each kind has. */
#define SYMLINK_PATHS offsetof(BAILEY_REPARSE_DATA, PathBuffer)
#define MOUNT_PATHS   offsetof(BAILEY_REPARSE_DATA, Flags)
#define HEADER        8u

static BOOLEAN is_junction(const char *text, ULONG length)
{
    return length > 1 && text[length - 1] == '/';
}

static NTSTATUS read_link(IO_FILE *file, char *text, ULONG room, uint32_t *length)
{
    if (file->kind != IO_SYMLINK)
        return STATUS_NOT_A_REPARSE_POINT;
    return pal_file_name(io_root_handle(file->root), ARENA_AT(char, file->path), file->path_size,
                         text, room, length);
}

ULONG io_reparse_tag(PalHandle root, const char *path, ULONG size)
{
    char text[IO_PATH_MAX + 1];
    uint32_t length;
    if (!root || pal_file_name(root, path, size, text, sizeof text, &length))
        return IO_REPARSE_TAG_SYMLINK;
    return is_junction(text, length) ? IO_REPARSE_TAG_MOUNT_POINT : IO_REPARSE_TAG_SYMLINK;
}

/* How much of an absolute host path is the root of drive C:, 0 if it is not below that. */
static ULONG below_profile(const char *text, ULONG length)
{
    char root[IO_PATH_MAX + 1];
    uint32_t size = 0;
    PalHandle handle = io_root_handle(IO_ROOT_PROFILE);
    if (!handle || pal_file_name(handle, "", 0, root, sizeof root, &size) || size > length ||
        __builtin_memcmp(root, text, size) != 0 || (size < length && text[size] != '/'))
        return 0;
    return size;
}

NTSTATUS io_get_reparse(IO_FILE *file, BAILEY_REPARSE_DATA *out, ULONG size, ULONG_PTR *used)
{
    char target[IO_PATH_MAX + 1];
    uint32_t length;
    NTSTATUS status = read_link(file, target, sizeof target, &length);
    if (status)
        return status;
    BOOLEAN junction = is_junction(target, length);
    BOOLEAN rooted = length > 1 && target[0] == '/' && target[1] == '/';
    BOOLEAN absolute = length && target[0] == '/' && !rooted;
    length -= junction;
    if (rooted)
        __builtin_memmove(target, target + 1, --length);
    ULONG profile = absolute || rooted ? below_profile(target, length) : 0;
    const WCHAR prefix[] = {'\\', '?', '?', '\\', profile ? 'C' : 'Z', ':'};
    const ULONG fixed = junction ? MOUNT_PATHS : SYMLINK_PATHS;
    ULONG at = absolute ? 6 : 0, skip = absolute ? 4 : 0; /* what is shown has no "\??\" */
    ULONG ends = junction ? 1 : 0;                        /* a junction's names end with a zero */
    ULONG most = at + length - profile + 1;               /* at most one unit a byte */
    if (size < fixed + 2 * sizeof(WCHAR) * (most + ends))
        return STATUS_BUFFER_TOO_SMALL;
    WCHAR *text = (WCHAR *)((char *)out + fixed);
    __builtin_memcpy(text, prefix, at * sizeof(WCHAR));
    at += io_name_to_wide(target + profile, length - profile, text + at, most - at);
    if (length == profile && length)
        text[at++] = '\\'; /* the drive's root */
    for (ULONG i = 0; i < at; i++)
        if (text[i] == '/')
            text[i] = '\\';
    ULONG shown = at + ends;
    __builtin_memcpy(text + shown, text + skip, (at - skip) * sizeof(WCHAR));
    if (ends)
        text[at] = text[shown + at - skip] = 0;
    out->ReparseTag = junction ? IO_REPARSE_TAG_MOUNT_POINT : IO_REPARSE_TAG_SYMLINK;
    out->Reserved = 0;
    if (!junction)
        out->Flags = absolute ? 0 : 1;
    out->SubstituteNameOffset = 0;
    out->SubstituteNameLength = (USHORT)(at * 2);
    out->PrintNameOffset = (USHORT)(shown * 2);
    out->PrintNameLength = (USHORT)((at - skip) * 2);
    out->ReparseDataLength = (USHORT)(fixed - HEADER + (shown + at - skip + ends) * 2);
    *used = HEADER + out->ReparseDataLength;
    return STATUS_SUCCESS;
}

/* ---- setting */

/* The host path of a place in a root, "/" before it. */
static NTSTATUS add_root(enum io_root root, char *text, ULONG room, uint32_t *size)
{
    if (root == IO_ROOT_HOST)
        return STATUS_SUCCESS;
    PalHandle handle = io_root_handle(root);
    return handle ? pal_file_name(handle, "", 0, text, room, size) : STATUS_NOT_SUPPORTED;
}

static NTSTATUS absolute_text(const WCHAR *name, ULONG count, char *text, ULONG room,
                              uint32_t *size)
{
    WCHAR plain[IO_PATH_MAX]; /* links may have backslashes twice */
    ULONG kept = 0;
    if (count > IO_PATH_MAX)
        return STATUS_NAME_TOO_LONG;
    for (ULONG i = 0; i < count; i++)
        if (!kept || name[i] != '\\' || plain[kept - 1] != '\\')
            plain[kept++] = name[i];
    UNICODE_STRING string = {(USHORT)(kept * 2), (USHORT)(kept * 2), plain};
    OBJECT_ATTRIBUTES attributes;
    IO_PATH path;
    InitializeObjectAttributes(&attributes, &string, OBJ_CASE_INSENSITIVE, NULL, NULL);
    NTSTATUS status = io_path_of(&attributes, &path);
    if (!status)
        status = add_root(path.root, text, room, size);
    if (status)
        return status;
    if (*size + 1 + path.size > room)
        return STATUS_NAME_TOO_LONG;
    text[(*size)++] = '/';
    __builtin_memcpy(text + *size, path.text, path.size);
    *size += path.size;
    return STATUS_SUCCESS;
}

/* Relative to the link, or, with a backslash before it, to the root of the link's drive. */
static NTSTATUS relative_text(const IO_FILE *file, const WCHAR *name, ULONG count, char *text,
                              ULONG room, uint32_t *size)
{
    NTSTATUS status = STATUS_SUCCESS;
    if (count && name[0] == '\\') {
        uint32_t root = 0;
        *text = '/'; /* one more than the host needs */
        status = add_root(file->root, text + 1, room - 1, &root);
        *size = root + 1;
    }
    if (status)
        return status;
    uint32_t start = *size;
    *size += io_name_to_host(name, count, text + start, room - start);
    for (ULONG i = start; i < *size && i < room; i++)
        if (text[i] == '\\')
            text[i] = '/';
    return *size > room ? STATUS_NAME_TOO_LONG : STATUS_SUCCESS;
}

/* The text of the host's link: the target within the root that the link lies in, or as it is. */
static NTSTATUS link_text(const IO_FILE *file, const BAILEY_REPARSE_DATA *in, ULONG size,
                          char *text, ULONG room, uint32_t *length)
{
    BOOLEAN junction = in->ReparseTag == IO_REPARSE_TAG_MOUNT_POINT;
    const ULONG fixed = junction ? MOUNT_PATHS : SYMLINK_PATHS;
    *length = 0;
    if (size < fixed || size < in->ReparseDataLength + HEADER ||
        in->SubstituteNameOffset + (ULONG)in->SubstituteNameLength > size - fixed)
        return STATUS_IO_REPARSE_DATA_INVALID;
    const WCHAR *name = (const WCHAR *)((const char *)in + fixed) + in->SubstituteNameOffset / 2;
    ULONG count = in->SubstituteNameLength / 2;
    if (!junction && in->Flags & 1)
        return relative_text(file, name, count, text, room - 1, length);
    NTSTATUS status = absolute_text(name, count, text, room - 1, length);
    while (!status && *length > 1 && text[*length - 1] == '/')
        --*length;
    if (!status && junction)
        text[(*length)++] = '/';
    return status;
}

/* A new empty file or directory becomes a symbolic link: on the host, another thing in its place.
 */
NTSTATUS io_set_reparse(IO_FILE *file, const BAILEY_REPARSE_DATA *in, ULONG size)
{
    char text[IO_PATH_MAX + 1];
    uint32_t length;
    IO_PATH path;
    PalFileInfo info;
    if (size < HEADER)
        return STATUS_IO_REPARSE_DATA_INVALID;
    if (in->ReparseTag != IO_REPARSE_TAG_SYMLINK && in->ReparseTag != IO_REPARSE_TAG_MOUNT_POINT)
        return STATUS_NOT_SUPPORTED;
    if (in->ReparseTag == IO_REPARSE_TAG_MOUNT_POINT && file->kind == IO_REGULAR)
        return STATUS_NOT_A_DIRECTORY;
    NTSTATUS status = link_text(file, in, size, text, sizeof text, &length);
    if (!status)
        status = io_file_info(file, &info);
    if (status)
        return status;
    if (file->kind == IO_REGULAR && info.size)
        return STATUS_IO_REPARSE_DATA_INVALID;
    io_file_path(file, &path);
    status = io_remove(file);
    if (!status)
        status = pal_file_link(0, text, length, io_root_handle(path.root), path.text, path.size);
    if (!status)
        io_names_changed(&path, TRUE);
    return status;
}

/* What was a junction or a link to a directory becomes an empty directory again. */
NTSTATUS io_delete_reparse(IO_FILE *file, const BAILEY_REPARSE_DATA *in, ULONG size)
{
    char text[IO_PATH_MAX + 1];
    uint32_t length;
    IO_PATH path;
    PalHandle made;
    if (size < HEADER || in->ReparseDataLength)
        return STATUS_IO_REPARSE_DATA_INVALID;
    NTSTATUS status = read_link(file, text, sizeof text, &length);
    if (status)
        return status;
    ULONG tag = is_junction(text, length) ? IO_REPARSE_TAG_MOUNT_POINT : IO_REPARSE_TAG_SYMLINK;
    if (in->ReparseTag != tag)
        return STATUS_IO_REPARSE_TAG_MISMATCH;
    io_file_path(file, &path);
    PalHandle root = io_root_handle(path.root);
    PalFileInfo target;
    BOOLEAN directory = tag == IO_REPARSE_TAG_MOUNT_POINT ||
                        (pal_file_query(root, path.text, path.size, 0, &target) == PAL_OK &&
                         target.type == PAL_TYPE_DIRECTORY);
    status = io_remove(file);
    if (!status)
        status = pal_file_open(root, path.text, path.size,
                               directory ? PAL_ACCESS_PATH : PAL_ACCESS_WRITE, PAL_OPEN_CREATE_NEW,
                               directory ? PAL_OPEN_OPTIONS(PAL_OPTION_DIRECTORY, 0777)
                                         : PAL_OPEN_OPTIONS(0, 0666),
                               &made, NULL);
    if (!status)
        pal_handle_close(made);
    if (!status)
        io_names_changed(&path, TRUE);
    return status;
}
