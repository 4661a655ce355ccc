/* What cases about the NT services need beyond <winternl.h>. */
#ifndef CONFORMANCE_NT_H
#define CONFORMANCE_NT_H

#define WIN32_NO_STATUS
#include "conformance.h"
#undef WIN32_NO_STATUS
#include <winternl.h>
#include <ntstatus.h>

#define NT(name) NTSYSAPI NTSTATUS NTAPI name

NT(NtReadFile)
(HANDLE, HANDLE, PVOID, PVOID, IO_STATUS_BLOCK *, PVOID, ULONG, LARGE_INTEGER *, ULONG *);
NT(NtWriteFile)
(HANDLE, HANDLE, PVOID, PVOID, IO_STATUS_BLOCK *, const void *, ULONG, LARGE_INTEGER *, ULONG *);
NT(NtQueryDirectoryFile)
(HANDLE, HANDLE, PVOID, PVOID, IO_STATUS_BLOCK *, PVOID, ULONG, FILE_INFORMATION_CLASS, BOOLEAN,
 UNICODE_STRING *, BOOLEAN);
NT(NtQueryAttributesFile)(OBJECT_ATTRIBUTES *, PVOID);
NT(NtDeleteFile)(OBJECT_ATTRIBUTES *);
NT(NtCreateEvent)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, int, BOOLEAN);
NT(NtOpenEvent)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *);
NT(NtSetEvent)(HANDLE, LONG *);
NT(NtResetEvent)(HANDLE, LONG *);
NT(NtQueryEvent)(HANDLE, int, PVOID, ULONG, ULONG *);
NT(NtCreateMutant)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, BOOLEAN);
NT(NtReleaseMutant)(HANDLE, LONG *);
NT(NtQueryMutant)(HANDLE, int, PVOID, ULONG, ULONG *);
NT(NtCreateSemaphore)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, LONG, LONG);
NT(NtQuerySemaphore)(HANDLE, int, PVOID, ULONG, ULONG *);
NT(NtReleaseSemaphore)(HANDLE, LONG, LONG *);
NT(NtWaitForMultipleObjects)(ULONG, const HANDLE *, int, BOOLEAN, const LARGE_INTEGER *);
NT(NtDelayExecution)(BOOLEAN, const LARGE_INTEGER *);
NT(NtAlertThread)(HANDLE);
NT(NtTestAlert)(void);
NT(NtCreateKeyedEvent)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG);
NT(NtWaitForKeyedEvent)(HANDLE, const void *, BOOLEAN, const LARGE_INTEGER *);
NT(NtReleaseKeyedEvent)(HANDLE, const void *, BOOLEAN, const LARGE_INTEGER *);
NT(NtDuplicateObject)(HANDLE, HANDLE, HANDLE, HANDLE *, ACCESS_MASK, ULONG, ULONG);
NT(NtCreateDirectoryObject)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *);
NT(NtCreateSection)
(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, const LARGE_INTEGER *, ULONG, ULONG, HANDLE);
NT(NtMapViewOfSection)
(HANDLE, HANDLE, PVOID *, ULONG_PTR, SIZE_T, LARGE_INTEGER *, SIZE_T *, int, ULONG, ULONG);
NT(NtUnmapViewOfSection)(HANDLE, PVOID);
NT(NtQuerySection)(HANDLE, int, PVOID, SIZE_T, SIZE_T *);
NT(NtAllocateVirtualMemory)(HANDLE, PVOID *, ULONG_PTR, SIZE_T *, ULONG, ULONG);
NT(NtFreeVirtualMemory)(HANDLE, PVOID *, SIZE_T *, ULONG);
NT(NtProtectVirtualMemory)(HANDLE, PVOID *, SIZE_T *, ULONG, ULONG *);
NT(NtQueryVirtualMemory)(HANDLE, const void *, int, PVOID, SIZE_T, SIZE_T *);
NT(LdrLoadDll)(const WCHAR *, ULONG *, const UNICODE_STRING *, PVOID *);
NT(LdrUnloadDll)(PVOID);
NT(LdrGetDllHandle)(const WCHAR *, ULONG *, const UNICODE_STRING *, PVOID *);
NT(LdrGetProcedureAddress)(PVOID, const ANSI_STRING *, ULONG, PVOID *);
NT(LdrLockLoaderLock)(ULONG, ULONG *, ULONG_PTR *);
NT(LdrUnlockLoaderLock)(ULONG, ULONG_PTR);
NTSYSAPI PIMAGE_NT_HEADERS NTAPI RtlImageNtHeader(PVOID);
NTSYSAPI PVOID NTAPI RtlImageDirectoryEntryToData(PVOID, BOOLEAN, USHORT, ULONG *);
NTSYSAPI PVOID NTAPI RtlPcToFileHeader(PVOID, PVOID *);

/* FILE_* options and dispositions of NtCreateFile. */
#define SYNCHRONOUS FILE_SYNCHRONOUS_IO_NONALERT

__attribute__((unused)) static UNICODE_STRING unicode(const WCHAR *text)
{
    UNICODE_STRING string = {(USHORT)(lstrlenW(text) * 2), (USHORT)(lstrlenW(text) * 2 + 2),
                             (WCHAR *)text};
    return string;
}

/* Attributes that name an object; valid until the next call. */
__attribute__((unused)) static OBJECT_ATTRIBUTES *named(HANDLE root, const WCHAR *name)
{
    static UNICODE_STRING string;
    static OBJECT_ATTRIBUTES attributes;
    string = unicode(name);
    InitializeObjectAttributes(&attributes, &string, OBJ_CASE_INSENSITIVE, root, NULL);
    return &attributes;
}

#endif
