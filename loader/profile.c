/* profile.c - finding or making the private C:. */
#include "profile.h"
#include "message.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

static int open_or_make(const char *path)
{
    int fd = open(path, OPEN_FLAGS);
    if (fd < 0 && errno == ENOENT && (mkdir(path, 0700) == 0 || errno == EEXIST))
        fd = open(path, OPEN_FLAGS);
    return fd;
}

/* The same, with the directories above it. */
static int open_or_make_all(char *path)
{
    int fd = open_or_make(path);
    if (fd >= 0 || errno != ENOENT)
        return fd;
    for (char *at = path + 1; (at = strchr(at, '/')); at++) {
        *at = 0;
        int made = mkdir(path, 0700);
        int error = errno;
        *at = '/';
        if (made < 0 && error != EEXIST)
            return -1;
    }
    return open_or_make(path);
}

static int data_path(char path[PATH_MAX], const char *name)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    int size;
    if (data && *data == '/')
        size = snprintf(path, PATH_MAX, "%s/bailey/profiles/%s", data, name);
    else if (home && *home == '/')
        size = snprintf(path, PATH_MAX, "%s/.local/share/bailey/profiles/%s", home, name);
    else
        return 0;
    return size < PATH_MAX;
}

/* Our own directory for ephemeral profiles: nobody else's, whatever stands in /tmp. */
static int open_parent(struct profile *profile)
{
    struct stat facts;
    const char *temporary = getenv("TMPDIR");
    if (!temporary || *temporary != '/')
        temporary = "/tmp";
    snprintf(profile->parent_path, PATH_MAX - 64, "%s/bailey-%u", temporary, (unsigned)geteuid());
    (void)!mkdir(profile->parent_path, 0700);
    int fd = open(profile->parent_path, OPEN_FLAGS | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &facts) < 0 || facts.st_uid != geteuid() || (facts.st_mode & 077)) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    return fd;
}

/* Removes what processes that are gone have left: it is theirs as long as it is locked. */
static void remove_stale(int parent)
{
    int copy = openat(parent, ".", OPEN_FLAGS);
    DIR *directory = copy < 0 ? NULL : fdopendir(copy);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (entry->d_name[0] == '.')
            continue;
        int fd = openat(parent, entry->d_name, OPEN_FLAGS | O_NOFOLLOW);
        if (fd < 0)
            continue;
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            remove_tree(parent, entry->d_name);
        close(fd);
    }
    if (directory)
        closedir(directory);
}

static void open_ephemeral(struct profile *profile)
{
    static char name[40];
    profile->parent = open_parent(profile);
    if (profile->parent < 0)
        return;
    remove_stale(profile->parent);
    for (int attempt = 0; attempt < 16 && profile->fd < 0; attempt++) {
        unsigned long long random = 0;
        (void)!getrandom(&random, sizeof random, 0);
        snprintf(name, sizeof name, "%u-%016llx", (unsigned)getpid(), random);
        if (mkdirat(profile->parent, name, 0700) < 0)
            break;
        profile->fd = openat(profile->parent, name, OPEN_FLAGS);
        if (profile->fd >= 0 && flock(profile->fd, LOCK_EX | LOCK_NB) < 0) {
            close(profile->fd); /* somebody is removing it already */
            profile->fd = -1;
        }
    }
    if (profile->fd < 0)
        return;
    profile->name = name;
    snprintf(profile->path, PATH_MAX, "%.*s/%s", PATH_MAX - 64, profile->parent_path, name);
}

static int is_name(const char *text)
{
    return *text && !strchr(text, '/') && strcmp(text, ".") != 0 && strcmp(text, "..") != 0;
}

static void open_chosen(struct profile *profile, const char *name)
{
    if (is_name(name)) {
        if (!data_path(profile->path, name))
            fail(EXIT_CANNOT_START, "--profile %s: there is no HOME to keep it in", name);
        profile->fd = open_or_make_all(profile->path);
    } else {
        profile->fd = open_or_make(name);
    }
    if (profile->fd < 0)
        fail(EXIT_CANNOT_START, "--profile %s: %s", name, strerror(errno));
    if (!is_name(name) && !realpath(name, profile->path))
        fail(EXIT_CANNOT_START, "--profile %s: %s", name, strerror(errno));
}

void profile_open(struct profile *profile, const char *name, int ephemeral)
{
    profile->fd = profile->parent = -1;
    profile->path[0] = 0;
    profile->name = NULL;
    if (name) {
        open_chosen(profile, name);
        return;
    }
    if (!ephemeral && data_path(profile->path, "default")) {
        profile->fd = open_or_make_all(profile->path);
        if (profile->fd >= 0 && faccessat(profile->fd, ".", W_OK, AT_EACCESS) == 0)
            return;
        if (profile->fd >= 0)
            close(profile->fd);
        profile->fd = -1;
    }
    profile->path[0] = 0;
    open_ephemeral(profile);
    if (profile->fd < 0 && ephemeral)
        fail(EXIT_CANNOT_START, "--ephemeral: %s cannot be used", profile->parent_path);
}

void profile_remove(const struct profile *profile)
{
    if (profile->name)
        remove_tree(profile->parent, profile->name);
}
