/* createprocess.h - between the files that start processes. */
#ifndef BAILEY_CREATEPROCESS_H
#define BAILEY_CREATEPROCESS_H

#include "procthreadattr.h"

/* The program that an application name, or else the beginning of a command line, means: its full
 * path in heap memory. Returns a Win32 error. */
DWORD k32_find_image(const WCHAR *application, const WCHAR *command, WCHAR **image);

#endif
