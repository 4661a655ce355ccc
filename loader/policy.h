/*
 * policy.h - what the program may reach.
 *
 * The default: the program's own directory and Bailey's own files may be read, the current
 * directory and the private C: read and written; no network. A home directory, or what contains it,
 * is never granted by default. Beside that everything may read what programs expect of any machine:
 * see policy_common in policy.c.
 */
#ifndef BAILEY_POLICY_H
#define BAILEY_POLICY_H

#include <stdint.h>

#define GRANT_READ       1u
#define GRANT_WRITE      2u  /* and read, create, remove, rename */
#define GRANT_REMOVE_DIR 4u  /* only to remove directories in it */
#define GRANT_FILE       8u  /* is known to be a file, not a directory */
#define GRANT_EXECUTE    16u /* Bailey's own program, for children */

#define NET_CONNECT 1u
#define NET_LISTEN  2u

#define POLICY_GRANTS 64
#define POLICY_PORTS  32

struct grant {
    const char *path; /* absolute */
    uint32_t rights;
    int fd;       /* open already, or -1 */
    int optional; /* no error if there is no such file */
};

struct policy {
    int none;           /* start from nothing */
    int all;            /* no limit on files or network; the system call filter stays */
    int unsealed_files; /* go on where the kernel has no Landlock */
    int child;          /* may start processes, behind the same seal */
    uint32_t net;       /* NET_*, any port */
    struct grant grants[POLICY_GRANTS];
    unsigned grant_count;
    struct {
        uint16_t port;
        uint32_t direction; /* NET_* */
    } ports[POLICY_PORTS];  /* TCP only */
    unsigned port_count;
};

/* Adds one grant as the command's --grant has it; relative paths are below base. Returns NULL or
 * what is wrong with it. */
const char *policy_add(struct policy *policy, const char *text, const char *base);
/* Adds those in a file: one a line, "#" begins a comment, relative paths are below the file's
 * directory. Ends the command if the file is not understood. */
void policy_read_manifest(struct policy *policy, const char *file, const char *current);

void policy_add_path(struct policy *policy, const char *path, uint32_t rights, int fd);
/* The default grants for a program in that directory, unless the policy starts from nothing. Says
 * on stderr what was too much to grant. home may be NULL. */
void policy_add_defaults(struct policy *policy, const char *program_directory, const char *current,
                         const char *home);
/* Is that absolute path within the grants? */
int policy_allows(const struct policy *policy, const char *path, int write);

#endif
