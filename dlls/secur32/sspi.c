/*
 * sspi.h: security packages. There are none here (no Schannel, Negotiate, Kerberos or NTLM), and
 * these functions say so as they do on a Windows without them.
 */
#define SECURITY_WIN32
#define _NO_KSECDD_IMPORT_
#include "nt.h"
#include <security.h>

static void *empty_list(void)
{
    return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(SecPkgInfoW));
}

SECURITY_STATUS WINAPI EnumerateSecurityPackagesW(ULONG *count, PSecPkgInfoW *list)
{
    *count = 0;
    *list = empty_list();
    return *list ? SEC_E_OK : SEC_E_INSUFFICIENT_MEMORY;
}

SECURITY_STATUS WINAPI EnumerateSecurityPackagesA(ULONG *count, PSecPkgInfoA *list)
{
    return EnumerateSecurityPackagesW(count, (PSecPkgInfoW *)list);
}

SECURITY_STATUS WINAPI FreeContextBuffer(void *memory)
{
    return HeapFree(GetProcessHeap(), 0, memory) ? SEC_E_OK : SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI QuerySecurityPackageInfoW(LPWSTR name, PSecPkgInfoW *info)
{
    return SEC_E_SECPKG_NOT_FOUND;
}

SECURITY_STATUS WINAPI QuerySecurityPackageInfoA(LPSTR name, PSecPkgInfoA *info)
{
    return SEC_E_SECPKG_NOT_FOUND;
}

SECURITY_STATUS WINAPI AcquireCredentialsHandleW(LPWSTR principal, LPWSTR package, ULONG use,
                                                 void *logon, void *data, SEC_GET_KEY_FN get_key,
                                                 void *argument, PCredHandle out, PTimeStamp expiry)
{
    return SEC_E_SECPKG_NOT_FOUND;
}

SECURITY_STATUS WINAPI AcquireCredentialsHandleA(LPSTR principal, LPSTR package, ULONG use,
                                                 void *logon, void *data, SEC_GET_KEY_FN get_key,
                                                 void *argument, PCredHandle out, PTimeStamp expiry)
{
    return SEC_E_SECPKG_NOT_FOUND;
}

/* ---- what needs credentials or a context, of which nobody can have one */

SECURITY_STATUS WINAPI FreeCredentialsHandle(PCredHandle credentials)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI QueryCredentialsAttributesW(PCredHandle credentials, ULONG what, void *out)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI QueryCredentialsAttributesA(PCredHandle credentials, ULONG what, void *out)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI InitializeSecurityContextW(PCredHandle credentials, PCtxtHandle context,
                                                  SEC_WCHAR *target, ULONG wanted, ULONG reserved,
                                                  ULONG representation, PSecBufferDesc input,
                                                  ULONG reserved2, PCtxtHandle new_context,
                                                  PSecBufferDesc output, ULONG *attributes,
                                                  PTimeStamp expiry)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI InitializeSecurityContextA(PCredHandle credentials, PCtxtHandle context,
                                                  SEC_CHAR *target, ULONG wanted, ULONG reserved,
                                                  ULONG representation, PSecBufferDesc input,
                                                  ULONG reserved2, PCtxtHandle new_context,
                                                  PSecBufferDesc output, ULONG *attributes,
                                                  PTimeStamp expiry)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI AcceptSecurityContext(PCredHandle credentials, PCtxtHandle context,
                                             PSecBufferDesc input, ULONG wanted,
                                             ULONG representation, PCtxtHandle new_context,
                                             PSecBufferDesc output, ULONG *attributes,
                                             PTimeStamp expiry)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI CompleteAuthToken(PCtxtHandle context, PSecBufferDesc token)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI DeleteSecurityContext(PCtxtHandle context)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI ApplyControlToken(PCtxtHandle context, PSecBufferDesc input)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI QueryContextAttributesW(PCtxtHandle context, ULONG what, void *out)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI QueryContextAttributesA(PCtxtHandle context, ULONG what, void *out)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI ImpersonateSecurityContext(PCtxtHandle context)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI RevertSecurityContext(PCtxtHandle context)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI QuerySecurityContextToken(PCtxtHandle context, HANDLE *token)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI MakeSignature(PCtxtHandle context, ULONG quality, PSecBufferDesc message,
                                     ULONG number)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI VerifySignature(PCtxtHandle context, PSecBufferDesc message, ULONG number,
                                       ULONG *quality)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI EncryptMessage(PCtxtHandle context, ULONG quality, PSecBufferDesc message,
                                      ULONG number)
{
    return SEC_E_INVALID_HANDLE;
}

SECURITY_STATUS WINAPI DecryptMessage(PCtxtHandle context, PSecBufferDesc message, ULONG number,
                                      ULONG *quality)
{
    return SEC_E_INVALID_HANDLE;
}

/* ---- the same as tables */

static SecurityFunctionTableW table_w = {
    .dwVersion = SECURITY_SUPPORT_PROVIDER_INTERFACE_VERSION,
    .EnumerateSecurityPackagesW = EnumerateSecurityPackagesW,
    .QueryCredentialsAttributesW = QueryCredentialsAttributesW,
    .AcquireCredentialsHandleW = AcquireCredentialsHandleW,
    .FreeCredentialsHandle = FreeCredentialsHandle,
    .InitializeSecurityContextW = InitializeSecurityContextW,
    .AcceptSecurityContext = AcceptSecurityContext,
    .CompleteAuthToken = CompleteAuthToken,
    .DeleteSecurityContext = DeleteSecurityContext,
    .ApplyControlToken = ApplyControlToken,
    .QueryContextAttributesW = QueryContextAttributesW,
    .ImpersonateSecurityContext = ImpersonateSecurityContext,
    .RevertSecurityContext = RevertSecurityContext,
    .MakeSignature = MakeSignature,
    .VerifySignature = VerifySignature,
    .FreeContextBuffer = FreeContextBuffer,
    .QuerySecurityPackageInfoW = QuerySecurityPackageInfoW,
    .QuerySecurityContextToken = QuerySecurityContextToken,
    .EncryptMessage = EncryptMessage,
    .DecryptMessage = DecryptMessage,
};

static SecurityFunctionTableA table_a = {
    .dwVersion = SECURITY_SUPPORT_PROVIDER_INTERFACE_VERSION,
    .EnumerateSecurityPackagesA = EnumerateSecurityPackagesA,
    .QueryCredentialsAttributesA = QueryCredentialsAttributesA,
    .AcquireCredentialsHandleA = AcquireCredentialsHandleA,
    .FreeCredentialHandle = FreeCredentialsHandle,
    .InitializeSecurityContextA = InitializeSecurityContextA,
    .AcceptSecurityContext = AcceptSecurityContext,
    .CompleteAuthToken = CompleteAuthToken,
    .DeleteSecurityContext = DeleteSecurityContext,
    .ApplyControlToken = ApplyControlToken,
    .QueryContextAttributesA = QueryContextAttributesA,
    .ImpersonateSecurityContext = ImpersonateSecurityContext,
    .RevertSecurityContext = RevertSecurityContext,
    .MakeSignature = MakeSignature,
    .VerifySignature = VerifySignature,
    .FreeContextBuffer = FreeContextBuffer,
    .QuerySecurityPackageInfoA = QuerySecurityPackageInfoA,
    .QuerySecurityContextToken = QuerySecurityContextToken,
    .EncryptMessage = EncryptMessage,
    .DecryptMessage = DecryptMessage,
};

PSecurityFunctionTableW WINAPI InitSecurityInterfaceW(void)
{
    return &table_w;
}

PSecurityFunctionTableA WINAPI InitSecurityInterfaceA(void)
{
    return &table_a;
}
