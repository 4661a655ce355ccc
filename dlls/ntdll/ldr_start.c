/*
 * ldr_start.c - the modules of a new process: ntdll, the program, and what it needs.
 */
#include "io.h"
#include "ldr.h"
#include "mm.h"

LDR_MODULE *ldr_program, *ldr_ntdll;
static LDR_DATA loader_data;

static void init_list(LIST_ENTRY *list)
{
    list->Flink = list->Blink = list;
}

struct memory {
    const char *base;
    uint64_t size;
};

static int32_t read_memory(void *cookie, uint64_t offset, void *buffer, uint64_t size)
{
    const struct memory *m = cookie;
    if (offset > m->size || size > m->size - offset)
        return STATUS_END_OF_FILE;
    __builtin_memcpy(buffer, m->base + offset, size);
    return 0;
}

/* ntdll is there already: its headers are read from memory. */
static NTSTATUS enter_ntdll(void)
{
    struct memory memory = {(const char *)(ULONG_PTR)pal_boot->ntdll_base, pal_boot->ntdll_size};
    struct pe_source source = {.cookie = &memory, .read = read_memory};
    struct pe_image image;
    UNICODE_STRING path;
    /* The size check of the parser is about the file; the headers alone matter here. */
    if (pe_parse(&source, memory.size, PE_MACHINE_OWN, &image) != PE_OK)
        return STATUS_INVALID_IMAGE_FORMAT;
    if (!RtlCreateUnicodeString(&path, L"C:\\Windows\\System32\\ntdll.dll"))
        return STATUS_NO_MEMORY;
    ldr_ntdll = ldr_module_create((PVOID)memory.base, &image, &path);
    if (!ldr_ntdll)
        return STATUS_NO_MEMORY;
    ldr_ntdll->references = -1;
    ldr_ntdll->state = LDR_LINKED;
    ldr_ntdll->entry.EntryPoint = NULL;
    ldr_list_insert(ldr_ntdll);
    return ldr_initialize(ldr_ntdll);
}

static NTSTATUS map_program(void)
{
    LDR_FILE found = {.file = pal_boot->program};
    const UNICODE_STRING *path = &peb_self()->ProcessParameters->ImagePathName;
    NTSTATUS status = pal_file_query(found.file, NULL, 0, 0, &found.info);
    if (!status)
        status = RtlDuplicateUnicodeString(1, path, &found.path);
    if (!status)
        status = ldr_map_file(&found, &ldr_program);
    if (status)
        return status;
    pal_handle_close(found.file);
    ldr_program->references = -1;
    /* The program comes first in load order. */
    ldr_list_insert(ldr_program);
    return STATUS_SUCCESS;
}

NTSTATUS ldr_map_program(void)
{
    PEB_FULL *peb = peb_self();
    peb->Ldr = &loader_data;
    loader_data.Length = sizeof loader_data;
    init_list(&loader_data.InLoadOrderModuleList);
    init_list(&loader_data.InMemoryOrderModuleList);
    init_list(&loader_data.InInitializationOrderModuleList);
    NTSTATUS status = map_program();
    if (status)
        return status;
    status = enter_ntdll();
    peb->ImageBaseAddress = ldr_program->entry.DllBase;
    peb->ImageSubsystem = ldr_program->image.subsystem;
    peb->ImageSubsystemMajorVersion = ldr_program->image.subsystem_major;
    peb->ImageSubsystemMinorVersion = ldr_program->image.subsystem_minor;
    return status;
}

NTSTATUS ldr_load_program(void)
{
    static const WCHAR *const kernel32 = L"kernel32.dll";
    UNICODE_STRING name;
    LDR_MODULE *module;
    /* As on Windows, kernel32 is there whether the program imports it or not. */
    RtlInitUnicodeString(&name, kernel32);
    NTSTATUS status = ldr_load(&ldr_usual_places, &name, &module);
    if (!status)
        status = ldr_add_dependency(ldr_program, module);
    if (!status)
        status = ldr_link(ldr_program, &ldr_usual_places);
    if (!status)
        status = ldr_tls_register(ldr_program);
    loader_data.Initialized = TRUE;
    return status;
}

NTSTATUS ldr_init_program(void)
{
    NTSTATUS status = STATUS_SUCCESS;
    ldr_program->state = LDR_INITIALIZING;
    for (ULONG i = 0; i < ldr_program->dependency_count && !status; i++)
        status = ldr_initialize(ldr_program->dependencies[i]);
    if (status)
        return status;
    ldr_tls_callbacks(ldr_program, DLL_PROCESS_ATTACH);
    ldr_program->state = LDR_READY;
    return STATUS_SUCCESS;
}
