/*
 * se_impersonate.c - whose tokens: each process has one, made when somebody first asks for it, and
 * a thread may have one of its own. All stand for the one user; the privileges in force differ.
 */
#include "arena_private.h"
#include "se.h"
#include "se_private.h"

/* The token with a reference; NULL: no memory. */
static SE_TOKEN *token_of(KPROCESS *process)
{
    if (!process->token) {
        SE_TOKEN *made = se_create_token(TokenPrimary, SecurityAnonymous, NULL);
        if (!made)
            return NULL;
        if (InterlockedCompareExchange((volatile LONG *)&process->token, (LONG)ARENA_OF(made), 0))
            ob_dereference(made);
    }
    SE_TOKEN *token = ARENA_AT(SE_TOKEN, process->token);
    ob_reference_object(token);
    return token;
}

NTSTATUS NTAPI NtOpenProcessTokenEx(HANDLE handle, ACCESS_MASK access, ULONG attributes,
                                    HANDLE *out)
{
    OBJECT_ATTRIBUTES object = {.Length = sizeof(object), .Attributes = attributes};
    KPROCESS *process;
    NTSTATUS status = ob_reference(handle, OB_PROCESS, PROCESS_QUERY_LIMITED_INFORMATION,
                                   (void **)&process, NULL);
    if (status < 0)
        return status;
    SE_TOKEN *token = token_of(process);
    ob_dereference(process);
    return token ? ob_insert(token, &object, access, out) : STATUS_INSUFFICIENT_RESOURCES;
}

NTSTATUS NTAPI NtOpenProcessToken(HANDLE process, ACCESS_MASK access, HANDLE *handle)
{
    return NtOpenProcessTokenEx(process, access, 0, handle);
}

NTSTATUS NTAPI NtOpenThreadTokenEx(HANDLE handle, ACCESS_MASK access, BOOLEAN as_self,
                                   ULONG attributes, HANDLE *out)
{
    OBJECT_ATTRIBUTES object = {.Length = sizeof(object), .Attributes = attributes};
    KTHREAD *thread;
    SE_TOKEN *token = NULL;
    NTSTATUS status = ob_reference(handle, OB_THREAD, 0, (void **)&thread, NULL);
    if (status < 0)
        return status;
    ke_enter();
    arena_lock(&thread->lock);
    if (thread->token) {
        token = ARENA_AT(SE_TOKEN, thread->token);
        ob_reference_object(token);
    }
    arena_unlock(&thread->lock);
    ke_leave();
    ob_dereference(thread);
    if (!token)
        return STATUS_NO_TOKEN;
    if (token->level == SecurityAnonymous) {
        ob_dereference(token);
        return STATUS_CANT_OPEN_ANONYMOUS;
    }
    return ob_insert(token, &object, access, out);
}

NTSTATUS NTAPI NtOpenThreadToken(HANDLE thread, ACCESS_MASK access, BOOLEAN as_self, HANDLE *handle)
{
    return NtOpenThreadTokenEx(thread, access, as_self, 0, handle);
}

NTSTATUS se_impersonate(KTHREAD *thread, HANDLE handle)
{
    SE_TOKEN *token = NULL;
    NTSTATUS status = handle
                          ? ob_reference(handle, OB_TOKEN, TOKEN_IMPERSONATE, (void **)&token, NULL)
                          : STATUS_SUCCESS;
    if (status < 0)
        return status;
    if (token && token->type != TokenImpersonation) {
        ob_dereference(token);
        return STATUS_BAD_TOKEN_TYPE;
    }
    ke_enter();
    arena_lock(&thread->lock);
    arena_ptr old = thread->token;
    thread->token = token ? ARENA_OF(token) : 0;
    arena_unlock(&thread->lock);
    ke_leave();
    if (old)
        ob_dereference(ARENA_AT(void, old));
    return STATUS_SUCCESS;
}
