/*
 * se_object.c - the security descriptors of objects: kept and given back, not enforced (what a
 * program may do is the seal's business). Keys have theirs in the registry, files of the host what
 * their permission bits say; with any other object its own is kept, and one that has none shows
 * the user's default.
 */
#include "cm_out.h"
#include "ob_private.h"
#include "se.h"
#include "se_private.h"

BOOLEAN NTAPI RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR sd);
ULONG NTAPI RtlLengthSid(PSID sid);
NTSTATUS NTAPI RtlCreateAcl(PACL acl, ULONG size, ULONG revision);
NTSTATUS NTAPI RtlAddAccessAllowedAce(PACL acl, DWORD revision, DWORD mask, PSID sid);

typedef struct SE_KEPT {
    ULONG size;
    UCHAR descriptor[];
} SE_KEPT;

static void default_parts(ULONG type, SE_PARTS_OF *parts, ACL *dacl, ULONG room)
{
    static const SID system = {1, 1, {SECURITY_NT_AUTHORITY}, {SECURITY_LOCAL_SYSTEM_RID}};
    ACCESS_MASK all = ob_types[type]->all_access;

    RtlCreateAcl(dacl, room, ACL_REVISION);
    RtlAddAccessAllowedAce(dacl, ACL_REVISION, all, (PSID)se_user_sid());
    RtlAddAccessAllowedAce(dacl, ACL_REVISION, all, (PSID)&system);
    *parts = (SE_PARTS_OF){.owner = se_user_sid(),
                           .group = se_primary_group_sid(),
                           .dacl = dacl,
                           .control = SE_DACL_PRESENT};
}

/* The whole descriptor of an object that keeps its own; the size. */
static ULONG copy_kept(OB_HEADER *object, UCHAR *buffer, ULONG room)
{
    UCHAR list[128];
    SE_PARTS_OF parts;
    ULONG size = 0;

    ke_enter();
    arena_lock(&object->dispatcher.lock);
    if (object->security) {
        SE_KEPT *kept = ARENA_AT(SE_KEPT, object->security);

        size = kept->size;
        if (size <= room)
            memcpy(buffer, kept->descriptor, size);
    }
    arena_unlock(&object->dispatcher.lock);
    ke_leave();
    if (size)
        return size;
    default_parts(object->type, &parts, (ACL *)list, sizeof list);
    return se_put_together(&parts, SE_PARTS, buffer, room);
}

static void drop(arena_ptr security)
{
    SE_KEPT *kept = ARENA_AT(SE_KEPT, security);

    if (security)
        arena_free(kept, sizeof *kept + kept->size);
}

void se_drop(OB_HEADER *object)
{
    drop(object->security);
}

/* Entries with generic rights come to name the type's own. */
static void map_entries(ACL *list, ULONG type)
{
    ACE_HEADER *ace = (ACE_HEADER *)(list + 1);

    for (ULONG i = 0; i < list->AceCount; i++) {
        if (!(ace->AceFlags & INHERIT_ONLY_ACE))
            ((ACCESS_ALLOWED_ACE *)ace)->Mask =
                ob_map_access(type, ((ACCESS_ALLOWED_ACE *)ace)->Mask);
        ace = (ACE_HEADER *)((char *)ace + ace->AceSize);
    }
}

static NTSTATUS keep_parts(OB_HEADER *object, SECURITY_INFORMATION wanted,
                           const SE_PARTS_OF *new_parts)
{
    UCHAR before[SE_DESCRIPTOR_MAX], after[SE_DESCRIPTOR_MAX];
    SE_PARTS_OF parts;

    copy_kept(object, before, sizeof before);
    se_take_apart(before, &parts);
    se_replace_parts(&parts, new_parts, wanted);
    ULONG size = se_put_together(&parts, SE_PARTS, after, sizeof after);
    if (size > sizeof after)
        return STATUS_INVALID_SECURITY_DESCR;
    se_take_apart(after, &parts);
    if (parts.dacl)
        map_entries((ACL *)parts.dacl, object->type);
    SE_KEPT *kept = arena_alloc(sizeof *kept + size);
    if (!kept)
        return STATUS_INSUFFICIENT_RESOURCES;
    kept->size = size;
    memcpy(kept->descriptor, after, size);
    ke_enter();
    arena_lock(&object->dispatcher.lock);
    arena_ptr old = object->security;
    object->security = ARENA_OF(kept);
    arena_unlock(&object->dispatcher.lock);
    ke_leave();
    drop(old);
    return STATUS_SUCCESS;
}

NTSTATUS se_keep(OB_HEADER *object, SECURITY_INFORMATION wanted, const void *descriptor)
{
    SE_PARTS_OF parts;

    if (!RtlValidSecurityDescriptor((PSECURITY_DESCRIPTOR)descriptor))
        return STATUS_INVALID_SECURITY_DESCR;
    se_take_apart(descriptor, &parts);
    if (!parts.owner)
        wanted &= ~(ULONG)OWNER_SECURITY_INFORMATION;
    if (!parts.group)
        wanted &= ~(ULONG)GROUP_SECURITY_INFORMATION;
    if (!(parts.control & SE_DACL_PRESENT))
        wanted &= ~(ULONG)DACL_SECURITY_INFORMATION;
    return wanted ? keep_parts(object, wanted, &parts) : STATUS_SUCCESS;
}

static NTSTATUS query(HANDLE handle, OB_HEADER *object, SECURITY_INFORMATION wanted, UCHAR *buffer,
                      ULONG *needed)
{
    UCHAR whole[SE_DESCRIPTOR_MAX];
    SE_PARTS_OF parts;

    if (object->type == OB_KEY)
        return cm_query_security(handle, wanted, buffer, SE_DESCRIPTOR_MAX, needed);
    if (object->type == OB_FILE && io_has_security(object))
        return io_query_security(object, wanted, buffer, SE_DESCRIPTOR_MAX, needed);
    copy_kept(object, whole, sizeof whole);
    se_take_apart(whole, &parts);
    *needed = se_put_together(&parts, wanted, buffer, SE_DESCRIPTOR_MAX);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtQuerySecurityObject(HANDLE handle, SECURITY_INFORMATION wanted,
                                     PSECURITY_DESCRIPTOR buffer, ULONG size, ULONG *needed)
{
    UCHAR local[SE_DESCRIPTOR_MAX];
    CM_OUT out = {.buffer = buffer, .size = size};
    ACCESS_MASK access = 0;
    OB_HEADER *object;
    ULONG length = 0;

    if (wanted & SACL_SECURITY_INFORMATION)
        access |= ACCESS_SYSTEM_SECURITY;
    if (wanted & (SE_PARTS & ~SACL_SECURITY_INFORMATION))
        access |= READ_CONTROL;
    NTSTATUS status = ob_reference(handle, 0, access, (void **)&object, NULL);
    if (status)
        return status;
    status = query(handle, object, wanted, local, &length);
    ob_dereference(object);
    if (status)
        return status;
    cm_out(&out, 0, local, length);
    status = cm_out_end(&out, 0, needed);
    return status == STATUS_BUFFER_OVERFLOW ? STATUS_BUFFER_TOO_SMALL : status;
}

NTSTATUS NTAPI NtSetSecurityObject(HANDLE handle, SECURITY_INFORMATION wanted,
                                   PSECURITY_DESCRIPTOR descriptor)
{
    ACCESS_MASK access = 0;
    SE_PARTS_OF parts;
    OB_HEADER *object;

    if (!descriptor)
        return STATUS_ACCESS_VIOLATION;
    if (!RtlValidSecurityDescriptor(descriptor))
        return STATUS_INVALID_SECURITY_DESCR;
    if (wanted & SACL_SECURITY_INFORMATION)
        return STATUS_PRIVILEGE_NOT_HELD;
    if (wanted & DACL_SECURITY_INFORMATION)
        access |= WRITE_DAC;
    if (wanted & (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION))
        access |= WRITE_OWNER;
    se_take_apart(descriptor, &parts);
    if ((wanted & OWNER_SECURITY_INFORMATION && !parts.owner) ||
        (wanted & GROUP_SECURITY_INFORMATION && !parts.group))
        return STATUS_INVALID_SECURITY_DESCR;
    NTSTATUS status = ob_reference(handle, 0, access, (void **)&object, NULL);
    if (status)
        return status;
    if (object->type == OB_KEY)
        status = cm_set_security(handle, wanted, &parts);
    else if (object->type == OB_FILE && io_has_security(object))
        status = io_set_security(object, wanted, &parts);
    else
        status = keep_parts(object, wanted, &parts);
    ob_dereference(object);
    return status;
}
