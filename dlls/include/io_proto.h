/*
 * io_proto.h - NT services and Rtl functions on files and paths that mingw-w64's headers leave out,
 * with the structures and information classes they take (public WDK documentation).
 */
#ifndef BAILEY_IO_PROTO_H
#define BAILEY_IO_PROTO_H

/* ---- files */
NTSTATUS NTAPI NtReadFile(HANDLE, HANDLE event, PIO_APC_ROUTINE, PVOID, IO_STATUS_BLOCK *, PVOID,
                          ULONG, const LARGE_INTEGER *, const ULONG *key);
NTSTATUS NTAPI NtWriteFile(HANDLE, HANDLE event, PIO_APC_ROUTINE, PVOID, IO_STATUS_BLOCK *,
                           const void *, ULONG, const LARGE_INTEGER *, const ULONG *key);
NTSTATUS NTAPI NtReadFileScatter(HANDLE, HANDLE event, PIO_APC_ROUTINE, PVOID, IO_STATUS_BLOCK *,
                                 FILE_SEGMENT_ELEMENT *, ULONG, const LARGE_INTEGER *,
                                 const ULONG *);
NTSTATUS NTAPI NtWriteFileGather(HANDLE, HANDLE event, PIO_APC_ROUTINE, PVOID, IO_STATUS_BLOCK *,
                                 FILE_SEGMENT_ELEMENT *, ULONG, const LARGE_INTEGER *,
                                 const ULONG *);
NTSTATUS NTAPI NtCancelIoFile(HANDLE, IO_STATUS_BLOCK *);
NTSTATUS NTAPI NtCancelIoFileEx(HANDLE, IO_STATUS_BLOCK *, IO_STATUS_BLOCK *);
NTSTATUS NTAPI NtCancelSynchronousIoFile(HANDLE, IO_STATUS_BLOCK *, IO_STATUS_BLOCK *);
NTSTATUS NTAPI NtFlushBuffersFile(HANDLE, IO_STATUS_BLOCK *);
NTSTATUS NTAPI NtFlushBuffersFileEx(HANDLE, ULONG, PVOID, ULONG, IO_STATUS_BLOCK *);
NTSTATUS NTAPI NtLockFile(HANDLE, HANDLE event, PIO_APC_ROUTINE, PVOID, IO_STATUS_BLOCK *,
                          const LARGE_INTEGER *, const LARGE_INTEGER *, ULONG key, BOOLEAN at_once,
                          BOOLEAN exclusive);
NTSTATUS NTAPI NtUnlockFile(HANDLE, IO_STATUS_BLOCK *, const LARGE_INTEGER *, const LARGE_INTEGER *,
                            ULONG key);
NTSTATUS NTAPI NtDeleteFile(const OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtQueryAttributesFile(const OBJECT_ATTRIBUTES *, FILE_BASIC_INFORMATION *);
NTSTATUS NTAPI NtQueryFullAttributesFile(const OBJECT_ATTRIBUTES *,
                                         FILE_NETWORK_OPEN_INFORMATION *);
NTSTATUS NTAPI NtQueryInformationByName(const OBJECT_ATTRIBUTES *, IO_STATUS_BLOCK *, PVOID, ULONG,
                                        FILE_INFORMATION_CLASS);
NTSTATUS NTAPI NtQueryDirectoryFile(HANDLE, HANDLE event, PIO_APC_ROUTINE, PVOID, IO_STATUS_BLOCK *,
                                    PVOID, ULONG, FILE_INFORMATION_CLASS, BOOLEAN single,
                                    const UNICODE_STRING *, BOOLEAN restart);
NTSTATUS NTAPI NtQueryDirectoryFileEx(HANDLE, HANDLE event, PIO_APC_ROUTINE, PVOID,
                                      IO_STATUS_BLOCK *, PVOID, ULONG, FILE_INFORMATION_CLASS,
                                      ULONG flags, const UNICODE_STRING *);
#define SL_RESTART_SCAN        1
#define SL_RETURN_SINGLE_ENTRY 2
NTSTATUS NTAPI NtNotifyChangeDirectoryFile(HANDLE, HANDLE event, PIO_APC_ROUTINE, PVOID,
                                           IO_STATUS_BLOCK *, PVOID, ULONG, ULONG filter,
                                           BOOLEAN tree);
NTSTATUS NTAPI NtNotifyChangeDirectoryFileEx(HANDLE, HANDLE event, PIO_APC_ROUTINE, PVOID,
                                             IO_STATUS_BLOCK *, PVOID, ULONG, ULONG filter,
                                             BOOLEAN tree, ULONG class);
NTSTATUS NTAPI NtQueryEaFile(HANDLE, IO_STATUS_BLOCK *, PVOID, ULONG, BOOLEAN, PVOID, ULONG,
                             ULONG *, BOOLEAN);
NTSTATUS NTAPI NtSetEaFile(HANDLE, IO_STATUS_BLOCK *, PVOID, ULONG);
NTSTATUS NTAPI NtCancelSynchronousIoFile(HANDLE thread, IO_STATUS_BLOCK *, IO_STATUS_BLOCK *);
NTSTATUS NTAPI NtCreateMailslotFile(HANDLE *, ULONG access, const OBJECT_ATTRIBUTES *,
                                    IO_STATUS_BLOCK *, ULONG options, ULONG quota, ULONG limit,
                                    const LARGE_INTEGER *timeout);
NTSTATUS NTAPI NtCreateNamedPipeFile(HANDLE *, ULONG access, const OBJECT_ATTRIBUTES *,
                                     IO_STATUS_BLOCK *, ULONG share, ULONG disposition,
                                     ULONG options, ULONG type, ULONG read_mode, ULONG completion,
                                     ULONG instances, ULONG in_quota, ULONG out_quota,
                                     const LARGE_INTEGER *timeout);
/* Bailey's own: an anonymous pipe on the host's pipes, both ends synchronous. */
NTSTATUS NTAPI BaileyCreatePipe(HANDLE *read, HANDLE *write, const OBJECT_ATTRIBUTES *);
#include "console_proto.h"

/* ---- completion ports */
typedef struct FILE_IO_COMPLETION_ENTRY {
    PVOID KeyContext;
    PVOID ApcContext;
    IO_STATUS_BLOCK IoStatusBlock;
} FILE_IO_COMPLETION_ENTRY;
NTSTATUS NTAPI NtCreateIoCompletion(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *, ULONG);
NTSTATUS NTAPI NtOpenIoCompletion(HANDLE *, ACCESS_MASK, const OBJECT_ATTRIBUTES *);
NTSTATUS NTAPI NtSetIoCompletion(HANDLE, ULONG_PTR key, ULONG_PTR value, NTSTATUS, ULONG_PTR info);
NTSTATUS NTAPI NtSetIoCompletionEx(HANDLE, HANDLE packet, ULONG_PTR, ULONG_PTR, NTSTATUS,
                                   ULONG_PTR);
NTSTATUS NTAPI NtRemoveIoCompletion(HANDLE, PVOID *key, PVOID *value, IO_STATUS_BLOCK *,
                                    const LARGE_INTEGER *);
NTSTATUS NTAPI NtRemoveIoCompletionEx(HANDLE, FILE_IO_COMPLETION_ENTRY *, ULONG count, ULONG *,
                                      const LARGE_INTEGER *, BOOLEAN alertable);
NTSTATUS NTAPI NtQueryIoCompletion(HANDLE, ULONG, PVOID, ULONG, ULONG *);

/* ---- paths */
typedef struct RTLP_CURDIR_REF RTLP_CURDIR_REF;
typedef struct RTL_RELATIVE_NAME_U {
    UNICODE_STRING RelativeName;
    HANDLE ContainingDirectory;
    RTLP_CURDIR_REF *CurDirRef;
} RTL_RELATIVE_NAME_U;
#define RtlPathTypeUnknown         0
#define RtlPathTypeUncAbsolute     1 /* \\server\share */
#define RtlPathTypeDriveAbsolute   2 /* C:\x */
#define RtlPathTypeDriveRelative   3 /* C:x */
#define RtlPathTypeRooted          4 /* \x */
#define RtlPathTypeRelative        5
#define RtlPathTypeLocalDevice     6 /* \\.\x, \\?\x */
#define RtlPathTypeRootLocalDevice 7 /* \\. */
ULONG NTAPI RtlDetermineDosPathNameType_U(PCWSTR);
ULONG NTAPI RtlDetermineDosPathNameType_Ustr(const UNICODE_STRING *);
ULONG NTAPI RtlIsDosDeviceName_U(PCWSTR);
ULONG NTAPI RtlIsDosDeviceName_Ustr(const UNICODE_STRING *);
ULONG NTAPI RtlGetFullPathName_U(PCWSTR, ULONG size, PWSTR, PWSTR *part);
NTSTATUS NTAPI RtlGetFullPathName_UEx(PCWSTR, ULONG size, PWSTR, PWSTR *part, ULONG *needed);
NTSTATUS NTAPI RtlGetFullPathName_UstrEx(const UNICODE_STRING *, UNICODE_STRING *fixed,
                                         UNICODE_STRING *allocated, UNICODE_STRING **which,
                                         SIZE_T *part, BOOLEAN *invalid, ULONG *type,
                                         SIZE_T *needed);
NTSTATUS NTAPI RtlDosPathNameToNtPathName_U_WithStatus(PCWSTR, UNICODE_STRING *, PWSTR *,
                                                       RTL_RELATIVE_NAME_U *);
BOOLEAN NTAPI RtlDosPathNameToRelativeNtPathName_U(PCWSTR, UNICODE_STRING *, PWSTR *,
                                                   RTL_RELATIVE_NAME_U *);
NTSTATUS NTAPI RtlDosPathNameToRelativeNtPathName_U_WithStatus(PCWSTR, UNICODE_STRING *, PWSTR *,
                                                               RTL_RELATIVE_NAME_U *);
/* Bailey's own: the NT path of a Win32 path, in `buffer` where it fits (then MaximumLength is 0),
 * else in a heap string to be freed. Spares the common path the heap. */
NTSTATUS NTAPI BaileyDosPathToNtPath(PCWSTR, WCHAR *buffer, ULONG size, UNICODE_STRING *);
void NTAPI RtlReleaseRelativeName(RTL_RELATIVE_NAME_U *);
ULONG NTAPI RtlDosSearchPath_U(PCWSTR path, PCWSTR name, PCWSTR extension, ULONG size, PWSTR,
                               PWSTR *part);
ULONG NTAPI RtlGetCurrentDirectory_U(ULONG size, PWSTR);
NTSTATUS NTAPI RtlSetCurrentDirectory_U(const UNICODE_STRING *);
BOOLEAN NTAPI RtlDoesFileExists_U(PCWSTR);
ULONG NTAPI RtlGetLongestNtPathLength(void);
BOOLEAN NTAPI RtlIsNameInExpression(const UNICODE_STRING *expression, const UNICODE_STRING *name,
                                    BOOLEAN ignore_case, PWCH upcase);

/* ---- information classes and structures */
#define FileIoStatusBlockRangeInformation       ((FILE_INFORMATION_CLASS)42)
#define FileIoCompletionNotificationInformation ((FILE_INFORMATION_CLASS)41)
#define FileIoPriorityHintInformation           ((FILE_INFORMATION_CLASS)43)
#define FileProcessIdsUsingFileInformation      ((FILE_INFORMATION_CLASS)47)
#define FileNetworkPhysicalNameInformation      ((FILE_INFORMATION_CLASS)49)
#define FileIsRemoteDeviceInformation           ((FILE_INFORMATION_CLASS)51)
#define FileRemoteProtocolInformation           ((FILE_INFORMATION_CLASS)55)
#define FileVolumeNameInformation               ((FILE_INFORMATION_CLASS)58)
#define FileIdInformation                       ((FILE_INFORMATION_CLASS)59)
#define FileIdExtdDirectoryInformation          ((FILE_INFORMATION_CLASS)60)
#define FileReplaceCompletionInformation        ((FILE_INFORMATION_CLASS)61)
#define FileHardLinkFullIdInformation           ((FILE_INFORMATION_CLASS)62)
#define FileIdExtdBothDirectoryInformation      ((FILE_INFORMATION_CLASS)63)
#define FileDispositionInformationEx            ((FILE_INFORMATION_CLASS)64)
#define FileRenameInformationEx                 ((FILE_INFORMATION_CLASS)65)
#define FileStatInformation                     ((FILE_INFORMATION_CLASS)68)
#define FileStatLxInformation                   ((FILE_INFORMATION_CLASS)70)
#define FileCaseSensitiveInformation            ((FILE_INFORMATION_CLASS)71)
#define FileLinkInformationEx                   ((FILE_INFORMATION_CLASS)72)
#define FileStorageReserveIdInformation         ((FILE_INFORMATION_CLASS)74)

typedef struct FILE_STAT_INFORMATION {
    LARGE_INTEGER FileId;
    LARGE_INTEGER CreationTime, LastAccessTime, LastWriteTime, ChangeTime;
    LARGE_INTEGER AllocationSize, EndOfFile;
    ULONG FileAttributes;
    ULONG ReparseTag;
    ULONG NumberOfLinks;
    ACCESS_MASK EffectiveAccess;
} FILE_STAT_INFORMATION;

typedef struct FILE_COMPLETION_INFORMATION {
    HANDLE Port;
    PVOID Key;
} FILE_COMPLETION_INFORMATION;

typedef struct FILE_PIPE_INFORMATION {
    ULONG ReadMode;
    ULONG CompletionMode;
} FILE_PIPE_INFORMATION;

typedef struct FILE_PIPE_PEEK_BUFFER {
    ULONG NamedPipeState;
    ULONG ReadDataAvailable;
    ULONG NumberOfMessages;
    ULONG MessageLength;
    CHAR Data[1];
} FILE_PIPE_PEEK_BUFFER;

typedef struct FILE_PIPE_WAIT_FOR_BUFFER {
    LARGE_INTEGER Timeout;
    ULONG NameLength;
    BOOLEAN TimeoutSpecified;
    WCHAR Name[1];
} FILE_PIPE_WAIT_FOR_BUFFER;

typedef struct BAILEY_REPARSE_DATA { /* REPARSE_DATA_BUFFER */
    ULONG ReparseTag;
    USHORT ReparseDataLength;
    USHORT Reserved;
    USHORT SubstituteNameOffset, SubstituteNameLength;
    USHORT PrintNameOffset, PrintNameLength;
    ULONG Flags; /* symbolic links only: 1 relative */
    WCHAR PathBuffer[1];
} BAILEY_REPARSE_DATA;

#define BAILEY_CTL(device, function, method, access) \
    ((ULONG)((device) << 16 | (access) << 14 | (function) << 2 | (method)))
#define FSCTL_PIPE_DISCONNECT_     BAILEY_CTL(0x11, 1, 0, 0)
#define FSCTL_PIPE_LISTEN_         BAILEY_CTL(0x11, 2, 0, 0)
#define FSCTL_PIPE_PEEK_           BAILEY_CTL(0x11, 3, 0, 1)
#define FSCTL_PIPE_TRANSCEIVE_     BAILEY_CTL(0x11, 5, 3, 3)
#define FSCTL_PIPE_WAIT_           BAILEY_CTL(0x11, 6, 0, 0)
#define FSCTL_PIPE_IMPERSONATE_    BAILEY_CTL(0x11, 7, 0, 0)
#define FSCTL_PIPE_GET_ATTRIBUTE_  BAILEY_CTL(0x11, 10, 0, 0)
#define FSCTL_PIPE_GET_CONNECTION_ BAILEY_CTL(0x11, 12, 0, 0)
#define FSCTL_GET_REPARSE_         BAILEY_CTL(9, 42, 0, 0)
#define FSCTL_SET_REPARSE_         BAILEY_CTL(9, 41, 0, 0)
#define FSCTL_DELETE_REPARSE_      BAILEY_CTL(9, 43, 0, 0)
#define FSCTL_SET_SPARSE_          BAILEY_CTL(9, 49, 0, 0)
#define FSCTL_SET_ZERO_DATA_       BAILEY_CTL(9, 50, 0, 2)
#define FSCTL_QUERY_ALLOCATED_     BAILEY_CTL(9, 51, 3, 1)
#define FSCTL_GET_COMPRESSION_     BAILEY_CTL(9, 15, 0, 0)
#define FSCTL_SET_COMPRESSION_     BAILEY_CTL(9, 16, 0, 3)
#define FSCTL_LOCK_VOLUME_         BAILEY_CTL(9, 6, 0, 0)
#define FSCTL_UNLOCK_VOLUME_       BAILEY_CTL(9, 7, 0, 0)
#define FSCTL_IS_VOLUME_MOUNTED_   BAILEY_CTL(9, 10, 0, 0)
#define FSCTL_GET_OBJECT_ID_       BAILEY_CTL(9, 39, 0, 0)
#define FSCTL_CREATE_OBJECT_ID_    BAILEY_CTL(9, 48, 0, 0)

#endif
