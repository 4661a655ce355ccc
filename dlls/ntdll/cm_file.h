/*
 * cm_file.h - the registry's file in the profile, between cm_hive.c and cm_compact.c.
 */
#ifndef BAILEY_CM_FILE_H
#define BAILEY_CM_FILE_H

#include "cm.h"

#define CM_FILE_NAME "registry.bailey"

/* Says on the standard error what is wrong with the file. */
void cm_report(const char *what, NTSTATUS status);
void cm_report_damage(const CM_SCAN *scan, NTSTATUS aside);
/* Reads a file that cannot be opened for writing. */
NTSTATUS cm_read_only(NTSTATUS (*read)(PalHandle file, const PalFileInfo *info));

#endif
