/* process_list.c - see process_list.h. */
#include "process_list.h"
#include <psapi.h>
#include <tlhelp32.h>

static void user_of(HANDLE process, WCHAR *text, size_t room)
{
    HANDLE token;
    BYTE buffer[512];
    WCHAR name[257], domain[257];
    DWORD size, name_size = 257, domain_size = 257;
    SID_NAME_USE use;
    if (!OpenProcessToken(process, TOKEN_QUERY, &token))
        return;
    if (GetTokenInformation(token, TokenUser, buffer, sizeof buffer, &size) &&
        LookupAccountSidW(NULL, ((TOKEN_USER *)buffer)->User.Sid, name, &name_size, domain,
                          &domain_size, &use))
        set_text(text, room, L"%ls\\%ls", domain, name);
    CloseHandle(token);
}

static void add_details(PROCESS_FACTS *facts, BOOL detailed)
{
    HANDLE process =
        OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_VM_READ, FALSE, facts->id);
    PROCESS_MEMORY_COUNTERS memory = {.cb = sizeof memory};
    FILETIME start, end, kernel, user;
    wcscpy(facts->user, L"N/A");
    if (!process)
        process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, facts->id);
    if (!process)
        return;
    if (GetProcessMemoryInfo(process, &memory, sizeof memory))
        facts->memory = memory.WorkingSetSize / 1024;
    if (detailed && GetProcessTimes(process, &start, &end, &kernel, &user))
        facts->cpu_seconds =
            (ULONG)((((ULONGLONG)kernel.dwHighDateTime << 32 | kernel.dwLowDateTime) +
                     ((ULONGLONG)user.dwHighDateTime << 32 | user.dwLowDateTime)) /
                    10000000);
    if (detailed)
        user_of(process, facts->user, 299);
    CloseHandle(process);
}

size_t list_processes(PROCESS_FACTS **all, BOOL detailed)
{
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    size_t count = 0;
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    *all = NULL;
    if (snapshot == INVALID_HANDLE_VALUE)
        return 0;
    for (BOOL good = Process32FirstW(snapshot, &entry); good;
         good = Process32NextW(snapshot, &entry)) {
        *all = more(*all, (count + 1) * sizeof **all);
        PROCESS_FACTS *facts = &(*all)[count++];
        *facts = (PROCESS_FACTS){.id = entry.th32ProcessID, .parent = entry.th32ParentProcessID};
        wcsncpy(facts->name, entry.szExeFile, MAX_PATH - 1);
        ProcessIdToSessionId(facts->id, &facts->session);
        add_details(facts, detailed);
    }
    CloseHandle(snapshot);
    return count;
}

void time_text(ULONG seconds, WCHAR text[16])
{
    set_text(text, 16, L"%lu:%02lu:%02lu", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* ---- filters */

enum operation { EQ, NE, GT, LT, GE, LE };

struct filter {
    const WCHAR *name;
    enum operation operation;
    WCHAR value[200];
};

static const WCHAR *const names[] = {L"imagename",   L"pid",     L"session",
                                     L"sessionname", L"status",  L"memusage",
                                     L"username",    L"cputime", L"windowtitle"};
static const WCHAR *const operations[] = {L"eq", L"ne", L"gt", L"lt", L"ge", L"le"};

static struct filter filters[32];
static size_t filter_count;

static const WCHAR *match_word(const WCHAR *text, const WCHAR *const *words, size_t count,
                               size_t *which)
{
    size_t size = wcscspn(text, L" ");
    for (*which = 0; *which < count; ++*which)
        if (wcslen(words[*which]) == size && _wcsnicmp(text, words[*which], size) == 0)
            return text + size + wcsspn(text + size, L" ");
    return NULL;
}

BOOL add_filter(const WCHAR *text)
{
    size_t name, operation;
    text += wcsspn(text, L" ");
    const WCHAR *next = match_word(text, names, sizeof names / sizeof *names, &name);
    if (next)
        next = match_word(next, operations, 6, &operation);
    if (!next || !*next || filter_count == 32)
        return FALSE;
    BOOL is_text = name == 0 || name == 3 || name == 4 || name == 6 || name == 8;
    if (is_text && operation > NE)
        return FALSE;
    filters[filter_count].name = names[name];
    filters[filter_count].operation = (enum operation)operation;
    wcsncpy(filters[filter_count++].value, next, 199);
    return TRUE;
}

BOOL has_filters(void)
{
    return filter_count != 0;
}

static BOOL compare(const struct filter *f, ULONGLONG a, ULONGLONG b)
{
    const BOOL results[] = {a == b, a != b, a > b, a < b, a >= b, a <= b};
    return results[f->operation];
}

static ULONGLONG seconds_of(const WCHAR *text)
{
    ULONGLONG seconds = 0;
    for (WCHAR *end; *text; text = *end ? end + 1 : end) {
        seconds = seconds * 60 + wcstoul(text, &end, 10);
        if (end == text)
            break;
    }
    return seconds;
}

static BOOL passes(const struct filter *f, const PROCESS_FACTS *facts)
{
    const WCHAR *text = NULL;
    if (wcscmp(f->name, L"pid") == 0)
        return compare(f, facts->id, wcstoul(f->value, NULL, 10));
    if (wcscmp(f->name, L"session") == 0)
        return compare(f, facts->session, wcstoul(f->value, NULL, 10));
    if (wcscmp(f->name, L"memusage") == 0)
        return compare(f, facts->memory, wcstoul(f->value, NULL, 10));
    if (wcscmp(f->name, L"cputime") == 0)
        return compare(f, facts->cpu_seconds, seconds_of(f->value));
    if (wcscmp(f->name, L"imagename") == 0)
        text = facts->name;
    else if (wcscmp(f->name, L"sessionname") == 0)
        text = L"Console";
    else if (wcscmp(f->name, L"status") == 0)
        text = L"Running";
    else if (wcscmp(f->name, L"windowtitle") == 0)
        text = L"N/A";
    else
        text = wcschr(f->value, '\\') ? facts->user : last_part(facts->user);
    return wild_match(f->value, text) == (f->operation == EQ);
}

BOOL passes_filters(const PROCESS_FACTS *facts)
{
    for (size_t i = 0; i < filter_count; i++)
        if (!passes(&filters[i], facts))
            return FALSE;
    return TRUE;
}
