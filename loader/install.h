/* install.h - where Bailey's own files are: beside the command, installed or in the build tree. */
#ifndef BAILEY_INSTALL_H
#define BAILEY_INSTALL_H

#include <limits.h>

struct install {
    int system_directory; /* the DLLs, open for reading */
    int narrow_directory; /* those of 32-bit programs, -1 if they are not there */
    int share_directory;  /* data files, -1 if there are none */
    char system_path[PATH_MAX];
    char narrow_path[PATH_MAX];
    char share_path[PATH_MAX];
};

/* Finds and opens both; ends the command if the DLLs are not there. */
void install_find(struct install *install);
/* Only fills share_path, and returns 0 if there is none. */
int install_find_share(struct install *install);

#endif
