/*
 * cm_security.c - security descriptors of keys: kept and given back, not enforced (what a program
 * may do is the seal's business). A key without one of its own has its parent's, the tree the one
 * below. Other objects have no descriptor that could be set.
 */
#include "cm.h"
#include "cm_out.h"
#include "cm_proto.h"

#define PARTS                                                                              \
    (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION | \
     SACL_SECURITY_INFORMATION)

/* Owner and group Administrators and SYSTEM; full access to both and to the user (an ACE of type 0
 * with flags container inherit). */
static const struct {
    SECURITY_DESCRIPTOR_RELATIVE head;
    UCHAR owner[16], group[12];
    ACL acl;
    struct {
        ACE_HEADER head;
        ACCESS_MASK mask;
        UCHAR sid[12];
    } everyone;
    struct {
        ACE_HEADER head;
        ACCESS_MASK mask;
        UCHAR sid[16];
    } administrators;
} standard = {
    .head = {1, 0, SE_SELF_RELATIVE | SE_DACL_PRESENT, 20, 36, 0, 48},
    .owner = {1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0},
    .group = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0},
    .acl = {2, 0, 8 + 20 + 24, 2, 0},
    .everyone = {{0, CONTAINER_INHERIT_ACE, 20}, KEY_ALL_ACCESS, {1, 1, 0, 0, 0, 0, 0, 1}},
    .administrators = {{0, CONTAINER_INHERIT_ACE, 24},
                       KEY_ALL_ACCESS,
                       {1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0}},
};

BOOLEAN NTAPI RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR sd);
ULONG NTAPI RtlLengthSid(PSID sid);

struct parts {
    const UCHAR *owner, *group;
    const ACL *sacl, *dacl;
    ULONG control;
};

static const void *part_of(const SECURITY_DESCRIPTOR_RELATIVE *sd, ULONG offset)
{
    return offset ? (const char *)sd + offset : NULL;
}

/* The parts of any valid descriptor. */
static void take_apart(const void *descriptor, struct parts *parts)
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

static ULONG put(CM_OUT *out, ULONG *at, const void *part, ULONG size)
{
    ULONG offset = *at;
    if (!part)
        return 0;
    cm_out(out, offset, part, size);
    *at += (size + 3) & ~3u;
    return offset;
}

/* The wanted parts as a self-relative descriptor. */
static void put_together(CM_OUT *out, const struct parts *parts, ULONG wanted)
{
    SECURITY_DESCRIPTOR_RELATIVE head = {.Revision = 1, .Control = SE_SELF_RELATIVE};
    ULONG at = sizeof head;
    if (wanted & OWNER_SECURITY_INFORMATION)
        head.Owner =
            put(out, &at, parts->owner, parts->owner ? RtlLengthSid((PSID)parts->owner) : 0);
    if (wanted & GROUP_SECURITY_INFORMATION)
        head.Group =
            put(out, &at, parts->group, parts->group ? RtlLengthSid((PSID)parts->group) : 0);
    if (wanted & SACL_SECURITY_INFORMATION) {
        head.Control |= parts->control & SE_SACL_PRESENT;
        head.Sacl = put(out, &at, parts->sacl, parts->sacl ? parts->sacl->AclSize : 0);
    }
    if (wanted & DACL_SECURITY_INFORMATION) {
        head.Control |= parts->control & (SE_DACL_PRESENT | SE_DACL_PROTECTED);
        head.Dacl = put(out, &at, parts->dacl, parts->dacl ? parts->dacl->AclSize : 0);
    }
    cm_out(out, 0, &head, sizeof head);
}

static void current(const CM_KEY_NODE *key, struct parts *parts)
{
    while (key && !key->security)
        key = cm_key(key->parent);
    take_apart(key ? (const void *)ARENA_AT(CM_TEXT, key->security)->text : &standard, parts);
}

NTSTATUS NTAPI NtQuerySecurityObject(HANDLE handle, SECURITY_INFORMATION wanted,
                                     PSECURITY_DESCRIPTOR buffer, ULONG size, ULONG *needed)
{
    CM_OBJECT *object;
    CM_OUT out = {.buffer = buffer, .size = size};
    struct parts parts;
    ACCESS_MASK access = wanted & SACL_SECURITY_INFORMATION ? ACCESS_SYSTEM_SECURITY : READ_CONTROL;
    NTSTATUS status = cm_reference(handle, access, &object);
    if (status)
        return status == STATUS_OBJECT_TYPE_MISMATCH ? STATUS_NOT_SUPPORTED : status;
    cm_lock_tree();
    if (cm_key(object->key)->state & (CM_IS_DELETED | CM_IS_GONE)) {
        status = STATUS_KEY_DELETED;
    } else {
        current(cm_key(object->key), &parts);
        put_together(&out, &parts, wanted);
    }
    cm_unlock_tree();
    ob_dereference(object);
    if (status)
        return status;
    status = cm_out_end(&out, 0, needed);
    return status == STATUS_BUFFER_OVERFLOW ? STATUS_BUFFER_TOO_SMALL : status;
}

static NTSTATUS set(CM_KEY_NODE *key, const struct parts *new_parts, ULONG wanted)
{
    UCHAR buffer[2048];
    CM_OUT out = {.buffer = (char *)buffer, .size = sizeof buffer};
    struct parts parts;
    NTSTATUS status = cm_begin(cm_is_kept(key));
    if (status)
        return status;
    current(key, &parts);
    if (wanted & OWNER_SECURITY_INFORMATION)
        parts.owner = new_parts->owner;
    if (wanted & GROUP_SECURITY_INFORMATION)
        parts.group = new_parts->group;
    if (wanted & DACL_SECURITY_INFORMATION) {
        parts.dacl = new_parts->dacl;
        parts.control = (parts.control & SE_SACL_PRESENT) |
                        (new_parts->control & (SE_DACL_PRESENT | SE_DACL_PROTECTED));
    }
    put_together(&out, &parts, PARTS);
    CM_ENTRY entry = {.kind = CM_SECURITY, .data = buffer, .data_size = out.needed};
    if (key->state & (CM_IS_DELETED | CM_IS_GONE)) {
        status = STATUS_KEY_DELETED;
    } else if (out.unreachable || out.needed > sizeof buffer) {
        status = STATUS_INVALID_SECURITY_DESCR;
    } else if (cm_is_kept(key)) {
        status = cm_change(key, &entry, NULL, 0);
    } else {
        cm_lock_tree();
        status = cm_put_text(&key->security, buffer, out.needed);
        cm_notify(key, REG_NOTIFY_CHANGE_SECURITY);
        cm_unlock_tree();
    }
    cm_end();
    return status;
}

NTSTATUS NTAPI NtSetSecurityObject(HANDLE handle, SECURITY_INFORMATION wanted,
                                   PSECURITY_DESCRIPTOR descriptor)
{
    CM_OBJECT *object;
    struct parts parts;
    ACCESS_MASK access = 0;
    if (!descriptor || !RtlValidSecurityDescriptor(descriptor))
        return STATUS_INVALID_SECURITY_DESCR;
    if (wanted & SACL_SECURITY_INFORMATION)
        return STATUS_PRIVILEGE_NOT_HELD;
    if (wanted & DACL_SECURITY_INFORMATION)
        access |= WRITE_DAC;
    if (wanted & (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION))
        access |= WRITE_OWNER;
    NTSTATUS status = cm_reference(handle, access, &object);
    if (status)
        return status == STATUS_OBJECT_TYPE_MISMATCH ? STATUS_NOT_SUPPORTED : status;
    take_apart(descriptor, &parts);
    status = set(cm_key(object->key), &parts, wanted);
    ob_dereference(object);
    return status;
}
