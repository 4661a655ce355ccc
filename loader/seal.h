/*
 * seal.h - putting the policy in force, for ever: no_new_privs, a Landlock rule set, a system call
 * filter. Behind it the kernel alone decides.
 *
 * What it does not do: the kernel lets a sealed process ask for the attributes of any file that the
 * user could see (stat, the text of links), and watch directories for changes; contents and names
 * stay closed.
 */
#ifndef BAILEY_SEAL_H
#define BAILEY_SEAL_H

#include "policy.h"

/* Returns NULL, or why it cannot be: a line without a full stop. */
const char *seal_apply(const struct policy *policy);

/* Its parts; each returns 0 or -errno. */
int landlock_version(void); /* 0: none */
long landlock_apply(const struct policy *policy, int version, const char **path);
long seccomp_apply(const struct policy *policy);

#endif
