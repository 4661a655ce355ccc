/*
 * ex_version.c - which Windows this is: 10, 22H2.
 */
#include "ex.h"

#define MAJOR 10
#define MINOR 0
#define BUILD 19045

NTSTATUS NTAPI RtlGetVersion(RTL_OSVERSIONINFOEXW *info)
{
    if (info->dwOSVersionInfoSize != sizeof(RTL_OSVERSIONINFOW) &&
        info->dwOSVersionInfoSize != sizeof(RTL_OSVERSIONINFOEXW))
        return STATUS_INVALID_PARAMETER;
    info->dwMajorVersion = MAJOR;
    info->dwMinorVersion = MINOR;
    info->dwBuildNumber = BUILD;
    info->dwPlatformId = VER_PLATFORM_WIN32_NT;
    __builtin_memset(info->szCSDVersion, 0, sizeof info->szCSDVersion);
    if (info->dwOSVersionInfoSize == sizeof(RTL_OSVERSIONINFOEXW)) {
        info->wServicePackMajor = info->wServicePackMinor = 0;
        info->wSuiteMask = VER_SUITE_SINGLEUSERTS;
        info->wProductType = VER_NT_WORKSTATION;
        info->wReserved = 0;
    }
    return STATUS_SUCCESS;
}

void NTAPI RtlGetNtVersionNumbers(ULONG *major, ULONG *minor, ULONG *build)
{
    if (major)
        *major = MAJOR;
    if (minor)
        *minor = MINOR;
    if (build)
        *build = BUILD | 0xf0000000; /* a free build */
}

BOOLEAN NTAPI RtlGetNtProductType(ULONG *type)
{
    *type = VER_NT_WORKSTATION;
    return TRUE;
}

/* Three bits for each VER_* flag, at three times its bit number. */
ULONGLONG NTAPI VerSetConditionMask(ULONGLONG mask, ULONG flags, UCHAR condition)
{
    condition &= 7;
    for (unsigned i = 0; i < 8; i++)
        if (flags >> i & 1) {
            mask |= (ULONGLONG)condition << (3 * i);
            break;
        }
    return mask;
}

static unsigned condition_of(ULONGLONG mask, unsigned bit)
{
    return (unsigned)(mask >> (3 * bit)) & 7;
}

static BOOLEAN holds(LONG difference, unsigned condition)
{
    switch (condition) {
    case VER_EQUAL:
        return difference == 0;
    case VER_GREATER:
        return difference > 0;
    case VER_GREATER_EQUAL:
        return difference >= 0;
    case VER_LESS:
        return difference < 0;
    case VER_LESS_EQUAL:
        return difference <= 0;
    default:
        return FALSE;
    }
}

/* Version numbers are compared as one, from the most significant that is asked about: the lower
 * decide only where the higher are equal. */
static BOOLEAN numbers_hold(const RTL_OSVERSIONINFOEXW *is, const RTL_OSVERSIONINFOEXW *wanted,
                            ULONG flags, ULONGLONG mask)
{
    const struct {
        ULONG bit;
        LONG difference;
    } parts[] = {
        {1, (LONG)(is->dwMajorVersion - wanted->dwMajorVersion)},
        {0, (LONG)(is->dwMinorVersion - wanted->dwMinorVersion)},
        {5, is->wServicePackMajor - wanted->wServicePackMajor},
        {4, is->wServicePackMinor - wanted->wServicePackMinor},
    };
    unsigned condition = 0;
    LONG difference = 0;
    for (ULONG i = 0; i < ARRAYSIZE(parts); i++) {
        if (!(flags >> parts[i].bit & 1))
            continue;
        if (!condition)
            condition = condition_of(mask, parts[i].bit);
        difference = parts[i].difference;
        if (difference)
            break;
    }
    return !condition || holds(difference, condition);
}

NTSTATUS NTAPI RtlVerifyVersionInfo(const RTL_OSVERSIONINFOEXW *wanted, ULONG flags, ULONGLONG mask)
{
    RTL_OSVERSIONINFOEXW is = {.dwOSVersionInfoSize = sizeof is};
    RtlGetVersion(&is);
    if (!flags || !mask)
        return STATUS_INVALID_PARAMETER;
    if (!numbers_hold(&is, wanted, flags, mask))
        return STATUS_REVISION_MISMATCH;
    if ((flags & VER_BUILDNUMBER) &&
        !holds((LONG)(is.dwBuildNumber - wanted->dwBuildNumber), condition_of(mask, 2)))
        return STATUS_REVISION_MISMATCH;
    if ((flags & VER_PLATFORMID) &&
        !holds((LONG)(is.dwPlatformId - wanted->dwPlatformId), condition_of(mask, 3)))
        return STATUS_REVISION_MISMATCH;
    if ((flags & VER_PRODUCT_TYPE) &&
        !holds(is.wProductType - wanted->wProductType, condition_of(mask, 7)))
        return STATUS_REVISION_MISMATCH;
    if (flags & VER_SUITENAME) {
        ULONG common = is.wSuiteMask & wanted->wSuiteMask;
        BOOLEAN good = condition_of(mask, 6) == VER_AND ? common == wanted->wSuiteMask
                                                        : common || !wanted->wSuiteMask;
        if (!good)
            return STATUS_REVISION_MISMATCH;
    }
    return STATUS_SUCCESS;
}
