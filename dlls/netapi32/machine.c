/* lmwksta.h, lmserver.h, lmjoin.h, dsgetdc.h: this machine, which is in a workgroup of its own. */
#include "netapi32.h"
#include <dsgetdc.h>
#include <dsrole.h>

#define WORKGROUP L"WORKGROUP"

BOOL text_block_make(struct text_block *block, DWORD fixed, DWORD characters)
{
    void *base;
    block->size = fixed + characters * (DWORD)sizeof(WCHAR);
    block->used = fixed;
    if (NetApiBufferAllocate(block->size, &base) != NERR_Success)
        return FALSE;
    block->base = base;
    return TRUE;
}

LPWSTR text_block_add(struct text_block *block, const WCHAR *text)
{
    DWORD bytes = (DWORD)(wcslen(text) + 1) * sizeof(WCHAR);
    if (bytes > block->size - block->used)
        return NULL;
    WCHAR *at = (WCHAR *)(block->base + block->used);
    memcpy(at, text, bytes);
    block->used += bytes;
    return at;
}

BOOL is_this_machine(LPCWSTR server)
{
    WCHAR name[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD size = ARRAYSIZE(name);
    if (!server || !*server)
        return TRUE;
    if (server[0] == '\\' && server[1] == '\\')
        server += 2;
    return (GetComputerNameW(name, &size) && lstrcmpiW(server, name) == 0) ||
           lstrcmpiW(server, L"localhost") == 0 || lstrcmpW(server, L".") == 0;
}

static void version(DWORD *major, DWORD *minor)
{
    OSVERSIONINFOEXW info = {.dwOSVersionInfoSize = sizeof(OSVERSIONINFOW)};
    RtlGetVersion(&info);
    *major = info.dwMajorVersion;
    *minor = info.dwMinorVersion;
}

NET_API_STATUS WINAPI NetGetJoinInformation(LPCWSTR server, LPWSTR *name,
                                            PNETSETUP_JOIN_STATUS type)
{
    struct text_block block;
    if (!name || !type)
        return ERROR_INVALID_PARAMETER;
    if (!is_this_machine(server))
        return RPC_S_SERVER_UNAVAILABLE;
    if (!text_block_make(&block, 0, ARRAYSIZE(WORKGROUP)))
        return ERROR_NOT_ENOUGH_MEMORY;
    *name = text_block_add(&block, WORKGROUP);
    *type = NetSetupWorkgroupName;
    return NERR_Success;
}

NET_API_STATUS WINAPI NetWkstaGetInfo(LPWSTR server, DWORD level, LPBYTE *out)
{
    WCHAR name[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD size = ARRAYSIZE(name);
    struct text_block block;
    if (!out)
        return ERROR_INVALID_PARAMETER;
    if (!is_this_machine(server))
        return ERROR_BAD_NETPATH;
    if (level < 100 || level > 102)
        return ERROR_INVALID_LEVEL;
    if (!GetComputerNameW(name, &size))
        return GetLastError();
    if (!text_block_make(&block, sizeof(WKSTA_INFO_102), size + 1 + ARRAYSIZE(WORKGROUP) + 1))
        return ERROR_NOT_ENOUGH_MEMORY;
    WKSTA_INFO_102 *info = (WKSTA_INFO_102 *)block.base; /* the others are its beginning */
    info->wki102_platform_id = PLATFORM_ID_NT;
    info->wki102_computername = text_block_add(&block, name);
    info->wki102_langroup = text_block_add(&block, WORKGROUP);
    version(&info->wki102_ver_major, &info->wki102_ver_minor);
    if (level >= 101)
        info->wki102_lanroot = text_block_add(&block, L"");
    if (level >= 102)
        info->wki102_logged_on_users = 1;
    *out = block.base;
    return NERR_Success;
}

NET_API_STATUS WINAPI NetServerGetInfo(LMSTR server, DWORD level, LPBYTE *out)
{
    WCHAR name[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD size = ARRAYSIZE(name);
    struct text_block block;
    if (!out)
        return ERROR_INVALID_PARAMETER;
    if (!is_this_machine(server))
        return ERROR_BAD_NETPATH;
    if (level != 100 && level != 101)
        return ERROR_INVALID_LEVEL;
    if (!GetComputerNameW(name, &size))
        return GetLastError();
    if (!text_block_make(&block, sizeof(SERVER_INFO_101), size + 2))
        return ERROR_NOT_ENOUGH_MEMORY;
    SERVER_INFO_101 *info = (SERVER_INFO_101 *)block.base;
    info->sv101_platform_id = PLATFORM_ID_NT;
    info->sv101_name = text_block_add(&block, name);
    if (level == 101) {
        version(&info->sv101_version_major, &info->sv101_version_minor);
        info->sv101_type = SV_TYPE_WORKSTATION | SV_TYPE_NT;
        info->sv101_comment = text_block_add(&block, L"");
    }
    *out = block.base;
    return NERR_Success;
}

DWORD WINAPI DsGetDcNameW(LPCWSTR computer, LPCWSTR domain, GUID *guid, LPCWSTR site, ULONG flags,
                          PDOMAIN_CONTROLLER_INFOW *info)
{
    return ERROR_NO_SUCH_DOMAIN;
}

DWORD WINAPI DsGetDcNameA(LPCSTR computer, LPCSTR domain, GUID *guid, LPCSTR site, ULONG flags,
                          PDOMAIN_CONTROLLER_INFOA *info)
{
    return ERROR_NO_SUCH_DOMAIN;
}

NET_API_STATUS WINAPI NetGetDCName(LPCWSTR server, LPCWSTR domain, LPBYTE *out)
{
    return NERR_DCNotFound;
}

DWORD WINAPI DsRoleGetPrimaryDomainInformation(LPCWSTR server,
                                               DSROLE_PRIMARY_DOMAIN_INFO_LEVEL level, PBYTE *out)
{
    struct text_block block;
    if (!out || level != DsRolePrimaryDomainInfoBasic)
        return ERROR_INVALID_PARAMETER;
    if (!text_block_make(&block, sizeof(DSROLE_PRIMARY_DOMAIN_INFO_BASIC), ARRAYSIZE(WORKGROUP)))
        return ERROR_NOT_ENOUGH_MEMORY;
    DSROLE_PRIMARY_DOMAIN_INFO_BASIC *info = (DSROLE_PRIMARY_DOMAIN_INFO_BASIC *)block.base;
    info->MachineRole = DsRole_RoleStandaloneWorkstation;
    info->DomainNameFlat = text_block_add(&block, WORKGROUP);
    *out = block.base;
    return ERROR_SUCCESS;
}

VOID WINAPI DsRoleFreeMemory(PVOID buffer)
{
    NetApiBufferFree(buffer);
}
