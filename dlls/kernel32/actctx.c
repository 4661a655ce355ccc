/*
 * winbase.h: activation contexts. There are no side-by-side assemblies here that a manifest could
 * choose between, so a context is remembered and changes nothing: whoever looks something up in it
 * hears that it is not there.
 */
#include "kernel32_private.h"

#define MAGIC 0x58544341

#ifndef ERROR_SXS_KEY_NOT_FOUND
#    define ERROR_SXS_KEY_NOT_FOUND 14007
#endif

struct context {
    ULONG magic;
    volatile LONG references;
};

/* A thread's stack of active ones, innermost first. */
struct activation {
    struct activation *below;
    struct context *context; /* referenced; NULL: the process's default */
    ULONG_PTR cookie;
};

static struct activation **stack_top(void)
{
    return (struct activation **)&teb_self()->ActivationContextStackPointer;
}

static struct context *context_of(HANDLE handle)
{
    struct context *context = handle;
    return handle && handle != INVALID_HANDLE_VALUE && context->magic == MAGIC ? context : NULL;
}

static HANDLE make(void)
{
    struct context *context = k32_alloc(sizeof *context);
    if (!context) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return INVALID_HANDLE_VALUE;
    }
    context->magic = MAGIC;
    context->references = 1;
    return context;
}

static BOOL is_there(const ACTCTXW *wish)
{
    if (wish->dwFlags & ACTCTX_FLAG_HMODULE_VALID)
        return FindResourceW(wish->hModule,
                             wish->dwFlags & ACTCTX_FLAG_RESOURCE_NAME_VALID ? wish->lpResourceName
                                                                             : MAKEINTRESOURCEW(1),
                             MAKEINTRESOURCEW(24)) != NULL;
    return wish->lpSource && GetFileAttributesW(wish->lpSource) != INVALID_FILE_ATTRIBUTES;
}

HANDLE WINAPI CreateActCtxW(PCACTCTXW wish)
{
    if (!wish || wish->cbSize < offsetof(ACTCTXW, hModule) || wish->dwFlags & ~0xffu) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }
    return is_there(wish) ? make() : INVALID_HANDLE_VALUE;
}

HANDLE WINAPI CreateActCtxA(PCACTCTXA wish)
{
    WCHAR *source = NULL, *resource = NULL;
    if (!wish || wish->cbSize < offsetof(ACTCTXA, hModule)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }
    ACTCTXW wide = {.cbSize = sizeof wide, .dwFlags = wish->dwFlags};
    if (wish->dwFlags & ACTCTX_FLAG_HMODULE_VALID)
        wide.hModule = wish->hModule;
    wide.lpSource = source = k32_to_wide(wish->lpSource);
    if (wish->dwFlags & ACTCTX_FLAG_RESOURCE_NAME_VALID)
        wide.lpResourceName = (ULONG_PTR)wish->lpResourceName <= 0xffff
                                  ? (LPCWSTR)wish->lpResourceName
                                  : (resource = k32_to_wide(wish->lpResourceName));
    HANDLE result = CreateActCtxW(&wide);
    k32_free(source);
    k32_free(resource);
    return result;
}

VOID WINAPI AddRefActCtx(HANDLE handle)
{
    struct context *context = context_of(handle);
    if (context)
        InterlockedIncrement(&context->references);
}

VOID WINAPI ReleaseActCtx(HANDLE handle)
{
    struct context *context = context_of(handle);
    if (context && InterlockedDecrement(&context->references) == 0) {
        context->magic = 0;
        k32_free(context);
    }
}

BOOL WINAPI ActivateActCtx(HANDLE handle, ULONG_PTR *cookie)
{
    static volatile LONG last;
    if (!cookie || (handle && !context_of(handle)))
        return fail_with(handle ? ERROR_INVALID_HANDLE : ERROR_INVALID_PARAMETER);
    struct activation *activation = k32_alloc(sizeof *activation);
    if (!activation)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    AddRefActCtx(handle);
    *activation = (struct activation){*stack_top(), context_of(handle),
                                      0x10000000u | (ULONG)InterlockedIncrement(&last)};
    *stack_top() = activation;
    *cookie = activation->cookie;
    return TRUE;
}

/* Only the innermost one, unless the flag allows to leave those above it as well. */
BOOL WINAPI DeactivateActCtx(DWORD flags, ULONG_PTR cookie)
{
    struct activation *wanted = *stack_top();
    while (wanted && wanted->cookie != cookie)
        wanted = wanted->below;
    if (!wanted || flags & ~DEACTIVATE_ACTCTX_FLAG_FORCE_EARLY_DEACTIVATION ||
        (wanted != *stack_top() && !flags))
        return fail_with(ERROR_INVALID_PARAMETER);
    for (BOOL last = FALSE; !last;) {
        struct activation *top = *stack_top();
        last = top == wanted;
        *stack_top() = top->below;
        ReleaseActCtx(top->context);
        k32_free(top);
    }
    return TRUE;
}

BOOL WINAPI GetCurrentActCtx(HANDLE *handle)
{
    if (!handle)
        return fail_with(ERROR_INVALID_PARAMETER);
    *handle = *stack_top() ? (*stack_top())->context : NULL;
    AddRefActCtx(*handle);
    return TRUE;
}

BOOL WINAPI FindActCtxSectionStringW(DWORD flags, const GUID *extension, ULONG section,
                                     LPCWSTR text, PACTCTX_SECTION_KEYED_DATA data)
{
    return fail_with(text && data ? ERROR_SXS_KEY_NOT_FOUND : ERROR_INVALID_PARAMETER);
}

BOOL WINAPI FindActCtxSectionStringA(DWORD flags, const GUID *extension, ULONG section, LPCSTR text,
                                     PACTCTX_SECTION_KEYED_DATA data)
{
    return fail_with(text && data ? ERROR_SXS_KEY_NOT_FOUND : ERROR_INVALID_PARAMETER);
}

BOOL WINAPI FindActCtxSectionGuid(DWORD flags, const GUID *extension, ULONG section,
                                  const GUID *guid, PACTCTX_SECTION_KEYED_DATA data)
{
    return fail_with(guid && data ? ERROR_SXS_KEY_NOT_FOUND : ERROR_INVALID_PARAMETER);
}
