/*
 * cm_proto.h - the services of the registry, and the structures that mingw-w64 has only among its
 * driver headers. Layouts as in the public documentation of wdm.h.
 */
#ifndef BAILEY_CM_PROTO_H
#define BAILEY_CM_PROTO_H

#include "nt.h"

typedef enum _KEY_INFORMATION_CLASS {
    KeyBasicInformation,
    KeyNodeInformation,
    KeyFullInformation,
    KeyNameInformation,
    KeyCachedInformation,
    KeyFlagsInformation,
    KeyVirtualizationInformation,
    KeyHandleTagsInformation,
} KEY_INFORMATION_CLASS;

typedef enum _KEY_VALUE_INFORMATION_CLASS {
    KeyValueBasicInformation,
    KeyValueFullInformation,
    KeyValuePartialInformation,
    KeyValueFullInformationAlign64,
    KeyValuePartialInformationAlign64,
} KEY_VALUE_INFORMATION_CLASS;

typedef struct _KEY_BASIC_INFORMATION {
    LARGE_INTEGER LastWriteTime;
    ULONG TitleIndex, NameLength;
    WCHAR Name[1];
} KEY_BASIC_INFORMATION;

typedef struct _KEY_NODE_INFORMATION {
    LARGE_INTEGER LastWriteTime;
    ULONG TitleIndex, ClassOffset, ClassLength, NameLength;
    WCHAR Name[1];
} KEY_NODE_INFORMATION;

typedef struct _KEY_FULL_INFORMATION {
    LARGE_INTEGER LastWriteTime;
    ULONG TitleIndex, ClassOffset, ClassLength, SubKeys, MaxNameLen, MaxClassLen, Values,
        MaxValueNameLen, MaxValueDataLen;
    WCHAR Class[1];
} KEY_FULL_INFORMATION;

typedef struct _KEY_VALUE_BASIC_INFORMATION {
    ULONG TitleIndex, Type, NameLength;
    WCHAR Name[1];
} KEY_VALUE_BASIC_INFORMATION;

typedef struct _KEY_VALUE_FULL_INFORMATION {
    ULONG TitleIndex, Type, DataOffset, DataLength, NameLength;
    WCHAR Name[1];
} KEY_VALUE_FULL_INFORMATION;

typedef struct _KEY_VALUE_PARTIAL_INFORMATION {
    ULONG TitleIndex, Type, DataLength;
    UCHAR Data[1];
} KEY_VALUE_PARTIAL_INFORMATION;

NTSTATUS NTAPI NtOpenKeyEx(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes,
                           ULONG options);
NTSTATUS NTAPI NtOpenKey(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes);
NTSTATUS NTAPI NtCreateKey(HANDLE *handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES *attributes,
                           ULONG title, const UNICODE_STRING *class_name, ULONG options,
                           ULONG *disposition);
NTSTATUS NTAPI NtDeleteKey(HANDLE handle);
NTSTATUS NTAPI NtQueryKey(HANDLE handle, KEY_INFORMATION_CLASS class, PVOID buffer, ULONG size,
                          ULONG *returned);
NTSTATUS NTAPI NtEnumerateKey(HANDLE handle, ULONG index, KEY_INFORMATION_CLASS class, PVOID buffer,
                              ULONG size, ULONG *returned);
NTSTATUS NTAPI NtFlushKey(HANDLE handle);
NTSTATUS NTAPI NtSetValueKey(HANDLE handle, const UNICODE_STRING *name, ULONG title, ULONG type,
                             const void *data, ULONG size);
NTSTATUS NTAPI NtDeleteValueKey(HANDLE handle, const UNICODE_STRING *name);
NTSTATUS NTAPI NtQueryValueKey(HANDLE handle, const UNICODE_STRING *name,
                               KEY_VALUE_INFORMATION_CLASS class, PVOID buffer, ULONG size,
                               ULONG *returned);
NTSTATUS NTAPI NtEnumerateValueKey(HANDLE handle, ULONG index, KEY_VALUE_INFORMATION_CLASS class,
                                   PVOID buffer, ULONG size, ULONG *returned);
NTSTATUS NTAPI NtNotifyChangeKey(HANDLE handle, HANDLE event, PIO_APC_ROUTINE routine,
                                 PVOID context, IO_STATUS_BLOCK *block, ULONG filter,
                                 BOOLEAN subtree, PVOID buffer, ULONG size, BOOLEAN asynchronous);
NTSTATUS NTAPI NtQuerySecurityObject(HANDLE handle, SECURITY_INFORMATION parts,
                                     PSECURITY_DESCRIPTOR buffer, ULONG size, ULONG *needed);
NTSTATUS NTAPI NtSetSecurityObject(HANDLE handle, SECURITY_INFORMATION parts,
                                   PSECURITY_DESCRIPTOR descriptor);
NTSTATUS NTAPI BaileyOpenClassesRoot(HANDLE *handle, ACCESS_MASK access);

#endif
