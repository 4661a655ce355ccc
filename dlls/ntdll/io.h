/*
 * io.h - files, directories, pipes and devices.
 */
#ifndef BAILEY_IO_H
#define BAILEY_IO_H

#include "ps.h"

/* Makes file handles of the standard streams and of the current directory: called once by ps_init;
 * fills StandardInput/Output/Error in the process parameters. */
NTSTATUS io_init(PROCESS_PARAMETERS *parameters);
/* What a child needs of io_init, whose streams its creator has chosen. */
void io_start(void);
/* The user as directories below C:\Users are called. */
const char *io_user_name(void);
/* A host path (absolute, UTF-8) as a DOS path: below the profile "C:\...", else "Z:\...". Heap
 * string (RtlFreeUnicodeString). */
NTSTATUS io_host_to_dos_path(const char *host, UNICODE_STRING *dos);
/* Opens an image for mapping by NT path; the PAL handle is the caller's to close. Used by the
 * loader without making an NT file object. Answers STATUS_OBJECT_NAME_NOT_FOUND and kin. */
NTSTATUS io_open_image(const UNICODE_STRING *nt_path, PalHandle *file, PalFileInfo *info);
/* The PAL handle of a file object, for sections. */
PalHandle io_pal_handle(void *file_object);
/* That PAL handle stays open until the object's last reference goes, not its last handle: views of
 * a section need it. */
void io_keep_open(void *file_object);

#endif
