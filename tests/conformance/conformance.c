#include "conformance.h"

#define LINE_SIZE 1024

extern const struct conformance_case *const first_case[];
extern const struct conformance_case *const last_case[];
const struct conformance_case *const first_case[1] __attribute__((section(".cases$a"))) = {NULL};
const struct conformance_case *const last_case[1] __attribute__((section(".cases$z"))) = {NULL};

static volatile LONG failures;
static const char *wine_reason;

struct line {
    int size;
    char text[LINE_SIZE];
};

static void add(struct line *line, const char *text)
{
    while (*text && line->size < LINE_SIZE - 1)
        line->text[line->size++] = *text++;
}

static void add_wide(struct line *line, const WCHAR *text)
{
    char one[2] = {0, 0};
    for (; *text; text++) {
        one[0] = *text < 127 && *text >= ' ' ? (char)*text : '?';
        add(line, one);
    }
}

static void add_number(struct line *line, unsigned long long value, unsigned base)
{
    char digits[24], *next = digits + sizeof digits;
    *--next = 0;
    do {
        *--next = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    add(line, next);
}

static void add_value(struct line *line, long long value)
{
    if (value < 0)
        add(line, "-");
    add_number(line, value < 0 ? -(unsigned long long)value : (unsigned long long)value, 10);
    if (value < 0 || value > 9) {
        add(line, " (0x");
        add_number(line, (unsigned long long)value, 16);
        add(line, ")");
    }
}

static void print(struct line *line)
{
    DWORD written;
    line->text[line->size++] = '\n';
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), line->text, line->size, &written, NULL);
}

static void begin_failure(struct line *line, const char *file, int number)
{
    line->size = 0;
    add(line, file);
    add(line, ":");
    add_number(line, number, 10);
    add(line, ": ");
    InterlockedIncrement(&failures);
}

int conformance_true(int held, const char *file, int number, const char *text)
{
    struct line line;
    DWORD error = GetLastError();
    if (held)
        return 1;
    begin_failure(&line, file, number);
    add(&line, text);
    add(&line, " does not hold; last error ");
    add_number(&line, error, 10);
    print(&line);
    SetLastError(error);
    return 0;
}

int conformance_equal(long long actual, long long expected, const char *file, int number,
                      const char *actual_text, const char *expected_text)
{
    struct line line;
    DWORD error = GetLastError();
    if (actual == expected)
        return 1;
    begin_failure(&line, file, number);
    add(&line, actual_text);
    add(&line, " is ");
    add_value(&line, actual);
    add(&line, ", not ");
    add(&line, expected_text);
    add(&line, ", ");
    add_value(&line, expected);
    print(&line);
    SetLastError(error);
    return 0;
}

int conformance_string(const char *actual, const char *expected, const char *file, int number,
                       const char *text)
{
    struct line line;
    const char *a = actual, *b = expected;
    while (a && *a && *a == *b)
        a++, b++;
    if (a && *a == *b)
        return 1;
    begin_failure(&line, file, number);
    add(&line, text);
    add(&line, " is \"");
    add(&line, actual ? actual : "(null)");
    add(&line, "\", not \"");
    add(&line, expected);
    add(&line, "\"");
    print(&line);
    return 0;
}

int conformance_wide_string(const WCHAR *actual, const WCHAR *expected, const char *file,
                            int number, const char *text)
{
    struct line line;
    const WCHAR *a = actual, *b = expected;
    while (a && *a && *a == *b)
        a++, b++;
    if (a && *a == *b)
        return 1;
    begin_failure(&line, file, number);
    add(&line, text);
    add(&line, " is \"");
    add_wide(&line, actual ? actual : L"(null)");
    add(&line, "\", not \"");
    add_wide(&line, expected);
    add(&line, "\"");
    print(&line);
    return 0;
}

int conformance_fails(ULONG_PTR result, int minus_one, DWORD error, const char *file, int number,
                      const char *text)
{
    struct line line;
    DWORD actual = GetLastError();
    int failed = minus_one ? result == (ULONG_PTR)-1 || result == 0xffffffff : result == 0;
    if (failed && actual == error)
        return 1;
    begin_failure(&line, file, number);
    add(&line, text);
    add(&line, failed ? " failed with error " : " succeeded with ");
    add_value(&line, failed ? (long long)actual : (long long)result);
    add(&line, ", not error ");
    add_number(&line, error, 10);
    print(&line);
    return 0;
}

void note(const char *text, long long value)
{
    struct line line = {0};
    add(&line, text);
    add(&line, ": ");
    add_value(&line, value);
    print(&line);
}

int on_wine(void)
{
    return GetProcAddress(GetModuleHandleA("ntdll.dll"), "wine_get_version") != NULL;
}

static void skip_with(const char *text, const char *reason)
{
    struct line line = {0};
    add(&line, text);
    add(&line, reason);
    print(&line);
    ExitProcess(77);
}

void conformance_skip(const char *reason)
{
    if (failures)
        conformance_end();
    skip_with("skipped: ", reason);
    ExitProcess(77);
}

void conformance_wine_differs(const char *reason)
{
    wine_reason = reason;
}

void conformance_end(void)
{
    if (failures && wine_reason && on_wine())
        skip_with("skipped: Wine differs: ", wine_reason);
    ExitProcess(failures != 0);
}

HANDLE start_child(const char *arguments)
{
    /* Looked up, so that a program without children does not need it. */
    typeof(CreateProcessA) *create =
        (void *)GetProcAddress(GetModuleHandleA("kernel32.dll"), "CreateProcessA");
    STARTUPINFOA startup = {sizeof startup};
    PROCESS_INFORMATION process;
    struct line line = {0};
    char path[MAX_PATH];

    REQUIRE(GetModuleFileNameA(NULL, path, sizeof path));
    add(&line, "\"");
    add(&line, path);
    add(&line, "\" ");
    add(&line, arguments);
    line.text[line.size] = 0;
    if (!CHECK(create &&
               create(path, line.text, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)))
        return NULL;
    CloseHandle(process.hThread);
    return process.hProcess;
}

DWORD end_child(HANDLE process)
{
    DWORD code = 0xbad;
    if (WaitForSingleObject(process, 20000) != WAIT_OBJECT_0)
        TerminateProcess(process, 0xbad);
    else
        GetExitCodeProcess(process, &code);
    CloseHandle(process);
    return code;
}

ULONG_PTR probe_information[2];

DWORD probe_access(const volatile void *address, int kind);
__asm__(".text\n"
        ".globl probe_access\n"
        "probe_access:\n\t"
        "cmp $1, %edx\n\t"
        "je 1f\n\t"
        "cmp $8, %edx\n\t"
        "je 2f\n\t"
        "movb (%rcx), %al\n\t"
        "jmp 3f\n"
        "1:\tmovb $1, (%rcx)\n\t"
        "jmp 3f\n"
        "2:\tsub $40, %rsp\n\t"
        "call *%rcx\n\t"
        "add $40, %rsp\n"
        "3:\txor %eax, %eax\n"
        ".globl probe_faulted\n"
        "probe_faulted:\n\t"
        "ret\n");
extern const char probe_faulted[];

static const volatile void *probe_address;

/* Goes on at the end of probe_access with the exception's code as the result. */
static LONG CALLBACK probe_handler(EXCEPTION_POINTERS *info)
{
    EXCEPTION_RECORD *record = info->ExceptionRecord;
    CONTEXT *context = info->ContextRecord;
    ULONG_PTR at = (ULONG_PTR)record->ExceptionAddress;
    ULONG_PTR start = (ULONG_PTR)probe_access;
    if (at == (ULONG_PTR)probe_address && (at < start || at > (ULONG_PTR)probe_faulted))
        context->Rsp += 8 + 40;
    else if (at < start || at > (ULONG_PTR)probe_faulted)
        return EXCEPTION_CONTINUE_SEARCH;
    for (DWORD i = 0; i < 2 && i < record->NumberParameters; i++)
        probe_information[i] = record->ExceptionInformation[i];
    context->Rax = record->ExceptionCode;
    context->Rip = (ULONG_PTR)probe_faulted;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static DWORD probe(const volatile void *address, int kind)
{
    void *handler = AddVectoredExceptionHandler(TRUE, probe_handler);
    DWORD code;
    probe_information[0] = probe_information[1] = 0;
    probe_address = address;
    code = probe_access(address, kind);
    RemoveVectoredExceptionHandler(handler);
    return code;
}

DWORD probe_read(const volatile void *address)
{
    return probe(address, 0);
}

DWORD probe_write(volatile void *address)
{
    return probe(address, 1);
}

DWORD probe_execute(const volatile void *address)
{
    return probe(address, 8);
}

/* The first argument, which is a name without blanks or quotes. */
static void first_argument(char *name, int size)
{
    const char *next = GetCommandLineA();
    char end = *next == '"' ? '"' : ' ';
    for (next += end == '"'; *next && *next != end; next++)
        ;
    while (*next == '"' || *next == ' ')
        next++;
    while (*next && *next != ' ' && --size > 0)
        *name++ = *next++;
    *name = 0;
}

static int same(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

static void list_cases(void)
{
    for (const struct conformance_case *const *next = first_case; next < last_case; next++) {
        struct line line = {0};
        if (!*next || (*next)->hidden)
            continue;
        add(&line, (*next)->name);
        if ((*next)->todo && !on_wine()) {
            add(&line, " todo ");
            add(&line, (*next)->todo);
        }
        print(&line);
    }
    ExitProcess(0);
}

static void conformance(void)
{
    char name[128];
    first_argument(name, sizeof name);
    if (same(name, "--list"))
        list_cases();
    for (const struct conformance_case *const *next = first_case; next < last_case; next++) {
        if (*next && same(name, (*next)->name)) {
            (*next)->run();
            conformance_end();
        }
    }
    note("there is no such case; give one of those that --list prints", 0);
    ExitProcess(2);
}

#ifdef CONFORMANCE_NO_CRT
void *memcpy(void *target, const void *source, size_t size)
{
    char *to = target;
    for (const char *from = source; size; size--)
        *to++ = *from++;
    return target;
}

void *memmove(void *target, const void *source, size_t size)
{
    if ((ULONG_PTR)target - (ULONG_PTR)source >= size)
        return memcpy(target, source, size);
    while (size--)
        ((char *)target)[size] = ((const char *)source)[size];
    return target;
}

void *memset(void *target, int value, size_t size)
{
    for (char *to = target; size; size--)
        *to++ = (char)value;
    return target;
}

int memcmp(const void *first, const void *second, size_t size)
{
    const unsigned char *a = first, *b = second;
    for (; size; size--, a++, b++)
        if (*a != *b)
            return *a - *b;
    return 0;
}

size_t strlen(const char *text)
{
    size_t length = 0;
    while (text[length])
        length++;
    return length;
}

size_t wcslen(const WCHAR *text)
{
    size_t length = 0;
    while (text[length])
        length++;
    return length;
}

void conformance_start(void)
{
    conformance();
}
#elif defined _UCRT /* what the start-up code of a program does */
int __cdecl _configure_narrow_argv(int mode);
int __cdecl _initialize_narrow_environment(void);
typedef void(__cdecl *invalid_parameter_handler)(const WCHAR *, const WCHAR *, const WCHAR *,
                                                 unsigned, uintptr_t);
__declspec(dllimport) invalid_parameter_handler
    __cdecl _set_invalid_parameter_handler(invalid_parameter_handler);

/* Without one the process ends; with it calls answer their error, as msvcrt's do. */
static void go_on(const WCHAR *expression, const WCHAR *function, const WCHAR *file, unsigned line,
                  uintptr_t reserved)
{
}

void conformance_start(void)
{
    _set_invalid_parameter_handler(go_on);
    _configure_narrow_argv(1);
    _initialize_narrow_environment();
    conformance();
}
#else
int main(void)
{
    conformance();
}
#endif
