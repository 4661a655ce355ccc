/*
 * What is printed of an exception that nobody has handled. It runs in a process in an unknown
 * state: it allocates nothing, takes no lock, and prints line by line, so that what was found
 * before a second fault is on the terminal.
 */
#include "rtl_exception.h"

#define LINE_SIZE  400
#define MAX_FRAMES 40

struct line {
    char text[LINE_SIZE];
    ULONG length;
};

static void put(struct line *line, const char *text)
{
    while (*text && line->length < LINE_SIZE - 2)
        line->text[line->length++] = *text++;
}

static void put_hex(struct line *line, ULONG64 value, int digits)
{
    char text[17] = {0};
    int first = 16;

    while (first > 0 && (value || first > 16 - digits)) {
        text[--first] = "0123456789abcdef"[value & 15];
        value >>= 4;
    }
    put(line, text + first);
}

/* Names of modules are UTF-16; what is not ASCII in them prints as '?'. */
static void put_wide(struct line *line, const UNICODE_STRING *text)
{
    for (ULONG i = 0; i < text->Length / sizeof(WCHAR); i++) {
        char one[2] = {text->Buffer[i] < 0x80 ? (char)text->Buffer[i] : '?', 0};
        put(line, one);
    }
}

static void flush(struct line *line)
{
    line->text[line->length++] = '\n';
    line->text[line->length] = 0;
    BaileyPrintError(line->text);
    line->length = 0;
}

static const LDR_ENTRY *module_of(const void *base)
{
    const LDR_DATA *data = peb_self()->Ldr;
    if (!data)
        return NULL;
    for (LIST_ENTRY *entry = data->InLoadOrderModuleList.Flink;
         entry && entry != &data->InLoadOrderModuleList; entry = entry->Flink) {
        const LDR_ENTRY *module = CONTAINING_RECORD(entry, LDR_ENTRY, InLoadOrderLinks);
        if (module->DllBase == base)
            return module;
    }
    return NULL;
}

static const IMAGE_EXPORT_DIRECTORY *exports_of(const UCHAR *base)
{
    const IMAGE_DOS_HEADER *dos = (const IMAGE_DOS_HEADER *)base;
    const IMAGE_NT_HEADERS *headers = (const IMAGE_NT_HEADERS *)(base + dos->e_lfanew);
    ULONG rva = headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT].VirtualAddress;
    return rva ? (const IMAGE_EXPORT_DIRECTORY *)(base + rva) : NULL;
}

/* The export at or next below rva that the same function may belong to. */
static const char *nearest_export(const UCHAR *base, ULONG rva, ULONG *distance)
{
    const IMAGE_EXPORT_DIRECTORY *exports = exports_of(base);
    const char *best = NULL;

    *distance = 0x10000;
    for (ULONG i = 0; exports && i < exports->NumberOfNames; i++) {
        USHORT index = ((const USHORT *)(base + exports->AddressOfNameOrdinals))[i];
        ULONG function = ((const ULONG *)(base + exports->AddressOfFunctions))[index];
        if (function <= rva && rva - function < *distance) {
            *distance = rva - function;
            best = (const char *)(base + ((const ULONG *)(base + exports->AddressOfNames))[i]);
        }
    }
    return best;
}

/* module+offset, and the export that it lies in */
static void put_place(struct line *line, ULONG64 address)
{
    PVOID base;
    const LDR_ENTRY *module;
    const char *symbol;
    ULONG distance;

    put(line, "0x");
    put_hex(line, address, 16);
    if (!RtlPcToFileHeader((PVOID)(ULONG_PTR)address, &base))
        return;
    put(line, "  ");
    module = module_of(base);
    if (module)
        put_wide(line, &module->BaseDllName);
    else
        put(line, "?");
    put(line, "+0x");
    put_hex(line, address - (ULONG_PTR)base, 1);
    symbol = nearest_export(base, (ULONG)(address - (ULONG_PTR)base), &distance);
    if (symbol) {
        put(line, " (");
        put(line, symbol);
        put(line, "+0x");
        put_hex(line, distance, 1);
        put(line, ")");
    }
}

static const char *name_of(DWORD code)
{
    static const struct {
        NTSTATUS code;
        const char *name;
    } names[] = {
        {STATUS_ACCESS_VIOLATION, "access violation"},
        {STATUS_IN_PAGE_ERROR, "in-page error"},
        {STATUS_ILLEGAL_INSTRUCTION, "illegal instruction"},
        {STATUS_PRIVILEGED_INSTRUCTION, "privileged instruction"},
        {STATUS_STACK_OVERFLOW, "stack overflow"},
        {STATUS_INTEGER_DIVIDE_BY_ZERO, "integer division by zero"},
        {STATUS_INTEGER_OVERFLOW, "integer overflow"},
        {STATUS_FLOAT_DIVIDE_BY_ZERO, "floating-point division by zero"},
        {STATUS_FLOAT_INVALID_OPERATION, "invalid floating-point operation"},
        {STATUS_FLOAT_OVERFLOW, "floating-point overflow"},
        {STATUS_FLOAT_UNDERFLOW, "floating-point underflow"},
        {STATUS_BREAKPOINT, "breakpoint"},
        {STATUS_SINGLE_STEP, "single step"},
        {STATUS_GUARD_PAGE_VIOLATION, "guard page violation"},
        {STATUS_DATATYPE_MISALIGNMENT, "misaligned data"},
        {STATUS_NONCONTINUABLE_EXCEPTION, "noncontinuable exception continued"},
        {STATUS_INVALID_DISPOSITION, "invalid disposition of an exception handler"},
        {STATUS_BAD_STACK, "bad stack"},
        {STATUS_INVALID_UNWIND_TARGET, "invalid unwind target"},
        {STATUS_HEAP_CORRUPTION, "heap corruption"},
        {STATUS_STACK_BUFFER_OVERRUN, "fail fast"},
        {STATUS_ENTRYPOINT_NOT_FOUND, "entry point not found"},
        {STATUS_DLL_NOT_FOUND, "DLL not found"},
        {STATUS_ASSERTION_FAILURE, "assertion failure"},
        {STATUS_NO_MEMORY, "no memory"},
        {(NTSTATUS)0xE06D7363, "C++ exception"},
        {(NTSTATUS)0x20474343, "C++ exception (gcc)"},
        {(NTSTATUS)0x80000100, "missing function"},
    };
    for (ULONG i = 0; i < ARRAYSIZE(names); i++) {
        if ((DWORD)names[i].code == code)
            return names[i].name;
    }
    return NULL;
}

static void print_cause(const EXCEPTION_RECORD *record)
{
    const char *name = name_of(record->ExceptionCode);
    struct line line = {.length = 0};

    put(&line, "bailey: unhandled exception 0x");
    put_hex(&line, record->ExceptionCode, 8);
    if (name) {
        put(&line, " (");
        put(&line, name);
        put(&line, ")");
    }
    if ((record->ExceptionCode == (DWORD)STATUS_ACCESS_VIOLATION ||
         record->ExceptionCode == (DWORD)STATUS_IN_PAGE_ERROR) &&
        record->NumberParameters >= 2) {
        ULONG64 kind = record->ExceptionInformation[0];
        put(&line, kind == 8 ? ", executing 0x" : kind ? ", writing 0x" : ", reading 0x");
        put_hex(&line, record->ExceptionInformation[1], 16);
    }
    flush(&line);
    put(&line, "  at ");
    put_place(&line, (ULONG_PTR)record->ExceptionAddress);
    flush(&line);
    if (record->ExceptionCode != 0x80000100 || record->NumberParameters != 2)
        return;
    put(&line, "  ");
    put(&line, (const char *)record->ExceptionInformation[0]);
    put(&line, ".");
    put(&line, (const char *)record->ExceptionInformation[1]);
    put(&line, " is not implemented");
    flush(&line);
}

static void print_registers(const CONTEXT *context)
{
#ifdef _WIN64
    static const char names[][4] = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
                                    "r8 ", "r9 ", "r10", "r11", "r12", "r13", "r14", "r15"};
    const ULONG_PTR *values = &context->Rax, pc = context->Rip;
#else
    static const char names[][4] = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
    const ULONG_PTR values[] = {context->Eax, context->Ecx, context->Edx, context->Ebx,
                                context->Esp, context->Ebp, context->Esi, context->Edi},
                    pc = context->Eip;
#endif
    struct line line = {.length = 0};

    for (ULONG i = 0; i < ARRAYSIZE(names); i++) {
        put(&line, "  ");
        put(&line, names[i]);
        put(&line, " ");
        put_hex(&line, values[i], sizeof(PVOID) * 2);
        if (i % 4 == 3)
            flush(&line);
    }
    put(&line, TEB_WIDTH("  rip ", "  eip "));
    put_hex(&line, pc, sizeof(PVOID) * 2);
    put(&line, "  flags ");
    put_hex(&line, context->EFlags, 8);
    put(&line, "  thread ");
    put_hex(&line, (ULONG_PTR)teb_self()->ClientId.UniqueThread, 1);
    flush(&line);
}

static void print_backtrace(const CONTEXT *start)
{
    CONTEXT context = *start;
    struct line line = {.length = 0};
    PVOID place = (PVOID)TEB_WIDTH(start->Rip, start->Eip);

    put(&line, "  backtrace:");
    flush(&line);
    for (int i = 0; i < MAX_FRAMES && place; i++) {
        put(&line, "    ");
        put_place(&line, (ULONG_PTR)place);
        flush(&line);
        if (!rtl_walk(&context, 0, 1, &place))
            break;
    }
}

VOID NTAPI BaileyReportException(PEXCEPTION_POINTERS pointers)
{
    print_cause(pointers->ExceptionRecord);
    print_registers(pointers->ContextRecord);
    print_backtrace(pointers->ContextRecord);
}
