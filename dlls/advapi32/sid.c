/* securitybaseapi.h and sddl.h: security identifiers. */
#include "security.h"

BOOL WINAPI IsValidSid(PSID sid)
{
    return sid && RtlValidSid(sid);
}

BOOL WINAPI EqualSid(PSID a, PSID b)
{
    return RtlEqualSid(a, b);
}

BOOL WINAPI EqualPrefixSid(PSID a, PSID b)
{
    return RtlEqualPrefixSid(a, b);
}

DWORD WINAPI GetSidLengthRequired(UCHAR count)
{
    return RtlLengthRequiredSid(count);
}

DWORD WINAPI GetLengthSid(PSID sid)
{
    return RtlLengthSid(sid);
}

BOOL WINAPI InitializeSid(PSID sid, PSID_IDENTIFIER_AUTHORITY authority, BYTE count)
{
    return nt_result(RtlInitializeSid(sid, authority, count));
}

PSID_IDENTIFIER_AUTHORITY WINAPI GetSidIdentifierAuthority(PSID sid)
{
    return &((SID *)sid)->IdentifierAuthority;
}

PDWORD WINAPI GetSidSubAuthority(PSID sid, DWORD index)
{
    return &((SID *)sid)->SubAuthority[index];
}

PUCHAR WINAPI GetSidSubAuthorityCount(PSID sid)
{
    return &((SID *)sid)->SubAuthorityCount;
}

BOOL WINAPI CopySid(DWORD room, PSID to, PSID from)
{
    return nt_result(RtlCopySid(room, to, from));
}

BOOL WINAPI AllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY authority, BYTE count, DWORD a,
                                     DWORD b, DWORD c, DWORD d, DWORD e, DWORD f, DWORD g, DWORD h,
                                     PSID *sid)
{
    return nt_result(RtlAllocateAndInitializeSid(authority, count, a, b, c, d, e, f, g, h, sid));
}

PVOID WINAPI FreeSid(PSID sid)
{
    RtlFreeSid(sid);
    return NULL;
}

BOOL WINAPI ConvertSidToStringSidW(PSID sid, LPWSTR *text)
{
    WCHAR buffer[256];
    UNICODE_STRING string = {0, sizeof(buffer), buffer};
    NTSTATUS status;

    if (!sid || !text)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!RtlValidSid(sid))
        return fail_with(ERROR_INVALID_SID);
    status = RtlConvertSidToUnicodeString(&string, sid, FALSE);
    if (status < 0)
        return set_last_nt_error(status);
    *text = LocalAlloc(LMEM_ZEROINIT, string.Length + sizeof(WCHAR));
    if (!*text)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    memcpy(*text, buffer, string.Length);
    return TRUE;
}

BOOL WINAPI ConvertSidToStringSidA(PSID sid, LPSTR *text)
{
    WCHAR *wide;
    int count;

    if (!text || !ConvertSidToStringSidW(sid, &wide))
        return text ? FALSE : fail_with(ERROR_INVALID_PARAMETER);
    count = lstrlenW(wide) + 1;
    *text = LocalAlloc(0, count);
    if (*text)
        WideCharToMultiByte(CP_ACP, 0, wide, -1, *text, count, NULL, NULL);
    LocalFree(wide);
    return *text ? TRUE : fail_with(ERROR_NOT_ENOUGH_MEMORY);
}

/* Two-letter names of the public documentation's "SID strings". */
static const struct {
    WCHAR name[3];
    const WCHAR *sid;
} aliases[] = {
    {L"AN", L"S-1-5-7"},      {L"AU", L"S-1-5-11"},     {L"BA", L"S-1-5-32-544"},
    {L"BG", L"S-1-5-32-546"}, {L"BU", L"S-1-5-32-545"}, {L"CG", L"S-1-3-1"},
    {L"CO", L"S-1-3-0"},      {L"IU", L"S-1-5-4"},      {L"LS", L"S-1-5-19"},
    {L"NS", L"S-1-5-20"},     {L"NU", L"S-1-5-2"},      {L"SU", L"S-1-5-6"},
    {L"SY", L"S-1-5-18"},     {L"WD", L"S-1-1-0"},      {L"HI", L"S-1-16-12288"},
    {L"ME", L"S-1-16-8192"},  {L"LW", L"S-1-16-4096"},  {L"SI", L"S-1-16-16384"},
    {L"PS", L"S-1-5-10"},     {L"RC", L"S-1-5-12"},     {L"OW", L"S-1-3-4"},
    {L"PU", L"S-1-5-32-547"}, {L"AO", L"S-1-5-32-548"}, {L"SO", L"S-1-5-32-549"},
    {L"PO", L"S-1-5-32-550"}, {L"BO", L"S-1-5-32-551"}, {L"RE", L"S-1-5-32-552"},
    {L"RU", L"S-1-5-32-554"}, {L"RD", L"S-1-5-32-555"}, {L"NO", L"S-1-5-32-556"},
    {L"ED", L"S-1-5-9"},      {L"AC", L"S-1-15-2-1"},   {L"MP", L"S-1-16-8448"},
};

const WCHAR *sid_alias(PSID sid)
{
    WCHAR buffer[256] = {0};
    UNICODE_STRING text = {0, sizeof(buffer) - sizeof(WCHAR), buffer};

    if (RtlConvertSidToUnicodeString(&text, sid, FALSE) < 0)
        return NULL;
    for (unsigned i = 0; i < ARRAYSIZE(aliases); i++)
        if (!lstrcmpW(buffer, aliases[i].sid))
            return aliases[i].name;
    return NULL;
}

BOOL sid_from_part(const WCHAR *text, SIZE_T count, PSID *sid)
{
    WCHAR buffer[256];

    if (count >= ARRAYSIZE(buffer))
        return fail_with(ERROR_INVALID_SID);
    memcpy(buffer, text, count * sizeof(WCHAR));
    buffer[count] = 0;
    return ConvertStringSidToSidW(buffer, sid);
}

static BOOL read_number(const WCHAR **text, ULONGLONG *number)
{
    const WCHAR *start = *text;
    BOOL hex = start[0] == '0' && (start[1] == 'x' || start[1] == 'X');

    *number = 0;
    if (hex)
        *text = start += 2;
    for (;; ++*text) {
        WCHAR c = **text;

        if (c >= '0' && c <= '9')
            *number = *number * (hex ? 16 : 10) + (c - '0');
        else if (hex && (c | 32) >= 'a' && (c | 32) <= 'f')
            *number = *number * 16 + ((c | 32) - 'a' + 10);
        else
            return *text != start;
    }
}

BOOL WINAPI ConvertStringSidToSidW(LPCWSTR text, PSID *result)
{
    SID_IDENTIFIER_AUTHORITY authority;
    ULONGLONG number;
    DWORD parts[SID_MAX_SUB_AUTHORITIES];
    BYTE count = 0;
    SID *sid;

    if (!text || !result)
        return fail_with(ERROR_INVALID_PARAMETER);
    for (unsigned i = 0; i < ARRAYSIZE(aliases); i++)
        if (!lstrcmpiW(text, aliases[i].name))
            text = aliases[i].sid;
    if ((text[0] | 32) != 's' || text[1] != '-')
        return fail_with(ERROR_INVALID_SID);
    text += 2;
    if (!read_number(&text, &number) || number != SID_REVISION || *text++ != '-' ||
        !read_number(&text, &number))
        return fail_with(ERROR_INVALID_SID);
    for (unsigned i = 0; i < 6; i++)
        authority.Value[i] = (BYTE)(number >> 8 * (5 - i));
    while (*text == '-' && count < SID_MAX_SUB_AUTHORITIES) {
        text++;
        if (!read_number(&text, &number) || number > MAXDWORD)
            return fail_with(ERROR_INVALID_SID);
        parts[count++] = (DWORD)number;
    }
    if (*text || !count)
        return fail_with(ERROR_INVALID_SID);
    sid = LocalAlloc(0, RtlLengthRequiredSid(count));
    if (!sid)
        return fail_with(ERROR_NOT_ENOUGH_MEMORY);
    RtlInitializeSid(sid, &authority, count);
    memcpy(sid->SubAuthority, parts, count * sizeof(DWORD));
    *result = sid;
    return TRUE;
}

BOOL WINAPI ConvertStringSidToSidA(LPCSTR text, PSID *result)
{
    WCHAR wide[256];

    if (!text || !result)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!MultiByteToWideChar(CP_ACP, 0, text, -1, wide, ARRAYSIZE(wide)))
        return fail_with(ERROR_INVALID_SID);
    return ConvertStringSidToSidW(wide, result);
}

/* Those that do not depend on a domain, by WELL_KNOWN_SID_TYPE. */
static const struct {
    WELL_KNOWN_SID_TYPE type;
    const WCHAR *sid;
} well_known[] = {
    {WinNullSid, L"S-1-0-0"},
    {WinWorldSid, L"S-1-1-0"},
    {WinLocalSid, L"S-1-2-0"},
    {WinCreatorOwnerSid, L"S-1-3-0"},
    {WinCreatorGroupSid, L"S-1-3-1"},
    {WinNetworkSid, L"S-1-5-2"},
    {WinInteractiveSid, L"S-1-5-4"},
    {WinServiceSid, L"S-1-5-6"},
    {WinAnonymousSid, L"S-1-5-7"},
    {WinSelfSid, L"S-1-5-10"},
    {WinAuthenticatedUserSid, L"S-1-5-11"},
    {WinLocalSystemSid, L"S-1-5-18"},
    {WinLocalServiceSid, L"S-1-5-19"},
    {WinNetworkServiceSid, L"S-1-5-20"},
    {WinBuiltinAdministratorsSid, L"S-1-5-32-544"},
    {WinBuiltinUsersSid, L"S-1-5-32-545"},
    {WinBuiltinGuestsSid, L"S-1-5-32-546"},
    {WinLowLabelSid, L"S-1-16-4096"},
    {WinMediumLabelSid, L"S-1-16-8192"},
    {WinHighLabelSid, L"S-1-16-12288"},
    {WinSystemLabelSid, L"S-1-16-16384"},
};

BOOL WINAPI CreateWellKnownSid(WELL_KNOWN_SID_TYPE type, PSID domain, PSID buffer, DWORD *room)
{
    unsigned i = 0;
    DWORD needed;
    BOOL fits;
    PSID sid;

    while (i < ARRAYSIZE(well_known) && well_known[i].type != type)
        i++;
    if (i == ARRAYSIZE(well_known) || !room)
        return fail_with(ERROR_INVALID_PARAMETER);
    if (!ConvertStringSidToSidW(well_known[i].sid, &sid))
        return FALSE;
    needed = RtlLengthSid(sid);
    fits = buffer && *room >= needed;
    if (fits)
        memcpy(buffer, sid, needed);
    *room = needed;
    LocalFree(sid);
    return fits ? TRUE : fail_with(ERROR_INSUFFICIENT_BUFFER);
}

BOOL WINAPI IsWellKnownSid(PSID sid, WELL_KNOWN_SID_TYPE type)
{
    BYTE buffer[SECURITY_MAX_SID_SIZE];
    DWORD room = sizeof(buffer);

    return CreateWellKnownSid(type, NULL, buffer, &room) && RtlEqualSid(sid, buffer);
}
