/*
 * io_security.c - the security descriptors of files: what the host's permission bits say of them.
 * The owner is the user. Setting a list changes the bits: the owner's follow what it grants to the
 * user; those of everybody else are only ever taken away, and so is the right to execute.
 */
#include "io_private.h"
#include "se_private.h"

NTSTATUS NTAPI RtlCreateAcl(PACL acl, ULONG size, ULONG revision);
NTSTATUS NTAPI RtlAddAccessAllowedAceEx(PACL acl, DWORD revision, DWORD flags, DWORD mask,
                                        PSID sid);
BOOLEAN NTAPI RtlEqualSid(PSID a, PSID b);

static const SID everyone = {1, 1, {SECURITY_WORLD_SID_AUTHORITY}, {SECURITY_WORLD_RID}};
static const SID local_system = {1, 1, {SECURITY_NT_AUTHORITY}, {SECURITY_LOCAL_SYSTEM_RID}};
static const struct {
    UCHAR revision, count, authority[6];
    ULONG parts[2];
} administrators = {
    1, 2, SECURITY_NT_AUTHORITY, {SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS}};

BOOLEAN io_has_security(void *object)
{
    IO_FILE *file = object;

    return file->kind == IO_REGULAR || file->kind == IO_DIRECTORY || file->kind == IO_SYMLINK;
}

/* Of three permission bits; execution goes with reading, as the host's bit says little of it. */
static ACCESS_MASK rights_of(ULONG bits, BOOLEAN owner)
{
    ACCESS_MASK mask = 0;

    if ((bits & 6) == 6)
        return owner ? FILE_ALL_ACCESS
                     : FILE_GENERIC_READ | FILE_GENERIC_WRITE | FILE_GENERIC_EXECUTE | DELETE;
    if (bits & 4)
        mask |= FILE_GENERIC_READ | FILE_GENERIC_EXECUTE;
    if (bits & 2)
        mask |= FILE_GENERIC_WRITE | DELETE;
    if (owner)
        mask |= READ_CONTROL | WRITE_DAC | WRITE_OWNER | SYNCHRONIZE | FILE_READ_ATTRIBUTES |
                FILE_WRITE_ATTRIBUTES;
    return mask;
}

static void make_list(ACL *list, ULONG room, ULONG mode, BOOLEAN directory)
{
    ULONG flags = directory ? OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE : 0;

    RtlCreateAcl(list, room, ACL_REVISION);
    RtlAddAccessAllowedAceEx(list, ACL_REVISION, flags, FILE_ALL_ACCESS, (PSID)&local_system);
    RtlAddAccessAllowedAceEx(list, ACL_REVISION, flags, FILE_ALL_ACCESS, (PSID)&administrators);
    RtlAddAccessAllowedAceEx(list, ACL_REVISION, flags, rights_of(mode >> 6 & 7, TRUE),
                             (PSID)se_user_sid());
    if (mode & 6)
        RtlAddAccessAllowedAceEx(list, ACL_REVISION, flags, rights_of(mode & 7, FALSE),
                                 (PSID)&everyone);
}

NTSTATUS io_query_security(void *object, SECURITY_INFORMATION wanted, void *buffer, ULONG size,
                           ULONG *needed)
{
    IO_FILE *file = object;
    UCHAR list[256];
    PalFileInfo info;
    NTSTATUS status = io_file_info(file, &info);

    if (status)
        return status;
    make_list((ACL *)list, sizeof list, info.mode, file->kind == IO_DIRECTORY);
    SE_PARTS_OF parts = {.owner = se_user_sid(),
                         .group = se_primary_group_sid(),
                         .dacl = (ACL *)list,
                         .control = SE_DACL_PRESENT};
    *needed = se_put_together(&parts, wanted, buffer, size);
    return STATUS_SUCCESS;
}

/* OWNER RIGHTS counts as the user. */
static BOOLEAN is_user(const void *sid)
{
    static const SID owner_rights = {1, 1, {SECURITY_CREATOR_SID_AUTHORITY}, {4}};

    return se_user_is(sid) || RtlEqualSid((PSID)sid, (PSID)&owner_rights);
}

static BOOLEAN is_anybody(const void *sid)
{
    return !RtlEqualSid((PSID)sid, (PSID)se_user_sid()) && se_user_is(sid);
}

static ULONG bits_of(const ACL *list, se_member who)
{
    static const GENERIC_MAPPING mapping = {FILE_GENERIC_READ, FILE_GENERIC_WRITE,
                                            FILE_GENERIC_EXECUTE, FILE_ALL_ACCESS};
    ACCESS_MASK mask = se_granted(list, who, &mapping, FILE_ALL_ACCESS);

    return (mask & FILE_READ_DATA ? 4 : 0) | (mask & FILE_WRITE_DATA ? 2 : 0) |
           (mask & FILE_EXECUTE ? 1 : 0);
}

static ULONG mode_of(const ACL *list, ULONG mode, BOOLEAN directory)
{
    ULONG own = bits_of(list, is_user), others = bits_of(list, is_anybody);
    ULONG execute = directory ? (own & 5 ? 0100 : 0) : mode & 0100 & (own << 6);

    return (own & 6) << 6 | execute | (mode & (others << 3 | others) & 077);
}

NTSTATUS io_set_security(void *object, SECURITY_INFORMATION wanted, const SE_PARTS_OF *parts)
{
    IO_FILE *file = object;
    PalHandle handle = io_handle(file);
    PalFileInfo info;

    if (!handle || file->kind == IO_SYMLINK)
        return file->synthetic ? STATUS_ACCESS_DENIED : STATUS_NOT_SUPPORTED;
    if (wanted & OWNER_SECURITY_INFORMATION &&
        !RtlEqualSid((PSID)parts->owner, (PSID)se_user_sid()))
        return STATUS_INVALID_OWNER;
    if (wanted & GROUP_SECURITY_INFORMATION && !se_user_is(parts->group))
        return STATUS_INVALID_PRIMARY_GROUP;
    if (!(wanted & DACL_SECURITY_INFORMATION))
        return STATUS_SUCCESS;
    NTSTATUS status = pal_file_query(handle, "", 0, 0, &info);
    if (status)
        return status;
    ULONG mode = mode_of(parts->dacl, info.mode, file->kind == IO_DIRECTORY);
    if (mode == info.mode)
        return STATUS_SUCCESS;
    info.mode = mode;
    return pal_file_set(handle, PAL_SET_MODE, &info);
}
