/*
 * se.h - security, as far as other parts of ntdll use it.
 */
#ifndef BAILEY_SE_H
#define BAILEY_SE_H

#include "ps.h"

/* The thread acts by that impersonation token from now on; NULL: by its process's again. */
NTSTATUS se_impersonate(KTHREAD *thread, HANDLE token);

/* Keeps with an object those parts of a valid descriptor that are wanted, beside what it has. */
NTSTATUS se_keep(OB_HEADER *object, SECURITY_INFORMATION wanted, const void *descriptor);
/* The object's memory goes: so does its descriptor. */
void se_drop(OB_HEADER *object);

#endif
