/*
 * profile.h - the private C: of the program.
 *
 * $XDG_DATA_HOME/bailey/profiles/NAME, or a directory that the user names. An ephemeral one lies in
 * $TMPDIR/bailey-UID/ and is locked by its process as long as that lives; what a killed process
 * left is removed by the next ephemeral start.
 */
#ifndef BAILEY_PROFILE_H
#define BAILEY_PROFILE_H

#include <limits.h>

struct profile {
    int fd; /* the directory; -1 if none could be made */
    char path[PATH_MAX];
    int parent; /* where an ephemeral one lies; -1 */
    char parent_path[PATH_MAX];
    const char *name; /* below parent */
};

/* Opens or makes the profile. name: NULL for the default one, which becomes an ephemeral one where
 * the user's data directory cannot be written. Ends the command if a chosen one cannot be had. */
void profile_open(struct profile *profile, const char *name, int ephemeral);
/* Removes an ephemeral profile; works behind the seal. */
void profile_remove(const struct profile *profile);

/* Removes a directory and all below it; symbolic links are not followed. Returns 0 or -errno. */
long remove_tree(int parent, const char *name);

#endif
