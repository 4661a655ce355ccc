/* folders.h - known folders: what is known of each. The table is constant. */
#ifndef SHELL32_FOLDERS_H
#define SHELL32_FOLDERS_H
#include "nt_error.h"
#include <objbase.h>
#include <shlobj.h>

enum folder_root {
    SHELL_FIXED,  /* path alone counts */
    SHELL_USER,   /* a value of the user's "User Shell Folders" counts first */
    SHELL_COMMON, /* one of the machine's */
};

struct folder {
    int csidl;      /* -1: none */
    const GUID *id; /* NULL: none */
    enum folder_root root;
    const WCHAR *value;
    const WCHAR *path; /* with environment variables; NULL: a folder of the shell alone */
};

/* NULL: unknown. */
const struct folder *folder_of_csidl(int csidl);
const struct folder *folder_of_id(const GUID *id);

#endif
