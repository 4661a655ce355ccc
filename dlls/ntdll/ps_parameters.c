/*
 * ps_parameters.c - what the host said of the program, as Windows' process parameters.
 *
 * Strings are allocated one by one rather than in one normalised block: programs only follow the
 * pointers.
 */
#include "io.h"
#include "ldr.h"
#include "ps_private.h"
#include "ps_session.h"

/* UTF-8 to a heap string with room for extra characters. */
static NTSTATUS to_wide(const char *text, ULONG extra, UNICODE_STRING *out)
{
    ULONG size = (ULONG)__builtin_strlen(text), used = 0;
    ULONG room = (size + extra + 1) * sizeof(WCHAR);
    if (room > 0xfffe)
        room = 0xfffe;
    out->Buffer = ldr_alloc(room);
    if (!out->Buffer)
        return STATUS_NO_MEMORY;
    RtlUTF8ToUnicodeN(out->Buffer, room - sizeof(WCHAR), &used, text, size);
    out->Length = (USHORT)used;
    out->MaximumLength = (USHORT)room;
    return STATUS_SUCCESS;
}

static BOOLEAN needs_quotes(const char *argument)
{
    if (!*argument)
        return TRUE;
    for (; *argument; argument++)
        if (*argument == ' ' || *argument == '\t' || *argument == '"' || *argument == '\n' ||
            *argument == '\v')
            return TRUE;
    return FALSE;
}

/* cmd.exe takes its command line as it is; a backslash quotes nothing there. */
static BOOLEAN is_shell(const char *program)
{
    static const char name[] = "cmd.exe";
    const char *last = program;
    ULONG i = 0;
    for (; *program; program++)
        if (*program == '/' || *program == '\\')
            last = program + 1;
    while (name[i] && (last[i] | 0x20) == (name[i] | 0x20))
        i++;
    return !last[i] && (!name[i] || i == 3);
}

static char *put_raw_argument(char *out, const char *argument)
{
    BOOLEAN quotes = needs_quotes(argument);
    if (quotes)
        *out++ = '"';
    while (*argument)
        *out++ = *argument++;
    if (quotes)
        *out++ = '"';
    return out;
}

/* One argument as the C run-times' parsers read it back: backslashes count before a quote only. */
static char *put_argument(char *out, const char *argument)
{
    if (!needs_quotes(argument)) {
        while (*argument)
            *out++ = *argument++;
        return out;
    }
    *out++ = '"';
    for (;; argument++) {
        ULONG backslashes = 0;
        while (*argument == '\\')
            argument++, backslashes++;
        if (!*argument || *argument == '"')
            backslashes = backslashes * 2 + (*argument == '"');
        while (backslashes--)
            *out++ = '\\';
        if (!*argument)
            break;
        *out++ = *argument;
    }
    *out++ = '"';
    return out;
}

static NTSTATUS command_line(UNICODE_STRING *out)
{
    const char *argument = (const char *)(ULONG_PTR)pal_boot->arguments;
    SIZE_T size = 1;
    for (ULONG i = 0; i < pal_boot->argument_count; i++) {
        SIZE_T length = __builtin_strlen(argument);
        size += 2 * length + 3;
        argument += length + 1;
    }
    char *text = ldr_alloc(size), *end = text;
    if (!text)
        return STATUS_NO_MEMORY;
    argument = (const char *)(ULONG_PTR)pal_boot->arguments;
    BOOLEAN raw = pal_boot->argument_count && is_shell(argument);
    for (ULONG i = 0; i < pal_boot->argument_count; i++) {
        if (i)
            *end++ = ' ';
        end = raw ? put_raw_argument(end, argument) : put_argument(end, argument);
        argument += __builtin_strlen(argument) + 1;
    }
    *end = 0;
    NTSTATUS status = to_wide(text, 0, out);
    ldr_free(text);
    return status;
}

static NTSTATUS current_directory(UNICODE_STRING *out)
{
    UNICODE_STRING path;
    NTSTATUS status =
        io_host_to_dos_path((const char *)(ULONG_PTR)pal_boot->current_directory, &path);
    if (status)
        return status;
    /* Room as Windows gives it, so that SetCurrentDirectory need not allocate. */
    ULONG room = 0x208 > path.Length + 4u ? 0x208 : path.Length + 4u;
    out->Buffer = ldr_alloc(room);
    if (!out->Buffer)
        return STATUS_NO_MEMORY;
    __builtin_memcpy(out->Buffer, path.Buffer, path.Length);
    ULONG n = path.Length / sizeof(WCHAR);
    if (n == 0 || out->Buffer[n - 1] != '\\')
        out->Buffer[n++] = '\\';
    out->Length = (USHORT)(n * sizeof(WCHAR));
    out->MaximumLength = (USHORT)room;
    RtlFreeUnicodeString(&path);
    return STATUS_SUCCESS;
}

NTSTATUS ps_init_parameters(void)
{
    PROCESS_PARAMETERS *p = ldr_alloc(sizeof *p);
    if (!p)
        return STATUS_NO_MEMORY;
    peb_self()->ProcessParameters = p;
    p->MaximumLength = p->Length = sizeof *p;
    p->Flags = 1; /* normalised */
    p->ShowWindowFlags = SW_SHOWNORMAL;
    if (ps_child_start()) {
        io_start();
        return ps_child_parameters(p);
    }
    NTSTATUS status =
        io_host_to_dos_path((const char *)(ULONG_PTR)pal_boot->program_path, &p->ImagePathName);
    if (!status)
        status = command_line(&p->CommandLine);
    if (!status)
        status = current_directory(&p->CurrentDirectory.DosPath);
    if (!status)
        status = RtlDuplicateUnicodeString(1, &p->ImagePathName, &p->WindowTitle);
    if (!status && !RtlCreateUnicodeString(&p->DesktopInfo, L"WinSta0\\Default"))
        status = STATUS_NO_MEMORY;
    if (!status)
        status = ps_init_environment(p);
    if (!status)
        status = ps_remember_image(ps_process, &p->ImagePathName);
    if (!status)
        status = io_init(p);
    return status;
}
