/* procthreadattr.c - processthreadsapi.h: attribute lists for new processes. */
#include "procthreadattr.h"

#define KNOWN_SIZE(count) (offsetof(PROC_ATTRIBUTES, entries) + (count) * sizeof(PROC_ATTRIBUTE))

BOOL WINAPI InitializeProcThreadAttributeList(LPPROC_THREAD_ATTRIBUTE_LIST list, DWORD count,
                                              DWORD flags, PSIZE_T size)
{
    SIZE_T room = *size, needed = KNOWN_SIZE(count);
    PROC_ATTRIBUTES *attributes = (PROC_ATTRIBUTES *)list;
    if (flags)
        return fail_with(ERROR_INVALID_PARAMETER);
    *size = needed;
    if (!list || room < needed)
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    attributes->room = count;
    attributes->count = 0;
    return TRUE;
}

const PROC_ATTRIBUTE *k32_find_attribute(LPPROC_THREAD_ATTRIBUTE_LIST list, DWORD_PTR which)
{
    const PROC_ATTRIBUTES *attributes = (const PROC_ATTRIBUTES *)list;
    for (DWORD i = 0; list && i < attributes->count; i++)
        if (attributes->entries[i].which == which)
            return &attributes->entries[i];
    return NULL;
}

static DWORD check(DWORD_PTR which, SIZE_T size)
{
    switch (which) {
    case PROC_THREAD_ATTRIBUTE_HANDLE_LIST:
        return size && size % sizeof(HANDLE) == 0 ? ERROR_SUCCESS : ERROR_BAD_LENGTH;
    case PROC_THREAD_ATTRIBUTE_PARENT_PROCESS:
        return size == sizeof(HANDLE) ? ERROR_SUCCESS : ERROR_BAD_LENGTH;
    case PROC_THREAD_ATTRIBUTE_MITIGATION_POLICY: /* restrictions that Windows would add */
        return size == 4 || size == 8 || size == 16 ? ERROR_SUCCESS : ERROR_BAD_LENGTH;
    case PROC_THREAD_ATTRIBUTE_JOB_LIST:
        return size && size % sizeof(HANDLE) == 0 ? ERROR_SUCCESS : ERROR_BAD_LENGTH;
    default:
        return ERROR_NOT_SUPPORTED;
    }
}

BOOL WINAPI UpdateProcThreadAttribute(LPPROC_THREAD_ATTRIBUTE_LIST list, DWORD flags,
                                      DWORD_PTR which, PVOID value, SIZE_T size, PVOID previous,
                                      PSIZE_T returned)
{
    PROC_ATTRIBUTES *attributes = (PROC_ATTRIBUTES *)list;
    DWORD error = flags || previous || returned ? ERROR_INVALID_PARAMETER : check(which, size);
    if (error)
        return fail_with(error);
    if (k32_find_attribute(list, which))
        return fail_with(ERROR_OBJECT_ALREADY_EXISTS);
    if (attributes->count == attributes->room)
        return fail_with(ERROR_GEN_FAILURE);
    attributes->entries[attributes->count++] = (PROC_ATTRIBUTE){which, size, value};
    return TRUE;
}

VOID WINAPI DeleteProcThreadAttributeList(LPPROC_THREAD_ATTRIBUTE_LIST list)
{
    ((PROC_ATTRIBUTES *)list)->count = 0;
}
