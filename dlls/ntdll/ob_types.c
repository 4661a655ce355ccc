/*
 * ob_types.c - the table of object types, and the directory object.
 */
#include "ob_private.h"

extern const struct ob_ops ke_event_ops, ke_mutant_ops, ke_semaphore_ops, ke_timer_ops,
    ke_keyed_ops;
extern const struct ob_ops ps_thread_ops, ps_process_ops, ps_job_ops, se_token_ops;
extern const struct ob_ops io_file_ops, io_completion_ops, mm_section_ops;

typedef struct OB_DIRECTORY_OBJECT {
    OB_HEADER header;
} OB_DIRECTORY_OBJECT;

static const struct ob_ops directory_ops = {
    .name = L"Directory",
    .size = sizeof(OB_DIRECTORY_OBJECT),
    .all_access = STANDARD_RIGHTS_REQUIRED | 0xf,
    .mapping = {STANDARD_RIGHTS_READ | 3, STANDARD_RIGHTS_WRITE | 12, STANDARD_RIGHTS_EXECUTE | 3,
                STANDARD_RIGHTS_REQUIRED | 0xf},
};

const struct ob_ops *const ob_types[OB_TYPE_COUNT] = {
    [OB_EVENT] = &ke_event_ops,
    [OB_MUTANT] = &ke_mutant_ops,
    [OB_SEMAPHORE] = &ke_semaphore_ops,
    [OB_TIMER] = &ke_timer_ops,
    [OB_KEYED_EVENT] = &ke_keyed_ops,
    [OB_THREAD] = &ps_thread_ops,
    [OB_PROCESS] = &ps_process_ops,
    [OB_FILE] = &io_file_ops,
    [OB_COMPLETION] = &io_completion_ops,
    [OB_SECTION] = &mm_section_ops,
    [OB_DIRECTORY] = &directory_ops,
    [OB_TOKEN] = &se_token_ops,
    [OB_JOB] = &ps_job_ops,
};

/* The directories that Windows always has; others can be created below them. */
static BOOLEAN is_root(const UNICODE_STRING *name)
{
    static const WCHAR *const roots[] = {L"\\", L"\\BaseNamedObjects", L"\\KernelObjects",
                                         L"\\Sessions\\1\\BaseNamedObjects"};
    for (ULONG i = 0; i < sizeof roots / sizeof *roots; i++) {
        UNICODE_STRING root;
        RtlInitUnicodeString(&root, roots[i]);
        if (RtlEqualUnicodeString(&root, name, TRUE))
            return TRUE;
    }
    return FALSE;
}

NTSTATUS NTAPI NtCreateDirectoryObject(HANDLE *handle, ACCESS_MASK access,
                                       const OBJECT_ATTRIBUTES *attributes)
{
    HANDLE result = NULL;
    OB_DIRECTORY_OBJECT *directory = ob_create(OB_DIRECTORY);
    if (!directory)
        return STATUS_INSUFFICIENT_RESOURCES;
    NTSTATUS status = ob_insert(directory, attributes, access, &result);
    if (NT_SUCCESS(status))
        *handle = result;
    return status;
}

NTSTATUS NTAPI NtOpenDirectoryObject(HANDLE *handle, ACCESS_MASK access,
                                     const OBJECT_ATTRIBUTES *attributes)
{
    NTSTATUS status = ob_open(OB_DIRECTORY, attributes, access, handle);
    if (status == STATUS_OBJECT_NAME_NOT_FOUND && !attributes->RootDirectory &&
        is_root(attributes->ObjectName)) {
        OBJECT_ATTRIBUTES create = *attributes;
        create.Attributes |= OBJ_OPENIF;
        status = NtCreateDirectoryObject(handle, access, &create);
    }
    return NT_SUCCESS(status) ? STATUS_SUCCESS : status;
}
