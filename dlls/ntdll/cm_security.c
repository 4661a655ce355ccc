/*
 * cm_security.c - security descriptors of keys: kept and given back, not enforced (what a program
 * may do is the seal's business). A key without one of its own has its parent's, the tree the one
 * below.
 */
#include "cm.h"
#include "cm_proto.h"
#include "se_descriptor.h"
#include "se_private.h"

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

static void current(const CM_KEY_NODE *key, SE_PARTS_OF *parts)
{
    while (key && !key->security)
        key = cm_key(key->parent);
    se_take_apart(key ? (const void *)ARENA_AT(CM_TEXT, key->security)->text : &standard, parts);
}

NTSTATUS cm_query_security(HANDLE handle, SECURITY_INFORMATION wanted, void *buffer, ULONG size,
                           ULONG *needed)
{
    CM_OBJECT *object;
    SE_PARTS_OF parts;
    ACCESS_MASK access = wanted & SACL_SECURITY_INFORMATION ? ACCESS_SYSTEM_SECURITY : READ_CONTROL;
    NTSTATUS status = cm_reference(handle, access, &object);
    if (status)
        return status;
    cm_lock_tree();
    if (cm_key(object->key)->state & (CM_IS_DELETED | CM_IS_GONE)) {
        status = STATUS_KEY_DELETED;
    } else {
        current(cm_key(object->key), &parts);
        *needed = se_put_together(&parts, wanted, buffer, size);
    }
    cm_unlock_tree();
    ob_dereference(object);
    return status;
}

static NTSTATUS set(CM_KEY_NODE *key, const SE_PARTS_OF *new_parts, SECURITY_INFORMATION wanted)
{
    UCHAR buffer[SE_DESCRIPTOR_MAX];
    SE_PARTS_OF parts;
    NTSTATUS status = cm_begin(cm_is_kept(key));
    if (status)
        return status;
    current(key, &parts);
    se_replace_parts(&parts, new_parts, wanted);
    ULONG needed = se_put_together(&parts, SE_PARTS, buffer, sizeof buffer);
    CM_ENTRY entry = {.kind = CM_SECURITY, .data = buffer, .data_size = needed};
    if (key->state & (CM_IS_DELETED | CM_IS_GONE)) {
        status = STATUS_KEY_DELETED;
    } else if (needed > sizeof buffer) {
        status = STATUS_INVALID_SECURITY_DESCR;
    } else if (cm_is_kept(key)) {
        status = cm_change(key, &entry, NULL, 0);
    } else {
        cm_lock_tree();
        status = cm_put_text(&key->security, buffer, needed);
        cm_notify(key, REG_NOTIFY_CHANGE_SECURITY);
        cm_unlock_tree();
    }
    cm_end();
    return status;
}

NTSTATUS cm_set_security(HANDLE handle, SECURITY_INFORMATION wanted, const SE_PARTS_OF *parts)
{
    CM_OBJECT *object;
    ACCESS_MASK access = 0;
    if (wanted & DACL_SECURITY_INFORMATION)
        access |= WRITE_DAC;
    if (wanted & (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION))
        access |= WRITE_OWNER;
    NTSTATUS status = cm_reference(handle, access, &object);
    if (status)
        return status;
    status = set(cm_key(object->key), parts, wanted);
    ob_dereference(object);
    return status;
}
