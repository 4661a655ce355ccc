/*
 * landlock.c - the policy's files and ports as a Landlock rule set.
 *
 * The constants are written out (Documentation/userspace-api/landlock): the headers of the build
 * machine may be older than the kernel that it runs on.
 */
#include "seal.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SYS_LANDLOCK_CREATE   444
#define SYS_LANDLOCK_ADD_RULE 445
#define SYS_LANDLOCK_RESTRICT 446

#define FS_EXECUTE     (1ull << 0)
#define FS_WRITE_FILE  (1ull << 1)
#define FS_READ_FILE   (1ull << 2)
#define FS_READ_DIR    (1ull << 3)
#define FS_REMOVE_DIR  (1ull << 4)
#define FS_REMOVE_FILE (1ull << 5)
#define FS_MAKE_DIR    (1ull << 7)
#define FS_MAKE_REG    (1ull << 8)
#define FS_MAKE_SYM    (1ull << 12)
#define FS_REFER       (1ull << 13) /* version 2 */
#define FS_TRUNCATE    (1ull << 14) /* version 3 */
#define FS_IOCTL_DEV   (1ull << 15) /* version 5 */

#define NET_BIND_TCP    (1ull << 0) /* version 4 */
#define NET_CONNECT_TCP (1ull << 1)

#define SCOPE_ABSTRACT_SOCKET (1ull << 0) /* version 6 */
#define SCOPE_SIGNAL          (1ull << 1)

#define RULE_PATH 1
#define RULE_PORT 2
#define RESTRICT_SILENTLY                                                  \
    1u /* version 7: refusals are everyday business, not for the audit log \
        */

struct ruleset {
    uint64_t files, net, scoped;
};
struct path_rule {
    uint64_t rights;
    int32_t fd;
} __attribute__((packed));
struct port_rule {
    uint64_t rights, port;
};

#define FILE_RIGHTS (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV)
#define READ_RIGHTS (FS_READ_FILE | FS_READ_DIR)
#define WRITE_RIGHTS                                                                            \
    (FS_WRITE_FILE | FS_TRUNCATE | FS_REMOVE_DIR | FS_REMOVE_FILE | FS_MAKE_DIR | FS_MAKE_REG | \
     FS_MAKE_SYM | FS_REFER)

/* Every right that a version knows is taken away where no rule gives it. */
static uint64_t known_files(int version)
{
    uint64_t rights = (1ull << 13) - 1;
    if (version >= 2)
        rights |= FS_REFER;
    if (version >= 3)
        rights |= FS_TRUNCATE;
    if (version >= 5)
        rights |= FS_IOCTL_DEV;
    return rights;
}

static uint64_t net_rights(uint32_t direction)
{
    return (direction & NET_CONNECT ? NET_CONNECT_TCP : 0) |
           (direction & NET_LISTEN ? NET_BIND_TCP : 0);
}

int landlock_version(void)
{
    long version = syscall(SYS_LANDLOCK_CREATE, NULL, 0, 1);
    return version < 0 ? 0 : (int)version;
}

static uint64_t path_rights(const struct grant *grant)
{
    uint64_t rights = 0;
    if (grant->rights & (GRANT_READ | GRANT_WRITE))
        rights |= READ_RIGHTS;
    if (grant->rights & GRANT_WRITE)
        rights |= WRITE_RIGHTS;
    if (grant->rights & GRANT_EXECUTE)
        rights |= FS_EXECUTE;
    if (grant->rights & GRANT_REMOVE_DIR)
        rights |= FS_REMOVE_DIR;
    if (grant->rights & GRANT_FILE)
        rights &= FILE_RIGHTS;
    return rights;
}

static long add_path(int ruleset, const struct grant *grant, uint64_t known)
{
    int fd = grant->fd >= 0 ? grant->fd : open(grant->path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    struct path_rule rule = {path_rights(grant) & known, fd};
    long result = syscall(SYS_LANDLOCK_ADD_RULE, ruleset, RULE_PATH, &rule, 0);
    if (result < 0 && errno == EINVAL) { /* the rights of a directory on a file */
        rule.rights &= FILE_RIGHTS;
        result = syscall(SYS_LANDLOCK_ADD_RULE, ruleset, RULE_PATH, &rule, 0);
    }
    if (result < 0)
        result = -errno;
    if (fd != grant->fd)
        close(fd);
    return result;
}

static long add_paths(int ruleset, const struct policy *policy, uint64_t known, const char **path)
{
    for (unsigned i = 0; i < policy->grant_count; i++) {
        long error = add_path(ruleset, &policy->grants[i], known);
        if (error == -ENOENT && policy->grants[i].optional)
            continue;
        if (error < 0) {
            *path = policy->grants[i].path;
            return error;
        }
    }
    return 0;
}

static long add_ports(int ruleset, const struct policy *policy)
{
    uint64_t open_for_all = net_rights(policy->net);
    for (unsigned i = 0; i < policy->port_count; i++) {
        struct port_rule rule = {net_rights(policy->ports[i].direction) & ~open_for_all,
                                 policy->ports[i].port};
        if (rule.rights && syscall(SYS_LANDLOCK_ADD_RULE, ruleset, RULE_PORT, &rule, 0) < 0)
            return -errno;
    }
    return 0;
}

long landlock_apply(const struct policy *policy, int version, const char **path)
{
    struct ruleset wanted = {.files = known_files(version)};
    if (version >= 4)
        wanted.net = (NET_BIND_TCP | NET_CONNECT_TCP) & ~net_rights(policy->net);
    if (version >= 6)
        wanted.scoped = SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL;
    if (version < 4 && policy->port_count)
        return -EOPNOTSUPP; /* the kernel cannot tell ports apart */
    int ruleset = (int)syscall(SYS_LANDLOCK_CREATE, &wanted, sizeof wanted, 0);
    if (ruleset < 0)
        return -errno;
    long result = add_paths(ruleset, policy, wanted.files, path);
    if (result == 0)
        result = add_ports(ruleset, policy);
    if (result == 0 &&
        syscall(SYS_LANDLOCK_RESTRICT, ruleset, version >= 7 ? RESTRICT_SILENTLY : 0) < 0)
        result = -errno;
    close(ruleset);
    return result;
}
