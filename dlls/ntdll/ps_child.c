/* ps_child.c - a process that another one has made: its parameters. */
#include "con/con_inherit.h"
#include "io_given.h"
#include "ldr.h"
#include "ps_private.h"
#include "ps_session.h"

const PS_START *ps_child_start(void)
{
    return ARENA_AT(PS_START, ps_process->start);
}

static NTSTATUS take_string(const PS_START *start, enum ps_string which, ULONG room,
                            UNICODE_STRING *out)
{
    ULONG size = start->sizes[which];
    if (room < size + sizeof(WCHAR))
        room = size + sizeof(WCHAR);
    out->Buffer = ldr_alloc(room);
    if (!out->Buffer)
        return STATUS_NO_MEMORY;
    __builtin_memcpy(out->Buffer, (const char *)start + start->strings[which], size);
    out->Buffer[size / sizeof(WCHAR)] = 0;
    out->Length = (USHORT)size;
    out->MaximumLength = (USHORT)(room > 0xfffe ? 0xfffe : room);
    return STATUS_SUCCESS;
}

static NTSTATUS take_environment(const PS_START *start, PROCESS_PARAMETERS *p)
{
    p->EnvironmentSize = start->sizes[PS_ENVIRONMENT];
    p->Environment = ldr_alloc(p->EnvironmentSize + 2 * sizeof(WCHAR));
    if (!p->Environment)
        return STATUS_NO_MEMORY;
    __builtin_memcpy(p->Environment, (const char *)start + start->strings[PS_ENVIRONMENT],
                     p->EnvironmentSize);
    __builtin_memset((char *)p->Environment + p->EnvironmentSize, 0, 2 * sizeof(WCHAR));
    return STATUS_SUCCESS;
}

static NTSTATUS take_files(const PS_START *start)
{
    const arena_ptr *files = (const arena_ptr *)((const char *)start + start->files);
    const PalHandle *handles = (const PalHandle *)(ULONG_PTR)pal_boot->handles;
    NTSTATUS status = STATUS_SUCCESS;
    for (ULONG i = 0; i < start->file_count && i < pal_boot->handle_count && !status; i++)
        if (!io_given_add(ARENA_AT(IO_FILE, files[i]), handles[i]))
            status = STATUS_NO_MEMORY;
    if (pal_boot->handle_count > start->file_count)
        con_terminal_given(handles[start->file_count]);
    return status;
}

NTSTATUS ps_child_parameters(PROCESS_PARAMETERS *p)
{
    PS_START *start = ARENA_AT(PS_START, ps_process->start);
    UNICODE_STRING *strings[] = {&p->ImagePathName, &p->CommandLine, &p->CurrentDirectory.DosPath,
                                 &p->WindowTitle,   &p->DesktopInfo, &p->ShellInfo,
                                 &p->RuntimeData};
    NTSTATUS status = STATUS_SUCCESS;
    for (ULONG i = 0; i < PS_ENVIRONMENT && !status; i++)
        status = take_string(start, i, i == PS_DIRECTORY ? 0x20a : 0, strings[i]);
    if (!status)
        status = take_environment(start, p);
    if (!status)
        status = take_files(start);
    __builtin_memcpy(&p->StartingX, start->numbers, sizeof start->numbers);
    p->ConsoleFlags = start->console_flags, p->ProcessGroupId = start->group_id;
    p->StandardInput = (HANDLE)(ULONG_PTR)start->standard[0];
    p->StandardOutput = (HANDLE)(ULONG_PTR)start->standard[1];
    p->StandardError = (HANDLE)(ULONG_PTR)start->standard[2];
    for (int i = 0; i < 3; i++)
        io_given_standard(i, (HANDLE)(ULONG_PTR)start->standard[i]);
    ps_process->start = 0;
    arena_free(start, start->size);
    return status;
}
