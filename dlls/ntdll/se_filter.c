/*
 * se_filter.c - tokens with less in them, and a token's default access list.
 */
#include "arena_private.h"
#include "ke.h"
#include "ps.h"
#include "se_private.h"

#define CHANGE_NOTIFY 23 /* SeChangeNotifyPrivilege stays */
#define KNOWN_FLAGS   (DISABLE_MAX_PRIVILEGE | SANDBOX_INERT | LUA_TOKEN | WRITE_RESTRICTED)

ULONG NTAPI RtlLengthSid(PSID sid);
BOOLEAN NTAPI RtlValidAcl(PACL acl);
NTSTATUS NTAPI RtlCreateAcl(PACL acl, ULONG size, ULONG revision);
NTSTATUS NTAPI RtlAddAccessAllowedAce(PACL acl, ULONG revision, ACCESS_MASK mask, PSID sid);

static void take_away(SE_TOKEN *token, ULONG flags, const TOKEN_GROUPS *denied,
                      const TOKEN_PRIVILEGES *removed)
{
    const LUID keep = {CHANGE_NOTIFY, 0};
    if (flags & DISABLE_MAX_PRIVILEGE) {
        ULONG kept = se_find_privilege(token, &keep);
        token->removed =
            ((1u << SE_PRIVILEGE_COUNT) - 1) & ~(kept < SE_PRIVILEGE_COUNT ? 1u << kept : 0);
    }
    for (ULONG i = 0; removed && i < removed->PrivilegeCount; i++) {
        ULONG index = se_find_privilege(token, &removed->Privileges[i].Luid);
        if (index < SE_PRIVILEGE_COUNT)
            token->removed |= 1u << index;
    }
    for (ULONG i = 0; denied && i < denied->GroupCount; i++) {
        int index = se_find_group(denied->Groups[i].Sid);
        if (index >= 0)
            token->denied |= 1u << index;
    }
    for (ULONG i = 0; i < SE_PRIVILEGE_COUNT; i++)
        if (token->removed >> i & 1)
            token->enabled[i] = 0;
}

NTSTATUS NTAPI NtFilterToken(HANDLE handle, ULONG flags, const TOKEN_GROUPS *denied,
                             const TOKEN_PRIVILEGES *removed, const TOKEN_GROUPS *restricting,
                             HANDLE *filtered)
{
    SE_TOKEN *token;
    ACCESS_MASK granted;
    if (flags & ~(ULONG)KNOWN_FLAGS)
        return STATUS_INVALID_PARAMETER;
    if (restricting && restricting->GroupCount)
        return STATUS_NOT_SUPPORTED;
    NTSTATUS status = ob_reference(handle, OB_TOKEN, TOKEN_DUPLICATE, (void **)&token, &granted);
    if (status < 0)
        return status;
    SE_TOKEN *made = se_create_token(token->type, token->level, token);
    ob_dereference(token);
    if (!made)
        return STATUS_INSUFFICIENT_RESOURCES;
    take_away(made, flags, denied, removed);
    return ob_insert(made, NULL, granted, filtered);
}

/* ---- TokenDefaultDacl */

static void default_acl(ACL *acl, ULONG size)
{
    static const struct {
        UCHAR revision, count, authority[6];
        ULONG part;
    } system = {1, 1, {0, 0, 0, 0, 0, 5}, 18};
    RtlCreateAcl(acl, size, ACL_REVISION);
    RtlAddAccessAllowedAce(acl, ACL_REVISION, GENERIC_ALL, (PSID)se_user_sid());
    RtlAddAccessAllowedAce(acl, ACL_REVISION, GENERIC_ALL, (PSID)&system);
}

NTSTATUS se_query_dacl(SE_TOKEN *token, void *buffer, ULONG room, ULONG *needed)
{
    const ULONG ace = offsetof(ACCESS_ALLOWED_ACE, SidStart);
    TOKEN_DEFAULT_DACL *out = buffer;
    NTSTATUS status = STATUS_SUCCESS;
    ke_enter();
    arena_lock(&token->lock);
    const ACL *own = token->default_dacl ? ARENA_AT(ACL, token->default_dacl) : NULL;
    ULONG size =
        own ? own->AclSize : (ULONG)sizeof(ACL) + 2 * ace + RtlLengthSid((PSID)se_user_sid()) + 12;
    *needed = (ULONG)sizeof *out + size;
    if (room < *needed)
        status = STATUS_BUFFER_TOO_SMALL;
    else if (own)
        memcpy(out + 1, own, size);
    else
        default_acl((ACL *)(out + 1), size);
    arena_unlock(&token->lock);
    ke_leave();
    if (!status)
        out->DefaultDacl = (ACL *)(out + 1);
    return status;
}

NTSTATUS se_set_dacl(SE_TOKEN *token, const ACL *dacl)
{
    if (!dacl || !RtlValidAcl((PACL)dacl))
        return STATUS_INVALID_ACL;
    ULONG size = dacl->AclSize;
    ACL *kept = arena_alloc(size);
    if (!kept)
        return STATUS_INSUFFICIENT_RESOURCES;
    memcpy(kept, dacl, size);
    kept->AclSize = (WORD)size;
    ke_enter();
    arena_lock(&token->lock);
    ACL *old = token->default_dacl ? ARENA_AT(ACL, token->default_dacl) : NULL;
    token->default_dacl = ARENA_OF(kept);
    arena_unlock(&token->lock);
    ke_leave();
    if (old)
        arena_free(old, old->AclSize);
    return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtSetInformationToken(HANDLE handle, TOKEN_INFORMATION_CLASS kind, PVOID buffer,
                                     ULONG size)
{
    SE_TOKEN *token;
    if (kind != TokenDefaultDacl)
        return STATUS_INVALID_INFO_CLASS;
    if (size < sizeof(TOKEN_DEFAULT_DACL))
        return STATUS_INFO_LENGTH_MISMATCH;
    NTSTATUS status = ob_reference(handle, OB_TOKEN, TOKEN_ADJUST_DEFAULT, (void **)&token, NULL);
    if (status < 0)
        return status;
    status = se_set_dacl(token, ((TOKEN_DEFAULT_DACL *)buffer)->DefaultDacl);
    ob_dereference(token);
    return status;
}

/* ---- a process's token, before it starts */

NTSTATUS se_inherit(KPROCESS *process, const KPROCESS *parent)
{
    if (!parent->token)
        return STATUS_SUCCESS; /* it gets one like any other when somebody asks */
    SE_TOKEN *made =
        se_create_token(TokenPrimary, SecurityAnonymous, ARENA_AT(SE_TOKEN, parent->token));
    if (!made)
        return STATUS_INSUFFICIENT_RESOURCES;
    process->token = ARENA_OF(made);
    return STATUS_SUCCESS;
}

NTSTATUS se_assign(KPROCESS *process, HANDLE handle)
{
    SE_TOKEN *token;
    NTSTATUS status =
        ob_reference(handle, OB_TOKEN, TOKEN_ASSIGN_PRIMARY | TOKEN_QUERY, (void **)&token, NULL);
    if (status < 0)
        return status;
    if (token->type != TokenPrimary) {
        ob_dereference(token);
        return STATUS_BAD_TOKEN_TYPE;
    }
    SE_TOKEN *made = se_create_token(TokenPrimary, SecurityAnonymous, token);
    ob_dereference(token);
    if (!made)
        return STATUS_INSUFFICIENT_RESOURCES;
    process->token = ARENA_OF(made);
    return STATUS_SUCCESS;
}
