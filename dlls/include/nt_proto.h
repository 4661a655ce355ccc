/*
 * nt_proto.h - prototypes and constants of ntdll that mingw-w64's headers leave out, by component.
 */
#ifndef BAILEY_NT_PROTO_H
#define BAILEY_NT_PROTO_H

/* ---- Ob */
#define NtCurrentProcess() ((HANDLE)(LONG_PTR)-1)
#define NtCurrentThread()  ((HANDLE)(LONG_PTR)-2)
#ifndef DUPLICATE_SAME_ATTRIBUTES
#    define DUPLICATE_SAME_ATTRIBUTES 4
#endif
#ifndef STATUS_NOT_SAME_OBJECT
#    define STATUS_NOT_SAME_OBJECT ((NTSTATUS)0xC00001AC)
#endif
NTSTATUS NTAPI NtDuplicateObject(HANDLE, HANDLE, HANDLE, HANDLE *, ACCESS_MASK, ULONG, ULONG);
NTSTATUS NTAPI NtSetInformationObject(HANDLE, OBJECT_INFORMATION_CLASS, PVOID, ULONG);
NTSTATUS NTAPI NtCompareObjects(HANDLE, HANDLE);
NTSTATUS NTAPI NtCreateDirectoryObject(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtOpenDirectoryObject(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *);

/* ---- Ke */
NTSTATUS NTAPI NtCreateEvent(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *, ULONG type, BOOLEAN);
NTSTATUS NTAPI NtOpenEvent(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtSetEvent(HANDLE, LONG *);
NTSTATUS NTAPI NtResetEvent(HANDLE, LONG *);
NTSTATUS NTAPI NtClearEvent(HANDLE);
NTSTATUS NTAPI NtPulseEvent(HANDLE, LONG *);
NTSTATUS NTAPI NtQueryEvent(HANDLE, ULONG, PVOID, ULONG, ULONG *);
NTSTATUS NTAPI NtCreateMutant(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *, BOOLEAN);
NTSTATUS NTAPI NtOpenMutant(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtReleaseMutant(HANDLE, LONG *);
NTSTATUS NTAPI NtQueryMutant(HANDLE, ULONG, PVOID, ULONG, ULONG *);
NTSTATUS NTAPI NtCreateSemaphore(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *, LONG, LONG);
NTSTATUS NTAPI NtOpenSemaphore(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtReleaseSemaphore(HANDLE, LONG, LONG *);
NTSTATUS NTAPI NtQuerySemaphore(HANDLE, ULONG, PVOID, ULONG, ULONG *);
typedef void(NTAPI *PTIMER_APC)(PVOID context, ULONG low, LONG high);
NTSTATUS NTAPI NtCreateTimer(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *, ULONG type);
NTSTATUS NTAPI NtOpenTimer(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtSetTimer(HANDLE, const LARGE_INTEGER *, PTIMER_APC, PVOID, BOOLEAN, LONG,
                          BOOLEAN *);
NTSTATUS NTAPI NtCancelTimer(HANDLE, BOOLEAN *);
NTSTATUS NTAPI NtQueryTimer(HANDLE, ULONG, PVOID, ULONG, ULONG *);
NTSTATUS NTAPI NtCreateKeyedEvent(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *, ULONG);
NTSTATUS NTAPI NtOpenKeyedEvent(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtWaitForKeyedEvent(HANDLE, PVOID, BOOLEAN, const LARGE_INTEGER *);
NTSTATUS NTAPI NtReleaseKeyedEvent(HANDLE, PVOID, BOOLEAN, const LARGE_INTEGER *);
NTSTATUS NTAPI NtWaitForMultipleObjects(ULONG, const HANDLE *, ULONG any, BOOLEAN,
                                        const LARGE_INTEGER *);
NTSTATUS NTAPI NtSignalAndWaitForSingleObject(HANDLE, HANDLE, BOOLEAN, const LARGE_INTEGER *);
NTSTATUS NTAPI NtDelayExecution(BOOLEAN, const LARGE_INTEGER *);
NTSTATUS NTAPI NtYieldExecution(void);
NTSTATUS NTAPI NtTestAlert(void);
NTSTATUS NTAPI NtAlertThread(HANDLE);
NTSTATUS NTAPI NtQueueApcThread(HANDLE, PVOID routine, PVOID, PVOID, PVOID);
NTSTATUS NTAPI NtQueueApcThreadEx(HANDLE, HANDLE, PVOID routine, PVOID, PVOID, PVOID);

/* ---- Ps */
NTSTATUS NTAPI NtCreateThreadEx(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *, HANDLE process,
                                PVOID start, PVOID argument, ULONG flags, ULONG_PTR zero_bits,
                                SIZE_T stack_commit, SIZE_T stack_reserve, PVOID attributes);
#define THREAD_CREATE_FLAGS_CREATE_SUSPENDED   1
#define THREAD_CREATE_FLAGS_SKIP_THREAD_ATTACH 2
NTSTATUS NTAPI RtlCreateUserThread(HANDLE process, PSECURITY_DESCRIPTOR, BOOLEAN suspended,
                                   ULONG zero_bits, SIZE_T stack_reserve, SIZE_T stack_commit,
                                   PVOID start, PVOID argument, HANDLE *thread, CLIENT_ID *);
NTSTATUS NTAPI NtOpenThread(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *, const CLIENT_ID *);
NTSTATUS NTAPI NtOpenProcess(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *, const CLIENT_ID *);
NTSTATUS NTAPI NtTerminateThread(HANDLE, NTSTATUS);
NTSTATUS NTAPI NtTerminateProcess(HANDLE, NTSTATUS);
NTSTATUS NTAPI NtSuspendThread(HANDLE, ULONG *);
NTSTATUS NTAPI NtResumeThread(HANDLE, ULONG *);
NTSTATUS NTAPI NtGetContextThread(HANDLE, CONTEXT *);
NTSTATUS NTAPI NtSetContextThread(HANDLE, const CONTEXT *);
NTSTATUS NTAPI NtSetInformationThread(HANDLE, THREADINFOCLASS, PVOID, ULONG);
void NTAPI RtlExitUserThread(NTSTATUS) __attribute__((noreturn));
void NTAPI RtlExitUserProcess(NTSTATUS) __attribute__((noreturn));
void NTAPI RtlUserThreadStart(PVOID start, PVOID argument);
NTSTATUS NTAPI RtlFlsAlloc(PFLS_CALLBACK_FUNCTION, ULONG *);
NTSTATUS NTAPI RtlFlsFree(ULONG);
NTSTATUS NTAPI RtlFlsGetValue(ULONG, PVOID *);
NTSTATUS NTAPI RtlFlsSetValue(ULONG, PVOID);
PVOID NTAPI RtlProcessFlsData(PVOID fls_data, ULONG flags);
void BaileyPrintError(const char *utf8);
/* Moves the calling thread's guard so that `guaranteed` bytes (a multiple of a page) lie below it,
 * which handlers of a stack overflow find besides the guard's own, and notes them in the TEB.
 * INVALID_PARAMETER: the thread stands there already. */
NTSTATUS NTAPI BaileyGuardStack(ULONG guaranteed);
NTSTATUS NTAPI RtlGenRandomBytes(PVOID buffer, SIZE_T size); /* from the host's generator */
NTSTATUS NTAPI NtFlushProcessWriteBuffers(void);

/* ---- environment and process parameters */
NTSTATUS NTAPI RtlQueryEnvironmentVariable_U(PWSTR, const UNICODE_STRING *, UNICODE_STRING *);
NTSTATUS NTAPI RtlQueryEnvironmentVariable(PWSTR, const WCHAR *, SIZE_T, WCHAR *, SIZE_T, SIZE_T *);
NTSTATUS NTAPI RtlSetEnvironmentVariable(PWSTR *, const UNICODE_STRING *, const UNICODE_STRING *);
NTSTATUS NTAPI RtlExpandEnvironmentStrings_U(PWSTR, const UNICODE_STRING *, UNICODE_STRING *,
                                             ULONG *);
NTSTATUS NTAPI RtlExpandEnvironmentStrings(PWSTR, const WCHAR *, SIZE_T, WCHAR *, SIZE_T, SIZE_T *);
NTSTATUS NTAPI RtlCreateEnvironment(BOOLEAN, PWSTR *);
NTSTATUS NTAPI RtlDestroyEnvironment(PWSTR);
NTSTATUS NTAPI RtlSetCurrentEnvironment(PWSTR, PWSTR *);
void NTAPI RtlAcquirePebLock(void);
void NTAPI RtlReleasePebLock(void);
PEB *NTAPI RtlGetCurrentPeb(void);

/* ---- Ldr */
NTSTATUS NTAPI LdrLoadDll(PWSTR path, ULONG *characteristics, const UNICODE_STRING *name,
                          PVOID *base);
NTSTATUS NTAPI LdrSetDllDirectory(const UNICODE_STRING *);
NTSTATUS NTAPI LdrAddDllDirectory(const UNICODE_STRING *, PVOID *cookie);
NTSTATUS NTAPI LdrRemoveDllDirectory(PVOID cookie);
NTSTATUS NTAPI LdrSetDefaultDllDirectories(ULONG flags);
NTSTATUS NTAPI LdrUnloadDll(PVOID base);
NTSTATUS NTAPI LdrAddRefDll(ULONG flags, PVOID base);
NTSTATUS NTAPI LdrGetDllHandle(PWSTR path, ULONG *, const UNICODE_STRING *name, PVOID *base);
NTSTATUS NTAPI LdrGetDllHandleEx(ULONG flags, PWSTR, ULONG *, const UNICODE_STRING *, PVOID *);
NTSTATUS NTAPI LdrGetProcedureAddress(PVOID base, const ANSI_STRING *name, ULONG ordinal, PVOID *);
NTSTATUS NTAPI LdrGetProcedureAddressEx(PVOID, const ANSI_STRING *, ULONG, PVOID *, ULONG);
NTSTATUS NTAPI LdrLockLoaderLock(ULONG flags, ULONG *disposition, ULONG_PTR *cookie);
NTSTATUS NTAPI LdrUnlockLoaderLock(ULONG flags, ULONG_PTR cookie);
NTSTATUS NTAPI LdrDisableThreadCalloutsForDll(PVOID);
NTSTATUS NTAPI LdrFindEntryForAddress(PVOID, LDR_ENTRY **);
NTSTATUS NTAPI LdrEnumerateLoadedModules(ULONG, void(NTAPI *)(LDR_ENTRY *, PVOID, BOOLEAN *),
                                         PVOID);
NTSTATUS NTAPI LdrGetDllFullName(PVOID, UNICODE_STRING *);
NTSTATUS NTAPI LdrFindResource_U(PVOID, const ULONG_PTR *path, ULONG levels,
                                 IMAGE_RESOURCE_DATA_ENTRY **);
NTSTATUS NTAPI LdrFindResourceDirectory_U(PVOID, const ULONG_PTR *path, ULONG levels,
                                          IMAGE_RESOURCE_DIRECTORY **);
NTSTATUS NTAPI LdrAccessResource(PVOID, const IMAGE_RESOURCE_DATA_ENTRY *, PVOID *, ULONG *);
NTSTATUS NTAPI RtlFindMessage(PVOID, ULONG type, ULONG language, ULONG id,
                              MESSAGE_RESOURCE_ENTRY **);
IMAGE_NT_HEADERS *NTAPI RtlImageNtHeader(PVOID);
NTSTATUS NTAPI RtlImageNtHeaderEx(ULONG flags, PVOID, ULONGLONG size, IMAGE_NT_HEADERS **);
PVOID NTAPI RtlImageDirectoryEntryToData(PVOID, BOOLEAN mapped, USHORT directory, ULONG *size);
PVOID NTAPI RtlImageRvaToVa(const IMAGE_NT_HEADERS *, PVOID, ULONG rva, IMAGE_SECTION_HEADER **);
IMAGE_SECTION_HEADER *NTAPI RtlImageRvaToSection(const IMAGE_NT_HEADERS *, PVOID, ULONG rva);

#if __has_include("rtl_proto.h")
#    include "rtl_proto.h"
#endif

#include "io_proto.h"
#include "ps_proto.h"
#include "mm_proto.h"
#include "sync_proto.h"

#endif
