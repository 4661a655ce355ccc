/* version.c - which Windows this reports to be, and comparing versions. */
#include "nt.h"

enum { MAJOR = 10, MINOR = 0, BUILD = 19045 };

NTSTATUS NTAPI RtlGetVersion(PRTL_OSVERSIONINFOW info)
{
    RTL_OSVERSIONINFOEXW *more = (RTL_OSVERSIONINFOEXW *)info;

    info->dwMajorVersion = MAJOR;
    info->dwMinorVersion = MINOR;
    info->dwBuildNumber = BUILD;
    info->dwPlatformId = VER_PLATFORM_WIN32_NT;
    info->szCSDVersion[0] = 0;
    if (info->dwOSVersionInfoSize >= sizeof *more) {
        more->wServicePackMajor = more->wServicePackMinor = 0;
        more->wSuiteMask = VER_SUITE_SINGLEUSERTS;
        more->wProductType = VER_NT_WORKSTATION;
        more->wReserved = 0;
    }
    return STATUS_SUCCESS;
}

VOID NTAPI RtlGetNtVersionNumbers(PULONG major, PULONG minor, PULONG build)
{
    if (major)
        *major = MAJOR;
    if (minor)
        *minor = MINOR;
    if (build)
        *build = 0xf0000000 | BUILD; /* a free build */
}

BOOLEAN NTAPI RtlGetProductInfo(DWORD major, DWORD minor, DWORD sp_major, DWORD sp_minor,
                                PDWORD type)
{
    if (!type)
        return FALSE;
    *type = major < 6 ? PRODUCT_UNDEFINED : PRODUCT_PROFESSIONAL;
    return major >= 6;
}

/* Three bits a field, in the order of the VER_ bits. */
ULONGLONG NTAPI VerSetConditionMask(ULONGLONG mask, DWORD types, BYTE condition)
{
    for (int bit = 0; bit < 8; bit++)
        if (types >> bit & 1)
            mask |= (ULONGLONG)(condition & 7) << 3 * bit;
    return mask;
}

static unsigned condition_of(ULONGLONG mask, int bit)
{
    return (unsigned)(mask >> 3 * bit & 7);
}

static BOOLEAN holds(ULONG actual, ULONG wanted, unsigned condition)
{
    switch (condition) {
    case VER_EQUAL:
        return actual == wanted;
    case VER_GREATER:
        return actual > wanted;
    case VER_GREATER_EQUAL:
        return actual >= wanted;
    case VER_LESS:
        return actual < wanted;
    case VER_LESS_EQUAL:
        return actual <= wanted;
    }
    return FALSE;
}

/* Major, minor and the service pack's two numbers count as one number, the first condition given
   being that of the whole until a part decides. */
static BOOLEAN version_holds(const RTL_OSVERSIONINFOEXW *actual, const RTL_OSVERSIONINFOEXW *wanted,
                             ULONG types, ULONGLONG mask)
{
    const struct {
        int bit;
        ULONG actual, wanted;
    } parts[] = {
        {1, actual->dwMajorVersion, wanted->dwMajorVersion},
        {0, actual->dwMinorVersion, wanted->dwMinorVersion},
        {5, actual->wServicePackMajor, wanted->wServicePackMajor},
        {4, actual->wServicePackMinor, wanted->wServicePackMinor},
    };
    unsigned condition = 0;
    BOOLEAN last = TRUE;

    for (int i = 0; i < 4; i++) {
        if (!(types >> parts[i].bit & 1))
            continue;
        if (!condition)
            condition = condition_of(mask, parts[i].bit);
        last = holds(parts[i].actual, parts[i].wanted, condition);
        if (parts[i].actual != parts[i].wanted)
            return last;
    }
    return last;
}

NTSTATUS NTAPI RtlVerifyVersionInfo(PRTL_OSVERSIONINFOEXW wanted, ULONG types, ULONGLONG mask)
{
    RTL_OSVERSIONINFOEXW actual = {.dwOSVersionInfoSize = sizeof actual};

    if (!types || !mask)
        return STATUS_INVALID_PARAMETER;
    RtlGetVersion((PRTL_OSVERSIONINFOW)&actual);
    if (types & VER_PRODUCT_TYPE &&
        !holds(actual.wProductType, wanted->wProductType, condition_of(mask, 7)))
        return STATUS_REVISION_MISMATCH;
    if (types & VER_SUITENAME) {
        unsigned condition = condition_of(mask, 6);
        USHORT both = actual.wSuiteMask & wanted->wSuiteMask;

        if ((condition == VER_AND && both != wanted->wSuiteMask) ||
            (condition == VER_OR && !both && wanted->wSuiteMask))
            return STATUS_REVISION_MISMATCH;
    }
    if (types & VER_PLATFORMID &&
        !holds(actual.dwPlatformId, wanted->dwPlatformId, condition_of(mask, 3)))
        return STATUS_REVISION_MISMATCH;
    if (types & VER_BUILDNUMBER &&
        !holds(actual.dwBuildNumber, wanted->dwBuildNumber, condition_of(mask, 2)))
        return STATUS_REVISION_MISMATCH;
    return version_holds(&actual, wanted, types, mask) ? STATUS_SUCCESS : STATUS_REVISION_MISMATCH;
}
