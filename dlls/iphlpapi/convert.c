/* convert.c - names, indices, LUIDs and GUIDs of interfaces. */
#include "adapters.h"

/* One interface, picked by a test. FALSE: there is none. */
static BOOL pick(BOOL (*test)(const ADAPTER *, const void *), const void *what, ADAPTER *found)
{
    ADAPTER *adapters = HeapAlloc(GetProcessHeap(), 0, ADAPTERS_MAX * sizeof *adapters);
    unsigned count = adapters ? adapters_read(adapters) : 0, i = 0;
    while (i < count && !test(&adapters[i], what))
        i++;
    BOOL held = i < count;
    if (held)
        *found = adapters[i];
    HeapFree(GetProcessHeap(), 0, adapters);
    return held;
}

static BOOL has_index(const ADAPTER *adapter, const void *index)
{
    return adapter->index == *(const ULONG *)index;
}

static BOOL has_luid(const ADAPTER *adapter, const void *luid)
{
    return adapter_luid(adapter).Value == ((const NET_LUID *)luid)->Value;
}

static BOOL has_guid(const ADAPTER *adapter, const void *id)
{
    GUID guid = adapter_guid(adapter);
    return !memcmp(&guid, id, sizeof guid);
}

static BOOL has_name(const ADAPTER *adapter, const void *name)
{
    return !strcmp(adapter->name, name);
}

NETIOAPI_API ConvertInterfaceIndexToLuid(NET_IFINDEX index, PNET_LUID luid)
{
    ADAPTER found;
    if (!luid)
        return ERROR_INVALID_PARAMETER;
    luid->Value = 0;
    if (!pick(has_index, &index, &found))
        return ERROR_FILE_NOT_FOUND;
    *luid = adapter_luid(&found);
    return NO_ERROR;
}

NETIOAPI_API ConvertInterfaceLuidToIndex(const NET_LUID *luid, PNET_IFINDEX index)
{
    ADAPTER found;
    if (!luid || !index)
        return ERROR_INVALID_PARAMETER;
    *index = 0;
    if (!pick(has_luid, luid, &found))
        return ERROR_FILE_NOT_FOUND;
    *index = found.index;
    return NO_ERROR;
}

NETIOAPI_API ConvertInterfaceLuidToGuid(const NET_LUID *luid, GUID *guid)
{
    ADAPTER found;
    if (!luid || !guid)
        return ERROR_INVALID_PARAMETER;
    if (!pick(has_luid, luid, &found))
        return ERROR_FILE_NOT_FOUND;
    *guid = adapter_guid(&found);
    return NO_ERROR;
}

NETIOAPI_API ConvertInterfaceGuidToLuid(const GUID *guid, PNET_LUID luid)
{
    ADAPTER found;
    if (!luid || !guid)
        return ERROR_INVALID_PARAMETER;
    if (!pick(has_guid, guid, &found))
        return ERROR_INVALID_PARAMETER;
    *luid = adapter_luid(&found);
    return NO_ERROR;
}

static DWORD give(const char *name, PSTR narrow, PWSTR wide, SIZE_T room)
{
    SIZE_T size = strlen(name) + 1;
    if (room < size)
        return ERROR_NOT_ENOUGH_MEMORY;
    for (SIZE_T i = 0; i < size; i++)
        if (wide)
            wide[i] = (UCHAR)name[i];
        else
            narrow[i] = name[i];
    return NO_ERROR;
}

static DWORD luid_to_name(const NET_LUID *luid, PSTR narrow, PWSTR wide, SIZE_T room)
{
    ADAPTER found;
    if (!luid || (!narrow && !wide))
        return ERROR_INVALID_PARAMETER;
    if (!pick(has_luid, luid, &found))
        return ERROR_INVALID_NAME;
    return give(found.name, narrow, wide, room);
}

NETIOAPI_API ConvertInterfaceLuidToNameA(const NET_LUID *luid, PSTR name, SIZE_T room)
{
    return luid_to_name(luid, name, NULL, room);
}

NETIOAPI_API ConvertInterfaceLuidToNameW(const NET_LUID *luid, PWSTR name, SIZE_T room)
{
    return luid_to_name(luid, NULL, name, room);
}

NETIOAPI_API ConvertInterfaceLuidToAlias(const NET_LUID *luid, PWSTR name, SIZE_T room)
{
    return luid_to_name(luid, NULL, name, room);
}

NETIOAPI_API ConvertInterfaceNameToLuidA(const CHAR *name, NET_LUID *luid)
{
    ADAPTER found;
    if (!luid)
        return ERROR_INVALID_PARAMETER;
    luid->Value = 0;
    if (!name || !pick(has_name, name, &found))
        return ERROR_INVALID_NAME;
    *luid = adapter_luid(&found);
    return NO_ERROR;
}

NETIOAPI_API ConvertInterfaceNameToLuidW(const WCHAR *name, NET_LUID *luid)
{
    char narrow[16];
    unsigned i = 0;
    for (; name && name[i] && name[i] < 128 && i < sizeof narrow - 1; i++)
        narrow[i] = (char)name[i];
    narrow[i] = 0;
    return ConvertInterfaceNameToLuidA(name && !name[i] ? narrow : NULL, luid);
}

NET_IFINDEX WINAPI if_nametoindex(PCSTR name)
{
    ADAPTER found;
    return name && pick(has_name, name, &found) ? found.index : 0;
}

PCHAR WINAPI if_indextoname(NET_IFINDEX index, PCHAR name)
{
    ADAPTER found;
    if (!name || !pick(has_index, &index, &found))
        return NULL;
    return give(found.name, name, NULL, IF_NAMESIZE) ? NULL : name;
}

NETIOAPI_API ConvertLengthToIpv4Mask(ULONG length, PULONG mask)
{
    if (!mask || length > 32)
        return ERROR_INVALID_PARAMETER;
    *mask = length ? htonl(~0u << (32 - length)) : 0;
    return NO_ERROR;
}

NETIOAPI_API ConvertIpv4MaskToLength(ULONG mask, PUINT8 length)
{
    ULONG bits = ntohl(mask);
    if (!length || (~bits & (~bits + 1)))
        return ERROR_INVALID_PARAMETER;
    *length = (UINT8)__builtin_popcount(bits);
    return NO_ERROR;
}
