/* lmaccess.h: the one local account, and the groups that it is in. */
#include "netapi32.h"
#include "account.h"

static BOOL account_name(WCHAR *name, DWORD room)
{
    return GetUserNameW(name, &room);
}

static DWORD structure_size(DWORD level)
{
    switch (level) {
    case 0:
        return sizeof(USER_INFO_0);
    case 1:
        return sizeof(USER_INFO_1);
    case 2:
        return sizeof(USER_INFO_2);
    case 3:
        return sizeof(USER_INFO_3);
    case 10:
        return sizeof(USER_INFO_10);
    case 11:
        return sizeof(USER_INFO_11);
    case 20:
        return sizeof(USER_INFO_20);
    case 23:
        return sizeof(USER_INFO_23);
    default:
        return 0;
    }
}

/* 1, 2 and 3 begin alike. */
static void fill_1(struct text_block *block, DWORD level, const WCHAR *home)
{
    USER_INFO_3 *info = (USER_INFO_3 *)block->base;
    info->usri3_priv = USER_PRIV_USER;
    info->usri3_home_dir = text_block_add(block, home);
    info->usri3_comment = text_block_add(block, L"");
    info->usri3_flags = UF_SCRIPT | UF_NORMAL_ACCOUNT;
    info->usri3_script_path = text_block_add(block, L"");
    if (level < 2)
        return;
    info->usri3_full_name = text_block_add(block, L"");
    info->usri3_usr_comment = text_block_add(block, L"");
    info->usri3_parms = text_block_add(block, L"");
    info->usri3_workstations = text_block_add(block, L"");
    info->usri3_acct_expires = TIMEQ_FOREVER;
    info->usri3_max_storage = USER_MAXSTORAGE_UNLIMITED;
    info->usri3_logon_server = text_block_add(block, L"\\\\*");
    if (level < 3)
        return;
    info->usri3_user_id = BAILEY_USER_RID;
    info->usri3_primary_group_id = DOMAIN_GROUP_RID_USERS;
    info->usri3_profile = text_block_add(block, L"");
    info->usri3_home_dir_drive = text_block_add(block, L"");
}

static void fill_other(struct text_block *block, DWORD level, PSID sid, DWORD sid_size)
{
    USER_INFO_11 *info = (USER_INFO_11 *)block->base;
    USER_INFO_20 *info20 = (USER_INFO_20 *)block->base;
    USER_INFO_23 *info23 = (USER_INFO_23 *)block->base;
    if (level == 20 || level == 23) { /* these begin alike */
        info20->usri20_full_name = text_block_add(block, L"");
        info20->usri20_comment = text_block_add(block, L"");
        info20->usri20_flags = UF_SCRIPT | UF_NORMAL_ACCOUNT;
    } else {
        info->usri11_comment = text_block_add(block, L"");
        info->usri11_usr_comment = text_block_add(block, L"");
        info->usri11_full_name = text_block_add(block, L"");
    }
    if (level == 11)
        info->usri11_priv = USER_PRIV_USER;
    if (level == 20)
        info20->usri20_user_id = BAILEY_USER_RID;
    if (level == 23 && sid_size) {
        block->used = (block->used + 7) & ~7u;
        info23->usri23_user_sid = block->base + block->used;
        memcpy(info23->usri23_user_sid, sid, sid_size);
    }
}

NET_API_STATUS WINAPI NetUserGetInfo(LPCWSTR server, LPCWSTR name, DWORD level, LPBYTE *out)
{
    WCHAR account[257], home[MAX_PATH] = L"", domain[64];
    BYTE sid[SECURITY_MAX_SID_SIZE];
    DWORD fixed = structure_size(level), sid_size = sizeof sid, room = ARRAYSIZE(domain);
    struct text_block block;
    SID_NAME_USE use;
    if (!name || !out)
        return ERROR_INVALID_PARAMETER;
    if (!is_this_machine(server))
        return NERR_InvalidComputer;
    if (!account_name(account, ARRAYSIZE(account)) || lstrcmpiW(account, name))
        return NERR_UserNotFound;
    if (!fixed)
        return ERROR_INVALID_LEVEL;
    if (!LookupAccountNameW(NULL, account, sid, &sid_size, domain, &room, &use))
        sid_size = 0;
    GetEnvironmentVariableW(L"USERPROFILE", home, ARRAYSIZE(home));
    if (!text_block_make(&block, fixed, (DWORD)(wcslen(account) + wcslen(home)) + 64 + sid_size))
        return ERROR_NOT_ENOUGH_MEMORY;
    ((USER_INFO_0 *)block.base)->usri0_name = text_block_add(&block, account);
    if (level >= 1 && level <= 3)
        fill_1(&block, level, home);
    else if (level >= 10)
        fill_other(&block, level, sid, sid_size);
    *out = block.base;
    return NERR_Success;
}

NET_API_STATUS WINAPI NetUserEnum(LPCWSTR server, DWORD level, DWORD filter, LPBYTE *out,
                                  DWORD preferred, LPDWORD read, LPDWORD total, LPDWORD resume)
{
    WCHAR account[257];
    if (!out || !read || !total)
        return ERROR_INVALID_PARAMETER;
    *out = NULL;
    *read = *total = 0;
    if (filter && !(filter & FILTER_NORMAL_ACCOUNT))
        return NERR_Success;
    if (!account_name(account, ARRAYSIZE(account)))
        return GetLastError();
    NET_API_STATUS status = NetUserGetInfo(server, account, level, out);
    if (status == NERR_Success)
        *read = *total = 1;
    return status;
}

NET_API_STATUS WINAPI NetUserGetLocalGroups(LPCWSTR server, LPCWSTR name, DWORD level, DWORD flags,
                                            LPBYTE *out, DWORD preferred, LPDWORD read,
                                            LPDWORD total)
{
    WCHAR account[257];
    struct text_block block;
    if (!name || !out || !read || !total)
        return ERROR_INVALID_PARAMETER;
    *read = *total = 0;
    if (level != 0)
        return ERROR_INVALID_LEVEL;
    if (!is_this_machine(server))
        return NERR_InvalidComputer;
    const WCHAR *plain = wcschr(name, '\\') ? wcschr(name, '\\') + 1 : name;
    if (!account_name(account, ARRAYSIZE(account)) || lstrcmpiW(account, plain))
        return NERR_UserNotFound;
    if (!text_block_make(&block, sizeof(LOCALGROUP_USERS_INFO_0), 8))
        return ERROR_NOT_ENOUGH_MEMORY;
    ((LOCALGROUP_USERS_INFO_0 *)block.base)->lgrui0_name = text_block_add(&block, L"Users");
    *out = block.base;
    *read = *total = 1;
    return NERR_Success;
}
