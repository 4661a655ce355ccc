/* aclapi.h: trustees: those whom an entry of an access list is about. */
#include "security.h"
#include "wide_name.h"

static PSID copy_sid(PSID sid)
{
    DWORD size = RtlLengthSid(sid);
    PSID copy = LocalAlloc(0, size);

    if (copy)
        memcpy(copy, sid, size);
    else
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
    return copy;
}

static PSID user_sid(void)
{
    BYTE buffer[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE] __attribute__((aligned(8)));
    HANDLE token;
    DWORD size;
    BOOL done;

    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return NULL;
    done = GetTokenInformation(token, TokenUser, buffer, sizeof(buffer), &size);
    CloseHandle(token);
    return done ? copy_sid(((TOKEN_USER *)buffer)->User.Sid) : NULL;
}

static PSID named_sid(const WCHAR *name)
{
    WCHAR domain[256];
    DWORD size = SECURITY_MAX_SID_SIZE, room = ARRAYSIZE(domain);
    SID_NAME_USE use;
    PSID sid;

    if (!lstrcmpiW(name, L"CURRENT_USER"))
        return user_sid();
    sid = LocalAlloc(0, size);
    if (!sid) {
        fail_with(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    if (LookupAccountNameW(NULL, name, sid, &size, domain, &room, &use))
        return sid;
    LocalFree(sid);
    return NULL;
}

PSID trustee_sid(const TRUSTEE_W *trustee)
{
    switch (trustee->TrusteeForm) {
    case TRUSTEE_IS_SID:
        if (RtlValidSid(trustee->ptstrName))
            return copy_sid(trustee->ptstrName);
        break;
    case TRUSTEE_IS_OBJECTS_AND_SID:
        return copy_sid(((OBJECTS_AND_SID *)trustee->ptstrName)->pSid);
    case TRUSTEE_IS_NAME:
        if (trustee->ptstrName)
            return named_sid(trustee->ptstrName);
        break;
    case TRUSTEE_IS_OBJECTS_AND_NAME:
        return named_sid(((OBJECTS_AND_NAME_W *)trustee->ptstrName)->ptstrName);
    default:
        break;
    }
    fail_with(ERROR_INVALID_PARAMETER);
    return NULL;
}

void WINAPI BuildTrusteeWithSidW(PTRUSTEE_W trustee, PSID sid)
{
    *trustee = (TRUSTEE_W){NULL, NO_MULTIPLE_TRUSTEE, TRUSTEE_IS_SID, TRUSTEE_IS_UNKNOWN, sid};
}

void WINAPI BuildTrusteeWithSidA(PTRUSTEE_A trustee, PSID sid)
{
    *trustee = (TRUSTEE_A){NULL, NO_MULTIPLE_TRUSTEE, TRUSTEE_IS_SID, TRUSTEE_IS_UNKNOWN, sid};
}

void WINAPI BuildTrusteeWithNameW(PTRUSTEE_W trustee, LPWSTR name)
{
    *trustee = (TRUSTEE_W){NULL, NO_MULTIPLE_TRUSTEE, TRUSTEE_IS_NAME, TRUSTEE_IS_UNKNOWN, name};
}

void WINAPI BuildTrusteeWithNameA(PTRUSTEE_A trustee, LPSTR name)
{
    *trustee = (TRUSTEE_A){NULL, NO_MULTIPLE_TRUSTEE, TRUSTEE_IS_NAME, TRUSTEE_IS_UNKNOWN, name};
}

TRUSTEE_FORM WINAPI GetTrusteeFormW(PTRUSTEE_W trustee)
{
    return trustee->TrusteeForm;
}

TRUSTEE_FORM WINAPI GetTrusteeFormA(PTRUSTEE_A trustee)
{
    return trustee->TrusteeForm;
}

TRUSTEE_TYPE WINAPI GetTrusteeTypeW(PTRUSTEE_W trustee)
{
    return trustee->TrusteeType;
}

TRUSTEE_TYPE WINAPI GetTrusteeTypeA(PTRUSTEE_A trustee)
{
    return trustee->TrusteeType;
}

LPWSTR WINAPI GetTrusteeNameW(PTRUSTEE_W trustee)
{
    return trustee->TrusteeForm == TRUSTEE_IS_NAME ? trustee->ptstrName : NULL;
}

LPSTR WINAPI GetTrusteeNameA(PTRUSTEE_A trustee)
{
    return trustee->TrusteeForm == TRUSTEE_IS_NAME ? trustee->ptstrName : NULL;
}

void WINAPI BuildExplicitAccessWithNameW(PEXPLICIT_ACCESS_W entry, LPWSTR name, DWORD mask,
                                         ACCESS_MODE mode, DWORD inheritance)
{
    entry->grfAccessPermissions = mask;
    entry->grfAccessMode = mode;
    entry->grfInheritance = inheritance;
    BuildTrusteeWithNameW(&entry->Trustee, name);
}

void WINAPI BuildExplicitAccessWithNameA(PEXPLICIT_ACCESS_A entry, LPSTR name, DWORD mask,
                                         ACCESS_MODE mode, DWORD inheritance)
{
    entry->grfAccessPermissions = mask;
    entry->grfAccessMode = mode;
    entry->grfInheritance = inheritance;
    BuildTrusteeWithNameA(&entry->Trustee, name);
}
