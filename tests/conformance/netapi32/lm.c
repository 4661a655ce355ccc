/*
 * lmapibuf.h, lmjoin.h, lmwksta.h: a machine in no domain.
 * Links: -lnetapi32 -lkernel32 -lntdll
 */
#include "conformance.h"
#include <lm.h>

CASE(buffers_know_their_size)
{
    void *buffer = NULL;
    DWORD size = 0;
    CHECK_EQ(NetApiBufferAllocate(100, &buffer), NERR_Success);
    CHECK_EQ(NetApiBufferSize(buffer, &size), NERR_Success);
    CHECK(size >= 100);
    memset(buffer, 7, 100);
    CHECK_EQ(NetApiBufferReallocate(buffer, 50000, &buffer), NERR_Success);
    CHECK_EQ(((char *)buffer)[99], 7);
    CHECK_EQ(NetApiBufferFree(buffer), NERR_Success);
    CHECK_EQ(NetApiBufferFree(NULL), NERR_Success);
}

CASE(the_machine_is_in_a_workgroup)
{
    WINE_DIFFERS("Wine 8 does not spell the name in capitals");
    LPWSTR name = NULL;
    NETSETUP_JOIN_STATUS status = NetSetupUnknownStatus;
    CHECK_EQ(NetGetJoinInformation(NULL, &name, &status), NERR_Success);
    CHECK_EQ(status, NetSetupWorkgroupName);
    CHECK_WSTR(name, L"WORKGROUP");
    NetApiBufferFree(name);
}

CASE(the_workstation_has_the_machines_name)
{
    WINE_DIFFERS("Wine 8 tells version 6 here");
    WKSTA_INFO_100 *info = NULL;
    WCHAR name[64];
    DWORD count = ARRAYSIZE(name);
    CHECK_EQ(NetWkstaGetInfo(NULL, 100, (BYTE **)&info), NERR_Success);
    REQUIRE(GetComputerNameW(name, &count));
    CHECK_WSTR(info->wki100_computername, name);
    CHECK_EQ(info->wki100_platform_id, PLATFORM_ID_NT);
    CHECK_EQ(info->wki100_ver_major, 10);
    NetApiBufferFree(info);
    CHECK_EQ(NetWkstaGetInfo(NULL, 12345, (BYTE **)&info), ERROR_INVALID_LEVEL);
}

CASE(an_unknown_user_is_not_found)
{
    BYTE *info = NULL;
    CHECK_EQ(NetUserGetInfo(NULL, L"no such user", 1, &info), NERR_UserNotFound);
}
