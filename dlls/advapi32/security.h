#ifndef BAILEY_ADVAPI32_SECURITY_H
#define BAILEY_ADVAPI32_SECURITY_H

#include "nt_error.h"
#include <sddl.h>
#include <aclapi.h>

/* ntdll's security helpers, as the public documentation of ntifs.h declares them. */
BOOLEAN NTAPI RtlValidSid(PSID sid);
BOOLEAN NTAPI RtlEqualSid(PSID a, PSID b);
BOOLEAN NTAPI RtlEqualPrefixSid(PSID a, PSID b);
ULONG NTAPI RtlLengthRequiredSid(ULONG count);
ULONG NTAPI RtlLengthSid(PSID sid);
NTSTATUS NTAPI RtlInitializeSid(PSID sid, PSID_IDENTIFIER_AUTHORITY authority, UCHAR count);
NTSTATUS NTAPI RtlCopySid(ULONG room, PSID to, PSID from);
NTSTATUS NTAPI RtlAllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY, UCHAR, ULONG, ULONG, ULONG,
                                           ULONG, ULONG, ULONG, ULONG, ULONG, PSID *);
PVOID NTAPI RtlFreeSid(PSID sid);
NTSTATUS NTAPI RtlConvertSidToUnicodeString(PUNICODE_STRING to, PSID sid, BOOLEAN allocate);

NTSTATUS NTAPI RtlCreateAcl(PACL acl, ULONG size, ULONG revision);
BOOLEAN NTAPI RtlValidAcl(PACL acl);
BOOLEAN NTAPI RtlFirstFreeAce(PACL acl, PVOID *ace);
NTSTATUS NTAPI RtlGetAce(PACL acl, DWORD index, PVOID *ace);
NTSTATUS NTAPI RtlAddAce(PACL acl, DWORD revision, DWORD at, PVOID list, DWORD size);
NTSTATUS NTAPI RtlDeleteAce(PACL acl, DWORD index);
NTSTATUS NTAPI RtlAddAccessAllowedAce(PACL, DWORD revision, DWORD mask, PSID);
NTSTATUS NTAPI RtlAddAccessAllowedAceEx(PACL, DWORD revision, DWORD flags, DWORD mask, PSID);
NTSTATUS NTAPI RtlAddAccessDeniedAce(PACL, DWORD revision, DWORD mask, PSID);
NTSTATUS NTAPI RtlAddAccessDeniedAceEx(PACL, DWORD revision, DWORD flags, DWORD mask, PSID);
NTSTATUS NTAPI RtlQueryInformationAcl(PACL, PVOID, DWORD size, ACL_INFORMATION_CLASS);

NTSTATUS NTAPI RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR, ULONG revision);
BOOLEAN NTAPI RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR);
ULONG NTAPI RtlLengthSecurityDescriptor(PSECURITY_DESCRIPTOR);
NTSTATUS NTAPI RtlGetControlSecurityDescriptor(PSECURITY_DESCRIPTOR, PSECURITY_DESCRIPTOR_CONTROL,
                                               PULONG revision);
NTSTATUS NTAPI RtlSetControlSecurityDescriptor(PSECURITY_DESCRIPTOR, SECURITY_DESCRIPTOR_CONTROL,
                                               SECURITY_DESCRIPTOR_CONTROL);
NTSTATUS NTAPI RtlGetOwnerSecurityDescriptor(PSECURITY_DESCRIPTOR, PSID *, PBOOLEAN defaulted);
NTSTATUS NTAPI RtlSetOwnerSecurityDescriptor(PSECURITY_DESCRIPTOR, PSID, BOOLEAN defaulted);
NTSTATUS NTAPI RtlGetGroupSecurityDescriptor(PSECURITY_DESCRIPTOR, PSID *, PBOOLEAN defaulted);
NTSTATUS NTAPI RtlSetGroupSecurityDescriptor(PSECURITY_DESCRIPTOR, PSID, BOOLEAN defaulted);
NTSTATUS NTAPI RtlGetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR, PBOOLEAN present, PACL *,
                                            PBOOLEAN defaulted);
NTSTATUS NTAPI RtlSetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR, BOOLEAN present, PACL,
                                            BOOLEAN defaulted);
NTSTATUS NTAPI RtlGetSaclSecurityDescriptor(PSECURITY_DESCRIPTOR, PBOOLEAN present, PACL *,
                                            PBOOLEAN defaulted);
NTSTATUS NTAPI RtlSetSaclSecurityDescriptor(PSECURITY_DESCRIPTOR, BOOLEAN present, PACL,
                                            BOOLEAN defaulted);
NTSTATUS NTAPI RtlMakeSelfRelativeSD(PSECURITY_DESCRIPTOR, PSECURITY_DESCRIPTOR, PULONG size);
NTSTATUS NTAPI RtlSelfRelativeToAbsoluteSD(PSECURITY_DESCRIPTOR, PSECURITY_DESCRIPTOR, PULONG, PACL,
                                           PULONG, PACL, PULONG, PSID, PULONG, PSID, PULONG);
NTSTATUS NTAPI RtlAddAuditAccessAceEx(PACL, DWORD revision, DWORD flags, DWORD mask, PSID,
                                      BOOLEAN success, BOOLEAN failure);
NTSTATUS NTAPI RtlAddMandatoryAce(PACL, DWORD revision, DWORD flags, PSID, BYTE type, DWORD policy);

NTSTATUS NTAPI NtQuerySecurityObject(HANDLE, SECURITY_INFORMATION, PSECURITY_DESCRIPTOR, ULONG,
                                     ULONG *needed);
NTSTATUS NTAPI NtSetSecurityObject(HANDLE, SECURITY_INFORMATION, PSECURITY_DESCRIPTOR);
NTSTATUS NTAPI NtAccessCheck(PSECURITY_DESCRIPTOR, HANDLE, ACCESS_MASK, const GENERIC_MAPPING *,
                             PRIVILEGE_SET *, ULONG *, ACCESS_MASK *, NTSTATUS *);
NTSTATUS NTAPI NtPrivilegeCheck(HANDLE, PRIVILEGE_SET *, BOOLEAN *);

/* The rights that a handle needs for a descriptor's parts. */
DWORD access_to_query(SECURITY_INFORMATION wanted);
DWORD access_to_set(SECURITY_INFORMATION wanted);
/* A file or directory; INVALID_HANDLE_VALUE with the last error set. */
HANDLE open_for_security(LPCWSTR name, DWORD access);

/* The SID that a trustee stands for, allocated (LocalFree); NULL with the last error set. */
PSID trustee_sid(const TRUSTEE_W *trustee);
/* The two letters that stand for a SID in a descriptor's text, or NULL. */
const WCHAR *sid_alias(PSID sid);
/* A SID from text that is not terminated. */
BOOL sid_from_part(const WCHAR *text, SIZE_T count, PSID *sid);

#endif
