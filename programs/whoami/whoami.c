/* whoami.c - the user of this process: its name, and with /user /groups /priv what its token has.
 */
#include "table.h"
#include <sddl.h>

static enum table_format format;
static BOOL header = TRUE;

static void *token_facts(TOKEN_INFORMATION_CLASS what)
{
    HANDLE token;
    DWORD size = 0;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
        return NULL;
    GetTokenInformation(token, what, NULL, 0, &size);
    void *facts = need(size + 1);
    if (!GetTokenInformation(token, what, facts, size, &size)) {
        free(facts);
        facts = NULL;
    }
    CloseHandle(token);
    return facts;
}

/* "domain\name", or an empty text; the kind of account is *use. */
static void account_of(PSID sid, WCHAR *text, SID_NAME_USE *use)
{
    WCHAR name[257], domain[257];
    DWORD name_size = 257, domain_size = 257;
    text[0] = 0;
    *use = SidTypeUnknown;
    if (LookupAccountSidW(NULL, sid, name, &name_size, domain, &domain_size, use))
        set_text(text, 600, domain[0] ? L"%ls\\%ls" : L"%.0ls%ls", domain, name);
}

static void own_name(WCHAR *text)
{
    SID_NAME_USE use;
    TOKEN_USER *user = token_facts(TokenUser);
    text[0] = 0;
    if (user)
        account_of(user->User.Sid, text, &use);
    _wcslwr(text);
    free(user);
}

static void sid_text(PSID sid, WCHAR *text)
{
    WCHAR *result = NULL;
    text[0] = 0;
    if (ConvertSidToStringSidW(sid, &result))
        wcsncpy(text, result, 199);
    LocalFree(result);
}

static void title(const WCHAR *text)
{
    if (format == FORMAT_CSV)
        return;
    print(L"\n%ls\n", text);
    for (size_t i = 0; i < wcslen(text); i++)
        print(L"-");
    print(L"\n\n");
}

static void show_user(void)
{
    static const COLUMN columns[] = {{L"User Name", 0, 0}, {L"SID", 0, 0}};
    TABLE table = {columns, 2, NULL, 0};
    WCHAR name[600], sid[200] = L"";
    TOKEN_USER *user = token_facts(TokenUser);
    own_name(name);
    if (user)
        sid_text(user->User.Sid, sid);
    const WCHAR *cells[] = {name, sid};
    table_add(&table, cells);
    title(L"USER INFORMATION");
    table_print(&table, format, header);
    free(user);
}

static const WCHAR *kind_of(SID_NAME_USE use)
{
    switch (use) {
    case SidTypeUser:
        return L"User";
    case SidTypeGroup:
        return L"Group";
    case SidTypeAlias:
        return L"Alias";
    case SidTypeWellKnownGroup:
        return L"Well-known group";
    case SidTypeLabel:
        return L"Label";
    default:
        return L"Unknown SID type";
    }
}

static void group_attributes(DWORD bits, WCHAR *text)
{
    static const struct {
        DWORD bit;
        const WCHAR *name;
    } names[] = {{SE_GROUP_MANDATORY, L"Mandatory group"},
                 {SE_GROUP_ENABLED_BY_DEFAULT, L"Enabled by default"},
                 {SE_GROUP_ENABLED, L"Enabled group"},
                 {SE_GROUP_OWNER, L"Group owner"},
                 {SE_GROUP_USE_FOR_DENY_ONLY, L"Group used for deny only"}};
    text[0] = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bits & names[i].bit) {
            wcscat(text, text[0] ? L", " : L"");
            wcscat(text, names[i].name);
        }
}

static void show_groups(void)
{
    static const COLUMN columns[] = {
        {L"Group Name", 0, 0}, {L"Type", 16, 0}, {L"SID", 0, 0}, {L"Attributes", 0, 0}};
    TABLE table = {columns, 4, NULL, 0};
    WCHAR name[600], sid[200], attributes[200];
    SID_NAME_USE use;
    TOKEN_GROUPS *groups = token_facts(TokenGroups);
    for (DWORD i = 0; groups && i < groups->GroupCount; i++) {
        const SID_AND_ATTRIBUTES *group = &groups->Groups[i];
        if ((group->Attributes & SE_GROUP_LOGON_ID) == SE_GROUP_LOGON_ID)
            continue;
        account_of(group->Sid, name, &use);
        sid_text(group->Sid, sid);
        group_attributes(group->Attributes, attributes);
        const WCHAR *cells[] = {name, kind_of(use), sid, attributes};
        table_add(&table, cells);
    }
    title(L"GROUP INFORMATION");
    table_print(&table, format, header);
    free(groups);
}

static const WCHAR *description_of(const WCHAR *name)
{
    static const WCHAR *const texts[][2] = {
        {L"SeShutdownPrivilege", L"Shut down the system"},
        {L"SeChangeNotifyPrivilege", L"Bypass traverse checking"},
        {L"SeUndockPrivilege", L"Remove computer from docking station"},
        {L"SeIncreaseWorkingSetPrivilege", L"Increase a process working set"},
        {L"SeTimeZonePrivilege", L"Change the time zone"},
        {L"SeCreateSymbolicLinkPrivilege", L"Create symbolic links"},
        {L"SeDebugPrivilege", L"Debug programs"},
        {L"SeBackupPrivilege", L"Back up files and directories"},
        {L"SeRestorePrivilege", L"Restore files and directories"},
        {L"SeSecurityPrivilege", L"Manage auditing and security log"},
        {L"SeTakeOwnershipPrivilege", L"Take ownership of files or other objects"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (_wcsicmp(name, texts[i][0]) == 0)
            return texts[i][1];
    return L"";
}

static void show_privileges(void)
{
    static const COLUMN columns[] = {
        {L"Privilege Name", 0, 0}, {L"Description", 0, 0}, {L"State", 0, 0}};
    TABLE table = {columns, 3, NULL, 0};
    TOKEN_PRIVILEGES *all = token_facts(TokenPrivileges);
    for (DWORD i = 0; all && i < all->PrivilegeCount; i++) {
        WCHAR name[200];
        DWORD size = 200;
        if (!LookupPrivilegeNameW(NULL, &all->Privileges[i].Luid, name, &size))
            continue;
        BOOL enabled = (all->Privileges[i].Attributes & SE_PRIVILEGE_ENABLED) != 0;
        const WCHAR *cells[] = {name, description_of(name), enabled ? L"Enabled" : L"Disabled"};
        table_add(&table, cells);
    }
    title(L"PRIVILEGES INFORMATION");
    table_print(&table, format, header);
    free(all);
}

static void wrong(const WCHAR *word)
{
    complain(L"ERROR: Invalid argument/option - '%ls'.\nType \"WHOAMI /?\" for usage.\n", word);
    finish(1);
}

static const WCHAR usage[] =
    L"\nWhoAmI has three ways of working: \n\nSyntax 1:\n    WHOAMI [/LOGONID]\n\n"
    L"Syntax 2:\n    WHOAMI { [/USER] [/GROUPS] [/PRIV] } [/FO format] [/NH]\n\n"
    L"Syntax 3:\n    WHOAMI /ALL [/FO format] [/NH]\n\nDescription:\n"
    L"    This utility can be used to get user name and group information\n"
    L"    along with the respective security identifiers (SID), claims,\n"
    L"    privileges, logon identifier (logon ID) for the current user on\n"
    L"    the local system.\n";

/* Questions that have one answer, each the only option of its command line. */
static void answer(const WCHAR *word)
{
    WCHAR sid[200];
    if (is_option(word, L"upn")) {
        complain(L"ERROR: Unable to get User Principal Name (UPN) as the current logged-on user\n"
                 L"       is not a domain user.\n");
        finish(1);
    }
    if (is_option(word, L"fqdn")) {
        complain(L"ERROR: Unable to get Fully Qualified Distinguished Name (FQDN) as the current\n"
                 L"       logged-on user is not a domain user.\n");
        finish(1);
    }
    if (!is_option(word, L"logonid"))
        return;
    TOKEN_GROUPS *groups = token_facts(TokenGroups);
    for (DWORD i = 0; groups && i < groups->GroupCount; i++)
        if ((groups->Groups[i].Attributes & SE_GROUP_LOGON_ID) == SE_GROUP_LOGON_ID) {
            sid_text(groups->Groups[i].Sid, sid);
            print(L"%ls\n", sid);
            finish(0);
        }
    complain(L"ERROR: Unable to get logon identifier (logon ID).\n");
    finish(1);
}

int wmain(int count, WCHAR **words)
{
    BOOL user = FALSE, groups = FALSE, privileges = FALSE;
    WCHAR name[600];
    if (count == 2)
        answer(words[1]);
    for (int i = 1; i < count; i++) {
        BOOL all = is_option(words[i], L"all");
        if (is_option(words[i], L"?")) {
            print(L"%ls", usage);
            finish(0);
        } else if (is_option(words[i], L"nh"))
            header = FALSE;
        else if (is_option(words[i], L"fo") && i + 1 < count) {
            if (!table_format_of(words[++i], &format))
                wrong(words[i]);
        } else if (all || is_option(words[i], L"user") || is_option(words[i], L"groups") ||
                   is_option(words[i], L"priv")) {
            user |= all || is_option(words[i], L"user");
            groups |= all || is_option(words[i], L"groups");
            privileges |= all || is_option(words[i], L"priv");
        } else
            wrong(words[i]);
    }
    if (user)
        show_user();
    if (groups)
        show_groups();
    if (privileges)
        show_privileges();
    if (!user && !groups && !privileges) {
        own_name(name);
        print(L"%ls\n", name);
    }
    finish(0);
}
