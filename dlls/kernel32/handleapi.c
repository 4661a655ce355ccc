/*
 * handleapi.c - handles in general, and the standard ones.
 */
#include "nt_error.h"

#define HANDLE_FLAGS ((OBJECT_INFORMATION_CLASS)4)

static HANDLE *standard(DWORD which)
{
    PROCESS_PARAMETERS *parameters = peb_self()->ProcessParameters;
    switch (which) {
    case STD_INPUT_HANDLE:
        return &parameters->StandardInput;
    case STD_OUTPUT_HANDLE:
        return &parameters->StandardOutput;
    case STD_ERROR_HANDLE:
        return &parameters->StandardError;
    default:
        return NULL;
    }
}

HANDLE WINAPI GetStdHandle(DWORD which)
{
    HANDLE *handle = standard(which);
    if (handle)
        return *handle;
    fail_with(ERROR_INVALID_HANDLE);
    return INVALID_HANDLE_VALUE;
}

BOOL WINAPI SetStdHandle(DWORD which, HANDLE handle)
{
    HANDLE *slot = standard(which);
    if (!slot)
        return fail_with(ERROR_INVALID_HANDLE);
    *slot = handle;
    return TRUE;
}

BOOL WINAPI SetStdHandleEx(DWORD which, HANDLE handle, HANDLE *previous)
{
    HANDLE *slot = standard(which);
    if (!slot)
        return fail_with(ERROR_INVALID_HANDLE);
    if (previous)
        *previous = *slot;
    *slot = handle;
    return TRUE;
}

/* The numbers of the standard handles stand for the handles themselves here. */
static HANDLE real(HANDLE handle)
{
    LONG_PTR value = (LONG_PTR)handle;
    HANDLE *slot = value <= -10 && value >= -12 ? standard((DWORD)value) : NULL;
    return slot ? *slot : handle;
}

BOOL WINAPI CloseHandle(HANDLE handle)
{
    return nt_result(NtClose(real(handle)));
}

BOOL WINAPI DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process,
                            LPHANDLE target, DWORD access, BOOL inherit, DWORD options)
{
    return nt_result(NtDuplicateObject(source_process, real(source), target_process, target, access,
                                       inherit ? OBJ_INHERIT : 0, options));
}

BOOL WINAPI GetHandleInformation(HANDLE handle, LPDWORD flags)
{
    BOOLEAN bits[2];
    NTSTATUS status = NtQueryObject(real(handle), HANDLE_FLAGS, bits, sizeof bits, NULL);
    if (status)
        return set_last_nt_error(status);
    if (flags)
        *flags =
            (bits[0] ? HANDLE_FLAG_INHERIT : 0) | (bits[1] ? HANDLE_FLAG_PROTECT_FROM_CLOSE : 0);
    return TRUE;
}

BOOL WINAPI SetHandleInformation(HANDLE handle, DWORD mask, DWORD flags)
{
    BOOLEAN bits[2];
    if ((mask | flags) & ~(DWORD)(HANDLE_FLAG_INHERIT | HANDLE_FLAG_PROTECT_FROM_CLOSE))
        return fail_with(ERROR_INVALID_PARAMETER);
    handle = real(handle);
    NTSTATUS status = NtQueryObject(handle, HANDLE_FLAGS, bits, sizeof bits, NULL);
    if (status)
        return set_last_nt_error(status);
    if (mask & HANDLE_FLAG_INHERIT)
        bits[0] = (flags & HANDLE_FLAG_INHERIT) != 0;
    if (mask & HANDLE_FLAG_PROTECT_FROM_CLOSE)
        bits[1] = (flags & HANDLE_FLAG_PROTECT_FROM_CLOSE) != 0;
    return nt_result(NtSetInformationObject(handle, HANDLE_FLAGS, bits, sizeof bits));
}

BOOL WINAPI CompareObjectHandles(HANDLE first, HANDLE second)
{
    NTSTATUS status = NtCompareObjects(first, second);
    return status == STATUS_SUCCESS ? TRUE : set_last_nt_error(status);
}
