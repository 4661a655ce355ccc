/*
 * icacls.c - shows and changes the access control lists of files.
 *
 * A list is what the host's permission bits say, and these cannot say all: what a file has not kept
 * of a change is an error.
 */
#include "rights.h"
#include <aclapi.h>
#include <sddl.h>

#define DATA_RIGHTS (FILE_READ_DATA | FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_EXECUTE)

enum verb { GRANT, REPLACE, DENY, REMOVE, REMOVE_GRANTED, REMOVE_DENIED };

static struct change {
    enum verb verb;
    PSID who;
    DWORD flags, mask;
} * changes;
static size_t change_count;
static WCHAR inheritance; /* e, d, r; 0: as it is */
static PSID new_owner;
static BOOL tree, go_on, quiet;
static unsigned good, bad;
static int last_error = ERROR_FILE_NOT_FOUND;

__attribute__((noreturn)) static void wrong(const WCHAR *word)
{
    complain(L"Invalid parameter \"%ls\"\n", word);
    finish(87);
}

/* ---- who */

static PSID find_account(const WCHAR *name)
{
    BYTE sid[SECURITY_MAX_SID_SIZE];
    WCHAR domain[256];
    DWORD size = sizeof sid, domain_size = 256;
    SID_NAME_USE use;
    PSID found = NULL;
    if (*name == '*' && ConvertStringSidToSidW(name + 1, &found))
        return found;
    if (!LookupAccountNameW(NULL, name, sid, &size, domain, &domain_size, &use)) {
        complain(L"%ls: %ls\n", name, error_text(ERROR_NONE_MAPPED));
        finish(ERROR_NONE_MAPPED);
    }
    return memcpy(need(sizeof sid), sid, sizeof sid);
}

static void account_name(PSID sid, WCHAR *text, size_t room)
{
    WCHAR name[256], domain[256], *as_text = NULL;
    DWORD name_size = 256, domain_size = 256;
    SID_NAME_USE use;
    if (LookupAccountSidW(NULL, sid, name, &name_size, domain, &domain_size, &use))
        set_text(text, room, domain[0] ? L"%ls\\%ls" : L"%ls%ls", domain, name);
    else if (ConvertSidToStringSidW(sid, &as_text))
        set_text(text, room, L"%ls", as_text);
    else
        set_text(text, room, L"?");
    LocalFree(as_text);
}

/* ---- showing */

static DWORD show(const WCHAR *path)
{
    PACL list = NULL;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    WCHAR who[600], rights[RIGHTS_ROOM];
    void *entry;
    DWORD error = GetNamedSecurityInfoW((WCHAR *)path, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION,
                                        NULL, NULL, &list, NULL, &descriptor);
    if (error)
        return error;
    if (!list)
        print(L"%ls No permissions are set. All users have full control.\n", path);
    for (DWORD i = 0; list && GetAce(list, i, &entry); i++) {
        const ACCESS_ALLOWED_ACE *ace = entry;
        if (ace->Header.AceType > ACCESS_DENIED_ACE_TYPE)
            continue;
        account_name((PSID)&ace->SidStart, who, 600);
        show_rights(ace->Header.AceFlags, ace->Mask, ace->Header.AceType == ACCESS_DENIED_ACE_TYPE,
                    rights);
        print(L"%*ls %ls:%ls\n", (int)wcslen(path), i ? L"" : path, who, rights);
    }
    print(L"\n");
    LocalFree(descriptor);
    return 0;
}

/* ---- changing */

static void remove_entries(PACL list, const struct change *change, DWORD types)
{
    void *entry;
    for (DWORD i = 0; GetAce(list, i, &entry);) {
        const ACCESS_ALLOWED_ACE *ace = entry;
        if (!(ace->Header.AceFlags & INHERITED_ACE) && ace->Header.AceType <= 1 &&
            types >> ace->Header.AceType & 1 && EqualSid((PSID)&ace->SidStart, change->who))
            DeleteAce(list, i);
        else
            i++;
    }
}

static DWORD apply(PACL *list, const struct change *change)
{
    EXPLICIT_ACCESSW access = {.grfAccessPermissions = change->mask,
                               .grfAccessMode = change->verb == DENY ? DENY_ACCESS : GRANT_ACCESS,
                               .grfInheritance = change->flags};
    PACL after;
    access.Trustee.TrusteeForm = TRUSTEE_IS_SID;
    access.Trustee.ptstrName = change->who;
    if (change->verb == REPLACE)
        remove_entries(*list, change, 1);
    else if (change->verb >= REMOVE)
        remove_entries(*list, change,
                       change->verb == REMOVE           ? 3
                       : change->verb == REMOVE_GRANTED ? 1
                                                        : 2);
    if (change->verb >= REMOVE)
        return 0;
    DWORD error = SetEntriesInAclW(1, &access, *list, &after);
    if (!error)
        *list = after;
    return error;
}

/* What was inherited becomes the file's own, or goes. */
static void end_inheritance(PACL list, BOOL keep)
{
    void *entry;
    for (DWORD i = 0; GetAce(list, i, &entry);) {
        ACE_HEADER *header = entry;
        if (header->AceFlags & INHERITED_ACE && !keep) {
            DeleteAce(list, i);
            continue;
        }
        header->AceFlags &= (BYTE)~INHERITED_ACE;
        i++;
    }
}

/* What the list's entries of one type give to one account. */
static DWORD mask_of(PACL list, PSID who, BYTE type)
{
    DWORD mask = 0;
    void *entry;
    for (DWORD i = 0; GetAce(list, i, &entry); i++) {
        const ACCESS_ALLOWED_ACE *ace = entry;
        if (ace->Header.AceType == type && EqualSid((PSID)&ace->SidStart, who))
            mask |= ace->Mask;
    }
    return mask;
}

static DWORD check_kept(const WCHAR *path)
{
    PACL list = NULL;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    DWORD error = GetNamedSecurityInfoW((WCHAR *)path, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION,
                                        NULL, NULL, &list, NULL, &descriptor);
    for (size_t i = 0; !error && list && i < change_count; i++) {
        const struct change *change = &changes[i];
        DWORD allowed = mask_of(list, change->who, ACCESS_ALLOWED_ACE_TYPE);
        BOOL kept = TRUE;
        if (change->verb == GRANT || change->verb == REPLACE)
            kept = (allowed & change->mask) == change->mask;
        else if (change->verb == DENY)
            kept = !(allowed & change->mask & DATA_RIGHTS);
        else if (change->verb != REMOVE_DENIED)
            kept = !allowed;
        if (!kept)
            error = ERROR_NOT_SUPPORTED;
    }
    LocalFree(descriptor);
    return error;
}

static DWORD change_file(const WCHAR *path)
{
    SECURITY_INFORMATION what = DACL_SECURITY_INFORMATION;
    BYTE empty[sizeof(ACL)];
    PACL list = NULL;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    if (new_owner)
        return SetNamedSecurityInfoW((WCHAR *)path, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION,
                                     new_owner, NULL, NULL, NULL);
    DWORD error = GetNamedSecurityInfoW((WCHAR *)path, SE_FILE_OBJECT, what, NULL, NULL, &list,
                                        NULL, &descriptor);
    if (error)
        return error;
    if (!list) {
        list = (PACL)empty;
        InitializeAcl(list, sizeof empty, ACL_REVISION);
    }
    if (inheritance == 'd' || inheritance == 'r')
        end_inheritance(list, inheritance == 'd');
    if (inheritance)
        what |= inheritance == 'e' ? UNPROTECTED_DACL_SECURITY_INFORMATION
                                   : PROTECTED_DACL_SECURITY_INFORMATION;
    for (size_t i = 0; i < change_count && !error; i++)
        error = apply(&list, &changes[i]);
    if (!error)
        error = SetNamedSecurityInfoW((WCHAR *)path, SE_FILE_OBJECT, what, NULL, NULL, list, NULL);
    LocalFree(descriptor);
    return error ? error : check_kept(path);
}

/* ---- files */

static void take_file(const WCHAR *path)
{
    BOOL changing = change_count || inheritance || new_owner;
    DWORD error = changing ? change_file(path) : show(path);
    if (!error) {
        good++;
        if (changing && !quiet)
            print(L"processed file: %ls\n", path);
        return;
    }
    bad++;
    last_error = (int)error;
    if (error == ERROR_NOT_SUPPORTED)
        complain(L"%ls: The permissions of the host cannot say this.\n", path);
    else
        complain(L"%ls: %ls\n", path, error_text(error));
    if (!go_on) {
        print(L"Successfully processed %u files; Failed processing %u files\n", good, bad);
        finish((int)error);
    }
}

static void walk(const WCHAR *directory)
{
    WCHAR path[PATH_ROOM];
    LISTING listing;
    join_path(path, directory, L"*");
    list_directory(path, &listing);
    for (size_t i = 0; i < listing.count; i++) {
        DWORD attributes = listing.entries[i].dwFileAttributes;
        join_path(path, directory, listing.entries[i].cFileName);
        take_file(path);
        if (attributes & FILE_ATTRIBUTE_DIRECTORY && !(attributes & FILE_ATTRIBUTE_REPARSE_POINT))
            walk(path);
    }
    free_listing(&listing);
}

static void take_name(const WCHAR *name)
{
    WCHAR path[PATH_ROOM];
    LISTING listing;
    if (!has_wildcard(name)) {
        take_file(name);
        if (tree && is_directory(name))
            walk(name);
        return;
    }
    if (!list_directory(name, &listing)) {
        complain(L"%ls: %ls\n", name, error_text(GetLastError()));
        bad++;
    }
    for (size_t i = 0; i < listing.count; i++) {
        set_text(path, PATH_ROOM, L"%.*ls%ls", (int)(last_part(name) - name), name,
                 listing.entries[i].cFileName);
        take_file(path);
        if (tree && is_directory(path))
            walk(path);
    }
    free_listing(&listing);
}

/* ---- the command line */

static const WCHAR usage[] =
    L"\nICACLS name [/T] [/C] [/L] [/Q]\n"
    L"    displays the access control lists of the files.\n\n"
    L"ICACLS name [/grant[:r] Sid:perm[...]] [/deny Sid:perm [...]]\n"
    L"       [/remove[:g|:d]] Sid[...]] [/inheritance:e|d|r] [/T] [/C] [/L] [/Q]\n"
    L"ICACLS name /setowner user [/T] [/C] [/L] [/Q]\n\n"
    L"    Sids are names, or *S-1-... in digits.\n"
    L"    perm is a permission mask: N, F, M, RX, R, W, D, or a list in parentheses\n"
    L"    of these and DE RC WDAC WO S AS MA GR GW GE GA RD WD AD REA WEA X DC RA WA,\n"
    L"    with (OI) (CI) (IO) (NP) before it for directories.\n";

static void add_change(enum verb verb, WCHAR *word)
{
    struct change change = {.verb = verb};
    WCHAR *colon = verb < REMOVE ? wcsrchr(word, ':') : NULL;
    if (verb < REMOVE && (!colon || !read_rights(colon + 1, &change.flags, &change.mask)))
        wrong(word);
    if (colon)
        *colon = 0;
    change.who = find_account(word);
    changes = more(changes, (change_count + 1) * sizeof change);
    changes[change_count++] = change;
}

static const struct {
    const WCHAR *name;
    enum verb verb;
} verbs[] = {{L"grant", GRANT},   {L"grant:r", REPLACE},         {L"deny", DENY},
             {L"remove", REMOVE}, {L"remove:g", REMOVE_GRANTED}, {L"remove:d", REMOVE_DENIED}};

/* A verb takes all words up to the next option; where it ends, 0: it is none. */
static int take_verb(int at, int count, WCHAR **words)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (!is_option(words[at], verbs[i].name))
            continue;
        if (at + 1 == count || words[at + 1][0] == '/')
            wrong(words[at]);
        while (++at < count && words[at][0] != '/')
            add_change(verbs[i].verb, words[at]);
        return at;
    }
    return 0;
}

static int take_option(int at, int count, WCHAR **words)
{
    const WCHAR *word = words[at], *rest;
    int next = take_verb(at, count, words);
    if (next)
        return next;
    if (is_option(word, L"t"))
        tree = TRUE;
    else if (is_option(word, L"c"))
        go_on = TRUE;
    else if (is_option(word, L"q"))
        quiet = TRUE;
    else if (is_option(word, L"setowner") && at + 1 < count)
        new_owner = find_account(words[++at]);
    else if (option_value(word, L"inheritance:", &rest) && rest[0] && !rest[1] &&
             wcschr(L"edr", towlower(rest[0])))
        inheritance = (WCHAR)towlower(rest[0]);
    else if (is_option(word, L"save") || is_option(word, L"restore") || is_option(word, L"reset") ||
             is_option(word, L"findsid") || is_option(word, L"verify") ||
             is_option(word, L"substitute") || is_option(word, L"setintegritylevel") ||
             is_option(word, L"l")) {
        complain(L"ICACLS: %ls is not supported.\n", word);
        finish(ERROR_NOT_SUPPORTED);
    } else
        wrong(word);
    return at + 1;
}

int wmain(int count, WCHAR **words)
{
    if (count < 2 || is_option(words[1], L"?")) {
        print(L"%ls", usage);
        finish(count < 2 ? 87 : 0);
    }
    for (int at = 2; at < count;)
        at = take_option(at, count, words);
    take_name(words[1]);
    print(L"Successfully processed %u files; Failed processing %u files\n", good, bad);
    finish(bad ? last_error : 0);
}
