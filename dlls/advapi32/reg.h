#ifndef BAILEY_REG_H
#define BAILEY_REG_H

#include "nt_error.h"
#include "../ntdll/cm_proto.h"

/* The Reg functions stand on ntdll's keys: an HKEY is an NT handle, or a predefined one, which
 * stands for a handle that is opened at its first use. */

#define REG_MAX_NAME       255   /* characters */
#define REG_MAX_VALUE_NAME 16383 /* characters */
#define REG_VIEWS          (KEY_WOW64_32KEY | KEY_WOW64_64KEY)

static inline BOOL reg_is_predefined(HKEY key)
{
    return (LONG_PTR)key < 0 || ((ULONG_PTR)key >> 31) == 1;
}

/* The NT handle behind a key. Returns a Win32 error. */
LONG reg_handle(HKEY key, HANDLE *handle);
/* Opens a path below a key (NULL or "": the key itself); options as NtOpenKeyEx has them. */
LONG reg_open(HKEY parent, const WCHAR *path, DWORD options, REGSAM access, HKEY *result);

static inline LONG reg_error(NTSTATUS status)
{
    return status ? (LONG)RtlNtStatusToDosError(status) : ERROR_SUCCESS;
}

static inline void *reg_allocate(SIZE_T size)
{
    return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size);
}

static inline void reg_free(void *memory)
{
    if (memory)
        HeapFree(GetProcessHeap(), 0, memory);
}

#endif
