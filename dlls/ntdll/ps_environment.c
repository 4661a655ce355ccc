/*
 * ps_environment.c - the environment that a new process gets.
 *
 * The host's variables are passed on, but for those whose meaning Windows programs would take
 * wrongly (PATH and TMPDIR become Windows'); the variables that every Windows has are added. Sorted
 * without regard to case, as Windows keeps it.
 */
#include "io.h"
#include "ldr.h"
#include "ps_private.h"

struct builder {
    WCHAR **variables; /* "NAME=value" */
    ULONG count, room;
    NTSTATUS status;
};

static ULONG wide_length(const WCHAR *text)
{
    ULONG n = 0;
    while (text[n])
        n++;
    return n;
}

static void add(struct builder *b, WCHAR *variable)
{
    if (!variable || b->count == b->room) {
        b->status = STATUS_NO_MEMORY;
        return;
    }
    b->variables[b->count++] = variable;
}

/* Order of names without case; '=' ends a name (and may begin one). */
static int compare_names(const WCHAR *a, const WCHAR *b)
{
    for (ULONG i = 0;; i++) {
        WCHAR x = RtlUpcaseUnicodeChar(a[i]), y = RtlUpcaseUnicodeChar(b[i]);
        if (i > 0 && x == '=')
            x = 0;
        if (i > 0 && y == '=')
            y = 0;
        if (x != y || x == 0)
            return (int)x - (int)y;
    }
}

static const WCHAR *find(const struct builder *b, const WCHAR *name)
{
    for (ULONG i = 0; i < b->count; i++)
        if (compare_names(b->variables[i], name) == 0)
            return b->variables[i];
    return NULL;
}

static void add_pair(struct builder *b, const WCHAR *name, const WCHAR *value)
{
    ULONG n = wide_length(name), v = wide_length(value);
    if (find(b, name))
        return;
    WCHAR *variable = ldr_alloc((n + v + 2) * sizeof(WCHAR));
    if (variable) {
        __builtin_memcpy(variable, name, n * sizeof(WCHAR));
        variable[n] = '=';
        __builtin_memcpy(variable + n + 1, value, v * sizeof(WCHAR));
    }
    add(b, variable);
}

static BOOLEAN has_prefix(const char *text, const char *prefix)
{
    while (*prefix)
        if (*text++ != *prefix++)
            return FALSE;
    return TRUE;
}

/* "/usr/bin:/bin" as "Z:\usr\bin;Z:\bin" after the system's directories. */
static void add_path(struct builder *b, const char *list)
{
    static const WCHAR system[] = L"C:\\Windows\\System32;C:\\Windows";
    ULONG n = sizeof system / sizeof(WCHAR) - 1;
    WCHAR *value = ldr_alloc((n + 4 * __builtin_strlen(list) + 8) * sizeof(WCHAR));
    char directory[1024];
    if (!value) {
        b->status = STATUS_NO_MEMORY;
        return;
    }
    __builtin_memcpy(value, system, sizeof system);
    while (*list) {
        ULONG length = 0;
        UNICODE_STRING dos;
        while (list[length] && list[length] != ':')
            length++;
        if (length > 0 && length < sizeof directory && list[0] == '/') {
            __builtin_memcpy(directory, list, length);
            directory[length] = 0;
            if (io_host_to_dos_path(directory, &dos) == STATUS_SUCCESS) {
                value[n++] = ';';
                __builtin_memcpy(value + n, dos.Buffer, dos.Length);
                n += dos.Length / sizeof(WCHAR);
                RtlFreeUnicodeString(&dos);
            }
        }
        list += length + (list[length] == ':');
    }
    value[n] = 0;
    add_pair(b, L"Path", value);
    ldr_free(value);
}

static void add_host_variable(struct builder *b, const char *text)
{
    /* Windows has its own idea of these. */
    static const char *const skipped[] = {
        "TMPDIR=", "TEMP=",  "TMP=",       "PWD=",    "OLDPWD=",    "_=",
        "SHELL=",  "SHLVL=", "LS_COLORS=", "windir=", "SystemRoot="};
    ULONG size = (ULONG)__builtin_strlen(text), used = 0;
    if (has_prefix(text, "PATH=")) {
        add_path(b, text + 5);
        return;
    }
    for (ULONG i = 0; i < sizeof skipped / sizeof *skipped; i++)
        if (has_prefix(text, skipped[i]))
            return;
    if (*text == '=' || !*text)
        return;
    WCHAR *variable = ldr_alloc((size + 1) * sizeof(WCHAR));
    if (variable)
        RtlUTF8ToUnicodeN(variable, size * sizeof(WCHAR), &used, text, size);
    if (variable && find(b, variable)) {
        ldr_free(variable);
        return;
    }
    add(b, variable);
}

static const char *host_variable(const char *name)
{
    const char *text = (const char *)(ULONG_PTR)pal_boot->environment;
    for (ULONG i = 0; i < pal_boot->environment_count; i++) {
        if (has_prefix(text, name))
            return text + __builtin_strlen(name);
        text += __builtin_strlen(text) + 1;
    }
    return NULL;
}

static void add_user(struct builder *b)
{
    WCHAR user[64], path[200];
    const char *name = host_variable("USER=");
    ULONG used = 0;
    if (!name || !*name)
        name = host_variable("LOGNAME=");
    if (!name || !*name)
        name = "user";
    RtlUTF8ToUnicodeN(user, sizeof user - sizeof(WCHAR), &used, name,
                      (ULONG)__builtin_strlen(name));
    user[used / sizeof(WCHAR)] = 0;
    add_pair(b, L"USERNAME", user);
    static const WCHAR prefix[] = L"C:\\Users\\";
    static const struct {
        const WCHAR *name, *below;
    } places[] = {
        {L"USERPROFILE", L""},
        {L"APPDATA", L"\\AppData\\Roaming"},
        {L"LOCALAPPDATA", L"\\AppData\\Local"},
        {L"TEMP", L"\\AppData\\Local\\Temp"},
        {L"TMP", L"\\AppData\\Local\\Temp"},
    };
    for (ULONG i = 0; i < sizeof places / sizeof *places; i++) {
        ULONG n = 0;
        for (const WCHAR *p = prefix; *p; p++)
            path[n++] = *p;
        for (const WCHAR *p = user; *p; p++)
            path[n++] = *p;
        if (i == 0) {
            path[n] = 0;
            add_pair(b, L"HOMEPATH", path + 2);
        }
        for (const WCHAR *p = places[i].below; *p; p++)
            path[n++] = *p;
        path[n] = 0;
        add_pair(b, places[i].name, path);
    }
}

static void add_numbers(struct builder *b)
{
    WCHAR digits[12];
    UNICODE_STRING number = {0, sizeof digits, digits};
    RtlIntegerToUnicodeString(pal_boot->processor_count, 10, &number);
    digits[number.Length / sizeof(WCHAR)] = 0;
    add_pair(b, L"NUMBER_OF_PROCESSORS", digits);
    const char *host = (const char *)(ULONG_PTR)pal_boot->host_name;
    WCHAR name[16];
    ULONG n = 0;
    for (; n < 15 && host[n] && host[n] != '.'; n++)
        name[n] = RtlUpcaseUnicodeChar((unsigned char)host[n]);
    name[n] = 0;
    add_pair(b, L"COMPUTERNAME", n ? name : L"BAILEY");
}

static void add_windows_variables(struct builder *b)
{
    static const WCHAR *const fixed[][2] = {
        {L"ALLUSERSPROFILE", L"C:\\ProgramData"},
        {L"CommonProgramFiles", L"C:\\Program Files\\Common Files"},
        {L"CommonProgramW6432", L"C:\\Program Files\\Common Files"},
        {L"ComSpec", L"C:\\Windows\\System32\\cmd.exe"},
        {L"HOMEDRIVE", L"C:"},
        {L"OS", L"Windows_NT"},
        {L"Path", L"C:\\Windows\\System32;C:\\Windows"},
        {L"PATHEXT", L".COM;.EXE;.BAT;.CMD;.VBS;.JS"},
        {L"PROCESSOR_ARCHITECTURE", L"AMD64"},
        {L"ProgramData", L"C:\\ProgramData"},
        {L"ProgramFiles", L"C:\\Program Files"},
        {L"ProgramFiles(x86)", L"C:\\Program Files (x86)"},
        {L"ProgramW6432", L"C:\\Program Files"},
        {L"PUBLIC", L"C:\\Users\\Public"},
        {L"SystemDrive", L"C:"},
        {L"SystemRoot", L"C:\\Windows"},
        {L"windir", L"C:\\Windows"},
    };
    for (ULONG i = 0; i < sizeof fixed / sizeof *fixed; i++)
        add_pair(b, fixed[i][0], fixed[i][1]);
}

static void sort(struct builder *b)
{
    for (ULONG i = 1; i < b->count; i++) {
        WCHAR *variable = b->variables[i];
        ULONG at = i;
        while (at > 0 && compare_names(b->variables[at - 1], variable) > 0) {
            b->variables[at] = b->variables[at - 1];
            at--;
        }
        b->variables[at] = variable;
    }
}

static NTSTATUS join(const struct builder *b, PROCESS_PARAMETERS *parameters)
{
    SIZE_T total = 1;
    for (ULONG i = 0; i < b->count; i++)
        total += wide_length(b->variables[i]) + 1;
    WCHAR *block = ldr_alloc((total + 1) * sizeof(WCHAR)), *out = block;
    if (!block)
        return STATUS_NO_MEMORY;
    for (ULONG i = 0; i < b->count; i++) {
        ULONG n = wide_length(b->variables[i]) + 1;
        __builtin_memcpy(out, b->variables[i], n * sizeof(WCHAR));
        out += n;
    }
    parameters->Environment = block;
    parameters->EnvironmentSize = (total + 1) * sizeof(WCHAR);
    return STATUS_SUCCESS;
}

NTSTATUS ps_init_environment(PROCESS_PARAMETERS *parameters)
{
    struct builder b = {.room = pal_boot->environment_count + 40};
    b.variables = ldr_alloc(b.room * sizeof *b.variables);
    if (!b.variables)
        return STATUS_NO_MEMORY;
    const char *text = (const char *)(ULONG_PTR)pal_boot->environment;
    for (ULONG i = 0; i < pal_boot->environment_count; i++) {
        add_host_variable(&b, text);
        text += __builtin_strlen(text) + 1;
    }
    add_windows_variables(&b);
    add_user(&b);
    add_numbers(&b);
    sort(&b);
    NTSTATUS status = b.status ? b.status : join(&b, parameters);
    for (ULONG i = 0; i < b.count; i++)
        ldr_free(b.variables[i]);
    ldr_free(b.variables);
    return status;
}
