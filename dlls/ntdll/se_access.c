/*
 * se_access.c - what a descriptor grants to a token. All tokens stand for the one user, so theirs
 * are its groups.
 */
#include "se_private.h"

BOOLEAN NTAPI RtlEqualSid(PSID a, PSID b);
BOOLEAN NTAPI RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR sd);

static ACCESS_MASK granted_by(const SE_PARTS_OF *parts, const GENERIC_MAPPING *mapping)
{
    ACCESS_MASK granted = se_granted(parts->dacl, se_user_is, mapping, mapping->GenericAll);

    if (se_user_is(parts->owner))
        granted |= READ_CONTROL | WRITE_DAC;
    return granted;
}

static NTSTATUS check_token(HANDLE handle)
{
    SE_TOKEN *token;
    NTSTATUS status = ob_reference(handle, OB_TOKEN, TOKEN_QUERY, (void **)&token, NULL);

    if (status)
        return status;
    if (token->type != TokenImpersonation)
        status = STATUS_NO_IMPERSONATION_TOKEN;
    else if (token->level < SecurityIdentification)
        status = STATUS_BAD_IMPERSONATION_LEVEL;
    ob_dereference(token);
    return status;
}

NTSTATUS NTAPI NtAccessCheck(PSECURITY_DESCRIPTOR descriptor, HANDLE token, ACCESS_MASK desired,
                             const GENERIC_MAPPING *mapping, PRIVILEGE_SET *privileges,
                             ULONG *privileges_size, ACCESS_MASK *granted, NTSTATUS *result)
{
    const ACCESS_MASK generic = GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL;
    const ULONG head = offsetof(PRIVILEGE_SET, Privilege);
    SE_PARTS_OF parts;
    NTSTATUS status;

    if (!privileges_size || !granted || !result || !mapping)
        return STATUS_ACCESS_VIOLATION;
    if (!descriptor || !RtlValidSecurityDescriptor(descriptor))
        return STATUS_INVALID_SECURITY_DESCR;
    if (desired & generic)
        return STATUS_GENERIC_NOT_MAPPED;
    status = check_token(token);
    if (status)
        return status;
    if (!privileges || *privileges_size < head) {
        *privileges_size = sizeof *privileges;
        return STATUS_BUFFER_TOO_SMALL;
    }
    se_take_apart(descriptor, &parts);
    if (!parts.owner || !parts.group)
        return STATUS_INVALID_SECURITY_DESCR;
    privileges->PrivilegeCount = 0;
    privileges->Control = 0;
    ACCESS_MASK may = granted_by(&parts, mapping), wish = desired & ~(ULONG)MAXIMUM_ALLOWED;
    BOOLEAN allowed = desired & MAXIMUM_ALLOWED ? may && !(wish & ~may) : !(wish & ~may);

    *granted = !allowed ? 0 : desired & MAXIMUM_ALLOWED ? may : wish;
    if (wish & ACCESS_SYSTEM_SECURITY)
        *result = STATUS_PRIVILEGE_NOT_HELD;
    else
        *result = allowed ? STATUS_SUCCESS : STATUS_ACCESS_DENIED;
    return STATUS_SUCCESS;
}

static BOOLEAN holds(const SE_TOKEN *token, LUID_AND_ATTRIBUTES *privilege)
{
    if (!se_privilege_enabled(token, &privilege->Luid))
        return FALSE;
    privilege->Attributes |= SE_PRIVILEGE_USED_FOR_ACCESS;
    return TRUE;
}

NTSTATUS NTAPI NtPrivilegeCheck(HANDLE handle, PRIVILEGE_SET *set, BOOLEAN *result)
{
    SE_TOKEN *token;
    ULONG held = 0;
    NTSTATUS status = ob_reference(handle, OB_TOKEN, TOKEN_QUERY, (void **)&token, NULL);

    if (status)
        return status;
    if (token->type == TokenImpersonation && token->level < SecurityIdentification) {
        ob_dereference(token);
        return STATUS_BAD_IMPERSONATION_LEVEL;
    }
    for (ULONG i = 0; i < set->PrivilegeCount; i++)
        held += holds(token, &set->Privilege[i]);
    *result = set->Control & PRIVILEGE_SET_ALL_NECESSARY ? held == set->PrivilegeCount : held > 0;
    ob_dereference(token);
    return STATUS_SUCCESS;
}
