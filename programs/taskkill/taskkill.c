/* taskkill.c - ends processes: /pid n, /im name, /fi filter; /f by force, /t with their children.
 */
#include "process_list.h"

static PROCESS_FACTS *all;
static size_t process_count;
static BOOL force, tree;
static BOOL *marked, *gathered, any_failed, by_name;
static size_t *order, order_count;
static DWORD *errors;

__attribute__((noreturn)) static void wrong(const WCHAR *text)
{
    complain(L"ERROR: %ls\nType \"TASKKILL /?\" for usage.\n", text);
    finish(1);
}

static void say_success(const PROCESS_FACTS *p)
{
    if (tree)
        print(L"SUCCESS: The process with PID %lu (child process of PID %lu) has been "
              L"terminated.\n",
              p->id, p->parent);
    else if (by_name)
        print(L"SUCCESS: The process \"%ls\" with PID %lu has been terminated.\n", p->name, p->id);
    else
        print(L"SUCCESS: The process with PID %lu has been terminated.\n", p->id);
}

/* Nothing here has a window to be closed, so only force ends a process. */
static DWORD end_process(DWORD id)
{
    HANDLE process = OpenProcess(PROCESS_TERMINATE | SYNCHRONIZE, FALSE, id);
    DWORD error = process && TerminateProcess(process, 1) ? 0 : GetLastError();
    if (!error)
        WaitForSingleObject(process, 5000);
    if (process)
        CloseHandle(process);
    return error;
}

static void report(const PROCESS_FACTS *p, DWORD error)
{
    if (force && !error) {
        say_success(p);
        return;
    }
    any_failed = TRUE;
    flush_output();
    if (by_name)
        complain(L"ERROR: The process \"%ls\" with PID %lu could not be terminated.\n", p->name,
                 p->id);
    else
        complain(L"ERROR: The process with PID %lu could not be terminated.\n", p->id);
    complain(L"Reason: %ls\n",
             !force ? L"This process can only be terminated forcefully (with /F option)."
             : error == ERROR_INVALID_PARAMETER ? L"There is no running instance of the task."
                                                : error_text(error));
}

/* Children first, each once: numbers that were given anew could make a circle. */
static void gather(size_t index)
{
    if (gathered[index])
        return;
    gathered[index] = TRUE;
    for (size_t i = 0; tree && i < process_count; i++)
        if (all[i].parent == all[index].id && all[i].id != GetCurrentProcessId())
            gather(i);
    order[order_count++] = index;
}

/* Parents end first, so that none goes on, or starts another child, when its children have ended;
 * they are told of last. */
static void end_all(void)
{
    for (size_t i = 0; i < process_count; i++)
        if (marked[i])
            gather(i);
    for (size_t i = order_count; force && i-- > 0;)
        errors[order[i]] = end_process(all[order[i]].id);
    for (size_t i = 0; i < order_count; i++)
        report(&all[order[i]], errors[order[i]]);
}

static BOOL mark(const WCHAR *name, BOOL is_id)
{
    BOOL found = FALSE;
    WCHAR *end;
    DWORD id = wcstoul(name, &end, 10);
    for (size_t i = 0; i < process_count; i++) {
        BOOL same = is_id ? !*end && all[i].id == id : wild_match(name, all[i].name);
        if (!same || all[i].id == 0 || !passes_filters(&all[i]))
            continue;
        if (has_wildcard(name) && all[i].id == GetCurrentProcessId())
            continue;
        found = marked[i] = TRUE;
    }
    if (!found && !has_filters())
        complain(L"ERROR: The process \"%ls\" not found.\n", name);
    return found;
}

static const WCHAR usage[] =
    L"\nTASKKILL { [/FI filter] [/PID processid | /IM imagename] } [/T] [/F]\n\nDescription:\n"
    L"    This tool is used to terminate tasks by process id (PID) or image name.\n\n"
    L"Parameter List:\n"
    L"    /FI   filter           Applies a filter to select a set of tasks.\n"
    L"    /PID  processid        Specifies the PID of the process to be terminated.\n"
    L"    /IM   imagename        Specifies the image name of the process\n"
    L"                           to be terminated. Wildcard character '*' can be used\n"
    L"                           to specify all tasks or image names.\n"
    L"    /T                     Terminates the specified process and any\n"
    L"                           child processes which were started by it.\n"
    L"    /F                     Specifies to forcefully terminate the process(es).\n";

static int read_options(int count, WCHAR **words, const WCHAR **names, BOOL *is_id)
{
    int wanted = 0;
    for (int i = 1; i < count; i++) {
        BOOL has_value = i + 1 < count && wanted < 256;
        if (is_option(words[i], L"?")) {
            print(L"%ls", usage);
            finish(0);
        } else if (is_option(words[i], L"f"))
            force = TRUE;
        else if (is_option(words[i], L"t"))
            tree = TRUE;
        else if ((is_option(words[i], L"pid") || is_option(words[i], L"im")) && has_value) {
            is_id[wanted] = is_option(words[i], L"pid");
            by_name |= !is_id[wanted];
            names[wanted++] = words[++i];
        } else if (is_option(words[i], L"fi") && has_value) {
            if (!add_filter(words[++i]))
                wrong(L"The search filter cannot be recognized.");
        } else
            wrong(L"Invalid argument/option.");
    }
    if (!wanted && !has_filters())
        wrong(L"Invalid syntax. Neither /FI nor /PID nor /IM were specified.");
    return wanted;
}

int wmain(int count, WCHAR **words)
{
    const WCHAR *names[256];
    BOOL is_id[256], missing = FALSE, found = FALSE;
    int wanted = read_options(count, words, names, is_id);
    process_count = list_processes(&all, TRUE);
    marked = calloc(process_count + 1, sizeof *marked);
    gathered = calloc(process_count + 1, sizeof *gathered);
    order = calloc(process_count + 1, sizeof *order);
    errors = calloc(process_count + 1, sizeof *errors);
    if (!marked || !gathered || !order || !errors)
        return 2;
    if (!wanted)
        names[wanted] = L"*", is_id[wanted++] = FALSE;
    for (int i = 0; i < wanted; i++) {
        BOOL here = mark(names[i], is_id[i]);
        found |= here;
        missing |= !here;
    }
    if (!found && has_filters()) {
        print(L"INFO: No tasks running with the specified criteria.\n");
        finish(0);
    }
    end_all();
    finish(missing ? 128 : any_failed);
}
