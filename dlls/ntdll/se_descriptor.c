/*
 * se_descriptor.c - security descriptors: their parts, and what a list grants.
 */
#include "se_descriptor.h"

ULONG NTAPI RtlLengthSid(PSID sid);

static const void *part_of(const SECURITY_DESCRIPTOR_RELATIVE *sd, ULONG offset)
{
    return offset ? (const char *)sd + offset : NULL;
}

void se_take_apart(const void *descriptor, SE_PARTS_OF *parts)
{
    const SECURITY_DESCRIPTOR_RELATIVE *relative = descriptor;
    const SECURITY_DESCRIPTOR *absolute = descriptor;

    parts->control = relative->Control;
    if (relative->Control & SE_SELF_RELATIVE) {
        parts->owner = part_of(relative, relative->Owner);
        parts->group = part_of(relative, relative->Group);
        parts->sacl = part_of(relative, relative->Sacl);
        parts->dacl = part_of(relative, relative->Dacl);
    } else {
        parts->owner = absolute->Owner;
        parts->group = absolute->Group;
        parts->sacl = absolute->Sacl;
        parts->dacl = absolute->Dacl;
    }
    if (!(parts->control & SE_SACL_PRESENT))
        parts->sacl = NULL;
    if (!(parts->control & SE_DACL_PRESENT))
        parts->dacl = NULL;
}

static ULONG put(char *buffer, ULONG room, ULONG *at, const void *part, ULONG size)
{
    ULONG offset = *at;

    if (!part)
        return 0;
    if (offset + size <= room)
        memcpy(buffer + offset, part, size);
    *at += (size + 3) & ~3u;
    return offset;
}

static ULONG sid_size(const void *sid)
{
    return sid ? RtlLengthSid((PSID)sid) : 0;
}

ULONG se_put_together(const SE_PARTS_OF *parts, SECURITY_INFORMATION wanted, void *buffer,
                      ULONG size)
{
    SECURITY_DESCRIPTOR_RELATIVE head = {.Revision = 1, .Control = SE_SELF_RELATIVE};
    ULONG at = sizeof head;

    if (wanted & OWNER_SECURITY_INFORMATION)
        head.Owner = put(buffer, size, &at, parts->owner, sid_size(parts->owner));
    if (wanted & GROUP_SECURITY_INFORMATION)
        head.Group = put(buffer, size, &at, parts->group, sid_size(parts->group));
    if (wanted & SACL_SECURITY_INFORMATION) {
        head.Control |= parts->control & SE_SACL_PRESENT;
        head.Sacl = put(buffer, size, &at, parts->sacl, parts->sacl ? parts->sacl->AclSize : 0);
    }
    if (wanted & DACL_SECURITY_INFORMATION) {
        head.Control |=
            parts->control & (SE_DACL_PRESENT | SE_DACL_PROTECTED | SE_DACL_AUTO_INHERITED);
        head.Dacl = put(buffer, size, &at, parts->dacl, parts->dacl ? parts->dacl->AclSize : 0);
    }
    if (size >= at)
        memcpy(buffer, &head, sizeof head);
    return at;
}

void se_replace_parts(SE_PARTS_OF *parts, const SE_PARTS_OF *from, SECURITY_INFORMATION wanted)
{
    const ULONG list = SE_DACL_PRESENT | SE_DACL_PROTECTED | SE_DACL_AUTO_INHERITED;

    if (wanted & OWNER_SECURITY_INFORMATION)
        parts->owner = from->owner;
    if (wanted & GROUP_SECURITY_INFORMATION)
        parts->group = from->group;
    if (wanted & DACL_SECURITY_INFORMATION) {
        parts->dacl = from->dacl;
        parts->control = (parts->control & ~list) | (from->control & list);
    }
    if (wanted & PROTECTED_DACL_SECURITY_INFORMATION)
        parts->control |= SE_DACL_PROTECTED;
    if (wanted & UNPROTECTED_DACL_SECURITY_INFORMATION)
        parts->control &= ~(ULONG)SE_DACL_PROTECTED;
}

static ACCESS_MASK mapped(ACCESS_MASK mask, const GENERIC_MAPPING *mapping)
{
    if (mask & GENERIC_READ)
        mask |= mapping->GenericRead;
    if (mask & GENERIC_WRITE)
        mask |= mapping->GenericWrite;
    if (mask & GENERIC_EXECUTE)
        mask |= mapping->GenericExecute;
    if (mask & GENERIC_ALL)
        mask |= mapping->GenericAll;
    return mask & 0x0fffffff;
}

ACCESS_MASK se_granted(const ACL *dacl, se_member is_member, const GENERIC_MAPPING *mapping,
                       ACCESS_MASK all)
{
    ACCESS_MASK granted = 0, denied = 0;
    const ACE_HEADER *ace;

    if (!dacl)
        return all;
    ace = (const void *)(dacl + 1);
    for (ULONG i = 0; i < dacl->AceCount; i++) {
        const ACCESS_ALLOWED_ACE *entry = (const void *)ace;

        if (!(ace->AceFlags & INHERIT_ONLY_ACE) && is_member(&entry->SidStart)) {
            if (ace->AceType == ACCESS_ALLOWED_ACE_TYPE)
                granted |= mapped(entry->Mask, mapping) & ~denied;
            else if (ace->AceType == ACCESS_DENIED_ACE_TYPE)
                denied |= mapped(entry->Mask, mapping) & ~granted;
        }
        ace = (const void *)((const char *)ace + ace->AceSize);
    }
    return granted;
}
