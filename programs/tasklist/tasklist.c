/* tasklist.c - the processes of the session: [/fo format] [/nh] [/v | /m | /svc] [/fi filter]. */
#include "process_list.h"
#include "table.h"
#include <psapi.h>

static enum table_format format;
static BOOL header = TRUE, verbose, modules, services;
static const WCHAR *module_wanted;

__attribute__((noreturn)) static void wrong(const WCHAR *text)
{
    complain(L"ERROR: %ls\nType \"TASKLIST /?\" for usage.\n", text);
    finish(1);
}

/* The DLLs of a process that match, separated by commas; FALSE: none. */
static BOOL modules_of(DWORD id, WCHAR **text)
{
    HMODULE handles[512];
    WCHAR name[MAX_PATH];
    DWORD size = 0;
    size_t used = 0;
    HANDLE process = OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, id);
    *text = text_copy(L"N/A");
    if (!process || !EnumProcessModules(process, handles, sizeof handles, &size))
        size = 0;
    for (DWORD i = 1; i < size / sizeof(HMODULE) && i < 512; i++) {
        if (!GetModuleBaseNameW(process, handles[i], name, MAX_PATH) ||
            (module_wanted && !wild_match(module_wanted, name)))
            continue;
        *text = more(*text, (used + wcslen(name) + 3) * sizeof(WCHAR));
        used += (size_t)set_text(*text + used, wcslen(name) + 3, used ? L", %ls" : L"%ls", name);
    }
    if (process)
        CloseHandle(process);
    return used != 0;
}

static const COLUMN columns[] = {
    {L"Image Name", 25, 0}, {L"PID", 8, 1},        {L"Session Name", 16, 0},
    {L"Session#", 11, 1},   {L"Mem Usage", 12, 1}, {L"Status", 15, 0},
    {L"User Name", 50, 0},  {L"CPU Time", 12, 1},  {L"Window Title", 72, 0}};
static const COLUMN service_columns[] = {
    {L"Image Name", 25, 0}, {L"PID", 8, 1}, {L"Services", 44, 0}};
static const COLUMN module_columns[] = {
    {L"Image Name", 25, 0}, {L"PID", 8, 1}, {L"Modules", 44, 0}};

static void add(TABLE *table, const PROCESS_FACTS *facts)
{
    WCHAR id[16], session[16], memory[40], cpu[16], *names = NULL;
    set_text(id, 16, L"%lu", facts->id);
    set_text(session, 16, L"%lu", facts->session);
    set_text(memory, 40, L"%ls K", with_commas(facts->memory));
    time_text(facts->cpu_seconds, cpu);
    if (modules || services) {
        BOOL any = modules && modules_of(facts->id, &names);
        const WCHAR *cells[] = {facts->name, id, modules ? names : L"N/A"};
        if (any || !module_wanted)
            table_add(table, cells);
        free(names);
        return;
    }
    const WCHAR *cells[] = {facts->name, id,          L"Console", session, memory,
                            L"Running",  facts->user, cpu,        L"N/A"};
    table_add(table, cells);
}

static const WCHAR usage[] =
    L"\nTASKLIST [/M [module] | /SVC | /V] [/FI filter] [/FO format] [/NH]\n\nDescription:\n"
    L"    This tool displays a list of currently running processes on\n"
    L"    either a local or remote machine.\n\nParameter List:\n"
    L"   /M     [module]         Lists all tasks currently using the given\n"
    L"                           exe/dll name.\n"
    L"   /SVC                    Displays services hosted in each process.\n"
    L"   /V                      Displays verbose task information.\n"
    L"   /FI    filter           Displays a set of tasks that match a\n"
    L"                           given criteria specified by the filter.\n"
    L"   /FO    format           Specifies the output format.\n"
    L"                           Valid values: \"TABLE\", \"LIST\", \"CSV\".\n"
    L"   /NH                     Specifies that the \"Column Header\" should\n"
    L"                           not be displayed in the output.\n";

static void read_options(int count, WCHAR **words)
{
    for (int i = 1; i < count; i++) {
        BOOL has_value = i + 1 < count;
        if (is_option(words[i], L"?")) {
            print(L"%ls", usage);
            finish(0);
        } else if (is_option(words[i], L"nh"))
            header = FALSE;
        else if (is_option(words[i], L"v"))
            verbose = TRUE;
        else if (is_option(words[i], L"svc"))
            services = TRUE;
        else if (is_option(words[i], L"m")) {
            modules = TRUE;
            if (has_value && words[i + 1][0] != '/')
                module_wanted = words[++i];
        } else if (is_option(words[i], L"fo") && has_value) {
            if (!table_format_of(words[++i], &format))
                wrong(L"Invalid argument/option - '/fo'.");
        } else if (is_option(words[i], L"fi") && has_value) {
            if (!add_filter(words[++i]))
                wrong(L"The search filter cannot be recognized.");
        } else
            wrong(L"Invalid argument/option.");
    }
    if (verbose + modules + services > 1)
        wrong(L"Invalid syntax. /V, /M and /SVC options cannot be used together.");
    if (!header && format == FORMAT_LIST)
        wrong(L"Invalid syntax. /NH option is valid only for \"TABLE\" and \"CSV\" formats.");
}

int wmain(int count, WCHAR **words)
{
    PROCESS_FACTS *all;
    read_options(count, words);
    TABLE table = {modules    ? module_columns
                   : services ? service_columns
                              : columns,
                   modules || services ? 3
                   : verbose           ? 9
                                       : 5,
                   NULL, 0};
    size_t processes = list_processes(&all, TRUE);
    for (size_t i = 0; i < processes; i++)
        if (passes_filters(&all[i]))
            add(&table, &all[i]);
    if (!table.count) {
        print(L"INFO: No tasks are running which match the specified criteria.\n");
        finish(0);
    }
    if (format != FORMAT_CSV)
        print(L"\n");
    table_print(&table, format, header);
    finish(0);
}
