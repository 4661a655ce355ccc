/*
 * se_token.c - access tokens. Every process runs as the one user, not elevated, with the privileges
 * of an ordinary account; what a program may really do is the seal's business. The state of the
 * privileges, and which groups and privileges have been taken away, is the token's own.
 */
#include "account.h"
#include "ps.h"
#include "se_private.h"

static void destroy(void *object)
{
    SE_TOKEN *token = object;
    if (token->default_dacl)
        arena_free(ARENA_AT(ACL, token->default_dacl), ARENA_AT(ACL, token->default_dacl)->AclSize);
}

const struct ob_ops se_token_ops = {
    .name = L"Token",
    .size = sizeof(SE_TOKEN),
    .all_access = TOKEN_ALL_ACCESS,
    .mapping = {TOKEN_READ, TOKEN_WRITE, TOKEN_EXECUTE, TOKEN_ALL_ACCESS},
    .destroy = destroy,
};

/* The privileges of a standard user on Windows 10, by their documented numbers. */
static const struct {
    ULONG luid;
    ULONG enabled;
} privileges[SE_PRIVILEGE_COUNT] = {
    {19, 0},                    /* SeShutdownPrivilege */
    {23, SE_PRIVILEGE_ENABLED}, /* SeChangeNotifyPrivilege */
    {25, 0},                    /* SeUndockPrivilege */
    {33, 0},                    /* SeIncreaseWorkingSetPrivilege */
    {34, 0},                    /* SeTimeZonePrivilege */
};

struct se_sid {
    UCHAR revision, count;
    UCHAR authority[6];
    ULONG parts[5];
};

static const struct se_sid user_sid = {
    1, 5, {0, 0, 0, 0, 0, 5}, {21, 1000000000, 1000000000, 1000000000, BAILEY_USER_RID}};
static const struct se_sid primary_group_sid = {
    1, 5, {0, 0, 0, 0, 0, 5}, {21, 1000000000, 1000000000, 1000000000, 513}};
static const struct se_sid medium_sid = {1, 1, {0, 0, 0, 0, 0, 16}, {8192}};

#define GROUP_FLAGS (SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED)

static const struct {
    struct se_sid sid;
    ULONG attributes;
} groups[] = {
    {{1, 5, {0, 0, 0, 0, 0, 5}, {21, 1000000000, 1000000000, 1000000000, 513}}, GROUP_FLAGS},
    {{1, 1, {0, 0, 0, 0, 0, 1}, {0}}, GROUP_FLAGS},       /* Everyone */
    {{1, 2, {0, 0, 0, 0, 0, 5}, {32, 545}}, GROUP_FLAGS}, /* Users */
    {{1, 1, {0, 0, 0, 0, 0, 5}, {4}}, GROUP_FLAGS},       /* INTERACTIVE */
    {{1, 1, {0, 0, 0, 0, 0, 5}, {11}}, GROUP_FLAGS},      /* Authenticated Users */
    {{1, 1, {0, 0, 0, 0, 0, 2}, {0}}, GROUP_FLAGS},       /* LOCAL */
    {{1, 1, {0, 0, 0, 0, 0, 16}, {8192}}, SE_GROUP_INTEGRITY | SE_GROUP_INTEGRITY_ENABLED},
};

BOOLEAN NTAPI RtlEqualSid(PSID a, PSID b);

const void *se_user_sid(void)
{
    return &user_sid;
}

const void *se_primary_group_sid(void)
{
    return &primary_group_sid;
}

BOOLEAN se_user_is(const void *sid)
{
    if (RtlEqualSid((PSID)sid, (PSID)&user_sid))
        return TRUE;
    for (ULONG i = 0; i < sizeof(groups) / sizeof(*groups); i++)
        if (groups[i].attributes & SE_GROUP_ENABLED && RtlEqualSid((PSID)sid, (PSID)&groups[i].sid))
            return TRUE;
    return FALSE;
}

static ULONG sid_size(const struct se_sid *sid)
{
    return 8 + 4 * sid->count;
}

SE_TOKEN *se_create_token(ULONG type, ULONG level, const SE_TOKEN *model)
{
    SE_TOKEN *token = ob_create(OB_TOKEN);

    if (!token)
        return NULL;
    token->type = type;
    token->level = level;
    for (ULONG i = 0; i < SE_PRIVILEGE_COUNT; i++)
        token->enabled[i] = model ? model->enabled[i] : privileges[i].enabled;
    if (model) {
        token->removed = model->removed;
        token->denied = model->denied;
    }
    return token;
}

NTSTATUS NTAPI NtDuplicateToken(HANDLE handle, ACCESS_MASK access,
                                const OBJECT_ATTRIBUTES *attributes, BOOLEAN effective, ULONG type,
                                HANDLE *copy)
{
    const SECURITY_QUALITY_OF_SERVICE *quality =
        attributes ? attributes->SecurityQualityOfService : NULL;
    ACCESS_MASK granted;
    SE_TOKEN *token;
    NTSTATUS status = ob_reference(handle, OB_TOKEN, TOKEN_DUPLICATE, (void **)&token, &granted);

    if (status < 0)
        return status;
    SE_TOKEN *made = se_create_token(
        type, quality ? (ULONG)quality->ImpersonationLevel : SecurityAnonymous, token);
    ob_dereference(token);
    return made ? ob_insert(made, attributes, access ? access : granted, copy)
                : STATUS_INSUFFICIENT_RESOURCES;
}

/* A SID behind a fixed head, with a pointer to it at the head's start. */
static NTSTATUS give_sid(const struct se_sid *sid, ULONG head_size, PVOID buffer, ULONG room,
                         ULONG *needed)
{
    *needed = head_size + sid_size(sid);
    if (room < *needed)
        return STATUS_BUFFER_TOO_SMALL;
    memset(buffer, 0, head_size);
    *(PSID *)buffer = (UCHAR *)buffer + head_size;
    memcpy((UCHAR *)buffer + head_size, sid, sid_size(sid));
    return STATUS_SUCCESS;
}

static NTSTATUS give_groups(const SE_TOKEN *token, TOKEN_GROUPS *list, ULONG room, ULONG *needed)
{
    const ULONG count = sizeof(groups) / sizeof(*groups);
    UCHAR *next;

    *needed = offsetof(TOKEN_GROUPS, Groups) + count * sizeof(*list->Groups);
    for (ULONG i = 0; i < count; i++)
        *needed += sid_size(&groups[i].sid);
    if (room < *needed)
        return STATUS_BUFFER_TOO_SMALL;
    list->GroupCount = count;
    next = (UCHAR *)&list->Groups[count];
    for (ULONG i = 0; i < count; i++) {
        list->Groups[i].Sid = next;
        list->Groups[i].Attributes =
            token->denied >> i & 1 ? SE_GROUP_USE_FOR_DENY_ONLY : groups[i].attributes;
        memcpy(next, &groups[i].sid, sid_size(&groups[i].sid));
        next += sid_size(&groups[i].sid);
    }
    return STATUS_SUCCESS;
}

static ULONG privilege_count(const SE_TOKEN *token)
{
    return SE_PRIVILEGE_COUNT - (ULONG)__builtin_popcount(token->removed);
}

static NTSTATUS give_privileges(const SE_TOKEN *token, TOKEN_PRIVILEGES *list, ULONG room,
                                ULONG *needed)
{
    ULONG count = privilege_count(token);
    *needed = offsetof(TOKEN_PRIVILEGES, Privileges) + count * sizeof(*list->Privileges);
    if (room < *needed)
        return STATUS_BUFFER_TOO_SMALL;
    list->PrivilegeCount = count;
    LUID_AND_ATTRIBUTES *next = list->Privileges;
    for (ULONG i = 0; i < SE_PRIVILEGE_COUNT; i++) {
        if (token->removed >> i & 1)
            continue;
        next->Luid.LowPart = privileges[i].luid;
        next->Luid.HighPart = 0;
        next++->Attributes =
            token->enabled[i] | (privileges[i].enabled ? SE_PRIVILEGE_ENABLED_BY_DEFAULT : 0);
    }
    return STATUS_SUCCESS;
}

static NTSTATUS give_number(ULONG number, PVOID buffer, ULONG room, ULONG *needed)
{
    *needed = sizeof(number);
    if (room < sizeof(number))
        return STATUS_INFO_LENGTH_MISMATCH;
    memcpy(buffer, &number, sizeof(number));
    return STATUS_SUCCESS;
}

static NTSTATUS give_statistics(const SE_TOKEN *token, TOKEN_STATISTICS *to, ULONG room,
                                ULONG *needed)
{
    *needed = sizeof(*to);
    if (room < sizeof(*to))
        return STATUS_INFO_LENGTH_MISMATCH;
    memset(to, 0, sizeof(*to));
    to->AuthenticationId.LowPart = 1000;
    to->TokenType = token->type;
    to->ImpersonationLevel = token->level;
    to->GroupCount = sizeof(groups) / sizeof(*groups);
    to->PrivilegeCount = privilege_count(token);
    to->ExpirationTime.QuadPart = MAXLONGLONG;
    return STATUS_SUCCESS;
}

static NTSTATUS query(SE_TOKEN *token, ULONG kind, PVOID buffer, ULONG room, ULONG *needed)
{
    switch (kind) {
    case TokenUser:
        return give_sid(&user_sid, sizeof(TOKEN_USER), buffer, room, needed);
    case TokenGroups:
        return give_groups(token, buffer, room, needed);
    case TokenPrivileges:
        return give_privileges(token, buffer, room, needed);
    case TokenOwner:
        return give_sid(&user_sid, sizeof(TOKEN_OWNER), buffer, room, needed);
    case TokenPrimaryGroup:
        return give_sid(&primary_group_sid, sizeof(TOKEN_PRIMARY_GROUP), buffer, room, needed);
    case TokenDefaultDacl:
        return se_query_dacl(token, buffer, room, needed);
    case TokenType:
        return give_number(token->type, buffer, room, needed);
    case TokenImpersonationLevel:
        if (token->type != TokenImpersonation)
            return STATUS_INVALID_INFO_CLASS;
        return give_number(token->level, buffer, room, needed);
    case TokenStatistics:
        return give_statistics(token, buffer, room, needed);
    case TokenSessionId:
        return give_number(1, buffer, room, needed);
    case TokenElevationType:
        return give_number(TokenElevationTypeDefault, buffer, room, needed);
    case TokenHasRestrictions:
        return give_number(token->removed || token->denied, buffer, room, needed);
    case TokenElevation:
    case TokenVirtualizationAllowed:
    case TokenVirtualizationEnabled:
    case TokenUIAccess:
    case TokenIsAppContainer:
        return give_number(0, buffer, room, needed);
    case TokenIntegrityLevel: {
        NTSTATUS status =
            give_sid(&medium_sid, sizeof(TOKEN_MANDATORY_LABEL), buffer, room, needed);

        if (status >= 0)
            ((TOKEN_MANDATORY_LABEL *)buffer)->Label.Attributes =
                SE_GROUP_INTEGRITY | SE_GROUP_INTEGRITY_ENABLED;
        return status;
    }
    default:
        return STATUS_INVALID_INFO_CLASS;
    }
}

NTSTATUS NTAPI NtQueryInformationToken(HANDLE handle, TOKEN_INFORMATION_CLASS kind, PVOID buffer,
                                       ULONG room, ULONG *needed)
{
    SE_TOKEN *token;
    NTSTATUS status;

    if (!needed)
        return STATUS_ACCESS_VIOLATION;
    /* The pseudo handles of one's own token: -4 the process's, -5 the thread's, -6 the one in
     * force. */
    if ((handle == (HANDLE)(LONG_PTR)-4 || handle == (HANDLE)(LONG_PTR)-6)) {
        if (ps_process->token)
            return query(ARENA_AT(SE_TOKEN, ps_process->token), kind, buffer, room, needed);
        SE_TOKEN own = {.type = TokenPrimary};

        for (ULONG i = 0; i < SE_PRIVILEGE_COUNT; i++)
            own.enabled[i] = privileges[i].enabled;
        return query(&own, kind, buffer, room, needed);
    }
    status = ob_reference(handle, OB_TOKEN, TOKEN_QUERY, (void **)&token, NULL);
    if (status < 0)
        return status;
    status = query(token, kind, buffer, room, needed);
    ob_dereference(token);
    return status;
}

ULONG se_find_privilege(const SE_TOKEN *token, const LUID *luid)
{
    ULONG i = 0;

    while (i < SE_PRIVILEGE_COUNT &&
           (luid->HighPart || luid->LowPart != privileges[i].luid || token->removed >> i & 1))
        i++;
    return i;
}

int se_find_group(const void *sid)
{
    for (ULONG i = 0; i < sizeof(groups) / sizeof(*groups); i++)
        if (RtlEqualSid((PSID)sid, (PSID)&groups[i].sid))
            return (int)i;
    return -1;
}

BOOLEAN se_privilege_enabled(const SE_TOKEN *token, const LUID *luid)
{
    ULONG index = se_find_privilege(token, luid);

    return index < SE_PRIVILEGE_COUNT && token->enabled[index] & SE_PRIVILEGE_ENABLED;
}

NTSTATUS NTAPI NtAdjustPrivilegesToken(HANDLE handle, BOOLEAN disable_all,
                                       const TOKEN_PRIVILEGES *wanted, ULONG room,
                                       TOKEN_PRIVILEGES *before, ULONG *needed)
{
    SE_TOKEN *token;
    NTSTATUS status =
        ob_reference(handle, OB_TOKEN, TOKEN_ADJUST_PRIVILEGES, (void **)&token, NULL);
    ULONG changed = 0, count = disable_all ? SE_PRIVILEGE_COUNT
                               : wanted    ? wanted->PrivilegeCount
                                           : 0;

    if (status < 0)
        return status;
    if (before && needed)
        *needed = offsetof(TOKEN_PRIVILEGES, Privileges) + count * sizeof(*before->Privileges);
    if (before && (!needed || room < *needed)) {
        ob_dereference(token);
        return STATUS_BUFFER_TOO_SMALL;
    }
    for (ULONG i = 0; i < count; i++) {
        ULONG index = disable_all ? i : se_find_privilege(token, &wanted->Privileges[i].Luid);
        ULONG enabled = disable_all ? 0 : wanted->Privileges[i].Attributes & SE_PRIVILEGE_ENABLED;

        if (index == SE_PRIVILEGE_COUNT) {
            status = STATUS_NOT_ALL_ASSIGNED;
            continue;
        }
        if (before && token->enabled[index] != enabled) {
            before->Privileges[changed].Luid.LowPart = privileges[index].luid;
            before->Privileges[changed].Luid.HighPart = 0;
            before->Privileges[changed++].Attributes = token->enabled[index];
        }
        token->enabled[index] = enabled;
    }
    if (before)
        before->PrivilegeCount = changed;
    ob_dereference(token);
    return status;
}
