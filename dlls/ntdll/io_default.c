/*
 * io_default.c - what drive C: shows before anybody has written to it.
 *
 * The tree is a table; a directory of it comes into being on the host when something is created
 * below it. Reading creates nothing. C:\Windows\System32 shows the LibOS's own DLLs besides, and
 * drivers\etc below it the tables of services, protocols and networks.
 */
#include "io_private.h"

struct directory {
    const char *name; /* from the drive's root */
    int parent;       /* index, -1: the root */
};

#define USER "Users/*" /* the star stands for the user's name */

static struct directory tree[] = {
    {"Windows", -1},
    {"Windows/System32", 0},
    {"Windows/Temp", 0},
    {"Windows/Fonts", 0},
    {"Windows/System32/drivers", 1},
    {"Users", -1},
    {"Users/Public", 5},
    {USER, 5},
    {USER "/Desktop", 7},
    {USER "/Documents", 7},
    {USER "/Downloads", 7},
    {USER "/AppData", 7},
    {USER "/AppData/Local", 11},
    {USER "/AppData/Local/Temp", 12},
    {USER "/AppData/LocalLow", 11},
    {USER "/AppData/Roaming", 11},
    {"Program Files", -1},
    {"Program Files/Common Files", 16},
    {"Program Files (x86)", -1},
    {"ProgramData", -1},
    {"Windows/System32/drivers/etc", 4},
};

#define TREE_COUNT ((int)(sizeof tree / sizeof *tree))
#define SYSTEM32   1
#define ETC        (TREE_COUNT - 1)

static char user_name[64];
static char names[14][160]; /* those with the user's name in them */

static ULONG text_size(const char *text)
{
    ULONG size = 0;
    while (text[size])
        size++;
    return size;
}

const char *io_user_name(void)
{
    return user_name;
}

static const char *host_variable(const char *name)
{
    const char *at = (const char *)(ULONG_PTR)pal_boot->environment;
    ULONG size = text_size(name);
    for (ULONG i = 0; at && i < pal_boot->environment_count; i++, at += text_size(at) + 1)
        if (text_size(at) > size && __builtin_memcmp(at, name, size) == 0)
            return at + size;
    return NULL;
}

/* As the environment that the program gets says it (USERPROFILE). */
static void fetch_user_name(void)
{
    const char *name = host_variable("USER=");
    ULONG i = 0;
    if (!name)
        name = host_variable("LOGNAME=");
    if (!name)
        name = "user";
    for (; i < sizeof user_name - 1 && name[i]; i++) {
        char c = name[i];
        BOOLEAN plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                        (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '.' || c < 0;
        user_name[i] = plain ? c : '_';
    }
    user_name[i] = 0;
}

void io_default_init(void)
{
    ULONG next = 0;
    fetch_user_name();
    for (int i = 0; i < TREE_COUNT; i++) {
        const char *from = tree[i].name;
        ULONG at = 0;
        if (from[0] != 'U' || from[6] != '*')
            continue;
        for (; *from; from++) {
            if (*from != '*') {
                names[next][at++] = *from;
                continue;
            }
            for (const char *user = user_name; *user; user++)
                names[next][at++] = *user;
        }
        names[next][at] = 0;
        tree[i].name = names[next++];
    }
}

static BOOLEAN same_name(const char *a, ULONG a_size, const char *b, ULONG b_size)
{
    WCHAR wide[2][IO_NAME_MAX + 1];
    if (b_size >= IO_NAME_MAX || a_size >= IO_NAME_MAX)
        return FALSE;
    ULONG a_count = io_name_to_wide(a, a_size, wide[0], IO_NAME_MAX);
    ULONG b_count = io_name_to_wide(b, b_size, wide[1], IO_NAME_MAX);
    return io_equal_fold(wide[0], a_count, wide[1], b_count);
}

int io_default_find(const char *text, ULONG size)
{
    for (int i = 0; i < TREE_COUNT; i++)
        if (same_name(text, size, tree[i].name, text_size(tree[i].name)))
            return i;
    return -1;
}

const char *io_default_name(int index)
{
    return tree[index].name;
}

int io_default_next_child(int parent, int previous)
{
    for (int i = previous + 1; i < TREE_COUNT; i++)
        if (tree[i].parent == parent)
            return i;
    return -1;
}

BOOLEAN io_default_redirect(IO_PATH *path)
{
    ULONG parent = io_parent_size(path->text, path->size);
    if (path->root != IO_ROOT_PROFILE || parent == 0 || !pal_boot->system_directory)
        return FALSE;
    int index = io_default_find(path->text, parent);
    if (index != SYSTEM32 && index != ETC)
        return FALSE;
    ULONG skip = text_size(tree[SYSTEM32].name) + 1;
    __builtin_memmove(path->text, path->text + skip, path->size - skip);
    path->size -= skip;
    path->root = IO_ROOT_SYSTEM;
    return TRUE;
}

static NTSTATUS make_directory(PalHandle root, const char *text, ULONG size)
{
    PalHandle handle;
    PalStatus status = pal_file_open(root, text, size, PAL_ACCESS_PATH, PAL_OPEN_ALWAYS,
                                     PAL_OPEN_OPTIONS(PAL_OPTION_DIRECTORY, 0777), &handle, NULL);
    if (status == PAL_OK)
        pal_handle_close(handle);
    return status;
}

static PalHandle profile;

/* The profile's directory itself, where the host had none at the start. */
static NTSTATUS make_profile(void)
{
    const char *path = (const char *)(ULONG_PTR)pal_boot->profile_path;
    if (io_root_handle(IO_ROOT_PROFILE))
        return STATUS_SUCCESS;
    if (!path || path[0] != '/')
        return STATUS_MEDIA_WRITE_PROTECTED;
    ULONG size = text_size(path + 1);
    for (ULONG i = 1; i <= size; i++)
        if (i == size || path[1 + i] == '/') {
            NTSTATUS status = make_directory(pal_boot->host_directory, path + 1, i);
            if (status && i == size)
                return status;
        }
    PalHandle handle;
    NTSTATUS status =
        pal_file_open(pal_boot->host_directory, path + 1, size, PAL_ACCESS_READ, PAL_OPEN_EXISTING,
                      PAL_OPEN_OPTIONS(PAL_OPTION_DIRECTORY, 0), &handle, NULL);
    if (!status)
        profile = handle;
    return status;
}

NTSTATUS io_default_make(int index)
{
    NTSTATUS status = index < 0 ? make_profile() : io_default_make(tree[index].parent);
    if (status || index < 0)
        return status;
    IO_PATH path;
    path.root = IO_ROOT_PROFILE;
    path.size = text_size(tree[index].name);
    __builtin_memcpy(path.text, tree[index].name, path.size);
    status = make_directory(io_root_handle(IO_ROOT_PROFILE), path.text, path.size);
    if (!status)
        io_names_changed(&path, TRUE);
    return status;
}

PalHandle io_root_handle(enum io_root root)
{
    switch (root) {
    case IO_ROOT_HOST:
        return pal_boot->host_directory;
    case IO_ROOT_SYSTEM:
        return pal_boot->system_directory;
    default:
        return pal_boot->profile_directory ? pal_boot->profile_directory : profile;
    }
}
