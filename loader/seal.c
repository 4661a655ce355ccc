/* seal.c - the order in which the seal is closed. */
#include "seal.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

static char reason[4400];

static const char *because(const char *what, const char *path, long error)
{
    snprintf(reason, sizeof reason, "%s%s%s: %s", what, path ? " " : "", path ? path : "",
             strerror((int)-error));
    return reason;
}

const char *seal_apply(const struct policy *policy)
{
    const char *path = NULL;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return because("privileges cannot be given up", NULL, -errno);
    if (!policy->all) {
        int version = landlock_version();
        if (version == 0 && !policy->unsealed_files)
            return "this kernel has no Landlock, so files cannot be sealed off "
                   "(--unsealed-files or --grant all goes on without)";
        long error = version ? landlock_apply(policy, version, &path) : 0;
        if (error < 0)
            return because(path ? "cannot grant" : "the file rules are refused", path, error);
    }
    long error = seccomp_apply(policy);
    return error < 0 ? because("the system call filter is refused", NULL, error) : NULL;
}
