/* manifest.c - grants from a file. */
#include "message.h"
#include "policy.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MANIFEST_SIZE 65536

void policy_read_lines(struct policy *policy, char *text, const char *name, const char *base);

/* The directory of a file, absolute. */
static char *directory_of(const char *file, const char *current)
{
    const char *last = strrchr(file, '/');
    size_t size = last ? (size_t)(last - file) : 0;
    char *result = malloc(strlen(current) + size + 2);
    if (!result)
        fail(EXIT_CANNOT_START, "cannot start: there is no memory for it");
    *result = 0;
    if (*file != '/')
        strcpy(result, current);
    if (*file != '/' && size)
        strcat(result, "/");
    strncat(result, file, size);
    return result;
}

void policy_read_manifest(struct policy *policy, const char *file, const char *current)
{
    static char text[MANIFEST_SIZE + 1];
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? -1 : read(fd, text, MANIFEST_SIZE + 1);
    if (size < 0)
        fail(EXIT_CANNOT_START, "%s: %s", file, strerror(errno));
    if (size > MANIFEST_SIZE)
        fail(EXIT_CANNOT_START, "%s: is too large for a manifest", file);
    close(fd);
    text[size] = 0;
    if (strlen(text) != (size_t)size)
        fail(EXIT_CANNOT_START, "%s: is not a text file", file);
    policy_read_lines(policy, text, file, directory_of(file, current));
}
