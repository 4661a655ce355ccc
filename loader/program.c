/* program.c - finding and judging the program's file. */
#include "program.h"
#include "install.h"
#include "message.h"
#include "pe_image.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUBSYSTEM_NATIVE 1
#define OPEN_FLAGS       (O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) /* a FIFO must not stop us */

static int has_extension(const char *name)
{
    const char *last = strrchr(name, '/');
    return strchr(last ? last + 1 : name, '.') != NULL;
}

/* `opened` has the name; ".exe" is added to it where it helps. */
static int open_name(char opened[PATH_MAX])
{
    int fd = open(opened, OPEN_FLAGS);
    if (fd < 0 && errno == ENOENT && !has_extension(opened)) {
        size_t size = strlen(opened);
        strcpy(opened + size, ".exe");
        fd = open(opened, OPEN_FLAGS);
        if (fd < 0)
            opened[size] = 0;
    }
    return fd;
}

/* A bare name that is not in the current directory: one of the programs that come with Bailey. */
static int open_own(const char *name, const struct install *install, char opened[PATH_MAX])
{
    size_t size = strlen(install->system_path), name_size = strlen(name);
    if (strchr(name, '/') || size + name_size + 6 > PATH_MAX) {
        errno = ENOENT;
        return -1;
    }
    memcpy(opened, install->system_path, size);
    opened[size] = '/';
    for (size_t i = 0; i <= name_size; i++) /* they lie there in lower case */
        opened[size + 1 + i] = (char)tolower((unsigned char)name[i]);
    return open_name(opened);
}

static int is_directory(int fd)
{
    struct stat facts;
    return fstat(fd, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static int open_program(const char *name, const struct install *install, char opened[PATH_MAX])
{
    size_t size = strlen(name);
    if (size + 5 > PATH_MAX)
        fail(EXIT_NOT_FOUND, "%.100s...: the name is too long", name);
    memcpy(opened, name, size + 1);
    int fd = open_name(opened);
    if (fd < 0 && errno == ENOENT && *name)
        fd = open_own(name, install, opened);
    else if (fd >= 0 && is_directory(fd)) { /* a folder "cmd" does not hide the program */
        char own[PATH_MAX];
        int other = open_own(name, install, own);
        if (other >= 0) {
            close(fd);
            fd = other;
            strcpy(opened, own);
        }
    }
    if (fd >= 0)
        return fd;
    switch (errno) {
    case ENOENT:
    case ENOTDIR:
        fail(EXIT_NOT_FOUND, "%s: no such file", name);
    case EACCES:
        fail(EXIT_NOT_RUNNABLE, "%s: permission denied", name);
    default:
        fail(EXIT_NOT_RUNNABLE, "%s: %s", name, strerror(errno));
    }
}

static int has_dots(const char *path)
{
    for (const char *at = path; (at = strstr(at, "..")); at += 2)
        if ((at == path || at[-1] == '/') && (at[2] == '/' || at[2] == 0))
            return 1;
    return 0;
}

/* The absolute name, as it was given where that is possible. */
static void make_absolute(struct program *program, const char *name, const char *current)
{
    char self[32];
    while (name[0] == '.' && name[1] == '/')
        for (name += 2; *name == '/';)
            name++;
    size_t base = name[0] == '/' ? 0 : strlen(current), size = strlen(name);
    if (base + size + 2 > PATH_MAX)
        fail(EXIT_NOT_RUNNABLE, "%s: the name is too long", name);
    memcpy(program->path, current, base);
    if (base && current[base - 1] != '/')
        program->path[base++] = '/';
    memcpy(program->path + base, name, size + 1);
    if (!has_dots(program->path))
        return;
    strcpy(self, "/proc/self/fd/");
    char *digit = self + strlen(self);
    int fd = program->fd, scale = 1;
    while (fd / scale > 9)
        scale *= 10;
    for (; scale; scale /= 10)
        *digit++ = (char)('0' + fd / scale % 10);
    *digit = 0;
    ssize_t found = readlink(self, program->path, PATH_MAX - 1);
    if (found <= 0)
        fail(EXIT_NOT_RUNNABLE, "%s: its place cannot be found", name);
    program->path[found] = 0;
}

void program_open(struct program *program, const char *name, const char *current,
                  const struct install *install)
{
    struct stat facts;
    char opened[PATH_MAX];
    program->fd = open_program(name, install, opened);
    if (fstat(program->fd, &facts) < 0)
        fail(EXIT_NOT_RUNNABLE, "%s: %s", name, strerror(errno));
    if (S_ISDIR(facts.st_mode))
        fail(EXIT_NOT_RUNNABLE, "%s is a directory", name);
    if (!S_ISREG(facts.st_mode))
        fail(EXIT_NOT_RUNNABLE, "%s is not a regular file", name);
    make_absolute(program, opened, current);
    const char *last = strrchr(program->path, '/');
    size_t size = last == program->path ? 1 : (size_t)(last - program->path);
    memcpy(program->directory, program->path, size);
    program->directory[size] = 0;
}

static int32_t read_file(void *cookie, uint64_t offset, void *buffer, uint64_t size)
{
    return pread(*(const int *)cookie, buffer, size, (off_t)offset) == (ssize_t)size ? 0 : -1;
}

void program_check(const struct program *program, const struct install *install)
{
    struct stat facts;
    struct pe_image image;
    int fd = program->fd;
    struct pe_source source = {.cookie = &fd, .read = read_file};
    if (fstat(fd, &facts) < 0)
        fail(EXIT_NOT_RUNNABLE, "%s: %s", program->path, strerror(errno));
    enum pe_error error = pe_parse(&source, (uint64_t)facts.st_size, PE_MACHINE_ANY, &image);
    if (error != PE_OK)
        fail(EXIT_NOT_RUNNABLE, "%s %s", program->path, pe_error_text(error));
    if (image.is_dll)
        fail(EXIT_NOT_RUNNABLE, "%s is a DLL, not a program", program->path);
    if (image.machine == PE_MACHINE_I386 && install->narrow_directory < 0)
        fail(EXIT_NOT_RUNNABLE, "%s is a 32-bit program, whose DLLs are not installed",
             program->path);
    if (image.subsystem == SUBSYSTEM_NATIVE)
        fail(EXIT_NOT_RUNNABLE, "%s is a driver or a native program, not a Win32 one",
             program->path);
    error = pe_check_sections(&source, &image);
    if (error != PE_OK)
        fail(EXIT_NOT_RUNNABLE, "%s %s", program->path, pe_error_text(error));
    if (image.entry_rva == 0)
        fail(EXIT_NOT_RUNNABLE, "%s has no entry point", program->path);
}
