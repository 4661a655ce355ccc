/*
 * se.h - security, as far as other parts of ntdll use it.
 */
#ifndef BAILEY_SE_H
#define BAILEY_SE_H

#include "ps.h"

/* The thread acts by that impersonation token from now on; NULL: by its process's again. */
NTSTATUS se_impersonate(KTHREAD *thread, HANDLE token);

#endif
