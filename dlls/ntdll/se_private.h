/*
 * se_private.h - tokens, between the files of Se.
 */
#ifndef BAILEY_SE_PRIVATE_H
#define BAILEY_SE_PRIVATE_H

#include "ob.h"

#define SE_PRIVILEGE_COUNT 5

typedef struct SE_TOKEN {
    OB_HEADER header;
    ULONG type; /* TokenPrimary or TokenImpersonation */
    ULONG level;
    ULONG enabled[SE_PRIVILEGE_COUNT]; /* SE_PRIVILEGE_ENABLED or 0 */
} SE_TOKEN;

/* One with the privileges of the model, or, without one, of a user who has logged on. The caller's
 * reference; NULL: no memory. */
SE_TOKEN *se_create_token(ULONG type, ULONG level, const SE_TOKEN *model);

#endif
