/* Names of accounts: the one user, and the well-known ones. */
#include "account.h"
#include "security.h"

static const struct {
    const WCHAR *sid, *name, *domain;
    SID_NAME_USE use;
} known[] = {
    {L"S-1-1-0", L"Everyone", L"", SidTypeWellKnownGroup},
    {L"S-1-3-0", L"CREATOR OWNER", L"", SidTypeWellKnownGroup},
    {L"S-1-5-4", L"INTERACTIVE", L"NT AUTHORITY", SidTypeWellKnownGroup},
    {L"S-1-5-11", L"Authenticated Users", L"NT AUTHORITY", SidTypeWellKnownGroup},
    {L"S-1-5-18", L"SYSTEM", L"NT AUTHORITY", SidTypeWellKnownGroup},
    {L"S-1-5-19", L"LOCAL SERVICE", L"NT AUTHORITY", SidTypeWellKnownGroup},
    {L"S-1-5-20", L"NETWORK SERVICE", L"NT AUTHORITY", SidTypeWellKnownGroup},
    {L"S-1-5-32-544", L"Administrators", L"BUILTIN", SidTypeAlias},
    {L"S-1-5-32-545", L"Users", L"BUILTIN", SidTypeAlias},
    {BAILEY_USER_SID, NULL, NULL, SidTypeUser},
};

struct account {
    WCHAR sid[128], name[256], domain[64];
    SID_NAME_USE use;
};

static void describe(unsigned index, struct account *account)
{
    DWORD room = ARRAYSIZE(account->domain);

    lstrcpyW(account->sid, known[index].sid);
    account->use = known[index].use;
    if (known[index].name) {
        lstrcpyW(account->name, known[index].name);
        lstrcpyW(account->domain, known[index].domain);
        return;
    }
    if (!GetEnvironmentVariableW(L"USERNAME", account->name, ARRAYSIZE(account->name)))
        lstrcpyW(account->name, L"user");
    if (!GetComputerNameW(account->domain, &room))
        account->domain[0] = 0;
}

BOOL WINAPI GetUserNameW(LPWSTR buffer, LPDWORD room)
{
    struct account account;
    DWORD needed;

    if (!room)
        return fail_with(ERROR_INVALID_PARAMETER);
    describe(ARRAYSIZE(known) - 1, &account);
    needed = lstrlenW(account.name) + 1;
    if (!buffer || *room < needed) {
        *room = needed;
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    }
    memcpy(buffer, account.name, needed * sizeof(WCHAR));
    *room = needed;
    return TRUE;
}

BOOL WINAPI GetUserNameA(LPSTR buffer, LPDWORD room)
{
    struct account account;
    DWORD needed;

    if (!room)
        return fail_with(ERROR_INVALID_PARAMETER);
    describe(ARRAYSIZE(known) - 1, &account);
    needed = WideCharToMultiByte(CP_ACP, 0, account.name, -1, NULL, 0, NULL, NULL);
    if (!buffer || *room < needed) {
        *room = needed;
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    }
    *room = WideCharToMultiByte(CP_ACP, 0, account.name, -1, buffer, (int)needed, NULL, NULL);
    return TRUE;
}

static BOOL find_sid(PSID sid, struct account *account)
{
    WCHAR buffer[256] = {0};
    UNICODE_STRING text = {0, sizeof(buffer) - sizeof(WCHAR), buffer};

    if (RtlConvertSidToUnicodeString(&text, sid, FALSE) < 0)
        return fail_with(ERROR_INVALID_SID);
    for (unsigned i = 0; i < ARRAYSIZE(known); i++) {
        if (!lstrcmpiW(buffer, known[i].sid)) {
            describe(i, account);
            return TRUE;
        }
    }
    return fail_with(ERROR_NONE_MAPPED);
}

/* Rooms count characters: with the terminator where they are too small, without where they do. */
static BOOL give(const WCHAR *text, WCHAR *buffer, DWORD *room)
{
    DWORD count = lstrlenW(text);
    BOOL fits = buffer && *room > count;

    if (fits)
        memcpy(buffer, text, (count + 1) * sizeof(WCHAR));
    *room = fits ? count : count + 1;
    return fits;
}

static BOOL give_narrow(const WCHAR *text, char *buffer, DWORD *room)
{
    DWORD count = WideCharToMultiByte(CP_ACP, 0, text, -1, NULL, 0, NULL, NULL) - 1;
    BOOL fits = buffer && *room > count;

    if (fits)
        WideCharToMultiByte(CP_ACP, 0, text, -1, buffer, (int)*room, NULL, NULL);
    *room = fits ? count : count + 1;
    return fits;
}

BOOL WINAPI LookupAccountSidW(LPCWSTR system, PSID sid, LPWSTR name, LPDWORD name_room,
                              LPWSTR domain, LPDWORD domain_room, PSID_NAME_USE use)
{
    struct account account;
    BOOL fits;

    if (!name_room || !domain_room || !use)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!find_sid(sid, &account))
        return FALSE;
    fits = give(account.name, name, name_room);
    fits &= give(account.domain, domain, domain_room);
    *use = account.use;
    return fits ? TRUE : fail_with(ERROR_INSUFFICIENT_BUFFER);
}

BOOL WINAPI LookupAccountSidA(LPCSTR system, PSID sid, LPSTR name, LPDWORD name_room, LPSTR domain,
                              LPDWORD domain_room, PSID_NAME_USE use)
{
    struct account account;
    BOOL fits;

    if (!name_room || !domain_room || !use)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!find_sid(sid, &account))
        return FALSE;
    fits = give_narrow(account.name, name, name_room);
    fits &= give_narrow(account.domain, domain, domain_room);
    *use = account.use;
    return fits ? TRUE : fail_with(ERROR_INSUFFICIENT_BUFFER);
}

static BOOL find_name(const WCHAR *name, struct account *account)
{
    const WCHAR *last = name;

    for (const WCHAR *at = name; *at; at++)
        if (*at == '\\')
            last = at + 1;
    for (unsigned i = 0; i < ARRAYSIZE(known); i++) {
        describe(i, account);
        if (!lstrcmpiW(last, account->name))
            return TRUE;
    }
    return fail_with(ERROR_NONE_MAPPED);
}

BOOL WINAPI LookupAccountNameW(LPCWSTR system, LPCWSTR name, PSID buffer, LPDWORD room,
                               LPWSTR domain, LPDWORD domain_room, PSID_NAME_USE use)
{
    struct account account;
    DWORD needed;
    BOOL fits;
    PSID sid;

    if (!name || !room || !domain_room || !use)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!find_name(name, &account) || !ConvertStringSidToSidW(account.sid, &sid))
        return FALSE;
    needed = RtlLengthSid(sid);
    fits = buffer && *room >= needed;
    if (fits)
        memcpy(buffer, sid, needed);
    *room = needed;
    LocalFree(sid);
    fits &= give(account.domain, domain, domain_room);
    *use = account.use;
    return fits ? TRUE : fail_with(ERROR_INSUFFICIENT_BUFFER);
}

BOOL WINAPI LookupAccountNameA(LPCSTR system, LPCSTR name, PSID buffer, LPDWORD room, LPSTR domain,
                               LPDWORD domain_room, PSID_NAME_USE use)
{
    WCHAR wide[256], wide_domain[64];
    DWORD wide_room = ARRAYSIZE(wide_domain);
    BOOL done, fits;

    if (!name || !domain_room || !MultiByteToWideChar(CP_ACP, 0, name, -1, wide, ARRAYSIZE(wide)))
        return fail_with(ERROR_INVALID_PARAMETER);
    done = LookupAccountNameW(NULL, wide, buffer, room, wide_domain, &wide_room, use);
    if (!done && GetLastError() != ERROR_INSUFFICIENT_BUFFER)
        return FALSE;
    fits = give_narrow(wide_domain, domain, domain_room);
    return done && fits ? TRUE : fail_with(ERROR_INSUFFICIENT_BUFFER);
}
