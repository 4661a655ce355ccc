/* tlhelp32.c - tlhelp32.h: snapshots of processes, threads and this process's modules. */
#include "kernel32_private.h"
#include <psapi.h>
#include <tlhelp32.h>

#define GROW 64

/* A snapshot is a section, so that it is a handle like any other: its view is this. */
typedef struct SNAPSHOT {
    DWORD size, process_count, thread_count, module_count;
    DWORD next[3]; /* the next entry that each kind of walk gives */
    PROCESSENTRY32W processes[];
    /* THREADENTRY32[thread_count], MODULEENTRY32W[module_count] */
} SNAPSHOT;

typedef struct COLLECTED {
    PROCESSENTRY32W *processes;
    THREADENTRY32 *threads;
    MODULEENTRY32W *modules;
    DWORD process_count, thread_count, module_count;
} COLLECTED;

/* Makes room for one more entry; FALSE: out of memory. */
static BOOL grow(void **entries, DWORD count, SIZE_T size)
{
    if (count % GROW)
        return TRUE;
    void *heap = GetProcessHeap();
    void *more = *entries ? RtlReAllocateHeap(heap, 0, *entries, (count + GROW) * size)
                          : RtlAllocateHeap(heap, 0, GROW * size);
    if (more)
        *entries = more;
    return more != NULL;
}

static const WCHAR *base_name(const WCHAR *path)
{
    const WCHAR *slash = wcsrchr(path, '\\');
    return slash ? slash + 1 : path;
}

static BOOL collect_processes(COLLECTED *c)
{
    BAILEY_PROCESS_INFO info;
    for (ULONG id = 0; BaileyNextProcess(id, &info) >= 0; id = info.id) {
        if (!grow((void **)&c->processes, c->process_count, sizeof *c->processes))
            return FALSE;
        PROCESSENTRY32W *entry = &c->processes[c->process_count++];
        memset(entry, 0, sizeof *entry);
        entry->dwSize = sizeof *entry;
        entry->th32ProcessID = info.id;
        entry->th32ParentProcessID = info.parent_id;
        entry->cntThreads = info.thread_count;
        entry->pcPriClassBase = 8;
        wcscpy(entry->szExeFile, base_name(info.image));
    }
    return TRUE;
}

static BOOL collect_threads(COLLECTED *c)
{
    BAILEY_PROCESS_INFO info;
    for (ULONG id = 0; BaileyNextProcess(id, &info) >= 0; id = info.id) {
        ULONG thread = 0;
        LONG priority;
        while (BaileyNextThread(info.id, thread, &thread, &priority) >= 0) {
            if (!grow((void **)&c->threads, c->thread_count, sizeof *c->threads))
                return FALSE;
            c->threads[c->thread_count++] =
                (THREADENTRY32){sizeof(THREADENTRY32), 0, thread, info.id, priority, 0, 0};
        }
    }
    return TRUE;
}

static BOOL add_module(COLLECTED *c, HMODULE module)
{
    MODULEINFO facts;
    if (!grow((void **)&c->modules, c->module_count, sizeof *c->modules))
        return FALSE;
    MODULEENTRY32W *entry = &c->modules[c->module_count++];
    memset(entry, 0, sizeof *entry);
    entry->dwSize = sizeof *entry;
    entry->th32ModuleID = 1;
    entry->th32ProcessID = GetCurrentProcessId();
    entry->GlblcntUsage = entry->ProccntUsage = 1;
    entry->hModule = module;
    if (K32GetModuleInformation(GetCurrentProcess(), module, &facts, sizeof facts)) {
        entry->modBaseAddr = facts.lpBaseOfDll;
        entry->modBaseSize = facts.SizeOfImage;
    }
    GetModuleFileNameW(module, entry->szExePath, MAX_PATH);
    wcsncpy(entry->szModule, base_name(entry->szExePath), MAX_MODULE_NAME32);
    return TRUE;
}

static BOOL collect_modules(COLLECTED *c)
{
    HMODULE modules[512];
    DWORD size = 0;
    if (!K32EnumProcessModules(GetCurrentProcess(), modules, sizeof modules, &size))
        return FALSE;
    if (size > sizeof modules)
        size = sizeof modules;
    for (DWORD i = 0; i < size / sizeof *modules; i++)
        if (!add_module(c, modules[i]))
            return FALSE;
    return TRUE;
}

static THREADENTRY32 *threads_of(SNAPSHOT *s)
{
    return (THREADENTRY32 *)(s->processes + s->process_count);
}

static MODULEENTRY32W *modules_of(SNAPSHOT *s)
{
    return (MODULEENTRY32W *)(((ULONG_PTR)(threads_of(s) + s->thread_count) + 7) & ~(ULONG_PTR)7);
}

static HANDLE pack(const COLLECTED *c, DWORD flags)
{
    SECURITY_ATTRIBUTES security = {sizeof security, NULL, (flags & TH32CS_INHERIT) != 0};
    SIZE_T size = sizeof(SNAPSHOT) + c->process_count * sizeof *c->processes +
                  c->thread_count * sizeof *c->threads + 8 + c->module_count * sizeof *c->modules;
    HANDLE handle =
        CreateFileMappingW(INVALID_HANDLE_VALUE, &security, PAGE_READWRITE, 0, (DWORD)size, NULL);
    SNAPSHOT *s = handle ? MapViewOfFile(handle, FILE_MAP_WRITE, 0, 0, 0) : NULL;
    if (!s) {
        if (handle)
            CloseHandle(handle);
        return INVALID_HANDLE_VALUE;
    }
    s->size = (DWORD)size;
    s->process_count = c->process_count;
    s->thread_count = c->thread_count;
    s->module_count = c->module_count;
    memcpy(s->processes, c->processes, c->process_count * sizeof *c->processes);
    memcpy(threads_of(s), c->threads, c->thread_count * sizeof *c->threads);
    memcpy(modules_of(s), c->modules, c->module_count * sizeof *c->modules);
    UnmapViewOfFile(s);
    return handle;
}

HANDLE WINAPI CreateToolhelp32Snapshot(DWORD flags, DWORD process)
{
    COLLECTED c = {0};
    BOOL good = TRUE;
    if (flags & (TH32CS_SNAPMODULE | TH32CS_SNAPMODULE32) && process &&
        process != GetCurrentProcessId()) {
        SetLastError(ERROR_NOT_SUPPORTED);
        return INVALID_HANDLE_VALUE;
    }
    if (flags & TH32CS_SNAPPROCESS)
        good = collect_processes(&c);
    if (good && flags & TH32CS_SNAPTHREAD)
        good = collect_threads(&c);
    if (good && flags & (TH32CS_SNAPMODULE | TH32CS_SNAPMODULE32))
        good = collect_modules(&c);
    HANDLE handle = INVALID_HANDLE_VALUE;
    if (good)
        handle = pack(&c, flags);
    else
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
    RtlFreeHeap(GetProcessHeap(), 0, c.processes);
    RtlFreeHeap(GetProcessHeap(), 0, c.threads);
    RtlFreeHeap(GetProcessHeap(), 0, c.modules);
    return handle;
}

/* ---- walking */

enum { PROCESSES, THREADS, MODULES };

static BOOL walk(HANDLE handle, int kind, BOOL first, DWORD size, void *out)
{
    SNAPSHOT *s = MapViewOfFile(handle, FILE_MAP_WRITE, 0, 0, 0);
    if (!s)
        return FALSE;
    const DWORD counts[] = {s->process_count, s->thread_count, s->module_count};
    const DWORD sizes[] = {sizeof(PROCESSENTRY32W), sizeof(THREADENTRY32), sizeof(MODULEENTRY32W)};
    const void *entries[] = {s->processes, threads_of(s), modules_of(s)};
    if (first)
        s->next[kind] = 0;
    BOOL found = s->next[kind] < counts[kind];
    if (size < sizes[kind]) {
        UnmapViewOfFile(s);
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    }
    if (found)
        memcpy(out, (const char *)entries[kind] + (SIZE_T)s->next[kind]++ * sizes[kind],
               sizes[kind]);
    UnmapViewOfFile(s);
    return found ? TRUE : fail_with(ERROR_NO_MORE_FILES);
}

BOOL WINAPI Process32FirstW(HANDLE snapshot, LPPROCESSENTRY32W entry)
{
    return walk(snapshot, PROCESSES, TRUE, entry->dwSize, entry);
}

BOOL WINAPI Process32NextW(HANDLE snapshot, LPPROCESSENTRY32W entry)
{
    return walk(snapshot, PROCESSES, FALSE, entry->dwSize, entry);
}

static BOOL narrow_process(HANDLE snapshot, BOOL first, LPPROCESSENTRY32 entry)
{
    PROCESSENTRY32W wide = {.dwSize = sizeof wide};
    if (entry->dwSize < sizeof *entry)
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    if (!walk(snapshot, PROCESSES, first, sizeof wide, &wide))
        return FALSE;
    memcpy(entry, &wide, offsetof(PROCESSENTRY32, szExeFile));
    entry->dwSize = sizeof *entry;
    k32_from_wide(wide.szExeFile, (DWORD)wcslen(wide.szExeFile), entry->szExeFile, MAX_PATH);
    return TRUE;
}

BOOL WINAPI Process32First(HANDLE snapshot, LPPROCESSENTRY32 entry)
{
    return narrow_process(snapshot, TRUE, entry);
}

BOOL WINAPI Process32Next(HANDLE snapshot, LPPROCESSENTRY32 entry)
{
    return narrow_process(snapshot, FALSE, entry);
}

BOOL WINAPI Thread32First(HANDLE snapshot, LPTHREADENTRY32 entry)
{
    return walk(snapshot, THREADS, TRUE, entry->dwSize, entry);
}

BOOL WINAPI Thread32Next(HANDLE snapshot, LPTHREADENTRY32 entry)
{
    return walk(snapshot, THREADS, FALSE, entry->dwSize, entry);
}

BOOL WINAPI Module32FirstW(HANDLE snapshot, LPMODULEENTRY32W entry)
{
    return walk(snapshot, MODULES, TRUE, entry->dwSize, entry);
}

BOOL WINAPI Module32NextW(HANDLE snapshot, LPMODULEENTRY32W entry)
{
    return walk(snapshot, MODULES, FALSE, entry->dwSize, entry);
}

static BOOL narrow_module(HANDLE snapshot, BOOL first, LPMODULEENTRY32 entry)
{
    MODULEENTRY32W wide = {.dwSize = sizeof wide};
    if (entry->dwSize < sizeof *entry)
        return fail_with(ERROR_INSUFFICIENT_BUFFER);
    if (!walk(snapshot, MODULES, first, sizeof wide, &wide))
        return FALSE;
    memcpy(entry, &wide, offsetof(MODULEENTRY32, szModule));
    entry->dwSize = sizeof *entry;
    k32_from_wide(wide.szModule, (DWORD)wcslen(wide.szModule), entry->szModule,
                  sizeof entry->szModule);
    k32_from_wide(wide.szExePath, (DWORD)wcslen(wide.szExePath), entry->szExePath, MAX_PATH);
    return TRUE;
}

BOOL WINAPI Module32First(HANDLE snapshot, LPMODULEENTRY32 entry)
{
    return narrow_module(snapshot, TRUE, entry);
}

BOOL WINAPI Module32Next(HANDLE snapshot, LPMODULEENTRY32 entry)
{
    return narrow_module(snapshot, FALSE, entry);
}

BOOL WINAPI K32EnumProcesses(DWORD *ids, DWORD size, LPDWORD used)
{
    BAILEY_PROCESS_INFO info;
    DWORD count = 0;
    for (ULONG id = 0; count < size / sizeof *ids && BaileyNextProcess(id, &info) >= 0;
         id = info.id)
        ids[count++] = info.id;
    *used = count * sizeof *ids;
    return TRUE;
}
