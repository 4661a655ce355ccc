/*
 * se_private.h - tokens, between the files of Se.
 */
#ifndef BAILEY_SE_PRIVATE_H
#define BAILEY_SE_PRIVATE_H

#include "ob.h"
#include "se_descriptor.h"

#define SE_PRIVILEGE_COUNT 5

typedef struct SE_TOKEN {
    OB_HEADER header;
    ULONG type; /* TokenPrimary or TokenImpersonation */
    ULONG level;
    ULONG enabled[SE_PRIVILEGE_COUNT]; /* SE_PRIVILEGE_ENABLED or 0 */
    ULONG removed;                     /* bit n: privilege n has been taken away */
    ULONG denied;                      /* bit n: group n serves to deny only */
    volatile LONG lock;
    arena_ptr default_dacl; /* ACL; 0: as an account has it. Under lock */
} SE_TOKEN;

/* One with the privileges of the model, or, without one, of a user who has logged on. The caller's
 * reference; NULL: no memory. */
SE_TOKEN *se_create_token(ULONG type, ULONG level, const SE_TOKEN *model);

/* Makes a token a process's own before that starts; the creator's stays as it is. */
struct KPROCESS;
NTSTATUS se_assign(struct KPROCESS *process, HANDLE token);
/* The parent's, for a process that was given none. */
NTSTATUS se_inherit(struct KPROCESS *process, const struct KPROCESS *parent);

/* The index of a privilege that the token holds; SE_PRIVILEGE_COUNT: it holds none such. */
ULONG se_find_privilege(const SE_TOKEN *token, const LUID *luid);
/* The index of a group; -1: the user is not in it. */
int se_find_group(const void *sid);

/* TokenDefaultDacl. */
NTSTATUS se_query_dacl(SE_TOKEN *token, void *buffer, ULONG room, ULONG *needed);
NTSTATUS se_set_dacl(SE_TOKEN *token, const ACL *dacl);

BOOLEAN se_privilege_enabled(const SE_TOKEN *token, const LUID *luid);

/* Descriptors by type of object. A query writes what fits and tells the size needed. */
NTSTATUS cm_query_security(HANDLE key, SECURITY_INFORMATION wanted, void *buffer, ULONG size,
                           ULONG *needed);
NTSTATUS cm_set_security(HANDLE key, SECURITY_INFORMATION wanted, const SE_PARTS_OF *parts);
/* FALSE: the file is none of the host's. */
BOOLEAN io_has_security(void *file);
NTSTATUS io_query_security(void *file, SECURITY_INFORMATION wanted, void *buffer, ULONG size,
                           ULONG *needed);
NTSTATUS io_set_security(void *file, SECURITY_INFORMATION wanted, const SE_PARTS_OF *parts);

#endif
