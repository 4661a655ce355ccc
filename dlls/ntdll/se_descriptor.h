/*
 * se_descriptor.h - security descriptors taken apart and put together, and what a list of entries
 * grants.
 */
#ifndef BAILEY_SE_DESCRIPTOR_H
#define BAILEY_SE_DESCRIPTOR_H

#include "nt.h"

#define SE_PARTS                                                                           \
    (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | \
     SACL_SECURITY_INFORMATION)

#define SE_DESCRIPTOR_MAX 4096 /* bytes of one that is kept */

typedef struct SE_PARTS_OF {
    const void *owner, *group; /* SIDs */
    const ACL *sacl, *dacl;
    ULONG control;
} SE_PARTS_OF;

/* Points into any valid descriptor. */
void se_take_apart(const void *descriptor, SE_PARTS_OF *parts);
/* Writes the wanted parts as a self-relative descriptor if they fit; the bytes needed. */
ULONG se_put_together(const SE_PARTS_OF *parts, SECURITY_INFORMATION wanted, void *buffer,
                      ULONG size);
/* `parts` with those of `from` that `wanted` names (all but the SACL). */
void se_replace_parts(SE_PARTS_OF *parts, const SE_PARTS_OF *from, SECURITY_INFORMATION wanted);

/* What a list grants to those for whom `is_member` says yes: entries in their order, a denial
 * before a grant wins. No list grants everything in `all`. */
typedef BOOLEAN (*se_member)(const void *sid);
ACCESS_MASK se_granted(const ACL *dacl, se_member is_member, const GENERIC_MAPPING *mapping,
                       ACCESS_MASK all);

/* The user and the groups it is in (not the integrity level). */
BOOLEAN se_user_is(const void *sid);
/* The user alone, and its primary group. */
const void *se_user_sid(void);
const void *se_primary_group_sid(void);

#endif
