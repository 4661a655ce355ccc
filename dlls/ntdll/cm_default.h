/*
 * cm_default.h - the built-in layer of the registry, between its files.
 */
#ifndef BAILEY_CM_DEFAULT_H
#define BAILEY_CM_DEFAULT_H

#include "cm.h"

#define CM_NT_VERSION L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
#define CM_VERSION    L"SOFTWARE\\Microsoft\\Windows\\CurrentVersion"
#define CM_CONTROL    L"SYSTEM\\ControlSet001\\Control\\"
#define CM_EXPLORER   L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer"

struct cm_user_folder {
    const WCHAR *name, *rest; /* below the user's directory */
};

extern const struct cm_user_folder cm_user_folders[];
extern const ULONG cm_user_folder_count;

/* What is the same for everybody. */
void cm_default_table(CM_KEY_NODE *machine, CM_KEY_NODE *user);

#endif
